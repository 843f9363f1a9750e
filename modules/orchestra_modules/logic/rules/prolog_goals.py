"""What terms of logic programs come to as whole numbers, and how numbers compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from orchestra_modules.logic.rules.prolog_terms import Compound, Term, Variable
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

_MOST_BITS: Final = 4_000
COMPARED: Final[dict[str, Callable[[int, int], bool]]] = {
    "=:=": lambda a, b: a == b,
    "=\\=": lambda a, b: a != b,
    "=<": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}


def value(term: Term) -> int:
    """The number that a term comes to. NotDone where it has none, or none that is whole."""
    match term:
        case int():
            return term
        case Variable(name):
            raise NotDone(f"the program computes with '{name.lstrip('_') or 'a variable'}' before it has a value")
        case Compound("abs", (only,)):
            return abs(value(only))
        case Compound(name, (left, right)):
            return _of_two(name, value(left), value(right))
    raise NotDone(f"'{term.name}' is no number")


def _of_two(name: str, left: int, right: int) -> int:
    match name:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            result = left * right
        case "/" | "//" | "mod":
            return _divided(name, left, right)
        case "^":
            if right < 0 or left.bit_length() * right > _MOST_BITS:
                raise TooCostly("a power of that size is not computed")
            return int(left**right)
        case "max" | "min":
            return max(left, right) if name == "max" else min(left, right)
        case _:
            raise NotDone(f"'{name}' is no function of numbers")
    if result.bit_length() > _MOST_BITS:
        raise TooCostly("the numbers grow too large")
    return result


def _divided(name: str, left: int, right: int) -> int:
    if right == 0:
        raise Undefined("the program divides by zero")
    if name == "mod":
        return left % right
    if name == "/" and left % right:
        raise NotDone("the program computes with fractions")
    return abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
