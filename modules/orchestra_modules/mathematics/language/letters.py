"""What a letter is where it stands: an unknown, an article or a pronoun, or the sign of multiplication.

Judged by the tokens around it and by how the rest of the text uses the letter. What a letter that is an unknown stands
for (a function, Euler's number, the imaginary unit) is settled in `names`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor, words
from orchestra_modules.mathematics.language.functions import function_named
from orchestra_modules.mathematics.language.tokens import GREEK, Token
from orchestra_modules.mathematics.operation import phrasebook

#: words that may follow the unknown `a` without making it an article
_AFTER_NAME: Final = frozenset(
    words(
        "and plus minus times divided over multiplied squared cubed to with for from in at as if when where is equals "
        "mod modulo given by please using percent raised goes approaches tends such so"
    )
)


class Letters:
    """Tells what the letters ahead of a cursor are."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self._letters: frozenset[str] | None = None  # letters that stand in formulas, found when first needed
        self._x_is_a_name: bool | None = None  # whether some x in the text is an unknown; found when first needed

    def is_name(self, distance: int) -> bool:
        """Whether the word there is an unknown: one letter, but not an article or a pronoun."""
        token, following = self.cursor.ahead(distance), self.cursor.ahead(distance + 1)
        if token.kind != "word":
            return False
        if token.text in GREEK:
            return True
        if len(token.text) != 1 or token.text == "I":
            return False
        before_word = following.kind == "word" and len(following.text) > 1 and following.spaced
        if token.text == "A" and (self._inside_sentence(distance) or following.lowered in phrasebook().suffixes):
            return True
        article = token.text in "aA" and before_word and function_named(following.text) is None
        if article and self._is_letter_elsewhere(token.text):
            return following.lowered not in phrasebook().nouns
        return not (article and following.lowered not in _AFTER_NAME)

    def in_notation(self) -> bool:
        """Whether the word ahead stands among signs and numerals, so that it is no pronoun."""
        cursor = self.cursor
        before = cursor.tokens[cursor.position - 1] if cursor.position else None
        after = cursor.ahead()
        close = after.kind == "sign" and after.text in ("+", "-", "*", "/", "^", ")", "]", ",", "=")
        return close or (
            before is not None and (before.kind == "number" or before.text in ("+", "-", "*", "/", "(", "["))
        )

    def bracket_calls(self) -> bool:
        """Whether the text calls functions with square brackets, as Mathematica does, where E is Euler's number."""
        tokens = self.cursor.tokens
        return any(
            word.kind == "word"
            and (len(word.text) > 1 or word.text in ("D", "N"))
            and word.text[0].isupper()
            and bracket.text == "["
            and not bracket.spaced
            for word, bracket in pairwise(tokens)
        )

    def x_means_times(self) -> bool:
        """'3 x 4' between numerals is a multiplication; only where no other x is about."""
        cursor = self.cursor
        token, before = cursor.token, cursor.tokens[cursor.position - 1]
        if token.kind != "word" or token.text not in ("x", "X") or cursor.ahead().kind != "number":
            return False
        if before.kind != "number" or token.spaced != cursor.ahead().spaced:
            return False
        if self._x_is_a_name is None:
            self._x_is_a_name = any(
                t.text in ("x", "X") and not self._between_numerals(i) for i, t in enumerate(cursor.tokens)
            )
        if self._x_is_a_name:
            raise cursor.stuck("it may be an unknown or a sign of multiplication")
        cursor.next()
        cursor.convention("'x' between two numbers is read as a sign of multiplication")
        return True

    def _inside_sentence(self, distance: int) -> bool:
        """Whether a word stands before the token of the same sentence, so that a capital is no beginning."""
        at = self.cursor.position + distance
        return at > 0 and not (self.cursor.tokens[at - 1].kind == "sign" and self.cursor.tokens[at - 1].text in ".?!;:")

    def _is_letter_elsewhere(self, letter: str) -> bool:
        """Whether the letter stands beside a sign of arithmetic or a numeral somewhere in the text."""
        if self._letters is None:
            tokens = self.cursor.tokens
            self._letters = frozenset(
                token.text
                for i, token in enumerate(tokens)
                if token.kind == "word"
                and len(token.text) == 1
                and (_in_formula(tokens, i - 1) or _in_formula(tokens, i + 1))
            )
        return letter in self._letters

    def _between_numerals(self, index: int) -> bool:
        """Whether the token there has a numeral on either side."""
        tokens = self.cursor.tokens
        return 0 < index < len(tokens) - 1 and tokens[index - 1].kind == "number" and tokens[index + 1].kind == "number"


def _in_formula(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether there is a token that only a formula has."""
    if not 0 <= at < len(tokens):
        return False
    token = tokens[at]
    if token.kind == "word":
        return token.lowered in ("be", "let")
    return token.kind == "sign" and token.text in ("+", "-", "*", "/", "^", "=", "<", ">", "<=", ">=")
