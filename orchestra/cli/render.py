"""Figures, the route line, the bill, evidence and steps as lines of text. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestra.spec import Answer, Charge, Citation, Decision, Passage, Span

_QUOTE = 240


def gflop(flops: float) -> str:
    """FLOPs in GFLOP, short: never 0 for something, never more digits than matter."""
    value = flops / 1e9
    if value == 0:
        return "0"
    if value < 0.001:
        return "<0.001"
    if value < 0.1:
        return f"{value:.2g}"
    return f"{value:,.2f}" if value < 1000 else f"{value:,.0f}"


def limit(flops: int | None) -> str:
    """A limit in GFLOP."""
    return "unlimited" if flops is None else f"{gflop(flops)} GFLOP"


def left(flops: int | None, spent: int) -> str:
    """What is left of a limit, in GFLOP."""
    return limit(None if flops is None else max(0, flops - spent))


def seconds(value: float) -> str:
    """A time, short."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def size(count: float) -> str:
    """Bytes, short."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" or count >= 10 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"


def many(count: int, what: str) -> str:
    """A number of things, in words."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def bar(fraction: float) -> str:
    """How far something is, as a bar."""
    done = round(20 * min(1.0, max(0.0, fraction)))
    return "█" * done + "░" * (20 - done)


def route(decision: Decision, budget: int | None, spent: int) -> str:
    """The line before an answer: which plan, on what belief, for how much."""
    intent = f"{decision.intent} {decision.beliefs.get(decision.intent, decision.confidence):.2f}"
    if decision.unknown:
        intent = f"unknown; nearest {intent}"
    if not decision.plans:
        return f"→ no plan ({intent}) · left {left(budget, spent)}"
    plan = decision.plans[0]
    name = " > ".join(plan.instances)
    return f"→ {name} ({intent}) · est {gflop(plan.cost.expected)} GFLOP · left {left(budget, spent)}"


def bill(answer: Answer, budget: int | None) -> str:
    """The line after an answer: what it is worth and what it took."""
    usage = answer.usage
    parts = [verdict(answer), f"{gflop(usage.flops)} GFLOP", seconds(usage.seconds)]
    if usage.completion_tokens:
        parts.append(f"{usage.prompt_tokens} + {usage.completion_tokens} tokens")
    parts.append(f"left {left(budget, usage.flops)}")
    return "= " + " · ".join(parts)


def verdict(answer: Answer) -> str:
    """How far an answer is to be trusted, or why there is none."""
    if cut_short(answer):
        return "cut short"
    if answer.finish != "complete":
        return {"budget": "out of budget", "cancelled": "stopped", "error": "failed"}.get(answer.finish, answer.finish)
    if answer.verified:
        return "verified"
    return "not verified" if answer.confidence is None else f"not verified, confidence {answer.confidence:.2f}"


def cut_short(answer: Answer) -> bool:
    """Whether its text was cut by another limit than the query's budget."""
    return answer.finish == "budget" and answer.cut is not None and answer.cut.limit != "grant"


def place(source: str, span: Span) -> str:
    """Where something stands, as editors open it."""
    if span.line is not None:
        return f"{source}:{span.line}"
    return source if span.page is None else f"{source}, page {span.page}"


def quote(text: str, longest: int = _QUOTE) -> str:
    """A text on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def evidence(found: Sequence[Citation | Passage]) -> Iterator[str]:
    """Numbered sources with what they say; those that the text cites, under its numbers."""
    for number, item in enumerate(found, 1):
        label = getattr(item, "label", "") or number
        yield f"  [{label}] {place(item.source, item.span)}  “{quote(item.text)}”"


def steps(answer: Answer) -> Iterator[str]:
    """How a solution came about."""
    for number, step in enumerate(answer.solution.steps if answer.solution else (), 1):
        yield f"  {number}. {step}"


def charges(items: Iterable[Charge]) -> list[tuple[str, str, str, str]]:
    """Charges as rows, each instance's sum by method, in the order they first came."""
    sums: dict[tuple[str, str], tuple[int, float]] = {}
    for charge in items:
        flops, taken = sums.get((charge.instance, charge.method), (0, 0.0))
        sums[charge.instance, charge.method] = flops + charge.flops, taken + charge.seconds
    return [(f"  {who}", f"{flops:,} FLOP", seconds(taken), how) for (who, how), (flops, taken) in sums.items()]
