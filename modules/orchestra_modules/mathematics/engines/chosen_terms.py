"""Sums over those values of an index that the text admits: "where k is prime", "where k > 3"."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import sympy

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.build import build
from orchestra_modules.mathematics.engines.summing import MAX_LITERAL, Summed, whole_bound
from orchestra_modules.mathematics.problem import Domain
from orchestra_modules.mathematics.syntax import Node, Number, Relation, names, substitute
from orchestra_modules.solving.refusal import NotDone, TooCostly


def admitted(domain: Domain, said: tuple[Relation, ...], k: str, low: Node, high: Node) -> list[int]:
    """The integers between the bounds that a domain and some relations admit. NotDone, TooCostly."""
    first, last = whole_bound(low), whole_bound(high) if build(high) != sympy.oo else None
    if first is None or last is None:
        raise NotDone("a sum over some of the integers needs bounds that are numbers")
    if last - first >= MAX_LITERAL:
        raise TooCostly(f"at most {MAX_LITERAL} integers are gone through")
    return [i for i in range(first, last + 1) if _fits(domain, i) and all(_holds(part, k, i) for part in said)]


def _fits(domain: Domain, i: int) -> bool:
    sign = {"positive": i > 0, "negative": i < 0, "nonnegative": i >= 0, "nonzero": i != 0}.get(domain.sign, True)
    parity = not domain.parity or (domain.parity == "even") == (i % 2 == 0)
    prime = domain.kind != "prime" or (i > 1 and all(i % d for d in range(2, isqrt(i) + 1)))
    return sign and parity and prime


def _holds(said: Relation, k: str, i: int) -> bool:
    put: dict[str, Node] = {k: Number(Fraction(i))}
    try:
        left, right = evaluate(substitute(said.left, put)), evaluate(substitute(said.right, put))
    except NotRational as error:
        raise NotDone(f"whether a condition on {k} holds was not settled") from error
    holds = {"=": left == right, "!=": left != right, "<": left < right, ">": left > right}
    return holds.get(said.sign, left <= right if said.sign == "<=" else left >= right)


def add_chosen(f: Node, k: str, chosen: list[int]) -> Summed:
    """The sum over given values of the index."""
    if set(names(f)) - {k}:
        raise NotDone("a sum over some of the integers is worked out for numbers only")
    terms = [build(substitute(f, {k: Number(Fraction(i))})) for i in chosen]
    try:
        again = sum((evaluate(substitute(f, {k: Number(Fraction(i))})) for i in reversed(chosen)), Fraction(0))
    except NotRational:
        return Summed(sympy.Add(*terms), None, "check: none")
    total = sympy.Add(*terms)
    same = total == sympy.Rational(again.numerator, again.denominator)
    return Summed(total, bool(same), "check: added up again from behind, by other code")
