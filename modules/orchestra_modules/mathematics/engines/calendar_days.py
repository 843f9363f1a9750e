"""The Gregorian calendar by day numbers: conversion both ways, shifts, weekdays, and the feasts that move.

Written out here from the rules, without the datetime library, which checks it. Years 1 to 9999, the calendar extended
back before 1582 as it is now.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from orchestra_modules.solving.refusal import Undefined

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(NamedTuple):
    """A day of the calendar."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def told(self) -> str:
        """The date in words."""
        return f"{MONTHS[self.month - 1]} {self.day}, {self.year}"


def is_leap(year: int) -> bool:
    """Every fourth year, but of the full centuries only every fourth."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """The days of a month."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def day_of(year: int, month: int, day: int) -> Day:
    """A day that exists. Undefined for February 30 and the like."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        raise Undefined(f"there is no day {day} of month {month} of the year {year}")
    return Day(year, month, day)


def day_number(day: Day) -> int:
    """The Julian day number."""
    shift = (14 - day.month) // 12
    year, month = day.year + 4800 - shift, day.month + 12 * shift - 3
    return day.day + (153 * month + 2) // 5 + 365 * year + year // 4 - year // 100 + year // 400 - 32045


def day_numbered(number: int) -> Day:
    """The day of a Julian day number. Undefined outside the years 1 to 9999."""
    a = number + 32044
    b = (4 * a + 3) // 146097
    c = a - 146097 * b // 4
    d = (4 * c + 3) // 1461
    e = c - 1461 * d // 4
    month = (5 * e + 2) // 153
    return day_of(100 * b + d - 4800 + month // 10, month + 3 - 12 * (month // 10), e - (153 * month + 2) // 5 + 1)


def weekday(day: Day) -> int:
    """The day of the week, Monday being 0."""
    return day_number(day) % 7


def shifted(day: Day, amount: int, unit: str) -> tuple[Day, bool]:
    """A day some days, weeks, months or years on, and whether it had to be moved to the end of a shorter month."""
    if unit in ("day", "week"):
        return day_numbered(day_number(day) + amount * (7 if unit == "week" else 1)), False
    if unit == "weekday":  # days that are not Saturday or Sunday
        step = 1 if amount > 0 else -1
        for _ in range(min(abs(amount), 4000)):
            day = day_numbered(day_number(day) + step)
            while weekday(day) > 4:
                day = day_numbered(day_number(day) + step)
        return day, False
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        raise Undefined("the calendar is worked out for the years 1 to 9999")
    length = month_length(year, month)
    return Day(year, month, min(day.day, length)), day.day > length


def nth_weekday(first: Day, last: Day, which: int, wanted: int) -> Day:
    """The first (1), second (2), ... or last (-1) of a weekday between two days. Undefined where there is none."""
    start, end = day_number(first), day_number(last)
    forward = start + (wanted - start) % 7 + 7 * (which - 1)
    number = forward if which > 0 else end - (end - wanted) % 7 + 7 * (which + 1)
    if not start <= number <= end:
        raise Undefined(f"there is no such {WEEKDAYS[wanted]} between {first} and {last}")
    return day_numbered(number)


def easter(year: int) -> Day:
    """Easter Sunday, by the Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return Day(year, f // 31, f % 31 + 1)
