"""A source into the passages that are stored: split, titled, and placed on the lines or pages of its file."""

from __future__ import annotations

from orchestra_modules.documents.source import Source
from orchestra_modules.documents.split import split
from orchestra_modules.documents.store import Piece


def pieces(source: Source, limit: int) -> list[Piece]:
    """The passages of a source, in order; each of at most `limit` estimated tokens."""
    markdown = source.format == "markdown"
    has_heading = markdown and any(line.startswith("# ") for line in source.text.splitlines())
    title = source.title if source.format == "row" or has_heading else source.path.stem
    found = []
    for chunk in split(source.text, markdown=markdown, title=title, limit=limit):
        line, page = source.place(chunk.start, chunk.line)
        found.append(
            Piece(
                start=chunk.start,
                end=chunk.end,
                line=line,
                page=page,
                title=chunk.title,
                text=source.text[chunk.start : chunk.end],
                sentences=chunk.sentences,
            )
        )
    return found
