"""Embeddings of training texts by the module that embeds at run time, kept outside the repository between runs."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from orchestra_modules.minilm.embedder import Minilm

from orchestra.spec import EmbedRequest
from orchestra.testing import FakeContext

CACHE = Path(tempfile.gettempdir()) / "orchestra-training"
_CHUNK = 512


class Embedder:
    """Texts to unit vectors; each text is computed once for each fingerprint."""

    def __init__(self, cache: Path = CACHE) -> None:
        self._module = Minilm(batch_size=64)
        self.fingerprint = self._module.fingerprint()
        name = hashlib.sha256(self.fingerprint.encode()).hexdigest()[:16]
        self._file = cache / f"{name}.npz"
        self._vectors: dict[str, NDArray[np.float32]] = {}
        if self._file.is_file():
            with np.load(self._file, allow_pickle=False) as kept:
                self._vectors = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text."""
        missing = sorted({text for text in texts if _key(text) not in self._vectors}, key=len)
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            for text, vector in zip(chunk, self.fresh(chunk), strict=True):
                self._vectors[_key(text)] = vector
            print(f"embedded {start + len(chunk)} of {len(missing)}", flush=True)
        if missing:
            self._keep()
        return np.stack([self._vectors[_key(text)] for text in texts])

    def fresh(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed without looking at what is kept."""
        result = self._module.run(EmbedRequest(texts=tuple(texts), purpose="query"), FakeContext())
        return np.asarray(result.numpy(), dtype=np.float32)

    def _keep(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        keys = sorted(self._vectors)
        np.savez(self._file, keys=np.array(keys), vectors=np.stack([self._vectors[key] for key in keys]))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
