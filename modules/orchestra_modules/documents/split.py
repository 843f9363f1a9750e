"""A document's text into passages an embedder can read whole: by headings, then blocks, then sentences.

Every passage stands verbatim in the text. Headings are not repeated inside passages: they become the title, the path
from the document's title down. A heading with nothing under it is a passage of its own, so that no words are lost.
A passage and its title fit the limit together. Tokens are estimated from characters, on the safe side: no tokenizer
is known here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from orchestra_modules.documents.blocks import Block, blocks, parts
from orchestra_modules.documents.code import units
from orchestra_modules.documents.sentences import code_sentences, sentences
from orchestra_modules.documents.source import Markup

#: Estimated tokens a passage may have; the estimate runs high, so this fits a window of 256.
LIMIT = 250

_PIECE = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]")
_GAP = re.compile(r"\n[ \t\r]*+\n")


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
    """Stretches of the text that may share a passage, under one title."""

    title: str
    spans: tuple[tuple[int, int], ...]


def weight(text: str, start: int = 0, end: int | None = None, most: int | None = None) -> int:
    """Tokens the text has at most, or nearly: five letters or three digits a token, any other sign its own.

    Counting stops once it is past `most`.
    """
    total = 0
    for piece in _PIECE.finditer(text, start, len(text) if end is None else end):
        left, right = piece.span()
        first = text[left]
        total += -(-(right - left) // 3) if first.isdigit() else -(-(right - left) // 5) if first.isascii() else 1
        if most is not None and total > most:
            break
    return total


def split(
    text: str, *, markup: Markup = "plain", title: str = "", limit: int = LIMIT, breaks: Sequence[int] = ()
) -> list[Chunk]:
    """The passages of a text, in order; none crosses one of the offsets in `breaks` where a block ends there too."""
    name = _shortened(title, limit // 3)
    chunks: list[Chunk] = []
    line, counted = 1, 0
    sections = _units(text, name, limit) if markup == "code" else _sections(text, markup, name, limit)
    part = code_sentences if markup == "code" else sentences
    for section in sections:
        room = max(limit - weight(section.title), limit - limit // 2)
        spans = [span for start, end in section.spans for span in _fitting(text, start, end, room, part)]
        for start, end in _packed(text, spans, room, breaks):
            if markup == "code":
                start = _indented(text, start, chunks[-1].end if chunks else 0)
            line, counted = line + text.count("\n", counted, start), start
            found = tuple((left, right) for left, right in part(text[start:end]))
            chunks.append(Chunk(start=start, end=end, line=line, title=section.title, sentences=found))
    return chunks


def _sections(text: str, markup: Markup, title: str, limit: int) -> Iterator[_Section]:
    """Headings with what stands under each, titled by the path of headings."""
    path: list[Block] = []
    heading: Block | None = None
    spans: list[tuple[int, int]] = []
    name = title
    for block in blocks(text, markup):
        if not block.level or weight(block.words, most=limit // 3) > limit // 3:  # too long to stand over a passage
            spans.append((block.start, block.end))
            continue
        above = [*(entry for entry in path if entry.level < block.level), block]
        if weight(_path(title, above)) > limit // 2:
            above = [block]
        # A heading with a deeper one under it is in that one's title: only a barren leaf needs a passage.
        if heading is not None and not spans and heading not in above:
            spans.append((heading.start, heading.end))
        if spans:
            yield _Section(title=name, spans=tuple(spans))
        path, heading, spans = above, block, []
        name = _path(title, above)
        name = name if weight(name) <= limit // 2 else _path("", above)
    if heading is not None and not spans:
        spans.append((heading.start, heading.end))
    if spans:
        yield _Section(title=name, spans=tuple(spans))


def _path(title: str, headings: list[Block]) -> str:
    return " > ".join([*([title] if title else []), *(heading.words for heading in headings if heading.words)])


def _units(text: str, title: str, limit: int) -> Iterator[_Section]:
    """Source code: neighbours share a passage; a definition that has to be cut gives its parts its name."""
    near: list[tuple[int, int]] = []
    for unit in units(text):
        if weight(text, unit.start, unit.end, limit - weight(title)) <= limit - weight(title):
            near.append((unit.start, unit.end))
            continue
        if near:
            yield _Section(title=title, spans=tuple(near))
            near = []
        longer = " > ".join(part for part in (title, unit.name) if part)
        yield _Section(title=longer if weight(longer) <= limit // 2 else title, spans=((unit.start, unit.end),))
    if near:
        yield _Section(title=title, spans=tuple(near))


def _shortened(title: str, limit: int) -> str:
    """A title that leaves room for a passage: whole words of it, the cut marked."""
    if weight(title, most=limit) <= limit:
        return title
    words = list[str]()
    for word in title[: 10 * limit].split():
        if weight(" ".join([*words, word])) >= limit:
            break
        words.append(word)
    return " ".join([*words, "\u2026"]) if words else ""


def _fitting(
    text: str, start: int, end: int, limit: int, part: Callable[[str], list[tuple[int, int]]]
) -> Iterator[tuple[int, int]]:
    """A block whole if it fits, else its tables and code apart, else its sentences, else cut between lines or words."""
    if weight(text, start, end, limit) <= limit:
        yield start, end
        return
    found = parts(text, start, end) if part is sentences else []
    if len(found) < 2:
        found = [(start + left, start + right) for left, right in part(text[start:end])]
    if len(found) < 2:
        middle = _middle(text, start, end)
        left_end = start + len(text[start:middle].rstrip())
        right_start = end - len(text[middle:end].lstrip())
        found = [(start, left_end), (right_start, end)]
    for left, right in found:
        if left < right:
            yield from _fitting(text, left, right, limit, part)


def _middle(text: str, start: int, end: int) -> int:
    """The break nearest the middle: an empty line's, else a line's, else a word's, else any."""
    half, quarter = (start + end) // 2, (end - start) // 4
    gaps = [match.start() + 1 for match in _GAP.finditer(text, start + quarter, end - quarter)]
    if gaps:
        return min(gaps, key=lambda place: abs(place - half))
    for mark in ("\n", " "):
        places = [text.rfind(mark, start + 1, half), text.find(mark, half, end - 1)]
        near = [place for place in places if place > start]
        if near:
            return min(near, key=lambda place: abs(place - half)) + 1
    return max(start + 1, half)


def _packed(text: str, spans: Sequence[tuple[int, int]], limit: int, breaks: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours joined while they fit together and no break lies between them."""
    packed: list[tuple[int, int]] = []
    held = 0
    for start, end in spans:
        more = weight(text, start, end, limit)
        if packed and held + more <= limit and bisect_right(breaks, packed[-1][0]) == bisect_right(breaks, start):
            packed[-1] = (packed[-1][0], end)
            held += more
        else:
            packed.append((start, end))
            held = more
    return packed


def _indented(text: str, start: int, after: int) -> int:
    """The place with the indentation before it, so that the first line of code stands as the next ones do."""
    place = start
    while place > after and text[place - 1] in " \t":
        place -= 1
    return place if place == 0 or text[place - 1] == "\n" else start
