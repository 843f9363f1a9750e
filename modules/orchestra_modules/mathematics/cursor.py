"""A place in a list of tokens: looking ahead, taking words and signs, and saying what was not understood.

Knows no grammar. What the reading rests on is gathered here: conventions, which are only told, and assumptions,
which make an answer unproven because another reader might choose differently.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.limits import MAX_DEPTH
from orchestra_modules.mathematics.refusal import NotUnderstood, TooCostly
from orchestra_modules.mathematics.tokens import Token

#: opening brackets and what closes them
CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


def words(text: str) -> list[str]:
    """The words of a vocabulary written as one text."""
    return text.split()


class Cursor:
    """Tokens with a position, and what the reading rests on."""

    def __init__(self, tokens: tuple[Token, ...], text: str = "") -> None:
        self.tokens = tokens
        self.text = text
        self.position = 0
        self.depth = 0
        self.depth_of_list = 0
        self.conventions: list[str] = []
        self.assumptions: list[str] = []

    @property
    def token(self) -> Token:
        """The token ahead."""
        return self.tokens[self.position]

    def ahead(self, distance: int = 1) -> Token:
        """A later token, or the end."""
        return self.tokens[min(self.position + distance, len(self.tokens) - 1)]

    def next(self) -> Token:
        """Take the token ahead; the end stays ahead."""
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def written(self, start: int) -> str:
        """The text as it was written, from the token at a position to the last one taken."""
        return self.text[self.tokens[start].start : self.tokens[self.position - 1].end]

    @property
    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.token.kind == "end"

    def is_sign(self, *signs: str) -> bool:
        """Whether one of the signs is ahead."""
        return self.token.kind == "sign" and self.token.text in signs

    def take_sign(self, *signs: str) -> bool:
        """Take one of the signs if it is ahead."""
        if self.is_sign(*signs):
            self.position += 1
            return True
        return False

    def expect_sign(self, sign: str) -> None:
        """Take the sign. NotUnderstood if something else is ahead."""
        if not self.take_sign(sign):
            raise self.stuck(f"{sign!r} was expected")

    def sees(self, *phrases: str) -> int:
        """How many tokens the longest of the phrases ahead has; 0 if none is ahead."""
        if self.token.kind != "word":
            return 0
        first, best = self.token.text.lower(), 0
        for phrase in phrases:
            if not phrase.startswith(first):
                continue
            parts = phrase.split()
            if len(parts) > best and all(self._is_word(i, part) for i, part in enumerate(parts)):
                best = len(parts)
        return best

    def _is_word(self, distance: int, word: str) -> bool:
        token = self.ahead(distance)
        return token.kind == "word" and token.text.lower() == word

    def take(self, *phrases: str) -> bool:
        """Take the longest of the phrases that is ahead."""
        length = self.sees(*phrases)
        self.position += length
        return length > 0

    def convention(self, text: str) -> None:
        """Note a usual way of reading that was followed."""
        if text not in self.conventions:
            self.conventions.append(text)

    def assumption(self, text: str) -> None:
        """Note a choice that another reader might not make."""
        if text not in self.assumptions:
            self.assumptions.append(text)

    def stuck(self, hint: str = "") -> NotUnderstood:
        """What to raise when the token ahead has no place in the grammar."""
        if self.at_end:
            return NotUnderstood(f"the text ends too early{': ' + hint if hint else ''}")
        return NotUnderstood(
            f"not understood: {self.token.text[:40]!r} at position {self.token.start + 1}{', ' + hint if hint else ''}"
        )


class Deeper:
    """One level of nesting; TooCostly at the limit."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    def __enter__(self) -> None:
        self.cursor.depth += 1
        if self.cursor.depth > MAX_DEPTH:
            raise TooCostly(f"the expression is nested more than {MAX_DEPTH} deep")

    def __exit__(self, *_: object) -> None:
        self.cursor.depth -= 1
