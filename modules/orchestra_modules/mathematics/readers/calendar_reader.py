"""Questions about dates, told in plain sentences: what is said of today and other days, and which day is asked.

Sentences are statements about days, or tell of events. Of an event only its day matters: its other words are passed
over, but no word that speaks of time may be (`_TIMELY`): such a word must have its place in a statement, or the text
is not understood. Numbers are passed over only where they count something.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.calendar_days import MONTHS, WEEKDAYS
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.calendar_dates import Order
from orchestra_modules.mathematics.readers.calendar_spans import TermReader
from orchestra_modules.mathematics.readers.calendar_statements import StatementReader
from orchestra_modules.mathematics.readers.calendar_terms import (
    TODAY,
    Fixed,
    Shifted,
    Term,
    speaks_of_today,
    statement_node,
    term_node,
)
from orchestra_modules.mathematics.syntax import Listing, Node, Request, Text
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_HEADS: Final = frozenset(
    {"date", "today", "tomorrow", "yesterday", "day", "days", "weeks", "weekday", "leap", "months", "years", "today's"}
    | {"easter", "christmas", "thanksgiving", "eve"}
    | {name.lower() for name in (*MONTHS, *WEEKDAYS)}
)
_ASK_DATE: Final = ("what is", "what's", "what was", "what will be", "find", "give", "determine", "calculate", "what",
                    "which", "tell me", "on what", "on which", "compute", "when is", "when was")  # fmt: skip
_DATE_IS: Final = ("is it", "was it", "will it be", "is", "was", "will be", "of", "will the date be", "on", "it was",
                   "it will be", "comes", "falls", "for", "will it have been")  # fmt: skip
_CONDITIONS: Final = ("if", "given that", "when", "assuming", "assuming that", "provided that")
_WORDS_OF_DAYS: Final = ("day of the week", "weekday", "day of week")


@slots.kind("calendar", needs=(_HEADS,))
def read_calendar(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text about dates, in each order of month and day that it leaves open."""
    cursor = reader.cursor
    start = cursor.mark()
    orders: tuple[Order, ...] = ("mdy", "dmy")
    found: list[tuple[CalendarReader, Node]] = []
    stopped: NotUnderstood | None = None
    for order in orders:
        cursor.reset(start)
        each = CalendarReader(cursor, order)
        try:
            found.append((each, each.read()))
        except NotUnderstood as refusal:
            stopped = stopped or refusal
        else:
            if not each.dates.ambiguous:
                break
    if not found:
        raise stopped or cursor.stuck()
    decided = next((each.decided for each, _ in found if each.decided), None)
    for each, node in found:
        if decided is None or len(found) == 1 or each.dates.order == decided:
            yield node


class CalendarReader:
    """Reads one text about dates, its numeric dates in one order."""

    def __init__(self, cursor: Cursor, order: Order) -> None:
        self.cursor = cursor
        self.dates = TermReader(cursor, order)
        self.said = StatementReader(cursor, self.dates)
        self.goal: tuple[str, tuple[Node, ...]] | None = None
        self.format = ""
        self.decided: Order | None = None

    def read(self) -> Node:
        """The whole text. NotUnderstood."""
        cursor = self.cursor
        while not cursor.at_end:
            if cursor.take_sign(".", "?", "!", ";", ","):
                continue
            if not self._question() and not self._order_told() and not self.said.sentence():
                raise cursor.furthest or cursor.stuck()
        if self.goal is None:
            raise NotUnderstood("there is no question in the text")
        asked, nodes = self.goal
        statements = Listing(tuple(statement_node(statement) for statement in self.said.finished()))
        if asked == "date":
            form = (("format", Text(self.format)),) if self.format else ()
            return Request("date_told", (("statements", statements), ("goal", nodes[0]), *form))
        if asked == "weekday":
            return Request("weekday_told", (("statements", statements), ("goal", nodes[0])))
        if asked == "length":
            return Request("days_in_period", (("start", nodes[0]), ("end", nodes[1])))
        return Request(
            "days_between", (("statements", statements), ("start", nodes[0]), ("end", nodes[1]), ("unit", nodes[2]))
        )

    def _order_told(self) -> bool:
        """A sentence that says in which order days and months are written."""
        cursor = self.cursor
        mark = cursor.mark()
        words: list[str] = []
        while not cursor.at_end and not cursor.is_sign(".", "?", "!"):
            words.append(cursor.next().text.lower())
        told = " ".join(words)
        day_first = any(w in told for w in ("day before the month", "day first", "day before month", "dd / mm"))
        month_first = any(w in told for w in ("month before the day", "month first", "month before day", "mm / dd"))
        if day_first == month_first or any(word.isdigit() for word in words) or "date" not in told + " dates":
            cursor.reset(mark)
            return False
        if not any(
            word.startswith(("format", "date", "write", "writing", "written", "put", "order")) for word in words
        ):
            cursor.reset(mark)
            return False
        self.decided = "dmy" if day_first else "mdy"
        return True

    # --- questions ----------------------------------------------------------------------------------------------------

    def _question(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("then", "so", "if so")
        for way in (self._date_question, self._weekday_question, self._distance_question, self._length_question):
            here = cursor.mark()
            found = way()
            if found is not None and (cursor.at_end or cursor.is_sign(".", "?", "!", ",") or cursor.sees(*_CONDITIONS)):
                if self.goal is not None:
                    raise NotUnderstood("more than one thing is asked; ask one at a time")
                self.goal = found
                return True
            cursor.reset(here)
        cursor.reset(mark)
        return False

    def _date_question(self) -> tuple[str, tuple[Node, ...]] | None:
        cursor = self.cursor
        asked = cursor.take(*_ASK_DATE)
        cursor.take("the")
        term: Term | None = None
        if cursor.take("today's date"):
            term = TODAY
        elif cursor.token.lowered in ("tomorrow's", "yesterday's") and cursor.ahead().text == "date":
            shift = 1 if cursor.token.lowered == "tomorrow's" else -1
            cursor.position += 2
            term = Shifted(TODAY, shift, "day")
        else:
            named = cursor.take("current date", "date", "calendar date", "exact date", "day and date")
            cursor.take(*_DATE_IS)
            mark = cursor.mark()
            term = self.dates.term()
            if term is None and named and asked:
                cursor.reset(mark)
                term = TODAY if self._format_follows() or cursor.is_sign("?", ".") else None
            derived = isinstance(term, Fixed) and self.dates.derived
            if not named and not derived and (isinstance(term, Fixed) or term is None or term == TODAY):
                return None
        if term is None or not (asked or self._complete(term)):
            return None
        self._take_format()
        return "date", (term_node(term),)

    def _complete(self, term: Term) -> bool:
        """Whether a term that stands without a question is one: "45 days after March 3, 2021"."""
        return isinstance(term, Shifted) and not speaks_of_today(term) and not self.cursor.is_sign(",")

    def _format_follows(self) -> bool:
        return bool(self.cursor.sees("in", "as", "using"))

    def _take_format(self) -> None:
        cursor = self.cursor
        mark = cursor.mark()
        bracketed = cursor.take_sign("(")
        if not (
            cursor.take("in", "as", "using", "formatted as", "written as", "in the form", "in the format") or bracketed
        ):
            return
        cursor.take("the format", "the form", "format", "the")
        start = cursor.position
        while cursor.token.text.upper() in ("MM", "DD", "YYYY", "YY", "/", "-"):
            cursor.next()
        if cursor.position == start:
            cursor.reset(mark)
            return
        self.format = cursor.written(start).upper()
        if self.decided is None:
            month, day = self.format.find("MM"), self.format.find("DD")
            self.decided = "mdy" if month < day else "dmy"
        cursor.take("format", "form")
        if bracketed:
            cursor.take_sign(")")

    def _weekday_question(self) -> tuple[str, tuple[Node, ...]] | None:
        cursor = self.cursor
        cursor.take("on")
        alone = cursor.sees(*(f"{word} {of}" for word in _WORDS_OF_DAYS for of in ("of", "on", "for")))
        if not alone and not cursor.take("what", "which", "find", "give", "tell me", "name", "determine"):
            return None
        cursor.take("is", "was", "will be")
        cursor.take("the")
        if not cursor.take(*_WORDS_OF_DAYS, *(f"{word} is" for word in _WORDS_OF_DAYS)) and not cursor.take("day"):
            return None
        cursor.take("is it", "was it", "will it be", "will it have been", "would it be", "is", "was", "will", "did",
                    "does", "will be", "of", "for", "on")  # fmt: skip
        term = self.dates.term()
        if term is None:
            return None
        cursor.take("fall on", "fall", "be", "falls on", "fell on", "fell", "land on", "be on", "falls")
        return "weekday", (term_node(term),)

    def _distance_question(self) -> tuple[str, tuple[Node, ...]] | None:
        """How many days are there between A and B; how many weeks until B."""
        cursor = self.cursor
        if not cursor.take("how many", "number of", "find the number of", "what is the number of"):
            return None
        unit = cursor.token.lowered.removesuffix("s")
        if unit not in ("day", "week", "month", "year"):
            return None
        cursor.next()
        cursor.take("are there", "are", "is it", "is there", "have passed", "passed", "pass", "lie", "remain", "left",
                    "elapsed", "elapse", "were there", "will pass", "are left", "do we have")  # fmt: skip
        start: Term | None = TODAY
        if cursor.take("between", "from", "starting from"):
            start = self.dates.term()
            if start is None or not cursor.take("and", "to", "until", "till", "through"):
                return None
        elif cursor.take("since"):
            end = start
            start = self.dates.term()
            return None if start is None else ("between", (term_node(start), term_node(TODAY), Text(unit)))
        elif not cursor.take("until", "till", "to", "before", "left until"):
            return None
        end = self.dates.term()
        if start is None or end is None:
            return None
        if start == TODAY and cursor.take("from", "starting from", "counting from"):
            start = self.dates.term()
            if start is None:
                return None
        cursor.take_sign(",")
        if cursor.sees("inclusive", "inclusively", "exclusive", "exclusively", "both", "including", "excluding",
                       "counting", "not counting", "with both", "without", "ends"):  # fmt: skip
            raise NotUnderstood("whether the first and the last day count is said in words that are not read here")
        return "between", (term_node(start), term_node(end), Text(unit))

    def _length_question(self) -> tuple[str, tuple[Node, ...]] | None:
        """How many days are in February 2024; how many days does the year 1900 have."""
        cursor = self.cursor
        if not (cursor.take("how many days") or (cursor.sees("days in") and cursor.take("days"))):
            return None
        cursor.take("are there in", "are in", "does", "did", "were in", "were there in", "in", "has", "will")
        cursor.take("the month of", "the month")
        period = self.dates.period()
        cursor.take("have")
        if period is None:
            return None
        return "length", (Text(str(period[0])), Text(str(period[1])))
