"""HTTP to one OpenAI-compatible server: what it serves, how it counts, and a streamed chat completion.

Knows nothing of budgets, grants or events, and never asks twice; gives pieces of an answer and raises errors of the
tree. A connection that is closed early frees the server: an engine stops generating when its client is gone.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp

from orchestra.spec import EndpointError, Rejected, StreamBroken
from orchestra_modules.vllm import errors
from orchestra_modules.vllm.connecting import reason
from orchestra_modules.vllm.errors import Unanswered
from orchestra_modules.vllm.pool import Pool
from orchestra_modules.vllm.server import Piece, Served, Server
from orchestra_modules.vllm.sse import Events

_READ = 2**20  # bytes of an answer that is no stream
_ENDING = 0.05  # seconds given to a stream to close after its last event, so that its connection can be used again


class Client:
    """Asks one server through a pool of connections."""

    def __init__(self, server: Server, pool: Pool, *, key: str = "") -> None:
        self.server = server
        self._pool = pool
        self._key = key
        self._proxy = server.proxy()
        self._names: list[str] = []

    async def models(self, *, needed: bool = True) -> tuple[Served, ...]:
        """What the server serves. Unanswered, Rejected; empty where it does not say and it is not `needed`."""
        status, body = await self._ask("GET", f"{self.server.url}/models")
        if status in errors.NO_ROUTE and not needed:
            return ()
        if errors.knows_no_route(status, body):
            raise self._foreign(errors.LIST, status, body)
        data = self._json(errors.LIST, status, body)
        found = data.get("data") if isinstance(data, dict) else None
        if needed and not isinstance(found, list):
            raise self._foreign(errors.LIST, status, body)
        entries = [entry for entry in found or () if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
        served = tuple(_served(entry) for entry in entries)
        self._names = [model.id for model in served]
        return served

    async def count(self, model: str, messages: list[dict[str, str]]) -> int | None:
        """The prompt's tokens, chat template included, by vLLM's own route; none where there is no such route."""
        body = {"model": model, "messages": messages}
        status, answer = await self._ask("POST", f"{self.server.root}/tokenize", body)
        if status in errors.NO_ROUTE:
            return None
        count = self._json(errors.COUNT, status, answer).get("count")
        return count if isinstance(count, int) and count > 0 else None

    async def load_adapter(self, name: str, path: str) -> None:
        """Have vLLM load a LoRA adapter and serve it under a name. Rejected, Unanswered."""
        body = {"lora_name": name, "lora_path": path}
        status, answer = await self._ask("POST", f"{self.server.url}/load_lora_adapter", body)
        # Another run may have been faster.
        if status != 200 and b"already been loaded" not in answer:
            raise errors.no_adapter(status, answer, url=self.server.url, name=name, path=path)

    async def open(self, body: dict[str, Any]) -> Answering:
        """Ask for a chat completion. Unanswered where it may be asked again, Rejected."""
        try:
            response = await (await self._pool.session()).post(
                f"{self.server.url}/chat/completions",
                data=_written(body),
                proxy=self._proxy,
                allow_redirects=False,
            )
            if response.status == 200:
                return Answering(response, self.server.url)
            try:
                answer = await response.content.read(_READ)
            finally:
                response.close()
        except (aiohttp.ClientError, OSError) as error:
            raise self._lost(error) from error
        if not self._names and errors.knows_no_route(response.status, answer):
            raise self._foreign(errors.CHAT, response.status, answer)
        raise self._refused(response.status, answer)

    async def _ask(self, method: str, url: str, body: dict[str, Any] | None = None) -> tuple[int, bytes]:
        data = None if body is None else _written(body)
        try:
            async with (await self._pool.session()).request(
                method, url, data=data, proxy=self._proxy, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise self._lost(error) from error

    def _json(self, asked: str, status: int, body: bytes) -> Any:
        if status != 200:
            raise self._refused(status, body)
        try:
            return json.loads(body)
        except ValueError as error:
            raise self._foreign(asked, status, body) from error

    def _refused(self, status: int, body: bytes) -> EndpointError | Unanswered:
        error = errors.refused(status, body, url=self.server.url, secret=self._key, served=self._names)
        if isinstance(error, Rejected):
            return error
        # Only a server that says it is busy may be asked the same again; it is not at fault, either.
        return Unanswered(error, elsewhere=status != 503, blame=status not in (429, 503))

    def _foreign(self, asked: str, status: int, body: bytes) -> Unanswered:
        said = errors.message_of(body)
        answer = f"{status}{f', {said!r}' if said else ''}"
        return Unanswered(errors.foreign(asked, answer, url=self.server.url), elsewhere=True)

    def _lost(self, error: Exception) -> Unanswered:
        # A connection that was kept may be closed by the server just as it is used again, many of them at once: that
        # is no fault of its. Not to be connected to at all is.
        blame = isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
        return Unanswered(errors.unreachable(self.server.url, reason(error)), blame=blame)


class Answering:
    """An answer under way. To be closed, whatever happens; unless it has ended, that frees the server."""

    def __init__(self, response: aiohttp.ClientResponse, url: str) -> None:
        self._response = response
        self._url = url
        self._events = Events(url)

    async def next(self) -> list[Piece]:
        """The pieces that have come, at least one; none at the end. StreamBroken where it breaks off; Rejected."""
        events, content = self._events, self._response.content
        while events.failed or not events.done:
            try:
                pieces = events.take(b"" if events.failed else await content.readany())
            except (aiohttp.ClientError, OSError) as error:
                raise StreamBroken(
                    f"{self._url} broke off: {reason(error)}", hint="ask again; if it recurs, see the server's log"
                ) from error
            if pieces:
                return pieces
        return []

    async def finish(self) -> None:
        """Keep the connection for the next run, if the server has ended its answer as it should."""
        content = self._response.content
        if not content.at_eof():
            try:
                async with asyncio.timeout(_ENDING):
                    await content.readany()
            except (TimeoutError, aiohttp.ClientError, OSError):
                return
        if content.at_eof():
            self._response.release()

    def close(self) -> None:
        """Close the connection, unless it was kept."""
        self._response.close()


def _written(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _served(entry: dict[str, Any]) -> Served:
    longest, root, parent = entry.get("max_model_len"), entry.get("root"), entry.get("parent")
    return Served(
        id=entry["id"],
        longest=longest if isinstance(longest, int) and longest > 0 else None,
        root=root if isinstance(root, str) and root else None,
        parent=parent if isinstance(parent, str) and parent else None,
        vllm=entry.get("owned_by") == "vllm",
    )
