"""Orders with conditions in the question, counts and neither-nor."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Ann is older than Bo. Cy is younger than Bo. Who is the oldest if Di is older than Ann?",
            "Di",
        ),
        (
            "Five people ran a race: Al, Bo, Cy, Di and Ed. At least two people finished before "
            "Al. Bo finished last. Al finished before Cy. Di finished before Ed. Who came first?",
            "Di",
        ),
        (
            "At most one runner finished before Gus. Three runners, Gus, Hal and Ida, ran a race. "
            "Gus did not finish first. Hal finished last. Who won?",
            "Ida",
        ),
        (
            "Exactly two people are taller than Kim. Lee is taller than Mia. Mia is taller than "
            "Kim. Ned is shorter than Kim. Who is the third tallest?",
            "Kim",
        ),
        (
            "If Lee is taller than Mia, who is the tallest? Mia is taller than Kim. Kim is taller than Ned.",
            "Lee",
        ),
        (
            "Mia is taller than Kim. Kim is taller than Ned. If Lee is taller than Mia, who is the tallest?",
            "Lee",
        ),
        (
            "Ida is neither the fastest nor the slowest. Jon is faster than Ida. Kim is slower "
            "than Jon. Who is the fastest?",
            "Jon",
        ),
    ],
)
def test_conditions_and_counts_narrow_the_order(text: str, value: str) -> None:
    """Both roads agree on the value."""
    finding = answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Ann is neither the tallest nor the shortest. Ann is taller than Bo. Cy is one of the "
            "three. Who is the tallest?"
        ),
    ],
)
def test_what_orders_leave_open_or_unread_is_declined(text: str) -> None:
    """Nothing is guessed where a word is unknown or two cases remain."""
    with pytest.raises(Refusal):
        answer(split(text))
