"""Updating an index: what is taken in, embedded again, taken out and left out, and what the stamp keeps of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from orchestra_modules.documents import Documents

from orchestra.spec import Changes, EmbedRequest, Evidence, IndexChange, IndexReport, InputError, RetrieveRequest
from orchestra.testing import FakeContext, FakeUsed


class Keeper:
    """The module with its context: changes in short."""

    def __init__(self, documents: Documents, context: FakeContext, embedder: FakeUsed) -> None:
        self.documents = documents
        self.context = context
        self.embedder = embedder

    def change(self, **wanted: Any) -> IndexReport:
        """Apply a change to the index `notes`."""
        *_, last = self.documents.index(IndexChange(name="notes", **wanted), self.context)
        assert isinstance(last, IndexReport)
        return last

    def create(self, *paths: Path, **settings: Any) -> IndexReport:
        """Make the index."""
        return self.change(add=tuple(map(str, paths)), create=True, settings=settings)

    def add(self, *paths: Path, **settings: Any) -> IndexReport:
        """Add to it."""
        return self.change(add=tuple(map(str, paths)), settings=settings)

    def update(self) -> IndexReport:
        """Look at its files again."""
        return self.change(update=True)

    def ids(self) -> list[str]:
        """The ids of its documents."""
        return sorted(each.id for each in self.change(contents=True).contents or ())

    def embedded(self) -> list[str]:
        """The texts embedded since this was last asked."""
        found = [
            text for request in self.embedder.requests if isinstance(request, EmbedRequest) for text in request.texts
        ]
        self.embedder.requests.clear()
        return [text for text in found if text != "notes"]

    def best(self, query: str) -> str:
        """The text found first."""
        evidence = self.documents.run(RetrieveRequest(query=query, indexes=("notes",)), self.context)
        assert isinstance(evidence, Evidence)
        return evidence.passages[0].text


@pytest.fixture
def keeper(documents: Documents, context: FakeContext, embedder: FakeUsed) -> Keeper:
    """The module with its context."""
    return Keeper(documents, context, embedder)


def test_an_update_takes_in_the_new_the_changed_and_takes_out_the_gone(keeper: Keeper, notes: Path) -> None:
    """And says how many of each."""
    (notes / "third.txt").write_text("It stays.", encoding="utf-8")
    assert keeper.create(notes).changes == Changes(added=3)
    (notes / "new.txt").write_text("The gate is green.", encoding="utf-8")
    (notes / "boiler.md").write_text("# Boiler\n\nIt was sold.\n", encoding="utf-8")
    (notes / "deep" / "garden.txt").unlink()
    report = keeper.update()
    assert report.changes == Changes(added=1, changed=1, removed=1, unchanged=1)
    assert keeper.ids() == ["boiler.md", "new.txt", "third.txt"]
    assert keeper.best("boiler sold") == "It was sold."


def test_an_update_of_what_is_unchanged_embeds_and_writes_nothing(keeper: Keeper, notes: Path, home: Path) -> None:
    """The build stays the same, to the byte."""
    keeper.create(notes)
    keeper.embedded()
    before = (home / "notes" / "current").read_bytes()
    assert keeper.update().changes == Changes(unchanged=2)
    assert keeper.embedded() == []
    assert (home / "notes" / "current").read_bytes() == before


def test_only_the_passage_that_changed_is_embedded_again(keeper: Keeper, notes: Path) -> None:
    """Of a file with several, that is; the others keep their vectors and are still found."""
    keeper.create(notes)
    keeper.embedded()
    text = (notes / "boiler.md").read_text(encoding="utf-8")
    (notes / "boiler.md").write_text(text.replace("cellar", "attic"), encoding="utf-8")
    keeper.update()
    assert keeper.embedded() == ["Boiler\nThe boiler stands in the attic.", "The boiler stands in the attic."]
    assert keeper.best("pressure 1.5 bar").startswith("Its pressure")


def test_rows_that_only_moved_are_not_embedded_again(keeper: Keeper, tmp_path: Path) -> None:
    """A row put before others changes their lines and nothing else; a row that is gone is taken out."""
    file = tmp_path / "rows.jsonl"
    rows = [json.dumps({"id": name, "text": f"About {name}."}) for name in ("tides", "stars", "wind")]
    file.write_text("\n".join(rows), encoding="utf-8")
    keeper.create(file)
    keeper.embedded()
    file.write_text("\n".join([json.dumps({"id": "rain", "text": "It rains."}), rows[0], rows[2]]), encoding="utf-8")
    assert keeper.update().changes == Changes(added=1, changed=1, removed=1, unchanged=1)
    assert keeper.embedded() == ["It rains.", "It rains."]
    evidence = keeper.documents.run(RetrieveRequest(query="tides", indexes=("notes",)), keeper.context)
    assert isinstance(evidence, Evidence)
    assert evidence.passages[0].span.line == 2


def test_a_file_that_moved_is_not_embedded_again(keeper: Keeper, notes: Path) -> None:
    """Its passages are known by what they say."""
    keeper.create(notes)
    keeper.embedded()
    shutil.move(notes / "deep" / "garden.txt", notes / "garden.txt")
    assert keeper.update().changes == Changes(added=1, removed=1, unchanged=1)
    assert keeper.embedded() == []
    assert keeper.ids() == ["boiler.md", "garden.txt"]


def test_what_was_removed_stays_out_until_it_is_added_again(keeper: Keeper, notes: Path) -> None:
    """By id or by folder."""
    keeper.create(notes)
    keeper.change(remove=("boiler.md", str(notes / "deep")))
    assert keeper.update().changes == Changes()
    assert keeper.ids() == []
    assert keeper.add(notes / "boiler.md").changes == Changes(added=1)
    assert keeper.add(notes / "deep").changes == Changes(added=1, unchanged=1)
    assert keeper.ids() == ["boiler.md", "deep/garden.txt"]
    assert keeper.update().changes == Changes(unchanged=2)


def test_a_root_that_is_removed_is_not_looked_at_again(keeper: Keeper, notes: Path, tmp_path: Path) -> None:
    """Nor is it in the command that makes the index anew."""
    other = tmp_path / "other.txt"
    other.write_text("Another thing.", encoding="utf-8")
    keeper.create(notes, other)
    assert keeper.change(remove=(str(notes),)).stamp["roots"] == [str(other)]
    assert keeper.update().changes == Changes(unchanged=1)
    assert keeper.update().stamp["mend"] == f"orchestra index create notes {other}"


def test_a_root_that_is_not_there_keeps_its_documents_and_is_told_of(keeper: Keeper, notes: Path) -> None:
    """It may be a disk that is not mounted; a file that was deleted is another matter."""
    single = notes.parent / "single.txt"
    single.write_text("By itself.", encoding="utf-8")
    keeper.create(notes, single)
    shutil.move(notes, notes.parent / "away")
    single.unlink()
    report = keeper.update()
    assert report.changes == Changes(removed=1, unchanged=2)
    assert [entry.source for entry in report.skipped] == [str(notes)]
    assert "its documents stay" in report.skipped[0].reason
    assert report.stamp["roots"] == [str(notes)]
    shutil.move(notes.parent / "away", notes)
    assert keeper.update().changes == Changes(unchanged=2)


def test_settings_of_an_addition_hold_for_what_it_adds(keeper: Keeper, tmp_path: Path) -> None:
    """An update reads each file as it was read when it came in, and the mending command says how."""
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text('{"id": "a", "text": "One thing."}', encoding="utf-8")
    second.write_text('{"key": "b", "text": "Another."}', encoding="utf-8")
    keeper.create(first)
    keeper.add(second, id_field="key", passage_tokens=100)
    assert keeper.ids() == ["a", "b"]
    report = keeper.update()
    assert report.changes == Changes(unchanged=2)
    assert report.stamp["mend"] == (
        f"orchestra index create notes {first} && "
        f"orchestra index add notes {second} --id-field key --set passage_tokens=100"
    )


def test_a_file_added_twice_by_two_roads_is_one_document(keeper: Keeper, notes: Path) -> None:
    """Through its folder and by itself; its id stays, and the folder covers it."""
    keeper.create(notes)
    report = keeper.add(notes / "deep" / "garden.txt")
    assert (report.documents, report.stamp["roots"]) == (2, [str(notes)])
    assert keeper.ids() == ["boiler.md", "deep/garden.txt"]


def test_the_documents_of_an_index_can_be_listed(keeper: Keeper, notes: Path) -> None:
    """With their files, titles and passages."""
    keeper.create(notes)
    held = {each.id: each for each in keeper.change(contents=True).contents or ()}
    assert held["boiler.md"].source == str(notes / "boiler.md")
    assert held["boiler.md"].passages == 2


def test_an_index_that_is_not_there_can_be_neither_updated_nor_verified(keeper: Keeper) -> None:
    """And the error says so."""
    for act in ("update", "verify", "contents"):
        with pytest.raises(InputError, match="there is no index 'notes'"):
            keeper.change(**{act: True})
