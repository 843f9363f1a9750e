"""Finding tables in a text: rows one a line with commas, bars, tabs or semicolons, or all in one line.

A text becomes blocks: tables, single rows, and prose. Knows no meaning of any of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from orchestra_modules.solving.refusal import TooCostly
from orchestra_modules.solving.regex import regex

MAX_CELLS = 20_000
NUMBER: Final = regex(r"[-\u2212+]?[$\u20ac\u00a3]?\d+(?:\.\d+)?%?")
_HEADING: Final = r"[a-z][a-z_-]*(?: [a-z][a-z_-]*){0,2}(?: ?\([^()\d]{1,12}\))?"
_NAME: Final = r"[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2}"
_CELL: Final = r"(?:-?\d+(?:\.\d+)?|[A-Za-z][\w'-]*)"
_INLINE: Final = regex(rf":[ \t]+(?P<head>{_HEADING}(?:, ?{_HEADING})+)[ \t]+(?={_NAME}, ?{_CELL}(?:,|\s|$))")


@dataclass(frozen=True)
class Block:
    """A piece of a text. A table has its heading as first row; a single row stands after a colon; prose has no rows."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(text: str) -> list[Block]:
    """The pieces of a text in order."""
    lines = [line.strip() for line in _unfold(text).split("\n") if line.strip()]
    found: list[Block] = []
    index = 0
    while index < len(lines):
        length, table = _table(lines, index)
        if table:
            found.append(Block(rows=table))
        elif (row := _cells(lines[index])) and index and lines[index - 1].endswith(":"):
            found.append(Block(rows=(row,)))
        else:
            found.append(Block(lines[index]))
        index += length
    if sum(len(row) for block in found for row in block.rows) > MAX_CELLS:
        raise TooCostly(f"a table may have at most {MAX_CELLS} cells")
    return found


def _table(lines: list[str], start: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """How many lines belong to the table that begins at a line, and its rows; one line and no rows if none begins."""
    head = _cells(lines[start])
    if not head or any(NUMBER.fullmatch(cell) for cell in head) or len(set(head)) < len(head):
        return 1, ()
    rows = [head]
    index = start + 1
    while index < len(lines):
        if re.fullmatch(r"[|\s:+-]+", lines[index]) and "-" in lines[index]:
            index += 1  # the rule under a heading
            continue
        row = _cells(lines[index])
        if len(row) != len(head):
            break
        rows.append(row)
        index += 1
    if len(rows) < 2 or (len(rows) == 2 and len(head) == 2 and not any(NUMBER.fullmatch(c) for c in rows[1])):
        return 1, ()
    return index - start, tuple(rows)


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a line; none if it is prose."""
    if line.endswith((".", "?", ":", "!")):
        return ()
    for mark in ("|", "\t", ";", ","):
        if mark in line:
            cells = tuple(cell.strip() for cell in line.strip("|").split(mark))
            plain = all(cell and len(cell.split()) <= 5 for cell in cells)
            return cells if plain and len(cells) >= 2 else ()
    return ()


def _unfold(text: str) -> str:
    """A text in which tables written in one line stand one row a line."""
    unfolded: list[str] = []
    at = 0
    while match := _INLINE.search(text, at):
        columns = match["head"].count(",") + 1
        row = regex(rf"\s*({_NAME}(?:, ?{_CELL}){{{columns - 1}}})(?=\s|$|\.)")
        unfolded += [text[at : match.start()] + ":", match["head"]]
        at = match.end()
        while found := row.match(text, at):
            unfolded.append(found[1])
            at = found.end()
    return "\n".join([*unfolded, text[at:].lstrip(". ") if unfolded else text])
