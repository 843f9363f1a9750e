"""Phrases that place one by another: "next to", "two houses to the left of", "the day after", "three years older than".

Knows the words of the relations, not the descriptions around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from orchestra_modules.logic.arrangements.orders.scales import poles, stem
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.numerals import cardinal


@dataclass(frozen=True)
class Relation:
    """Later by `by` by these amounts, any where none; `sign` -1 where earlier; `mutual` where in either direction."""

    by: str
    sign: int
    amounts: tuple[int, ...] = ()
    mutual: bool = False
    between: bool = False


_PHRASES: Final = {
    tuple(phrase.split()): found
    for phrases, found in (
        ("to the left of|left of|on the left of|to the left side of|on the left side of", ("row", -1)),
        ("to the right of|right of|on the right of|to the right side of|on the right side of", ("row", 1)),
        ("before|earlier than|sooner than|prior to|ahead of|in front of", ("time", -1)),
        ("after|later than|following|behind", ("time", 1)),
    )
    for phrase in phrases.split("|")
}
_NEXT: Final = tuple(
    tuple(phrase.split())
    for phrase in (
        "next to", "beside", "adjacent to", "next door to", "a neighbour of", "a neighbor of", "the neighbour of",
        "the neighbor of", "alongside",
    )
)  # fmt: skip
_CLOSE: Final = frozenset(("immediately", "directly", "just", "right"))
_LOOSE: Final = frozenset(("somewhere", "anywhere", "sometime"))
_UNITS: Final = vocabulary(
    "house houses place places spot spots position positions day days month months year years week weeks seat seats "
    "hour hours minute minutes room rooms door doors points euros dollars cm kg"
)
_UP: Final = frozenset(("more", "higher", "greater"))


def relation(words: Sequence[str]) -> tuple[Relation, Sequence[str]] | None:
    """The relation that the words begin with, and the words after it."""
    if not words:
        return None
    rest, amounts, loose = _distance(words)
    if rest[:1] == ["between"]:
        return Relation("any", 1, amounts, between=True), rest[1:]
    for length in range(min(5, len(rest)), 0, -1):
        phrase = [word for word in rest[:length] if word != "immediate"]
        found = _PHRASES.get(tuple(phrase))
        if found is not None:
            close = amounts or ((1,) if len(phrase) < length else ())
            return Relation(found[0], found[1], () if loose else close), rest[length:]
    if amounts in ((), (1,)):
        for next_ in _NEXT:
            if tuple(rest[: len(next_)]) == next_:
                return Relation("row", 1, (1,), mutual=True), rest[len(next_) :]
    if amounts and (rest[:2] == ["away", "from"] or rest[:1] == ["from"]):
        return Relation("row", 1, amounts, mutual=True), rest[2 if rest[0] == "away" else 1 :]
    return _comparison(rest, amounts)


def _comparison(rest: Sequence[str], amounts: tuple[int, ...]) -> tuple[Relation, Sequence[str]] | None:
    if len(rest) < 3:
        return None
    if rest[0] in ("more", "less") and rest[2] == "than":
        return Relation(rest[1], 1 if rest[0] == "more" else -1, amounts), rest[3:]
    if rest[0] in ("more", "less", "fewer") and rest[1] == "than":
        return Relation("many", 1 if rest[0] == "more" else -1, amounts), rest[2:]
    base = stem(rest[0], "er")
    if base is None or rest[1] != "than":
        return None
    signs = {sign for _, sign in poles(base)}
    return (Relation(base, signs.pop(), amounts), rest[2:]) if len(signs) == 1 else None


def _distance(words: Sequence[str]) -> tuple[list[str], tuple[int, ...], bool]:
    rest = list(words)
    if rest[0] in ("exactly", "precisely"):
        rest = rest[1:]
    if rest[:1] and rest[0] in _LOOSE:
        return rest[1:], (), True
    if rest[:1] and rest[0] in _CLOSE and rest[1:2] != ["of"]:
        return rest[1:], (1,), False
    near = len(rest) > 2 and rest[1] in _UNITS and rest[2] in ("before", "after", "immediately", "directly")
    if near and rest[0] in ("the", "one", "a"):
        return [word for word in rest[2:] if word not in _CLOSE], (1,), False
    count = (cardinal(rest[0]) or (int(rest[0]) if rest[0].isdecimal() and len(rest[0]) < 4 else None)) if rest else 0
    if count and len(rest) > 2:
        if rest[1] in _UNITS:
            return rest[2:], (count,), False
        return list(words), (), False
    return rest, (), False


def superlative(words: Sequence[str]) -> tuple[str, int] | None:
    """The end that "the oldest", "first" or "the last" names: the order, and 1 for its high end."""
    plain = [word for word in words if word not in ("the", "of", "all", "them", "person", "one")]
    if len(plain) != 1:
        return None
    if plain[0] in ("first", "last", "earliest", "latest"):
        return "time", 1 if plain[0] in ("last", "latest") else -1
    base = stem(plain[0], "est")
    if base is None:
        return None
    signs = {sign for _, sign in poles(base)}
    return (base, signs.pop()) if len(signs) == 1 else None
