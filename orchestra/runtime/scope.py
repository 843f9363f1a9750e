"""What one query shares: its id, ledger, memo of embeddings, scratch folder, and the one way to call an instance."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import anyio.from_thread

from orchestra.budget.ledger import Ledger
from orchestra.runtime.context import RunContext
from orchestra.runtime.inline import Emit
from orchestra.runtime.instance import Instance
from orchestra.spec import (
    ConfigError,
    DeadlineExceeded,
    Declined,
    EmbedRequest,
    Model,
    ModuleEvent,
    Request,
    Result,
    ResultError,
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
        self._scratch: Path | None = None
        self._lock = threading.Lock()

    async def call(self, instance: Instance, request: Model, *, step: str = "", emit: Emit = ignore) -> Any:
        """Reserve, grant, run, charge, release. BudgetExceeded, DeadlineExceeded, and what the run raises."""
        cost = instance.estimate(request)
        reservation = self.ledger.reserve(instance.id, cost, limitable=instance.limitable, step=step)
        try:
            context = RunContext(
                query_id=self.query_id,
                instance=instance.id,
                reservation=reservation,
                ledger=self.ledger,
                scratch=self.scratch,
                used=self._used(instance, step, emit),
            )
            with anyio.move_on_after(self.ledger.remaining()):
                return await instance.run(request, context, reservation, emit)
            raise DeadlineExceeded(f"{instance.id} was stopped: the time is up", hint="raise the budget's seconds")
        finally:
            reservation.release()

    async def embed(self, texts: Sequence[str], *, step: str = "") -> NDArray[np.float32]:
        """Query embeddings by the embedder in use, each text computed and charged once a query."""
        instance = self._find("embedder")
        if instance is None:
            raise ConfigError("there is no embedder", hint="`orchestra doctor` names the command that adds one")
        request = EmbedRequest(texts=tuple(texts), purpose="query")
        vectors: Vectors = await UsedInstance(self, instance, step, ignore).arun(request)  # type: ignore[assignment]
        return vectors.numpy()

    def scratch(self) -> Path:
        """A folder of the query's own, made when first asked for."""
        with self._lock:
            if self._scratch is None:
                self._scratch = Path(tempfile.mkdtemp(prefix="orchestra-"))
            return self._scratch

    def close(self) -> None:
        """Remove the scratch folder."""
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _used(self, instance: Instance, step: str, emit: Emit) -> dict[str, Used]:
        used: dict[str, Used] = {}
        for kind in instance.manifest.uses:
            name = kind.partition("/")[0]
            found = self._find(name)
            if found is None:
                hint = "`orchestra doctor` names the command that adds one"
                raise ConfigError(f"{instance.id} uses a {kind}, and there is none", hint=hint)
            used[name] = UsedInstance(self, found, step, emit)
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
    target: Instance
    step: str
    emit: Emit

    @property
    def instance(self) -> str:
        """Its id."""
        return self.target.id

    def run(self, request: Request) -> Result:
        """Run it from a thread and wait."""
        return anyio.from_thread.run(self.arun, request)

    async def arun(self, request: Request) -> Result:
        """Run it; embeddings of queries are remembered."""
        if isinstance(request, EmbedRequest) and request.purpose == "query":
            return await self._embed(request)
        result: Result = await self.scope.call(self.target, request, step=self.step, emit=self.emit)
        return result

    async def _embed(self, request: EmbedRequest) -> Result:
        fingerprint = fingerprint_of(self.target)
        known = self.scope.remembered(fingerprint, request)
        unknown = tuple(dict.fromkeys(text for text in request.texts if text not in known))
        dim = 0
        if unknown:
            wanted = EmbedRequest(texts=unknown, purpose=request.purpose)
            vectors = await self.scope.call(self.target, wanted, step=self.step, emit=self.emit)
            if isinstance(vectors, Declined):
                return vectors
            if len(vectors.data) != 4 * vectors.dim * len(unknown):
                raise ResultError(f"{self.target.id} gave {len(vectors.data)} bytes for {len(unknown)} texts")
            self.scope.remember(fingerprint, wanted, vectors)
            known |= self.scope.remembered(fingerprint, wanted)
            dim = vectors.dim
        rows = [known[text] for text in request.texts]
        return Vectors(dim=dim or len(rows[0]) // 4, data=b"".join(rows), fingerprint=fingerprint)


def fingerprint_of(instance: Instance) -> str:
    """What an embedder's vectors depend on: its own word, or its id and version."""
    own = getattr(instance.module, "fingerprint", None)
    return str(own()) if callable(own) else f"{instance.manifest.id}/{instance.manifest.version}"
