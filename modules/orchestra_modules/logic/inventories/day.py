"""Free times of a day: windows that allow, intervals that are taken, and what is left.

Solved by taking intervals away from intervals; checked by marking every minute of the day. Knows no English.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from pydantic import JsonValue

from orchestra_modules.logic.inventories.clock import DAY, RANGE, Style, full_day_clock, interval, undotted, written
from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

Interval: TypeAlias = tuple[int, int]


class Ask(Enum):
    """What is wanted of the free time."""

    WHEN = "when"
    MINUTES = "minutes"
    HOURS = "hours"
    FREE = "free"


@dataclass(frozen=True)
class DayProblem:
    """Windows of which every one must allow a time, intervals taken, and what is asked.

    Each window is a set of intervals; `least` is the shortest free time of use; `asked` the interval asked about.
    """

    windows: tuple[tuple[Interval, ...], ...]
    taken: tuple[Interval, ...]
    ask: Ask
    style: Style
    least: int = 1
    asked: Interval | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "windows": [list(map(list, window)) for window in self.windows],
            "taken": list(map(list, self.taken)),
            "ask": self.ask.value,
            "least": self.least,
            "asked": list(self.asked) if self.asked else None,
        }


_METHOD: Final = "interval subtraction"
_CHECK: Final = "every minute of the day was marked as free or taken, and the marks read off"


def solve(problem: DayProblem, options: tuple[Option, ...] = ()) -> Finding:
    """The finding. Undefined if no time is free where one is asked for."""
    every = _free(problem)
    verified = every == _marked(problem)
    show = [_shown(each, problem.style) for each in every]
    steps = (f"free: {', '.join(show) or 'at no time'}",)
    if problem.asked is not None:
        first, last = problem.asked
        answer = any(start <= first and last <= end for start, end in every)
        text = f"the free times are {', '.join(show)}." if show else "no time is free."
        return truth(answer, text, _METHOD, _CHECK, verified)
    if problem.ask in (Ask.MINUTES, Ask.HOURS):
        return _total(every, problem.ask, verified, steps)
    long = tuple(each for each in every if each[1] - each[0] >= problem.least)
    if not long:
        raise Undefined("no time is free" if not every else f"no free time is {problem.least} minutes long")
    if options:
        option = choose(options, _fitting(long, options))
        text = f"The free time among those offered is {option.text}."
        return Finding(
            option.value, text, {"type": "string", "value": option.value}, _METHOD, _CHECK, verified, steps=steps
        )
    value = ", ".join(_shown(each, problem.style) for each in long)
    text = f"Free: {value}."
    data: JsonValue = {"type": "intervals", "unit": "minute", "value": [[start, end] for start, end in long]}
    return Finding(value, text, data, _METHOD, _CHECK, verified, steps=steps)


def _shown(each: Interval, style: Style) -> str:
    return f"{written(each[0], style)} to {written(each[1], style)}"


def _total(every: tuple[Interval, ...], ask: Ask, verified: bool, steps: tuple[str, ...]) -> Finding:
    total = sum(end - start for start, end in every)
    if ask is Ask.HOURS and total % 60:
        whole, rest = divmod(total * 100, 60)
        value = f"{total}/60" if rest else f"{whole / 100:g}"
    else:
        value = str(total // 60 if ask is Ask.HOURS else total)
    unit = ask.value
    data: JsonValue = {"type": "quantity", "value": value, "unit": unit[:-1]}
    return Finding(value, f"{value} {unit} are free.", data, _METHOD, _CHECK, verified, steps=steps)


def _fitting(free: tuple[Interval, ...], options: tuple[Option, ...]) -> Callable[[Option], bool]:
    """The test that an option passes: it is a free interval, or, if none is, it lies in one."""
    offered = {option: _offered(option) for option in options}
    exact = any(each in free for each in offered.values())

    def fits(option: Option) -> bool:
        first, last = offered[option]
        return (first, last) in free if exact else any(start <= first and last <= end for start, end in free)

    return fits


def _offered(option: Option) -> Interval:
    text = undotted(option.text).strip().rstrip(".")
    match = RANGE.fullmatch(text)
    if match is None:
        raise NotUnderstood(f"the option {option.text!r} is not a range of times")
    return interval(match, full_day_clock(text))


def _free(problem: DayProblem) -> tuple[Interval, ...]:
    free: list[Interval] = [(0, DAY)]
    for window in problem.windows:
        free = _union([(max(a, c), min(b, d)) for a, b in free for c, d in window if max(a, c) < min(b, d)])
    for start, end in problem.taken:
        free = [
            piece
            for a, b in free
            for piece in ((a, min(b, start)), (max(a, end), b))
            if piece[0] < piece[1]
        ]  # fmt: skip
    return tuple(free)


def _union(intervals: list[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _marked(problem: DayProblem) -> tuple[Interval, ...]:
    """The free intervals, read off a day in which every minute is marked."""
    marks = [True] * DAY
    for minute in range(DAY):
        allowed = all(any(start <= minute < end for start, end in window) for window in problem.windows)
        marks[minute] = allowed and not any(start <= minute < end for start, end in problem.taken)
    edges = [m for m in range(DAY + 1) if (m < DAY and marks[m]) != (m > 0 and marks[m - 1])]
    return tuple(zip(edges[::2], edges[1::2], strict=True))
