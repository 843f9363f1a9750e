"""CSV and TSV: the first row names the fields, every other row is a document of its own, at its line of the file.

The separator is the one that cuts the first rows into most fields of the same number; quoted fields may hold line
ends. The file is read row by row, so any length will do.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.row import document, lacking, missing
from orchestra_modules.documents.readers.text import encoding_of, noted
from orchestra_modules.documents.source import Fields, Source, Unreadable

_LONGEST = 8 * 2**20  # letters of a field, and of a line
_WIDEST = 10_000  # fields of a row
_SAMPLE = 2**16


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The rows of the file, and what is no row. Unreadable when the text field is named and not there."""
    # The library's own limit is 128 kB and one for the whole process; a higher one harms nobody.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE)
    mark = "\t" if path.suffix.lower() != ".csv" and "\t" in sample else _separator(sample)
    with path.open(encoding=encoding, newline="") as file:
        told = sample.lower().startswith("sep=")  # a line that spreadsheets write
        rows = _numbered(_lines(file.readline, skip=told), mark, 1 if told else 0)
        header = next((row for _, row in rows if any(row)), None)
        if header is None:
            raise Unreadable("empty")
        names = _names(header)
        if lacking(names, fields):
            raise Unreadable(missing(fields.text, names))
        many = 0
        for line, row in rows:
            if not any(cell.strip() for cell in row):
                continue
            many += 1
            if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
                reason = f"{len(row)} fields, where the first row names {len(names)}"
                yield Skipped(source=f"{path}:{line}", reason=reason)
                continue
            values = {key: cell for key, cell in zip(names, row, strict=False) if key}
            yield document(path, name, line, values, fields, noted(encoding))
    if not many:
        raise Unreadable("no rows below the one that names the fields")


def _lines(readline: Callable[[int], str], *, skip: bool) -> Iterator[str]:
    """The lines as they stand; Unreadable at one that is too long."""
    if skip:
        readline(_LONGEST)
    while line := readline(_LONGEST + 1):
        if len(line) > _LONGEST:
            raise Unreadable(f"a line of more than {_LONGEST // 2**20} million letters")
        yield line


def _numbered(lines: Iterator[str], mark: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """Rows, each with the line on which it begins."""
    rows = csv.reader(lines, delimiter=mark)
    line = before + 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(f"no table from line {line} on: {error}") from error
        if len(row) > _WIDEST:
            raise Unreadable(f"line {line} has {len(row)} fields, more than {_WIDEST}")
        yield line, row
        line = before + rows.line_num + 1


def _separator(sample: str) -> str:
    if sample.lower().startswith("sep=") and len(sample) > 4 and sample[4] in ",;\t|":
        return sample[4]
    best, most = ",", (0.0, 0)
    for mark in ",;\t|":
        try:
            rows = list(islice(csv.reader(sample.splitlines(keepends=True), delimiter=mark), 30))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in (rows[:-1] or rows) if row)
        if not widths:
            continue
        width, many = max(widths.items(), key=lambda entry: (entry[1], entry[0]))
        found = (many / sum(widths.values()), width) if width > 1 else (0.0, 0)
        if found > most:
            best, most = mark, found
    return best


def _names(header: list[str]) -> list[str]:
    """The names of the fields, each once: a second one of a name gets its number."""
    seen = Counter[str]()
    names = []
    for cell in header:
        name = " ".join(cell.split())
        seen[name] += 1
        names.append(f"{name} {seen[name]}" if seen[name] > 1 and name else name)
    return names
