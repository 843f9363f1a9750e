"""A real vLLM started, asked and ended by Orchestra itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestra import Orchestra
from tests.vllm.conftest import RealServer

pytestmark = [
    pytest.mark.vllm,
    pytest.mark.skipif(sys.platform != "linux", reason="a managed vLLM is tried on Linux alone"),
]


def test_a_managed_vllm_starts_answers_is_priced_and_leaves_nothing(
    server: RealServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every flag that is set for the user is one that this vLLM takes; all its processes are gone after."""
    monkeypatch.setenv("ORCHESTRA_VLLM_MANAGE", "true")
    monkeypatch.setenv("ORCHESTRA_VLLM_MODEL", str(server.folder))
    monkeypatch.setenv("ORCHESTRA_VLLM_CACHE_MEMORY", str(64 * 2**20))
    orchestra = [sys.executable, "-m", "orchestra.cli.main", "core"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def core(*argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*orchestra, *argv], capture_output=True, text=True, timeout=400, env=environment)

    try:
        started = core("start")
        assert started.returncode == 0, started.stderr
        status = json.loads(core("status", "--json").stdout)
        with Orchestra() as orc:
            answer = orc.ask("Write a short poem about the sea.", modules=["vllm"])
    finally:
        stopped = core("stop")
    assert "loading weights" in started.stderr or "starting the engine" in started.stderr
    assert status["answers"] and status["memory"] > 2**29
    assert answer.finish == "complete" and answer.error is None
    (charge,) = [charge for charge in answer.usage.charges if charge.instance == "vllm"]
    assert charge.method == "counted" and charge.flops > 0
    assert stopped.returncode == 0
    assert _session(status["pid"]) == []


def _session(leader: int) -> list[str]:
    """The living processes of a session."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(name)
    return found
