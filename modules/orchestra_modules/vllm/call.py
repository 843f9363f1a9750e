"""One request, from a place at a server to its last token; sent again, here or elsewhere, only while nothing has come.

Knows no events: it gives pieces. What servers may have computed in vain is on the bill.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from orchestra.spec import (
    Context,
    DeadlineExceeded,
    EndpointError,
    GenerateRequest,
    OrchestraError,
    Overloaded,
    StreamBroken,
    TokenUsage,
)
from orchestra_modules.vllm import errors, prompt
from orchestra_modules.vllm.choice import fingerprint
from orchestra_modules.vllm.client import Answering
from orchestra_modules.vllm.errors import Unanswered
from orchestra_modules.vllm.fleet import Fleet, Lease
from orchestra_modules.vllm.limits import Clock
from orchestra_modules.vllm.meter import Meter
from orchestra_modules.vllm.model import ModelFacts
from orchestra_modules.vllm.retrying import RetryBudget, backoff
from orchestra_modules.vllm.server import Piece, Served


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an instance's options say of every call; times in seconds."""

    max_tokens: int
    retries: int
    first: float
    between: float
    total: float


class Call:
    """To be begun, read to its end with `next`, and ended, whatever happens."""

    def __init__(
        self,
        request: GenerateRequest,
        context: Context,
        *,
        fleet: Fleet,
        facts: ModelFacts,
        budget: RetryBudget,
        terms: Terms,
    ) -> None:
        self.meter: Meter | None = None
        self.served: Served | None = None
        self.news = ""
        self.left_out = 0  # of the conversation's earlier turns
        self._request = request
        self._context = context
        self._fleet = fleet
        self._facts = facts
        self._budget = budget
        self._terms = terms
        self._clock = Clock(terms.total, context.remaining())
        self._lease: Lease | None = None
        self._answering: Answering | None = None
        self._ready: list[Piece] = []
        self._lost = self._lost_tokens = 0
        self._pricing = facts.pricing

    @property
    def url(self) -> str:
        """The server that answers."""
        return "" if self._lease is None else self._lease.replica.url

    async def begin(self) -> None:
        """Up to the first token. EndpointError, DeadlineExceeded, BudgetExceeded, ConfigError."""
        self._budget.asked()
        conversation = fingerprint(self._request.messages)
        failures: dict[str, EndpointError] = {}
        attempt = 0
        while True:
            place = self._fleet.lease(conversation, failures)
            self._lease = await self._clock.within(self._terms.first, place, self._crowded)
            try:
                return await self._attempt(self._lease)
            except Unanswered as failure:
                failures.pop(self.url, None)  # the last is to stand last
                failures[self.url] = failure.error
                self._lease.end(failed=failure.blame, why=failure.error.message)
                if failure.blame:
                    self._facts.forget(self._lease.replica)
                elsewhere = self._fleet.others(failures)
                if attempt >= self._terms.retries or (failure.elsewhere and not elsewhere) or not self._budget.take():
                    raise errors.all_failed(failures) from failure.__cause__
                self._start_over()
            if not elsewhere:
                await self._clock.within(
                    self._terms.total, asyncio.sleep(backoff(attempt, random.random)), self._crowded
                )
            attempt += 1

    async def next(self) -> list[Piece]:
        """The pieces that have come, none at the end. StreamBroken, DeadlineExceeded."""
        assert self._answering is not None and self._lease is not None
        pieces, self._ready = self._ready, []
        if not pieces:
            pieces = await self._clock.within(self._terms.between, self._answering.next(), self._stalled)
        if pieces:
            self._lease.progressed()
        return pieces

    async def finish(self) -> None:
        """The answer is whole: its connection may serve the next."""
        if self._answering is not None and self._lease is not None:
            self._lease.completed()
            await self._answering.finish()

    def failed(self, error: OrchestraError) -> None:
        """Judge the server by how the call failed."""
        lease = self._lease
        if lease is None:
            return
        if isinstance(error, EndpointError):
            self._facts.forget(lease.replica)
        # A query in a hurry proves nothing; a server from which nobody had a token for long does.
        hung = isinstance(error, DeadlineExceeded) and lease.silent() >= self._terms.between
        lease.end(failed=hung or isinstance(error, StreamBroken), why=error.message)

    def end(self) -> None:
        """Free the server, give the place back, and make the charge."""
        if self._answering is not None:
            self._answering.close()
        if self._lease is not None:
            self._lease.end()
        if self.meter is None:
            known = self._pricing is not None and self._lost
            tokens = TokenUsage(prompt_tokens=self._lost_tokens, completion_tokens=0)
            self._context.charge(self._lost, "modelled" if known else "declared", tokens)
        else:
            self.meter.charge(self._pricing, self._context, lost=self._lost, lost_tokens=self._lost_tokens)

    async def _attempt(self, lease: Lease) -> None:
        replica, terms, facts, clock = lease.replica, self._terms, self._facts, self._clock
        served = await clock.within(terms.first, facts.served(replica), self._slow)
        self.served = served
        grant = self._context.grant
        self.news = facts.settle_price(served, replica.client.server, grant) or self.news
        self._pricing = facts.pricing
        measuring = facts.measure(
            replica,
            served,
            self._request,
            wanted=self._request.max_tokens or terms.max_tokens,
            grant=None if grant is None else grant - self._lost,
        )
        request, meter = await clock.within(terms.first, measuring, self._slow)
        self.meter, self.left_out = meter, len(self._request.messages) - len(request.messages)
        body = prompt.body(request, served.id, max_tokens=meter.cap, seed=self._context.seed, vllm=served.vllm)
        meter.sent = True  # from here on, what the server computes is paid for
        latest = self._fleet.clock() + terms.first
        try:
            self._answering = await clock.within(terms.first, replica.client.open(body), self._slow)
            # Some servers send an empty first event at once: the wait for a token is not over with it.
            begun = False
            while not begun:
                left = max(0.0, latest - self._fleet.clock())
                pieces = await clock.within(left, self._answering.next(), self._slow)
                self._ready += pieces
                begun = not pieces or any(piece.text or piece.reasoning or piece.output for piece in pieces)
        except Unanswered as failure:
            meter.sent = failure.computed
            raise
        except StreamBroken:
            raise
        except EndpointError:
            meter.sent = False  # refused: nothing was computed
            raise

    def _start_over(self) -> None:
        """Leave a server that gave nothing; what it may have computed stays on the bill."""
        if self._answering is not None:
            self._answering.close()
        self._answering, self._ready = None, []
        if self.meter is not None:
            self._lost += self.meter.prefill(self._pricing)
            self._lost_tokens += self.meter.seen.prompt_tokens
            self.meter = None

    def _crowded(self) -> Overloaded:
        return Overloaded(
            f"no place at {', '.join(self._fleet.replicas)} within {self._terms.first:g} s",
            hint="raise option `concurrency` if the servers can take more, or add a server to `servers`",
        )

    def _slow(self) -> Unanswered:
        error = Overloaded(
            f"{self.url} gave no token within {self._terms.first:g} s",
            hint="its queue is long or its engine hangs: see its log, or raise option `first_token_timeout`",
        )
        return Unanswered(error, elsewhere=True, computed=True)

    def _stalled(self) -> StreamBroken:
        return StreamBroken(
            f"{self.url} fell silent for {self._terms.between:g} s within an answer",
            hint="its engine hangs: see its log, or raise option `between_timeout`",
        )
