"""A decision in words: beliefs, signals, plans, those left out, and what would have changed the choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from orchestra.cli import render
from orchestra.cli.terminal import table

if TYPE_CHECKING:
    from orchestra.runtime.registry import Listed
    from orchestra.spec import Decision, Plan

CORE_MODEL = "export ORCHESTRA_VLLM_URL=http://127.0.0.1:8000/v1"


def told(decision: Decision, modules: Sequence[Listed], *, floor: float, budget: int | None) -> Iterator[str]:
    """The decision, line by line."""
    unknown = ", unknown ground" if decision.unknown else ""
    yield f"intent   {decision.intent} ({decision.confidence:.2f}{unknown})"
    yield f"beliefs  {scores(decision.beliefs)}"
    if decision.signals:
        yield "signals"
        rows = [(f"  {s.name}", f"weight {s.weight:.2f}", scores(s.scores), s.note) for s in decision.signals]
        yield from table(rows)
    for note in decision.skipped:
        yield f"  skipped: {note}"
    yield "plans, in the order they would run" if decision.plans else "plans: none"
    yield from table([_row(f"  {n}. ", plan) for n, plan in enumerate(decision.plans, 1)])
    if decision.rejected:
        yield "left out"
        yield from table([(*_row("  -  ", plan), plan.reason) for plan in decision.rejected])
    changes = list(otherwise(decision, modules, floor=floor, budget=budget))
    if changes:
        yield "what would have changed the choice"
        yield from (f"  - {change}" for change in changes)


def scores(values: dict[str, float]) -> str:
    """Scores by intent, highest first."""
    ranked = sorted(values.items(), key=lambda item: -item[1])
    return "  ".join(f"{name} {value:.2f}" for name, value in ranked)


def _row(mark: str, plan: Plan) -> tuple[str, ...]:
    cost = plan.cost
    bound = "no bound" if cost.upper is None else f"at most {render.gflop(cost.upper)} GFLOP"
    name = mark + " > ".join(plan.instances)
    return name, plan.intent, f"success {plan.success:.3f}", f"est {render.gflop(cost.expected)} GFLOP ({bound})"


def otherwise(decision: Decision, modules: Sequence[Listed], *, floor: float, budget: int | None) -> Iterator[str]:
    """What would have put another plan first."""
    if "generator" in decision.missing:
        yield f"a core model, of which there is none: `{CORE_MODEL}`"
    for module in modules:
        if module.state in ("broken", "failed", "disabled"):
            yield f"{module.id}, which is {module.state}: {render.quote(module.reason)}"
    for plan in decision.rejected:
        if 0 < plan.success < floor:
            yield f"{' > '.join(plan.instances)}: a policy.floor of {plan.success:.3f} or less would keep it"
    if not decision.plans:
        return
    first = decision.plans[0]
    for plan in decision.plans[1:3]:
        price = int(plan.success * max(1, first.cost.expected) / first.success) if first.success else 0
        name, quoted = " > ".join(plan.instances), plan.cost.expected
        yield f"{name}: first at under {price:,} FLOP expected, not {quoted:,} FLOP, were all else the same"
    for plan in decision.plans:
        if budget is not None and plan.cost.lower > budget:
            name = " > ".join(plan.instances)
            yield f"{name}: needs a budget of at least {plan.cost.lower:,} FLOP, not {budget:,} FLOP"
