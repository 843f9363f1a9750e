"""FLOPs as the contract counts them: a cost before, a charge after, a fit from a probe.

Convention: one multiply-add is 2 FLOP, matrix products only; solvers are charged CPU seconds at a constant.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from orchestra.spec.messages import TokenUsage
from orchestra.spec.model import Model

#: How a charge came to be: counted exactly, modelled from a formula's bounds, declared by a manifest, CPU time.
Method = Literal["counted", "modelled", "declared", "cpu-time"]


class Cost(Model):
    """What a run may take, in FLOPs; `upper` none means no bound is known."""

    lower: int = Field(default=0, ge=0)
    expected: int = Field(default=0, ge=0)
    upper: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Cost:
        if self.lower > self.expected or (self.upper is not None and self.expected > self.upper):
            raise ValueError(
                f"a cost needs lower <= expected <= upper, not {self.lower}, {self.expected}, {self.upper}"
            )
        return self


class Charge(Model):
    """What a step took: FLOPs, wall seconds, how the FLOPs were found, and a language model's tokens where known."""

    instance: str
    flops: int = Field(ge=0)
    seconds: float = Field(default=0.0, ge=0)
    method: Method
    step: str = ""
    tokens: TokenUsage | None = None


class Fit(Model):
    """A probe's word on a text: 0 not mine, 1 surely mine.

    `reading` is what a solver's probe made of the text, in a form of its own; a run that follows gets it in
    `SolveRequest.reading`, so that the text is not read twice.
    """

    score: float = Field(ge=0, le=1)
    reason: str = ""
    reading: str = ""
