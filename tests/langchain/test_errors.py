"""Errors both ways."""

from __future__ import annotations

from types import SimpleNamespace

import httpx
import pytest
from langchain_core import exceptions as theirs

from orchestra.langchain import Unanswered
from orchestra.langchain.errors import as_ours, unanswered
from orchestra.spec import (
    Answer,
    ConfigError,
    Failure,
    OrchestraError,
    Overloaded,
    Rejected,
    RunError,
    StreamBroken,
    Unreachable,
)


class Served(Exception):
    """As clients of servers raise it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.response = SimpleNamespace(status_code=status)


@pytest.mark.parametrize(
    ("error", "expected", "retryable"),
    [
        (theirs.ModelAuthenticationError("x"), Rejected, False),
        (theirs.ModelInvalidRequestError("x"), Rejected, False),
        (theirs.ContextOverflowError("x"), Rejected, False),
        (theirs.ModelRateLimitError("x"), Overloaded, True),
        (theirs.ModelConnectionError("x"), Unreachable, True),
        (theirs.ModelAPIError("x"), Unreachable, True),
        (theirs.ModelTimeoutError("x"), Unreachable, True),
        (Served(401), Rejected, False),
        (Served(404), Rejected, False),
        (Served(429), Overloaded, True),
        (Served(500), Unreachable, True),
        (ConnectionRefusedError("x"), Unreachable, True),
        (httpx.ConnectError("x"), Unreachable, True),
        (KeyError("x"), RunError, False),
        (NotImplementedError("x"), RunError, False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(getattr(value, "__name__", value)),
)
def test_what_a_langchain_object_raises_is_one_of_the_tree(
    error: Exception, expected: type[OrchestraError], retryable: bool
) -> None:
    """With who raised it, what, and what to do."""
    ours = as_ours(error, "Qdrant")

    assert type(ours) is expected
    assert ours.retryable is retryable
    assert "Qdrant" in ours.message
    assert type(error).__name__ in ours.message
    assert ours.hint


def test_a_clients_error_counts_by_the_lost_connection_it_came_from() -> None:
    """Clients wrap httpx's errors in their own."""
    error = RuntimeError("Connection error.")
    error.__cause__ = httpx.ReadTimeout("x")

    assert type(as_ours(error, "Chat")) is Unreachable


def test_an_answer_that_had_begun_is_broken_not_unreachable() -> None:
    """The difference matters to whoever has shown part of it."""
    assert type(as_ours(ConnectionResetError("x"), "Chat", begun=True)) is StreamBroken


def test_our_own_errors_pass_as_they_are() -> None:
    """A retriever over another Orchestra raises them."""
    error = ConfigError("x")

    assert as_ours(error, "Qdrant") is error


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("Rejected", theirs.ModelInvalidRequestError),
        ("Overloaded", theirs.ModelRateLimitError),
        ("Unreachable", theirs.ModelConnectionError),
        ("StreamBroken", theirs.ModelAPIError),
        ("DeadlineExceeded", theirs.ModelTimeoutError),
        ("Declined", theirs.ModelError),
    ],
)
def test_a_query_without_an_answer_raises_what_langchains_retries_know(type_: str, expected: type[Exception]) -> None:
    """And an error of the tree at once, with the answer's own hint."""
    failure = Failure(type=type_, message="no luck", hint="do this", retryable=True)

    error = unanswered(Answer(id="q", text="", finish="error", error=failure))

    assert isinstance(error, expected)
    assert isinstance(error, Unanswered)
    assert isinstance(error, OrchestraError)
    assert (error.is_retryable, error.query_id, error.answer.finish) == (True, "q", "error")
    assert "no luck" in str(error)
    assert "do this" in str(error)
