"""reStructuredText: the file's own text, whose headings are lines with an underline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.text import noted, read_text
from orchestra_modules.documents.source import Fields, Source


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The file as one document."""
    text, encoding = read_text(path)
    metadata = {"format": "rst", **noted(encoding)}
    yield Source(document_id=name, path=path, text=text, format="rst", markup="rst", metadata=metadata)
