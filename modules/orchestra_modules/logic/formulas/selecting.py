"""Which of the options, each a formula, is equivalent to a given one, follows, has a property, or is its negation."""

from __future__ import annotations

from collections.abc import Callable

from orchestra_modules.logic.formulas import decide, transforms
from orchestra_modules.logic.formulas.problems import Select
from orchestra_modules.logic.formulas.syntax import Binary, Formula, Not, Quantified, conjunction, show
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotUnderstood


def select(task: Select, options: tuple[Option, ...]) -> Finding:
    """The one option that fits."""
    checks: list[decide.Decision] = []
    fits = {
        option: _fits(task, formula, checks) != task.negated
        for option, formula in zip(options, task.candidates, strict=True)
    }
    if task.relation in ("contrapositive", "converse", "inverse") and sum(fits.values()) > 1:
        # equivalent formulas are told apart by their form
        wanted = transforms.transform(_given(task), task.relation)
        fits = {
            o: transforms.nnf(f) == transforms.nnf(wanted) and _shape(f) == _shape(wanted)
            for o, f in zip(options, task.candidates, strict=True)
        }
    chosen = choose(options, lambda option: fits[option])
    formula = task.candidates[options.index(chosen)]
    verified = True if all(check.verified for check in checks) else None
    check = "checked: " + "; ".join(dict.fromkeys(one.check for one in checks))
    steps = tuple(
        f"{option.value}: {show(f)} {'fits' if fits[option] else 'does not fit'}"
        for option, f in zip(options, task.candidates, strict=True)
    )
    text = f"{chosen.value}: {show(formula)} is the one that fits ({'not ' * task.negated}{task.relation})."
    confidence = min(one.confidence for one in checks)
    return Finding(
        chosen.value,
        text,
        {"type": "option", "value": chosen.value},
        "each option decided by Z3",
        check,
        verified,
        confidence,
        steps,
    )


def _given(task: Select) -> Formula:
    if not task.given:
        raise NotUnderstood("no formula is given")
    return conjunction(task.given)


def _shape(formula: Formula) -> tuple[bool, ...]:
    """Which sides of an implication, behind its quantifiers, are denied."""
    while isinstance(formula, Quantified):
        formula = formula.body
    if isinstance(formula, Binary) and formula.operator == "implies":
        return (isinstance(formula.left, Not), isinstance(formula.right, Not))
    return ()


def _fits(task: Select, formula: Formula, checks: list[decide.Decision]) -> bool:
    def unsatisfiable(*formulas: Formula) -> bool:
        checks.append(decide.satisfiable(formulas))
        return not checks[-1].satisfiable

    simple: dict[str, Callable[[], bool]] = {
        "valid": lambda: unsatisfiable(Not(formula)),
        "unsatisfiable": lambda: unsatisfiable(formula),
        "satisfiable": lambda: not unsatisfiable(formula),
        "falsifiable": lambda: not unsatisfiable(Not(formula)),
        "contingent": lambda: not unsatisfiable(formula) and not unsatisfiable(Not(formula)),
        "follows": lambda: unsatisfiable(*task.given, Not(formula)),
    }
    if task.relation in simple:
        return simple[task.relation]()
    given = _given(task)
    if task.relation != "equivalent":
        given = transforms.transform(given, task.relation)  # type: ignore[arg-type]  # only forms are left
    checks.append(decide.equivalent(formula, given))
    return not checks[-1].satisfiable
