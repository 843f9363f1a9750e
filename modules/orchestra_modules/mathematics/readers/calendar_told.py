"""What sentences have said of days, and how it is kept: the base of the readers of statements."""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.engines.calendar_days import MONTHS, WEEKDAYS, Day, weekday
from orchestra_modules.mathematics.language.cursor import Cursor, words
from orchestra_modules.mathematics.readers.calendar_dates import Dated
from orchestra_modules.mathematics.readers.calendar_spans import UNITS, TermReader
from orchestra_modules.mathematics.readers.calendar_terms import Fixed, Has, Same, Statement, Term
from orchestra_modules.solving.refusal import NotUnderstood

#: words that speak of time, or turn what is said around: none of them is passed over
TIMELY: Final = (
    frozenset(f"{name}{end}" for name in UNITS for end in ("", "s", "'s"))
    | frozenset(name.lower() for name in (*MONTHS, *WEEKDAYS))
    | frozenset(
        words(
            "today tomorrow yesterday tonight date dates ago later earlier before after since until till next previous "
            "following delayed postponed early late per every each anniversary birthday leap not never no if unless "
            "wrong mistaken incorrect correct right thinks thought believes or either except instead daily weekly "
            "monthly yearly annual annually nightly twice once midnight noon decades centuries minute minutes hours "
            "eve christmas easter thanksgiving long ran out past ahead behind again another ever begins began ends "
            "ended lasts lasted took takes old age aged turns last first now then bc bce "
            "julian lunar hijri hebrew islamic fiscal financial hypothetically pretend"
        )
    )
)
#: what stands between a day and its date
BE: Final = ("is", "was", "will be", "is in fact", "is actually", "was actually", "was in fact", "falls on", "fell on",
             "is on", "was on", "will fall on", "must be", "is really")  # fmt: skip


class Told:
    """Statements about days, gathered while sentences are read at a cursor."""

    def __init__(self, cursor: Cursor, dates: TermReader) -> None:
        self.cursor = cursor
        self.dates = dates
        self.statements: list[Statement] = []
        self.event: Term | None = None  # the day spoken of last, other than by today or tomorrow
        self.beliefs: dict[str, list[Statement]] = {}
        self.year_told: int | None = None
        self.years_mentioned: list[int] = []

    def _year(self, year: int) -> None:
        if self.year_told not in (None, year):
            raise NotUnderstood("two years are told")
        self.year_told = year

    def _same(self, left: Term, right: Term) -> None:
        self.statements.append(Same(left, right))

    def _told(self, term: Term, dated: Dated) -> None:
        """State that a term is a date, which may lack parts."""
        day = dated.full
        if day is not None:
            self._same(term, Fixed(day))
            if dated.weekday is not None:
                self._weekday_of(day, dated.weekday)
        else:
            self.statements.append(Has(term, dated.year, dated.month, dated.day, dated.weekday))

    def _weekday_of(self, day: tuple[int, int, int], told: int) -> None:
        found = weekday(Day(*day))
        if found != told:
            shown = f"{day[0]:04d}-{day[1]:02d}-{day[2]:02d}"
            self.cursor.assumption(f"{shown} is a {WEEKDAYS[found]}, not a {WEEKDAYS[told]}; the date is trusted")

    def _apposition(self) -> bool:
        """Yesterday, May 20, 1998; for tomorrow (Wed, 5/20/1998); tomorrow, 5/20/1998."""
        cursor = self.cursor
        term = self.dates.anchor()
        if term is None:
            return False
        bracketed = cursor.take_sign("(")
        if not (bracketed or cursor.take_sign(",")):
            return False
        dated = self.dates.date()
        if dated is None or (bracketed and not cursor.take_sign(")")):
            return False
        self._told(term, dated)
        return True
