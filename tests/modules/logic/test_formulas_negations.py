"""A formula to be negated may stand behind a colon."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.formulas import answer
from orchestra_modules.solving.options import split


@pytest.mark.parametrize("asked", ["Negate: ∀x ∃y P(x,y)", "Negate the formula: ∀x ∃y P(x,y)", "Negate ∀x ∃y P(x,y)"])
def test_a_colon_before_a_formula_changes_nothing(asked: str) -> None:
    """The negation goes inward to the atom."""
    found = answer(split(asked))

    assert (found.value, found.verified) == ("exists x forall y ~P(x, y)", True)
