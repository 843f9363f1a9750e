"""Ordinary differential equations in primes, in dy/dx and in function notation; dy/dx of what the text says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.symbolic import UNPROVED, shown, tree
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.leibniz import parts_of
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
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

__all__ = ["calculus_notation"]

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
            letter, by, times = parts_of(get("y"), get("x"), get("order"), get("again"), get("fraction"))
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
