"""Which FAISS index a set of vectors gets, by how many there are and the memory they may take, and what a search takes.

| vectors         | a byte a number (SQ8) fits the memory | index    | why                                           |
|-----------------|---------------------------------------|----------|-----------------------------------------------|
| fewer than FLAT | either way                            | Flat     | exact, and gone through in milliseconds       |
| FLAT and more   | yes                                   | IVF, SQ8 | looks into a few of many lists; made several  |
|                 |                                       |          | times as fast as HNSW                         |
| FLAT and more   | no                                    | IVF, SQ4 | half a byte a number                          |

HNSW (with the same codes) is for who asks for it: a search touches fewer vectors, but making it takes long. Under every
shape the vectors themselves are kept in a Flat file, and what codes bring is scored again by them: scores are exact,
only which vectors are found can differ. PQ would take a quarter of SQ8, but its training took minutes where that of SQ4
takes none. benchmarks/results/vectors.md has the measurements.

Knows nothing of files, nor of FAISS beyond the names it gives its indexes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from orchestra.budget.flops import flat_search_flops, hnsw_search_flops, ivf_search_flops

#: Passages that a search brings at least, and how many sentences for each.
POOL = 50
SENTENCES = 3

FLAT = 50_000
#: Below this many there is nothing to train on, whatever is asked for.
LEAST = 1_000
#: A filter that leaves no more than this share of the vectors has those scored one by one.
SPARSE = 1 / 8

_INDEX = re.compile(r"Flat|(IVF|HNSW)[1-9][0-9]*,SQ[48]")
_STRETCH = {"Flat": 1, "SQ8": 2, "SQ4": 4}
_MARGIN = 100
_LINKS = 32  # of a node of HNSW on each layer; twice as many on the lowest
_NUMBER = 8  # bytes a vector besides its code
_TRAINING = 39  # vectors a list, of which FAISS wants as many


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the user decided: a sort of index or `auto`, and the MiB that one set of vectors may take when searched."""

    vectors: str = "auto"
    memory: int = 4096
    flat: int = FLAT

    def index(self, many: int, dim: int) -> str:
        """The name that FAISS makes an index by."""
        if many < LEAST or self.vectors == "flat" or (self.vectors == "auto" and many < self.flat):
            return "Flat"
        graph = self.vectors == "hnsw"
        bytes_each = dim + (4 * 2 * _LINKS if graph else _NUMBER)
        code = "SQ8" if many * bytes_each <= self.memory * 2**20 else "SQ4"
        return f"HNSW{_LINKS},{code}" if graph else f"IVF{_lists(many)},{code}"


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One set of vectors as it was built and measured; stands in the stamp.

    `effort` is nprobe of IVF or efSearch of HNSW, `recall` what it was chosen by. `fewest` and `fullest` are how many
    vectors that many lists of IVF hold, the shortest and the longest. `bytes` is the length of the quick index's file.
    """

    index: str
    size: int
    dim: int
    effort: int = 0
    recall: float = 1.0
    fewest: int = 0
    fullest: int = 0
    bytes: int = 0

    @classmethod
    def of(cls, stamp: Mapping[str, Any], name: str) -> Shape:
        """From a stamp. ValueError where it says nothing of them, or what cannot be."""
        try:
            said = stamp["vectors"][name]
            known = {key: int(said[key]) for key in ("size", "dim", "effort", "fewest", "fullest", "bytes")}
            if not _INDEX.fullmatch(said["index"]):
                raise ValueError(f"there is no index {said['index']!r}")
            return cls(index=said["index"], recall=float(said["recall"]), **known)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"its stamp does not describe the {name}: {error!r}") from error

    def stored(self) -> dict[str, Any]:
        """As it stands in a stamp."""
        return asdict(self)

    @property
    def kind(self) -> str:
        """`flat`, `ivf` or `hnsw`."""
        return next((kind for kind in ("ivf", "hnsw") if self.index.startswith(kind.upper())), "flat")

    @property
    def parts(self) -> int:
        """Lists of IVF, or links of a node of HNSW on each layer but the lowest."""
        return 0 if self.kind == "flat" else int(self.index.split(",")[0].removeprefix(self.kind.upper()))

    @property
    def stretch(self) -> int:
        """How many times the vectors asked for are brought by their codes, to be scored again."""
        return _STRETCH[self.index.split(",")[-1]]

    def again(self, many: int) -> int:
        """How many vectors are scored again in a search for `many`: codes change the order of neighbours only."""
        return min(self.size, self.stretch * many, many + _MARGIN * (self.stretch - 1))

    def effort_for(self, many: int, wider: float = 1) -> int:
        """The effort of a search for `many`, the tuned one made wider; never so little that it could not bring them."""
        effort, needed = math.ceil(self.effort * wider), self.again(many)
        if self.kind == "ivf":  # lists that are twice as long together, were all alike
            return min(self.parts, max(effort, math.ceil(2 * needed * self.parts / max(1, self.size))))
        return max(effort, needed)

    def flops(self, many: int, *, filtered: bool) -> tuple[int, int]:
        """The least and the most that a search for `many` takes."""
        everything, again = flat_search_flops(self.size, self.dim), flat_search_flops(self.again(many), self.dim)
        if self.kind == "flat":
            return 0 if filtered else everything, everything
        if filtered:
            # At worst all lists are looked into and bring too few, and then all that is allowed is scored.
            return 0, flat_search_flops(self.size + self.parts, self.dim) + self._graph(many, 1 / SPARSE) + everything
        if self.kind == "hnsw":
            found = self._graph(many) + again
            return found, found
        times = math.ceil(self.effort_for(many) / max(1, self.effort))  # so many of the fullest lists hold no more
        fullest = min(self.size, times * self.fullest)
        least, most = (ivf_search_flops(self.parts, scanned, self.dim) for scanned in (self.fewest, fullest))
        return least, most + again

    def _graph(self, many: int, wider: float = 1) -> int:
        if self.kind != "hnsw":
            return 0
        return hnsw_search_flops(self.size, self.dim, self.parts, self.effort_for(many, wider))


def _lists(many: int) -> int:
    """A power of two, about twice the square root: centres and what is scanned then take alike."""
    return 1 << min(round(math.log2(2 * math.sqrt(many))), int(math.log2(many / _TRAINING)))
