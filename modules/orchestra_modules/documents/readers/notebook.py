"""Jupyter notebooks: their text and code cells in order, each at its line of the file; outputs are not read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.text import noted, read_text
from orchestra_modules.documents.source import Fields, Place, Source, Unreadable

_MOST = 64 * 2**20  # pictures are kept in the file
_MOST_LOST = 100  # cells not found in the file's own text, after which none is looked for
_MOST_ALIKE = 50  # places in the file that begin as the cell does, and are none
_KEY = re.compile(r'"(?:source|input)"\s*:\s*\[?\s*\Z')
_FENCES = re.compile(r"^[ \t]*(`{3,})", re.MULTILINE)


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The cells as one document of Markdown."""
    raw, encoding = read_text(path, _MOST)
    try:
        book = json.loads(raw)
    except ValueError as error:
        raise Unreadable(f"not a notebook: {error}" if raw.strip() else "empty") from error
    language = _language(book)
    written, places = list[str](), list[Place]()
    length, line, position, lost = 0, 1, 0, 0
    for kind, body in _cells(book):
        found = _find(raw, body, position) if lost < _MOST_LOST else -1
        lost += found < 0
        if found > position:
            line, position = line + raw.count("\n", position, found), found
        if not body.strip():
            continue
        block = _fenced(body.strip("\n"), language) if kind == "code" else body.strip("\n")
        places.append(Place(start=length, line=line))
        written.append(block)
        length += len(block) + 2
    text = "\n\n".join(written)
    if not text:
        raise Unreadable("no cells with text or code")
    yield Source(
        document_id=name,
        path=path,
        text=text,
        format="notebook",
        markup="markdown",
        places=tuple(places),
        metadata={"format": "notebook", **noted(encoding)},
    )


def _cells(book: Any) -> Iterator[tuple[str, str]]:
    """The kind and the text of each cell. Unreadable when this is no notebook."""
    if not isinstance(book, dict):
        raise Unreadable("not a notebook: no JSON object")
    sheets = book.get("worksheets")  # where notebooks of before 2015 have their cells
    holders = [book, *(sheets if isinstance(sheets, list) else [])]
    lists = [
        holder["cells"] for holder in holders if isinstance(holder, dict) and isinstance(holder.get("cells"), list)
    ]
    if not lists:
        raise Unreadable("not a notebook: it has no cells")
    for cell in (cell for cells in lists for cell in cells if isinstance(cell, dict)):
        body = cell.get("source", cell.get("input", ""))
        if isinstance(body, list):
            body = "".join(part for part in body if isinstance(part, str))
        if isinstance(body, str):
            yield str(cell.get("cell_type")), body


def _find(raw: str, body: str, position: int) -> int:
    """Where the cell's text stands in the file, or -1: after its key, as JSON writes its first line."""
    first = body.split("\n", 1)[0][:500]
    for plain in (False, True):
        written = json.dumps(first, ensure_ascii=plain)[:-1]
        place = raw.find(written, position)
        for _ in range(_MOST_ALIKE):
            if place < 0 or _KEY.search(raw, max(position, place - 80), place):
                break
            place = raw.find(written, place + 1)
        else:
            place = -1
        if place >= 0:
            return place
    return -1


def _language(book: Any) -> str:
    try:
        found = book["metadata"]["kernelspec"]["language"]
    except (KeyError, TypeError):
        return "python"
    return found if isinstance(found, str) and found.isalnum() else ""


def _fenced(body: str, language: str) -> str:
    longest = max((len(match) for match in _FENCES.findall(body)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{body}\n{fence}"
