"""Taylor series, sums and products with bounds and with dots, and convergence."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines.summing import add_up
from orchestra_modules.mathematics.language.slots import parse_expression
from orchestra_modules.mathematics.readers.sum_notation import rules
from orchestra_modules.mathematics.syntax import Listing, Number, Text
from orchestra_modules.solving.refusal import NotDone

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Taylor series of e^x", "1 + x + x**2/2 + x**3/6 + x**4/24 + x**5/120 + O(x**6)"),
        ("Maclaurin series of sin(x) up to degree 5", "x**5/120 - x**3/6 + x"),
        ("taylor polynomial of degree 2 for ln(x) at x = 1", "x - (x - 1)**2/2 - 1"),
        ("series(cos(x), x, 0, 4)", "1 - x**2/2 + O(x**4)"),
        ("Series[Exp[x], {x, 0, 2}]", "1 + x + x**2/2 + O(x**3)"),
        ("first 2 nonzero terms of the Maclaurin series of cos(x)", "1 - x**2/2"),
        ("radius of convergence of x^n/3^n", "3"),
        ("sum of k^2 from k=1 to n", "n*(n + 1)*(2*n + 1)/6"),
        ("sum from j = 1 to 10 of j^3", "3025"),
        (r"\sum_{k=1}^{n} (k + 1)", "n*(n + 3)/2"),
        (r"\prod_{k=1}^{4} k", "24"),
        ("summation(1/3**k, (k, 0, oo))", "3/2"),
        ("sum of 1/(k(k+1)) from k = 1 to infinity", "1"),
        (r"Find the sum of the series \sum_{n=1}^{\infty} \frac{1}{n(n+1)}", "1"),
        ("product(2*k, (k, 1, 4))", "384"),
        ("product of (1 - 1/k^2) from k=2 to infinity", "1/2"),
        ("does the series 1/n from n=1 to infinity converge?", "False"),
        ("does the sum of 1/n^3 from n=1 to infinity converge", "True"),
        ("determine whether the series (-1)^n/n from n=1 to infinity converges", "True"),
        ("does the series n/(n + 1) from n=1 to infinity diverge", "True"),
    ],
)
def test_series_and_sums_are_exact_and_confirmed(text: str, value: str) -> None:
    """Closed forms grow by their term; coefficients come from a second series arithmetic."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_an_infinite_sum_known_only_numerically_is_not_called_verified() -> None:
    """Adding up is no proof."""
    solution = solved("sum of (-1)^k/(2k+1) from k=0 to infinity")

    assert solution.value == "pi/4"
    assert solution.verified is None


@pytest.mark.parametrize("text", [r"\sum_{k=1}^{n} k + 1", r"\sum_{k=1}^{4} (k + 2) + 5"])
def test_a_sum_sign_before_a_bare_sum_is_refused(text: str) -> None:
    """Whether the last term belongs under the sign is not clear."""
    result = answer(text)

    assert isinstance(result, Declined)
    assert "use brackets" in result.reason


def test_terms_that_vanish_at_the_integers_are_not_called_divergent() -> None:
    """sin(pi*n) has no limit along the real numbers, and is 0 at every integer."""
    result = answer("does the series sin(pi*n) from n=1 to infinity converge")

    assert not (isinstance(result, Solution) and result.value == "False")


def test_a_divergent_series_has_no_sum() -> None:
    """The harmonic series is undefined, with the test that shows it."""
    result = answer("sum of 1/k from k=1 to infinity")

    assert isinstance(result, Declined)
    assert result.reason.startswith("undefined: the series diverges")


@settings(max_examples=40, deadline=None)
@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(1, 3), st.integers(0, 12))
def test_sums_of_polynomials_agree_with_adding_up(a: int, b: int, power: int, last: int) -> None:
    """The engine's value is what a loop gives."""
    term = parse_expression(f"({a})*k^{power} + ({b})*k")

    found = add_up(term, "k", Number(Fraction(0)), Number(Fraction(last)))

    assert found.value == sum(a * k**power + b * k for k in range(last + 1))
    assert found.verified is True


@settings(max_examples=40, deadline=None)
@given(st.integers(-20, 20), st.integers(1, 9), st.integers(3, 12))
def test_an_arithmetic_progression_is_recognised_before_dots(first: int, step: int, count: int) -> None:
    """Three terms and the last give the rule and how many terms there are."""
    shown = [Number(Fraction(first + i * step)) for i in range(3)]
    last = Number(Fraction(first + (count - 1) * step))

    rule = rules(Listing((Text("+"), Listing(tuple(shown)), last)))[0]

    total = add_up(rule.term, rule.index, rule.low, rule.high).value
    assert total == count * (2 * first + (count - 1) * step) // 2


def test_terms_without_a_simple_rule_are_refused() -> None:
    """1 + 5 + 2 + ... may go on in any way."""
    terms = tuple(Number(Fraction(value)) for value in (1, 5, 2))

    with pytest.raises(NotDone):
        rules(Listing((Text("+"), Listing(terms), Number(Fraction(9)))))
