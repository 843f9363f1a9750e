"""Errors both ways: what a LangChain object raised as one of Orchestra's tree, and a query without an answer as an
exception that LangChain's retries and fallbacks know.

Unanswered                 an OrchestraError and LangChain's ModelError
├── UnansweredRefused      ModelInvalidRequestError: a server refused the request
├── UnansweredOverloaded   ModelRateLimitError: may pass later
├── UnansweredUnreachable  ModelConnectionError: may pass later
├── UnansweredBroken       ModelAPIError: may pass later
└── UnansweredInTime       ModelTimeoutError
"""

from __future__ import annotations

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from orchestra.spec import Answer, OrchestraError, Overloaded, Rejected, RunError, StreamBroken, Unreachable

_LONGEST = 500
_LOST = (ModelConnectionError, ModelAPIError, ModelTimeoutError, ConnectionError, TimeoutError)


class Unanswered(OrchestraError, ModelError):
    """A query ended without an answer; `answer` is how: its finish, error, evidence and bill."""

    def __init__(self, message: str, *, answer: Answer, hint: str = "", retryable: bool = False) -> None:
        super().__init__(message, hint=hint, retryable=retryable)
        self.answer = answer
        self.is_retryable = retryable
        self.query_id = answer.id


class UnansweredRefused(Unanswered, ModelInvalidRequestError):
    """A server refused the request as it stands."""


class UnansweredOverloaded(Unanswered, ModelRateLimitError):
    """A server had no room."""


class UnansweredUnreachable(Unanswered, ModelConnectionError):
    """A server could not be reached."""


class UnansweredBroken(Unanswered, ModelAPIError):
    """An answer broke off after it had begun."""


class UnansweredInTime(Unanswered, ModelTimeoutError):
    """The time allowed ran out."""


_CLASSES: dict[str, type[Unanswered]] = {
    "Rejected": UnansweredRefused,
    "Overloaded": UnansweredOverloaded,
    "Unreachable": UnansweredUnreachable,
    "StreamBroken": UnansweredBroken,
    "DeadlineExceeded": UnansweredInTime,
}


def unanswered(answer: Answer) -> Unanswered:
    """The exception for an answer that has no text."""
    error = answer.error
    if error is None:
        return Unanswered(f"the query ended as {answer.finish!r} with no text", answer=answer)
    kind = _CLASSES.get(error.type, Unanswered)
    what = f"the query ended as {answer.finish!r}: {error.message}"
    return kind(what, answer=answer, hint=error.hint, retryable=error.retryable)


def retracted(answer: Answer) -> UnansweredBroken:
    """The exception for text already streamed that is not the answer's; `answer` holds the one that is."""
    return UnansweredBroken(
        "the text streamed so far came from an attempt that failed, and the answer is another",
        answer=answer,
        hint="the answer is this error's `answer`; ChatOrchestra(disable_streaming=True) gives only what was accepted",
        retryable=True,
    )


def as_ours(error: Exception, who: str, *, begun: bool = False) -> OrchestraError:
    """The error of the tree for what `who` raised; `begun` says that part of its answer was there already."""
    if isinstance(error, OrchestraError):
        return error
    what = f"{who} raised {type(error).__name__}: {str(error)[:_LONGEST]}"
    if isinstance(error, NotImplementedError):
        return RunError(what, hint="it does not do what was asked of it; its documentation says what it does")
    status = _status(error)
    if isinstance(error, ContextOverflowError):
        return Rejected(what, hint="ask with less history or evidence")
    if isinstance(error, ModelAuthenticationError | ModelPermissionDeniedError) or status in (401, 403):
        return Rejected(what, hint="give the LangChain object a key that its server takes")
    if isinstance(error, ModelRateLimitError) or status in (429, 503):
        return Overloaded(what, hint="wait and ask again")
    if isinstance(error, _LOST) or _is_transport(error) or (status is not None and status >= 500):
        return _lost(what, begun)
    if isinstance(error, ModelError) or status is not None:
        return Rejected(what, hint="its server does not take this request as it stands; its message says why")
    return RunError(what, hint="this is the LangChain object's own error; call it by itself to see it whole")


def _lost(what: str, begun: bool) -> OrchestraError:
    if begun:
        return StreamBroken(what, hint="ask again; if it recurs, see the server's log")
    return Unreachable(what, hint="see that its server is up and its address is right")


def _status(error: Exception) -> int | None:
    """The HTTP status that clients of servers put on their errors, where it says that something failed."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 400:
            return status
    return None


def _is_transport(error: Exception) -> bool:
    """Whether httpx lost the connection: most clients of servers use it, and raise their own error from its."""
    import httpx

    return isinstance(error, httpx.TransportError) or isinstance(error.__cause__, httpx.TransportError)
