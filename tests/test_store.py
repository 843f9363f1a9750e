"""What is kept of queries, and what happens when it cannot be."""

from __future__ import annotations

import logging
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from orchestra import Orchestra
from orchestra.spec import EVENT, Answer, Answered, Event, FormatError, StoreError, Text
from orchestra.store import VERSION, Store
from tests.fakes import EvenRouter, add, bare_profile, says


def trace(id: str, words: int = 3) -> tuple[Answer, tuple[Event, ...]]:
    """An answer and its events."""
    answer = Answer(id=id, text="été ☃", finish="complete")
    said = tuple(Text(text=f"word {n}", seq=n, query_id=id) for n in range(words))
    return answer, (*said, Answered(answer=answer, seq=words, query_id=id))


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_trace_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    """In order, and only its own."""
    store = Store(tmp_path / "home")
    for id in ("a", "b"):
        store.keep("what?", *trace(id))
    assert store.trace("a") == trace("a")[1]
    assert store.trace("nowhere") == ()


def test_what_is_kept_is_its_owner_s_alone(tmp_path: Path) -> None:
    """The folder, the file, and what SQLite lays beside it."""
    home = tmp_path / "home"
    store = Store(home)
    store.keep("what?", *trace("a"))
    assert mode(home) == 0o700
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("SELECT * FROM traces").fetchall()
        assert {mode(path) for path in home.iterdir()} == {0o600}


def test_a_query_is_kept_once(tmp_path: Path) -> None:
    """A second time is refused, and leaves the first as it was."""
    store = Store(tmp_path)
    store.keep("what?", *trace("a"))
    with pytest.raises(StoreError):
        store.keep("what?", *trace("a", 9))
    assert len(store.trace("a")) == 4


def test_a_file_that_is_removed_is_made_anew(tmp_path: Path) -> None:
    """What is kept afterwards can be read by others, too."""
    store = Store(tmp_path)
    store.keep("what?", *trace("a"))
    for path in tmp_path.glob("store.sqlite*"):
        path.unlink()
    store.keep("what?", *trace("b"))
    assert Store(tmp_path).trace("b") == trace("b")[1]
    assert store.trace("a") == ()


def test_a_newer_format_is_refused_with_both_numbers(tmp_path: Path) -> None:
    """And nothing is written into it."""
    store = Store(tmp_path)
    store.keep("what?", *trace("a"))
    with closing(sqlite3.connect(store.path)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    for work in (lambda: store.trace("a"), lambda: store.keep("what?", *trace("b"))):
        with pytest.raises(FormatError, match=rf"format {VERSION + 1}.*writes {VERSION}"):
            work()


FIRST_FORMAT = """
CREATE TABLE traces (query_id TEXT PRIMARY KEY, at TEXT NOT NULL, query TEXT NOT NULL, answer TEXT NOT NULL) STRICT;
CREATE TABLE events (query_id TEXT NOT NULL REFERENCES traces ON DELETE CASCADE, seq INTEGER NOT NULL,
    event TEXT NOT NULL, PRIMARY KEY (query_id, seq)) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def test_a_store_of_the_first_format_is_read_and_written_on(tmp_path: Path) -> None:
    """The traces it holds stay what they are, and those that come are added."""
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as db, db:
        db.executescript(FIRST_FORMAT)
        for day, id in enumerate("ba", 1):
            answer, events = trace(id)
            db.execute(
                "INSERT INTO traces VALUES (?, ?, 'what?', ?)", (id, f"2026-01-0{day}", answer.model_dump_json())
            )
            rows = [(id, event.seq, EVENT.dump_json(event).decode()) for event in events]
            db.executemany("INSERT INTO events VALUES (?, ?, ?)", rows)
    store = Store(tmp_path, keep=2)
    assert store.trace("a") == trace("a")[1]
    assert store.trace("b") == trace("b")[1]
    store.keep("what?", *trace("c"))
    assert [store.trace(id) for id in "bac"] == [(), trace("a")[1], trace("c")[1]]


def test_the_oldest_traces_go_when_there_are_too_many(tmp_path: Path) -> None:
    """With their events."""
    store = Store(tmp_path, keep=3)
    for id in "abcde":
        store.keep("what?", *trace(id))
    assert [bool(store.trace(id)) for id in "abcde"] == [False, False, True, True, True]
    with closing(sqlite3.connect(store.path)) as db:
        assert db.execute("SELECT count(*) FROM events").fetchone() == (12,)


def test_the_oldest_of_many_traces_go_a_few_at_a_time(tmp_path: Path) -> None:
    """There are never more than were asked for, and nearly as many."""
    store = Store(tmp_path, keep=300)
    counts = []
    for number in range(310):
        store.keep("what?", *trace(f"{number}"))
        with closing(sqlite3.connect(store.path)) as db:
            counts.append(db.execute("SELECT count(*) FROM traces").fetchone()[0])
    assert max(counts) == 300
    assert min(counts[300:]) >= 297
    assert [bool(store.trace(f"{number}")) for number in (5, 15)] == [False, True]


def overwrite(path: Path) -> None:
    """Another file in its place, which is no database at all."""
    beside = path.with_suffix(".new")
    beside.write_bytes(b"not a database" * 100)
    beside.replace(path)


def corrupt(path: Path) -> None:
    """A database whose pages are torn."""
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def drop(path: Path) -> None:
    """A database without its tables."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE events")


def scribble(path: Path) -> None:
    """A database with rows that are no events."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE events SET event = '{}'")


def folder(path: Path) -> None:
    """A folder where the file should be."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [overwrite, corrupt, drop, scribble, folder])
def test_a_damaged_store_is_a_store_error(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Never SQLite's own, and with the path."""
    store = Store(tmp_path)
    store.keep("what?", *trace("a", 200))
    store.close()
    damage(store.path)
    with pytest.raises(StoreError, match=r"store\.sqlite"):
        store.trace("a")


@pytest.mark.parametrize("damage", [drop, folder])
def test_an_answer_is_not_lost_for_a_damaged_store(
    orc: Orchestra, home: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    """It arrives, and the log says that its trace was not kept."""
    add(orc, "x", says("fine"))
    assert Store(home).trace(orc.ask("anything").id)
    damage(home / "store.sqlite")
    with caplog.at_level(logging.WARNING, "orchestra"):
        assert orc.ask("anything").text == "fine"
    assert "was not kept" in caplog.text


def test_a_profile_may_keep_nothing(even: type[EvenRouter], tmp_path: Path, home: Path) -> None:
    """Then there is no store."""
    with Orchestra(bare_profile(tmp_path, "[store]\ntraces = false\n")) as orc:
        add(orc, "x", says("fine"))
        orc.ask("anything")
    assert not (home / "store.sqlite").exists()


WRITER = """
import sys
from pathlib import Path
from orchestra.store import Store
from tests.test_store import trace
for number in range(25):
    Store(Path(sys.argv[1])).keep("what?", *trace(f"{sys.argv[2]}-{number}"))
"""


def test_several_processes_may_write_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the very first moment, when there is no file yet."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    command = [sys.executable, "-c", WRITER, str(tmp_path / "home")]
    writers = [subprocess.Popen([*command, str(n)], stderr=subprocess.PIPE, text=True) for n in range(4)]
    for writer in writers:
        _, err = writer.communicate(timeout=120)
        assert (writer.returncode, err) == (0, "")
    store = Store(tmp_path / "home")
    assert all(store.trace(f"{n}-{number}") for n in range(4) for number in range(25))
