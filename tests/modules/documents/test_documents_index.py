"""Making and changing indexes: what is read, what is left alone, what is refused, and what survives a fault."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from orchestra_modules.documents import Documents, shipped

from orchestra.spec import (
    Changes,
    Declined,
    EmbedRequest,
    Evidence,
    IndexBroken,
    IndexChange,
    IndexReport,
    InputError,
    Progress,
    RetrieveRequest,
    StoreError,
    UsageError,
    Vectors,
)
from orchestra.testing import FakeContext, FakeUsed


def change(
    documents: Documents,
    context: FakeContext,
    name: str,
    *add: Path,
    remove: tuple[str, ...] = (),
    create: bool = False,
    drop: bool = False,
    **settings: str | int,
) -> IndexReport:
    """Apply a change and give its report."""
    wanted = IndexChange(
        name=name, add=tuple(map(str, add)), remove=remove, create=create, drop=drop, settings=dict(settings)
    )
    *progress, last = documents.index(wanted, context)
    assert all(isinstance(event, Progress) for event in progress)
    assert isinstance(last, IndexReport)
    return last


def found(documents: Documents, context: FakeContext, query: str, name: str) -> list[str]:
    """The ids of the documents a search finds, best first."""
    evidence = documents.run(RetrieveRequest(query=query, indexes=(name,)), context)
    assert isinstance(evidence, Evidence)
    return [passage.document_id for passage in evidence.passages]


def embedded(embedder: FakeUsed) -> int:
    """How many passages and sentences were embedded so far, beyond the word that asks for the fingerprint."""
    return sum(len(request.texts) for request in embedder.requests if isinstance(request, EmbedRequest)) - sum(
        1 for request in embedder.requests if isinstance(request, EmbedRequest) and request.texts == ("notes",)
    )


def test_a_report_tells_what_was_indexed_and_by_what(documents: Documents, context: FakeContext, notes: Path) -> None:
    """Counts, and a stamp with format, embedder, versions and time."""
    report = change(documents, context, "notes", notes, create=True)
    assert (report.documents, report.passages, report.skipped) == (2, 3, ())
    assert {"format", "embedder", "versions", "time"} <= set(report.stamp)
    assert report.stamp["embedder"] == "hashed/1"
    assert [each.stamp for each in documents.indexed()] == [report.stamp]
    assert report.changes == Changes(added=2)


def test_files_that_cannot_be_read_are_reported_and_the_rest_is_indexed(
    documents: Documents, context: FakeContext, notes: Path
) -> None:
    """Binary, foreign encodings, unknown types and empty files have their reasons; hidden files are passed over."""
    (notes / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (notes / "latin.txt").write_bytes("caf\xe9".encode("latin-1"))
    (notes / "zero.txt").write_bytes(b"a\0b")
    (notes / "empty.md").write_text(" \n", encoding="utf-8")
    (notes / ".hidden.md").write_text("secret", encoding="utf-8")
    report = change(documents, context, "notes", notes, create=True)
    assert report.documents == 2
    assert {Path(entry.source).name: entry.reason for entry in report.skipped} == {
        "photo.jpg": "no reader for .jpg files",
        "latin.txt": "not UTF-8 text (byte 3), and too short to tell its encoding",
        "zero.txt": "binary, not text",
        "empty.md": "empty",
    }


def test_only_what_changed_is_embedded_again(
    documents: Documents, context: FakeContext, embedder: FakeUsed, notes: Path
) -> None:
    """Adding a folder a second time costs the changed file alone."""
    change(documents, context, "notes", notes, create=True)
    before = embedded(embedder)
    same = change(documents, context, "notes", notes)
    assert embedded(embedder) == before
    (notes / "deep" / "garden.txt").write_text("The pear tree was felled in 1999.", encoding="utf-8")
    changed = change(documents, context, "notes", notes)
    assert embedded(embedder) == before + 2
    assert (same.documents, changed.documents) == (2, 2)
    assert found(documents, context, "pear tree felled", "notes")[0] == "deep/garden.txt"


def test_documents_are_removed_by_id_by_file_and_by_folder(
    documents: Documents, context: FakeContext, notes: Path
) -> None:
    """Down to the last one, after which the index is empty and still there."""
    (notes / "third.txt").write_text("Something else entirely.", encoding="utf-8")
    change(documents, context, "notes", notes, create=True)
    assert change(documents, context, "notes", remove=("boiler.md",)).documents == 2
    assert change(documents, context, "notes", remove=(str(notes / "deep"),)).documents == 1
    assert change(documents, context, "notes", remove=(str(notes / "third.txt"),)).documents == 0
    assert [report.name for report in documents.indexed()] == ["notes"]
    assert isinstance(documents.run(RetrieveRequest(query="boiler", indexes=("notes",)), context), Declined)
    with pytest.raises(InputError, match=r"no document or path 'boiler\.md'"):
        change(documents, context, "notes", remove=("boiler.md",))
    assert change(documents, context, "notes", notes).documents == 3


def test_rows_of_a_jsonl_file_are_documents_of_their_own(
    documents: Documents, context: FakeContext, tmp_path: Path
) -> None:
    """Ids, titles and texts come from the fields named; other fields become metadata; bad rows are reported."""
    file = tmp_path / "rows.jsonl"
    file.write_text(
        '{"key": 7, "name": "Tides", "body": "The moon pulls the sea.", "year": 1990}\n\nnot json\n{"key": 8}\n',
        encoding="utf-8",
    )
    report = change(
        documents, context, "rows", file, create=True, id_field="key", title_field="name", text_field="body"
    )
    assert report.documents == 1
    assert [entry.reason for entry in report.skipped] == ["not a JSON object", "no field 'body'; it has 'key'"]
    evidence = documents.run(RetrieveRequest(query="moon", indexes=("rows",)), context)
    assert isinstance(evidence, Evidence)
    passage = evidence.passages[0]
    assert (passage.document_id, passage.title, passage.text) == ("7", "Tides", "The moon pulls the sea.")
    assert passage.metadata == {"format": "row", "year": "1990"}
    assert passage.span.line == 1


def test_files_of_one_name_in_two_roots_both_stay(documents: Documents, context: FakeContext, tmp_path: Path) -> None:
    """The second root's folder tells them apart."""
    for folder, text in (("one", "alpha text"), ("two", "beta text")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "readme.md").write_text(text, encoding="utf-8")
    report = change(documents, context, "both", tmp_path / "one", tmp_path / "two", create=True)
    assert report.documents == 2
    assert found(documents, context, "beta", "both")[0] == "two/readme.md"


def test_what_cannot_be_asked_is_refused_and_nothing_changes(
    documents: Documents, context: FakeContext, notes: Path, tmp_path: Path
) -> None:
    """Missing paths, empty folders, taken and unknown names, bad names and settings."""
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match="there is no file or folder"):
        change(documents, context, "notes", tmp_path / "nowhere", create=True)
    with pytest.raises(InputError, match="nothing to index"):
        change(documents, context, "notes", empty, create=True)
    with pytest.raises(InputError, match="no path was given"):
        change(documents, context, "notes", create=True)
    with pytest.raises(InputError, match="cannot name an index"):
        change(documents, context, "../up", notes, create=True)
    with pytest.raises(InputError, match="did you mean 'text_field'"):
        change(documents, context, "notes", notes, create=True, txt_field="body")
    assert documents.indexed() == ()
    change(documents, context, "notes", notes, create=True)
    with pytest.raises(UsageError, match="already") as caught:
        change(documents, context, "notes", notes, create=True)
    assert "orchestra index add notes" in caught.value.hint
    with pytest.raises(InputError, match="did you mean 'notes'"):
        change(documents, context, "note", notes)
    assert [report.documents for report in documents.indexed()] == [2]


def test_an_index_of_another_embedder_takes_no_more_but_can_be_created_anew(
    documents: Documents, context: FakeContext, notes: Path
) -> None:
    """The command named in the error works."""
    change(documents, context, "notes", notes, create=True)

    def other(request: object) -> Vectors:
        assert isinstance(request, EmbedRequest)
        return Vectors(dim=8, data=b"\0\0\x80?" * 8 * len(request.texts), fingerprint="other/1")

    changed = FakeContext(used={"embedder": FakeUsed(other)})
    with pytest.raises(IndexBroken, match="other/1") as caught:
        change(documents, changed, "notes", notes)
    assert "orchestra index create notes" in caught.value.hint
    assert change(documents, changed, "notes", notes, create=True).stamp["embedder"] == "other/1"


def test_a_dropped_index_is_gone(documents: Documents, context: FakeContext, notes: Path, home: Path) -> None:
    """With its files, and its name is free again."""
    change(documents, context, "notes", notes, create=True)
    change(documents, context, "notes", drop=True)
    assert documents.indexed() == ()
    assert not list(home.glob("*notes*/**/*.sqlite"))
    with pytest.raises(InputError, match="there is no index 'notes'"):
        change(documents, context, "notes", drop=True)
    assert change(documents, context, "notes", notes, create=True).documents == 2


def test_the_guide_ships_and_needs_no_paths(documents: Documents, context: FakeContext) -> None:
    """Its sources are found without importing them, and every page is read."""
    report = change(documents, context, "guide", create=True)
    pages = list(shipped()["guide"].glob("*.md"))
    assert (report.documents, report.skipped) == (len(pages), ())
    assert report.stamp["mend"] == "orchestra index create guide"
    assert "orchestra_indexes" not in sys.modules


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_folders_and_files_are_the_users_alone(
    documents: Documents, context: FakeContext, notes: Path, home: Path
) -> None:
    """0700 and 0600 throughout."""
    change(documents, context, "notes", notes, create=True)
    for path in [home, *home.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_second_writer_is_told_and_nothing_is_lost(documents: Documents, context: FakeContext, notes: Path) -> None:
    """One writer an index; the other index can be written meanwhile."""
    writing = documents.index(IndexChange(name="notes", add=(str(notes),), create=True), context)
    next(writing)
    with pytest.raises(StoreError, match="being written by another process") as caught:
        change(documents, context, "notes", notes, create=True)
    assert caught.value.retryable
    assert change(documents, context, "other", notes, create=True).documents == 2
    assert [event.documents for event in writing if isinstance(event, IndexReport)] == [2]


def test_searches_go_on_while_a_writer_works(documents: Documents, context: FakeContext, notes: Path) -> None:
    """They see the old index until the new one is whole, then the new one, and never anything between."""
    change(documents, context, "notes", notes, create=True)
    (notes / "new.txt").write_text("The zebra crossing is repainted.", encoding="utf-8")
    seen: set[int] = set()
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        reading = FakeContext(used=context.used)
        try:
            while not done.is_set():
                seen.add(len(found(documents, reading, "zebra boiler apple", "notes")))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for step in documents.index(IndexChange(name="notes", add=(str(notes),)), context):
        if isinstance(step, Progress):
            assert "new.txt" not in found(documents, context, "zebra", "notes")
    for removed in ("new.txt", "boiler.md"):
        change(documents, context, "notes", remove=(removed,))
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert seen <= {1, 3, 4}


_KILLED = """
import json, os, signal, sys
sys.path.insert(0, sys.argv[1])
import bm25s, faiss
from conftest import hashed
from orchestra.spec import IndexChange
from orchestra.testing import FakeContext, FakeUsed
from orchestra_modules.documents import Documents, engine, layout

home, change = sys.argv[2], IndexChange.model_validate_json(sys.argv[3])
at = calls = 0

def count(*ignored):
    global calls
    calls += 1
    if calls == at:
        os.kill(os.getpid(), signal.SIGKILL)

def forked(work):
    process = os.fork()
    if process == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

def write():
    real_sync, real_replace, real_tree = layout._sync, os.replace, layout.shutil.rmtree
    layout._sync = lambda path: (count(), real_sync(path), count())
    os.replace = lambda *paths: (count(), real_replace(*paths), count())
    layout.shutil.rmtree = lambda *paths, **options: (count(), real_tree(*paths, **options), count())
    context = FakeContext(used={"embedder": FakeUsed(lambda request: (count(), hashed(request))[1])})
    for event in Documents(home=home).index(change, context):
        count()

def look():
    context = FakeContext(used={"embedder": FakeUsed(hashed)})
    documents, told = Documents(home=home), []
    for act in ("verify", "contents"):
        *_, last = documents.index(IndexChange(name="notes", **{act: True}), context)
        told.append(last)
    assert told[0].faults == (), told[0].faults
    print(json.dumps(sorted(each.id for each in told[1].contents)), flush=True)

for at in map(int, sys.argv[4:]):
    print(forked(write), flush=True)
    if forked(look):
        break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_writer_killed_at_any_step_leaves_an_index_that_works(
    documents: Documents, context: FakeContext, notes: Path, home: Path
) -> None:
    """Killed before and after embeddings, syncs, renames and deletions: the old index or the new one, and whole."""
    change(documents, context, "notes", notes, create=True)
    (notes / "new.txt").write_text("The zebra crossing is repainted.", encoding="utf-8")
    (notes / "boiler.md").unlink()
    wanted = IndexChange(name="notes", update=True).model_dump_json()
    steps = [str(step) for step in (*range(1, 50, 6), 34, 35, 36, 38, 39, 40, 1000)]
    command = [sys.executable, "-c", _KILLED, str(Path(__file__).parent), str(home), wanted, *steps]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = ended.stdout.split("\n")[:-1]
    assert len(lines) == 2 * len(steps), ended.stderr
    killed = [code for code in lines[::2] if int(code) == -signal.SIGKILL]
    assert len(killed) >= 8
    old, new = ["boiler.md", "deep/garden.txt"], ["deep/garden.txt", "new.txt"]
    states = [json.loads(line) for line in lines[1::2]]
    assert all(state in (old, new) for state in states)
    assert (states[0], states[-1], lines[-2]) == (old, new, "0")
    assert len(list((home / "notes" / "builds").iterdir())) == 1
