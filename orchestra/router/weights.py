"""What the router has learned, read from one file of plain arrays: linear heads, temperatures, known ground.

No text is in it. It knows how to score numbers, not how to read a text or what an embedder is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from orchestra.spec import FormatError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FORMAT = 1
SHIPPED = Path(__file__).parent / "data" / "weights.npz"


@dataclass(frozen=True, kw_only=True, eq=False)
class Weights:
    """Two linear heads over one list of intents, and how far known ground reaches."""

    intents: tuple[str, ...]
    fingerprint: str  # of the embedder that the embedding head was trained with
    ngram_head: Floats  # buckets x intents
    shape_head: Floats  # shape x intents, for the n-gram signal
    embedding_head: Floats  # dimensions x intents
    embedding_shape_head: Floats  # shape x intents, for the embedding signal
    prototypes: Floats  # points x dimensions, unit length: the ground that was seen in training
    known_words: NDArray[np.bool_]  # by bucket, whether a word of training falls in it
    ngram_share: float  # of the n-gram logits in the mixture; the embedding logits have the rest
    ngram_temperature: float
    mixture_temperature: float
    sure: float  # an n-gram confidence from here on needs no second signal

    @property
    def dimensions(self) -> int:
        """The length of the vectors that the embedding head reads."""
        return int(self.embedding_head.shape[0])

    def ngram_logits(self, buckets: NDArray[np.int64], values: Floats, shape: Floats) -> Floats:
        """Score a text by its words, its character n-grams and its shape."""
        logits: Floats = values @ self.ngram_head[buckets] + shape @ self.shape_head
        return logits

    def embedding_logits(self, vector: Floats, shape: Floats) -> Floats:
        """Score a text by its embedding and its shape."""
        logits: Floats = vector @ self.embedding_head + shape @ self.embedding_shape_head
        return logits

    def nearness(self, vector: Floats) -> float:
        """Return the cosine to the nearest point of known ground."""
        return float((self.prototypes @ vector).max())


@lru_cache(maxsize=4)
def read(path: Path = SHIPPED) -> Weights:
    """Read a weights file; FormatError where it is missing or of another format."""
    import numpy as np

    hint = "`python -m training.router` writes it anew"
    if not path.is_file():
        raise FormatError(f"the router's weights are missing: {path}", hint=hint)
    with np.load(path, allow_pickle=False) as file:
        if int(file["format"]) != FORMAT:
            raise FormatError(f"{path} has format {int(file['format'])}, this router reads format {FORMAT}", hint=hint)
        return Weights(
            intents=tuple(str(name) for name in file["intents"]),
            fingerprint=str(file["fingerprint"]),
            ngram_head=file["ngram_head"].astype(np.float32),
            shape_head=file["shape_head"].astype(np.float32),
            embedding_head=file["embedding_head"].astype(np.float32),
            embedding_shape_head=file["embedding_shape_head"].astype(np.float32),
            prototypes=file["prototypes"].astype(np.float32),
            known_words=np.unpackbits(file["known_words"]).astype(bool),
            ngram_share=float(file["ngram_share"]),
            ngram_temperature=float(file["ngram_temperature"]),
            mixture_temperature=float(file["mixture_temperature"]),
            sure=float(file["sure"]),
        )


def write(weights: Weights, path: Path) -> None:
    """Write a weights file, its tables in half precision."""
    import numpy as np

    half = {
        name: getattr(weights, name).astype(np.float16)
        for name in ("ngram_head", "embedding_head", "prototypes", "shape_head", "embedding_shape_head")
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        allow_pickle=False,
        format=np.array(FORMAT),
        intents=np.array(weights.intents),
        fingerprint=np.array(weights.fingerprint),
        known_words=np.packbits(weights.known_words),
        ngram_share=np.array(weights.ngram_share),
        ngram_temperature=np.array(weights.ngram_temperature),
        mixture_temperature=np.array(weights.mixture_temperature),
        sure=np.array(weights.sure),
        **half,
    )
