"""Sets and intervals: combined, compared, counted, and looked into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the union of {2, 4, 6} and {3, 6, 9}?", "{2, 3, 4, 6, 9}"),
        ("Find the intersection of the sets {2, 4, 6, 8} and {1, 4, 8}.", "{4, 8}"),
        ("complement of {2, 3} in {1, 2, 3, 4, 5}", "{1, 4, 5}"),
        ("symmetric difference of {1, 2, 7} and {2, 9}", "{1, 7, 9}"),
        ("Let P = {1, 4, 9} and Q = {4, 5}. Find $P \\cup Q$.", "{1, 4, 5, 9}"),
        ("Let P = {1, 4, 9}. What is the sum of the elements of P?", "14"),
        ("What is the smallest element of {5, -2, 8}?", "-2"),
        ("How many elements does {1, 1, 3, 7} have?", "3"),
        ("|{4, 5, 6}|", "3"),
        ("How many subsets does {1, 2, 3, 4} have?", "16"),
        ("number of proper subsets of {a, b, c}", "7"),
        ("power set of {3, 5}", "{{}, {3}, {5}, {3, 5}}"),
        ("Cartesian product of {1, 2} and {5, 6}", "{(1, 5), (1, 6), (2, 5), (2, 6)}"),
        ("intersection of {1, 2} and {3, 4}", "{}"),
    ],
)
def test_finite_sets_are_combined_and_counted(text: str, value: str) -> None:
    """Repeated elements count once, and numbers come in order."""
    solution = solved(text)
    assert solution.value == value
    assert solution.verified


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the union of the intervals [1, 4] and [3, 9]?", "[1, 9]"),
        ("intersection of (0, 5) and [3, 8]", "[3, 5)"),
        ("(-oo, 2) union [5, 7]", "(-oo, 2) U [5, 7]"),
        ("complement of the interval [1, 4)", "(-oo, 1) U [4, oo)"),
        ("Do the intervals [1, 3] and [3, 5] overlap?", "True"),
        ("Do the intervals [1, 3) and [3, 5] overlap?", "False"),
        ("Is 3 in the interval [1, 3)?", "False"),
    ],
)
def test_intervals_keep_track_of_their_ends(text: str, value: str) -> None:
    """An end belongs to an interval only where its bracket is square."""
    solution = solved(text)
    assert solution.value == value
    assert solution.verified


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Is {2, 4} a subset of {1, 2, 3, 4}?", "True"),
        ("Is {2, 5} a subset of {1, 2, 3, 4}?", "False"),
        ("Is {1, 2} a proper subset of {2, 1}?", "False"),
        ("Is 6 an element of {2, 4, 6}?", "True"),
        ("Are {1, 2} and {2, 3} disjoint?", "False"),
        ("Are the sets {1, 2, 3} and {3, 2, 1} equal?", "True"),
    ],
)
def test_sets_are_compared(text: str, value: str) -> None:
    """The answer says which element decides it."""
    assert solved(text).value == value


@pytest.mark.parametrize("text", ["{1, 2} - {3, 4}", "{1, 2} * 3"])
def test_signs_between_lists_in_braces_are_declined_where_they_may_be_vectors(text: str) -> None:
    """A list in braces may be a set or a vector."""
    assert isinstance(answer(text), Declined)


_sets = st.sets(st.integers(-9, 9), min_size=2, max_size=6)


def _braces(items: set[int]) -> str:
    return "{" + ", ".join(map(str, sorted(items))) + "}"


@given(_sets, _sets)
def test_operations_agree_with_sets_of_the_language(left: set[int], right: set[int]) -> None:
    """Union, intersection and complement are those of Python's sets."""
    one, other = _braces(left), _braces(right)
    assert solved(f"union of {one} and {other}").value == _braces(left | right)
    assert solved(f"intersection of {one} and {other}").value == _braces(left & right)
    assert solved(f"complement of {one} in {other}").value == _braces(right - left)
