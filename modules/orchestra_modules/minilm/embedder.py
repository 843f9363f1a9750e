"""Texts to unit vectors, each batch charged by the tokens that were really computed.

A text longer than the window is read from its start up to the window and the rest is left out, with a line in the
log; those who index documents split them first. Does not know who asks or what the vectors are for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from orchestra.budget.flops import EncoderConfig, encoder_flops
from orchestra.spec import Context, Cost, EmbedRequest, Vectors
from orchestra_modules.minilm.int8_encoder import Int8Encoder
from orchestra_modules.minilm.torch_encoder import TorchEncoder
from orchestra_modules.minilm.weights import Weights, locate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_SPECIAL = 2  # tokens that every text gets besides its own
_CHARS_A_TOKEN = 4  # of English prose, for the expected cost


class Encoder(Protocol):
    """A loaded model, in whichever library runs it; threads may share it."""

    def encode(self, texts: list[str], purpose: str) -> tuple[Floats, list[int]]:
        """Unit vectors in the order of the texts, and the tokens computed for each."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


class Minilm:
    """The embedder/1 module over a sentence-transformers model."""

    def __init__(
        self,
        model: str = "all-MiniLM-L6-v2",
        max_tokens: int = 0,
        batch_size: int = 32,
        precision: str = "int8",
        device: str = "auto",
        home: str = "",
    ) -> None:
        self._name = model
        self._max_tokens = max_tokens
        self._batch_size = max(1, batch_size)
        self._precision = precision
        self._device = device
        # The runtime fills the manifest's default in; a module made by hand keeps nothing.
        self._home = Path(home) if home and not home.startswith("{home}") else None
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()

    @cached_property
    def _weights(self) -> Weights:
        return locate(self._name)

    @cached_property
    def _shape(self) -> EncoderConfig:
        shape = self._weights.shape
        return replace(shape, pooler=False) if self._precision == "int8" else shape

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
        shape, window = self._shape, self.window
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
        self._loaded()

    def close(self) -> None:
        """Forget the model."""
        with self._lock:
            encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.close()

    def run(self, request: EmbedRequest, context: Context) -> Vectors:
        """Embed every text, in the order given."""
        import numpy as np

        encoder = self._loaded()
        rows = np.zeros((len(request.texts), self._shape.hidden), dtype="<f4")
        for places, vectors in self._batches(encoder, request, context):
            if vectors.shape[1] != rows.shape[1]:  # a projection layer after the encoder
                rows = np.zeros((len(request.texts), vectors.shape[1]), dtype="<f4")
            rows[places] = vectors
        return Vectors(dim=rows.shape[1], data=rows.tobytes(), fingerprint=self.fingerprint())

    def _batches(self, encoder: Encoder, request: EmbedRequest, context: Context) -> Iterator[tuple[list[int], Floats]]:
        """Batches of texts of like length, so that little is spent on padding."""
        order = sorted(range(len(request.texts)), key=lambda place: len(request.texts[place]))
        for start in range(0, len(order), self._batch_size):
            context.check()
            places = order[start : start + self._batch_size]
            vectors, tokens = encoder.encode([request.texts[place] for place in places], request.purpose)
            context.charge(sum(encoder_flops(self._shape, each) for each in tokens), "counted")
            if max(tokens) >= self.window:
                context.logger.info("a text of %d tokens or more was read up to there", self.window)
            yield places, vectors

    def _loaded(self) -> Encoder:
        with self._lock:
            if self._encoder is None:
                self._encoder = (
                    Int8Encoder(self._weights, self.window, self._home)
                    if self._precision == "int8"
                    else TorchEncoder(self._weights, self.window, self._device, self._precision)
                )
            return self._encoder
