"""The form in which a solver takes problems that others write for it: a JSON schema with its id, notes and examples.

Published by a manifest, shown to language models. Knows nothing of prompts.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from orchestra.spec.messages import Problem
from orchestra.spec.schema import bare, fault, unbounded


class Worked(BaseModel):
    """A question and the problem it becomes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = Field(min_length=1)
    problem: JsonValue


class ProblemForm(BaseModel):
    """A solver's published form. `notes` tell whoever writes a problem what the schema cannot; examples satisfy it.

    `needs` is what a query must hold to become such a problem: "number" for a digit or a number in words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_id: str = Field(min_length=1)
    json_schema: dict[str, JsonValue]
    notes: str = ""
    examples: tuple[Worked, ...] = ()
    needs: str = ""

    @model_validator(mode="after")
    def _can_be_used(self) -> ProblemForm:
        if self.json_schema.get("type") != "object":
            raise ValueError("the schema of a problem is that of an object")
        if why := unbounded(self.json_schema):
            raise ValueError(why)
        if self.needs not in ("", "number"):
            raise ValueError(f"x-needs is {self.needs!r}, and only 'number' can be needed")
        for number, worked in enumerate(self.examples, 1):
            if why := fault(worked.problem, self.json_schema):
                raise ValueError(f"example {number} is not of the form: {why}")
        return self

    @cached_property
    def shape(self) -> dict[str, JsonValue]:
        """The schema without notes, as a model is held to it."""
        return bare(self.json_schema)

    def problem(self, text: str) -> Problem:
        """The problem that a JSON text tells. ValueError says what is wrong with it."""
        try:
            body: JsonValue = json.loads(text, parse_constant=_no_constant, strict=False)
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error
        except json.JSONDecodeError as error:
            raise ValueError(f"it is not JSON: {error.msg} at character {error.pos + 1}") from error
        if why := fault(body, self.json_schema):
            raise ValueError(why)
        if not json.dumps(body, ensure_ascii=False).isprintable():
            raise ValueError("it holds characters that cannot be printed")
        return Problem(schema_id=self.schema_id, body=body)


def parse_form(data: Any) -> ProblemForm:
    """The form that a schema file tells: a JSON schema with `$id`, `description`, x-examples, x-needs. ValueError."""
    if isinstance(data, ProblemForm):
        return data
    if not isinstance(data, dict) or not isinstance(data.get("$id"), str):
        raise ValueError("a problem form is a JSON schema with the schema's id under $id")
    return ProblemForm(
        schema_id=data["$id"],
        json_schema={key: value for key, value in data.items() if not key.startswith(("$", "x-"))},
        notes=data.get("description", ""),
        examples=tuple(data.get("x-examples", ())),
        needs=data.get("x-needs", ""),
    )


def _no_constant(name: str) -> float:
    raise ValueError(f"it holds {name}, which is no JSON number")
