"""The module: a grant becomes a token limit, the answer is streamed, and every token is charged.

The server is asked when a query needs it, never at load, so that it may come and go. A managed one begins to start at
load. Not covered: several servers behind one instance, adapters' own FLOPs, speculative decoding.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from pathlib import Path
from ssl import SSLContext
from typing import Literal, Unpack

import httpx
from pydantic import JsonValue

from orchestra.spec import (
    BudgetExceeded,
    ConfigError,
    Context,
    Cost,
    DeadlineExceeded,
    EndpointError,
    GenerateRequest,
    Generation,
    Overloaded,
    Progress,
    StreamBroken,
    Text,
)
from orchestra_modules.vllm import errors, prompt
from orchestra_modules.vllm.client import Client, Piece, Served, Server
from orchestra_modules.vllm.limits import Clock
from orchestra_modules.vllm.managed import Managed, ManagedOptions
from orchestra_modules.vllm.meter import Meter
from orchestra_modules.vllm.pricing import ByParameters, Pricing, read_architecture

_FINISHES: dict[str, Literal["stop", "length"]] = {"stop": "stop", "length": "length"}
_LIKELY_ANSWER = 200  # tokens
_LAST_MOMENT = 1.5  # seconds before the deadline: the last line told of a server that starts comes by then
#: What ranks a model of unknown size among plans, so that it does not look free; no bound and no charge rests on it.
_GUESS = ByParameters(10**9)


class Vllm:
    """A generator on an OpenAI-compatible server."""

    def __init__(
        self,
        *,
        url: str | None = None,
        model: str = "",
        api_key: str = "",
        api_key_env: str = "",
        architecture: str = "",
        parameters: int = 0,
        max_tokens: int = 1024,
        retries: int = 2,
        connect_timeout: float = 5.0,
        first_token_timeout: float = 120.0,
        between_timeout: float = 30.0,
        total_timeout: float = 600.0,
        **managed: Unpack[ManagedOptions],
    ) -> None:
        #: The server that this instance starts or shares; none where it only asks one.
        self.managed = None
        if managed.get("manage"):
            self.managed = Managed(model=model, url=url or "", key=self._found_key, options=managed)
            url = url or "http://127.0.0.1/v1"  # it says where it is when it is there
        if not url:
            raise ConfigError("no server is set", hint="set the instance's option `url`, http://127.0.0.1:8000/v1")
        self._server = Server(url)
        self._model = model
        self._key, self._key_env = api_key, api_key_env
        self._max_tokens = _at_least("max_tokens", max_tokens, 1)
        self._retries = _at_least("retries", retries, 0)
        self._connect = connect_timeout
        self._first_token = first_token_timeout
        self._between = between_timeout
        self._total = total_timeout
        self._stated = _stated_pricing(architecture, _at_least("parameters", parameters, 0))
        self._found: Pricing | None = self.managed.pricing() if self.managed is not None else None
        self._served: Served | None = None
        self._tls: SSLContext | None = None

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
        if self._server.secure and self._tls is None:
            self._tls = httpx.create_ssl_context()

    def close(self) -> None:
        """Let go of a managed server; nothing else is kept open between runs."""
        if self.managed is not None:
            self.managed.close()

    def estimate(self, request: GenerateRequest) -> Cost:
        """Bounds from the text's length and the token limit; no upper bound where tokens have no price yet."""
        pricing = self._stated or self._found
        if pricing is None:
            likely = prompt.likely_tokens(request) + _LIKELY_ANSWER
            return Cost(lower=0, expected=_GUESS.flops(likely, 0), upper=None)
        cap = request.max_tokens or self._max_tokens
        lower = pricing.flops(prompt.least_tokens(request), 1)
        upper = pricing.flops(prompt.most_tokens(request), cap)
        expected = pricing.flops(prompt.likely_tokens(request), min(cap, _LIKELY_ANSWER))
        return Cost(lower=lower, expected=min(max(lower, expected), upper), upper=upper)

    async def run(self, request: GenerateRequest, context: Context) -> AsyncIterator[Progress | Text | Generation]:
        """Stream the answer, then give the generation. The charge is made however the run ends."""
        if self.managed is not None:
            try:
                async with aclosing(self.managed.until_ready()) as lines:
                    async for line in lines:
                        yield Progress(message=line)
                        if (left := context.remaining()) is not None and left < _LAST_MOMENT:
                            raise DeadlineExceeded(
                                f"the time allowed for the query is up, and the server is not: {line}",
                                hint="`orchestra core start` waits for it and leaves it running; or raise the "
                                "budget's seconds",
                            )
                self._server, self._model = Server(self.managed.url), self.managed.served
            except BaseException:
                context.charge(0, "declared")
                raise
        clock = Clock(self._total, context.remaining())
        meter: Meter | None = None
        pricing = self._stated or self._found
        parts: list[str] = []
        finish: Literal["stop", "length"] | None = None
        async with self._client() as client:
            try:
                served = await clock.within(self._first_token, lambda: self._ask_served(client), self._slow)
                if pricing is None:
                    pricing = self._found = self._find_pricing(served)
                    yield Progress(message=self._about_pricing(pricing, served, context.grant))
                measured = partial(self._measure, client, served, pricing, request, context.grant)
                meter = await clock.within(self._first_token, measured, self._slow)
                body = prompt.body(request, served.id, max_tokens=meter.cap, seed=context.seed, vllm=served.vllm)
                piece = await self._first(client, clock, meter, body)
                while piece is not None:
                    meter.take(piece)
                    finish = self._finish(piece) or finish
                    if piece.reasoning:
                        yield Text(text=piece.reasoning, channel="reasoning")
                    if piece.text:
                        parts.append(piece.text)
                        yield Text(text=piece.text)
                    if meter.over:
                        context.logger.warning("%s went on beyond max_tokens and was cut", self._server.url)
                        finish = "length"
                        break
                    # Some servers send an empty first event at once: the wait for a token is not over with it.
                    begun = meter.output > 0
                    limit, late = (self._between, self._stalled) if begun else (self._first_token, self._slow)
                    piece = await clock.within(limit, client.piece, late)
                if finish is None:
                    raise StreamBroken(
                        f"{self._server.url} ended its answer without a finish reason",
                        hint="ask again; if it recurs, see the server's log",
                    )
            except EndpointError:
                self._served = self._found = None  # another model may be served there by the next time
                raise
            finally:
                if meter is None:
                    context.charge(0, "declared")
                else:
                    meter.charge(pricing, context)
        yield Generation(text="".join(parts), finish=finish, usage=meter.usage, model=served.id)

    def _found_key(self) -> str:
        return self._key or os.environ.get(self._key_env, "")

    def _client(self) -> Client:
        return Client(self._server, key=self._key, connect=self._connect, tls=self._tls)

    async def _ask_served(self, client: Client) -> Served:
        """The model to ask for, as the server lists it; remembered until something goes wrong."""
        if self._served is None:
            models = await client.models()
            if not models and not self._model:
                raise errors.unnamed_model(self._server.url)
            named = [model for model in models if model.id == self._model]
            # A model that is not listed is asked for all the same: some gateways list less than they serve.
            self._served = Served(id=self._model) if self._model and not named else (named or models)[0]
        return self._served

    def _find_pricing(self, served: Served) -> Pricing | None:
        """A server on this machine says where its model lies, and the config.json there prices it."""
        if not self._server.local or served.root is None or not (Path(served.root) / "config.json").is_file():
            return None
        try:
            return read_architecture(Path(served.root))
        except ConfigError:
            return None  # not covered by the formulas; the options remain

    def _about_pricing(self, pricing: Pricing | None, served: Served, grant: int | None) -> str:
        """What to tell of a price that was not set. ConfigError where FLOPs are capped and have no price."""
        if pricing is not None:
            return f"FLOPs are counted from {served.root}/config.json, which the server named"
        advice = "set its option `architecture` (a config.json) or `parameters`"
        if grant is not None:
            raise ConfigError(f"what a token of {served.id!r} costs is unknown, and FLOPs are capped", hint=advice)
        return f"FLOPs of {served.id!r} are unknown and charged as 0: {advice}"

    async def _measure(
        self, client: Client, served: Served, pricing: Pricing | None, request: GenerateRequest, grant: int | None
    ) -> Meter:
        """Turn the grant and the model's length into a token limit. BudgetExceeded, Rejected.

        The prompt is bounded from its text; the server's tokenizer is asked only where that bound would cost tokens.
        """
        wanted = request.max_tokens or self._max_tokens
        if served.longest is not None:
            wanted = min(wanted, served.longest)
        size, exact = prompt.most_tokens(request), False
        cap = _cap(wanted, size, pricing, grant, served.longest)
        if cap < wanted and served.vllm:
            counted = await client.count(served.id, prompt.messages(request))
            if counted is not None:
                size, exact = counted, True
        if exact and served.longest is not None and size >= served.longest:
            raise errors.too_long(size, served.longest, url=self._server.url)
        # A bound says nothing of the room that is left: only a count may lower the limit for the model's length.
        cap = _cap(wanted, size, pricing, grant, served.longest if exact else None)
        if cap < 1:
            assert pricing is not None
            raise BudgetExceeded(
                f"a prompt of {'' if exact else 'up to '}{size} tokens and one more need "
                f"{pricing.flops(size, 1):,} FLOP and {grant:,} are granted",
                hint="raise the budget's flops, or ask with less history or evidence",
            )
        return Meter(size, cap)

    async def _first(self, client: Client, clock: Clock, meter: Meter, body: dict[str, JsonValue]) -> Piece | None:
        """Open the stream and wait for its first event; from here on, what the server computes is paid for."""

        async def opened() -> Piece | None:
            try:
                await client.open(body, retries=self._retries)
                return await client.piece()
            except StreamBroken:
                raise
            except EndpointError:
                meter.sent = False  # refused or never reached: nothing was computed
                raise

        meter.sent = True
        return await clock.within(self._first_token, opened, self._slow)

    def _finish(self, piece: Piece) -> Literal["stop", "length"] | None:
        if piece.finish is None:
            return None
        if piece.finish not in _FINISHES:
            raise StreamBroken(
                f"{self._server.url} ended its answer with {piece.finish!r}, not stop or length",
                hint="see the server's log; tools and filters are not asked for",
            )
        return _FINISHES[piece.finish]

    def _slow(self) -> Overloaded:
        return Overloaded(
            f"{self._server.url} gave no token within {self._first_token:g} s",
            hint="its queue is long or its engine hangs: see its log, or raise option `first_token_timeout`",
        )

    def _stalled(self) -> StreamBroken:
        return StreamBroken(
            f"{self._server.url} fell silent for {self._between:g} s within an answer",
            hint="its engine hangs: see its log, or raise option `between_timeout`",
        )


def _cap(wanted: int, size: int, pricing: Pricing | None, grant: int | None, longest: int | None) -> int:
    """The tokens that may be drawn: as wanted, as paid for, as there is room."""
    paid = wanted if pricing is None or grant is None else pricing.max_tokens(size, grant)
    room = wanted if longest is None else longest - size
    return max(0, min(wanted, paid, room))


def _stated_pricing(architecture: str, parameters: int) -> Pricing | None:
    if architecture:
        return read_architecture(Path(architecture).expanduser())
    return ByParameters(parameters) if parameters else None


def _at_least(name: str, value: int, least: int) -> int:
    if value < least:
        raise ConfigError(f"option {name!r} has value {value}, less than {least}")
    return value
