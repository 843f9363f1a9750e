"""Lists of counted things: "a flute, two drums and 3 red pens". Knows no sentence around the list.

Each entry must begin with how many there are; words of other constructions (relative clauses, comparisons, money)
are refused by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_COUNT = 10**12
MAX_ENTRIES = 500
_WORD: Final = regex(r"[a-z]+(?:['-][a-z]+)*")
_SEPARATOR: Final = regex(
    r"\s*(?:,?\s+but\s+(?=no\s)|[,;]\s*and\s+|[,;]\s*|\s+and\s+|\s+as well as\s+|\s+plus\s+)", re.IGNORECASE
)
_FIGURES: Final = regex(r"\d{1,3}(?:,\d{3})+|\d+")
_FOREIGN_LIST: Final = """
is are was were be been being has have had having do does did will would can could should may might must not no
never than more less fewer most least each every per that which who whom whose where when while if unless then
because so but or nor than as at in on into onto from to for with without by about over under between among after
before during until since against i you he she it we they me him her us them my your his its our their this these
those there here half twice times total altogether together remaining left other another others some any all both
either neither several many much few dollars dollar cents cent percent feet inches miles meters metres kilometers
kilometres hours hour minutes minute seconds days day weeks week months month years year old new pounds pound grams
gram kilograms kilogram liters litres gallons ounces tons yards ago again also only just still now later yesterday
today tomorrow dozen dozens hundred thousand hundreds thousands
"""
#: words that show another construction than a counted noun phrase
FOREIGN: Final = frozenset(_FOREIGN_LIST.split()) - {"new", "old"}


@dataclass(frozen=True)
class Amount:
    """How many of what, the words in lower case as written."""

    count: int
    words: tuple[str, ...]


def amounts(text: str, head: tuple[str, ...] = ()) -> tuple[Amount, ...]:
    """The entries of a list. `head` is what "ones" stands for at its start. NotUnderstood names the word in the way."""
    parts = _SEPARATOR.split(_plain_figures(text).strip().strip(".;:, "))
    found: list[Amount] = []
    kept = ""
    for part in parts:
        entry = f"{kept} and {part}" if kept else part
        words = entry.lower().split()
        count, used = _quantity(words)
        if used == len(words):
            kept = entry  # "three hundred and two flutes" was parted at its own "and"
            continue
        kept = ""
        noun = _noun(words[used:])
        if noun[-1] in ("one", "ones") and (head or found):
            before = head or found[-1].words
            noun = (*noun[:-1], before[-1])
        found.append(Amount(count, noun))
        if len(found) > MAX_ENTRIES:
            raise NotUnderstood(f"the list has more than {MAX_ENTRIES} entries")
    if kept:
        raise NotUnderstood(f"{kept!r} does not say of what")
    return tuple(found)


def _plain_figures(text: str) -> str:
    return _FIGURES.sub(lambda match: match.group().replace(",", ""), text)


def _quantity(words: list[str]) -> tuple[int, int]:
    """How many, and how many words say so."""
    for length in range(min(len(words), 8), 0, -1):
        front = words[:length]
        match front:
            case ["a", "dozen"] | ["one", "dozen"]:
                return 12, 2
            case ["half", "a", "dozen"]:
                return 6, 3
            case [number, "dozen"] if (value := _number([number])) is not None:
                return 12 * value, 2
            case ["a", "couple", "of"]:
                return 2, 3
            case ["a" | "an" | "another" | "single"] | ["a", "single"]:
                return 1, length
            case ["no"] | ["zero"]:
                return 0, 1
        if (value := _number(front)) is not None:
            return value, length
    raise NotUnderstood(f"{' '.join(words)!r} does not begin with how many there are")


def _number(words: list[str]) -> int | None:
    if len(words) == 1 and words[0].isascii() and words[0].isdigit():
        return int(words[0]) if len(words[0]) <= len(str(MAX_COUNT)) else None
    if words[0] == "a" and len(words) > 1:
        words = ["one", *words[1:]]
    return cardinal(" ".join(words))


def _noun(words: list[str]) -> tuple[str, ...]:
    for word in words:
        if word in FOREIGN or not _WORD.fullmatch(word):
            raise NotUnderstood(f"{word!r} is not understood in the list of things")
    if len(words) > 6:
        raise NotUnderstood(f"{' '.join(words)!r} is too long for the name of a thing")
    return tuple(words)
