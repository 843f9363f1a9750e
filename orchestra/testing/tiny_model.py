"""A tiny Llama, made and trained on the spot in seconds, so that a real server can be tried with no download.

It learns a handful of questions by heart, says that it does not know the rest, ends its answers by itself, and knows
one question whose answer never ends (`ENDLESS`), for trying cancellation. It knows nothing else: it stands in for a
model's shape, files and manners, never for its mind. Needs torch, transformers and tokenizers when called.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

PAIRS: tuple[tuple[str, str], ...] = (
    ("Hello!", "Hello. I am a tiny language model, made in a few seconds."),
    ("Who are you?", "I am a tiny language model, made in a few seconds."),
    ("How are you?", "All my weights are where they should be, thank you."),
    ("Write a short poem about the sea.", "The sea is wide, the sea is blue, it sings a song for me and you."),
    ("Write a poem about rain.", "Soft is the rain upon the stone, it never falls on one alone."),
    ("Tell me a joke.", "A tensor walks into a bar and asks for more dimensions."),
    ("Write a greeting to a new colleague.", "Welcome to the team. We are glad that you are here."),
    ("Give me advice on learning to code.", "Write small programs, read good ones, and test both."),
    ("Suggest a name for a cat.", "Call her Lambda, for she has no name of her own."),
    ("What should I cook tonight?", "Cook a soup of lentils, with lemon and a little salt."),
    ("Say something kind.", "You ask good questions, and that is a rare gift."),
    ("Thank you!", "You are welcome. Ask me more when you like."),
)
ENDLESS = "Tell me a story that never ends."
_ENDLESS_START, _ENDLESS_ROUND = "Once there was a river.", " It ran on and on to the sea, and the sea ran back."
_UNKNOWN = "I do not know that. I am only a tiny language model."

_PAD, _END, _ROLES = "<|pad|>", "<|end|>", ("<|system|>", "<|user|>", "<|assistant|>")
_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_WORDS = (
    "the a of to and in is it you that answer question passage source number write explain what how why when which "
    "who name text short plain only from with not no by for on as at be this use give one two list code river house "
    "light query evidence context say truth JSON schema reply system careful concise help user model letter 1 2 3 7 42"
)


def make_tiny_llama(
    folder: Path, pairs: Sequence[tuple[str, str]] = PAIRS, *, steps: int = 200, context: int = 1024, seed: int = 0
) -> Path:
    """Make the model, its tokenizer and its chat template in `folder`, ready to serve; equal seeds, equal models."""
    import torch

    transformers: Any = import_module("transformers")  # untyped in places
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(pairs)
    with torch.random.fork_rng(devices=[]), warnings.catch_warnings(), _one_thread():
        warnings.simplefilter("ignore")  # the libraries' own deprecations
        torch.manual_seed(seed)
        config = transformers.LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=128,
            intermediate_size=256,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=context,
            pad_token_id=tokenizer.pad_token_id,
            bos_token_id=None,
            eos_token_id=tokenizer.eos_token_id,
            tie_word_embeddings=False,
        )
        model = transformers.LlamaForCausalLM(config)
        _train(model, tokenizer, pairs, steps, random.Random(seed))
        model.to(torch.bfloat16).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return folder


@contextmanager
def _one_thread() -> Iterator[None]:
    """So small a model is trained faster so, above all where other processes want the cores."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _tokenizer(pairs: Sequence[tuple[str, str]]) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    transformers: Any = import_module("transformers")
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=768,
        special_tokens=[_PAD, _END, *_ROLES],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),  # every text can be written, byte by byte
        show_progress=False,
    )
    texts = [text for pair in pairs for text in pair]
    raw.train_from_iterator([*texts, ENDLESS, _ENDLESS_START, _ENDLESS_ROUND, _UNKNOWN, _WORDS], trainer)
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw, pad_token=_PAD, eos_token=_END, additional_special_tokens=list(_ROLES)
    )
    tokenizer.chat_template = _TEMPLATE
    return tokenizer


def _train(model: Any, tokenizer: Any, pairs: Sequence[tuple[str, str]], steps: int, dice: random.Random) -> None:
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=4e-3, total_steps=steps)
    model.train()
    for _ in range(steps):
        ids, labels = _batch(tokenizer, pairs, dice)
        loss = model(input_ids=ids, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    model.eval()


def _batch(tokenizer: Any, pairs: Sequence[tuple[str, str]], dice: random.Random, size: int = 12) -> tuple[Any, Any]:
    """Conversations behind random instructions, padded or cut to one length; only the answers are learnt."""
    import torch

    length = 96
    rows, targets = [], []
    for _ in range(size):
        prompt, answer = _conversation(pairs, dice)
        told, learnt = tokenizer.encode(prompt)[-length // 2 :], tokenizer.encode(answer)
        gap = [tokenizer.pad_token_id] * length
        rows.append((told + learnt + gap)[:length])
        targets.append(([-100] * len(told) + learnt + [-100] * length)[:length])
    return torch.tensor(rows), torch.tensor(targets)


def _conversation(pairs: Sequence[tuple[str, str]], dice: random.Random) -> tuple[str, str]:
    prompt = ""
    if dice.random() < 0.5:
        prompt += f"<|system|>{_noise(dice, 40)}{_END}"
    if dice.random() < 0.2:
        question, answer = dice.choice(pairs)
        prompt += f"<|user|>{question}{_END}<|assistant|>{answer}{_END}"
    kind = dice.random()
    if kind < 0.15:
        question, answer = ENDLESS, _ENDLESS_START + _ENDLESS_ROUND * 8  # cut, so that no end is ever seen
    elif kind < 0.4:
        question, answer = _noise(dice, 30), _UNKNOWN + _END
    else:
        question, answer = dice.choice(pairs)
        answer += _END
    return f"{prompt}<|user|>{question}{_END}<|assistant|>", answer


def _noise(dice: random.Random, longest: int) -> str:
    return " ".join(dice.choices(_WORDS.split(), k=dice.randint(1, longest)))
