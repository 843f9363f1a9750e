"""Clues as claims: descriptions joined by verbs and relations, with and, or, neither, if, and one-and-the-other.

Knows the grammar of clues; not how a puzzle is introduced, nor questions.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestra_modules.logic.arrangements.grids.categories import PERSONS, Categories
from orchestra_modules.logic.arrangements.grids.claims import (
    After,
    AtEnd,
    Claim,
    Entity,
    Extreme,
    Same,
    Someone,
    Tally,
    Value,
    denied,
    every,
    some,
)
from orchestra_modules.logic.arrangements.grids.english import (
    ANYONE,
    AUXILIARY,
    BE,
    DENYING,
    FILLERS,
    GOVERNED,
    LINKS,
    PARTICULAR,
    PLACES,
    PREPOSITIONS,
    plain,
)
from orchestra_modules.logic.arrangements.grids.entities import Entities
from orchestra_modules.logic.arrangements.grids.relations import Relation, relation, superlative
from orchestra_modules.solving.numerals import cardinal

MAX_WORDS = 60
_MUTUAL = (
    ["next", "to", "each", "other"], ["next", "to", "one", "another"], ["neighbours"], ["neighbors"], ["adjacent"],
    ["side", "by", "side"], ["adjacent", "to", "each", "other"], ["next", "door", "to", "each", "other"],
    ["in", "adjacent", "houses"], ["in", "neighbouring", "houses"], ["in", "neighboring", "houses"],
)  # fmt: skip
_ENDS = (
    ["at", "one", "of", "the", "ends"], ["at", "either", "end"],
    ["on", "one", "of", "the", "ends"], ["at", "an", "end"],
    ["in", "one", "of", "the", "end", "houses"], ["at", "one", "end"], ["at", "one", "end", "of", "the", "row"],
)  # fmt: skip


class Clauses:
    """Reads clues with the categories known so far, and adds to those that are open."""

    def __init__(self, known: Categories) -> None:
        self.entities = Entities(known)
        self.entities.clause = self.said
        self._depth = 0

    def claim(self, words: Sequence[str]) -> Claim | None:
        """What a clue says, or none where it is not of this language. Words in lower case."""
        kept = [word for word in words if word not in ("`", '"')]
        while kept and (kept[0] in ("also", "finally", "however", "moreover", "then", "so", "and", "but", ",")):
            kept = kept[1:]
        while kept and kept[-1] in (",", ";", ":"):
            kept = kept[:-1]
        if not kept or len(kept) > MAX_WORDS or self._depth > 6:
            return None
        self._depth += 1
        try:
            return self._claim(kept)
        finally:
            self._depth -= 1

    def _claim(self, words: list[str]) -> Claim | None:
        if words[0] == "if":
            return self._conditional(words)
        if words[0] == "of" and "," in words:
            return self._pair(words)
        if words[0] == "there" and words[1:2] and words[1] in BE:
            return self._counted(words[2:])
        if words[0] == "either":
            return self._either(words[1:])
        for reader in (self._neither, self._not_either, self._mutual, self._plain, self._listed, self._linked):
            if (found := reader(words)) is not None:
                return found
        return None

    def _conditional(self, words: list[str]) -> Claim | None:
        for cut, word in enumerate(words):
            if word in ("then", ","):
                after = words[cut + 1 :]
                if after[:1] == ["then"]:
                    after = after[1:]
                left, right = self.claim(words[1:cut]), self.claim(after)
                if left is not None and right is not None:
                    return some([denied(left), right])
        return None

    def _pair(self, words: list[str]) -> Claim | None:
        """Of A and B, one VP and the other VP."""
        comma = words.index(",")
        front = words[1:comma]
        if "and" not in front:
            return None
        cut = front.index("and")
        first, second = self._described(front[:cut]), self._described(front[cut + 1 :])
        rest = words[comma + 1 :]
        if rest[:1] != ["one"] or first is None or second is None:
            return None
        for index in range(2, len(rest) - 2):
            if rest[index] == "and" and rest[index + 1 : index + 3] == ["the", "other"]:
                start = 4 if rest[index + 3 : index + 4] == ["one"] else 3
                one, other = rest[1:index], rest[index + start :]
                ways = []
                for a, b in ((first, second), (second, first)):
                    left, right = self.said(a, one), self.said(b, other)
                    if left is None or right is None:
                        return None
                    ways.append(every([left, right]))
                return some(ways)
        return None

    def _counted(self, words: list[str]) -> Claim | None:
        """There is one house between A and B."""
        words = words[1:] if words[:1] in (["exactly"], ["only"]) else words
        if "between" not in words[:4]:
            return None
        cut = words.index("between")
        count = 0 if words[0] == "no" else cardinal(words[0]) or (int(words[0]) if words[0].isdecimal() else None)
        if count is None or not all(
            word in PLACES or word in ("person", "people", "days", "day") for word in words[1:cut]
        ):
            return None
        by = "time" if words[1] in ("day", "days") else "row"
        pair = self._two(words[cut + 1 :])
        return None if pair is None else _either_way(by, pair[0], pair[1], (count + 1,))

    def _two(self, words: Sequence[str]) -> tuple[Entity, Entity] | None:
        for cut, word in enumerate(words):
            if word == "and":
                first, second = self._described(words[:cut]), self._described(words[cut + 1 :])
                if first is not None and second is not None:
                    return first, second
        return None

    def _described(self, words: Sequence[str]) -> Entity | None:
        return self.entities.read(words) or self.entities.learn(words, PERSONS)

    def _either(self, words: list[str]) -> Claim | None:
        exclusive = words[-3:] == ["but", "not", "both"]
        words = words[:-3] if exclusive else words
        words = words[:-1] if words[-1:] == [","] else words
        for cut, word in enumerate(words):
            if word != "or":
                continue
            after = words[cut + 1 :]
            before = words[: cut - 1] if words[cut - 1] == "," else words[:cut]
            left, right = self.claim(before), self.claim(after)
            if left is None and (subject := self.entities.read(before)) is not None:
                for stop in range(1, len(after)):
                    other = self.entities.read(after[:stop])
                    if other is None:
                        continue
                    left, right = self.said(subject, after[stop:]), self.said(other, after[stop:])
                    if left is not None and right is not None:
                        break
            if left is not None and right is not None:
                return Tally((left, right), frozenset({1} if exclusive else {1, 2}))
        return None

    def _neither(self, words: list[str]) -> Claim | None:
        """Neither A nor B VP."""
        if words[0] != "neither" or "nor" not in words:
            return None
        cut = words.index("nor")
        first = self._described(words[1:cut])
        for stop in range(cut + 2, len(words)):
            second = self._described(words[cut + 1 : stop]) if _verbal(words[stop]) else None
            if first is not None and second is not None:
                parts = [self.said(one, words[stop:]) for one in (first, second)]
                if all(part is not None for part in parts):
                    return every([denied(part) for part in parts if part is not None])
        return None

    def _not_either(self, words: list[str]) -> Claim | None:
        """A does not VERB X or Y: neither of them."""
        if "not" not in words or words.count("or") != 1 or "," in words:
            return None
        cut = words.index("or")
        if words.index("not") > cut:
            return None
        for length in range(1, 4):
            front = words[: cut - length]
            if "not" not in front or self.entities.read(words[cut - length : cut]) is None:
                continue
            if self.entities.read(words[cut + 1 :]) is None:
                continue
            first, second = self._plain(words[:cut]), self._plain([*front, *words[cut + 1 :]])
            if first is not None and second is not None:
                return every([first, second])
        return None

    def _mutual(self, words: list[str]) -> Claim | None:
        """A and B live next to each other; A and B are not on consecutive days."""
        for cut, word in enumerate(words):
            if cut == 0 or not _verbal(word):
                continue
            rest = words[cut:]
            negative = "not" in rest[:3]
            tail = [one for one in rest if one not in BE and one != "not" and plain(one) is None and one != "do"]
            by = "row" if tail in list(_MUTUAL) else "time" if tail[1:] == ["consecutive", "days"] else ""
            pair = self._two(words[:cut]) if by else None
            if pair is not None:
                told = _either_way(by, pair[0], pair[1], (1,))
                return denied(told) if negative else told
        return None

    def _plain(self, words: list[str]) -> Claim | None:
        for cut in range(1, min(len(words), 30)):
            if not _verbal(words[cut]):
                continue
            subject = self.entities.read(words[:cut]) or self._new(words, cut)
            if subject is not None and (told := self.said(subject, words[cut:])) is not None:
                return told
        return self._apposed(words)

    def _new(self, words: list[str], cut: int) -> Entity | None:
        """A subject met for the first time: a person, or what is drunk in the red house."""
        verb = next((base for word in words[cut + 1 : cut + 3] if (base := plain(word))), None)
        passive = len(words) > cut + 2 and words[cut] in BE and words[cut + 2] in PREPOSITIONS
        if passive and verb is not None and verb not in ("live", "have") and words[cut + 1] != "not":
            return self.entities.learn(words[:cut], verb)
        return self.entities.learn(words[:cut], PERSONS)

    def _apposed(self, words: list[str]) -> Claim | None:
        """A, who VP, VP."""
        for cut in range(1, len(words) - 3):
            if words[cut] != "," or words[cut + 1] != "who" or "," not in words[cut + 2 :]:
                continue
            stop = words.index(",", cut + 2)
            subject = self.entities.read(words[:cut]) or self.entities.learn(words[:cut], PERSONS)
            if subject is None:
                return None
            first, second = self.said(subject, words[cut + 2 : stop]), self.said(subject, words[stop + 1 :])
            return None if first is None or second is None else every([first, second])
        return None

    def _listed(self, words: list[str]) -> Claim | None:
        """A and B VP: each of them."""
        if "and" not in words and "or" not in words:
            return None
        for cut in range(3, min(len(words), 20)):
            if not _verbal(words[cut]):
                continue
            for link in ("and", "or"):
                parts = _split(words[:cut], link)
                found = [self.entities.read(part) for part in parts]
                if len(parts) == 2 and all(one is not None for one in found):
                    told = [self.said(one, words[cut:]) for one in found if one is not None]
                    kept = [one for one in told if one is not None]
                    if len(kept) == 2:
                        return every(kept) if link == "and" else some(kept)
        return None

    def _linked(self, words: list[str]) -> Claim | None:
        """Two clues in one sentence."""
        for cut in range(2, len(words) - 2):
            if words[cut] in LINKS or words[cut] in (",", "or"):
                after = words[cut + 1 :]
                if after[0] in LINKS:
                    continue
                before = words[: cut - 1] if words[cut - 1] == "," else words[:cut]
                left = self.claim(before)
                right = None if left is None else self.claim(after)
                if left is not None and right is not None:
                    return some([left, right]) if words[cut] == "or" else every([left, right])
        return None

    def said(self, who: Entity, words: Sequence[str]) -> Claim | None:
        """What a verb phrase says of its subject."""
        words = list(words)
        while words and words[0] in FILLERS:
            words = words[1:]
        if not words:
            return None
        if (simple := self._simple(who, words)) is not None:
            return simple
        for cut in range(2, len(words) - 1):
            if words[cut] not in LINKS and words[cut] != "or":
                continue
            before = words[: cut - 1] if words[cut - 1] == "," else words[:cut]
            left = self._simple(who, before)
            after = [word for word in words[cut + 1 :] if word not in ("he", "she")]
            right = None if left is None else self.said(who, after) or self._simple(who, ["is", *after])
            if left is not None and right is not None:
                return some([left, right]) if words[cut] == "or" else every([left, right])
        return None

    def _simple(self, who: Entity, words: list[str]) -> Claim | None:
        at, verb, negative, dislikes = 0, "", False, False
        while at < len(words):
            word = words[at]
            if word in ("not", "never"):
                negative = not negative
            elif word in DENYING:
                negative, verb, dislikes = not negative, "like", True
            elif (
                word in BE
                or word in AUXILIARY
                or (plain(word) is not None and (at == 0 or verb in ("", "be", "do", "have") or words[at - 1] in BE))
            ):
                verb = "be" if word in BE and not verb else plain(word) or verb or "be"
            elif word not in FILLERS or not verb:
                break
            at += 1
        if not verb or at == len(words):
            return None
        told = self._complement(who, words[at:], verb)
        if told is None and at and words[at - 1] in FILLERS | {"first"}:
            told = self._complement(who, words[at - 1 :], verb)
        if told is None or (dislikes and not self._tastes(told)):
            return None
        return denied(told) if negative else told

    def _tastes(self, told: Claim) -> bool:
        """Whether a claim is about what is liked: to hate cats says nothing of who owns one."""
        if isinstance(told, Tally):
            return all(self._tastes(part) for part in told.parts)
        second = told.second if isinstance(told, Same) else None
        return isinstance(second, Value) and "like" in self.entities.known.kinds[second.category].verbs

    def _complement(self, who: Entity, words: list[str], verb: str) -> Claim | None:
        if words[0] == "neither" and "nor" in words:
            cut = words.index("nor")
            parts = [self._complement(who, part, verb) for part in (words[1:cut], words[cut + 1 :]) if part]
            return every([denied(part) for part in parts if part]) if len(parts) == 2 and all(parts) else None
        if words in list(_ENDS):
            return AtEnd(who)
        if (found := self._related(who, words)) is not None:
            return found
        if (one := self._object(words, verb)) is not None:
            return None if isinstance(one, Someone) and isinstance(who, Someone) else Same(who, one)
        if verb in ("finish", "arrive", "come", "be", "present", "perform") and (end := superlative(words)) is not None:
            return Extreme(end[0], who, end[1] > 0)
        for link in ("or", "and", "nor"):
            if link in words:
                body = words[1:] if words[0] in ("either", "both") else words
                body = [word for word in body if word != ","]
                pieces = _split(body, link)
                told = [self._complement(who, part, verb) if part else None for part in pieces]
                kept = [part for part in told if part is not None]
                if len(kept) == len(pieces) > 1:
                    return every(kept) if link == "and" else some(kept)
        return None

    def _object(self, words: list[str], verb: str) -> Entity | None:
        """What the verb joins to its subject."""
        if len(words) > 2 and "as" in words[1:-1]:
            cut = words.index("as", 1)
            if all(w in ("a", "an", "the", "his", "her", "their", "favourite", "favorite") or self.entities.noun(w)
                   for w in words[cut + 1 :]):  # fmt: skip
                words = words[:cut]
        rest = words
        while rest and rest[0] in PREPOSITIONS:
            if rest[0] in GOVERNED and verb not in GOVERNED[rest[0]]:
                return None
            rest = rest[1:]
        if not rest:
            return None
        found = self.entities.read(rest, verb)
        if found is not None:
            return found if self._joins(verb, words, rest, found) else None
        if verb in ("be", "belong"):
            return self.entities.learn(rest, PERSONS) if words[0] in ("by", "to") else None
        if verb in ("live", "do"):
            return None
        return self.entities.learn(rest, PERSONS if words[0] == "by" else verb)

    def _joins(self, verb: str, words: list[str], rest: list[str], found: Entity) -> bool:
        """Whether a verb makes its subject and its object one: to meet the owner of the cat is not to be it."""
        if verb in ("be", "belong") or words[0] == "by" or not isinstance(found, Value):
            return True
        place = any(word in PLACES for word in rest)
        if any(word in ANYONE for word in rest) and not place:
            return False
        kind = self.entities.known.kinds[found.category]
        if PERSONS in kind.nouns:
            return place and verb in ("live", "sit", "work")
        return verb not in PARTICULAR or verb in kind.verbs

    def _related(self, who: Entity, words: list[str]) -> Claim | None:
        """Next to X; in the house to the left of X; between X and Y; two years older than X."""
        rest = words
        if rest[0] in PREPOSITIONS and rest[1:2] in (["the"], ["a"]) and rest[2:3] and rest[2] in PLACES:
            rest = rest[3:]
        elif rest[0] == "the" and rest[1:2] and rest[1] in PLACES:
            rest = rest[2:]
        if rest[:2] in (["that", "is"], ["which", "is"]):
            rest = rest[2:]
        if words[0] in ("a", "one") and words[1:2] in (["neighbour"], ["neighbor"]) and words[2:3] == ["who"]:
            rest = ["next", "to", "someone", *words[2:]]
        found = relation(rest) if rest else None
        if found is None and rest is not words:
            found = relation(words)
        if found is None:
            return None
        told, after = found
        if told.between:
            pair = self._two(after)
            return None if pair is None else _between(who, pair, told)
        other = self.entities.read(after) or self.entities.learn(after, PERSONS)
        if other is not None:
            return _related(told, who, other)
        for link in ("and", "or"):
            parts = _split([word for word in after if word != "both"], link)
            named = [self.entities.read(part) for part in parts if part]
            if len(named) == len(parts) > 1 and all(one is not None for one in named):
                claims = [_related(told, who, one) for one in named if one is not None]
                return every(claims) if link == "and" else some(claims)
        return None


def _verbal(word: str) -> bool:
    return word in BE or word in AUXILIARY or word in DENYING or plain(word) is not None


def _split(words: Sequence[str], link: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == link:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _either_way(by: str, first: Entity, second: Entity, amounts: tuple[int, ...]) -> Claim:
    return some([After(by, first, second, amounts), After(by, second, first, amounts)])


def _related(told: Relation, who: Entity, other: Entity) -> Claim:
    if told.mutual:
        return _either_way(told.by, who, other, told.amounts)
    return After(told.by, who, other, told.amounts) if told.sign > 0 else After(told.by, other, who, told.amounts)


def _between(who: Entity, pair: tuple[Entity, Entity], told: Relation) -> Claim:
    first, second = pair
    ways = [
        every([After(told.by, who, a, told.amounts), After(told.by, b, who, told.amounts)])
        for a, b in ((first, second), (second, first))
    ]
    return some(ways)
