"""Reading opening hours with a time asked about, and two spans asked whether they overlap. Knows no solver.

"The pool is open from 9am to 6pm except from 1pm to 2pm. Is it open at 5:15pm?" Days of the week are not read.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.inventories.clock import RANGE, TIME, full_day_clock, interval, minutes, undotted
from orchestra_modules.logic.inventories.hours import HoursProblem
from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_TEXT = 500
_MARK: Final = regex(r"\b(?:open|closed|shut)\b|\boverlap\b", re.IGNORECASE)
_R: Final = RANGE.pattern.replace("?P<a>", "").replace("?P<b>", "")
_OPEN: Final = regex(
    rf"(?:the|an?|my|our) (?P<place>[a-z]+(?: [a-z]+)?) is open (?P<span>{_R})(?P<more>(?: and {_R})?)"
    rf"(?:,? (?:except|but closed) (?:for lunch )?(?P<but>{_R}))?",
    re.IGNORECASE,
)
_ASKED: Final = regex(
    rf"is (?:it|the (?P<place>[a-z]+(?: [a-z]+)?)) (?P<state>open|closed) at (?P<at>{TIME.pattern})", re.IGNORECASE
)
_WHICH: Final = regex(
    r"(?:at )?(?:which|what)(?: one)?(?: of (?:these|the following))?(?: times?)? "
    r"is (?:it|the (?P<place>[a-z]+(?: [a-z]+)?)) (?P<state>open|closed):?",
    re.IGNORECASE,
)
_THING: Final = r"(?:the |my |an? )?[a-z]+(?: [a-z0-9]+)?"
_VERB: Final = r"(?:is|lasts|runs|goes|takes place|starts and ends)"
_TWO: Final = regex(
    rf"{_THING} {_VERB} (?P<first>{_R}),? (?:and|while) (?:{_THING}(?: {_VERB})? )?(?P<second>{_R})", re.IGNORECASE
)
_OVERLAP: Final = regex(rf"do (?:they|the (?:two )?[a-z]+|{_THING} and {_THING}) overlap", re.IGNORECASE)


def read(question: Question) -> HoursProblem:
    """The problem that the text states. Elsewhere if it asks of no opening hours and no overlap."""
    text = undotted(" ".join(question.stem.split()))
    if len(text) > MAX_TEXT or text[-1:] not in "?:" or not _MARK.search(text) or not TIME.search(text):
        raise Elsewhere
    parts = [part.strip().rstrip(".?") for part in re.split(r"(?<=[.?!])\s+", text)]
    if len(parts) != 2:
        raise Elsewhere
    full_day = full_day_clock(text)
    if (told := _OPEN.fullmatch(parts[0])) is not None and (asked := _ASKED.fullmatch(parts[1])) is not None:
        if asked["place"] is not None and asked["place"].lower() != told["place"].lower():
            raise NotUnderstood(f"when {asked['place']!r} is open")
        at = minutes(asked["at"], full_day)
        if at is None:
            raise NotUnderstood(f"which half of the day {asked['at']!r} is in")
        spans = tuple(_span(part, full_day) for part in (told["span"], told["more"].removeprefix(" and ")) if part)
        but = (_span(told["but"], full_day),) if told["but"] else ()
        return HoursProblem(spans, but, at, asked["state"].lower() == "closed")
    if (told := _OPEN.fullmatch(parts[0])) is not None and (which := _WHICH.fullmatch(parts[1])) is not None:
        return _choice(told, which, question, full_day)
    if (two := _TWO.fullmatch(parts[0])) is not None and _OVERLAP.fullmatch(parts[1]) is not None:
        return HoursProblem((_span(two["first"], full_day), _span(two["second"], full_day)))
    raise Elsewhere


def _choice(told: re.Match[str], which: re.Match[str], question: Question, full_day: bool) -> HoursProblem:
    """At which of several times it is open, or closed."""
    if which["place"] is not None and which["place"].lower() != told["place"].lower():
        raise NotUnderstood(f"when {which['place']!r} is open")
    times = [undotted(option.text.strip(" .")) for option in question.options]
    found = [minutes(time, full_day) if TIME.fullmatch(time) else None for time in times]
    at = tuple(time for time in found if time is not None)
    if len(at) < 2 or len(at) != len(found):
        raise NotUnderstood("the options are no times of day")
    spans = tuple(_span(part, full_day) for part in (told["span"], told["more"].removeprefix(" and ")) if part)
    but = (_span(told["but"], full_day),) if told["but"] else ()
    return HoursProblem(spans, but, at[0], which["state"].lower() == "closed", at)


def _span(words: str, full_day: bool) -> tuple[int, int]:
    match = RANGE.fullmatch(words.strip())
    if match is None:
        raise NotUnderstood(f"the time {words!r}")
    return interval(match, full_day)
