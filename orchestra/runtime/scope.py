"""What one query shares: its id, ledger, memo of embeddings, scratch folder, and the one way to call an instance."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import anyio.from_thread

from orchestra.budget.ledger import Ledger, Reservation
from orchestra.plan.planner import total
from orchestra.runtime.context import RunContext
from orchestra.runtime.inline import Emit
from orchestra.runtime.instance import Instance
from orchestra.spec import (
    BudgetExceeded,
    ConfigError,
    Cost,
    DeadlineExceeded,
    Declined,
    EmbedRequest,
    Model,
    ModuleEvent,
    OrchestraError,
    Request,
    Result,
    ResultError,
    RetrieveRequest,
    RunError,
    Used,
    Vectors,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Find = Callable[[str], Instance | None]


async def ignore(event: ModuleEvent) -> None:
    """An emitter for calls whose events nobody reads."""


class Scope:
    """One query's share of the runtime. `find` gives the instance that serves a kind some module uses."""

    def __init__(self, query_id: str, ledger: Ledger, find: Find) -> None:
        self.query_id = query_id
        self.ledger = ledger
        self._find = find
        self._vectors: dict[tuple[str, str, str], bytes] = {}
        # Made by the first who asks for it; the name cannot be guessed, and a killed worker leaves it to this process.
        self._scratch = Path(tempfile.gettempdir(), f"orchestra-{uuid.uuid4().hex}")
        self._readings: dict[Instance, str] = {}

    def quote(self, instance: Instance, request: Model) -> Cost:
        """What a request will cost with the embedding of its query, unless that is known already."""
        cost = instance.estimate(request)
        if not isinstance(request, RetrieveRequest) or "embedder/1" not in instance.manifest.uses:
            return cost
        embedder = self._find("embedder")
        embedding = EmbedRequest(texts=(request.query,))
        if embedder is None or self.remembered(fingerprint_of(embedder), embedding):
            return cost
        return total((cost, embedder.estimate(embedding)))

    def _reserve(self, instance: Instance, request: Model, step: str, held: Reservation | None) -> Reservation:
        cost = instance.estimate(request)
        try:
            return self.ledger.reserve(instance.id, cost, limitable=instance.limitable, step=step)
        except BudgetExceeded:
            # What is left may be held by the very step that needs this one.
            if held is None:
                raise
            return held.lend(instance.id, cost, limitable=instance.limitable)

    async def call(
        self,
        instance: Instance,
        request: Model,
        *,
        step: str = "",
        emit: Emit = ignore,
        held: Reservation | None = None,
    ) -> Any:
        """Reserve, grant, run, charge, release; `held` is the reservation of the step that causes this one.

        BudgetExceeded, DeadlineExceeded, and what the run raises.
        """
        reservation = self._reserve(instance, request, step, held)
        try:
            context = RunContext(
                query_id=self.query_id,
                instance=instance.id,
                reservation=reservation,
                ledger=self.ledger,
                scratch=self._scratch,
                used=self._used(instance, reservation, step, emit),
            )
            with anyio.move_on_after(self.ledger.remaining()):
                return await instance.run(request, context, reservation, emit)
            raise DeadlineExceeded(f"{instance.id} was stopped: the time is up", hint="raise the budget's seconds")
        except OrchestraError as error:
            error.query_id = self.query_id
            raise
        finally:
            reservation.release()

    async def embed(self, texts: Sequence[str], *, step: str = "") -> NDArray[np.float32]:
        """Query embeddings by the embedder in use, each text computed and charged once a query."""
        instance = self._find("embedder")
        if instance is None:
            raise ConfigError("there is no embedder", hint="`orchestra doctor` names the command that adds one")
        request = EmbedRequest(texts=tuple(texts), purpose="query")
        used = UsedInstance(self, "embedder", instance.id, step, ignore)
        vectors = await used.arun(request)
        if not isinstance(vectors, Vectors):
            raise ResultError(f"{instance.id} gave {type(vectors).__name__}, not Vectors")
        return vectors.numpy()

    def keep_reading(self, instance: Instance, reading: str) -> None:
        """Keep what an instance's probe made of the query."""
        self._readings[instance] = reading

    def reading(self, instance: Instance) -> str:
        """What its probe made of the query; empty for an instance that came after the decision, by a swap."""
        return self._readings.get(instance, "")

    def close(self) -> None:
        """Remove the scratch folder."""
        if self._scratch.exists():
            shutil.rmtree(self._scratch, ignore_errors=True)

    def find(self, kind: str) -> Instance:
        """The instance that serves a kind now; a swap may have changed it. ConfigError."""
        found = self._find(kind)
        if found is None:
            raise ConfigError(f"there is no {kind}", hint="`orchestra doctor` names the command that adds one")
        return found

    def _used(self, instance: Instance, held: Reservation, step: str, emit: Emit) -> dict[str, Used]:
        used: dict[str, Used] = {}
        for kind in instance.manifest.uses:
            name = kind.partition("/")[0]
            found = self._find(name)
            if found is None:
                hint = "`orchestra doctor` names the command that adds one"
                raise ConfigError(f"{instance.id} uses a {kind}, and there is none", hint=hint)
            used[name] = UsedInstance(self, name, found.id, step, emit, held)
        return used

    def remembered(self, fingerprint: str, request: EmbedRequest) -> dict[str, bytes]:
        """The vectors of a request that are known already, by text."""
        keys = ((text, (fingerprint, request.purpose, text)) for text in request.texts)
        return {text: self._vectors[key] for text, key in keys if key in self._vectors}

    def remember(self, fingerprint: str, request: EmbedRequest, vectors: Vectors) -> None:
        """Keep the vectors of a request."""
        width = 4 * vectors.dim
        for row, text in enumerate(request.texts):
            self._vectors[fingerprint, request.purpose, text] = vectors.data[row * width : (row + 1) * width]


@dataclass(frozen=True)
class UsedInstance:
    """An instance as another module sees it."""

    scope: Scope
    kind: str
    instance: str
    step: str
    emit: Emit
    held: Reservation | None = None

    def run(self, request: Request) -> Result:
        """Run it from a thread and wait."""
        result, error = anyio.from_thread.run(self._ended, request)
        if isinstance(error, asyncio.CancelledError):
            raise DeadlineExceeded(f"the run that uses {self.instance} has ended") from error
        if error is not None:
            raise error
        assert result is not None
        return result

    async def _ended(self, request: Request) -> tuple[Result | None, BaseException | None]:
        """The result or the error, as values: nobody waits for a thread whose query is over, and what is raised for it
        would be reported when the loop ends."""
        try:
            return await self.arun(request), None
        except BaseException as error:
            return None, error

    async def arun(self, request: Request) -> Result:
        """Run it; embeddings of queries are remembered."""
        if self.held is not None and not self.held.open:
            raise DeadlineExceeded(f"the run that uses {self.instance} has ended")
        target = self.scope.find(self.kind)
        if isinstance(request, EmbedRequest) and request.purpose == "query" and request.texts:
            return await self._embed(target, request)
        result: Result = await self.scope.call(target, request, step=self.step, emit=self.emit, held=self.held)
        return result

    async def _embed(self, target: Instance, request: EmbedRequest) -> Result:
        fingerprint = fingerprint_of(target)
        known = self.scope.remembered(fingerprint, request)
        unknown = tuple(dict.fromkeys(text for text in request.texts if text not in known))
        dim = 0
        if unknown:
            wanted = EmbedRequest(texts=unknown, purpose=request.purpose)
            vectors = await self.scope.call(target, wanted, step=self.step, emit=self.emit, held=self.held)
            if isinstance(vectors, Declined):
                return vectors
            if len(vectors.data) != 4 * vectors.dim * len(unknown):
                raise ResultError(f"{target.id} gave {len(vectors.data)} bytes for {len(unknown)} texts")
            self.scope.remember(fingerprint, wanted, vectors)
            known |= self.scope.remembered(fingerprint, wanted)
            dim = vectors.dim
        rows = [known[text] for text in request.texts]
        return Vectors(dim=dim or len(rows[0]) // 4, data=b"".join(rows), fingerprint=fingerprint)


def fingerprint_of(instance: Instance) -> str:
    """What an embedder's vectors depend on: its own word, or its id and version."""
    own = getattr(instance.module, "fingerprint", None)
    try:
        return str(own()) if callable(own) else f"{instance.manifest.id}/{instance.manifest.version}"
    except OrchestraError:
        raise
    except Exception as error:
        raise RunError(f"the fingerprint of {instance.id} failed: {type(error).__name__}: {error}") from error
