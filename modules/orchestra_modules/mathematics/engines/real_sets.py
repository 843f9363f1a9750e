"""Sets of real numbers that are made of finitely many points and intervals, and combining them.

The line is cut at every end of a piece; on each part between the cuts a set holds all or nothing. Ends are rational.
Reads no notation and knows no operation by name.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from orchestra_modules.mathematics.engines.digits import fraction_text


@dataclass(frozen=True)
class Piece:
    """A point or an interval; no end means that it goes on for ever."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = True
    high_open: bool = True

    def contains(self, value: Fraction) -> bool:
        """Whether a number lies in it."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below

    @property
    def point(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high

    def text(self) -> str:
        """In interval notation."""
        low = "-oo" if self.low is None else fraction_text(self.low)
        high = "oo" if self.high is None else fraction_text(self.high)
        if self.point:
            return f"{{{low}}}"
        opening = "(" if self.low is None or self.low_open else "["
        return f"{opening}{low}, {high}{')' if self.high is None or self.high_open else ']'}"


RealSet = tuple[Piece, ...]
EVERYTHING: RealSet = (Piece(None, None),)


def contains(pieces: RealSet, value: Fraction) -> bool:
    """Whether a number lies in a set."""
    return any(piece.contains(value) for piece in pieces)


def combined(first: RealSet, second: RealSet, keep: Callable[[bool, bool], bool]) -> RealSet:
    """The numbers for which `keep` says yes, given whether they lie in the one and in the other."""
    cuts = _cuts(first, second)
    found: list[Piece] = []
    for part, sample in _parts(cuts):
        if not keep(contains(first, sample), contains(second, sample)):
            continue
        if found and _touch(found[-1], part):
            last = found.pop()
            part = Piece(last.low, part.high, last.low_open, part.high_open)
        found.append(part)
    return tuple(found)


def agrees(result: RealSet, first: RealSet, second: RealSet, keep: Callable[[bool, bool], bool]) -> bool:
    """Whether a result is right at every end of a piece, and at numbers between and beyond them."""
    ends = _cuts(first, second, result)
    beyond = [ends[0] - 1, ends[-1] + 1] if ends else [Fraction(0)]
    between = [(a + 2 * b) / 3 for a, b in itertools.pairwise(ends)]
    return all(
        contains(result, value) == keep(contains(first, value), contains(second, value))
        for value in (*ends, *between, *beyond)
    )


def text(pieces: RealSet) -> str:
    """In interval notation; points alone as a set in braces."""
    if all(piece.point for piece in pieces):
        return "{" + ", ".join(fraction_text(piece.low) for piece in pieces if piece.low is not None) + "}"
    return " U ".join(piece.text() for piece in pieces)


def _cuts(*sets: RealSet) -> list[Fraction]:
    return sorted({end for pieces in sets for piece in pieces for end in (piece.low, piece.high) if end is not None})


def _parts(cuts: list[Fraction]) -> list[tuple[Piece, Fraction]]:
    """The parts of the line between cuts and the cuts themselves in order, each with a number in it."""
    if not cuts:
        return [(Piece(None, None), Fraction(0))]
    parts = [(Piece(None, cuts[0]), cuts[0] - 1)]
    for place, cut in enumerate(cuts):
        parts.append((Piece(cut, cut, False, False), cut))
        if place + 1 < len(cuts):
            parts.append((Piece(cut, cuts[place + 1]), (cut + cuts[place + 1]) / 2))
    return [*parts, (Piece(cuts[-1], None), cuts[-1] + 1)]


def _touch(left: Piece, right: Piece) -> bool:
    """Whether the second goes on where the first ends, with no number missing."""
    return left.high is not None and left.high == right.low and not (left.high_open and right.low_open)
