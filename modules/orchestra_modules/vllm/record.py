"""What a supervisor says of itself and its server, in a file that is replaced whole. Standard library only."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or __package__:
    from orchestra_modules.vllm import processes
else:  # imported by the supervisor, which runs without the package
    import processes

STATE = "state.json"
SCRATCH = "orchestra-core-"  # what the names of folders for sockets begin with
FORMAT = 1
#: Phases in which there is a server, or will be one.
LIVE = ("starting", "ready", "restarting")

_LINES = 400  # of the log that an error keeps: the cause stands far above the end


def read(folder: Path) -> dict[str, Any] | None:
    """What the supervisor last said of itself; none when there was none, or of another format."""
    try:
        state = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) and state.get("format") == FORMAT else None


def write(folder: Path, state: dict[str, Any]) -> None:
    """Replace the state whole; a disk that is full leaves the old."""
    beside = folder / f"{STATE}.new"
    with contextlib.suppress(OSError):
        with open(beside, "w", encoding="utf-8", opener=private) as file:
            json.dump(state, file)
        os.replace(beside, folder / STATE)


def left_over(state: dict[str, Any]) -> list[int]:
    """Processes of a server whose supervisor is no more: those noted, and those of its group with its program."""
    if state.get("boot") != processes.boot():
        return []
    found = {pid for pid, start, exe in state["members"] if processes.same(pid, start, exe)}
    leader = state.get("pid")
    noted = {exe for _, _, exe in state["members"]} - {""}
    if leader:
        began = min((float(start) for _, start, _ in state["members"] if start.isdigit()), default=float("inf"))
        found |= {
            process.pid
            for process in processes.table().values()
            if process.group == leader and not process.zombie and process.exe in noted and float(process.start) >= began
        }
    return sorted(found)


def tidy(scratch: str) -> None:
    """Remove the folder of a server's sockets: where it was killed it leaves them."""
    if os.path.basename(scratch).startswith(SCRATCH):
        shutil.rmtree(scratch, ignore_errors=True)


def identity(pid: int) -> list[Any]:
    """A process's number, start and program, by which `processes.same` knows it again."""
    process = processes.look(pid)
    return [pid, process.start if process else "", process.exe if process else ""]


def tail(path: str) -> list[str]:
    """The last lines of a log."""
    try:
        with open(path, "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 64 * 1024))
            return file.read().decode("utf-8", "replace").splitlines()[-_LINES:]
    except OSError:
        return []


def private(path: str, flags: int) -> int:
    """Open a file that is its owner's alone."""
    return os.open(path, flags, 0o600)
