"""Asymptotes of the graph of a function, each from a limit."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from orchestra_modules.mathematics.engines.build import build, read_back, symbol
from orchestra_modules.mathematics.engines.limiting import Limited, limit
from orchestra_modules.mathematics.engines.real_line import ascending, conditions, domain, zeros
from orchestra_modules.mathematics.engines.symbolic import shown
from orchestra_modules.mathematics.syntax import Constant, Name, Negative, Node, Product, names
from orchestra_modules.solving.refusal import NotDone, Refusal

_INFINITY: Node = Constant("oo")


@dataclass(frozen=True)
class Lines:
    """The equations of the lines, and whether each rests on a confirmed limit."""

    lines: tuple[str, ...]
    check: str
    verified: bool | None


def asymptotes(f: Node, variable: str, kind: str) -> Lines:
    """The asymptotes of one kind, or of all. NotDone."""
    found: list[str] = []
    proved = True
    if kind in ("", "vertical"):
        lines, proved = _vertical(f, variable)
        found += lines
    if kind in ("", "horizontal", "oblique"):
        lines, ok = _at_infinity(f, variable, kind)
        found += [line for line in lines if line not in found]
        proved = proved and ok
    return Lines(tuple(found), "check: each is a limit that was confirmed by a second road", True if proved else None)


def _vertical(f: Node, variable: str) -> tuple[list[str], bool]:
    x = symbol(variable)
    candidates: set[object] = set()
    proved = True
    for _, part in conditions(f):
        if variable in names(part):
            found = zeros(build(part), x)
            candidates |= set(found.points)
            proved = proved and found.complete
    region = domain(f, x).points
    lines: list[str] = []
    for point in ascending(candidates):
        infinite = False
        for side, beside in (("+", sympy.Rational(1, 10**6)), ("-", -sympy.Rational(1, 10**6))):
            if region.contains(sympy.nsimplify(point) + beside) != sympy.true:
                continue
            near = limit(f, variable, read_back(point), side)
            infinite = infinite or (near.value is not None and not near.value.is_finite)
            proved = proved and bool(near.verified)
        if infinite:
            lines.append(f"{variable} = {shown(point)}")
    return lines, proved


def _at_infinity(f: Node, variable: str, kind: str) -> tuple[list[str], bool]:
    lines: list[str] = []
    proved = True
    region = domain(f, symbol(variable)).points
    for end, reached in ((_INFINITY, region.sup == sympy.oo), (Negative(_INFINITY), region.inf == -sympy.oo)):
        if not reached:
            continue
        try:
            line, ok = _line(f, variable, end)
        except NotDone:
            raise
        except Refusal:
            continue  # no real values towards that end
        proved = proved and ok
        if line is None:
            continue
        slanted = variable in str(line.partition("= ")[2])
        if kind in ("", "oblique" if slanted else "horizontal") and line not in lines:
            lines.append(line)
    return lines, proved


def _line(f: Node, variable: str, end: Node) -> tuple[str | None, bool]:
    """The line y = m*x + b towards an end, if there is one."""
    letter = "y" if variable != "y" else "z"
    flat = limit(f, variable, end)
    if flat.value is not None and flat.value.is_finite:
        return f"{letter} = {shown(flat.value)}", bool(flat.verified)
    slope = limit(Product((f,), (Name(variable),)), variable, end)
    if not _usable(slope) or slope.value == 0:
        return None, bool(slope.verified)
    rest = build(f) - slope.value * symbol(variable)
    shift = limit(read_back(sympy.together(rest)), variable, end)
    if not _usable(shift) or sympy.simplify(rest - shift.value) == 0:
        return None, bool(shift.verified)
    return f"{letter} = {shown(slope.value * symbol(variable) + shift.value)}", bool(slope.verified and shift.verified)


def _usable(found: Limited) -> bool:
    return found.value is not None and bool(found.value.is_finite)
