"""Where an index lies on disk, which build of it is the current one, and who may write.

    <home>/<name>/current          one line of JSON naming the build; replaced atomically, last of all
    <home>/<name>/builds/<id>/     stamp.json, passages.sqlite, the vectors and the words of one build
    <home>/.<name>.lock            held by the one process that writes

A build is written whole beside the others, so a kill at any instant leaves the one that `current` names. Folders are
0700, files 0600. Knows nothing of what a build holds.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from orchestra.spec import IndexBroken, InputError, StoreError

FORMAT = 2

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def mend(name: str, roots: tuple[str, ...] | None = None) -> str:
    """The command that makes an index anew: from the roots given (none: its own sources), or from paths to fill in."""
    paths = ("PATH...",) if roots is None else tuple(shlex.quote(root) for root in roots)
    return " ".join(("orchestra index create", name, *paths))


class Layout:
    """The folder of one index."""

    def __init__(self, home: Path, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise InputError(
                f"{name!r} cannot name an index", hint="use letters, digits, '-' and '_', at most 64 of them"
            )
        self.name = name
        self.home = home
        self.folder = home / name

    def current(self) -> Path | None:
        """The folder of the current build; none when there is no index. IndexBroken when the pointer is unreadable."""
        try:
            pointer = json.loads((self.folder / "current").read_text(encoding="utf-8"))
            build, version = str(pointer["build"]), pointer["format"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexBroken(f"index {self.name!r} is damaged: {error}", hint=f"`{mend(self.name)}`") from error
        if version != FORMAT:
            raise IndexBroken(
                f"index {self.name!r} has format {version}, this version reads format {FORMAT}",
                hint=f"`{mend(self.name)}`",
            )
        return self.folder / "builds" / build

    def stamp(self) -> dict[str, Any] | None:
        """What the current build says of itself; none when there is no index."""
        while True:
            build = self.current()
            if build is None:
                return None
            try:
                return read_stamp(build, self.name)
            except IndexBroken:
                if self.current() == build:  # otherwise a writer replaced it between the two looks
                    raise

    def begin(self) -> Path:
        """An empty folder for a new build; what an interrupted writer left is cleared first."""
        current = self.current_or_none()
        _private(self.home)
        _private(self.folder)
        _private(self.folder / "builds")
        for build in (self.folder / "builds").iterdir():
            if build != current:
                shutil.rmtree(build, ignore_errors=True)
        return _private(self.folder / "builds" / uuid.uuid4().hex[:12])

    def commit(self, build: Path) -> None:
        """Make a finished build the current one, and clear the one it replaces."""
        for file in build.rglob("*"):
            file.chmod(0o700 if file.is_dir() else 0o600)
            _sync(file)
        _sync(build)
        draft = self.folder / f"current.{build.name}"
        draft.write_text(json.dumps({"format": FORMAT, "build": build.name}) + "\n", encoding="utf-8")
        draft.chmod(0o600)
        _sync(draft)
        previous = self.current_or_none()
        os.replace(draft, self.folder / "current")
        _sync(self.folder)
        if previous is not None and previous != build:
            shutil.rmtree(previous, ignore_errors=True)  # a reader that has it open keeps its files

    def drop(self) -> None:
        """Take the index away: hidden at once by a rename, then deleted."""
        grave = self.home / f".{self.name}.{uuid.uuid4().hex[:12]}"
        os.replace(self.folder, grave)
        shutil.rmtree(grave, ignore_errors=True)

    def current_or_none(self) -> Path | None:
        """The current build, or none where there is no usable one."""
        with suppress(IndexBroken):
            return self.current()
        return None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, across processes. StoreError when another one is at work."""
        _private(self.home)
        descriptor = os.open(self.home / f".{self.name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _lock(descriptor):
                raise StoreError(
                    f"index {self.name!r} is being written by another process",
                    hint="try again when it is done",
                    retryable=True,
                )
            yield
        finally:
            os.close(descriptor)  # which gives the lock back


def names(home: Path) -> tuple[str, ...]:
    """The indexes that have a current build, or a damaged one, in order."""
    if not home.is_dir():
        return ()
    return tuple(sorted(file.parent.name for file in home.glob("*/current") if _NAME.fullmatch(file.parent.name)))


def read_stamp(build: Path, name: str) -> dict[str, Any]:
    """A build's stamp. IndexBroken when it is missing or no stamp."""
    try:
        stamp = json.loads((build / "stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexBroken(f"index {name!r} is damaged: {error}", hint=f"`{mend(name)}`") from error
    if not isinstance(stamp, dict) or "embedder" not in stamp:
        raise IndexBroken(f"index {name!r} is damaged: its stamp names no embedder", hint=f"`{mend(name)}`")
    return stamp


def _private(folder: Path) -> Path:
    # `parents=True` would leave the parents readable by others.
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _sync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
