"""Descriptions of one of those in a grid: "Ada", "the red house", "the one who drinks tea", "the owner of the cat".

Knows no whole sentences; what a relative clause says is read by the function given for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from orchestra_modules.logic.arrangements.grids.categories import PERSONS, Categories
from orchestra_modules.logic.arrangements.grids.claims import Claim, Entity, Same, Someone, Spot, Value
from orchestra_modules.logic.arrangements.grids.english import (
    ANYONE,
    AUXILIARY,
    BE,
    DENYING,
    DETERMINERS,
    LINKS,
    PLACES,
    PREPOSITIONS,
    VERBS,
    plain,
)
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.numerals import cardinal, ordinal

_RELATIVE: Final = frozenset(("who", "that", "which", "whose"))
_AGENTS: Final = {"owner": "have", "keeper": "have", "drinker": "drink", "smoker": "smoke", "player": "play",
                  "driver": "drive", "eater": "eat", "lover": "like", "fan": "like", "wearer": "wear",
                  "rider": "ride", "speaker": "speak"}  # fmt: skip
#: words that no description is made of
_NEVER: Final = (
    BE | AUXILIARY | DENYING | LINKS | PREPOSITIONS | DETERMINERS | _RELATIVE | frozenset(VERBS)
    | vocabulary(
        "not never neither nor either or if then than there he she it they we you i who what where when how each every "
        "all both none no next left right before after between beside above below older younger immediately directly "
        "somewhere exactly same different other another first last second third fourth fifth middle end ends can could "
        "may might more less most least likes , ; : ( ) ? ! must very some any one two three four five six house home"
    )
)  # fmt: skip
_HUES: Final = vocabulary(
    "red green blue yellow white black brown orange purple pink grey gray violet ivory beige silver"
)

Clause = Callable[[Entity, Sequence[str]], Claim | None]


class Entities:
    """Reads descriptions with the categories known so far."""

    def __init__(self, known: Categories) -> None:
        self.known = known
        self.clause: Clause = lambda who, words: None

    def read(self, words: Sequence[str], verb: str = "") -> Entity | None:
        """The one that the words describe, or none."""
        words = [word for word in words if word not in ("`", '"')]
        while words and words[0] in DETERMINERS:
            words = words[1:]
        if not words or len(words) > 24:
            return None
        if words in (["who"], ["someone"]):
            return Someone()
        return (
            self.known.find(words, verb)
            or self._spot(words)
            or self._owned(words)
            or self._with_noun(words, verb)
            or self._relative(words)
            or self._joined(words)
        )

    def learn(self, words: Sequence[str], name: str) -> Value | None:
        """A value met for the first time in a clue."""
        words = [word for word in words if word not in DETERMINERS or word == words[-1]]
        if not words or any(word in _NEVER or (word in ANYONE and word not in _AGENTS) for word in words):
            return None
        if len(words) == 2 and words[1] in _AGENTS:
            return self.learn(words[:1], _AGENTS[words[1]])
        if name == PERSONS and len(words) > 1:
            return None
        return self.known.learn(words, name)

    def noun(self, word: str) -> bool:
        """Whether a word only says of which kind a thing is: "person", "house", "pet"."""
        return word in ANYONE or word in PLACES or self.known.speaks_of(word)

    def _spot(self, words: Sequence[str]) -> Spot | None:
        if not self.known.row:
            return None
        words = [word for word in words if word not in ("the", "number", "#", "one", "end", "of", "very", "far")]
        nouns = [word for word in words if word in PLACES]
        rest = [word for word in words if word not in PLACES]
        if rest[-3:] in (["on", "left"], ["in", "row"], ["at", "left"]):
            rest = rest[:-2]
        if len(rest) == 1:
            word = rest[0]
            if word in ("middle", "center", "centre", "central"):
                return Spot(0) if self.known.size % 2 else None
            if word in ("leftmost", "rightmost", "left-most", "right-most"):
                return Spot(1 if word.startswith("left") else -1)
            if word == "last" and nouns:
                return Spot(-1)
            rank = ordinal(word) or ((cardinal(word) or (int(word) if word.isdecimal() else None)) if nouns else None)
            return Spot(rank) if rank and rank <= self.known.size else None
        if len(rest) == 2 and rest[0] in ("in", "at", "on") and rest[1] in ("middle", "center", "centre") and nouns:
            return Spot(0) if self.known.size % 2 else None
        if len(rest) == 3 and rest[1] == "from" and rest[2] in ("left", "right") and (rank := ordinal(rest[0])):
            return Spot(rank if rest[2] == "left" else -rank) if rank <= self.known.size else None
        if rest in (["left"], ["right"]) or (len(rest) == 2 and rest[0] == "on" and rest[1] in ("left", "right")):
            return None
        return None

    def _owned(self, words: Sequence[str]) -> Entity | None:
        """Ada's house, the tea drinker's pet."""
        for index, word in enumerate(words):
            if word.endswith("'s") and len(word) > 2:
                rest = [one for one in words[index + 1 :] if one not in ("favourite", "favorite", "own")]
                if not all(self.noun(one) or plain(one) is not None for one in rest) or set(rest) & ANYONE:
                    return None
                owner = [*words[:index], word[:-2]]
                return self.read(owner) or (self.learn(owner, PERSONS) if len(owner) == 1 else None)
        return None

    def _with_noun(self, words: Sequence[str], verb: str) -> Entity | None:
        """The red house, the cat owner, the colour red."""
        for cut in range(len(words) - 1, 0, -1):
            if all(self.noun(word) for word in words[cut:]):
                if (found := self.known.find(words[:cut], verb)) is not None:
                    return found
                if len(words) == 2 and words[1] in PLACES and words[0] in _HUES:
                    return self.known.learn(words[:1], "colour")
                if len(words) == 2 and words[1] in _AGENTS:
                    return self.learn(words, "")
        if len(words) > 1 and self.noun(words[0]) and words[0] not in PLACES:
            return self.known.find(words[1:], verb)
        return None

    def _relative(self, words: Sequence[str]) -> Entity | None:
        """The one who drinks tea, the person whose pet is the cat, the house where Ada lives."""
        for cut in range(1, min(4, len(words) - 1)):
            if not all(self.noun(word) for word in words[:cut]):
                return None
            start, rest = words[cut], list(words[cut + 1 :])
            if start == "whose" and len(rest) > 2:
                return self._single(self._whose(rest))
            if start.endswith("ing") and plain(start) is not None:
                return self._single(self.clause(Someone(), [start, *rest]))
            if start in _RELATIVE:
                return self._single(self.clause(Someone(), rest)) or self._lived(rest)
            if start == "where" or words[cut : cut + 2] == ["in", "which"]:
                return self._lived(rest if start == "where" else rest[1:])
        return None

    def _whose(self, words: list[str]) -> Claim | None:
        """Whose (favourite) pet is the cat; whose house is red."""
        for cut in range(1, min(4, len(words) - 1)):
            if words[cut] in BE and all(self.noun(w) or w in ("favourite", "favorite") for w in words[:cut]):
                return self.clause(Someone(), words[cut:])
        return None

    def _lived(self, words: list[str]) -> Entity | None:
        """Ada lives (in): the house that she lives in."""
        while words and words[-1] in PREPOSITIONS:
            words = words[:-1]
        if len(words) > 1 and plain(words[-1]) in ("live", "work", "have", "sit"):
            name = words[:-1]
            return self.read(name) or self.learn(name, PERSONS)
        return None

    @staticmethod
    def _single(claim: Claim | None) -> Entity | None:
        if isinstance(claim, Same) and isinstance(claim.first, Someone) and not isinstance(claim.second, Someone):
            return claim.second
        return None

    def _joined(self, words: Sequence[str]) -> Entity | None:
        """The owner of the cat, the man in the red house, the pet of Ada, the house with the cat."""
        for cut in range(1, min(4, len(words) - 1)):
            before = [word for word in words[:cut] if word not in ("favourite", "favorite")]
            if words[cut] in PREPOSITIONS and before and all(self.noun(word) for word in before):
                verb = _AGENTS.get(before[-1], "")
                if before[-1] in ANYONE and (words[cut] == "of") is (not verb):
                    return None
                if words[cut] in ("to", "for", "by", "as"):
                    return None
                rest = list(words[cut + 1 :])
                if (found := self.read(rest, verb)) is not None:
                    return found
                if verb:
                    return self.learn(rest, verb)
                if before[-1] in PLACES and words[cut] == "of" and len(rest) <= 2:
                    return self.learn(rest, PERSONS)
        return None
