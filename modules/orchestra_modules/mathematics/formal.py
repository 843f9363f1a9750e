"""A formal problem from JSON: the inverse of `Problem.as_json`, for a generator or another program that wrote one.

Expressions are texts in the module's own notation and go through the same grammar as those of a person; nothing is
evaluated. Everything must be known: a key, an operation or an argument that is not is an error that names it.
Constraints that are plain texts hold together, as those of one sentence. `problem.schema.json` publishes the part of
the form that language models are asked for.
"""

from __future__ import annotations

import re
from typing import Any, Final, Literal, get_args

from pydantic import JsonValue

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.functions import ARITY, SPELLINGS
from orchestra_modules.mathematics.language.names import settle_letters
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.tokens import tokenize
from orchestra_modules.mathematics.naming import letters, renamed
from orchestra_modules.mathematics.operation import catalogue
from orchestra_modules.mathematics.problem import Definition, Domain, Kind, Parity, Problem, Sign
from orchestra_modules.mathematics.syntax import Interval, Listing, Node, Request, Text, Truth, Written
from orchestra_modules.solving.options import Option
from orchestra_modules.solving.refusal import NotUnderstood

_KEYS = {"definitions", "unknowns", "constraints", "goal", "options"}
_CONSTANTS: Final = frozenset({"pi", "oo", "e", "i", "infinity", "inf"})
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
    told = _array(whole, "constraints")
    together = Listing(tuple(reader.node(part) for part in told if isinstance(part, str)))
    apart = tuple(_group(reader.node(part)) for part in told if not isinstance(part, str))
    problem = Problem(
        reader.node(whole["goal"]),
        definitions,
        (together, *apart) if together.items else apart,
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


def lettered(body: JsonValue) -> tuple[JsonValue, dict[str, str]]:
    """The problem with a letter for each unknown that has a longer name, and the names by letter. NotUnderstood."""
    unknowns = body.get("unknowns") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(unknowns, list):
        return body, {}
    given_names = [part.get("name") for part in unknowns if isinstance(part, dict)]
    names = [name for name in given_names if isinstance(name, str)]
    goal = body.get("goal")
    texts = [part for part in (goal, *_array(body, "constraints")) if isinstance(part, str)]
    if clash := next((name for name in names if len(name) > 1 and _notation(name)), ""):
        raise NotUnderstood(f"{clash!r} is the name of a function or a constant, and of no unknown")
    try:
        given = letters(names, texts)
    except ValueError as error:
        raise NotUnderstood(str(error)) from error
    for text in texts:
        for word in re.findall(r"(?<![A-Za-z_])[A-Za-z_][A-Za-z0-9_]*", text):
            if len(word) > 1 and word not in given and ("_" in word or (given and not _notation(word))):
                raise NotUnderstood(f"{word!r} is not among the unknowns")
    changed = {
        **body,
        "unknowns": [
            {**part, "name": given.get(str(part.get("name")), part.get("name"))} if isinstance(part, dict) else part
            for part in unknowns
        ],
        "constraints": [
            renamed(part, given) if isinstance(part, str) else part for part in _array(body, "constraints")
        ],
        "goal": renamed(goal, given) if isinstance(goal, str) else goal,
    }
    return changed, {letter: name for name, letter in given.items()}


def _notation(word: str) -> bool:
    return word in ARITY or word in SPELLINGS or word in _CONSTANTS or word in ("of", "mod", "and", "or")


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
