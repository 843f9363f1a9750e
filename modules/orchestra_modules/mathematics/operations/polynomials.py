"""Polynomials looked at: coefficients, degree, leading and constant terms."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.identity import agree_at_points
from orchestra_modules.mathematics.engines.polynomial import (
    Monomial,
    Polynomial,
    as_polynomial,
    from_coefficients,
    is_letter,
    quotient,
)
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.finding import Finding, rational
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.forms import plain
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Node,
    Number,
    Power,
    Product,
    names,
    show,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

_IN = (
    "(in|of|from) [the] [expansion of|binomial expansion of|polynomial|expression|expanded form of|product] "
    "{expression}"
)
#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_NORMAL = "multiplied out in our own normal form"
_POINTS = "check: with the value put in, both sides agree at two points modulo large primes"


def polynomial_of(node: Node) -> Polynomial:
    """An expression as a polynomial in its letters. NotDone."""
    node = plain(node)
    gate.check(node)
    found = as_polynomial(node)
    if found is None:
        raise NotDone(f"{show(node)[:60]} is no polynomial with rational coefficients")
    return found


def letter_of(polynomial: Polynomial, x: Node | None) -> str:
    """The letter that a polynomial is looked at in. NotUnderstood where there are several."""
    if isinstance(x, Name):
        return x.name
    if len(polynomial.atoms) > 1:
        raise NotUnderstood(f"in which of {', '.join(sorted(polynomial.atoms))}?")
    return next(iter(polynomial.atoms), "x")


def polynomial_value(polynomial: Polynomial, told_as: str, method: str, check: str, verified: bool | None) -> Finding:
    """A polynomial, or a number, that was found."""
    if (number := polynomial.constant) is not None:
        value = rational(number, False, told_as, check, verified)
        return Finding(value.value, value.text, value.data, method, check, verified, node=value.node)
    text = polynomial_text(polynomial)
    data: JsonValue = {"type": "expression", "value": text}
    return Finding(text, f"{told_as} = {text}", data, method, check, verified, node=polynomial_tree(polynomial))


def sampled(polynomial: Polynomial, node: Node) -> bool | None:
    """Whether the normal form agrees with the expression that it was made of."""
    return agree_at_points(plain(node), polynomial_tree(polynomial))


def _coefficient_arguments(arguments: tuple[Node, ...], named: dict[str, Node]) -> dict[str, Node] | None:
    """coeff(p, x, 3), coeff(p, x^3), Coefficient[p, x, 3]."""
    if len(arguments) not in (2, 3):
        return None
    term = arguments[1]
    if len(arguments) == 3:
        term = Power(term, arguments[2])
    return {"expression": arguments[0], "term": term}


@operation(
    "coefficient",
    nouns=(
        f"(coefficient|coeff) of {{term:algebra_term}} {_IN}",
        f"coefficient of [the] {{term:algebra_term}} term {_IN}",
    ),
    calls=("coeff", "Coefficient", "coefficient"),
    plain=("term",),
    arrange=_coefficient_arguments,  # type: ignore[arg-type]
)
def coefficient(work: Work, expression: Node, term: Node) -> Finding:
    """The number, or the polynomial in other letters, that a power of a letter is multiplied by."""
    node = plain(expression)
    powers = _powers(term)
    form = quotient(node)
    below = form.below
    if len(below.terms) != 1 or not all(is_letter(atom) for atom in form.above.atoms | below.atoms):
        raise NotDone(f"{show(node)[:60]} is no polynomial with rational coefficients")
    ((lowest, scale),) = below.terms.items()
    shift = dict(lowest)
    found: dict[Monomial, Fraction] = {}
    for monomial, value in form.above.terms.items():
        exponents = {name: dict(monomial).get(name, 0) - shift.get(name, 0) for name, _ in (*monomial, *lowest)}
        if all(exponents.get(name, 0) == exponent for name, exponent in powers.items()):
            rest = tuple(sorted((name, e) for name, e in exponents.items() if e and name not in powers))
            if any(exponent < 0 for _, exponent in rest):
                raise NotDone("the coefficient is no polynomial")
            found[rest] = value / scale
    result = Polynomial(found)
    verified = _by_interpolation(node, powers, result) if len(names(node)) == 1 and not shift else None
    shown = show(plain(term))
    check = "check: read off again from values at several points (divided differences)"
    if verified is None:
        verified = agree_at_points(Product((node, polynomial_tree(below))), polynomial_tree(form.above))
        check = "check: the expression multiplied out agrees with it at two points modulo large primes"
    return polynomial_value(result, f"the coefficient of {shown}", _NORMAL, check, verified)


def _powers(term: Node) -> dict[str, int]:
    """x**3 as {x: 3}; x*y**2 as {x: 1, y: 2}; the constant term as nothing."""
    form = quotient(plain(term))
    if len(form.above.terms) == 1 and len(form.below.terms) == 1:
        ((above, one),) = form.above.terms.items()
        ((below, other),) = form.below.terms.items()
        if one == other and all(is_letter(name) for name, _ in above + below):
            found = dict(above)
            for name, exponent in below:
                found[name] = found.get(name, 0) - exponent
            if found:
                return found
    raise NotUnderstood("a power of a letter was expected, such as x^3")


def _by_interpolation(node: Node, powers: dict[str, int], result: Polynomial) -> bool | None:
    """The coefficient from Newton's divided differences at 0, 1, 2, ..."""
    from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate

    (letter, exponent), *_ = powers.items()
    degree = polynomial_of(node).degree()
    if degree > 60 or names(node) != (letter,):
        return None
    try:
        values = [evaluate(substitute(node, {letter: Number(Fraction(place))})) for place in range(degree + 2)]
    except (NotRational, Undefined):
        return None
    newton: list[Fraction] = []
    column = values
    for step in range(len(values)):
        newton.append(column[0])
        column = [(b - a) / (step + 1) for a, b in pairwise(column)]
    coefficients = [Fraction(0)]
    for step in range(len(newton) - 1, -1, -1):  # Horner with the factors (x - step)
        shifted = [Fraction(0), *coefficients]
        coefficients = [high - step * low for high, low in zip(shifted, [*coefficients, Fraction(0)], strict=True)]
        coefficients[0] += newton[step]
    expected = coefficients[exponent] if exponent < len(coefficients) else Fraction(0)
    return result.constant == expected


@operation(
    "constant_term",
    nouns=(f"(constant term|constant|free term|term independent of {{x:variable}}) {_IN}",),
    binds=("x",),
)
def constant_term(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """The term without the letter."""
    node = plain(expression)
    form = quotient(node)
    letter = x.name if isinstance(x, Name) else letter_of(form.above, None)
    if len(form.below.terms) != 1:
        raise NotDone(f"{show(node)[:60]} is no sum of powers")
    ((lowest, scale),) = form.below.terms.items()
    if set(dict(lowest)) - {letter}:
        raise NotDone("the constant term is no polynomial")
    found = form.above.coefficient(letter, dict(lowest).get(letter, 0)).scaled(1 / scale)
    verified = agree_at_points(Product((node, polynomial_tree(form.below))), polynomial_tree(form.above))
    check = "check: the expression multiplied out agrees with it at two points modulo large primes"
    return polynomial_value(found, "the constant term", _NORMAL, check, verified)


@operation(
    "degree",
    nouns=(
        "degree of [the] [polynomial|expression] {expression} [in {x:variable}]",
        "(highest power|highest exponent|largest exponent) of {x:variable} in {expression}",
    ),
    calls=("degree", "Exponent"),
    binds=("x",),
)
def degree(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """The degree, in one letter or in all together."""
    found = polynomial_of(expression)
    if found.zero:
        raise Undefined("the degree of the polynomial 0 is not defined")
    value = found.degree(x.name if isinstance(x, Name) else None)
    return rational(
        Fraction(value), False, f"the degree of {show(plain(expression))}", _NORMAL, sampled(found, expression)
    )


@operation(
    "leading_coefficient",
    nouns=("leading coefficient of [the] [polynomial|expression] {expression} [in {x:variable}]",),
    calls=("LC", "lcoeff", "leading_coefficient"),
    binds=("x",),
)
def leading_coefficient(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """The coefficient of the highest power."""
    found = polynomial_of(expression)
    letter = letter_of(found, x)
    top = found.coefficient(letter, found.degree(letter))
    return polynomial_value(top, "the leading coefficient", _NORMAL, _POINTS, sampled(found, expression))


@operation(
    "leading_term",
    nouns=("(leading|highest|first) term of [the] [polynomial|expression] {expression} [in {x:variable}]",),
    binds=("x",),
)
def leading_term(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """The term of the highest power."""
    found = polynomial_of(expression)
    letter = letter_of(found, x)
    high = found.degree(letter)
    top = found.coefficient(letter, high) * from_coefficients(letter, {high: Fraction(1)})
    return polynomial_value(top, "the leading term", _NORMAL, _POINTS, sampled(found, expression))


@operation(
    "term_count",
    nouns=("number of terms in [the] [expansion of|polynomial|expression] {expression}",),
    requests=("how many terms (are there in|does) [the] [expansion of|polynomial|expression] {expression} [have]",),
)
def term_count(work: Work, expression: Node) -> Finding:
    """How many terms there are after multiplying out."""
    found = polynomial_of(expression)
    text = f"the number of terms of {polynomial_text(found)}"
    return rational(Fraction(len(found.terms)), False, text, _NORMAL, sampled(found, expression))


@operation(
    "coefficients",
    nouns=("[list of] coefficients of [the] [polynomial|expression|terms of] {expression} [in {x:variable}]",),
    calls=("coeffs", "all_coeffs"),
    binds=("x",),
)
def coefficients(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """All coefficients, that of the highest power first."""
    found = polynomial_of(expression)
    letter = letter_of(found, x)
    parts = [found.coefficient(letter, place) for place in range(found.degree(letter), -1, -1)]
    texts = [polynomial_text(part) for part in parts]
    text = f"the coefficients of {polynomial_text(found)}, highest power first, are {', '.join(texts)}"
    return Finding(
        ", ".join(texts),
        text,
        {"type": "list", "values": [*texts]},
        _NORMAL,
        _POINTS,
        sampled(found, expression),
        node=Listing(tuple(polynomial_tree(part) for part in parts)),
    )
