"""A document's text into passages an embedder can read whole: by headings, then blocks, then sentences.

Every passage stands verbatim in the text. Headings are not repeated inside passages: they become the title, the path
from the document's title down. A heading with nothing under it is a passage of its own, so that no words are lost.
Tokens are estimated from characters, on the safe side: no tokenizer is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from orchestra_modules.documents.sentences import sentences

#: Estimated tokens a passage may have; the estimate runs high, so this fits a window of 256.
LIMIT = 250

_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"^[ \t]*(```+|~~~+)")
_PIECE = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]")


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """A passage: its offsets, its line in the text (from 1), its title and its sentences' offsets inside it."""

    start: int
    end: int
    line: int
    title: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class _Section:
    """The lines under one heading; `heading` is the span of the heading itself."""

    title: str
    heading: tuple[int, int]
    blocks: tuple[tuple[int, int], ...]


def weight(text: str) -> int:
    """Tokens the text has at most, or nearly: five letters or three digits a token, any other sign its own."""
    total = 0
    for piece in _PIECE.findall(text):
        total += -(-len(piece) // 3) if piece[0].isdigit() else -(-len(piece) // 5) if piece[0].isascii() else 1
    return total


def split(text: str, *, markdown: bool, title: str = "", limit: int = LIMIT) -> list[Chunk]:
    """The passages of a text, in order."""
    chunks = []
    line, counted = 1, 0
    for section in _sections(text, markdown, title):
        spans = [span for block in section.blocks for span in _fitting(text, *block, limit)]
        for start, end in _packed(text, spans, limit) or [section.heading]:
            line, counted = line + text.count("\n", counted, start), start
            parts = tuple((left, right) for left, right in sentences(text[start:end]))
            chunks.append(Chunk(start=start, end=end, line=line, title=section.title, sentences=parts))
    return chunks


def _sections(text: str, markdown: bool, title: str) -> Iterator[_Section]:
    """Headings with what stands under each, titled by the path of headings."""
    path: list[tuple[int, str]] = []
    heading, blocks = (0, 0), list[tuple[int, int]]()
    name = title
    for kind, start, end in _blocks(text, markdown):
        if kind == "block":
            blocks.append((start, end))
            continue
        level, words = _heading(text[start:end])
        # A heading with a deeper one under it is in that one's title: only a barren leaf needs a passage.
        barren = not blocks and heading != (0, 0) and not (path and level > path[-1][0])
        if blocks or barren:
            yield _Section(title=name, heading=heading, blocks=tuple(blocks))
        path = [entry for entry in path if entry[0] < level] + [(level, words)]
        name = " > ".join([*([title] if title else []), *(words for _, words in path if words)])
        heading, blocks = (start, end), []
    if blocks or heading != (0, 0):
        yield _Section(title=name, heading=heading, blocks=tuple(blocks))


def _heading(line: str) -> tuple[int, str]:
    match = _ATX.match(line)
    return (len(match.group(1)), match.group(2)) if match else (6, line.strip())


def _blocks(text: str, markdown: bool) -> Iterator[tuple[str, int, int]]:
    """Headings and blocks: paragraphs and lists end at an empty line, fenced code at its closing fence."""
    fence, start, end, position = "", -1, -1, 0
    for line in text.splitlines(keepends=True):
        stop = position + len(line.rstrip())
        opened = _FENCE.match(line) if markdown else None
        if markdown and not fence and _ATX.match(line.rstrip()):
            if start >= 0:
                yield "block", start, end
            yield "heading", position + len(line) - len(line.lstrip()), stop
            start = -1
        elif not fence and not line.strip():
            if start >= 0:
                yield "block", start, end
            start = -1
        else:
            if start < 0:
                start = position + len(line) - len(line.lstrip())
            if line.strip():
                end = stop
            if opened:
                fence = "" if fence and opened.group(1).startswith(fence) else (fence or opened.group(1))
        position += len(line)
    if start >= 0:
        yield "block", start, end


def _fitting(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """A block whole if it fits, else its sentences packed, else cut between lines, words or at last letters."""
    if weight(text[start:end]) <= limit:
        yield start, end
        return
    parts = [(start + left, start + right) for left, right in sentences(text[start:end])]
    if len(parts) > 1:
        for left, right in parts:
            yield from _fitting(text, left, right, limit)
        return
    middle = _middle(text, start, end)
    left_end = start + len(text[start:middle].rstrip())
    right_start = end - len(text[middle:end].lstrip())
    if left_end > start:
        yield from _fitting(text, start, left_end, limit)
    if right_start < end:
        yield from _fitting(text, right_start, end, limit)


def _middle(text: str, start: int, end: int) -> int:
    """The break nearest the middle: a line's, else a word's, else any."""
    half = (start + end) // 2
    for mark in ("\n", " "):
        places = [text.rfind(mark, start + 1, half), text.find(mark, half, end - 1)]
        near = [place for place in places if place > start]
        if near:
            return min(near, key=lambda place: abs(place - half)) + 1
    return max(start + 1, half)


def _packed(text: str, spans: list[tuple[int, int]], limit: int) -> list[tuple[int, int]]:
    """Neighbours joined while they fit together."""
    packed: list[tuple[int, int]] = []
    for start, end in spans:
        if packed and weight(text[packed[-1][0] : end]) <= limit:
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    return packed
