"""Formulas over propositions told in English again, affirmed or denied. Knows the clauses, no proofs."""

from __future__ import annotations

from collections.abc import Mapping

from orchestra_modules.logic.rules.formulas import Ambiguous, And, Atom, Formula, Implies, Not, Or
from orchestra_modules.solving.refusal import NotUnderstood


def tell(formula: Formula, denials: Mapping[str, str], positive: bool = True) -> str:
    """The sentence for a formula, or for its denial; `denials` gives the denial of each proposition."""
    match formula:
        case Atom(predicate):
            return predicate if positive else denials.get(predicate, f"it is not the case that {predicate}")
        case Not(body):
            return tell(body, denials, not positive)
        case And(parts) | Or(parts):
            conjoined = isinstance(formula, And) is positive
            if any(not isinstance(part.body if isinstance(part, Not) else part, Atom) for part in parts):
                return _nested(formula, denials, positive)
            return (" and " if conjoined else " or ").join(tell(part, denials, positive) for part in parts)
        case Implies(left, right):
            if positive:
                return f"if {tell(left, denials)}, then {tell(right, denials)}"
            return f"{tell(left, denials)} and {tell(right, denials, False)}"
        case Ambiguous(ways):
            return tell(ways[0], denials, positive)
    raise NotUnderstood("a sentence that is not made of whole clauses")


def _nested(formula: And | Or, denials: Mapping[str, str], positive: bool) -> str:
    joint = " and " if isinstance(formula, And) is positive else " or "
    return ("," + joint).join(tell(part, denials, positive) for part in formula.parts)
