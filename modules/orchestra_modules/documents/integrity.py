"""Whether the files of a build are as they were written: their sizes, times and checksums, kept in its stamp.

Knows nothing of what the files hold. Not covered: a disk that changes a large file without touching its time, which
only the depth "whole" finds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

#: "size" looks at sizes; "open" also reads what is small or was touched since; "whole" reads everything.
Depth = Literal["size", "open", "whole"]

_SMALL = 16 << 20  # bytes; a checksum of so many takes some ten milliseconds
_STRETCH = 1 << 20


def record(build: Path) -> dict[str, dict[str, int | str]]:
    """Every file of a build by its path in it, with its size in bytes, its time and its checksum."""
    return {
        file.relative_to(build).as_posix(): {
            "bytes": file.stat().st_size,
            "mtime_ns": file.stat().st_mtime_ns,
            "sha256": _checksum(file, lambda: None),
        }
        for file in sorted(build.rglob("*"))
        if file.is_file()
    }


def faults(
    build: Path, written: Mapping[str, Mapping[str, Any]], depth: Depth, check: Callable[[], None] = lambda: None
) -> Iterator[str]:
    """For every file in turn how it differs from its record; an empty text where it does not."""
    for name, was in written.items():
        yield _fault(build / name, name, was, depth, check)


def _fault(file: Path, name: str, was: Mapping[str, Any], depth: Depth, check: Callable[[], None]) -> str:
    try:
        there = file.stat()
        if there.st_size != was["bytes"]:
            return f"{name} has {there.st_size:,} bytes, and {was['bytes']:,} were written"
        touched = there.st_size <= _SMALL or there.st_mtime_ns != was["mtime_ns"]
        if (depth == "whole" or (depth == "open" and touched)) and _checksum(file, check) != was["sha256"]:
            return f"{name} is not what was written: its checksum differs"
    except FileNotFoundError:
        return f"{name} is missing"
    except OSError as error:
        return f"{name} cannot be read: {error.strerror}"
    return ""


def _checksum(file: Path, check: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while stretch := stream.read(_STRETCH):
            check()
            digest.update(stretch)
    return digest.hexdigest()
