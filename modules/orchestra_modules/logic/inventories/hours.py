"""Spans of one day: whether a time lies in them, whether two overlap. Knows no English.

Whether a place is still open at the very minute at which it closes is undefined.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from pydantic import JsonValue

from orchestra_modules.logic.inventories.clock import DAY
from orchestra_modules.logic.inventories.offered import fit
from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import Undefined


@dataclass(frozen=True)
class HoursProblem:
    """Spans when something is open, less those in `but`, asked at a time; or two spans asked whether they overlap."""

    spans: tuple[tuple[int, int], ...]
    but: tuple[tuple[int, int], ...] = ()
    at: int | None = None
    closed: bool = False
    #: times to choose from, of which the one is wanted at which it is open, or closed
    times: tuple[int, ...] = ()

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def solve(problem: HoursProblem, options: tuple[Option, ...] = ()) -> Finding:
    """The finding; with times to choose from, the option of the one that fits."""
    if not problem.times:
        return fit(_solved(problem), options)
    found = [_solved(replace(problem, at=at, times=())) for at in problem.times]
    fits = dict(zip(options, found, strict=True))
    chosen = choose(options, lambda option: fits[option].value == "True")
    verified = all(each.verified for each in found)
    data: JsonValue = {"type": "option", "value": chosen.value}
    text = f"{chosen.value}: it is {'closed' if problem.closed else 'open'} at {chosen.text}."
    return Finding(chosen.value, text, data, found[0].method, found[0].check, verified)


def _solved(problem: HoursProblem) -> Finding:
    """The finding, each minute of the day marked as the second road."""
    if problem.at is None:
        (a, b), (c, d) = problem.spans
        common = sum(a <= minute < b and c <= minute < d for minute in range(DAY))
        answer = max(a, c) < min(b, d)
        text = f"they share {common} minutes."
        return truth(answer, text, "comparing ends", "the minutes in both were counted", (common > 0) == answer)
    at = problem.at
    if any(at == edge for span in problem.but for edge in span) or any(at == end for _, end in problem.spans):
        raise Undefined("the time asked about is the minute at which it closes or opens")
    is_open = any(a <= at < b for a, b in problem.spans) and not any(a <= at < b for a, b in problem.but)
    minutes = {m for a, b in problem.spans for m in range(a, b)} - {m for a, b in problem.but for m in range(a, b)}
    text = f"at that time it is {'open' if is_open else 'closed'}."
    check = "the open minutes of the day were listed"
    return truth(is_open is not problem.closed, text, "comparing times", check, (at in minutes) == is_open)
