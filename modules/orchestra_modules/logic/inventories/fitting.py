"""Whether a thing fits a description: yes, no, or undecided. The only place where words are compared for meaning."""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.inventories.lexicon import colours, lexicon
from orchestra_modules.logic.inventories.nouns import PAIRED, singular, singular_phrase
from orchestra_modules.logic.inventories.things import Description, Selection, Thing

BROAD: Final = frozenset(("thing", "item", "object", "article", "belonging", "possession", "one"))
SHADES: Final = frozenset(("dark", "light", "bright", "pale", "deep", "navy", "sky", "royal", "lime", "hot", "neon"))
_OPPOSITES: Final = (
    frozenset(("big", "large", "huge", "small", "little", "tiny")),
    frozenset(("tall", "short", "long")),
    frozenset(("new", "old")),
    frozenset(("broken", "intact", "whole")),
    frozenset(("empty", "full")),
    frozenset(("round", "square", "triangular", "rectangular", "oval", "circular")),
    frozenset(
        ("wooden", "metal", "plastic", "glass", "leather", "rubber", "steel", "paper", "cotton", "woolen", "woollen")
    ),
    frozenset(("clean", "dirty")),
    frozenset(("hot", "cold", "warm")),
    frozenset(("wet", "dry")),
    frozenset(("ripe", "unripe", "rotten")),
    frozenset(("striped", "spotted", "plain", "checked")),
    frozenset(("heavy", "light")),
    frozenset(("open", "closed")),
    frozenset(("cheap", "expensive")),
    frozenset(("thick", "thin")),
    frozenset(("wild", "tame")),
)
ADJECTIVES: Final = frozenset().union(
    *_OPPOSITES,
    [
        "fresh",
        "beautiful",
        "pretty",
        "lovely",
        "nice",
        "cute",
        "fancy",
        "shiny",
        "fluffy",
        "furry",
        "soft",
        "hard",
        "smooth",
        "rough",
        "sharp",
        "blunt",
        "young",
        "adult",
        "baby",
        "juicy",
        "sweet",
        "sour",
        "delicious",
        "tasty",
        "red-hot",
        "medium",
        "giant",
        "antique",
        "vintage",
        "modern",
        "hungry",
        "sleepy",
        "happy",
        "sad",
        "friendly",
    ],
)
_PRIVATIVE_LIST: Final = """
toy fake model stuffed plastic imaginary paper chocolate picture painted miniature artificial plush dead half
ceramic glass wooden rubber candy former baby metal stone
"""
#: what makes something that is not the thing itself
_PRIVATIVE: Final = frozenset(_PRIVATIVE_LIST.split())
_WHOLE_UNITS: Final = frozenset(("head", "stalk", "ear", "bulb"))
_ANIMATE: Final = ("animal", "person")


def parted(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The adjectives in front of a noun phrase, and the noun in the singular."""
    adjectives: list[str] = []
    rest = words
    while (
        len(rest) > 1
        and rest[1] != "of"
        and not (adjectives == [] and lexicon().knows(rest) and rest[0] not in colours())
    ):
        if rest[0] in SHADES and rest[1] in colours() and len(rest) > 2:
            adjectives.append(f"{rest[0]} {rest[1]}")
            rest = rest[2:]
        elif rest[0] in colours() or rest[0] in ADJECTIVES:
            adjectives.append(rest[0])
            rest = rest[1:]
        else:
            break
    return tuple(adjectives), singular_phrase(rest)


def is_colour(adjective: str) -> bool:
    return adjective.split()[-1] in colours()


def selected(thing: Thing, selection: Selection, listed: frozenset[tuple[str, ...]]) -> bool | None:
    """Whether a thing is selected; `listed` are the nouns of all things, which a list sets against each other."""
    inside = _any([fits(thing, each, listed) for each in selection.any_of])
    outside = _any([fits(thing, each, listed) for each in selection.none_of]) if selection.none_of else False
    if inside is False or outside is True:
        return False
    return None if inside is None or outside is None else True


def _any(values: list[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def fits(thing: Thing, described: Description, listed: frozenset[tuple[str, ...]]) -> bool | None:
    """Whether a thing fits a description."""
    values = [_noun_fits(thing, described, listed)]
    values += [_adjective_fits(thing.adjectives, wanted) for wanted in described.adjectives]
    return False if False in values else None if None in values else True


def _adjective_fits(have: tuple[str, ...], wanted: str) -> bool | None:
    if wanted in have:
        return True
    if is_colour(wanted):
        mine = [each for each in have if is_colour(each)]
        related = any(wanted.split()[-1] == each.split()[-1] for each in mine)
        return False if mine and not related else None
    if any(wanted in group and any(each in group for each in have) for group in _OPPOSITES):
        return False
    return None


def _noun_fits(thing: Thing, described: Description, listed: frozenset[tuple[str, ...]]) -> bool | None:
    known = lexicon()
    noun, wanted = known.stands_for(thing.noun), known.stands_for(described.noun)
    if described.broad:
        return _is_object(noun)
    if noun == wanted or (noun[:2] == ("pair", "of") and noun[2:] == wanted and wanted[-1] in PAIRED):
        return True
    if "of" in wanted or wanted[-1] not in noun or noun[-len(wanted) :] != wanted or "of" in noun:
        pass
    else:
        return None if set(noun[: -len(wanted)]) & _PRIVATIVE else True
    core = _core(noun)
    name = known.class_named(wanted)
    if set(thing.adjectives) & _PRIVATIVE and name not in (
        None,
        "furniture",
        "tableware",
        "cutlery",
        "utensil",
        "container",
    ):
        return None
    if name is not None:
        return known.is_a(core, name)
    if "of" in noun and {singular(word) for word in noun} & set(wanted):
        return None
    if wanted in listed and wanted[-1] != noun[-1]:
        return False
    return False if _apart(core, wanted) else None


def _is_object(noun: tuple[str, ...]) -> bool | None:
    """Whether one of these is one object; undecided for living beings, pairs of two, and filled containers."""
    known = lexicon()
    plain = noun if known.knows(noun) else noun[-1:]
    if any(known.is_a(plain, name) is True for name in _ANIMATE):
        return None
    if "of" in noun:
        unit, content = noun[: noun.index("of")], noun[noun.index("of") + 1 :]
        if unit[-1:] == ("pair",):
            return True if content[-1] in PAIRED else None
        return True if unit[-1] in ("sheet", "piece", "roll", "bar") or unit[-1] in _WHOLE_UNITS else None
    return True


def _core(noun: tuple[str, ...]) -> tuple[str, ...]:
    """The plant of which a head or a stalk is counted; other nouns as they are."""
    if len(noun) == 3 and noun[1] == "of" and noun[0] in _WHOLE_UNITS:
        return singular_phrase(noun[2:])
    if len(noun) == 2 and noun[1] in _WHOLE_UNITS and lexicon().is_a(noun[:1], "vegetable"):
        return noun[:1]
    return noun


def _apart(noun: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether two nouns lie in classes that share nothing."""
    known = lexicon()
    classes = known.above.get(" ".join(wanted), frozenset())
    return any(known.is_a(noun, name) is False and known.is_a(wanted, name) is True for name in classes)
