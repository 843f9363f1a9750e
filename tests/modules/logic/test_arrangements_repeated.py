"""Swaps told more than once."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Ann has a red card, Ben has a blue card and Cy has a green card. Ann and Ben swap "
            "cards twice. Then Ben and Cy swap cards. What card does Ann have?",
            "red card",
        ),
        (
            "Zia has the drum, Yan has the harp and Xu has the flute. Zia and Yan swap twice. Yan "
            "and Xu swap three times. Who has the flute?",
            "Yan",
        ),
    ],
)
def test_swaps_are_repeated_as_often_as_told(text: str, value: str) -> None:
    """Forwards and backwards agree."""
    finding = answer(split(text))
    assert (finding.value, finding.verified) == (value, True)
