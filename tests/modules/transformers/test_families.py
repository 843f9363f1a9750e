"""Every family of models whose FLOPs have a formula is run as the library runs it: random weights, real shapes."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from orchestra_modules.transformers.folder import find
from orchestra_modules.transformers.language_model import LanguageModel
from orchestra_modules.transformers.meter import Meter
from orchestra_modules.transformers.sampling import Sampler

from orchestra.budget.flops import request_flops
from orchestra.spec import Sampling

SIZES: dict[str, Any] = {
    "vocab_size": 768,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "max_position_embeddings": 256,
    "eos_token_id": None,
    "bos_token_id": None,
    "pad_token_id": 0,
}
MIXTURE: dict[str, Any] = {"num_experts_per_tok": 2, "experts_implementation": "eager"}
FAMILIES: dict[str, tuple[str, dict[str, Any]]] = {
    "llama": ("LlamaConfig", {}),
    "qwen2": ("Qwen2Config", {}),
    "qwen3": ("Qwen3Config", {}),
    "mistral, whole context": ("MistralConfig", {"sliding_window": None}),
    "mistral, window": ("MistralConfig", {"sliding_window": 8}),
    "gemma3, windows": ("Gemma3TextConfig", {"sliding_window": 8}),
    "mixtral": ("MixtralConfig", {"num_local_experts": 4, **MIXTURE}),
    "qwen3_moe": ("Qwen3MoeConfig", {"num_experts": 4, "moe_intermediate_size": 16, **MIXTURE}),
}
PROMPT, DRAWN = 50, 12


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_draws_the_librarys_tokens_and_costs_its_formula(
    family: str, tiny_llama: Path, one_thread: Any, tmp_path: Path
) -> None:
    """With the prompt in several parts, of which the last is no whole one."""
    name, more = FAMILIES[family]
    transformers: Any = import_module("transformers")
    shutil.copytree(tiny_llama, tmp_path / "model")
    one_thread.manual_seed(0)
    config = getattr(transformers, name)(**{**SIZES, **more})
    transformers.AutoModelForCausalLM.from_config(config).save_pretrained(tmp_path / "model")
    folder = find(str(tmp_path / "model"))
    model = LanguageModel(folder, device="cpu", dtype="float32", threads=0)
    model._at_once = 16
    prompt = one_thread.randint(6, 700, (PROMPT,)).tolist()

    meter = Meter(folder.shape)
    drawing = model.answer(prompt, Sampler(Sampling(), 0), meter, lambda: None)
    drawn = [next(drawing) for _ in range(DRAWN)]

    batch = one_thread.tensor([prompt])
    options = {"do_sample": False, "max_new_tokens": DRAWN, "min_new_tokens": DRAWN}
    own = model._model.generate(batch, attention_mask=batch * 0 + 1, **options)
    assert drawn == own[0, PROMPT:].tolist()
    assert meter.flops == request_flops(folder.shape, PROMPT, DRAWN)
