"""Damage, full disks and other processes: what is found, what is refused, and that nothing is lost."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from orchestra_modules.documents import Documents, integrity, words

from orchestra.spec import Declined, Evidence, IndexBroken, IndexChange, IndexReport, RetrieveRequest, StoreError
from orchestra.testing import FakeContext

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs limits on file sizes, which are POSIX's")


def change(documents: Documents, context: FakeContext, **wanted: object) -> IndexReport:
    """Apply a change to the index `notes`."""
    *_, last = documents.index(IndexChange.model_validate({"name": "notes", **wanted}), context)
    assert isinstance(last, IndexReport)
    return last


def searched(home: Path, context: FakeContext) -> Evidence | Declined:
    """A search by a module that has nothing open yet."""
    documents = Documents(home=str(home))
    try:
        return documents.run(RetrieveRequest(query="boiler pressure", indexes=("notes",)), context)
    finally:
        documents.close()


@pytest.fixture
def whole(documents: Documents, context: FakeContext, notes: Path, home: Path, tmp_path: Path) -> Path:
    """A copy of the folder of a whole index."""
    change(documents, context, add=(str(notes),), create=True)
    return Path(shutil.copytree(home, tmp_path / "whole"))


def damaged(home: Path, whole: Path) -> Iterator[Path]:
    """Every file of the index in turn, each time with the others as they were written."""
    for file in sorted(file for file in whole.rglob("*") if file.is_file() and file.stat().st_size):
        shutil.rmtree(home)
        shutil.copytree(whole, home)
        yield home / file.relative_to(whole)


def test_a_file_cut_short_is_found_and_no_search_reads_it(
    documents: Documents, context: FakeContext, home: Path, whole: Path
) -> None:
    """Each file, cut to nothing, to half and by a byte."""
    for keep in (0.0, 0.5, 1.0):
        for file in damaged(home, whole):
            os.truncate(file, min(int(keep * file.stat().st_size), file.stat().st_size - 1))
            assert change(documents, context, verify=True).faults, file
            with pytest.raises(IndexBroken) as caught:
                searched(home, context)
            assert "orchestra index create notes" in caught.value.hint
            assert "broken" in documents.indexed()[0].stamp


def test_a_byte_that_differs_is_found_and_no_search_reads_it(
    documents: Documents, context: FakeContext, home: Path, whole: Path
) -> None:
    """In each file, at its start, in its middle and at its end."""
    for place in (0.0, 0.5, 1.0):
        for file in damaged(home, whole):
            content = bytearray(file.read_bytes())
            content[int(place * (len(content) - 1))] ^= 0x55
            file.write_bytes(content)
            assert change(documents, context, verify=True).faults, file
            with pytest.raises(IndexBroken) as caught:
                searched(home, context)
            assert "orchestra index create notes" in caught.value.hint


def test_a_missing_file_is_named_and_the_command_mends_the_index(
    documents: Documents, context: FakeContext, home: Path, whole: Path, notes: Path
) -> None:
    """The stamp tells of what the index was made."""
    file = next(home.glob("notes/builds/*/sentences.faiss"))
    file.unlink()
    report = change(documents, context, verify=True)
    assert report.faults == ("sentences.faiss is missing",)
    assert report.stamp["mend"] == f"orchestra index create notes {notes}"
    with pytest.raises(IndexBroken, match=r"sentences\.faiss is missing"):
        change(documents, context, update=True)
    assert change(documents, context, add=(str(notes),), create=True).documents == 2
    assert change(documents, context, verify=True).faults == ()


def test_a_damaged_stamp_still_leads_to_the_command_that_mends_it(
    documents: Documents, context: FakeContext, home: Path, whole: Path, notes: Path
) -> None:
    """The pointer repeats it."""
    next(home.glob("notes/builds/*/stamp.json")).write_text("{}", encoding="utf-8")
    assert documents.indexed()[0].stamp["mend"] == f"orchestra index create notes {notes}"
    with pytest.raises(IndexBroken) as caught:
        searched(home, context)
    assert str(notes) in caught.value.hint


def test_parts_that_were_written_so_and_disagree_are_found(
    documents: Documents, context: FakeContext, home: Path, whole: Path
) -> None:
    """Checksums cannot tell; counting can."""
    from orchestra_modules.documents.layout import read_stamp, write_stamp

    build = next(home.glob("notes/builds/*"))
    stamp = read_stamp(build, "notes")
    write_stamp(build, {**stamp, "documents": 7})
    assert "its stamp says" in (change(documents, context, verify=True).faults or ("",))[0]


def test_a_large_file_is_read_before_a_search_only_when_it_was_touched(
    context: FakeContext, home: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time is compared with the stamp's; `verify` reads it always."""
    monkeypatch.setattr(integrity, "_SMALL", 0)
    read: list[str] = []
    real = integrity._checksum

    def reading(file: Path, check: Callable[[], None]) -> str:
        read.append(file.name)
        return real(file, check)

    monkeypatch.setattr(integrity, "_checksum", reading)
    searched(home, context)
    assert read == []
    os.utime(next(home.glob("notes/builds/*/passages.faiss")))
    searched(home, context)
    assert read == ["passages.faiss"]


def test_an_index_of_an_older_format_is_refused_with_the_command_that_makes_it_anew(
    documents: Documents, context: FakeContext, home: Path, whole: Path, notes: Path
) -> None:
    """Which works, and leaves nothing of the old."""
    (home / "notes" / "current").write_text('{"format": 1, "build": "0123456789ab"}\n', encoding="utf-8")
    with pytest.raises(IndexBroken, match="has format 1, this version reads format 2") as caught:
        searched(home, context)
    assert f"orchestra index create notes {notes}" in caught.value.hint
    assert change(documents, context, add=(str(notes),), create=True).documents == 2
    assert len(list(home.glob("notes/builds/*"))) == 1


@contextmanager
def small_files(size: int) -> Iterator[None]:
    """No file may grow beyond a size in bytes."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@posix
def test_a_full_disk_is_an_error_that_says_what_to_do_and_the_index_stays(
    documents: Documents, context: FakeContext, home: Path, notes: Path
) -> None:
    """At whatever file the room ends; a first index leaves nothing behind."""
    with small_files(1000), pytest.raises(StoreError, match="room") as first:
        change(documents, context, add=(str(notes),), create=True)
    assert "what was there before is as it was" in first.value.message
    assert [path.name for path in home.iterdir()] == [".notes.lock"]
    change(documents, context, add=(str(notes),), create=True)
    sizes = sorted({file.stat().st_size for file in home.rglob("*") if file.is_file()} - {0})
    (notes / "new.txt").write_text("The zebra crossing is repainted.", encoding="utf-8")
    for size in sizes:
        with small_files(size - 1), pytest.raises(StoreError) as caught:
            change(documents, context, update=True)
        assert "room" in str(caught.value)
        assert change(documents, context, verify=True).faults == ()
        assert len(list(home.glob("notes/builds/*"))) == 1
    assert change(documents, context, update=True).documents == 3


def test_a_file_that_was_silently_cut_while_it_was_written_is_noticed_before_it_is_the_index(
    documents: Documents, context: FakeContext, whole: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As FAISS does when the disk fills up with the last bytes."""
    real = words.write

    def cut(folder: Path, texts: Iterable[str]) -> None:
        os.truncate(folder / "passages.faiss", 100)
        real(folder, texts)

    monkeypatch.setattr("orchestra_modules.documents.words.write", cut)
    (notes / "new.txt").write_text("The zebra crossing is repainted.", encoding="utf-8")
    with pytest.raises(StoreError, match="was not written whole") as caught:
        change(documents, context, update=True)
    assert "room" in caught.value.hint
    assert not isinstance(caught.value, IndexBroken)
    assert (change(documents, context, verify=True).faults, documents.indexed()[0].documents) == ((), 2)


def test_what_killed_writers_left_is_cleared_by_the_next_change(
    documents: Documents, context: FakeContext, home: Path, whole: Path, notes: Path
) -> None:
    """A half build, and an index half deleted."""
    (home / "notes" / "builds" / "0123456789ab").mkdir()
    (home / "notes" / "builds" / "0123456789ab" / "passages.sqlite").write_bytes(b"half")
    (home / ".notes.0123456789ab" / "builds").mkdir(parents=True)
    (notes / "new.txt").write_text("The zebra crossing is repainted.", encoding="utf-8")
    change(documents, context, update=True)
    assert sorted(path.name for path in home.iterdir()) == [".notes.lock", "notes"]
    assert len(list(home.glob("notes/builds/*"))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_files_stay_the_users_alone_after_every_change(
    documents: Documents, context: FakeContext, home: Path, whole: Path, notes: Path
) -> None:
    """0700 and 0600, whatever the umask."""
    before = os.umask(0)
    try:
        (notes / "new.txt").write_text("The zebra crossing is repainted.", encoding="utf-8")
        change(documents, context, update=True)
        change(documents, context, remove=("new.txt",))
    finally:
        os.umask(before)
    for path in [home, *home.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_reader_that_opens_anew_sees_only_committed_states_while_a_writer_commits(
    documents: Documents, context: FakeContext, home: Path, whole: Path, notes: Path
) -> None:
    """Searching and verifying go on through every commit without an error."""
    seen: list[frozenset[str]] = []
    failures: list[object] = []
    begun, done = threading.Event(), threading.Event()

    def read() -> None:
        reading = FakeContext(used=context.used)
        try:
            while not done.is_set():
                found = searched(home, reading)
                assert isinstance(found, Evidence)
                seen.append(frozenset(passage.document_id for passage in found.passages))
                failures.extend(change(Documents(home=str(home)), reading, verify=True).faults or ())
                begun.set()
        except BaseException as error:
            failures.append(error)
            begun.set()

    reader = threading.Thread(target=read)
    reader.start()
    begun.wait()
    for _ in range(10):
        change(documents, context, remove=("deep/garden.txt",))
        change(documents, context, add=(str(notes / "deep" / "garden.txt"),))
    done.set()
    reader.join()
    assert not failures
    assert set(seen) <= {frozenset({"boiler.md"}), frozenset({"boiler.md", "deep/garden.txt"})}
