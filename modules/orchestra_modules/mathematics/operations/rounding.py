"""Rounding: to a place, to decimal places, to significant figures, to a multiple; up, down; whole parts.

A number halfway between two goes away from zero, which is stated when it happens. What is not rational (a root, pi) is
enclosed between rationals until every number in between rounds alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.digits import decimal_text, digit_count
from orchestra_modules.mathematics.engines.enclosure import enclosure, plain, rational_value, real, step
from orchestra_modules.mathematics.engines.number_findings import number, short, small, whole
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Call, Negative, Node, Number, Power, walk
from orchestra_modules.solving import numerals
from orchestra_modules.solving.refusal import NotDone, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_FRACTIONS: Final = {
    "tenth": Fraction(1, 10), "tenths": Fraction(1, 10), "hundredth": Fraction(1, 100), "hundredths": Fraction(1, 100),
    "thousandth": Fraction(1, 1000), "thousandths": Fraction(1, 1000), "millionth": Fraction(1, 10**6),
    "half": Fraction(1, 2), "quarter": Fraction(1, 4), "third": Fraction(1, 3), "eighth": Fraction(1, 8),
    "percent": Fraction(1, 100), "cent": Fraction(1, 100), "penny": Fraction(1, 100),
}  # fmt: skip
_WHOLE: Final = frozenset({"integer", "unit", "units", "one", "ones", "whole"})
_SCALES: Final = {
    word: 10**i
    for i, word in ((1, "ten"), (2, "hundred"), (3, "thousand"), (6, "million"), (9, "billion"), (12, "trillion"))
}


def _numeral_unit(reader: Reader) -> Node:
    """A unit told by a numeral: 10000, 10 thousand, 1/8."""
    cursor = reader.cursor
    value = reader.parser.number()
    assert isinstance(value, Number)
    following = cursor.token
    if following.kind == "word" and following.lowered in _SCALES:
        cursor.next()
        return Number(value.value * _SCALES[following.lowered])
    if following.text == "/" and cursor.ahead().kind == "number":
        cursor.next()
        below = reader.parser.number()
        assert isinstance(below, Number)
        if below.value == 0:
            raise Undefined("a division by zero has no value")
        return Number(value.value / below.value)
    return value


@slots.kind("unit_of_rounding")
def _unit(reader: Reader, slot: Slot) -> Iterator[Node]:
    """What is rounded to: "integer", "ten thousand", "one hundred", "10000", "tenth", "0.05"."""
    cursor = reader.cursor
    if cursor.sees("a", "an") and cursor.ahead().lowered in _WHOLE:
        cursor.next()
    first = cursor.token.lowered
    if cursor.token.kind == "number":
        yield _numeral_unit(reader)
        return
    if cursor.token.kind != "word":
        raise cursor.stuck("a unit of rounding was expected")
    taken: list[str] = []
    while cursor.token.kind == "word" and (
        (word := cursor.token.lowered) in numerals.SMALL or word in _SCALES or word.removesuffix("s") in _SCALES
    ):
        taken.append(word if word in numerals.SMALL or word in _SCALES else word.removesuffix("s"))
        cursor.next()
        if cursor.is_sign("-") and cursor.ahead().lowered in (*_SCALES, *_FRACTIONS):
            cursor.next()
    word = cursor.token.lowered if cursor.token.kind == "word" else ""
    scale = 1
    for part in taken:
        scale *= _SCALES.get(part) or numerals.SMALL[part]
    if word in _FRACTIONS or word == "ten":
        cursor.next()
        yield Number(
            _FRACTIONS[word] / scale
            if word.startswith(("thousandth", "hundredth", "millionth", "tenth"))
            else scale * _FRACTIONS[word]
        )
        return
    if not taken and word in _WHOLE:
        cursor.next()
        cursor.take("number", "numbers", "value")
        yield Number(Fraction(1))
        return
    if not taken:
        raise cursor.stuck(f"{first!r} is no unit of rounding")
    cursor.take("place")
    yield Number(Fraction(scale))


@slots.kind("reciprocal")
def _reciprocal(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The degree of the root that an exponent such as 1/7 or (1/7) means."""
    cursor = reader.cursor
    opened = cursor.take_sign("(")
    if not (cursor.token.kind == "number" and cursor.token.value == 1 and cursor.ahead().text == "/"):
        raise cursor.stuck()
    cursor.position += 2
    if cursor.token.kind != "number":
        raise cursor.stuck()
    degree = reader.parser.number()
    if opened:
        cursor.expect_sign(")")
    yield degree


_DECIMALS: Final = (
    "(decimal places|decimal place|decimals|decimal|dps|dp|d . p .|d . p|d p|decimal digits|decimal digit|places"
    "|places of decimals|digits after the decimal point|places after the decimal point|decimal points)"
)
_FIGURES: Final = (
    "(significant figures|significant figure|significant digits|significant digit|s . f .|s . f|s f|sf|sigfigs|sigfig"
    "|sig figs|sig fig|sig . figs .|sigdigs|significant places)"
)
_ROUNDED: Final = "(rounded|rounded off|correct|accurate|approximated|given|expressed|written|round)"
_UP: Final = "(up {mode=up}|down {mode=down}|off)"


@operation(
    "round_to_unit",
    nouns=(
        f"{{a}} [,] {_ROUNDED} [{_UP}] to [the] [nearest|closest] {{unit:unit_of_rounding}}",
        "{a} [,] to the (nearest|closest) {unit:unit_of_rounding}",
        "(rounding|approximation) of {a} to the (nearest|closest) {unit:unit_of_rounding}",
        "nearest (integer|whole number) {unit=1} to {a:last}",
        "(integer|whole number) {unit=1} (nearest|closest) to {a:last}",
        "closest (integer|whole number) {unit=1} to {a:last}",
        "nearest multiple of {unit:unit_of_rounding} to {a:last}",
        "multiple of {unit:unit_of_rounding} (nearest|closest) to {a:last}",
    ),
    requests=(
        f"(round|round off|approximate|estimate) [the (number|integer|decimal)] {{a}} [{_UP}] to [the] [nearest|"
        f"closest] {{unit:unit_of_rounding}}",
        f"round {_UP} [the (number|integer|decimal)] {{a}} to the (nearest|closest|next) {{unit:unit_of_rounding}}",
        f"round {_UP} [the (number|integer|decimal)] {{a}} {{unit=1}}",
        f"round {_UP} [the (number|integer|decimal)] {{a}} to (an integer|a whole number) {{unit=1}}",
        "round [the (number|integer|decimal)] {a} (up {mode=up}|down {mode=down}) {unit=1}",
        "(express|give|write|state) {a} [correct|rounded] to the (nearest|closest) {unit:unit_of_rounding}",
    ),
)
def round_to_unit(work: Work, a: Node, unit: Node | None = None, mode: Node | None = None) -> Finding:
    """The multiple of a unit that is nearest, or next above or below."""
    size = rational_value(unit) if unit is not None else Fraction(1)
    if size is None or size <= 0:
        raise Undefined("one rounds to multiples of a positive number")
    return _rounded(work, a, size, work.text(mode, "nearest"))


@operation(
    "round_to_places",
    nouns=(
        f"{{a}} [,] {_ROUNDED} [{_UP}] to {{n:integer}} {_DECIMALS}",
        f"{{a}} [,] to {{n:integer}} {_DECIMALS}",
        f"value of {{a}} (rounded to|correct to|to) {{n:integer}} {_DECIMALS}",
    ),
    requests=(
        "(round|round off|approximate|evaluate|calculate|compute|find|give|express|write|state) [the (number|"
        f"decimal|value of)] {{a}}"
        f" [{_UP}] [correct|rounded|accurate] to {{n:integer}} {_DECIMALS}",
        f"truncate {{mode=truncate}} {{a}} to {{n:integer}} {_DECIMALS}",
    ),
)
def round_to_places(work: Work, a: Node, n: Node, mode: Node | None = None) -> Finding:
    """A number with so many digits behind the decimal point; zeros at the end are not written in the value."""
    places = small(n, "a number of decimal places", 1_000)
    if places < 0:
        raise Undefined("the number of decimal places is at least 0")
    return _rounded(work, a, Fraction(1, 10**places), work.text(mode, "nearest"), places)


@operation(
    "round_to_figures",
    nouns=(
        f"{{a}} [,] {_ROUNDED} [{_UP}] to {{n:integer}} {_FIGURES}",
        f"{{a}} [,] to {{n:integer}} {_FIGURES}",
        "{a} [,] to {n:integer} digits [of precision]",
    ),
    requests=(
        "(round|round off|approximate|evaluate|calculate|compute|find|give|express|write|state) [the (number|"
        f"decimal|value of)] {{a}}"
        f" [{_UP}] [correct|rounded|accurate] to {{n:integer}} {_FIGURES}",
    ),
)
def round_to_figures(work: Work, a: Node, n: Node, mode: Node | None = None) -> Finding:
    """A number with so many digits from its first that is not 0."""
    figures = small(n, "a number of significant figures", 1_000)
    if figures < 1:
        raise Undefined("the number of significant figures is at least 1")
    magnitude = _magnitude(a)
    size = Fraction(10) ** (magnitude - figures + 1) if magnitude is not None else Fraction(1)
    return _rounded(work, a, size, work.text(mode, "nearest"), max(figures - 1 - (magnitude or 0), 0))


def _magnitude(a: Node) -> int | None:
    """The place of the first digit: 10**k <= |a| < 10**(k + 1); none for 0."""
    value = rational_value(a)
    if value is None:
        low, high = enclosure(a, 30)
        if low <= 0 <= high:
            raise NotDone("the first digit is not found: the number is too close to 0")
        value = low if low > 0 else high
        other = high if low > 0 else low
        if _power_of_ten(value) != _power_of_ten(other):
            raise NotDone("the first digit is not found: the number is too close to a power of ten")
    return _power_of_ten(value)


def _power_of_ten(value: Fraction) -> int | None:
    if value == 0:
        return None
    size = abs(value)
    k = digit_count(size.numerator) - digit_count(size.denominator)
    while Fraction(10) ** k > size:
        k -= 1
    while Fraction(10) ** (k + 1) <= size:
        k += 1
    return k


def _half_away(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2)) if value >= 0 else -math.floor(-value + Fraction(1, 2))


_MODES: Final[dict[str, Callable[[Fraction], int]]] = {
    "nearest": _half_away,
    "up": math.ceil,
    "down": math.floor,
    "truncate": math.trunc,
}


def _rounded(work: Work, a: Node, unit: Fraction, mode: str, places: int | None = None) -> Finding:
    rounding = _MODES[mode]
    steps, rational = step(a, lambda value: rounding(value / unit))
    found = steps * unit
    if mode in ("up", "down") and steps < 0:
        work.note(f"rounding {mode} is taken as towards {'plus' if mode == 'up' else 'minus'} infinity")
    told = decimal_text(found) or str(found)
    padded = _padded(told, places)
    direction = (
        "nearest" if mode == "nearest" else {"up": "next above", "down": "next below", "truncate": "cut off"}[mode]
    )
    text = f"{short(plain(a))} is {'' if rational and found == rational_value(a) else 'about '}{padded}"
    text += f" ({direction} multiple of {decimal_text(unit) or unit})"
    if rational:
        value = rational_value(a)
        assert value is not None
        if mode == "nearest" and value - math.floor(value / unit) * unit == unit / 2:
            work.note("the number lies halfway; halves are rounded away from zero")
        verified: bool | None = _within(value, found, unit, mode)
        check = "check: the distance to the result, against the unit"
        method = "exact rational arithmetic"
    else:
        verified, check = _confirmed(real(a), steps, unit, mode)
        method = "interval arithmetic with outward rounding"
    return number(found, text, method, check, verified, decimal=decimal_text(found) is not None)


def _padded(told: str, places: int | None) -> str:
    """The decimal with the zeros that show how far it was rounded."""
    if not places:
        return told
    front, _, back = told.partition(".")
    return f"{front}.{back.ljust(places, '0')}"


def _within(value: Fraction, found: Fraction, unit: Fraction, mode: str) -> bool:
    distance = found - value
    if mode == "nearest":
        return 2 * abs(distance) < unit or (2 * abs(distance) == unit and abs(found) > abs(value))
    if mode == "truncate":
        return abs(found) <= abs(value) and abs(distance) < unit
    return 0 <= distance < unit if mode == "up" else -unit < distance <= 0


def _confirmed(node: Node, steps: int, unit: Fraction, mode: str) -> tuple[bool | None, str]:
    """A second road for what is not rational: powers of the bounds for a root, point arithmetic for the rest."""
    low, high = {
        "nearest": (Fraction(2 * steps - 1, 2), Fraction(2 * steps + 1, 2)),
        "up": (Fraction(steps - 1), Fraction(steps)),
        "down": (Fraction(steps), Fraction(steps + 1)),
        "truncate": (Fraction(steps - (steps < 0)), Fraction(steps + (steps >= 0))),
    }[mode]
    low, high = low * unit, high * unit
    if (parts := _as_root(node)) is not None:
        value, degree = parts
        if value < 0:
            value, low, high = -value, -high, -low
        if low < 0:
            low = Fraction(0)
        return (
            low**degree <= value <= high**degree,
            f"check: the number under the root lies between the powers {degree} of the bounds",
        )
    from mpmath import libmp  # type: ignore[import-untyped]

    from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric

    try:
        again = numeric(node, 60 + 2 * max(digit_count(steps), 1))
        exactly = Fraction(*map(int, libmp.to_rational(again._mpf_)))
        agreed = low <= exactly <= high
    except (NotNumeric, TypeError, AttributeError, ValueError, OverflowError):
        return None, "check: none, the enclosure alone shows it"
    return agreed, "check: another evaluation lies between the same bounds"


def _as_root(node: Node) -> tuple[Fraction, int] | None:
    """The number and the degree, for a plain root of a rational number."""
    if isinstance(node, Negative):
        inner = _as_root(node.operand)
        return (-inner[0], inner[1]) if inner is not None and inner[1] % 2 else None
    try:
        if isinstance(node, Power):
            exponent = evaluate(node.exponent)
            base = evaluate(node.base)
            if exponent > 0 and base >= 0 and exponent.denominator <= 200 and exponent.numerator <= 200:
                return base**exponent.numerator, exponent.denominator
        if isinstance(node, Call) and node.function in ("sqrt", "cbrt"):
            return evaluate(node.arguments[0]), 2 if node.function == "sqrt" else 3
        if isinstance(node, Call) and node.function == "root":
            degree = evaluate(node.arguments[1])
            if degree.denominator == 1 and 1 < degree <= 200:
                return evaluate(node.arguments[0]), int(degree)
    except NotRational:
        return None
    return None


@operation(
    "nearest_integer_root",
    nouns=(
        "{degree:ordinal} root of {a:tight} [,] [rounded] to the nearest (integer|whole number)",
        "(square {degree=2}|cube {degree=3}) root of {a:tight} [,] [rounded] to the nearest (integer|whole number)",
        "(integer|whole) part {floor=yes} of the (square {degree=2}|cube {degree=3}) root of {a:tight}",
        "(integer|whole) part {floor=yes} of the {degree:ordinal} root of {a:tight}",
        "integer {floor=yes} (square {degree=2}|cube {degree=3}) root of {a:tight}",
    ),
    requests=(
        "(what is|what's|find|calculate|compute|evaluate|work out|round|give|estimate) [the value of] {a} (to|"
        "raised to) the power [of] {degree:reciprocal}"
        " [,] [rounded|correct] to the nearest (integer|whole number)",
    ),
    calls=("isqrt",),
    arrange=lambda positional, named: (
        {"a": positional[0], "degree": Number(Fraction(2)), "floor": Number(Fraction(1))}
        if len(positional) == 1 and not named
        else None
    ),
)
def nearest_integer_root(work: Work, a: Node, degree: Node, floor: Node | None = None) -> Finding:
    """A root rounded to an integer, by integer inequalities alone."""
    value, index = whole(a, "a root"), small(degree, "the degree of a root", 1_000)
    if index < 1 or (value < 0 and index % 2 == 0):
        raise Undefined(f"the root of degree {index} of {value} is no real number")
    size = abs(value)
    low, high = 0, 1 << (size.bit_length() // index + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**index <= size else (low, middle)
    up = floor is None and (2 * low + 1) ** index <= 2**index * size
    found = low + 1 if up else low
    if floor is not None:
        agreed = found**index <= size < (found + 1) ** index
        if value < 0 and found**index != size:
            found += 1
    else:
        agreed = (2 * found - 1) ** index <= 2**index * size <= (2 * found + 1) ** index or found == size == 0
    found = -found if value < 0 else found
    bounds = f"{found}^{index} = {found**index}" if index * found.bit_length() < 400 else f"{found}^{index} is near"
    text = f"The root of degree {index} of {value} is about {found}: {bounds}"
    check = "check: the powers of the bounds lie on either side of the number"
    return number(found, text, "bisection with integers", check, agreed)


@operation(
    "floor",
    nouns=(
        "floor [value|function] (of|at) {a:last}",
        "(greatest|largest) integer (less than or equal to|not greater than|not exceeding) {a:last}",
    ),
)
def floor(work: Work, a: Node) -> Finding:
    """The largest integer that is not above a number."""
    return _rounded(work, a, Fraction(1), "down")


@operation(
    "ceiling",
    nouns=(
        "(ceiling|ceil) [value|function] (of|at) {a:last}",
        "(least|smallest) integer (greater than or equal to|not less than|at least) {a:last}",
    ),
)
def ceiling(work: Work, a: Node) -> Finding:
    """The smallest integer that is not below a number."""
    return _rounded(work, a, Fraction(1), "up")


@operation(
    "whole_part",
    nouns=("(integer|whole|whole number|integral) part of {a:last}",),
    requests=("truncate {a} [to an integer]",),
    calls=("trunc", "fix", "IntegerPart"),
)
def whole_part(work: Work, a: Node) -> Finding:
    """What stands before the decimal point."""
    found = _rounded(work, a, Fraction(1), "truncate")
    value = rational_value(a)
    if value is None or value < 0:
        work.note("the whole part is what stands before the decimal point, towards zero")
    return found


@operation("fractional_part", nouns=("(fractional|fraction|decimal) part of {a}",), calls=("frac",))
def fractional_part(work: Work, a: Node) -> Finding:
    """What stands behind the decimal point."""
    value = rational_value(a)
    if value is None:
        raise NotDone("the fractional part is found for rational numbers")
    if value < 0:
        raise NotDone("the fractional part of a negative number depends on the convention")
    found = value - math.floor(value)
    decimal = decimal_text(value) is not None and any(isinstance(n, Number) and n.decimal for n in walk(plain(a)))
    text = f"{value} = {math.floor(value)} + {found}"
    return number(found, text, "exact rational arithmetic", "check: by the remainder", found == value % 1, decimal)
