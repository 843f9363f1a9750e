"""Reading questions about intervals of numbers in brackets: "How many integers lie in (2, 7]?". Knows no solver."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.logic.inventories.numbers import Ask, NumberInterval, NumbersProblem
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_TEXT: Final = 300
_NUMBER: Final = r"[-\u2212]?\d{1,9}(?:\.\d{1,6})?"
_INTERVAL: Final = rf"[\[(]\s*{_NUMBER}\s*[,;]\s*{_NUMBER}\s*[\])]"
_PARTS: Final = regex(rf"([\[(])\s*({_NUMBER})\s*[,;]\s*({_NUMBER})\s*([\])])")
_THE: Final = rf"(?:the )?(?:(?:closed|open|half-open) )?(?:interval )?({_INTERVAL})"
_WHOLE: Final = r"(?:integers|whole numbers)"
_LIE: Final = r"(?:lie|are(?: there)?|are contained|belong|fall|lies)"
_IN: Final = r"(?:in|inside|within|to)"
_FORMS: Final = tuple(
    (regex(pattern, re.IGNORECASE), ask)
    for pattern, ask in (
        (rf"how many {_WHOLE} {_LIE} {_IN} {_THE}", Ask.COUNT),
        (rf"how many {_WHOLE} does {_THE} (?:contain|have|hold)", Ask.COUNT),
        (rf"how many {_WHOLE} {_LIE} {_IN} both {_THE} and {_THE}", Ask.COUNT),
        (rf"(?:which|what) {_WHOLE} {_LIE} {_IN} {_THE}", Ask.WHOLE),
        (rf"(?:which|what) {_WHOLE} {_LIE} {_IN} both {_THE} and {_THE}", Ask.WHOLE),
        (rf"list (?:all )?(?:the )?{_WHOLE} {_IN} {_THE}", Ask.WHOLE),
        (rf"is {_THE} (?:contained in|a subset of|a subinterval of|inside|within|included in) {_THE}", Ask.WITHIN),
        (rf"(?:how long is|what is the (?:length|width) of) {_THE.replace('(?:interval )?', 'interval ')}", Ask.LENGTH),
    )
)


def read(question: Question) -> NumbersProblem:
    """The problem that the text states. Elsewhere if it asks of no interval."""
    text = " ".join(question.stem.replace("$", "").split()).rstrip(" ?.")
    if len(text) > MAX_TEXT or not _PARTS.search(text):
        raise Elsewhere
    for form, ask in _FORMS:
        if (match := form.fullmatch(text)) is not None:
            return NumbersProblem(tuple(_interval(each, text) for each in match.groups()), ask)
    raise Elsewhere


def _interval(written: str, text: str) -> NumberInterval:
    match = _PARTS.fullmatch(written)
    assert match is not None
    low, high = (Fraction(match[i].replace("\u2212", "-")) for i in (2, 3))
    if low >= high:
        raise NotUnderstood(f"{written} is no interval that goes forward")
    found = NumberInterval(low, high, match[1] == "[", match[4] == "]")
    kind = re.search(rf"\b(closed|half-open|open) (?:interval )?{re.escape(written)}", text, re.IGNORECASE)
    shut = {(True, True): "closed", (False, False): "open"}.get((found.closed_low, found.closed_high), "half-open")
    if kind and kind[1].lower() != shut:
        raise NotUnderstood(f"{written} is not {kind[1].lower()}")
    return found
