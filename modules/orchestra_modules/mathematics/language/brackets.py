"""What stands between signs that open and close: groups, tuples, sets, vectors, intervals, matrices, systems of lines.

Whether a bracket holds the arguments of a function is decided in `operands` and `calls`, which read its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor, Deeper
from orchestra_modules.mathematics.language.matrix_rows import rows_ahead
from orchestra_modules.mathematics.syntax import Call, Interval, Listing, Node

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.parser import ExpressionParser

#: words and signs after which braces hold the elements of a set
_BEFORE_SET: Final = frozenset(
    {"=", ",", "{", "union", "intersection", "setminus", "subset", "in", "of", "be", "is", "and", "set"}
)
_BRACKETS: Final[dict[str, Literal["tuple", "set", "vector"]]] = {"(": "tuple", "{": "set", "[": "vector"}


class Brackets:
    """Reads what stands in brackets, for an expression parser."""

    def __init__(self, cursor: Cursor, parser: ExpressionParser) -> None:
        self.cursor = cursor
        self.parser = parser
        self.last_texts: tuple[str, ...] = ()  # the parts of the last list in brackets, as written

    def group(self) -> Node:
        """An expression in brackets of any kind; with commas a tuple, a set, a vector or an interval."""
        cursor = self.cursor
        if cursor.is_sign("[") and (rows := rows_ahead(cursor)) is not None:
            node, self.last_texts = rows
            return node
        opening = cursor.next().text
        closing = CLOSING[opening]
        if cursor.take_sign(closing):
            return Listing((), _BRACKETS[opening])
        cursor.barriers.append(frozenset())
        try:
            with Deeper(cursor):
                start = cursor.position
                parts = [self.parser.reader.line()]
                texts = [cursor.written(start)]
                while cursor.take_sign(",", ";"):
                    start = cursor.position
                    parts.append(self.parser.reader.line())
                    texts.append(cursor.written(start))
        finally:
            cursor.barriers.pop()
        if len(parts) == 1 and opening != "[" and cursor.take_sign(closing):
            return parts[0]
        if len(parts) == 2 and opening in "([" and cursor.take_sign(")" if opening == "[" else "]"):
            return Interval(parts[0], parts[1], opening == "(", opening == "[")
        cursor.expect_sign(closing)
        if len(parts) == 1 and not isinstance(parts[0], Listing):
            return parts[0]
        self.last_texts = tuple(texts)
        return Listing(tuple(parts), _BRACKETS[opening])

    def set_of_one(self) -> Node | None:
        """Braces around one thing where an operand of its own stands: {2}; elsewhere braces only group."""
        cursor = self.cursor
        before = cursor.tokens[cursor.position - 1] if cursor.position else None
        if not cursor.is_sign("{") or (before is not None and before.text.lower() not in _BEFORE_SET):
            return None
        inner = self.group()
        return inner if isinstance(inner, Listing) or cursor.is_sign("^", "_") else Listing((inner,), "set")

    def enclosed(self, closing: str) -> Node:
        """An expression up to a closing sign of its own."""
        cursor = self.cursor
        cursor.barriers.append(frozenset({closing}))
        try:
            with Deeper(cursor):
                inner = self.parser.expression()
        finally:
            cursor.barriers.pop()
        if not cursor.take_exactly(closing):
            raise cursor.stuck(f"{closing!r} was expected")
        return inner

    def between_bars(self) -> Node:
        """An expression up to a bar, after the bar that opens it was taken."""
        cursor = self.cursor
        cursor.barriers.append(frozenset())
        try:
            with Deeper(cursor):
                inner = self.parser.expression()
        finally:
            cursor.barriers.pop()
        cursor.expect_sign("|")
        return inner

    def environment(self, name: str) -> Node:
        """A LaTeX environment whose beginning was taken: a matrix as rows of entries, or the lines of a system."""
        cursor = self.cursor
        rows: list[Node] = []
        lines = not name.endswith(("matrix", "array")) and name != "cases"
        cursor.barriers.append(frozenset())
        try:
            with Deeper(cursor):
                while not (cursor.token.kind == "command" and cursor.token.text.startswith("end:")):
                    if lines:
                        self._drop_alignment()
                    row = [self._entry(name)]
                    while cursor.take_sign("&"):
                        row.append(self._entry(name))
                    rows.append(Listing(tuple(row), "vector"))
                    if not cursor.take_sign("\\\\"):
                        break
        finally:
            cursor.barriers.pop()
        if not (cursor.token.kind == "command" and cursor.token.text == f"end:{name}"):
            raise cursor.stuck(f"the end of the {name} was expected")
        cursor.next()
        if not name.endswith("matrix") and all(isinstance(r, Listing) and len(r.items) == 1 for r in rows):
            return Listing(tuple(r.items[0] for r in rows if isinstance(r, Listing)))
        matrix = Listing(tuple(rows), "vector")
        return Call("determinant", (matrix,)) if name == "vmatrix" else matrix

    def _drop_alignment(self) -> None:
        """Leave out the marks of alignment in the line ahead, which say nothing."""
        cursor = self.cursor
        kept = list(cursor.tokens[: cursor.position])
        rest = iter(cursor.tokens[cursor.position :])
        for token in rest:
            if token.text == "\\\\" or (token.kind == "command" and token.text.startswith("end:")):
                kept.append(token)
                break
            if token.text != "&":
                kept.append(token)
        cursor.tokens = (*kept, *rest)

    def _entry(self, name: str) -> Node:
        """An entry of a matrix, or a line of a system."""
        return self.parser.reader.in_list() if name.endswith("matrix") else self.parser.reader.line()
