"""Integers of which a condition holds: all of them, how many, the smallest, the largest; each found twice.

The second finding decides every candidate by the second road of the condition. Searches have limits on steps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from orchestra_modules.mathematics.engines.integer_conditions import Condition, Decide
from orchestra_modules.mathematics.engines.number_findings import brief
from orchestra_modules.solving.refusal import TooCostly, Undefined

_STEPS: Final = 1_000_000
_SPARSE: Final = 200_000
#: up to here all integers are tried even where the few that can be meant are known
_QUICK: Final = 5_000


@dataclass(frozen=True)
class Count:
    """How many integers there are, their sum, and whether the second road finds the same."""

    number: int
    total: int
    agreed: bool


def members(condition: Condition) -> tuple[list[int], bool]:
    """All integers of which a bounded condition holds, in order, and whether the second road finds the same."""
    low, high = _ends(condition)
    size = (high - low + 1) * condition.cost
    if condition.among is not None and size > _QUICK:
        few = _few(condition, low, high)
        found = [v for v in few if condition.holds(v)]
        return found, found == [v for v in few if condition.again(v)]
    if size > _STEPS:
        raise TooCostly(f"there are {brief(high - low + 1)} integers to try, from {brief(low)} to {brief(high)}")
    found = [v for v in range(low, high + 1) if condition.holds(v)]
    return found, found == [v for v in range(low, high + 1) if condition.again(v)]


def _few(condition: Condition, low: int, high: int) -> list[int]:
    assert condition.among is not None
    found: list[int] = []
    for value in condition.among(low, high):
        if low <= value <= high:
            found.append(value)
        if len(found) * condition.cost > _SPARSE:
            raise TooCostly("there are too many candidates")
    return sorted(set(found))


def _ends(condition: Condition) -> tuple[int, int]:
    if condition.low is None or condition.high is None:
        raise Undefined("there are infinitely many such integers, or no bound is known for them")
    return condition.low, max(condition.high, condition.low - 1)


def count(condition: Condition) -> Count:
    """How many integers there are, and their sum; over whole periods by multiplication where it repeats."""
    low, high = _ends(condition)
    size = high - low + 1
    period = condition.period
    if period is None or size * condition.cost <= _STEPS // 4:
        found, agreed = members(condition)
        return Count(len(found), sum(found), agreed)
    ways = [_periodic(decide, low, high, period) for decide in (condition.holds, condition.again)]
    return Count(*ways[0], ways[0] == ways[1])


def _periodic(decide: Decide, low: int, high: int, period: int) -> tuple[int, int]:
    """How many of a range there are, and their sum, where the truth repeats with a period."""
    number = total = 0
    for first in range(low, min(low + period, high + 1)):
        if decide(first):
            terms = (high - first) // period + 1
            number += terms
            total += terms * first + period * (terms * (terms - 1) // 2)
    return number, total


def extreme(condition: Condition, largest: bool, place: int = 1) -> tuple[int, bool]:
    """The smallest or the largest, or the one at a place counted from there, and whether the second road agrees."""
    start = condition.high if largest else condition.low
    if start is None:
        kind = "largest" if largest else "smallest"
        raise Undefined(f"there is no {kind} such integer, or no bound is known for them")
    end = condition.low if largest else condition.high
    step = -1 if largest else 1
    reach = _STEPS // (4 * condition.cost)
    stop = start + step * reach
    cut = end is None or (stop < end if not largest else stop > end)
    last = stop if cut else end
    assert last is not None
    candidates: Iterable[int]
    if condition.among is not None and end is not None and abs(end - start) > _QUICK:
        few = _few(condition, *sorted((start, end if end is not None else last)))
        candidates = few[::-1] if largest else few
        cut = False
    else:
        candidates = range(start, last + step, step)
    found, left = None, place
    seen: list[int] = []
    for value in candidates:
        seen.append(value)
        if condition.holds(value):
            left -= 1
            if left == 0:
                found = value
                break
    if found is None:
        if cut:
            raise TooCostly(f"none was found among {reach} integers from {brief(start)} on")
        raise Undefined("there is no such integer")
    return found, sum(map(condition.again, seen)) == place and condition.again(found)
