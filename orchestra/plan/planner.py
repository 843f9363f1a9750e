"""Beliefs and a catalogue in, plans out, in the order they are worth trying.

Success of a plan is the sum over intents of P(intent) x reliability of its instances x the probe's fit. Plans run by
success per expected FLOP, highest first: for independent attempts at a price, with one success enough, that order has
the least expected cost (Weitzman 1979). The planner runs nothing and loads nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from orchestra.plan.policy import Policy, Reliability
from orchestra.spec import UNKNOWN, Beliefs, Cost, Fit, Plan, ProblemForm, Step, StepRole

#: The intent of problems told in words: a solver serves it through the form that it publishes.
WORDED = "worded"

#: Share of the floor down to which plans are tried when none lies above it.
LAST_RESORT = 0.05


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What the planner sees of an instance: never its id's meaning, only what it declares.

    `form` is that of the problems it takes and the query could become; `schema` says that it writes under one.
    """

    instance: str
    kind: str
    serves: tuple[str, ...]
    fit: Fit
    estimate: Callable[[Step], Cost]
    form: ProblemForm | None = None
    schema: bool = False


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A sequence of steps, the candidates whose success it takes, and one that is only paid for.

    In a `formal` one the first writes the problem that the second solves.
    """

    steps: tuple[Step, ...]
    members: tuple[Candidate, ...]
    extra: tuple[Candidate, ...] = ()
    formal: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """What its steps do, in order."""
        return tuple(step.role for step in self.steps)

    @property
    def unfit(self) -> Candidate | None:
        """A member that turned the text down. A solver's own reading of the text says nothing of a formal problem."""
        judged = self.members[:1] if self.formal else self.members
        return next((member for member in judged if member.fit.score == 0), None)

    @property
    def fit(self) -> float:
        """The worst fit of those that read the text."""
        return min(member.fit.score for member in (self.members[:1] if self.formal else self.members))

    def cost(self) -> Cost:
        """What all its steps will cost."""
        members = (*self.members, *self.extra)
        return total(member.estimate(step) for member, step in zip(members, self.steps, strict=True))

    @cached_property
    def intents(self) -> tuple[str, ...]:
        """The intents that every member serves, in the first one's order."""
        first, *rest = (member.serves for member in self.members)
        others = [(WORDED, *rest[0])] if self.formal else rest
        return tuple(intent for intent in first if all(intent in serves for serves in others))


@lru_cache(maxsize=1024)
def _step(instance: str, role: StepRole, inputs: tuple[StepRole, ...] = (), form: str = "") -> Step:
    """The same few steps stand in the plans of every query, and making one is not free."""
    return Step(instance=instance, role=role, inputs=inputs, form=form)


def shapes(candidates: Sequence[Candidate], *, explain: bool) -> list[Shape]:
    """Every plan that exists for these candidates: a closed set."""

    def of(kind: str) -> list[Candidate]:
        return [candidate for candidate in candidates if candidate.kind == kind]

    found: list[Shape] = []
    for solver in of("solver"):
        solve = _step(solver.instance, "solve")
        found.append(Shape(steps=(solve,), members=(solver,)))
        for generator in of("generator")[:1] if explain else ():
            tell = _step(generator.instance, "explain", ("solve",))
            found[-1] = Shape(steps=(solve, tell), members=(solver,), extra=(generator,))
    for expert in of("expert"):
        found.append(Shape(steps=(_step(expert.instance, "answer"),), members=(expert,)))
    for retriever in of("retriever"):
        retrieve = _step(retriever.instance, "retrieve")
        for reader in of("reader"):
            read = _step(reader.instance, "read", ("retrieve",))
            found.append(Shape(steps=(retrieve, read), members=(retriever, reader)))
        for generator in of("generator"):
            answer = _step(generator.instance, "answer", ("retrieve",))
            found.append(Shape(steps=(retrieve, answer), members=(retriever, generator)))
    writers = of("generator")
    for generator in writers:
        if generator.schema:
            found += [_formal(generator, solver) for solver in of("solver") if solver.form is not None]
        found.append(Shape(steps=(_step(generator.instance, "answer"),), members=(generator,)))
    return found


def _formal(generator: Candidate, solver: Candidate) -> Shape:
    assert solver.form is not None
    write = _step(generator.instance, "formalise", form=solver.form.schema_id)
    solve = _step(solver.instance, "solve", ("formalise",))
    return Shape(steps=(write, solve), members=(generator, solver), formal=True)


class Planner:
    """Ranks plans under a policy."""

    def __init__(self, policy: Policy, reliability: Reliability) -> None:
        self._policy = policy
        self._reliability = reliability

    def turns_on_beliefs(self, candidates: Sequence[Candidate], *, explain: bool = False) -> bool:
        """Whether what is believed of a query could change which plan runs first, or whether one runs at all.

        Plans of the same kinds that serve the same intents rise and fall together, so their order does not turn on it.
        """
        fit = [shape for shape in shapes(candidates, explain=explain) if shape.intents and shape.unfit is None]
        if self._policy.floor > 0 or self._policy.unknown != "attempt":
            return bool(fit)
        alike = {(shape.formal, *((member.kind, member.serves) for member in shape.members)) for shape in fit}
        return len(alike) > 1

    def within_reach(
        self, beliefs: Beliefs, candidates: Sequence[Candidate], *, explain: bool = False
    ) -> frozenset[str]:
        """The instances of plans that are not under the floor, if they fit as they are said to."""
        reached = (
            shape
            for shape in shapes(candidates, explain=explain)
            if shape.intents and _together(self._shares(shape, beliefs)) >= self._policy.floor
        )
        return frozenset(member.instance for shape in reached for member in shape.members)

    def rank(
        self, beliefs: Beliefs, candidates: Sequence[Candidate], *, explain: bool = False
    ) -> tuple[tuple[Plan, ...], tuple[Plan, ...]]:
        """The plans to run, best first, and those left out, each with the reason."""
        kept: list[Plan] = []
        rejected: list[Plan] = []
        for shape in shapes(candidates, explain=explain):
            if not shape.intents:
                rejected.append(
                    Plan(steps=shape.steps, intent="", success=0, cost=Cost(), reason="no intent in common")
                )
                continue
            shares = self._shares(shape, beliefs)
            success = _together(shares)
            objection = self._objection(success, shape, beliefs)
            cost = shape.cost()
            plan = Plan(
                steps=shape.steps,
                intent=max(shares, key=lambda name: shares[name]),
                success=success,
                cost=cost,
                reason=objection or f"success {success:.2f} at {cost.expected:,} FLOP expected",
            )
            (rejected if objection else kept).append(plan)
        if not kept:
            kept, rejected = self._last_resort(rejected, beliefs)
        kept.sort(key=_worth, reverse=True)
        return tuple(_checked_first(kept)), tuple(sorted(rejected, key=lambda plan: -plan.success))

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

    def _shares(self, shape: Shape, beliefs: Beliefs) -> dict[str, float]:
        return {intent: self._share(shape, beliefs, intent) * shape.fit for intent in shape.intents}

    def _share(self, shape: Shape, beliefs: Beliefs, intent: str) -> float:
        chance = beliefs.intents.get(intent, 0.0)
        known = 1.0 - beliefs.intents.get(UNKNOWN, 0.0)
        if beliefs.unknown and self._policy.unknown != "decline" and known > 0:
            chance /= known
        if shape.formal:
            return chance * self._reliability.formalise
        for member in shape.members:
            chance *= self._reliability.of(member.kind, intent, member.serves)
        return chance

    def _objection(self, success: float, shape: Shape, beliefs: Beliefs) -> str:
        if beliefs.unknown and self._policy.unknown == "decline":
            return "no intent explains the query, and the policy is to decline then"
        if beliefs.unknown and self._policy.unknown == "generator" and shape.members[-1].kind != "generator":
            return "no intent explains the query, and the policy is to ask a generator then"
        if (unfit := shape.unfit) is not None:
            return f"{unfit.instance}: {unfit.fit.reason or 'the text does not fit'}"
        if success < self._policy.floor:
            return f"success {success:.3f} is under the floor {self._policy.floor}"
        return ""


def _together(shares: Mapping[str, float]) -> float:
    """The chance that a plan succeeds, whichever intent it is."""
    return min(1.0, sum(shares.values()))


def _checked_first(plans: list[Plan]) -> list[Plan]:
    """Put a plan whose problem a solver checks before the unchecked answer of the same generator, if it is as likely.

    That answer ends the query whatever it says, so the order by price, which is for attempts that tell whether they
    succeeded, would leave the solver out.
    """
    ordered: list[Plan] = []
    for plan in plans:
        head = plan.steps[0]
        if head.role != "formalise":
            ordered.append(plan)
            continue
        rivals = (
            place
            for place, other in enumerate(ordered)
            if len(other.steps) == 1 and other.steps[0].instance == head.instance and other.success <= plan.success
        )
        ordered.insert(next(rivals, len(ordered)), plan)
    return ordered


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
