"""The names of all formulas of a question together: how many arguments each takes, and the limits on size."""

from __future__ import annotations

from orchestra_modules.logic.formulas import limits
from orchestra_modules.logic.formulas.syntax import (
    Application,
    Atom,
    Binary,
    Formula,
    Not,
    Quantified,
    parts,
    terms,
)
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly


def check_signature(formulas: tuple[Formula, ...]) -> None:
    """Hold formulas to the limits; NotUnderstood where a name has two numbers of arguments."""
    nodes = quantifiers = 0
    predicates: dict[str, int] = {}
    functions: dict[str, int] = {}
    if len(formulas) > limits.MAX_FORMULAS:
        raise TooCostly(f"more than {limits.MAX_FORMULAS} formulas")
    for formula in formulas:
        if _height(formula) > limits.MAX_HEIGHT:
            raise TooCostly(f"a formula is more than {limits.MAX_HEIGHT} operators high")
        for part in parts(formula):
            nodes += 1
            quantifiers += isinstance(part, Quantified)
            if isinstance(part, Atom) and predicates.setdefault(part.name, len(part.args)) != len(part.args):
                raise NotUnderstood(f"{part.name!r} with {predicates[part.name]} and with {len(part.args)} arguments")
        for term in terms(formula):
            nodes += 1
            if isinstance(term, Application) and functions.setdefault(term.name, len(term.args)) != len(term.args):
                raise NotUnderstood(f"{term.name!r} with {functions[term.name]} and with {len(term.args)} arguments")
    if nodes > limits.MAX_NODES or quantifiers > limits.MAX_QUANTIFIERS:
        raise TooCostly(f"the formulas are over {limits.MAX_NODES} parts or {limits.MAX_QUANTIFIERS} quantifiers")


def _height(formula: Formula) -> int:
    heights = 0
    level: list[Formula] = [formula]
    while level and heights <= limits.MAX_HEIGHT:
        heights += 1
        below: list[Formula] = []
        for part in level:
            if isinstance(part, Not | Quantified):
                below.append(part.body)
            elif isinstance(part, Binary):
                below += (part.left, part.right)
        level = below
    return heights
