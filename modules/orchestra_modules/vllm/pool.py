"""The connections of one instance, kept alive between runs. They belong to the event loop that made them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from ssl import SSLContext

import aiohttp

_IDLE = 4.0  # seconds a connection is kept for the next run; servers on uvicorn, vLLM's too, close theirs after five
_CLOSING = 5.0


class Pool:
    """One session, made when it is first asked for; `tls` none trusts what the system trusts."""

    def __init__(self, *, key: str, connect: float, tls: SSLContext | None) -> None:
        self._headers = {"Accept-Encoding": "identity", "Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._connect = connect
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._held: AsyncGenerator[aiohttp.ClientSession, None] | None = None

    async def session(self) -> aiohttp.ClientSession:
        """The session on the running loop."""
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            self._loop = loop
            self._held = self._hold()
            self._session = await anext(self._held)
        return self._session

    def close(self) -> None:
        """Close every connection and wait for it; not from the loop's own thread, as waiting would be in vain."""
        held, self._held, self._session = self._held, None, None
        if held is not None and self._loop is not None and self._loop.is_running():
            with suppress(TimeoutError, RuntimeError):  # a loop that ends meanwhile closes it
                asyncio.run_coroutine_threadsafe(held.aclose(), self._loop).result(_CLOSING)

    async def _hold(self) -> AsyncGenerator[aiohttp.ClientSession, None]:
        """A generator, for a loop that ends closes those it has seen: no connection outlives its loop."""
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_IDLE, ssl=self._tls or True)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._connect)  # the other limits are the caller's
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(
            connector=connector, headers=self._headers, timeout=timeout, cookie_jar=jar
        ) as session:
            yield session
