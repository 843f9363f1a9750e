"""The forms in which solvers take problems: what a schema may say, and what is wrong with a value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from orchestra.spec import ManifestError, Problem, parse_manifest, read_manifest
from orchestra.spec.form import parse_form
from orchestra.spec.schema import bare, fault, unbounded
from tests.fakes import manifest, write_module

SCHEMA: dict[str, Any] = {
    "$id": "sums/1",
    "title": "A sum",
    "description": "Write the sum.",
    "type": "object",
    "additionalProperties": False,
    "required": ["terms"],
    "properties": {
        "terms": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {"type": "integer", "minimum": 0, "maximum": 9, "description": "a term"},
        },
        "sign": {"enum": ["+", "-"]},
        "note": {"type": "string", "minLength": 1, "maxLength": 5},
        "code": {"type": "string", "pattern": "^[a-z]{1,3}$"},
        "exact": {"type": "boolean"},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "kind": {"const": "sum"},
    },
    "x-examples": [{"query": "One and two?", "problem": {"terms": [1, 2]}}],
}


def without(key: str) -> dict[str, Any]:
    """The schema without one of its keys."""
    return {name: value for name, value in SCHEMA.items() if name != key}


def of_terms(part: JsonValue) -> dict[str, Any]:
    """The schema with another one for its terms."""
    return {**SCHEMA, "properties": {"terms": part}, "x-examples": []}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"terms": [1, 2], "sign": "-", "note": "abc", "exact": True, "share": 0.5, "kind": "sum"}, ""),
        ([], "it is [], not an object"),
        ({}, "it has no 'terms'"),
        ({"terms": 1}, "terms is 1, not an array"),
        ({"terms": []}, "terms has 0 parts, not 1 to 3"),
        ({"terms": [1, 2, 3, 4]}, "terms has 4 parts, not 1 to 3"),
        ({"terms": [1, "2"]}, "terms[2] is '2', not an integer"),
        ({"terms": [True]}, "terms[1] is True, not an integer"),
        ({"terms": [10]}, "terms[1] is 10, not between 0 and 9"),
        ({"terms": [1], "sign": "*"}, "sign is '*', not one of '+', '-'"),
        ({"terms": [1], "note": "abcdef"}, "note has 6 characters, not 1 to 5"),
        ({"terms": [1], "code": "A"}, "code is 'A', which is not of the form ^[a-z]{1,3}$"),
        ({"terms": [1], "exact": 1}, "exact is 1, not a boolean"),
        ({"terms": [1], "share": 2}, "share is 2, not between 0 and 1"),
        ({"terms": [1], "kind": 1}, "kind is 1, not one of 'sum'"),
        ({"terms": [1], "more": 1}, "it has 'more', which there is no place for"),
    ],
)
def test_the_first_fault_of_a_value_is_told_with_its_place(value: JsonValue, told: str) -> None:
    """In words for whoever wrote it."""
    assert fault(value, SCHEMA) == told


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"type": "string"}, "a string without maxLength or pattern"),
        ({"type": "string", "pattern": "^a$", "maxLength": 3}, "with a pattern and a length"),
        ({"type": "string", "pattern": "[a-z]{1,3}"}, "not bounded"),
        ({"type": "string", "pattern": "^[a-z]*$"}, "not bounded"),
        ({"type": "string", "pattern": "^a{2,}$"}, "not bounded"),
        ({"type": "string", "pattern": "^[a-z]{1,129}$"}, "counts beyond 128"),
        ({"type": "string", "pattern": "^[a$"}, "a pattern that is none"),
        ({"type": "integer", "minimum": 0}, "an integer without maximum"),
        ({"type": "number"}, "a number without maximum, minimum"),
        ({"type": "array", "items": {"type": "boolean"}}, "an array without maxItems"),
        ({"type": "array", "maxItems": 2, "items": {"type": "string"}}, "terms[] is a string without maxLength"),
        ({"type": "object", "properties": {}}, "an object without additionalProperties"),
        ({"type": "object", "properties": {}, "additionalProperties": True}, "additionalProperties false"),
        ({"type": "null"}, "has the type 'null'"),
        ({"anyOf": []}, "has the type None"),
        ({"type": "string", "maxLength": 3, "format": "date"}, "has format"),
        ({"enum": []}, "no values"),
        ({"enum": ["a"], "maxLength": 3}, "with other keywords"),
        ("string", "is no object"),
    ],
)
def test_a_schema_that_could_go_on_for_ever_or_is_not_known_is_refused(part: JsonValue, told: str) -> None:
    """A model is held to it token by token."""
    assert told in unbounded(of_terms(part))


def test_what_is_said_about_a_schema_is_not_sent_to_a_server() -> None:
    """Notes go into the prompt; a property may well be called title."""
    made = bare({**SCHEMA, "properties": {"title": {"type": "boolean", "title": "t"}}})
    assert made["properties"] == {"title": {"type": "boolean"}}
    assert not made.keys() & {"$id", "title", "description", "x-examples"}


def test_a_form_reads_json_into_a_problem() -> None:
    """With its schema id."""
    assert parse_form(SCHEMA).problem('{"terms": [1, 2]}') == Problem(schema_id="sums/1", body={"terms": [1, 2]})


@given(st.text(max_size=40) | st.recursive(st.integers() | st.text(max_size=5), st.lists, max_leaves=5).map(json.dumps))
def test_any_text_is_a_problem_or_a_value_error(text: str) -> None:
    """Nothing else is raised over what a model writes, and what is read can be written again."""
    try:
        problem = parse_form(SCHEMA).problem(text)
    except ValueError:
        return
    assert fault(problem.body, SCHEMA) == ""
    problem.model_dump_json()


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (without("$id"), "schema's id under $id"),
        ("problem.json", "beside a module.toml only"),
        ({**SCHEMA, "x-needs": "a friend"}, "only 'number' can be needed"),
        ({**SCHEMA, "x-examples": [{"query": "?", "problem": {"terms": []}}]}, "example 1 is not of the form: terms"),
        ({**without("properties"), "type": "string", "maxLength": 3}, "of an object"),
        (of_terms({"type": "string"}), "must be bounded"),
    ],
)
def test_a_manifest_with_a_form_that_cannot_be_used_is_refused(form: Any, told: str) -> None:
    """With the reason."""
    with pytest.raises(ManifestError, match=r"(?s).*" + told.replace("$", r"\$")):
        parse_manifest(manifest("sums", "solver/1", problem=form), "here")


def test_only_solvers_take_problems() -> None:
    """The field would mean nothing elsewhere."""
    with pytest.raises(ManifestError, match="for solvers"):
        parse_manifest(manifest("poet", "expert/1", problem=SCHEMA), "here")


def test_a_form_is_read_from_the_file_beside_the_manifest(tmp_path: Path) -> None:
    """By the name in the manifest."""
    folder = write_module(tmp_path / "sums", "sums", "", kind="solver/1", problem="sums.json")
    (folder / "sums.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    form = read_manifest(folder / "module.toml").problem
    assert form is not None
    assert (form.schema_id, form.notes, form.examples[0].query) == ("sums/1", "Write the sum.", "One and two?")


@pytest.mark.parametrize("text", [None, "{", "\ufffe"])
def test_a_form_that_cannot_be_read_is_named(tmp_path: Path, text: str | None) -> None:
    """Missing, or no JSON."""
    folder = write_module(tmp_path / "sums", "sums", "", kind="solver/1", problem="sums.json")
    if text is not None:
        (folder / "sums.json").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError, match=r"sums\.json: cannot be read"):
        read_manifest(folder / "module.toml")
