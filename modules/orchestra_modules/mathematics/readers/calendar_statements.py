"""Statements about days: "today is ...", "it was ... a week ago", "tomorrow, March 3, ...", "Ann thinks it is ...".

Words that say nothing of time are passed over; a word that does must have its place in a statement.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.readers.calendar_dates import Dated
from orchestra_modules.mathematics.readers.calendar_spans import UNITS
from orchestra_modules.mathematics.readers.calendar_terms import TODAY, Fixed, Has, Same, Statement, Term
from orchestra_modules.mathematics.readers.calendar_told import BE, TIMELY
from orchestra_modules.mathematics.readers.calendar_truths import CalendarTruths
from orchestra_modules.mathematics.readers.clock import take_clock
from orchestra_modules.solving.numerals import cardinal, ordinal
from orchestra_modules.solving.refusal import NotUnderstood

_BELIEF: Final = ("thinks", "believes", "says", "claims", "thought", "believed", "said", "is sure", "claimed")
#: words that begin a question inside a sentence, behind one of the breaks
_ASKING: Final = ("what", "which day", "which date", "which weekday", "how many", "on what", "on which", "when is")
_BREAKS: Final = frozenset({",", "then", "so", "and"})


class StatementReader(CalendarTruths):
    """Reads sentences that state something of days, and keeps what they state."""

    def finished(self) -> tuple[Statement, ...]:
        """All statements. NotUnderstood where beliefs are left undecided."""
        if self.beliefs:
            raise NotUnderstood("who is right about the date is not said")
        lacking = [s for s in self.statements if isinstance(s, Has) and s.month and s.day and s.year is None]
        known = [s for s in self.statements if isinstance(s, Same)]
        if lacking and not known:
            years = {self.year_told} if self.year_told is not None else set(self.years_mentioned)
            if len(years) == 1 and (year := next(iter(years))) is not None:
                if self.year_told is None:
                    self.cursor.assumption(f"the year is {year}")
                self.statements.append(Has(TODAY, year=year))
        return tuple(self.statements)

    def sentence(self) -> bool:
        """Read up to the end of a sentence; False, with the place remembered, where a word has no place."""
        cursor = self.cursor
        if self._verdict():
            return True
        start = cursor.position
        while not (cursor.at_end or cursor.is_sign(".", "?", "!", ";")):
            if cursor.position > start and cursor.sees(*_ASKING) and cursor.tokens[cursor.position - 1].text in _BREAKS:
                return True
            if not self._part() and not self._passed_over():
                cursor.remember(cursor.stuck())
                return False
        return True

    def _passed_over(self) -> bool:
        """Take a word that says nothing of time, a sign, or a number that counts something."""
        cursor = self.cursor
        token, following = cursor.token, cursor.ahead()
        if token.kind == "sign":
            return cursor.take_sign(",", ":", "(", ")", "-")
        if token.kind == "number":
            if len(token.text) == 4 and 1000 <= token.value < 3000 and token.text.isdigit():
                cursor.next()
                self.years_mentioned.append(int(token.text))
                return True
            if take_clock(cursor) is not None:
                return True
            counted = following.kind == "word" and following.spaced and following.lowered not in TIMELY
            if counted and token.text.isdigit() and len(following.text) > 2:
                cursor.position += 2
                return True
            return False
        word = token.lowered
        if word in TIMELY or word.removesuffix("'s") in UNITS or word.endswith("n't"):
            return False
        if ordinal(word) is not None and (following.kind != "word" or following.lowered in TIMELY):
            return False
        if cardinal(word) not in (None, 1) and following.lowered in TIMELY:
            return False
        if word == "in" and following.kind == "number" and len(following.text) == 4:
            cursor.position += 2
            self._year(int(following.value))
            return True
        cursor.next()
        return True

    # --- parts of sentences -------------------------------------------------------------------------------------------

    def _part(self) -> bool:
        cursor = self.cursor
        for way in (
            self._since, self._coming, self._jubilee, self._recurring, self._is_day, self._it_is, self._belief,
            self._apposition, self._moved, self._which, self._simile, self._celebrated, self._year_phrase,
            self._feast_rule, self._impossible, self._relative_event, self._event_day,
        ):  # fmt: skip
            mark = cursor.mark()
            if way():
                return True
            cursor.reset(mark)
        return False

    def _is_day(self) -> bool:
        """Tomorrow is 8/14/2006; the second day of 1998 is a Friday; 3 days ago was May 1, 2020."""
        cursor = self.cursor
        cursor.take("and", "but", "if", "suppose", "given that", "therefore", "thus", "so", "assume", "because")
        cursor.take_sign(",")
        term = self.dates.term()
        if term is None or not cursor.take(*BE):
            return False
        cursor.take("already", "only")
        dated = self.dates.date()
        if dated is not None:
            self._told(term, dated)
            cursor.take("to them", "there")
            self._later_than_event()
            return True
        week = self.dates.weekday_alone()
        if week is None:
            return False
        self.statements.append(Has(term, weekday=week))
        return True

    def _it_is(self) -> bool:
        """It is 8/14/2006 today; it was May 1st, 2020 a week ago; the time is 6:45 pm of 8/14/2006."""
        cursor = self.cursor
        cursor.take("and", "but", "if", "suppose", "therefore", "as")
        cursor.take_sign(",")
        if not cursor.take("it", "this", "the date", "the current date", "the current time", "the current local time",
                           "the local time", "the time", "today's date", "the date today", "the time now",
                           "the current time and date"):  # fmt: skip
            return False
        last = cursor.tokens[cursor.position - 1].text.lower()
        cursor.take("now", "currently")
        past = cursor.sees("was") > 0
        if not cursor.take("is", "was", "will be", "is now", "is currently"):
            return False
        clock = take_clock(cursor)
        if clock is not None and not (cursor.take("of", "on") or cursor.take_sign(",")):
            return False
        dated = self.dates.date()
        if dated is None:
            week = self.dates.weekday_alone() if last == "it" else None
            if week is None:
                return False
            dated = Dated(weekday=week)
        cursor.take_sign(",")
        term = self.dates.term()
        if term is None and (past or cursor.sees("in", "after")):
            return False
        self._told(term or TODAY, dated)
        return True

    def _simile(self) -> bool:
        """... is like yesterday to someone: says nothing of the day."""
        return self.cursor.take("like yesterday", "like today", "as if it were yesterday", "like it was yesterday")

    def _celebrated(self) -> bool:
        cursor = self.cursor
        if not cursor.take(
            "is celebrating", "are celebrating", "is enjoying", "are enjoying", "celebrates", "am celebrating"
        ):
            return False
        dated = self.dates.date()
        if dated is None:
            return False
        self._told(TODAY, dated)
        return True

    def _year_phrase(self) -> bool:
        cursor = self.cursor
        if not cursor.take("in the year", "the year is", "it is the year", "of the year", "the year"):
            return False
        year = self.dates.year()
        if year is None:
            return False
        self._year(year)
        return True

    # --- beliefs ------------------------------------------------------------------------------------------------------

    def _belief(self) -> bool:
        """Ann thinks today is 3/5/2020, but Bob thinks it is 3/6/2020."""
        cursor = self.cursor
        cursor.take("but", "and", "while", "whereas")
        name = cursor.token
        if name.kind != "word" or not name.text[:1].isupper():
            return False
        cursor.next()
        past = cursor.sees("thought", "believed", "said", "claimed") > 0
        if not cursor.take(*_BELIEF):
            return False
        cursor.take("that")
        if cursor.take("it is", "it's", "it was"):
            term: Term = TODAY
        else:
            found = self.dates.term()
            if found is None or not cursor.take(*BE):
                return False
            term = found
        dated = self.dates.date()
        if dated is None or (day := dated.full) is None:
            return False
        cursor.take("today")
        if past and self._corrected(Fixed(day), term):
            return True
        self.beliefs.setdefault(name.text.lower(), []).append(Same(term, Fixed(day)))
        return True

    def _corrected(self, believed: Term, term: Term) -> bool:
        """..., but today is in fact Jun 3, which is two days later."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        if term == TODAY and cursor.take("but"):
            self.event = believed
            if self._is_day():
                return True
            self.event = None
        cursor.reset(mark)
        return False

    def _verdict(self) -> bool:
        """Bob is correct; Ann is wrong."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("and", "but", "in fact", "only")
        cursor.take_sign(",")
        name = cursor.token.lowered
        if name not in self.beliefs:
            cursor.reset(mark)
            return False
        cursor.next()
        right = cursor.take("is correct", "is right", "was right", "was correct", "turns out to be right")
        if not right and not cursor.take("is wrong", "is mistaken", "is incorrect", "was wrong", "was mistaken"):
            cursor.reset(mark)
            return False
        others = [other for other in self.beliefs if other != name]
        if right:
            trusted = name
        elif len(others) == 1:
            trusted = others[0]
        else:
            raise NotUnderstood("who is right about the date is not said")
        self.statements += self.beliefs[trusted]
        self.beliefs.clear()
        return True
