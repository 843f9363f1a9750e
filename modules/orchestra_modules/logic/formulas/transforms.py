"""Formulas in other forms: negation, normal forms, the shortest form, dual, converse, inverse, contrapositive.

Each is a rewriting of the tree; that the result is equivalent where it must be is for the caller to check.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Final

from orchestra_modules.logic.formulas.clauses import Clause, Clausifier
from orchestra_modules.logic.formulas.limits import MAX_CLAUSES
from orchestra_modules.logic.formulas.problems import Form
from orchestra_modules.logic.formulas.syntax import (
    FALSE,
    TRUE,
    Atom,
    Binary,
    Constant,
    Equality,
    Formula,
    Not,
    Operator,
    Quantified,
    is_propositional,
    letters,
    plain,
)
from orchestra_modules.logic.formulas.truth_table import table
from orchestra_modules.solving.refusal import NotDone, TooCostly

#: letters of a formula that is brought into its shortest form
_MAX_MINIMISED: Final = 6


def transform(formula: Formula, form: Form) -> Formula:
    """The formula in a form."""
    match form:
        case "nnf":
            return nnf(formula)
        case "cnf":
            return cnf(formula)
        case "dnf":
            return dnf(formula)
        case "negation":
            return negated(formula)
        case "simplest":
            return shortest(formula)
        case "dual":
            return dual(formula)
        case _:
            return _turned(formula, form)


def nnf(formula: Formula, sign: bool = True) -> Formula:
    """Only and, or, quantifiers, and "not" before atoms."""
    match formula:
        case Constant(value):
            return Constant(value == sign)
        case Atom() | Equality():
            return formula if sign else Not(formula)
        case Not(body):
            return nnf(body, not sign)
        case Quantified(quantifier, variable, body):
            turned = quantifier if sign else ("exists" if quantifier == "forall" else "forall")
            return Quantified(turned, variable, nnf(body, sign))
        case Binary("and" | "or" as operator, left, right):
            turned_operator: Operator = operator if sign else ("or" if operator == "and" else "and")
            return Binary(turned_operator, nnf(left, sign), nnf(right, sign))
        case Binary("implies", left, right):
            return Binary("or" if sign else "and", nnf(left, not sign), nnf(right, sign))
        case Binary(operator, left, right):
            same = (operator == "iff") == sign
            return Binary(
                "or",
                Binary("and", nnf(left), nnf(right, same)),
                Binary("and", nnf(left, False), nnf(right, not same)),
            )


def negated(formula: Formula) -> Formula:
    """The denial, with "not" moved inwards as far as it goes."""
    match formula:
        case Constant(value):
            return Constant(not value)
        case Atom() | Equality():
            return Not(formula)
        case Not(body):
            return body
        case Quantified(quantifier, variable, body):
            return Quantified("exists" if quantifier == "forall" else "forall", variable, negated(body))
        case Binary("and", left, right):
            return Binary("or", negated(left), negated(right))
        case Binary("or", left, right):
            return Binary("and", negated(left), negated(right))
        case Binary("implies", left, right):
            return Binary("and", left, negated(right))
        case Binary("iff", left, right):
            return Binary("xor", left, right)
        case Binary(_, left, right):
            return Binary("iff", left, right)


def cnf(formula: Formula) -> Formula:
    """A conjunction of disjunctions of literals."""
    return _of_sets(_least(Clausifier().clauses(_propositional(formula))), "or", "and", TRUE, FALSE)


def dnf(formula: Formula) -> Formula:
    """A disjunction of conjunctions of literals: the conjunctive form of the negation, denied."""
    clauses = _least(Clausifier().clauses(Not(_propositional(formula))))
    terms = [frozenset(literal.opposite() for literal in clause) for clause in clauses]
    return _of_sets(terms, "and", "or", FALSE, TRUE)


def _propositional(formula: Formula) -> Formula:
    if not is_propositional(formula):
        raise NotDone("this normal form is made of propositional formulas only")
    return formula


def _least(clauses: Iterable[Clause]) -> list[Clause]:
    """Without clauses that contain another."""
    every = list(dict.fromkeys(clauses))
    if len(every) > MAX_CLAUSES:
        raise TooCostly(f"the normal form has more than {MAX_CLAUSES} parts")
    return [clause for clause in every if not any(other < clause for other in every)]


def _of_sets(sets: list[Clause], inner: Operator, outer: Operator, none: Formula, empty: Formula) -> Formula:
    parts: list[Formula] = []
    for one in sets:
        literals = sorted(one, key=lambda literal: (literal.name, literal.positive))
        atoms: list[Formula] = [Atom(each.name) if each.positive else Not(Atom(each.name)) for each in literals]
        parts.append(_joined(atoms, inner) if atoms else empty)
    return _joined(parts, outer) if parts else none


def _joined(parts: list[Formula], operator: Operator) -> Formula:
    joined = parts[0]
    for part in parts[1:]:
        joined = Binary(operator, joined, part)
    return joined


def shortest(formula: Formula) -> Formula:
    """A form with the fewest literals among the formula, its least sums of products and its least products of sums."""
    names = letters(_propositional(formula))
    if len(names) > _MAX_MINIMISED:
        raise TooCostly(f"a formula of more than {_MAX_MINIMISED} letters is not brought into its shortest form")
    found = table(formula)
    every = set(range(found.rows))
    true = {row for row in every if found.true_in(0, row)}
    if not true or true == every:
        return TRUE if true else FALSE
    sum_of_products = _cover(found.letters, true, "and", "or", True)
    product_of_sums = _cover(found.letters, every - true, "or", "and", False)
    return min((formula, sum_of_products, product_of_sums), key=_length)


def _length(formula: Formula) -> int:
    match formula:
        case Not(body):
            return 1 + _length(body)
        case Binary(operator, left, right):
            return 4 * (operator not in ("and", "or")) + 2 + _length(left) + _length(right)
        case _:
            return 2


def _cover(names: tuple[str, ...], rows: set[int], inner: Operator, outer: Operator, sign: bool) -> Formula:
    """Quine and McCluskey: the fewest patterns (mask of fixed letters, their bits) that cover the rows and no other."""
    full = (1 << len(names)) - 1
    primes: set[tuple[int, int]] = set()
    level = {(full, row) for row in rows}
    while level:
        merged: set[tuple[int, int]] = set()
        above: set[tuple[int, int]] = set()
        for mask, bits in level:
            for i in range(len(names)):
                bit = 1 << i
                if mask & bit and (mask, bits ^ bit) in level:
                    merged |= {(mask, bits), (mask, bits ^ bit)}
                    above.add((mask & ~bit, bits & ~bit))
        primes |= level - merged
        level = above
    covers = {prime: frozenset(row for row in rows if row & prime[0] == prime[1]) for prime in sorted(primes)}
    essential = [p for p in covers if any(all(q == p or row not in covers[q] for q in covers) for row in covers[p])]
    left = rows - {row for prime in essential for row in covers[prime]}
    chosen = essential + _fewest([p for p in covers if p not in essential], covers, left)
    parts: list[Formula] = []
    for mask, bits in chosen:
        literals: list[Formula] = []
        for i, name in enumerate(names):
            bit = 1 << (len(names) - 1 - i)
            if mask & bit:
                # a bit that is not set means that the letter is true in the row
                literals.append(Atom(name) if (not bits & bit) == sign else Not(Atom(name)))
        parts.append(_joined(literals, inner))
    return _joined(sorted(parts, key=lambda part: plain(part).replace("~", "")), outer)


def _fewest(
    primes: list[tuple[int, int]], covers: dict[tuple[int, int], frozenset[int]], rows: set[int]
) -> list[tuple[int, int]]:
    for count in range(min(len(primes), 4) + 1):
        for chosen in itertools.islice(itertools.combinations(primes, count), 20_000):
            if rows <= {row for prime in chosen for row in covers[prime]}:
                return list(chosen)
    found: list[tuple[int, int]] = []
    while rows:
        best = max(primes, key=lambda prime: len(covers[prime] & rows))
        found.append(best)
        rows = rows - covers[best]
    return found


def dual(formula: Formula) -> Formula:
    """And and or exchanged, truth and falsity exchanged; defined for formulas of these and "not"."""
    match formula:
        case Constant(value):
            return Constant(not value)
        case Atom():
            return formula
        case Not(body):
            return Not(dual(body))
        case Binary("and" | "or" as operator, left, right):
            return Binary("or" if operator == "and" else "and", dual(left), dual(right))
    raise NotDone("the dual is defined for formulas of and, or and not")


def _turned(formula: Formula, form: Form) -> Formula:
    """Converse, inverse and contrapositive of an implication, also under universal quantifiers."""
    match formula:
        case Quantified("forall", variable, body):
            return Quantified("forall", variable, _turned(body, form))
        case Binary("implies", left, right):
            if form == "converse":
                return Binary("implies", right, left)
            if form == "inverse":
                return Binary("implies", _denied(left), _denied(right))
            return Binary("implies", _denied(right), _denied(left))
    raise NotDone(f"the {form} is defined for an implication")


def _denied(formula: Formula) -> Formula:
    return formula.body if isinstance(formula, Not) else Not(formula)
