"""Dates at a cursor: "3/5/2021", "Sept. 12th, 1998", "the last Friday of May 2020", "New Year's Eve of 1999".

A date may lack its year. Which of 3/5 is the month is decided by the order the reader was made with; `ambiguous`
remembers that the other order would have given another date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from orchestra_modules.mathematics.engines.calendar_days import (
    MONTHS,
    WEEKDAYS,
    Day,
    day_of,
    easter,
    month_length,
    nth_weekday,
    shifted,
)
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.readers import calendar_palindromes
from orchestra_modules.solving.numerals import ordinal
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

Order = Literal["mdy", "dmy"]
_MONTHS: Final = (
    {name.lower(): i + 1 for i, name in enumerate(MONTHS)}
    | {name[:3].lower(): i + 1 for i, name in enumerate(MONTHS)}
    | {"sept": 9}
)
_WEEKDAYS: Final = (
    {name.lower(): i for i, name in enumerate(WEEKDAYS)}
    | {name[:3].lower(): i for i, name in enumerate(WEEKDAYS)}
    | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
)
_FEASTS: Final = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "new year's eve": (12, 31),
    "new year's day": (1, 1), "valentine's day": (2, 14), "halloween": (10, 31), "leap day": (2, 29),
    "boxing day": (12, 26), "epiphany": (1, 6), "all saints' day": (11, 1),
}  # fmt: skip
#: feasts on the n-th weekday of a month: month, which, weekday
MOVING: Final = {
    "us thanksgiving": (11, 4, 3), "american thanksgiving": (11, 4, 3), "thanksgiving day": (11, 4, 3),
    "thanksgiving": (11, 4, 3), "us labor day": (9, 1, 0), "labor day": (9, 1, 0), "us memorial day": (5, -1, 0),
    "memorial day": (5, -1, 0),
}  # fmt: skip
_AMERICAN: Final = frozenset({"thanksgiving", "thanksgiving day", "labor day", "memorial day"})
_QUARTERS: Final = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}


@dataclass(frozen=True)
class Dated:
    """What a text tells of a date; the parts it does not tell are none."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None

    @property
    def full(self) -> Day | None:
        """The day, if it is told whole. Undefined for a day that does not exist."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return day_of(self.year, self.month, self.day)


class DateReader:
    """Reads dates at a cursor, numbers in one order."""

    def __init__(self, cursor: Cursor, order: Order) -> None:
        self.cursor = cursor
        self.order = order
        self.ambiguous = False
        self.derived = False  # the date read last was told by a rule, not by its numbers

    # --- dates ------------------------------------------------------------------------------------------------------

    def date(self) -> Dated | None:
        """Take a date, or none with the cursor unmoved."""
        start = self.cursor.position
        found = self._date()
        if found is None:
            self.cursor.position = start
        return found

    def _date(self) -> Dated | None:
        cursor = self.cursor
        week = self.weekday()
        if week is not None:
            cursor.take_sign(",")
            cursor.take("the")
            if (found := self._plain()) is None:
                return None
            return Dated(found.year, found.month, found.day, week)
        cursor.take("the", "date")
        found = self._plain()
        if found is not None and cursor.is_sign("(") and cursor.ahead(2).text == ")":
            mark = cursor.mark()
            cursor.next()
            week = self.weekday()
            if week is not None and cursor.take_sign(")"):
                return Dated(found.year, found.month, found.day, week)
            cursor.reset(mark)
        return found

    def _plain(self) -> Dated | None:
        for way in (
            self._numeric, self._in_period, self._feast, self._palindrome, self._month_first, self._day_first
        ):  # fmt: skip
            start = self.cursor.position
            if (found := way()) is not None:
                self.derived = way in (self._in_period, self._feast, self._palindrome)
                return found
            self.cursor.position = start
        return None

    def weekday_alone(self) -> int | None:
        """Take a weekday that is not the front of a date: "a Tuesday"."""
        mark = self.cursor.mark()
        self.cursor.take("a", "on a", "on")
        week = self.weekday()
        if week is None:
            self.cursor.reset(mark)
        return week

    def weekday(self) -> int | None:
        """Take the name of a weekday."""
        token = self.cursor.token
        if token.kind != "word" or (found := _WEEKDAYS.get(token.lowered)) is None or token.text.islower():
            return None
        self.cursor.next()
        if len(token.text) < 6:
            self.cursor.take_sign(".")
        return found

    def _numeric(self) -> Dated | None:
        """3/5/2021, 2021-03-05, 3/5."""
        cursor = self.cursor
        tokens = [cursor.token, *(cursor.ahead(i) for i in range(1, 5))]
        sign = tokens[1].text
        if tokens[0].kind != "number" or sign not in ("/", "-") or tokens[2].kind != "number" or tokens[1].spaced:
            return None
        three = tokens[3].text == sign and tokens[4].kind == "number" and not tokens[3].spaced and not tokens[4].spaced
        texts = [token.text for token in (tokens[0], tokens[2], *((tokens[4],) if three else ()))]
        if not all(text.isdigit() for text in texts):
            return None
        numbers = [int(text) for text in texts]
        year: int | None = None
        if three and len(texts[0]) == 4:
            year, month, day = numbers
        elif three and len(texts[2]) == 4:
            (month, day), year = self._ordered(numbers[0], numbers[1]), numbers[2]
        elif not three and sign == "/" and len(texts[0]) <= 2 and len(texts[1]) <= 2:
            month, day = self._ordered(numbers[0], numbers[1])
        else:
            return None
        cursor.position += 5 if three else 3
        return self._checked(Dated(year, month, day))

    def _ordered(self, first: int, second: int) -> tuple[int, int]:
        """Month and day of two numbers."""
        month, day = (first, second) if self.order == "mdy" else (second, first)
        if month > 12 >= day:
            return day, month
        if first != second and first <= 12 and second <= 12:
            self.ambiguous = True
        return month, day

    def _checked(self, dated: Dated) -> Dated:
        if dated.month is not None and dated.day is not None:
            try:
                day_of(dated.year or 2000, dated.month, dated.day)
            except Undefined as error:
                raise NotUnderstood(error.reason) from error
        return dated

    def _month_first(self) -> Dated | None:
        """May 20th, 1998; March 3."""
        month = self.month()
        if month is None:
            return None
        day = self._day_number()
        if day is None:
            return None
        return self._checked(Dated(self._year_behind(), month, day))

    def _day_first(self) -> Dated | None:
        """20 May 1998; the 3rd of May, 2021."""
        cursor = self.cursor
        cursor.take("the")
        day = self._day_number()
        if day is None:
            return None
        cursor.take("day of", "of")
        cursor.take("the")
        month = self.month()
        if month is None:
            return None
        return self._checked(Dated(self._year_behind(), month, day))

    def month(self) -> int | None:
        """Take the name of a month."""
        cursor = self.cursor
        token = cursor.token
        word = token.lowered
        if token.kind != "word" or (token.text.islower() and not self._plainly_month()):
            return None
        found = _MONTHS.get(word) or self._misspelt(word)
        if found is None:
            return None
        cursor.next()
        if len(word) <= 4 and cursor.is_sign(".") and not cursor.token.spaced:
            cursor.next()
        return found

    def _plainly_month(self) -> bool:
        """Whether a number or numbers follow a word in lower case; "may" and "march" need a day and a year."""
        cursor = self.cursor
        at = 2 if cursor.ahead().text == "." and not cursor.ahead().spaced else 1
        first = cursor.ahead(at)
        if first.kind != "number" or not first.text.isdigit() or cursor.token.lowered not in _MONTHS:
            return False
        if cursor.token.lowered not in ("may", "march", "mar"):
            return True
        at += 1 + (cursor.ahead(at + 1).text in (",", "st", "nd", "rd", "th"))
        second = cursor.ahead(at)
        return len(first.text) == 4 or (second.kind == "number" and len(second.text) == 4)

    def _misspelt(self, word: str) -> int | None:
        from difflib import SequenceMatcher

        for i, name in enumerate(MONTHS):
            close = len(name) > 6 and word[:3] == name[:3].lower() and abs(len(word) - len(name)) < 2
            if close and SequenceMatcher(None, word, name.lower()).ratio() > 0.85:
                self.cursor.convention(f"{word!r} is read as {name}")
                return i + 1
        return None

    def _day_number(self) -> int | None:
        cursor = self.cursor
        token = cursor.token
        if token.kind == "number" and token.text.isdigit() and len(token.text) <= 2:
            cursor.next()
            if cursor.token.lowered in ("st", "nd", "rd", "th") and not cursor.token.spaced:
                cursor.next()
            return int(token.text)
        return self._ordinal()

    def _ordinal(self) -> int | None:
        """Third, 3rd, twenty-first; last is -1."""
        cursor = self.cursor
        token = cursor.token
        if token.kind == "number" and cursor.ahead().lowered in ("st", "nd", "rd", "th"):
            cursor.position += 2
            return int(token.text)
        if token.kind != "word":
            return None
        if cursor.take("last", "final"):
            return -1
        if cursor.ahead().text == "-" and (found := ordinal(f"{token.text}-{cursor.ahead(2).text}")):
            cursor.position += 3
            return found
        found = ordinal(token.text)
        if found is not None:
            cursor.next()
        return found

    def year(self) -> int | None:
        """Take a year of four figures."""
        cursor = self.cursor
        token = cursor.token
        if token.kind != "number" or len(token.text) != 4 or not token.text.isdigit() or not int(token.text) >= 1000:
            return None
        if cursor.ahead().text in ("/", "-") and not cursor.ahead().spaced and cursor.ahead(2).kind == "number":
            return None
        cursor.next()
        return int(token.text)

    def _year_behind(self) -> int | None:
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        cursor.take("of the year", "in the year", "of", "in", "the year")
        found = self.year()
        if found is None:
            cursor.reset(mark)
        return found

    def _in_period(self) -> Dated | None:
        """The last day of May 1998, the second Tuesday of 1998, the tenth day of the fourth month of 1998."""
        cursor = self.cursor
        cursor.take("the")
        cursor.take("very")
        which = self._ordinal()
        if which is None:
            return None
        wanted = None
        if not cursor.take("day"):
            token = cursor.token
            wanted = _WEEKDAYS.get(token.lowered) if token.kind == "word" else None
            if wanted is None:
                return None
            cursor.next()
        if not cursor.take("of", "in"):
            return None
        period = self.period()
        if period is None:
            return None
        first, last = period
        if wanted is not None:
            return Dated(*nth_weekday(first, last, which, wanted))
        found = shifted(first, which - 1, "day")[0] if which > 0 else last
        if found > last:
            raise NotUnderstood(f"the period from {first} has no {which} days")
        return Dated(*found)

    def rule(self) -> tuple[int, int, int] | None:
        """Take "the fourth Thursday of November": month, which, weekday."""
        cursor = self.cursor
        cursor.take("the")
        which = self._ordinal()
        wanted = self.weekday()
        if which is None or wanted is None or not cursor.take("of", "in"):
            return None
        month = self.month()
        return None if month is None else (month, which, wanted)

    def period(self) -> tuple[Day, Day] | None:
        """Take a year, a month of a year or a quarter of a year; its first and last day."""
        cursor = self.cursor
        cursor.take("the")
        cursor.take("year")
        if (year := self.year()) is not None:
            return Day(year, 1, 1), Day(year, 12, 31)
        months: tuple[int, int] | None = None
        if (month := self.month()) is not None:
            months = (month, month)
        elif (which := self._ordinal()) is not None:
            if cursor.take("month") and 1 <= abs(which) <= 12:
                months = (which, which) if which > 0 else (12, 12)
            elif cursor.take("quarter") and which in (*_QUARTERS, -1):
                months = _QUARTERS[which if which > 0 else 4]
        if months is None:
            return None
        year = self._year_behind()
        if year is None:
            return None
        return Day(year, months[0], 1), Day(year, months[1], month_length(year, months[1]))

    def _palindrome(self) -> Dated | None:
        """The palindrome day of 2021, with or without what that is."""
        cursor = self.cursor
        cursor.take("the", "the only", "the one")
        if not calendar_palindromes.take_name(cursor):
            return None
        year = self.year()
        found = None if year is None else calendar_palindromes.palindrome_day(year, cursor.text)
        if found is None:
            raise NotUnderstood("it is not one day that reads the same backwards")
        calendar_palindromes.take_explanation(cursor)
        return Dated(*found)

    def _feast(self) -> Dated | None:
        cursor = self.cursor
        cursor.take("the")
        for name in sorted((*_FEASTS, *MOVING, "easter sunday", "easter"), key=len, reverse=True):
            if not cursor.take(name):
                continue
            year = self._year_behind()
            if name in _FEASTS:
                return self._checked(Dated(year, *_FEASTS[name]))
            if year is None:
                return None
            if name in _AMERICAN:
                cursor.convention("the feast of the United States is meant")
            if name.startswith("easter"):
                return Dated(*easter(year))
            month, which, wanted = MOVING[name]
            return Dated(*nth_weekday(Day(year, month, 1), Day(year, month, month_length(year, month)), which, wanted))
        return None
