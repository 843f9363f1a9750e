"""Products without a sign: whether what stands next to a factor is the next factor, as in 2x, 3(a + b), 2 sin x.

Only looks at the tokens ahead and takes none; two numerals side by side are never a product.
"""

from __future__ import annotations

from typing import Final, Literal

from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor
from orchestra_modules.mathematics.language.functions import BARE, function_named
from orchestra_modules.mathematics.language.letters import Letters
from orchestra_modules.mathematics.language.spoken import NUMBER_WORDS
from orchestra_modules.mathematics.language.tokens import Token

#: constants by the words for them
CONSTANTS: Final[dict[str, Literal["pi", "oo"]]] = {
    "pi": "pi",
    "infinity": "oo",
    "infty": "oo",
    "oo": "oo",
    "inf": "oo",
}


class Juxtaposition:
    """Tells whether a product goes on at a cursor."""

    def __init__(self, cursor: Cursor, letters: Letters) -> None:
        self.cursor = cursor
        self.letters = letters

    def continues(self) -> bool:
        """Whether the token ahead starts a factor that is multiplied without a sign."""
        cursor = self.cursor
        token = cursor.token
        if token.text == "(" and cursor.ahead().lowered in ("mod", "modulo"):
            return False
        if self._factorial_beside():
            return True
        if token.kind == "number" or (token.kind == "sign" and token.text not in CLOSING):
            return False
        if token.kind == "word" and token.lowered in NUMBER_WORDS:
            return False
        return self.starts_operand(token)

    def _factorial_beside(self) -> bool:
        """Whether a factorial stands next to another inside brackets, as in 10!/(7! 3!)."""
        cursor, token = self.cursor, self.cursor.token
        beside = token.kind == "number" and token.spaced and cursor.depth > 0
        return beside and cursor.tokens[cursor.position - 1].text == "!" == cursor.ahead().text

    def starts_operand(self, token: Token) -> bool:
        """Whether the token, ahead or right after it, starts an operand."""
        if token.kind in ("number", "command"):
            return not token.text.startswith("end:")
        if token.kind == "sign":
            return token.text in ("(", "[", "{")
        if token.kind != "word":
            return False
        lowered = token.lowered
        if token.text == "I" and self.cursor.tokens[max(self.cursor.position - 1, 0)].kind == "number":
            return True
        distance = self.cursor.tokens.index(token, self.cursor.position) - self.cursor.position
        if function := function_named(token.text):
            return function in BARE or self.cursor.ahead(distance + 1).text in ("(", "of")
        return lowered in CONSTANTS or lowered in NUMBER_WORDS or self.letters.is_name(distance)
