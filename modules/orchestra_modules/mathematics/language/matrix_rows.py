"""Matrices and vectors whose entries are parted by spaces, and rows by semicolons: [1 2; 3 4], [1, 2; 3, 4], [1 -3 2].

Lists with commas alone are left to the brackets that hold any list.
"""

from __future__ import annotations

from itertools import pairwise

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.tokens import Token
from orchestra_modules.mathematics.syntax import Listing, Node

_SIGNS = ("+", "-")
_OPERATORS = ("*", "/", "^", *_SIGNS)


def rows_ahead(cursor: Cursor) -> tuple[Node, tuple[str, ...]] | None:
    """The matrix or vector in the square bracket ahead, taken, and its parts as written; none where it is another list.

    NotUnderstood where an entry is.
    """
    tokens = _inside(cursor)
    if not tokens:
        return None
    rows = [_entries(row) for row in _parted(tokens, ";")]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or widths == {1} or (len(rows) == 1 and any(token.text == "," for token in tokens)):
        return None
    written = [tuple(_written(cursor, entry) for entry in row) for row in rows]
    parsed = [Listing(tuple(map(slots.parse_expression, row)), "vector") for row in written]
    cursor.position += len(tokens) + 2
    if len(parsed) == 1:
        return parsed[0], written[0]
    return Listing(tuple(parsed), "vector"), tuple(" ".join(row) for row in written)


def _inside(cursor: Cursor) -> list[Token]:
    """The tokens up to the closing bracket; none where brackets of another list stand among them."""
    found: list[Token] = []
    for token in cursor.tokens[cursor.position + 1 :]:
        if token.text == "]" and token.kind == "sign":
            return found
        if token.kind not in ("number", "word", "sign") or token.text in ("[", "{", "}", "=", "|", "..."):
            return []
        found.append(token)
    return []


def _parted(tokens: list[Token], sign: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _entries(row: list[Token]) -> list[list[Token]]:
    """The entries of a row: at commas, else at spaces that no operator bridges."""
    if any(token.text == "," for token in row):
        return _parted(row, ",")
    entries = [row[:1]]
    depth = 0
    for place, (before, token) in enumerate(pairwise(row), 1):
        depth += (before.text == "(") - (before.text == ")")
        follows = row[place + 1] if place + 1 < len(row) else None
        bridges = before.text in _OPERATORS and (place < 2 or before.text not in _SIGNS or before.spaced)
        joins = token.text in _OPERATORS and (token.text not in _SIGNS or follows is None or follows.spaced)
        if token.spaced and not depth and not bridges and not joins:
            entries.append([])
        entries[-1].append(token)
    return entries


def _written(cursor: Cursor, entry: list[Token]) -> str:
    if not entry:
        raise cursor.stuck("an entry of the matrix is missing")
    return cursor.text[entry[0].start : entry[-1].end]
