"""dy/dx of what the text says of y: a formula, an equation of a curve, or x and y in terms of a parameter; at a place.

A place is told behind the derivative ("at x = 3", "at (3, 4)") or with the curve ("and x = 3"). Does not know chains
of letters, where y depends on u and u on x.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.symbolic import told
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Request,
    Sum,
    names,
    show,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

_LETTERS: Final = "|".join(f"d{letter} {{y={letter}}}" for letter in "yfuvwzspqrxhAVPCRS")
_AT: Final = "[(at|when|for|where|evaluated at|at the point|at the point where|when evaluated at) {at:place}]"
#: what the text says of letters at which the derivative is taken
_Places = dict[str, Node]


@slots.kind("place")
def place(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Values of letters, "x = 3, y = 4", or a point (3, 4)."""
    cursor = reader.cursor
    reader.label()
    if cursor.is_sign("("):
        node = reader.value()
        if not isinstance(node, Listing):
            raise cursor.stuck("a point such as (3, 4) was expected")
        yield node
        return
    found = reader.relations()
    if not all(isinstance(part, Relation) and part.sign == "=" and isinstance(part.left, Name) for part in found.items):
        raise NotUnderstood("values of letters such as x = 3 were expected")
    yield found


@operation(
    "leibniz_derivative",
    nouns=(
        f"({_LETTERS}) / {{x:differential}} {_AT}",
        f"frac {{fraction:leibniz_of}} {_AT}",
        f"d ^ {{order:integer}} {{y:variable}} / {{x:differential}} ^ {{again:integer}} {_AT}",
    ),
    plain=("y", "fraction", "at"),
    binds=("x",),
)
def leibniz_derivative(
    work: Work,
    y: Node | None = None,
    x: Node | None = None,
    order: Node | None = None,
    again: Node | None = None,
    fraction: Node | None = None,
    at: Node | None = None,
) -> Finding:
    """dy/dx where the text says what y is."""
    letter, by, times = parts_of(y, x, order, again, fraction)
    definition = work.definitions.get(letter)
    if definition is not None and definition.parameters:
        places = _places(work, at, definition.parameters)  # at the values of its own letters
        return _explicit(work, letter, by, times, work.body(letter), places)
    if (parametric := _by_parameter(work, letter, by)) is not None:
        if times != 1:
            raise NotDone("second derivatives along curves with a parameter are not worked out")
        return _at_parameter(work, letter, by, parametric, at)
    curve = _curve(work, letter, by)
    of = names(curve.right) if curve is not None and _is_formula(curve, letter) else ()
    places = _places(work, at, of if len(of) > 1 else (by, letter) if curve is not None else (by,))
    if curve is not None and not _is_formula(curve, letter):
        if times != 1:
            raise NotDone("second derivatives along curves given by an equation are not worked out")
        return _on_curve(work, letter, by, curve, places)
    value = told(work, letter) if curve is None else curve.right
    value = (
        work.resolve(Name(letter)) if value is None else work.resolve(value, frozenset({by}) | _left_open(work, curve))
    )
    if value == Name(letter):
        raise NotUnderstood(f"how {letter} depends on {by} is not said")
    return _explicit(work, letter, by, times, value, places)


def _curve(work: Work, letter: str, by: str) -> Relation | None:
    """The equation that holds both letters, if the text states one."""
    for group in work.problem.constraints:
        for part in group.items:
            if isinstance(part, Relation) and part.sign == "=" and {letter, by} <= set(names(part)):
                work.statements(letter)
                return part
    return None


def _left_open(work: Work, curve: Relation | None) -> frozenset[str]:
    """Letters of which only the curve says something; they stay as they are."""
    others = [part for group in work.problem.constraints for part in group.items if part != curve]
    said = {name for part in others for name in names(part)} | set(work.definitions)
    return frozenset(names(curve.right)) - said if curve is not None else frozenset()


def _is_formula(curve: Relation, letter: str) -> bool:
    return curve.left == Name(letter) and letter not in names(curve.right)


def _places(work: Work, at: Node | None, letters: tuple[str, ...]) -> _Places:
    """The values of letters at the place where the derivative is wanted, as far as they are told. NotUnderstood."""
    found: _Places = {}
    parts = at.items if isinstance(at, Listing) else ()
    if isinstance(at, Listing) and at.kind == "tuple":
        if len(parts) != len(letters):
            raise NotUnderstood("the point has another number of coordinates than there are letters")
        parts = tuple(Relation("=", Name(name), part) for name, part in zip(letters, parts, strict=True))
    stated = [part for group in work.problem.constraints for part in group.items]
    for part in (*parts, *stated):
        if isinstance(part, Relation) and part.sign == "=" and isinstance(part.left, Name) and not names(part.right):
            found.setdefault(part.left.name, part.right)
            work.statements(part.left.name)
        elif part in parts:
            raise NotUnderstood("the place where the derivative is wanted is not told in numbers")
    for name in letters:
        known = work.definitions.get(name)
        if known is not None and not known.parameters and not names(body := work.resolve(known.body)):
            found.setdefault(name, body)
    return found


def _explicit(work: Work, letter: str, by: str, times: int, value: Node, places: _Places) -> Finding:
    """The derivative of a formula, with what is told of the other letters put in."""
    others = {name: node for name, node in places.items() if name not in (letter, by)}
    value = substitute(value, others)
    arguments: list[tuple[str, Node]] = [("f", value), ("x", Listing((Name(by),) * times))]
    if by in places:
        arguments.append(("at", Relation("=", Name(by), places[by])))
        if letter in places:
            _refuse_elsewhere(work, substitute(value, {by: places[by]}), places[letter])
    elif letter in places:
        raise NotUnderstood(f"the place where the derivative is wanted is not told by {by}")
    return work.find(Request("derivative", tuple(arguments)), frozenset({by, *names(value)}))


def _on_curve(work: Work, letter: str, by: str, curve: Relation, places: _Places) -> Finding:
    """dy/dx by implicit differentiation, perhaps at a point of the curve."""
    told_of = (("curve", curve), ("y", Name(letter)), ("x", Name(by)))
    others = {name: node for name, node in places.items() if name in names(curve)}
    found = work.find(Request("implicit_derivative", told_of), frozenset(names(curve)))
    if not others:
        return found
    if not {letter, by} <= set(others) or found.node is None:
        raise NotUnderstood(f"the point of the curve is told by {letter} and {by} together")
    _refuse_elsewhere(work, substitute(curve.left, others), substitute(curve.right, others))
    return _put_in(work, found, others)


def _put_in(work: Work, found: Finding, places: _Places) -> Finding:
    """The value of a derivative at a place."""
    assert found.node is not None
    value = work.find(Request("value", (("expression", substitute(found.node, places)),)))
    at = ", ".join(f"{name} = {show(node)}" for name, node in places.items())
    verified = True if found.verified and value.verified else None
    return replace(value, text=f"{found.text}; at {at} it is {value.value}", check=found.check, verified=verified)


def _refuse_elsewhere(work: Work, left: Node, right: Node) -> None:
    """Refuse a point where two sides that must be equal are not known to be."""
    try:
        same = evaluate(Sum((work.resolve(left), Negative(work.resolve(right))))) == 0
    except NotRational as error:
        raise NotDone("whether the point lies on the curve was not settled") from error
    if not same:
        raise NotUnderstood("the point does not lie on the curve")


def _by_parameter(work: Work, letter: str, by: str) -> tuple[Node, Node, str] | None:
    """What the text says of two letters in terms of a third, x = t**2 and y = t**3; none if it does not."""
    told: dict[str, Node] = {}
    for group in work.connected(letter) if work.connected(by) else ():
        work.use([group])
        for part in group.items:
            if isinstance(part, Relation) and part.sign == "=" and isinstance(part.left, Name):
                if part.left.name in told:
                    return None
                told[part.left.name] = part.right
    held = {name for side in told.values() for name in names(side)} - {"e"}
    if len(held) != 1 or held & {letter, by} or not {letter, by} <= set(told) <= {letter, by} | held:
        return None
    return told[letter], told[by], held.pop()


def _at_parameter(work: Work, letter: str, by: str, told_of: tuple[Node, Node, str], at: Node | None) -> Finding:
    """dy/dx along a curve with a parameter, perhaps where the parameter has a value."""
    y, x, parameter = told_of
    found = _along_curve(letter, by, y, x, parameter)
    places = _places(work, at, (by, letter, parameter))
    if not places:
        return found
    if set(places) != {parameter}:
        raise NotUnderstood(f"the place where the derivative is wanted is not told by {parameter}")
    for side in (y, x):  # where the curve has no point there is no derivative
        work.find(Request("value", (("expression", substitute(side, places)),)))
    return _put_in(work, found, places)


def _along_curve(letter: str, by: str, y: Node, x: Node, parameter: str) -> Finding:
    """dy/dx as the quotient of the derivatives by the parameter."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.differentiation import derive
    from orchestra_modules.mathematics.engines.symbolic import expression, with_euler

    y, x = with_euler(y, parameter), with_euler(x, parameter)
    gate.check(y, x)
    above, below = derive(y, (parameter,)), derive(x, (parameter,))
    if build(below.node) == 0:
        raise NotDone(f"{by} does not change with {parameter}")
    value = sympy.simplify(build(above.node) / build(below.node))
    verified = True if above.verified and below.verified else None
    told = f"d{letter}/d{by} = (d{letter}/d{parameter})/(d{by}/d{parameter})"
    return expression(value, told, "derivatives by the parameter", above.check, verified)


def parts_of(
    y: Node | None, x: Node | None, order: Node | None, again: Node | None, fraction: Node | None
) -> tuple[str, str, int]:
    """The function, the variable and the order of a derivative in d-notation."""
    if isinstance(fraction, Listing):
        y, *rest = fraction.items
        x, times = rest[0], len(rest)
    else:
        times = int(order.value) if isinstance(order, Number) else 1
        if isinstance(again, Number) and again.value != times:
            raise NotUnderstood("the order of the derivative is not clear")
    letter = y.name if isinstance(y, Name) else getattr(y, "text", "")
    if not letter or not isinstance(x, Name):
        raise NotUnderstood("the derivative is not clear")
    return letter, x.name, times


@slots.kind("leibniz_of")
def leibniz_of(reader: Reader, slot: Slot) -> Iterator[Node]:
    """What follows a LaTeX fraction sign in {dy}{dx} or {d^2y}{dx^2}: the function, then the letters."""
    cursor = reader.cursor
    cursor.expect_sign("{")
    order = 1
    token = cursor.next()
    if token.text == "d" and cursor.take_sign("^"):
        braces = cursor.take_sign("{")
        order = int(cursor.next().value)
        if braces:
            cursor.expect_sign("}")
        name = slots.variable(cursor)
    elif token.text == "partial" and cursor.take_sign("^"):
        braces = cursor.take_sign("{")
        order = int(cursor.next().value)
        if braces:
            cursor.expect_sign("}")
        yield _letters_below(cursor, slots.variable(cursor), order)
        return
    elif token.text == "partial" and cursor.token.text != "}":
        yield _letters_below(cursor, slots.variable(cursor), 1)
        return
    elif token.text[:1] == "d" and len(token.text) == 2:
        name = token.text[1]
    else:
        raise cursor.stuck("this is no derivative")
    cursor.expect_sign("}")
    cursor.expect_sign("{")
    by = next(calculus_notation.differential(reader, slot))
    if cursor.take_sign("^"):
        braces = cursor.take_sign("{")
        if int(cursor.next().value) != order:
            raise NotUnderstood("the order of the derivative is not clear")
        if braces:
            cursor.expect_sign("}")
    cursor.expect_sign("}")
    yield Listing((Name(name), *([by] * order)))


def _letters_below(cursor: Cursor, name: str, order: int) -> Node:
    """The letters under a partial derivative whose upper half was read: {\\partial x \\partial y}."""
    cursor.expect_sign("}")
    cursor.expect_sign("{")
    letters: list[Node] = []
    while cursor.take("partial"):
        letter, times = Name(slots.variable(cursor)), 1
        if cursor.take_sign("^"):
            braces = cursor.take_sign("{")
            times = int(cursor.next().value)
            if braces:
                cursor.expect_sign("}")
        letters.extend([letter] * min(times, order + 1))
    cursor.expect_sign("}")
    if len(letters) != order or len(set(letters)) > 1:
        raise NotUnderstood("the order of the derivative is not clear")
    return Listing((Name(name), *letters))


@operation(
    "implicit_derivative",
    nouns=(
        "implicit derivative of {curve:relation} [(with respect to|wrt) {x:variable}]",
        "derivative of {y:variable} (with respect to|wrt) {x:variable} (in|for|on|if|when|where|given) "
        "{curve:relation}",
    ),
    requests=(
        f"(find|compute|calculate|determine) ({_LETTERS}) / {{x:differential}} (by|using) implicit differentiation "
        "(if|for|given|where|when|given that|of) {curve:relation}",
        f"use implicit differentiation to (find|compute|calculate|determine) ({_LETTERS}) / {{x:differential}} "
        "(if|for|given|where|when|given that|of) {curve:relation}",
        "(implicitly differentiate|differentiate implicitly) {curve:relation} [(with respect to|wrt) {x:variable}]",
    ),
    binds=("x", "y"),
)
def implicit_derivative(work: Work, curve: Node, y: Node | None = None, x: Node | None = None) -> Finding:
    """dy/dx on a curve given by an equation."""
    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.derivative import derivative
    from orchestra_modules.mathematics.engines.symbolic import certain, expression
    from orchestra_modules.mathematics.engines.zero import is_zero
    from orchestra_modules.mathematics.syntax import Negative, Sum

    if not isinstance(curve, Relation) or curve.sign != "=":
        raise NotUnderstood("an equation of a curve was expected")
    by = x.name if isinstance(x, Name) else "x"
    letter = y.name if isinstance(y, Name) else work.text(y, "y")
    difference = Sum((curve.left, Negative(curve.right)))
    if not {by, letter} <= set(names(difference)):
        raise NotUnderstood(f"the equation does not hold both {by} and {letter}")
    gate.check(difference)
    built = build(difference)
    above, below = built.diff(symbol(by)), built.diff(symbol(letter))
    import sympy

    result = sympy.simplify(-above / below)
    try:
        own = build(derivative(difference, by)) + result * build(derivative(difference, letter))
        verified = certain(is_zero(sympy.simplify(own))[0])
    except Refusal:
        verified = None
    check = "check: with it, our own rules make the derivative of the equation vanish along the curve"
    told = f"d{letter}/d{by} on {show(curve.left)} = {show(curve.right)}"
    return expression(result, told, "implicit differentiation", check, verified)
