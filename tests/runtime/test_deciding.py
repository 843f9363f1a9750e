"""Which modules read a query closely before it is decided: those whose plans are within reach, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from orchestra import Orchestra
from orchestra.spec import Beliefs, Fit, Generation, Solution, TokenUsage
from tests.fakes import EvenRouter, bare_profile, manifest, write_module

PROBES: list[str] = []


def probe(text: str) -> Fit:
    """Keeps what it was asked."""
    PROBES.append(text)
    return Fit(score=0.9, reading=text.upper())


@pytest.fixture
def solver(even: Any, tmp_path: Path) -> Orchestra:
    """A solver with a probe beside a generator without."""
    PROBES.clear()
    orc = Orchestra(bare_profile(tmp_path))

    class Solver:
        def run(self, request: Any, context: Any) -> Solution:
            return Solution(value=request.reading, text=request.reading, verified=True, confidence=1)

    class Generator:
        def run(self, request: Any, context: Any) -> Generation:
            return Generation(text="written", finish="stop", usage=TokenUsage(prompt_tokens=1, completion_tokens=1))

    orc.register(
        manifest("solves", "solver/1", probe=f"{__name__}:probe", intents=["logical"], cost={"model": "cpu-time"}),
        Solver,
    )
    orc.register(manifest("writes", "generator/1", intents=["open"], cost={"model": "cpu-time"}), Generator)
    return orc


def believing(monkeypatch: pytest.MonkeyPatch, **intents: float) -> None:
    """Have the router believe so."""

    async def judge(self: Any, *arguments: Any, **named: Any) -> Beliefs:
        best = max(intents, key=lambda intent: intents[intent])
        return Beliefs(intents=intents, intent=best, confidence=intents[best])

    monkeypatch.setattr(EvenRouter, "judge", judge)


def test_a_solver_out_of_reach_does_not_read_the_text(solver: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open request is answered without; the plan left out says why."""
    believing(monkeypatch, open=0.98, logical=0.02)
    with solver as orc:
        assert orc.ask("a poem").text == "written"
        (left_out,) = orc.route("a poem").rejected
    assert PROBES == []
    assert left_out.instances == ("solves",) and "under the floor" in left_out.reason


def test_a_solver_within_reach_reads_it_once(solver: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it made of it reaches its run."""
    believing(monkeypatch, open=0.4, logical=0.6)
    with solver as orc:
        assert orc.ask("two and two", modules=None).text in ("TWO AND TWO", "written")
        assert PROBES == ["two and two"]
        assert orc.ask("two and two", modules=["solves"]).text == "TWO AND TWO"


def test_a_plan_of_last_resort_is_weighed_by_what_its_module_reads(
    even: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is above the floor: then the solver reads the text before it is tried, and declines what it cannot."""
    believing(monkeypatch, logical=0.02, open=0.98)
    code = "from orchestra.spec import Fit\n\ndef probe(text):\n    return Fit(score=0.0, reason='cannot read it')\n"
    folder = write_module(
        tmp_path / "picky",
        "picky",
        code + "\nclass Module:\n    def run(self, request, context):\n        raise AssertionError\n",
        kind="solver/1",
        probe="picky_code:probe",
        intents=["logical"],
        cost={"model": "cpu-time"},
    )
    with Orchestra(bare_profile(tmp_path)) as orc:
        orc.add_folder(folder)
        decision = orc.route("a poem")
    assert decision.plans == ()
    assert "cannot read it" in decision.rejected[0].reason
