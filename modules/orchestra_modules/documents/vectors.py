"""Unit vectors in a flat FAISS index, on the GPU where there is one, with the spread of their scores.

The mean and second moment of the vectors are kept beside them: for any query they give the mean and deviation of its
scores over the whole index, exactly and without computing those scores. Knows nothing of texts.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestra.budget.flops import flat_search_flops

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_LOG = logging.getLogger(__name__)


class Space:
    """The read side of one set of vectors."""

    def __init__(self, build: Path, name: str, *, gpu: bool) -> None:
        import faiss
        import numpy as np

        self._index = faiss.read_index(str(build / f"{name}.faiss"))
        self._searched: Any
        self._resources: Any  # nothing may collect what the GPU's copy lives on
        self._searched, self._resources = _on_gpu(self._index) if gpu else (self._index, None)
        with np.load(build / f"{name}.npz") as moments:
            self._mean: Floats = moments["mean"]
            self._second: Floats = moments["second"]
        self.dim = int(self._index.d)
        self.size = int(self._index.ntotal)

    def nearest(self, query: Floats, many: int, allowed: Sequence[int] | None = None) -> tuple[list[int], Floats]:
        """The numbers of the best vectors, best first, and their scores."""
        import faiss
        import numpy as np

        many = min(many, self.size)
        if many == 0:
            return [], np.zeros(0, dtype=np.float32)
        if allowed is None:
            scores, numbers = self._searched.search(query[None, :], many)
        else:
            parameters: Any = faiss.SearchParameters
            chosen = parameters(sel=faiss.IDSelectorBatch(np.asarray(allowed, dtype=np.int64)))
            scores, numbers = self._index.search(query[None, :], many, params=chosen)
        real = numbers[0] >= 0
        return [int(number) for number in numbers[0][real]], scores[0][real]

    def scores(self, query: Floats, numbers: Sequence[int]) -> Floats:
        """The scores of vectors given by number."""
        import numpy as np

        if not numbers:
            return np.zeros(0, dtype=np.float32)
        found: Floats = self._index.reconstruct_batch(np.asarray(numbers, dtype=np.int64)) @ query
        return found

    def take(self, first: int, many: int) -> Floats:
        """Vectors as they were put in."""
        found: Floats = self._index.reconstruct_n(first, many)
        return found

    def spread(self, query: Floats) -> tuple[float, float]:
        """Mean and standard deviation of the query's scores over all vectors."""
        mean = float(self._mean @ query)
        return mean, max(float(query @ self._second @ query) - mean**2, 0.0) ** 0.5

    @property
    def flops(self) -> int:
        """What one search takes, the spread included."""
        return flat_search_flops(self.size, self.dim) + 2 * self.dim * (self.dim + 2)


class SpaceWriter:
    """The write side: vectors get their numbers in the order they come."""

    def __init__(self, dim: int) -> None:
        import faiss
        import numpy as np

        self._index = faiss.IndexFlatIP(dim)
        self._sum = np.zeros(dim, dtype=np.float64)
        self._products = np.zeros((dim, dim), dtype=np.float64)

    def add(self, vectors: Floats) -> int:
        """Take vectors in; returns the FLOPs of their moments."""
        if len(vectors) == 0:
            return 0
        self._index.add(vectors)
        self._sum += vectors.sum(axis=0)
        self._products += vectors.T @ vectors
        return int(2 * len(vectors) * vectors.shape[1] ** 2)

    def save(self, build: Path, name: str) -> None:
        """Write the vectors and their moments."""
        import faiss
        import numpy as np

        many = max(1, self._index.ntotal)
        faiss.write_index(self._index, str(build / f"{name}.faiss"))
        np.savez(
            build / f"{name}.npz",
            mean=(self._sum / many).astype(np.float32),
            second=(self._products / many).astype(np.float32),
        )


def _on_gpu(index: Any) -> tuple[Any, Any]:
    """A copy on the first GPU with the resources that keep it alive, or the index itself."""
    import faiss

    # faiss-cpu has get_num_gpus too, but no resources.
    if hasattr(faiss, "StandardGpuResources") and faiss.get_num_gpus() > 0:
        try:
            resources = faiss.StandardGpuResources()
            return faiss.index_cpu_to_gpu(resources, 0, index), resources
        except RuntimeError as error:
            _LOG.warning("FAISS stays on the CPU: %s", error)
    return index, None
