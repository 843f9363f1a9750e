"""JSON: an array of objects is read as rows, each at its line; one object with the text field is one row.

Any other JSON is read as it stands, the way source code is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.row import document
from orchestra_modules.documents.readers.text import noted, read_text
from orchestra_modules.documents.source import Fields, Source, Unreadable

_SPACE = re.compile(r"[ \t\r\n]*+")


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The objects of the array, or the file as one document."""
    text, encoding = read_text(path)
    about = noted(encoding)
    try:
        whole = json.loads(text)
    except ValueError as error:
        if not text.strip():
            raise Unreadable("empty") from error
        raise Unreadable(f"not JSON: {error}") from error
    if isinstance(whole, list) and any(isinstance(item, dict) for item in whole):
        for line, item in _placed(text):
            if isinstance(item, dict):
                yield document(path, name, line, item, fields, about)
            else:
                yield Skipped(source=f"{path}:{line}", reason="not a JSON object")
    elif isinstance(whole, dict) and isinstance(whole.get(fields.text), str):
        yield document(path, name, 1, whole, fields, about)
    else:
        metadata = {"format": "code", **about}
        yield Source(document_id=name, path=path, text=text, format="code", markup="code", metadata=metadata)


def _placed(text: str) -> Iterator[tuple[int, object]]:
    """The items of an array that is known to be one, each with the line on which it begins."""
    decoder = json.JSONDecoder()
    place, line, counted = _after(text, text.index("[") + 1), 1, 0
    while text[place] != "]":
        line, counted = line + text.count("\n", counted, place), place
        item, place = decoder.raw_decode(text, place)
        yield line, item
        place = _after(text, place)
        if text[place] == ",":
            place = _after(text, place + 1)


def _after(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    assert match is not None  # it matches nothing too
    return match.end()
