"""A formal problem from JSON: the inverse of `Problem.as_json`, for a generator or another program that wrote one.

Expressions are texts in the module's own notation and go through the same grammar as those of a person; nothing is
evaluated. Everything must be known: a key, an operation or an argument that is not is an error that names it.
"""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from pydantic import JsonValue

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.names import settle_letters
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.tokens import tokenize
from orchestra_modules.mathematics.operation import catalogue
from orchestra_modules.mathematics.problem import Definition, Domain, Kind, Parity, Problem, Sign
from orchestra_modules.mathematics.syntax import Interval, Listing, Node, Request, Text, Truth, Written
from orchestra_modules.solving.options import Option
from orchestra_modules.solving.refusal import NotUnderstood

_KEYS = {"definitions", "unknowns", "constraints", "goal", "options"}
_LISTS: Final[tuple[Literal["list", "tuple", "set", "vector"], ...]] = ("list", "tuple", "set", "vector")


def from_json(body: JsonValue) -> Problem:
    """The problem that JSON tells. NotUnderstood names what is wrong and where."""
    whole = _object(body, "the problem", _KEYS)
    if "goal" not in whole:
        raise NotUnderstood("the problem has no goal")
    given = [_object(part, "a definition", {"name", "parameters", "body"}) for part in _array(whole, "definitions")]
    functions = {str(part.get("name")) for part in given if part.get("parameters")}
    reader = _Terms(functions)
    definitions = tuple(
        Definition(_text(part, "name"), tuple(map(str, part.get("parameters") or ())), reader.node(part.get("body")))
        for part in given
    )
    if len({definition.name for definition in definitions}) < len(definitions):
        raise NotUnderstood("a name is defined twice")
    problem = Problem(
        reader.node(whole["goal"]),
        definitions,
        tuple(_group(reader.node(part)) for part in _array(whole, "constraints")),
        dict(_domain(part) for part in _array(whole, "unknowns")),
        tuple(_option(part) for part in _array(whole, "options")),
    )
    return settle_letters(problem, "")


class _Terms:
    """Reads the parts of a problem that are expressions or operations."""

    def __init__(self, functions: set[str]) -> None:
        self.functions = functions

    def node(self, value: JsonValue) -> Node:
        """An expression, an operation with arguments, a list, an interval, a word or a truth value."""
        match value:
            case bool():
                return Truth(value)
            case int() | float() | str():
                return self._expression(str(value))
            case dict():
                return self._object(value)
            case _:
                raise NotUnderstood(f"{str(value)[:60]} is no expression")

    def _expression(self, text: str) -> Node:
        cursor = Cursor(tokenize(text), text)
        cursor.functions |= self.functions
        node = Reader(cursor).line()
        if not cursor.at_end:
            raise cursor.stuck()
        return node

    def _object(self, value: dict[str, JsonValue]) -> Node:
        if "op" in value:
            return self._request(value)
        if "interval" in value:
            ends, open_ends = value["interval"], value.get("open", [False, False])
            if not (isinstance(ends, list) and len(ends) == 2 and isinstance(open_ends, list) and len(open_ends) == 2):
                raise NotUnderstood("an interval has two ends")
            return Interval(self.node(ends[0]), self.node(ends[1]), bool(open_ends[0]), bool(open_ends[1]))
        if "text" in value:
            return Text(_text(value, "text"))
        if "written" in value:
            return Written(self.node(value.get("is")), _text(value, "written"))
        if "expression" in value:
            return self._expression(_text(value, "expression"))
        for kind in _LISTS:
            if kind in value:
                return Listing(tuple(self.node(item) for item in _array(value, kind)), kind)
        raise NotUnderstood(f"an object with the keys {', '.join(value)[:60]} is no part of a problem")

    def _request(self, value: dict[str, JsonValue]) -> Request:
        name = _text(value, "op")
        entry = catalogue().get(name)
        if entry is None:
            raise NotUnderstood(f"there is no operation {name!r}")
        arguments = {key: argument for key, argument in value.items() if key != "op"}
        if unknown := set(arguments) - set(entry.parameters):
            raise NotUnderstood(f"{name} has no argument {', '.join(sorted(unknown))}")
        ordered = [key for key in entry.parameters if key in arguments]
        return Request(name, tuple((key, self.node(arguments[key])) for key in ordered))


def _object(value: JsonValue, what: str, keys: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotUnderstood(f"{what} must be an object")
    if unknown := set(value) - keys:
        raise NotUnderstood(f"{what} has no key {', '.join(sorted(unknown))[:60]}")
    return value


def _array(value: dict[str, Any], key: str) -> list[JsonValue]:
    found = value.get(key) or []
    if not isinstance(found, list):
        raise NotUnderstood(f"{key} must be a list")
    return found


def _text(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    if not isinstance(found, str) or not found:
        raise NotUnderstood(f"{key} must be a text")
    return found


def _group(node: Node) -> Listing:
    return node if isinstance(node, Listing) else Listing((node,))


def _domain(value: JsonValue) -> tuple[str, Domain]:
    part = _object(value, "an unknown", {"name", "domain", "sign", "parity"})
    kind, sign, parity = part.get("domain", "number"), part.get("sign", ""), part.get("parity", "")
    if kind not in get_args(Kind) or sign not in get_args(Sign) or parity not in get_args(Parity):
        raise NotUnderstood(f"{kind}, {sign}, {parity}: no such domain")
    return _text(part, "name"), Domain(kind, sign, parity)


def _option(value: JsonValue) -> Option:
    part = _object(value, "an option", {"label", "text"})
    return Option(str(part.get("label", "")), _text(part, "text"))
