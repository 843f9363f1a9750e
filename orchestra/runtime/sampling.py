"""What a language model is asked more than once: a problem for a solver, and an answer that others must bear out.

A problem that cannot be used is sent back with the complaint. Where the policy has several samples, they are drawn
until two agree, and no more than the budget affords. Knows no module: each step is run, and priced, by the execution.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from orchestra.plan.agreement import conclusion
from orchestra.plan.bindings import Draft, Query
from orchestra.plan.planner import WORDED
from orchestra.plan.policy import Policy, Reliability
from orchestra.runtime import answers
from orchestra.spec import Answer, Generation, LoadError, Plan, Solution

if TYPE_CHECKING:
    from orchestra.runtime.executor import Ended, Execution


class Sampling:
    """The plans of one execution whose first step is a language model's, and is not alone in what it says."""

    def __init__(self, execution: Execution, query: Query, policy: Policy, reliability: Reliability) -> None:
        self._execution = execution
        self._query = query
        self._policy = policy
        self._reliability = reliability

    def takes(self, plan: Plan, solved: frozenset[str]) -> bool:
        """Whether a plan is one of these; `solved` are the intents that solvers serve: such have one right answer."""
        head = plan.steps[0]
        if head.role == "formalise":
            return True
        alone = len(plan.steps) == 1 and head.role == "answer" and self._execution.kind(head) == "generator"
        return alone and self._policy.samples > 1 and plan.intent in {WORDED, *solved}

    async def run(self, plan: Plan) -> Answer | None:
        """The answer of such a plan; none where the next one is to be tried."""
        return await (self._formalised(plan) if plan.steps[0].role == "formalise" else self._agreed(plan))

    async def _agreed(self, plan: Plan) -> Answer | None:
        """Ask until two answers come down to the same; where all differ the first stands, in doubt.

        The second sample on are drawn at random (self-consistency, Wang et al., 2023), and no more of them than it
        takes (adaptive consistency, Aggarwal et al., 2023, with two that agree for its measure of doubt).
        """
        step = plan.steps[0]
        drawn: dict[str, Ended] = {}
        first: Ended | None = None
        for sample in range(self._policy.samples):
            if sample and not self._execution.affords(step, {}, (), sample=sample):
                break
            ended = await self._execution.step(step, {}, sample=sample, aside=True)
            if ended.outcome != "accepted" or not isinstance(ended.result, Generation):
                if first is None:
                    self._execution.keep(plan, ended)
                    return None
                continue
            first = first or ended
            value = conclusion(ended.result.text, self._query.text)
            if value in drawn:
                return self._execution.made(plan, {"answer": drawn[value].result or ended.result})
            if value is not None:
                drawn[value] = ended
            elif ended is first:
                break  # nothing that another could agree with
        assert first is not None and first.result is not None
        answer = self._execution.made(plan, {"answer": first.result})
        if len(drawn) < 2:
            return answer
        seen = ", ".join(value[:40] for value in drawn)
        await self._execution.warn(f"asked more than once, its answers differ: {seen}", hint="the first is given")
        return answer.model_copy(update={"confidence": answers.DOUBTED / len(drawn)})

    async def _formalised(self, plan: Plan) -> Answer | None:
        """Have a problem written and solved; where there may be more samples, two must agree."""
        values: Counter[str] = Counter()
        first: Answer | None = None
        for sample in range(self._policy.samples):
            if sample and not self._execution.affords(plan.steps[0], {}, (), sample=sample):
                break
            made = await self._one_formalised(plan, sample)
            if made is None and sample == 0:
                return None
            if made is None or made.solution is None:
                continue
            values[made.solution.value] += 1
            first = first or made
            if values[made.solution.value] == 2:
                agreed = 1 - (1 - self._reliability.formalise) / 2
                confidence = min(agreed, made.solution.confidence or 1.0)
                return made.model_copy(update={"confidence": confidence})
        if first is None or len(values) == 1:
            return first
        seen = ", ".join(value[:40] for value in values)
        message = f"the problem was written in ways that differ: their results are {seen}"
        await self._execution.warn(message, hint="the next plan is tried")
        self._execution.keep_best(first.model_copy(update={"confidence": self._reliability.formalise / len(values)}))
        return None

    async def _one_formalised(self, plan: Plan, sample: int) -> Answer | None:
        """One problem written and solved; only the first sample is sent back."""
        write, solve = plan.steps
        repairs = self._policy.repairs if sample == 0 else 0
        drafts: tuple[Draft, ...] = ()
        while True:
            more = len(drafts) < repairs
            written = await self._execution.step(write, {}, drafts=drafts, more=more, sample=sample, aside=True)
            if not isinstance(written.result, Generation) or written.checked is None:
                return None
            complaint = written.faults
            if (problem := written.checked.problem) is not None:
                solved = await self._execution.step(solve, {"formalise": problem})
                if isinstance(solved.result, Solution):
                    blank = self._execution.blank()
                    reliability = self._reliability.formalise
                    made = answers.formalised(blank, plan, solved.result, written.result, reliability)
                    if solved.outcome == "accepted":
                        return made
                    self._execution.keep_best(made)
                if solved.outcome == "budget" or isinstance(solved.error, LoadError):
                    return None  # no other problem would fare better
                complaint = f"the solver says: {solved.reason}"
            drafts = (*drafts, Draft(text=written.result.text, complaint=complaint))
            if not more or not self._execution.affords(write, {}, drafts):
                return None
