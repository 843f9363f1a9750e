"""The quick index beside a Flat one: made from it, tuned against it, and asked for candidates that it then scores.

The search parameter is chosen by measuring on vectors of the index itself, each moved a little, as a question lies near
the sentence that answers it, and asked for the ten nearest besides the one it was: the least effort that finds enough
is kept, and where none does there is no quick index. Knows nothing of texts or of where the Flat one comes from.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orchestra.budget.flops import flat_search_flops, hnsw_search_flops, ivf_search_flops
from orchestra_modules.documents.shape import Shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]

_LOG = logging.getLogger(__name__)

#: The share of the ten nearest that has to be found, or the index stays Flat. What is promised is 0.95: real questions
#: find less than what it is measured on (SQuAD's against its sentences: a hundredth less).
RECALL = 0.97

_ASKED = 256  # vectors that the effort is measured on
_NEAREST = 10
_MOVED = 0.5  # how far, where the vectors are of length one
_A_LIST = 64  # vectors that each list is trained on; FAISS's own default is 256, at four times the time
_CODES = 16_384  # vectors that the ranges of codes are taken from
_ROUNDS = 10  # of k-means
_BATCH = 16_384  # vectors put in at once
_GRAPH = 80  # efConstruction
GPU_MANY = 2_048  # the most that a GPU index brings


class Quick:
    """A quick index that is searched."""

    def __init__(self, index: Any, shape: Shape, *, gpu: bool = False) -> None:
        import numpy as np

        if (int(index.ntotal), int(index.d)) != (shape.size, shape.dim):
            raise ValueError("its quick index is of another size")
        self._index = index
        self._shape = shape
        self._on_gpu, self._resources = on_gpu(index, wanted=gpu and shape.kind == "ivf")
        if shape.kind == "ivf":
            if int(index.nlist) != shape.parts:
                raise ValueError("its quick index has another number of lists")
            index.nprobe = shape.effort
            lists = index.invlists
            self._sizes: Numbers = np.array([lists.list_size(place) for place in range(shape.parts)], dtype=np.int64)

    def candidates(self, query: Floats, many: int, selector: Any = None, wider: float = 1) -> tuple[Numbers, int]:
        """Numbers of vectors near the query, in no order, and the FLOPs; `wider` multiplies the effort."""
        shape = self._shape
        effort, many = shape.effort_for(many, wider), shape.again(many)
        if shape.kind == "hnsw":
            parameters = _parameters("SearchParametersHNSW", efSearch=effort, sel=selector)
            _, found = self._index.search(query[None, :], many, params=parameters)
            flops = hnsw_search_flops(shape.size, shape.dim, shape.parts, effort)
        else:
            # The lists are looked up apart, to know how long they are: that is what the search is charged by.
            near, lists = self._index.quantizer.search(query[None, :], effort)
            flops = ivf_search_flops(shape.parts, int(self._sizes[lists[0]].sum()), shape.dim)
            if self._on_gpu is not None and selector is None and many <= GPU_MANY:
                _, found = self._on_gpu.search(
                    query[None, :], many, params=_parameters("SearchParametersIVF", nprobe=effort)
                )
            elif selector is None and effort == shape.effort:
                _, found = self._index.search_preassigned(query[None, :], many, lists, near)
            else:  # parameters do not go with lists looked up before
                parameters = _parameters("SearchParametersIVF", nprobe=effort, sel=selector)
                _, found = self._index.search(query[None, :], many, params=parameters)
        return found[0][found[0] >= 0], flops


def scores(flat: Any, query: Floats, numbers: Numbers) -> Floats:
    """The exact scores of vectors given by number, read where they lie. IndexError where there is no such vector."""
    import faiss
    import numpy as np

    numbers = np.ascontiguousarray(numbers, dtype=np.int64)
    if len(numbers) and not 0 <= numbers.min() <= numbers.max() < flat.ntotal:
        raise IndexError(f"vector {numbers.max()} of {flat.ntotal}")
    query = np.ascontiguousarray(query, dtype=np.float32)
    found: Floats = np.empty(len(numbers), dtype=np.float32)
    # Neither gathered first, which takes as long again, nor by BLAS, whose threads get in the way of FAISS's.
    given = faiss.swig_ptr(found), faiss.swig_ptr(query), flat.get_xb(), faiss.swig_ptr(numbers)
    if len(numbers):
        swig: Any = faiss  # whose annotations do not have all of it
        swig.fvec_inner_products_by_idx(*given, flat.d, 1, len(numbers))
    return found


def best(flat: Any, query: Floats, many: int, among: Numbers) -> tuple[Numbers, Floats]:
    """Of the vectors given by number, the best for a query by exact score, best first."""
    import numpy as np

    found = scores(flat, query, among)
    order = np.argsort(-found, kind="stable")[:many]
    return among[order], found[order]


def make(flat: Any, name: str) -> tuple[Any, Shape, int]:
    """A quick index over a Flat one with its tuned shape, or none and the shape of Flat; and the FLOPs it all took.

    Beside the Flat index, which may be mapped, this holds the sample that is trained on and the codes.
    """
    import faiss

    shape = Shape(index=name, size=int(flat.ntotal), dim=int(flat.d))
    stays = Shape(index="Flat", size=shape.size, dim=shape.dim)
    if shape.kind == "flat":
        return None, stays, 0
    index = faiss.index_factory(shape.dim, name, faiss.METRIC_INNER_PRODUCT)
    flops = _train(index, flat, shape)
    for first in range(0, shape.size, _BATCH):
        index.add(flat.reconstruct_n(first, min(_BATCH, shape.size - first)))
    if shape.kind == "ivf":
        flops += shape.size * flat_search_flops(shape.parts, shape.dim)
    else:
        flops += shape.size * hnsw_search_flops(shape.size, shape.dim, shape.parts, _GRAPH)
    tuned, spent = _tuned(index, flat, shape)
    if tuned is None:
        _LOG.warning("%s does not find %.0f %% of the nearest of these vectors: they stay Flat", name, 100 * RECALL)
        return None, stays, flops + spent
    return index, tuned, flops + spent


def on_gpu(index: Any, *, wanted: bool) -> tuple[Any, Any]:
    """A copy on the first GPU with the resources that keep it alive, or nothing twice where it does not go."""
    import faiss

    # faiss-cpu has get_num_gpus too, but no resources.
    if wanted and hasattr(faiss, "StandardGpuResources") and faiss.get_num_gpus() > 0:
        try:
            resources = faiss.StandardGpuResources()
            return faiss.index_cpu_to_gpu(resources, 0, index), resources
        except RuntimeError as error:  # it does not fit, or the GPU has no such index
            _LOG.warning("FAISS stays on the CPU: %s", error)
    return None, None


def _parameters(kind: str, **given: Any) -> Any:
    """FAISS's parameters of a search; its own annotations do not know what its Python side lets them take."""
    import faiss

    return getattr(faiss, kind)(**given)


def _train(index: Any, flat: Any, shape: Shape) -> int:
    """Find the lists' centres and the codes' ranges from a sample; the FLOPs."""
    wanted = max(_CODES, shape.parts * _A_LIST if shape.kind == "ivf" else 0)
    sample = flat.reconstruct_batch(_picked(shape.size, wanted))
    rounds = 0
    if shape.kind == "ivf":
        index.cp.niter = rounds = _ROUNDS
        index.cp.max_points_per_centroid = _A_LIST
    else:
        index.hnsw.efConstruction = _GRAPH
    index.train(sample)
    return rounds * len(sample) * flat_search_flops(shape.parts, shape.dim)


def _picked(size: int, many: int) -> Numbers:
    """Some numbers, at random but the same each time, in order."""
    import numpy as np

    if many >= size:
        return np.arange(size, dtype=np.int64)
    return np.sort(np.random.default_rng(0).choice(size, many, replace=False)).astype(np.int64)


def _tuned(index: Any, flat: Any, shape: Shape) -> tuple[Shape | None, int]:
    """The shape with the least effort that finds enough, if any does; and the FLOPs."""
    import numpy as np

    picked = _picked(shape.size, _ASKED)
    moved = np.random.default_rng(1).standard_normal((len(picked), shape.dim), dtype=np.float32)
    queries = flat.reconstruct_batch(picked) + moved * np.float32(_MOVED / shape.dim**0.5)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    scores, numbers = flat.search(queries, _NEAREST + 1)
    # By score, not by number: of vectors that are the same, any will do.
    floors = [row[own != mine][_NEAREST - 1] for row, own, mine in zip(scores, numbers, picked, strict=True)]
    flops = flat_search_flops(len(picked) * shape.size, shape.dim)
    for effort in _efforts(shape):
        tried = _measured(index, replace(shape, effort=effort))
        quick = Quick(index, tried)
        found = 0.0
        for query, mine, floor in zip(queries, picked, floors, strict=True):
            candidates, spent = quick.candidates(query, _NEAREST + 1)
            flops += spent
            near, by = best(flat, query, _NEAREST + 1, candidates)
            found += min(_NEAREST, int((by[near != mine] >= floor - 1e-6).sum()))
        recall = found / (_NEAREST * len(picked))
        if recall >= RECALL:
            return replace(tried, recall=round(recall, 4)), flops
    return None, flops


def _efforts(shape: Shape) -> Iterator[int]:
    """What is tried: doubled each time, up to a quarter of the lists; past that Flat is as quick."""
    effort, last = (1, shape.parts // 4) if shape.kind == "ivf" else (16, 1024)
    while effort <= last:
        yield effort
        effort *= 2


def _measured(index: Any, shape: Shape) -> Shape:
    """With what its shortest and its longest lists hold."""
    if shape.kind != "ivf":
        return shape
    sizes = sorted(index.invlists.list_size(place) for place in range(shape.parts))
    return replace(shape, fewest=sum(sizes[: shape.effort]), fullest=sum(sizes[-shape.effort :]))
