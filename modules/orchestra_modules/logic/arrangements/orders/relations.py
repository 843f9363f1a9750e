"""Phrases that place a thing by another one or by the scale: "two seats left of Ana", "third from the top".

Every function takes lower-case words and gives what they say of a thing still to be named, or none.
Knows no subject and no verb.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from orchestra_modules.logic.arrangements.orders.claims import (
    BARE,
    Ahead,
    Apart,
    At,
    AtEnd,
    Axis,
    Between,
    Claim,
    Middle,
    On,
    Opposite,
    both,
    denied,
    either,
)
from orchestra_modules.logic.arrangements.orders.scales import poles, stem
from orchestra_modules.logic.arrangements.orders.things import PARTIAL, thing
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.numerals import cardinal, ordinal

Predicate: TypeAlias = Callable[[str], Claim]
Words: TypeAlias = Sequence[str]

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_LEFT, _RIGHT = Axis((("row", -1),)), Axis((("row", 1),))
_FIRST, _LAST = Axis((("rank", -1),)), Axis((("rank", 1),))
_TOP, _BOTTOM = Axis((("vertical", 1),)), Axis((("vertical", -1),))
_DIRECTIONS: Final[dict[tuple[str, ...], Axis]] = {
    tuple(phrase.split()): axis
    for axis, phrases in (
        (_LEFT, ("to the left of|left of|on the left of|to the left side of"
"|on the left side of|at the left of|to the left hand side of")),
        (_RIGHT, "to the right of|right of|on the right of|to the right side of|on the right side of|at the right of"),
        (_FIRST, "in front of|ahead of|before|prior to|earlier than|sooner than"),
        (_LAST, "behind|in back of|after|following|later than"),
        (_TOP, "above|over|higher than|higher up than"),
        (_BOTTOM, "below|under|beneath|underneath|lower than|lower down than"),
        (Axis((("east", -1),)), "west of|to the west of"),
        (Axis((("east", 1),)), "east of|to the east of"),
        (Axis((("north", -1),)), "south of|to the south of"),
        (Axis((("north", 1),)), "north of|to the north of"),
    )
    for phrase in phrases.split("|")
}  # fmt: skip
_NEXT: Final = tuple(
    tuple(phrase.split())
    for phrase in (
        "next to",
        "beside",
        "adjacent to",
        "alongside",
        "next door to",
        "a neighbor of",
        "a neighbour of",
        "side by side with",
    )
)
_ACROSS: Final = tuple(
    tuple(p.split())
    for p in ["directly opposite", "opposite to", "opposite of", "opposite from", "opposite", "across from", "facing"]
)
_CLOSE: Final = frozenset(("immediately", "directly", "just", "right"))
_LOOSE: Final = frozenset(("somewhere", "anywhere", "further", "farther", "sometime"))
_UNITS: Final = vocabulary(
    "place places seat seats spot spots position positions chair chairs house houses floor floors storey storeys "
    "story stories level levels day days step steps slot slots person people spaces space row rows rung rungs "
    "month months"
)
_SPOTS: Final = vocabulary(
    "place seat spot position chair house slot space lane number room locker desk stall rank booth gate stage"
)
_MOST: Final = {"leftmost": _LEFT, "rightmost": _RIGHT, "topmost": _TOP, "bottommost": _BOTTOM, "frontmost": _FIRST,
                "northernmost": Axis((("north", 1),)), "southernmost": Axis((("north", -1),)),
                "easternmost": Axis((("east", 1),)), "westernmost": Axis((("east", -1),)),
                "uppermost": _TOP, "lowermost": _BOTTOM}  # fmt: skip
_SIDES: Final = {"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM, "front": _FIRST, "back": _LAST,
                 "rear": _LAST, "start": _FIRST, "beginning": _FIRST, "end": _LAST, "west": Axis((("east", -1),)),
                 "east": Axis((("east", 1),)),
                 "north": Axis((("north", 1),)), "south": Axis((("north", -1),))}  # fmt: skip
_TELLING: Final = vocabulary("left right than no not never which who")
_SETTINGS: Final = frozenset(("in", "on", "at", "of", "among", "from"))


def opposed(axis: Axis) -> Axis:
    """The same scales, the other end."""
    return Axis(tuple((scale, -sign) for scale, sign in axis.readings))


def number(word: str) -> int | None:
    """A small whole number in figures or words."""
    found = int(word) if word.isdecimal() and len(word) < 4 else cardinal(word)
    return found if found is not None and found < 100 else None


def starts(words: Words, phrase: tuple[str, ...]) -> bool:
    """Whether the words begin with the phrase."""
    return tuple(words[: len(phrase)]) == phrase


def predicate(words: Words, finishing: bool = False) -> Predicate | None:
    """What the words after a verb say of its subject; `finishing` where the verb tells of a result ("finished")."""
    if not words:
        return None
    if words[0] == "not":
        inner = predicate(words[1:], finishing)
        return None if inner is None else _negated(inner)
    if words[0] in ("also", "always", "currently", "either", "both", "exactly", "definitely", "actually"):
        return predicate(words[1:], finishing) or _relation(words, finishing)
    if words[0] == "born" and (inner := _relation(words[1:], False) if len(words) > 2 else None) is not None:
        return _born(inner)
    return _relation(words, finishing) or _comparison(words) or _standing(words, finishing)


def _born(inner: Predicate) -> Predicate | None:
    """Born before someone is older."""

    def told(subject: str) -> Claim:
        claim = inner(subject)
        if isinstance(claim, Ahead) and claim.axis in (_FIRST, _LAST):
            return Ahead(Axis((("age", 1 if claim.axis is _FIRST else -1),)), subject, claim.other, claim.steps)
        return claim

    return told


def _negated(inner: Predicate) -> Predicate:
    return lambda name: denied(inner(name))


def objects(words: Words) -> tuple[list[str], bool] | None:
    """The things named after a relation, and whether all of them are meant (and) or any (or)."""
    words = [word for word in words if word != ","] if "," in words else list(words)
    if words[:1] == ["both"] or words[:1] == ["either"]:
        words = words[1:]
    for cut in range(len(words), 0, -1):
        if cut < len(words) and not _setting(words[cut:]):
            continue
        for link in ("and", "or"):
            parts = _split(words[:cut], link)
            named = [thing(part) for part in parts]
            if all(name is not None for name in named):
                return [name for name in named if name is not None], link == "and"
    return None


def _split(words: Words, link: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == link:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _setting(words: Words) -> bool:
    """Words that only name again what is ordered: "in the row", "of the five", "of all", "at the table"."""
    if not words:
        return True
    plain = [
        w for w in words[1:] if w not in ("the", "a", "all", "them", "this", "these", "those") and number(w) is None
    ]
    return words[0] in _SETTINGS and len(words) <= 5 and len(plain) <= 2 and all(
        w.isalpha() and w not in _SETTINGS and w not in _TELLING for w in plain
    )  # fmt: skip


def _over(named: tuple[list[str], bool], claim: Callable[[str, str], Claim]) -> Predicate:
    names, every = named
    join = both if every else either
    return lambda subject: join([claim(subject, name) for name in names])


def _relation(words: Words, finishing: bool) -> Predicate | None:
    """Place by another thing: left of, two seats behind, next to, between, opposite."""
    steps, rest, loose = _distance(words)
    for length in range(min(5, len(rest)), 0, -1):
        phrase = [word for word in rest[:length] if word != "immediate"]
        axis = _DIRECTIONS.get(tuple(phrase))
        if axis is None:
            continue
        if (named := objects(rest[length:])) is None:
            return None
        if axis in (_TOP, _BOTTOM) and finishing:
            axis = _FIRST if axis is _TOP else _LAST
        told = 1 if steps is None and len(phrase) < length else steps
        return _over(named, _ahead(axis, told))
    if steps is None or steps == 1:
        for phrase_ in _NEXT:
            if starts(rest, phrase_):
                named = objects(rest[len(phrase_) :])
                return None if named is None else _over(named, lambda s, o: Apart(BARE, s, o, 1))
        for phrase_ in _ACROSS:
            if starts(rest, phrase_):
                named = objects(rest[len(phrase_) :])
                return None if named is None else _over(named, lambda s, o: Opposite(s, o))
        if rest[:1] == ["between"]:
            named = objects(rest[1:])
            if named is None or len(named[0]) != 2:
                return None
            first, second = named[0]
            directly = True if steps == 1 else False if loose else None
            return lambda subject: Between(BARE, subject, first, second, directly)
    elif rest[:2] == ["away", "from"] or rest[:1] == ["from"]:
        named = objects(rest[2 if rest[0] == "away" else 1 :])
        return None if named is None else _over(named, lambda s, o: Apart(BARE, s, o, steps))
    return None


def _ahead(axis: Axis, steps: int | None) -> Callable[[str, str], Claim]:
    return lambda subject, other: Ahead(axis, subject, other, steps)


def _distance(words: Words) -> tuple[int | None, Words, bool]:
    """How many steps off, the words after, and whether any number of steps is said to do."""
    rest = words
    if rest[0] in ("exactly", "precisely") and len(rest) > 1:
        rest = rest[1:]
    if rest[0] in _LOOSE:
        return None, rest[1:], True
    if rest[0] in _CLOSE and (rest[0] != "right" or rest[1:2] != ["of"]):
        return 1, rest[1:], False
    if (
        rest[0] in ("the", "a", "one")
        and len(rest) > 2
        and rest[1] in ("day", "month")
        and rest[2] in ("before", "after")
    ):
        return 1, rest[2:], False
    start = 1 if rest[0] == "the" and len(rest) > 1 and ordinal(rest[1]) is not None else 0
    if (rank := ordinal(rest[start])) is not None and rest[start + 1 : start + 2] == ["to"]:
        return rank, rest[start + 1 :], False
    if (count := number(rest[0])) and len(rest) > 1:
        after = rest[2:] if rest[1] in _UNITS else rest[1:]
        return count, after, False
    return None, rest, False


def comparative(words: Words) -> tuple[Axis, int] | None:
    """The end that a comparative points to and the number of its words: "taller", "less expensive"."""
    if not words:
        return None
    if words[0] in ("more", "less") and len(words) > 1 and words[1].isalpha() and words[1] not in ("than", "to"):
        axis = Axis(poles(words[1]))
        return (axis if words[0] == "more" else opposed(axis)), 2
    if words[0] == "fewer":
        return None if len(words) < 2 or words[1] == "than" else (opposed(Axis(poles(words[1]))), 2)
    if words[0] in ("senior", "junior") and words[1:2] == ["to"]:
        return Axis(poles(words[0])), 1
    base = stem(words[0], "er")
    return None if base is None else (Axis(poles(base)), 1)


def superlative(words: Words) -> tuple[Axis, int] | None:
    """The end that a superlative names and the number of its words: "oldest", "least expensive", "leftmost"."""
    if words[0] in _MOST:
        return _MOST[words[0]], 1
    if words[0] in ("furthest", "farthest"):
        side = next((word for word in words[1:4] if word not in ("to", "the")), "")
        if side in ("left", "right", "north", "south", "east", "west"):
            return _SIDES[side], list(words).index(side) + 1
    if words[0] in ("left", "right", "top", "bottom") and words[1:2] == ["most"]:
        return _SIDES[words[0]], 2
    if words[0] in ("most", "least") and len(words) > 1 and words[1].isalpha():
        axis = Axis(poles(words[1]))
        return (axis if words[0] == "most" else opposed(axis)), 2
    if words[0] == "fewest":
        return None if len(words) < 2 else (opposed(Axis(poles(words[1]))), 2)
    base = stem(words[0], "est")
    return None if base is None else (Axis(poles(base)), 1)


def _comparison(words: Words) -> Predicate | None:
    """Taller than, less expensive than, not as tall as (the denial is read by the caller)."""
    start = 1 if words[0] in ("even", "much", "slightly", "a") else 0
    if (found := comparative(words[start:])) is not None:
        axis, length = found
        rest = words[start + length :]
        if rest[:1] in (["than"], ["to"]) and (named := objects(rest[1:])) is not None:
            return _over(named, lambda subject, other: Ahead(axis, subject, other))
    return None


def as_as(words: Words) -> Predicate | None:
    """What "not as tall as Ana" says, where no two are alike: the other one is taller."""
    if len(words) > 3 and words[0] in ("as", "so") and words[2] == "as":
        axis = opposed(Axis(poles(words[1])))
        if (named := objects(words[3:])) is not None:
            return _over(named, lambda subject, other: Ahead(axis, subject, other))
    return None


def _standing(words: Words, finishing: bool) -> Predicate | None:
    """Place on the scale itself: the second tallest, third from the left, last, on Monday, in seat 3."""
    bare = _FIRST if finishing else BARE
    if words[0] in ("on", "for", "in", "during") and len(words) > 1:
        day = words[-1]
        if day in (*DAYS, *MONTHS) and (len(words) == 2 or words[1:-1] in (["a"], ["the"])):
            return lambda subject: On(subject, day)
    if words[0] in ("on", "at") and list(words[1:]) in (["the", "left"], ["the", "right"]):
        side = _SIDES[words[2]]
        return lambda subject: At(side, subject, 1)
    if words[0] in ("in", "at", "on", "to"):
        words = words[1:]
    if words[:1] == ["number"] or (len(words) > 1 and words[0] in _SPOTS and number(words[1]) is not None):
        rank = (number(words[1]) or 0) if len(words) > 1 else 0
        if rank and words[1].isdecimal() | (words[0] != "number") and _setting(words[2:]):
            return lambda subject: At(bare, subject, rank)
        return None
    if words[:1] == ["floor"] and len(words) > 1 and (floor := number(words[1])):
        return (lambda subject: At(_BOTTOM, subject, floor)) if _setting(words[2:]) else None
    return _ranked(words[1:] if words[:1] in (["the"], ["a"], ["an"], ["one"]) else words, bare)


def _ranked(words: Words, bare: Axis) -> Predicate | None:
    """The words after an article: "second tallest", "third from the left", "far left", "middle", "two ends"."""
    if not words:
        return None
    if words in (["end", "of", "the", "line"], ["end", "of", "the", "queue"]):
        return lambda subject: At(_LAST, subject, 1)
    if words[:3] in (["of", "the", "ends"],) or words[0] in ("end", "ends"):
        return lambda subject: AtEnd(bare, subject)
    if words[:2] in (["either", "end"], ["an", "end"], ["extreme", "end"]) and _setting(words[2:]):
        return lambda subject: AtEnd(bare, subject)
    if words[0] in ("middle", "center", "centre") and _setting(_after_noun(words[1:])):
        return lambda subject: Middle(bare, subject)
    rank, rest, last = _rank(words)
    if rest and (found := superlative(rest)) is not None:
        axis, length = found
        if _setting(_after_noun(rest[length:])):
            return lambda subject: At(axis, subject, rank or 1)
        return None
    if rank is not None:
        return _counted(rank, rest, last, bare)
    if words[0] in ("far", "extreme", "very") and len(words) > 1:
        words = words[1:]
    elif words[0] not in ("top", "bottom", "front", "back", "ground") and words[1:2] not in (["end"], ["edge"]):
        return None
    if words[0] == "ground":
        return (lambda subject: At(_BOTTOM, subject, 1)) if words[1:] == ["floor"] else None
    if words[0] in _SIDES and words[0] != "end" and _setting(_after_noun(words[1:])):
        axis = _SIDES[words[0]]
        return lambda subject: At(axis, subject, 1)
    return None


def _rank(words: Words) -> tuple[int | None, Words, bool]:
    """Which one in a row of them: the number, the words after, and whether it is counted from the last."""
    if words[0] == "last":
        return (2, words[3:], True) if words[1:3] == ["but", "one"] else (1, words[1:], True)
    if words[0] == "penultimate":
        return 2, words[1:], True
    if words[:3] == ["next", "to", "last"]:
        return 2, words[3:], True
    rank = ordinal(words[0])
    if rank is None:
        return None, words, False
    if words[1:3] == ["to", "last"] or words[1:3] == ["from", "last"]:
        return rank, words[3:], True
    return rank, words[1:], False


def _after_noun(words: Words) -> Words:
    """The words after a noun that only repeats what is ordered ("the tallest person", "the third seat")."""
    if (
        words
        and words[0].isalpha()
        and words[0] not in PARTIAL
        and words[0] not in _SETTINGS
        and words[0] not in ("than", "and", "or", "but")
    ):
        return words[1:]
    return words


def _counted(rank: int, rest: Words, last: bool, bare: Axis) -> Predicate | None:
    if rest[:1] in (["floor"], ["storey"], ["story"]) and _setting(rest[1:]):
        return lambda subject: At(_BOTTOM, subject, rank)
    words = _after_noun(rest)
    if words[:1] == ["from"] or words[:1] == ["on"]:
        side = words[2:] if words[1:2] == ["the"] else words[1:]
        if side and side[0] in _SIDES and (words[0] == "from" or rank == 1) and _setting(_after_noun(side[1:])):
            axis = _SIDES[side[0]]
            return lambda subject: At(axis, subject, rank)
        return None
    if words[:1] == ["in"] and words[1:] in (["line"], ["the", "line"], ["the", "queue"], ["the", "race"]):
        bare = _FIRST
    if not _setting(words):
        return None
    if bare.readings and last:
        end = opposed(bare)
        return lambda subject: At(end, subject, rank)
    return lambda subject: At(bare, subject, rank, last)
