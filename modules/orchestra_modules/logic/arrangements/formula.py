"""Conditions on where things stand: the places a thing may take, the steps between two, and how many of several hold.

`Count` is the only connective: all, some, none, either, if and exactly-k are counts of the parts that hold.
Knows no English and no search.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import JsonValue


@dataclass(frozen=True)
class Place:
    """The variable takes one of these places, counted from 0."""

    variable: int
    places: frozenset[int]


@dataclass(frozen=True)
class Offset:
    """The place of `second` minus the place of `first` is one of these steps."""

    first: int
    second: int
    steps: frozenset[int]


@dataclass(frozen=True)
class Count:
    """How many of the parts hold is one of these numbers."""

    parts: tuple[Formula, ...]
    numbers: frozenset[int]


Formula: TypeAlias = Place | Offset | Count
Model: TypeAlias = tuple[int, ...]


def every(parts: Iterable[Formula]) -> Formula:
    """All of the parts hold."""
    listed = tuple(parts)
    return listed[0] if len(listed) == 1 else Count(listed, frozenset({len(listed)}))


def some(parts: Iterable[Formula]) -> Formula:
    """At least one of the parts holds."""
    listed = tuple(parts)
    return listed[0] if len(listed) == 1 else Count(listed, frozenset(range(1, len(listed) + 1)))


def negation(formula: Formula) -> Formula:
    """The formula does not hold."""
    if isinstance(formula, Count):
        return Count(formula.parts, frozenset(range(len(formula.parts) + 1)) - formula.numbers)
    return Count((formula,), frozenset({0}))


def implies(condition: Formula, consequence: Formula) -> Formula:
    """If the condition holds, so does the consequence."""
    return some((negation(condition), consequence))


def same(first: Formula, second: Formula) -> Formula:
    """Both hold or neither does."""
    return Count((first, second), frozenset({0, 2}))


def holds(formula: Formula, model: Sequence[int]) -> bool:
    """Whether a formula holds when every variable has its place."""
    if isinstance(formula, Place):
        return model[formula.variable] in formula.places
    if isinstance(formula, Offset):
        return model[formula.second] - model[formula.first] in formula.steps
    return sum(holds(part, model) for part in formula.parts) in formula.numbers


def as_json(formula: Formula) -> JsonValue:
    """The formula as plain data."""
    if isinstance(formula, Place):
        return {"variable": formula.variable, "places": [*sorted(formula.places)]}
    if isinstance(formula, Offset):
        return {"first": formula.first, "second": formula.second, "steps": [*sorted(formula.steps)]}
    return {"count": [as_json(part) for part in formula.parts], "numbers": [*sorted(formula.numbers)]}
