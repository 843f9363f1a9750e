"""The value of a term of SMT-LIB in a model, worked out in plain Python: the check on what the solver found.

Values: bool, int (bit vectors too, unsigned), Fraction, Array, str for things of declared sorts.
Quantifiers are not evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias

from orchestra_modules.logic.formulas.smt_terms import Term
from orchestra_modules.solving.refusal import NotDone

Value: TypeAlias = Any  # one of the types that the first lines name; nested for arrays
Function: TypeAlias = Callable[[tuple[Value, ...]], Value]


@dataclass(frozen=True)
class Array:
    """A value for every index: `changes` for some, `default` for the rest."""

    default: Value
    changes: tuple[tuple[Value, Value], ...] = ()

    def at(self, index: Value) -> Value:
        """The value at an index."""
        return dict(self.changes).get(index, self.default)

    def set(self, index: Value, value: Value) -> Array:
        """The array with one value changed."""
        changes = {**dict(self.changes), index: value}
        return Array(self.default, tuple(sorted((k, v) for k, v in changes.items() if v != self.default)))


def evaluate(term: Term, functions: Mapping[str, Function]) -> Value:
    """The value. NotDone where evaluation does not reach."""
    head = term.head
    if term.bound:
        raise NotDone("quantifiers are not evaluated")
    if isinstance(head, str) and head in functions:
        return functions[head](tuple(evaluate(arg, functions) for arg in term.args))
    if not term.args:
        return _literal(term)
    if head == "ite":
        return evaluate(term.args[1 if evaluate(term.args[0], functions) else 2], functions)
    values = [evaluate(arg, functions) for arg in term.args]
    if isinstance(head, tuple):
        return _indexed(head, values[0], _width(term.args[0]))
    if head.startswith("bv") or head == "concat":
        return _bits(head, values, term)
    if head in _SIMPLE:
        return _SIMPLE[head](values)
    raise NotDone(f"{head} is not evaluated")


def _literal(term: Term) -> Value:
    text = str(term.head)
    if text in ("true", "false"):
        return text == "true"
    if text.startswith("#"):
        return int(text[2:], 16 if text[1] == "x" else 2)
    return Fraction(text) if term.sort == "Real" else int(text)


def _chain(compare: Callable[[Value, Value], bool]) -> Callable[[list[Value]], bool]:
    return lambda values: all(compare(a, b) for a, b in pairwise(values))


def _implies(values: list[Value]) -> bool:
    return any(not value for value in values[:-1]) or bool(values[-1])


def _product(values: list[Value]) -> Value:
    found = values[0]
    for value in values[1:]:
        found = found * value
    return found


def _divided(values: list[Value]) -> Value:
    if values[1] == 0:
        raise NotDone("a division by zero is not evaluated")
    return Fraction(values[0]) / values[1]


def _quotient(values: list[Value]) -> int:
    """Rounded so that the remainder is not negative, as SMT-LIB has it."""
    dividend, divisor = values
    if divisor == 0:
        raise NotDone("a division by zero is not evaluated")
    whole = abs(divisor)
    found: int = (dividend - dividend % whole) // whole
    return found if divisor > 0 else -found


_SIMPLE: Final[dict[str, Callable[[list[Value]], Value]]] = {
    "and": all,
    "or": any,
    "not": lambda v: not v[0],
    "xor": lambda v: sum(v) % 2 == 1,
    "=>": _implies,
    "=": _chain(lambda a, b: a == b),
    "distinct": lambda v: len(set(v)) == len(v),
    "<": _chain(lambda a, b: a < b),
    "<=": _chain(lambda a, b: a <= b),
    ">": _chain(lambda a, b: a > b),
    ">=": _chain(lambda a, b: a >= b),
    "+": sum,
    "-": lambda v: -v[0] if len(v) == 1 else v[0] - sum(v[1:]),
    "*": _product,
    "/": _divided,
    "div": _quotient,
    "mod": lambda v: v[0] - v[1] * _quotient(v),
    "abs": lambda v: abs(v[0]),
    "to_real": lambda v: Fraction(v[0]),
    "to_int": lambda v: v[0].__floor__(),
    "is_int": lambda v: v[0].denominator == 1,
    "select": lambda v: v[0].at(v[1]),
    "store": lambda v: v[0].set(v[1], v[2]),
}


def _width(term: Term) -> int:
    return int(str(term.sort[2]))


def _signed(value: int, width: int) -> int:
    return value - (1 << width) if value >> (width - 1) else value


def _indexed(head: tuple[Any, ...], value: int, width: int) -> int:
    if head[1] == "extract":
        return value >> int(head[3]) & ((1 << int(head[2]) - int(head[3]) + 1) - 1)
    extended = _signed(value, width) if head[1] == "sign_extend" else value
    return extended % (1 << width + int(head[2]))


def _bits(head: str, values: list[int], term: Term) -> Value:
    width = _width(term.args[0])
    all_bits, one, two = (1 << width) - 1, values[0], values[-1]
    if head == "concat":
        return one << _width(term.args[1]) | two
    if head in ("bvnot", "bvneg"):
        return (~one if head == "bvnot" else -one) & all_bits
    if head.startswith(("bvs", "bvu")) and head[3:] in ("lt", "le", "gt", "ge"):
        if head[2] == "s":
            one, two = _signed(one, width), _signed(two, width)
        return {"lt": one < two, "le": one <= two, "gt": one > two, "ge": one >= two}[head[3:]]
    shifts: dict[str, Callable[[], int]] = {
        "bvadd": lambda: one + two,
        "bvsub": lambda: one - two,
        "bvmul": lambda: one * two,
        "bvand": lambda: one & two,
        "bvor": lambda: one | two,
        "bvxor": lambda: one ^ two,
        "bvshl": lambda: one << two if two < width else 0,
        "bvlshr": lambda: one >> two if two < width else 0,
        "bvashr": lambda: _signed(one, width) >> min(two, width),
        "bvudiv": lambda: one // two if two else all_bits,
        "bvurem": lambda: one % two if two else one,
    }
    return shifts[head]() & all_bits
