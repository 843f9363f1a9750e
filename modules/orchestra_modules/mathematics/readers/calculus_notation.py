"""The notation of calculus as kinds of arguments: d/dx, dx, bounds on an integral sign, "y = ..." in front.

Knows the signs and not what they ask for. Importing this file enters the kinds into `slots`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.tokens import GREEK
from orchestra_modules.mathematics.limits import MAX_ORDER
from orchestra_modules.mathematics.syntax import (
    Application,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
    Written,
)
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly


@slots.kind("formula")
def formula(reader: Reader, slot: Slot) -> Iterator[Node]:
    """An expression, perhaps named first: "x**2", "y = x**2", "the function f(x) = x**2"."""
    reader.label()
    cursor = reader.cursor
    if length := _label(cursor):
        cursor.position += length
    if cursor.is_sign("+"):
        raise cursor.stuck("it may belong to what stands before it")
    node = reader.value()
    if isinstance(node, Listing):
        raise NotUnderstood("one expression was expected, not several")
    yield node


@slots.kind("named_formula", lambda cursor: _names_function(cursor))
def named_formula(reader: Reader, slot: Slot) -> Iterator[Node]:
    """An expression said to be a function: "f(x) = x**2", "the function x**2", or the name of one the text defines."""
    cursor = reader.cursor
    if not _names_function(cursor):
        raise cursor.stuck("a function was expected")
    yield from formula(reader, slot)


def _names_function(cursor: Cursor) -> bool:
    if cursor.sees("the function", "function", "the curve", "the polynomial", "the graph"):
        return True
    return _label(cursor) > 2 or (cursor.token.text in cursor.functions and cursor.ahead().text != "_")


@slots.kind("last_power")
def last_power(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The power up to which a series is taken, written as that power: x^3, (x - 1)^3."""
    node = reader.parser.power()
    if isinstance(node, Name):
        node = Power(node, Number(Fraction(1)))
    if not isinstance(node, Power) or not isinstance(node.exponent, Number) or isinstance(node.base, Number):
        raise NotUnderstood("a power of the variable was expected")
    yield node.exponent


@slots.kind("differentiated")
def differentiated(reader: Reader, slot: Slot) -> Iterator[Node]:
    """What stands behind d/dx: after "of" a whole expression, in brackets the product that begins with them."""
    cursor = reader.cursor
    if cursor.is_sign("(", "[", "{") and cursor.tokens[cursor.position - 1].text != "of":
        yield product(reader)
        return
    said = cursor.tokens[cursor.position - 1].text == "of"
    for node in formula(reader, slot):
        if isinstance(node, Sum) and not said:
            cursor.assumption("d/dx without brackets is taken to apply to the whole sum behind it")
        yield node


def product(reader: Reader) -> Node:
    """A product of factors, which a plus or minus ends."""
    parser, cursor = reader.parser, reader.cursor
    factors, divisors = [parser.power()], list[Node]()
    while True:
        if cursor.take_sign("/"):
            divisors.append(parser.power())
        elif cursor.is_sign("*") and cursor.ahead().text != "...":
            cursor.next()
            factors.append(parser.power())
        elif parser.continues():
            if divisors:
                raise cursor.stuck("a factor after a division is ambiguous; use brackets")
            factors.append(parser.power())
        else:
            return factors[0] if len(factors) == 1 and not divisors else Product(tuple(factors), tuple(divisors))


@slots.kind("summand")
def summand(reader: Reader, slot: Slot) -> Iterator[Node]:
    """What stands behind a sum sign with bounds, with how it was written: brackets tell where it ends."""
    cursor = reader.cursor
    start = cursor.position
    for node in formula(reader, slot):
        yield Written(node, cursor.written(start))


@slots.kind("curves")
def curves(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Two curves joined by "and" or a comma: "y = x**2 and y = x"."""
    cursor = reader.cursor
    found: list[Node] = []
    for _ in range(2):
        reader.label()
        cursor.position += _label(cursor)
        cursor.barriers.append((cursor.barriers[-1] if cursor.barriers else frozenset()) | {"and"})
        try:
            found.append(reader.in_list())
        finally:
            cursor.barriers.pop()
        if len(found) == 1:
            comma = cursor.take_sign(",")
            if not (cursor.take_exactly("and") or comma):
                raise cursor.stuck("a second curve was expected")
    yield Listing(tuple(found))


def _label(cursor: Cursor) -> int:
    """How many tokens "y =" or "f(x, y) =" has; 0 if there is no such label."""
    if cursor.token.kind != "word" or not is_letter(cursor.token.text):
        return 0
    distance = 1
    if cursor.ahead().text == "(" and not cursor.ahead().spaced:
        distance = 2
        while cursor.ahead(distance).kind == "word" and is_letter(cursor.ahead(distance).text):
            distance += 1
            if cursor.ahead(distance).text != ",":
                break
            distance += 1
        if cursor.ahead(distance).text != ")":
            return 0
        distance += 1
    return distance + 1 if cursor.ahead(distance).text == "=" else 0


def is_letter(text: str) -> bool:
    """Whether a word is one letter, Latin or Greek."""
    return len(text) == 1 or text in GREEK


def _differential(cursor: Cursor) -> str | None:
    """Take "dx" or "d x", and tell the letter."""
    token = cursor.token
    if token.kind != "word" or not (token.text[:1] == "d" or token.text == "partial"):
        return None
    if token.text in ("d", "partial"):
        following = cursor.ahead()
        if following.kind == "word" and is_letter(following.text):
            cursor.position += 2
            return following.text
        return None
    if not is_letter(token.text[1:]):
        return None
    cursor.next()
    return token.text[1:]


@slots.kind("differential")
def differential(reader: Reader, slot: Slot) -> Iterator[Node]:
    """dx, for its letter; several in a row for an integral over several letters, the innermost first."""
    found: list[Node] = []
    while (letter := _differential(reader.cursor)) is not None:
        found.append(Name(letter))
    if not found:
        raise reader.cursor.stuck("a differential such as dx was expected")
    yield found[0] if len(found) == 1 else Listing(tuple(found))


@slots.kind("footed", lambda cursor: cursor.is_sign("_"))
def footed(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The point at the foot of a bar: |_{x = 2}."""
    reader.cursor.expect_sign("_")
    yield _script(reader)


@slots.kind("sequence_rule")
def sequence_rule(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A formula for term n, perhaps named first: "a_n = 1/n", "1/n"."""
    cursor = reader.cursor
    texts = [cursor.token.text, *(cursor.ahead(i).text for i in range(1, 4))]
    if texts[1] == "_" and texts[3] == "=" and cursor.token.kind == "word":
        cursor.position += 4
    yield from formula(reader, slot)


@slots.kind("differential_fraction", lambda cursor: cursor.token.text == "frac")
def differential_fraction(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A LaTeX fraction with the differential above, {3 dx}{x}: the letter, the integrand."""
    cursor = reader.cursor
    if cursor.next().text != "frac":
        raise cursor.stuck("a fraction was expected")
    cursor.expect_sign("{")
    factor: Node = Number(Fraction(1))
    if (letter := _differential(cursor)) is None:
        factor = reader.parser.signed()
        letter = _differential(cursor)
    if letter is None:
        raise cursor.stuck("a differential such as dx was expected")
    cursor.expect_sign("}")
    yield Listing((Name(letter), Product((factor,), (reader.parser.group(),))))


@slots.kind("primed", lambda cursor: is_letter(cursor.token.text) and cursor.ahead().text == "'")
def primed(reader: Reader, slot: Slot) -> Iterator[Node]:
    """y', y''."""
    if "'" not in reader.cursor.words:
        raise reader.cursor.stuck("a derivative such as y' was expected")
    node = reader.parser.atom()
    if not isinstance(node, Application) or not node.primes or node.arguments:
        raise reader.cursor.stuck("a derivative such as y' was expected")
    yield node


@slots.kind("inverse_of", lambda cursor: cursor.token.text in cursor.functions and cursor.ahead().text == "^")
def inverse_of(reader: Reader, slot: Slot) -> Iterator[Node]:
    """f^{-1}(4) for a function of the text: the function and the argument."""
    cursor = reader.cursor
    name = cursor.next().text
    cursor.expect_sign("^")
    closing = {"{": "}", "(": ")"}.get(cursor.token.text, "")
    if closing:
        cursor.next()
    minus, one = cursor.take_sign("-"), cursor.next()
    if not minus or one.kind != "number" or one.value != 1:
        raise cursor.stuck("this is no inverse function")
    if closing:
        cursor.expect_sign(closing)
    if not cursor.is_sign("("):
        raise cursor.stuck("the argument of the inverse function was expected")
    yield Listing((Name(name), reader.parser.group()))


@slots.kind("leibniz")
def leibniz(reader: Reader, slot: Slot) -> Iterator[Node]:
    """What follows the d of d/dx, d^2/dx^2, d^2/dx dy, or the fraction sign of LaTeX: the letters, one an order."""
    cursor = reader.cursor
    latex = cursor.tokens[cursor.position - 1].kind == "command"
    if latex:
        cursor.expect_sign("{")
        if cursor.next().text not in ("d", "partial"):
            raise cursor.stuck("this is no sign of a derivative")
    order = _exponent(cursor)
    if latex:
        cursor.expect_sign("}")
        cursor.expect_sign("{")
    else:
        cursor.expect_sign("/")
    opened = not latex and cursor.take_sign("(")
    letters: list[Node] = []
    while (letter := _differential(cursor)) is not None:
        letters.extend([Name(letter)] * _exponent(cursor))
    if latex:
        cursor.expect_sign("}")
    elif opened:
        cursor.expect_sign(")")
    if len(letters) != order or not letters:
        raise NotUnderstood("the order of the derivative is not clear")
    if order > MAX_ORDER:
        raise TooCostly(f"derivatives up to order {MAX_ORDER} are taken")
    cursor.take("of")
    yield Listing(tuple(letters))


def _exponent(cursor: Cursor) -> int:
    """An exponent, plain or in braces; 1 where there is none."""
    if not cursor.take_sign("^"):
        return 1
    braces = cursor.take_sign("{")
    token = cursor.next()
    if token.kind != "number" or token.value.denominator != 1:
        raise NotUnderstood("the order of the derivative is not clear")
    if not 1 <= token.value <= 1_000:
        raise NotUnderstood("the order of the derivative is not clear")
    if braces:
        cursor.expect_sign("}")
    return int(token.value)


@slots.kind("scripts")
def scripts(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The bounds at an integral or sum sign, _0^1 or _{k=1}^{n}; the lower one may name its letter."""
    cursor = reader.cursor
    cursor.expect_sign("_")
    lower = _script(reader)
    cursor.expect_sign("^")
    upper = _script(reader)
    yield Listing((lower, upper))


def _script(reader: Reader) -> Node:
    cursor = reader.cursor
    if cursor.is_sign("{", "(") and (cursor.ahead().kind == "word") and cursor.ahead(2).text == "=":
        closing = "}" if cursor.next().text == "{" else ")"
        name = Name(slots.variable(cursor))
        cursor.next()
        with slots.without_barriers(cursor):
            value = reader.value()
        cursor.expect_sign(closing)
        return Relation("=", name, value)
    minus = cursor.take_sign("-")
    node: Node
    if cursor.token.kind == "number":  # 3x**2 may stand right behind a bound of 2
        token = cursor.next()
        node = Number(token.value, token.decimal)
    else:
        node = reader.parser.atom()
    return Negative(node) if minus else node
