"""What is known of the model behind the servers: its name, its length, its price, and so the tokens a grant pays for.

A server is asked once and believed until something goes wrong there.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from orchestra.spec import BudgetExceeded, ConfigError, Cut, GenerateRequest
from orchestra_modules.vllm import adapters, errors, prompt
from orchestra_modules.vllm.fleet import Replica
from orchestra_modules.vllm.meter import Meter
from orchestra_modules.vllm.pricing import Pricing, read_architecture
from orchestra_modules.vllm.server import Served, Server
from orchestra_modules.vllm.tokens import LocalTokens

#: Of the model's length, one part in so many is kept for the answer when earlier turns are weighed against it.
_ROOM = 4


class ModelFacts:
    """`name` empty is the first model served; `adapter` is loaded under the name where it is not served yet."""

    def __init__(self, name: str, *, adapter: str, stated: Pricing | None, folder: Path | None) -> None:
        self.name = name or adapters.name_of(adapter)
        self._adapter = adapter
        self._stated = None if stated is None else adapters.priced(stated, adapter)
        self._found: Pricing | None = None
        self._local = None if folder is None else LocalTokens(folder)

    @property
    def pricing(self) -> Pricing | None:
        """The price of a token, where it is known yet."""
        return self._stated or self._found

    def forget(self, replica: Replica) -> None:
        """Another model may be served there by the next time."""
        replica.served = None
        self._found = None

    async def served(self, replica: Replica) -> Served:
        """The model to ask for, as the server lists it. Rejected, Unanswered."""
        if replica.served is None:
            replica.served = await self._ask(replica)
        return replica.served

    def settle_price(self, served: Served, server: Server, grant: int | None) -> str:
        """Find a price where none was set; what to tell of it. ConfigError where FLOPs are capped and have no price."""
        if self.pricing is not None:
            return ""
        self._found = self._find_price(served, server)
        if self._found is not None:
            return f"FLOPs are counted from {served.root}/config.json, which the server named"
        advice = "set its option `architecture` (a config.json) or `parameters`"
        if grant is not None:
            raise ConfigError(f"what a token of {served.id!r} costs is unknown, and FLOPs are capped", hint=advice)
        return f"FLOPs of {served.id!r} are unknown and charged as 0: {advice}"

    async def measure(
        self, replica: Replica, served: Served, request: GenerateRequest, *, wanted: int, grant: int | None
    ) -> tuple[GenerateRequest, Meter]:
        """Turn the grant and the model's length into a token limit. BudgetExceeded, Rejected, Unanswered.

        The prompt is bounded from its text; a tokenizer is asked only where that bound would cost tokens. Earlier turns
        that the model's length does not hold are left out of the request.
        """
        pricing, longest = self.pricing, served.longest
        size, exact = prompt.most_tokens(request), False
        if _cap(wanted, size, pricing, grant, longest, longest and longest - size)[0] < wanted:
            whole = request.exchanges
            request, counted = await self._fitted(replica, served, request, wanted)
            size, exact = (prompt.most_tokens(request), False) if counted is None else (counted, True)
            if exact and longest is not None and size >= longest:
                raise errors.too_long(size, longest, url=replica.url, shortened=request.exchanges < whole)
        # A bound says nothing of the room that is left: only a count may lower the limit for the model's length.
        room = longest - size if exact and longest is not None else longest
        cap, limit = _cap(wanted, size, pricing, grant, longest, room)
        if cap < 1:
            assert pricing is not None
            raise BudgetExceeded(
                f"a prompt of {'' if exact else 'up to '}{size} tokens and one more need "
                f"{pricing.flops(size, 1):,} FLOP and {grant:,} FLOP are granted",
                hint="raise the budget's flops, or ask with less history or evidence",
            )
        return request, Meter(size, cap, limit, longest, exact=exact)

    async def _fitted(
        self, replica: Replica, served: Served, request: GenerateRequest, wanted: int
    ) -> tuple[GenerateRequest, int | None]:
        """The request with as many of its earlier turns as leave room for an answer, and its tokens where they can be
        told."""

        async def counted(left_out: int) -> tuple[GenerateRequest, int | None]:
            shorter = request.without(left_out)
            return shorter, await self._count(replica, served, shorter)

        def fits(found: tuple[GenerateRequest, int | None]) -> bool:
            shorter, size = found
            return (prompt.likely_tokens(shorter) if size is None else size) <= room

        found = await counted(0)
        if served.longest is None or not request.exchanges:
            return found
        room = served.longest - min(wanted, served.longest // _ROOM)
        if fits(found):
            return found
        shortest: tuple[GenerateRequest, int | None] | None = None
        few, enough = 0, request.exchanges
        while enough - few > 1:
            middle = (few + enough) // 2
            if fits(found := await counted(middle)):
                enough, shortest = middle, found
            else:
                few = middle
        return shortest or await counted(enough)

    async def _ask(self, replica: Replica) -> Served:
        models = await replica.client.models(needed=not self.name)
        if not models and not self.name:
            raise errors.unnamed_model(replica.url)
        named = [model for model in models if model.id == self.name]
        if self._adapter and not named:
            await replica.client.load_adapter(self.name, adapters.path_of(self._adapter, replica.client.server))
            models = await replica.client.models(needed=False)
            named = [model for model in models if model.id == self.name]
        # A model that is not listed is asked for all the same: some gateways list less than they serve.
        served = Served(id=self.name) if self.name and not named else (named or models)[0]
        return _with_base(served, {model.id: model for model in models})

    def _find_price(self, served: Served, server: Server) -> Pricing | None:
        """A server on this machine says where its model lies, and the config.json there prices it."""
        if not server.local or served.root is None or not (Path(served.root) / "config.json").is_file():
            return None
        try:
            return adapters.priced(read_architecture(Path(served.root)), self._adapter)
        except ConfigError:
            return None  # not covered by the formulas; the options remain

    async def _count(self, replica: Replica, served: Served, request: GenerateRequest) -> int | None:
        """The prompt's exact tokens, by the server or by the model's own files; none where neither can tell."""
        messages = prompt.messages(request)
        counted = await replica.client.count(served.id, messages) if served.vllm else None
        if counted is None and self._local is None and replica.client.server.local and served.root is not None:
            self._local = LocalTokens(Path(served.root))
        if counted is None and self._local is not None:
            counted = await self._local.count(messages)
        return counted


def _with_base(served: Served, models: dict[str, Served]) -> Served:
    """An adapter has its base's length, and its base's folder is what prices it."""
    base = models.get(served.parent or "")
    return served if base is None else replace(served, longest=served.longest or base.longest, root=base.root)


def _cap(
    wanted: int, size: int, pricing: Pricing | None, grant: int | None, longest: int | None, room: int | None
) -> tuple[int, Cut]:
    """The tokens that may be drawn: as wanted, as there is room, as paid for; and which of them is the limit."""
    allowed = [(wanted, Cut(limit="max_tokens", value=wanted))]
    if room is not None:
        allowed.append((room, Cut(limit="window", value=longest)))
    if pricing is not None and grant is not None:
        allowed.append((pricing.max_tokens(size, grant), Cut(limit="grant", value=grant)))
    cap, limit = min(allowed, key=lambda each: each[0])
    return max(0, cap), limit
