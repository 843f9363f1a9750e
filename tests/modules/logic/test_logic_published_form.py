"""Problems as language models write them: the form that the manifest publishes."""

from __future__ import annotations

from pathlib import Path

import orchestra_modules.logic
import pytest
from orchestra_modules.logic.answering import SCHEMA, answer_formal
from pydantic import JsonValue

from orchestra.spec import Declined, Solution, read_manifest


def test_the_form_is_the_one_that_is_taken_and_its_examples_are_solved() -> None:
    """Whoever follows them is answered."""
    form = read_manifest(Path(orchestra_modules.logic.__file__).with_name("module.toml")).problem
    assert form is not None
    assert form.schema_id == SCHEMA
    for worked in form.examples:
        solution = answer_formal(SCHEMA, worked.problem)
        assert isinstance(solution, Solution)
        assert (solution.value, solution.verified) == ("False", True)


@pytest.mark.parametrize(
    ("premises", "claim", "value"),
    [
        (["all x. (man(x) -> mortal(x))", "man(socrates)"], "mortal(socrates)", "True"),
        (["rain -> wet", "rain"], "wet", "True"),
        (["rain -> wet", "not wet"], "rain", "False"),
        (["rain | snow"], "snow", "Unknown"),
    ],
)
def test_a_claim_is_judged_by_its_premises(premises: list[JsonValue], claim: str, value: str) -> None:
    """True, false, or neither."""
    solution = answer_formal(SCHEMA, {"kind": "rules", "premises": premises, "claim": claim})
    assert isinstance(solution, Solution)
    assert (solution.value, solution.verified) == (value, True)


def test_a_complaint_says_what_to_mend() -> None:
    """A formula that is none."""
    declined = answer_formal(SCHEMA, {"kind": "rules", "premises": ["rain ->"], "claim": "wet"})
    assert isinstance(declined, Declined)
    assert "not understood as logic" in declined.reason
