"""Recurrences: closed forms and terms, each road against the other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import recurrence
from orchestra_modules.mathematics.syntax import Application, Name, Number, Product, Relation, Sum
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

from orchestra.spec import Declined, Solution

N = Name("n")


def term(back: int = 0) -> Application:
    """a(n - back)."""
    return Application("a", (Sum((N, Number(Fraction(-back)))) if back else N,))


def value(place: int, amount: int) -> Relation:
    """a(place) = amount."""
    return Relation("=", Application("a", (Number(Fraction(place)),)), Number(Fraction(amount)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("solve the recurrence relation a_n = 2 a_{n-1} + 1, a_1 = 1", "2**n - 1"),
        ("Solve the recurrence a(n) = 3a(n-1), a(0) = 2", "2*3**n"),
        ("find the closed form of the recurrence a_n = 5a_{n-1} - 6a_{n-2}, a_0 = 1, a_1 = 2", "2**n"),
        ("find the 10th term of the sequence defined by a_n = 2a_{n-1}, a_1 = 3", "1536"),
        ("first 5 terms of the sequence defined by a_n = a_{n-1} + n, a_1 = 1", "1, 3, 6, 10, 15"),
    ],
)
def test_recurrences_are_solved_and_run(text: str, found: str) -> None:
    """Closed forms give the terms that running the rule gives."""
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == found
    assert result.verified is True


@settings(max_examples=40, deadline=None)
@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(-4, 4), st.integers(-4, 4), st.integers(2, 40))
def test_running_and_matrix_powers_agree(p: int, q: int, first: int, second: int, place: int) -> None:
    """a(n) = p*a(n-1) + q*a(n-2), on both roads."""
    rule = Sum((Product((Number(Fraction(p)), term(1))), Product((Number(Fraction(q)), term(2)))))

    given_ = recurrence.recurrence("a", (Relation("=", term(), rule), value(0, first), value(1, second)))

    assert recurrence.run(given_, place) == recurrence.by_matrix(given_, place)


def test_a_rule_that_looks_ahead_is_refused() -> None:
    """a(n) = a(n + 1) gives nothing to run."""
    with pytest.raises(NotDone):
        recurrence.recurrence("a", (Relation("=", term(), term(-1)), value(0, 1)))


def test_missing_first_values_are_told() -> None:
    """A rule that reaches back two places needs two values."""
    given_ = recurrence.recurrence("a", (Relation("=", term(), Sum((term(1), term(2)))), value(0, 1)))

    with pytest.raises(NotUnderstood):
        recurrence.run(given_, 5)


def test_a_term_too_far_on_is_refused() -> None:
    """The loop is bounded."""
    given_ = recurrence.recurrence("a", (Relation("=", term(), term(1)), value(0, 1)))

    with pytest.raises(TooCostly):
        recurrence.run(given_, 10**9)


def test_a_rule_may_say_from_where_it_holds() -> None:
    """The first values have to reach as far as that place."""
    found = answer("a_1 = 5, a_n = 2a_{n-1} for n >= 2. Find a_4.")

    assert isinstance(found, Solution)
    assert found.value == "40"
    assert isinstance(answer("a_1 = 5, a_n = 2a_{n-1} for n >= 4. Find a_6."), Declined)
