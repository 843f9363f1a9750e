"""A stand-in for an OpenAI-compatible server: real HTTP on loopback, scripted answers, every request kept.

For tests of what calls such a server: errors, stalls and broken streams come on demand. It counts words as tokens and
has no model in it, so it is never the only proof that something works with a server.

    with FakeEndpoint([Script("Hello", " there")]) as server:
        ...  # call server.url, then look at server.requests
"""

from __future__ import annotations

import contextlib
import json
import select
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from pydantic import JsonValue

_TICK = 0.02  # seconds between looks at whether a stalled client has gone


@dataclass(frozen=True)
class Think:
    """A piece of reasoning."""

    text: str


@dataclass(frozen=True)
class Raw:
    """A line sent as it is, such as `data: {` or `: a comment`."""

    line: str


@dataclass(frozen=True)
class Stall:
    """Silence until the client goes away or the endpoint is closed; `headers` falls silent before the status line."""

    headers: bool = False


@dataclass(frozen=True)
class Drop:
    """The connection is cut."""


Part = str | Think | Raw | Stall | Drop


@dataclass(frozen=True, init=False)
class Script:
    """One answer: pieces in order (a string is text), then how it ends.

    A status other than 200 sends `error` as the message of an error body. `finish` none leaves the reason out. `usage`
    is counted in words and pieces unless given; none sends no usage at all. `ignores_limit` goes past max_tokens.
    """

    parts: tuple[Part, ...]
    finish: str | None
    usage: Mapping[str, JsonValue] | Literal["counted"] | None
    status: int
    error: str
    done: bool
    ignores_limit: bool

    def __init__(
        self,
        *parts: Part,
        finish: str | None = "stop",
        usage: Mapping[str, JsonValue] | Literal["counted"] | None = "counted",
        status: int = 200,
        error: str = "",
        done: bool = True,
        ignores_limit: bool = False,
    ) -> None:
        values = {"parts": parts, "finish": finish, "usage": usage, "status": status, "error": error, "done": done}
        for name, value in {**values, "ignores_limit": ignores_limit}.items():
            object.__setattr__(self, name, value)


@dataclass(frozen=True)
class Seen:
    """A request the endpoint received; `body` is its JSON, `headers` are in lower case, `port` is the client's."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    port: int = 0


@dataclass
class _State:
    """What the handler threads share."""

    scripts: list[Script]
    models: list[JsonValue]
    tokenize: bool
    adapters: bool
    requests: list[Seen] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    connections: set[socket.socket] = field(default_factory=set)
    left: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    lock: threading.Lock = field(default_factory=threading.Lock)


class FakeEndpoint:
    """The server, running between enter and exit; each chat request takes the next script, the last one stays.

    `vllm` lists its models as vLLM does and answers /tokenize; `adapters` has it load LoRA adapters at run time from
    paths that exist, as vLLM does where it is told to. `models` replaces the list of /v1/models; empty, the
    route is 404.
    """

    def __init__(
        self,
        scripts: Sequence[Script] = (Script("Hello", " there", "."),),
        *,
        model: str = "fake",
        vllm: bool = True,
        max_model_len: int | None = 1024,
        root: str | None = None,
        models: Sequence[Mapping[str, JsonValue]] | None = None,
        adapters: bool = False,
    ) -> None:
        entry: dict[str, JsonValue] = {"id": model, "object": "model", "owned_by": "vllm" if vllm else "someone"}
        entry |= {"root": root or model, "max_model_len": max_model_len} if vllm else {}
        listed: list[JsonValue] = [entry] if models is None else [dict(one) for one in models]
        self._state = _State(list(scripts), listed, tokenize=vllm, adapters=adapters)

    def __enter__(self) -> FakeEndpoint:
        state = self._state

        class Handler(_Handler):
            shared = state

        class Listening(ThreadingHTTPServer):
            request_queue_size = 128  # five, as it stands there, loses connections of clients that come together

        self._server = Listening(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False  # closing joins them: nothing of it outlives the test
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_TICK,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._state.closing.set()
        self._server.shutdown()
        with self._state.lock:
            for connection in self._state.connections:  # kept alive by their clients, maybe
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The address to set as `url`, /v1 included."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def requests(self) -> list[Seen]:
        """Every request so far, in order."""
        with self._state.lock:
            return list(self._state.requests)

    @property
    def chats(self) -> list[Any]:
        """The bodies of the chat requests so far."""
        return [seen.body for seen in self.requests if seen.path.endswith("/chat/completions")]

    def script(self, *scripts: Script) -> None:
        """Set the answers from here on."""
        with self._state.lock:
            self._state.scripts[:] = scripts

    def wait_for_leaving(self, seconds: float = 10.0) -> bool:
        """Wait until a client has gone away in the middle of an answer; whether one has."""
        return self._state.left.acquire(timeout=seconds)


class _Gone(Exception):
    """The client is gone, or is to be cut off."""


class _Handler(BaseHTTPRequestHandler):
    shared: _State
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        with self.shared.lock:
            self.shared.connections.add(self.connection)

    def finish(self) -> None:
        with self.shared.lock:
            self.shared.connections.discard(self.connection)
        with contextlib.suppress(ConnectionError):
            super().finish()

    def do_GET(self) -> None:
        self._keep(None)
        if self.path == "/v1/models" and self.shared.models:
            self._answer(200, {"object": "list", "data": self.shared.models})
        else:
            self._answer(404, {"detail": "Not Found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        self._keep(body)
        if self.path == "/tokenize" and self.shared.tokenize:
            self._answer(200, {"count": _prompt_tokens(body)})
        elif self.path == "/v1/load_lora_adapter" and self.shared.adapters:
            self._load_adapter(body)
        elif self.path == "/v1/chat/completions":
            with self.shared.lock:
                scripts = self.shared.scripts
                script = scripts.pop(0) if len(scripts) > 1 else scripts[0]
            try:
                self._chat(script, body)
            except (_Gone, ConnectionError):
                self.close_connection = True
        else:
            self._answer(404, {"detail": "Not Found"})

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def _keep(self, body: Any) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.shared.lock:
            self.shared.requests.append(Seen(self.command, self.path, headers, body, self.client_address[1]))

    def _answer(self, status: int, data: JsonValue) -> None:
        payload = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _load_adapter(self, body: Any) -> None:
        name, path = body["lora_name"], body["lora_path"]
        if not Path(path).is_dir():
            message = f"Loading lora {name} failed: No adapter found for {path}"
            self._answer(404, {"error": {"message": message, "type": "NotFoundError", "param": None, "code": 404}})
            return
        with self.shared.lock:
            base: Any = self.shared.models[0]
            self.shared.models.append({**base, "id": name, "root": path, "parent": base["id"], "max_model_len": None})
        self._answer(200, f"Success: LoRA adapter '{name}' added successfully.")

    def _chat(self, script: Script, body: Any) -> None:
        if script.status != 200:
            error: JsonValue = {"message": script.error, "type": "Error", "param": None, "code": script.status}
            self._answer(script.status, {"error": error})
            return
        if script.parts[:1] == (Stall(headers=True),):
            self._stall()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        drawn, finish = self._parts(script, body)
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        counted: dict[str, JsonValue] = {"prompt_tokens": _prompt_tokens(body), "completion_tokens": drawn}
        usage = counted if script.usage == "counted" else script.usage
        if usage is not None:
            self._event({"choices": [], "usage": dict(usage)})
        if script.done:
            self._line("data: [DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _parts(self, script: Script, body: Any) -> tuple[int, str | None]:
        drawn = 0
        limit = None if script.ignores_limit else body.get("max_tokens")
        for part in script.parts:
            if isinstance(part, str | Think):
                if drawn == limit:
                    return drawn, "length"
                drawn += 1
            self._part(part)
        return drawn, script.finish

    def _part(self, part: Part) -> None:
        match part:
            case str():
                self._event({"choices": [{"index": 0, "delta": {"content": part}, "finish_reason": None}]})
            case Think():
                delta: JsonValue = {"reasoning_content": part.text}
                self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
            case Raw():
                self._line(part.line)
            case Stall():
                self._stall()
            case Drop():
                raise _Gone

    def _event(self, data: JsonValue) -> None:
        self._line(f"data: {json.dumps(data, ensure_ascii=False)}")

    def _line(self, line: str) -> None:
        payload = f"{line}\n\n".encode()
        try:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(payload), payload))
        except ConnectionError:
            self.shared.left.release()
            raise

    def _stall(self) -> None:
        while not self.shared.closing.wait(_TICK):
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not self._more():
                self.shared.left.release()
                break
        raise _Gone

    def _more(self) -> bool:
        try:
            return bool(self.connection.recv(1))
        except ConnectionError:
            return False


def _prompt_tokens(body: Any) -> int:
    """Words, and four for each message."""
    return sum(len(message["content"].split()) + 4 for message in body["messages"])
