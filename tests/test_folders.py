"""The list of folders whose modules run."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from orchestra.folders import Folders
from orchestra.spec import ConfigError, StoreError

NAMES = ["plain", "with space", 'quo"te', "back\\slash", "été", "snow ☃", "face 😀", "new\nline", "del\x7f", "tab\t"]


def test_folders_come_back_in_the_order_added(tmp_path: Path) -> None:
    """Whatever their names hold; one that is added again moves to the end."""
    folders = Folders(tmp_path / "home")
    assert folders.paths() == ()
    paths = [tmp_path / name for name in NAMES]
    for path in paths:
        folders.add(path)
    assert Folders(tmp_path / "home").paths() == tuple(paths)
    folders.add(paths[0])
    assert folders.paths() == (*paths[1:], paths[0])


def test_a_folder_is_forgotten_when_removed(tmp_path: Path) -> None:
    """One that was not added is refused with those that were."""
    folders = Folders(tmp_path)
    folders.add(tmp_path / "a")
    with pytest.raises(ConfigError, match="/a"):
        folders.remove(tmp_path / "b")
    folders.remove(tmp_path / "a")
    assert folders.paths() == ()


def test_a_name_that_is_no_text_is_refused_and_the_list_stays(tmp_path: Path) -> None:
    """It could not be written down."""
    folders = Folders(tmp_path)
    folders.add(tmp_path / "a")
    with pytest.raises(ConfigError, match="not valid text"):
        folders.add(tmp_path / "\udcff")
    assert folders.paths() == (tmp_path / "a",)


def test_the_list_is_its_owner_s_alone(tmp_path: Path) -> None:
    """Whoever can write it can run code."""
    folders = Folders(tmp_path / "home")
    folders.add(tmp_path / "a")
    assert stat.S_IMODE(folders.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folders.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in folders.path.parent.iterdir()] == ["modules.toml"]


@pytest.mark.parametrize("text", ["folders = [", "", "folders = 5", "folders = [5]", "\udcff"])
def test_a_damaged_list_is_a_store_error(tmp_path: Path, text: str) -> None:
    """With what to do."""
    folders = Folders(tmp_path)
    folders.path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(StoreError, match="mend or remove"):
        folders.paths()
