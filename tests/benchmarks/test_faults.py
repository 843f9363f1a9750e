"""The benchmark of faults, a few trials of it: a whole Orchestra, killed and crowded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are POSIX's")
def test_nothing_is_lost_when_writers_are_killed_or_crowded(tmp_path: Path) -> None:
    """Kills at random instants of build, add and update, and two writers."""
    command = [sys.executable, "-m", "benchmarks.faults", "--trials", "1", "--documents", "4", "--out", str(tmp_path)]
    only = [option for name in ("kills", "two_writers") for option in ("--only", name)]
    ended = subprocess.run([*command, *only], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.endswith("nothing was lost\n")
    assert (tmp_path / "faults.md").read_text(encoding="utf-8").count("; old state") == 4
