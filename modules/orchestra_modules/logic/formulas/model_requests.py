"""Questions about the assignments that make a formula true or false: how many there are, all of them, one of them."""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.formulas import wording as w
from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.problems import CountModels, FindModel, ListModels, Task
from orchestra_modules.logic.formulas.segments import parse_all
from orchestra_modules.logic.formulas.stretches import Maker, Notes, group, single
from orchestra_modules.logic.formulas.syntax import Atom, Binary, Constant, Not, conjunction, letters
from orchestra_modules.solving.refusal import NotUnderstood

_FALSIFIES: Final = re.compile(r"(?i)falsif(?:y|ies|ying)|refut(?:e|es|ing)")


def _wanted(match: re.Match[str]) -> bool:
    """Whether it is asked where the formula is true."""
    falsifies = bool(_FALSIFIES.search(group(match, "verb")))
    if falsifies and group(match, "wanted"):
        raise NotUnderstood("whether it is asked where the formula is true or where it is false")
    return not falsifies and group(match, "wanted").lower() != "false"


def _count(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    formula, notes = single(match, conventions)
    over = tuple(re.findall(r"[A-Za-z]\w*", re.sub(r"\band\b", ",", group(match, "over") or group(match, "before"))))
    if over and (len(set(over)) < len(over) or not set(letters(formula)) <= set(over)):
        raise NotUnderstood(f"the formula is not one of {', '.join(over)}")
    told, rows = group(match, "rows"), 1 << len(over or letters(formula))
    if told and int(told) != rows:
        raise NotUnderstood(f"there are {rows} assignments, not {told}")
    return CountModels(formula, _wanted(match), over), notes


def _models(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    formula, notes = single(match, conventions)
    if isinstance(formula, Constant | Atom):
        raise NotUnderstood("a letter alone is not asked about")
    return ListModels(formula, _wanted(match), bool(group(match, "only"))), notes


def _model(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    (formulas,), notes = parse_all([match["f"]], conventions, listed=True)
    return FindModel(formulas, _wanted(match) and not group(match, "counter")), notes


def _counter(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """An assignment under which premises are true and a conclusion is not."""
    (premises, conclusion), notes = parse_all([match["p"], match["c"]], conventions, listed=True)
    return FindModel((Binary("and", conjunction(premises), Not(conjunction(conclusion))),)), notes


_VALUES: Final = (
    r"(?:truth[- ]?values?|truth[- ]?assignments?|assignments?|valuations?|values)"
    r"(?: (?:of|for|to) (?:the |its )?(?:letters|variables|\w(?:(?:,| and|, and) ?\w)*))?"
)
_KINDS: Final = r"(?:(?:satisfying|truth|truth-value|different|distinct|possible|boolean|variable|propositional) )*"
_ROWS: Final = (
    rf"{_KINDS}(?:assignments?|models?|interpretations?|valuations?|solutions?|rows?|ways|combinations?)"
    r"(?: (?:of|to|for|in) (?:the |its )?(?:truth values|variables|letters|atoms|truth[- ]table))?"
)
_MODEL: Final = (
    rf"(?P<verb>(?:falsifying|refuting) )?{_KINDS}(?:assignment|model|interpretation|valuation|solution|structure)"
    r"(?: (?:of|to|for) (?:the |its )?(?:truth values|variables|letters|atoms))?"
)
_NAMES: Final = r"[A-Za-z]\d{0,2}(?:(?:,| and|, and) ?[A-Za-z]\d{0,2})*"
_LETTERS: Final = (
    r"(?:the )?(?:(?:propositional|boolean|truth|sentence|proposition) )?(?:(?:variables?|letters?|atoms?) )?"
)
_OVER: Final = rf"(?:\s*,? (?:over|in|for|with|using|considered over) {_LETTERS}(?P<over>{_NAMES}))?"
_BEFORE: Final = rf"(?: (?:to|of|over|for) {_LETTERS}(?P<before>{_NAMES})(?= (?:make|render|satisf|falsif)))?"

PATTERNS: Final[tuple[tuple[re.Pattern[str], Maker], ...]] = (
    (
        w.pattern(
            rf"(?:for )?how many (?:of the (?P<rows>\d+) (?:possible )?)?{_ROWS}{_BEFORE} "
            r"(?P<verb>(?:(?:make|render|satisfy|satisfies|falsify|falsifies|of|for|does|do|is|are) )+)"
            rf"{w.FORMULA}(?P<f>.+?)(?: (?:have|has|is|are|evaluate to|come out|admit))?(?: (?P<wanted>true|false))?"
            rf"{_OVER}"
        ),
        _count,
    ),
    (
        w.pattern(
            rf"(?:{w.WHAT} |count |compute )?(?:the )?(?:number of |count )?(?P<verb>(?:falsifying )?){_ROWS} "
            rf"(?:of|for|that satisfy|satisfying) {w.FORMULA}(?P<f>.+?){_OVER}"
        ),
        _count,
    ),
    (w.pattern(rf"(?:count|number of) (?:the )?{_ROWS}\s*:? {w.FORMULA}(?P<f>.+?){_OVER}"), _count),
    (
        w.pattern(
            rf"(?:{w.WHAT}|list|enumerate|which) (?:all |every )?(?:the |of the |its )*"
            rf"(?P<only>only |unique |one and only )?{_MODEL}s?"
            r"(?: (?:that |which )?(?:makes?|satisf(?:y|ies)|renders?)| of| for| satisfying| making) "
            rf"{w.FORMULA}(?P<f>.+?)"
            r"(?: (?:is |are )?(?P<wanted>true|false))?"
        ),
        _models,
    ),
    (
        w.pattern(
            rf"(?:for|under|in) (?:which|what) {_VALUES} (?:is|does) {w.FORMULA}(?P<f>.+?) "
            r"(?:come out |evaluate to |become )?(?P<wanted>true|false)"
        ),
        _models,
    ),
    (
        w.pattern(
            rf"{w.WHAT} (?:an?|any|some|one) {_MODEL} (?:(?:that|which) (?:makes|"
            rf"satisfies|renders)|for|of|satisfying|making|"
            rf"(?:in|under) which) {w.FORMULA}(?P<f>.+?)(?: (?:is |are )?(?:all |both )?(?P<wanted>true|false))?"
        ),
        _model,
    ),
    (
        w.pattern(
            rf"{w.WHAT} (?:an?|any|some|one) (?P<counter>counter-?(?:example|"
            rf"model)) (?:to|for|of) {w.FORMULA}(?P<f>.+?)"
        ),
        _model,
    ),
    (
        w.pattern(
            rf"{w.WHAT} (?:an?|any|some|one) (?:counter-?(?:example|model)|{_MODEL})(?: row)?(?:\s*\([^()]*\))? "
            rf"(?:showing|which shows|that shows|to show)(?: that)? {w.FORMULA}(?P<p>.+?) "
            rf"(?:does|do) not (?:(?:logically|semantically) )?(?:entail|imply) {w.FORMULA}(?P<c>.+?)"
        ),
        _counter,
    ),
)
