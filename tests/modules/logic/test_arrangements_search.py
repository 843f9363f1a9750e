"""Placement problems: search, the table of all placements and Z3 agree on every formula."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.arrangements.cases import Cases, contradiction
from orchestra_modules.logic.arrangements.exhaustive import Z3, Table
from orchestra_modules.logic.arrangements.formula import Count, Formula, Offset, Place, holds, negation
from orchestra_modules.logic.arrangements.problem import Block, Condition, Problem
from orchestra_modules.logic.arrangements.search import find, models
from orchestra_modules.solving.refusal import NotDone

SIZE = 4
_places = st.frozensets(st.integers(0, SIZE - 1))
_leaf: st.SearchStrategy[Formula] = st.one_of(
    st.builds(Place, st.integers(0, SIZE - 1), _places),
    st.permutations(range(SIZE)).flatmap(
        lambda order: st.builds(
            Offset, st.just(order[0]), st.just(order[1]), st.frozensets(st.integers(1 - SIZE, SIZE - 1))
        )
    ),
)
formulas = st.recursive(
    _leaf,
    lambda inner: st.lists(inner, max_size=3).flatmap(
        lambda parts: st.builds(Count, st.just(tuple(parts)), st.frozensets(st.integers(0, len(parts))))
    ),
    max_leaves=6,
)


def problem(conditions: list[Formula], distinct: bool = True) -> Problem:
    """Four variables over four places."""
    told = tuple(Condition(formula, f"statement {index}") for index, formula in enumerate(conditions))
    return Problem(tuple("abcd"), (Block(tuple(range(SIZE)), SIZE, distinct),), told)


@given(st.lists(formulas, max_size=4), st.booleans())
@settings(max_examples=150, deadline=None)
def test_search_finds_exactly_the_placements_that_meet_the_conditions(
    conditions: list[Formula], distinct: bool
) -> None:
    """None is missed, none is told twice."""
    space = itertools.permutations(range(SIZE)) if distinct else itertools.product(range(SIZE), repeat=SIZE)
    expected = [model for model in space if all(holds(formula, model) for formula in conditions)]
    assert sorted(models(problem(conditions, distinct))) == sorted(expected)


@given(st.lists(formulas, max_size=3), formulas)
@settings(max_examples=60, deadline=None)
def test_the_table_and_search_agree_on_what_is_possible(conditions: list[Formula], asked: Formula) -> None:
    """Both for the formula and for its negation."""
    told = problem(conditions)
    table = Table(told)
    assert table.possible(asked) is (find(told, [asked]) is not None)
    assert table.possible(asked, wanted=False) is (find(told, [negation(asked)]) is not None)


@given(st.lists(formulas, min_size=1, max_size=3))
@settings(max_examples=15, deadline=None)
def test_z3_and_search_agree_on_whether_conditions_can_be_met(conditions: list[Formula]) -> None:
    """Z3 is the second road for problems with too many placements."""
    told = problem(conditions)
    assert Z3(told).possible(None) is (find(told) is not None)


def test_a_verdict_carries_a_placement_for_each_side() -> None:
    """A formula that may hold and may fail has both."""
    cases = Cases(problem([Place(0, frozenset({0}))]))
    asked = Place(1, frozenset({1}))
    verdict = cases.verdict(asked)
    assert verdict.holding is not None and holds(asked, verdict.holding)
    assert verdict.failing is not None and not holds(asked, verdict.failing)
    assert cases.recheck()[0]


def test_every_statement_of_a_contradiction_is_needed() -> None:
    """Leaving out any one of the core makes it possible."""
    ahead = frozenset({1, 2, 3})
    told = problem([Offset(0, 1, ahead), Place(3, frozenset({0})), Offset(1, 2, ahead), Offset(2, 0, ahead)])
    core = contradiction(told)
    assert [condition.source for condition in core] == ["statement 0", "statement 2", "statement 3"]
    with pytest.raises(NotDone, match="contradict"):
        Cases(told)
