"""What a caller gets back: the text, its evidence or proof, and its bill."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from orchestra.spec.cost import Charge
from orchestra.spec.messages import Citation, Cut, Solution
from orchestra.spec.model import Model

Finish = Literal["complete", "declined", "budget", "cancelled", "error"]


class Usage(Model):
    """The bill: every charge of the query, failed attempts included; `flops` is their sum, as the tokens are."""

    flops: int = 0
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    charges: tuple[Charge, ...] = ()


class Failure(Model):
    """An error as data: the class of the error tree, what happened, and what to do."""

    type: str
    message: str
    hint: str = ""
    retryable: bool = False
    instance: str = ""
    version: str = ""


class Answer(Model):
    """The outcome of one query. `plan` names the instances that made it; attempts are in the trace.

    `cut` is the limit that kept a model from ending its text; `finish` is then budget, whichever limit it was.
    `left_out` is how many turns of the history the model was not shown, since its window holds no more.
    """

    id: str
    text: str
    finish: Finish
    verified: bool | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    intent: str = ""
    plan: tuple[str, ...] = ()
    evidence: tuple[Citation, ...] = ()
    solution: Solution | None = None
    usage: Usage = Usage()
    error: Failure | None = None
    cut: Cut | None = None
    left_out: int = Field(default=0, ge=0)
