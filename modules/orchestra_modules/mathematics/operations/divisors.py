"""The divisors of an integer: all of them, how many, their sum; Euler's totient and the Moebius function."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines import modular
from orchestra_modules.mathematics.engines.enclosure import plain
from orchestra_modules.mathematics.engines.integers import factorise, primality
from orchestra_modules.mathematics.engines.number_findings import brief, number, numbers, positive, whole, wholes
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MAX_LISTED: Final = 5_000
_TRIED: Final = 10**10
_MAX_SUMMED: Final = 1_000
_METHOD: Final = "products of the prime powers"
_BY_TRIAL: Final = "check: every candidate up to the root tried"
_BY_PROOF: Final = "check: the prime factors proved prime and multiplied back, the divisors divided and counted"


_WHOLE: Final = "[positive [integer|integral]|different|distinct] [whole number|whole-number]"
_DIVISORS: Final = "[positive [integer|integral]] [whole number|whole-number] (divisors|factors)"


def _divisors(value: int) -> list[int]:
    """All divisors in order. TooCostly."""
    found = [1]
    for prime, count in factorise(value).items():
        if len(found) * (count + 1) > 200_000:
            raise TooCostly("the number has more than 200000 divisors")
        found = [divisor * prime**power for divisor in found for power in range(count + 1)]
    return sorted(found)


def _confirmed(value: int, found: list[int]) -> tuple[bool | None, str]:
    """Whether they are all divisors and none is missing, and how that is known."""
    if value <= _TRIED:
        low = [d for d in range(1, math.isqrt(value) + 1) if value % d == 0]
        return sorted({*low, *(value // d for d in low)}) == found, _BY_TRIAL
    factors = factorise(value)
    back = math.prod(prime**count for prime, count in factors.items()) == value
    counted = math.prod(count + 1 for count in factors.values()) == len(set(found))
    if not (back and counted and all(value % d == 0 for d in found)):
        return False, _BY_PROOF
    return all(primality(prime).proved and primality(prime).prime for prime in factors) or None, _BY_PROOF


@operation(
    "divisors",
    nouns=(
        f"[all [of]] [the] {_DIVISORS} (of|for) [the (number|integer)] {{a:last}}",
        "[all] [the] [positive] (numbers|integers|whole numbers|positive integers) (that|which) (divide|are"
        " factors of) {a}"
        " [evenly|exactly|without [a] remainder]",
        f"[all] [the] (proper {{proper=yes}}) {_DIVISORS} of {{a:last}}",
        f"[all] [the] {{even=even}} even {_DIVISORS} of {{a:last}}",
        f"[all] [the] {{even=odd}} odd {_DIVISORS} of {{a:last}}",
        f"set of [all] {_DIVISORS} of {{a:last}}",
    ),
    requests=(
        "(which|what) (numbers|integers) (divide|are factors of|are divisors of) {a} [evenly|exactly]",
        "what can {a} be [evenly|exactly] divided by",
    ),
    calls=("divisors", "Divisors", "factors"),
)
def divisors(work: Work, a: Node, proper: Node | None = None, even: Node | None = None) -> Finding:
    """The positive divisors, ascending."""
    value = abs(whole(a, "divisors"))
    if value == 0:
        raise Undefined("every integer divides 0")
    found = _divisors(value)
    verified, check = _confirmed(value, found)
    if proper is not None:
        found = found[:-1]
    if even is not None:
        found = [d for d in found if d % 2 == (work.text(even) == "odd")]
    if len(found) > _MAX_LISTED:
        raise TooCostly(f"there are {len(found)} divisors; at most {_MAX_LISTED} are listed")
    kind = (
        "proper divisors" if proper is not None else f"{work.text(even)} divisors" if even is not None else "divisors"
    )
    text = f"The {kind} of {brief(value)} are {', '.join(map(str, found))}"
    return numbers(found, text, _METHOD, check, verified)


@operation(
    "multiples",
    nouns=(
        "first {count:integer} [positive] multiples of {a:last}",
        "[all] [the] [positive] multiples of {a} (up to|not exceeding) {high:last}",
        "[all] [the] [positive] multiples of {a} (below|less than|under) {above:last}",
        "[all] [the] multiples of {a} (between|from) {low} (and|to) {high:last}",
    ),
)
def multiples(
    work: Work,
    a: Node,
    count: Node | None = None,
    low: Node | None = None,
    high: Node | None = None,
    above: Node | None = None,
) -> Finding:
    """The multiples of an integer, from itself on or in a range."""
    step = positive(a, "multiples")
    if count is not None:
        first, last = step, step * positive(count, "a number of multiples")
    else:
        first = whole(low, "a range") if low is not None else 1
        last = whole(above, "a range") - 1 if above is not None else whole(high, "a range") if high is not None else 0
    if (last - first) // step > _MAX_LISTED:
        raise TooCostly(f"at most {_MAX_LISTED} multiples are listed")
    found = list(range(-(-first // step) * step, last + 1, step))
    text = f"The multiples of {step} are {', '.join(map(str, found))}" if found else "There are none"
    good = all(value % step == 0 for value in found) and len(found) == max(last // step - (first - 1) // step, 0)
    return numbers(found, text, "step by step", "check: divided back, and counted", good)


@operation(
    "divisor_count",
    nouns=(
        f"number of {_DIVISORS} (of|in|for) {{a:last}}",
        f"number of proper {{proper=yes}} {_DIVISORS} of {{a:last}}",
        f"number of even {{even=even}} {_DIVISORS} of {{a:last}}",
        f"number of odd {{even=odd}} {_DIVISORS} of {{a:last}}",
        "number of [positive] (integers|numbers|whole numbers) (that|which) divide {a:last}",
    ),
    requests=(
        f"how many {_WHOLE} (divisors|factors) (does|do) {{a}} have",
        f"how many {_WHOLE} (divisors|factors) (are there of|are there for|of) {{a}} [are there]",
        "how many proper {proper=yes} (divisors|factors) does {a} have",
        f"how many even {{even=even}} {_DIVISORS} does {{a}} have",
        f"how many odd {{even=odd}} {_DIVISORS} does {{a}} have",
        "how many [positive] (integers|numbers) divide {a} [evenly|exactly]",
    ),
    calls=("numdiv", "divisor_count", "tau", "number_of_divisors"),
)
def divisor_count(work: Work, a: Node, proper: Node | None = None, even: Node | None = None) -> Finding:
    """How many positive divisors there are."""
    value = abs(whole(a, "divisors"))
    if value == 0:
        raise Undefined("every integer divides 0")
    found = _divisors(value)
    verified, check = _confirmed(value, found)
    if even is not None:
        found = [d for d in found if d % 2 == (work.text(even) == "odd")]
    result = len(found) - (proper is not None)
    kind = "proper " if proper is not None else f"{work.text(even)} " if even is not None else ""
    return number(
        result,
        f"{brief(value)} has {brief(result)} {kind}divisors",
        "from the exponents of its prime factors",
        check,
        verified,
    )


@operation(
    "divisor_sum",
    nouns=(
        f"(sum|total) of [all] [of] [the] {_DIVISORS} of {{a:last}}",
        f"(sum|total) of [all] [of] [the] proper {{proper=yes}} {_DIVISORS} of {{a:last}}",
        "aliquot {proper=yes} sum of {a:last}",
        f"product {{product=yes}} of [all] [of] [the] {_DIVISORS} of {{a:last}}",
    ),
    requests=(f"what do [all] [the] {_DIVISORS} of {{a}} (add up|sum) to",),
    calls=("sigma", "divisor_sigma"),
    arrange=lambda positional, named: {"a": positional[0]} if len(positional) == 1 and not named else None,
)
def divisor_sum(work: Work, a: Node, proper: Node | None = None, product: Node | None = None) -> Finding:
    """What the positive divisors add up to, or multiply to."""
    value = positive(a, "the sum of divisors")
    found = _divisors(value)
    verified, check = _confirmed(value, found)
    if product is not None:
        if len(found) * value.bit_length() > 30_000:
            raise TooCostly("the product of the divisors is too long")
        result = math.prod(found)
        agreed = verified and result**2 == value ** len(found)
        return number(result, f"The divisors of {brief(value)} multiply to {brief(result)}", _METHOD, check, agreed)
    result = sum(found) - (value if proper is not None else 0)
    formula = math.prod((p ** (c + 1) - 1) // (p - 1) for p, c in factorise(value).items())
    agreed = formula - (value if proper is not None else 0) == result
    kind = "proper divisors" if proper is not None else "divisors"
    return number(
        result, f"The {kind} of {brief(value)} add up to {brief(result)}", _METHOD, check, verified and agreed
    )


@operation(
    "divisor_extreme",
    nouns=(
        "(largest|greatest|biggest|highest) {which=largest} proper (divisor|factor) of {a:last}",
        "(largest|greatest|biggest|highest) {which=odd} odd (divisor|factor) of {a:last}",
        "(smallest|least|lowest) {which=smallest} (divisor|factor) of {a} (greater than|larger than|other than|"
        "bigger than|besides) (1|one)",
    ),
)
def divisor_extreme(work: Work, a: Node, which: Node) -> Finding:
    """One divisor by its size."""
    value = positive(a, "divisors")
    found = _divisors(value)
    verified, check = _confirmed(value, found)
    chosen = work.text(which)
    if value == 1 and chosen != "odd":
        raise Undefined("1 has no divisor but itself")
    result = {"largest": found[-2:][0], "smallest": found[:2][-1], "odd": max(d for d in found if d % 2)}[chosen]
    return number(result, f"It is {brief(result)}, among the divisors of {brief(value)}", _METHOD, check, verified)


@operation(
    "common_divisors",
    nouns=(
        "[all] [the] [positive] common (divisors|factors) of {numbers:last_list}",
        "number {count=yes} of [positive] common (divisors|factors) of {numbers:last_list}",
    ),
    requests=("how many {count=yes} [positive] common (divisors|factors) do {numbers:list} have",),
)
def common_divisors(work: Work, numbers: Node, count: Node | None = None) -> Finding:
    """The integers that divide them all."""
    from orchestra_modules.mathematics.engines import number_findings

    values = wholes(work, plain(numbers), "common divisors")
    if len(values) < 2 or not any(values):
        raise NotUnderstood("common divisors are asked of two or more integers")
    found = _divisors(math.gcd(*values))
    again = [d for d in _divisors(abs(next(v for v in values if v))) if all(v % d == 0 for v in values)]
    check = "check: the divisors of the first tried on the others"
    if count is not None:
        return number(len(found), f"There are {len(found)}", "the divisors of the gcd", check, again == found)
    text = f"The common divisors are {', '.join(map(str, found))}"
    return number_findings.numbers(found, text, "the divisors of the gcd", check, again == found)


@operation(
    "totient",
    nouns=(
        "[euler] [euler's] (totient|phi function|totient function|phi) (of|for|at) {a:last}",
        "euler's (totient|phi function|totient function|phi) (of|for|at) {a:last}",
        "number of [positive] (integers|numbers|whole numbers) (less than|below|up to|smaller than|not exceeding) {a}"
        " [that are|which are] (coprime to|coprime with|relatively prime to|relatively prime with|prime to)"
        " {same:last}",
    ),
    requests=(
        "how many [positive] (integers|numbers) (less than|below|up to|smaller than|not exceeding) {a} are"
        " (coprime to|coprime with|relatively prime to|relatively prime with|prime to) {same}",
    ),
    calls=("phi", "totient", "eulerphi", "EulerPhi", "euler_phi"),
    arrange=lambda positional, named: {"a": positional[0]} if len(positional) == 1 and not named else None,
)
def totient(work: Work, a: Node, same: Node | None = None) -> Finding:
    """How many of 1..n are coprime to n."""
    value = positive(a, "Euler's totient")
    if same is not None:
        other = positive(same, "Euler's totient")
        if other != value:
            return _coprime_below(value, other)
        if value == 1:
            raise NotUnderstood("how many numbers below 1 are coprime to 1 depends on the convention")
    found = modular.totient(value)
    if value <= 200_000:
        agreed: bool | None = sum(math.gcd(i, value) == 1 for i in range(1, value + 1)) == found
        check = "check: counted one by one with greatest common divisors"
    else:
        agreed = sum(modular.totient(d) for d in _divisors(value)) == value
        check = "check: the totients of all divisors add up to the number (Gauss)"
    return number(
        found,
        f"{brief(found)} of the integers from 1 to {brief(value)} are coprime to it",
        "from the prime factors",
        check,
        agreed,
    )


def _coprime_below(bound: int, other: int) -> Finding:
    if bound > 1_000_000:
        raise TooCostly("coprime numbers are counted up to 1000000")
    found = sum(math.gcd(i, other) == 1 for i in range(1, bound))
    primes = list(factorise(other)) if other > 1 else []
    again = sum(all(i % p for p in primes) for i in range(1, bound))
    if math.gcd(bound, other) == 1:
        raise NotUnderstood("it is not clear whether the number itself is counted")
    text = f"{brief(found)} of the integers below {bound} are coprime to {other}"
    return number(found, text, "counted one by one", "check: by the prime factors", found == again)


@operation(
    "moebius",
    nouns=("(moebius|mobius) function (of|at|for) {a:last}",),
    calls=("moebius", "mobius", "MoebiusMu"),
)
def moebius(work: Work, a: Node) -> Finding:
    """0 if a square above 1 divides it, else 1 or -1 as the number of its prime factors is even or odd."""
    value = positive(a, "the Moebius function")
    factors = factorise(value)
    found = 0 if max(factors.values(), default=1) > 1 else (-1) ** len(factors)
    divisors = _divisors(value)
    verified, check = _confirmed(value, divisors)
    if verified:
        verified = _sums_to_zero(divisors, found)
    return number(
        found,
        f"The Moebius function of {brief(value)} is {brief(found)}",
        "factorisation",
        f"{check}; over the divisors of any number but 1 its values add up to 0",
        verified,
    )


def _sums_to_zero(divisors: list[int], found: int) -> bool | None:
    """Whether a value at the last divisor follows from those at the others, each worked out from the sums alone."""
    if len(divisors) > _MAX_SUMMED:
        return None
    values: dict[int, int] = {}
    for d in divisors:
        values[d] = (d == 1) - sum(value for e, value in values.items() if d % e == 0)
    return values[divisors[-1]] == found
