"""Exact arithmetic, primes, polynomials, linear systems and series: the roads that do not use SymPy."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.engines import integers, polynomial, series
from orchestra_modules.mathematics.engines.arithmetic import NotRational, agrees, evaluate, has_property
from orchestra_modules.mathematics.engines.digits import decimal_text, digit_count, integer_text, read_integer
from orchestra_modules.mathematics.engines.gate import measure
from orchestra_modules.mathematics.engines.linear import eliminate
from orchestra_modules.mathematics.language.slots import parse_expression
from orchestra_modules.mathematics.syntax import Negative, Node, Number, Power, Product, Sum
from orchestra_modules.solving.refusal import Refusal, TooCostly, Undefined


def parse(text: str) -> Node:
    """The expression that a text is."""
    return parse_expression(text)


_NUMBERS: st.SearchStrategy[Node] = st.fractions(min_value=-50, max_value=50, max_denominator=20).map(Number)


def _operations(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    small = st.integers(-4, 4).map(lambda n: Number(Fraction(n)))
    return st.one_of(
        inner.map(Negative),
        several.map(Sum),
        st.tuples(several, st.lists(inner, max_size=2).map(tuple)).map(lambda parts: Product(*parts)),
        st.tuples(inner, small).map(lambda parts: Power(*parts)),
    )


def by_fractions(node: Node) -> Fraction:
    """The plainest possible evaluation with Python's fractions."""
    match node:
        case Number(value):
            return value
        case Negative(operand):
            return -by_fractions(operand)
        case Sum(terms):
            return sum((by_fractions(term) for term in terms), Fraction(0))
        case Product(factors, divisors):
            above = math.prod((by_fractions(factor) for factor in factors), start=Fraction(1))
            return above / math.prod((by_fractions(divisor) for divisor in divisors), start=Fraction(1))
        case Power(base, exponent):
            return Fraction(by_fractions(base) ** int(by_fractions(exponent)))
        case _:
            raise AssertionError


@given(st.recursive(_NUMBERS, _operations, max_leaves=10))
def test_rational_arithmetic_agrees_with_fractions(node: Node) -> None:
    """Our evaluation and its modular check both agree with the plainest one, and refuse where it fails."""
    try:
        measure(node)
        found = evaluate(node)
    except TooCostly:
        return
    except Undefined:
        return

    assert found == by_fractions(node)
    assert agrees(node, found)


@given(st.recursive(_NUMBERS, _operations, max_leaves=10))
def test_a_wrong_result_does_not_pass_the_modular_check(node: Node) -> None:
    """One more than the value has other residues."""
    try:
        measure(node)
        found = evaluate(node)
    except Refusal:
        return

    assert not agrees(node, found + 1)


@given(st.recursive(_NUMBERS, _operations, max_leaves=8))
def test_the_gate_never_underestimates_a_rational_number(node: Node) -> None:
    """The digits of numerator and denominator stay within the bound."""
    try:
        size, found = measure(node), evaluate(node)
    except Refusal:
        return

    assert math.log10(abs(found.numerator) or 1) <= size.above + 1e-6
    assert math.log10(found.denominator) <= size.below + 1e-6


@pytest.mark.parametrize("text", ["sqrt(2)", "pi", "sin(1)", "2^(1/2)", "x + 1"])
def test_what_is_not_rational_is_left_to_computer_algebra(text: str) -> None:
    """No rounding stands in for an exact value."""
    with pytest.raises(NotRational):
        evaluate(parse(text))


@given(st.integers(-(10**30), 10**30), st.integers(0, 12))
def test_terminating_decimals_are_written_exactly(numerator: int, places: int) -> None:
    """The decimal reads back to the same fraction."""
    value = Fraction(numerator, 10**places)

    text = decimal_text(value)

    assert text is not None
    assert Fraction(text) == value


def test_fractions_that_do_not_end_have_no_decimal() -> None:
    """One third is never written as a decimal."""
    assert decimal_text(Fraction(1, 3)) is None


@given(st.integers(1, 200).flatmap(lambda n: st.integers(-(10**n), 10**n)))
def test_integers_survive_the_way_to_text_and_back(value: int) -> None:
    """The count of digits is at most one too many."""
    text = integer_text(abs(value))

    assert read_integer(text) == abs(value)
    assert len(text) <= digit_count(value) <= len(text) + 1


@given(st.integers(-10, 5000))
def test_primality_agrees_with_the_definition(number: int) -> None:
    """A prime has no divisor but 1 and itself."""
    expected = number >= 2 and all(number % d for d in range(2, number))

    found = integers.primality(number)

    assert found.prime is expected
    assert found.proved


@pytest.mark.parametrize("exponent", [61, 89, 107, 127])
def test_large_primes_are_proved_by_a_certificate(exponent: int) -> None:
    """Beyond trial division a prime rests on the factors of n - 1."""
    found = integers.primality(2**exponent - 1)

    assert found.prime
    assert found.proved


@pytest.mark.parametrize("number", [561, 3215031751, 3825123056546413051, 318665857834031151167461, 2**67 - 1])
def test_strong_pseudoprimes_are_seen_to_be_composite(number: int) -> None:
    """Numbers that deceive a few bases do not deceive all of them."""
    assert not integers.primality(number).prime


@settings(deadline=None)
@given(st.integers(2, 10**14))
def test_factors_multiply_back_and_are_prime(number: int) -> None:
    """The factorisation is one."""
    found = integers.factorise(number)

    assert math.prod(prime**count for prime, count in found.items()) == number
    assert all(integers.primality(prime).prime for prime in found)


def test_two_large_prime_factors_are_refused() -> None:
    """The search for a factor has a limit on steps."""
    with pytest.raises(TooCostly):
        integers.factorise((2**89 - 1) * (2**61 - 1) * 1_000_000_007, steps=2_000)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=4))
def test_gcd_and_lcm_have_their_defining_properties_and_their_neighbours_have_not(values: list[int]) -> None:
    """The check accepts the true value only."""
    given_values = [Fraction(value) for value in values]
    gcd, lcm = Fraction(math.gcd(*values)), Fraction(math.lcm(*values))

    assert has_property("gcd", given_values, gcd)
    assert has_property("lcm", given_values, lcm)
    assert not has_property("gcd", given_values, gcd + 1)
    assume(lcm != 0)
    assert not has_property("lcm", given_values, 2 * lcm)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("(x+1)^3", "x^3 + 3x^2 + 3x + 1", True),
        ("(x^2-1)/(x-1)", "x + 1", True),
        ("sqrt(12)", "2*sqrt(3)", True),
        ("sqrt(2)*sqrt(3)", "sqrt(6)", True),
        ("1/sqrt(2)", "sqrt(2)/2", True),
        ("exp(2x)", "(exp(x))^2", True),
        ("sqrt(-4)*sqrt(-9)", "-6", True),
        ("(x+1)^3", "x^3 + 3x^2 + 3x", False),
        ("sqrt(2) + sqrt(3)", "sqrt(5)", False),
        ("sin(x)", "sin(y)", False),
    ],
)
def test_the_normal_form_proves_equality(left: str, right: str, equal: bool) -> None:
    """Equal expressions have equal forms, and different ones have not."""
    assert polynomial.same(parse(left), parse(right)) is equal


@given(st.lists(st.lists(st.integers(-5, 5), min_size=3, max_size=3), min_size=1, max_size=3))
def test_elimination_finds_values_that_satisfy_every_equation(rows: list[list[int]]) -> None:
    """What is settled satisfies the equations wherever everything is settled."""
    equations = [parse(f"({a})*x + ({b})*y + ({c})") for a, b, c in rows]
    forms = [form for form in map(polynomial.as_polynomial, equations) if form is not None]

    found = eliminate(forms, ("x", "y"))

    if not found.contradictory and not found.free:
        assert all(a * found.values["x"] + b * found.values["y"] + c == 0 for a, b, c in rows)


@pytest.mark.parametrize(
    ("text", "point", "side", "value"),
    [
        ("sin(x)/x", Fraction(0), 1, Fraction(1)),
        ("(1-cos(x))/x^2", Fraction(0), -1, Fraction(1, 2)),
        ("1/x", Fraction(0), -1, -math.inf),
        ("(x^2-4)/(x-2)", Fraction(2), 1, Fraction(4)),
        ("(3x^2+1)/(x^2-5)", None, 1, Fraction(3)),
        ("x*sin(1/x)", None, 1, Fraction(1)),
        ("(sqrt(1+x)-1)/x", Fraction(0), 1, Fraction(1, 2)),
        ("(exp(x)-1-x)/x^2", Fraction(0), 1, Fraction(1, 2)),
        ("ln(1+x)/x", Fraction(0), 1, Fraction(1)),
    ],
)
def test_series_give_limits(text: str, point: Fraction | None, side: int, value: Fraction | float) -> None:
    """The leading term decides."""
    assert series.limit(parse(text), "x", point, side) == value


@pytest.mark.parametrize("text", ["ln(1+x^20)/x^20", "sin(x)-sin(x)", "sin(1+x)", "x^x"])
def test_a_series_that_is_not_known_far_enough_claims_nothing(text: str) -> None:
    """Unknown terms are not taken for zero."""
    with pytest.raises(series.NoSeries):
        series.limit(parse(text), "x", Fraction(0), 1)
