"""Where an index lies on disk, which build of it is the current one, and who may write.

    <home>/<name>/current          one line of JSON naming the build; replaced atomically, last of all
    <home>/<name>/builds/<id>/     stamp.json, passages.sqlite, the vectors and the words of one build
    <home>/.<name>.lock            held by the one process that writes; it stays, empty

A build is written whole beside the others, so a kill at any instant leaves the one that `current` names. Folders are
0700, files 0600. Knows nothing of what a build holds, but that its stamp lists its files with their checksums.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import sqlite3
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from orchestra.spec import IndexBroken, InputError, StoreError
from orchestra_modules.documents.integrity import Depth, faults

T = TypeVar("T")

#: Raised when what is stored changes, or what of a passage is embedded.
FORMAT = 2

_STAMP = "stamp.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_BUILD = re.compile(r"[0-9a-f]{12}")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def mend(name: str) -> str:
    """The command that makes an index anew, where nothing is left to tell of what."""
    return f"orchestra index create {name} PATH..."


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

    @property
    def mend(self) -> str:
        """The command that makes the index anew, from the best of what can still be read."""
        for stamp in self.folder.glob(f"builds/*/{_STAMP}"):
            with suppress(IndexBroken):
                return str(read_stamp(stamp.parent, self.name)["mend"])
        # An older format's stamp has no checksum; the pointer repeats the command.
        for file in (self.folder / "current", *self.folder.glob(f"builds/*/{_STAMP}")):
            with suppress(OSError, ValueError, KeyError, TypeError):
                return str(json.loads(file.read_text(encoding="utf-8"))["mend"])
        return mend(self.name)

    def current(self) -> Path | None:
        """The folder of the current build; none when there is no index. IndexBroken when the pointer is unreadable."""
        try:
            pointer = json.loads((self.folder / "current").read_text(encoding="utf-8"))
            build, version = str(pointer["build"]), pointer["format"]
            whole = version != FORMAT or _is_whole(pointer)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self.broken(f"its pointer cannot be read: {error!r}") from error
        if version != FORMAT:
            raise IndexBroken(
                f"index {self.name!r} has format {version!r}, this version reads format {FORMAT}",
                hint=f"`{self.mend}`",
            )
        if not whole or not _BUILD.fullmatch(build):
            raise self.broken("its pointer is not what was written")
        return self.folder / "builds" / build

    def mark(self) -> tuple[int, int] | None:
        """What changes whenever another build becomes the current one: the pointer's file and its time."""
        try:
            found = os.stat(os.path.join(self.folder, "current"))
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def stamp(self) -> dict[str, Any] | None:
        """What the current build says of itself; none when there is no index. IndexBroken also for files cut short."""
        return self.steady(lambda build: self.check(build, "size"))

    def steady(self, look: Callable[[Path], T]) -> T | None:
        """What a look at the current build gives, none when there is no index. IndexBroken.

        Where a writer replaced the build during the look, that is not a damage: the next one is looked at.
        """
        while True:
            build = self.current()
            if build is None:
                return None
            try:
                return look(build)
            except IndexBroken:
                if self.current() == build:
                    raise

    def check(self, build: Path, depth: Depth) -> dict[str, Any]:
        """The stamp of a build whose files agree with it. IndexBroken says which does not."""
        try:
            stamp = read_stamp(build, self.name)
        except IndexBroken as error:
            raise IndexBroken(error.message, hint=f"`{self.mend}`") from error
        for fault in faults(build, stamp["files"], depth):
            if fault:
                raise self.broken(fault)
        return stamp

    def broken(self, what: str) -> IndexBroken:
        """The error for a damaged index, with the command that mends it."""
        return IndexBroken(f"index {self.name!r} is damaged: {what}", hint=f"`{self.mend}`")

    def begin(self) -> Path:
        """An empty folder for a new build; what an interrupted writer left is cleared first."""
        with suppress(IndexBroken):  # what a damaged pointer named may still be of use, until there is a new build
            self._clear(self.current())
        for folder in (self.home, self.folder, self.folder / "builds"):
            _private(folder)
        return _private(self.folder / "builds" / uuid.uuid4().hex[:12])

    def commit(self, build: Path) -> None:
        """Make a finished build the current one, and clear the one it replaces."""
        draft = build / "current"
        told = {"format": FORMAT, "build": build.name, "mend": read_stamp(build, self.name)["mend"]}
        draft.write_text(json.dumps(_checked(told)), encoding="utf-8")
        for file in build.rglob("*"):
            file.chmod(0o700 if file.is_dir() else 0o600)
            _sync(file)
        for folder in (build, build.parent, self.folder):
            _sync(folder)
        os.replace(draft, self.folder / "current")
        _sync(self.folder)
        self._clear(build)  # a reader that has the last one open keeps its files

    def abandon(self, build: Path) -> None:
        """Take back a build that did not become the current one, and the index's folder where it held nothing else."""
        with suppress(IndexBroken):
            if self.current() == build:
                return
        shutil.rmtree(build, ignore_errors=True)
        with suppress(OSError):
            build.parent.rmdir()
            self.folder.rmdir()

    def drop(self) -> None:
        """Take the index away: hidden at once by a rename, then deleted."""
        os.replace(self.folder, self.home / f".{self.name}.{uuid.uuid4().hex[:12]}")
        _sync(self.home)
        self._clear(None)

    def _clear(self, keep: Path | None) -> None:
        """Delete every build but one, and what an interrupted drop left."""
        graves = [grave for grave in self.home.glob(f".{self.name}.*") if grave.is_dir()]
        for folder in (*graves, *self.folder.glob("builds/*")):
            if folder != keep:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, across processes. StoreError when another one is at work, or the disk refuses."""
        with self._disk():
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

    @contextmanager
    def _disk(self) -> Iterator[None]:
        """What the disk refuses, as an error that says what to do."""
        try:
            yield
        except (OSError, sqlite3.Error, RuntimeError) as error:  # the last is how FAISS tells of files
            if _is_full(error):
                raise StoreError(
                    f"no room for index {self.name!r} in {self.home}; what was there before is as it was",
                    hint="free some room on that disk, then give the command again",
                ) from error
            if isinstance(error, RuntimeError) and "write error" not in str(error):
                raise
            raise StoreError(
                f"index {self.name!r} cannot be written: {error}; what was there before is as it was",
                hint=f"see that {self.home} has room and that you may write there, then give the command again",
            ) from error


def names(home: Path) -> tuple[str, ...]:
    """The indexes that have a current build, or a damaged one, in order."""
    if not home.is_dir():
        return ()
    return tuple(sorted(name for name in os.listdir(home) if exists(home, name)))


def exists(home: Path, name: str) -> bool:
    """Whether there is an index of this name, whole or damaged."""
    return _NAME.fullmatch(name) is not None and os.path.exists(os.path.join(home, name, "current"))


def read_stamp(build: Path, name: str) -> dict[str, Any]:
    """A build's stamp. IndexBroken when it is missing, no stamp, or not as it was written."""
    try:
        stamp = json.loads((build / _STAMP).read_text(encoding="utf-8"))
        whole = _is_whole(stamp)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexBroken(
            f"index {name!r} is damaged: its stamp cannot be read: {error!r}", hint=f"`{mend(name)}`"
        ) from error
    if not whole:
        raise IndexBroken(f"index {name!r} is damaged: its stamp is not what was written", hint=f"`{mend(name)}`")
    return {key: value for key, value in stamp.items() if key != "check"}


def write_stamp(build: Path, stamp: dict[str, Any]) -> None:
    """Write a build's stamp, with a checksum of its own."""
    (build / _STAMP).write_text(json.dumps(_checked(stamp), indent=2), encoding="utf-8")


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    """With a checksum of the rest; no line end follows, so that no byte can go unnoticed."""
    return {**told, "check": hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()}


def _is_whole(told: dict[str, Any]) -> bool:
    rest = {key: value for key, value in told.items() if key != "check"}
    return bool(told["check"] == _checked(rest)["check"])


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    return "is full" in str(error) or any(os.strerror(code) in str(error) for code in _FULL)


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
