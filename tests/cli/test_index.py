"""`orchestra index`: changes with their progress, listing and searching."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from orchestra.cli.main import main

from .support import command, environment, interrupted


def files(shelf: Path) -> list[str]:
    """The files of the folder of texts, in order."""
    return [str(path) for path in sorted(shelf.iterdir())]


def test_create_tells_progress_and_lists_what_it_skipped(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output stays empty, even where a library prints to it."""
    assert main(["index", "create", "notes", *files(shelf)]) == 0

    out, err = capsys.readouterr()
    assert out == ""
    assert "reading 0%" in err
    assert f"skipped {shelf / 'three.bin'}: not text" in err
    assert err.endswith("index 'notes': 2 documents, 2 passages\n")


def test_index_is_added_to_taken_from_and_dropped(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each change says what the index holds after it."""
    main(["index", "create", "notes", str(shelf / "one.txt")])

    assert main(["index", "add", "notes", str(shelf / "two.txt")]) == 0
    assert "2 documents" in capsys.readouterr().err
    assert main(["index", "remove", "notes", str(shelf / "one.txt")]) == 0
    assert "1 documents" in capsys.readouterr().err
    assert main(["index", "drop", "notes"]) == 0
    capsys.readouterr()

    assert main(["index", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_list_gives_each_index_with_its_size(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people one line each, for programs an array."""
    main(["index", "create", "notes", str(shelf / "one.txt")])
    capsys.readouterr()

    assert main(["index", "list"]) == 0
    assert capsys.readouterr().out == "notes  1 documents, 1 passages\n"
    assert main(["index", "list", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["notes"]


def test_search_gives_place_score_and_words(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A passage is numbered and says where it stands."""
    main(["index", "create", "notes", *files(shelf)])
    capsys.readouterr()

    assert main(["index", "search", "notes", "library"]) == 0
    out = capsys.readouterr().out
    assert f"[1] {shelf / 'two.txt'}:1" in out
    assert "The library closes at six." in out

    assert main(["index", "search", "notes", "library", "--json"]) == 0
    [passage] = json.loads(capsys.readouterr().out)["passages"]
    assert passage["source"] == str(shelf / "two.txt")


def test_unknown_index_is_a_usage_mistake(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command that would make it is named."""
    assert main(["index", "search", "nots", "x"]) == 2

    assert "orchestra index create nots" in capsys.readouterr().err


def test_interrupt_keeps_a_usable_index_and_says_so(shelf: Path) -> None:
    """Ctrl-C in the middle of a change exits 130, and what there was can be searched."""
    argv = command("index", "create", "notes", str(shelf / "one.txt"), "--set", "endless=true")
    process = subprocess.Popen(argv, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "going on" in line:
            break
    out, err = interrupted(process)

    assert (process.returncode, out) == (130, "")
    assert "index 'notes' can be used, with 1 documents" in err
    assert main(["index", "search", "notes", "bridge"]) == 0
