"""Finding files: what is listed, what is passed over, and what is said of what cannot be looked into."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from orchestra_modules.documents.files import find, read
from orchestra_modules.documents.source import Fields

from orchestra.spec import Skipped

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, modes and pipes are POSIX's")


def reason(path: Path) -> str:
    """Why a file gives nothing."""
    (entry,) = read(path, path.name, Fields())
    assert isinstance(entry, Skipped)
    return entry.reason


def test_files_come_in_a_fixed_order_and_what_programs_keep_is_passed_over(tmp_path: Path) -> None:
    """Hidden files and folders, caches, installed packages and virtual environments."""
    for name in ("b.md", "a/z.md", "a/b.md", ".git/x.md", "node_modules/x.md", "env/pyvenv.cfg", "env/x.md", ".y.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("words", encoding="utf-8")
    assert [name for _, name in find(tmp_path)] == ["a/b.md", "a/z.md", "b.md"]


@posix
def test_links_that_lead_nowhere_in_circles_or_to_folders_are_reported(tmp_path: Path) -> None:
    """And a link to a file is read."""
    (tmp_path / "real.md").write_text("words", encoding="utf-8")
    for name, target in (("ring.md", "ring.md"), ("lost.md", "gone.md"), ("up", "."), ("good.md", "real.md")):
        (tmp_path / name).symlink_to(target)
    found = {name: path for path, name in find(tmp_path)}
    assert sorted(found) == ["good.md", "lost.md", "real.md", "ring.md", "up"]
    assert reason(found["ring.md"]).startswith("cannot be read: ")
    assert reason(found["lost.md"]) == "cannot be read: No such file or directory"
    assert reason(found["up"]) == "a link to a folder is not followed; name the folder itself"
    assert [type(entry).__name__ for entry in read(found["good.md"], "good.md", Fields())] == ["Source"]


@posix
def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    """Only plain files are opened."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert [reason(path) for path, _ in find(tmp_path)] == ["no plain file"]


@posix
def test_a_folder_that_may_not_be_listed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name; the others are read. (A superuser may list any, so the refusal is played.)"""
    (tmp_path / "shut").mkdir()
    (tmp_path / "open.md").write_text("words", encoding="utf-8")

    def guarded(real: Callable[[str], object]) -> Callable[[str], object]:
        def look(name: str) -> object:
            if Path(name).name == "shut":
                raise PermissionError(13, "Permission denied", name)
            return real(name)

        return look

    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, guarded(getattr(os, name)))
    found = list(find(tmp_path))
    assert [name for _, name in found] == ["open.md", "shut"]
    assert reason(found[1][0]) == "cannot be read: Permission denied"


def test_types_without_a_reader_are_named_with_a_way_out(tmp_path: Path) -> None:
    """Where there is one."""
    for name in ("old.doc", "photo.jpg"):
        (tmp_path / name).write_bytes(b"x")
    assert reason(tmp_path / "old.doc") == "no reader for .doc files; save it as DOCX"
    assert reason(tmp_path / "photo.jpg") == "no reader for .jpg files"
    (tmp_path / "nothing.md").touch()
    assert reason(tmp_path / "nothing.md") == "empty"
