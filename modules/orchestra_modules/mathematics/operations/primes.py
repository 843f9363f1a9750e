"""Prime factors, and primes in order: the next, the one before, the nth, those in a range."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.integers import factorise, primality, smallest_divisor
from orchestra_modules.mathematics.engines.number_findings import brief, has_unknowns, number, numbers, positive, whole
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Number, Power, Product
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_FACTORED: Final = "check: multiplied back, and each factor proved prime"
_MAX_SIEVE: Final = 5_000_000
_MAX_LISTED: Final = 2_000
_MAX_INDEX: Final = 300_000


def _factors(node: Node) -> tuple[int, dict[int, int], bool | None]:
    """The number, its prime factors, and whether they are confirmed."""
    if has_unknowns(node):
        raise NotDone("prime factors are found for integers only")
    value = whole(node, "factorisation")
    if value < 2:
        raise Undefined(f"{brief(value)} has no prime factors: they are defined for integers of at least 2")
    found = factorise(value)
    proofs = [primality(prime) for prime in found]
    right = math.prod(prime**count for prime, count in found.items()) == value and all(p.prime for p in proofs)
    return value, found, None if right and not all(p.proved for p in proofs) else right


def _told(found: dict[int, int]) -> str:
    return " * ".join(f"{prime}^{count}" if count > 1 else str(prime) for prime, count in found.items())


@operation(
    "prime_factors",
    nouns=(
        "[distinct|different|unique|positive] prime (factors|divisors) of [the number] {a:last}",
        "(primes|prime numbers|distinct primes) (that|which) divide {a:last}",
        "[distinct] primes dividing {a:last}",
        "(all|all the|all of the) [distinct|different|unique] prime (factors|divisors) of {a:last}",
    ),
    requests=(
        "which (primes|prime numbers) (divide|are factors of|are divisors of) {a}",
        "what (primes|prime numbers) divide {a}",
    ),
    calls=("primefactors", "prime_factors", "primeFactors"),
)
def prime_factors(work: Work, a: Node) -> Finding:
    """The primes that divide an integer, each once."""
    value, found, verified = _factors(a)
    text = f"The prime factors of {brief(value)} are {', '.join(map(str, found))} ({brief(value)} = {_told(found)})"
    if found == {value: 1}:
        text = f"{brief(value)} is prime, so it is its only prime factor"
    return numbers(list(found), text, "trial division and Pollard's rho", _FACTORED, verified)


@operation(
    "prime_factorisation",
    nouns=(
        "(prime|integer|complete prime) (factorisation|factorization|decomposition) of [the (number|integer)] {a:last}",
        "decomposition (in|into) prime (factors|numbers) of {a:last}",
        "product of [its] prime factors of {a:last}",
        "prime factor (decomposition|tree) of {a:last}",
    ),
    requests=(
        "(write|express|factor|factorise|factorize|decompose|break down|resolve|split|represent) {a} (as|into|in)"
        " (a product of [its] (primes|prime factors|prime numbers|prime powers)|[its] prime factors|primes)",
        "(prime factorise|prime factorize|factorise into primes|factorize into primes|factor into primes) {a}",
    ),
    calls=("factorint", "ifactor", "FactorInteger", "prime_factorization"),
)
def prime_factorisation(work: Work, a: Node) -> Finding:
    """An integer as a product of powers of primes."""
    value, found, verified = _factors(a)
    shown = "*".join(f"{prime}**{count}" if count > 1 else str(prime) for prime, count in found.items())
    factors: list[JsonValue] = [[str(prime), count] for prime, count in found.items()]
    parts: list[Node] = [
        Power(Number(Fraction(prime)), Number(Fraction(count))) if count > 1 else Number(Fraction(prime))
        for prime, count in found.items()
    ]
    node = parts[0] if len(parts) == 1 else Product(tuple(parts))
    text = f"{brief(value)} is prime" if found == {value: 1} else f"{brief(value)} = {_told(found)}"
    data: JsonValue = {"type": "factors", "factors": factors}
    return Finding(shown, text, data, "trial division and Pollard's rho", _FACTORED, verified, node=node)


@operation(
    "one_prime_factor",
    nouns=(
        "(largest {which=largest}|greatest {which=largest}|biggest {which=largest}|highest {which=largest}"
        "|smallest {which=smallest}|least {which=smallest}|lowest {which=smallest}) prime"
        " (factor|divisor|number dividing|number that divides|that divides) [of] {a:last}",
        "sum {which=sum} of [all] [the] [distinct|different] prime (factors|divisors) of {a:last}",
        "sum {which=sum_of_all} of [all] [the] prime (factors|divisors) of {a} [,] (counted with|counting|with) "
        "(multiplicity|multiplicities|repetition)",
        "product {which=product} of [all] [the] (distinct|different) prime (factors|divisors) of {a:last}",
        "radical {which=product} of {a:last}",
        "number {which=count} of (distinct|different|unique) prime (factors|divisors) (of|in) {a:last}",
        "number {which=all} of prime (factors|divisors) (of|in) {a} (counted with|counting) (multiplicity|"
        "multiplicities|repetition)",
    ),
    requests=(
        "how many prime {which=either} (factors|divisors) (does|do|are there of|are there in) {a} [have]",
        "how many {which=count} (distinct|different|unique) prime (factors|divisors) (does|do|are there of|are"
        " there in) {a} [have]",
    ),
)
def one_prime_factor(work: Work, a: Node, which: Node) -> Finding:
    """One thing about the prime factors: the largest, how many, their sum."""
    value, found, verified = _factors(a)
    chosen = work.text(which)
    if chosen == "sum" and max(found.values()) > 1:
        work.note("each prime factor is counted once")
    if chosen == "either" and max(found.values()) > 1:
        raise NotUnderstood(
            f"{brief(value)} = {_told(found)}: it is not said whether equal factors are counted once or each time"
        )
    result = {
        "either": len(found),
        "largest": max(found),
        "smallest": min(found),
        "sum": sum(found),
        "sum_of_all": sum(prime * count for prime, count in found.items()),
        "product": math.prod(found),
        "count": len(found),
        "all": sum(found.values()),
    }[chosen]
    text = f"{brief(value)} = {_told(found)}, so the answer is {brief(result)}"
    return number(result, text, "trial division and Pollard's rho", _FACTORED, verified)


@operation(
    "next_prime",
    nouns=(
        "next prime [number] (after|following|greater than|larger than|above) {a:last}",
        "(smallest|least|first|lowest) prime [number] [that is|which is] (greater than|larger than|bigger than|"
        "above|after|exceeding) {a:last}",
        "prime [number] (after|following) {a:last}",
        "(smallest|least|first|lowest) prime [number] [that is|which is] {inclusive=yes}"
        " (greater than or equal to|not less than|at least) {a:last}",
    ),
    calls=("nextprime", "next_prime", "NextPrime"),
)
def next_prime(work: Work, a: Node, inclusive: Node | None = None) -> Finding:
    """The smallest prime above an integer."""
    return _neighbour(whole(a, "the next prime"), 1, inclusive is not None)


@operation(
    "previous_prime",
    nouns=(
        "(previous|preceding|last) prime [number] (before|below|preceding|less than|smaller than|to) {a:last}",
        "(largest|greatest|biggest|highest|last) prime [number] [that is|which is] (less than|smaller than|below|"
        "under|before) {a:last}",
        "prime [number] (before|preceding) {a:last}",
        "(largest|greatest|biggest|highest) prime [number] [that is|which is] {inclusive=yes}"
        " (less than or equal to|not greater than|not exceeding|at most|up to) {a:last}",
    ),
    calls=("prevprime", "previous_prime", "prev_prime"),
)
def previous_prime(work: Work, a: Node, inclusive: Node | None = None) -> Finding:
    """The largest prime below an integer."""
    return _neighbour(whole(a, "the previous prime"), -1, inclusive is not None)


def _neighbour(start: int, step: int, inclusive: bool) -> Finding:
    if abs(start) > 10**60:
        raise TooCostly("the primes beside a number are looked for up to 10^60")
    if step < 0 and (start < 2 or (start == 2 and not inclusive)):
        raise Undefined("there is no prime below 2")
    candidate = max(start, 1 if step > 0 else start) + (0 if inclusive else step)
    while not primality(candidate).prime:
        candidate += step
    proof = primality(candidate)
    between = range(min(start, candidate) + 1, max(start, candidate))
    skipped = start > 10**11 or all(n < 2 or smallest_divisor(n, math.isqrt(n)) is not None for n in between)
    side = "after" if step > 0 else "before"
    text = f"The prime {side} {brief(start)} is {brief(candidate)} ({proof.method})"
    check = "check: every number between was found to be composite, by trial division where they are small"
    return number(
        candidate, text, "Miller-Rabin on one number after another", check, (proof.proved and skipped) or None
    )


def _sieve(bound: int) -> bytearray:
    """For each number up to the bound whether it is prime."""
    if bound > _MAX_SIEVE:
        raise TooCostly(f"primes are counted up to {_MAX_SIEVE}")
    flags = bytearray([1]) * (max(bound, 1) + 1)
    flags[0:2] = b"\0\0"
    for number_ in range(2, math.isqrt(max(bound, 1)) + 1):
        if flags[number_]:
            flags[number_ * number_ :: number_] = bytes(len(range(number_ * number_, len(flags), number_)))
    return flags


@operation(
    "nth_prime",
    nouns=("{n:ordinal} prime [number]", "prime number number {n}", "prime number with index {n}"),
    calls=("prime", "Prime", "nth_prime", "ithprime"),
)
def nth_prime(work: Work, n: Node) -> Finding:
    """The nth prime, 2 being the first."""
    index = positive(n, "the place of a prime")
    if index > _MAX_INDEX:
        raise TooCostly(f"primes are found up to the {_MAX_INDEX}th")
    bound = 15 if index < 6 else int(index * (math.log(index) + math.log(math.log(index)))) + 10
    flags = _sieve(bound)
    found, place = 0, -1
    while found < index:
        place = flags.index(1, place + 1)
        found += 1
    agreed = primality(place).proved and primality(place).prime and sum(flags[: place + 1]) == index
    text = f"The prime number {index} in order is {place}"
    return number(place, text, "the sieve of Eratosthenes", "check: its primality, and the count up to it", agreed)


@operation(
    "primes_in_range",
    nouns=(
        "[all] [the] (primes|prime numbers) (between|from) {low} (and|to) {high} [inclusive]",
        "[all] [the] (primes|prime numbers) (less than|below|under|smaller than) {above}",
        "[all] [the] (primes|prime numbers) (up to|not exceeding|less than or equal to|not greater than) {high}",
        "first {count:integer} (primes|prime numbers)",
    ),
    requests=(
        "which (primes|prime numbers|numbers) [between|from] {low} (and|to) {high} are (prime|primes|prime numbers)",
    ),
)
def primes_in_range(
    work: Work, low: Node | None = None, high: Node | None = None, above: Node | None = None, count: Node | None = None
) -> Finding:
    """The primes of a range, in order."""
    if count is not None:
        wanted = positive(count, "a number of primes")
        if wanted > _MAX_LISTED:
            raise TooCostly(f"at most {_MAX_LISTED} primes are listed")
        found = _primes(2, 30 + int(wanted * (math.log(wanted + 2) + 3)))[:wanted]
    else:
        found = _in_range(low, high, above)
    if len(found) > _MAX_LISTED:
        raise TooCostly(f"there are {len(found)} primes; at most {_MAX_LISTED} are listed")
    agreed = all(primality(prime).prime for prime in found)
    text = f"The primes are {', '.join(map(str, found))}" if found else "There is no prime in the range"
    check = "check: each by trial division and Miller-Rabin; their number by a second sieve"
    return numbers(
        found, text, "the sieve of Eratosthenes", check, agreed and _count_again(low, high, above, count, found)
    )


@operation(
    "prime_count",
    nouns=(
        "number of (primes|prime numbers) (between|from) {low} (and|to) {high} [inclusive]",
        "number of (primes|prime numbers) (less than|below|under|smaller than) {above}",
        "number of (primes|prime numbers) (up to|not exceeding|less than or equal to|not greater than) {high}",
        "sum {total=yes} of [all] [the] (primes|prime numbers) (between|from) {low} (and|to) {high} [inclusive]",
        "sum {total=yes} of [all] [the] (primes|prime numbers) (less than|below|under|smaller than) {above}",
        "sum {total=yes} of [all] [the] (primes|prime numbers) (up to|not exceeding) {high}",
        "sum {total=yes} of the first {count:integer} (primes|prime numbers)",
    ),
    requests=(
        "how many (primes|prime numbers) [are there|are|lie|exist|there are] (between|from) {low} (and|to) {high}"
        " [inclusive]",
        "how many (primes|prime numbers) [are there|are|exist|there are] (less than|below|under|smaller than) {above}",
        "how many (primes|prime numbers) [are there|are|exist|there are] (up to|not exceeding|less than or equal"
        " to) {high}",
    ),
    calls=("primepi", "prime_count", "PrimePi"),
    arrange=lambda positional, named: {"high": positional[0]} if len(positional) == 1 and not named else None,
)
def prime_count(
    work: Work,
    low: Node | None = None,
    high: Node | None = None,
    above: Node | None = None,
    count: Node | None = None,
    total: Node | None = None,
) -> Finding:
    """How many primes a range holds, or their sum."""
    if count is not None:
        found = [int(p) for p in _values(primes_in_range(work, count=count))]
    else:
        found = _in_range(low, high, above)
    result = len(found) if total is None else sum(found)
    agreed = _count_again(low, high, above, count, found)
    text = f"There are {brief(result)} primes" if total is None else f"The primes add up to {brief(result)}"
    check = "check: counted again number by number with Miller-Rabin where the range is short, else by a second sieve"
    return number(result, text, "the sieve of Eratosthenes", check, agreed)


def _values(found: Finding) -> list[str]:
    return found.value.split(", ")


def _bounds(low: Node | None, high: Node | None, above: Node | None) -> tuple[int, int]:
    first = whole(low, "a range") if low is not None else 2
    last = whole(above, "a range") - 1 if above is not None else whole(high, "a range") if high is not None else 2
    return max(first, 2), last


def _in_range(low: Node | None, high: Node | None, above: Node | None) -> list[int]:
    first, last = _bounds(low, high, above)
    return _primes(first, last)


def _primes(first: int, last: int) -> list[int]:
    if last > _MAX_SIEVE:
        if last - first > 20_000:
            raise TooCostly(f"primes are listed up to {_MAX_SIEVE}, or in ranges of at most 20000 numbers")
        return [n for n in range(first, last + 1) if primality(n).prime]
    flags = _sieve(last)
    return [n for n in range(first, last + 1) if flags[n]]


def _count_again(
    low: Node | None, high: Node | None, above: Node | None, count: Node | None, found: list[int]
) -> bool | None:
    """Whether a sieve over the range alone finds as many; none where that would take too long."""
    if not found:
        return True
    first, last = (2, found[-1]) if count is not None else _bounds(low, high, above)
    if last > 10**12:
        return None
    flags = bytearray([1]) * (last - first + 1)
    for divisor in range(2, math.isqrt(last) + 1):
        start = max(divisor * divisor, -(-first // divisor) * divisor) - first
        flags[start::divisor] = bytes(len(range(start, len(flags), divisor)))
    return sum(flags) == len(found)
