"""Common divisors and multiples, division with remainder, and whether one integer divides another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines import modular
from orchestra_modules.mathematics.engines.arithmetic import has_property
from orchestra_modules.mathematics.engines.enclosure import plain
from orchestra_modules.mathematics.engines.number_findings import (
    brief,
    exact,
    has_unknowns,
    number,
    numbers,
    short,
    whole,
    wholes,
)
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, names
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_DEFINING = "check: the property that defines it, with another form of the Euclidean algorithm"
_BACK = "check: multiplied back, and the remainder is less than the divisor"


def _two_and_letter(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """rem(a, b), and rem(p, q, x) where x is the one letter of both."""
    if named or len(arguments) not in (2, 3) or (len(arguments) == 3 and names(*arguments) != names(arguments[2])):
        return None
    return {"a": arguments[0], "b": arguments[1]}


@operation(
    "greatest_common_divisor",
    nouns=(
        "(greatest|highest|largest|biggest) common (divisor|factor|measure|denominator {of_denominators=yes})"
        " (of|for|between|shared by) {numbers:last_list}",
        "(gcd|gcf|hcf|hcd) (of|for|between) {numbers:last_list}",
        "(greatest|highest|largest|biggest) [positive] (number|integer|whole number|divisor|factor)"
        " (that|which) [exactly|evenly] (divides|is a factor of|is a divisor of|goes into)"
        " [both|all of|each of|all|every one of] {numbers:list} [exactly|evenly|without [a] remainder]",
        "(greatest|highest|largest|biggest) (factor|divisor) (common to|shared by) [both|all of] {numbers:last_list}",
    ),
    requests=("what (number|integer) is the greatest common (divisor|factor) of {numbers:list}",),
)
def greatest_common_divisor(work: Work, numbers: Node, of_denominators: Node | None = None) -> Finding:
    """The largest integer that divides them all; for polynomials the one of highest degree."""
    if of_denominators is not None:
        raise Undefined("there is no greatest common denominator: every multiple of a common denominator is one")
    items = work.items(plain(numbers))
    if has_unknowns(*items):
        from orchestra_modules.mathematics.engines.polynomial_division import common_divisor

        return common_divisor(items)
    values = _several(work, numbers, "a common divisor")
    found = math.gcd(*values)
    verified = has_property("gcd", list(map(Fraction, values)), Fraction(found))
    text = f"The greatest common divisor of {_told(values)} is {brief(found)}"
    return number(found, text, "the Euclidean algorithm", _DEFINING, verified)


@operation(
    "least_common_multiple",
    nouns=(
        "(least|lowest|smallest) common multiple (of|for|between|shared by) {numbers:last_list}",
        "lcm (of|for|between) {numbers:last_list}",
        "(least|lowest|smallest) [positive] (number|integer|whole number|multiple|natural number)"
        " [that|which] [is] [exactly|evenly] (divisible by|a multiple of)"
        " [both|all of|each of|all|every one of] {numbers:last_list}",
        "(least|lowest|smallest) [positive] (number|integer|whole number|natural number) (that|which)"
        " [both|all of] {numbers:list} (divide|go into) [exactly|evenly]",
    ),
)
def least_common_multiple(work: Work, numbers: Node) -> Finding:
    """The smallest positive integer that they all divide."""
    items = work.items(plain(numbers))
    if has_unknowns(*items):
        from orchestra_modules.mathematics.engines.polynomial_division import common_multiple

        return common_multiple(items)
    values = _several(work, numbers, "a common multiple")
    return _multiple(values, f"The least common multiple of {_told(values)} is")


@operation(
    "least_common_multiple_of_range",
    nouns=(
        "(least|lowest|smallest) [positive] (number|integer|whole number) [that|which] [is] [exactly|evenly]"
        " divisible by (all|every|each) [of] [the] [positive|whole] (numbers|number|integers|integer) from {low}"
        " to {high}",
        "(least|lowest|smallest) common multiple of [all] [the] [positive|whole|first] (numbers|integers) from"
        " {low} to {high}",
    ),
)
def least_common_multiple_of_range(work: Work, low: Node, high: Node) -> Finding:
    """The smallest positive integer that every integer of a range divides."""
    first, last = whole(low, "a range"), whole(high, "a range")
    if not 1 <= first <= last <= 5_000:
        raise TooCostly("ranges from 1 up to 5000 are taken")
    values = list(range(first, last + 1))
    return _multiple(values, f"The least common multiple of the integers from {first} to {last} is")


@operation(
    "common_denominator",
    nouns=(
        "[least|lowest|smallest] common denominator (of|for|between) [the fractions] {fractions:last_list}",
        "lcd (of|for) [the fractions] {fractions:last_list}",
    ),
)
def common_denominator(work: Work, fractions: Node) -> Finding:
    """The least common multiple of the denominators, each in lowest terms."""
    values = [exact(item, "a common denominator") for item in work.items(plain(fractions))]
    if len(values) < 2:
        raise NotUnderstood("a common denominator is asked of one number")
    return _multiple([value.denominator for value in values], f"The least common denominator of {_told(values)} is")


def _multiple(values: list[int], opening: str) -> Finding:
    found = math.lcm(*values)
    if 0 in values:
        raise Undefined("0 has no positive multiples, so there is no least common multiple")
    verified = has_property("lcm", list(map(Fraction, values)), Fraction(found))
    return number(found, f"{opening} {brief(found)}", "from greatest common divisors", _DEFINING, verified)


def _several(work: Work, node: Node, what: str) -> list[int]:
    values = wholes(work, node, what)
    if len(values) < 2:
        raise NotUnderstood(f"{what} is asked of one number")
    if not any(values):
        raise Undefined(f"{what} of zeros is not defined")
    return values


def _told(values: list[int] | list[Fraction]) -> str:
    shown = [brief(value) for value in values]
    told = ", ".join(shown[:-1]) + f" and {shown[-1]}"
    return told if len(told) < 200 else "the numbers"


@operation(
    "remainder",
    nouns=(
        "(remainder|rest|residue) (when|if|after|as|once) {a} is [integer] (divided|reduced) by {b:last}",
        "(remainder|rest) (of|in|from|for) [the] [division of] {a} divided by {b:last}",
        "(remainder|rest) (of|in|from) the [integer|euclidean] division of {a} by {b:last}",
        "(remainder|rest) (of|from|on|upon|after|when|by|in) dividing {a} by {b:last}",
        "(remainder|rest|residue) of {a} (mod|modulo|on division by|after division by|upon division by|when"
        " divided by) {b:last}",
        "residue of {a} (mod|modulo) {b:last}",
        "{a} (modulo|mod) {b:last}",
        "{a} reduced (modulo|mod) {b:last}",
    ),
    requests=(
        "what (remains|is left|is left over) (when|if|after) {a} is divided by {b}",
        "what remainder (does|will) {a} (leave|give) (when|on|if) [it is] (divided|division) by {b}",
        "what (remainder|rest) (is left|is obtained|do you get|do we get|results) (when|if) {a} is divided by {b}",
        "what (remainder|rest) (is left|do you get|do we get) (when|if) [you|we] (divide|dividing) {a} by {b}",
        "reduce {a} (modulo|mod) {b}",
        "divide {a} by {b} [,] [and|to] (find|give|state|get|report) [only] the remainder",
    ),
    calls=("rem", "remainder"),
    arrange=_two_and_letter,
)
def remainder(work: Work, a: Node, b: Node) -> Finding:
    """What is left of a division: from 0 to less than the divisor. Of polynomials: of lower degree."""
    a, b = plain(a), plain(b)
    if has_unknowns(a, b):
        from orchestra_modules.mathematics.engines.polynomial_division import divided

        return divided(a, b, "remainder")
    divisor = exact(b, "a remainder")
    if divisor == 0:
        raise Undefined("a division by zero has no remainder")
    try:
        value = exact(a, "a remainder")
    except TooCostly:
        if divisor.denominator != 1:
            raise
        return _by_residues(a, int(divisor))
    steps = math.floor(value / divisor)
    found = value - divisor * steps
    if divisor < 0 or value < 0:
        work.note("with negative numbers the remainder is taken with the sign of the divisor (floor division)")
    verified = divisor * steps + found == value and abs(found) < abs(divisor) and _agree(value, divisor, found)
    return number(
        found,
        _division(value, divisor, steps, found),
        "floor division",
        _BACK,
        verified,
    )


def _division(value: Fraction, divisor: Fraction, steps: int, found: Fraction) -> str:
    told = f"{brief(value)} = {brief(divisor)} * {brief(steps)} + {brief(found)}"
    return f"{told}, so the remainder is {brief(found)}" if len(told) < 200 else f"The remainder is {brief(found)}"


def _agree(value: Fraction, divisor: Fraction, found: Fraction) -> bool:
    """Whether casting out nines sees the division too, for integers."""
    if value.denominator != 1 or divisor.denominator != 1:
        return ((value - found) / divisor).denominator == 1
    return math.gcd(int(value), int(divisor)) == math.gcd(int(divisor), int(found))


def _by_residues(node: Node, divisor: int) -> Finding:
    modulus = abs(divisor)
    found = modular.residue(node, modulus)
    again = modular.residue_by_parts(node, modulus)
    if divisor < 0 and found:
        found, again = found - modulus, again - modulus
    text = f"The remainder of {short(node)} divided by {brief(divisor)} is {brief(found)}"
    check = "check: found again modulo each prime power of the divisor and put together"
    return number(found, text, "powers modulo the divisor", check, found == again)


@operation(
    "quotient",
    nouns=(
        "[integer|whole] quotient (when|if|after) {a} is divided by {b:last}",
        "[integer|whole] quotient (from|on|upon|after|when) dividing {a} by {b:last}",
        "(integer|whole) quotient of {a} (and|by|divided by) {b:last}",
        "quotient of the (integer|euclidean) division of {a} by {b:last}",
        "(integer|whole number) part of {a} divided by {b:last}",
        "(integer|floor) division of {a} by {b:last}",
    ),
    requests=(
        "how many (whole times|times|complete times) does {b} (go|fit) into {a}",
        "how many times can {b} be subtracted from {a}",
    ),
    calls=("quo", "quotient", "Quotient"),
    arrange=_two_and_letter,
)
def quotient(work: Work, a: Node, b: Node) -> Finding:
    """How often the divisor goes into the number, rounded down; of polynomials their quotient."""
    a, b = plain(a), plain(b)
    if has_unknowns(a, b):
        from orchestra_modules.mathematics.engines.polynomial_division import divided

        return divided(a, b, "quotient")
    value, divisor = exact(a, "a quotient"), exact(b, "a quotient")
    if divisor == 0:
        raise Undefined("a division by zero has no quotient")
    found = math.floor(value / divisor)
    rest = value - divisor * found
    if rest:
        work.note(f"{brief(value)} = {brief(divisor)} * {brief(found)} + {brief(rest)}; the remainder is left out")
    text = f"{brief(divisor)} goes {brief(found)} times into {brief(value)}" + (
        f", with remainder {brief(rest)}" if rest else ""
    )
    return number(found, text, "floor division", _BACK, 0 <= abs(rest) < abs(divisor))


@operation(
    "quotient_and_remainder",
    nouns=(
        "quotient and [the] remainder (when|if|after) {a} is divided by {b:last}",
        "quotient and [the] remainder (from|on|upon|after|when|of) dividing {a} by {b:last}",
        "quotient and [the] remainder of {a} divided by {b:last}",
        "quotient and [the] remainder of the division of {a} by {b:last}",
    ),
    requests=(
        "divide {a} by {b} [,] [and|to] (with|find|give|giving|state|leaving) [the|a] quotient and [the|a] remainder",
        "divide {a} by {b} with [a] remainder",
        "(perform|do|carry out) the (long|euclidean|polynomial|polynomial long) division of {a} by {b}",
        "divide {a} by {b} using (long|polynomial|polynomial long|synthetic) division",
    ),
    calls=("divmod", "div_mod"),
)
def quotient_and_remainder(work: Work, a: Node, b: Node) -> Finding:
    """Both results of a division with remainder."""
    a, b = plain(a), plain(b)
    if has_unknowns(a, b):
        from orchestra_modules.mathematics.engines.polynomial_division import divided

        return divided(a, b, "both")
    value, divisor = whole(a, "a division with remainder"), whole(b, "a division with remainder")
    if divisor == 0:
        raise Undefined("a division by zero has no quotient")
    steps, rest = divmod(value, divisor)
    told = f"the quotient is {brief(steps)} and the remainder {brief(rest)}"
    text = f"{brief(value)} = {brief(divisor)} * {brief(steps)} + {brief(rest)}: {told}"
    verified = steps * divisor + rest == value and abs(rest) < abs(divisor)
    return numbers((steps, rest), text, "floor division", _BACK, verified)


@operation(
    "divides",
    requests=(
        "does {a} [evenly|exactly] divide [into] {b} [evenly|exactly|without [a] remainder]",
        "does {a} go into {b} [evenly|exactly|without [a] remainder]",
        "(is|check (if|whether)|determine (if|whether)|whether) {b} [is] [evenly|exactly] divisible by {a}",
        "(is|check (if|whether)|determine (if|whether)|whether) {b:subject} [is] [a|an] [integer|whole] multiple"
        " of {a}",
        "(is|check (if|whether)|determine (if|whether)|whether) {a:subject} [is] [a|an] (factor|divisor|"
        "submultiple) of {b}",
        "(is|check (if|whether)|determine (if|whether)|whether) {b} [is] in the {a} times table",
        "(check (if|whether)|determine (if|whether)|whether) {a} [evenly|exactly] divides {b} [evenly|exactly|"
        "without [a] remainder]",
        "can {b} be [evenly|exactly] divided [evenly|exactly] by {a} [evenly|exactly|without [a] remainder]",
        "(is|can) {a} (divide|able to divide) {b} [evenly|exactly]",
        "is the remainder when {b} is divided by {a} (zero|0)",
        "{a} divides {b}",
        "{b} is (divisible by|a multiple of) {a}",
        "{a} is a (factor|divisor) of {b}",
    ),
    calls=("divides",),
)
def divides(work: Work, a: Node, b: Node) -> Finding:
    """Whether the first goes into the second without a remainder."""
    a, b = plain(a), plain(b)
    if has_unknowns(a, b):
        from orchestra_modules.mathematics.engines.polynomial_division import divides_exactly

        return divides_exactly(a, b)
    divisor = whole(a, "divisibility")
    if divisor == 0:
        raise Undefined("divisibility by 0 is not defined")
    try:
        value = whole(b, "divisibility")
    except TooCostly:
        rest = modular.residue(b, abs(divisor))
        agreed = rest == modular.residue_by_parts(b, abs(divisor))
        text = f"{short(b)} leaves the remainder {brief(rest)} when divided by {brief(divisor)}"
        return truth(rest == 0, text, "powers modulo the divisor", "check: found again modulo each prime power", agreed)
    steps, rest = divmod(value, divisor)
    agreed = steps * divisor + rest == value and abs(rest) < abs(divisor)
    agreed = agreed and (math.gcd(value, divisor) == abs(divisor)) == (rest == 0)
    text = f"{brief(value)} = {brief(divisor)} * {brief(steps)}" + (f" + {brief(rest)}" if rest else "")
    return truth(rest == 0, text, "division with remainder", "check: multiplied back, and the gcd agrees", agreed)


@operation(
    "coprime",
    requests=(
        "(are|check (if|whether)|determine (if|whether)|whether) {numbers:list} [are]"
        " (coprime|co - prime|relatively prime|mutually prime|prime to each other|relative primes) [numbers|integers]",
        "do {numbers:list} have (a|any) common (factor|divisor) [greater|larger|bigger|other] [than] [1|one]",
        "is {a} (coprime|co - prime|relatively prime|prime) (to|with) {b}",
    ),
)
def coprime(work: Work, numbers: Node | None = None, a: Node | None = None, b: Node | None = None) -> Finding:
    """Whether integers have no common divisor but 1."""
    values = [whole(item, "being coprime") for item in (work.items(plain(numbers)) if numbers is not None else ())]
    values += [whole(item, "being coprime") for item in (a, b) if item is not None]
    if len(values) != 2:
        raise NotUnderstood("being coprime is asked of two numbers; more may be meant in pairs or together")
    common = reduce(math.gcd, values)
    one, s, t = modular.bezout(values[0], values[1])
    agreed = one == common and s * values[0] + t * values[1] == common
    text = f"the greatest common divisor of {_told(values)} is {common}"
    return truth(
        common == 1, text, "the Euclidean algorithm", f"check: {s}*({values[0]}) + {t}*({values[1]}) = {one}", agreed
    )


@operation(
    "count_of_multiples",
    nouns=(
        "number of (multiples of {divisor}|[positive|whole] (numbers|integers) divisible by {divisor})"
        " (from|between) {low} (to|and|up to) {high} [{inclusive=yes} inclusive]",
        "number of [positive] (multiples of {divisor}|(numbers|integers) divisible by {divisor})"
        " (less than|below|under|smaller than) {above}",
        "number of [positive] (multiples of {divisor}|(numbers|integers) divisible by {divisor})"
        " (up to|not exceeding|less than or equal to) {high}",
    ),
    requests=(
        "how many (multiples of {divisor}|[positive|whole] (numbers|integers)) [are there|are|lie|there are]"
        " (from|between)"
        " {low} (to|and|up to) {high} [{inclusive=yes} inclusive] [that|which] [are] [divisible by {divisor}|"
        "multiples of {divisor}]",
        "how many [positive] (multiples of {divisor}|[whole] (numbers|integers)) [are there|are|there are]"
        " (less than|below|under|smaller than) {above} [that|which] [are] [divisible by {divisor}|multiples of"
        " {divisor}]",
    ),
)
def count_of_multiples(
    work: Work,
    divisor: Node,
    low: Node | None = None,
    high: Node | None = None,
    above: Node | None = None,
    inclusive: Node | None = None,
) -> Finding:
    """How many multiples of an integer lie in a range."""
    step = abs(whole(divisor, "counting multiples"))
    if step == 0:
        raise Undefined("0 has one multiple only")
    first = whole(low, "a range") if low is not None else 1
    last = whole(above, "a range") - 1 if above is not None else whole(high, "a range") if high is not None else first
    if low is not None and inclusive is None and (first % step == 0 or last % step == 0):
        work.assume("'between' is taken to include both ends")
    found = max(last // step - (first - 1) // step, 0)
    smallest, largest = -(-first // step) * step, last // step * step
    again = (largest - smallest) // step + 1 if largest >= smallest else 0
    text = f"There are {brief(found)} multiples of {step} from {first} to {last}"
    return number(
        found, text, "floor division of both ends", "check: from the first and the last multiple", found == again
    )
