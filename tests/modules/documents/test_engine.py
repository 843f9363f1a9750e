"""An open build with a quick index: searches, filters, charges, changes, builds of before, and damage."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.documents import Documents
from orchestra_modules.documents.engine import Engine, _ranges, _strongest
from orchestra_modules.documents.fusion import Spread
from orchestra_modules.documents.layout import Layout

from orchestra.spec import Evidence, IndexBroken, IndexChange, IndexReport, RetrieveRequest
from orchestra.testing import FakeContext

faiss = pytest.importorskip("faiss")
np = pytest.importorskip("numpy")

ROWS = 300  # of four sentences, so that the sentences are enough for a quick index and the passages are not
SUBJECTS = ["boiler", "garden", "bridge", "treaty", "library", "river", "engine", "school", "market", "harbour"]


@pytest.fixture
def documents(home: Path) -> Documents:
    """The module, made to build HNSW where there is enough for it."""
    return Documents(home=str(home), device="cpu", vectors="hnsw")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Rows about ten subjects, each with a number of its own."""
    file = tmp_path / "rows.jsonl"
    draw = random.Random(1)
    lines = []
    for number in range(ROWS):
        subject = SUBJECTS[number % 10]
        # Words of their own: of vectors that are alike, a graph joins only some.
        parts = [" ".join(f"w{draw.randrange(5000)}" for _ in range(8)) for _ in range(4)]
        text = " ".join(f"The {subject} has part {number} with {words}." for words in parts)
        lines.append(json.dumps({"id": str(number), "text": text, "subject": subject}))
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def change(
    documents: Documents, context: FakeContext, *add: Path, remove: tuple[str, ...] = (), create: bool = False
) -> Any:
    """Apply a change; gives the stamp."""
    wanted = IndexChange(name="big", add=tuple(map(str, add)), remove=remove, create=create)
    report = list(documents.index(wanted, context))[-1]
    assert isinstance(report, IndexReport)
    return report.stamp


def search(documents: Documents, context: FakeContext, query: str, **filters: str) -> list[str]:
    """The ids found, best first; the charge lies within the quote."""
    request = RetrieveRequest(query=query, indexes=("big",), filters=filters, k=5)
    quote = documents.estimate(request)
    context.charges.clear()
    found = documents.run(request, context)
    assert isinstance(found, Evidence)
    assert quote.upper is not None
    assert quote.lower <= context.charged <= quote.upper
    return [passage.document_id for passage in found.passages]


def test_a_quick_index_finds_what_a_flat_one_does(
    documents: Documents, context: FakeContext, rows: Path, tmp_path: Path
) -> None:
    """The same passages in the same order, for words and meaning together."""
    flat = Documents(home=str(tmp_path / "flat"), device="cpu", vectors="flat")
    stamp, plain = change(documents, context, rows, create=True), change(flat, context, rows, create=True)
    assert stamp["vectors"]["sentences"]["index"] == "HNSW32,SQ8"
    assert stamp["vectors"]["passages"]["index"] == plain["vectors"]["sentences"]["index"] == "Flat"
    for query in ("part 17 of the boiler", "treaty 233", "harbour 249"):
        assert search(documents, context, query)[0] == search(flat, context, query)[0]


def test_making_a_quick_index_is_charged(
    documents: Documents, context: FakeContext, rows: Path, tmp_path: Path
) -> None:
    """On top of what a flat build takes."""
    change(Documents(home=str(tmp_path / "flat"), device="cpu", vectors="flat"), context, rows, create=True)
    plain = context.charged
    context.charges.clear()
    change(documents, context, rows, create=True)
    assert context.charged > plain


def test_filters_hold_and_their_charge_lies_within_the_quote(
    documents: Documents, context: FakeContext, rows: Path
) -> None:
    """A tenth of the passages by subject, and none that does not have it."""
    change(documents, context, rows, create=True)
    found = search(documents, context, "part 17 of the boiler", subject="bridge")
    assert len(found) == 5 and {int(name) % 10 for name in found} == {2}
    found = search(documents, context, "part 17 of the boiler", subject="bridge", format="row")
    assert len(found) == 5 and {int(name) % 10 for name in found} == {2}
    assert search(documents, context, "part 17", format="row")[0] == "17"


def test_a_change_copies_the_vectors_of_what_stays(
    documents: Documents, context: FakeContext, rows: Path, home: Path
) -> None:
    """To the last bit, and the stamp tells the new size."""

    def passages() -> bytes:
        current = Layout(home, "big").current()
        assert current is not None
        return (current / "sentences.faiss").read_bytes()[45:]

    change(documents, context, rows, create=True)
    before = passages()
    stamp = change(documents, context, remove=(str(ROWS - 1),))
    assert stamp["vectors"]["sentences"]["size"] == 4 * (ROWS - 1)
    assert passages() == before[: len(before) // ROWS * (ROWS - 1)]
    assert str(ROWS - 1) not in search(documents, context, f"part {ROWS - 1}")


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("harm", [_cut, _empty, Path.unlink])
@pytest.mark.parametrize(
    "name", ["passages.faiss", "sentences.faiss", "sentences.quick.faiss", "passages.npz", "sentences.npz"]
)
def test_damaged_vectors_are_an_error_that_names_the_command(
    documents: Documents, context: FakeContext, rows: Path, home: Path, name: str, harm: Callable[[Path], None]
) -> None:
    """A file cut by a byte, empty or gone is found when the index is opened."""
    change(documents, context, rows, create=True)
    current = Layout(home, "big").current()
    assert current is not None
    harm(current / name)
    with pytest.raises(IndexBroken, match="'big' is damaged") as caught:
        Engine(current, "big", gpu=False)
    assert "orchestra index create big" in caught.value.hint


def test_a_stamp_that_describes_no_shape_is_an_error_that_names_the_command(
    documents: Documents, context: FakeContext, rows: Path, home: Path
) -> None:
    """For a search and for its quote alike."""
    change(documents, context, rows, create=True)
    current = Layout(home, "big").current()
    assert current is not None
    stamp = json.loads((current / "stamp.json").read_text(encoding="utf-8"))
    stamp["vectors"]["sentences"]["index"] = "HNSW"
    (current / "stamp.json").write_text(json.dumps(stamp), encoding="utf-8")
    for ask in (documents.estimate, lambda request: documents.run(request, context)):
        with pytest.raises(IndexBroken, match="'big' is damaged") as caught:
            ask(RetrieveRequest(query="boiler", indexes=("big",)))
        assert "orchestra index create big" in caught.value.hint


# --- parts ------------------------------------------------------------------------------------


@given(ranges=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=8))
def test_ranges_are_put_one_after_another(ranges: list[tuple[int, int]]) -> None:
    """Empty ones among them."""
    firsts, many = np.array(ranges, dtype=np.int64).reshape(-1, 2).T
    assert _ranges(firsts, many).tolist() == [number for first, more in ranges for number in range(first, first + more)]


@settings(max_examples=200)
@given(
    scores=st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=1, max_size=30),
    many=st.integers(1, 10),
    every=st.none() | st.integers(1, 4),
)
def test_the_strongest_words_are_those_of_a_stable_sort(scores: list[float], many: int, every: int | None) -> None:
    """Of those alike the earlier, none that says nothing, and only what is allowed."""
    allowed = None if every is None else np.arange(0, len(scores), every)
    places = [place for place in range(len(scores)) if every is None or place % every == 0]
    expected = sorted((place for place in places if scores[place] > 0), key=lambda place: -scores[place])[:many]
    words = np.array(scores, dtype=np.float32)
    usual = Spread.of(len(words), float(words.mean()), float(words.std()))
    found = _strongest(words, many, usual, allowed)
    assert sorted(found.tolist()) == sorted(expected)
