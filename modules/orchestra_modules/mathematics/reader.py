"""What every part of the question grammar needs: the cursor, the expression parser, and the small parts they share."""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.cursor import Cursor
from orchestra_modules.mathematics.parser import ExpressionParser
from orchestra_modules.mathematics.syntax import Node, Relational
from orchestra_modules.mathematics.tokens import GREEK

_LABELS: Final = (
    "the expression", "the function", "the equation", "the equations", "the system", "the system of equations",
    "the following", "the polynomial", "the number", "the fraction", "the simultaneous equations", "equation",
    "the following equation", "the following expression", "the quadratic", "the inequality", "the result of",
    "the value of", "the exact value of", "the numerical value of", "value of", "the integer", "system of equations",
)  # fmt: skip


class Reader:
    """A part of the grammar of questions at a cursor."""

    def __init__(self, cursor: Cursor, parser: ExpressionParser) -> None:
        self.cursor = cursor
        self.parser = parser

    def sign(self) -> Relational | None:
        """Take the sign of a relation, or the words for equality."""
        cursor = self.cursor
        for sign in ("=", "!=", "<", ">", "<=", ">="):
            if cursor.take_sign(sign):
                return sign
        return "=" if cursor.take("equals", "is equal to") else None

    def place(self) -> tuple[str | None, Node]:
        """x = 3, or 3."""
        cursor = self.cursor
        variable = None
        if cursor.token.kind == "word" and cursor.ahead().text == "=":
            variable = self.variable()
            cursor.next()
        return variable, self.parser.expression()

    def label(self) -> None:
        """Skip a name for what follows, such as "the equation"."""
        self.cursor.take(*_LABELS)

    def variable(self) -> str:
        """The name of an unknown. NotUnderstood."""
        cursor = self.cursor
        token = cursor.token
        if token.kind == "word" and (len(token.text) == 1 or token.text in GREEK):
            cursor.next()
            return token.text
        raise cursor.stuck("the name of an unknown was expected")
