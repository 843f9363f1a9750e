"""A tiny BERT with random weights, in the folders of sentence-transformers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

WORDS = ("a", "an", "the", "cat", "kitten", "mat", "rug", "sat", "on", "upon", "stock", "prices", "fell", "x", "zebra")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two layers of 32, window of 16 tokens, mean pooling; equal in every run."""
    torch = pytest.importorskip("torch")
    transformers: Any = pytest.importorskip("transformers")
    tokenizers: Any = pytest.importorskip("tokenizers")
    folder = tmp_path_factory.mktemp("tiny-bert")
    vocabulary = {word: place for place, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=False)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        config = transformers.BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=64,
            max_position_embeddings=32,
        )
        transformers.BertModel(config).save_pretrained(folder)
    write(folder / "tokenizer_config.json", {"tokenizer_class": "BertTokenizerFast", "do_lower_case": False})
    write(folder / "sentence_bert_config.json", {"max_seq_length": 16, "do_lower_case": True})
    write(folder / "config_sentence_transformers.json", {"prompts": {"query": "the "}})
    modules = "sentence_transformers.models."
    write(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}Pooling"},
        ],
    )
    (folder / "1_Pooling").mkdir()
    pooling = {"word_embedding_dimension": 32, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}
    write(folder / "1_Pooling" / "config.json", pooling)
    return folder


def write(file: Path, data: Any) -> None:
    """A JSON file."""
    file.write_text(json.dumps(data), encoding="utf-8")
