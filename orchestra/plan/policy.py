"""The numbers that planning and acceptance turn on; profiles may change each.

Knows nothing of modules by name: reliabilities are by kind and by whether an intent is the module's first.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestra.plan import cutting
from orchestra.spec import Generation, Model, Reply, Solution
from orchestra.spec.messages import Effort


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reliability(_Strict):
    """Prior chance that an instance of a kind is right on an intent it serves: its first intent, and the others.

    Judgement, to be replaced by counts from use; a solver checks itself, so it is right or declines. `formalise` is the
    chance that a language model writes the problem down as it was meant.
    """

    solver: float = Field(default=0.95, ge=0, le=1)
    expert: float = Field(default=0.9, ge=0, le=1)
    retriever: float = Field(default=0.9, ge=0, le=1)
    reader: float = Field(default=0.7, ge=0, le=1)
    generator: float = Field(default=0.9, ge=0, le=1)
    secondary: float = Field(default=0.6, ge=0, le=1)
    formalise: float = Field(default=0.8, ge=0, le=1)

    def of(self, kind: str, intent: str, serves: tuple[str, ...]) -> float:
        """The prior for a kind on an intent."""
        prior: float = getattr(self, kind)
        return prior if intent == serves[0] else prior * self.secondary


class Accept(_Strict):
    """The confidence at which a result ends the query; `cited` is the share of sentences that passages must back."""

    solver: float = Field(default=0.9, ge=0, le=1)
    reply: float = Field(default=0.7, ge=0, le=1)
    cited: float = Field(default=0.5, ge=0, le=1)

    def backed(self, share: float) -> bool:
        """Whether an answer from passages ends the query though only this share of its sentences is backed by them."""
        return share >= self.cited

    def judge(self, result: Model) -> tuple[bool, str]:
        """Whether a result is good enough, and why not."""
        if isinstance(result, Solution):
            if result.verified is False:
                return False, "its check failed"
            if result.verified is None and (result.confidence or 0.0) < self.solver:
                return False, f"not verified, and confidence {result.confidence or 0:.2f} is under {self.solver}"
            return True, "verified" if result.verified else f"confidence {result.confidence or 0:.2f}"
        if isinstance(result, Reply) and result.confidence is not None and result.confidence < self.reply:
            return False, f"confidence {result.confidence:.2f} is under {self.reply}"
        if isinstance(result, Generation) and result.finish != "stop":
            return False, cutting.reason(result)
        if isinstance(result, Generation) and not result.text.strip():
            return False, "it wrote nothing"
        return True, ""


class Policy(_Strict):
    """How plans are chosen.

    `unknown` says what to do where no intent explains a query: attempt every plan, only generators, or decline.
    Plans whose success is under `floor` are dropped. What a language model writes for others is checked: `repairs` is
    how often a problem is sent back with what was found wrong in it; explanations and answers from passages are sent
    back once. `samples` is how many times a problem is formalised, or a question with one right answer asked, at most:
    two that agree end it; 1 asks once.
    `effort` is how long a model may think, where it does.
    """

    unknown: Literal["attempt", "generator", "decline"] = "attempt"
    floor: float = Field(default=0.05, ge=0, le=1)
    indexes: tuple[str, ...] = ("*",)
    k: int = Field(default=10, gt=0)
    repairs: int = Field(default=2, ge=0, le=10)
    samples: int = Field(default=1, ge=1, le=10)
    effort: Effort | None = None
