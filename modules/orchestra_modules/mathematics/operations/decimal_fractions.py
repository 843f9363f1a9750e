"""Fractions and decimals turned into one another: repeating decimals, mixed numbers, 4.5 million.

A repeating decimal is written 0.1(6), with a line over the digits, or with dots where the block is plain to see.
Decimals of numbers that are not rational are not told here, they are rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import decimal_text
from orchestra_modules.mathematics.engines.number_findings import brief, exact, number, words
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Number
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MAX_PERIOD: Final = 2_000
_TURN: Final = "(write|express|convert|change|turn|give|put|represent|rewrite)"
_LOWEST: Final = "[in (its|the) (simplest|lowest) (form|terms)|in simplest form|in lowest terms]"
_KIND: Final = "[simplest|single|common|proper|improper|simplified|vulgar|ordinary]"
_DECIMAL: Final = "[repeating|recurring|terminating] (decimal|decimal number|decimal fraction|decimal form|decimals)"
_MIXED: Final = "(a mixed number|mixed number|a mixed fraction|a mixed numeral|mixed number form)"


def _repeats(cursor: Cursor) -> int:
    """How many tokens a repeating decimal ahead has; 0 where there is none."""
    token = cursor.token
    if token.kind != "number" or not token.text.replace(".", "").isdigit():
        return 0
    at = 1
    if "." not in token.text:
        if cursor.ahead().text != "." or cursor.ahead().spaced:
            return 0
        at = 2
    mark = cursor.ahead(at)
    if mark.spaced and mark.text != "overline":
        return 0
    if mark.text == "...":
        return 2 if at == 1 else 0
    if mark.text in ("overline", "bar"):
        return at + 4 if _digits_in(cursor, at + 1, "{", "}") else 0
    return at + 3 if _digits_in(cursor, at, "(", ")") else 0


def _digits_in(cursor: Cursor, at: int, opening: str, closing: str) -> bool:
    inside = cursor.ahead(at + 1)
    brackets = cursor.ahead(at).text == opening and cursor.ahead(at + 2).text == closing
    return brackets and inside.kind == "number" and inside.text.isdigit()


@slots.kind("repeating", lambda cursor: _repeats(cursor) > 0)
def _repeating(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The rational number that a repeating decimal is."""
    cursor = reader.cursor
    size = _repeats(cursor)
    front = cursor.token.text
    dots = cursor.ahead(size - 1).text == "..."
    block = _visible_block(front) if dots else cursor.ahead(size - 2).text
    cursor.position += size
    whole, _, places = front.partition(".")
    if dots:
        cursor.assumption(f"{front}... is taken to go on with {block} again and again")
    tail = Fraction(int(block), (10 ** len(block) - 1) * 10 ** len(places))
    value = Fraction(int((whole + places) or "0"), 10 ** len(places)) + tail
    if cursor.token.kind == "number" and not cursor.token.spaced:
        raise cursor.stuck()
    yield Number(value)


def _visible_block(text: str) -> str:
    """The digits that stand at least three times at the end of a decimal. NotUnderstood where none do."""
    places = text.partition(".")[2]
    for size in range(1, len(places) // 3 + 1):
        block = places[-size:]
        if places.endswith(block * 3):
            return block
    if len(places) >= 4 and len(places) % 2 == 0 and places[: len(places) // 2] == places[len(places) // 2 :]:
        return places[: len(places) // 2]
    raise NotUnderstood(f"it is not plain how {text[:20]}... goes on")


@slots.kind(
    "scaled",
    lambda cursor: cursor.token.kind == "number" and cursor.ahead().spaced and cursor.ahead().lowered in _SCALES,
)
def _scaled(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A numeral with a word for a power of ten: 4.5 million."""
    cursor = reader.cursor
    token = cursor.next()
    value = token.value * _SCALES[cursor.next().text.lower()]
    if cursor.token.kind == "number" or cursor.token.lowered in _SCALES:
        raise cursor.stuck()
    yield Number(value, value.denominator != 1)


@operation("written_number", nouns=("{number:repeating}", "{number:scaled}"))
def written_number(work: Work, number: Node) -> Finding:
    """The number that a numeral of this form tells."""
    value = exact(number, "a numeral")
    shown = repeating_text(value)
    again = _read_back(shown) if shown is not None else None
    return _rational(value, f"{shown} = {brief(value)}", "a geometric series", again == value)


def _rational(value: Fraction, text: str, method: str, verified: bool | None) -> Finding:
    return number(value, text, method, "check: divided out again, digit by digit", verified)


def repeating_text(value: Fraction) -> str | None:
    """A fraction as a decimal with its repeating block in brackets; none where the block is long."""
    if (plain := decimal_text(value)) is not None:
        return plain
    whole, rest = divmod(abs(value.numerator), value.denominator)
    seen: dict[int, int] = {}
    digits = ""
    while rest not in seen:
        if len(digits) > _MAX_PERIOD:
            return None
        seen[rest] = len(digits)
        digit, rest = divmod(rest * 10, value.denominator)
        digits += str(digit)
    start = seen[rest]
    return f"{'-' if value < 0 else ''}{whole}.{digits[:start]}({digits[start:]})"


def _read_back(shown: str) -> Fraction:
    """The value of a decimal with its block in brackets, by the sum of a geometric series."""
    front, _, block = shown.partition("(")
    value = Fraction(front.rstrip(".") or "0")
    if block:
        block = block.rstrip(")")
        places = len(front.partition(".")[2])
        tail = Fraction(int(block), 10 ** (len(block) + places)) / (1 - Fraction(1, 10 ** len(block)))
        value = value - tail if shown.startswith("-") else value + tail
    return value


@operation(
    "as_fraction",
    requests=(
        f"{_TURN} {{a}} (as|to|into|in) [a|an|the] {_KIND} (fraction|fractional form|fraction form"
        f"|ratio of integers|quotient of integers|ratio of two integers) {_LOWEST}",
        "what (fraction|improper fraction) (is|equals|is equal to) {a}",
        f"what is {{a}} as (a|an) {_KIND} fraction {_LOWEST}",
    ),
    nouns=(f"{{a}} (as|to) [a|an] {_KIND} fraction {_LOWEST}",),
)
def as_fraction(work: Work, a: Node) -> Finding:
    """A rational number as a quotient of integers in lowest terms."""
    value = exact(a, "writing as a fraction")
    shown = repeating_text(value)
    again = _read_back(shown) if shown is not None else None
    text = f"{shown if shown is not None else 'It'} = {brief(value)}"
    return _rational(value, text, "lowest terms", again == value if again is not None else None)


@operation(
    "as_decimal",
    requests=(
        f"{_TURN} {{a}} (as|to|into|in) [a|an] {_DECIMAL}",
        f"what is {{a}} (as|in) [a|an] {_DECIMAL}",
        "(what is|find|give) [the] decimal (form|expansion|representation|equivalent) of {a:last}",
    ),
    nouns=(
        "{a} (as|in) (a|) [repeating|recurring] (decimal|decimal form|decimal notation)",
        "decimal (form|expansion|representation|equivalent|value) of {a:last}",
    ),
)
def as_decimal(work: Work, a: Node) -> Finding:
    """A rational number as a decimal, with the block that repeats in brackets."""
    value = exact(a, "writing as a decimal")
    if value.denominator == 1:
        raise NotUnderstood("an integer is a decimal already; if it is a numeral of another base, say of which")
    shown = repeating_text(value)
    if shown is None:
        raise TooCostly(f"more than {_MAX_PERIOD} digits repeat")
    found = words(
        shown, f"{brief(value)} = {shown}", "long division", "check: summed up again", _read_back(shown) == value
    )
    return Finding(
        shown, found.text, found.data, found.method, found.check, found.verified, node=Number(value, "(" not in shown)
    )


@operation(
    "as_mixed_number",
    requests=(f"{_TURN} {{a}} (as|to|into|in) {_MIXED}", f"what is {{a}} as {_MIXED}"),
    nouns=(f"{{a}} as {_MIXED}",),
)
def as_mixed_number(work: Work, a: Node) -> Finding:
    """An integer and a fraction below 1."""
    value = exact(a, "writing as a mixed number")
    whole, rest = divmod(abs(value.numerator), value.denominator)
    if not whole or not rest:
        raise NotDone(f"{brief(value)} is no mixed number: it is {'an integer' if not rest else 'below 1'}")
    shown = f"{'-' if value < 0 else ''}{whole} {rest}/{value.denominator}"
    good = abs(value) == whole + Fraction(rest, value.denominator) and rest < value.denominator
    found = words(shown, f"{brief(value)} = {shown}", "division with remainder", "check: added again", good)
    return Finding(shown, found.text, found.data, found.method, found.check, good, node=Number(value))


@operation(
    "repeating_block",
    nouns=(
        "(length|period) of the (repeating|recurring) (block|part|cycle|decimal|period) {length=yes} [of|in]"
        " [the decimal expansion of] {a:last}",
        "period {length=yes} of the decimal (expansion|representation) of {a:last}",
        "(repeating|recurring) (block|part|digits|cycle) of {a:last}",
    ),
)
def repeating_block(work: Work, a: Node, length: Node | None = None) -> Finding:
    """The digits that repeat in a decimal, or how many they are."""
    value = exact(a, "a repeating decimal")
    shown = repeating_text(value)
    if shown is None:
        raise TooCostly(f"more than {_MAX_PERIOD} digits repeat")
    if "(" not in shown:
        raise NotDone(f"no digits repeat: {brief(value)} = {shown}")
    block = shown.partition("(")[2].rstrip(")")
    good = _read_back(shown) == value
    if length is not None:
        return number(len(block), f"{brief(value)} = {shown}", "long division", "check: summed up again", good)
    return words(block, f"{brief(value)} = {shown}", "long division", "check: summed up again", good)


@operation(
    "is_repeating",
    requests=(
        "(is|does) {a} [have|give] a (repeating|recurring) {repeating=yes} decimal [expansion]",
        "(is|does) {a} [have|give] a terminating decimal [expansion]",
        "(is|does) the decimal (expansion|representation|form) of {a} [a] (terminating|terminate|finite)",
        "(is|does) the decimal (expansion|representation|form) of {a} [a] (repeating|repeat|recurring) {repeating=yes}",
    ),
)
def is_repeating(work: Work, a: Node, repeating: Node | None = None) -> Finding:
    """Whether a decimal ends or repeats."""
    from orchestra_modules.mathematics.finding import truth

    value = exact(a, "a decimal")
    ends = decimal_text(value) is not None
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    check = "check: it ends exactly where only 2 and 5 divide the denominator"
    told = f"{brief(value)} has a decimal that {'ends' if ends else 'repeats'}"
    return truth(ends == (repeating is None), told, "lowest terms", check, ends == (rest == 1))
