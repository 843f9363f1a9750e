"""Units: quantities converted, added and compared.

The conversion is made by pint in exact fractions and checked by the legal sizes of the units in base units, and by
the way back. How long a month or a year is in days is a choice: it is told, and the result is then not verified.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.digits import decimal_text, number_text
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, number_data, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.measures import Measure, Unit, measure_named, unit_names
from orchestra_modules.mathematics.readers.quantities import Part, parts, quantity_node
from orchestra_modules.mathematics.syntax import Node, Number, Text, Written, has_decimal
from orchestra_modules.solving.refusal import NotDone

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_CHECK: Final = "check: the exact sizes of the units in base units give the same, and so does the way back"
_DAYS: Final = "a year is taken as 365 days; a leap year has 366"
_TIME: Final = (("time", 1),)
_CALENDAR: Final = (("calendar", 1),)
_MORE: Final = "(longer|more|larger|greater|heavier|bigger|faster|higher|taller|wider|hotter|warmer)"
_LESS: Final = "(shorter|less|smaller|lighter|slower|lower|narrower|colder|cooler|fewer)"


@operation(
    "convert",
    requests=(
        "how many {to:measure} (are|is) [there] (in|for|to|per) {quantity:quantity}",
        "how many {to:measure} (in|make|make up|equal|per|to) {quantity:quantity}",
        "how many {to:measure} (does|do|is|are|will) {quantity:quantity} [make|equal|contain|have|last|correspond "
        "to|be]",
        "how (much|long|far|heavy|fast|big|large) is {quantity:quantity} (in|as) {to:measure}",
        "(what is|what's|what are|find|calculate|compute|give|determine) [the value of] {quantity:quantity} "
        "(in|to|into|as|expressed in|converted to|converted into|expressed as|measured in) [terms of|units of] "
        "{to:measure}",
        "(convert|change|transform|turn|express|write|rewrite|give) {quantity:quantity} "
        "(in|to|into|as) [terms of|units of] {to:measure}",
        "{quantity:quantity} (in|to|into|as|expressed in|converted to) {to:measure}",
        "{quantity:quantity} (=|is|equals|is equal to|equal) (?|how many|what in) {to:measure}",
        "(what is|express|convert|write) [in|to] {to:measure} {quantity:quantity}",
    ),
    nouns=("number of {to:measure} in {quantity:quantity}",),
)
def convert(work: Work, quantity: Node, to: Node) -> Finding:
    """A quantity in another unit."""
    target = measure_named(work.text(to))
    given = parts(quantity)
    _doubts(work, [measure for _, measure in given] + [target], target)
    if len(given) > 1 and any(measure.zero for _, measure in given):
        raise NotDone("temperatures on a scale are not added")
    result = sum((converted(work, part, target) for part in given), Fraction(0))
    shown = number_text(result, has_decimal(quantity))
    told = " + ".join(f"{number_text(amount, has_decimal(quantity))} {unit.told(amount)}" for amount, unit in given)
    text = f"{told} {'is' if len(given) == 1 else 'are'} {shown} {target.told(result)}{_about(result, shown)}."
    verified = sum(amount * unit.size + unit.zero for amount, unit in given) == result * target.size + target.zero
    mixed = any(measure.dimension != target.dimension for _, measure in given)
    return Finding(
        shown,
        text,
        number_data(result),
        "conversion of units by exact factors",
        _CHECK,
        None if mixed else verified,
        CONFIDENT,
        node=Number(result, has_decimal(quantity)),
    )


def converted(work: Work, part: Part, target: Measure) -> Fraction:
    """An amount in another measure. NotDone for measures of different things."""
    amount, source = part
    if source.dimension == target.dimension:
        return _by_library(amount, source, target)
    kinds = {source.dimension, target.dimension}
    if kinds == {_TIME, _CALENDAR}:
        return _years_and_days(work, amount, source, target)
    raise NotDone(f"{source.told(Fraction(2))} and {target.told(Fraction(2))} measure different things")


def _years_and_days(work: Work, amount: Fraction, source: Measure, target: Measure) -> Fraction:
    """Between years and days, if no unit is shorter than a year on the one side."""
    calendar = source if source.dimension == _CALENDAR else target
    if calendar.size % 12:
        raise NotDone("a month has from 28 to 31 days, so it is no fixed number of them")
    work.assume(_DAYS)
    years, days = unit_names()["year"], unit_names()["day"]
    ratio = years.size / (365 * days.size)  # calendar units per second
    return amount * source.size / target.size * (1 / ratio if source is calendar else ratio)


def _by_library(amount: Fraction, source: Measure, target: Measure) -> Fraction:
    import pint
    from pint.util import UnitsContainer

    registry = _registry()

    def units(measure: Measure) -> UnitsContainer:
        return UnitsContainer({unit.library: power for unit, power in _merged(measure)})

    def times(measure: Measure) -> Fraction:
        found = Fraction(1)
        for unit, power in measure.parts:
            found *= unit.times**power
        return found

    try:
        value = registry.Quantity(amount * times(source), units(source)).to(units(target)).magnitude
    except pint.errors.OffsetUnitCalculusError as error:
        raise NotDone("degrees in a compound of units may be differences or points of a scale") from error
    return Fraction(value) / times(target)


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry(non_int_type=Fraction)


def _merged(measure: Measure) -> list[tuple[Unit, int]]:
    total: dict[Unit, int] = {}
    for unit, power in measure.parts:
        total[unit] = total.get(unit, 0) + power
    return [(unit, power) for unit, power in total.items() if power]


def _doubts(work: Work, measures: list[Measure], target: Measure) -> None:
    """Say which meaning of a name was taken, unless it falls out of the result."""
    units = {unit for measure in measures for unit, _ in measure.parts}
    customary = {unit for unit in units if "US" in unit.doubt and "imperial" in unit.doubt}
    if customary == units and len(units) > 1 and not any("fluid" in unit.name for unit in units):
        return  # quarts in a gallon are the same in both systems
    for unit in sorted(units, key=lambda unit: unit.name):
        if unit.doubt and len(units) > 1:
            work.assume(unit.doubt)


def _about(value: Fraction, shown: str) -> str:
    if "/" not in shown or len(shown) > 60:
        return ""
    exact = decimal_text(value)
    return f" ({exact})" if exact is not None and len(exact) < 16 else f" (about {float(value):.10g})"


@operation(
    "total_quantity",
    requests=(
        "(what is|find|calculate|compute|add|work out|evaluate) [the sum of|the total of] {quantity:quantities}",
        "{quantity:quantities}",
    ),
)
def total_quantity(work: Work, quantity: Node) -> Finding:
    """Quantities added, told in the unit of the first."""
    given = parts(quantity)
    first = given[0][1]
    result = sum((converted(work, part, first) for part in given), Fraction(0))
    shown = number_text(result, True)
    verified = sum(amount * unit.size for amount, unit in given) == result * first.size and not first.zero
    work.note("the sum is told in the unit of its first term")
    value = f"{shown} {first.told(result)}"
    return Finding(
        value,
        f"The sum is {value}.",
        {"type": "quantity", "value": shown, "unit": first.told(Fraction(1))},
        "conversion of units by exact factors",
        _CHECK,
        verified,
        node=quantity_node(result, first, True),
    )


@operation(
    "compare_quantities",
    requests=(
        f"is {{a:quantity}} {_MORE} than {{b:quantity}} {{sign=>}}",
        f"is {{a:quantity}} {_LESS} than {{b:quantity}} {{sign=<}}",
        "(is|are|does) {a:quantity} (equal to|the same as|equal|as much as|as long as|as heavy as) {b:quantity} "
        "{sign==}",
    ),
)
def compare_quantities(work: Work, a: Node, b: Node, sign: Node) -> Finding:
    """Whether one quantity is more than another."""
    left, right = _in_first(work, a, b)
    relation = work.text(sign)
    holds = {">": left > right, "<": left < right, "=": left == right}[relation]
    sizes = [sum(amount * unit.size + unit.zero for amount, unit in parts(node)) for node in (a, b)]
    again = {">": sizes[0] > sizes[1], "<": sizes[0] < sizes[1], "=": sizes[0] == sizes[1]}[relation]
    unit = parts(a)[0][1].told(Fraction(2))
    compared = f"{number_text(left, True)} against {number_text(right, True)} {unit}."
    return truth(holds, compared, "conversion of units by exact factors", _CHECK, holds == again)


@operation(
    "choose_quantity",
    requests=(
        "which (is|one is|quantity is|of these is) [the] "
        "(longer|more|larger|greater|heavier|bigger|faster|longest|largest"
        "|greatest|heaviest|biggest|fastest|hotter) [:|,] {a:quantity_as_written} [,] or {b:quantity_as_written} "
        "{sign=>}",
        "which (is|one is|quantity is|of these is) [the] "
        "(shorter|less|smaller|lighter|slower|shortest|smallest|lightest"
        "|slowest|colder) [:|,] {a:quantity_as_written} [,] or {b:quantity_as_written} {sign=<}",
    ),
)
def choose_quantity(work: Work, a: Node, b: Node, sign: Node) -> Finding:
    """The larger or smaller of two quantities, as it was written."""
    assert isinstance(a, Written) and isinstance(b, Written)
    left, right = _in_first(work, a.node, b.node)
    if left == right:
        raise NotDone("the two quantities are equal")
    chosen = a if (left > right) == (work.text(sign) == ">") else b
    sizes = [sum(amount * unit.size + unit.zero for amount, unit in parts(node)) for node in (a, b)]
    again = a if (sizes[0] > sizes[1]) == (work.text(sign) == ">") else b
    unit = parts(a.node)[0][1].told(Fraction(2))
    text = f"{chosen.text}: {number_text(left, True)} against {number_text(right, True)} {unit}."
    data: JsonValue = {"type": "text", "value": chosen.text}
    method = "conversion of units by exact factors"
    return Finding(chosen.text, text, data, method, _CHECK, chosen is again, node=Text(chosen.text))


def _in_first(work: Work, a: Node, b: Node) -> tuple[Fraction, Fraction]:
    """Both quantities in the unit in which the first begins."""
    unit = parts(a)[0][1]
    _doubts(work, [measure for node in (a, b) for _, measure in parts(node)], unit)
    left, right = (sum((converted(work, part, unit) for part in parts(node)), Fraction(0)) for node in (a, b))
    return left, right
