"""Plain text: the file's own text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.text import noted, read_text
from orchestra_modules.documents.source import Fields, Source


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The file as one document."""
    text, encoding = read_text(path)
    yield Source(document_id=name, path=path, text=text, metadata={"format": "text", **noted(encoding)})
