"""Beliefs and a catalogue in, plans out, in the order they are worth trying.

Success of a plan is the sum over intents of P(intent) x reliability of its instances x the probe's fit. Plans run by
success per expected FLOP, highest first: for independent attempts at a price, with one success enough, that order has
the least expected cost (Weitzman 1979). The planner runs nothing and loads nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from orchestra.plan.policy import Policy, Reliability
from orchestra.spec import UNKNOWN, Beliefs, Cost, Fit, Plan, Step

#: Share of the floor down to which plans are tried when none lies above it.
LAST_RESORT = 0.05


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What the planner sees of an instance: never its id's meaning, only what it declares."""

    instance: str
    kind: str
    serves: tuple[str, ...]
    fit: Fit
    estimate: Callable[[Step], Cost]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A sequence of steps, the candidates whose success it takes, and one that is only paid for."""

    steps: tuple[Step, ...]
    members: tuple[Candidate, ...]
    extra: tuple[Candidate, ...] = ()

    def intents(self) -> tuple[str, ...]:
        """The intents that every member serves, in the first one's order."""
        first, *rest = self.members
        return tuple(i for i in first.serves if all(i in member.serves for member in rest))


def shapes(candidates: Sequence[Candidate], *, explain: bool) -> list[Shape]:
    """Every plan that exists for these candidates: a closed set."""

    def of(kind: str) -> list[Candidate]:
        return [candidate for candidate in candidates if candidate.kind == kind]

    found: list[Shape] = []
    for solver in of("solver"):
        solve = Step(instance=solver.instance, role="solve")
        found.append(Shape(steps=(solve,), members=(solver,)))
        for generator in of("generator")[:1] if explain else ():
            tell = Step(instance=generator.instance, role="explain", inputs=("solve",))
            found[-1] = Shape(steps=(solve, tell), members=(solver,), extra=(generator,))
    for expert in of("expert"):
        found.append(Shape(steps=(Step(instance=expert.instance, role="answer"),), members=(expert,)))
    for retriever in of("retriever"):
        retrieve = Step(instance=retriever.instance, role="retrieve")
        for reader in of("reader"):
            read = Step(instance=reader.instance, role="read", inputs=("retrieve",))
            found.append(Shape(steps=(retrieve, read), members=(retriever, reader)))
        for generator in of("generator"):
            answer = Step(instance=generator.instance, role="answer", inputs=("retrieve",))
            found.append(Shape(steps=(retrieve, answer), members=(retriever, generator)))
    for generator in of("generator"):
        found.append(Shape(steps=(Step(instance=generator.instance, role="answer"),), members=(generator,)))
    return found


class Planner:
    """Ranks plans under a policy."""

    def __init__(self, policy: Policy, reliability: Reliability) -> None:
        self._policy = policy
        self._reliability = reliability

    def turns_on_beliefs(self, candidates: Sequence[Candidate], *, explain: bool = False) -> bool:
        """Whether what is believed of a query could change which plan runs first, or whether one runs at all.

        Plans of the same kinds that serve the same intents rise and fall together, so their order does not turn on it.
        """
        fit = [
            shape
            for shape in shapes(candidates, explain=explain)
            if shape.intents() and all(member.fit.score > 0 for member in shape.members)
        ]
        if self._policy.floor > 0 or self._policy.unknown != "attempt":
            return bool(fit)
        return len({tuple((member.kind, member.serves) for member in shape.members) for shape in fit}) > 1

    def within_reach(
        self, beliefs: Beliefs, candidates: Sequence[Candidate], *, explain: bool = False
    ) -> frozenset[str]:
        """The instances of plans that are not under the floor, if they fit as they are said to."""
        reached = (
            shape
            for shape in shapes(candidates, explain=explain)
            if shape.intents() and self._success(shape, beliefs) >= self._policy.floor
        )
        return frozenset(member.instance for shape in reached for member in shape.members)

    def rank(
        self, beliefs: Beliefs, candidates: Sequence[Candidate], *, explain: bool = False
    ) -> tuple[tuple[Plan, ...], tuple[Plan, ...]]:
        """The plans to run, best first, and those left out, each with the reason."""
        kept: list[Plan] = []
        rejected: list[Plan] = []
        for shape in shapes(candidates, explain=explain):
            if not shape.intents():
                rejected.append(
                    Plan(steps=shape.steps, intent="", success=0, cost=Cost(), reason="no intent in common")
                )
                continue
            plan = self._plan(shape, beliefs)
            reason = self._objection(plan, shape, beliefs)
            (rejected if reason else kept).append(plan.model_copy(update={"reason": reason or plan.reason}))
        if not kept:
            kept, rejected = self._last_resort(rejected, beliefs)
        kept.sort(key=_worth, reverse=True)
        return tuple(kept), tuple(sorted(rejected, key=lambda plan: -plan.success))

    def _last_resort(self, rejected: list[Plan], beliefs: Beliefs) -> tuple[list[Plan], list[Plan]]:
        """With nothing above the floor, what lies just under it is still better than no answer.

        Not where a module serves what was asked and turned this query down, nor where the policy did.
        """
        turned_down = any(plan.intent == beliefs.intent for plan in rejected)
        if turned_down or (beliefs.unknown and self._policy.unknown != "attempt"):
            return [], rejected
        lowest = self._policy.floor * LAST_RESORT
        kept = [plan for plan in rejected if plan.success > lowest]
        note = "under the floor, and tried because nothing lies above it"
        return (
            [plan.model_copy(update={"reason": f"success {plan.success:.3f}: {note}"}) for plan in kept],
            [plan for plan in rejected if plan not in kept],
        )

    def _plan(self, shape: Shape, beliefs: Beliefs) -> Plan:
        shares = self._shares(shape, beliefs)
        intent = max(shares, key=lambda name: shares[name])
        success = self._success(shape, beliefs)
        cost = total(
            member.estimate(step) for member, step in zip((*shape.members, *shape.extra), shape.steps, strict=True)
        )
        reason = f"success {success:.2f} at {cost.expected:,} FLOP expected"
        return Plan(steps=shape.steps, intent=intent, success=success, cost=cost, reason=reason)

    def _success(self, shape: Shape, beliefs: Beliefs) -> float:
        return min(1.0, sum(self._shares(shape, beliefs).values()))

    def _shares(self, shape: Shape, beliefs: Beliefs) -> dict[str, float]:
        fit = min(member.fit.score for member in shape.members)
        return {intent: self._share(shape, beliefs, intent) * fit for intent in shape.intents()}

    def _share(self, shape: Shape, beliefs: Beliefs, intent: str) -> float:
        chance = beliefs.intents.get(intent, 0.0)
        known = 1.0 - beliefs.intents.get(UNKNOWN, 0.0)
        if beliefs.unknown and self._policy.unknown != "decline" and known > 0:
            chance /= known
        for member in shape.members:
            chance *= self._reliability.of(member.kind, intent, member.serves)
        return chance

    def _objection(self, plan: Plan, shape: Shape, beliefs: Beliefs) -> str:
        if beliefs.unknown and self._policy.unknown == "decline":
            return "no intent explains the query, and the policy is to decline then"
        if beliefs.unknown and self._policy.unknown == "generator" and shape.members[-1].kind != "generator":
            return "no intent explains the query, and the policy is to ask a generator then"
        unfit = next((member for member in shape.members if member.fit.score == 0), None)
        if unfit is not None:
            return f"{unfit.instance}: {unfit.fit.reason or 'the text does not fit'}"
        if plan.success < self._policy.floor:
            return f"success {plan.success:.3f} is under the floor {self._policy.floor}"
        return ""


def total(costs: Iterable[Cost]) -> Cost:
    """The sum of costs; unbounded if any is."""
    lower = expected = 0
    upper: int | None = 0
    for cost in costs:
        lower += cost.lower
        expected += cost.expected
        upper = None if upper is None or cost.upper is None else upper + cost.upper
    return Cost(lower=lower, expected=expected, upper=upper)


def _worth(plan: Plan) -> tuple[float, float]:
    return plan.success / max(1, plan.cost.expected), plan.success
