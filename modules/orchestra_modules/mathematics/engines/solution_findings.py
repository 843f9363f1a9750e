"""Solutions as findings: the values of one unknown, what each of several is, none, every value, infinitely many.

Solves nothing; it tells what was found and gives it the tree that other operations can go on with.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import solutions
from orchestra_modules.mathematics.engines.solutions import Solved
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.syntax import Listing
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone


def told(work: Work, solved: Solved, asked: tuple[str, ...]) -> Finding:
    """The solutions as a finding: the values of one unknown, or what each unknown is."""
    if solved.extent == "every":
        remark = f" {solved.remarks[0]}" if solved.remarks else ""
        restricted = [name for name in asked if work.domain(name) != work.domain("")]
        if restricted:
            remark += " that it may have"
        text = f"every value of {asked[0]} is a solution{remark}"
        return special(solved, solutions.EVERY_VALUE, text)
    if solved.extent == "infinite":
        return _infinite(solved, asked)
    if not solved.points:
        kind = "real " if "over the real numbers" in solved.remarks else ""
        return special(solved, solutions.NO_SOLUTION, f"there is no {kind}solution{_remarked(solved)}")
    if len(asked) == 1:
        return _one_unknown(solved, asked[0])
    lines = [", ".join(f"{name} = {point[name].text}" for name in asked) for point in solved.points]
    lines = list(dict.fromkeys(lines))
    nodes = tuple(Listing(tuple(point[name].node for name in asked), "tuple") for point in solved.points)
    data: list[dict[str, str]] = [{name: solutions.data_text(point[name]) for name in asked} for point in solved.points]
    return Finding(
        "; ".join(lines),
        " or ".join(lines) + _remarked(solved),
        {"type": "solutions", "values": [dict(entry) for entry in data]}
        if len(data) > 1
        else {"type": "solution", "values": dict(data[0])},
        solved.method,
        solved.check,
        solved.verified,
        solved.confidence,
        node=None if not solved.exact else nodes[0] if len(nodes) == 1 else Listing(nodes),
    )


def _remarked(solved: Solved) -> str:
    remarks = [remark for remark in solved.remarks if remark != "over the real numbers"]
    return f" ({'; '.join(remarks)})" if remarks else ""


def special(solved: Solved, value: str, text: str) -> Finding:
    data: JsonValue = {"type": "solution set", "value": value}
    return Finding(value, text, data, solved.method, solved.check, solved.verified, solved.confidence, node=None)


def _infinite(solved: Solved, asked: tuple[str, ...]) -> Finding:
    """Infinitely many solutions: what is settled all the same, or their general form."""
    point = solved.points[0] if solved.points else {}
    if all(name in point for name in asked):
        return _told_point(solved, asked, point)
    if solved.family and not solved.points and len(solved.unknowns) == 1:
        text = f"{asked[0]} = {solved.family.replace(', ', ' or ')} for every integer n"
        data: JsonValue = {"type": "solution set", "value": solved.family}
        return Finding(
            solved.family, text, data, solved.method, solved.check, solved.verified, solved.confidence, node=None
        )
    if len(asked) == 1 or not solved.family:
        open_names = ", ".join(name for name in asked if name not in point)
        raise NotDone(f"the equations do not settle {open_names}: there are infinitely many solutions")
    return special(solved, "infinitely many solutions", f"there are infinitely many solutions: {solved.family}")


def _told_point(solved: Solved, asked: tuple[str, ...], point: solutions.Point) -> Finding:
    one = replace(solved, extent="finite", points=({name: point[name] for name in asked},))
    if len(asked) == 1:
        return _one_unknown(one, asked[0])
    text = ", ".join(f"{name} = {point[name].text}" for name in asked)
    return special(solved, text, text)


def _one_unknown(solved: Solved, unknown: str) -> Finding:
    values = solved.values(unknown)
    real = [value for value in values if value.real]
    told = " or ".join(f"{unknown} = {value.text}{value.approximate}" for value in values)
    if len(real) < len(values):
        only = ", ".join(value.text for value in real)
        told += f" (real: {only})" if real else " (complex; there is no real solution)"
    texts = [value.text for value in values]
    data: JsonValue = {"type": "solutions", "unknown": unknown, "values": [*texts]}
    if len(values) == 1:
        data = {"type": "solution", "values": {unknown: solutions.data_text(values[0])}}
    nodes = tuple(value.node for value in values)
    return Finding(
        ", ".join(texts),
        told + _remarked(solved),
        data,
        solved.method,
        solved.check,
        solved.verified,
        solved.confidence,
        node=None if not solved.exact else nodes[0] if len(nodes) == 1 else Listing(nodes),
    )
