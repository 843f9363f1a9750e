"""Questions about the rows of a truth table: how many it has, and in how many of them a formula is true or false."""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.formulas import wording as w
from orchestra_modules.logic.formulas.limits import MAX_TABLE_ATOMS
from orchestra_modules.logic.formulas.makers import property_asked
from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.problems import CountModels, CountRows, Task
from orchestra_modules.logic.formulas.stretches import Maker, Notes, group, single
from orchestra_modules.logic.formulas.syntax import Atom, conjunction, letters
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

_TABLE: Final = r"(?:(?:the|its|a|this) )?(?:(?:full|complete) )?truth[- ]table"
_LINES: Final = r"(?:rows|lines)"
_COUNTS: Final = {"two": 2, "four": 4, "eight": 8, "sixteen": 16} | {str(1 << n): 1 << n for n in range(1, 12)}
_COMES_OUT: Final = r"(?:is|is it|are|come out|evaluate to|make it)"


def _rows(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    formula, notes = single(match, conventions)
    return CountRows(formula), notes


def _rows_of(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """The rows for a number of letters: those of any formula in so many."""
    names = tuple(f"p{number}" for number in range(1, int(match["n"]) + 1))
    if not 0 < len(names) <= MAX_TABLE_ATOMS:
        raise TooCostly(f"a truth table of {len(names)} letters")
    return CountRows(conjunction(tuple(Atom(name) for name in names))), ()


def _count(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    formula, notes = single(match, conventions)
    told, rows = group(match, "rows").lower(), 1 << len(letters(formula))
    if told and _COUNTS.get(told) != rows:
        raise NotUnderstood(f"the truth table has {rows} rows, not {told}")
    return CountModels(formula, match["wanted"].lower() != "false"), notes


_AND_SAY: Final = r"\s*(?:[.;]|,? and)\s*(?:(?:say|state|determine|tell|decide|find)\s+)?"

PATTERNS: Final[tuple[tuple[re.Pattern[str], Maker], ...]] = (
    (
        w.pattern(
            rf"{w.WHAT} {_TABLE} (?:of|for) {w.FORMULA}(?P<f>.+?){_AND_SAY}"
            rf"(?:in )?how many {_LINES} "
            rf"(?:is {w.IT} |are |come out |make it )(?P<wanted>true|false)"
        ),
        _count,
    ),
    (
        w.pattern(
            rf"{w.WHAT} {_TABLE} (?:of|for) {w.FORMULA}(?P<f>.+?){_AND_SAY}"
            rf"(?:whether|if|is) {w.IT} (?:is )?{w.PROPERTY}"
        ),
        property_asked,
    ),
    (
        w.pattern(
            r"how many (?:rows|lines) (?:does|has|are in) (?:the |a )?truth[- ]table (?:of|for) an? "
            r"(?:formula|statement|proposition|expression) (?:with|of|in) (?P<n>\d{1,2}) (?:distinct |different )?"
            r"(?:propositional |sentence )?(?:variables|letters|atoms)(?: have)?"
        ),
        _rows_of,
    ),
    (
        w.pattern(
            rf"(?:how many {_LINES} (?:does|are(?: there)? in|has|do|(?:are )?needed (?:in|for)) {_TABLE} (?:of|for) "
            rf"{w.FORMULA}(?P<f>.+?)(?: (?:have|contain|need|has))?"
            rf"|(?:{w.WHAT} )?(?:the )?number of {_LINES} (?:in|of) {_TABLE} (?:of|for) {w.FORMULA}(?P<g>.+?))"
        ),
        _rows,
    ),
    (
        w.pattern(
            rf"(?:in|for|on) how many {_LINES} (?:of|in) {_TABLE} (?:is|does) {w.FORMULA}(?P<f>.+?) "
            r"(?:come out |evaluate to )?(?P<wanted>true|false)"
        ),
        _count,
    ),
    (
        w.pattern(
            rf"how many (?:of the (?:(?P<rows>\w+) )?)?{_LINES} (?:of|in) {_TABLE} (?:of|for) {w.FORMULA}(?P<f>.+?) "
            rf"{_COMES_OUT} (?P<wanted>true|false)"
        ),
        _count,
    ),
    (
        w.pattern(
            rf"{_TABLE} (?:of|for) {w.FORMULA}(?P<f>.+?)\s*[:;,.] (?:in )?how many {_LINES} "
            rf"{_COMES_OUT} (?P<wanted>true|false)"
        ),
        _count,
    ),
)
