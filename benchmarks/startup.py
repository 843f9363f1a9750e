"""How long `orchestra ask "2+2"` takes as a whole process, beside importing what it does without.

`python -m benchmarks.startup [--runs N]` writes benchmarks/results/startup.md. Runs are interleaved, so that a noisy
machine disturbs all rows alike; read the ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
SCRIPT = Path(sys.executable).with_name("orchestra")
COMMANDS: dict[str, list[str]] = {
    'orchestra ask "2+2"': [str(SCRIPT), "ask", "2+2"],
    "orchestra --help": [str(SCRIPT), "--help"],
    "orchestra modules list": [str(SCRIPT), "modules", "list"],
    'python -c "import orchestra"': [sys.executable, "-c", "import orchestra"],
    'python -c "pass"': [sys.executable, "-c", "pass"],
    'python -c "import sympy"': [sys.executable, "-c", "import sympy"],
    'python -c "import torch"': [sys.executable, "-c", "import torch"],
    'python -c "import sentence_transformers"': [sys.executable, "-c", "import sentence_transformers"],
}


def measure(runs: int) -> dict[str, list[float]]:
    """Seconds of each command, `runs` times each, interleaved, after one run of each to warm the disk cache."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "ORCHESTRA_HOME": home}
        # An installed package has its bytecode, and a checkout after its first run, unless this forbids it.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for run in range(runs + 1):
            for name, command in COMMANDS.items():
                began = time.perf_counter()
                subprocess.run(command, env=environ, check=True, capture_output=True)
                if run:
                    taken[name].append(time.perf_counter() - began)
    return taken


def table(taken: dict[str, list[float]]) -> str:
    """The figures as Markdown, with the ratio to the first row."""
    base = statistics.median(taken[next(iter(COMMANDS))])
    rows = ["| command | median s | min s | ratio to ask |", "|---|---|---|---|"]
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        rows.append(f"| `{name}` | {median:.2f} | {min(seconds):.2f} | {median / base:.2f} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    text = table(measure(parser.parse_args().runs))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "startup.md").write_text(f"# Start-up, whole processes\n\n{text}", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
