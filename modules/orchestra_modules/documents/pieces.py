"""A source into the passages that are stored: split, titled, and placed on the lines or pages of its file."""

from __future__ import annotations

from itertools import pairwise

from orchestra_modules.documents.blocks import blocks
from orchestra_modules.documents.source import Source
from orchestra_modules.documents.split import split
from orchestra_modules.documents.store import Piece


def pieces(source: Source, limit: int) -> list[Piece]:
    """The passages of a source, in order; each of at most `limit` estimated tokens, its title included."""
    # A passage has one page: it ends where the page does.
    breaks = [two.start for one, two in pairwise(source.places) if one.page != two.page]
    found = []
    for chunk in split(source.text, markup=source.markup, title=_title(source), limit=limit, breaks=breaks):
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


def _title(source: Source) -> str:
    """What stands before the path of headings: nothing where the text has a heading of its own over everything."""
    if source.format == "row":
        return source.title
    if source.markup == "code":
        return source.path.name
    headed = source.markup != "plain" and any(block.level == 1 for block in blocks(source.text, source.markup))
    return "" if headed else source.title or source.path.stem
