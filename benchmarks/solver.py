"""What the two solvers answer, decline and get wrong: `python -m benchmarks.solver`.

Each question goes through `Orchestra.ask(query, modules=["mathematics", "logic"])` as it stands, one configuration
for all sets. Every question is exactly one of: right, silently wrong (an answer whose value is not right, whatever
`verified` or the confidence say), declined, too costly, timed out (5 s), error. Shares are of all questions of a set.

Beside it stands what a newcomer would write in an afternoon: known prefixes stripped, then SymPy's parse_expr. It
executes the text it is given, so it runs on these public files only, in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.newcomer import Newcomer
from benchmarks.solver_sets import SETS, Item
from orchestra import Budget, Orchestra

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 5.0
MODULES = ("mathematics", "logic")
OUTCOMES = ("right", "silently wrong", "declined", "too costly", "timed out", "error")


@dataclass
class Tally:
    """Outcomes on one set."""

    outcomes: Counter[str] = field(default_factory=Counter)
    newcomer: Counter[str] = field(default_factory=Counter)
    parts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    verified: int = 0
    verified_wrong: int = 0
    seconds: list[float] = field(default_factory=list)
    both: list[tuple[float, float]] = field(default_factory=list)  # ours and the newcomer's, where both are right
    notes: list[str] = field(default_factory=list)

    def share(self, outcome: str) -> str:
        """An outcome as a share of all questions."""
        return _share(self.outcomes, outcome)


def _share(outcomes: Counter[str], outcome: str) -> str:
    total = sum(outcomes.values())
    return f"{outcomes[outcome] / total:.4f}" if total else "-"


def ask(orchestra: Orchestra, item: Item, tally: Tally) -> tuple[str, float]:
    """Ask one question and count its outcome."""
    start = time.perf_counter()
    answer = orchestra.ask(item.query, modules=MODULES, budget=Budget(flops=5e10, seconds=SECONDS))
    seconds = time.perf_counter() - start
    message = answer.error.message if answer.error else ""
    if answer.finish == "complete" and answer.solution is not None:
        value = answer.solution.value
        outcome = "right" if item.right(value, item.gold) else "silently wrong"
        verified = answer.solution.verified is True
        tally.verified += verified
        if outcome == "silently wrong":
            tally.verified_wrong += verified
            tally.notes.append(f"{item.query[-200:]!r} -> {value[:80]!r}, expected {item.gold[:80]!r} ({verified=})")
    elif answer.finish == "declined":
        outcome = "too costly" if "too costly" in message else "declined"
    elif answer.finish == "budget":
        outcome = "timed out"
        tally.notes.append(f"timed out: {item.query[-200:]!r} {message[:120]}")
    else:
        outcome = "error"
        tally.notes.append(f"error: {item.query[-200:]!r} {answer.finish} {message[:200]}")
    tally.outcomes[outcome] += 1
    tally.parts[item.part][outcome] += 1
    tally.seconds.append(seconds)
    return outcome, seconds


def measure(data: Path, names: list[str], every: int, newcomer: Newcomer | None) -> dict[str, Tally]:
    """Every set that is asked for, by name."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    with tempfile.TemporaryDirectory() as home, Orchestra(home=Path(home)) as orchestra:
        for warm in (
            "derivative of x^2",
            "p -> q, p |- q",
            "convert 3 km to m",
            "All men are mortal. Tom is a man. Is Tom mortal?",
        ):
            orchestra.ask(warm, modules=MODULES)
        for name in names:
            for item in list(SETS[name](data))[::every]:
                tally = tallies[item.set]
                outcome, seconds = ask(orchestra, item, tally)
                if newcomer is None or name not in ("deepmind", "worded"):
                    continue
                value, theirs = newcomer.answer(item.query)
                verdict = "declined" if value is None else "right" if item.right(value, item.gold) else "silently wrong"
                tally.newcomer[verdict] += 1
                if verdict == outcome == "right":
                    tally.both.append((seconds, theirs))
    return dict(tallies)


def report(tallies: dict[str, Tally]) -> str:
    """The tables as Markdown."""
    lines = [
        "# The solvers, measured",
        "",
        f"Through `ask`, warm, {SECONDS:g} s a question; shares of all questions of a set. Newcomer: prefixes",
        "stripped, then SymPy's parse_expr, in process, in the same run (right / silently wrong).",
        "",
        "| set | questions | "
        + " | ".join(OUTCOMES)
        + " | verified | wrong and verified | p50 ms | p95 ms | newcomer |",
        "|---" * (len(OUTCOMES) + 7) + "|",
    ]
    for name, tally in tallies.items():
        times = sorted(tally.seconds)
        p50, p95 = statistics.median(times) * 1000, times[int(len(times) * 0.95)] * 1000
        beside = " / ".join(_share(tally.newcomer, o) for o in ("right", "silently wrong")) if tally.newcomer else ""
        shares = [tally.share(outcome) for outcome in OUTCOMES]
        cells = [
            name,
            str(len(times)),
            *shares,
            str(tally.verified),
            str(tally.verified_wrong),
            f"{p50:.1f}",
            f"{p95:.1f}",
            beside,
        ]
        lines.append("| " + " | ".join(cells) + " |")
    both = sorted(pair for tally in tallies.values() for pair in tally.both)
    if both:
        ours, theirs = (sorted(times) for times in zip(*both, strict=True))
        at = int(len(both) * 0.95)
        slow, middle = ours[at] / theirs[at], statistics.median(ours) / statistics.median(theirs)
        lines += [
            "",
            f"On the {len(both)} questions that both get right, ask takes {slow:.2f} times the newcomer's 95th",
            f"percentile and {middle:.2f} times its median (SymPy in process, no worker, no check).",
        ]
    parts = {part: outcomes for tally in tallies.values() for part, outcomes in tally.parts.items() if part}
    if parts:
        merged: dict[str, Counter[str]] = defaultdict(Counter)
        for tally in tallies.values():
            for part, outcomes in tally.parts.items():
                merged[part] += outcomes
        lines += [
            "",
            "DeepMind by module, all splits together:",
            "",
            "| module | right | silently wrong |",
            "|---|---|---|",
        ]
        lines += [
            f"| {part} | {_share(outcomes, 'right')} | {_share(outcomes, 'silently wrong')} |"
            for part, outcomes in sorted(merged.items())
            if part
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print what went wrong, and write the tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sets", default=",".join(SETS), help=f"which of {', '.join(SETS)}; all by default")
    arguments.add_argument("--every", type=int, default=1, help="ask every n-th question only")
    arguments.add_argument("--no-newcomer", action="store_true", help="leave the newcomer's baseline out")
    arguments.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "solver.md")
    options = arguments.parse_args()
    data = Path(os.environ.get("ORCHESTRA_DATA") or ROOT.parent / "shared" / "data")
    if not (data / "solver" / "dm_math_dev.jsonl").exists():
        print(f"skipped: no data at {data}; set ORCHESTRA_DATA to the folder that holds solver/ and routing/")
        return
    newcomer = None if options.no_newcomer else Newcomer()
    try:
        tallies = measure(data, options.sets.split(","), options.every, newcomer)
    finally:
        if newcomer is not None:
            newcomer.close()
    for name, tally in tallies.items():
        for note in tally.notes:
            print(f"{name}: {note}")
    text = report(tallies)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
