"""JSONL and NDJSON: a JSON object a line, each a document of its own.

The file is read line by line, so any length will do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.row import document
from orchestra_modules.documents.readers.text import encoding_of, noted
from orchestra_modules.documents.source import Fields, Source, Unreadable

_LONGEST = 8 * 2**20  # letters of a line


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The rows of the file, and what is no row."""
    encoding = encoding_of(path)
    many = 0
    with path.open(encoding=encoding, newline="\n") as file:
        for number, line in _numbered(file.readline):
            if not line.strip():
                continue
            many += 1
            yield _row(path, name, number, line, fields, noted(encoding))
    if not many:
        raise Unreadable("empty")


def _numbered(readline: Callable[[int], str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; of one that is too long only as much as shows that it is."""
    number = 0
    while line := readline(_LONGEST + 1):
        number += 1
        yield number, line
        while not line.endswith("\n") and (line := readline(_LONGEST)):
            pass


def _row(path: Path, name: str, number: int, line: str, fields: Fields, noted: dict[str, str]) -> Source | Skipped:
    where = f"{path}:{number}"
    if len(line) > _LONGEST:
        return Skipped(source=where, reason=f"a line of more than {_LONGEST // 2**20} million letters")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        return Skipped(source=where, reason="not a JSON object")
    return document(path, name, number, row, fields, noted)
