"""The module as the runtime sees it: manifest, probe, estimate, run, and one reading among several kinds of problem."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import orchestra_modules.logic as package
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic import Logic, answering
from orchestra_modules.logic.probe import probe
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal, TooCostly
from pydantic import JsonValue

from orchestra.spec import Context, Declined, Problem, Solution, SolveRequest, read_manifest

MANIFEST = read_manifest(Path(package.__file__).parent / "module.toml")


class _Unhurried:
    """A context that never runs out; the solver asks nothing else of it."""

    def check(self) -> None:
        """Nothing to stop for."""


def run(request: SolveRequest) -> Solution | Declined:
    """Run the module in this process."""
    module = Logic(**{key: option.default for key, option in MANIFEST.config.items()})  # type: ignore[arg-type]
    module.load()
    return module.run(request, cast(Context, _Unhurried()))


def formal(body: JsonValue) -> Solution | Declined:
    """Run the module on a formal problem."""
    return run(SolveRequest(problem=Problem(schema_id="orchestra/logic/1", body=body)))


def test_the_manifest_names_an_entry_and_a_probe_that_exist() -> None:
    """Both references lead to an object."""
    assert MANIFEST.probe is not None
    for reference in (MANIFEST.entry, MANIFEST.probe):
        module, _, name = reference.partition(":")
        assert callable(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize("example", MANIFEST.examples)
def test_every_example_of_the_manifest_is_answered(example: str) -> None:
    """What the router is told is true."""
    result = run(SolveRequest(query=example))

    assert isinstance(result, Solution), result
    assert result.verified is True


@pytest.mark.parametrize("example", MANIFEST.examples[:7])
def test_formulas_fit(example: str) -> None:
    """A text that is read whole scores high."""
    assert probe(example).score > 0.9


def test_other_texts_do_not_fit() -> None:
    """And the reason says what was not understood."""
    for text in ("who wrote Hamlet?", "", "2 + 2", "tell me a story about p and q"):
        assert probe(text).score < 0.2
        assert probe(text).reason


def test_a_result_survives_json() -> None:
    """It crosses the border between processes unchanged."""
    result = run(SolveRequest(query="∀x∃y R(x, y) ⊢ ∃y∀x R(x, y)"))

    assert isinstance(result, Solution)
    assert Solution.model_validate_json(result.model_dump_json()) == result


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ({"kind": "formulas", "task": "entails", "premises": ["p -> q", "p"], "conclusion": "q"}, "True"),
        ({"kind": "formulas", "task": "satisfiable", "formulas": ["p", "~p"]}, "False"),
        ({"kind": "formulas", "task": "equivalent", "formulas": ["p -> q", "~q -> ~p"]}, "True"),
        ({"kind": "formulas", "task": "evaluate", "formula": "p & q", "assignment": {"p": True, "q": False}}, "False"),
        ({"kind": "formulas", "task": "count", "formula": "p | q"}, "3"),
        ({"kind": "formulas", "task": "cnf", "formula": "p -> q"}, "~p | q"),
        ({"kind": "formulas", "task": "script", "script": "(declare-const p Bool)(assert p)(check-sat)"}, "sat"),
    ],
)
def test_a_formal_problem_is_answered(body: JsonValue, value: str) -> None:
    """As the text that says the same."""
    result = formal(body)

    assert isinstance(result, Solution), result
    assert (result.value, result.verified) == (value, True)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"kind": "poetry"},
        {"kind": "formulas"},
        {"kind": "formulas", "task": "dance"},
        {"kind": "formulas", "task": "count", "formula": 7},
        {"kind": "formulas", "task": "count", "formula": "p &"},
        {"kind": "formulas", "task": "entails", "premises": ["p"], "conclusion": ["q", "r"]},
        {"kind": "formulas", "task": "evaluate", "formula": "p", "assignment": {"p": "yes"}},
    ],
)
def test_a_malformed_problem_is_declined(body: JsonValue) -> None:
    """Whatever is wrong with it."""
    assert isinstance(formal(body), Declined)


def test_a_problem_of_another_schema_is_declined() -> None:
    """Only the published one is taken."""
    result = run(SolveRequest(problem=Problem(schema_id="x", body={})))

    assert isinstance(result, Declined)
    assert "orchestra/logic/1" in result.reason


def test_an_estimate_is_bounded_by_the_timeout() -> None:
    """The upper bound is the time limit at the constant price of a second."""
    cost = Logic(timeout=2.0).estimate(SolveRequest(query="Is p a tautology?"))

    assert cost.upper == 2 * 10**9
    assert 0 <= cost.lower <= cost.expected <= cost.upper
    assert Logic(timeout=0.0).estimate(SolveRequest(query="Is p a tautology?")).upper == 0


def test_importing_the_module_and_its_probe_loads_no_solver() -> None:
    """The host process stays light, also when it probes."""
    program = (
        "import sys, orchestra_modules.logic\n"
        "from orchestra_modules.logic.probe import probe\n"
        "probe('p -> q, p |- q')\n"
        "assert not {'z3', 'sympy', 'mpmath'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_probe_gives_a_score_for_any_text(text: str) -> None:
    """It raises nothing."""
    assert 0 <= probe(text).score <= 1


def test_long_texts_are_not_read() -> None:
    """Work is bounded whatever the length."""
    assert probe("p & " * 10**6 + "p").score < 0.5
    assert isinstance(run(SolveRequest(query="p & " * 10**6 + "p")), Declined)


# --- one reading among several


def kind_that(result: str | Exception) -> ModuleType:
    """A kind of problem that answers with a value, or raises."""

    def answer(question: Question) -> Finding:
        if isinstance(result, Exception):
            raise result
        return Finding(result, f"It is {result}.", None, "none", "checked: not at all", True)

    return cast(ModuleType, SimpleNamespace(answer=answer))


def answered(monkeypatch: pytest.MonkeyPatch, **results: str | Exception) -> Solution | Declined:
    """The answer where the kinds of problem do as told."""
    kinds = {name: kind_that(result) for name, result in results.items()}
    monkeypatch.setattr(answering, "kinds", lambda: kinds)
    return answering.answer("a question")


def test_the_one_kind_that_understands_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """And so do two that agree, and one beside another that is over a limit."""
    for other in (NotUnderstood("no"), "7", TooCostly("too long")):
        result = answered(monkeypatch, one="7", two=other)
        assert isinstance(result, Solution)
        assert result.value == "7"


def test_a_kind_that_breaks_down_stands_against_the_answer_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """It had a reading of its own, and nobody knows what it would have said."""
    result = answered(monkeypatch, one="7", two=RuntimeError("a slip"))

    assert isinstance(result, Declined)
    assert "gave up (RuntimeError)" in result.reason


@pytest.mark.parametrize("other", ["8", NotDone("it contradicts itself")])
def test_two_readings_that_differ_are_no_answer(monkeypatch: pytest.MonkeyPatch, other: str | Refusal) -> None:
    """Both are shown."""
    result = answered(monkeypatch, one="7", two=other)

    assert isinstance(result, Declined)
    assert "one: 7" in result.reason
    assert "two: " in result.reason


def test_a_refusal_of_a_kind_that_understood_is_told_before_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is nearest to an answer."""
    result = answered(monkeypatch, one=NotUnderstood("the word x"), two=NotDone("no form"), three=RuntimeError("?"))

    assert isinstance(result, Declined)
    assert "no form" in result.reason
    assert "the word x" not in result.reason
