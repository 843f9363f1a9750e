"""Descriptive statistics of lists of rational numbers.

Where textbooks differ, the phrase decides ("sample", "population") or the convention is an assumption that is told.
Results are checked by another formula, or by the property that defines them.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from heapq import nlargest, nsmallest
from itertools import pairwise
from math import isqrt, prod
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import fraction_text, number_text
from orchestra_modules.mathematics.finding import Finding, number_data, rational
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Call, Listing, Node, Number, Written, has_decimal
from orchestra_modules.solving.refusal import TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MAX_ITEMS: Final = 2000
_OF: Final = (
    "of [the] [(data|following|numbers|values|list|set|data set|dataset|scores|sample|following data|observations|"
    "following numbers|following values|data values|measurements)] [:|are|is]"
)


def _numbers(work: Work, data: Node) -> list[Fraction]:
    items = work.items(data)
    if len(items) == 1 and isinstance(items[0], Listing):
        items = items[0].items
    if len(items) > _MAX_ITEMS:
        raise TooCostly(f"at most {_MAX_ITEMS} numbers are taken")
    values = [work.rational(item.node if isinstance(item, Written) else item) for item in items]
    if not values:
        raise Undefined("there are no numbers")
    return values


def _told(name: str, value: Fraction, check: str, verified: bool, data: Node) -> Finding:
    shown = number_text(value, has_decimal(data))
    about = f" (about {float(value):.10g})" if "/" in shown else ""
    return Finding(
        shown,
        f"The {name} is {shown}{about}.",
        number_data(value),
        "exact rational arithmetic",
        f"check: {check}",
        verified,
        node=Number(value, has_decimal(data)),
    )


@operation(
    "mean",
    nouns=(f"(mean|average|arithmetic mean|mean value|average value) {_OF} {{data:list}}",),
    calls=("mean", "average", "Mean"),
)
def mean(work: Work, data: Node) -> Finding:
    """The sum over the count."""
    values = _numbers(work, data)
    found = sum(values, Fraction(0)) / len(values)
    return _told("mean", found, "the deviations from it add up to 0", sum(v - found for v in values) == 0, data)


@operation("median", nouns=(f"(median|median value|middle value) {_OF} {{data:list}}",), calls=("median", "Median"))
def median(work: Work, data: Node) -> Finding:
    """The middle value, or the mean of the two in the middle."""
    values = _numbers(work, data)
    found = _middle(sorted(values))
    check = "as many values are below it as above it, up to ties, and it is as far from the next on both sides"
    return _told("median", found, check, _halves(values, found), data)


def _middle(ordered: list[Fraction]) -> Fraction:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _halves(values: list[Fraction], middle: Fraction) -> bool:
    """Whether a number is the median, by counting only: nothing is put in order."""
    below, above = [v for v in values if v < middle], [v for v in values if v > middle]
    if len(below) + len(above) < len(values):
        return 2 * max(len(below), len(above)) < len(values)
    return len(below) == len(above) > 0 and middle - max(below) == min(above) - middle


@operation(
    "mode",
    nouns=(f"(mode|modes|most frequent value|most common value|modal value) {_OF} {{data:list}}",),
    calls=("mode",),
)
def mode(work: Work, data: Node) -> Finding:
    """The value, or the values, that occur most often."""
    values = _numbers(work, data)
    counts = Counter(values)
    most = max(counts.values())
    if most == 1 and len(counts) > 1:
        raise Undefined("every value occurs once, so there is no mode")
    found = sorted(value for value, n in counts.items() if n == most)
    if len(found) == len(counts) > 1:
        raise Undefined("all values occur equally often, so there is no mode")
    verified = all(values.count(v) == most for v in found) and all(
        values.count(v) < most for v in counts if v not in found
    )
    if len(found) == 1:
        return _told("mode", found[0], "counted again value by value", verified, data)
    shown = [number_text(v, has_decimal(data)) for v in found]
    return Finding(
        ", ".join(shown),
        f"The modes are {', '.join(shown)}.",
        {"type": "list", "items": [number_data(v) for v in found]},
        "counting",
        "check: counted again value by value",
        verified,
        node=Listing(tuple(Number(v, has_decimal(data)) for v in found)),
    )


@operation("data_range", nouns=(
    "(range|statistical range) of [the] (data|numbers|values|list|set|data set|dataset|scores|following "
    "data|following numbers"
    "|following values|observations) [:] {data:list}",
    "range of {data:several}",
    "difference between the (largest|greatest|biggest|highest|maximum) [value|number] and [the] (smallest|least|lowest"
    "|minimum) [value|number] (of|in|among) {data:several}",
))  # fmt: skip
def data_range(work: Work, data: Node) -> Finding:
    """The largest less the smallest."""
    values = _numbers(work, data)
    found = max(values) - min(values)
    ordered = sorted(values)
    gaps = sum((b - a for a, b in pairwise(ordered)), Fraction(0))
    return _told("range", found, "the gaps between neighbours add up to it", gaps == found, data)


@operation(
    "midrange", nouns=(f"(midrange|mid-range|mid range) {_OF} {{data:list}}", f"mid - range {_OF} {{data:list}}")
)
def midrange(work: Work, data: Node) -> Finding:
    """The value halfway between the smallest and the largest."""
    values = _numbers(work, data)
    found = (max(values) + min(values)) / 2
    return _told("midrange", found, "it is as far from both ends", max(values) - found == found - min(values), data)


def _variance(values: list[Fraction], sample: bool) -> tuple[Fraction, bool]:
    """The variance, and whether another formula gives the same."""
    n = len(values)
    if sample and n < 2:
        raise Undefined("a sample variance needs two values")
    centre = sum(values, Fraction(0)) / n
    found = sum(((v - centre) ** 2 for v in values), Fraction(0)) / (n - 1 if sample else n)
    squares = sum((v * v for v in values), Fraction(0)) - n * centre**2
    return found, squares == found * (n - 1 if sample else n)


_WHICH: Final = "[(sample {kind=sample}|population {kind=population})]"
_DIVISOR: Final = "the population formula is taken (divided by the number of values, not by one less)"


@operation("variance", nouns=(f"{_WHICH} variance {_OF} {{data:list}}",), calls=("variance",))
def variance(work: Work, data: Node, kind: Node | None = None) -> Finding:
    """The mean of the squared deviations."""
    values = _numbers(work, data)
    if kind is None:
        work.assume(f"{_DIVISOR}; the sample variance is {_other_variance(values)}")
    found, verified = _variance(values, work.text(kind) == "sample")
    return _told(
        f"{work.text(kind) or 'population'} variance", found, "mean of squares less square of the mean", verified, data
    )


def _other_variance(values: list[Fraction]) -> str:
    return fraction_text(_variance(values, True)[0]) if len(values) > 1 else "undefined"


@operation(
    "standard_deviation",
    nouns=(f"{_WHICH} standard deviation {_OF} {{data:list}}", f"standard deviation {_OF} {{data:list}}"),
    calls=("stdev",),
)
def standard_deviation(work: Work, data: Node, kind: Node | None = None) -> Finding:
    """The square root of the variance."""
    values = _numbers(work, data)
    if kind is None:
        work.assume(_DIVISOR)
    found, verified = _variance(values, work.text(kind) == "sample")
    root = exact_root(found)
    name = f"{work.text(kind) or 'population'} standard deviation"
    if isinstance(root, Fraction):
        return _told(
            name, root, "its square is the variance, found by two formulas", verified and root * root == found, data
        )
    outer, inner = root
    front = fraction_text(abs(outer))
    shown = (
        f"sqrt({inner})" if outer == 1 else f"{front}*sqrt({inner})" if outer.denominator == 1 else _over(outer, inner)
    )
    node = Call("sqrt", (Number(found),))
    return Finding(
        shown,
        f"The {name} is {shown} (about {float(found) ** 0.5:.10g}), the square root of {fraction_text(found)}.",
        {"type": "expression", "value": shown},
        "exact rational arithmetic",
        "check: its square is the variance, found by two formulas",
        verified and outer * outer * inner == found,
        node=node,
    )


def _over(outer: Fraction, inner: int) -> str:
    above = f"sqrt({inner})" if outer.numerator == 1 else f"{outer.numerator}*sqrt({inner})"
    return f"{above}/{outer.denominator}"


def exact_root(value: Fraction) -> Fraction | tuple[Fraction, int]:
    """The root of a rational number: rational, or a rational number times the root of a squarefree integer."""
    inside = value.numerator * value.denominator
    outside = 1
    divisor = 2
    while divisor * divisor <= inside and divisor < 100_000:
        while inside % (divisor * divisor) == 0:
            inside //= divisor * divisor
            outside *= divisor
        divisor += 1
    if (whole := isqrt(inside)) ** 2 == inside:
        outside, inside = outside * whole, 1
    factor = Fraction(outside, value.denominator)
    return factor if inside == 1 or value == 0 else (factor, inside)


@operation(
    "quartile",
    nouns=(
        f"(first|lower) {{which=1}} quartile {_OF} {{data:list}}",
        f"(third|upper) {{which=3}} quartile {_OF} {{data:list}}",
        f"second {{which=2}} quartile {_OF} {{data:list}}",
        f"(interquartile range|iqr) {{which=0}} {_OF} {{data:list}}",
    ),
)
def quartile(work: Work, data: Node, which: Node) -> Finding:
    """The medians of the lower and upper half; the middle value of an odd number is in neither."""
    values = sorted(_numbers(work, data))
    if len(values) < 2:
        raise Undefined("quartiles need two values")
    half = len(values) // 2
    lower, upper = _middle(values[:half]), _middle(values[-half:])
    wider = _middle(values[: len(values) - half]), _middle(values[half:])
    if (lower, upper) != wider:
        work.assume("quartiles are medians of the halves without the middle value; other methods differ")
    number = work.integer(which)
    found = {0: upper - lower, 1: lower, 2: _middle(values), 3: upper}[number]
    fair = {
        0: _halves(nsmallest(half, values), lower) and _halves(nlargest(half, values), lower + found),
        1: _halves(nsmallest(half, values), found),
        2: _halves(values, found),
        3: _halves(nlargest(half, values), found),
    }[number]
    name = {0: "interquartile range", 1: "first quartile", 2: "second quartile", 3: "third quartile"}[number]
    part = {0: "both halves", 1: "the lower half", 2: "the data", 3: "the upper half"}[number]
    return _told(name, found, f"counted how many values of {part} are below and above", fair, data)


@operation("geometric_mean", nouns=(f"geometric (mean|average) {_OF} {{data:list}}",))
def geometric_mean(work: Work, data: Node) -> Finding:
    """The n-th root of the product, where it is rational or a square root."""
    from orchestra_modules.mathematics.engines.arithmetic import NotRational, root

    values = _numbers(work, data)
    if min(values) < 0 or len(values) > 60:
        raise Undefined("a geometric mean is taken of at most 60 numbers that are not negative")
    product = Fraction(prod(values))
    try:
        found = root(product, len(values))
    except NotRational:
        node = Call("root", (Number(product), Number(Fraction(len(values)))))
        shown = (
            f"({fraction_text(product)})**(1/{len(values)})" if len(values) > 2 else f"sqrt({fraction_text(product)})"
        )
        if len(values) == 2 and not isinstance(simple := exact_root(product), Fraction):
            outer, inner = simple
            front = "" if outer == 1 else f"{fraction_text(outer)}*"
            shown = f"{front}sqrt({inner})" if outer.denominator == 1 else _over(outer, inner)
        text = f"The geometric mean is {shown} (about {float(product) ** (1 / len(values)):.10g})."
        check = "check: its power is the product by definition"
        return Finding(shown, text, {"type": "expression", "value": shown}, "exact arithmetic", check, None, node=node)
    return _told("geometric mean", found, "its power is the product", found ** len(values) == product, data)


@operation("harmonic_mean", nouns=(f"harmonic (mean|average) {_OF} {{data:list}}",))
def harmonic_mean(work: Work, data: Node) -> Finding:
    """The count over the sum of the reciprocals."""
    values = _numbers(work, data)
    if min(values) <= 0:
        raise Undefined("a harmonic mean is taken of numbers above 0")
    found = len(values) / sum((1 / v for v in values), Fraction(0))
    again = sum((found / v for v in values), Fraction(0)) == len(values)
    return _told("harmonic mean", found, "the ratios of it to the values add up to their number", again, data)


@operation(
    "weighted_mean",
    nouns=(
        "weighted (mean|average) of {data:list} (with weights|with the weights|weighted by|with respective weights) "
        "{weights:list}",
    ),
)
def weighted_mean(work: Work, data: Node, weights: Node) -> Finding:
    """The mean with each value counted by its weight."""
    values, shares = _numbers(work, data), _numbers(work, weights)
    if len(values) != len(shares) or sum(shares) == 0:
        raise Undefined("each value needs a weight, and the weights must not add up to 0")
    found = sum((v * w for v, w in zip(values, shares, strict=True)), Fraction(0)) / sum(shares, Fraction(0))
    again = sum((w * (v - found) for v, w in zip(values, shares, strict=True)), Fraction(0)) == 0
    return _told("weighted mean", found, "the weighted deviations from it add up to 0", again, data)


_Z: Final = "(standard deviation|sd|a standard deviation) [of] {deviation}"


@operation(
    "z_score",
    nouns=(
        f"(z-score|z score|standard score) (of|for) {{x}} (with|given|if the|in a distribution with|when the|for) "
        f"[a] mean [of|is] "
        f"{{centre}} and {_Z}",
        f"z - score (of|for) {{x}} (with|given|if the|in a distribution with|when the) [a] mean [of|is] {{centre}} "
        f"and {_Z}",
    ),
)
def z_score(work: Work, x: Node, centre: Node, deviation: Node) -> Finding:
    """How many standard deviations a value lies above the mean."""
    value, mid, unit = (work.rational(node) for node in (x, centre, deviation))
    if unit <= 0:
        raise Undefined("a standard deviation is above 0")
    found = (value - mid) / unit
    told = f"({value} - {mid})/{unit}"
    check = "check: the mean with so many deviations is the value"
    return rational(found, has_decimal(x, centre, deviation), told, check, mid + found * unit == value)


@operation(
    "correlation",
    nouns=(
        "(correlation|correlation coefficient|pearson correlation|pearson correlation coefficient) (of|between) "
        "{x:bracketed} and "
        "{y:bracketed}",
        "covariance {kind=covariance} (of|between) {x:bracketed} and {y:bracketed}",
    ),
)
def correlation(work: Work, x: Node, y: Node, kind: Node | None = None) -> Finding:
    """Pearson's correlation coefficient of two lists in brackets, or their population covariance."""
    left, right = _numbers(work, x), _numbers(work, y)
    n = len(left)
    if n != len(right) or n < 2:
        raise Undefined("two lists of the same length are needed")
    mx, my = sum(left, Fraction(0)) / n, sum(right, Fraction(0)) / n
    sxy = sum(((a - mx) * (b - my) for a, b in zip(left, right, strict=True)), Fraction(0))
    again = sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0)) - n * mx * my
    if kind is not None:
        work.assume(_DIVISOR)
        return _told("population covariance", sxy / n, "mean of products less product of means", again == sxy, x)
    sxx, syy = (sum(((a - m) ** 2 for a in items), Fraction(0)) for items, m in ((left, mx), (right, my)))
    if not sxx or not syy:
        raise Undefined("a list of equal numbers has no correlation")
    square = sxy * sxy / (sxx * syy)
    root = exact_root(square)
    if not isinstance(root, Fraction):
        outer, inner = root
        sign = "-" if sxy < 0 else ""
        front = "" if outer == 1 else f"{outer.numerator}*" if outer.numerator != 1 else ""
        shown = f"{sign}{front}sqrt({inner})" + (f"/{outer.denominator}" if outer.denominator != 1 else "")
        text = f"The correlation coefficient is {shown} (about {float(square) ** 0.5 * (-1 if sxy < 0 else 1):.10g})."
        verified = _explains(left, right, outer * outer * inner, shown.startswith("-"))
        return Finding(
            shown, text, {"type": "expression", "value": shown}, "exact rational arithmetic", f"check: {_FIT}", verified
        )
    found = -root if sxy < 0 else root
    return _told("correlation coefficient", found, _FIT, _explains(left, right, found * found, found < 0), x)


_FIT: Final = "its square is the share of the squares that the fitted line explains, its sign that of the line's slope"


def _explains(left: list[Fraction], right: list[Fraction], square: Fraction, falling: bool) -> bool:
    """Whether the line of least squares, from its normal equations, leaves the share 1 - r**2 and falls if told so."""
    n, a, b = len(left), sum(left, Fraction(0)), sum(right, Fraction(0))
    squares = sum((x * x for x in left), Fraction(0))
    products = sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0))
    slope = (n * products - a * b) / (n * squares - a * a)
    start = (b - slope * a) / n
    missed = sum(((y - start - slope * x) ** 2 for x, y in zip(left, right, strict=True)), Fraction(0))
    spread = sum((y * y for y in right), Fraction(0)) - b * b / n
    return missed == (1 - square) * spread and (slope < 0) == falling
