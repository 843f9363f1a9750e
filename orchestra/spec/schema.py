"""The part of JSON Schema that a problem form may use, and the first fault of a value under it.

Small on purpose: a grammar must be made of it on a model's server, and everything it lets through must end. So every
text, list and number is bounded, and every object is closed. Knows nothing of modules or models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import JsonValue

#: type -> the keywords it must have, and those it may have
_KEYWORDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "object": (frozenset({"properties", "additionalProperties"}), frozenset({"required"})),
    "array": (frozenset({"items", "maxItems"}), frozenset({"minItems"})),
    "string": (frozenset(), frozenset({"maxLength", "minLength", "pattern"})),
    "integer": (frozenset({"minimum", "maximum"}), frozenset()),
    "number": (frozenset({"minimum", "maximum"}), frozenset()),
    "boolean": (frozenset(), frozenset()),
}
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
#: in a pattern; beyond it xgrammar 0.2.8 fails, which vLLM answers with an internal error
_MOST_REPEATS: Final = 128
#: about a person's text: no grammar comes of them
_NOTES: Final = frozenset({"title", "description", "examples", "$id", "$schema", "$comment"})


def bare(schema: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The schema without what is said about it, as a model's server gets it."""
    kept: dict[str, JsonValue] = {}
    for key, value in schema.items():
        if key == "properties" and isinstance(value, dict):
            kept[key] = {name: bare(part) if isinstance(part, dict) else part for name, part in value.items()}
        elif key == "items" and isinstance(value, dict):
            kept[key] = bare(value)
        elif key not in _NOTES and not key.startswith("x-"):
            kept[key] = value
    return kept


def unbounded(schema: JsonValue, place: str = "the schema") -> str:
    """Why a schema is not of the kind allowed here, or nothing."""
    return next(_objections(schema, place), "")


def _objections(schema: JsonValue, place: str) -> Iterator[str]:
    if not isinstance(schema, dict):
        yield f"{place} is no object"
        return
    plain = {key for key in schema if key not in _NOTES and not key.startswith("x-")}
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        if plain - {"type", "const", "enum"} or not isinstance(values, list) or not values:
            yield f"{place} has `enum` or `const` with other keywords, or no values"
        return
    kind = schema.get("type")
    if not isinstance(kind, str) or kind not in _KEYWORDS:
        yield f"{place} has the type {kind!r}, not one of {', '.join(_KEYWORDS)}"
        return
    needed, allowed = _KEYWORDS[kind]
    if missing := sorted(needed - plain):
        yield f"{place} is {_a(kind)} without {', '.join(missing)}: a form must be bounded"
    if strange := sorted(plain - needed - allowed - {"type"}):
        yield f"{place} has {', '.join(strange)}, which a form may not use for {_a(kind)}"
    if kind == "object":
        parts = schema.get("properties")
        if schema.get("additionalProperties") is not False or not isinstance(parts, dict):
            yield f"{place} must have properties, and additionalProperties false"
            return
        for name, part in parts.items():
            yield from _objections(part, f"{place}.{name}")
    if kind == "string" and (why := _endless(schema)):
        yield f"{place} is a string {why}"
    if kind == "array":
        yield from _objections(schema.get("items"), f"{place}[]")


def _endless(schema: Mapping[str, JsonValue]) -> str:
    """Why a string has no bound, or nothing. Servers take a length or a pattern, and not both."""
    pattern = schema.get("pattern")
    if pattern is None:
        return "" if "maxLength" in schema else "without maxLength or pattern: a form must be bounded"
    if not isinstance(pattern, str) or "maxLength" in schema or "minLength" in schema:
        return "with a pattern and a length: put the length into the pattern, as in ^[a-z]{1,9}$"
    try:
        re.compile(pattern)
    except re.error as error:
        return f"with a pattern that is none: {error}"
    plain = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "c", pattern)
    if not (plain.startswith("^") and plain.endswith("$")) or re.search(r"[*+]|\{\d*,\}", plain):
        return "whose pattern is not bounded by ^, $ and counts such as {1,9}"
    if any(int(count) > _MOST_REPEATS for count in re.findall(r"(\d+)\}", plain)):
        return f"whose pattern counts beyond {_MOST_REPEATS}, which servers do not take"
    return ""


def fault(value: JsonValue, schema: Mapping[str, Any], place: str = "it") -> str:
    """The first thing in a value that the schema does not allow, in words and with its place; or nothing."""
    return next(_faults(value, schema, place), "")


def _faults(value: JsonValue, schema: Mapping[str, Any], place: str) -> Iterator[str]:
    if "const" in schema or "enum" in schema:
        allowed = schema.get("enum", [schema.get("const")])
        if not any(type(value) is type(one) and value == one for one in allowed):
            yield f"{place} is {_shown(value)}, not one of {', '.join(map(_shown, allowed))}"
        return
    kind = schema["type"]
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{place} is {_shown(value)}, not {_a(kind)}"
    elif isinstance(value, dict):
        yield from _object_faults(value, schema, place)
    elif isinstance(value, list):
        yield from _length(len(value), schema, "Items", place, "parts")
        for number, part in enumerate(value, 1):
            yield from _faults(part, schema["items"], f"{place}[{number}]")
    elif isinstance(value, str):
        if "maxLength" in schema:
            yield from _length(len(value), schema, "Length", place, "characters")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{place} is {_shown(value)}, which is not of the form {schema['pattern']}"
    elif isinstance(value, int | float) and kind != "boolean" and not schema["minimum"] <= value <= schema["maximum"]:
        yield f"{place} is {value}, not between {schema['minimum']} and {schema['maximum']}"


def _object_faults(value: dict[str, Any], schema: Mapping[str, Any], place: str) -> Iterator[str]:
    parts: Mapping[str, Any] = schema["properties"]
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{place} has no {name!r}"
    for name, part in value.items():
        if name not in parts:
            yield f"{place} has {name!r}, which there is no place for"
        else:
            yield from _faults(part, parts[name], name if place == "it" else f"{place}.{name}")


def _length(size: int, schema: Mapping[str, Any], word: str, place: str, unit: str) -> Iterator[str]:
    least, most = schema.get(f"min{word}", 0), schema[f"max{word}"]
    if not least <= size <= most:
        yield f"{place} has {size} {unit}, not {least} to {most}"


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aio" else f"a {kind}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
