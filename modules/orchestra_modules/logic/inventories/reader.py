"""From a question to the one problem of this package that it states, and from the problem to its finding.

Readers are tried in turn; each understands the whole text or refuses. Knows no grammar and no solver itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from orchestra_modules.logic.inventories import (
    brackets,
    brackets_reading,
    day,
    day_reading,
    groups,
    groups_reading,
    hours,
    hours_reading,
    lists,
    lists_reading,
    numbers,
    numbers_reading,
    spelling,
    spelling_reading,
    stock,
    stock_reading,
    tables_reading,
    tables_solving,
    things_reading,
    things_solving,
    words,
    words_reading,
)
from orchestra_modules.logic.inventories.marks import Elsewhere
from orchestra_modules.logic.inventories.offered import fit
from orchestra_modules.logic.inventories.tables import TableProblem
from orchestra_modules.logic.inventories.things import ThingsProblem
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood, Refusal

MAX_CHARACTERS = 12_000

Problem: TypeAlias = (
    brackets.BracketProblem
    | words.WordProblem
    | day.DayProblem
    | groups.GroupProblem
    | TableProblem
    | ThingsProblem
    | spelling.SpellingProblem
    | lists.ListProblem
    | stock.StockProblem
    | hours.HoursProblem
    | numbers.NumbersProblem
)
_READERS: Final[tuple[Callable[[Question], Problem], ...]] = (
    brackets_reading.read,
    words_reading.read,
    spelling_reading.read,
    lists_reading.read,
    stock_reading.read,
    hours_reading.read,
    numbers_reading.read,
    tables_reading.read,
    day_reading.read,
    groups_reading.read,
    things_reading.read,
)


def read(question: Question) -> Problem:
    """The problem that the text states. NotUnderstood names the word in the way."""
    if len(question.stem) > MAX_CHARACTERS:
        raise NotUnderstood(f"the text has more than {MAX_CHARACTERS} characters")
    understood: list[Problem] = []
    reasons: list[Refusal] = []
    for reader in _READERS:
        try:
            understood.append(reader(question))
        except Refusal as refusal:
            reasons.append(refusal)
    if len(understood) > 1 and not _agree(understood):
        shown = " or ".join(type(problem).__name__ for problem in understood)
        raise NotUnderstood(f"the text can be read in two ways: {shown}")
    if understood:
        return understood[0]
    telling = [refusal for refusal in reasons if not isinstance(refusal, Elsewhere)]
    clear = [refusal for refusal in telling if not isinstance(refusal, NotUnderstood)]
    raise (clear or telling or [NotUnderstood("the text is not about things listed, sorted, counted or timed")])[0]


def _agree(understood: list[Problem]) -> bool:
    """Whether a list read as words and as a list of anything comes to the same."""
    values = set()
    for problem in understood:
        if isinstance(problem, words.WordProblem):
            values.add(words.solve(problem).value)
        elif isinstance(problem, lists.ListProblem):
            values.add(lists.solve(problem).value)
        else:
            return False
    return len(values) == 1


def answer(question: Question) -> Finding:
    """Read and solve. Raises a Refusal."""
    problem = read(question)
    match problem:
        case brackets.BracketProblem():
            return fit(brackets.solve(problem), question.options)
        case words.WordProblem():
            return fit(words.solve(problem), question.options)
        case day.DayProblem():
            return day.solve(problem, question.options)
        case groups.GroupProblem():
            return fit(groups.solve(problem), question.options)
        case spelling.SpellingProblem():
            return fit(spelling.solve(problem), question.options)
        case lists.ListProblem():
            return fit(lists.solve(problem), question.options)
        case stock.StockProblem():
            return fit(stock.solve(problem), question.options)
        case hours.HoursProblem():
            return hours.solve(problem, question.options)
        case numbers.NumbersProblem():
            return fit(numbers.solve(problem), question.options)
        case TableProblem():
            return fit(tables_solving.solve(problem), question.options)
        case ThingsProblem():
            return fit(things_solving.solve(problem), question.options)
