"""Integers in other bases: conversion, and arithmetic written in a base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import radix
from orchestra_modules.mathematics.engines.arithmetic import evaluate
from orchestra_modules.mathematics.engines.digits import integer_text
from orchestra_modules.mathematics.engines.enclosure import plain
from orchestra_modules.mathematics.engines.number_findings import exact, number, short, whole, words
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Listing, Negative, Node, Number, Product, Sum, Text, rebuild, walk
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_POWERS: Final = "check: read back as a sum of digits times powers of the base"
_NAMED: Final = {
    "binary": 2, "ternary": 3, "quaternary": 4, "quinary": 5, "senary": 6, "octal": 8, "oct": 8,
    "decimal": 10, "denary": 10, "duodecimal": 12, "hexadecimal": 16, "hex": 16, "vigesimal": 20,
}  # fmt: skip
_TAIL: Final = re.compile(r"[0-9A-Za-z]+")


_FROM: Final = "{base:base}"
_TO: Final = "{to:base} [(number|form|notation|representation|numeral|system|numbers|number system|notation system)]"


@slots.kind("base")
def _base(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The name of a base: "base 7", "base-7", "binary", also in brackets."""
    cursor = reader.cursor
    opened = cursor.take_sign("(")
    cursor.take_exactly("in")
    if cursor.take_exactly("base"):
        cursor.take_sign("-")
        value: Node = next(slots.read(reader, Slot(slot.name, "integer", slot.after, slot.open)))
    else:
        word = cursor.token.lowered if cursor.token.kind == "word" else ""
        if word not in _NAMED:
            raise cursor.stuck()
        cursor.next()
        value = Number(Fraction(_NAMED[word]))
    if opened and not cursor.take_sign(")"):
        raise cursor.stuck("a bracket is not closed")
    yield value


def _run(reader: Reader) -> str:
    """A run of letters and digits without spaces between them, with a sign before it or none."""
    cursor = reader.cursor
    start = cursor.position
    cursor.take_sign("-")
    if cursor.token.kind not in ("number", "word") or not cursor.token.text:
        raise cursor.stuck()
    cursor.next()
    while cursor.token.kind in ("number", "word") and not cursor.token.spaced:
        cursor.next()
    written = cursor.written(start).replace(" ", "").replace("\u2212", "-")
    if not _TAIL.fullmatch(written.removeprefix("-")):
        raise NotUnderstood(f"{written[:40]!r} is no numeral")
    return written


@slots.kind("numeral")
def _numeral(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A numeral of any base, as its text."""
    cursor = reader.cursor
    if cursor.token.kind == "word" and cursor.token.lowered in ("the", "number", "what", "is", "convert"):
        raise cursor.stuck()
    yield Text(_run(reader))


@slots.kind("reckoning")
def _reckoning(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Numerals of any base joined by + - * / and brackets, as text."""
    cursor = reader.cursor
    start = cursor.position
    operand = False
    joined = False
    while True:
        if operand:
            if cursor.is_sign("+", "-", "*", "/"):
                cursor.next()
                operand, joined = False, True
            elif cursor.is_sign(")"):
                cursor.next()
            elif cursor.take_exactly("plus") or cursor.take_exactly("minus") or cursor.take_exactly("times"):
                raise NotUnderstood("write the sum with signs")
            else:
                break
        elif cursor.is_sign("("):
            cursor.next()
        else:
            _run(reader)
            operand = True
    if not joined:
        raise cursor.stuck("a sum or product of numerals was expected")
    yield Text(cursor.written(start))


@slots.kind("subscripted")
def _subscripted(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A numeral with its base at its foot, or with the prefix that says it: 1011_2, 0xff."""
    cursor = reader.cursor
    text = _run(reader)
    body = text.removeprefix("-").lower()
    if len(body) == 1 and body.isalpha():
        raise cursor.stuck("a letter with a number at its foot is a name")
    if cursor.take_sign("_"):
        opened = cursor.take_sign("{", "(")
        if cursor.token.kind != "number":
            raise cursor.stuck()
        base = cursor.next().text
        if opened and not cursor.take_sign("}", ")"):
            raise cursor.stuck("a bracket is not closed")
        yield Text(f"{text}_{base}")
    elif body[:2] in ("0x", "0b", "0o") and len(body) > 2:
        yield Text(f"{text}_{ {'0x': 16, '0b': 2, '0o': 8}[body[:2]] }")
    else:
        raise cursor.stuck()


def _parsed(work: Work, numeral: Node, base: int) -> int:
    text = work.text(numeral)
    value = radix.parse(text, base)
    return value


def _written(value: int, base: int, told: str) -> Finding:
    """An integer in a base, read back by another road."""
    shown = radix.write(value, base)
    if base == 10:
        return number(
            value, f"{told} is {shown} in base 10", "place by place", _POWERS, radix.powers(shown, 10) == value
        )
    found = words(
        shown, f"{told} is {shown} in base {base}", "repeated division", _POWERS, radix.powers(shown, base) == value
    )
    data: JsonValue = {"type": "numeral", "digits": shown, "base": base, "value": integer_text(value)}
    return Finding(
        found.value, found.text, data, found.method, found.check, found.verified, node=Number(Fraction(value))
    )


_VERB: Final = "(convert|change|express|write|rewrite|translate|transform|represent|turn|give|put)"
_INTO: Final = "(in|into|to|as|as a|as an|to a)"


@operation(
    "convert_base",
    requests=(
        f"[(what is|what's|{_VERB[1:-1]}|find|calculate)] [the] [number|numeral|value of] {{numeral:numeral}}"
        f" {_FROM} {_INTO} {_TO}",
        f"(what is|what's|{_VERB[1:-1]}) [the] [number|numeral|value of] {{numeral:numeral}} (in|from|of) {_FROM}"
        f" {_INTO} {_TO}",
        f"[(what is|what's|{_VERB[1:-1]}|find)] [the] {_FROM} [number|numeral|value|representation] [of]"
        f" {{numeral:numeral}} {_INTO} {_TO}",
        f"{_VERB} from {_FROM} to {_TO} [:] {{numeral:numeral}}",
        f"{_VERB} {{numeral:numeral}} from {_FROM} to {_TO}",
        f"[(what is|what's|{_VERB[1:-1]}|find)] [the] [number|value of] {{subscripted:subscripted}} [{_INTO} {_TO}]",
        f"(what|which) (decimal|base 10|base ten) {{to=10}} (number|value|integer) (is|equals|does) [the] {_FROM}"
        f" [number|numeral] {{numeral:numeral}} [represent]",
        f"(what is|what's|find) [the] (decimal|base 10|base ten|denary) {{to=10}} (value|equivalent|"
        "representation|form) of"
        f" [the] {_FROM} [number|numeral] {{numeral:numeral}}",
        f"(what is|what's|find) [the] (decimal|base 10|base ten|denary) {{to=10}} (value|equivalent|"
        "representation|form) of"
        f" {{numeral:numeral}} (in|to) {_FROM}",
        "(what is|what's|find) [the] (decimal|base 10|base ten|denary) {to=10} (value|equivalent|representation|"
        "form) of"
        " {subscripted:subscripted}",
    ),
)
def convert_base(
    work: Work,
    numeral: Node | None = None,
    base: Node | None = None,
    to: Node | None = None,
    subscripted: Node | None = None,
) -> Finding:
    """A numeral of one base in another."""
    target = whole(to, "a base") if to is not None else 10
    if subscripted is not None:
        text, _, foot = work.text(subscripted).rpartition("_")
        source = int(foot)
        numeral = Text(text)
    elif base is not None and numeral is not None:
        source = whole(base, "a base")
        text = work.text(numeral)
    else:
        raise NotUnderstood("it is not said in which base the number is written")
    radix.check_base(target)
    if to is None:
        work.note("no base is named for the result, so it is told in base 10")
    return _written(_parsed(work, numeral, source), target, f"{text} in base {source}")


@operation(
    "to_base",
    nouns=(
        f"{{a}} (in|to|into) {_TO}",
        f"{{a}} (written|expressed|converted|represented) (in|to|into|as) {_TO}",
        "(binary {to=2}|octal {to=8}|hexadecimal {to=16}|hex {to=16}|ternary {to=3})"
        " (representation|form|equivalent|expansion|notation|value|number for|code for|numeral for) [of] [the]"
        " [decimal] [number|integer] {a:last}",
        "(binary {to=2}|octal {to=8}|hexadecimal {to=16}|hex {to=16}|ternary {to=3}) of {a:last}",
        "base {to:integer} (representation|form|equivalent|expansion|notation) of [the] [decimal] [number] {a:last}",
        "representation of [the] [number|integer] {a} in base {to:integer}",
    ),
    requests=(
        f"{_VERB} [the] [decimal] [number|integer] {{a}} [from decimal|from base 10|from denary] {_INTO} {_TO}",
        f"what is decimal {{a}} (in|to|as) {_TO}",
        f"(what is|what's|find|calculate) {{a}} (in|as) {_TO}",
    ),
)
def to_base(work: Work, a: Node, to: Node) -> Finding:
    """A number told in the usual notation, in another base."""
    target = radix.check_base(whole(to, "a base"))
    value = exact(a, "another base")
    if value.denominator != 1:
        raise NotDone("fractions are not written in other bases")
    if target == 10 and _plain_numeral(a):
        raise NotUnderstood("it is not said in which base the number is written")
    _refuse_other_reading(work, plain(a), target, value)
    return _written(int(value), target, short(plain(a)))


def _plain_numeral(a: Node) -> bool:
    return isinstance(plain(a), Number)


def _refuse_other_reading(work: Work, a: Node, base: int, value: Fraction) -> None:
    """ "11 + 10 in base 2" may be a sum of numerals of that base; of a lone number it is the target."""
    if isinstance(a, Number) or work.from_definitions or base == 10:
        return
    numbers = [part for part in walk(a) if isinstance(part, Number)]
    if len(numbers) < 2 or any(
        part.value.denominator != 1 or not radix.is_numeral(str(part.value), base) for part in numbers
    ):
        return
    other = rebuild(
        a, lambda part: Number(Fraction(radix.parse(str(part.value), base))) if isinstance(part, Number) else None
    )
    try:
        again = evaluate(other)
    except Refusal:
        return
    if again != value and again.denominator == 1:
        raise NotUnderstood(
            f"the numbers may be written in base {base} already ({radix.write(int(again), base)}) "
            f"or in base 10 ({radix.write(int(value), base)})"
        )


@slots.kind("based_terms")
def _based_terms(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Numerals with their bases at their feet joined by signs of one kind, 1011_2 + 110_2: the sum, and the base."""
    cursor = reader.cursor
    terms: list[Node] = []
    bases: set[int] = set()
    joined = ""
    while True:
        text = next(_subscripted(reader, slot))
        assert isinstance(text, Text)
        digits, _, base = text.text.partition("_")
        bases.add(int(base))
        value = Number(Fraction(radix.parse(digits, int(base))))
        terms.append(Negative(value) if joined == "-" else value)
        sign = cursor.token.text if cursor.is_sign("+", "-", "*") else ""
        if not sign:
            break
        if joined and (sign == "*") != (joined == "*"):
            raise cursor.stuck("sums and products of numerals in bases are read one at a time")
        joined = sign
        cursor.next()
    if len(terms) < 2 or len(bases) > 1:
        raise cursor.stuck("numerals of one base joined by signs were expected")
    yield Listing((Product(tuple(terms)) if joined == "*" else Sum(tuple(terms)), Number(Fraction(bases.pop()))))


@operation(
    "based_terms",
    requests=(
        "(what is|calculate|compute|find|evaluate|work out|add|simplify) [the value of] {terms:based_terms} "
        f"[{_INTO} {_TO}]",
    ),
)
def based_terms(work: Work, terms: Node, to: Node | None = None) -> Finding:
    """A sum or a product of numerals of one base, in that base or another."""
    expression, base = work.items(terms)
    into = work.integer(to if to is not None else base, "a base")
    value = whole(expression, "arithmetic in a base")
    return _written(value, into, "the result")


@operation(
    "arithmetic_in_base",
    requests=(
        f"(in|using|working in) {_FROM} [notation|arithmetic] [,] [(what is|what's|calculate|compute|find|"
        "evaluate|work out)]"
        " [the value of] {expression:reckoning}",
        "(what is|what's|calculate|compute|find|evaluate|work out) {expression:reckoning} , (in|all in|where all"
        " numbers are in) base {base:integer}",
        f"(add|sum) {{add=yes}} [the] {_FROM} numbers {{x:numeral}} and {{y:numeral}}",
        f"add {{add=yes}} {{x:numeral}} (and|to) {{y:numeral}} in {_FROM}",
        f"subtract {{subtract=yes}} {{y:numeral}} from {{x:numeral}} in {_FROM}",
        f"multiply {{multiply=yes}} {{x:numeral}} (by|and|with) {{y:numeral}} in {_FROM}",
    ),
)
def arithmetic_in_base(
    work: Work,
    base: Node,
    expression: Node | None = None,
    x: Node | None = None,
    y: Node | None = None,
    add: Node | None = None,
    subtract: Node | None = None,
    multiply: Node | None = None,
) -> Finding:
    """A sum or product of numerals of one base, in that base."""
    own = radix.check_base(whole(base, "a base"))
    if expression is not None:
        told = work.text(expression)
    elif x is not None and y is not None:
        sign = "+" if add is not None else "-" if subtract is not None else "*"
        told = f"{work.text(x)} {sign} ({work.text(y)})"
    else:
        raise NotUnderstood("there is nothing to work out")
    value = radix.Reckoning(told, own).value()
    shown = radix.write(value, own)
    again = _again(told, own)
    text = f"In base {own}: {told} = {shown}"
    data: JsonValue = {"type": "numeral", "digits": shown, "base": own, "value": integer_text(value)}
    check = "check: the numerals as sums of digits times powers, worked out again by our rational arithmetic"
    good = again == value and radix.powers(shown, own) == value
    return Finding(shown, text, data, "exact integer arithmetic", check, good, node=Number(Fraction(value)))


def _again(told: str, base: int) -> Fraction | None:
    """The value by another road: the numerals are put in as decimal numbers, and the usual parser reads the whole."""
    decimal = _TAIL.sub(lambda match: f"({radix.powers(match.group(), base)})", told)
    decimal = decimal.replace("\u2212", "-").replace("\u00d7", "*").replace("\u00f7", "/")
    try:
        return evaluate(slots.parse_expression(decimal))
    except Refusal:
        return None
