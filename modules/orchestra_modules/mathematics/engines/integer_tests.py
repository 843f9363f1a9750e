"""What can hold of an integer, and what can be measured of one: each decided by two roads that share nothing.

The first road is quick, the second goes back to the definition. Knows no words and no sets of integers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.arithmetic import NotRational, root
from orchestra_modules.mathematics.engines.integers import composite_witness, factorise
from orchestra_modules.solving.refusal import TooCostly

Test = Callable[..., bool]
Measure = Callable[[int], int]

_MAX_TRIED: Final = 10**12


def _is_prime(value: int) -> bool:
    return value > 1 and composite_witness(value) is None


def _tried(value: int) -> int:
    """The root up to which divisors are tried. TooCostly."""
    if abs(value) > _MAX_TRIED:
        raise TooCostly("divisors are tried up to 10^12 only")
    return math.isqrt(abs(value))


def _has_no_divisor(value: int) -> bool:
    if value < 4:
        return value in (2, 3)
    return value % 2 == 1 and all(value % divisor for divisor in range(3, _tried(value) + 1, 2))


def _has_root(value: int, degree: int) -> bool:
    try:
        return root(Fraction(value), degree).denominator == 1
    except NotRational:
        return False


def _is_raised(value: int, degree: int) -> bool:
    """Whether the root, rounded and tried with its neighbours, gives the number back."""
    near = round(abs(value) ** (1 / degree)) if abs(value) < 10**15 else 0
    if near == 0 and value:
        low, high = 0, 1 << (abs(value).bit_length() // degree + 1)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if middle**degree <= abs(value) else (low, middle)
        near = low
    tried = {sign * (near + step) for step in (-1, 0, 1) for sign in (1, -1)}
    return any(base**degree == value for base in tried)


def _is_power_of(value: int, base: int) -> bool:
    while value > 1 and base > 1 and value % base == 0:
        value //= base
    return value == 1 and base > 1


def _equals_power_of(value: int, base: int) -> bool:
    power = 1
    while base > 1 and power < value:
        power *= base
    return base > 1 and power == value


def _is_fibonacci(value: int) -> bool:
    one, two = 0, 1
    while one < value:
        one, two = two, one + two
    return one == value


def _is_fibonacci_by_squares(value: int) -> bool:
    return value >= 0 and any(_has_root(5 * value * value + sign, 2) for sign in (4, -4))


def _aliquot_sum(value: int) -> int:
    total = 1
    for prime, count in factorise(value).items():
        total *= (prime ** (count + 1) - 1) // (prime - 1)
    return total - value


def _aliquot_sum_by_trial(value: int) -> int:
    low = [d for d in range(1, _tried(value) + 1) if value % d == 0]
    return sum({*low, *(value // d for d in low)}) - value


def _reversed(value: int) -> int:
    turned = 0
    while value:
        value, digit = divmod(value, 10)
        turned = turned * 10 + digit
    return turned


def _digits(value: int) -> list[int]:
    """The digits from the last to the first, by division."""
    value, found = abs(value), [abs(value) % 10]
    while value := value // 10:
        found.append(value % 10)
    return found


def _written(value: int) -> str:
    return str(abs(value))


def _common(first: int, second: int) -> int:
    """The greatest common divisor, by Euclid's subtraction with remainders."""
    first, second = abs(first), abs(second)
    while second:
        first, second = second, first % second
    return first


def _is_triangular(value: int) -> bool:
    index = (math.isqrt(8 * value + 1) - 1) // 2 if value >= 0 else 0
    return value >= 0 and index * (index + 1) // 2 == value


#: name -> whether it holds of an integer (and the numbers it is about), by two roads
TESTS: Final[dict[str, tuple[Test, Test]]] = {
    "even": (lambda v: v % 2 == 0, lambda v: _written(v)[-1] in "02468"),
    "odd": (lambda v: v % 2 == 1, lambda v: _written(v)[-1] in "13579"),
    "prime": (_is_prime, _has_no_divisor),
    "composite": (lambda v: v > 1 and not _is_prime(v), lambda v: v > 3 and not _has_no_divisor(v)),
    "square": (lambda v: v >= 0 and math.isqrt(v) ** 2 == v, lambda v: _has_root(v, 2)),
    "cube": (lambda v: _is_raised(v, 3), lambda v: _has_root(v, 3)),
    "palindrome": (lambda v: v >= 0 and str(v) == str(v)[::-1], lambda v: v >= 0 and _reversed(v) == v),
    "triangular": (_is_triangular, lambda v: v >= 0 and _has_root(8 * v + 1, 2)),
    "fibonacci": (_is_fibonacci, _is_fibonacci_by_squares),
    "perfect": (lambda v: v > 0 and _aliquot_sum(v) == v, lambda v: v > 0 and _aliquot_sum_by_trial(v) == v),
    "abundant": (lambda v: v > 0 and _aliquot_sum(v) > v, lambda v: v > 0 and _aliquot_sum_by_trial(v) > v),
    "deficient": (lambda v: v > 0 and _aliquot_sum(v) < v, lambda v: v > 0 and _aliquot_sum_by_trial(v) < v),
    "squarefree": (
        lambda v: v > 0 and max(factorise(v).values(), default=1) == 1,
        lambda v: v > 0 and all(v % (d * d) for d in range(2, math.isqrt(v) + 1)),
    ),
    "positive": (lambda v: v > 0, lambda v: -v < 0),
    "negative": (lambda v: v < 0, lambda v: -v > 0),
    "nonnegative": (lambda v: v >= 0, lambda v: v not in range(-abs(v), 0)),
    "nonzero": (lambda v: v != 0, lambda v: abs(v) > 0),
    "divisible": (lambda v, by: v % by == 0, lambda v, by: _common(v, by) == abs(by)),
    "divisor": (
        lambda v, of: v > 0 and of % v == 0,
        lambda v, of: (v > 0 and of == 0) or (v > 0 and _common(v, of) == v),
    ),
    "power": (_is_power_of, _equals_power_of),
    "coprime": (lambda v, to: math.gcd(v, to) == 1, lambda v, to: _common(v, to) == 1),
    "remainder": (lambda v, by, rest: v % by == rest, lambda v, by, rest: (v - rest) // by * by + rest == v),
    "congruent": (lambda v, by, rest: (v - rest) % by == 0, lambda v, by, rest: v % by == rest % by),
    "equal": (lambda v, to: v == to, lambda v, to: not v - to),
    "digits_distinct": (
        lambda v: len(set(str(abs(v)))) == len(str(abs(v))),
        lambda v: len(set(_digits(v))) == len(_digits(v)),
    ),
    "digits_repeated": (
        lambda v: len(set(str(abs(v)))) < len(str(abs(v))),
        lambda v: len(set(_digits(v))) < len(_digits(v)),
    ),
    "digits_same": (lambda v: len(set(str(abs(v)))) == 1, lambda v: len(set(_digits(v))) == 1),
    "digits_odd": (lambda v: set(str(abs(v))) <= set("13579"), lambda v: all(d % 2 for d in _digits(v))),
    "digits_even": (lambda v: set(str(abs(v))) <= set("02468"), lambda v: not any(d % 2 for d in _digits(v))),
    "digits_prime": (lambda v: set(str(abs(v))) <= set("2357"), lambda v: all(map(_has_no_divisor, _digits(v)))),
    "has_digit": (lambda v, d: str(d) in str(abs(v)), lambda v, d: d in _digits(v)),
    "ends_in": (
        lambda v, end: str(abs(v)).endswith(str(end)),
        lambda v, end: (abs(v) - end) % 10 ** len(str(end)) == 0,
    ),
    "begins_with": (
        lambda v, front: str(abs(v)).startswith(str(front)),
        lambda v, front: any(abs(v) // 10**k == front for k in range(len(str(abs(v))))),
    ),
}


def _place(position: int) -> tuple[Measure, Measure]:
    """The digit at a place counted from the end; 0 where the number is shorter."""
    return (
        lambda v: abs(v) // 10**position % 10,
        lambda v: int(_written(v).zfill(position + 1)[-1 - position]),
    )


def _divisor_count(value: int) -> int:
    return math.prod(count + 1 for count in factorise(abs(value)).values()) if value else 0


def _divisor_count_by_trial(value: int) -> int:
    value = abs(value)
    low = [d for d in range(1, _tried(value) + 1) if value % d == 0]
    return len({*low, *(value // d for d in low)})


def _prime_divisors_by_trial(value: int) -> list[int]:
    rest, found, divisor = abs(value), [], 2
    _tried(value)
    while divisor * divisor <= rest:
        while rest % divisor == 0:
            found.append(divisor)
            rest //= divisor
        divisor += 1
    return found + [rest] * (rest > 1)


#: name -> what is measured of an integer, by two roads
MEASURES: Final[dict[str, tuple[Measure, Measure]]] = {
    "itself": (lambda v: v, lambda v: v),
    "digit_sum": (lambda v: sum(map(int, _written(v))), lambda v: sum(_digits(v))),
    "digit_product": (lambda v: math.prod(map(int, _written(v))), lambda v: math.prod(_digits(v))),
    "digit_count": (lambda v: len(_written(v)), lambda v: len(_digits(v))),
    "units_digit": _place(0),
    "tens_digit": _place(1),
    "hundreds_digit": _place(2),
    "first_digit": (lambda v: int(_written(v)[0]), lambda v: _digits(v)[-1]),
    "square": (lambda v: v * v, lambda v: v**2),
    "cube": (lambda v: v * v * v, lambda v: v**3),
    "divisor_count": (_divisor_count, _divisor_count_by_trial),
    "prime_divisor_count": (
        lambda v: len(factorise(abs(v))) if v else 0,
        lambda v: len(set(_prime_divisors_by_trial(v))),
    ),
    "prime_factor_count": (
        lambda v: sum(factorise(abs(v)).values()) if v else 0,
        lambda v: len(_prime_divisors_by_trial(v)),
    ),
}
