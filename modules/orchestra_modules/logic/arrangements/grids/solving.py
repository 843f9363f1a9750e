"""From a grid to a finding: what holds in every arrangement, checked by the second road. Knows no English grammar."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.cases import Cases, Verdict
from orchestra_modules.logic.arrangements.formula import Model, Place
from orchestra_modules.logic.arrangements.grids.reading import Choice, GridPuzzle, Statements, Truth
from orchestra_modules.logic.arrangements.orders.solving import fits
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone

METHOD = "search over the ways to match the lists that meet every clue"


def solve(puzzle: GridPuzzle, options: tuple[Option, ...]) -> Finding:
    """Answer a puzzle, or say why not."""
    cases = Cases(puzzle.problem)
    ask = puzzle.ask
    if isinstance(ask, Choice):
        return _choice(puzzle, cases, ask)
    if isinstance(ask, Truth):
        return _truth(puzzle, cases, ask, options)
    if isinstance(ask, Statements):
        return _statements(puzzle, cases, ask, options)
    return _whole(puzzle, cases, options)


def told(puzzle: GridPuzzle, model: Model) -> str:
    """A placement in words, one group for each place."""
    size, names = puzzle.size, puzzle.problem.names
    groups = []
    for place in range(size):
        members = [names[variable] for variable in range(len(names)) if model[variable] == place]
        lead = [names[v] for v in range(puzzle.lead * size, (puzzle.lead + 1) * size) if model[v] == place]
        rest = [name for name in members if name not in lead]
        first = f"{place + 1} " if puzzle.row else ""
        groups.append(f"{first}{', '.join(lead)}: {', '.join(rest)}" if rest else f"{first}{', '.join(lead)}")
    return "; ".join(groups)


def _finding(puzzle: GridPuzzle, cases: Cases, value: str, text: str) -> Finding:
    verified, check = cases.recheck()
    steps = ["taken as understood: each list is matched one to one with the others"]
    if puzzle.row:
        steps.append("taken as understood: places are counted from the left")
    steps.append(f"an arrangement that meets every clue: {told(puzzle, cases.example)}")
    return Finding(value, text, {"type": "text", "value": value}, METHOD, check, verified, steps=tuple(steps))


def _open(puzzle: GridPuzzle, verdict: Verdict) -> NotDone:
    models = [model for model in (verdict.holding, verdict.failing) if model is not None]
    return NotDone(f"the clues do not settle it: {' — or — '.join(told(puzzle, model) for model in models)}")


def _choice(puzzle: GridPuzzle, cases: Cases, ask: Choice) -> Finding:
    verdicts = [(shown, cases.verdict(formula)) for shown, formula in ask.formulas]
    fitting = [shown for shown, verdict in verdicts if fits(ask.mode, verdict)]
    unsettled = [verdict for _, verdict in verdicts if verdict.holding and verdict.failing]
    if ask.mode == "must" and unsettled:
        raise _open(puzzle, unsettled[0])
    if ask.options:
        option = choose(tuple(option for option, _ in ask.options), lambda one: dict(ask.options)[one] in fitting)
        return _finding(puzzle, cases, option.value, f"{option.text}.")
    if not fitting or not all(fitting):
        raise NotDone("the one asked for has no name in the text")
    value = ", ".join(fitting)
    return _finding(puzzle, cases, value, f"{value[0].upper()}{value[1:]}.")


def _truth(puzzle: GridPuzzle, cases: Cases, ask: Truth, options: tuple[Option, ...]) -> Finding:
    verdict = cases.verdict(ask.formula)
    if ask.mode == "must" and verdict.holding is not None and verdict.failing is not None:
        raise _open(puzzle, verdict)
    answer = fits(ask.mode, verdict)
    value = str(answer)
    if options:
        words = ("yes", "true") if answer else ("no", "false")
        value = choose(options, lambda option: option.text.lower().strip(" .") in words).value
    found = _finding(puzzle, cases, value, "Yes." if answer else "No.")
    if options:
        return found
    return Finding(
        value, found.text, {"type": "truth", "value": answer}, METHOD, found.check, found.verified, steps=found.steps
    )


def _statements(puzzle: GridPuzzle, cases: Cases, ask: Statements, options: tuple[Option, ...]) -> Finding:
    verdicts = {option: cases.verdict(formula) for option, formula in ask.formulas}
    chosen = choose(options, lambda option: fits(ask.mode, verdicts[option]))
    return _finding(puzzle, cases, chosen.value, f"{chosen.text.rstrip('.')}.")


def _whole(puzzle: GridPuzzle, cases: Cases, options: tuple[Option, ...]) -> Finding:
    if options:
        raise NotDone("a whole grid beside a list of options")
    lead = range(puzzle.lead * puzzle.size, (puzzle.lead + 1) * puzzle.size)
    for first in lead:
        for other in range(len(puzzle.problem.names)):
            if cases.example[first] != cases.example[other] or first == other:
                continue
            from orchestra_modules.logic.arrangements.formula import Offset

            verdict = cases.verdict(Offset(first, other, frozenset({0})))
            if verdict.failing is not None:
                raise _open(puzzle, verdict)
        if puzzle.row:
            verdict = cases.verdict(Place(first, frozenset({cases.example[first]})))
            if verdict.failing is not None:
                raise _open(puzzle, verdict)
    value = told(puzzle, cases.example)
    return _finding(puzzle, cases, value, f"{value}.")
