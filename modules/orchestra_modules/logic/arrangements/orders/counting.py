"""Questions for a number of orders: "In how many ways can Ann, Ben and Cy queue if Ann is before Ben?".

Parts such a question into the words that set the scene, which list the things, and the words of its condition; a word
that is neither leaves it unread. Knows no claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestra_modules.solving.regex import regex

_ASKED: Final = regex(
    r"^(?:in )?how many (?:different |possible |distinct |valid |such )*(?:orders|orderings|arrangements|ways|"
    r"seatings|seating arrangements|rankings|line-ups|lineups|permutations|sequences|schedules)\b(?P<rest>.*)$"
)
_POSSIBLE: Final = (
    r"(?:(?:are|is) (?:there|possible)(?: in (?:all|total))?|(?:fit|meet|satisfy) (?:this|these|the clues))"
)
_PLACED: Final = (
    r"(?:be )?(?:stand|sit|queue|queue up|line up|finish|seated|placed|arranged|ordered|lined up|ranked|put|parked)"
    r"(?: in an? (?:row|line|queue|race|circle|ring)| (?:a?round|at) an? (?:(?:round|circular) )?table|"
    r" on a (?:bench|shelf|podium))?"
)
_BARE: Final = regex(rf"(?: {_POSSIBLE}| can (?:they|these)(?: \w+)? {_PLACED})?(?: then| now| altogether)?")
_LISTED: Final = (
    regex(rf" can (?P<list>.+?) (?P<how>{_PLACED})"),
    regex(rf" of (?P<list>.+?)(?: {_POSSIBLE})?(?P<how>)"),
    regex(rf" {_POSSIBLE} of (?P<list>.+?)(?P<how>)"),
)
_CONDITION: Final = regex(
    r" ,? ?(?:if|in which|such that|so that|where|with|given that|provided that|when|on condition that) "
)


@dataclass(frozen=True)
class Counted:
    """The spans of words that list the things and that tell a condition; each is empty where there is none."""

    scene: tuple[int, int]
    condition: tuple[int, int]


def counted(lowered: list[str]) -> Counted | None:
    """The parts of a question for a number of orders, none if it is no such question or has words left over."""
    text = " ".join(lowered)
    match = _ASKED.match(text)
    if match is None:
        return None
    rest, offset = match["rest"], match.start("rest")
    condition = (len(lowered), len(lowered))
    if (cut := _CONDITION.search(rest)) is not None:
        condition = (text[: offset + cut.end()].count(" "), len(lowered))
        rest = rest[: cut.start()]
    if _BARE.fullmatch(rest):
        return Counted((0, 0), condition)
    for pattern in _LISTED:
        if (found := pattern.fullmatch(rest)) is not None:
            start = offset + found.start("list")
            stop = offset + (found.end("how") if found["how"] else found.end("list"))
            return Counted((text[:start].count(" "), text[:stop].count(" ") + 1), condition)
    return None
