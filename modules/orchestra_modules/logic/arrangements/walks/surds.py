"""Exact numbers a + b*sqrt(2), which the sides of diagonal steps are. Knows no walks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from orchestra_modules.solving.refusal import NotDone


@dataclass(frozen=True)
class Surd:
    """`rational` + `root` * sqrt(2)."""

    rational: Fraction = Fraction(0)
    root: Fraction = Fraction(0)

    def __add__(self, other: Surd) -> Surd:
        return Surd(self.rational + other.rational, self.root + other.root)

    def __mul__(self, factor: Fraction) -> Surd:
        return Surd(self.rational * factor, self.root * factor)

    def __bool__(self) -> bool:
        return bool(self.rational or self.root)

    def __str__(self) -> str:
        if not self.root:
            return str(self.rational)
        surd = square_root(2 * self.root * self.root)
        if not self.rational:
            return surd if self.root > 0 else f"-{surd}"
        return f"{self.rational} {'+' if self.root > 0 else '-'} {surd}"

    @property
    def sign(self) -> int:
        """-1, 0 or 1."""
        first, second = _sign(self.rational), _sign(self.root)
        if first * second >= 0:
            return first or second
        return first if self.rational**2 > 2 * self.root**2 else second

    @property
    def square(self) -> Surd:
        """The square."""
        return Surd(self.rational**2 + 2 * self.root**2, 2 * self.rational * self.root)


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def length(parts: tuple[Surd, ...]) -> str:
    """The length of a vector with these components, exactly."""
    lying = [part for part in parts if part]
    if len(lying) == 1:
        return str(lying[0] if lying[0].sign > 0 else lying[0] * Fraction(-1))
    total = Surd()
    for part in parts:
        total += part.square
    if total.root:
        raise NotDone("a distance that is the root of a number with a root in it")
    return square_root(total.rational)


def square_root(square: Fraction) -> str:
    """The exact square root of a fraction: a fraction, or a multiple of a root."""
    top, bottom = square.numerator * square.denominator, square.denominator
    root = math.isqrt(top)
    if root * root == top:
        return str(Fraction(root, bottom))
    outside = 1
    for factor in range(2, min(math.isqrt(top), 100_000) + 1):
        while top % (factor * factor) == 0:
            top, outside = top // (factor * factor), outside * factor
    scale = Fraction(outside, bottom)
    front = "" if scale == 1 else f"{scale.numerator}*" if scale.numerator != 1 else ""
    return f"{front}sqrt({top})" + (f"/{scale.denominator}" if scale.denominator != 1 else "")
