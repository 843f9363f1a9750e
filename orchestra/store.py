"""What is kept of queries between runs: `store.sqlite`, with each query's answer and events.

Knows the contract's types only. WAL, one short transaction a query: a crash of the program loses at most the query in
flight; a power cut may lose the last few, for the disk is not waited for. Rows are numbered as they come, so that a
trace is written at the end of the file, however large it is.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from orchestra.spec import EVENT, Answer, Event, FormatError, StoreError

#: What each format made of the one before it; the last is the one that is written.
_FORMATS = (
    """
    CREATE TABLE traces (
        query_id TEXT PRIMARY KEY,
        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
        query TEXT NOT NULL,
        answer TEXT NOT NULL
    ) STRICT;
    CREATE TABLE events (
        query_id TEXT NOT NULL REFERENCES traces ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        event TEXT NOT NULL,
        PRIMARY KEY (query_id, seq)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE traces RENAME TO old_traces;
    ALTER TABLE events RENAME TO old_events;
    CREATE TABLE traces (
        number INTEGER PRIMARY KEY,
        query_id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
        query TEXT NOT NULL,
        answer TEXT NOT NULL
    ) STRICT;
    CREATE TABLE events (
        trace INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        event TEXT NOT NULL,
        PRIMARY KEY (trace, seq)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO traces (query_id, at, query, answer) SELECT query_id, at, query, answer FROM old_traces ORDER BY at;
    INSERT INTO events SELECT number, seq, event FROM old_events JOIN traces USING (query_id);
    DROP TABLE old_events;
    DROP TABLE old_traces;
    """,
)
VERSION = len(_FORMATS)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its place; none where there is no file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def private_folder(path: Path) -> Path:
    """Make a folder only its owner can enter, with its parents."""
    # `parents=True` would leave the parents readable by others.
    for missing in reversed([each for each in (path, *path.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    path.mkdir(exist_ok=True)  # raises when it is a file
    return path


class Store:
    """The store in a state folder; it may be used from any thread and stays open from its first use to `close`."""

    def __init__(self, home: Path, keep: int = 10_000) -> None:
        """`keep`: how many traces there are at most; the oldest go first."""
        self._most = keep
        self._batch = max(1, keep // 100)  # removing one trace for each that comes would cost as much as writing it
        self.path = home / "store.sqlite"
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None  # device and inode of the file that is open

    def keep(self, query: str, answer: Answer, events: Sequence[Event]) -> None:
        """Write a query's trace. StoreError, FormatError."""
        with self._opened() as db, db:
            number = db.execute(
                "INSERT INTO traces (query_id, query, answer) VALUES (?, ?, ?)",
                (answer.id, query, answer.model_dump_json()),
            ).lastrowid
            assert number is not None  # an INSERT has just been made
            rows = [(number, event.seq, event.model_dump_json()) for event in events]
            db.executemany("INSERT INTO events VALUES (?, ?, ?)", rows)
            if number % self._batch == 0:
                db.execute("DELETE FROM traces WHERE number < ?", (number - self._most + self._batch,))

    def trace(self, query_id: str) -> tuple[Event, ...]:
        """The events of a query, in order; none when it is not kept."""
        with self._opened() as db:
            rows = db.execute(
                "SELECT event FROM events JOIN traces ON trace = number WHERE query_id = ? ORDER BY seq", (query_id,)
            )
            return tuple(EVENT.validate_json(event) for (event,) in rows)

    def close(self) -> None:
        """Close the file; a later call opens it again."""
        with self._lock:
            self._close()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The connection, one user at a time; whatever goes wrong with it or with what it holds is a StoreError."""
        with self._lock:
            try:
                yield self._connected()
            except (OSError, sqlite3.Error, ValueError) as error:
                self._close()
                raise StoreError(f"{self.path}: {error}", hint="check the folder, or set ORCHESTRA_HOME") from error
            except StoreError:
                self._close()
                raise

    def _connected(self) -> sqlite3.Connection:
        if self._db is not None and self._file != _identity(self.path):
            self._close()  # the file was removed or replaced: what would be written into the old one were lost
        if self._db is None:
            private_folder(self.path.parent)
            if not self.path.exists():
                os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
            self._db = sqlite3.connect(self.path, timeout=1, check_same_thread=False)
            self._file = _identity(self.path)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
        self._migrate(self._db)
        return self._db

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _migrate(self, db: sqlite3.Connection) -> None:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise FormatError(
                f"{self.path} has format {version}, this version of orchestra writes {VERSION}",
                hint="upgrade orchestra, or set ORCHESTRA_HOME to another folder",
            )
        if version < VERSION:
            with db:
                db.execute("BEGIN IMMEDIATE")
                # Another process may have done it while this one waited for the lock.
                (version,) = db.execute("PRAGMA user_version").fetchone()
                for format in _FORMATS[version:]:
                    for statement in filter(str.strip, format.split(";")):
                        db.execute(statement)
                db.execute(f"PRAGMA user_version = {VERSION}")
