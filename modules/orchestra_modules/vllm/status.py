"""How a managed server is, as its supervisor's record and its processes tell. Asks nothing of the server itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from orchestra_modules.vllm import processes, record
from orchestra_modules.vllm.hold import alive


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a managed server is; `answers` is none where it was not tried, `since` a date of the epoch."""

    phase: str
    model: str
    served: str = ""
    url: str = ""
    pid: int | None = None
    supervisor: int | None = None
    since: float | None = None
    memory: int | None = None
    answers: bool | None = None
    seconds: float | None = None
    restarts: int = 0
    detached: bool = False
    stage: str = ""
    log: str = ""
    error: str = ""
    left_over: tuple[int, ...] = ()

    def json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def status_of(state: dict[str, Any]) -> Status:
    """What a supervisor's record comes to, now that it may be gone."""
    there = alive(state)
    left: tuple[int, ...] = () if there else tuple(record.left_over(state))
    phase = state["phase"]
    if not there and phase in (*record.LIVE, "stopping"):
        phase = "failed" if left or phase != "stopping" else "stopped"
    return Status(
        phase=phase,
        model=state["model"],
        served=state["served"],
        url=state["url"] if there else "",
        pid=state["pid"] if there else None,
        supervisor=state["supervisor"][0] if there else None,
        since=state["since"] if there else None,
        memory=processes.memory(pid for pid, _, _ in state["members"]) if there else None,
        restarts=state["restarts"],
        detached=bool(state["detached"]) and there,
        stage=state["stage"] if there else "",
        log=state["log"],
        error=str(state["error"]) if there or phase == "failed" else "",
        left_over=left,
    )
