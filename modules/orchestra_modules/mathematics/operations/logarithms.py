"""Sums of logarithms as one logarithm, one logarithm as a sum, and one in terms of others."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import rewriting
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.forms import plain
from orchestra_modules.mathematics.syntax import Call, Listing, Name, Node, Relation, Written, names, show, walk
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr


def _logarithmic(work: Work, expression: Node) -> Node:
    node = plain(expression)
    if not any(isinstance(part, Call) and part.function in ("ln", "log") for part in walk(node)):
        raise NotDone("there is no logarithm in the expression")
    if names(node):
        work.note(f"{', '.join(names(node))} is taken as positive, so that every logarithm is real")
    return node


@operation(
    "single_logarithm",
    requests=(
        "(write|express|combine|condense|rewrite|simplify|put) {expression} (as a single logarithm|as one logarithm|"
        "into a single logarithm|into one logarithm|as a single log|into a single log)",
        "condense {expression}",
    ),
    nouns=("{expression} as a single logarithm",),
    calls=("logcombine",),
)
def single_logarithm(work: Work, expression: Node) -> Finding:
    """One logarithm that is equal to a sum of multiples of logarithms of positive numbers."""
    node = _logarithmic(work, expression)

    def change(built: Expr) -> Expr:
        import sympy

        return sympy.logcombine(sympy.expand_log(built), force=True)

    return rewriting.by_sympy(node, "one logarithm", change, frozenset(names(node)))


@operation(
    "expanded_logarithm",
    requests=(
        "expand the (logarithm|log) {expression}",
        "(write|express|expand|rewrite) {expression} (as a sum of logarithms|as a sum and difference of logarithms|"
        "in terms of simpler logarithms|as a sum or difference of logarithms|using the laws of logarithms|"
        "using properties of logarithms)",
    ),
    calls=("expand_log",),
)
def expanded_logarithm(work: Work, expression: Node) -> Finding:
    """The logarithm of a product of powers of positive numbers as a sum."""
    node = _logarithmic(work, expression)

    def change(built: Expr) -> Expr:
        import sympy

        return sympy.expand_log(built)

    return rewriting.by_sympy(node, "a sum of logarithms", change, frozenset(names(node)))


@operation(
    "logarithm_in_terms",
    requests=(
        "(express|write|give|find|state) {expression} in terms of {parts:list} "
        "[(if|given that|where|given|when) {relations:relations}]",
    ),
    plain=("parts", "relations"),
)
def logarithm_in_terms(work: Work, expression: Node, parts: Node, relations: Node | None = None) -> Finding:
    """A logarithm as a sum of multiples of others of the same base, with rational factors."""
    node = _logarithmic(work, expression)
    base, number = _single(node)
    known = _letters_for_logarithms(work, relations)
    found: list[tuple[str, Fraction]] = []
    for part in work.items(parts):
        inner = part.node if isinstance(part, Written) else part
        if isinstance(inner, Name) and inner.name not in known:
            raise NotUnderstood(f"nothing is said about {inner.name}")
        other, argument = _single(known[inner.name] if isinstance(inner, Name) else inner)
        if other != base:
            raise NotDone("logarithms to different bases are not put in terms of each other")
        found.append((show(inner), argument))
    factors = _exponents(number, [base, *(value for _, value in found)])
    terms = [_multiple(factor, shown) for (shown, _), factor in zip(found, factors[1:], strict=True) if factor]
    if factors[0] or not terms:
        terms.append(str(factors[0]))
    value = " + ".join(terms).replace("+ -", "- ")
    scale = math.lcm(*(factor.denominator for factor in factors))
    left = number**scale
    right = math.prod(
        (Fraction(v) ** int(f * scale) for v, f in zip([base, *(v for _, v in found)], factors, strict=True)),
        start=Fraction(1),
    )
    check = "check: the numbers raised to these powers give the number exactly"
    text = f"{show(node)} = {value}"
    data: JsonValue = {"type": "expression", "value": value}
    return Finding(value, text, data, "powers of primes compared", check, left == right)


def _single(node: Node) -> tuple[Fraction, Fraction]:
    """The base and the number of one logarithm. NotDone."""
    node = node.node if isinstance(node, Written) else node
    if not (isinstance(node, Call) and node.function == "log" and len(node.arguments) == 2):
        raise NotDone("a logarithm to a base that is told was expected")
    try:
        number, base = (evaluate(part) for part in node.arguments)
    except NotRational as error:
        raise NotDone("logarithms of rational numbers are put in terms of each other") from error
    if number <= 0 or base <= 0 or base == 1 or max(number.numerator, number.denominator, base.numerator) > 10**12:
        raise NotDone("logarithms of positive numbers of moderate size are put in terms of each other")
    return base, number


def _letters_for_logarithms(work: Work, relations: Node | None) -> dict[str, Node]:
    """The letters that the text lets stand for logarithms."""
    groups = [Listing(tuple(work.statements())), *([relations] if isinstance(relations, Listing) else [])]
    found: dict[str, Node] = {d.name: d.body for d in work.problem.definitions if not d.parameters}
    for group in groups:
        for item in group.items:
            if isinstance(item, Relation) and item.sign == "=":
                for name, other in ((item.left, item.right), (item.right, item.left)):
                    if isinstance(name, Name) and isinstance(other, Call):
                        found[name.name] = other
    return found


def _exponents(number: Fraction, parts: list[Fraction]) -> list[Fraction]:
    """The rational powers of some numbers whose product is a number. NotDone where they are none, or not settled."""
    from orchestra_modules.mathematics.engines.linear import eliminate
    from orchestra_modules.mathematics.engines.polynomial import Monomial, Polynomial

    primes = sorted({prime for value in (number, *parts) for prime in _valuations(value)})
    unknowns = [f"x_{place}" for place in range(len(parts))]
    equations = []
    for prime in primes:
        terms: dict[Monomial, Fraction] = {
            ((name, 1),): Fraction(_valuations(part).get(prime, 0)) for name, part in zip(unknowns, parts, strict=True)
        }
        terms = {key: value for key, value in terms.items() if value}
        constant = -Fraction(_valuations(number).get(prime, 0))
        if constant:
            terms[()] = constant
        equations.append(Polynomial(terms))
    solved = eliminate(equations, unknowns)
    if solved.contradictory:
        raise NotDone("the logarithm is no sum of rational multiples of the others")
    if solved.free:
        raise NotDone("the logarithm can be put in terms of the others in several ways")
    return [solved.values[name] for name in unknowns]


def _valuations(value: Fraction) -> dict[int, int]:
    import sympy

    found = {int(p): int(e) for p, e in sympy.factorint(value.numerator).items() if p != 1}
    for p, e in sympy.factorint(value.denominator).items():
        found[int(p)] = found.get(int(p), 0) - int(e)
    return found


def _multiple(factor: Fraction, shown: str) -> str:
    if abs(factor) == 1:
        return shown if factor > 0 else f"-{shown}"
    text = f"{factor.numerator}*{shown}" if abs(factor.numerator) != 1 else ("-" if factor < 0 else "") + shown
    return text if factor.denominator == 1 else f"{text}/{factor.denominator}"
