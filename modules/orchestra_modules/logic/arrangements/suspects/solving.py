"""From a whodunit to a finding, checked by trying every culprit with every way to lie. Knows no English grammar."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.cases import Cases
from orchestra_modules.logic.arrangements.formula import Place
from orchestra_modules.logic.arrangements.suspects.reading import Case
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone

METHOD = "search over who did it and who tells the truth"


def solve(case: Case, options: tuple[Option, ...]) -> Finding:
    """Name the culprit, or say why not."""
    cases = Cases(case.problem)
    names = case.problem.names
    culprit = len(names) - 1
    place = cases.example[culprit]
    verdict = cases.verdict(Place(culprit, frozenset({place})))
    if verdict.failing is not None:
        raise NotDone(f"the statements do not settle it: {names[place]} or {names[verdict.failing[culprit]]}")
    value = names[place]
    verified, check = cases.recheck()
    told = ", ".join(
        f"{names[person]} {'tells the truth' if cases.example[person] else 'lies'}"
        for person in range(culprit)
        if case.truth_of[person]
    )
    text = f"{value} {case.deed}."
    if options:
        value = choose(options, lambda option: option.text.strip(" .").lower() == names[place].lower()).value
    data = {"type": "text", "value": value}
    return Finding(value, text, {**data}, METHOD, check, verified, steps=("taken as understood: one did it", told))
