"""The quantifier "exactly one", put in terms of "exists", "forall" and equality."""

from __future__ import annotations

from orchestra_modules.logic.formulas.syntax import (
    Application,
    Atom,
    Binary,
    Equality,
    Formula,
    Not,
    Quantified,
    Term,
    Variable,
)

#: put before the name of a variable, for another that must be the same
_OTHER = "unique_"


def exactly_one(name: str, body: Formula) -> Formula:
    """∃!x P(x): something of which P holds, and only of it."""
    other = _OTHER + name
    same = Equality(Variable(other), Variable(name))
    return Quantified(
        "exists",
        name,
        Binary("and", body, Quantified("forall", other, Binary("implies", _renamed(body, name, other), same))),
    )


def _renamed(formula: Formula, old: str, new: str) -> Formula:
    match formula:
        case Atom(name, args):
            return Atom(name, tuple(_renamed_term(arg, old, new) for arg in args))
        case Equality(left, right):
            return Equality(_renamed_term(left, old, new), _renamed_term(right, old, new))
        case Not(body):
            return Not(_renamed(body, old, new))
        case Binary(operator, left, right):
            return Binary(operator, _renamed(left, old, new), _renamed(right, old, new))
        case Quantified(quantifier, variable, body) if variable != old:
            return Quantified(quantifier, variable, _renamed(body, old, new))
        case _:
            return formula


def _renamed_term(term: Term, old: str, new: str) -> Term:
    if isinstance(term, Variable):
        return Variable(new) if term.name == old else term
    return Application(term.name, tuple(_renamed_term(arg, old, new) for arg in term.args))
