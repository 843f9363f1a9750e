"""Operations on numbers by the names that algebra systems and programming languages give them."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PowerMod[2, 10, 1000]", "24"),
        ("pow(2, 10)", "1024"),
        ("pow(2, 10, 1000)", "24"),
        ("igcd(54, 24)", "6"),
        ("ilcm(4, 6)", "12"),
        ("iquo(17, 5)", "3"),
        ("irem(17, 5)", "2"),
        ("17 // 5", "3"),
        ("-17 // 5", "-4"),
        ("Quotient[-17, 5]", "-4"),
        ("Plus[2, 3]*2", "10"),
        ("Times[2, 3, 4]", "24"),
        ("Rational(1, 2) + 1", "3/2"),
        ("Round[7.64, 0.1]", "7.6"),
        ("round(2.567, 2)", "2.57"),
        ("round(pi, 2)", "3.14"),
        ("Total[{1, 1, 3}]", "5"),
        ("sum([1, 2, 3])", "6"),
        ("len([4, 4, 6])", "3"),
        ("IntegerDigits[123]", "1, 2, 3"),
        ("IntegerLength[123]", "3"),
        ("Prime[5]", "11"),
        ("Fibonacci[10]", "55"),
        ("DivisorSigma[1, 6]", "12"),
        ("DivisorSigma[0, 6]", "4"),
    ],
)
def test_calls_on_numbers_are_worked_out(text: str, value: str) -> None:
    """Each by the operation that has the same meaning, with its check."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize(
    "text",
    [
        "round(2.5)", "Round[7.5]", "irem(-17, 5)", "len({4, 4, 6})", "sum({1, 1, 3})", "2 * 17 // 5",
        "17 // 5 // 2", "PowerMod[3, -2, 7]", "IntegerDigits[5, 2]", "Prime[0]",
    ],
)  # fmt: skip
def test_what_languages_understand_differently_is_declined(text: str) -> None:
    """A half, a division of negative numbers, equal members in braces."""
    assert isinstance(answer(text), Declined)
