"""From an order puzzle to a finding: what holds in every arrangement, checked by the second road.

Knows no English grammar.
"""

from __future__ import annotations

from collections.abc import Callable

from orchestra_modules.logic.arrangements.cases import Cases, Verdict
from orchestra_modules.logic.arrangements.formula import Count, Formula, Place
from orchestra_modules.logic.arrangements.orders.reading import (
    Amount,
    Members,
    OrderPuzzle,
    Position,
    Sequence,
    Statements,
    Total,
    Truth,
)
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone

METHOD = "search over the arrangements that meet every statement"
_UNKNOWN = ("can not be determined", "cannot be determined", "unknown", "uncertain", "not enough information",
            "cannot tell", "it depends", "undetermined", "cannot say", "not determined", "cannot be known")  # fmt: skip
_YES, _NO = ("yes", "true", "correct"), ("no", "false", "incorrect")


def solve(puzzle: OrderPuzzle) -> Finding:
    """Answer a puzzle, or say why not."""
    cases = Cases(puzzle.problem)
    ask = puzzle.ask
    if isinstance(ask, Statements):
        return _statements(puzzle, cases, ask)
    if isinstance(ask, Truth):
        return _truth(puzzle, cases, ask)
    if isinstance(ask, Members):
        return _members(puzzle, cases, ask)
    if isinstance(ask, Amount):
        return _amount(puzzle, cases, ask)
    if isinstance(ask, Total):
        return _total(puzzle, cases)
    return _sequence(puzzle, cases, ask) if isinstance(ask, Sequence) else _position(puzzle, cases, ask)


def fits(mode: str, verdict: Verdict) -> bool:
    """Whether a verdict is what was asked for: must, could, never or may_fail."""
    if mode == "must":
        return verdict.always
    if mode == "could":
        return not verdict.never
    return verdict.never if mode == "never" else not verdict.always


_HOW = {
    "must": "in every arrangement",
    "could": "in some arrangement",
    "never": "in no arrangement",
    "may_fail": "not in every arrangement",
}


def _finding(puzzle: OrderPuzzle, cases: Cases, value: str, text: str, steps: list[str]) -> Finding:
    verified, check = cases.recheck()
    conventions = [f"taken as understood: {convention}" for convention in puzzle.conventions]
    shown = f"an arrangement that meets every statement: {puzzle.layout.told(cases.example)}"
    return Finding(
        value, text, {"type": "text", "value": value}, METHOD, check, verified, steps=(*conventions, *steps, shown)
    )


def _statements(puzzle: OrderPuzzle, cases: Cases, ask: Statements) -> Finding:
    verdicts = {option: cases.verdict(formula) for option, formula in ask.formulas}
    chosen = choose(puzzle.options, lambda option: fits(ask.mode, verdicts[option]))
    steps = []
    for option, verdict in verdicts.items():
        against = verdict.failing if ask.mode in ("must", "could") else verdict.holding
        if option is not chosen and against is not None:
            steps.append(f"“{option.text}” is not it: {puzzle.layout.told(against)}")
    return _finding(puzzle, cases, chosen.value, f"{chosen.text} ({_HOW[ask.mode]}).", steps)


def _truth(puzzle: OrderPuzzle, cases: Cases, ask: Truth) -> Finding:
    verdict = cases.verdict(ask.formula)
    if ask.mode == "must" and verdict.holding is not None and verdict.failing is not None:
        unknown = [option for option in puzzle.options if any(word in option.text.lower() for word in _UNKNOWN)]
        told = (
            f"{puzzle.layout.told(verdict.holding)} makes it true, {puzzle.layout.told(verdict.failing)} makes it false"
        )
        if len(unknown) == 1:
            return _finding(puzzle, cases, unknown[0].value, f"The statements do not settle it: {told}.", [])
        raise NotDone(f"the statements do not settle it: {told}")
    answer = verdict.always if ask.mode == "must" else fits(ask.mode, verdict)
    value, text = (
        str(answer),
        f"{'Yes' if answer else 'No'}, {_HOW['must' if answer else 'never']} that meets the statements.",
    )
    if ask.mode != "must":
        text = "Yes." if answer else "No."
    if puzzle.options:
        wanted = _YES if answer else _NO
        value = choose(puzzle.options, lambda option: option.text.lower().rstrip(".") in wanted).value
    found = _finding(puzzle, cases, value, text, [])
    if puzzle.options:
        return found
    return Finding(
        value, text, {"type": "truth", "value": answer}, METHOD, found.check, found.verified, steps=found.steps
    )


def _shown(puzzle: OrderPuzzle, thing: str) -> str:
    return puzzle.layout.shown[puzzle.layout.things.index(thing)]


def _members(puzzle: OrderPuzzle, cases: Cases, ask: Members) -> Finding:
    verdicts = {thing: cases.verdict(formula) for thing, formula in ask.formulas}
    fitting = [thing for thing, verdict in verdicts.items() if fits(ask.mode, verdict)]
    options = [option for option in puzzle.options if _option_names(option, fitting, puzzle)]
    unsettled = [thing for thing, verdict in verdicts.items() if verdict.holding and verdict.failing]
    if ask.mode == "must" and unsettled:
        first, second = (puzzle.layout.told(model) for model in _models(verdicts[unsettled[0]]))
        unknown = [option for option in puzzle.options if any(word in option.text.lower() for word in _UNKNOWN)]
        if len(unknown) == 1 and not fitting:
            return _finding(
                puzzle, cases, unknown[0].value, f"The statements do not settle it: {first}, or {second}.", []
            )
        raise NotDone(f"the statements do not settle who: {first}, or {second}")
    if ask.near and len(fitting) > 1:
        raise NotDone("more than one stands on that side, and the nearest or all of them may be meant")
    names = [_shown(puzzle, thing) for thing in fitting]
    if puzzle.options:
        if len(options) != 1:
            raise NotDone(
                "the result fits none of the options" if not options else "the result fits more than one option"
            )
        return _finding(puzzle, cases, options[0].value, f"{options[0].text} ({_HOW[ask.mode]}).", [])
    value = ", ".join(names) or "none"
    return _finding(puzzle, cases, value, f"{value.capitalize() if not names else value} ({_HOW[ask.mode]}).", [])


def _models(verdict: Verdict) -> list[tuple[int, ...]]:
    return [model for model in (verdict.holding, verdict.failing) if model is not None]


def _option_names(option: Option, fitting: list[str], puzzle: OrderPuzzle) -> bool:
    """Whether an option names one of the things, or all of them in a list."""
    fitting = [thing.rstrip("°") for thing in fitting]
    names = [_bare(part) for part in option.text.lower().rstrip(".").replace(" and ", ", ").split(",") if part.strip()]
    if not fitting:
        return names in (["none"], ["no one"], ["nobody"], ["none of them"])
    return (len(names) == 1 and names[0] in fitting) or sorted(names) == sorted(fitting)


def _bare(words: str) -> str:
    first, _, rest = words.strip().partition(" ")
    return rest.strip() if first in ("the", "a", "an") and rest else words.strip()


def _amount(puzzle: OrderPuzzle, cases: Cases, ask: Amount) -> Finding:
    def exactly(number: int) -> Formula:
        return Count(ask.formulas, frozenset({number}))

    possible = [k for k in range(len(ask.formulas) + 1) if not cases.verdict(exactly(k)).never]
    if len(possible) != 1:
        raise NotDone(f"the statements do not settle the number: {' or '.join(map(str, possible))}")
    return _number(puzzle, cases, possible[0], f"{possible[0]} of them, in every arrangement.")


def _number(puzzle: OrderPuzzle, cases: Cases, number: int, text: str) -> Finding:
    value = str(number)
    if puzzle.options:
        value = choose(puzzle.options, lambda option: option.text.strip().rstrip(".") == str(number)).value
    return _finding(puzzle, cases, value, text, [])


def _total(puzzle: OrderPuzzle, cases: Cases) -> Finding:
    number, agrees, check = cases.count()
    found = _number(puzzle, cases, number, f"{number} arrangements meet the statements.")
    return Finding(
        found.value, found.text, {"type": "number", "value": number}, METHOD, check, agrees, steps=found.steps
    )


def _settled(puzzle: OrderPuzzle, cases: Cases, variables: list[int]) -> None:
    """Every one of the variables has the same place in every arrangement."""
    for variable in variables:
        verdict = cases.verdict(Place(variable, frozenset({cases.example[variable]})))
        if verdict.failing is not None:
            one, other = puzzle.layout.told(cases.example), puzzle.layout.told(verdict.failing)
            raise NotDone(f"the statements do not settle the order: {one}, or {other}")


def _sequence(puzzle: OrderPuzzle, cases: Cases, ask: Sequence) -> Finding:
    layout = puzzle.layout
    _settled(puzzle, cases, [layout.variable(thing, ask.scale) for thing in layout.things])
    row = layout.row(cases.example, ask.scale)
    if ask.falling:
        row.reverse()
    value = ", ".join(row)
    if puzzle.options:
        value = choose(puzzle.options, _same_list(row)).value
    low, high = layout.ends(ask.scale)[:: -1 if ask.falling else 1]
    return _finding(puzzle, cases, value, f"From {low} to {high}: {', '.join(row)}.", [])


def _same_list(row: list[str]) -> Callable[[Option], bool]:
    def fits(option: Option) -> bool:
        text = (
            option.text.lower().rstrip(".").replace(" and ", ", ").replace(">", ",").replace("<", ",").replace("-", ",")
        )
        return [_bare(part) for part in text.split(",") if part.strip()] == [_bare(name.lower()) for name in row]

    return fits


def _position(puzzle: OrderPuzzle, cases: Cases, ask: Position) -> Finding:
    layout = puzzle.layout
    variable = layout.variable(ask.thing, ask.scale)
    _settled(puzzle, cases, [variable])
    place = cases.example[variable]
    name = _shown(puzzle, ask.thing)
    if layout.places:
        value = layout.places[place].capitalize()
        text = f"{name}: {value}."
    else:
        number = layout.size - place if ask.falling else place + 1
        low, high = layout.ends(ask.scale)
        value, text = str(number), f"{name} has place {number}, counted from {high if ask.falling else low}."
    if puzzle.options:
        value = choose(puzzle.options, lambda option: _names_place(option.text, value)).value
    return _finding(puzzle, cases, value, text, [])


def _names_place(text: str, value: str) -> bool:
    from orchestra_modules.solving.numerals import cardinal, ordinal

    plain = _bare(text.lower().rstrip("."))
    words = plain.split()
    if plain == value.lower() or (words and words[-1] == value.lower() and len(words) == 2):
        return True
    return bool(words) and value.isdecimal() and int(value) in (ordinal(words[0]), cardinal(words[0]))
