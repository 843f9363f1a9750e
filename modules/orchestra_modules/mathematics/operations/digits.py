"""Digits of a number: at a place, the first and last, their sum, how many; trailing zeros; face and place value."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines import modular
from orchestra_modules.mathematics.engines.digits import decimal_text, integer_text
from orchestra_modules.mathematics.engines.digits import digit_count as digits_about
from orchestra_modules.mathematics.engines.enclosure import plain, step
from orchestra_modules.mathematics.engines.number_findings import (
    brief,
    exact,
    number,
    numbers,
    short,
    small,
    whole,
    words,
)
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.places import place_name
from orchestra_modules.mathematics.syntax import Call, Node, Power
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_BY_TEXT: Final = "its decimal digits"
_BY_DIVISION: Final = "check: by division by powers of ten"


def _digits(value: Fraction) -> tuple[str, str]:
    """The digits before and behind the decimal point. NotDone where they do not end."""
    shown = decimal_text(abs(value))
    if shown is None:
        raise NotDone(f"the decimal digits of {brief(value)} do not end")
    front, _, back = shown.partition(".")
    return front, back


def _digit_at(value: Fraction, place: int) -> tuple[int, bool]:
    """The digit that counts 10**place, from the text, and whether arithmetic sees the same one."""
    scaled = abs(value) / Fraction(10) ** place
    by_division = math.floor(scaled) % 10
    shown = decimal_text(abs(value))
    if shown is None:
        rest, digit = abs(value) - math.floor(abs(value)), 0
        for _ in range(-place):
            rest *= 10
            digit, rest = math.floor(rest), rest - math.floor(rest)
        if place >= 0:
            front = integer_text(math.floor(abs(value)))[::-1]
            digit = int(front[place]) if place < len(front) else 0
        return by_division, digit == by_division
    front, _, back = shown.partition(".")
    text = front[::-1] if place >= 0 else back
    index = place if place >= 0 else -place - 1
    found = int(text[index]) if index < len(text) else 0
    return found, found == by_division


@operation(
    "place_value_digit",
    nouns=(
        "{place:decimal_place} [place|'s] digit (of|in) [the (number|integer)] {a:last}",
        "digit [that is] (in|at) [the] {place:decimal_place} (place|position|column|spot) (of|in) [the (number|"
        "integer)] {a:last}",
        "digit (for|of) [the] {place:decimal_place} (of|in) [the (number|integer)] {a:last}",
        "value of the {place:decimal_place} digit (of|in) [the (number|integer)] {a:last}",
    ),
    requests=(
        "(what|which) (digit|number) (is|stands|comes|appears) "
        "(in|at) [the] {place:decimal_place} (place|position|column) (of|in) [the"
        " (number|integer)] {a}",
        "in [the (number|integer)] {a} , (what|which) (digit|number) is (in|at) [the] {place:decimal_place}"
        " (place|position|column)",
        "in {a} , what is the {place:decimal_place} digit",
    ),
)
def place_value_digit(work: Work, a: Node, place: Node) -> Finding:
    """The digit that counts ones, tens, tenths and so on."""
    at = whole(place, "a place")
    try:
        value = exact(a, "a digit")
    except TooCostly:
        if at < 0:
            raise
        return _last_digits(a, at + 1, at)
    found, agreed = _digit_at(value, at)
    name = place_name(at)
    text = f"The {name} digit of {short(plain(a))} is {brief(found)}"
    if abs(value) < Fraction(10) ** at:
        work.note(f"{brief(value)} has no digit written there, so it is 0")
    return number(found, text, _BY_TEXT, _BY_DIVISION, agreed)


def _last_digits(a: Node, count: int, place: int | None = None) -> Finding:
    """The last digits of a whole number, or of these the first only, found modulo a power of ten."""
    node = plain(a)
    modulus = 10**count
    found, again = modular.residue(node, modulus), modular.residue_by_parts(node, modulus)
    check = f"check: found again modulo {2**count} and {5**count} and put together"
    _refuse_negative(node)
    if place is not None or count == 1:
        digit = found // 10 ** (count - 1)
        text = f"{short(node)} leaves {brief(found)} modulo {modulus}, so the digit is {digit}"
        return number(digit, text, "powers modulo a power of ten", check, found == again)
    shown = str(found).rjust(count, "0")
    text = f"The last {count} digits of {short(node)} are {shown}"
    return words(shown, text, "powers modulo a power of ten", check, found == again)


def _refuse_negative(node: Node) -> None:
    """The digits of a negative number are those of its size, which modular arithmetic does not see."""
    if not isinstance(node, Power | Call) or (isinstance(node, Power) and exact(node.base, "a base") < 0):
        raise NotDone("last digits of a number too long to write are found for powers and factorials")


@operation(
    "last_digits",
    nouns=(
        "last digit {count=1} (of|in) [the (number|integer)] {a:last}",
        "(final|rightmost|ending) digit {count=1} (of|in) {a:last}",
        "last {count:integer} digits (of|in) [the (number|integer)] {a:last}",
        "(final|rightmost) {count:integer} digits (of|in) {a:last}",
    ),
    requests=("what digit does {a} end (in|with) {count=1}", "what are the last {count:integer} digits of {a}"),
)
def last_digits(work: Work, a: Node, count: Node | None = None) -> Finding:
    """The last digits of an integer."""
    wanted = small(count, "a number of digits", 50) if count is not None else 1
    if wanted < 1:
        raise Undefined("at least one digit must be asked for")
    try:
        value = abs(whole(a, "last digits"))
    except TooCostly:
        return _last_digits(a, wanted)
    shown = integer_text(value)
    if len(shown) < wanted:
        raise Undefined(f"{brief(value)} has fewer than {wanted} digits")
    found = shown[-wanted:]
    agreed = int(found) == value % 10**wanted
    text = f"The last {'digit' if wanted == 1 else f'{wanted} digits'} of {brief(value)}: {found}"
    if wanted == 1:
        return number(int(found), text, _BY_TEXT, _BY_DIVISION, agreed)
    return words(found, text, _BY_TEXT, _BY_DIVISION, agreed)


@operation(
    "digit_in_order",
    nouns=(
        "{n:ordinal} digit (of|in) [the (number|integer)] {a:last}",
        "{n:ordinal} digit from the left (of|in) {a:last}",
        "{n:ordinal} digit from the {side=right} (right|end) (of|in) {a:last}",
        "{n:ordinal} digit {side=point} (after|behind|to the right of) the decimal point (of|in) [the decimal"
        " expansion of] {a:last}",
        "{n:ordinal} decimal {side=point} (digit|place) of {a:last}",
        "(leading|leftmost) {n=1} digit (of|in) {a:last}",
    ),
)
def digit_in_order(work: Work, a: Node, n: Node, side: Node | None = None) -> Finding:
    """The digit at a place counted from the left, from the right, or behind the decimal point."""
    index, where = small(n, "a place", 5_000), work.text(side, "left")
    if index < 1:
        raise Undefined("places are counted from 1")
    if where == "point":
        return _decimal_digit(a, index)
    try:
        value = exact(a, "a digit")
    except TooCostly:
        if where != "right":
            raise
        return _last_digits(a, index, index - 1)
    front, back = _digits(value)
    if back and where == "right":
        raise NotUnderstood("digits of a decimal fraction are not counted from the right")
    shown = front + back if front != "0" else back.lstrip("0")
    if value == 0:
        shown = "0"
    if index > len(shown):
        raise Undefined(f"{short(plain(a))} has {len(shown)} digits")
    if back and where == "left":
        work.note("digits are counted from the first that is not 0")
    found = int(shown[-index] if where == "right" else shown[index - 1])
    at = index - 1 if where == "right" else _leading_place(value) - index + 1
    agreed = math.floor(abs(value) / Fraction(10) ** at) % 10 == found
    return number(
        found,
        f"The digit {index} from the {where} of {short(plain(a))} is {brief(found)}",
        _BY_TEXT,
        _BY_DIVISION,
        agreed,
    )


def _leading_place(value: Fraction) -> int:
    """The exponent of the largest power of ten that is not above the size of a number; 0 for 0."""
    size, place = abs(value), digits_about(value.numerator) - digits_about(value.denominator)
    if not size:
        return 0
    while size >= Fraction(10) ** (place + 1):
        place += 1
    while size < Fraction(10) ** place:
        place -= 1
    return place


def _decimal_digit(a: Node, index: int) -> Finding:
    scaled, rational = step(a, lambda value: math.floor(abs(value) * 10**index))
    found = scaled % 10
    text = f"The digit {index} behind the decimal point of {short(plain(a))} is {brief(found)}"
    if rational:
        value = exact(a, "a digit")
        rest = value.numerator * pow(10, index - 1, value.denominator) % value.denominator if value >= 0 else None
        agreed = rest is not None and rest * 10 // value.denominator == found
        return number(found, text, "exact scaling", "check: by long division modulo the denominator", agreed or None)
    from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric

    try:
        agreed = int(abs(numeric(plain(a), index + 60)) * 10**index) % 10 == found
    except NotNumeric:
        agreed = False
    check = "check: another evaluation with 60 more digits"
    return number(found, text, "interval arithmetic with outward rounding", check, agreed or None)


@operation(
    "digit_count",
    nouns=(
        "number of [decimal] digits (of|in|for) [the (number|integer)] {a:last}",
        "digit count of {a:last}",
    ),
    requests=(
        "how many [decimal] digits (are there in|are in|does|do) [the (number|integer)] {a} [have|contain]",
        "how many digits (long is|has) {a}",
        "how many digits are [there] in {a}",
    ),
)
def digit_count(work: Work, a: Node) -> Finding:
    """How many decimal digits an integer has."""
    try:
        value = abs(whole(a, "a number of digits"))
    except TooCostly:
        return _long_digit_count(plain(a))
    found = len(integer_text(value))
    agreed = (value == 0 and found == 1) or 10 ** (found - 1) <= value < 10**found
    return number(
        found, f"{short(plain(a))} has {brief(found)} digits", _BY_TEXT, "check: between powers of ten", agreed
    )


def _long_digit_count(node: Node) -> Finding:
    """The digits of a power too long to write, from a certified logarithm."""
    from orchestra_modules.mathematics.syntax import Number, Product

    if not isinstance(node, Power):
        raise TooCostly("the number is too long to be written, and is no plain power")
    base, exponent = exact(node.base, "a base"), exact(node.exponent, "an exponent")
    if base < 2 or base.denominator != 1 or exponent.denominator != 1:
        raise NotDone("the digits of powers of integers are counted")
    logarithm = Product((Number(exponent), Call("ln", (Number(base),))), (Call("ln", (Number(Fraction(10)),)),))
    found = step(logarithm, math.floor)[0] + 1
    again = Fraction(math.log10(base.numerator)) * exponent
    check = "check: floating-point logarithm"
    text = f"{short(node)} has {brief(found)} digits"
    close = abs(math.floor(again) + 1 - found) <= 1
    return number(found, text, "interval arithmetic for the logarithm", check, None if close else False)


@operation(
    "digit_sum",
    nouns=(
        "(sum|total) of [all] [of] [the] [decimal] digits (of|in) [the (number|integer)] {a:last}",
        "(digit|digital) sum of {a:last}",
        "product {which=product} of [all] [of] [the] [decimal] digits (of|in) [the (number|integer)] {a:last}",
        "digit product {which=product} of {a:last}",
        "digital root {which=root} of {a:last}",
        "(repeated|iterated) digit sum {which=root} of {a:last}",
        "alternating {which=alternating} (sum of [the] digits|digit sum) of {a:last}",
    ),
    requests=("add [up] [all] the digits of {a}", "what do the digits of {a} (add up to|sum to)"),
)
def digit_sum(work: Work, a: Node, which: Node | None = None) -> Finding:
    """The digits of an integer added or multiplied."""
    value = abs(whole(a, "digits"))
    shown = [int(digit) for digit in integer_text(value)]
    chosen = work.text(which, "sum")
    divided = _by_division(value)
    told = short(plain(a))
    if chosen == "product":
        found = math.prod(shown)
        return number(
            found,
            f"The digits of {told} multiply to {brief(found)}",
            _BY_TEXT,
            _BY_DIVISION,
            math.prod(divided) == found,
        )
    if chosen == "alternating":
        work.note("the alternating sum begins with the last digit")
        found = sum(digit * (-1) ** i for i, digit in enumerate(divided))
        return number(
            found, f"The alternating sum is {brief(found)}", _BY_TEXT, "check: modulo 11", (found - value) % 11 == 0
        )
    found = sum(shown)
    if chosen == "root":
        root = found
        while root > 9:
            root = sum(int(digit) for digit in str(root))
        agreed = root == (0 if value == 0 else 1 + (value - 1) % 9)
        return number(
            root, f"The digital root of {told} is {root}", "repeated sums of digits", "check: modulo 9", agreed
        )
    text = f"The digits of {told} add up to {brief(found)}"
    return number(found, text, _BY_TEXT, _BY_DIVISION, sum(divided) == found and (found - value) % 9 == 0)


def _by_division(value: int) -> list[int]:
    """The digits from the last to the first, by arithmetic."""
    if value.bit_length() > 40_000:
        raise TooCostly("the number is too long")
    found = []
    while True:
        value, digit = divmod(value, 10)
        found.append(digit)
        if not value:
            return found


@operation(
    "digit_list",
    nouns=("[all] [the] digits of {a:last}", "reversal {reverse=yes} of the digits of {a:last}"),
    requests=(
        "reverse {reverse=yes} [the] digits of [the number] {a}",
        "reverse {reverse=yes} the (number|integer) {a}",
        "write {a} backwards {reverse=yes}",
    ),
)
def digit_list(work: Work, a: Node, reverse: Node | None = None) -> Finding:
    """The digits in order, or the number that they make backwards."""
    value = whole(a, "digits")
    shown = integer_text(abs(value))
    divided = _by_division(abs(value))
    if reverse is None:
        found = [int(digit) for digit in shown]
        return numbers(
            found,
            f"The digits of {brief(value)} are {', '.join(shown)}",
            _BY_TEXT,
            _BY_DIVISION,
            found == divided[::-1],
        )
    turned = int(shown[::-1]) * (-1 if value < 0 else 1)
    again = sum(digit * 10**i for i, digit in enumerate(divided[::-1])) * (-1 if value < 0 else 1)
    return number(turned, f"{brief(value)} read backwards is {brief(turned)}", _BY_TEXT, _BY_DIVISION, again == turned)


@operation(
    "digit_occurrences",
    nouns=("number of [times the digit] {digit:integer} [s|'s] (in|occurring in|appearing in) {a:last}",),
    requests=(
        "how many times does the digit {digit:integer} (occur|appear) in {a}",
        "how (often) does the digit {digit:integer} (occur|appear) in {a}",
    ),
)
def digit_occurrences(work: Work, a: Node, digit: Node) -> Finding:
    """How often a digit stands in an integer."""
    value, wanted = abs(whole(a, "digits")), whole(digit, "a digit")
    if not 0 <= wanted <= 9:
        raise Undefined(f"{wanted} is no decimal digit")
    found = integer_text(value).count(str(wanted))
    text = f"The digit {wanted} stands {brief(found)} times in {short(plain(a))}"
    return number(found, text, _BY_TEXT, _BY_DIVISION, _by_division(value).count(wanted) == found)


@operation(
    "trailing_zeros",
    nouns=(
        "number of (trailing|ending|terminal|final) (zeros|zeroes) (of|in|at the end of) [the decimal expansion"
        " of] {a:last}",
        "number of (zeros|zeroes) at the end of [the decimal expansion of] {a:last}",
    ),
    requests=(
        "(how many|with how many) [trailing|ending|terminal] (zeros|zeroes) (does|do) {a} (end with|end in|have"
        " at the end|have|end)",
        "how many (trailing|ending|terminal) (zeros|zeroes) (are there in|are in|are at the end of|are there at"
        " the end of) {a}",
        "how many (zeros|zeroes) (are at the end of|are there at the end of) {a}",
    ),
)
def trailing_zeros(work: Work, a: Node) -> Finding:
    """How many zeros an integer ends with."""
    node = plain(a)
    if isinstance(node, Call) and node.function == "factorial":
        count = small(node.arguments[0], "a factorial", 10**15)
        if count < 0:
            raise Undefined("factorials are defined for integers of at least 0")
        found, power = 0, 5
        while power <= count:
            found, power = found + count // power, power * 5
        digits, rest = 0, count
        while rest:
            rest, digit = divmod(rest, 5)
            digits += digit
        text = f"{count}! has the factor 5 exactly {brief(found)} times, and 2 more often"
        return number(
            found, text, "Legendre's formula", "check: from the digits of n in base 5", (count - digits) // 4 == found
        )
    value = abs(whole(a, "trailing zeros"))
    if value == 0:
        raise Undefined("0 is divisible by every power of ten")
    shown = integer_text(value)
    found = len(shown) - len(shown.rstrip("0"))
    agreed = value % 10**found == 0 and value // 10**found % 10 != 0
    return number(found, f"{short(node)} ends with {brief(found)} zeros", _BY_TEXT, _BY_DIVISION, agreed)


@operation(
    "place_value",
    nouns=(
        "(place value|positional value|value) of [the] [digit] {digit:integer} (in|of) [the (number|integer)] {a:last}",
        "face {face=yes} value of [the] [digit] {digit:integer} (in|of) [the (number|integer)] {a:last}",
    ),
)
def place_value(work: Work, a: Node, digit: Node, face: Node | None = None) -> Finding:
    """What a digit is worth where it stands, 700 for the 7 of 4705; or on its own."""
    value, wanted = exact(a, "a place value"), whole(digit, "a digit")
    if not 0 <= wanted <= 9:
        raise Undefined(f"{wanted} is no decimal digit")
    front, back = _digits(value)
    places = [len(front) - 1 - i for i, shown in enumerate(front) if int(shown) == wanted]
    places += [-1 - i for i, shown in enumerate(back) if int(shown) == wanted]
    if not places:
        raise Undefined(f"{brief(value)} has no digit {wanted}")
    if face is not None:
        return number(
            wanted, f"The face value of a digit is the digit: {wanted}", _BY_TEXT, "check: it stands there", True
        )
    if len(places) > 1:
        raise NotUnderstood(f"the digit {wanted} stands at several places")
    worth = wanted * Fraction(10) ** places[0]
    agreed = _digit_at(value, places[0])[0] == wanted
    text = f"In {short(plain(a))} the digit {wanted} is worth {decimal_text(worth)}"
    return number(worth, text, _BY_TEXT, _BY_DIVISION, agreed, decimal=worth.denominator != 1)


@operation(
    "expanded_form",
    requests=("(write|express|give|put) [the number] {a} (in|as) (expanded form|expanded notation)",),
    nouns=("expanded (form|notation) of [the number] {a:last}",),
)
def expanded_form(work: Work, a: Node) -> Finding:
    """A number as the sum of what its digits are worth: 4521 = 4000 + 500 + 20 + 1."""
    value = exact(a, "an expanded form")
    if value <= 0 or decimal_text(value) is None:
        raise NotDone("expanded forms are written of positive numbers whose decimals end")
    front, back = _digits(value)
    worths = [int(d) * Fraction(10) ** (len(front) - 1 - i) for i, d in enumerate(front)]
    worths += [int(d) * Fraction(10) ** (-1 - i) for i, d in enumerate(back)]
    parts = [decimal_text(worth) or "" for worth in worths if worth]
    shown = " + ".join(parts)
    good = sum(map(Fraction, parts), Fraction(0)) == value
    return words(shown, f"{decimal_text(value)} = {shown}", _BY_TEXT, "check: added up again", good)
