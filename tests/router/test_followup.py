"""Which messages lean on the one before."""

from __future__ import annotations

import pytest

from orchestra.router.followup import leans_on
from orchestra.spec import Turn

HISTORY = (
    Turn(role="user", text="Who discovered radium?"),
    Turn(role="assistant", text="Marie and Pierre Curie."),
)


@pytest.mark.parametrize(
    "text", ["why?", "and for x=3?", "what about polonium?", "when was that?", "where did she die"]
)
def test_elliptical_messages_lean(text: str) -> None:
    """Short messages that link or point back lean on the user's last message, not on the answer."""
    assert leans_on(text, HISTORY) == "Who discovered radium?"


@pytest.mark.parametrize(
    "text",
    ["thanks", "Write a poem about rain", "2+2", "What is the capital of Peru?", "", "Why do leaves fall in autumn?"],
)
def test_whole_messages_do_not_lean(text: str) -> None:
    """A message that says what it wants is taken at its word."""
    assert leans_on(text, HISTORY) is None


def test_first_message_leans_on_nothing() -> None:
    """Without a message before there is nothing to lean on."""
    assert leans_on("why?", ()) is None
