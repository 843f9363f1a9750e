"""Who listens on a port of this machine, as far as Linux tells an ordinary user. Reads /proc; standard library only."""

from __future__ import annotations

import os
from pathlib import Path

_LISTEN = "0A"


def listener(port: int) -> str:
    """The program and number of the process, such as "python, process 12"; empty where it cannot be told."""
    inodes = {f"socket:[{inode}]" for inode in _inodes(port)}
    if not inodes:
        return ""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(link) in inodes for link in (folder / "fd").iterdir()):
                return f"{(folder / 'comm').read_text(encoding='utf-8').strip()}, process {folder.name}"
        except OSError:  # it has ended, or is another user's
            continue
    return ""


def _inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows = [line.split() for line in Path(table).read_text(encoding="ascii").splitlines()[1:]]
        except OSError:
            continue
        # The columns: number, own address, other address, state, ..., inode.
        found |= {row[9] for row in rows if row[3] == _LISTEN and int(row[1].rpartition(":")[2], 16) == port}
    return found
