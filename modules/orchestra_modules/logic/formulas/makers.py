"""The tasks that patterns of questions make of the stretches they matched. Knows no English but the names of groups."""

from __future__ import annotations

import re
from typing import Final, cast

from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.problems import (
    Classify,
    Entails,
    Equivalent,
    Form,
    HasProperty,
    Property,
    Task,
    Transform,
    TruthTable,
)
from orchestra_modules.logic.formulas.segments import parse_all
from orchestra_modules.logic.formulas.signature import check_conclusion
from orchestra_modules.logic.formulas.stretches import Maker, Notes, group, single
from orchestra_modules.logic.formulas.syntax import Atom, Binary, Not, conjunction
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex


def table(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """The table of the formulas of a stretch."""
    (formulas,), notes = parse_all([match["f"]], conventions, listed=True)
    return TruthTable(formulas), notes


def property_asked(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """Whether the formulas of a stretch have the property that is named."""
    (formulas,), notes = parse_all([match["f"]], conventions, listed=True)
    name = next(
        name for name in ("valid", "unsatisfiable", "satisfiable", "contingent", "falsifiable") if group(match, name)
    )
    if len(formulas) > 1 and name not in ("satisfiable", "unsatisfiable"):
        raise NotUnderstood("several formulas where one is asked about")
    if all(isinstance(formula, Atom) and not formula.args for formula in formulas) and len(formulas) == 1:
        raise NotUnderstood("a letter alone is not asked about")
    return HasProperty(formulas, cast(Property, name)), notes


def classify(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """Which of the classes named a formula belongs to."""
    formula, notes = single(match, conventions)
    third = re.sub(r"(?i)^an?\s+", "", group(match, "third") or "contingent").lower()
    return Classify(formula, "contingent" if third not in ("neither", "contingency") else third), notes


def equivalent(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """Whether the formulas of two stretches are equivalent."""
    (left, right), notes = parse_all([match["f"], match["g"]], conventions)
    if len(left) != 1 or len(right) != 1:
        raise NotUnderstood("equivalence joins two formulas")
    return Equivalent(left[0], right[0]), notes


def not_equivalent(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """Whether two formulas differ in some case."""
    task, notes = (equivalent if group(match, "g") else pair)(match, conventions)
    assert isinstance(task, Equivalent)
    return HasProperty((Not(Binary("iff", task.left, task.right)),), "satisfiable"), notes


def pair(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """Two formulas in one stretch: are p, q equivalent?"""
    (found,), notes = parse_all([match["f"]], conventions, listed=True)
    if len(found) == 1 and isinstance(found[0], Binary) and found[0].operator == "iff" and "\u2261" in match["f"]:
        return Equivalent(found[0].left, found[0].right), notes
    if len(found) != 2:
        raise NotUnderstood("equivalence joins two formulas")
    return Equivalent(found[0], found[1]), notes


def entails(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    """Whether a conclusion follows from premises."""
    stretches = [match["p"], *([also] if (also := group(match, "q")) else []), match["c"]]
    found, notes = parse_all(stretches, conventions, listed=True)
    premises, conclusion = tuple(formula for part in found[:-1] for formula in part), found[-1]
    if len(conclusion) != 1:
        conclusion = (conjunction(conclusion),)
    check_conclusion(premises, conclusion[0])
    strictly = group(match, "must") or group(match, "always") or group(match, "truth").lower() in ("", "must")
    return Entails(premises, conclusion[0], "validity" if strictly else "truth"), notes


#: a form of a form: "the converse of the contrapositive of p -> q"
_INNER: Final = regex(r"\s*(?:the )?(?P<form>converse|inverse|contrapositive|negation|dual) of (?:the )?", re.I)


def form(name: Form) -> Maker:
    """The formula of a stretch in a form."""

    def make(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
        stretch, before = group(match, "f"), list[Form]()
        while inner := _INNER.match(stretch):
            before.insert(0, cast(Form, inner["form"].lower()))
            stretch = stretch[inner.end() :]
        (found,), notes = parse_all([stretch], conventions)
        if len(found) != 1:
            raise NotUnderstood("several formulas where one is asked about")
        return Transform(found[0], name, tuple(before)), notes

    return make
