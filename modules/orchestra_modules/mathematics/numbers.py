"""Questions about plain numbers: values, comparisons, divisibility, primes. Standard library only, so always quick."""

from __future__ import annotations

from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics import gate
from orchestra_modules.mathematics.arithmetic import NotRational, agrees, evaluate
from orchestra_modules.mathematics.digits import integer_text
from orchestra_modules.mathematics.finding import Finding, number_data, rational, truth
from orchestra_modules.mathematics.integers import factorise, primality
from orchestra_modules.mathematics.refusal import NotDone, Undefined
from orchestra_modules.mathematics.syntax import Node, Relation, has_decimal, show, show_relation
from orchestra_modules.mathematics.tasks import Choose, Divides, Evaluate, NumberProperty, PrimeFactors

_MODULAR = "check: worked out again modulo two Mersenne primes; functions by their defining property"


def value(task: Evaluate) -> Finding:
    """The value of a rational expression. NotRational."""
    found = evaluate(task.expression)
    gate.printable(found.numerator, found.denominator)
    verified = _confirmed(task.expression, found)
    return rational(found, has_decimal(task.expression), show(task.expression), _MODULAR, verified)


def _confirmed(expression: Node, found: Fraction) -> bool:
    try:
        return agrees(expression, found)
    except ArithmeticError:
        return False


def holds(relation: Relation) -> Finding:
    """Whether a relation between rational numbers is true. NotRational."""
    left, right = evaluate(relation.left), evaluate(relation.right)
    answer = {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        ">": left > right,
        "<=": left <= right,
        ">=": left >= right,
    }[relation.sign]
    verified = _confirmed(relation.left, left) and _confirmed(relation.right, right)
    return truth(
        answer, _compared(relation, answer, left, right), "both sides by exact rational arithmetic", _MODULAR, verified
    )


def _compared(relation: Relation, answer: bool, left: Fraction, right: Fraction) -> str:
    sides = "" if max(left.numerator.bit_length(), right.numerator.bit_length()) > 300 else f" ({left} and {right})"
    shown = show_relation(relation)
    if len(shown) > 300:
        return f"the relation {'holds' if answer else 'does not hold'}"
    return f"{shown}{sides}" if answer else f"it is not so that {shown}{sides}"


def choose(task: Choose) -> Finding:
    """The largest or smallest of rational numbers, as written. NotRational."""
    values = [evaluate(item) for item in task.items]
    found = max(values) if task.largest else min(values)
    if values.count(found) > 1:
        raise NotDone("two of the numbers are equal")
    written = task.texts[values.index(found)]
    verified = all(_confirmed(item, value) for item, value in zip(task.items, values, strict=True))
    word = "largest" if task.largest else "smallest"
    text = f"{written} is the {word}" if len(values) > 2 else f"{written} is {word.removesuffix('st')}r"
    ordered = all(value <= found if task.largest else value >= found for value in values)
    return Finding(written, text, number_data(found), "exact rational arithmetic", _MODULAR, verified and ordered)


def _integer(node: Node, what: str) -> int:
    try:
        found = evaluate(node)
    except NotRational as error:
        raise NotDone(f"{what} is answered for plain integers only") from error
    if found.denominator != 1:
        raise Undefined(f"{what} is a question about integers, and this is {found}")
    if not _confirmed(node, found):
        raise NotDone("two ways of working out the number differ")
    return int(found)


def number_property(task: NumberProperty) -> Finding:
    """Whether an integer is prime, composite, even or odd."""
    number = _integer(task.number, f"being {task.property}")
    shown = integer_text(number)
    if task.property in ("even", "odd"):
        answer = (number % 2 == 0) == (task.property == "even")
        last = f"its last digit is {shown[-1]}"
        agreed = (int(shown[-1]) % 2 == 0) == (number % 2 == 0)
        parity = "even" if number % 2 == 0 else "odd"
        return truth(answer, f"{shown} is {parity}", "the remainder modulo 2", f"check: {last}", agreed)
    result = primality(number)
    composite = number > 1 and not result.prime
    answer = result.prime if task.property == "prime" else composite
    kind = "prime" if result.prime else "composite" if composite else "neither prime nor composite"
    text = f"{shown} is {kind} ({result.method})" if len(shown) < 200 else f"the number is {kind} ({result.method})"
    return truth(answer, text, "Miller-Rabin", f"check: {result.method}", True if result.proved else None)


def divides(task: Divides) -> Finding:
    """Whether one integer divides another."""
    divisor, number = _integer(task.divisor, "divisibility"), _integer(task.number, "divisibility")
    if divisor == 0:
        raise Undefined("divisibility by 0 is not defined")
    quotient, remainder = divmod(number, divisor)
    agreed = quotient * divisor + remainder == number and abs(remainder) < abs(divisor)
    gate.printable(number, divisor)
    text = f"{number} = {divisor} * {quotient}" + (f" + {remainder}" if remainder else "")
    return truth(remainder == 0, text, "division with remainder", "check: multiplied back", agreed)


def prime_factors(task: PrimeFactors) -> Finding:
    """The primes that divide an integer of at least 2, or its factorisation."""
    number = _integer(task.number, "factorisation")
    if number < 2:
        raise Undefined(f"{number} has no prime factors: they are defined for integers of at least 2")
    found = factorise(number)
    product = 1
    for prime, count in found.items():
        product *= prime**count
    proofs = [primality(prime) for prime in found]
    verified = product == number and all(proof.prime for proof in proofs)
    whole = "*".join(f"{prime}**{count}" if count > 1 else str(prime) for prime, count in found.items())
    value = whole if task.powers else ", ".join(map(str, found))
    check = "check: multiplied back, and each factor proved prime"
    proved = all(proof.proved for proof in proofs)
    factors: list[JsonValue] = [[str(prime), count] for prime, count in found.items()]
    data: JsonValue = {"type": "factors", "factors": factors}
    text = f"{number} = {whole.replace('*', ' * ').replace(' *  * ', '^')}"
    if not task.powers:
        text = f"The prime factors of {number} are {value} ({text})"
    if found == {number: 1}:
        text = f"{number} is prime, so it is its only prime factor"
    return Finding(
        value, text, data, "trial division and Pollard's rho", check, None if verified and not proved else verified
    )
