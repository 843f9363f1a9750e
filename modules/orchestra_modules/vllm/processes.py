"""Which processes descend from one, who they are for certain, and their end. Standard library only; POSIX.

A process is known by its number, the instant it started and its program: numbers are given out again. Linux is read
through /proc; elsewhere `ps` is asked, and a process that left both its parent and its group is not found.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

_LINUX = sys.platform == "linux"
_PAUSE = 0.02  # seconds between looks at processes that are about to end


class Process(NamedTuple):
    """One process; `start` is in ticks since boot on Linux and a date elsewhere, `exe` empty where it is not told."""

    pid: int
    parent: int
    group: int
    start: str
    zombie: bool

    @property
    def exe(self) -> str:
        """The program it runs, which a changed title does not hide."""
        try:
            return os.readlink(f"/proc/{self.pid}/exe").removesuffix(" (deleted)") if _LINUX else ""
        except OSError:
            return ""


def boot() -> str:
    """What tells one run of the machine from another; empty where it cannot be told."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""


def table() -> dict[int, Process]:
    """Every process that can be seen, by number."""
    if not _LINUX:
        return _listed()
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (process := look(int(name))) is not None:
            found[process.pid] = process
    return found


def look(pid: int) -> Process | None:
    """The process with this number, if there is one."""
    if not _LINUX:
        return _listed().get(pid)
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # The name in brackets may hold brackets and spaces itself; the fields begin after the last one.
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return Process(pid, int(fields[1]), int(fields[2]), fields[19].decode(), fields[0] in (b"Z", b"X"))


def _listed() -> dict[int, Process]:
    command = ["ps", "-axo", "pid=,ppid=,pgid=,stat=,lstart="]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    rows = (line.split(maxsplit=4) for line in lines)
    return {int(r[0]): Process(int(r[0]), int(r[1]), int(r[2]), r[4], r[3].startswith("Z")) for r in rows if len(r) > 4}


def family(root: int, *, group: int = 0) -> list[Process]:
    """The living processes that descend from `root`, itself left out, and those of a process group."""
    seen = table()
    children: dict[int, list[Process]] = {}
    for process in seen.values():
        children.setdefault(process.parent, []).append(process)
    found: dict[int, Process] = {}
    ahead = [root]
    while ahead:
        for child in children.get(ahead.pop(), ()):
            found[child.pid] = child
            ahead.append(child.pid)
    if group:
        found |= {process.pid: process for process in seen.values() if process.group == group}
    return [process for process in found.values() if not process.zombie and process.pid not in (root, os.getpid())]


def same(pid: int, start: str, exe: str = "") -> bool:
    """Whether the process that was noted so is still alive."""
    process = look(pid)
    if process is None or process.zombie or process.start != start:
        return False
    return not exe or not process.exe or process.exe == exe


def send(processes: Iterable[int], number: int) -> None:
    """Send a signal to each that is still there; one that is stopped is woken, so that it can heed it."""
    for pid in processes:
        for one in (number,) if number == signal.SIGKILL else (number, signal.SIGCONT):
            try:
                os.kill(pid, one)
            except (ProcessLookupError, PermissionError):
                break


def reap() -> dict[int, int]:
    """Bury the children that ended, adopted ones included: their numbers and exit codes."""
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended[pid] = os.waitstatus_to_exitcode(status)


def end(alive: Callable[[], list[int]], *, leader: int = 0, grace: float, bury: bool = True) -> list[int]:
    """Ask politely, the leader first and then all that it left; kill what is there after `grace` seconds.

    Gives the numbers of those that could not be ended, which sleep in the kernel.
    """
    started = time.monotonic()
    asked, all_asked_at = False, 0.0
    while pids := _left(alive, bury):
        now = time.monotonic()
        if leader in pids and not asked:
            asked = True
            send([leader], signal.SIGTERM)  # it ends its own; asking all at once makes it leave shared memory behind
        elif leader not in pids and not all_asked_at:
            all_asked_at = now
            send(pids, signal.SIGTERM)
        over = now - started >= grace or (all_asked_at and now - all_asked_at >= min(3.0, grace))
        if over:
            send(pids, signal.SIGKILL)
        if now - started > grace + 30:
            return pids
        time.sleep(_PAUSE)
    return []


def _left(alive: Callable[[], list[int]], bury: bool) -> list[int]:
    if bury:
        reap()
    return alive()


def memory(pids: Iterable[int]) -> int | None:
    """Bytes that processes hold together, shared pages counted once; none where it cannot be told."""
    total, told = 0, False
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
                total += 1024 * sum(int(line.split()[1]) for line in file if line.startswith(b"Pss:"))
            told = True
        except OSError:
            continue
    return total if told else None
