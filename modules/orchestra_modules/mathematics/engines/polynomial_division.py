"""Division of polynomials in one unknown with rational coefficients: quotient, remainder, common divisors.

Own long division on coefficients; checked by multiplying back in the normal form of `polynomial`.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce
from typing import Final, Literal

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial, from_coefficients, same
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.syntax import Listing, Node, Product, Sum, names, show
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

#: coefficients from the constant term up, without zeros at the end
Coefficients = list[Fraction]
_BACK: Final = "check: multiplied back in the normal form of polynomials"


def _coefficients(node: Node, variable: str) -> Coefficients:
    form = as_polynomial(node)
    if form is None or form.atoms - {variable}:
        raise NotDone(f"{show(node)[:60]} is no polynomial in {variable}")
    found: Coefficients = []
    for monomial, coefficient in form.terms.items():
        degree = dict(monomial).get(variable, 0)
        if degree < 0:
            raise NotDone(f"{show(node)[:60]} is no polynomial in {variable}")
        found += [Fraction(0)] * (degree + 1 - len(found))
        found[degree] = coefficient
    return _trimmed(found)


def _trimmed(coefficients: Coefficients) -> Coefficients:
    while coefficients and coefficients[-1] == 0:
        coefficients = coefficients[:-1]
    return coefficients


def _variable(*nodes: Node) -> str:
    found = names(*nodes)
    if len(found) != 1:
        raise NotDone("polynomials are divided in one unknown only")
    if found[0] in ("e", "i"):
        raise NotUnderstood(f"{found[0]} may be the constant or an unknown")
    return found[0]


def _long_division(above: Coefficients, below: Coefficients) -> tuple[Coefficients, Coefficients]:
    if not below:
        raise Undefined("a division by the polynomial 0 has no quotient")
    if len(above) > 500:
        raise TooCostly("polynomials are divided up to degree 500")
    rest, steps = above[:], [Fraction(0)] * max(len(above) - len(below) + 1, 0)
    for shift in range(len(above) - len(below), -1, -1):
        factor = rest[shift + len(below) - 1] / below[-1]
        steps[shift] = factor
        for i, coefficient in enumerate(below):
            rest[shift + i] -= factor * coefficient
    return _trimmed(steps), _trimmed(rest)


def tree(coefficients: Coefficients, variable: str) -> Node:
    """The polynomial of some coefficients as an expression."""
    return polynomial_tree(_polynomial(coefficients, variable))


def text(coefficients: Coefficients, variable: str) -> str:
    """The polynomial of some coefficients as it is printed."""
    return polynomial_text(_polynomial(coefficients, variable))


def _polynomial(coefficients: Coefficients, variable: str) -> Polynomial:
    return from_coefficients(variable, {degree: c for degree, c in enumerate(coefficients) if c})


def divided(a: Node, b: Node, wanted: Literal["quotient", "remainder", "both"]) -> Finding:
    """The results of dividing one polynomial by another."""
    variable = _variable(a, b)
    above, below = _coefficients(a, variable), _coefficients(b, variable)
    steps, rest = _long_division(above, below)
    quotient, remainder = tree(steps, variable), tree(rest, variable)
    verified = same(Sum((Product((quotient, b)), remainder)), a) and len(rest) < len(below)
    shown = text(steps, variable), text(rest, variable)
    told = f"{show(a)} = ({show(b)})*({shown[0]}) + ({shown[1]})"
    if wanted == "both":
        data: JsonValue = {"type": "list", "values": list(shown)}
        sentence = f"{told}: the quotient is {shown[0]} and the remainder {shown[1]}"
        node: Node = Listing((quotient, remainder))
        return Finding(", ".join(shown), sentence, data, "long division", _BACK, verified, node=node)
    value, node = (shown[0], quotient) if wanted == "quotient" else (shown[1], remainder)
    data = {"type": "expression", "value": value}
    return Finding(value, f"{told}, so the {wanted} is {value}", data, "long division", _BACK, verified, node=node)


def divides_exactly(a: Node, b: Node) -> Finding:
    """Whether one polynomial divides another."""
    variable = _variable(a, b)
    above, below = _coefficients(b, variable), _coefficients(a, variable)
    steps, rest = _long_division(above, below)
    product = Sum((Product((tree(steps, variable), a)), tree(rest, variable)))
    told = f"{show(b)} leaves the remainder {text(rest, variable)} when divided by {show(a)}"
    return truth(not rest, told, "long division", _BACK, same(product, b))


def common_divisor(nodes: tuple[Node, ...]) -> Finding:
    """The polynomial of highest degree that divides them all, with whole coefficients without a common factor."""
    variable = _variable(*nodes)
    polynomials = [_coefficients(node, variable) for node in nodes]
    found = _primitive(reduce(_greatest, polynomials))
    parts = [_long_division(polynomial, found) for polynomial in polynomials]
    cofactors = [steps for steps, _ in parts if steps]
    verified = not any(rest for _, rest in parts) and _without_common_root(cofactors)
    return _told(found, variable, "greatest common divisor", verified)


def common_multiple(nodes: tuple[Node, ...]) -> Finding:
    """The polynomial of lowest degree that they all divide."""
    variable = _variable(*nodes)
    polynomials = [_coefficients(node, variable) for node in nodes]
    if not all(polynomials):
        raise Undefined("0 has no least common multiple")
    found = _primitive(reduce(_least, polynomials))
    parts = [_long_division(found, polynomial) for polynomial in polynomials]
    verified = not any(rest for _, rest in parts) and _without_common_root([steps for steps, _ in parts])
    return _told(found, variable, "least common multiple", verified)


def _told(found: Coefficients, variable: str, what: str, verified: bool) -> Finding:
    value = text(found, variable)
    check = "check: every division comes out even, and the cofactors have resultants that are not all 0"
    sentence = f"The {what} is {value}, up to a constant factor"
    data: JsonValue = {"type": "expression", "value": value}
    method = "the Euclidean algorithm for polynomials"
    return Finding(value, sentence, data, method, check, verified or None, node=tree(found, variable))


def _greatest(a: Coefficients, b: Coefficients) -> Coefficients:
    while b:
        a, b = b, _monic(_long_division(a, b)[1])
    return _monic(a)


def _least(a: Coefficients, b: Coefficients) -> Coefficients:
    return _long_division(_times(a, b), _greatest(a, b))[0]


def _times(a: Coefficients, b: Coefficients) -> Coefficients:
    found = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, left in enumerate(a):
        for j, right in enumerate(b):
            found[i + j] += left * right
    return found


def _monic(a: Coefficients) -> Coefficients:
    return [coefficient / a[-1] for coefficient in a]


def _primitive(a: Coefficients) -> Coefficients:
    """The multiple with whole coefficients without a common factor and a positive leading one."""
    if not a:
        raise Undefined("the greatest common divisor of zeros is not defined")
    below = math.lcm(*(coefficient.denominator for coefficient in a))
    above = math.gcd(*(int(coefficient * below) for coefficient in a))
    scale = Fraction(below, above if a[-1] > 0 else -above)
    return [coefficient * scale for coefficient in a]


def _without_common_root(polynomials: list[Coefficients]) -> bool:
    """Whether some pair has a resultant other than 0 (enough for two polynomials; for more it may decide nothing)."""
    if any(len(polynomial) == 1 for polynomial in polynomials):
        return True
    return any(_resultant(a, b) != 0 for i, a in enumerate(polynomials) for b in polynomials[i + 1 :])


def _resultant(a: Coefficients, b: Coefficients) -> Fraction:
    """The determinant of Sylvester's matrix."""
    m, n = len(a) - 1, len(b) - 1
    if m + n > 60:
        return Fraction(0)
    zero = Fraction(0)
    rows = [[zero] * i + a[::-1] + [zero] * (n - 1 - i) for i in range(n)]
    rows += [[zero] * i + b[::-1] + [zero] * (m - 1 - i) for i in range(m)]
    result = Fraction(1)
    for column in range(m + n):
        pivot = next((row for row in range(column, m + n) if rows[row][column]), None)
        if pivot is None:
            return zero
        if pivot != column:
            rows[column], rows[pivot] = rows[pivot], rows[column]
            result = -result
        result *= rows[column][column]
        for row in range(column + 1, m + n):
            if factor := rows[row][column] / rows[column][column]:
                rows[row] = [x - factor * y for x, y in zip(rows[row], rows[column], strict=True)]
    return result
