"""What the tests of the command share: a state folder of their own, and modules in folders."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from .support import SCRIPTED, SHELF, Module

#: Built-in modules, kept out so that a test turns on nothing but the module it brings.
BUILT_IN = ("documents", "logic", "mathematics", "minilm", "quoter", "transformers", "vllm")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own, and no setting from outside."""
    for name in [name for name in os.environ if name.startswith("ORCHESTRA_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("ORCHESTRA_HOME", str(folder))
    profile = tmp_path / "bare.toml"
    profile.write_text(f"disable = {json.dumps(BUILT_IN)}\n", encoding="utf-8")
    monkeypatch.setenv("ORCHESTRA_PROFILE", str(profile))
    return folder


@pytest.fixture
def module(tmp_path: Path) -> Module:
    """Write a folder that holds an expert with the id and code given; give the folder."""

    def write(id: str, code: str = SCRIPTED, entry: str = "Scripted", more: str = "") -> Path:
        folder = tmp_path / "folders" / id
        folder.mkdir(parents=True)
        # Each test's file has a name of its own, for a module that was imported stays imported.
        file = f"{id}_{abs(hash(str(tmp_path)))}"
        (folder / f"{file}.py").write_text(code, encoding="utf-8")
        lines = [
            'spec = "1"',
            f'id = "{id}"',
            'version = "1.2.3"',
            'kind = "expert/1"',
            f'entry = "{file}:{entry}"',
            'summary = "Does as its query says"',
            'examples = ["say it"]',
            more,
        ]
        (folder / "module.toml").write_text("\n".join(lines), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def scripted(module: Module, home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A scripted expert that has been added."""
    from orchestra.cli.main import main

    folder = module("scripted")
    assert main(["modules", "add", str(folder)]) == 0
    capsys.readouterr()
    return folder


@pytest.fixture
def shelf(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A retriever that keeps indexes, added from its folder; give a folder with two texts and a file that is none."""
    from orchestra.cli.main import main

    folder = tmp_path / "folders" / "shelf"
    folder.mkdir(parents=True)
    file = f"shelf_{abs(hash(str(tmp_path)))}"
    (folder / f"{file}.py").write_text(SHELF, encoding="utf-8")
    manifest = f"""
spec = "1"
id = "shelf"
version = "1.0.0"
kind = "retriever/1"
entry = "{file}:Shelf"
summary = "Keeps lines of text"
intents = ["factual"]
examples = ["what stands there?"]
[capabilities]
indexes = true
[config.home]
type = "string"
default = "{{home}}/shelf.json"
"""
    (folder / "module.toml").write_text(manifest, encoding="utf-8")
    assert main(["modules", "add", str(folder)]) == 0
    capsys.readouterr()
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "one.txt").write_text("The bridge opens at nine.", encoding="utf-8")
    (texts / "two.txt").write_text("The library closes at six.", encoding="utf-8")
    (texts / "three.bin").write_bytes(b"\x00")
    return texts
