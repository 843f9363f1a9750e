"""The typed events of one query: modules emit progress, text, evidence and warnings; the runtime stamps, and adds the
rest."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from orchestra.spec.answer import Answer
from orchestra.spec.cost import Charge, Cost
from orchestra.spec.decision import Decision, StepRole
from orchestra.spec.messages import Evidence
from orchestra.spec.model import Model

Outcome = Literal["accepted", "declined", "failed", "budget", "cancelled"]


class Stamp(Model):
    """Who, when and where in the query; a module leaves it empty, the runtime fills it."""

    v: Literal[1] = 1
    query_id: str = ""
    seq: int = 0
    at: datetime | None = None
    step: str = ""
    parent: str = ""
    instance: str = ""
    version: str = ""


class Decided(Stamp):
    """The router has judged and the planner has ranked."""

    type: Literal["decision"] = "decision"
    decision: Decision


class StepStarted(Stamp):
    """A step begins, with its role, its quote and its grant (none: unlimited)."""

    type: Literal["step_started"] = "step_started"
    role: StepRole
    quote: Cost
    grant: int | None = None


class Progress(Stamp):
    """Work goes on; `fraction` in [0, 1] where known."""

    type: Literal["progress"] = "progress"
    message: str
    fraction: float | None = None


class Text(Stamp):
    """A piece of text of the step's answer or reasoning."""

    type: Literal["text"] = "text"
    text: str
    channel: Literal["answer", "reasoning"] = "answer"


class EvidenceFound(Stamp):
    """Passages a step has found."""

    type: Literal["evidence"] = "evidence"
    evidence: Evidence


class Charged(Stamp):
    """A charge was made to the query's ledger."""

    type: Literal["charge"] = "charge"
    charge: Charge


class Warned(Stamp):
    """Something a person should know, with the answer going on."""

    type: Literal["warning"] = "warning"
    message: str
    hint: str = ""


class StepEnded(Stamp):
    """A step is over. Unless it was accepted, its text is not the answer's."""

    type: Literal["step_ended"] = "step_ended"
    outcome: Outcome
    reason: str = ""
    seconds: float = 0.0


class Answered(Stamp):
    """The last event of every query, exactly once."""

    type: Literal["answer"] = "answer"
    answer: Answer


Event = Annotated[
    Decided | StepStarted | Progress | Text | EvidenceFound | Charged | Warned | StepEnded | Answered,
    Field(discriminator="type"),
]

#: What a module may yield before its result.
ModuleEvent = Progress | Text | EvidenceFound | Warned

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
MODULE_EVENT: TypeAdapter[ModuleEvent] = TypeAdapter(Annotated[ModuleEvent, Field(discriminator="type")])
