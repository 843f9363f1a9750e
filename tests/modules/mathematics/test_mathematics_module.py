"""The module as the runtime sees it: manifest, probe, estimate, run."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import cast

import orchestra_modules.mathematics as package
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.mathematics import Mathematics
from orchestra_modules.mathematics.probe import probe

from orchestra.spec import Context, Declined, Problem, Solution, SolveRequest, read_manifest

MANIFEST = read_manifest(Path(package.__file__).parent / "module.toml")


class _Unhurried:
    """A context that never runs out; the solver asks nothing else of it."""

    def check(self) -> None:
        """Nothing to stop for."""


def run(request: SolveRequest) -> Solution | Declined:
    """Run the module in this process."""
    module = Mathematics(**{key: option.default for key, option in MANIFEST.config.items()})  # type: ignore[arg-type]
    module.load()
    return module.run(request, cast(Context, _Unhurried()))


def test_the_manifest_names_an_entry_and_a_probe_that_exist() -> None:
    """Both references lead to an object."""
    assert MANIFEST.probe is not None
    for reference in (MANIFEST.entry, MANIFEST.probe):
        module, _, name = reference.partition(":")
        assert callable(getattr(importlib.import_module(module), name))


def test_every_example_of_the_manifest_is_answered_and_fits() -> None:
    """What the router is told is true."""
    for example in MANIFEST.examples:
        result = run(SolveRequest(query=example))
        assert isinstance(result, Solution), (example, result)
        assert result.verified is True
        assert probe(example).score > 0.9


def test_a_result_survives_json() -> None:
    """It crosses the border between processes unchanged."""
    result = run(SolveRequest(query="integrate x^2*sin(x)"))

    assert isinstance(result, Solution)
    assert Solution.model_validate_json(result.model_dump_json()) == result


def test_a_formal_problem_is_declined() -> None:
    """No schema is published yet."""
    assert isinstance(run(SolveRequest(problem=Problem(schema_id="x", body={}))), Declined)


def test_an_estimate_is_bounded_by_the_timeout() -> None:
    """The upper bound is the time limit at the constant price of a second."""
    cost = Mathematics(timeout=2.0).estimate(SolveRequest(query="2+2"))

    assert cost.upper == 2 * 10**9
    assert 0 <= cost.lower <= cost.expected <= cost.upper
    assert Mathematics(timeout=0.0).estimate(SolveRequest(query="2+2")).upper == 0


def test_importing_the_module_and_its_probe_loads_no_computer_algebra() -> None:
    """The host process stays light."""
    program = (
        "import sys, orchestra_modules.mathematics, orchestra_modules.mathematics.probe\n"
        "assert not {'sympy', 'mpmath', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@given(st.text(max_size=200))
def test_a_probe_gives_a_score_for_any_text(text: str) -> None:
    """It raises nothing."""
    assert 0 <= probe(text).score <= 1


def test_a_probe_does_not_read_long_texts() -> None:
    """Its work is bounded whatever the length."""
    assert probe("1+" * 10**6 + "1").score < 0.5
