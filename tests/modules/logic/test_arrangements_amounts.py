"""Ties and measured differences: who has the most, and by how much."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Ann is taller than Bo. Cy is as tall as Bo. Who is the tallest?",
            "Ann",
        ),
        (
            "Ann is 3 years older than Bo. Bo is 2 years younger than Cy. Who is the oldest?",
            "Ann",
        ),
        (
            "Ann is the same age as Bo. Bo is older than Cy. Is Ann older than Cy?",
            "True",
        ),
        (
            "Ann is twice as old as Bo. Bo is 6. Cy is 10. Who is the oldest?",
            "Ann",
        ),
        (
            "Bo is 5 years older than Ann. Cy is 3 years older than Ann. How much older is Bo than Cy?",
            "2",
        ),
        (
            "Al weighs more than Bo. Cy weighs the same as Bo. Di weighs less than Cy. Who is the heaviest?",
            "Al",
        ),
        (
            "Ida is 4 cm taller than Jon. Kim is the same height as Ida. Who is the tallest?",
            "Ida, Kim",
        ),
        (
            "Rex weighs 3 kg more than Spot. Spot weighs 2 kg less than Fido. Who is the heaviest?",
            "Rex",
        ),
        (
            "Ann is 9 years old. Bo is three times as old as Ann. Cy is 2 years younger than Bo. Is Cy older than Ann?",
            "True",
        ),
        (
            "Ann is as old as Bo and Bo is 4 years younger than Cy. Who is the oldest?",
            "Cy",
        ),
        (
            "Rita is half as old as Sam. Sam is 40 years old. Tom is 25 years old. Who is the youngest?",
            "Rita",
        ),
        (
            "The oak is 3 metres taller than the elm. The fir is 5 metres taller than the elm. "
            "How many metres taller is the fir than the oak?",
            "2",
        ),
        (
            "Ann and Bo are the same age. Cy is older than Ann. Who is older, Bo or Cy?",
            "Cy",
        ),
    ],
)
def test_ties_and_measures_are_compared(text: str, value: str) -> None:
    """Bounds on differences and Z3 agree."""
    finding = answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        ("Ida is 4 cm taller than Jon. Kim is taller than Ida. How much taller is Kim than Jon?"),
        ("Rita is half as old as Sam. Tom is older than Rita. Who is the oldest?"),
        ("Ann is 2 years older than Bo. Bo is 3 years older than Cy. Cy is older than Ann. Who is the oldest?"),
    ],
)
def test_what_amounts_leave_open_or_unread_is_declined(text: str) -> None:
    """Nothing is guessed where a word is unknown or two cases remain."""
    with pytest.raises(Refusal):
        answer(split(text))
