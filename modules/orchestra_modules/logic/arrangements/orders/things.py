"""Noun phrases that name a thing: "the green book", "Ana", "Mr Hill", "mangoes". Knows no sentence around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from orchestra_modules.logic.arrangements.orders.claims import WHO
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.refusal import NotUnderstood

DETERMINERS: Final = vocabulary("the a an my our his her their this that")
#: words that no name of a thing holds: the words of relations, of sentence structure and of asking
_NEVER: Final = vocabulary(
    "everyone everybody nobody someone somebody anyone anybody except besides others other another else "
    "nothing half twice until "
    "is are was were be been being am not no than then and or but nor if of to at in on by for from with as who "
    "whom whose which what where when how why there it they them he she we you i its each every all both either "
    "neither none only also more less most least fewer fewest very must can could may might will would shall "
    "should does do did has have had left right next between behind before after above below opposite beside "
    "adjacent immediately directly exactly somewhere sits sit sat seated sitting stands stand stood standing "
    "lives live lived living finished finishes finish arrived arrives came comes placed ranked ranks located "
    "positioned parked taller older newer younger shorter cheaper faster slower heavier lighter bigger smaller "
    "larger tallest oldest newest youngest shortest cheapest fastest slowest heaviest lightest biggest smallest "
    "largest leftmost rightmost says said lies true false people persons person same different order statement "
    "weigh weighs weighed cost costs measures kg cm years old metres meters euros dollars pounds twice "
    'statements following until while because so since always never , ; : " ( ) ? !'
)
#: nouns for some of the people only; "the oldest girl" need not be the oldest of all
PARTIAL: Final = vocabulary(
    "girl boy man woman male female sister brother daughter son lady gentleman girls boys men women sisters brothers"
)
_LENGTH: Final = 5
_ASKED: Final = frozenset(("who", "what", "which", "whom"))


def thing(words: Sequence[str]) -> str | None:
    """The key of the thing that the words name, or none; the words of asking are the thing asked for."""
    lowered = [word.lower() for word in words]
    if (
        lowered
        and lowered[0] in _ASKED
        and len(lowered) <= 3
        and not any(word in _NEVER or word in PARTIAL for word in lowered[1:])
    ):
        return WHO
    if lowered[:2] in (["who", "among"], ["which", "of"], ["who", "of"]) and len(lowered) <= 5:
        return WHO
    if lowered and lowered[0] in DETERMINERS:
        lowered = lowered[1:]
    if not lowered or len(lowered) > _LENGTH or any(word in _NEVER for word in lowered):
        return None
    if not all(word[0].isalnum() for word in lowered):
        return None
    return " ".join(lowered)


def listed(words: Sequence[str]) -> list[tuple[str, str]] | None:
    """The things of a list "a lute, an oboe and a harp", each with the words to show it by; none if it is no list."""
    items: list[list[str]] = [[]]
    for word in words:
        if word.lower() in (",", "and", "or", ";", "&"):
            items.append([])
        else:
            items[-1].append(word)
    found = [(thing(item), " ".join(item)) for item in items if item]
    named = [(key, shown) for key, shown in found if key is not None]
    if len(named) != len(found) or len({key for key, _ in named}) != len(named) or any(key == WHO for key, _ in named):
        return None
    return named


class Things:
    """The things of a text. Resolves the words for one of them; open until a list of them is given."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.shown: dict[str, str] = {}
        self.closed = False

    def add(self, key: str, shown: str) -> None:
        """Name one more thing."""
        if key not in self.shown:
            self.keys.append(key)
            self.shown[key] = shown

    def resolve(self, key: str) -> str:
        """The listed thing that the words name: exactly, in the other number, or by words that only one of them has."""
        if key in self.shown or key == WHO or not self.closed:
            return key
        options = [other for other in self.keys if _number(other) == _number(key)]
        if not options:
            options = [other for other in self.keys if _within(key.split(), other.split())]
        if not options:
            options = [other for other in self.keys if _within(other.split(), key.split())]
        if len(options) != 1:
            raise NotUnderstood(
                f"what “{key}” is: {'more than one thing fits' if options else 'it is not in the list'}"
            )
        return options[0]


def _number(key: str) -> str:
    """A key without the endings of the plural."""
    for ending, bare in (("ies", "y"), ("es", ""), ("s", "")):
        if key.endswith(ending) and len(key) > len(ending) + 2:
            return (key[: -len(ending)] + bare).rstrip("e")
    return key.rstrip("e")


def _within(some: list[str], others: list[str]) -> bool:
    return all(word in others for word in some)
