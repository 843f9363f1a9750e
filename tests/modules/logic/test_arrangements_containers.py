"""Things inside things, carried and moved."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Ann puts the ball into the box. The box is moved to the kitchen. Where is the ball?",
            "box, kitchen",
        ),
        (
            "The key is in the drawer. The drawer is in the desk. The desk is moved to the attic. "
            "In which room is the key?",
            "attic",
        ),
        (
            "The coin is in the cup. The cup is in the kitchen. Ben moves the cup to the garden. Where is the coin?",
            "cup, garden",
        ),
        (
            "The coin is in the cup. Ann takes the coin out of the cup and puts it into the jar. "
            "The jar is carried to the cellar. Where is the coin?",
            "jar, cellar",
        ),
        (
            "Ana is in the kitchen. Ana picks up the apple. Ana goes to the garden. Where is the apple?",
            "garden",
        ),
        (
            "Ana is in the kitchen. Ana picks up the apple. Ana goes to the garden. Ana drops the "
            "apple. Ana goes to the attic. Where is the apple?",
            "garden",
        ),
        (
            "Bea places the coin in the purse. The purse is put in the drawer. Where is the coin?",
            "purse, drawer",
        ),
        (
            "The cup is on the tray. Nina carries the tray to the balcony. Omar takes the cup. "
            "Omar goes to the cellar. Where is the cup?",
            "cellar",
        ),
        (
            "Nina goes to the attic. Nina picks up the lamp. Nina goes to the garage. Nina gives "
            "the lamp to Omar. Omar goes to the hall. Where is the lamp?",
            "hall",
        ),
        (
            "Nina went to the attic. Nina picked up the lamp. Nina gave the lamp to Omar. Omar "
            "went to the hall. Where is the lamp?",
            "hall",
        ),
    ],
)
def test_what_is_inside_moves_with_it(text: str, value: str) -> None:
    """Forwards and backwards give the same place."""
    finding = answer(split(text))
    assert (finding.value, finding.verified) == (value, True)
