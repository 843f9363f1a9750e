"""Primes: whether an integer is one, and which ones divide it, with the proof told.

Up to 3.3e24 Miller-Rabin with fixed bases decides; a prime is confirmed by trial division or by a certificate from
the factors of n - 1, a composite by a witness. Beyond that a prime without a certificate is said to be unproven.
Not covered: factors that are both large; the search has a limit on steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from orchestra_modules.mathematics.engines.digits import digit_count
from orchestra_modules.mathematics.limits import MAX_FACTOR_DIGITS, MAX_FACTOR_STEPS, MAX_PRIME_DIGITS
from orchestra_modules.solving.refusal import TooCostly

_BASES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
#: below this, the bases above decide (Sorenson and Webster, 2015)
_DECIDED_BELOW = 3_317_044_064_679_887_385_961_981
_TRIAL_BELOW = 10**12


@dataclass(frozen=True)
class Primality:
    """Whether a number is prime, whether that is proved, and how."""

    prime: bool
    proved: bool
    method: str


def primality(number: int) -> Primality:
    """Decide whether an integer is prime, by two roads where it can be. TooCostly."""
    if digit_count(number) > MAX_PRIME_DIGITS + 1:
        raise TooCostly(
            f"the number has about {digit_count(number)} digits; primality is decided up to {MAX_PRIME_DIGITS}"
        )
    if number < 2:
        return Primality(False, True, "primes are at least 2")
    witness = composite_witness(number)
    if number < _TRIAL_BELOW:
        divisor = smallest_divisor(number, math.isqrt(number))
        if (divisor is None) != (witness is None):
            raise ArithmeticError("Miller-Rabin and trial division differ")
        if divisor is None:
            return Primality(True, True, f"no divisor up to {math.isqrt(number)}, and Miller-Rabin with fixed bases")
        return Primality(False, True, f"{divisor} * {number // divisor} = {number}")
    if witness is not None:
        divisor = smallest_divisor(number, 10_000)
        if divisor is not None:
            return Primality(False, True, f"{divisor} divides it")
        return Primality(False, True, f"Miller-Rabin with base {witness} proves it composite")
    if _has_certificate(number):
        return Primality(True, True, "Miller-Rabin, and a certificate from the prime factors of n - 1")
    if number < _DECIDED_BELOW:
        return Primality(True, False, "Miller-Rabin with bases that decide below 3.3e24; no second road was found")
    return Primality(True, False, "it passes Miller-Rabin with 13 bases; that is no proof at this size")


def smallest_divisor(number: int, bound: int) -> int | None:
    """The smallest divisor from 2 to the bound, other than the number itself."""
    if number % 2 == 0:
        return 2 if number > 2 and bound >= 2 else None
    return next((d for d in range(3, bound + 1, 2) if number % d == 0 and d < number), None)


def composite_witness(number: int) -> int | None:
    """A base that proves the number composite, or none."""
    if number % 2 == 0:
        return None if number == 2 else 2
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in _BASES:
        if base % number == 0:
            continue
        power = pow(base, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return base
    return None


def _has_certificate(number: int) -> bool:
    """Pocklington: primes q with product over sqrt(n) dividing n - 1, each with a fitting base."""
    if digit_count(number) > 60:
        return False
    proven, rest = 1, number - 1
    primes: set[int] = set()
    try:
        for prime, count in factorise(rest, MAX_FACTOR_STEPS // 10).items():
            if prime < number and primality(prime).proved:
                primes.add(prime)
                proven *= prime**count
    except TooCostly:
        return False
    if proven * proven <= number:
        return False
    return all(any(_fits(number, q, base) for base in range(2, 100)) for q in primes)


def _fits(number: int, q: int, base: int) -> bool:
    return pow(base, number - 1, number) == 1 and math.gcd(pow(base, (number - 1) // q, number) - 1, number) == 1


def factorise(number: int, steps: int = MAX_FACTOR_STEPS) -> dict[int, int]:
    """The prime factors of a positive integer with their exponents. TooCostly."""
    if digit_count(number) > MAX_FACTOR_DIGITS + 1:
        raise TooCostly(f"the number has about {digit_count(number)} digits; up to {MAX_FACTOR_DIGITS} are factorised")
    found: dict[int, int] = {}
    for small in (2, *range(3, 2_000, 2)):
        while number % small == 0:
            number //= small
            found[small] = found.get(small, 0) + 1
    pending = [number] if number > 1 else []
    while pending:
        part = pending.pop()
        if composite_witness(part) is None:
            found[part] = found.get(part, 0) + 1
            continue
        divisor = _rho(part, steps)
        pending += [divisor, part // divisor]
    return dict(sorted(found.items()))


def _rho(number: int, steps: int) -> int:
    """A proper divisor of a composite number: Pollard's rho as Brent runs it."""
    if (exact := math.isqrt(number)) ** 2 == number:
        return exact
    left = steps
    for constant in range(1, 20):
        y, divisor, run, product = 2, 1, 1, 1
        while divisor == 1:
            x = y
            for _ in range(run):
                y = (y * y + constant) % number
            done = 0
            while done < run and divisor == 1:
                saved, batch = y, min(128, run - done)
                for _ in range(batch):
                    y = (y * y + constant) % number
                    product = product * abs(x - y) % number
                divisor = math.gcd(product, number)
                done += batch
            left -= 2 * run
            if left < 0:
                raise TooCostly(f"no factor was found in {steps} steps; the number has two large prime factors")
            run *= 2
        if divisor == number:
            divisor = 1
            while divisor == 1:
                saved = (saved * saved + constant) % number
                divisor = math.gcd(abs(x - saved), number)
        if divisor != number:
            return divisor
    raise TooCostly("no factor was found with the methods at hand")
