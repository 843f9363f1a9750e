"""A set of unit vectors on disk: a Flat FAISS file mapped, not read, and a quick index beside it when it is big.

    NAME.faiss         the vectors as they were put in, a Flat index
    NAME.npz           their mean and second moment
    NAME.quick.faiss   IVF or HNSW over codes of them, where the stamp says so

Searching takes candidates from the quick index and scores them by the vectors themselves, so every score is exact, and
vectors are copied from build to build as they are. The moments give, for any query, the mean and deviation of its
scores over the whole set without computing those scores. Where there is a GPU the index that is searched goes there, if
it fits. Knows nothing of texts.

Not covered: the GPU's road has run on no GPU yet. A filter is always searched for on the CPU.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from orchestra.budget.flops import flat_search_flops
from orchestra_modules.documents.quick import GPU_MANY, Quick, best, make, on_gpu, scores
from orchestra_modules.documents.shape import SPARSE, Shape, Wish

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]


class Nearest(NamedTuple):
    """What a search found, best first, and what it took."""

    numbers: Numbers
    scores: Floats
    flops: int


class Space:
    """The read side of one set of vectors; safe to search from several threads."""

    def __init__(self, build: Path, name: str, *, gpu: bool, shape: Shape | None = None) -> None:
        self._flat = _mapped(build / f"{name}.faiss")
        _whole(build / f"{name}.faiss", len(_header(1, 0)) + 4 * self._flat.ntotal * self._flat.d)
        self.dim = int(self._flat.d)
        self.size = int(self._flat.ntotal)
        self._vectors = _view(self._flat)
        self.shape = shape or Shape(index="Flat", size=self.size, dim=self.dim)
        if (self.shape.size, self.shape.dim) != (self.size, self.dim):
            raise ValueError(f"its {name} are {self.size} of {self.dim} numbers, not as the stamp has them")
        self._quick: Quick | None = None
        if self.shape.kind != "flat":
            _whole(build / f"{name}.quick.faiss", self.shape.bytes)
            self._quick = Quick(_mapped(build / f"{name}.quick.faiss"), self.shape, gpu=gpu)
        # Nothing may collect the resources that the GPU's copy lives on.
        self._on_gpu, self._resources = on_gpu(self._flat, wanted=gpu and self._quick is None)
        self._mean, self._second = _moments(build / f"{name}.npz", self.dim)

    def nearest(self, query: Floats, many: int, allowed: Sequence[int] | Numbers | None = None) -> Nearest:
        """The best vectors, of all or of the numbers allowed."""
        import numpy as np

        many = min(many, self.size)
        if many == 0:
            return Nearest(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32), 0)
        if allowed is not None:
            return self._among(query, many, np.asarray(allowed, dtype=np.int64))
        if self._quick is not None:
            return self._scored(query, many, *self._quick.candidates(query, many))
        searched = self._on_gpu if self._on_gpu is not None and many <= GPU_MANY else self._flat
        scores, numbers = searched.search(query[None, :], many)
        return Nearest(numbers[0], scores[0], flat_search_flops(self.size, self.dim))

    def scores(self, query: Floats, numbers: Sequence[int] | Numbers) -> Floats:
        """The scores of vectors given by number."""
        import numpy as np

        return scores(self._flat, query, np.asarray(numbers, dtype=np.int64))

    def take(self, first: int, many: int) -> Floats:
        """Vectors as they were put in."""
        return self._vectors[first : first + many]

    def at(self, numbers: Numbers) -> Floats:
        """Copies of vectors given by number."""
        return self._vectors[numbers]

    def spread(self, query: Floats) -> tuple[float, float]:
        """Mean and standard deviation of the query's scores over all vectors."""
        mean = float(self._mean @ query)
        return mean, max(float(query @ self._second @ query) - mean**2, 0.0) ** 0.5

    def _among(self, query: Floats, many: int, allowed: Numbers) -> Nearest:
        """The best of some. Few are scored one by one, and so are many whose like the quick index does not bring."""
        import faiss
        import numpy as np

        spent = 0
        if self._quick is not None and len(allowed) > SPARSE * self.size:
            flags = np.zeros(self.size, dtype=bool)
            flags[allowed] = True
            selector: Any = faiss.IDSelectorBitmap
            chosen = selector(np.packbits(flags, bitorder="little"))
            # Of what is looked into a part is passed over, so more is looked into.
            found, spent = self._quick.candidates(query, many, chosen, self.size / len(allowed))
            if len(found) >= min(many, len(allowed)):
                return self._scored(query, many, found, spent)
        return self._scored(query, many, allowed, spent)

    def _scored(self, query: Floats, many: int, numbers: Numbers, spent: int) -> Nearest:
        best_numbers, scores = best(self._flat, query, many, numbers)
        return Nearest(best_numbers, scores, spent + flat_search_flops(len(numbers), self.dim))


class SpaceWriter:
    """The write side: vectors get their numbers in the order they come, and go to disk as they come."""

    def __init__(self, build: Path, name: str, dim: int, wish: Wish | None = None) -> None:
        import numpy as np

        self._build = build
        self._name = name
        self._dim = dim
        self._wish = wish or Wish()
        self._many = 0
        self._sum = np.zeros(dim, dtype=np.float64)
        self._products = np.zeros((dim, dim), dtype=np.float64)
        self._file = (build / f"{name}.faiss").open("wb")
        self._file.write(_header(dim, 0))

    def add(self, vectors: Floats) -> int:
        """Take vectors in; returns the FLOPs of their moments."""
        import numpy as np

        if len(vectors) == 0:
            return 0
        self._file.write(np.ascontiguousarray(vectors, dtype=np.float32).data)
        self._many += len(vectors)
        self._sum += vectors.sum(axis=0)
        self._products += vectors.T @ vectors
        return int(2 * len(vectors) * vectors.shape[1] ** 2)

    def save(self) -> tuple[Shape, int]:
        """Finish the files and close; the shape the vectors got, and the FLOPs of giving it. OSError on a full disk."""
        import faiss
        import numpy as np

        self._file.seek(0)
        self._file.write(_header(self._dim, self._many))
        self.close()
        many = max(1, self._many)
        np.savez(
            self._build / f"{self._name}.npz",
            mean=(self._sum / many).astype(np.float32),
            second=(self._products / many).astype(np.float32),
        )
        flat = _mapped(self._build / f"{self._name}.faiss")
        index, shape, flops = make(flat, self._wish.index(self._many, self._dim))
        if index is not None:
            file = self._build / f"{self._name}.quick.faiss"
            try:
                faiss.write_index(index, str(file))
            except RuntimeError as error:
                raise OSError(f"the quick index of the {self._name} cannot be written: {error}") from error
            shape = replace(shape, bytes=file.stat().st_size)
        return shape, flops

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _mapped(file: Path) -> Any:
    """An index whose vectors or codes stay in the file until they are looked at."""
    import faiss

    # Before 1.11 FAISS maps no such index; there it is read as a whole.
    return faiss.read_index(str(file), getattr(faiss, "IO_FLAG_MMAP_IFC", 0))


def _view(flat: Any) -> Floats:
    """The vectors of a Flat index where they lie; FAISS's own ways to them copy one after the other. Not to be kept."""
    import faiss
    import numpy as np

    if flat.ntotal == 0:
        return np.zeros((0, flat.d), dtype=np.float32)
    vectors: Floats = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d).reshape(flat.ntotal, flat.d)
    vectors.flags.writeable = False  # it is the file
    return vectors


def _whole(file: Path, size: int) -> None:
    """ValueError where a file is not as long as it was: FAISS does not see that the last bytes of a mapped one lack."""
    found = file.stat().st_size
    if found != size:
        raise ValueError(f"{file.name} has {found} bytes, not {size}")


def _moments(file: Path, dim: int) -> tuple[Floats, Floats]:
    """Mean and second moment. ValueError where the file does not hold them whole."""
    import numpy as np

    try:
        with file.open("rb") as opened, np.load(opened) as moments:  # which does not close a damaged file itself
            mean, second = moments["mean"], moments["second"]
    except (EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{file.name} cannot be read: {error}") from error
    if mean.shape != (dim,) or second.shape != (dim, dim):
        raise ValueError(f"{file.name} holds no moments of {dim} numbers")
    return mean, second


def _header(dim: int, many: int) -> bytes:
    """How FAISS begins the file of an IndexFlatIP; written by hand so that the vectors need never be in memory at once.

    Its fields: dimensions, vectors, two fillers, whether it is trained, metric (0 is the inner product), numbers that
    follow.
    """
    filler = 1 << 20
    return b"IxFI" + struct.pack("<iqqqBiQ", dim, many, filler, filler, True, 0, many * dim)
