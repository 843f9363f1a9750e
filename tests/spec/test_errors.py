"""The tree of errors, and budgets, which are refused with one of them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from orchestra import spec
from orchestra.spec import ERRORS, Budget, BudgetInvalid, OrchestraError, UsageError, WorkerDied


def test_every_error_of_the_specification_is_in_the_table_by_its_name() -> None:
    """Errors cross process boundaries by name."""
    there = {v for v in vars(spec).values() if isinstance(v, type) and issubclass(v, OrchestraError)}
    assert {error.__name__: error for error in there} == ERRORS


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    """Names and depth, so that readers can trust it."""
    from orchestra.spec import errors

    assert errors.__doc__ is not None
    drawn = [line for line in errors.__doc__.splitlines() if "──" in line]
    depths = {line.split("── ")[1].split()[0]: line.index("──") // 4 + 1 for line in drawn}
    real = {name: len(error.__mro__) - len(OrchestraError.__mro__) for name, error in ERRORS.items()}
    assert depths == {name: depth for name, depth in real.items() if depth}


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_error_says_what_happened_and_what_to_do(name: str) -> None:
    """The hint follows in brackets when there is one."""
    assert str(ERRORS[name]("it broke")) == "it broke"
    assert str(ERRORS[name]("it broke", hint="mend it")) == "it broke (mend it)"


def test_whether_to_try_again_is_the_class_s_word_unless_said_otherwise() -> None:
    """And saying so for one error leaves the class as it was."""
    assert WorkerDied("x").retryable
    assert not WorkerDied("x", retryable=False).retryable
    assert WorkerDied("x").retryable


@pytest.mark.parametrize("name", ["flops", "seconds"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1, -0.5, True, False, "5", [1], 10**400, 1j])
def test_a_budget_that_is_no_budget_is_refused_by_name(name: str, value: Any) -> None:
    """As a usage mistake, before any work."""
    with pytest.raises(BudgetInvalid, match=f"{name}=") as caught:
        Budget(**{name: value})
    assert isinstance(caught.value, UsageError)


def test_a_budget_is_whole_flops_and_seconds_and_none_is_unlimited() -> None:
    """By place or by name."""
    assert Budget(2e9, 10) == Budget(flops=2_000_000_000, seconds=10.0)
    assert Budget() == Budget(None, None)
    assert Budget(0).flops == 0
    assert Budget(0.9).flops == 0


def test_a_budget_comes_back_from_json() -> None:
    """As profiles and traces need it."""
    assert Budget.model_validate_json(Budget(5, 1.5).model_dump_json()) == Budget(5, 1.5)
