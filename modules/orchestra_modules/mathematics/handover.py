"""A problem as a JSON text and back, nothing lost: how the probe hands what it read to the run in another process.

This is no formal problem for others to write (`formal` reads those): it is the tree as it is, rival readings and notes
with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction
from typing import Any, Final

from orchestra_modules.mathematics import syntax
from orchestra_modules.mathematics.problem import Definition, Domain, Problem
from orchestra_modules.solving.options import Option

_CLASSES: Final[tuple[type, ...]] = (
    syntax.Number,
    syntax.Name,
    syntax.Constant,
    syntax.Negative,
    syntax.Sum,
    syntax.Product,
    syntax.Power,
    syntax.Call,
    syntax.Relation,
    syntax.Application,
    syntax.Listing,
    syntax.Interval,
    syntax.Text,
    syntax.Written,
    syntax.Truth,
    syntax.Request,
    Definition,
    Domain,
    Option,
    Problem,
)
_FIELDS: Final = {cls: tuple(field.name for field in fields(cls)) for cls in _CLASSES}
_MAKERS: Final[dict[str, Callable[..., Any]]] = {cls.__name__: cls for cls in _CLASSES}


def dumped(problem: Problem) -> str:
    """The problem as a text."""
    return json.dumps(_plain(problem), ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> Problem:
    """The problem of such a text. ValueError for another text."""
    try:
        problem = _made(json.loads(text))
    except (KeyError, TypeError, IndexError, ValueError, ZeroDivisionError) as error:
        raise ValueError(f"this is no problem handed over: {text[:60]!r}") from error
    if not isinstance(problem, Problem):
        raise ValueError(f"this is no problem handed over: {text[:60]!r}")
    return problem


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in (str, bool, int):
        return value
    if kind is tuple:
        return ["tuple", *map(_plain, value)]
    if kind is Fraction:
        # in hexadecimal, for which there is no limit on the length of a number
        return ["Fraction", f"{value.numerator:x}", f"{value.denominator:x}"]
    if kind is dict:
        return ["dict", *([key, _plain(item)] for key, item in value.items())]
    return [kind.__name__, *(_plain(getattr(value, name)) for name in _FIELDS[kind])]


def _made(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    match value[0]:
        case "tuple":
            return tuple(map(_made, value[1:]))
        case "dict":
            return {key: _made(item) for key, item in value[1:]}
        case "Fraction":
            return Fraction(int(value[1], 16), int(value[2], 16))
        case name:
            return _MAKERS[name](*map(_made, value[1:]))
