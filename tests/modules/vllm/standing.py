"""What the tests of managed servers share: the stand-in for vLLM, servers made quick, and waits with an end."""

from __future__ import annotations

import functools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from orchestra_modules.vllm import processes, record, supervisor
from orchestra_modules.vllm.managed import Managed
from orchestra_modules.vllm.status import Status

from orchestra.testing.stand_in import install

PATIENCE = 60.0  # for what takes a moment on a quiet machine
_SPEC = supervisor.Spec


class Stand:
    """A state folder, a model's folder, and the stand-in as the `vllm` that is found."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = folder / "home"
        self.model = folder / "tiny"
        self.model.mkdir()
        (self.model / "config.json").write_text("{}", encoding="utf-8")
        self.made: list[Managed] = []
        self._patch = monkeypatch
        fake = install(folder / "fake")
        monkeypatch.syspath_prepend(str(fake))
        monkeypatch.setenv("PYTHONPATH", str(fake))
        monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
        monkeypatch.setenv("STAND_IN", "{}")
        self.hurry()

    def hurry(self, **spec: Any) -> None:
        """Give supervisors shorter times than people want."""
        given = {"check": 0.1, "stall": 1.0, "backoff": 0.05, "grace": 2.0, **spec}
        self._patch.setattr(supervisor, "Spec", functools.partial(_SPEC, **given))

    def misbehave(self, **manners: Any) -> None:
        """How servers that start from now on behave."""
        self._patch.setenv("STAND_IN", json.dumps(manners))

    def managed(self, *, url: str = "", key: str = "", **options: Any) -> Managed:
        """A managed server; closed and stopped after the test."""
        given: Any = {"manage": True, "home": str(self.home), "cache_memory": 2**26, **options}
        made = Managed(model=str(self.model), url=url, key=lambda: key, options=given)
        self.made.append(made)
        return made

    def ready(self, managed: Managed) -> list[str]:
        """Begin it and wait until it answers; the lines told meanwhile."""

        async def lines() -> list[str]:
            with anyio.fail_after(PATIENCE):
                return [line async for line in managed.until_ready()]

        managed.begin()
        return anyio.run(lines)

    def family(self, managed: Managed) -> dict[str, int]:
        """The processes of a server that answers, all of them alive: by what they are."""
        state = record.read(managed.folder)
        assert state is not None
        worker = until(lambda: [p for p in processes.family(state["pid"]) if not p.zombie and p.parent != state["pid"]])
        engine = worker[0].parent
        found = {"keeper": state["keeper"][0], "supervisor": state["supervisor"][0], "server": state["pid"]}
        found |= {"engine": engine, "worker": worker[0].pid}
        assert all(map(living, found.values()))
        return found


def living(pid: int) -> bool:
    """Whether a process is there and not just unburied."""
    process = processes.look(pid)
    return process is not None and not process.zombie


def gone(*pids: int) -> bool:
    """Whether all of these end before patience does."""
    return bool(until(lambda: not any(map(living, pids))))


def until(look: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Look again and again until there is something; fails when there is not."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "it did not come to be in time"
        time.sleep(0.01)
    return found


def phase(managed: Managed, name: str) -> Status:
    """Wait for a phase."""

    def look() -> Status | None:
        status = managed.status(ask=False)
        return status if status.phase == name else None

    found: Status = until(look)
    return found
