"""Dates whose digits read the same backwards: "the palindrome day of 2021", in the format that the text names.

In one format a year has at most one of them. Where the text names no format, all usual ones must agree.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.engines.calendar_days import Day, month_length
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.solving.refusal import NotUnderstood

_FORMATS: Final = ("MMDDYYYY", "DDMMYYYY", "YYYYMMDD")
_NAMES: Final = ("palindrome day", "palindrome date", "palindromic day", "palindromic date")
_SAYINGS: Final = (
    "reads the same backwards as forwards", "reads the same backward as forward", "is the same backwards as forwards",
    "is the same backward as forward", "reads the same backwards and forwards", "is the same backwards and forwards",
    "reads the same forwards and backwards", "is the same forwards and backwards", "reads the same in both directions",
    "reads the same forward and backward", "is a palindrome", "reads the same from both ends",
    "reads the same forwards as backwards", "is the same forwards as backwards",
)  # fmt: skip


def palindrome_day(year: int, text: str) -> Day | None:
    """The one date of a year that is a palindrome; none where there is none, or formats disagree."""
    named = [pattern for pattern in _FORMATS if pattern in text.upper().replace("/", "").replace("-", "")]
    found: set[Day] = set()
    for pattern in named or _FORMATS:
        for month in range(1, 13):
            for day in range(1, month_length(year, month) + 1):
                parts = {"YYYY": f"{year:04d}", "MM": f"{month:02d}", "DD": f"{day:02d}"}
                digits = pattern
                for sign, told in parts.items():
                    digits = digits.replace(sign, told)
                if digits == digits[::-1]:
                    found.add(Day(year, month, day))
    return next(iter(found)) if len(found) == 1 else None


def take_name(cursor: Cursor) -> bool:
    """Take "palindrome day of", "palindromic date in"; the year follows."""
    return cursor.take(*_NAMES) and cursor.take("of the year", "in the year", "of", "in")


def take_explanation(cursor: Cursor) -> bool:
    """Take what the term means: "because its MMDDYYYY format reads the same backwards as forwards". NotUnderstood."""
    mark = cursor.mark()
    cursor.take_sign(",")
    if not cursor.take("because", "since", "as", "for", "when"):
        cursor.reset(mark)
        return False
    start = cursor.position
    while cursor.position - start < 14 and not cursor.at_end and not cursor.is_sign("."):
        if cursor.take(*_SAYINGS):
            told = {token.lowered for token in cursor.tokens[start : cursor.position] if token.kind == "word"}
            if told & {"not", "no", "never"}:
                raise NotUnderstood("what is said of the digits of the date is denied")
            return True
        cursor.next()
    cursor.reset(mark)
    return False
