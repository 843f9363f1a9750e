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
    assert "1 document," in capsys.readouterr().err
    assert main(["index", "drop", "notes"]) == 0
    capsys.readouterr()

    assert main(["index", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_list_gives_each_index_with_its_size(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people one line each, for programs an array."""
    main(["index", "create", "notes", str(shelf / "one.txt")])
    capsys.readouterr()

    assert main(["index", "list"]) == 0
    assert capsys.readouterr().out == "notes  1 document, 1 passage\n"
    assert main(["index", "list", "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["notes"]


def test_search_gives_score_place_and_the_best_sentence(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A passage is numbered; one without sentences is shown whole."""
    main(["index", "create", "notes", *files(shelf)])
    capsys.readouterr()

    assert main(["index", "search", "notes", "library"]) == 0
    out = capsys.readouterr().out
    assert f"[1] 1.000  {shelf / 'two.txt'}:1\n" in out
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
    assert "index 'notes' can be used, with 1 document," in err
    assert main(["index", "search", "notes", "bridge"]) == 0


def test_an_index_is_updated_looked_into_and_verified(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What differs is counted, the documents are listed, and a whole index is said to be whole."""
    main(["index", "create", "notes", *files(shelf)])
    (shelf / "one.txt").write_text("The bridge is closed.", encoding="utf-8")
    (shelf / "two.txt").unlink()
    capsys.readouterr()

    assert main(["index", "update", "notes"]) == 0
    assert "index 'notes': 1 document, 1 passage; 1 changed, 1 removed\n" in capsys.readouterr().err
    assert main(["index", "update", "notes"]) == 0
    assert "; nothing differs\n" in capsys.readouterr().err

    assert main(["index", "show", "notes"]) == 0
    out = capsys.readouterr().out
    assert "documents   1\n" in out
    assert "mended by   orchestra index create notes PATH...\n" in out
    assert main(["index", "show", "notes", "--documents"]) == 0
    assert capsys.readouterr().out == f"{shelf / 'one.txt'}  1 passage  {shelf / 'one.txt'}\n"
    assert main(["index", "show", "notes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 1

    assert main(["index", "verify", "notes"]) == 0
    assert "index 'notes' is whole: 1 document, 1 passage\n" in capsys.readouterr().err


def test_a_broken_index_ends_verify_with_its_faults_and_the_command(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 5; a program gets the same as JSON."""
    main(["index", "create", "notes", str(shelf / "one.txt"), "--set", "broken=true"])
    capsys.readouterr()

    assert main(["index", "verify", "notes"]) == 5
    err = capsys.readouterr().err
    assert "broken: the shelf is bent\n" in err
    assert "hint: `orchestra index create notes PATH...`" in err
    assert main(["index", "verify", "notes", "--json"]) == 5
    assert json.loads(capsys.readouterr().out)["faults"] == ["the shelf is bent"]


def test_fields_of_rows_are_options_of_create_and_add(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They reach the retriever as settings, beside those of --set."""
    fields = ["--id-field", "key", "--title-field", "name", "--text-field", "body", "--set", "n=3"]
    settings = {"n": 3, "id_field": "key", "title_field": "name", "text_field": "body"}
    for action in ("create", "add"):
        assert main(["index", action, "notes", str(shelf / "one.txt"), *fields]) == 0
        assert f"settings {json.dumps(settings)}" in capsys.readouterr().err


def test_what_a_retriever_does_not_do_is_said(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether it declines, or has never heard of it."""
    main(["index", "create", "notes", str(shelf / "one.txt"), "--set", "old=true"])
    main(["index", "create", "other", str(shelf / "one.txt"), "--set", "declines=true"])
    capsys.readouterr()

    for action, does in (("update", "update"), ("verify", "verify"), ("show", "list the documents of")):
        more = ["--documents"] if action == "show" else []
        assert main(["index", action, "notes", *more]) == 2
        assert f"shelf 1.0.0 cannot {does} index 'notes'" in capsys.readouterr().err
        assert main(["index", action, "other", *more]) == 2
        assert "shelf does not do this with index 'other': not today" in capsys.readouterr().err


@pytest.mark.parametrize("action", ["update", "verify"])
def test_an_interrupt_of_what_changes_little_is_said_too(shelf: Path, action: str) -> None:
    """Ctrl-C exits 130 and tells what became of the index."""
    main(["index", "create", "notes", str(shelf / "one.txt"), "--set", f"endless_{action}=true"])
    argv = command("index", action, "notes")
    process = subprocess.Popen(argv, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "going on" in line:
            break
    out, err = interrupted(process)

    assert (process.returncode, out) == (130, "")
    assert {"update": "index 'notes' can be used", "verify": "nothing was changed"}[action] in err
