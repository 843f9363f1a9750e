"""Ordinary differential equations in primes, in dy/dx and in function notation; dy/dx of what the text says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.points_told import point_of, stated_at, without
from orchestra_modules.mathematics.engines.symbolic import UNPROVED, shown, told, tree
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.solving import as_relation
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import (
    Application,
    Listing,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Request,
    names,
    rebuild,
    show,
    substitute,
    walk,
)
from orchestra_modules.mathematics.work import Work, relation_holds
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal, Undefined

__all__ = ["calculus_notation"]

_LETTERS = "|".join(f"d{letter} {{y={letter}}}" for letter in "yfuvwzspqrxh")


_CONDITIONS: Final = (
    "the initial conditions", "initial conditions", "the initial condition", "initial condition", "the conditions",
    "boundary conditions", "the boundary conditions", "the initial value", "initial value", "that",
)  # fmt: skip


@slots.kind("equations_with_derivatives")
def equations_with_derivatives(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Relations of which one holds a derivative; conditions may follow after a comma or "with"."""
    cursor = reader.cursor
    if not any(word[:1] in ("'", "d", "p") for word in cursor.words):  # y', dy/dx, D(y), "y prime", "partial"
        raise cursor.stuck("a derivative was expected")
    found = list(reader.relations().items)
    while cursor.take("with", "given", "subject to", "where", "and", "such that", "if", "satisfying", "for") or (
        cursor.is_sign(",") and cursor.take_sign(",")
    ):
        cursor.take(*_CONDITIONS)
        cursor.take_sign(":")
        found += reader.relations().items
    if not any(_is_derivative(part) for relation in found for part in walk(relation)):
        raise NotUnderstood("there is no derivative in the equation")
    requests = [part for relation in found for part in walk(relation) if isinstance(part, Request)]
    if any(part.operation not in ("leibniz_derivative", "derivative") for part in requests):
        raise NotUnderstood("an operation stands in the differential equation")
    yield Listing(tuple(found))


def _is_derivative(part: Node) -> bool:
    if isinstance(part, Application):
        return part.primes > 0
    if not isinstance(part, Request):
        return False
    return part.operation == "leibniz_derivative" or (
        part.operation == "derivative" and isinstance(part.argument("f"), Application)
    )


@operation(
    "leibniz_derivative",
    nouns=(
        f"({_LETTERS}) / {{x:differential}}",
        "frac {fraction:leibniz_of}",
        "d ^ {order:integer} {y:variable} / {x:differential} ^ {again:integer}",
    ),
    plain=("y", "fraction"),
    binds=("x",),
)
def leibniz_derivative(
    work: Work,
    y: Node | None = None,
    x: Node | None = None,
    order: Node | None = None,
    again: Node | None = None,
    fraction: Node | None = None,
) -> Finding:
    """dy/dx where the text says what y is; with numbers for the letters, at that point."""
    letter, by, times = _parts(y, x, order, again, fraction)
    if point := point_of(work.problem):
        return _at_point(work, letter, by, times, point)
    return _of_letter(work, letter, by, times)


def _at_point(work: Work, letter: str, by: str, times: int, point: dict[str, Node]) -> Finding:
    """The derivative as the text tells it without the point, and then its value there."""
    before = Work(without(work.problem, point))
    found = _of_letter(before, letter, by, times)
    if found.node is None or before.ignored():
        raise NotDone("what is told besides the point is not used for the derivative")
    concerned = {letter, by, *names(found.node)} | before.said_of(Listing(tuple(before.statements())))
    if not set(point) & concerned:
        return _of_letter(work, letter, by, times)
    if any(relation_holds(relation) is False for relation in stated_at(work.problem, point)):
        raise Undefined("the point that is told does not lie on the curve")
    value = substitute(found.node, point)
    if {letter, by} & set(names(value)):
        raise NotDone(f"the derivative is {found.value}, and the point does not settle it")
    work.statements()
    at = Work(replace(work.problem, definitions=(), constraints=())).find(Request("value", (("expression", value),)))
    given = ", ".join(f"{name} = {show(number)}" for name, number in point.items() if name in concerned)
    shown = f"d{letter}/d{by}" if times == 1 else f"d^{times}{letter}/d{by}^{times}"
    text = f"{shown} = {found.value}, and where {given} it is {at.value}"
    return replace(at, text=text, method=found.method, check=found.check, verified=found.verified and at.verified)


def _of_letter(work: Work, letter: str, by: str, times: int) -> Finding:
    y = Name(letter)
    if letter in work.definitions and work.definitions[letter].parameters:
        body = (("f", work.body(letter)), ("x", Listing((Name(by),) * times)))
        return work.find(Request("derivative", body), frozenset({by}))
    if (parametric := _by_parameter(work, letter, by)) is not None:
        if times != 1:
            raise NotDone("second derivatives along curves with a parameter are not worked out")
        return _along_curve(letter, by, *parametric)
    if letter not in work.definitions and times == 1:
        for curve in (part for group in work.connected(letter) for part in group.items):
            held = names(curve)
            explicit = isinstance(curve, Relation) and curve.left == y and letter not in names(curve.right)
            if letter in held and by in held and not explicit:
                implicit = (("curve", curve), ("y", y), ("x", Name(by)))
                return work.find(Request("implicit_derivative", implicit), frozenset({letter, by}))
    value = told(work, letter)
    value = work.resolve(y) if value is None else work.resolve(value, frozenset({by}))
    arguments: tuple[tuple[str, Node], ...] = (("f", value), ("x", Listing((Name(by),) * times)))
    if value == y:
        raise NotUnderstood(f"how {letter} depends on {by} is not said")
    return work.find(Request("derivative", arguments), frozenset({by}))


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
    if set(told) != {letter, by} or len(held) != 1 or held & {letter, by}:
        return None
    return told[letter], told[by], held.pop()


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


def _parts(
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


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """dsolve(equation, y(x)), DSolve[{equation, condition}, y[x], x], dsolve(equation, condition)."""
    if not arguments or named:
        return None
    first, *rest = arguments
    parts = first.items if isinstance(first, Listing) else (first,)
    parts = tuple(map(as_relation, parts)) + tuple(part for part in rest if isinstance(part, Relation))
    if sum(not isinstance(part, Relation) for part in rest) > 2:
        return None
    zero = Number(Fraction(0))
    relations = tuple(part if isinstance(part, Relation) else Relation("=", part, zero) for part in parts)
    return {"relations": Listing(relations)}


_EQUATION = (
    "[the] [following] [(first|second|third) order] [linear|separable|homogeneous|exact|ordinary|autonomous|bernoulli] "
)
_EQUATION += (
    "(differential equation|ode|initial value problem|initial - value problem|ivp|equation|boundary value problem|)"
)


@operation(
    "differential_equation",
    nouns=(
        "general solution (of|to) " + _EQUATION + " [:] {relations:equations_with_derivatives}",
        "particular solution (of|to) " + _EQUATION + " [:] {relations:equations_with_derivatives}",
        "solution (of|to) " + _EQUATION + " [:] {relations:equations_with_derivatives}",
    ),
    requests=(
        "solve " + _EQUATION + " [:] {relations:equations_with_derivatives} [for {y}]",
        "solve for {y} [:] {relations:equations_with_derivatives}",
        "{relations:equations_with_derivatives}",
        "[the] [following] [(first|second) order] [linear|separable|homogeneous|exact|ordinary|autonomous|bernoulli] "
        "(differential equation|ode|equation|initial value problem|ivp) [:] {relations:equations_with_derivatives}",
        "(what|which) (function|functions) (satisfies|satisfy|solves|solve) {relations:equations_with_derivatives}",
        "find (all functions|a function|the function) [{y}] (satisfying|such that|with|that satisfies|so that) "
        "{relations:equations_with_derivatives}",
    ),
    calls=("dsolve", "DSolve"),
    plain=("relations", "y"),
    arrange=arranged,
)
def differential_equation(work: Work, relations: Node, y: Node | None = None) -> Finding:
    """The functions that fulfil a differential equation, with constants C1, C2 where nothing settles them."""
    given = [*work.items(relations), *work.statements()]
    applied = {p.function for part in given for p in walk(_in_primes(part)) if isinstance(p, Application)}
    parts = [work.resolve(_in_primes(part), frozenset({*names(part), *applied})) for part in given]
    parts = list(dict.fromkeys(parts))  # a statement may be given and stand among those of the text
    unknown = {p.function for part in parts for p in walk(part) if isinstance(p, Application)}
    parts = [_with_functions(part, unknown) for part in parts]
    equations = [p for p in parts if isinstance(p, Relation) and p.sign == "=" and not _is_condition(p)]
    conditions = [p for p in parts if isinstance(p, Relation) and _is_condition(p)]
    if len(equations) != 1 or len(equations) + len(conditions) != len(parts):
        raise NotDone("one differential equation is solved at a time")
    equation = equations[0]
    functions = sorted({p.function for p in walk(equation) if isinstance(p, Application)})
    if len(functions) != 1:
        raise NotDone("a system of differential equations is not solved")
    function = functions[0]
    variable = _variable(work, equation, function)
    if variable in work.definitions:
        raise NotDone(f"a value is told of {variable}, on which the function depends; ask for the function alone")
    gate.check(rebuild(equation.left, _plain_names), rebuild(equation.right, _plain_names))
    from orchestra_modules.mathematics.engines import differential_equation as engine

    found = engine.solve(function, variable, equation, conditions)
    values = [shown(one) for one in found.solutions]
    text = " or ".join(f"{function}({variable}) = {value}" for value in values)
    if not conditions and not found.linear:
        text += "; constant solutions may be missing"
    data: JsonValue = {"type": "function", "function": function, "variable": variable, "values": [*values]}
    node = tree(found.solutions[0]) if len(values) == 1 else None
    confidence = CONFIDENT if found.verified else UNPROVED
    return Finding(", ".join(values), text, data, found.method, found.check, found.verified, confidence, node=node)


def _plain_names(part: Node) -> Node | None:
    return Name(part.function) if isinstance(part, Application) else None


def _in_primes(node: Node) -> Node:
    """The relation with every derivative as an application with primes."""

    def change(part: Node) -> Node | None:
        if isinstance(part, Request) and part.operation == "leibniz_derivative":
            get = part.argument
            letter, by, times = _parts(get("y"), get("x"), get("order"), get("again"), get("fraction"))
            return Application(letter, (Name(by),), times)
        if isinstance(part, Request) and part.operation == "derivative":
            f, x = part.argument("f"), part.argument("x")
            letters = x.items if isinstance(x, Listing) else (x,)
            if isinstance(f, Application) and all(letter == letters[0] for letter in letters):
                return Application(f.function, f.arguments, f.primes + len(letters))
        return None

    changed = rebuild(node, change)
    return changed


def _with_functions(node: Node, functions: set[str]) -> Node:
    """The relation with y as a function wherever it stands, and y(0) as its value rather than a product."""
    if isinstance(node, Relation) and isinstance(node.left, Product) and not node.left.divisors:
        first, *rest = node.left.factors
        if isinstance(first, Name) and first.name in functions and len(rest) == 1 and not names(rest[0]):
            return Relation(node.sign, Application(first.name, (rest[0],)), node.right)
    return rebuild(
        node, lambda part: Application(part.name, ()) if isinstance(part, Name) and part.name in functions else None
    )


def _is_condition(relation: Relation) -> bool:
    """Whether it speaks of the function at one place only."""
    sides = [p for side in (relation.left, relation.right) for p in walk(side) if isinstance(p, Application)]
    return bool(sides) and all(len(p.arguments) == 1 and not names(p.arguments[0]) for p in sides)


def _variable(work: Work, equation: Relation, function: str) -> str:
    """The letter the function depends on: its argument, the one other letter, or x."""
    given = {a.name for p in walk(equation) if isinstance(p, Application) for a in p.arguments if isinstance(a, Name)}
    if len(given) > 1:
        raise NotDone("a function of several variables is not done")
    if given:
        return given.pop()
    others = [name for name in names(equation) if name not in (function, "e")]
    for letter in ("x", "t"):
        if letter in others and not (letter == "t" and "x" in others):
            return letter
    if len(others) > 1:
        raise NotUnderstood(f"on which of {', '.join(others)} does {function} depend?")
    variable = others[0] if others else "x"
    if not others:
        work.note(f"{function} is taken as a function of x")
    return variable


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
