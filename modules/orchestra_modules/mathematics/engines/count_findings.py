"""Findings that are counts, and the sizes that are counted with."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.syntax import Node, Number
from orchestra_modules.solving.refusal import TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MAX: Final = 2000


def count_found(value: int, again: int, text: str, check: str) -> Finding:
    data = number_data(Fraction(value))
    return Finding(
        str(value),
        text.format(value),
        data,
        "counting",
        f"check: {check}",
        value == again,
        node=Number(Fraction(value)),
    )


def sizes(work: Work, *nodes: Node) -> list[int]:
    values = [work.integer(node) for node in nodes]
    if min(values) < 0:
        raise Undefined("what is counted is not negative")
    if max(values) > _MAX:
        raise TooCostly(f"numbers up to {_MAX} are taken")
    return values
