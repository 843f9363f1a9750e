"""Short questions about numbers: rational or not, what fraction one is of another, halfway, in short commands.

Each is worked out by the operation that it is another wording of, or checked here by a second road.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.enclosure import plain, rational_value
from orchestra_modules.mathematics.engines.integers import factorise, primality
from orchestra_modules.mathematics.engines.number_findings import brief, number, positive, short, whole, words
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.readers.arguments import refuse_joined
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Listing,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Request,
    Sum,
    Written,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_ASK: Final = "(is|check (if|whether)|determine (if|whether)|whether|is it true that|true or false :)"
_OF_TERMS: Final = "(lowest|simplest) (terms|form)"


@operation(
    "is_rational",
    requests=(
        f"{_ASK} {{a}} [is] [a] (rational|irrational {{negated=yes}}) [number]",
        f"{_ASK} {{a}} [is] [a] (rational or irrational|irrational or rational) {{which=yes}} [number]",
    ),
)
def is_rational(work: Work, a: Node, negated: Node | None = None, which: Node | None = None) -> Finding:
    """Whether a number is a quotient of integers: decided for rational numbers with one root, pi or e among them."""
    node = plain(a)
    rational, reason = _rationality(node)
    text = f"{short(node)} is {'rational' if rational else 'irrational'}: {reason}"
    from orchestra_modules.mathematics.engines.build import build

    check = "check: computer algebra decides it alike"
    agreed = True if build(node).is_rational is rational else None
    if which is not None:
        return words("rational" if rational else "irrational", text, "roots of rational numbers", check, agreed)
    return truth(rational == (negated is None), text, "roots of rational numbers", check, agreed)


def _rationality(node: Node) -> tuple[bool, str]:
    if rational_value(node) is not None:
        return True, "it is worked out as a fraction"
    match node:
        case Constant("pi" | "e"):
            return False, "by a theorem"
        case Negative(inner):
            return _rationality(inner)
        case Call("sqrt" | "cbrt" as function, (inner,)):
            return False, _root_is_irrational(inner, 2 if function == "sqrt" else 3)
        case Sum(parts) | Product(parts, ()):
            others = [part for part in parts if rational_value(part) is None]
            zero = isinstance(node, Product) and any(rational_value(part) == 0 for part in parts)
            if len(others) == 1 and not zero:
                return _rationality(others[0])
        case Product((above,), (below,)) if (rational_value(below) or 0) != 0:
            return _rationality(above)
    raise NotDone("whether this number is rational is not decided here")


def _root_is_irrational(inner: Node, degree: int) -> str:
    value = rational_value(inner)
    if value is None or value <= 0:
        raise NotDone("roots of positive rational numbers are decided")
    for part in (value.numerator, value.denominator):
        if part > 1 and any(count % degree for count in factorise(part).values()):
            return f"a prime stands under the root with an exponent that {degree} does not divide"
    raise NotDone("whether this number is rational is not decided here")


@slots.kind("one_described")
def _one_described(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A value in words; what follows "and" may be asked beside it, unless it is a number of a list."""
    cursor = reader.cursor
    start = cursor.position
    node = reader.value()
    refuse_joined(cursor, start)
    tokens = cursor.tokens[start : cursor.position + 1]
    if any(word.lowered in ("and", "but") and after.kind == "word" for word, after in pairwise(tokens)):
        raise cursor.stuck("one description was expected")
    yield node


@operation("is_the", requests=("is {a:integer} the {b:one_described}",))
def is_the(work: Work, a: Node, b: Node) -> Finding:
    """Whether a number is the one that is described."""
    first, second = work.rational(a), work.rational(b)
    return truth(
        first == second, f"it is {brief(second)}", "both worked out", "check: that of the number described", True
    )


@operation("twin_primes", requests=("are {a} and {b} [a pair of] twin primes",))
def twin_primes(work: Work, a: Node, b: Node) -> Finding:
    """Whether two numbers are primes that differ by 2."""
    first, second = (whole(node, "being prime") for node in (a, b))
    found = [primality(value) for value in (first, second)]
    answer = abs(first - second) == 2 and all(each.prime for each in found)
    text = f"{first} and {second} are {'' if answer else 'not '}primes that differ by 2"
    return truth(answer, text, "Miller-Rabin", f"check: {found[0].method}", all(each.proved for each in found) or None)


@operation(
    "exponent_in_factorisation",
    nouns=(
        "(exponent|power|multiplicity) of [the prime] {p:integer} in the prime (factorization|factorisation) of "
        "[the number] {a:last}",
    ),
)
def exponent_in_factorisation(work: Work, p: Node, a: Node) -> Finding:
    """How often a prime divides an integer."""
    prime, value = positive(p, "a prime factor"), positive(a, "a factorisation")
    if not primality(prime).prime:
        raise Undefined(f"{prime} is no prime")
    found, rest = 0, value
    while rest % prime == 0:
        found, rest = found + 1, rest // prime
    text = f"{brief(value)} = {prime}^{found} * {brief(rest)}"
    return number(found, text, "divided again and again", "check: factored", factorise(value).get(prime, 0) == found)


@operation(
    "fraction_of",
    requests=(
        "what fraction of {b:money} is {a:money}",
        "{a:money} is what fraction of {b:money}",
        "what fraction is {a:money} of {b:money}",
        "{a:money} : {b:money} as a fraction",
    ),
)
def fraction_of(work: Work, a: Node, b: Node) -> Finding:
    """The one over the other, in lowest terms."""
    below = work.rational(b)
    if below == 0:
        raise Undefined("nothing is a fraction of 0")
    found = work.rational(a) / below
    return number(
        found, f"The fraction is {found}", "lowest terms", "check: multiplied back", found * below == work.rational(a)
    )


@operation(
    "parts_in",
    requests=(
        "how many (halves {n=2}|thirds {n=3}|quarters {n=4}|fourths {n=4}|fifths {n=5}|sixths {n=6}|eighths {n=8}|"
        "tenths {n=10}) (are|are there) in {a}",
        "how many (dozens|dozen) {n=-12} (are|are in|are there in|make|make up) {a:integer} [{thing:thing}]",
    ),
)
def parts_in(work: Work, n: Node, a: Node, thing: Node | None = None) -> Finding:
    """How many parts of one kind make a number, or how many dozens it makes; only where none is left over."""
    size = work.integer(n)
    part = Fraction(1, size) if size > 0 else Fraction(-size)
    found = work.rational(a) / part
    if found.denominator != 1:
        raise NotDone("it is no whole number of them")
    return number(
        found, f"{found} of them make {short(a)}", "division", "check: multiplied", found * part == work.rational(a)
    )


@operation(
    "part_of_fraction",
    nouns=(
        f"(numerator {{which=above}}|denominator {{which=below}}) of [the fraction] {{a}} in [its] {_OF_TERMS}",
        f"(numerator {{which=above}}|denominator {{which=below}}) of [the fraction] {{a}} (when|after being|once) "
        f"(reduced|simplified|written) [(to|in) [its] {_OF_TERMS}]",
    ),
)
def part_of_fraction(work: Work, a: Node, which: Node) -> Finding:
    """The numerator or the denominator of a fraction in lowest terms."""
    value = work.rational(a)
    found = value.numerator if work.text(which) == "above" else value.denominator
    good = Fraction(value.numerator, value.denominator) == value
    return number(
        found, f"In lowest terms it is {value.numerator}/{value.denominator}", "lowest terms", "check: divided", good
    )


@operation(
    "halfway",
    requests=("(what|which) number (is|lies) [exactly] (halfway|midway|half way) between {a} and {b}",),
    nouns=("(number|point) [exactly] (halfway|midway|half way) between {a:tight} and {b:last}",),
)
def halfway(work: Work, a: Node, b: Node) -> Finding:
    """The mean of two numbers."""
    return work.find(Request("mean", (("data", Listing((a, b))),)))


@operation("all_raised", nouns=("{a} all (squared {n=2}|cubed {n=3})",))
def all_raised(work: Work, a: Node, n: Node) -> Finding:
    """Everything before it to a power."""
    return value_of(work, Power(a, n))


@operation(
    "sort_by_size",
    requests=("(sort|order|arrange) [the] [numbers] {items:items} by [increasing|ascending] absolute value",),
)
def sort_by_size(work: Work, items: Node) -> Finding:
    """Numbers by how far they are from 0; told as written."""
    listed = [
        (item.text.strip() if isinstance(item, Written) else short(item), item) for item in work.items(plain(items))
    ]
    sizes = [abs(work.rational(item)) for _, item in listed]
    if len(set(sizes)) < len(sizes) or len(sizes) < 2:
        raise NotDone("two of them are equally far from 0, or there is one only")
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    shown = ", ".join(listed[place][0] for place in order)
    good = all(sizes[a] < sizes[b] for a, b in pairwise(order))
    return words(shown, f"In order: {shown}", "compared", "check: neighbours compared", good)


# --- in short -------------------------------------------------------------------------------------------------------


@slots.kind("row", lambda cursor: cursor.token.kind == "number" and cursor.ahead().kind == "number")
def _row(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Numbers with nothing but spaces between them; groups of three digits may be one number."""
    cursor = reader.cursor
    found: list[Node] = []
    while cursor.token.kind == "number" and (cursor.token.spaced or not found):
        token = cursor.next()
        digits = token.text.replace(".", "")
        if not digits.isdigit() or (found and len(token.text) == 3) or (len(digits) > 1 and digits[0] == "0"):
            raise cursor.stuck("commas between the numbers were expected")
        found.append(Number(token.value, token.decimal))
    if len(found) < 2:
        raise cursor.stuck("several numbers were expected")
    yield Listing(tuple(found))


_DATA: Final = "(mean {which=mean}|average {which=mean}|median {which=median}|mode {which=mode})"


@operation(
    "of_a_row",
    requests=(
        "((gcd|hcf|gcf) {which=gcd}|lcm {which=lcm}) [of] {data:row}",
        f"{_DATA} [of] {{data:row}}",
        f"{_DATA} {{data:bracketed}}",
        "sum {which=total_call} [of] {data:row}",
    ),
)
def of_a_row(work: Work, which: Node, data: Node) -> Finding:
    """A command and numbers."""
    asked, items = work.text(which), work.items(data)
    if any(isinstance(plain(item), Listing) for item in items):
        raise NotUnderstood("numbers were expected")
    if asked in ("gcd", "lcm"):
        return value_of(work, Call(asked, items))
    return work.find(Request(asked, (("data", data),)))


@operation(
    "of_one_number",
    requests=(
        "(divisors|factors) {which=divisors} {a:integer}",
        "prime (factorization|factorisation) {which=prime_factorisation} {a:integer}",
        "prime factors {which=prime_factors} {a:integer}",
    ),
)
def of_one_number(work: Work, which: Node, a: Node) -> Finding:
    """A command and a number."""
    return work.find(Request(work.text(which), (("a", a),)))


@operation("remainder_in_brackets", requests=(r"[what is|find|calculate|compute|reduce] {a} \( (mod|modulo) {b} \)",))
def remainder_in_brackets(work: Work, a: Node, b: Node) -> Finding:
    """17 (mod 5)."""
    whole(a, "a remainder modulo a number")
    return work.find(Request("remainder", (("a", a), ("b", b))))


# --- several results ------------------------------------------------------------------------------------------------

#: words for results that are asked for side by side, of numbers and of digits
_RESULTS: Final = {
    word: word
    for word in ("sum", "product", "mean", "median", "mode", "range", "largest", "smallest", "minimum", "maximum")
} | {"average": "mean", "first": "first digit", "last": "last digit"}


@slots.kind("results", lambda cursor: cursor.token.lowered in _RESULTS and not cursor.words.isdisjoint(("and",)))
def _results(reader: Reader, slot: Slot) -> Iterator[Node]:
    """ "sum and product of 4 and 5", "mean, median and mode of 1, 2, 2, 3", "first and last digits of 7432"."""
    cursor = reader.cursor
    asked = []
    while cursor.token.lowered in _RESULTS:
        asked.append(cursor.next().text.lower())
        cursor.take_sign(",")
        if cursor.take_exactly("and"):
            cursor.take_exactly("the")
    ordinals = set(asked) <= {"first", "last"}
    if len(set(asked)) < 2 or len(set(asked)) < len(asked) or ("first" in asked or "last" in asked) != ordinals:
        raise cursor.stuck("several results were expected")
    if ordinals and not cursor.take("digits", "digit"):
        raise cursor.stuck("'digits' was expected")
    if not cursor.take_exactly("of") or cursor.at_end:
        raise cursor.stuck("numbers were expected")
    start = cursor.position
    while not cursor.at_end and not cursor.is_sign("?", ";") and not (cursor.is_sign(".") and cursor.ahead().spaced):
        if cursor.is_sign(".") and cursor.ahead().kind == "end":
            break
        cursor.next()
    rest = cursor.written(start)
    yield Listing(tuple(slots.parse_expression(f"{_RESULTS[word]} of {rest}") for word in asked))


@operation(
    "several_results",
    requests=("[what is|what are|find|calculate|compute|determine|give|state|work out] [the] {results:results}",),
)
def several_results(work: Work, results: Node) -> Finding:
    """Each of several results of the same numbers."""
    from orchestra_modules.mathematics.operations.values import together

    found = [value_of(work, item) for item in work.items(results)]
    return together(found)
