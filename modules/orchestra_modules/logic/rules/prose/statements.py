"""Sentences of clauses: "if", "only if", "unless", "either ... or", "neither ... nor", "not both", "it is false that".

Parted from the outside in; where a part can be cut in two places with two meanings, it is refused. Knows the words that
join clauses, and nothing of what clauses say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from orchestra_modules.logic.rules.formulas import (
    Ambiguous,
    And,
    Formula,
    Implies,
    Not,
    conj,
    disj,
    exactly_one,
)
from orchestra_modules.logic.rules.prose.coordination import Group, expand
from orchestra_modules.logic.rules.prose.propositions import Propositions
from orchestra_modules.logic.rules.words import Word, word_class
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

Row = Sequence[Word]
_DENIALS: Final = (
    *(("it is not the case that", False), ("it is not true that", False), ("it is false that", False)),
    *(("it is untrue that", False), ("it is the case that", True), ("it is true that", True)),
    *(("it was not the case that", False), ("it is a fact that", True), ("the fact that", True), ("that", True)),
)
_IF: Final = (
    *("if", "when", "whenever", "provided that", "provided", "assuming that", "assuming", "given that"),
    *("as long as", "so long as", "on condition that", "on the condition that", "in the event that"),
)
_BOTH_WAYS: Final = ("if and only if", "if , and only if ,", "if , and only if", "iff", "just in case", "exactly when")
_ONLY: Final = ("only if", "only when", "only provided that", "implies that", "entails that")
_MIDDLE: Final = (*_BOTH_WAYS, *_ONLY, "unless", *_IF)
_JOINS: Final = {"and": "and", "but": "and", "yet": "and", "or": "or"}
_OPENS_A_CLAUSE: Final = word_class("the a an my your his her its our their this these those i you he she it we they")
_MOST_DEPTH: Final = 12
#: parts of sentences read in one text, tried ones included
_MOST_TRIED: Final = 3_000


def _starts(found: Row, phrase: str, place: int = 0) -> bool:
    parts = phrase.split()
    return [word.lower for word in found[place : place + len(parts)]] == parts


def _trimmed(found: Row) -> list[Word]:
    """Without commas at either end."""
    words = list(found)
    while words and words[0].text == ",":
        del words[0]
    while words and words[-1].text == ",":
        del words[-1]
    return words


class Statements:
    """Reads sentences into formulas over the propositions of a text."""

    def __init__(self, propositions: Propositions) -> None:
        self.propositions = propositions
        self.depth = 0
        self.in_condition = False
        self.tried = 0

    def sentence(self, found: Row) -> Formula:
        """The meaning of a sentence."""
        self.depth += 1
        try:
            self.tried += 1
            if self.depth > _MOST_DEPTH or self.tried > _MOST_TRIED:
                raise TooCostly("a sentence can be parted in too many ways")
            return self._sentence(_trimmed(found))
        finally:
            self.depth -= 1

    def _sentence(self, found: list[Word]) -> Formula:
        if not found:
            raise NotUnderstood("a clause is missing")
        if found[0].says("then"):
            return self.sentence(found[1:])
        for phrase, value in _DENIALS:
            if _starts(found, phrase) and len(found) > len(phrase.split()) + 1:
                return self._judged(found[len(phrase.split()) :], value)
        opener = next((phrase for phrase in (*_IF, "unless") if _starts(found, phrase)), None)
        if opener is not None:
            return self._conditional(found[len(opener.split()) :], opener == "unless")
        middles = self._middles(found)
        if len(middles) > 1:
            raise NotUnderstood(f"'{middles[0][1]}' and '{middles[1][1]}' in one sentence can be read two ways")
        if middles:
            return self._joined(found, *middles[0])
        return self._coordinated(found)

    def _judged(self, found: list[Word], value: bool) -> Formula:
        """ "It is false that A": of the whole rest, unless a row without "both" or "either" leaves that open."""
        inner = self.sentence(found)
        if value:
            return inner
        opened = found[0].lower in ("both", "either", "if", "neither", "unless")
        if (
            isinstance(inner, And)
            and not opened
            and not any(_starts(found, m, i) for i in range(len(found)) for m in _MIDDLE)
        ):
            first = conj(Not(inner.parts[0]), *inner.parts[1:])
            return Ambiguous((Not(inner), first), "'it is not the case that' of the first clause, or of both")
        return Not(inner)

    # -- conditions

    def _conditional(self, found: list[Word], unless: bool) -> Formula:
        """ "If A, then B": cut at a "then", or else at a comma, or else where a clause ends."""
        thens = [i for i, word in enumerate(found) if word.says("then")]
        commas = [i for i, word in enumerate(found) if word.text == ","]
        bare = [i for i in range(2, len(found) - 1) if self._may_open(found, i)]
        failure: NotUnderstood | None = None
        for places, width in ((thens, 1), (commas, 1), (bare, 0)):
            readings: dict[Formula, tuple[int, int]] = {}
            for place in places:
                try:
                    formula = self._tried(lambda p=place, w=width: self._cut(found[:p], found[p + w :], unless))  # type: ignore[misc]
                except NotUnderstood as refusal:
                    failure = failure or refusal
                    continue
                readings[formula] = (place, width)
            if len(readings) > 1:
                raise NotUnderstood("where the condition ends can be read two ways")
            if readings:
                place, width = next(iter(readings.values()))
                return self._cut(found[:place], found[place + width :], unless)
            if places is thens and thens:
                break
        raise failure or NotUnderstood(f"what follows from the condition is not found in '{_told(found)}'")

    def _may_open(self, found: list[Word], place: int) -> bool:
        word = found[place]
        opens = word.lower in _OPENS_A_CLAUSE or self.propositions.wording.name(word) or word.lower == "there"
        return opens and found[place - 1].lower not in _JOINS

    def _cut(self, left: Row, right: Row, unless: bool) -> Formula:
        outer, self.in_condition = self.in_condition, True
        try:
            condition = self.sentence(left)
        finally:
            self.in_condition = outer
        another = any(_starts(right, phrase, i) for i in range(len(right)) for phrase in (*_BOTH_WAYS, "only if"))
        if another and not any(_starts(_trimmed(right), phrase) for phrase in _IF):
            raise NotUnderstood("'if' with another 'only if' after it can be read two ways")
        said = self.sentence(right)
        return Implies(Not(condition), said) if unless else Implies(condition, said)

    def _tried(self, reading: Callable[[], Formula]) -> Formula:
        """A reading tried: what it met is forgotten."""
        propositions = self.propositions
        kept = (dict(propositions.clauses), dict(propositions.uses), list(propositions.here))
        tenses = {key: set(value) for key, value in propositions.tenses.items()}
        try:
            return reading()
        finally:
            propositions.clauses, propositions.uses, propositions.here = kept
            propositions.tenses = tenses

    def _middles(self, found: list[Word]) -> list[tuple[int, str]]:
        """The joining phrases inside a sentence, from the left."""
        result: list[tuple[int, str]] = []
        place = 1
        while place < len(found):
            phrase = next((phrase for phrase in _MIDDLE if _starts(found, phrase, place)), None)
            if phrase is None or (phrase in _IF and result and result[-1][1] in _BOTH_WAYS):
                place += 1
                continue
            result.append((place, phrase))
            place += len(phrase.split())
            if place < len(found) and phrase in ("implies that", "entails that"):
                break
        return result

    def _joined(self, found: list[Word], place: int, phrase: str) -> Formula:
        left = self.sentence(found[:place])
        right = self.sentence(found[place + len(phrase.split()) :])
        if phrase in _BOTH_WAYS:
            return conj(Implies(left, right), Implies(right, left))
        if phrase in _ONLY:
            return Implies(left, right)
        return Implies(Not(right), left) if phrase == "unless" else Implies(right, left)

    # -- rows

    def _coordinated(self, found: list[Word]) -> Formula:
        ending = [word.lower for word in found[-3:]]
        either = next((i for i, word in enumerate(found) if word.says("either")), None)
        if ending in (["but", "not", "both"], ["and", "not", "both"]):
            parts = self._row(_trimmed(found[:-3]), either, "or")
            return exactly_one(tuple(parts))
        if ending[1:] == ["or", "both"]:
            return disj(*self._row(_trimmed(found[:-2]), either, "or"))
        for place, word in enumerate(found):
            opened = place + 1 < len(found) and found[place + 1].lower in ("either", "neither", "both", "if")
            if place and word.lower in _JOINS and (opened or _starts(found, "it is not the case", place + 1)):
                left, right = self.sentence(found[:place]), self.sentence(found[place + 1 :])
                return (conj if _JOINS[word.lower] == "and" else disj)(left, right)
        if either is not None:
            parts = self._row(found, either, "or")
            if len(parts) < 2:
                raise NotUnderstood(f"'or' is expected after 'either' in '{_told(found)}'")
            if self.in_condition:  # "if either A or B" does not leave out both
                return disj(*parts)
            return Ambiguous((disj(*parts), exactly_one(tuple(parts))), "'either ... or' with or without both")
        for place, word in enumerate(found):
            if word.says("neither"):
                return conj(*(Not(part) for part in self._row(found, place, "nor")))
            if word.says("both"):
                return self._both(found, place)
        kinds = {_JOINS[word.lower] for word in found if word.lower in _JOINS}
        if len(kinds) == 2:
            return self._mixed(found)
        if not kinds:
            return self.propositions.leaf(found)
        kind = kinds.pop()
        return self._grouped(expand(_segments(found, kind), self.propositions.wording), kind)

    def _both(self, found: list[Word], place: int) -> Formula:
        """ "Both A and B", "not both A and B", "A and B are not both ..."."""
        denied = place > 0 and found[place - 1].says("not")
        if not any(word.says("and") for word in found[place:]):
            if not denied:
                raise NotUnderstood(f"'and' is expected after 'both' in '{_told(found)}'")
            inner = self.sentence([*found[:place], *found[place + 1 :]])
            if not isinstance(inner, And) or not all(isinstance(part, Not) for part in inner.parts):
                raise NotUnderstood(f"'not both' is not understood in '{_told(found)}'")
            return Not(conj(*(part.body for part in inner.parts if isinstance(part, Not))))
        words = [*found[: place - 1], *found[place:]] if denied else found
        parts = self._row(words, place - denied, "and")
        return Not(conj(*parts)) if denied else conj(*parts)

    def _row(self, found: list[Word], place: int | None, joint: str) -> list[Formula]:
        """The members after "either", "neither" or "both", each with the words before it."""
        place = -1 if place is None else place
        before = list(found[: max(place, 0)])
        if any(word.says("not") for word in before):
            raise NotUnderstood(f"what 'not' denies is not clear in '{_told(found)}'")
        members = _segments(found[place + 1 :], joint)
        if len(members) < 2:
            raise NotUnderstood(f"'{joint}' is expected in '{_told(found)}'")
        if before:
            return [self.sentence([*before, *member]) for member in members]
        groups = expand(members, self.propositions.wording)
        return [self._member(group) for group in groups]

    def _member(self, group: Group) -> Formula:
        if group.shared:
            raise NotUnderstood("what 'not' denies in a row is not clear")
        return self.sentence(group.words)

    def _grouped(self, groups: list[Group], kind: str) -> Formula:
        """A row whose members may share one "not"."""
        join = conj if kind == "and" else disj
        if not any(group.shared for group in groups):
            return join(*(self.sentence(group.words) for group in groups))
        first = next(i for i, group in enumerate(groups) if group.shared) - 1
        before = [self.sentence(group.words) for group in groups[:first]]
        row = [self.sentence(group.words) for group in groups[first:]]
        lead = row[0]
        if not isinstance(lead, Not) or not all(group.shared for group in groups[first + 1 :]):
            raise NotUnderstood("what 'not' denies in a row is not clear")
        denial = Not(join(lead.body, *row[1:]))
        if kind == "or" and groups[first + 1].verbal:
            return join(*before, denial)
        other = join(lead, *(Not(part) for part in row[1:])) if kind == "and" else join(*row)
        return join(*before, Ambiguous((denial, other), "'not' of the whole row, or not"))

    def _mixed(self, found: list[Word]) -> Formula:
        """ "And" beside "or": commas have to tell which is outermost."""
        outer = [i for i, w in enumerate(found) if w.lower in _JOINS and i and found[i - 1].text == ","]
        kinds = {_JOINS[found[i].lower] for i in outer}
        rest = {_JOINS[w.lower] for i, w in enumerate(found) if w.lower in _JOINS and i not in outer}
        if len(kinds) != 1 or kinds & rest:
            raise NotUnderstood(f"'and' with 'or' can be read two ways in '{_told(found)}'")
        parts, start = [], 0
        for place in [*outer, len(found)]:
            parts.append(self.sentence(found[start:place]))
            start = place + 1
        return (conj if kinds == {"and"} else disj)(*parts)


def _segments(found: Row, joint: str) -> list[list[Word]]:
    """The members of a row: parted by the joining word, and by commas before it."""
    joints = {word for word, kind in _JOINS.items() if kind == joint} or {joint}
    last = max((i for i, word in enumerate(found) if word.lower in joints), default=-1)
    members: list[list[Word]] = [[]]
    for place, word in enumerate(found):
        if word.lower in joints or (word.text == "," and place < last):
            if members[-1]:
                members.append([])
        else:
            members[-1].append(word)
    return [_trimmed(member) for member in members if _trimmed(member)]


def _told(found: Row) -> str:
    return " ".join(word.text for word in found)
