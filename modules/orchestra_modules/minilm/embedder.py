"""Texts to unit vectors, each batch charged by the padded tokens it really had.

A text longer than the window is read from its start up to the window and the rest is left out, with a line in the
log; those who index documents split them first. Does not know who asks or what the vectors are for.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from orchestra.budget.flops import encoder_flops
from orchestra.spec import Context, Cost, EmbedRequest, LoadError, Vectors
from orchestra_modules.minilm.weights import Weights, locate

_SPECIAL = 2  # tokens that every text gets besides its own
_CHARS_A_TOKEN = 4  # of English prose, for the expected cost


class Minilm:
    """The embedder/1 module over a sentence-transformers model."""

    def __init__(
        self,
        model: str = "all-MiniLM-L6-v2",
        max_tokens: int = 0,
        batch_size: int = 32,
        precision: str = "float32",
        device: str = "auto",
    ) -> None:
        self._name = model
        self._max_tokens = max_tokens
        self._batch_size = max(1, batch_size)
        self._precision = precision
        self._device = device
        self._model: Any = None
        self._lock = threading.Lock()  # a tokenizer and a model are not safe to share between threads

    @cached_property
    def _weights(self) -> Weights:
        return locate(self._name)

    @property
    def window(self) -> int:
        """The longest text that is read whole, in tokens."""
        own = self._weights.window
        return min(self._max_tokens, own) if self._max_tokens > 0 else own

    def fingerprint(self) -> str:
        """Model, revision, precision and window: vectors of two fingerprints do not compare."""
        return f"{self._weights.name}@{self._weights.revision}/{self._precision}/{self.window}"

    def estimate(self, request: EmbedRequest) -> Cost:
        """Bounds from the lengths of the texts; the upper one is every text padded to the longest possible."""
        shape, window = self._weights.shape, self.window
        if not request.texts:
            return Cost(upper=0)
        # A token is at least one byte of UTF-8, so bytes bound tokens from above.
        longest = max(min(window, _SPECIAL + len(text.encode())) for text in request.texts)
        likely = (min(window, _SPECIAL + -(-len(text) // _CHARS_A_TOKEN)) for text in request.texts)
        return Cost(
            lower=encoder_flops(shape, _SPECIAL, len(request.texts)),
            expected=sum(encoder_flops(shape, tokens) for tokens in likely),
            upper=encoder_flops(shape, longest, len(request.texts)),
        )

    def load(self) -> None:
        """Read the model into memory; LoadError when a library or the model is missing."""
        with self._lock:
            if self._model is None:
                self._model = _open(self._weights, self._device, self._precision, self.window)

    def close(self) -> None:
        """Forget the model."""
        with self._lock:
            self._model = None

    def run(self, request: EmbedRequest, context: Context) -> Vectors:
        """Embed every text, in the order given."""
        self.load()
        import numpy as np

        dim = self._weights.shape.hidden
        rows = np.zeros((len(request.texts), dim), dtype="<f4")
        for places, vectors in self._batches(request, context):
            if vectors.shape[1] != rows.shape[1]:  # a projection layer after the encoder
                rows = np.zeros((len(request.texts), vectors.shape[1]), dtype="<f4")
                dim = vectors.shape[1]
            rows[places] = vectors
        return Vectors(dim=dim, data=rows.tobytes(), fingerprint=self.fingerprint())

    def _batches(self, request: EmbedRequest, context: Context) -> Iterator[tuple[list[int], Any]]:
        """Batches of texts of like length, so that little is spent on padding."""
        order = sorted(range(len(request.texts)), key=lambda place: len(request.texts[place]))
        for start in range(0, len(order), self._batch_size):
            context.check()
            places = order[start : start + self._batch_size]
            with self._lock:
                vectors, tokens = _encode(self._model, [request.texts[place] for place in places], request.purpose)
            context.charge(encoder_flops(self._weights.shape, tokens, len(places)), "counted")
            if tokens >= self.window:
                context.logger.info("a text of %d tokens or more was read up to there", self.window)
            yield places, vectors


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


def _encode(model: Any, texts: list[str], purpose: str) -> tuple[Any, int]:
    """Unit vectors of one batch, and the tokens each text was padded to."""
    import torch

    prompt = (model.prompts or {}).get(purpose) or ""
    tokenize = getattr(model, "preprocess", None) or model.tokenize
    features = tokenize([prompt + text for text in texts])
    tokens = int(features["input_ids"].shape[1])
    moved = {key: value.to(model.device) if hasattr(value, "to") else value for key, value in features.items()}
    with torch.inference_mode():
        vectors = model(moved)["sentence_embedding"].float()
        vectors = torch.nn.functional.normalize(vectors, dim=-1)
    return vectors.cpu().numpy(), tokens
