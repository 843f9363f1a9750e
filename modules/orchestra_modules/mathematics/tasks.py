"""What can be asked, as data: a question that was understood is one of these and nothing else.

A task holds expressions that are read but not worked out, and can say in words how it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orchestra_modules.mathematics.syntax import Name, Node, Relation, show, show_relation

Side = Literal["both", "+", "-"]


@dataclass(frozen=True)
class Evaluate:
    """The value of an expression."""

    expression: Node


@dataclass(frozen=True)
class Rewrite:
    """An expression in another form."""

    form: Literal["simplify", "expand", "factor"]
    expression: Node
    bare: bool = False  # no form was asked for: the expression stands alone


@dataclass(frozen=True)
class Solve:
    """The values of the unknowns for which all relations hold; no unknowns named means all of them."""

    relations: tuple[Relation, ...]
    unknowns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Differentiate:
    """A derivative, perhaps at a point."""

    expression: Node
    variable: str | None = None
    order: int = 1
    at: Node | None = None


@dataclass(frozen=True)
class Integrate:
    """An antiderivative, or with bounds the definite integral."""

    expression: Node
    variable: str | None = None
    bounds: tuple[Node, Node] | None = None


@dataclass(frozen=True)
class Limit:
    """What an expression approaches."""

    expression: Node
    variable: str
    point: Node
    side: Side = "both"


@dataclass(frozen=True)
class Holds:
    """Whether a relation between numbers is true."""

    relation: Relation


@dataclass(frozen=True)
class Choose:
    """Which of several numbers is the largest or the smallest; `texts` are the numbers as written."""

    items: tuple[Node, ...]
    texts: tuple[str, ...]
    largest: bool


@dataclass(frozen=True)
class NumberProperty:
    """Whether an integer is prime, composite, even or odd."""

    number: Node
    property: Literal["prime", "composite", "even", "odd"]


@dataclass(frozen=True)
class Divides:
    """Whether one integer divides another."""

    divisor: Node
    number: Node


@dataclass(frozen=True)
class PrimeFactors:
    """The primes that divide an integer; `powers` asks for the whole factorisation."""

    number: Node
    powers: bool


Task = (
    Evaluate
    | Rewrite
    | Solve
    | Differentiate
    | Integrate
    | Limit
    | Holds
    | Choose
    | NumberProperty
    | Divides
    | PrimeFactors
)

_ORDINALS = {1: "", 2: "second ", 3: "third "}


def expressions(task: Task) -> tuple[Node, ...]:
    """Every expression that a task holds."""
    match task:
        case Solve(relations):
            return tuple(side for relation in relations for side in (relation.left, relation.right))
        case Choose(items):
            return items
        case Holds(relation):
            return (relation.left, relation.right)
        case Differentiate(expression, at=at):
            return (expression,) if at is None else (expression, at)
        case Integrate(expression, bounds=bounds):
            return (expression, *(bounds or ()))
        case Limit(expression, _, point):
            return (expression, point)
        case Divides(divisor, number):
            return (divisor, number)
        case NumberProperty(number) | PrimeFactors(number):
            return (number,)
        case Evaluate(expression) | Rewrite(_, expression):
            return (expression,)


def describe(task: Task) -> str:
    """How the question was read, for a person."""
    match task:
        case Evaluate(expression):
            return f"evaluate {show(expression)}"
        case Rewrite(form, expression):
            return f"{form} {show(expression)}"
        case Solve(relations, unknowns):
            target = f" for {', '.join(unknowns)}" if unknowns else ""
            return f"solve {', '.join(map(show_relation, relations))}{target}"
        case Differentiate(expression, variable, order, at):
            place = "" if at is None else f", at {show(Name(variable or '?'))} = {show(at)}"
            ordinal = _ORDINALS.get(order, f"order {order} ")
            return f"the {ordinal}derivative of {show(expression)} with respect to {variable}{place}"
        case Integrate(expression, variable, bounds):
            place = "" if bounds is None else f" from {show(bounds[0])} to {show(bounds[1])}"
            return f"integrate {show(expression)} with respect to {variable}{place}"
        case Limit(expression, variable, point, side):
            place = {"both": "", "+": " from above", "-": " from below"}[side]
            return f"the limit of {show(expression)} as {variable} approaches {show(point)}{place}"
        case Choose(items, _, largest):
            return f"the {'largest' if largest else 'smallest'} of {', '.join(map(show, items))}"
        case Holds(relation):
            return f"whether {show_relation(relation)}"
        case NumberProperty(number, name):
            return f"whether {show(number)} is {name}"
        case Divides(divisor, number):
            return f"whether {show(divisor)} divides {show(number)}"
        case PrimeFactors(number, powers):
            return f"the prime {'factorisation' if powers else 'factors'} of {show(number)}"
