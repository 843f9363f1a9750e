"""What a question would cost, judged from its tree before anything is built.

Sizes are carried through nesting, so a tower of small powers is seen as what it is. Not covered: how long a search
takes (an integral, a factorisation with large primes); there the steps are limited, and the process is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.digits import digit_count
from orchestra_modules.mathematics.limits import (
    MAX_DEGREE,
    MAX_DIGITS,
    MAX_NAMES,
    MAX_NODES,
    MAX_SYMBOLIC_DIGITS,
    MAX_TERMS,
)
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    show,
    walk,
)
from orchestra_modules.solving.refusal import NotDone, TooCostly

_LOG10_2 = math.log10(2)


@dataclass(frozen=True)
class Size:
    """Bounds for an expression multiplied out: digits of numerators and denominators, terms, degree."""

    above: float = 0.0
    below: float = 0.0
    terms: float = 1.0
    degree: float = 0.0
    plain: bool = True  # a rational number, as far as the tree shows


def check(*nodes: Node) -> None:
    """Refuse what is too large to work out. TooCostly states the limit."""
    names = {node.name for root in nodes for node in walk(root) if isinstance(node, Name)}
    if len(names) > MAX_NAMES:
        raise TooCostly(f"there are {len(names)} unknowns; at most {MAX_NAMES} are taken")
    for root in nodes:
        size = measure(root)
        if not size.plain and (count := sum(1 for _ in walk(root))) > MAX_NODES:
            raise TooCostly(f"the expression has {count} parts; at most {MAX_NODES} are taken")
        _hold(size, MAX_DIGITS if size.plain else MAX_SYMBOLIC_DIGITS)


def measure(node: Node) -> Size:
    """The size of an expression. TooCostly as soon as a part is over a limit."""
    size = _measure(node)
    _hold(size, MAX_DIGITS)
    return size


def _hold(size: Size, digits: int) -> None:
    if max(size.above, size.below) > digits:
        about = max(size.above, size.below)
        shown = f"{about:.0f}" if about < 1e9 else f"{about:.1e}" if math.isfinite(about) else "more than 1e308"
        raise TooCostly(f"a number on the way would have about {shown} digits; at most {digits} are worked out")
    if size.terms > MAX_TERMS:
        raise TooCostly(f"multiplied out there would be up to {size.terms:.3g} terms; at most {MAX_TERMS} are taken")
    if size.degree > MAX_DEGREE:
        raise TooCostly(f"the degree would be up to {size.degree:.3g}; at most {MAX_DEGREE} is taken")


def _measure(node: Node) -> Size:
    match node:
        case Number(value):
            return Size(math.log10(abs(value.numerator) or 1), math.log10(value.denominator))
        case Name():
            return Size(degree=1, plain=False)
        case Constant():
            return Size(above=1, plain=False)
        case Negative(operand):
            return measure(operand)
        case Sum(terms):
            return _sum([measure(term) for term in terms])
        case Product(factors, divisors):
            return _product([measure(factor) for factor in factors], [measure(divisor) for divisor in divisors])
        case Power(Constant("i"), exponent) if measure(exponent).plain:
            return Size(above=1, plain=False)  # one of 1, i, -1, -i, however large the exponent
        case Power(base, exponent):
            return _power(measure(base), exponent)
        case Call(function, arguments):
            return _call(function, arguments)
        case _:
            raise NotDone(f"{show(node)[:60]} is no plain expression")


def _sum(sizes: list[Size]) -> Size:
    above, below = sizes[0].above, sizes[0].below
    for size in sizes[1:]:
        if below or size.below:
            above = max(above + size.below, size.above + below) + _LOG10_2
            below = below + size.below
        else:
            above = max(above, size.above) + _LOG10_2
        if below > 4 * MAX_DIGITS:
            break
    plain = all(size.plain for size in sizes)
    terms = 1.0 if plain else sum(size.terms for size in sizes)
    # denominators of a long sum share factors; what many small ones can reach is bounded by their product
    return Size(above, below, terms, max(size.degree for size in sizes), plain)


def _product(factors: list[Size], divisors: list[Size]) -> Size:
    every = factors + divisors
    return Size(
        sum(size.above for size in factors) + sum(size.below for size in divisors),
        sum(size.below for size in factors) + sum(size.above for size in divisors),
        math.prod(min(size.terms, 1e9) for size in every),
        sum(size.degree for size in every),
        all(size.plain for size in every),
    )


def _power(base: Size, exponent: Node) -> Size:
    raised = measure(exponent)
    value = _small_value(exponent, raised)
    if value is None:
        if raised.plain and raised.above > 6:
            times = 10 ** min(raised.above - raised.below, 300.0)
            return Size(max(base.above, base.below) * times, 0, plain=base.plain)
        return Size(base.above + raised.above, base.below + raised.below, 1, base.degree + 1, plain=False)
    times = abs(value)
    above, below = (base.below, base.above) if value < 0 else (base.above, base.below)
    terms = 1.0 if base.terms <= 1 else _power_terms(base.terms, times)
    return Size(above * times, below * times, terms, base.degree * times, base.plain)


def _power_terms(terms: float, times: float) -> float:
    """Terms of a sum of `terms` terms raised to a power, as a bound."""
    if times > 2 * MAX_TERMS:
        return math.inf
    log = math.lgamma(terms + times) - math.lgamma(times + 1) - math.lgamma(terms)
    return math.exp(min(log, 700.0))


def _small_value(node: Node, size: Size) -> float | None:
    """The value of an exponent or an argument of factorial, if it is a number of at most seven digits."""
    if not size.plain or size.above > 60 or size.below > 60:
        return None
    try:
        value = evaluate(node)
    except NotRational:
        return None
    return float(value) if abs(value) < 10**7 else None


def _call(function: str, arguments: tuple[Node, ...]) -> Size:
    sizes = [measure(argument) for argument in arguments]
    above, below = max(size.above for size in sizes), max(size.below for size in sizes)
    plain = all(size.plain for size in sizes)
    if function in ("factorial", "binomial") and plain:
        value = _small_value(arguments[0], sizes[0])
        if value is None:
            value = 10 ** min(above, 300.0)
        value = max(abs(value), 2.0)
        above = value * _LOG10_2 if function == "binomial" else value * math.log10(value)
    if function == "lcm":
        above = sum(size.above for size in sizes)
    if function in ("exp", "sinh", "cosh") and above > 6:
        raise TooCostly(f"the argument of {function} has more than 6 digits")
    rational = function in ("factorial", "binomial", "gcd", "lcm", "floor", "ceiling", "mod", "abs", "max", "min")
    return Size(above, below, 1, sum(size.degree for size in sizes), plain and rational)


def printable(*numbers: int) -> None:
    """Refuse integers too long to print, without converting them. TooCostly."""
    for number in numbers:
        if (digits := digit_count(number)) > MAX_DIGITS + 1:
            raise TooCostly(f"the result has about {digits} digits; at most {MAX_DIGITS} are printed")
