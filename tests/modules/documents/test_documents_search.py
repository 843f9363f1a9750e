"""Searching: what comes back, from which index, at what charge, and what is said when it cannot be done."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from orchestra_modules.documents import Documents

from orchestra.spec import Declined, Evidence, IndexBroken, IndexChange, InputError, RetrieveRequest, Vectors
from orchestra.testing import FakeContext, FakeUsed


def make(documents: Documents, context: FakeContext, name: str, *paths: Path) -> None:
    """Create an index."""
    list(documents.index(IndexChange(name=name, add=tuple(map(str, paths)), create=True), context))


def search(documents: Documents, context: FakeContext, query: str, *indexes: str, k: int = 10) -> Evidence:
    """Search, and expect evidence."""
    found = documents.run(RetrieveRequest(query=query, indexes=indexes, k=k), context)
    assert isinstance(found, Evidence)
    return found


def test_the_passage_that_answers_comes_first_and_stands_verbatim_in_its_file(
    documents: Documents, context: FakeContext, notes: Path
) -> None:
    """Offsets, line, title and sentences all point back into the source file."""
    make(documents, context, "notes", notes)
    best = search(documents, context, "what pressure in bar, refill", "notes").passages[0]
    text = (notes / "boiler.md").read_text(encoding="utf-8")
    assert best.document_id == "boiler.md"
    assert best.source == str((notes / "boiler.md").resolve())
    assert best.text == text[best.span.start : best.span.end]
    assert best.span.line == 7
    assert best.title == "Boiler > Pressure"
    assert [best.text[part.start : part.end] for part in best.sentences] == [
        "Its pressure should be 1.5 bar.",
        "Refill below 1.",
    ]
    assert all(-1.0001 <= part.score <= 1.0001 for part in best.sentences)


def test_k_bounds_the_passages_and_scores_fall(documents: Documents, context: FakeContext, notes: Path) -> None:
    """No more than asked for, best first."""
    make(documents, context, "notes", notes)
    found = search(documents, context, "apple tree", "notes", k=2).passages
    assert len(found) == 2
    assert found[0].score >= found[1].score
    assert found[0].document_id == "deep/garden.txt"


def test_a_search_without_names_covers_every_index(
    documents: Documents, context: FakeContext, notes: Path, tmp_path: Path
) -> None:
    """Two indexes are judged by one measure, so a tiny one is not drowned by the other."""
    other = tmp_path / "cars.txt"
    other.write_text("The red car is parked in Lyon.", encoding="utf-8")
    make(documents, context, "notes", notes)
    make(documents, context, "cars", other)
    found = search(documents, context, "where is the red car parked").passages
    assert found[0].index == "cars"
    assert {passage.index for passage in found} == {"cars", "notes"}


def test_the_profile_can_name_the_indexes_searched(home: Path, context: FakeContext, notes: Path) -> None:
    """The option `indexes` is what a search without names covers."""
    documents = Documents(home=str(home), indexes=["one"])
    make(documents, context, "one", notes / "boiler.md")
    make(documents, context, "two", notes / "deep")
    assert {passage.index for passage in search(documents, context, "apple tree").passages} == {"one"}


def test_filters_match_metadata_exactly(documents: Documents, context: FakeContext, notes: Path) -> None:
    """Only documents with the metadata given come back."""
    make(documents, context, "notes", notes)
    request = RetrieveRequest(query="boiler pressure", indexes=("notes",), filters={"format": "text"})
    found = documents.run(request, context)
    assert isinstance(found, Evidence)
    assert [passage.document_id for passage in found.passages] == ["deep/garden.txt"]
    nothing = documents.run(request.model_copy(update={"filters": {"format": "pdf"}}), context)
    assert isinstance(nothing, Declined)


def test_with_no_index_a_search_is_declined_with_the_command(documents: Documents, context: FakeContext) -> None:
    """Having nothing to search is no error."""
    declined = documents.run(RetrieveRequest(query="anything"), context)
    assert isinstance(declined, Declined)
    assert "orchestra index create guide" in declined.reason


def test_an_unknown_index_is_an_error_that_names_the_nearest(
    documents: Documents, context: FakeContext, notes: Path
) -> None:
    """A mistyped name is the caller's mistake."""
    make(documents, context, "notes", notes)
    with pytest.raises(InputError, match="did you mean 'notes'") as caught:
        documents.run(RetrieveRequest(query="boiler", indexes=("note",)), context)
    assert "orchestra index create note PATH..." in caught.value.hint


def test_an_index_of_another_embedder_is_refused_with_the_command_that_mends_it(
    documents: Documents, context: FakeContext, notes: Path
) -> None:
    """Vectors of two models do not compare."""
    make(documents, context, "notes", notes)

    def other(request: object) -> Vectors:
        return Vectors(dim=32, data=b"\0" * 128, fingerprint="other/1")

    changed = FakeContext(used={"embedder": FakeUsed(other)})
    with pytest.raises(IndexBroken, match=r"hashed/1.*other/1") as caught:
        documents.run(RetrieveRequest(query="boiler", indexes=("notes",)), changed)
    assert caught.value.hint == f"`orchestra index create notes {notes.resolve()}`"


def test_the_charge_lies_within_the_quote(documents: Documents, context: FakeContext, notes: Path) -> None:
    """A search is charged as counted, inside the bounds quoted from the stamps alone."""
    make(documents, context, "notes", notes)
    request = RetrieveRequest(query="pressure of the boiler", indexes=("notes",))
    quote = documents.estimate(request)
    context.charges.clear()
    documents.run(request, context)
    assert [method for _, method in context.charges] == ["counted"]
    assert quote.upper is not None
    assert quote.lower <= context.charged <= quote.upper


def test_a_damaged_index_says_so_and_names_the_command(
    documents: Documents, context: FakeContext, notes: Path, home: Path
) -> None:
    """A truncated file is found when the index is opened, and creating it anew mends it."""
    make(documents, context, "notes", notes)
    for file in home.glob("notes/builds/*/passages.faiss"):
        file.write_bytes(file.read_bytes()[:50])
    with pytest.raises(IndexBroken, match="damaged") as caught:
        documents.run(RetrieveRequest(query="boiler", indexes=("notes",)), context)
    assert "orchestra index create notes" in caught.value.hint
    make(documents, context, "notes", notes)
    assert search(documents, context, "boiler", "notes").passages


def test_declined_by_the_embedder_is_passed_on(documents: Documents, context: FakeContext, notes: Path) -> None:
    """What the embedder cannot take, the retriever cannot search for."""
    make(documents, context, "notes", notes)
    refusing = FakeContext(used={"embedder": FakeUsed(lambda request: Declined(reason="too long"))})
    assert documents.run(RetrieveRequest(query="boiler"), refusing) == Declined(reason="too long")


COPIED = "The boiler of the old house is in the cellar, behind the stairs, next to the tank with the oil for winter."


def test_five_copies_of_a_passage_do_not_crowd_the_others_out(
    documents: Documents, context: FakeContext, tmp_path: Path
) -> None:
    """The best stays, the rest come last, and none is lost where there is room."""
    for number in range(5):
        (tmp_path / f"copy{number}.txt").write_text(COPIED, encoding="utf-8")
    (tmp_path / "other.txt").write_text("The cellar is locked at night.", encoding="utf-8")
    make(documents, context, "copies", tmp_path)
    found = [passage.text for passage in search(documents, context, "Where is the boiler in the cellar?").passages]
    assert found[:2] == [COPIED, "The cellar is locked at night."]
    assert len(found) == 6
    assert len(search(documents, context, "Where is the boiler?", k=2).passages) == 2


def test_scores_do_not_depend_on_the_order_that_the_documents_came_in(
    documents: Documents, context: FakeContext, tmp_path: Path
) -> None:
    """Not even where all passages say all the words alike often: a spread is a small difference of large sums then."""
    words = ("harbour", "lamp", "river", "stone", "winter", "orchard", "signal", "copper", "market", "bridge", "letter")
    chance = random.Random(3)
    parts = [tmp_path / "first.jsonl", tmp_path / "second.jsonl"]
    for part in parts:
        texts = [" ".join(chance.choices(words, k=96)) for _ in range(200)]
        rows = [json.dumps({"id": f"{part.stem}{place}", "text": text}) for place, text in enumerate(texts)]
        part.write_text("\n".join(rows), encoding="utf-8")
    scores = []
    for name, order in (("one", parts), ("other", parts[::-1])):
        make(documents, context, name, order[0])
        list(documents.index(IndexChange(name=name, add=(str(order[1]),)), context))
        found = search(documents, context, "winter harbour lamp", name).passages
        scores.append({passage.document_id: passage.score for passage in found})
    assert scores[0] == pytest.approx(scores[1], abs=2e-6)
