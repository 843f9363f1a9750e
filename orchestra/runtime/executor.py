"""Runs the plans of one query, best first, until a result is accepted or the budget is gone.

Reserve, grant, run, charge, release. A step ends accepted, declined, failed, out of budget or cancelled; when it is not
accepted the next plan runs. Nothing spent is hidden, and whatever befalls the query ends as an Answer.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from orchestra.plan import cutting
from orchestra.plan.bindings import Draft, Query, bind
from orchestra.plan.checking import Checked, check
from orchestra.plan.policy import Accept, Policy, Reliability
from orchestra.runtime import answers
from orchestra.runtime.decide import Decider, with_forms
from orchestra.runtime.instance import Instance
from orchestra.runtime.sampling import Sampling
from orchestra.runtime.scope import Scope
from orchestra.runtime.stream import EventStream
from orchestra.spec import (
    Answer,
    Answered,
    BudgetExceeded,
    Charged,
    Cost,
    Cut,
    DeadlineExceeded,
    Decided,
    Decision,
    Declined,
    Evidence,
    EvidenceFound,
    Finish,
    Generation,
    Model,
    ModuleEvent,
    OrchestraError,
    Outcome,
    Plan,
    Progress,
    Solution,
    SolveRequest,
    Step,
    StepEnded,
    StepRole,
    StepStarted,
    Text,
    Usage,
    Warned,
)

_log = logging.getLogger("orchestra")


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a step ended."""

    outcome: Outcome
    reason: str = ""
    result: Model | None = None
    error: OrchestraError | None = None
    checked: Checked | None = None
    cut: Cut | None = None

    @property
    def faults(self) -> str:
        """What was found wrong in what it wrote."""
        return "; ".join(self.checked.faults) if self.checked else ""


#: How often an explanation and an answer from passages are sent back with what was found wrong in them.
SENT_BACK = 1


@dataclass(kw_only=True)
class Attempts:
    """What has come of the plans so far."""

    ended: dict[tuple[str, str], Ended] = field(default_factory=dict)
    made: Answer | None = None
    best: Answer | None = None
    evidence: Evidence = field(default_factory=Evidence)
    # Of generators that told them with their result alone.
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def last(self, outcome: Outcome) -> Ended | None:
        """The last step that ended so."""
        return next((end for end in reversed(self.ended.values()) if end.outcome == outcome), None)

    def reasons(self) -> str:
        """Why each instance did not answer."""
        return "; ".join(f"{instance}: {end.reason}" for (instance, _), end in self.ended.items() if end.reason)


class Execution:
    """One query from decision to answer."""

    def __init__(
        self,
        query: Query,
        *,
        scope: Scope,
        stream: EventStream,
        instances: Sequence[Instance],
        current: Callable[[str], Instance],
        embedder: Instance | None,
        decider: Decider,
        accept: Accept,
        explain: bool,
        advice: Callable[[Decision], str],
        policy: Policy,
        reliability: Reliability,
    ) -> None:
        self._query = replace(with_forms(query, instances), effort=policy.effort)
        self._sampling = Sampling(self, self._query, policy, reliability)
        self._scope = scope
        self._stream = stream
        self._instances = {instance.id: instance for instance in instances}
        self._current = current
        self._embedder = embedder
        self._decider = decider
        self._accept = accept
        self._explain = explain
        self._advice = advice
        self._attempts = Attempts()
        self._decision: Decision | None = None
        self._told_charges = 0
        self._later: tuple[Plan, ...] = ()
        self._under_way: tuple[float, dict[str, str]] | None = None
        self._final: Answer | None = None

    async def run(self) -> Answer:
        """Decide, run plans, and end with the answer event, exactly once. Cancellation propagates, after charges."""
        try:
            await self._decide_and_run()
            answer = self._answer()
        except (BudgetExceeded, DeadlineExceeded) as error:
            answer = self._ending("budget", str(error), error)
        except OrchestraError as error:
            answer = self._ending("error", str(error), error)
        except Exception as error:
            _log.exception("query %s failed", self._scope.query_id)
            fault = OrchestraError(f"{type(error).__name__}: {error}", hint="this is a fault of Orchestra; report it")
            answer = self._ending("error", str(fault), fault)
        finally:
            self._scope.close()
        return await self._end(answer)

    async def cancelled(self) -> Answer:
        """End a query that was cancelled: no text, and what it had spent by then."""
        if self._final is not None:
            return self._final
        if self._under_way is not None:
            began, stamp = self._under_way
            await self._tell_charges()
            await self._stream.emit(StepEnded(outcome="cancelled", seconds=time.monotonic() - began), **stamp)
        return await self._end(self._ending("cancelled", "", None))

    async def _end(self, answer: Answer) -> Answer:
        await self._tell_charges()
        self._final = answer
        await self._stream.emit(Answered(answer=answer))
        return answer

    async def _decide_and_run(self) -> None:
        scope, instances = self._scope, tuple(self._instances.values())
        decision = await self._decider.decide(self._query, instances, scope, self._embedder, explain=self._explain)
        _heed_cancellation()
        self._decision = decision
        await self._tell_charges()
        await self._stream.emit(Decided(decision=decision))
        for message in decision.warnings:
            await self._stream.emit(Warned(message=message))
        solvers = (instance.manifest for instance in instances if instance.manifest.kind_name == "solver")
        solved = frozenset(intent for manifest in solvers for intent in manifest.serves)
        for place, plan in enumerate(decision.plans):
            self._later = decision.plans[place + 1 :]
            if not self._sampling.takes(plan, solved):
                made = await self._attempt(plan)
            else:
                made = await self._sampling.run(plan)
            if made is not None:
                self._attempts.made = made
                return

    async def _attempt(self, plan: Plan) -> Answer | None:
        results: dict[StepRole, Model] = {}
        for number, step in enumerate(plan.steps):
            ended = await self._written(step, results)
            if ended.result is not None and ended.outcome == "accepted":
                results[step.role] = ended.result
                continue
            if step.role == "explain":
                hint = "the solution stands without it"
                await self._stream.emit(Warned(message=f"no explanation: {ended.reason}", hint=hint))
                plan = plan.model_copy(update={"steps": plan.steps[:number]})
                break
            self.keep(plan, ended, results)
            return None
        return self.made(plan, results, ended.checked)

    def keep(self, plan: Plan, ended: Ended, before: Mapping[StepRole, Model] = MappingProxyType({})) -> None:
        """Keep what a step that was not accepted has made, if it is the best."""
        if ended.result is not None and not isinstance(ended.result, Declined):
            role = plan.steps[len(before)].role
            self.keep_best(self.made(plan, {**before, role: ended.result}, ended.checked))

    async def warn(self, message: str, hint: str) -> None:
        """Tell people of something to mind."""
        await self._stream.emit(Warned(message=message, hint=hint))

    def kind(self, step: Step) -> str:
        """The kind of the instance that runs a step."""
        return self._current(step.instance).manifest.kind_name

    async def _written(self, step: Step, results: dict[StepRole, Model]) -> Ended:
        """Run a step; what it wrote with faults is sent back, once, if that can be paid for."""
        drafts: tuple[Draft, ...] = ()
        first = ended = await self.step(step, results, more=SENT_BACK > 0)
        while ended.faults and len(drafts) < SENT_BACK and isinstance(ended.result, Generation):
            drafts = (*drafts, Draft(text=ended.result.text, complaint=ended.faults))
            if not self.affords(step, results, drafts):
                break
            ended = await self.step(step, results, drafts=drafts, more=len(drafts) < SENT_BACK)
        if ended.checked is None and not isinstance(ended.result, Declined):
            ended = first  # it could not be written again: the first is what there is
        if ended.outcome == "declined" and ended.faults and isinstance(ended.result, Generation):
            ended = self._weighed(step, ended)
        if ended.outcome == "accepted":
            for message in ended.checked.faults if ended.checked else ():
                await self._stream.emit(Warned(message=f"not borne out: {message}"))
        return ended

    def _weighed(self, step: Step, ended: Ended) -> Ended:
        """A text with faults that is not sent back any more: an answer may do, an explanation does not."""
        assert ended.checked is not None
        does = step.role == "answer" and self._accept.backed(ended.checked.backed)
        return replace(ended, outcome="accepted" if does else "declined", reason=ended.faults)

    def affords(
        self, step: Step, results: dict[StepRole, Model], drafts: tuple[Draft, ...], *, sample: int = 0
    ) -> bool:
        """Whether what is left pays for writing again and for the cheapest plan that could follow."""
        left = self._scope.ledger.left()
        if self._scope.ledger.remaining() == 0:
            return False
        if left is None:
            return True
        instance = self._current(step.instance)
        request = bind(instance.manifest.kind_name, step, self._query, results, drafts=drafts, sample=sample)
        later = () if step.role == "explain" else self._later  # without an explanation the solution stands
        rest = min((plan.cost.lower for plan in later), default=0)
        return self._quote(instance, request).lower + rest <= left

    async def step(
        self,
        step: Step,
        results: dict[StepRole, Model],
        *,
        drafts: tuple[Draft, ...] = (),
        more: bool = False,
        sample: int = 0,
        aside: bool = False,
    ) -> Ended:
        """Run a step, or give how an equal one ended before; `more` says that it may be sent back.

        What is written `aside` is no answer for people yet: it comes on the channel of reasoning.
        """
        instance = self._current(step.instance)  # a swap may have changed it since the decision
        request = bind(instance.manifest.kind_name, step, self._query, results, drafts=drafts, sample=sample)
        if isinstance(request, SolveRequest) and request.problem is None:
            request = request.model_copy(update={"reading": self._scope.reading(instance)})
        key = (step.instance, request.model_dump_json())
        if key not in self._attempts.ended:
            with instance.held():
                self._attempts.ended[key] = await self._run_step(step, instance, request, results, more, aside)
            _heed_cancellation()
        return self._attempts.ended[key]

    async def _run_step(
        self, step: Step, instance: Instance, request: Model, results: dict[StepRole, Model], more: bool, aside: bool
    ) -> Ended:
        id = f"{len(self._attempts.ended) + 1}"
        stamp = {"step": id, "instance": instance.id, "version": instance.manifest.version}
        quote = self._quote(instance, request)
        grant = self._grant(quote)
        began = time.monotonic()
        self._under_way = (began, stamp)
        await self._stream.emit(StepStarted(role=step.role, quote=quote, grant=grant), **stamp)

        said: list[str] = []

        async def emit(event: ModuleEvent) -> None:
            if aside and isinstance(event, Text):
                event = event.model_copy(update={"channel": "reasoning"})
            if isinstance(event, Text) and event.channel == "answer":
                said.append(event.text)
            await self._stream.emit(event, **stamp)

        try:
            result = await self._scope.call(instance, request, step=id, emit=emit)
            self._count(result, id)
            ended = self._judge(step, results, result, more)
        except BudgetExceeded as error:
            ended = Ended(outcome="budget", reason=error.message, error=error)
        except DeadlineExceeded as error:
            outcome: Outcome = "budget" if self._scope.ledger.remaining() == 0 else "failed"
            ended = Ended(outcome=outcome, reason=error.message, error=error)
        except OrchestraError as error:
            ended = Ended(outcome="failed", reason=error.message, error=error)
        if ended.outcome == "budget" and ended.result is None and said:
            self.keep_best(self.blank().model_copy(update={"plan": (instance.id,), "text": "".join(said)}))
        if isinstance(ended.result, Evidence):
            self._attempts.evidence = ended.result
            await self._stream.emit(EvidenceFound(evidence=ended.result), **stamp)
        if ended.checked is not None and ended.checked.problem is not None:
            message = f"read as: {ended.checked.problem.model_dump_json()}"
            await self._stream.emit(Progress(message=message), **stamp)
        await self._tell_charges()
        seconds = time.monotonic() - began
        self._under_way = None
        await self._stream.emit(StepEnded(outcome=ended.outcome, reason=ended.reason, seconds=seconds), **stamp)
        return ended

    def _count(self, result: Model, step: str) -> None:
        """Count the tokens of a generation, whatever becomes of it, unless they came with its charge."""
        if not isinstance(result, Generation):
            return
        if not any(charge.tokens is not None for charge in self._scope.ledger.charges if charge.step == step):
            self._attempts.prompt_tokens += result.usage.prompt_tokens
            self._attempts.completion_tokens += result.usage.completion_tokens

    def _quote(self, instance: Instance, request: Model) -> Cost:
        try:
            return self._scope.quote(instance, request)
        except OrchestraError:
            return Cost()  # the run that follows raises it again, and is where it is told

    def _grant(self, quote: Cost) -> int | None:
        left = self._scope.ledger.left()
        return left if quote.upper is None else quote.upper if left is None else min(quote.upper, left)

    def _judge(self, step: Step, results: dict[StepRole, Model], result: Model, more: bool) -> Ended:
        if isinstance(result, Declined):
            return Ended(outcome="declined", reason=result.reason, result=result)
        if isinstance(result, Evidence) and not result.passages:
            return Ended(outcome="declined", reason="found nothing", result=Declined(reason="found nothing"))
        accepted, reason = self._accept.judge(result)
        if accepted:
            return self._checked(step, results, result, reason, more)
        if isinstance(result, Solution) and result.verified is False:
            return Ended(outcome="failed", reason=reason)
        kept = None if step.role == "formalise" else result  # half a problem is no answer
        if isinstance(result, Generation) and (cut := cutting.limit_of(result)) is not None:
            error = BudgetExceeded(reason, hint=cutting.hint(result, step.instance))
            error.instance = step.instance
            return Ended(outcome="budget", reason=reason, result=kept, error=error, cut=cut)
        return Ended(outcome="declined", reason=reason, result=kept)

    def _checked(self, step: Step, results: dict[StepRole, Model], result: Model, reason: str, more: bool) -> Ended:
        """How a step ends that would be accepted, after a look at what it wrote."""
        checked = check(step, self._query, results, result) if isinstance(result, Generation) else None
        ended = Ended(outcome="accepted", reason=reason, result=result, checked=checked)
        if checked is None or not (checked.faults or checked.absent):
            return ended
        if checked.absent:
            reason = "the passages do not hold the answer"
            return Ended(outcome="declined", reason=reason, result=Declined(reason=reason))
        if not more and step.role == "answer":
            return self._weighed(step, ended)
        return replace(ended, outcome="declined", reason=ended.faults)

    def made(self, plan: Plan, results: Mapping[StepRole, Model], checked: Checked | None = None) -> Answer:
        """The answer that a plan's last result amounts to; `checked` is what was found in its text."""
        return answers.made(self.blank(), plan, results, checked)

    def blank(self) -> Answer:
        """An answer with nothing in it yet."""
        intent = self._decision.intent if self._decision else ""
        return Answer(id=self._scope.query_id, text="", finish="complete", intent=intent)

    def keep_best(self, answer: Answer) -> None:
        """Keep an answer that was not accepted, if there is none better, for when the budget is gone."""
        best = self._attempts.best
        if best is None or (answer.confidence or 0.0) > (best.confidence or 0.0):
            self._attempts.best = answer

    def _answer(self) -> Answer:
        if self._attempts.made is not None:
            return self._attempts.made.model_copy(update={"usage": self._usage()})
        if (ended := self._attempts.last("budget")) is not None:
            return self._ending("budget", ended.reason, ended.error).model_copy(update={"cut": ended.cut})
        if (ended := self._attempts.last("failed")) is not None:
            return self._ending("error", self._attempts.reasons(), ended.error)
        assert self._decision is not None
        reasons = self._attempts.reasons() or "no module takes this query"
        return self._ending("declined", reasons, None, hint=self._advice(self._decision))

    def _ending(self, finish: Finish, reason: str, error: OrchestraError | None, hint: str = "") -> Answer:
        """The answer when no result was accepted: the best so far when the budget ran out, else no text at all."""
        best = self._attempts.best if finish == "budget" else None
        usage = self._usage()
        if best is not None:
            told = answers.failure(error, reason, finish)
            return best.model_copy(update={"finish": finish, "usage": usage, "error": told})
        return self.blank().model_copy(
            update={
                "finish": finish,
                "evidence": tuple(map(answers.cite, self._attempts.evidence.passages[:3])),
                "usage": usage,
                "error": answers.failure(error, reason, finish, hint) if reason or error else None,
            }
        )

    def _usage(self) -> Usage:
        charges = self._scope.ledger.charges
        told = [charge.tokens for charge in charges if charge.tokens is not None]
        return Usage(
            flops=self._scope.ledger.spent,
            seconds=self._scope.ledger.seconds,
            prompt_tokens=self._attempts.prompt_tokens + sum(each.prompt_tokens for each in told),
            completion_tokens=self._attempts.completion_tokens + sum(each.completion_tokens for each in told),
            charges=charges,
        )

    async def _tell_charges(self) -> None:
        charges = self._scope.ledger.charges
        for charge in charges[self._told_charges :]:
            self._told_charges += 1
            instance = self._instances.get(charge.instance)
            version = "" if instance is None else instance.manifest.version
            await self._stream.emit(Charged(charge=charge), step=charge.step, instance=charge.instance, version=version)


def _heed_cancellation() -> None:
    """Go on with a cancellation that a module swallowed, or hid behind an error of its own."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def finish(execution: Execution, stream: EventStream) -> Answer:
    """Run an execution to its end and close its stream, whatever happens; cancelled, it still has an answer."""
    try:
        return await execution.run()
    except asyncio.CancelledError:
        stream.leave()
        return await execution.cancelled()
    finally:
        stream.end()
