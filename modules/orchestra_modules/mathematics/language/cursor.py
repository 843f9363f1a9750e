"""A place in a list of tokens: looking ahead, taking words and signs, and saying what was not understood.

Knows no grammar. What the reading rests on is gathered here: conventions, which are only told, and assumptions,
which make an answer unproven because another reader might choose differently.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from orchestra_modules.mathematics.language.terse import LEFT_OUT, is_terse
from orchestra_modules.mathematics.language.tokens import Token
from orchestra_modules.mathematics.limits import MAX_DEPTH
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

_ENDS: Final = "the text ends too early"
#: opening brackets and what closes them
CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


@lru_cache(maxsize=4096)
def _by_first_word(phrases: tuple[str, ...]) -> dict[str, list[list[str]]]:
    """Phrases, each as its words, by the first of them, the longest first."""
    index: dict[str, list[list[str]]] = {}
    for parts in sorted((phrase.split() for phrase in phrases), key=len, reverse=True):
        index.setdefault(parts[0], []).append(parts)
    return index


def words(text: str) -> list[str]:
    """The words of a vocabulary written as one text."""
    return text.split()


class Cursor:
    """Tokens with a position, and what the reading rests on."""

    def __init__(self, tokens: tuple[Token, ...], text: str = "") -> None:
        self.tokens = tokens
        self.text = text
        self.terse = is_terse(tokens)  # whether some words may be left out
        words = frozenset(token.lowered for token in tokens)  # signs among them
        self.words = words | LEFT_OUT if self.terse else words
        self.position = 0
        self.depth = 0
        self.depth_of_list = 0
        self.conventions: list[str] = []
        self.assumptions: list[str] = []
        self.functions: set[str] = set()  # names that stand for functions, so that f(x) is no product
        self.vectors: set[str] = set()  # names that stand for lists in brackets
        self.operators: set[str] = set()  # signs that the text defines as operators
        self.barriers: list[frozenset[str]] = []  # words that end the argument being read
        self.furthest: NotUnderstood | None = None  # what was not understood at the latest place in the text
        self.furthest_at = -2

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
        token = self.tokens[self.position]
        return token.kind == "sign" and token.text in signs

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

    def mark(self) -> tuple[int, int, int]:
        """The position and how much is noted, to come back to."""
        return self.position, len(self.conventions), len(self.assumptions)

    def reset(self, mark: tuple[int, int, int]) -> None:
        """Go back to a mark and forget what was noted since."""
        self.position = mark[0]
        del self.conventions[mark[1] :]
        del self.assumptions[mark[2] :]

    def remember(self, refusal: NotUnderstood) -> None:
        """Keep what stopped a reading, if no other got further; that the text ends says least."""
        place = -1 if refusal.reason.startswith(_ENDS) else self.position
        if place >= self.furthest_at:
            self.furthest, self.furthest_at = refusal, place

    def take_exactly(self, text: str) -> bool:
        """Take one word, in any case, or one sign."""
        token = self.tokens[self.position]
        if token.lowered == text and token.kind in ("word", "sign", "command"):
            self.position += 1
            return True
        return False

    def sees(self, *phrases: str) -> int:
        """How many tokens the longest of the phrases ahead has; 0 if none is ahead, or if it ends an argument."""
        token = self.tokens[self.position]
        if token.kind != "word" or (self.barriers and token.lowered in self.barriers[-1]):
            return 0
        found = _by_first_word(phrases).get(token.lowered)
        if found is None:
            return 0
        for parts in found:
            if all(self._is_word(i, part) for i, part in enumerate(parts[1:], 1)):
                return len(parts)
        return 0

    def _is_word(self, distance: int, word: str) -> bool:
        token = self.ahead(distance)
        return token.kind == "word" and token.lowered == word

    def take(self, *phrases: str) -> bool:
        """Take the longest of the phrases that is ahead."""
        if self.tokens[self.position].kind != "word":
            return False
        length = self.sees(*phrases)
        self.position += length
        return length > 0

    def taken(self, *phrases: str) -> str:
        """The longest of the phrases that is ahead, taken, in lower case; empty if none is."""
        start = self.position
        if not self.take(*phrases):
            return ""
        return " ".join(token.lowered for token in self.tokens[start : self.position])

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
            return NotUnderstood(f"{_ENDS}{': ' + hint if hint else ''}")
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
