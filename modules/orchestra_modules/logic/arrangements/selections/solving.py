"""From a selection to a finding, checked by trying every selection. Knows no English grammar."""

from __future__ import annotations

from pydantic import JsonValue

from orchestra_modules.logic.arrangements.cases import Cases, Verdict
from orchestra_modules.logic.arrangements.formula import Model, Place
from orchestra_modules.logic.arrangements.orders.solving import fits
from orchestra_modules.logic.arrangements.selections.reading import Selection, Statements, Total, Truth
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import choose
from orchestra_modules.solving.refusal import NotDone

METHOD = "search over the selections that meet every condition"


def solve(selection: Selection) -> Finding:
    """Answer a question about a selection, or say why not."""
    cases = Cases(selection.problem)
    ask, options = selection.ask, selection.options
    if isinstance(ask, Statements):
        verdicts = {option: cases.verdict(formula) for option, formula in ask.formulas}
        chosen = choose(options, lambda option: fits(ask.mode, verdicts[option]))
        return _finding(selection, cases, chosen.value, f"{chosen.text}.", {"type": "text", "value": chosen.value})
    if isinstance(ask, Total):
        number, agrees, check = cases.count()
        value = str(number)
        if options:
            value = choose(options, lambda option: option.text.strip(" .") == str(number)).value
        return Finding(value, f"{number}.", {"type": "number", "value": number}, METHOD, check, agrees)
    if isinstance(ask, Truth):
        verdict = cases.verdict(ask.formula)
        if ask.mode == "must" and verdict.holding is not None and verdict.failing is not None:
            raise _open(selection, verdict)
        answer = fits(ask.mode, verdict)
        value = str(answer)
        if options:
            words = ("yes", "true") if answer else ("no", "false")
            value = choose(options, lambda option: option.text.lower().strip(" .") in words).value
        data: JsonValue = {"type": "text", "value": value} if options else {"type": "truth", "value": answer}
        return _finding(selection, cases, value, "Yes." if answer else "No.", data)
    names = selection.problem.names
    found = [cases.verdict(Place(person, frozenset({1}))) for person in range(len(names))]
    if ask.mode == "must" and (unsettled := [one for one in found if one.holding and one.failing]):
        raise _open(selection, unsettled[0])
    value = ", ".join(name for name, verdict in zip(names, found, strict=True) if fits(ask.mode, verdict)) or "none"
    return _finding(selection, cases, value, f"{value}.", {"type": "text", "value": value})


def _told(selection: Selection, model: Model) -> str:
    return ", ".join(name for name, value in zip(selection.problem.names, model, strict=True) if value) or "nobody"


def _open(selection: Selection, verdict: Verdict) -> NotDone:
    models = [model for model in (verdict.holding, verdict.failing) if model is not None]
    return NotDone(f"the conditions do not settle it: {', or '.join(_told(selection, model) for model in models)}")


def _finding(selection: Selection, cases: Cases, value: str, text: str, data: JsonValue) -> Finding:
    verified, check = cases.recheck()
    steps = (f"a selection that meets every condition: {_told(selection, cases.example)}",)
    return Finding(value, text, data, METHOD, check, verified, steps=steps)
