"""Reading how many of one sort someone has or a container holds, and what is added and taken. Knows no solver.

"A jar holds nine nuts. Two are taken out and four more nuts are added. How many nuts are in the jar?" One sort and one
holder only; every sentence must be the first number, a change, or the question. Verbs that do not say whether the
number grows or shrinks are not read.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.logic.inventories.nouns import singular
from orchestra_modules.logic.inventories.stock import StockProblem
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_TEXT = 1000
_MARK: Final = regex(
    r"\b(?:add(?:s|ed)?|put|puts|tak(?:e|es|en)|took|remove[sd]?|eat|eats|ate|eaten|los[et]|loses|lost|buys?|bought|finds?|"
    r"found|gets?|got|sells?|sold|gives?|gave)\b",
    re.IGNORECASE,
)
_N: Final = r"(?P<n>\d{1,9}|[Aa]n?|[A-Za-z]+(?:-[a-z]+)?)"
_NOUN: Final = (
    r"(?P<noun>[a-z]+(?: (?!(?:in|on|at|to|from|out|into|away|are|is|and|more|of|for|than|each|with)\b)[a-z]+)?)"
)
_BOX: Final = r"(?:the|an?|my|his|her) (?P<box>[a-z]+)"
_WHO: Final = r"(?P<who>[A-Z][a-z]+|I|i|he|she|He|She)"
_HELD: Final = (
    regex(rf"(?i:the|an?|my) (?P<box>[a-z]+) (?:holds|has|contains|held|had|contained) {_N} {_NOUN}"),
    regex(rf"{_WHO} (?:has|have|had|owns?) {_N} {_NOUN}"),
    regex(rf"[Tt]here (?:are|is|were|was) {_N} {_NOUN} (?:in|on) {_BOX}"),
    regex(rf"(?:[Ii]n|[Oo]n) {_BOX},? (?:there (?:are|is|were|was)|are|is) {_N} {_NOUN}"),
)
_MORE: Final = rf"{_N}(?: more| other| extra| of them)?(?: {_NOUN})?(?: of them)?"
_INTO: Final = rf"(?: (?:to|into|in|on|onto) (?:it|{_BOX}))?"
_OUT_OF: Final = rf"(?: (?:out of|from|off) (?:it|{_BOX}))?"
_WHO_THEN: Final = rf"(?:{_WHO} )?(?:then |also )?"
_FROM_BOX: Final = rf"(?:out of|from|off) (?:it|{_BOX})"
_TAKING: Final = "removes?|removed|takes? out|took out|takes? away|took away"
_LOSING: Final = "eats?|ate|loses?|lost|sells?|sold|throws? away|threw away|gives? away|gave away"
_CHANGES: Final = tuple(
    (sign, regex(pattern))
    for sign, pattern in (
        (1, rf"{_WHO_THEN}(?:adds?|added) {_MORE}{_INTO}"),
        (1, rf"{_WHO_THEN}puts? {_MORE}(?: (?:to|into|in|on|onto) (?:it|{_BOX}))"),
        (1, rf"{_WHO_THEN}(?:buys?|bought|finds?|found|gets?|got|receives?|received) {_MORE}"),
        (-1, rf"{_WHO_THEN}(?:{_TAKING}) {_MORE}{_OUT_OF}"),
        (-1, rf"{_WHO_THEN}(?:takes?|took) {_MORE}(?: out| away| {_FROM_BOX})"),
        (-1, rf"{_WHO_THEN}(?:{_LOSING}) {_MORE}"),
        (1, rf"{_MORE} (?:are|is|were|was) (?:then )?(?:added|put in|put into it){_INTO}"),
        (-1, rf"{_MORE} (?:are|is|were|was) (?:then )?(?:taken out|taken away|removed|eaten|sold){_OUT_OF}"),
    )
)
_OWNER_VERB: Final = regex(
    r"\b(?:eats?|ate|loses?|lost|sells?|sold|buys?|bought|finds?|found|gets?|got|receiv\w+|\w+ away)\b"
)
_ASKED: Final = regex(
    rf"[Hh]ow many {_NOUN} (?:are (?:there )?(?:now |left |still )*(?:in|on) (?:it|the (?P<box>[a-z]+))|"
    r"(?:do|does) (?P<who>[A-Z][a-z]+|I|i|he|she|it|the (?P<box2>[a-z]+)) (?:now |still )?(?:have|hold|contain|own))"
    r"(?: now| left| in the end| at the end)*"
)
_LEAD: Final = regex(r"^(?:(?:then|later|next|now|after that|finally|and),? )+", re.IGNORECASE)
_PRONOUNS: Final = frozenset(("he", "she", "it"))


def read(question: Question) -> StockProblem:
    """The problem that the text states. Elsewhere if nothing is added and nothing taken."""
    text = " ".join(question.stem.split())
    if len(text) > MAX_TEXT or "ow many" not in text or not _MARK.search(text) or text.count("?") != 1:
        raise Elsewhere
    parts = [part.rstrip(".?! ") for part in re.split(r"(?<=[.?!])\s+", text)]
    asked = _ASKED.fullmatch(parts[-1])
    if asked is None or len(parts) < 2:
        raise Elsewhere
    clauses = [
        _LEAD.sub("", clause) for part in parts[:-1] for clause in re.split(r",? and (?:then )?|, then |; ", part)
    ]
    told = next((match for pattern in _HELD if (match := pattern.fullmatch(clauses[0]))), None)
    if told is None:
        raise Elsewhere
    groups = told.groupdict()
    box, who = groups.get("box"), groups.get("who")
    noun, first = singular(told["noun"].split()[-1]), _number(told["n"])
    sort = _sort(told["noun"])
    changes = tuple(_change(clause, sort, box, who) for clause in clauses[1:])
    wanted = asked["box"] or asked["box2"] or asked["who"]
    if _sort(asked["noun"]) != sort or not changes:
        raise NotUnderstood(f"how many {asked['noun']} there are at first is not told")
    if wanted is not None and wanted not in (box, who) and wanted.lower() not in _PRONOUNS:
        raise NotUnderstood(f"what {wanted!r} has is not told")
    return StockProblem(noun, first, changes)


def _sort(words: str) -> tuple[str, ...]:
    *front, last = words.lower().split()
    return (*front, singular(last))


def _number(word: str) -> int:
    value = int(word) if word.isdigit() else 1 if word.lower() in ("a", "an") else cardinal(word)
    if value is None:
        raise Elsewhere
    return value


def _change(clause: str, sort: tuple[str, ...], box: str | None, who: str | None) -> int:
    for sign, pattern in _CHANGES:
        if (match := pattern.fullmatch(clause)) is None:
            continue
        groups = match.groupdict()
        actor, place, noun = groups.get("who"), groups.get("box"), groups.get("noun")
        other = actor is not None and who is not None and actor != who and actor.lower() not in _PRONOUNS
        owned = _OWNER_VERB.search(clause) is not None
        if other or (place is not None and place != box) or (box is not None and owned):
            raise NotUnderstood(f"whose number {clause!r} changes")
        if noun is not None and _sort(noun) != sort:
            raise NotUnderstood(f"{noun!r} are of another sort")
        return sign * _number(match["n"].lower())
    raise NotUnderstood(f"the change {clause!r}")
