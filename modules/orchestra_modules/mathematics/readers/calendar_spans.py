"""Spans of time, and days told from other days, at a cursor: "ten days ago", "a week after March 3, 2021"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.calendar_dates import DateReader
from orchestra_modules.mathematics.readers.calendar_terms import TODAY, Fixed, Near, Shifted, Term
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

#: unit -> its name in the calendar, and how many of those it is
UNITS: Final = {
    "day": ("day", 1), "week": ("week", 1), "fortnight": ("week", 2), "month": ("month", 1), "quarter": ("month", 3),
    "year": ("year", 1), "decade": ("year", 10), "century": ("year", 100), "hour": ("hour", 1),
    "weekday": ("weekday", 1),
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """An amount of a unit of the calendar."""

    amount: int
    unit: str


class TermReader(DateReader):
    """Reads dates, spans, and days told from other days."""

    def spans(self) -> tuple[Span, ...] | None:
        """Take "ten days", "a year", "24 hours", "2 weeks and 3 days"."""
        cursor = self.cursor
        found: list[Span] = []
        while True:
            mark = cursor.mark()
            if found and not (cursor.take("and") or cursor.take_sign(",")):
                break
            span = self._span()
            if span is None:
                cursor.reset(mark)
                break
            found.append(span)
        return tuple(found) or None

    def _span(self) -> Span | None:
        cursor = self.cursor
        amount = take_amount(cursor)
        if amount is None:
            return None
        cursor.take("full", "whole", "more", "calendar")
        if cursor.take("business", "working"):
            if not cursor.take("days", "day"):
                return None
            name = "weekday"
        else:
            word = cursor.token.lowered
            name = word.removesuffix("s") if word != "centuries" else "century"
            if cursor.token.kind != "word" or name not in UNITS:
                return None
            cursor.next()
        unit, times = UNITS[name]
        value = amount.value * times
        if unit == "hour":
            value, unit = value / 24, "day"
        if unit == "year" and value.denominator > 1:
            value, unit = value * 12, "month"
        if value.denominator > 1:
            raise NotUnderstood("dates are counted in whole days")
        if abs(value) > 10**7:
            raise Undefined("the calendar is worked out for the years 1 to 9999")
        return Span(int(value), unit)

    def term(self) -> Term | None:
        """Take a day: an anchor, a span before or after another day, or a date told whole."""
        start = self.cursor.position
        found = self._term()
        if found is None:
            self.cursor.position = start
        return found

    def anchor(self) -> Term | None:
        """Take today, tomorrow, the day before yesterday, next Friday."""
        cursor = self.cursor
        if cursor.take("the day before yesterday", "day before yesterday"):
            return Shifted(TODAY, -2, "day")
        if cursor.take("the day after tomorrow", "day after tomorrow"):
            return Shifted(TODAY, 2, "day")
        if cursor.take("today", "now", "the present day"):
            return TODAY
        if cursor.take("tomorrow"):
            return Shifted(TODAY, 1, "day")
        if cursor.take("yesterday"):
            return Shifted(TODAY, -1, "day")
        return None

    def _term(self) -> Term | None:
        cursor = self.cursor
        if (anchor := self.anchor()) is not None:
            return anchor
        mark = cursor.mark()
        cursor.take("the")
        if cursor.take("day before", "date before", "eve of"):
            inner = self.term()
            return None if inner is None else Shifted(inner, -1, "day")
        if cursor.take("day after", "date after", "day following"):
            inner = self.term()
            return None if inner is None else Shifted(inner, 1, "day")
        if cursor.sees("next", "last"):
            forward = bool(cursor.take("next")) or not cursor.take("last")
            week = self.weekday()
            if week is not None:
                cursor.assumption("the next or last weekday is the nearest one after or before today")
                return Near(TODAY, week, forward)
        cursor.reset(mark)
        if (dated := self.date()) is not None:
            return Fixed(dated.full) if dated.full is not None else None
        cursor.reset(mark)
        if cursor.take("in", "after") and (spans := self.spans()) is not None:
            cursor.take("time")
            return moved(TODAY, spans, 1)
        cursor.reset(mark)
        cursor.take("the date", "exactly")
        spans = self.spans()
        return None if spans is None else self._from_spans(spans)

    def _from_spans(self, spans: tuple[Span, ...]) -> Term | None:
        cursor = self.cursor
        if cursor.take("ago", "earlier", "before now", "back", "in the past", "prior"):
            cursor.take("from today", "from now")
            return moved(TODAY, spans, -1)
        if cursor.take(
            "from now", "later", "hence", "ahead", "in the future", "from this day", "away", "away from now"
        ):
            cursor.take("from now", "from today")
            return moved(TODAY, spans, 1)
        back = cursor.take("before", "prior to", "earlier than", "preceding")
        if back or cursor.take("after", "from", "following", "later than", "since", "past", "away from"):
            base = self.term()
            return None if base is None else moved(base, spans, -1 if back else 1)
        return None


def moved(base: Term, spans: tuple[Span, ...], sign: int) -> Term:
    """A day some spans after (1) or before (-1) another."""
    for span in spans:
        base = Shifted(base, sign * span.amount, span.unit)
    return base
