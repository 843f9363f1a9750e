"""What the mathematics module answers, declines and gets wrong: `python -m benchmarks.solver`.

Each question goes to the module as it stands, with no hint about its set. On DeepMind Mathematics an answer is right
if its value is exactly the expected string. The other sets hold no question for this module (stories, facts, talk),
so whatever it answers there counts as possibly silently wrong and is listed. The module runs in this process under an
alarm, without the runtime's worker. The newcomer's baseline, SymPy's sympify on the question, is not run: it executes
the text it is given.

The data is read from ORCHESTRA_DATA, or ../shared/data beside the repository; it is not part of the project.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 5


@dataclass
class Tally:
    """Outcomes on one set."""

    outcomes: Counter[str] = field(default_factory=Counter)
    verified_wrong: int = 0
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def share(self, outcome: str) -> str:
        """An outcome as a share of all questions."""
        total = sum(self.outcomes.values())
        return f"{self.outcomes[outcome] / total:.4f}" if total else "-"


class _Late(BaseException):
    """The alarm; no handler for errors may take it for one."""


def _alarm(number: int, frame: FrameType | None) -> None:
    raise _Late


def ask(question: str) -> tuple[str, Solution | None, float]:
    """The outcome, the solution if there is one, and the seconds taken."""
    start = time.perf_counter()
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        result = answer(question)
    except _Late:
        return "timed out", None, time.perf_counter() - start
    except Exception:
        return "error", None, time.perf_counter() - start
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    seconds = time.perf_counter() - start
    if isinstance(result, Declined):
        return ("too costly" if result.reason.startswith("too costly") else "declined"), None, seconds
    return "answered", result, seconds


def record(tally: Tally, question: str, expected: str | None) -> None:
    """Ask one question and count its outcome; with nothing expected every answer is possibly wrong."""
    outcome, solution, seconds = ask(question)
    tally.seconds.append(seconds)
    if solution is not None:
        outcome = "right" if expected is not None and solution.value.strip() == expected.strip() else "silently wrong"
    tally.outcomes[outcome] += 1
    if outcome == "silently wrong" and solution is not None:
        tally.verified_wrong += solution.verified is True
        tally.wrong.append(f"{question[:160]!r} -> {solution.value[:60]!r}, expected {expected!r}"[:320])
    if outcome in ("error", "timed out"):
        tally.wrong.append(f"{outcome}: {question[:160]!r}")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The records of a JSON or JSON-lines file."""
    text = path.read_text(encoding="utf-8")
    yield from json.loads(text) if path.suffix == ".json" else map(json.loads, text.splitlines())


def svamp_question(row: dict[str, str]) -> str:
    """A SVAMP problem as one text."""
    body = row["Body"].strip()
    return f"{body}{'' if body[-1:] in '.!?,' else '.'} {row['Question']}"


def measure(data: Path, sample: int) -> dict[str, Tally]:
    """Every set that is there, by name."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    modules: dict[str, Tally] = defaultdict(Tally)
    for row in rows(data / "solver" / "dm_math_dev.jsonl"):
        tally = tallies[f"DeepMind {row['split']}"]
        before = tally.outcomes.copy()
        record(tally, row["question"], row["answer"])
        modules[row["module"]].outcomes += tally.outcomes - before
    for row in list(rows(data / "solver" / "gsm8k_train.jsonl"))[: sample or None]:
        record(tallies["GSM8K train (must decline)"], row["question"], None)
    for row in rows(data / "solver" / "svamp.json"):
        record(tallies["SVAMP (must decline)"], svamp_question(row), None)
    for name in ("dev", "hard_dev"):
        for row in rows(data / "routing" / f"{name}.jsonl"):
            if row["route"] != "symbolic":
                record(tallies[f"routing {name}, not symbolic (must decline)"], row["query"], None)
    return dict(tallies) | {f"module {name}": tally for name, tally in modules.items()}


def report(tallies: dict[str, Tally]) -> str:
    """The tables as Markdown."""
    lines = [
        "# The mathematics module, measured",
        "",
        f"In process, {LIMIT} s a question; shares of all questions of a set. On the sets marked (must decline) every",
        "answer counts as silently wrong. The sympify baseline is not run: it executes the text it is given.",
        "",
        "| set | questions | right | silently wrong | declined | too costly | timed out | error | wrong and verified "
        "| p50 ms | p95 ms |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, tally in tallies.items():
        if name.startswith("module "):
            continue
        times = sorted(tally.seconds)
        shares = [tally.share(o) for o in ("right", "silently wrong", "declined", "too costly", "timed out", "error")]
        p50, p95 = statistics.median(times) * 1000, times[int(len(times) * 0.95)] * 1000
        cells = [name, str(len(times)), *shares, str(tally.verified_wrong), f"{p50:.1f}", f"{p95:.1f}"]
        lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        "DeepMind by module, all splits together:",
        "",
        "| module | right | silently wrong |",
        "|---|---|---|",
    ]
    for name, tally in sorted(tallies.items()):
        if name.startswith("module "):
            lines.append(f"| {name[7:]} | {tally.share('right')} | {tally.share('silently wrong')} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print what went wrong, and write the tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sample", type=int, default=0, help="how many GSM8K problems; 0 means all")
    arguments.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "solver.md")
    options = arguments.parse_args()
    data = Path(os.environ.get("ORCHESTRA_DATA") or ROOT.parent / "shared" / "data")
    if not (data / "solver" / "dm_math_dev.jsonl").exists():
        print(f"skipped: no data at {data}; set ORCHESTRA_DATA to the folder that holds solver/ and routing/")
        return
    answer("derivative of x^2")  # loads computer algebra, which an alarm must not cut short
    signal.signal(signal.SIGALRM, _alarm)
    tallies = measure(data, options.sample)
    for name, tally in tallies.items():
        for line in tally.wrong:
            print(f"{name}: {line}")
    text = report(tallies)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
