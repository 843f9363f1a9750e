"""The built wheel, not the source tree: what a user installs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILT = ("orchestra", "modules", "configs", "indexes")
FILES = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked into it, built from a copy so that the tree stays clean."""
    source = tmp_path_factory.mktemp("source")
    for folder in BUILT:
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, source)
    wheels = tmp_path_factory.mktemp("wheels")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(source)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    site = tmp_path_factory.mktemp("site")
    (wheel,) = wheels.glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    return site


def run(site: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(site), "ORCHESTRA_HOME": str(home)}
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(command, env=environ, cwd=home, capture_output=True, text=True, timeout=120)


def test_wheel_answers_a_query_in_a_worker(site: Path, tmp_path: Path) -> None:
    """A solver of the wheel runs in its own process and its answer is verified."""
    done = run(site, tmp_path, "-m", "orchestra.cli.main", "ask", "--json", "2+2")

    answer = json.loads(done.stdout)
    found = (answer["solution"]["value"], answer["verified"], answer["plan"])
    assert found == ("4", True, ["mathematics"]), done.stderr


def test_wheel_is_what_was_imported(site: Path, tmp_path: Path) -> None:
    """The tests of this file look at the wheel's files, not at the tree's."""
    done = run(site, tmp_path, "-c", "import orchestra, orchestra_modules; print(orchestra.__file__)")

    assert Path(done.stdout.strip()).is_relative_to(site), done.stderr


def test_wheel_holds_every_module_whole(site: Path, tmp_path: Path) -> None:
    """No built-in module is broken for want of a file."""
    done = run(site, tmp_path, "-m", "orchestra.cli.main", "modules", "list", "--json")

    listed = {row["id"]: row["state"] for row in json.loads(done.stdout)}
    assert {"minilm", "documents", "quoter", "mathematics", "transformers", "vllm"} <= set(listed)
    assert "broken" not in listed.values()


@pytest.mark.parametrize("profile", ["embedded", "vllm", "endpoint", "local"])
def test_wheel_holds_the_profiles(site: Path, tmp_path: Path, profile: str) -> None:
    """Each profile that ships can be chosen by name."""
    done = run(site, tmp_path, "-m", "orchestra.cli.main", "--profile", profile, "modules", "list")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("package", ["orchestra", "orchestra_modules"])
def test_wheel_is_typed(site: Path, package: str) -> None:
    """Type checkers of users see the annotations."""
    assert (site / package / "py.typed").is_file()


def test_wheel_holds_the_guide_and_the_weights(site: Path) -> None:
    """The manual and the router's weights ship."""
    assert any((site / "orchestra_indexes" / "guide").glob("*.md"))
    assert any((site / "orchestra" / "router" / "data").glob("*.npz"))
