"""The sentences of stories about states: patterns, and the words for states, amounts and times. Knows no story."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.regex import regex

#: what a word for a state stands for
STATES: Final = {
    "on": "on", "off": "off", "open": "open", "closed": "closed", "shut": "closed", "full": "full", "empty": "empty",
    "locked": "locked", "unlocked": "unlocked", "heads": "heads", "tails": "tails", "opened": "open",
    "emptied": "empty", "filled": "full",
}  # fmt: skip
#: the state that a verb brings about
SET_BY: Final = {
    "opens": "open", "opened": "open", "open": "open", "closes": "closed", "closed": "closed", "close": "closed",
    "shuts": "closed", "shut": "closed", "fills": "full", "filled": "full", "fill": "full", "empties": "empty",
    "emptied": "empty", "empty": "empty", "locks": "locked", "locked": "locked", "lock": "locked",
    "unlocks": "unlocked", "unlocked": "unlocked", "unlock": "unlocked",
}  # fmt: skip
_NAME: Final = (
    r"(?!The\b|Then\b|A\b|An\b|It\b|No\b|Nobody\b|None\b|Neither\b|Nothing\b|Never\b|Any|Only\b|"
    r"Hardly\b|Every)[A-Z][\w'-]*"
)
WHO: Final = rf"(?:{_NAME}|[Ss]omeone|[Ss]omebody|[Yy]ou|[Hh]e|[Ss]he|[Tt]hey|(?:[Mm]y|[Hh]is|[Hh]er) [a-z]+)"
_SUBJECT: Final = rf"(?:(?P<subject>{WHO}) )?"
_THING: Final = (
    r"(?:[Tt]he|[Aa]n?|[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Yy]our) (?!number\b)(?:(?!not\b|no\b|of\b|on\b|to\b)[a-z-]+ ){0,2}"
    r"?(?!over\b|on\b|off\b|to\b|up\b|from\b)[a-z-]+|it|It"
)
_ON_OFF: Final = r"on|off"
_STATE: Final = r"on|off|open|closed|shut|full|empty|locked|unlocked|heads|tails"
_TIMES: Final = r"(?: (?P<times>once|twice|thrice|\w+(?:-\w+)? (?:more )?times))?"
_BOARD: Final = (
    r"(?:the number|it|that number|the result)(?: on the (?:board|blackboard|whiteboard|screen|display|card))?"
)
_VALUE: Final = r"(?P<value>-?\d+|[a-z]+(?:-[a-z]+)?)"

IS: Final = regex(
    rf"(?P<thing>{_THING}) (?:is|was|shows|showed|starts|started|begins|lies)(?: initially| at first| out)? "
    rf"(?:turned |switched )?(?P<state>{_STATE})(?: up)?",
)
HOLDS: Final = regex(
    rf"(?P<subject>{_NAME}) (?:has|had|holds|held|is holding|was holding|carries|carried) (?P<thing>{_THING})"
)
NUMBER: Final = regex(rf"[Tt]he number on the [a-z]+ (?:is|was) {_VALUE}")
NOT: Final = regex(rf"(?P<subject>{WHO}) (?:does|do|did) not (?P<verb>[a-z]+)(?P<rest>.*)")
PASSIVE: Final = regex(
    rf"(?P<thing>{_THING}) (?:(?:is|was|gets|got) (?:then |now )?(?:(?:turned|switched) (?P<state>{_ON_OFF})|"
    rf"(?P<flip>flipped over|flipped|toggled|turned over)){_TIMES}|"
    rf"(?:is|was|gets|got) (?:then |now )(?P<state2>opened|closed|shut|emptied|filled|locked|unlocked))"
)
GIVES: Final = regex(
    rf"{_SUBJECT}(?:gives|gave|give|hands|handed|passes|passed|lends|lent|returns|returned) "
    rf"(?P<thing>{_THING})(?: back)? to "
    rf"(?P<to>{_NAME})"
)
GIVES_TO: Final = regex(
    rf"{_SUBJECT}(?:gives|gave|give|hands|handed|passes|passed|lends|lent) (?P<to>{_NAME}) (?P<thing>{_THING})"
)
TAKES: Final = regex(
    rf"{_SUBJECT}(?:takes|took|gets|got|borrows|borrowed|receives|received|steals|stole) (?P<thing>{_THING}) "
    rf"from (?P<source>{_NAME})"
)
REPLACES: Final = regex(rf"{_SUBJECT}(?:replaces|replaced|changes|changed) {_BOARD} (?:with|by|to) {_VALUE}")
ALTERS: Final = regex(rf"{_SUBJECT}(?P<verb>doubles|triples|halves) {_BOARD}")
ADDS: Final = regex(
    rf"{_SUBJECT}(?:(?P<verb>adds|subtracts|takes) {_VALUE} (?:to|from|away from) {_BOARD}|"
    rf"(?P<verb2>increases|raises|decreases|reduces|lowers) {_BOARD} by {_VALUE.replace('value', 'by')})"
)
MULTIPLIES: Final = regex(rf"{_SUBJECT}(?P<verb>multiplies|divides) {_BOARD} by {_VALUE}")
SWITCHES: Final = regex(
    rf"{_SUBJECT}(?:turns|turned|turn|switches|switched|switch)(?: (?P<state>{_ON_OFF}) (?P<thing>{_THING})|"
    rf" (?P<thing2>{_THING}) (?P<state2>{_ON_OFF}))"
)
SETS: Final = regex(rf"{_SUBJECT}(?P<verb>{'|'.join(SET_BY)}) (?P<thing>{_THING})(?: completely| fully)?")
FLIPS: Final = regex(
    rf"{_SUBJECT}(?:(?P<verb>flips|flipped|flip|toggles|toggled|toggle|presses|pressed|press|pushes|pushed|push) "
    rf"(?P<thing>{_THING})(?: over)?|(?:turns|turned|turn) (?P<thing2>{_THING}) (?P<over>over)){_TIMES}"
)
_STILL: Final = r"(?: still| now| finally)?"
_END: Final = r"(?: now| at the end| in the end| then| afterwards)?"
HAS: Final = regex(rf"(?:does|did) (?P<subject>{_NAME}){_STILL} (?:have|hold) (?P<thing>{_THING}){_END}", re.I)
ASKED: Final = {
    "state": regex(rf"is (?P<thing>{_THING}){_STILL} (?P<state>{_STATE})(?: up)?{_END}", re.I),
    "shows": regex(rf"does (?P<thing>{_THING}){_STILL} show (?P<state>heads|tails){_END}", re.I),
    "which": regex(rf"is (?P<thing>{_THING}){_STILL} (?P<one>{_STATE}) or (?P<other>{_STATE})(?: up)?{_END}", re.I),
    "holder": regex(rf"who{_STILL} (?:has|holds|is holding) (?P<thing>{_THING}){_END}", re.I),
    "number": regex(
        r"(?:what is the number(?: on the [a-z]+)?|what number is (?:now )?on the [a-z]+|"
        rf"is the number(?: on the [a-z]+)?{_STILL} (?P<value>-?\d+)){_END}",
        re.I,
    ),
}


def key(words: str) -> str:
    """The words for a thing without article and case."""
    return re.sub(r"^(?:the|an?|my|his|her|their|your) ", "", words.strip().lower())


def amount(words: str) -> Fraction | None:
    """The number that figures or words name."""
    if re.fullmatch(r"-?\d{1,15}", words):
        return Fraction(words)
    found = cardinal(words)
    return None if found is None else Fraction(found)


def times(words: str | None) -> int | None:
    """How often: once where nothing is said; none where the words are not understood."""
    if words is None:
        return 1
    bare = words.lower().removesuffix(" times").removesuffix(" more")
    if bare in ("once", "twice", "thrice"):
        return {"once": 1, "twice": 2, "thrice": 3}[bare]
    found = amount(bare)
    return int(found) if found is not None and 0 <= found <= 10**6 else None
