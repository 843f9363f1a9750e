"""Runs any sentence-transformers model in PyTorch, on a GPU where there is one.

A batch is padded to its longest text, and what is padded is computed. Knows nothing of FLOPs.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from orchestra.spec import LoadError
from orchestra_modules.minilm.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


class TorchEncoder:
    """A loaded model; threads take turns."""

    def __init__(self, weights: Weights, window: int, device: str, precision: str) -> None:
        self._lock = threading.Lock()  # a tokenizer and a model are not safe to share between threads
        self._model = _open(weights, device, precision, window)

    def encode(self, texts: list[str], purpose: str) -> tuple[Floats, list[int]]:
        """Unit vectors in the order of the texts, and the tokens each text was padded to."""
        with self._lock:
            return _encode(self._model, texts, purpose)

    def close(self) -> None:
        """Forget the model."""
        self._model = None


def _open(weights: Weights, device: str, precision: str, window: int) -> Any:
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging
    except ImportError as error:
        raise LoadError(
            f"{error.name} is not installed", hint="`pip install 'orchestra[cpu]'` brings what the embedder needs"
        ) from error
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    chatter: Any = transformers_logging
    bar = chatter.is_progress_bar_enabled()
    chatter.disable_progress_bar()  # it would be drawn over the chat
    try:
        model = SentenceTransformer(
            str(weights.folder),
            device=device,
            local_files_only=True,
            model_kwargs={"dtype": getattr(torch, precision)},
        )
    except Exception as error:
        raise LoadError(f"{weights.folder} did not load: {error}", hint="`orchestra doctor` says what works") from error
    finally:
        if bar:
            chatter.enable_progress_bar()
    model.max_seq_length = window
    model.eval()
    logging.getLogger(__name__).debug("loaded %s on %s", weights.name, device)
    return model


def _encode(model: Any, texts: list[str], purpose: str) -> tuple[Floats, list[int]]:
    import torch

    prompt = (model.prompts or {}).get(purpose) or ""
    tokenize = getattr(model, "preprocess", None) or model.tokenize
    features = tokenize([prompt + text for text in texts])
    tokens = int(features["input_ids"].shape[1])
    moved = {key: value.to(model.device) if hasattr(value, "to") else value for key, value in features.items()}
    with torch.inference_mode():
        vectors = model(moved)["sentence_embedding"].float()
        vectors = torch.nn.functional.normalize(vectors, dim=-1)
    return vectors.cpu().numpy(), [tokens] * len(texts)
