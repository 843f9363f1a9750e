"""Statements that are true or false of the calendar itself: when a feast is, that there is no such day.

They are held against the calendar and then say nothing further; one that is false is not understood.
"""

from __future__ import annotations

from orchestra_modules.mathematics.engines.calendar_days import month_length
from orchestra_modules.mathematics.readers.calendar_dates import MOVING
from orchestra_modules.mathematics.readers.calendar_events import EventStatements
from orchestra_modules.solving.refusal import NotUnderstood


class CalendarTruths(EventStatements):
    """Reads what is said of the calendar."""

    def _feast_rule(self) -> bool:
        """Thanksgiving is on the fourth Thursday of November: taken if it is what the calendar has."""
        cursor = self.cursor
        feast = next((name for name in sorted(MOVING, key=len, reverse=True) if cursor.take(name)), None)
        if feast is None or not cursor.take("is on", "falls on", "is celebrated on", "is", "is observed on"):
            return False
        rule = self.dates.rule()
        cursor.take("every year", "each year")
        if rule != MOVING[feast]:
            raise NotUnderstood(f"{feast} is known by another rule")
        return True

    def _impossible(self) -> bool:
        """Today cannot be 4/31/1999 because April has only 30 days: taken if there is no such day."""
        cursor = self.cursor
        if self.dates.term() is None or not cursor.take(
            "could not be", "cannot be", "can not be", "is not", "can't be"
        ):
            return False
        start = cursor.position
        try:
            self.dates.date()
        except NotUnderstood:
            pass
        else:
            return False
        cursor.position = start
        while cursor.token.kind == "number" or cursor.is_sign("/", "-"):
            cursor.next()
        if cursor.take("because", "since", "as"):
            month = self.dates.month()
            told = cursor.take("has only", "only has", "has") and cursor.token.value
            if month is None or not told or int(told) not in {month_length(year, month) for year in (2000, 2001)}:
                raise NotUnderstood("what is said of the length of a month is not so")
            cursor.next()
            return cursor.take("days")
        return True
