"""Vectors on disk under every sort of index: what is found, its scores, filters, copies, charges and damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.documents.shape import SPARSE, Shape, Wish
from orchestra_modules.documents.vectors import Space, SpaceWriter

faiss = pytest.importorskip("faiss")
np = pytest.importorskip("numpy")

SIZE, DIM = 2_500, 32
WISHES = {
    "flat": Wish(vectors="flat"),
    "ivf": Wish(vectors="ivf"),
    "ivf in little memory": Wish(vectors="ivf", memory=0),
    "hnsw": Wish(vectors="hnsw"),
    "hnsw in little memory": Wish(vectors="hnsw", memory=0),
}
NAMES = {
    "flat": "Flat",
    "ivf": "IVF64,SQ8",
    "ivf in little memory": "IVF64,SQ4",
    "hnsw": "HNSW32,SQ8",
    "hnsw in little memory": "HNSW32,SQ4",
}


class Made(NamedTuple):
    """A set of vectors as it was put in and as it is read."""

    vectors: Any
    space: Space
    folder: Path
    shape: Shape


def clustered(many: int = SIZE, seed: int = 0) -> Any:
    """Unit vectors about fifty centres; those of a centre lie fifty apart by number."""
    draw = np.random.default_rng(seed)
    centres = draw.standard_normal((50, DIM))
    found = centres[np.arange(many) % 50] + 0.5 * draw.standard_normal((many, DIM))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def write(folder: Path, vectors: Any, wish: Wish | None = None, batch: int = 700) -> Shape:
    """Put vectors in, some at a time."""
    folder.mkdir(exist_ok=True)
    writer = SpaceWriter(folder, "v", vectors.shape[1], wish)
    for first in range(0, len(vectors), batch):
        writer.add(vectors[first : first + batch])
    shape, _ = writer.save()
    return shape


@pytest.fixture(scope="module", params=list(WISHES))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The same vectors under each sort of index in turn."""
    folder = tmp_path_factory.mktemp("vectors")
    vectors = clustered()
    shape = write(folder, vectors, WISHES[request.param])
    assert shape.index == NAMES[request.param]
    yield Made(vectors, Space(folder, "v", gpu=False, shape=shape), folder, shape)


def queries(made: Made, many: int = 60) -> Any:
    """Near some of the vectors."""
    draw = np.random.default_rng(5)
    near = made.vectors[draw.integers(SIZE, size=many)] + 0.05 * draw.standard_normal((many, DIM))
    return (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)


def test_the_ten_nearest_are_found(made: Made) -> None:
    """At least 0.95 of them, best first, though the queries are none of the vectors."""
    right = 0
    for query in queries(made):
        found = made.space.nearest(query, 10)
        assert list(found.scores) == sorted(found.scores, reverse=True)
        right += len(set(found.numbers.tolist()) & set(np.argsort(-(made.vectors @ query))[:10].tolist()))
    assert right >= 0.95 * 600


def test_every_score_is_that_of_the_vector_itself(made: Made) -> None:
    """Codes choose which vectors are found and never what they score."""
    for query in queries(made, 5):
        found = made.space.nearest(query, 50)
        assert np.allclose(found.scores, made.vectors[found.numbers] @ query, atol=1e-6)
        assert np.allclose(made.space.scores(query, found.numbers), found.scores, atol=1e-6)


def test_vectors_come_back_as_they_were_put_in(made: Made) -> None:
    """To the last bit, whichever index lies beside them."""
    assert np.array_equal(made.space.take(100, 900), made.vectors[100:1000])


def test_copying_again_and_again_changes_nothing(made: Made, tmp_path: Path) -> None:
    """A build copied from a build has the same files as the first."""
    first, last = made.space, made.folder
    for turn in range(3):
        copied = tmp_path / str(turn)
        shape = write(copied, first.take(0, SIZE), WISHES[next(k for k, v in NAMES.items() if v == made.shape.index)])
        assert (copied / "v.faiss").read_bytes() == (last / "v.faiss").read_bytes()
        assert shape == made.shape
        first, last = Space(copied, "v", gpu=False, shape=shape), copied


@pytest.mark.parametrize("many", [100, 300, 1_000])
def test_a_search_for_many_brings_about_as_many(made: Made, many: int) -> None:
    """The effort was chosen for ten, and grows where the lists it looks into could not hold what is asked."""
    for query in queries(made, 10):
        assert len(made.space.nearest(query, many).numbers) >= 0.9 * many


def test_the_spread_is_that_of_all_scores(made: Made) -> None:
    """Mean and deviation without computing the scores."""
    query = queries(made, 1)[0]
    scores = made.vectors @ query
    assert np.allclose(made.space.spread(query), (scores.mean(), scores.std()), atol=1e-4)


@pytest.mark.parametrize("share", [0.004, SPARSE, 0.3, 0.9, 1.0])
def test_a_filter_brings_the_best_of_what_it_allows(made: Made, share: float) -> None:
    """Few allowed or many, picked by chance."""
    allowed = np.sort(np.random.default_rng(1).choice(SIZE, int(share * SIZE), replace=False))
    right = 0
    for query in queries(made, 40):
        found = made.space.nearest(query, 10, allowed)
        assert np.isin(found.numbers, allowed).all() and len(found.numbers) == 10
        right += len(set(found.numbers.tolist()) & set(allowed[np.argsort(-(made.vectors[allowed] @ query))[:10]]))
    assert right >= 0.95 * 400


def test_a_filter_that_leaves_only_far_vectors_still_brings_as_many_as_asked(made: Made) -> None:
    """Where a search looks first there is nothing that is allowed."""
    here = made.vectors[0]
    allowed = np.flatnonzero(made.vectors @ here < 0)
    assert len(allowed) > SPARSE * SIZE
    found = made.space.nearest(here, 100, allowed)
    assert np.isin(found.numbers, allowed).all() and len(found.numbers) == 100


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_search_gives_what_is_asked_within_its_bounds(made: Made, data: st.DataObject) -> None:
    """As many as there are, each once, all of them allowed, at a charge inside what the shape foretells."""
    many = data.draw(st.integers(0, SIZE + 5))
    query = queries(made)[data.draw(st.integers(0, 59))]
    allowed = data.draw(st.none() | st.sets(st.integers(0, SIZE - 1), max_size=40) | st.integers(1, 9))
    if isinstance(allowed, int):  # every so many
        allowed = set(range(0, SIZE, allowed))
    found = made.space.nearest(query, many, sorted(allowed) if allowed is not None else None)
    numbers = found.numbers.tolist()
    # Without a filter a quick index may hold fewer than asked in the lists it looks into.
    assert len(numbers) <= min(many, SIZE if allowed is None else len(allowed))
    assert len(set(numbers)) == len(numbers) == len(found.scores)
    if allowed is not None:
        assert set(numbers) <= allowed and len(numbers) == min(many, len(allowed))
    elif made.shape.kind == "flat":
        assert len(numbers) == min(many, SIZE)
    least, most = made.shape.flops(many, filtered=allowed is not None)
    assert (least if many else 0) <= found.flops <= most


def test_the_bound_of_a_graph_holds_for_what_faiss_counts(made: Made) -> None:
    """Distances that FAISS itself says it computed, query by query."""
    if made.shape.kind != "hnsw":
        pytest.skip("only HNSW is charged by a bound")
    index = faiss.read_index(str(made.folder / "v.quick.faiss"))
    for query in queries(made):
        faiss.cvar.hnsw_stats.reset()
        index.search(query[None, :], 20, params=faiss.SearchParametersHNSW(efSearch=max(made.shape.effort, 20)))
        assert 0 < 2 * DIM * faiss.cvar.hnsw_stats.ndis <= made.shape.flops(10, filtered=False)[1]


def test_the_file_is_the_one_faiss_writes(tmp_path: Path) -> None:
    """Byte by byte, so any FAISS reads it, and builds made before are read alike."""
    vectors = clustered(300)
    write(tmp_path / "own", vectors)
    index = faiss.IndexFlatIP(DIM)
    index.add(vectors)
    faiss.write_index(index, str(tmp_path / "theirs"))
    assert (tmp_path / "own" / "v.faiss").read_bytes() == (tmp_path / "theirs").read_bytes()


def test_no_vectors_at_all_can_be_written_and_searched(tmp_path: Path) -> None:
    """An index may hold passages without sentences."""
    shape = write(tmp_path, clustered(0))
    space = Space(tmp_path, "v", gpu=False, shape=shape)
    assert space.size == 0
    assert list(space.nearest(clustered(1)[0], 5).numbers) == []
    assert list(space.nearest(clustered(1)[0], 5, []).numbers) == []


def test_vectors_without_structure_stay_flat(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where no effort finds enough of the nearest there is no quick index, and the log says so."""
    found = np.random.default_rng(2).standard_normal((2_000, 64))
    vectors = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
    shape = write(tmp_path, vectors, Wish(vectors="ivf"))
    assert shape.index == "Flat"
    assert not (tmp_path / "v.quick.faiss").exists()
    assert "they stay Flat" in caplog.text
    assert Space(tmp_path, "v", gpu=False, shape=shape).nearest(vectors[3], 1).numbers.tolist() == [3]


def test_vectors_that_are_all_alike_are_indexed(tmp_path: Path) -> None:
    """Of equal vectors any will do, so equal scores count as found."""
    shape = write(tmp_path, np.repeat(clustered(1), 1_500, axis=0), Wish(vectors="ivf"))
    space = Space(tmp_path, "v", gpu=False, shape=shape)
    assert np.allclose(space.nearest(clustered(1)[0], 5).scores, 1, atol=1e-5)


@pytest.mark.parametrize("name", ["v.faiss", "v.quick.faiss", "v.npz"])
@pytest.mark.parametrize("share", [0.0, 0.0005, 0.5, 0.999999])
def test_a_truncated_file_is_refused(made: Made, tmp_path: Path, name: str, share: float) -> None:
    """When it is opened, not when it is searched."""
    whole = {file.name: file.read_bytes() for file in made.folder.iterdir()}
    if name not in whole:
        pytest.skip("a flat set of vectors has no quick index")
    for file, data in whole.items():
        (tmp_path / file).write_bytes(data[: int(share * len(data))] if file == name else data)
    with pytest.raises((OSError, ValueError, RuntimeError)):
        Space(tmp_path, "v", gpu=False, shape=made.shape)


def test_files_of_another_build_are_refused(made: Made, tmp_path: Path) -> None:
    """Sizes that differ from the stamp's are damage."""
    other = write(tmp_path, clustered(SIZE - 1), Wish(vectors="flat"))
    assert other.size == SIZE - 1
    with pytest.raises(ValueError, match="stamp"):
        Space(tmp_path, "v", gpu=False, shape=made.shape)


# --- the GPU, by a stand-in -------------------------------------------------------------------


class OnGpu:
    """Stands in for a GPU's copy: searches on the CPU, takes no selector, and counts."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.searches = 0

    def search(self, query: Any, many: int, params: Any = None) -> Any:
        """As a GPU index does."""
        assert many <= 2_048 and (params is None or params.sel is None)
        self.searches += 1
        return self._index.search(query, many, params=params)


def test_a_gpu_is_searched_where_there_is_one_but_for_filters_and_long_lists(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flat and IVF go there and find the same; HNSW has no place there."""
    copies = list[OnGpu]()

    def copy(resources: object, device: int, index: Any) -> OnGpu:
        copies.append(OnGpu(index))
        return copies[-1]

    monkeypatch.setattr(faiss, "StandardGpuResources", object, raising=False)
    monkeypatch.setattr(faiss, "index_cpu_to_gpu", copy, raising=False)
    monkeypatch.setattr(faiss, "get_num_gpus", lambda: 1)
    space = Space(made.folder, "v", gpu=True, shape=made.shape)
    query = queries(made, 1)[0]
    assert space.nearest(query, 10).numbers.tolist() == made.space.nearest(query, 10).numbers.tolist()
    space.nearest(query, SIZE)
    space.nearest(query, 10, range(SIZE))
    assert [copy.searches for copy in copies] == ([] if made.shape.kind == "hnsw" else [1])


def test_an_index_that_does_not_fit_the_gpu_is_searched_on_the_cpu(
    made: Made, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With a line in the log."""

    def full(resources: object, device: int, index: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(faiss, "StandardGpuResources", object, raising=False)
    monkeypatch.setattr(faiss, "index_cpu_to_gpu", full, raising=False)
    monkeypatch.setattr(faiss, "get_num_gpus", lambda: 1)
    space = Space(made.folder, "v", gpu=True, shape=made.shape)
    query = queries(made, 1)[0]
    assert space.nearest(query, 10).numbers.tolist() == made.space.nearest(query, 10).numbers.tolist()
    assert ("out of memory" in caplog.text) == (made.shape.kind != "hnsw")
