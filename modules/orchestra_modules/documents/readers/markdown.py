"""Markdown: the file's own text; the title is that of its front matter, where it has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from orchestra.spec import Skipped
from orchestra_modules.documents.readers.text import noted, read_text
from orchestra_modules.documents.source import Fields, Source

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,200}?title:[ \t]*[\"']?([^\n]*?)[\"']?[ \t]*\r?\n")


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The file as one document."""
    text, encoding = read_text(path)
    title = match[1] if (match := _FRONT.match(text)) else ""
    metadata = {"format": "markdown", **noted(encoding)}
    yield Source(
        document_id=name, path=path, text=text, title=title, format="markdown", markup="markdown", metadata=metadata
    )
