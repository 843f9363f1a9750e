"""A text as sentences and a sentence as words. Knows no grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_TEXT: Final = 6_000
MAX_WORDS: Final = 160
_TITLES: Final = regex(r"\b(Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr)\.", re.IGNORECASE)
_END: Final = regex(r"(?<=[.?!])[\"”')]*(?:\s+|$)|\n+")
_NUMBERED: Final = regex(r"^\s*(?:\d{1,2}[.)]|\(\d{1,2}\)|[-*•])\s+", re.MULTILINE)
_TYPOGRAPHY: Final = {0x2019: "'", 0x2018: "'", 0x2013: "-", 0x2014: "-"}
_WORD: Final = regex(r"[^\W_]+(?:['.&-][^\W_]+)*|[^\s\w]|_", re.UNICODE)
_LABEL: Final = regex(
    r"^[^:\"]*\b(?:clues?|facts?|statements?|information|question|hints?|conditions?|rules?)\b[^:\"]*:\s*(?=\S)",
    re.IGNORECASE,
)
_EXCHANGE: Final = regex(
    r"\b[A-Z]\w+ and [A-Z]\w+ (?:then |both )?(?:swap|swaps|swapped|trades?|traded|switch|switched|exchanged?)\b"
)
_SHORT: Final = {
    "isn't": "is not", "aren't": "are not", "wasn't": "was not", "weren't": "were not", "doesn't": "does not",
    "don't": "do not", "didn't": "did not", "can't": "can not", "cannot": "can not", "won't": "will not",
    "hasn't": "has not", "haven't": "have not", "couldn't": "could not", "mustn't": "must not", "who's": "who is",
    "i'm": "i am", "he's": "he is", "she's": "she is", "it's": "it is", "we're": "we are", "they're": "they are",
}  # fmt: skip


def exchanges_told(text: str) -> bool:
    """Whether two people swap something: a text that no fixed arrangement is told in."""
    return _EXCHANGE.search(text) is not None


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, commas and quotes among them, and its end sign apart."""

    words: tuple[str, ...]
    text: str
    asks: bool = False

    @property
    def lower(self) -> tuple[str, ...]:
        """The words without capitals."""
        return tuple(word.lower() for word in self.words)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; list marks at the start of a line are dropped."""
    if len(text) > MAX_TEXT:
        raise NotUnderstood(f"a text of more than {MAX_TEXT} signs")
    plain = _NUMBERED.sub("", _TITLES.sub(r"\1", text.translate(_TYPOGRAPHY)))
    found = []
    for part in (piece for line in _END.split(plain) for piece in _pieces(line)):
        if part.strip(" \t\n.\"”'"):
            found.append(sentence(part))
    return found


def _pieces(text: str) -> list[str]:
    """A sentence less a label such as "Clues:" before it, parted at its semicolons."""
    label = _LABEL.match(text)
    start = label.end() if label is not None else 0
    told = text[:start].strip().rstrip(":")
    return [told if len(told.split()) > 2 else "", *text[start:].split(";")]


def sentence(text: str) -> Sentence:
    """One sentence as words."""
    stripped = text.strip()
    ended = stripped.rstrip("\"”'").rstrip(".!?")
    words = []
    for word in _WORD.findall(ended):
        full = _SHORT.get(word.lower())
        if full is None:
            words.append(word)
        else:
            first, *rest = full.split()
            words += [first.capitalize() if word[0].isupper() else first, *rest]
    if len(words) > MAX_WORDS:
        raise NotUnderstood(f"a sentence of more than {MAX_WORDS} words")
    return Sentence(tuple(words), stripped, stripped.rstrip("\"”'").endswith("?"))


def vocabulary(words: str) -> frozenset[str]:
    """A set of words, told in one line."""
    return frozenset(words.split())
