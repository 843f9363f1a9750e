"""`orchestra modules`: listing, showing, adding and removing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestra.cli.main import main

from .support import Module

OPTIONS = """
[config.limit]
type = "integer"
default = 3
doc = "How many"
unit = "things"
[config.api_key]
type = "string"
default = ""
doc = "Never shown"
"""


def test_adding_says_that_the_code_will_run(module: Module, capsys: pytest.CaptureFixture[str]) -> None:
    """A person knows what they agree to."""
    folder = module("dice")

    assert main(["modules", "add", str(folder)]) == 0

    err = capsys.readouterr().err
    assert "added dice 1.2.3 (expert/1)" in err
    assert f"code in {folder} will run" in err


def test_added_folder_is_there_in_later_runs_until_it_is_removed(
    module: Module, capsys: pytest.CaptureFixture[str]
) -> None:
    """Adding lasts; adding again changes nothing; removing ends it."""
    folder = str(module("dice"))
    assert main(["modules", "add", folder]) == 0
    assert main(["modules", "add", folder]) == 0
    capsys.readouterr()

    main(["modules", "list", "--json"])
    assert "dice" in {row["id"] for row in json.loads(capsys.readouterr().out)}
    assert main(["modules", "remove", folder]) == 0
    capsys.readouterr()
    main(["modules", "list", "--json"])
    assert "dice" not in {row["id"] for row in json.loads(capsys.readouterr().out)}


def test_broken_module_is_listed_with_its_reason(module: Module, capsys: pytest.CaptureFixture[str]) -> None:
    """A manifest spoilt after it was added is shown, and the rest works."""
    spoilt, whole = module("spoilt"), module("whole")
    main(["modules", "add", str(spoilt)])
    main(["modules", "add", str(whole)])
    (spoilt / "module.toml").write_text("spec = ", encoding="utf-8")
    capsys.readouterr()

    assert main(["modules", "list", "--json"]) == 0

    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["spoilt"]["state"] == "broken"
    assert "module.toml" in rows["spoilt"]["reason"]
    assert rows["whole"]["state"] == "constructed"
    assert main(["modules", "show", "spoilt"]) == 2


def test_folder_without_a_manifest_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is added, and the reason is given."""
    assert main(["modules", "add", str(tmp_path)]) == 5

    assert "module.toml" in capsys.readouterr().err


def test_show_gives_each_option_with_where_its_value_came_from(
    module: Module, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Environment over profile over default, and a secret is not shown."""
    main(["modules", "add", str(module("dice", more=OPTIONS))])
    profile = tmp_path / "mine.toml"
    profile.write_text("[instances.dice]\nlimit = 5\n", encoding="utf-8")
    capsys.readouterr()

    def shown(*argv: str) -> dict[str, dict[str, object]]:
        assert main([*argv, "modules", "show", "dice", "--json"]) == 0
        return {option["name"]: option for option in json.loads(capsys.readouterr().out)["options"]}

    assert (shown()["limit"]["value"], shown()["limit"]["origin"]) == (3, "default")
    given = shown("--profile", str(profile))["limit"]
    assert (given["value"], given["origin"]) == (5, str(profile))
    monkeypatch.setenv("ORCHESTRA_DICE_LIMIT", "7")
    monkeypatch.setenv("ORCHESTRA_DICE_API_KEY", "hunter2")
    given = shown("--profile", str(profile))["limit"]
    assert (given["value"], given["origin"]) == (7, "ORCHESTRA_DICE_LIMIT")
    assert shown()["api_key"]["value"] == "***"


def test_show_tells_a_person_the_facts(module: Module, capsys: pytest.CaptureFixture[str]) -> None:
    """Kind, entry, examples and options, in lines."""
    main(["modules", "add", str(module("dice", more=OPTIONS))])
    capsys.readouterr()

    assert main(["modules", "show", "dice"]) == 0

    out = capsys.readouterr().out
    assert "expert/1" in out
    assert "say it" in out
    assert "limit = 3 things   from default" in out
    assert "ORCHESTRA_DICE_LIMIT" in out
