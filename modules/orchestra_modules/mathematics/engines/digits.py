"""Long integers and exact fractions to text and back, outside Python's own limit on digits.

`Decimal` converts both ways exactly and is not under that limit; callers hold the sizes down.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

_LOG10_2 = math.log10(2)


def digit_count(value: int) -> int:
    """Decimal digits of an integer, perhaps one too many, without converting it."""
    return int(value.bit_length() * _LOG10_2) + 1


def integer_text(value: int) -> str:
    """An integer in decimal digits."""
    return str(value) if value.bit_length() < 13_000 else format(Decimal(value), "f")


def read_integer(text: str) -> int:
    """The integer that a run of ASCII digits writes."""
    return int(text) if len(text) < 4_000 else int(Decimal(text))


def fraction_text(value: Fraction) -> str:
    """A fraction in lowest terms, sign first."""
    if value.denominator == 1:
        return integer_text(value.numerator)
    return f"{integer_text(value.numerator)}/{integer_text(value.denominator)}"


def decimal_text(value: Fraction) -> str | None:
    """A fraction as a terminating decimal, or none where it does not end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    if not places:
        return integer_text(value.numerator)
    scaled = integer_text(abs(value.numerator) * (10**places // value.denominator)).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{scaled[:-places]}.{scaled[-places:]}"


def number_text(value: Fraction, decimal: bool) -> str:
    """A number in the form the question used: decimals for decimals where they end, else lowest terms."""
    return (decimal_text(value) if decimal else None) or fraction_text(value)
