"""Reading how many of a whole are in one group, in another, in both, in neither. Knows no solver.

"Of 40 guests, 25 drink tea, 18 drink coffee and 4 drink neither. How many drink both?" The two groups are told apart
by their last words; verbs and nouns are open. Not read: three groups, fractions, percentages.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.groups import GroupProblem
from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_TEXT = 1000
_MARK: Final = regex(r"\b(?:both|neither|only|exactly one)\b", re.IGNORECASE)
_NUMBER: Final = r"(?P<n>\d{1,6}|[a-z]+(?:-[a-z]+)?)"
_WHOLE: Final = regex(
    rf"(?:(?:in|of|out of|from|among) )?(?:an? )?(?:[a-z]+ of )?{_NUMBER} (?P<who>[a-z]+)|"
    rf"(?:in|of|from) an? [a-z]+ of {_NUMBER.replace('<n>', '<n3>')}|"
    rf"there are {_NUMBER.replace('<n>', '<n2>')} (?P<who2>[a-z]+)(?: in [a-z ]+)?",
    re.I,
)
_CLAUSE: Final = regex(
    rf"{_NUMBER}(?: (?:of them|people|students|members|[a-z]+s))?(?: (?P<verb>like|likes|"
    rf"play|plays|drink|drinks|speak|speaks|own|owns|have|has|take|takes|study|studies|"
    rf"read|reads|eat|eats|know|knows|use|uses|can|do|does|want|wants|enjoy|enjoys|prefer|"
    rf"attend|attends))?"
    r"(?: (?P<only>only|just))? (?P<what>both|neither|[a-z]+(?: [a-z]+)?)(?P<only2> only)?",
    re.I,
)
_ASK: Final = regex(
    r"how many(?: (?:of them|people|students|members|[a-z]+s))? (?:like|play|drink|speak|"
    r"own|have|take|study|read|eat|know|use|do|want|enjoy|prefer|attend) "
    r"(?P<only>only |just |exactly |at least |either )?(?P<what>both|neither|one|one of "
    r"(?:them|the two)|[a-z]+(?: [a-z]+)?)(?P<pair> (?:[a-z]+ (?:and|or|nor) [a-z]+|of "
    r"them|of the two))?(?P<only2> only| but not (?P<other>[a-z]+))?",
    re.I,
)


def read(question: Question) -> GroupProblem:
    """The problem that the text states. Elsewhere if no overlap is spoken of."""
    text = " ".join(question.stem.split())
    if len(text) > MAX_TEXT:
        raise Elsewhere
    if (
        not _MARK.search(text)
        or not text.endswith("?")
        or text.count("?") != 1
        or not re.search(r"\d|\btwenty|\bthirty", text)
    ):
        raise Elsewhere
    sentences = [part.rstrip(".?") for part in re.split(r"(?<=[.?!:])\s+", text)]
    clauses = [
        clause
        for sentence in sentences[:-1]
        for clause in re.split(r",\s*(?:and |while |but )?|\s+and\s+|;\s*|:\s*", sentence)
        if clause
    ]
    groups: list[str] = []
    given: list[tuple[str, int]] = []
    for index, clause in enumerate(clauses):
        if index == 0 and (match := _WHOLE.fullmatch(clause)):
            given.append(("total", _number(match["n"] or match["n2"] or match["n3"])))
            continue
        given.append(_clause(clause, groups))
    if len(groups) != 2:
        raise Elsewhere
    return GroupProblem(tuple(given), _asked(sentences[-1], groups))


def _number(word: str) -> int:
    value = int(word) if word.isdigit() else cardinal(word)
    if value is None:
        raise Elsewhere
    return value


def _clause(clause: str, groups: list[str]) -> tuple[str, int]:
    match = _CLAUSE.fullmatch(clause.strip())
    if match is None:
        raise Elsewhere
    number = _number(match["n"].lower())
    what = match["what"].lower()
    alone = bool(match["only"] or match["only2"])
    if what in ("both", "neither"):
        if alone or len(groups) != 2:
            raise NotUnderstood(f"{clause!r} is not understood")
        return what, number
    if what not in groups:
        groups.append(what)
    return _name(groups.index(what), alone, clause), number


def _name(index: int, alone: bool, said: str) -> str:
    if index > 1:
        raise NotUnderstood(f"{said!r} names a third group")
    return f"{'only ' if alone else ''}{('first', 'second')[index]}"


def _asked(said: str, groups: list[str]) -> str:
    match = _ASK.fullmatch(said.strip())
    if match is None:
        raise NotUnderstood(f"the question {said!r} is not understood")
    what, only = match["what"].lower(), (match["only"] or "").strip().lower()
    pair = (match["pair"] or "").strip().lower()
    if pair not in ("", "of them", "of the two") and {*re.split(r" (?:and|or|nor) ", pair)} != set(groups):
        raise NotUnderstood(f"{pair!r} does not name the two groups")
    if what in ("both", "neither") and not only and not match["only2"]:
        return what
    if what.startswith("one"):
        if only not in ("only", "just", "exactly", "at least"):
            raise NotUnderstood(f"{said!r} is not understood")
        return "either" if only == "at least" else "exactly one"
    if what in groups and only in ("", "only", "just"):
        other = match["other"]
        if other and other.lower() not in groups:
            raise NotUnderstood(f"{other!r} is not one of the groups")
        return _name(groups.index(what), bool(only or match["only2"]), said)
    raise NotUnderstood(f"the question {said!r} is not understood")
