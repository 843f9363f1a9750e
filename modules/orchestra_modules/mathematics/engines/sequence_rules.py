"""Rules that sequences of rational numbers follow: polynomials by finite differences, geometric ones and others.

A rule counts as found only if it leaves at least one given term unused when it is fitted, which then confirms it. Of
several rules the one with the fewest fitted numbers is taken. Knows no words.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from orchestra_modules.mathematics.engines.integers import primality

Terms = list[Fraction]


@dataclass(frozen=True)
class Rule:
    """A rule: its name, how many numbers were fitted to find it, and the term after given ones."""

    name: str
    fitted: int
    following: Callable[[Terms], Fraction]
    coefficients: tuple[Fraction, ...] | None = None  # from the constant term up, n = 1 for the first term
    ratio: Fraction | None = None

    def extended(self, terms: Sequence[Fraction], length: int) -> Terms:
        """The sequence up to a length."""
        found = list(terms)
        while len(found) < length:
            found.append(self.following(found))
        return found


def differences(terms: Sequence[Fraction]) -> list[Terms]:
    """The rows of differences until one is constant or has one entry."""
    rows = [list(terms)]
    while len(rows[-1]) > 1 and len(set(rows[-1])) > 1:
        rows.append([b - a for a, b in zip(rows[-1], rows[-1][1:], strict=False)])
    return rows


def polynomial_rule(terms: Sequence[Fraction], spare: int = 1) -> Rule | None:
    """The polynomial of lowest degree through the terms, if that many of them confirm it."""
    rows = differences(terms)
    degree = len(rows) - 1
    if len(terms) - degree - 1 < spare:
        return None
    coefficients = newton([row[0] for row in rows])

    def following(known: Terms) -> Fraction:
        """The next term by adding up the last differences."""
        tail = known[-(degree + 1) :]
        return sum((row[-1] for row in differences_all(tail)), Fraction(0))

    name = (
        ("constant", "arithmetic", "quadratic", "cubic")[degree] if degree < 4 else f"a polynomial of degree {degree}"
    )
    return Rule(name, degree + 1, following, tuple(coefficients))


def differences_all(terms: Terms) -> list[Terms]:
    """Every row of differences down to a single entry."""
    rows = [terms]
    while len(rows[-1]) > 1:
        rows.append([b - a for a, b in zip(rows[-1], rows[-1][1:], strict=False)])
    return rows


def newton(leading: Sequence[Fraction]) -> Terms:
    """The coefficients of sum(leading[k] * C(n - 1, k)) in n."""
    total = [Fraction(0)] * len(leading)
    basis = [Fraction(1)]  # C(n - 1, k)
    for k, weight in enumerate(leading):
        for i, coefficient in enumerate(basis):
            total[i] += weight * coefficient
        shifted = [Fraction(0), *basis]
        basis = [(shifted[i] - (basis[i] if i < len(basis) else 0) * (k + 1)) / (k + 1) for i in range(len(shifted))]
    return total


def value_at(coefficients: Sequence[Fraction], n: int) -> Fraction:
    """A polynomial at a place, by Horner's scheme."""
    found = Fraction(0)
    for coefficient in reversed(coefficients):
        found = found * n + coefficient
    return found


def geometric_rule(terms: Sequence[Fraction], spare: int = 1) -> Rule | None:
    """Each term a fixed multiple of the one before."""
    if len(terms) < 2 + spare or 0 in terms:
        return None
    ratio = terms[1] / terms[0]
    if any(b != a * ratio for a, b in itertools.pairwise(terms)):
        return None
    return Rule("geometric", 2, lambda known: known[-1] * ratio, ratio=ratio)


def _fibonacci_rule(terms: Sequence[Fraction]) -> Rule | None:
    if len(terms) < 4 or any(c != a + b for a, b, c in zip(terms, terms[1:], terms[2:], strict=False)):
        return None
    return Rule("each term the sum of the two before it", 2, lambda known: known[-1] + known[-2])


def _affine_rule(terms: Sequence[Fraction]) -> Rule | None:
    if len(terms) < 4 or terms[0] == terms[1]:
        return None
    ratio = (terms[2] - terms[1]) / (terms[1] - terms[0])
    shift = terms[1] - ratio * terms[0]
    if any(b != ratio * a + shift for a, b in itertools.pairwise(terms)):
        return None
    return Rule(f"each term {ratio} times the one before, plus {shift}", 3, lambda known: known[-1] * ratio + shift)


def _factorial_rule(terms: Sequence[Fraction]) -> Rule | None:
    if len(terms) < 5 or 0 in terms:
        return None
    ratios = [b / a for a, b in itertools.pairwise(terms)]
    steps = {b - a for a, b in itertools.pairwise(ratios)}
    if len(steps) != 1:
        return None
    step = steps.pop()
    return Rule("ratios that grow evenly", 3, lambda known: known[-1] * (known[-1] / known[-2] + step))


def _prime_rule(terms: Sequence[Fraction]) -> Rule | None:
    if len(terms) < 5 or any(term.denominator != 1 or not 2 <= term < 10**9 for term in terms):
        return None
    if any(_next_prime(int(a)) != b for a, b in itertools.pairwise(terms)):
        return None
    if not primality(int(terms[0])).prime:
        return None
    return Rule("the primes in order", 1, lambda known: Fraction(_next_prime(int(known[-1]))))


def _next_prime(number: int) -> int:
    number += 1
    while not primality(number).prime:
        number += 1
    return number


def _recurrence_rule(terms: Sequence[Fraction]) -> Rule | None:
    if len(terms) < 6:
        return None
    a, b, c, d = terms[:4]
    determinant = b * b - a * c
    if determinant == 0:
        return None
    p, q = (c * b - a * d) / determinant, (b * d - c * c) / determinant
    if any(z != p * y + q * x for x, y, z in zip(terms, terms[1:], terms[2:], strict=False)):
        return None
    return Rule(
        f"each term {p} times the one before plus {q} times the one before that",
        4,
        lambda known: p * known[-1] + q * known[-2],
    )


_RULES: tuple[Callable[[Sequence[Fraction]], Rule | None], ...] = (
    polynomial_rule,
    geometric_rule,
    _fibonacci_rule,
    _prime_rule,
    _affine_rule,
    _factorial_rule,
    _recurrence_rule,
)


def rules(terms: Sequence[Fraction]) -> list[Rule]:
    """Every rule that fits and is confirmed by a term to spare, the one with the fewest fitted numbers first."""
    found = [rule for make in _RULES if (rule := make(terms)) is not None]
    return sorted(found, key=lambda rule: rule.fitted)
