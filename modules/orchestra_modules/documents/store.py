"""Documents, passages and sentences of one build, in SQLite. A row's number is its vector's place.

A build is written once and then only read, so readers open it as immutable and need no locks of SQLite's.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

FILE = "passages.sqlite"

_MAPPED = 2**31  # bytes of the file that are looked at where they lie; more is read
_AT_ONCE = 500  # numbers in one query; SQLite takes 999 before 3.32
_KEPT = 4096  # passages that were read last; of one or two kB each

_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, digest TEXT NOT NULL,
    title TEXT NOT NULL, metadata TEXT NOT NULL, first INTEGER NOT NULL, passages INTEGER NOT NULL
);
CREATE INDEX documents_source ON documents (source);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    line INTEGER, page INTEGER, title TEXT NOT NULL, text TEXT NOT NULL,
    first INTEGER NOT NULL, sentences INTEGER NOT NULL
);
CREATE INDEX passages_first ON passages (first);
CREATE TABLE sentences (
    number INTEGER PRIMARY KEY, passage INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
"""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document as stored; its passages are the numbers from `first` on."""

    number: int
    id: str
    source: str
    digest: str
    title: str
    metadata: dict[str, str]
    first: int
    passages: int


class Source(NamedTuple):
    """What a passage tells of its document."""

    id: str
    source: str
    metadata: dict[str, str]


class Piece(NamedTuple):
    """A passage; its sentences' offsets count inside `text`.

    A tuple, since every search makes some: a dataclass that cannot be changed takes five times as long.
    """

    start: int
    end: int
    line: int | None
    page: int | None
    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]


class Row(NamedTuple):
    """A passage as stored; its sentences are the numbers from `first` on."""

    number: int
    first: int
    piece: Piece


class Store:
    """The read side: one connection, shared between threads under a lock."""

    def __init__(self, build: Path) -> None:
        uri = f"{(build / FILE).resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        self._lock = threading.Lock()
        # A build does not change, and after a search by vectors little of the file is left in the processor's caches.
        self._kept: dict[int, tuple[Row, Source]] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def count(self) -> tuple[int, int, int]:
        """How many documents, passages and sentences there are."""
        tables = ("documents", "passages", "sentences")
        # Numbers have no gaps, and counting would read every page.
        ends = [self._all(f"SELECT coalesce(max(number) + 1, 0) FROM {table}")[0][0] for table in tables]
        return ends[0], ends[1], ends[2]

    def documents(self) -> Iterator[Document]:
        """Every document, in order."""
        for row in self._all("SELECT * FROM documents ORDER BY number"):
            yield _document(row)

    def faults(self) -> list[str]:
        """What is wrong with the file by SQLite's own check, and with how its rows refer to each other."""
        found = [str(row[0]) for row in self._all("PRAGMA integrity_check")]
        faults = [] if found == ["ok"] else found
        for part, whole in (("passage", "document"), ("sentence", "passage")):
            query = f"""SELECT count(*) FROM {part}s AS part LEFT JOIN {whole}s AS whole ON part.{whole} = whole.number
                WHERE whole.number IS NULL OR part.number NOT BETWEEN whole.first AND whole.first + whole.{part}s - 1"""
            if astray := self._all(query)[0][0]:
                faults.append(f"{astray:,} {part}s belong to no {whole}")
        return faults

    def passages(self, document: Document) -> list[Row]:
        """The passages of a document, in order."""
        return [row for row, _ in self.found(range(document.first, document.first + document.passages))]

    def found(self, numbers: Sequence[int]) -> list[tuple[Row, Source]]:
        """Passages by number, in the order asked for, with what they are from. IndexError where one is missing."""
        found = {number: kept for number in numbers if (kept := self._kept.get(number)) is not None}
        unread = [number for number in numbers if number not in found]
        for first in range(0, len(unread), _AT_ONCE):
            read = {row.number: (row, source) for row, source in self._found(unread[first : first + _AT_ONCE])}
            found |= read
            self._keep(read)
        if missing := [number for number in unread if number not in found]:
            raise IndexError(f"passage {missing[0]} is missing")
        return [found[number] for number in numbers]

    def _keep(self, read: dict[int, tuple[Row, Source]]) -> None:
        with self._lock:
            self._kept |= read
            for oldest in list(islice(self._kept, max(0, len(self._kept) - _KEPT))):
                del self._kept[oldest]

    def _found(self, numbers: Sequence[int]) -> Iterator[tuple[Row, Source]]:
        marks = ", ".join("?" * len(numbers))
        spans: dict[int, list[tuple[int, int]]] = {number: [] for number in numbers}
        for passage, start, end in self._all(
            f"""SELECT passages.number, sentences.start, sentences."end" FROM passages CROSS JOIN sentences
                ON sentences.number >= passages.first AND sentences.number < passages.first + passages.sentences
                WHERE passages.number IN ({marks}) ORDER BY sentences.number""",
            *numbers,
        ):
            spans[passage].append((start, end))
        for number, first, start, end, line, page, title, text, identity, source, metadata in self._all(
            f"""SELECT passages.number, passages.first, start, "end", line, page, passages.title, text,
                documents.id, source, metadata
                FROM passages CROSS JOIN documents ON documents.number = passages.document
                WHERE passages.number IN ({marks})""",
            *numbers,
        ):
            piece = Piece(start, end, line, page, title, text, tuple(spans[number]))
            yield Row(number, first, piece), Source(identity, source, json.loads(metadata) if metadata != "{}" else {})

    def firsts(self) -> Iterator[int]:
        """For every passage in order, the number of its first sentence, or of the next one's where it has none."""
        # As the sentences are put in with their passages, this is the order of both.
        return (row[0] for row in self._all("SELECT first FROM passages ORDER BY first, number"))

    def matching(self, filters: dict[str, str]) -> list[tuple[int, int]]:
        """The passages whose document has all of the metadata given, as first numbers and how many from there."""
        each = "EXISTS (SELECT 1 FROM json_each(metadata) WHERE key = ? AND value = ?)"
        where = " AND ".join([each] * len(filters)) or "1"
        values = [value for pair in filters.items() for value in pair]
        found = self._all(f"SELECT first, passages FROM documents WHERE {where} ORDER BY number", *values)
        return [(first, many) for first, many in found]

    def _all(self, query: str, *values: int | str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()


class Writer:
    """The write side: documents come in whole and get their numbers in the order they come."""

    def __init__(self, build: Path) -> None:
        self._connection = sqlite3.connect(build / FILE)
        # The folder is made durable as a whole when it is finished; until then nobody reads it.
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self.documents = self.passages = self.sentences = 0

    def add(
        self, *, id: str, source: str, digest: str, title: str, metadata: dict[str, str], passages: Iterable[Piece]
    ) -> None:
        """Take in a document with its passages."""
        first = self.passages
        for piece in passages:
            self._connection.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.passages,
                    self.documents,
                    piece.start,
                    piece.end,
                    piece.line,
                    piece.page,
                    piece.title,
                    piece.text,
                    self.sentences,
                    len(piece.sentences),
                ),
            )
            self._connection.executemany(
                "INSERT INTO sentences VALUES (?, ?, ?, ?)",
                (
                    (self.sentences + place, self.passages, left, right)
                    for place, (left, right) in enumerate(piece.sentences)
                ),
            )
            self.passages += 1
            self.sentences += len(piece.sentences)
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.documents, id, source, digest, title, json.dumps(metadata), first, self.passages - first),
        )
        self.documents += 1

    def flush(self) -> None:
        """Finish the file."""
        self._connection.commit()

    def texts(self) -> Iterator[str]:
        """Every passage's title and text, in order."""
        for title, text in self._connection.execute("SELECT title, text FROM passages ORDER BY number"):
            yield f"{title}\n{text}"

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _document(row: Sequence[Any]) -> Document:
    number, identity, source, digest, title, metadata, first, passages = row
    return Document(
        number=number,
        id=identity,
        source=source,
        digest=digest,
        title=title,
        metadata=json.loads(metadata),
        first=first,
        passages=passages,
    )
