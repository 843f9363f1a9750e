"""What the router believes and the planner ranks, as data that can be asked why."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from orchestra.spec.cost import Cost
from orchestra.spec.model import Model

StepRole = Literal["solve", "retrieve", "read", "answer", "explain", "formalise"]

UNKNOWN = "unknown"


class Signal(Model):
    """One view of the router: its scores by intent, its weight in the mixture, and why."""

    name: str
    scores: dict[str, float] = {}
    weight: float = 1.0
    note: str = ""


class Beliefs(Model):
    """Calibrated probabilities over intents; the key "unknown" holds what no intent explains. They sum to 1."""

    intents: dict[str, float]
    intent: str
    confidence: float = Field(ge=0, le=1)
    unknown: bool = False
    signals: tuple[Signal, ...] = ()
    skipped: tuple[str, ...] = ()


class Step(Model):
    """One step of a plan: an instance in a role, fed by the results of earlier roles (empty: the query itself).

    `form` is the schema id of the problem that a step writes, where it formalises.
    """

    instance: str
    role: StepRole
    inputs: tuple[StepRole, ...] = ()
    form: str = ""


class Plan(Model):
    """Steps with what they promise: success in [0, 1], cost in FLOPs, and the reason it stands where it does."""

    steps: tuple[Step, ...]
    intent: str
    success: float = Field(ge=0, le=1)
    cost: Cost
    reason: str = ""

    @property
    def instances(self) -> tuple[str, ...]:
        """The ids of its instances, in order."""
        return tuple(step.instance for step in self.steps)


class Decision(Model):
    """What would be done with a query: beliefs, plans in the order they would run, and those left out."""

    query_id: str = ""
    intent: str
    confidence: float
    beliefs: dict[str, float]
    unknown: bool
    plans: tuple[Plan, ...] = ()
    rejected: tuple[Plan, ...] = ()
    signals: tuple[Signal, ...] = ()
    skipped: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
