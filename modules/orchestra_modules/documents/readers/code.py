"""Source code, settings and markup languages: the file's own text, cut between definitions and empty lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.text import noted, read_text
from orchestra_modules.documents.source import Fields, Source


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The file as one document."""
    text, encoding = read_text(path)
    metadata = {"format": "code", **noted(encoding)}
    yield Source(document_id=name, path=path, text=text, format="code", markup="code", metadata=metadata)
