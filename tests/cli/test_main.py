"""The command line as a whole: help, version, usage mistakes, and what it does not load."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from orchestra import __version__
from orchestra.cli.main import COMMANDS, main

from .support import HEAVY, Module, command, environment

LOADED = "import json, sys; from orchestra.cli.main import main; code = main({argv}); sys.stderr.write('\\n' + "
LOADED += "json.dumps([code, sorted({{name.partition('.')[0] for name in sys.modules}})]))"


def loaded(*argv: str) -> tuple[int, set[str], str]:
    """Run the command in a process of its own: its exit code, the packages it loaded, and its standard output."""
    script = LOADED.format(argv=list(argv))
    done = subprocess.run([command()[0], "-c", script], env=environment(), capture_output=True, text=True, check=True)
    code, packages = json.loads(done.stderr.splitlines()[-1])
    return code, set(packages), done.stdout


@pytest.mark.parametrize("argv", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_and_version_load_nothing_heavy(argv: list[str]) -> None:
    """Help comes without the runtime, its data model, or anything a module needs."""
    code, packages, out = loaded(*argv)

    assert code == 0
    assert out
    assert not packages & (HEAVY | {"pydantic", "anyio", "numpy", "prompt_toolkit", "rich", "httpx"})


def test_import_orchestra_loads_nothing_heavy() -> None:
    """The package itself is light, and so is the Orchestra object's own module."""
    script = "import json, sys; import orchestra, orchestra.orchestra; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([command()[0], "-c", script], env=environment(), capture_output=True, text=True, check=True)

    assert not HEAVY & {name.partition(".")[0] for name in json.loads(done.stdout)}


@pytest.mark.parametrize("argv", [["modules", "list"], ["doctor"], ["index", "list"]])
def test_listing_loads_nothing_heavy_even_with_a_module_whose_import_raises(
    argv: list[str], module: Module, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With every built-in module in place and a faulty folder beside them, a listing imports the code of none."""
    monkeypatch.delenv("ORCHESTRA_PROFILE")
    folder = module("faulty", "raise RuntimeError('imported')")
    assert main(["modules", "add", str(folder)]) == 0

    code, packages, out = loaded(*argv)

    assert code == 0
    assert not packages & HEAVY
    assert "faulty" in out or argv == ["index", "list"]


def test_version_names_the_release(capsys: pytest.CaptureFixture[str]) -> None:
    """--version prints one line."""
    assert main(["--version"]) == 0

    assert capsys.readouterr().out == f"orchestra {__version__}\n"


@pytest.mark.parametrize(
    ("argv", "what"),
    [
        pytest.param(["aks", "x"], "did you mean 'ask'", id="command"),
        pytest.param(["ask", "--jsn", "x"], "--jsn", id="flag"),
        pytest.param(["ask", "--budget", "much", "x"], "much", id="budget"),
        pytest.param(["ask", "--budget", "-1", "x"], "-1", id="negative"),
        pytest.param(["ask", "--budget", "nan", "x"], "nan", id="nan"),
        pytest.param(["ask", "--profile", "nope", "x"], "no profile 'nope'", id="profile"),
        pytest.param(["--profile", "nope", "ask", "x"], "no profile 'nope'", id="profile-before"),
        pytest.param(["ask", "--module", "nope", "x"], "no instance 'nope'", id="module"),
        pytest.param(["ask", "--index", "nope", "x"], "no index 'nope'", id="index"),
        pytest.param(["ask", ""], "the query is empty", id="empty"),
        pytest.param(["ask", "--json", " "], "the query is empty", id="empty-json"),
        pytest.param(["ask", "a\0b"], "null byte", id="null"),
        pytest.param(["index", "create"], "NAME", id="name"),
        pytest.param(["index", "search", "nope", "x"], "no retriever", id="search"),
        pytest.param(["modules", "show", "nope"], "no instance 'nope'", id="show"),
        pytest.param(["modules", "remove", "/nowhere"], "/nowhere", id="remove"),
    ],
)
def test_usage_mistakes_exit_2_with_nothing_on_stdout(
    argv: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A usage mistake is one line of what happened and one of what to do, on standard error."""
    assert main(argv) == 2

    out, err = capsys.readouterr()
    assert out == ""
    first, second = err.splitlines()
    assert first.startswith("orchestra: error: ")
    assert what in first
    assert second.startswith("hint: ")


def test_no_command_prints_help_and_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    """The bare name shows what there is."""
    assert main([]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert all(name in err for name in COMMANDS)


def test_damaged_state_exits_5(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no mistake of the caller is told apart from one."""
    home.mkdir()
    (home / "modules.toml").write_text("folders = ", encoding="utf-8")

    assert main(["modules", "list"]) == 5

    assert "modules.toml" in capsys.readouterr().err


def test_fault_of_the_command_is_one_line_and_a_trace_only_with_debug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody meets a bare traceback."""
    from orchestra.cli import route

    monkeypatch.setattr(route, "run", lambda args: 1 / 0)

    assert main(["route", "x"]) == 5
    assert capsys.readouterr().err.splitlines() == [
        "orchestra: error: ZeroDivisionError: division by zero",
        "hint: run with --debug to see where",
    ]

    assert main(["route", "--debug", "x"]) == 5
    assert "Traceback" in capsys.readouterr().err
