"""Which processes of a managed server outlive whoever started it: however that one ends, there must be none.

`python -m benchmarks.orphans [--trials N] [--real N] [--at-once N]` writes benchmarks/results/orphans.md and ends with
1 when one was left. Trials are with a stand-in for vLLM: three processes that ignore the death of their parents, slow
to start, every third deaf to SIGTERM. With --real there are so many of each kind besides with the vLLM that is
installed and a tiny model made on the spot. Linux only: processes are found by session and by a mark in their
environment.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestra_modules.vllm import record
from orchestra_modules.vllm.managed import Managed

RESULTS = Path(__file__).parent / "results"
KINDS = {
    "normal exit": "the parent ends by itself",
    "Ctrl-C during start": "SIGINT to the process group of `orchestra core start`",
    "SIGTERM of the parent": "once the server answers",
    "SIGKILL of the parent": "during start, and once the server answers, in turn",
    "SIGKILL of the supervisor": "of the supervisor and of its keeper, in turn",
}
BOTH = "SIGKILL of supervisor and keeper"
_MARK = "ORPHANS_TRIAL"
_PATIENCE = 300.0  # for a server to come up
_BOUND = 30.0  # for all of it to be gone


@dataclass(frozen=True)
class Outcome:
    """One trial: what was left after the bound, and seconds until nothing was."""

    kind: str
    left: tuple[str, ...]
    seconds: float
    after: tuple[str, ...] = ()


@dataclass
class Trial:
    """One server in a state folder of its own, and the process that started it."""

    folder: Path
    model: Path
    number: int
    stand_in: Path | None
    sessions: set[int] = field(default_factory=set)

    def environment(self) -> dict[str, str]:
        """With the mark, the state folder and the stand-in's manners."""
        paths = [str(self.stand_in)] if self.stand_in else []
        manners = {"slow": 0.2 + self.number % 5 / 5, "deaf": self.number % 3 == 0}
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("ORCHESTRA_")},
            "PYTHONPATH": os.pathsep.join([*paths, *sys.path[1:]]),
            "ORCHESTRA_HOME": str(self.folder),
            "ORCHESTRA_VLLM_MANAGE": "true",
            "ORCHESTRA_VLLM_MODEL": str(self.model),
            "ORCHESTRA_VLLM_CACHE_MEMORY": str(64 * 2**20),
            "STAND_IN": json.dumps(manners),
            _MARK: self.mark,
        }

    @property
    def mark(self) -> str:
        """What tells this trial's processes from all others."""
        return self.folder.name

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """The process that starts the server, in a session of its own."""
        return subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self.environment(),
            start_new_session=True,
        )

    def parent(self) -> subprocess.Popen[bytes]:
        """One that holds the server until its standard input ends."""
        return self.start("-m", "benchmarks.orphans", "--parent", str(self.folder), str(self.model))

    def state(self) -> dict[str, Any]:
        """What the supervisor says."""
        for folder in (self.folder / "core").glob("*"):
            state = record.read(folder)
            if state is not None:
                self.sessions |= {state["pid"]} if state["pid"] else set()
                return state
        return {}

    def until(self, phase: str) -> dict[str, Any]:
        """Wait for a phase in which there is a server."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            state = self.state()
            if state.get("phase") == phase and state["pid"]:
                return state
            if state.get("phase") == "failed":
                raise RuntimeError(f"{self.mark}: {state['error']}: {state['tail'][-3:]}")
            time.sleep(0.01)
        raise RuntimeError(f"{self.mark}: the server was not {phase} in time")

    def alive(self) -> tuple[str, ...]:
        """The processes of the trial, other than those of this benchmark."""
        self.state()
        found = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                stat = Path("/proc", name, "stat").read_bytes().rpartition(b")")[2].split()
                marked = f"{_MARK}={self.mark}".encode() in Path("/proc", name, "environ").read_bytes()
                command = Path("/proc", name, "cmdline").read_bytes().replace(b"\0", b" ").decode()[:80]
            except OSError:
                continue
            if stat[0] not in (b"Z", b"X") and (marked or int(stat[3]) in self.sessions):
                found.append(f"{name} {command}")
        return tuple(found)

    def gone(self, kind: str, began: float) -> Outcome:
        """Wait until nothing is left, as long as the bound allows."""
        while (left := self.alive()) and time.monotonic() - began < _BOUND:
            time.sleep(0.02)
        return Outcome(kind, left, time.monotonic() - began)

    def end_all(self) -> None:
        """Leave nothing behind, whatever came of the trial."""
        for line in self.alive():
            try:
                os.kill(int(line.split()[0]), signal.SIGKILL)
            except ProcessLookupError:
                continue


def try_once(kind: str, trial: Trial, chance: random.Random) -> Outcome:
    """One trial of a kind."""
    during = kind == "Ctrl-C during start" or (kind == "SIGKILL of the parent" and trial.number % 2 == 0)
    command = kind == "Ctrl-C during start"
    process = trial.start("-m", "orchestra.cli.main", "core", "start") if command else trial.parent()
    assert process.stdin is not None and process.stdout is not None
    try:
        state = trial.until("starting" if during else "ready")
        if not during:  # or it would take what happens for a failed start, and begin another
            process.stdout.readline()
        if during:
            time.sleep(chance.uniform(0, 0.4 if trial.stand_in else 15.0))
        began = time.monotonic()
        if kind == "normal exit":
            process.stdin.close()
        elif command:
            os.killpg(process.pid, signal.SIGINT)
        elif kind.endswith("of the parent"):
            process.send_signal(signal.SIGTERM if kind.startswith("SIGTERM") else signal.SIGKILL)
        elif kind == BOTH:
            process.kill()
            process.wait()
            began = time.monotonic()
            for who in ("keeper", "supervisor"):
                os.kill(state[who][0], signal.SIGKILL)
            # Only the next start finds what ignores the leash; there is none to wait for meanwhile.
            time.sleep(1.0)
            left = trial.alive()
            again = trial.start("-m", "orchestra.cli.main", "core", "stop")
            again.communicate()
            after = trial.gone(kind, time.monotonic())
            return Outcome(kind, after.left, after.seconds, after=left)
        else:
            victim = state["supervisor" if trial.number % 2 else "keeper"][0]
            os.kill(victim, signal.SIGKILL)
            while (left := _others(trial.alive(), process.pid)) and time.monotonic() - began < _BOUND:
                time.sleep(0.02)
            return Outcome(kind, left, time.monotonic() - began)
        process.wait(_BOUND + 10)
        return trial.gone(kind, began)
    finally:
        process.stdin.close()
        process.stdout.close()
        process.kill()
        process.wait()
        trial.end_all()


def _others(lines: tuple[str, ...], own: int) -> tuple[str, ...]:
    return tuple(line for line in lines if int(line.split()[0]) != own)


def parent(home: Path, model: Path) -> None:
    """Hold a server until standard input ends, as a program with an Orchestra does."""
    import anyio

    options: Any = {"home": str(home), "cache_memory": 64 * 2**20}
    managed = Managed(model=str(model), url="", key=str, options=options)

    async def wait() -> None:
        async for _ in managed.until_ready():
            pass

    try:
        managed.begin()
        anyio.run(wait)
        print("ready", flush=True)
        sys.stdin.read()
    finally:
        managed.close()


def measure(kinds: list[str], trials: int, at_once: int, make: Callable[[Path, int], Trial]) -> list[Outcome]:
    """So many trials in all, over the kinds in turn."""
    done: list[Outcome] = []
    lock = threading.Lock()

    def one(number: int) -> None:
        kind = kinds[number % len(kinds)]
        with tempfile.TemporaryDirectory(prefix="orphans-") as folder:
            outcome = try_once(kind, make(Path(folder), number // len(kinds)), random.Random(number))
        with lock:
            done.append(outcome)
            left = f"left: {', '.join(outcome.left)}" if outcome.left else "nothing left"
            print(f"{len(done):4}/{trials} {kind}: {left} after {outcome.seconds:.1f} s", flush=True)

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, range(trials)))
    return done


def table(outcomes: list[Outcome]) -> str:
    """A row for each kind."""
    rows = ["| how it ended | trials | with processes left | seconds until none was, median | worst |"]
    rows.append("|---|---|---|---|---|")
    for kind, what in {**KINDS, BOTH: "and the parent; then `orchestra core stop`, a second later"}.items():
        found = [outcome for outcome in outcomes if outcome.kind == kind]
        if found:
            seconds = [outcome.seconds for outcome in found]
            bad = sum(bool(outcome.left) for outcome in found)
            rows.append(
                f"| {kind}: {what} | {len(found)} | {bad} | {statistics.median(seconds):.1f} | {max(seconds):.1f} |"
            )
    both = [outcome for outcome in outcomes if outcome.kind == BOTH]
    if both:
        waiting = sum(bool(outcome.after) for outcome in both)
        rows.append("")
        rows.append(
            f"Where both were killed at once, processes were there a second later in {waiting} of {len(both)} trials: "
            "nobody but the kernel's signal to the server itself is left to end them until the next command."
        )
    return "\n".join(rows)


def main() -> None:
    """Run the trials and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=100, help="with the stand-in, over all kinds (100)")
    parser.add_argument("--real", type=int, default=0, help="with real vLLM, of each kind (0)")
    parser.add_argument("--at-once", type=int, default=4, help="trials with the stand-in at the same time (4)")
    parser.add_argument("--parent", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.parent:
        parent(*given.parent)
        return
    from orchestra.testing.stand_in import install

    # A shell that runs this in the background has it ignored, and the processes started here would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    outcomes: list[Outcome] = []
    note = "One that does not heed SIGTERM, as every third stand-in, is killed 15 s after it; hence the worst times."
    parts = ["# Processes left of a managed server", "", note, ""]
    with tempfile.TemporaryDirectory(prefix="orphans-shared-") as shared:
        if given.trials:
            fake = install(Path(shared, "fake"))
            model = Path(shared, "model")
            model.mkdir()
            (model / "config.json").write_text("{}", encoding="utf-8")
            both = max(1, given.trials // 10)
            ours = measure(list(KINDS), given.trials, given.at_once, lambda f, n: Trial(f, model, n, fake))
            ours += measure([BOTH], both, given.at_once, lambda f, n: Trial(f, model, n, fake))
            parts += [f"## Stand-in, {len(ours)} trials", "", table(ours), ""]
            outcomes += ours
        if given.real:
            from orchestra.testing.tiny_model import make_tiny_llama

            tiny = make_tiny_llama(Path(shared, "tiny"), steps=1)
            real = measure(list(KINDS), given.real * len(KINDS), 1, lambda f, n: Trial(f, tiny, n, None))
            parts += [f"## Real vLLM on a CPU, {len(real)} trials", "", table(real), ""]
            outcomes += real
    text = "\n".join(parts)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "orphans.md").write_text(text, encoding="utf-8")
    print(text)
    sys.exit(1 if any(outcome.left for outcome in outcomes) else 0)


if __name__ == "__main__":
    main()
