"""Statements that speak of events: what happened on a day and how long ago that is, anniversaries, delays.

An event is known by its day only; "since then" and "which is" speak of the one told last.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.engines.calendar_days import Day
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.calendar_spans import moved
from orchestra_modules.mathematics.readers.calendar_terms import TODAY, Fixed, Shifted
from orchestra_modules.mathematics.readers.calendar_told import BE, TIMELY, Told
from orchestra_modules.solving.numerals import ordinal

_JUBILEES: Final = {"silver": 25, "pearl": 30, "ruby": 40, "golden": 50, "diamond": 60, "platinum": 70, "tin": 10}
_LATER: Final = ("delayed", "postponed", "pushed back", "moved back", "put off", "deferred", "set back")
_SOONER: Final = ("brought forward", "moved up", "advanced", "moved forward", "preponed")
_PLANNED: Final = ("scheduled", "planned", "set", "supposed", "due", "expected", "originally scheduled", "booked")


class EventStatements(Told):
    """Reads statements about events."""

    def _later_than_event(self) -> None:
        """..., which is 1 day later: than the day believed or told before."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        if self.event is not None and cursor.take("which is", "that is", "which was"):
            spans = self.dates.spans()
            if spans is not None and cursor.take("later", "earlier"):
                sign = 1 if cursor.tokens[cursor.position - 1].text.lower() == "later" else -1
                self._same(TODAY, moved(self.event, spans, sign))
                return
        cursor.reset(mark)

    def _since(self) -> bool:
        """45 days have passed since then; it is now two weeks later."""
        cursor = self.cursor
        cursor.take("and")
        if cursor.take("it is", "it's", "it is now", "now it is", "today is", "that was", "this was", "it has been"):
            was = cursor.tokens[cursor.position - 1].text.lower() == "was"
            cursor.take("exactly", "already", "now")
            spans = self.dates.spans()
            if spans is None or self.event is None:
                return False
            end = ("ago",) if was else ("later", "after that", "since then", "after", "since", "after this")
            if not cursor.take(*end):
                return False
            self._same(TODAY, moved(self.event, spans, 1))
            return True
        cursor.take("exactly", "already")
        spans = self.dates.spans()
        if spans is None or self.event is None:
            return False
        if not cursor.take("have passed", "has passed", "have gone by", "passed", "has gone by", "have elapsed",
                           "went by", "has elapsed"):  # fmt: skip
            return False
        cursor.take("since then", "since", "since that day", "by", "since that date")
        self._same(TODAY, moved(self.event, spans, 1))
        return True

    def _which(self) -> bool:
        """..., which is 6 days away from now; ..., but that is actually four years ago."""
        cursor = self.cursor
        cursor.take("but", "and")
        if self.event is None or not cursor.take("which", "that", "this", "it"):
            return False
        if not cursor.take(*BE):
            return False
        cursor.take("actually", "really", "in fact", "exactly", "only", "just", "already")
        term = self.dates.term()
        if term is None or isinstance(term, Fixed):
            return False
        self._same(self.event, term)
        return True

    def _coming(self) -> bool:
        """1998 is coming in 50 hours; the year 2000 begins in 3 days."""
        cursor = self.cursor
        cursor.take("the year")
        year = self.dates.year()
        if year is None:
            return False
        if not cursor.take("is coming in", "begins in", "starts in", "will begin in", "will start in", "arrives in",
                           "will arrive in", "comes in", "is coming"):  # fmt: skip
            return False
        amount = take_amount(cursor)
        if amount is None or not cursor.take("hours", "hour", "days", "day", "minutes"):
            return False
        per_day = {"hour": 24, "day": 1, "minute": 1440}[cursor.tokens[cursor.position - 1].text.lower().rstrip("s")]
        before = -(-amount.value // per_day)  # the day in which that moment lies
        self._same(TODAY, Shifted(Fixed(Day(year, 1, 1)), -int(before), "day"))
        return True

    def _moved(self) -> bool:
        """... was scheduled for 05/20/1998, but was delayed by three days to today."""
        cursor = self.cursor
        if cursor.take(*_PLANNED):
            cursor.take("to be", "to take place", "to happen", "to start", "to begin")
            cursor.take("for", "on", "to be on", "at")
            term = self.dates.term()
            if term is None:
                return False
            self.event = term
            return True
        later = cursor.take(*_LATER)
        if self.event is None or not (later or cursor.take(*_SOONER)):
            return False
        cursor.take("by", "for")
        spans = self.dates.spans()
        if spans is None:
            return False
        self.event = moved(self.event, spans, 1 if later else -1)
        mark = cursor.mark()
        cursor.take("to", "until", "and is", "and it is")
        anchor = self.dates.anchor()
        if anchor is None:
            cursor.reset(mark)
        else:
            self._same(anchor, self.event)
        return True

    def _jubilee(self) -> bool:
        """Today is her 12th birthday; it is their 8-year anniversary today; it is their golden wedding anniversary."""
        cursor = self.cursor
        cursor.take("and")
        today = cursor.take("today is", "it is", "it's", "today was", "this is", "today marks", "today they celebrate")
        if not today or self.event is None:
            return False
        if cursor.token.kind == "word" and not cursor.sees(*_JUBILEES):
            cursor.next()
        years = self._jubilee_years()
        if years is None or not cursor.take("birthday", "anniversary", "wedding anniversary"):
            return False
        cursor.take("today")
        self._same(TODAY, Shifted(self.event, years, "year"))
        return True

    def _jubilee_years(self) -> int | None:
        cursor = self.cursor
        token = cursor.token
        if token.lowered in _JUBILEES:
            cursor.next()
            return _JUBILEES[token.lowered]
        if token.kind == "number" and cursor.ahead().text == "-" and cursor.ahead(2).lowered == "year":
            cursor.position += 3
            if cursor.token.text == "-" and cursor.ahead().lowered == "old":
                cursor.position += 2
            return int(token.value)
        if token.kind == "number" and cursor.ahead().lowered in ("st", "nd", "rd", "th"):
            cursor.position += 2
            return int(token.value)
        found = ordinal(token.text) if token.kind == "word" else None
        if found is not None:
            cursor.next()
        return found

    def _recurring(self) -> bool:
        """... on the 4th of each month since March of 2011; it is the 7th time today."""
        cursor = self.cursor
        if cursor.take("on the"):
            day = self._jubilee_years()
            if day is None or not cursor.take(
                "of each month", "of every month", "day of each month", "day of every month"
            ):
                return False
            cursor.take_sign(",")
            if not cursor.take(
                "starting from", "starting in", "since", "beginning in", "from", "beginning with", "starting"
            ):
                return False
            period = self.dates.period()
            if period is None or day > 28:
                return False
            first = period[0]._replace(day=day)
            self.event = Shifted(Fixed(first), 0, "month")
            return True
        if not cursor.take("it is", "today is", "this is", "it's") or not isinstance(self.event, Shifted):
            return False
        cursor.take("her", "his", "their", "my", "our", "the")
        which = self._jubilee_years()
        if which is None or self.event.unit != "month" or self.event.amount:
            return False
        while cursor.token.kind == "word" and cursor.token.lowered not in TIMELY:
            cursor.next()
        if not cursor.take("today"):
            return False
        self._same(TODAY, Shifted(self.event.base, which - 1, "month"))
        return True

    def _relative_event(self) -> bool:
        """... will be 3 days later: an event told from today."""
        cursor = self.cursor
        cursor.take("will be", "is", "was", "is due", "will take place", "took place", "happened", "starts", "happens")
        mark = cursor.mark()
        if self._apposition():
            return True
        cursor.reset(mark)
        term = self.dates.term()
        if term is None or term == TODAY or isinstance(term, Fixed):
            return False
        self.event = term
        return True

    def _event_day(self) -> bool:
        """... on March 3, 2020; the deadline is May 20, 1998; ... on the last day of May in 1998."""
        cursor = self.cursor
        cursor.take("is on", "was on", "on", "is", "was", "will be", "will be on", "falls on")
        dated = self.dates.date()
        if dated is None or (day := dated.full) is None:
            return False
        if dated.weekday is not None:
            self._weekday_of(day, dated.weekday)
        self.event = Fixed(day)
        return True
