"""Questions about quantities beside plain conversion: in several units at once, rounded, and how often one fits."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.engines.number_findings import number, short, words
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.units import converted
from orchestra_modules.mathematics.readers.measures import Measure, measure_named
from orchestra_modules.mathematics.readers.quantities import parts
from orchestra_modules.mathematics.syntax import Negative, Node, Product, Request, Sum
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_METHOD: Final = "conversion of units by exact factors"
_SEVERAL: Final = "{first:measure} (and|,) [and] {second:measure} [[,] and {third:measure}]"
_DECIMALS: Final = "(decimal places|decimal place|decimals|decimal|dp|places)"
_INTO: Final = "(in|to|into|as|expressed in|converted to)"


@operation(
    "in_several_units",
    requests=(
        f"[what is|how much is|how long is|express|convert|write|give|change] {{quantity:quantity}} {_INTO} {_SEVERAL}",
        f"how many {_SEVERAL} (are|is|make) [there] [in] {{quantity:quantity}}",
        f"how many {_SEVERAL} (are there|is that|are) in {{quantity:quantity}}",
    ),
)
def in_several_units(work: Work, quantity: Node, first: Node, second: Node, third: Node | None = None) -> Finding:
    """As many whole ones of the larger units as there are, and the rest in the last."""
    units = [measure_named(work.text(node)) for node in (first, second, third) if node is not None]
    given = parts(quantity)
    if any(unit.zero or unit.dimension != units[0].dimension for unit in units):
        raise NotDone("several units of one kind were expected")
    if any(unit.size <= after.size for unit, after in pairwise(units)):
        raise NotUnderstood("the larger unit stands first")
    rest = sum((converted(work, part, units[-1]) for part in given), Fraction(0))
    total = rest
    if rest < 0:
        raise Undefined("a negative quantity has no whole units")
    amounts: list[Fraction] = []
    for unit in units[:-1]:
        ratio = unit.size / units[-1].size
        amounts.append(Fraction(math.floor(rest / ratio)))
        rest -= amounts[-1] * ratio
    amounts.append(rest)
    shown = " ".join(f"{number_text(a, True)} {unit.told(a)}" for a, unit in zip(amounts, units, strict=True))
    again = sum((a * unit.size for a, unit in zip(amounts, units, strict=True)), Fraction(0))
    good = again == sum(amount * unit.size for amount, unit in given) == total * units[-1].size
    good = good and rest * units[-1].size < units[-2].size
    return words(shown, f"That is {shown}.", _METHOD, "check: added again in base units", good)


@operation(
    "converted_and_rounded",
    requests=(
        f"[what is|convert|express|change] {{quantity:quantity}} {_INTO} {{to:measure}} [,] [and] (rounded|correct|"
        f"round|accurate|to|rounding) [it] [to] {{n:integer}} {_DECIMALS}",
        f"[what is|convert|express|change] {{quantity:quantity}} {_INTO} {{to:measure}} [,] [and] (rounded|correct|"
        "round|rounding) [it] to the nearest {unit:unit_of_rounding}",
    ),
)
def converted_and_rounded(
    work: Work, quantity: Node, to: Node, n: Node | None = None, unit: Node | None = None
) -> Finding:
    """A quantity in another unit, rounded."""
    found = work.find(Request("convert", (("quantity", quantity), ("to", to))))
    if found.node is None:
        raise NotDone("the converted quantity is no plain number")
    if n is not None:
        return work.find(Request("round_to_places", (("a", found.node), ("n", n))))
    assert unit is not None
    return work.find(Request("round_to_unit", (("a", found.node), ("unit", unit))))


@operation(
    "how_often_it_fits",
    requests=(
        "how many {part:quantity} {thing:thing} (fill|make|make up|fit in|fit into|can be filled from|are needed to "
        "fill|can be cut from|are in|are there in) (a|an|one|the) {whole:quantity} [{other:thing}]",
    ),
)
def how_often_it_fits(work: Work, part: Node, whole: Node, thing: Node, other: Node | None = None) -> Finding:
    """How many times one quantity goes into another; only where nothing is left over."""
    small, large = parts(part), parts(whole)
    if len(small) != 1 or len(large) != 1:
        raise NotUnderstood("one quantity each was expected")
    inside = converted(work, large[0], small[0][1])
    found = inside / small[0][0] if small[0][0] else Fraction(0)
    if found <= 0 or found.denominator != 1:
        raise NotDone("it does not fit a whole number of times")
    unit: Measure = small[0][1]
    text = f"{number_text(inside, True)} {unit.told(inside)} are {found} times {number_text(small[0][0], True)}"
    good = found * small[0][0] * unit.size == large[0][0] * large[0][1].size
    return number(found, text, _METHOD, "check: multiplied back in base units", good)


@operation(
    "how_much_more",
    requests=(
        "how much ((more|larger|bigger|greater|higher) {way=more}|(less|smaller|lower) {way=less}) is {a} than {b}",
        "by how much (is|does) {a} ((more|larger|bigger|greater|higher) than|exceed) {b} {way=more}",
        "by how much is {a} (less|smaller|lower) than {b} {way=less}",
        "how much is {a} ((larger|bigger|greater|higher) {way=more}|(smaller|lower) {way=less}) than {b}",
    ),
)
def how_much_more(work: Work, a: Node, b: Node, way: Node) -> Finding:
    """By how much one number is more or less than another; it must be so."""
    first, second = (b, a) if work.text(way) == "less" else (a, b)
    if work.rational(first) < work.rational(second):
        raise NotDone(f"{short(a)} is not {'less' if work.text(way) == 'less' else 'more'} than {short(b)}")
    return work.find(Request("value", (("expression", Sum((first, Negative(second)))),)))


@operation(
    "how_many_times_as_much",
    requests=(
        "how many times ((as (large|big|great|much|long) as) is {a} compared to {b}|as (large|big|great|much) is {a} "
        "as {b})",
        "how many times as (large|big|great|much) as {b} is {a}",
        "how many times (larger|bigger|greater|more) (is {a} than {b}|than {b} is {a})",
        "how many times (is {a} (larger|bigger|greater|more) than {b}|is {a} as (large|big|great|much) as {b})",
    ),
)
def how_many_times_as_much(work: Work, a: Node, b: Node) -> Finding:
    """How often the second makes the first."""
    if work.rational(b) <= 0 or work.rational(a) < work.rational(b):
        raise NotDone("it is not some times as large")
    work.note("'so many times larger' is read as 'so many times as large'")
    return work.find(Request("value", (("expression", Product((a,), (b,))),)))
