"""HTTP to one OpenAI-compatible server: what it serves, how it counts, and a streamed chat completion.

Knows nothing of budgets, grants or events; gives pieces of an answer and raises errors of the tree. A connection that
is closed early frees the server: an engine stops generating when its client is gone.
"""

from __future__ import annotations

import json
import random
from collections import deque
from dataclasses import dataclass
from ssl import SSLContext
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx

from orchestra.spec import ConfigError, EndpointError, StreamBroken
from orchestra_modules.vllm import errors

_LONGEST_LINE = 8 * 2**20
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, kw_only=True)
class Served:
    """A model as the server lists it; `longest` and `root` are none where it does not say."""

    id: str
    longest: int | None = None
    root: str | None = None
    vllm: bool = False


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One event of the stream; token counts are none where the event has none."""

    text: str = ""
    reasoning: str = ""
    finish: str | None = None
    prompt: int | None = None
    output: int | None = None
    cached: int | None = None


@dataclass(frozen=True)
class Server:
    """Where a server is. ConfigError for what is no http or https address."""

    url: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.username or parts.password:
            raise ConfigError("the url holds a name or password", hint="set option `api_key_env` instead")
        try:
            whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:  # a port that is no number
            whole = False
        if not whole or parts.query or parts.fragment:
            raise ConfigError(
                f"url {self.url!r} is not the address of a server", hint="such as http://127.0.0.1:8000/v1"
            )
        object.__setattr__(self, "url", self.url.rstrip("/"))

    @property
    def root(self) -> str:
        """The address without /v1, under which vLLM keeps its own routes."""
        return self.url.removesuffix("/v1")

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        return urlsplit(self.url).hostname in _LOOPBACK

    @property
    def secure(self) -> bool:
        """Whether it speaks TLS."""
        return urlsplit(self.url).scheme == "https"


class Client:
    """A client for one run, to be entered; leaving it closes every connection, whatever the reason."""

    def __init__(self, server: Server, *, key: str, connect: float, tls: SSLContext | None) -> None:
        self.server = server
        self._key = key
        self._response: httpx.Response | None = None
        self._lines: _Lines | None = None
        self._served: tuple[Served, ...] = ()
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(None, connect=connect),  # the other limits are the caller's
            verify=tls if tls is not None else False,
            trust_env=not server.local,  # a proxy of the environment is no way to this machine
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):  # a cancelled run frees the server all the same
            if self._response is not None:
                await self._response.aclose()
            await self._http.aclose()

    async def models(self) -> tuple[Served, ...]:
        """What the server serves; empty where it does not say."""
        response = await self._send(self._http.build_request("GET", f"{self.server.url}/models"))
        if response.status_code in (404, 405, 501):
            return ()
        data = self._json(response)
        found = data.get("data") if isinstance(data, dict) else None
        entries = [entry for entry in found or () if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
        self._served = tuple(_served(entry) for entry in entries)
        return self._served

    async def count(self, model: str, messages: list[dict[str, str]]) -> int | None:
        """The prompt's tokens, chat template included, by vLLM's own route; none where there is no such route."""
        body = {"model": model, "messages": messages}
        response = await self._send(self._http.build_request("POST", f"{self.server.root}/tokenize", json=body))
        if response.status_code in (404, 405, 501):
            return None
        count = self._json(response).get("count")
        return count if isinstance(count, int) and count > 0 else None

    async def open(self, body: dict[str, Any], *, retries: int) -> None:
        """Ask for a chat completion; sent again only where nothing was received: no connection, or 503."""
        request = self._http.build_request("POST", f"{self.server.url}/chat/completions", json=body)
        for attempt in range(retries + 1):
            last = attempt == retries
            try:
                response = await self._http.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if last:
                    raise self._unreachable(error) from error
            except httpx.HTTPError as error:
                raise self._unreachable(error) from error
            else:
                self._response = response
                if response.status_code == 200:
                    self._lines = _Lines(response)
                    return
                await self._read(response)
                if response.status_code != 503 or last:
                    raise self._refused(response)
            await anyio.sleep(0.2 * 2**attempt * random.uniform(0.5, 1.5))

    async def piece(self) -> Piece | None:
        """The next event of the answer opened, none at its end. StreamBroken where it breaks off; Rejected."""
        assert self._lines is not None
        try:
            while (line := await self._lines.next()) is not None:
                data = line[5:].strip() if line.startswith(b"data:") else b""
                if data == b"[DONE]":
                    return None
                if data:
                    return self._piece(data)
        except httpx.HTTPError as error:
            raise StreamBroken(
                f"{self.server.url} broke off: {_reason(error)}", hint="ask again; if it recurs, see the server's log"
            ) from error
        return None

    def _piece(self, data: bytes) -> Piece:
        try:
            event = json.loads(data)
        except ValueError as error:
            raise StreamBroken(
                f"{self.server.url} sent an event that is no JSON: {data[:120]!r}", hint="is it OpenAI-compatible?"
            ) from error
        if not isinstance(event, dict):
            raise StreamBroken(f"{self.server.url} sent an event that is no object: {data[:120]!r}")
        if event.get("error"):
            raise errors.stream_error(event["error"], url=self.server.url)
        return _piece(event)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._http.send(request)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    async def _read(self, response: httpx.Response) -> None:
        try:
            await response.aread()
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    def _json(self, response: httpx.Response) -> Any:
        if response.status_code != 200:
            raise self._refused(response)
        try:
            return response.json()
        except ValueError as error:
            raise errors.unreachable(self.server.url, "it answers with something that is no JSON") from error

    def _refused(self, response: httpx.Response) -> EndpointError:
        url, names = self.server.url, [model.id for model in self._served]
        return errors.refused(response.status_code, response.content, url=url, secret=self._key, served=names)

    def _unreachable(self, error: httpx.HTTPError) -> EndpointError:
        return errors.unreachable(self.server.url, _reason(error))


def _reason(error: httpx.HTTPError) -> str:
    return str(error) or type(error).__name__


def _served(entry: dict[str, Any]) -> Served:
    longest, root = entry.get("max_model_len"), entry.get("root")
    return Served(
        id=entry["id"],
        longest=longest if isinstance(longest, int) and longest > 0 else None,
        root=root if isinstance(root, str) and root else None,
        vllm=entry.get("owned_by") == "vllm",
    )


def _piece(event: dict[str, Any]) -> Piece:
    choices = event.get("choices") or [{}]
    choice = choices[0] if isinstance(choices[0], dict) else {}
    delta = choice.get("delta") or {}
    usage = event.get("usage") or {}
    details = usage.get("prompt_tokens_details") or {}
    return Piece(
        text=delta.get("content") or "",
        reasoning=delta.get("reasoning_content") or delta.get("reasoning") or "",
        finish=choice.get("finish_reason"),
        prompt=usage.get("prompt_tokens"),
        output=usage.get("completion_tokens"),
        cached=details.get("cached_tokens"),
    )


class _Lines:
    """Lines ended by a line feed and by nothing else: the text inside may hold other line separators.

    Not a generator, so that nothing stays suspended where a run is left early.
    """

    def __init__(self, response: httpx.Response) -> None:
        self._chunks = response.aiter_bytes()
        self._ready: deque[bytes] = deque()
        self._rest = b""
        self._ended = False

    async def next(self) -> bytes | None:
        """The next line, none at the end."""
        while not self._ready and not self._ended:
            try:
                chunk = await anext(self._chunks)
            except StopAsyncIteration:
                self._ended = True
                self._ready.append(self._rest)
                break
            *whole, self._rest = (self._rest + chunk).split(b"\n")
            self._ready.extend(whole)
            if len(self._rest) > _LONGEST_LINE:
                raise StreamBroken("the server sent an event without end", hint="is it OpenAI-compatible?")
        return self._ready.popleft() if self._ready else None
