"""Problems that come as JSON instead of a text, with formulas as strings in any notation.

    {"kind": "formulas", "task": "entails", "premises": ["p -> q", "p"], "conclusion": "q"}

Tasks: entails, satisfiable, valid, unsatisfiable, contingent, falsifiable, equivalent, evaluate, table, count, model,
script, and the forms cnf, dnf, nnf, negation, simplest, dual, converse, inverse, contrapositive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast, get_args

from pydantic import JsonValue

from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.problems import (
    Asked,
    CountModels,
    CountRows,
    Entails,
    Equivalent,
    Evaluate,
    FindModel,
    Form,
    HasProperty,
    Problem,
    Property,
    Run,
    Task,
    Transform,
    TruthTable,
)
from orchestra_modules.logic.formulas.script import read_script
from orchestra_modules.logic.formulas.segments import parse_all
from orchestra_modules.logic.formulas.syntax import Formula
from orchestra_modules.solving.refusal import NotUnderstood

_ASKED: Final = ("validity", "invalidity", "consistency", "valid or invalid", "truth", "truth or neither")


def from_json(body: JsonValue) -> Problem:
    """The problem that a body states. NotUnderstood if it is not of the form above."""
    if not isinstance(body, dict):
        raise NotUnderstood("a formal problem is a JSON object")
    return Problem((_task(body),))


def _task(body: Mapping[str, JsonValue]) -> Task:
    name = body.get("task")
    match name:
        case "entails":
            premises, conclusion = _strings(body, "premises"), _strings(body, "conclusion")
            found = _formulas((*premises, *conclusion))
            asked = body.get("asked", "validity")
            if len(conclusion) != 1 or asked not in _ASKED:
                raise NotUnderstood(f"one conclusion, and 'asked' one of {', '.join(_ASKED)}")
            return Entails(found[:-1], found[-1], cast(Asked, asked))
        case "equivalent":
            found = _formulas(_strings(body, "formulas"))
            if len(found) != 2:
                raise NotUnderstood("two formulas")
            return Equivalent(found[0], found[1])
        case "evaluate":
            return Evaluate(_one(body), _assignment(body.get("assignment", {})))
        case "table":
            return TruthTable(_formulas(_strings(body, "formulas")))
        case "count":
            return CountModels(_one(body))
        case "rows":
            return CountRows(_one(body))
        case "model":
            return FindModel(_formulas(_strings(body, "formulas")))
        case "script":
            return Run(read_script(*_strings(body, "script")))
        case str() if name in get_args(Property):
            formulas = _formulas(_strings(body, "formulas"))
            if len(formulas) > 1 and name not in ("satisfiable", "unsatisfiable"):
                raise NotUnderstood("one formula")
            return HasProperty(formulas, cast(Property, name))
        case str() if name in get_args(Form):
            return Transform(_one(body), cast(Form, name))
    raise NotUnderstood(f"the task {name!r}")


def _strings(body: Mapping[str, JsonValue], key: str) -> tuple[str, ...]:
    """The string or strings under a key."""
    value = body.get(key)
    listed = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in listed):
        raise NotUnderstood(f"{key!r} holds a formula as a string, or a list of them")
    return tuple(cast("list[str]", listed))


def _formulas(texts: tuple[str, ...]) -> tuple[Formula, ...]:
    found, _ = parse_all(texts, Conventions())
    if any(len(part) != 1 for part in found):
        raise NotUnderstood("each string holds one formula")
    return tuple(part[0] for part in found)


def _one(body: Mapping[str, JsonValue]) -> Formula:
    found = _formulas(_strings(body, "formula"))
    if len(found) != 1:
        raise NotUnderstood("one formula")
    return found[0]


def _assignment(value: JsonValue) -> tuple[tuple[str, bool], ...]:
    if not isinstance(value, dict) or not all(isinstance(one, bool) for one in value.values()):
        raise NotUnderstood("'assignment' gives letters true or false")
    return tuple((name, bool(one)) for name, one in value.items())
