"""Times of day: reading "4pm", "10:30 a.m.", "16:00", "noon", ranges of them, and writing them in the same style.

Minutes since midnight; an end at midnight is 24:00. A time that could be either half of the day is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

DAY = 24 * 60
_TIME: Final = (
    r"(?:\d{1,2}(?::\d{2})?\s?(?:[ap]m|o'clock)(?![a-z])|\d{1,2}:\d{2}(?!\d)|(?:12 )?noon|midday|(?:12 )?midnight)"
)
_LOOSE: Final = rf"(?:{_TIME}|\d{{1,2}})"
TIME: Final = regex(_TIME, re.IGNORECASE)
RANGE: Final = regex(
    rf"(?:(?:from|between)\s+)?(?<![\d:])(?P<a>{_LOOSE})(?:\s*(?:-|\u2013|\u2014|to|and|"
    rf"until|till|through)\s*|\s*-\s*)(?P<b>{_TIME})(?![\d:])",
    re.IGNORECASE,
)
_DURATION: Final = regex(
    r"(?:(?P<half>half an hour|half-hour)|(?P<quarter>quarter of an hour)|(?P<n>\d{1,3}|"
    r"an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty|forty-five|sixty|ninety)[ "
    r"-](?P<unit>hours?|minutes?|mins?|hrs?)(?P<more> and a half)?|(?P<bare>free hour))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Style:
    """How the times of a text are written."""

    halves: bool = True  # am and pm
    spaced: bool = False
    upper: bool = False
    dotted: bool = False


def undotted(text: str) -> str:
    """A text with "a.m." written as "am", so that full stops part sentences."""
    return re.sub(r"(?<=[\d\s])([ap])\.\s?m\.?(?=\W|$)", r"\1m", text, flags=re.IGNORECASE)


def style_of(text: str) -> Style:
    """The style of the times in a text as it was written."""
    match = re.search(r"\d(\s?)([ap])(\.\s?)?m", text, re.IGNORECASE)
    if match is None:
        return Style(halves=False)
    return Style(True, bool(match[1]), match[2].isupper(), bool(match[3]))


def minutes(written: str, full_day: bool, as_end: bool = False) -> int | None:
    """Minutes since midnight; none if it is not said which half of the day. NotUnderstood for an impossible time."""
    text = written.lower().strip()
    if text.endswith(("noon", "midday")):
        return DAY // 2
    if text.endswith("midnight"):
        return DAY if as_end else 0
    match = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?\s?(am|pm|o'clock)?", text)
    if match is None:
        raise NotUnderstood(f"{written!r} is not a time of day")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if minute > 59 or hour > (12 if half else 24) or (hour == 0 and half) or (hour == 24 and minute):
        raise NotUnderstood(f"{written!r} is not a time of day")
    if half in ("am", "pm"):
        total = (hour % 12 + (12 if half == "pm" else 0)) * 60 + minute
        return DAY if total == 0 and as_end else total
    if (full_day and match[2]) or hour > 12:
        return hour * 60 + minute
    return None


def interval(match: re.Match[str], full_day: bool) -> tuple[int, int]:
    """The minutes from and to of a RANGE. NotUnderstood if it does not go forward within a day."""
    end = minutes(match["b"], full_day, as_end=True)
    start = minutes(match["a"], full_day)
    if start is None and end is not None and re.fullmatch(r"\d{1,2}(:\d{2})?", match["a"].strip()):
        # "2 to 5pm": the half named once holds for both, unless that would run backwards ("11 to 1pm")
        halves = [minutes(f"{match['a'].strip()}{half}", full_day) for half in ("pm", "am")]
        fitting = [each for each in halves if each is not None and each < end]
        start = fitting[0] if fitting else None
    if start is None or end is None:
        raise NotUnderstood(f"it is not said which half of the day {match.group()!r} is in")
    if not start < end:
        raise NotUnderstood(f"{match.group()!r} does not go forward within one day")
    return start, end


def full_day_clock(text: str) -> bool:
    """Whether times such as 9:30 in a text are of a 24-hour clock: one is past 12 or "
    "has a leading zero, none has am or pm."""
    if re.search(r"\d\s?[ap]m(?![a-z])", text, re.IGNORECASE):
        return False
    if re.search(r"(?<![\d:])(?:0\d|1[3-9]|2[0-4]):\d{2}", text) is not None:
        return True
    # spans that all go forward between 1:00 and 12:59 part the day alike on either clock
    spans = list(RANGE.finditer(text))
    return len(spans) > 1 and all(":" in span["a"] and ":" in span["b"] and "o'" not in span[0] for span in spans)


def duration(text: str) -> tuple[int, re.Match[str]] | None:
    """The first duration in a text, in minutes, and where it stands."""
    match = _DURATION.search(text)
    if match is None:
        return None
    if match["bare"]:
        return 60, match
    if match["half"] or match["quarter"]:
        return 30 if match["half"] else 15, match
    word = match["n"].lower()
    number = 1 if word in ("a", "an") else int(word) if word.isdigit() else cardinal(word) or 1
    hours = match["unit"].lower().startswith("h")
    return number * (60 if hours else 1) + (30 if match["more"] and hours else 0), match


def written(minute: int, style: Style) -> str:
    """A time in a style: 4pm, 10:30 a.m., 16:00."""
    hour, rest = divmod(minute % DAY, 60)
    if not style.halves:
        return f"{24 if minute == DAY else hour:02d}:{rest:02d}"
    half = "am" if hour < 12 else "pm"
    half = f"{half[0]}.m." if style.dotted else half
    half = half.upper() if style.upper else half
    return f"{hour % 12 or 12}{f':{rest:02d}' if rest else ''}{' ' if style.spaced else ''}{half}"
