"""Formulas as rules that fire forward, where they are literals or if-then rules from literals to literals."""

from __future__ import annotations

from orchestra_modules.logic.rules.chaining import Literal, Rule
from orchestra_modules.logic.rules.formulas import And, Atom, Exists, ForAll, Formula, Implies, Not


def literals(formula: Formula, existential: bool = False) -> tuple[Literal, ...] | None:
    """The literals that a formula is a conjunction of, or none. In a condition "some" may be written as a variable."""
    match formula:
        case Atom():
            return (Literal(formula),)
        case Not(Atom() as atom):
            return (Literal(atom, False),)
        case Not(Not(body)):
            return literals(body, existential)
        case Exists(_, body) if existential:
            return literals(body, existential)
        case And(parts):
            found: list[Literal] = []
            for part in parts:
                inner = literals(part, existential)
                if inner is None:
                    return None
                found += inner
            return tuple(found)
        case _:
            return None


def rules(formula: Formula, text: str) -> tuple[Rule, ...] | None:
    """The rules that a formula says, or none if it says more than rules can."""
    match formula:
        case ForAll(_, body):
            return rules(body, text)
        case Implies(left, right):
            body_literals = literals(left, existential=True)
            heads = literals(right)
            if body_literals is None or heads is None:
                return None
            return tuple(Rule(head, body_literals, text=text) for head in heads)
        case And(parts):
            found: list[Rule] = []
            for part in parts:
                inner = rules(part, text)
                if inner is None:
                    return None
                found += inner
            return tuple(found)
        case _:
            facts = literals(formula)
            return None if facts is None else tuple(Rule(fact, text=text) for fact in facts)
