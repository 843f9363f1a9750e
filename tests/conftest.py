"""What every test has: a state folder of its own and no setting from outside; and an Orchestra without modules."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from orchestra import Orchestra
from tests.fakes import EvenRouter, bare_profile

# Timings are for benchmarks: a loaded machine must not fail a property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state folder, with every ORCHESTRA_* of the caller's gone."""
    for name in [name for name in os.environ if name.startswith("ORCHESTRA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ORCHESTRA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def own_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test imports from its own folder is forgotten after it."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield
    for name, module in tuple(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(f"{tmp_path}{os.sep}"):
            del sys.modules[name]


@pytest.fixture
def even(monkeypatch: pytest.MonkeyPatch) -> type[EvenRouter]:
    """A router without opinions, so that plans are ordered by their cost alone."""
    monkeypatch.setattr(EvenRouter, "embeds", False)
    monkeypatch.setattr("orchestra.orchestra.Router", EvenRouter)
    return EvenRouter


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A profile in which no installed module is used."""
    return bare_profile(tmp_path)


@pytest.fixture
def orc(even: type[EvenRouter], bare: Path) -> Iterator[Orchestra]:
    """An Orchestra with no modules and a router without opinions."""
    with Orchestra(bare) as orchestra:
        yield orchestra
