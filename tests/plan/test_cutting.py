"""What is said of a text that was cut."""

from __future__ import annotations

import pytest

from orchestra.plan import cutting
from orchestra.spec import Cut, Generation, TokenUsage


def made(cut: Cut | None) -> Generation:
    """A text that was cut after 7 tokens."""
    return Generation(
        text="a", finish="length", usage=TokenUsage(prompt_tokens=5, completion_tokens=7), model="m", cut=cut
    )


@pytest.mark.parametrize(
    ("cut", "reason", "hint"),
    [
        (Cut(limit="max_tokens", value=7), "cut after 7 tokens: `max_tokens` is 7", "option `max_tokens` of the"),
        (Cut(limit="max_tokens"), "cut after 7 tokens: that is its `max_tokens`", "option `max_tokens` of the"),
        (
            Cut(limit="window", value=12),
            "cut after 7 tokens: with the prompt's 5 the model's window of 12 tokens is full",
            "longer window",
        ),
        (Cut(limit="window"), "cut after 7 tokens: with the prompt's 5 the model's window is full", "longer window"),
        (Cut(limit="grant", value=2000), "cut after 7 tokens: the 2,000 FLOP granted pay for no more", "flops"),
        (Cut(limit="grant"), "cut after 7 tokens: its grant is spent", "flops"),
        (None, "cut after 7 tokens", "the instance small"),
    ],
)
def test_a_cut_is_told_by_its_limit_with_the_value_and_what_would_lift_it(
    cut: Cut | None, reason: str, hint: str
) -> None:
    """Programs read the beginning, people the rest."""
    assert cutting.reason(made(cut)) == reason
    assert hint in cutting.hint(made(cut), "small")


def test_a_text_that_ended_by_itself_was_cut_by_nothing() -> None:
    """There is nothing to lift."""
    whole = made(None).model_copy(update={"finish": "stop"})
    assert cutting.limit_of(whole) is None
    assert cutting.hint(whole, "small") == ""
