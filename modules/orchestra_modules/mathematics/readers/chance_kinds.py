"""What is drawn from: bags told in words or letters, dice, coins and playing cards, and the kinds words name in them.

Common knowledge here is the make of a die, a coin and the standard deck of 52 cards; nothing else is known of any
noun.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.refusal import NotUnderstood

_SUITS: Final = {"hearts": "red", "diamonds": "red", "clubs": "black", "spades": "black"}
_RANKS: Final = ("ace", "2", "3", "4", "5", "6", "7", "8", "9", "10", "jack", "queen", "king")
_FACES: Final = frozenset({"jack", "queen", "king"})
_ANY: Final = frozenset({"letter", "number", "card", "coin", "die", "dice", "one", "ball", "item", "object", "toss"})


@dataclass(frozen=True)
class Source:
    """A population; `noun` is what each member is called, `known` says what kind of thing it is."""

    population: tuple[tuple[str, Fraction], ...]
    noun: str = ""
    known: str = "bag"
    decimal: bool = False

    def kinds(self, words: list[str]) -> frozenset[str]:
        """The kinds that words name. NotUnderstood for words that name none."""
        spoken = [singular(word) for word in words]
        while len(spoken) > 1 and spoken[0] in ("a", "an", "the", "of", "any"):
            spoken = spoken[1:]
        negated = bool(spoken) and spoken[0] in ("not", "non", "neither")
        if negated and spoken[0] == "neither":
            spoken = ["or" if word == "nor" else word for word in spoken]
        spoken = spoken[1:] if negated else spoken
        every = frozenset(kind for kind, _ in self.population)
        found: set[str] = set()
        for part in _split(spoken, "or"):
            while len(part) > 1 and part[0] in ("a", "an", "the"):
                part = part[1:]
            found |= self._named(part, every, " ".join(words))
        return every - found if negated else frozenset(found)

    def _named(self, words: list[str], every: frozenset[str], told: str) -> frozenset[str]:
        bare = [word for word in words if word != singular(self.noun)]
        if not bare and words and self.noun:
            return every
        found = self._faces(bare) if self.known == "die" else _cards(bare) if self.known == "cards" else None
        if found is None:
            wanted = " ".join(word for word in bare if word not in _ANY or len(bare) == 1)
            found = frozenset(kind for kind in every if wanted in (kind, singular(kind)))
            if not found and self.known == "bag" and len(wanted) == 1 and wanted.isalpha() and self.noun == "letter":
                return frozenset()  # a letter that is not in the bag
        if not found:
            raise NotUnderstood(f"it is not said what {told!r} is among what is drawn")
        return found

    def _faces(self, words: list[str]) -> frozenset[str] | None:
        numbers = [int(kind) for kind, _ in self.population]
        told = " ".join(word for word in words if word not in ("number", "face", "showing"))
        match told.split():
            case ["even"]:
                chosen = [n for n in numbers if n % 2 == 0]
            case ["odd"]:
                chosen = [n for n in numbers if n % 2]
            case ["prime"]:
                chosen = [n for n in numbers if n > 1 and all(n % d for d in range(2, n))]
            case ["multiple", amount] if value := number(amount):
                chosen = [n for n in numbers if n % value == 0]
            case [("greater" | "more" | "higher" | "larger" | "bigger"), "than", amount] if value := number(amount):
                chosen = [n for n in numbers if n > value]
            case [("less" | "smaller" | "lower"), "than", amount] if value := number(amount):
                chosen = [n for n in numbers if n < value]
            case ["at", "least", amount] if value := number(amount):
                chosen = [n for n in numbers if n >= value]
            case ["at", "most", amount] if value := number(amount):
                chosen = [n for n in numbers if n <= value]
            case [amount] if (value := number(amount)) is not None:
                if value not in numbers:
                    raise NotUnderstood(f"the die has no {value}")
                chosen = [value]
            case _:
                return None
        return frozenset(str(n) for n in chosen)


def number(word: str) -> int | None:
    """A whole number in figures or words."""
    return int(word) if word.isdigit() else cardinal(word)


def singular(word: str) -> str:
    """A plural noun without its ending; other words as they are."""
    if word in ("dice", "red", "s") or word.endswith("ss") or len(word) < 3:
        return "die" if word == "dice" else word
    if word == "sixes":
        return "six"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def _split(words: list[str], at: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in words:
        if word == at:
            found.append([])
        else:
            found[-1].append(word)
    return [part for part in found if part]


def die(sides: int) -> Source:
    """A fair die."""
    return Source(tuple((str(n), Fraction(1)) for n in range(1, sides + 1)), "die", "die")


def coin(heads: Fraction = Fraction(1, 2), decimal: bool = False) -> Source:
    """A coin with a probability of heads."""
    return Source((("head", heads), ("tail", 1 - heads)), "coin", "coin", decimal)


def deck() -> Source:
    """The standard deck of 52 cards."""
    every = tuple((f"{rank} of {suit}", Fraction(1)) for rank in _RANKS for suit in _SUITS)
    return Source(every, "card", "cards")


def groups_by(source: Source, feature: str) -> tuple[frozenset[str], ...]:
    """The kinds in groups that share a feature: colour, suit, rank; for a bag each kind is a group."""
    kinds = [kind for kind, _ in source.population]
    if source.known != "cards":
        return tuple(frozenset({kind}) for kind in kinds)
    by: dict[str, Callable[[str], str]] = {
        "suit": lambda kind: kind.split()[2],
        "color": lambda kind: _SUITS[kind.split()[2]],
        "rank": lambda kind: kind.split()[0],
    }
    if feature not in by:
        raise NotUnderstood(f"cards of the same {feature or 'what'}?")
    found: dict[str, set[str]] = {}
    for kind in kinds:
        found.setdefault(by[feature](kind), set()).add(kind)
    return tuple(frozenset(group) for group in found.values())


def _cards(words: list[str]) -> frozenset[str] | None:
    chosen = {f"{rank} of {suit}" for rank in _RANKS for suit in _SUITS}
    for word in words:
        if word in ("card", "of"):
            continue
        if word + "s" in _SUITS:
            chosen = {card for card in chosen if card.endswith(word + "s")}
        elif word in ("red", "black"):
            chosen = {card for card in chosen if _SUITS[card.split()[2]] == word}
        elif word in ("face", "picture", "court"):
            chosen = {card for card in chosen if card.split()[0] in _FACES}
        elif word in _RANKS or str(number(word)) in _RANKS:
            rank = word if word in _RANKS else str(number(word))
            chosen = {card for card in chosen if card.split()[0] == rank}
        else:
            return None
    return frozenset(chosen)
