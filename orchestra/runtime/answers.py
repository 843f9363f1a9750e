"""What a query's results amount to as an Answer: its text, evidence, confidence, and what is said of a failure.

Pure: knows nothing of steps that run, of the budget or of the stream.
"""

from __future__ import annotations

from collections.abc import Mapping

from orchestra.plan.checking import Checked
from orchestra.spec import (
    Answer,
    Citation,
    Evidence,
    Failure,
    Finish,
    Generation,
    Model,
    OrchestraError,
    Passage,
    Plan,
    Reply,
    Solution,
    StepRole,
)

#: Times the share of its claims that are borne out, the confidence in an answer with faults: low, not calibrated.
DOUBTED = 0.5

_NAMES: dict[Finish, str] = {"declined": "Declined", "budget": "BudgetExceeded"}


def made(blank: Answer, plan: Plan, results: Mapping[StepRole, Model], checked: Checked | None = None) -> Answer:
    """A blank answer, filled with a plan's last result; `checked` is what was found in its text."""
    last = results[plan.steps[len(results) - 1].role]
    solution, found = results.get("solve"), results.get("retrieve")
    answer = blank.model_copy(update={"plan": plan.instances[: len(results)]})
    if isinstance(solution, Solution):
        answer = answer.model_copy(update={"solution": solution, "verified": solution.verified})
    match last:
        case Solution():
            return answer.model_copy(update={"text": last.text, "confidence": last.confidence})
        case Reply():
            update = {"text": last.text, "confidence": last.confidence, "evidence": last.citations}
            return answer.model_copy(update=update)
        case Generation():
            passages = found.passages if isinstance(found, Evidence) else ()
            return answer.model_copy(update=_generated(last, tuple(map(cite, passages)), checked))
        case _:
            return answer


def _generated(last: Generation, evidence: tuple[Citation, ...], checked: Checked | None) -> dict[str, object]:
    # A solution was checked; what a generator makes of it was not.
    update: dict[str, object] = {"text": last.text, "evidence": evidence, "verified": None, "left_out": last.left_out}
    if checked is not None and checked.cited is not None:
        # Under the numbers that the text has for them, which people have read as it came.
        update["evidence"] = tuple(
            evidence[number - 1].model_copy(update={"label": str(number)}) for number in checked.cited
        )
        update["confidence"] = DOUBTED * checked.backed if checked.faults else None
    return update


def formalised(blank: Answer, plan: Plan, solution: Solution, written: Generation, reliability: float) -> Answer:
    """The answer of a problem that a language model read: the solution is as sure as it is, the reading is not."""
    writer = plan.steps[0].instance
    read = f"{writer}, a language model, read the question as {' '.join(written.text.split())}"
    told = solution.model_copy(update={"steps": (read, *solution.steps)})
    answer = made(blank, plan, {"formalise": told, "solve": told})
    confidence = min(reliability, solution.confidence or 1.0)
    text = f"{solution.text} (to the question as {writer}, a language model, read it)"
    return answer.model_copy(update={"text": text, "confidence": confidence, "left_out": written.left_out})


def cite(passage: Passage) -> Citation:
    """A passage as what was found of it."""
    return Citation(
        document_id=passage.document_id,
        source=passage.source,
        span=passage.span,
        text=passage.text,
        score=passage.score,
        title=passage.title,
    )


def failure(error: OrchestraError | None, reason: str, finish: Finish, hint: str = "") -> Failure:
    """What went wrong, for people and programs."""
    if error is None:
        return Failure(type=_NAMES.get(finish, "OrchestraError"), message=reason, hint=hint)
    return Failure(
        type=type(error).__name__,
        message=error.message,
        hint=error.hint,
        retryable=error.retryable,
        instance=error.instance,
        version=error.version,
    )
