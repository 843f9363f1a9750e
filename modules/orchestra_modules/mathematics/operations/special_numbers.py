"""Numbers that algebra systems know by a name and a place: Lucas, Bernoulli, double factorials, zeta at even numbers.

Zeta is known at even places and at 0 and below only; where two systems count differently nothing is answered.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.integers import factorise
from orchestra_modules.mathematics.engines.number_findings import brief, exact, number, small, whole
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Listing,
    Node,
    Number,
    Power,
    Product,
    Request,
    Sum,
    Text,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MOST: Final = 150


def _place(node: Node, what: str) -> int:
    found = small(node, what, _MOST)
    if found < 0:
        raise Undefined(f"{what} is counted from 0")
    return found


@operation("lucas_call", calls=("LucasL", "lucas"))
def lucas_call(work: Work, n: Node) -> Finding:
    """The Lucas number at a place."""
    return work.find(Request("named_number", (("n", n), ("kind", Text("lucas")))))


@operation("harmonic_call", calls=("HarmonicNumber", "harmonic"))
def harmonic_call(work: Work, n: Node) -> Finding:
    """1 + 1/2 + ... + 1/n."""
    return work.find(Request("named_number", (("n", n), ("kind", Text("harmonic")))))


@cache
def _bernoulli(n: int) -> Fraction:
    """Bernoulli numbers by the recurrence with binomials, with B_1 = -1/2."""
    if n == 0:
        return Fraction(1)
    return -sum((math.comb(n + 1, k) * _bernoulli(k) for k in range(n)), Fraction(0)) / (n + 1)


def _bernoulli_by_table(n: int) -> Fraction:
    """The same by the triangle of Akiyama and Tanigawa, which has B_1 = 1/2."""
    row = [Fraction(1, m + 1) for m in range(n + 1)]
    for _ in range(n):
        row = [(j + 1) * (row[j] - row[j + 1]) for j in range(len(row) - 1)]
    return row[0]


def bernoulli_number(place: int) -> tuple[Fraction, bool]:
    """A Bernoulli number, and whether another road leads to it."""
    found = _bernoulli(place)
    return found, _bernoulli_by_table(place) == (-found if place == 1 else found)


@operation(
    "bernoulli_number",
    nouns=("{n:ordinal} bernoulli number", "bernoulli number {n:integer}", "bernoulli number b _ {n:integer}"),
    calls=("BernoulliB", "bernoulli"),
)
def bernoulli(work: Work, n: Node) -> Finding:
    """The Bernoulli number at a place."""
    place = _place(n, "a Bernoulli number")
    if place == 1:
        raise NotDone("the Bernoulli number at place 1 is -1/2 for some and 1/2 for others")
    found, again = bernoulli_number(place)
    return number(found, f"B_{place} = {brief(found)}", "recurrence", "check: by another triangle", again)


@operation(
    "zeta_value",
    nouns=("[riemann] zeta function (at|of) {s}", "[riemann] zeta of {s}"),
    calls=("Zeta", "zeta"),
)
def zeta(work: Work, s: Node) -> Finding:
    """The sum of 1/n^s at an even place, and its continuation at 0 and below."""
    place = small(s, "a value of zeta", 60)
    if place == 1:
        raise Undefined("zeta has no value at 1: the sum of 1/n diverges")
    if place > 0 and place % 2:
        raise NotDone("zeta at odd numbers above 1 has no simpler form")
    factor, again = bernoulli_number(place if place > 0 else 1 - place)
    if place <= 0:
        found = -factor / (1 - place) if place else Fraction(-1, 2)
        text = f"zeta({place}) = {brief(found)}, by continuation"
        return number(found, text, "Bernoulli numbers", "check: these by another triangle", again)
    share = abs(factor) * Fraction(2) ** (place - 1) / math.factorial(place)
    near = sum(k**-place for k in range(1, 2000)) + 2000.0 ** (1 - place) / (place - 1)
    close = again and abs(float(share) * math.pi**place - near) < 1e-3
    found_node = Product((Number(share), Power(Constant("pi"), Number(Fraction(place)))))
    value = value_of(work, found_node)
    check = "check: the Bernoulli number by another triangle, and the first 2000 terms added up"
    return Finding(
        value.value, f"zeta({place}) = {value.value}", value.data, "Euler's formula", check, close, node=value.node
    )


def _several(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    if named or not arguments:
        return None
    one = arguments[0]
    if len(arguments) == 1 and isinstance(one, Listing):
        return {"parts": Listing(one.items)}
    return {"parts": Listing(arguments)}


@operation("multinomial", calls=("Multinomial", "multinomial"), arrange=_several)
def multinomial(work: Work, parts: Node) -> Finding:
    """In how many orders the members of groups of these sizes can stand, the groups kept apart."""
    sizes = [_place(part, "a multinomial") for part in work.items(parts)]
    if len(sizes) < 2:
        raise NotUnderstood("a multinomial has at least two sizes")
    total = sum(sizes)
    found = math.factorial(total) // math.prod(map(math.factorial, sizes))
    left, again = total, 1
    for size in sizes:
        again *= math.comb(left, size)
        left -= size
    text = f"{total}!/({' '.join(f'{size}!' for size in sizes)}) = {brief(found)}"
    return number(found, text, "factorials", "check: by binomials, one group after another", found == again)


@operation("double_factorial", nouns=("double factorial of {n}",), calls=("factorial2", "Factorial2"))
def double_factorial(work: Work, n: Node) -> Finding:
    """Every other number down from n multiplied."""
    top = _place(n, "a double factorial")
    found = math.prod(range(top, 0, -2))
    half = top // 2
    even = 2**half * math.factorial(half)
    again = even if top % 2 == 0 else math.factorial(top) // even
    return number(found, f"{top}!! = {brief(found)}", "multiplied", "check: by factorials", found == again)


@operation(
    "primitive_root",
    nouns=("[smallest|least] primitive root (mod|modulo|of|for) {m}",),
    calls=("PrimitiveRoot", "primitive_root", "primroot", "znprimroot"),
)
def primitive_root(work: Work, m: Node) -> Finding:
    """The smallest number whose powers are all the remainders prime to m."""
    from orchestra_modules.mathematics.engines.number_findings import positive

    modulus = positive(m, "a primitive root")
    if modulus > 10**6:
        raise TooCostly("primitive roots are looked for below 10^6")
    order = math.prod((p - 1) * p ** (c - 1) for p, c in factorise(modulus).items()) if modulus > 1 else 1
    primes = list(factorise(order)) if order > 1 else []
    for candidate in range(1, modulus):
        if math.gcd(candidate, modulus) == 1 and all(pow(candidate, order // p, modulus) != 1 for p in primes):
            power, seen = candidate, 1
            while power != 1:
                power, seen = power * candidate % modulus, seen + 1
            text = f"the smallest primitive root modulo {modulus} is {candidate}"
            check = "check: its powers counted one by one"
            return number(candidate, text, "powers by the prime factors of the order", check, seen == order)
    raise Undefined(f"there is no primitive root modulo {modulus}")


@operation(
    "legendre_symbol",
    nouns=("(legendre|jacobi) symbol \\( {a:integer} / {p:integer} \\)", "(legendre|jacobi) symbol \\( {a} , {p} \\)",
           "(legendre|jacobi) symbol of {a} (and|over|mod|modulo) {p}"),
    calls=("JacobiSymbol", "jacobi_symbol", "legendre_symbol", "LegendreSymbol", "jacobi", "kronecker"),
)  # fmt: skip
def legendre_symbol(work: Work, a: Node, p: Node) -> Finding:
    """1 where a is a square modulo an odd prime, -1 where it is none, 0 where the prime divides it."""
    from orchestra_modules.mathematics.engines.number_findings import positive

    top, modulus = small(a, "a Legendre symbol", 10**12), positive(p, "a Legendre symbol")
    if modulus > 10**6 or modulus % 2 == 0 or list(factorise(modulus).values()) != [1]:
        raise NotDone("the symbol is worked out for odd primes below 10^6")
    power = pow(top, (modulus - 1) // 2, modulus)
    found = -1 if power == modulus - 1 else power
    squares = {k * k % modulus for k in range(1, modulus)}
    again = 0 if top % modulus == 0 else 1 if top % modulus in squares else -1
    text = f"({top}/{modulus}) = {found}"
    return number(found, text, "Euler's criterion", "check: all squares listed", found == again)


@operation("arctangent_of_two", calls=("atan2", "arctan2"))
def arctangent_of_two(work: Work, y: Node, x: Node) -> Finding:
    """The angle of the point (x, y), above -pi and up to pi."""
    z = Sum((x, Product((Constant("i"), y))))
    return work.find(Request("argument", (("z", z),)))


@operation("sign_of_number", calls=("sign", "Sign", "sgn", "signum"))
def sign_of_number(work: Work, a: Node) -> Finding:
    """1, 0 or -1."""
    value = exact(a, "a sign")
    found = (value > 0) - (value < 0)
    return number(found, f"the sign of {brief(value)} is {found}", "compared with 0", "check: times its size it is the "
                  "number", found * abs(value) == value)  # fmt: skip


@operation("numerator_of", calls=("numer", "Numerator"))
def numerator_of(work: Work, a: Node) -> Finding:
    """What stands above the line in lowest terms."""
    return _of_fraction(a, "numerator")


@operation("denominator_of", calls=("denom", "Denominator"))
def denominator_of(work: Work, a: Node) -> Finding:
    """What stands below the line in lowest terms."""
    return _of_fraction(a, "denominator")


def _of_fraction(a: Node, part: str) -> Finding:
    value = exact(a, f"a {part}")
    found = value.numerator if part == "numerator" else value.denominator
    good = value * value.denominator == value.numerator and math.gcd(value.numerator, value.denominator) == 1
    return number(found, f"the {part} of {brief(value)} is {found}", "lowest terms", "check: multiplied back", good)


@operation("real_root_call", calls=("nthroot", "NthRoot", "surd", "Surd", "real_root"))
def real_root_call(work: Work, a: Node, n: Node) -> Finding:
    """The real root of a degree."""
    return value_of(work, Call("root", (a, n)))


@operation("coprime_call", calls=("CoprimeQ", "coprime", "are_coprime"))
def coprime_call(work: Work, a: Node, b: Node) -> Finding:
    """Whether two numbers have no common divisor above 1."""
    first, second = whole(a, "being coprime"), whole(b, "being coprime")
    common = math.gcd(first, second)
    again = not ({*factorise(abs(first))} & {*factorise(abs(second))}) if first and second else common == 1
    text = f"the greatest common divisor of {first} and {second} is {common}"
    return truth(common == 1, text, "Euclid's algorithm", "check: by the prime factors", (common == 1) == again)


@operation("gamma_value", calls=("Gamma", "gamma"))
def gamma_value(work: Work, a: Node) -> Finding:
    """(n - 1)! at a positive integer n, and at halves the same with the root of pi."""
    value = exact(a, "the gamma function")
    if value.denominator > 2 or value > _MOST or value < -_MOST:
        raise NotDone("the gamma function is worked out at integers and halves up to 150")
    if value.denominator == 1 and value <= 0:
        raise Undefined("the gamma function has no value at 0 and at negative integers")
    start, factor = (Fraction(1), Fraction(1)) if value.denominator == 1 else (Fraction(1, 2), Fraction(1))
    while start < value:
        factor, start = factor * start, start + 1
    while start > value:
        start -= 1
        factor /= start
    node: Node = Number(factor)
    if value.denominator == 2:
        node = Product((node, Power(Constant("pi"), Number(Fraction(1, 2)))))
    near = math.gamma(value) if abs(value) < 100 else None
    root = math.pi**0.5 if value.denominator == 2 else 1.0
    close = near is not None and abs(float(factor) * root - near) < 1e-9 * abs(near)
    found = value_of(work, node)
    text = f"gamma({brief(value)}) = {found.value}"
    check = "check: the decimals of the library"
    return Finding(found.value, text, found.data, "gamma(x + 1) = x*gamma(x)", check, close or None, node=found.node)
