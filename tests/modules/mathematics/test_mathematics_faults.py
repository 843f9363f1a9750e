"""A fault put into the road of an operation is seen by its check: no wrong answer is called verified."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from typing import Any

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Solution

_Fault = Callable[[Callable[..., Any]], Callable[..., Any]]


def _first(_: Callable[..., Any]) -> Callable[..., Any]:
    return lambda ordered: ordered[0]


def _half(_: Callable[..., Any]) -> Callable[..., Any]:
    return lambda value: Fraction(1, 2)


def _larger(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda vector: right(vector) + 1


def _turned(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: right(*given) + 1


def _doubled(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda number: (right(number)[0], 2 * right(number)[1])


def _shorter(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda value: right(value)[:-1]


def _reversed(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda value: right(value)[::-1]


def _denied(right: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: not right(*given)


@pytest.mark.parametrize(
    ("module", "name", "fault", "text"),
    [
        ("operations.statistics", "_middle", _first, "median of 4, 8, 15, 16"),
        ("operations.statistics", "_middle", _first, "lower quartile of 4, 8, 15, 16"),
        ("operations.statistics", "exact_root", _half, "correlation of [1, 2, 3] and [9, 5, 1]"),
        ("operations.vectors", "_norm", _larger, "magnitude of the vector (2, -3, 6)"),
        ("operations.vectors", "_norm", _larger, "distance between the points (1, 2) and (4, 6)"),
        ("operations.vectors", "_norm", _larger, "angle between (1, 0) and (-1, 1)"),
        ("operations.vectors", "_dot", _turned, "are the vectors (1, 2) and (-2, 1) perpendicular"),
        ("operations.complex", "_parts", _doubled, "modulus of 3 + 4i"),
        ("operations.complex", "_angle", _turned, "argument of -1 - 2i"),
        ("operations.divisors", "_divisors", _shorter, "numdiv(60)"),
        ("operations.digits", "decimal_text", _reversed, "second digit from the right of 48213"),
        ("engines.real_sets", "contains", _denied, "is 2 in the interval [1, 3)"),
    ],
)
def test_a_fault_is_never_called_verified(
    monkeypatch: pytest.MonkeyPatch, module: str, name: str, fault: _Fault, text: str
) -> None:
    """The same question is verified without the fault, so the fault is what the check sees."""
    before = answer(text)
    assert isinstance(before, Solution) and before.verified is True, before
    owner = import_module(f"orchestra_modules.mathematics.{module}")
    monkeypatch.setattr(owner, name, fault(getattr(owner, name)))
    result = answer(text)
    assert not isinstance(result, Solution) or not result.verified
