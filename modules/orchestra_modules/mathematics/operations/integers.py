"""What kind of number it is: prime, composite, even, a square, perfect, a power, a palindrome."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.arithmetic import NotRational, root
from orchestra_modules.mathematics.engines.enclosure import plain, rational_value
from orchestra_modules.mathematics.engines.integers import factorise, primality
from orchestra_modules.mathematics.engines.number_findings import brief, short, whole, words
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.language.slots import parse_expression
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Written
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

#: yes-or-no questions about one number: the answer, the reason, the method, the check, whether it passed
_Verdict = tuple[bool, str, str, str, bool | None]
_ASK: Final = "(is|check (if|whether)|determine (if|whether)|whether|test (if|whether)|verify (that|if|whether))"


def _is(*kinds: str, short: bool = False) -> tuple[str, ...]:
    """The questions whether a number is of a kind; the word behind the number, "91 prime?", where it is plain."""
    kind = "|".join(kinds)
    return (
        *((f"{{a}} ({kind})",) if short else ()),
        f"{_ASK} [the (number|integer)] {{a:subject}} [is] [a|an] ({kind}) [number|integer|value] [or not]",
        f"{_ASK} {{a:variable}} [is] [a|an] ({kind}) [number|integer]",
        f"(prove|show) that {{a}} is [a|an] ({kind}) [number|integer]",
        f"{{a}} is [a|an] ({kind}) [number|integer]",
    )


def _found(verdict: _Verdict) -> Finding:
    return truth(*verdict)


@operation(
    "is_prime",
    requests=(
        *_is("prime", short=True),
        "test {a} for primality",
        "[run|do] [a] primality test (for|of|on) {a}",
        "does {a} have exactly two [positive] (factors|divisors)",
    ),
    calls=("isprime", "is_prime", "isPrime", "PrimeQ"),
)
def is_prime(work: Work, a: Node) -> Finding:
    """Whether an integer is prime."""
    return _found(_primality(whole(a, "being prime"), "prime"))


@operation(
    "is_composite",
    requests=(*_is("composite", "compound", "non - prime", "nonprime", "not [a] prime"),),
    calls=("is_composite", "iscomposite", "CompositeQ"),
)
def is_composite(work: Work, a: Node) -> Finding:
    """Whether an integer above 1 is a product of smaller ones."""
    return _found(_primality(whole(a, "being composite"), "composite"))


@operation(
    "prime_or_composite",
    requests=(
        f"{_ASK} [the (number|integer)] {{a}} [is] [a|an] prime [number] or [a|an] composite [number]",
        f"{_ASK} [the (number|integer)] {{a}} [is] [a|an] composite [number] or [a|an] prime [number]",
        "is {a} prime , composite or neither",
    ),
)
def prime_or_composite(work: Work, a: Node) -> Finding:
    """The word for it: prime, composite or neither."""
    value = whole(a, "being prime")
    prime, text, method, check, verified = _primality(value, "prime")
    kind = "prime" if prime else "composite" if value > 1 else "neither"
    return words(kind, text, method, check, verified)


def _primality(value: int, asked: str) -> _Verdict:
    result = primality(value)
    composite = value > 1 and not result.prime
    answer = result.prime if asked == "prime" else composite
    kind = "prime" if result.prime else "composite" if composite else "neither prime nor composite"
    shown = str(value) if abs(value) < 10**200 else "the number"
    text = f"{shown} is {kind} ({result.method})"
    return answer, text, "Miller-Rabin", f"check: {result.method}", True if result.proved else None


@operation("is_even", requests=_is("even"), calls=("is_even", "iseven", "EvenQ"))
def is_even(work: Work, a: Node) -> Finding:
    """Whether 2 divides it."""
    return _parity(a, 0)


@operation("is_odd", requests=_is("odd"), calls=("is_odd", "isodd", "OddQ"))
def is_odd(work: Work, a: Node) -> Finding:
    """Whether 2 does not divide it."""
    return _parity(a, 1)


def _parity(a: Node, wanted: int) -> Finding:
    value = whole(a, "being even or odd")
    last = int(str(abs(value) % 10))
    verdict = value & 1 == wanted
    text = f"{short(plain(a))} is {'odd' if value & 1 else 'even'}"
    check = f"check: its last digit is {last}"
    return truth(verdict, text, "the remainder modulo 2", check, (last in (1, 3, 5, 7, 9)) == bool(value & 1))


@operation(
    "even_or_odd",
    requests=(
        f"{_ASK} [the (number|integer)] {{a}} [is] [an] even [number] or [an] odd [number]",
        f"{_ASK} [the (number|integer)] {{a}} [is] [an] odd [number] or [an] even [number]",
    ),
    nouns=("parity of {a:last}",),
)
def even_or_odd(work: Work, a: Node) -> Finding:
    """The word for it: even or odd."""
    found = _parity(a, 0)
    value = "even" if found.value == "True" else "odd"
    return words(value, found.text.partition(": ")[2], found.method, found.check, found.verified)


def _power_root(value: int, degree: int) -> int | None:
    try:
        return int(root(Fraction(value), degree))
    except NotRational:
        return None


def _is_power(value: int, degree: int, name: str) -> _Verdict:
    found = _power_root(value, degree)
    if found is not None:
        text, verified = (
            f"{brief(value)} = ({brief(found)})^{degree}" if found < 0 else f"{brief(value)} = {brief(found)}^{degree}",
            found**degree == value,
        )
    elif value < 0:
        text, verified = f"{brief(value)} is negative, so it is no {name}", degree % 2 == 0
    else:
        below = _floor_root(abs(value), degree)
        text = f"{abs(value)} lies between {below}^{degree} and {below + 1}^{degree}"
        verified = below**degree < abs(value) < (below + 1) ** degree
    return found is not None, text, "the integer root", "check: by powers of the root and its neighbour", verified


def _floor_root(value: int, degree: int) -> int:
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle)
    return low


@operation(
    "is_square",
    requests=(
        *_is("perfect square", "square", "square number", "square of an integer"),
        "{a} perfect square",
    ),
    calls=("is_square",),
)
def is_square(work: Work, a: Node) -> Finding:
    """Whether it is the square of an integer."""
    value = whole(a, "being a square")
    if value < 0:
        return truth(False, f"{brief(value)} is negative", "squares are not negative", "check: by the sign", True)
    return _found(_is_power(value, 2, "square"))


@operation(
    "is_cube",
    requests=_is("perfect cube", "cube", "cube number", "cubic number", "cube of an integer"),
    calls=("is_cube",),
)
def is_cube(work: Work, a: Node) -> Finding:
    """Whether it is the cube of an integer."""
    return _found(_is_power(whole(a, "being a cube"), 3, "cube"))


@operation(
    "is_power_of",
    requests=(f"{_ASK} {{a}} [is] [a|an] [integer|whole|perfect] power of {{base}}",),
)
def is_power_of(work: Work, a: Node, base: Node) -> Finding:
    """Whether it is a power of a number with a whole exponent of at least 0."""
    value, of = whole(a, "being a power"), whole(base, "being a power")
    if of < 2 or value < 1:
        raise NotDone("powers of integers of at least 2 are recognised, among positive integers")
    exponent, rest = 0, value
    while rest % of == 0:
        rest, exponent = rest // of, exponent + 1
    text = f"{brief(value)} = {of}^{exponent}" + (f" * {brief(rest)}" if rest != 1 else "")
    return truth(rest == 1, text, "repeated division", "check: multiplied back", of**exponent * rest == value)


def _divisor_sum(value: int) -> int:
    total = 1
    for prime, count in factorise(value).items():
        total *= (prime ** (count + 1) - 1) // (prime - 1)
    return total


def _aliquot(a: Node, what: str) -> tuple[int, int, bool]:
    """The number, the sum of its proper divisors, and whether trial of all divisors agrees."""
    value = whole(a, what)
    if value < 1:
        raise Undefined(f"{what} is defined for positive integers")
    found = _divisor_sum(value) - value
    if value > 10**12:
        raise TooCostly(f"{what} is decided up to 10^12")
    roots = math.isqrt(value)
    again = sum(d + (value // d if d != value // d else 0) for d in range(1, roots + 1) if value % d == 0) - value
    return value, found, found == again


def _abundance(a: Node, kind: str, holds: Callable[[int, int], bool]) -> Finding:
    value, total, agreed = _aliquot(a, f"being {kind}")
    text = f"the proper divisors of {brief(value)} add up to {total}"
    check = "check: added up divisor by divisor"
    return truth(holds(total, value), text, "from the prime factors", check, agreed)


@operation("is_perfect", requests=(*_is("perfect"), "{a} perfect number"), calls=("is_perfect",))
def is_perfect(work: Work, a: Node) -> Finding:
    """Whether its proper divisors add up to itself."""
    return _abundance(a, "perfect", lambda total, value: total == value)


@operation("is_abundant", requests=_is("abundant", "excessive"))
def is_abundant(work: Work, a: Node) -> Finding:
    """Whether its proper divisors add up to more than itself."""
    return _abundance(a, "abundant", lambda total, value: total > value)


@operation("is_deficient", requests=_is("deficient", "defective"))
def is_deficient(work: Work, a: Node) -> Finding:
    """Whether its proper divisors add up to less than itself."""
    return _abundance(a, "deficient", lambda total, value: total < value)


@operation("is_squarefree", requests=_is("squarefree", "square - free", "square free"), calls=("is_squarefree",))
def is_squarefree(work: Work, a: Node) -> Finding:
    """Whether no square but 1 divides it."""
    value = whole(a, "being squarefree")
    if value < 1:
        raise Undefined("being squarefree is asked of positive integers")
    factors = factorise(value)
    told = " * ".join(f"{p}^{c}" if c > 1 else str(p) for p, c in factors.items()) or "1"
    back = math.prod(p**c for p, c in factors.items()) == value
    return truth(
        max(factors.values(), default=1) == 1,
        f"{brief(value)} = {told}",
        "factorisation",
        "check: multiplied back",
        back,
    )


@operation("is_palindrome", requests=_is("palindrome", "palindromic"))
def is_palindrome(work: Work, a: Node) -> Finding:
    """Whether its digits read the same from both ends."""
    value = whole(a, "being a palindrome")
    if value < 0:
        raise Undefined("being a palindrome is asked of integers of at least 0")
    shown, rest, turned = str(value), value, 0
    while rest:
        rest, digit = divmod(rest, 10)
        turned = turned * 10 + digit
    answer = shown == shown[::-1]
    return truth(
        answer,
        f"read backwards {brief(value)} is {shown[::-1]}",
        "its digits",
        "check: by arithmetic",
        answer == (turned == value),
    )


@operation("is_triangular", requests=_is("triangular", "triangle"))
def is_triangular(work: Work, a: Node) -> Finding:
    """Whether it is 1 + 2 + ... + n for some n."""
    value = whole(a, "being triangular")
    index = (math.isqrt(8 * value + 1) - 1) // 2 if value >= 0 else 0
    answer = value >= 0 and index * (index + 1) // 2 == value
    text = (
        f"1 + ... + {index} = {index * (index + 1) // 2} and 1 + ... + {index + 1} = {(index + 1) * (index + 2) // 2}"
    )
    square = value >= 0 and _power_root(8 * value + 1, 2) is not None
    return truth(
        answer, text, "the sum formula", "check: 8n + 1 is a square exactly for triangular n", answer == square
    )


@operation("is_fibonacci", requests=_is("fibonacci"))
def is_fibonacci(work: Work, a: Node) -> Finding:
    """Whether it is a term of 0, 1, 1, 2, 3, 5, ..."""
    value = whole(a, "being a Fibonacci number")
    one, two = 0, 1
    while one < value:
        one, two = two, one + two
    squares = value >= 0 and any(_power_root(5 * value * value + sign, 2) is not None for sign in (4, -4))
    check = "check: 5n^2 + 4 or 5n^2 - 4 is a square exactly for Fibonacci numbers"
    text = f"the first Fibonacci number of at least {brief(value)} is {one}"
    return truth(one == value, text, "by the recurrence", check, (one == value) == squares)


@operation("is_integer", requests=_is("integer", "whole", "whole number"), calls=("is_integer",))
def is_integer(work: Work, a: Node) -> Finding:
    """Whether a rational number is whole."""
    value = _rational(a, "being an integer")
    divides = value.numerator % value.denominator == 0
    text = f"{short(plain(a))} = {brief(value)}"
    return truth(
        value.denominator == 1, text, "lowest terms", "check: by division", divides == (value.denominator == 1)
    )


@operation("is_natural", requests=_is("natural"))
def is_natural(work: Work, a: Node) -> Finding:
    """Whether it is one of 1, 2, 3, ..."""
    value = _rational(a, "being a natural number")
    if value == 0:
        raise NotDone("whether 0 is a natural number is a matter of convention")
    answer = value.denominator == 1 and value > 0
    return truth(
        answer, f"{short(plain(a))} = {brief(value)}", "lowest terms", "check: by its sign and denominator", True
    )


def _rational(a: Node, what: str) -> Fraction:
    value = rational_value(a)
    if value is None:
        raise NotDone(f"{what} is decided for rational numbers only")
    return value


_TESTS: Final[dict[str, Callable[[int, int], bool]]] = {
    "prime": lambda value, _: primality(value).prime,
    "composite": lambda value, _: value > 1 and not primality(value).prime,
    "even": lambda value, _: value % 2 == 0,
    "odd": lambda value, _: value % 2 == 1,
    "square": lambda value, _: value >= 0 and math.isqrt(value) ** 2 == value,
    "cube": lambda value, _: _power_root(value, 3) is not None,
    "multiple": lambda value, by: value % by == 0,
    "factor": lambda value, of: value != 0 and of % value == 0,
}
_TESTED: Final = (
    "[not {negated=yes}] [a|an] (prime {kind=prime}|composite {kind=composite}|even {kind=even}|odd {kind=odd}"
    "|(perfect square|square) {kind=square}|(perfect cube|cube) {kind=cube}|(divisible by|multiple of) {by}"
    " {kind=multiple}"
    "|(factor|divisor) of {by} {kind=factor}) [number|numbers|integer|integers]"
)
_TESTED_MANY: Final = (
    "[not {negated=yes}] (prime|primes) {kind=prime}|composite {kind=composite}|even {kind=even}|odd {kind=odd}"
    "|(perfect squares|squares) {kind=square}|(perfect cubes|cubes) {kind=cube}|(divisible by|multiples of) {by}"
    " {kind=multiple}"
    "|(factors|divisors) of {by} {kind=factor}"
)


@operation(
    "which_is",
    requests=(
        f"which [(one|number|integer)] [of the following|of these] [numbers|integers] is {_TESTED} [:|,]"
        f" [{{items:items}}]",
        f"which [(numbers|integers)] [of the following|of these] [numbers|integers] are ({_TESTED_MANY}) [numbers]"
        f" [:|,] {{items:items}} {{many=yes}}",
        f"which of {{items:items}} is {_TESTED}",
        f"which of {{items:items}} are ({_TESTED_MANY}) {{many=yes}}",
    ),
)
def which_is(
    work: Work,
    kind: Node,
    items: Node | None = None,
    by: Node | None = None,
    negated: Node | None = None,
    many: Node | None = None,
) -> Finding:
    """Those of several numbers that are of a kind; one only, unless several are asked for."""
    if items is None and not work.options:
        raise NotUnderstood("there are no numbers to choose from")
    nodes = work.items(plain(items)) if items is not None else [parse_expression(o.text, work) for o in work.options]
    texts = [n.text if isinstance(n, Written) else short(n) for n in nodes]
    if items is None:
        texts = [option.text for option in work.options]
    name, other = work.text(kind), whole(by, "divisibility") if by is not None else 0
    if name == "multiple" and other == 0:
        raise Undefined("divisibility by 0 is not defined")
    values = [whole(node, "what kind of number it is") for node in nodes]
    found = [t for t, v in zip(texts, values, strict=True) if _TESTS[name](v, other) == (negated is None)]
    again = [t for t, v in zip(texts, values, strict=True) if _tested_again(name, v, other) == (negated is None)]
    if many is None and len(found) != 1:
        raise NotDone(f"{len(found)} of the numbers are such: {', '.join(found) or 'none'}")
    told = ", ".join(found) or "none"
    check = "check: each again from the list of its divisors, or by another property"
    good = found == again if max(map(abs, values), default=0) <= 10**10 else None
    return words(told, f"{told}: {len(found)} of {len(values)}", "each tested", check, good)


def _tested_again(name: str, value: int, other: int) -> bool:
    """The same property by another road, for numbers up to 10^10."""
    if name in ("prime", "composite"):
        small = value > 1 and any(value % d == 0 for d in range(2, min(math.isqrt(max(value, 0)), 10**5) + 1))
        return value > 1 and small == (name == "composite")
    if name in ("even", "odd"):
        return (str(value)[-1] in "13579") == (name == "odd")
    if name in ("square", "cube"):
        degree = 2 if name == "square" else 3
        root_ = _floor_root(abs(value), degree)
        return root_**degree == abs(value) and (value >= 0 or degree == 3)
    return (math.gcd(value, other) == abs(other if name == "multiple" else value) and value != 0) or (
        name == "multiple" and value == 0
    )
