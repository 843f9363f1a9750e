"""Intervals of numbers with open and closed ends: how long, which whole numbers, whether one holds another.

Exact, by comparing ends; checked by going through the numbers and the halves between them. Knows no English.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Final

from pydantic import JsonValue

from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.refusal import TooCostly

MOST: Final = 10_000


class Ask(Enum):
    """What is asked of one interval, or of two."""

    LENGTH = "length"
    COUNT = "number of whole numbers"
    WHOLE = "whole numbers"
    WITHIN = "whether the first lies in the second"


@dataclass(frozen=True)
class NumberInterval:
    """The ends, and whether each belongs to it."""

    low: Fraction
    high: Fraction
    closed_low: bool
    closed_high: bool

    def holds(self, number: Fraction) -> bool:
        """Whether a number lies in it."""
        above = number > self.low or (self.closed_low and number == self.low)
        return above and (number < self.high or (self.closed_high and number == self.high))


@dataclass(frozen=True)
class NumbersProblem:
    """What is asked of numbers that lie in every one of the intervals, or of the first and the second."""

    intervals: tuple[NumberInterval, ...]
    ask: Ask

    def as_json(self) -> dict[str, object]:
        return {"intervals": [asdict(each) for each in self.intervals], "ask": self.ask.value}


def solve(problem: NumbersProblem) -> Finding:
    """The finding."""
    first = problem.intervals[0]
    if max(each.high for each in problem.intervals) - min(each.low for each in problem.intervals) > MOST:
        raise TooCostly(f"intervals are at most {MOST} long")
    if problem.ask is Ask.LENGTH:
        value = _plain(first.high - first.low)
        data: JsonValue = {"type": "number", "value": value}
        return Finding(value, f"It is {value} long.", data, "subtracting ends", "no other road", None)
    if problem.ask is Ask.WITHIN:
        return _within(first, problem.intervals[1])
    low = max(ceil(i.low) + (not i.closed_low and i.low == ceil(i.low)) for i in problem.intervals)
    high = min(floor(i.high) - (not i.closed_high and i.high == floor(i.high)) for i in problem.intervals)
    numbers = list(range(low, high + 1))
    span = range(floor(min(i.low for i in problem.intervals)), ceil(max(i.high for i in problem.intervals)) + 1)
    verified = numbers == [n for n in span if all(i.holds(Fraction(n)) for i in problem.intervals)]
    check = "every whole number between the ends was tried"
    if problem.ask is Ask.COUNT:
        count = len(numbers)
        data = {"type": "integer", "value": count}
        return Finding(str(count), f"There are {count}.", data, "comparing ends", check, verified)
    value = ", ".join(map(str, numbers)) or "none"
    data = {"type": "list", "value": [*numbers]}
    return Finding(value, f"These: {value}.", data, "comparing ends", check, verified)


def _within(first: NumberInterval, second: NumberInterval) -> Finding:
    low = first.low > second.low or (first.low == second.low and (second.closed_low or not first.closed_low))
    high = first.high < second.high or (first.high == second.high and (second.closed_high or not first.closed_high))
    ends = sorted({first.low, first.high, second.low, second.high})
    tried = [*ends, *((a + b) / 2 for a, b in pairwise(ends))]
    again = all(second.holds(number) for number in tried if first.holds(number))
    text = "all of the first lies in the second." if low and high else "some of the first lies outside the second."
    check = "each end and a number between any two ends was tried"
    return truth(low and high, text, "comparing ends", check, again == (low and high))


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{number.numerator}/{number.denominator}"
