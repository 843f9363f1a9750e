"""Files and folders to sources: what is found, what is read, and what is passed over with a reason.

Nothing that a file does to its reader stops the others: whatever is raised becomes a reason, in plain words. Hidden
files and folders are passed over, and so are those that programs fill (`node_modules`, virtual environments). Knows
nothing of formats, passages or indexes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from orchestra.spec import InputError, Skipped
from orchestra_modules.documents.readers import KNOWN, reader, reads
from orchestra_modules.documents.source import Fields, Source, Unreadable

_FILLED = frozenset({"__pycache__", "node_modules", "site-packages"})
_PACKAGES = {"docx": "python-docx"}  # import name -> what pip calls it
_INSTEAD = {
    ".doc": "save it as DOCX",
    ".rtf": "save it as DOCX",
    ".odt": "save it as DOCX",
    ".xls": "save it as CSV",
    ".xlsx": "save it as CSV",
    ".ods": "save it as CSV",
    ".epub": "save it as HTML",
    ".pptx": "save it as PDF",
    ".ppt": "save it as PDF",
    ".odp": "save it as PDF",
}


def find(root: Path) -> Iterator[tuple[Path, str]]:
    """The files of a root in a fixed order, each with its path relative to it.

    Folders that cannot be listed and links that lead nowhere or to a folder come too: `read` says what they are.
    """
    if not root.is_dir():
        if not root.exists() and not root.is_symlink():
            raise InputError(f"there is no file or folder {str(root)!r}", hint="check the path")
        yield root, root.name
        return
    yield from sorted(_within(root), key=lambda entry: Path(entry[1]).parts)


def _within(root: Path) -> Iterator[tuple[Path, str]]:
    refused: list[str] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: refused.append(str(error.filename))):
        here = Path(folder)
        folders[:] = [name for name in folders if not _passed_over(here / name)]
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*(name for name in files if not name.startswith(".")), *links):
            yield here / name, (here / name).relative_to(root).as_posix()
    for name in refused:
        path = Path(name)
        yield path, path.relative_to(root).as_posix() if path != root else path.name


def _passed_over(folder: Path) -> bool:
    return folder.name.startswith(".") or folder.name in _FILLED or (folder / "pyvenv.cfg").exists()


def size(path: Path) -> int:
    """The bytes of a file, none where it cannot be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def known() -> str:
    """What is read, for a message."""
    return KNOWN


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The documents of one file, or the reason why it has none; raises nothing."""
    try:
        _check(path)
        many = 0
        for source in reader(path.suffix.lower())(path, name, fields):
            if isinstance(source, Source) and not source.text.strip():
                continue
            many += 1
            yield source
        if not many:
            raise Unreadable("empty")
    except Unreadable as error:
        yield Skipped(source=str(path), reason=str(error))
    except Exception as error:  # a library may raise anything over a broken file
        yield Skipped(source=str(path), reason=_reason(error))


def _check(path: Path) -> None:
    """Unreadable when this is nothing to read: no plain file, of no type that is read, or empty."""
    suffix = path.suffix.lower()
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        if path.is_symlink():
            raise Unreadable("a link to a folder is not followed; name the folder itself")
        os.listdir(path)  # raises what kept it from being listed
        raise Unreadable("a folder that could not be listed")
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("no plain file")
    if not reads(suffix):
        instead = f"; {_INSTEAD[suffix]}" if suffix in _INSTEAD else ""
        raise Unreadable(f"no reader for {suffix} files{instead}")
    if not status.st_size:
        raise Unreadable("empty")


def _reason(error: Exception) -> str:
    """What went wrong, in words for the file's owner."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        needed = error.name.split(".")[0]
        return f"{needed} is not installed: `pip install {_PACKAGES.get(needed, needed)}` brings it"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, MemoryError):
        return "needs more memory than there is"
    if isinstance(error, UnicodeDecodeError):
        return f"not {error.encoding} text throughout (byte {error.start})"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    words = " ".join(str(error).split())
    return f"broken: {type(error).__name__}" + (f" ({words[:120]})" if words else "")
