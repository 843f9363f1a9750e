"""The servers behind one instance: which one is asked, how many requests each takes at once, which are left alone.

Health is progress: a server is well when tokens come from it, whatever its /health says. Knows no request's content.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence

from orchestra_modules.vllm import errors
from orchestra_modules.vllm.breaker import Breaker
from orchestra_modules.vllm.choice import Candidate, choose
from orchestra_modules.vllm.client import Client
from orchestra_modules.vllm.server import Served


class Replica:
    """One server: its client, its breaker, and what it is known to serve."""

    def __init__(
        self, client: Client, clock: Callable[[], float], dice: Callable[[], float], *, longest: float
    ) -> None:
        self.client = client
        self.breaker = Breaker(clock, dice, longest=longest)
        self.running = 0
        self.served: Served | None = None
        self.progress = clock()  # when a token came last, to whomever
        self.problem = ""  # how it failed last

    @property
    def url(self) -> str:
        """Its address, which is also its name."""
        return self.client.server.url


class Lease:
    """A place at one server for one request; given back once, with or without a word on how it went."""

    def __init__(self, fleet: Fleet, replica: Replica) -> None:
        self.replica = replica
        self._fleet = fleet
        self._trial = replica.breaker.begin()
        self._began = fleet.clock()
        self._open = True
        replica.running += 1

    def progressed(self) -> None:
        """A token came."""
        self.replica.progress = self._fleet.clock()
        self._trial = False
        self.replica.breaker.progressed()

    def completed(self) -> None:
        """The answer came to its end."""
        self.replica.breaker.completed()

    def silent(self) -> float:
        """Seconds in which no token came from this server, neither for this request nor for any other."""
        return self._fleet.clock() - max(self._began, self.replica.progress)

    def end(self, *, failed: bool = False, why: str = "") -> None:
        """Give the place back; `failed` where the server is at fault, and `why`."""
        if not self._open:
            return
        self._open = False
        if failed:
            self.replica.problem = why
            self.replica.breaker.failed(self._trial)
        else:
            self.replica.breaker.left(self._trial)
        self._fleet.give_back(self.replica)


class Fleet:
    """Replicas of one model; `limit` is how many requests each is given at once, the others wait here in order."""

    def __init__(
        self,
        clients: Sequence[Client],
        *,
        limit: int,
        clock: Callable[[], float] = time.monotonic,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self.clock = clock
        # Where there is no other, to wait long for the next trial helps nobody.
        longest = 30.0 if len(clients) > 1 else 5.0
        self.replicas = {client.server.url: Replica(client, clock, dice, longest=longest) for client in clients}
        self._limit = limit
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def lease(self, conversation: bytes, avoid: Collection[str] = ()) -> Lease:
        """A place at the server that suits a conversation best, waited for. Unreachable where every server is out.

        `avoid` are servers not to be asked while there is another.
        """
        while True:
            well = [replica for replica in self.replicas.values() if replica.breaker.allows()]
            if not well:
                self._wake()  # who waits for a place is to hear it too
                wait = min(replica.breaker.wait for replica in self.replicas.values())
                raise errors.all_open({url: replica.problem for url, replica in self.replicas.items()}, wait)
            candidates = [replica for replica in well if replica.url not in avoid] or well
            name = choose(conversation, [Candidate(one.url, one.running) for one in candidates], self._limit)
            if name is not None:
                return Lease(self, self.replicas[name])
            await self._place()

    def others(self, avoid: Collection[str]) -> bool:
        """Whether there is a server to ask besides these."""
        return any(replica.breaker.allows() for url, replica in self.replicas.items() if url not in avoid)

    def give_back(self, replica: Replica) -> None:
        """A request has left a server; the first that waits looks again."""
        replica.running -= 1
        self._wake()

    def _wake(self) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    async def _place(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._wake()  # the turn that came too late for this one is another's
            raise
