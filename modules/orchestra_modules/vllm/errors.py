"""From what a server says or does to the error tree, with a hint on what to do. Knows no HTTP library."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from orchestra.spec import EndpointError, Overloaded, Rejected, StreamBroken, Unreachable
from orchestra_modules.vllm.server import Server

#: What there is no route for is answered with.
NO_ROUTE = (404, 405, 501)
#: What is asked of a server, as people write it.
LIST, CHAT, COUNT = "GET /models", "POST /chat/completions", "POST /tokenize"
_LONGEST = 500
_TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.IGNORECASE | re.DOTALL)


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
    message = message_of(body)
    if secret:
        message = message.replace(secret, "***")  # some servers repeat the key they refuse
    what = f"{url} answered {status}: {message or 'nothing more'}"
    if status in (429, 503):
        return Overloaded(what, hint="wait and ask again, or raise the server's queue bounds")
    if status >= 500:
        return Unreachable(what, hint="the server is up but its engine is not well: look at its log, restart it")
    return Rejected(what, hint=_advice(status, message, served, keyed=bool(secret)))


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


def foreign(asked: str, answer: str, *, url: str) -> Rejected:
    """Something answers there that does not know a route which every OpenAI-compatible server has.

    `asked` is method and path below the url, `answer` what came of it.
    """
    if url.endswith("/v1"):
        hint = "another program may hold that port: check the instance's option `url`"
    else:
        hint = f"the root usually ends in /v1: set the instance's option `url` to {url}/v1, or check its port"
    if asked == LIST:
        hint += "; a server that answers and does not list its models needs option `model`"
    method, _, path = asked.partition(" ")
    return Rejected(
        f"something answers at {url}, and it is no OpenAI-compatible server: {method} {url}{path} got {answer}",
        hint=hint,
    )


def knows_no_route(status: int, body: bytes) -> bool:
    """Whether an answer says that there is no such route; a server of the protocol has an error of its own in it."""
    if status not in NO_ROUTE:
        return False
    try:
        data = json.loads(body)
    except ValueError:
        return True
    return not (isinstance(data, dict) and data.get("error"))


def unreachable(url: str, reason: str) -> Unreachable:
    """No connection, or it was lost before an answer."""
    return Unreachable(f"no answer from {url}: {reason}", hint=_way_to(Server(url)))


def _way_to(server: Server) -> str:
    """What to do about a server that is not there; only one on this machine can be started from here."""
    if not server.local:
        return "check that the server runs and can be reached from here, and the instance's option `url`"
    # Not every server that may stand there is vLLM; one that does not keep its routes under /v1 is none.
    vllm = f" (with vLLM: `vllm serve MODEL --port {server.port}`)" if server.url != server.root else ""
    return f"start the server there{vllm}, or set the instance's option `url`"


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
    message = message_of(body)
    if status in (404, 405) and message in ("Not Found", "Method Not Allowed", ""):
        hint = "start the server with --enable-lora and VLLM_ALLOW_RUNTIME_LORA_UPDATING=1, or with --lora-modules"
        return Rejected(f"{url} does not serve adapter {name!r} and loads none at run time", hint=hint)
    hint = "the server reads option `adapter` as a path of its own; is it started with --enable-lora?"
    if "rank" in message:
        hint = "start the server with a larger --max-lora-rank"
    return Rejected(f"{url} did not load adapter {name!r} from {path!r}: {status}: {message}", hint=hint)


def all_open(problems: Mapping[str, str], wait: float) -> Unreachable:
    """Every server failed too often to be asked now; `problems` is how each did last, by its address."""
    last = "; ".join(why or url for url, why in problems.items())
    return Unreachable(
        f"{', '.join(problems)} failed too often in a row; the next trial is in {wait:.1f} s; at last: {last}",
        hint="look at the server's log, or start it again",
        retryable=True,
    )


def all_failed(failures: Mapping[str, EndpointError]) -> EndpointError:
    """What to raise where more than one server was asked: the last failure, with the word of each of them."""
    *_, last = failures.values()
    if len(failures) == 1:
        return last
    said = "; ".join(each.message for each in failures.values())
    hints = list(dict.fromkeys(each.hint for each in failures.values()))
    return type(last)(f"{len(failures)} servers were asked, and none answered: {said}", hint="; ".join(hints))


def message_of(body: bytes) -> str:
    """The message of the usual envelopes, or the start of the body."""
    text = body.decode("utf-8", "replace")
    try:
        data = json.loads(text)
    except ValueError:
        if text.lstrip().startswith("<"):  # a web page, of which the title says enough
            title = _TITLE.search(text)
            return title[1][:_LONGEST] if title else "a web page"
        return text.strip()[:_LONGEST]
    found = data
    if isinstance(data, dict):
        found = data.get("error") or data.get("detail") or data.get("message") or data
    if isinstance(found, dict):
        found = found.get("message", found)
    return str(found)[:_LONGEST]


def _advice(status: int, message: str, served: Sequence[str], *, keyed: bool) -> str:
    if status in (401, 403) and keyed:
        return (
            "the key that was sent is refused: check the variable that option `api_key_env` names, or option `api_key`"
        )
    if status in (401, 403):
        return "set option `api_key_env` to the environment variable that holds the server's key"
    if status == 404 and served:
        return f"set the instance's option `model` to one that is served: {', '.join(served)}"
    if status == 404:
        return "check the instance's options `url` (it usually ends in /v1) and `model`"
    if "context length" in message:
        return "ask with less history (in a chat, /clear) or evidence, or serve the model with a larger --max-model-len"
    return "the server does not take this request as it stands; its message says why"
