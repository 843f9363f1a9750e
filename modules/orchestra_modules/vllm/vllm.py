"""The module: a grant becomes a token limit, the answer is streamed, and every token is charged.

The servers are asked when a query needs them, never at load, so that they may come and go. A managed one begins to
start at load. Not covered: speculative decoding.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Literal, Unpack

import anyio

from orchestra.spec import (
    ConfigError,
    Context,
    Cost,
    DeadlineExceeded,
    GenerateRequest,
    Generation,
    OrchestraError,
    Progress,
    StreamBroken,
    Text,
    Unreachable,
    Warned,
)
from orchestra_modules.vllm import adapters, prompt
from orchestra_modules.vllm.call import Call, Terms
from orchestra_modules.vllm.client import Client
from orchestra_modules.vllm.examining import Finding, examine
from orchestra_modules.vllm.fleet import Fleet
from orchestra_modules.vllm.managed import Managed, ManagedOptions
from orchestra_modules.vllm.model import ModelFacts
from orchestra_modules.vllm.pool import Pool
from orchestra_modules.vllm.pricing import ByParameters, Pricing, read_architecture
from orchestra_modules.vllm.retrying import RetryBudget
from orchestra_modules.vllm.server import Piece, Server

_FINISHES: dict[str, Literal["stop", "length"]] = {"stop": "stop", "length": "length"}
_HERE = "http://127.0.0.1/v1"  # where a managed server is that has not begun
_LIKELY_ANSWER = 200  # tokens
_LAST_MOMENT = 1.5  # seconds before the deadline: the last line told of a server that starts comes by then
#: What ranks a model of unknown size among plans, so that it does not look free; no bound and no charge rests on it.
_GUESS = ByParameters(10**9)


class Vllm:
    """A generator on one OpenAI-compatible server, or on several that serve the same model."""

    def __init__(
        self,
        *,
        url: str | None = None,
        servers: Sequence[str] = (),
        model: str = "",
        adapter: str = "",
        api_key: str = "",
        api_key_env: str = "",
        architecture: str = "",
        parameters: int = 0,
        max_tokens: int = 1024,
        concurrency: int = 64,
        retries: int = 2,
        connect_timeout: float = 5.0,
        first_token_timeout: float = 120.0,
        between_timeout: float = 30.0,
        total_timeout: float = 600.0,
        **managed: Unpack[ManagedOptions],
    ) -> None:
        #: The server that this instance starts or shares; none where it only asks.
        self.managed: Managed | None = None
        if managed.get("manage"):
            if servers:
                raise ConfigError(
                    "option 'servers' is set beside `manage`", hint="one server is managed; clear `servers`"
                )
            self.managed = Managed(model=model, url=url or "", key=self._found_key, options=managed)
        # A managed one says where it is when it is there.
        self._servers = () if self.managed is not None else _servers(url, servers)
        self._key, self._key_env = api_key, api_key_env
        self._concurrency = _at_least("concurrency", concurrency, 1)
        self._connect = connect_timeout
        self._terms = Terms(
            max_tokens=_at_least("max_tokens", max_tokens, 1),
            retries=_at_least("retries", retries, 0),
            first=first_token_timeout,
            between=between_timeout,
            total=total_timeout,
        )
        stated = _stated_pricing(architecture, _at_least("parameters", parameters, 0))
        folder = Path(architecture).expanduser() if architecture else None
        if self.managed is not None:
            # It names its model by itself, when it is there; an adapter has a name of its own.
            model, stated = "", stated or self.managed.pricing()
        self._adapter = adapter
        self._facts = ModelFacts(model, adapter=adapter, stated=stated, folder=folder)
        self._tls: ssl.SSLContext | None = None
        self._pool: Pool | None = None
        self._fleet: Fleet | None = None
        self._followed = ("", 0.0)  # where the managed server was, and since when
        self._budget: RetryBudget | None = None

    def load(self) -> None:
        """Find the key and the certificates; the server itself is asked when it is needed."""
        if self._key_env:
            key = os.environ.get(self._key_env, "")
            if not key:
                raise ConfigError(
                    f"the environment variable {self._key_env} holds no key", hint="set it, or clear `api_key_env`"
                )
            self._key = key
        if self.managed is not None:
            self.managed.begin()
        if self._tls is None and any(server.secure for server in self._servers):
            self._tls = ssl.create_default_context()

    def check(self) -> None:
        """ConfigError where no answer can come of what is on this machine; asks no server."""
        self._check_adapter()
        if self.managed is not None:
            self.managed.check()

    def examine(self) -> Iterator[Finding]:
        """What doctor tells of the server, or servers; starts none and has none generate."""
        if self.managed is not None:
            yield from self.managed.examine()
            return
        tls = ssl.create_default_context() if any(server.secure for server in self._servers) else None
        name, loaded = self._facts.name, bool(self._adapter)
        yield from anyio.run(partial(examine, self._servers, key=self._found_key(), tls=tls, name=name, loaded=loaded))

    def _check_adapter(self) -> None:
        for server in self._servers or (Server(_HERE),):
            adapters.check(self._adapter, server)

    def close(self) -> None:
        """Close the connections that were kept, and let go of a managed server."""
        if self._pool is not None:
            self._pool.close()
        if self.managed is not None:
            self.managed.close()

    def estimate(self, request: GenerateRequest) -> Cost:
        """Bounds from the text's length and the token limit; no upper bound where tokens have no price yet."""
        pricing = self._facts.pricing
        if pricing is None:
            likely = prompt.likely_tokens(request) + _LIKELY_ANSWER
            return Cost(lower=0, expected=_GUESS.flops(likely, 0), upper=None)
        cap = request.max_tokens or self._terms.max_tokens
        lower = pricing.flops(prompt.least_tokens(request), 1)
        upper = pricing.flops(prompt.most_tokens(request), cap)
        expected = pricing.flops(prompt.likely_tokens(request), min(cap, _LIKELY_ANSWER))
        return Cost(lower=lower, expected=min(max(lower, expected), upper), upper=upper)

    async def run(
        self, request: GenerateRequest, context: Context
    ) -> AsyncIterator[Progress | Text | Warned | Generation]:
        """Stream the answer, then give the generation. The charge is made however the run ends."""
        try:
            self._check_adapter()
            if self.managed is not None:
                async with aclosing(self.managed.until_ready()) as lines:
                    async for line in lines:
                        yield Progress(message=line)
                        if (left := context.remaining()) is not None and left < _LAST_MOMENT:
                            raise DeadlineExceeded(
                                f"the time allowed for the query is up, and the server is not: {line}",
                                hint="`orchestra core start` waits for it and leaves it running; or raise the "
                                "budget's seconds",
                            )
                self._follow(self.managed)
        except BaseException:
            context.charge(0, "declared")
            raise
        call = self._call(request, context)
        parts: list[str] = []
        finish: Literal["stop", "length"] | None = None
        try:
            await call.begin()
            meter, served = call.meter, call.served
            assert meter is not None and served is not None
            if call.news:
                yield Progress(message=call.news)
            if call.left_out:
                yield Warned(message=prompt.too_many(call.left_out, request, served.longest))
            while pieces := await call.next():
                texts, thoughts = [], []
                for piece in pieces:
                    meter.take(piece)
                    finish = self._finish(piece, call.url) or finish
                    if piece.text:
                        texts.append(piece.text)
                    if piece.reasoning:
                        thoughts.append(piece.reasoning)
                    if meter.over:
                        break
                # What came in one packet is one event: what an event costs is then paid once.
                if thoughts:
                    yield Text(text="".join(thoughts), channel="reasoning")
                if texts:
                    parts += texts
                    yield Text(text="".join(texts))
                if meter.over:
                    context.logger.warning("%s went on beyond max_tokens and was cut", call.url)
                    finish = "length"
                    break
            if finish is None:
                raise StreamBroken(
                    f"{call.url} ended its answer without a finish reason",
                    hint="ask again; if it recurs, see the server's log",
                )
            if not meter.over:
                await call.finish()
        except OrchestraError as error:
            call.failed(error)
            if self.managed is not None and isinstance(error, Unreachable):
                error.hint = "`orchestra core status` says how the managed server is, `orchestra core logs` why"
            raise
        finally:
            call.end()
        cut = meter.cut if finish == "length" else None
        yield Generation(
            text="".join(parts), finish=finish, usage=meter.usage, model=served.id, cut=cut, left_out=call.left_out
        )

    def _follow(self, managed: Managed) -> None:
        """Ask the managed server where it is now, under the name it gives its model."""
        found = managed.found()
        if not found[0]:
            raise Unreachable("the managed server ended just now", hint="ask again; `orchestra core logs` says more")
        if not self._adapter:
            self._facts.name = managed.served
        if self._followed != found:  # started again, it is not to answer for failures of before
            self._servers, self._fleet, self._followed = (Server(found[0]),), None, found

    def _found_key(self) -> str:
        return self._key or os.environ.get(self._key_env, "")

    def _call(self, request: GenerateRequest, context: Context) -> Call:
        if self._fleet is None or self._pool is None or self._budget is None:
            pool = self._pool = self._pool or Pool(key=self._key, connect=self._connect, tls=self._tls)
            clients = [Client(server, pool, key=self._key) for server in self._servers]
            self._fleet = Fleet(clients, limit=self._concurrency)
            self._budget = RetryBudget(self._fleet.clock)
        return Call(request, context, fleet=self._fleet, facts=self._facts, budget=self._budget, terms=self._terms)

    def _finish(self, piece: Piece, url: str) -> Literal["stop", "length"] | None:
        if piece.finish is None:
            return None
        if piece.finish not in _FINISHES:
            raise StreamBroken(
                f"{url} ended its answer with {piece.finish!r}, not stop or length",
                hint="see the server's log; tools and filters are not asked for",
            )
        return _FINISHES[piece.finish]


def _servers(url: str | None, urls: Sequence[str]) -> tuple[Server, ...]:
    if any(not isinstance(each, str) for each in urls):
        raise ConfigError(
            f"option 'servers' has value {urls!r}, not a list of addresses",
            hint='such as ["http://127.0.0.1:8000/v1"]',
            option="servers",
        )
    given = [(each, option) for each, option in ((url, "url"), *((each, "servers") for each in urls)) if each]
    if not given:
        raise ConfigError(
            "no server is set", hint="set the instance's option `url`, such as http://127.0.0.1:8000/v1, or `servers`"
        )
    return tuple(dict.fromkeys(_server(*each) for each in given))


def _server(url: str, option: str) -> Server:
    try:
        return Server(url)
    except ConfigError as error:
        error.option = option
        raise


def _stated_pricing(architecture: str, parameters: int) -> Pricing | None:
    if architecture:
        return read_architecture(Path(architecture).expanduser())
    return ByParameters(parameters) if parameters else None


def _at_least(name: str, value: int, least: int) -> int:
    if value < least:
        raise ConfigError(f"option {name!r} has value {value}, less than {least}", option=name)
    return value
