"""Polynomials and quotients of polynomials over the rationals, in a normal form of our own.

The second road for algebra: SymPy finds a form, and multiplying out here shows that it is the same expression. What is
no polynomial operation (sin(x), sqrt(x), e**x) is an atom, kept by its normalised text; equal normal forms prove
equality, different ones prove nothing when there are atoms, for relations between atoms are not known here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.integers import factorise
from orchestra_modules.mathematics.limits import MAX_DEGREE, MAX_TERMS
from orchestra_modules.mathematics.syntax import Call, Constant, Name, Negative, Node, Number, Power, Product, Sum, show
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

Monomial = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Polynomial:
    """Coefficients by monomial; no coefficient is 0."""

    terms: Mapping[Monomial, Fraction]

    def __add__(self, other: Polynomial) -> Polynomial:
        terms = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            terms[monomial] = terms.get(monomial, Fraction(0)) + coefficient
        return _clean(terms)

    def __mul__(self, other: Polynomial) -> Polynomial:
        if len(self.terms) * len(other.terms) > 100 * MAX_TERMS:
            raise TooCostly("the product has too many terms to be multiplied out")
        terms: dict[Monomial, Fraction] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                monomial = _join(left, right)
                terms[monomial] = terms.get(monomial, Fraction(0)) + a * b
        return _clean(terms)

    def scaled(self, factor: Fraction) -> Polynomial:
        """Each coefficient times a number."""
        return _clean({monomial: coefficient * factor for monomial, coefficient in self.terms.items()})

    def raised(self, times: int) -> Polynomial:
        """A power with an exponent of at least 0."""
        if times > MAX_DEGREE and len(self.terms) > 1:
            raise TooCostly(f"a power of {times} is not multiplied out")
        result, base = ONE, self
        while times:
            if times & 1:
                result = result * base
            times >>= 1
            if times:
                base = base * base
        return result

    @property
    def zero(self) -> bool:
        """Whether it is the polynomial 0."""
        return not self.terms

    @property
    def atoms(self) -> frozenset[str]:
        """Everything it is a polynomial in."""
        return frozenset(atom for monomial in self.terms for atom, _ in monomial)

    @property
    def constant(self) -> Fraction | None:
        """Its value if it is a number."""
        if not self.terms:
            return Fraction(0)
        return self.terms.get(()) if len(self.terms) == 1 else None

    def degree(self, atom: str | None = None) -> int:
        """The degree, in one atom or in all together; -1 for 0."""
        return max((sum(e for a, e in m if atom in (None, a)) for m in self.terms), default=-1)

    def coefficient(self, atom: str, degree: int) -> Polynomial:
        """The coefficient of a power of one atom, a polynomial in the others."""
        return Polynomial(
            {
                tuple((a, e) for a, e in monomial if a != atom): coefficient
                for monomial, coefficient in self.terms.items()
                if dict(monomial).get(atom, 0) == degree
            }
        )

    def text(self) -> str:
        """A text that is equal for equal polynomials only."""
        return " + ".join(
            "*".join([str(c.numerator) + "/" + str(c.denominator), *(f"[{a}]^{e}" for a, e in m)])
            for m, c in sorted(self.terms.items())
        )


def _clean(terms: dict[Monomial, Fraction]) -> Polynomial:
    if len(terms) > 20 * MAX_TERMS:
        raise TooCostly("there are too many terms when multiplied out")
    return Polynomial({monomial: coefficient for monomial, coefficient in terms.items() if coefficient})


def _join(left: Monomial, right: Monomial) -> Monomial:
    if not left or not right:
        return left or right
    powers = dict(left)
    for atom, exponent in right:
        powers[atom] = powers.get(atom, 0) + exponent
    return tuple(sorted((atom, exponent) for atom, exponent in powers.items() if exponent))


def number(value: Fraction) -> Polynomial:
    """A constant polynomial."""
    return Polynomial({(): value} if value else {})


def atom(name: str) -> Polynomial:
    """A polynomial that is one atom."""
    return Polynomial({((name, 1),): Fraction(1)})


ONE = number(Fraction(1))


@dataclass(frozen=True)
class Quotient:
    """A quotient of polynomials, not reduced."""

    above: Polynomial
    below: Polynomial

    def text(self) -> str:
        """A text for use in atoms; a number below is divided out."""
        if (value := self.below.constant) is not None and value:
            return self.above.scaled(1 / value).text()
        return f"({self.above.text()})/({self.below.text()})"


def quotient(node: Node) -> Quotient:
    """An expression as a quotient of polynomials in atoms. Undefined, TooCostly."""
    match node:
        case Number(value):
            return Quotient(number(value), ONE)
        case Name(name):
            return Quotient(atom(name), ONE)
        case Constant(name):
            return Quotient(atom(f"exp({ONE.text()})" if name == "e" else f"constant {name}"), ONE)
        case Negative(operand):
            inner = quotient(operand)
            return Quotient(inner.above.scaled(Fraction(-1)), inner.below)
        case Sum(terms):
            return _sum([quotient(term) for term in terms])
        case Product(factors, divisors):
            return _product([quotient(factor) for factor in factors], [quotient(divisor) for divisor in divisors])
        case Power(base, exponent):
            return _power(base, exponent)
        case Call(function, arguments):
            return _call(function, arguments)
        case _:
            raise NotDone(f"{show(node)[:60]} is no plain expression")


def _sum(parts: list[Quotient]) -> Quotient:
    above, below = parts[0].above, parts[0].below
    for part in parts[1:]:
        if part.below.terms == below.terms:
            above = above + part.above
        else:
            above, below = above * part.below + part.above * below, below * part.below
    return Quotient(above, below)


def _product(factors: list[Quotient], divisors: list[Quotient]) -> Quotient:
    above, below = ONE, ONE
    for factor in factors:
        above, below = above * factor.above, below * factor.below
    for divisor in divisors:
        if divisor.above.zero:
            raise Undefined("a division by zero has no value")
        above, below = above * divisor.below, below * divisor.above
    return Quotient(above, below)


def _power(base: Node, exponent: Node) -> Quotient:
    if base == Constant("e"):
        return _exponential(exponent)
    try:
        times = evaluate(exponent)
    except NotRational:
        return Quotient(atom(f"({quotient(base).text()})^({quotient(exponent).text()})"), ONE)
    inner = quotient(base)
    value = _constant(inner)
    if times.denominator != 1 and value is not None and (surd := _surd(value, times.denominator)) is not None:
        inner, times = surd, Fraction(times.numerator)
    elif times.denominator != 1:
        inner = Quotient(atom(f"root {times.denominator} of {inner.text()}"), ONE)
        times = Fraction(times.numerator)
    if times < 0:
        if inner.above.zero:
            raise Undefined("a division by zero has no value")
        inner, times = Quotient(inner.below, inner.above), -times
    return Quotient(inner.above.raised(int(times)), inner.below.raised(int(times)))


def _constant(form: Quotient) -> Fraction | None:
    above, below = form.above.constant, form.below.constant
    return None if above is None or not below else above / below


def _exponential(exponent: Node) -> Quotient:
    """e to a sum of integer multiples as a product of powers of atoms, so that e**(2*x) is (e**x)**2."""
    inner = quotient(exponent)
    scale = inner.below.constant
    if scale is None:
        return Quotient(atom(f"exp({inner.text()})"), ONE)
    above, below = ONE, ONE
    for monomial, coefficient in inner.above.terms.items():
        value = coefficient / scale
        base = Polynomial({monomial: Fraction(1, value.denominator)})
        raised = atom(f"exp({base.text()})").raised(1)
        times = abs(value.numerator)
        if times > MAX_DEGREE:
            return Quotient(atom(f"exp({inner.text()})"), ONE)
        if value > 0:
            above = above * raised.raised(times)
        else:
            below = below * raised.raised(times)
    return Quotient(above, below)


def _call(function: str, arguments: tuple[Node, ...]) -> Quotient:
    if function == "exp":
        return _exponential(arguments[0])
    if function in ("sqrt", "cbrt"):
        return _power(arguments[0], Number(Fraction(1, 2 if function == "sqrt" else 3)))
    try:
        return Quotient(number(evaluate(Call(function, arguments))), ONE)
    except NotRational:
        inner = ", ".join(quotient(argument).text() for argument in arguments)
        return Quotient(atom(f"{function}({inner})"), ONE)


def same(left: Node, right: Node) -> bool:
    """Whether two expressions have the same normal form, which proves them equal where both are defined."""
    a, b = quotient(left), quotient(right)
    below = reduced(a.below * b.below)
    return not below.zero and reduced(a.above * b.below + (b.above * a.below).scaled(Fraction(-1))).zero


def reduced(polynomial: Polynomial) -> Polynomial:
    """With what is known of surds and of i put in: (2^(1/3))^3 = 2, i^2 = -1."""
    result = Polynomial({})
    for monomial, coefficient in polynomial.terms.items():
        kept: list[tuple[str, int]] = []
        for name, exponent in monomial:
            if (known := _known_power(name)) is not None:
                value, degree = known
                coefficient *= Fraction(value) ** (exponent // degree)
                exponent %= degree
            if exponent:
                kept.append((name, exponent))
        result = result + Polynomial({tuple(kept): coefficient} if coefficient else {})
    return result


_SURD = re.compile(r"(\d+)\^\(1/(\d+)\)")


def _known_power(name: str) -> tuple[int, int] | None:
    """For an atom that is a root of a prime, or i: what it is to the power of which degree."""
    if name == "constant i":
        return -1, 2
    match = _SURD.fullmatch(name)
    return None if match is None else (int(match.group(1)), int(match.group(2)))


def _surd(base: Fraction, degree: int) -> Quotient | None:
    """A root of a rational number as a product of roots of primes, so that sqrt(12) is 2*sqrt(3)."""
    if max(base.numerator.bit_length(), base.denominator.bit_length()) > 100 or (base < 0 and degree != 2):
        return None
    if base == 0:
        return Quotient(Polynomial({}), ONE)
    try:
        primes = factorise(abs(base.numerator) * base.denominator)
    except TooCostly:
        return None
    result = number(Fraction(1, base.denominator))  # p/q = (p*q**(n-1))/q**n, and for roots (p*q)**(1/n)/q needs n = 2
    if degree != 2:
        primes = factorise(base.numerator * base.denominator ** (degree - 1))
    for prime, count in primes.items():
        whole, part = divmod(count, degree)
        result = result.scaled(Fraction(prime**whole))
        if part:
            common = math.gcd(part, degree)
            name = f"{prime}^(1/{degree // common})"
            result = result * atom(name).raised(part // common)
    return Quotient(result * atom("constant i") if base < 0 else result, ONE)


def is_rational(node: Node, *names: str) -> bool:
    """Whether an expression is a quotient of polynomials in its names, with no other atom."""
    form = quotient(node)
    return all(len(found) == 1 or found in names or is_letter(found) for found in form.above.atoms | form.below.atoms)


def as_polynomial(node: Node) -> Polynomial | None:
    """An expression as a polynomial in its names with rational coefficients, or none."""
    form = quotient(node)
    value = form.below.constant
    if value is None or value == 0 or not all(is_letter(found) for found in form.above.atoms):
        return None
    return form.above.scaled(1 / value)


def is_letter(atom: str) -> bool:
    """Whether an atom is a name, such as x or x_1, and no function of one."""
    return atom.replace("_", "").isalnum()


def from_coefficients(variable: str, coefficients: Mapping[int, Fraction]) -> Polynomial:
    """A polynomial in one unknown."""
    return Polynomial({(((variable, e),) if e else ()): c for e, c in coefficients.items() if c})


def common_denominator(polynomial: Polynomial) -> int:
    """The least number that makes every coefficient an integer."""
    return math.lcm(*(c.denominator for c in polynomial.terms.values()))
