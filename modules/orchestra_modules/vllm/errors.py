"""From what a server says or does to the error tree, with a hint on what to do. Knows no HTTP library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from orchestra.spec import EndpointError, Overloaded, Rejected, StreamBroken, Unreachable

_LONGEST = 500


class Unanswered(Exception):
    """Nothing of an answer came, so that the request may be sent again; `error` is what to raise if it is not.

    `elsewhere`: only to another server. `blame`: it tells against the server's health. `computed`: it may have worked
    on the request.
    """

    def __init__(
        self, error: EndpointError, *, elsewhere: bool = False, blame: bool = True, computed: bool = False
    ) -> None:
        super().__init__(str(error))
        self.computed = computed
        self.error = error
        self.elsewhere = elsewhere
        self.blame = blame


def refused(status: int, body: bytes, *, url: str, secret: str = "", served: Sequence[str] = ()) -> EndpointError:
    """The error for an answer that is not 200; `served` are the models that the server is known to have."""
    message = _message(body)
    if secret:
        message = message.replace(secret, "***")  # some servers repeat the key they refuse
    what = f"{url} answered {status}: {message or 'nothing more'}"
    if status in (429, 503):
        return Overloaded(what, hint="wait and ask again, or raise the server's queue bounds")
    if status >= 500:
        return Unreachable(what, hint="the server is up but its engine is not well: look at its log, restart it")
    return Rejected(what, hint=_advice(status, message, served))


def stream_error(error: Any, *, url: str) -> EndpointError:
    """The error for an error event inside a stream, where the HTTP status still says 200.

    A server may begin the stream before it has looked at the request, so a refusal can come this way too.
    """
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, int) and 400 <= code < 500:
        return refused(code, json.dumps({"error": error}).encode(), url=url)
    message = error.get("message") if isinstance(error, dict) else error
    return StreamBroken(
        f"{url} broke off: {str(message)[:_LONGEST]}", hint="the server's engine failed: look at its log, restart it"
    )


def unreachable(url: str, reason: str) -> Unreachable:
    """No connection, or it was lost before an answer."""
    return Unreachable(
        f"no answer from {url}: {reason}", hint="start the server there, or set the instance's option `url`"
    )


def unnamed_model(url: str) -> Rejected:
    """No model was named, and the server lists none."""
    return Rejected(f"{url} does not say which models it serves", hint="set the instance's option `model`")


def too_long(prompt: int, longest: int, *, url: str, shortened: bool = False) -> Rejected:
    """The prompt leaves no room for an answer; `shortened` says that no earlier turns are left in it."""
    what = "even without the earlier turns the prompt is" if shortened else "the prompt is"
    less = "ask something shorter, with less evidence" if shortened else "ask with less history or evidence"
    return Rejected(
        f"{what} {prompt} tokens and the model at {url} takes {longest}, its answer included",
        hint=f"{less}, or serve the model with a larger --max-model-len",
    )


def no_adapter(status: int, body: bytes, *, url: str, name: str, path: str) -> EndpointError:
    """The server did not load an adapter."""
    message = _message(body)
    if status in (404, 405) and message in ("Not Found", "Method Not Allowed", ""):
        hint = "start the server with --enable-lora and VLLM_ALLOW_RUNTIME_LORA_UPDATING=1, or with --lora-modules"
        return Rejected(f"{url} does not serve adapter {name!r} and loads none at run time", hint=hint)
    hint = "the server reads option `adapter` as a path of its own; is it started with --enable-lora?"
    if "rank" in message:
        hint = "start the server with a larger --max-lora-rank"
    return Rejected(f"{url} did not load adapter {name!r} from {path!r}: {status}: {message}", hint=hint)


def all_open(urls: Sequence[str], wait: float) -> Unreachable:
    """Every server failed too often to be asked now."""
    return Unreachable(
        f"{', '.join(urls)} failed too often in a row; the next trial is in {wait:.1f} s",
        hint="look at the server's log, or start it again",
        retryable=True,
    )


def _message(body: bytes) -> str:
    """The message of the usual envelopes, or the start of the body."""
    text = body.decode("utf-8", "replace")
    try:
        data = json.loads(text)
    except ValueError:
        return text.strip()[:_LONGEST]
    found = data
    if isinstance(data, dict):
        found = data.get("error") or data.get("detail") or data.get("message") or data
    if isinstance(found, dict):
        found = found.get("message", found)
    return str(found)[:_LONGEST]


def _advice(status: int, message: str, served: Sequence[str]) -> str:
    if status in (401, 403):
        return "set option `api_key_env` to the environment variable that holds the server's key"
    if status == 404 and served:
        return f"set the instance's option `model` to one that is served: {', '.join(served)}"
    if status == 404:
        return "check the instance's options `url` (it usually ends in /v1) and `model`"
    if "context length" in message:
        return "ask with less history (in a chat, /clear) or evidence, or serve the model with a larger --max-model-len"
    return "the server does not take this request as it stands; its message says why"
