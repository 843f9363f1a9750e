"""`orchestra route`: a decision, and nothing done."""

from __future__ import annotations

import json

import pytest

from orchestra.cli.main import main

pytestmark = pytest.mark.usefixtures("scripted")


def test_route_shows_beliefs_and_plans_and_runs_none(capsys: pytest.CaptureFixture[str]) -> None:
    """A module that would fail is ranked, and not run."""
    assert main(["route", "--module", "scripted", "fail"]) == 0

    out, err = capsys.readouterr()
    assert "beliefs" in out
    assert "1. scripted" in out
    assert "out of order" not in out + err


def test_route_says_what_would_have_changed_the_choice(capsys: pytest.CaptureFixture[str]) -> None:
    """With no generator there is a command that adds one."""
    main(["route", "write a poem"])

    assert "export ORCHESTRA_VLLM_URL=" in capsys.readouterr().out


def test_route_json_is_the_decision(capsys: pytest.CaptureFixture[str]) -> None:
    """One object, with beliefs that sum to one."""
    assert main(["route", "--json", "--module", "scripted", "x"]) == 0

    decision = json.loads(capsys.readouterr().out)
    assert sum(decision["beliefs"].values()) == pytest.approx(1, abs=1e-6)
    assert decision["plans"][0]["steps"][0]["instance"] == "scripted"
