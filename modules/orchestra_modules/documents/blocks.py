"""The headings and blocks of a text, found from its lines by the marks that its markup uses.

A block is what stands between empty lines; fenced code, and what an rst directive or `::` announces, is one block with
the empty lines in it. Offsets only; knows nothing of how much fits into a passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from orchestra_modules.documents.source import Markup

_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"^[ \t]*(```+|~~~+)")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_NOT_PROSE = re.compile(r"^(?: {4}|\t)|^\s*(?:[-*+>|#<]|\d{1,9}[.)]\s|```|~~~)")
_ADORNED = re.compile(r"^([!-/:-@\[-`{-~])\1{2,}\s*$")
_ANNOUNCES = re.compile(r"^\s*\.\. |.*::\s*$")
_EDGE = re.compile(r"^[ \t]*+\||^[ \t]*+(?:```+|~~~+)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A stretch of the text; a heading has a level (from 1) and its words."""

    start: int
    end: int
    level: int = 0
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class _Line:
    start: int
    text: str  # with its line end

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def end(self) -> int:
        return self.start + len(self.text.rstrip())


def blocks(text: str, markup: Markup) -> Iterator[Block]:
    """Headings and blocks, in order; what is in none of them is white space."""
    lines = list(_lines(text))
    headings = _rst_headings(lines) if markup == "rst" else _markdown_headings(lines) if markup == "markdown" else {}
    at = 0
    while at < len(lines):
        if lines[at].blank:
            at += 1
            continue
        if at in headings:
            level, words, many = headings[at]
            first, last = lines[at], lines[at + many - 1]
            yield Block(start=first.start + first.indent, end=last.end, level=level, words=words)
            at += many
            continue
        after = _end_of_block(lines, at, headings, markup)
        yield Block(start=lines[at].start + lines[at].indent, end=lines[after - 1].end)
        at = after


def parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A block that does not fit, at the edges of the tables and the fenced code in it: those are kept whole."""
    found, begun, position = list[tuple[int, int]](), start, start
    kind = fence = ""
    for line in text[start:end].splitlines(keepends=True):
        match = _FENCE.match(line)
        here = "code" if fence or match else "table" if line.lstrip().startswith("|") else "prose"
        opens = bool(match) and not fence
        if position > begun and (here != kind or opens):
            found.append((begun, position))
            begun = position
        if match:
            fence = "" if fence and match.group(1).startswith(fence) else (fence or match.group(1))
        kind, position = here, position + len(line)
    found.append((begun, end))
    trimmed = [
        (left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip()))
        for left, piece in ((left, text[left:right]) for left, right in found)
    ]
    return [(left, right) for left, right in trimmed if left < right]


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    for line in text.splitlines(keepends=True):
        yield _Line(start=position, text=line)
        position += len(line)


def _end_of_block(lines: list[_Line], at: int, headings: dict[int, tuple[int, str, int]], markup: Markup) -> int:
    """The line after the block that begins here."""
    fence, held, after = "", -1, at
    for number in range(at, len(lines)):
        line = lines[number]
        if number > at and not fence and number in headings:
            break
        if line.blank and not fence:
            if held < 0:
                break
            continue  # what ends it is the next line that stands no deeper
        if held >= 0 and number > at and lines[number - 1].blank and line.indent <= held:
            break
        if markup == "markdown" and (match := _FENCE.match(line.text)):
            fence = "" if fence and match.group(1).startswith(fence) else (fence or match.group(1))
        if markup == "rst" and held < 0 and _ANNOUNCES.match(line.text):
            held = line.indent
        if not line.blank:
            after = number + 1
    return after


def _markdown_headings(lines: list[_Line]) -> dict[int, tuple[int, str, int]]:
    """Line -> level, words and how many lines: `# ...`, and a line underlined with = or -; none in fenced code."""
    found: dict[int, tuple[int, str, int]] = {}
    fence, begin = "", _front_matter(lines)
    for number in range(begin, len(lines)):
        text = lines[number].text
        if match := _FENCE.match(text):
            fence = "" if fence and match.group(1).startswith(fence) else (fence or match.group(1))
        elif fence:
            continue
        elif match := _ATX.match(text.rstrip()):
            found[number] = (len(match.group(1)), match.group(2), 1)
        elif (
            number > begin
            and (match := _SETEXT.match(text))
            and (number - 1 == begin or lines[number - 2].blank or number - 2 in found)
            and number - 1 not in found
            and not lines[number - 1].blank
            and not _NOT_PROSE.match(lines[number - 1].text)
            and not _SETEXT.match(lines[number - 1].text)
        ):
            found[number - 1] = (1 if match.group(1)[0] == "=" else 2, lines[number - 1].text.strip(), 2)
    return found


def _front_matter(lines: list[_Line]) -> int:
    """The line after the settings that a page begins with between two lines of ---, or 0."""
    if lines and lines[0].text.rstrip() == "---":
        for number, line in enumerate(lines[1:200], start=1):
            if line.text.rstrip() in ("---", "..."):
                return number + 1
    return 0


def _rst_headings(lines: list[_Line]) -> dict[int, tuple[int, str, int]]:
    """As above: a line with an underline, and an overline or none; levels are the order in which styles come up."""
    found: dict[int, tuple[int, str, int]] = {}
    styles: list[str] = []
    number = 0
    while number + 1 < len(lines):
        over = bool(_ADORNED.match(lines[number].text)) and number + 2 < len(lines)
        title, under = (number + 1, number + 2) if over else (number, number + 1)
        words, line = lines[title].text.rstrip(), lines[under].text.rstrip()
        fits = (
            words.strip()
            and _ADORNED.match(line)
            and not _ADORNED.match(words)
            and len(line) + 2 >= len(words)
            and (number == 0 or lines[number - 1].blank)
            and (over or not words[0].isspace())
            and (not over or lines[number].text.rstrip() == line)
        )
        if not fits:
            number += 1
            continue
        style = line[0] * (2 if over else 1)
        styles += [] if style in styles else [style]
        found[number] = (min(6, styles.index(style) + 1), words.strip(), under - number + 1)
        number = under + 1
    return found
