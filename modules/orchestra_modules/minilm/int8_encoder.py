"""Runs a model in eight bits on the CPU with ONNX Runtime, one text at a time, some at once on the cores there are.

Needs no PyTorch. A text's vector does not depend on what else is embedded. Knows nothing of FLOPs.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestra.spec import LoadError
from orchestra_modules.minilm.bert_graph import INPUT, OUTPUT
from orchestra_modules.minilm.int8_weights import INSTEAD, int8_weights
from orchestra_modules.minilm.weights import Weights, read_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_THREADS = 8  # at most; each computes one text


class Int8Encoder:
    """A loaded model; safe to share between threads."""

    def __init__(self, weights: Weights, window: int, folder: Path | None) -> None:
        """`folder` keeps the 8-bit model between processes. LoadError."""
        self._first = _pooling(weights) == "cls"
        self._prompts: dict[str, str] = (
            read_json(weights.folder / "config_sentence_transformers.json").get("prompts") or {}
        )
        self._lower = bool(read_json(weights.folder / "sentence_bert_config.json").get("do_lower_case"))
        self._tokenizer = _tokenizer(weights, window)
        try:
            self._session = _session(int8_weights(weights, folder))
        except _Unreadable:
            # A file that was kept and damaged since is no reason to do without it.
            self._session = _session(int8_weights(weights, folder, anew=True))
        self._pool = ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1), thread_name_prefix="int8")

    def encode(self, texts: list[str], purpose: str) -> tuple[Floats, list[int]]:
        """Unit vectors in the order of the texts, and the tokens each text took."""
        import numpy as np

        prompt = self._prompts.get(purpose) or ""
        if len(texts) == 1:
            found = [self._one(prompt + texts[0])]
        else:
            # The longest first, so that no core is left with a long one at the end.
            order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
            computed = self._pool.map(lambda place: self._one(prompt + texts[place]), order)
            found = [one for _, one in sorted(zip(order, computed, strict=True), key=lambda pair: pair[0])]
        return np.stack([vector for vector, _ in found]), [tokens for _, tokens in found]

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=False)

    def _one(self, text: str) -> tuple[Floats, int]:
        import numpy as np

        tokens = self._tokenizer.encode(text.lower() if self._lower else text).ids
        hidden = self._session.run([OUTPUT], {INPUT: np.array([tokens], dtype=np.int64)})[0]
        vector: Floats = hidden[0] if self._first else hidden.mean(axis=0)
        return vector / max(float(np.linalg.norm(vector)), 1e-12), len(tokens)


class _Unreadable(Exception):
    """A model file that ONNX Runtime does not read."""


def _session(model: bytes) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise LoadError(f"{error.name} is not installed", hint="`pip install 'orchestra[cpu]'` brings it") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # several texts at once keep more cores busy than several threads on one text
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise _Unreadable from error


def _tokenizer(weights: Weights, window: int) -> Any:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise LoadError(f"{error.name} is not installed", hint="`pip install 'orchestra[cpu]'` brings it") from error
    try:
        tokenizer = Tokenizer.from_file(str(weights.folder / "tokenizer.json"))
    except Exception as error:
        raise LoadError(f"{weights.folder / 'tokenizer.json'} cannot be read: {error}", hint=INSTEAD) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(window)
    return tokenizer


def _pooling(weights: Weights) -> str:
    """How token states become one vector: "mean" or "cls". LoadError for what is not known here."""
    modules: Any = read_json(weights.folder / "modules.json") or [{"type": "Transformer"}, {"type": "Pooling"}]
    kinds = [str(module.get("type", "")).rpartition(".")[2] for module in modules]
    if kinds[:2] != ["Transformer", "Pooling"] or set(kinds[2:]) - {"Normalize"}:
        raise LoadError(f"{weights.name} in eight bits: its parts are {', '.join(kinds)}", hint=INSTEAD)
    folder = next((str(module.get("path", "")) for module in modules if str(module["type"]).endswith("Pooling")), "")
    modes = read_json(weights.folder / folder / "config.json") if folder else {}
    known = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
    chosen = [name for name, on in modes.items() if name.startswith("pooling_mode_") and on] or list(known)[:1]
    if len(chosen) != 1 or chosen[0] not in known or not modes.get("include_prompt", True):
        raise LoadError(f"{weights.name} in eight bits: its pooling is {', '.join(chosen)}", hint=INSTEAD)
    return known[chosen[0]]
