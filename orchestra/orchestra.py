"""The Orchestra object: what users hold. It wires profile, modules, router, planner and executor together.

Two faces of one core: coroutines on the caller's loop (`async with`), or plain calls, for which the Orchestra keeps a
loop in a thread of its own (`with`). Nothing here is process-wide; two of them do not touch each other.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias, TypeVar

import anyio
import anyio.to_thread
from pydantic import BaseModel, ValidationError

from orchestra import config as configuration
from orchestra.budget.ledger import Ledger
from orchestra.catalogue import Catalogue
from orchestra.folders import Folders
from orchestra.indexes import Indexes
from orchestra.plan.bindings import Query
from orchestra.plan.planner import Planner
from orchestra.plan.policy import Accept, Policy, Reliability
from orchestra.router.router import Router
from orchestra.runtime.decide import Decider
from orchestra.runtime.executor import Execution
from orchestra.runtime.instance import Factory, Instance
from orchestra.runtime.portal import Portal
from orchestra.runtime.registry import Listed
from orchestra.runtime.scope import Scope
from orchestra.runtime.stream import EventStream
from orchestra.spec import (
    Answer,
    Budget,
    BudgetInvalid,
    ConfigError,
    Decision,
    Declined,
    Evidence,
    History,
    InputError,
    Manifest,
    RetrieveRequest,
    StoreError,
    Turn,
    UsageError,
    nearest,
)
from orchestra.store import Store
from orchestra.streams import AsyncStream, Stream

Profile: TypeAlias = "str | Path | None"
Turns: TypeAlias = "Sequence[Turn | Mapping[str, str]]"

T = TypeVar("T")

THREADS = 64


class Orchestra:
    """Answers queries with the least compute that settles them.

    `profile` is the name of one that ships or a path to a .toml; `home` is the state folder (ORCHESTRA_HOME, or the
    platform's data folder). Raises ConfigError.
    """

    def __init__(self, profile: Profile = None, *, home: Path | None = None) -> None:
        sections: dict[str, type[BaseModel]] = {"policy": Policy, "accept": Accept, "reliability": Reliability}
        self.home = home or configuration.state_folder()
        self.config = configuration.Config(profile, sections=sections, home=self.home)
        self.folders = Folders(self.home)
        self.indexes = Indexes(self)
        self._limits = self.config.section("limits", configuration.Limits)
        self._policy = self.config.section("policy", Policy)
        self._accept = self.config.section("accept", Accept)
        self._reliability = self.config.section("reliability", Reliability)
        self._budget = self.config.section("budget", configuration.BudgetSettings).budget()
        stored = self.config.section("store", configuration.StoreSettings)
        self._store = Store(self.home, stored.keep) if stored.traces else None
        self._threads = anyio.CapacityLimiter(THREADS)
        self._catalogue = Catalogue(self.config, self.folders, limits=self._limits, threads=self._threads)
        self._registry = self._catalogue.registry
        self._portal: Portal | None = None
        self._starting = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.running: set[AsyncStream] = set()
        self._closed = False
        self._rewire()

    @classmethod
    def from_profile(cls, profile: str | Path, *, home: Path | None = None) -> Orchestra:
        """An Orchestra with a profile that ships, by name, or with a .toml file, by path. ConfigError."""
        return cls(profile, home=home)

    # --- asking, on the caller's loop -------------------------------------------------------------------------

    async def aask(
        self,
        query: str,
        *,
        budget: Budget | None = None,
        history: Turns = (),
        indexes: Sequence[str] | None = None,
        modules: Sequence[str] | None = None,
        explain: bool = False,
    ) -> Answer:
        """Answer a query. `modules` restricts the plans to these instances; `indexes` the search to these.

        Whatever befalls the query is an Answer with `finish` and `error`; raises only UsageError, for a query,
        budget or name that cannot be used.
        """
        stream = self.astream(query, budget=budget, history=history, indexes=indexes, modules=modules, explain=explain)
        return await stream.collect()

    def astream(
        self,
        query: str,
        *,
        budget: Budget | None = None,
        history: Turns = (),
        indexes: Sequence[str] | None = None,
        modules: Sequence[str] | None = None,
        explain: bool = False,
    ) -> AsyncStream:
        """The events of a query as they happen; leaving the iteration cancels it. UsageError, as `aask`."""
        self._open()
        limits = self._allowed(budget)
        instances = self._chosen(modules)
        asked = self._query(query, history, indexes, instances)
        stream = EventStream(uuid.uuid4().hex)
        scope = Scope(stream.query_id, Ledger(limits), self.first)
        execution = Execution(
            asked,
            scope=scope,
            stream=stream,
            instances=instances,
            current=self.instance,
            embedder=self.first("embedder"),
            decider=self._decider if modules is None else self._unfloored,
            accept=self._accept,
            explain=explain,
            advice=self._advice,
            policy=self._policy,
            reliability=self._reliability,
        )
        return AsyncStream(self, asked, execution, stream)

    async def aroute(
        self,
        query: str,
        *,
        budget: Budget | None = None,
        history: Turns = (),
        modules: Sequence[str] | None = None,
        explain: bool = False,
    ) -> Decision:
        """What would be done with a query: beliefs and plans. No plan is run. UsageError, BudgetExceeded."""
        self.bind()
        instances = self._chosen(modules)
        asked = self._query(query, history, None, instances)
        scope = Scope(uuid.uuid4().hex, Ledger(self._allowed(budget)), self.first)
        decider = self._decider if modules is None else self._unfloored
        try:
            return await decider.decide(asked, instances, scope, self.first("embedder"), explain=explain)
        finally:
            scope.close()

    async def asearch(
        self,
        query: str,
        *,
        index: str | None = None,
        k: int = 10,
        filters: Mapping[str, str] | None = None,
        module: str | None = None,
    ) -> Evidence:
        """The passages of an index (none: the profile's) that fit a query best. UsageError, StoreError, ModuleError.

        `module` is the retriever to ask by its id; none is the first there is.
        """
        self.bind()
        self._check_text(query)
        retriever = self.first("retriever") if module is None else self.instance(module)
        if retriever is None:
            raise ConfigError("there is no retriever", hint="`orchestra doctor` names the command that adds one")
        if retriever.manifest.kind_name != "retriever":
            ids = ", ".join(instance.id for instance in self.instances("retriever"))
            raise InputError(f"{module!r} is a {retriever.manifest.kind_name}, not a retriever", hint=f"one of {ids}")
        names = self._index_names(None if index is None else (index,))
        try:
            request = RetrieveRequest(query=query, indexes=names, k=k, filters=dict(filters or {}))
        except (ValidationError, TypeError, ValueError) as error:
            raise InputError(f"k={k!r}, filters={filters!r}: {_first(error)}") from error
        scope = Scope(uuid.uuid4().hex, Ledger(Budget()), self.first)
        try:
            result = await scope.call(retriever, request)
        finally:
            scope.close()
        if isinstance(result, Declined):
            raise ConfigError(result.reason)
        assert isinstance(result, Evidence)
        return result

    async def aclose(self) -> None:
        """Cancel what runs and close every module; idempotent."""
        if self._closed:
            return
        self._closed = True
        running = tuple(self.running)
        for stream in running:
            stream.cancel()
        for stream in running:
            await stream.aclose()
        await self._registry.close()
        if self._store is not None:
            self._store.close()

    async def aswap(
        self, id: str, manifest: Manifest | Mapping[str, Any] | Path, factory: Factory | None = None, **options: Any
    ) -> None:
        """Replace an instance by another module of its kind; when that does not load, the old one stays."""
        self.bind()
        new = self._catalogue.make(manifest, id, options, factory)
        await self._registry.swap(id, new)
        self._rewire()

    # --- asking, from plain code ------------------------------------------------------------------------------

    def ask(
        self,
        query: str,
        *,
        budget: Budget | None = None,
        history: Turns = (),
        indexes: Sequence[str] | None = None,
        modules: Sequence[str] | None = None,
        explain: bool = False,
    ) -> Answer:
        """`aask`, waited for."""
        return self.run(
            lambda: self.aask(query, budget=budget, history=history, indexes=indexes, modules=modules, explain=explain)
        )

    def stream(
        self,
        query: str,
        *,
        budget: Budget | None = None,
        history: Turns = (),
        indexes: Sequence[str] | None = None,
        modules: Sequence[str] | None = None,
        explain: bool = False,
    ) -> Stream:
        """`astream` as a context manager and an iterator with `.answer`; leaving it cancels."""

        async def begin() -> AsyncStream:
            return self.astream(
                query, budget=budget, history=history, indexes=indexes, modules=modules, explain=explain
            )

        return Stream(self, self.run(begin))

    def route(
        self,
        query: str,
        *,
        budget: Budget | None = None,
        history: Turns = (),
        modules: Sequence[str] | None = None,
        explain: bool = False,
    ) -> Decision:
        """`aroute`, waited for."""
        return self.run(lambda: self.aroute(query, budget=budget, history=history, modules=modules, explain=explain))

    def search(
        self,
        query: str,
        *,
        index: str | None = None,
        k: int = 10,
        filters: Mapping[str, str] | None = None,
        module: str | None = None,
    ) -> Evidence:
        """`asearch`, waited for."""
        return self.run(lambda: self.asearch(query, index=index, k=k, filters=filters, module=module))

    def swap(
        self, id: str, manifest: Manifest | Mapping[str, Any] | Path, factory: Factory | None = None, **options: Any
    ) -> None:
        """`aswap`, waited for."""
        self.run(lambda: self.aswap(id, manifest, factory, **options))

    def close(self) -> None:
        """`aclose`, waited for; ends the thread."""
        with self._starting:
            portal, self._portal = self._portal, None
        if portal is None and self._loop is not None and not self._closed:
            raise UsageError("this Orchestra runs on an event loop", hint="await aclose instead")
        try:
            if portal is not None:
                portal.call(self.aclose)
        finally:
            self._closed = True
            if portal is not None:
                portal.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed; nothing can be asked of it any more."""
        return self._closed

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run a coroutine function on this Orchestra's own loop and wait."""
        self._open()
        with self._starting:
            if self._portal is None:
                if self._loop is not None:
                    raise UsageError(
                        "this Orchestra runs on an event loop already", hint="await aask, aroute and asearch instead"
                    )
                self._portal = Portal()
            portal = self._portal
        return portal.call(work)

    def __enter__(self) -> Orchestra:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Orchestra:
        self.bind()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with anyio.CancelScope(shield=True):
            await self.aclose()

    # --- modules ----------------------------------------------------------------------------------------------

    def modules(self) -> tuple[Listed, ...]:
        """Every instance, and every module that cannot be used with the reason."""
        return self._registry.listing()

    def manifest(self, id: str) -> Manifest:
        """The manifest behind an instance or module id. ConfigError."""
        return self._catalogue.manifest(id)

    def instance(self, id: str) -> Instance:
        """The instance with this id. ConfigError."""
        return self._registry[id]

    def instances(self, kind: str) -> tuple[Instance, ...]:
        """The instances of a kind."""
        return self._registry.of(kind)

    def register(
        self,
        manifest: Manifest | Mapping[str, Any] | Path,
        factory: Factory | None = None,
        *,
        id: str | None = None,
        **options: Any,
    ) -> None:
        """Add an instance from code: a manifest (data or a path), and what constructs the module.

        Raises ManifestError, VersionError, and ConfigError when the id is taken.
        """
        self._registry.add(self._catalogue.make(manifest, id, options, factory))
        self._rewire()

    def add_folder(self, path: Path | str) -> Manifest:
        """Add the module in a folder (module.toml beside its code), now and in later runs. ManifestError."""
        manifest = self._catalogue.add_folder(Path(path))
        self._rewire()
        return manifest

    # --- inside -----------------------------------------------------------------------------------------------

    def _rewire(self) -> None:
        """Show the router every instance's examples; its weights stay."""
        examples: dict[str, list[str]] = {}
        for instance in self._registry:
            if instance.manifest.examples:
                examples.setdefault(instance.manifest.serves[0], []).extend(instance.manifest.examples)
        self.router = router = Router(examples)
        reliability = self._reliability
        self._decider = Decider(router, Planner(self._policy, reliability))
        # Whoever names the modules has decided that they are worth trying.
        tolerant = self._policy.model_copy(update={"floor": 0.0, "unknown": "attempt"})
        self._unfloored = Decider(router, Planner(tolerant, reliability))

    def _open(self) -> None:
        if self._closed:
            raise UsageError("this Orchestra is closed", hint="make a new one")

    def bind(self) -> None:
        """Hold to the first loop that is used: module state and locks belong to it."""
        self._open()
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise UsageError("this Orchestra belongs to another event loop", hint="make one for each loop")

    def _allowed(self, budget: Budget | None) -> Budget:
        if budget is None:
            return self._budget
        if not isinstance(budget, Budget):
            raise BudgetInvalid(f"budget={budget!r} is a {type(budget).__name__}", hint="give a Budget(flops, seconds)")
        return budget

    def _query(self, text: str, history: Turns, indexes: Sequence[str] | None, instances: Sequence[Instance]) -> Query:
        self._check_text(text)
        # Looking up what there is reads the disk, so it is left out where nothing will search.
        searched = any(instance.manifest.kind_name == "retriever" for instance in instances)
        names = self._index_names(indexes) if searched or indexes is not None else ()
        return Query(text=text, history=_turns(history), indexes=names, k=self._policy.k)

    def _check_text(self, text: str) -> None:
        if not isinstance(text, str):
            raise InputError(f"the query is a {type(text).__name__}, not a string")
        if not text.strip():
            raise InputError("the query is empty", hint="ask something")
        if "\0" in text:
            raise InputError(
                f"the query has a null byte at character {text.index(chr(0))}", hint="send text, not binary"
            )
        try:
            size = len(text.encode())
        except UnicodeEncodeError as error:
            raise InputError(f"the query is not valid text at character {error.start}", hint="send UTF-8") from error
        if size > self._limits.text_bytes:
            hint = "index long material with `orchestra index create`, or raise limits.text_bytes"
            raise InputError(f"the query has {size:,} bytes, over the limit of {self._limits.text_bytes:,}", hint=hint)

    def _index_names(self, names: Sequence[str] | None) -> tuple[str, ...]:
        """The names as given, checked, or the profile's, with "*" as every index there is."""
        there = {report.name: report for report in self.indexes.list()}
        if names is None:
            chosen = tuple(self._policy.indexes)
            return tuple(there) if chosen == ("*",) else chosen
        if isinstance(names, str):
            raise InputError(f"indexes={names!r} is a string", hint=f"give a list, as [{names!r}]")
        for name in names:
            if name not in there:
                hint = f"`orchestra index create {name} PATH...` makes it; there are: {', '.join(there) or 'none'}"
                raise InputError(f"there is no index {name!r}{nearest(name, there)}", hint=hint)
        return tuple(names)

    def _chosen(self, modules: Sequence[str] | None) -> tuple[Instance, ...]:
        if modules is None:
            return tuple(self._registry)
        if isinstance(modules, str):
            raise InputError(f"modules={modules!r} is a string", hint=f"give a list, as [{modules!r}]")
        return tuple(self._registry[id] for id in modules)

    def first(self, kind: str) -> Instance | None:
        """The instance that serves modules which use a kind."""
        found = self._registry.of(kind)
        return found[0] if found else None

    def _advice(self, decision: Decision) -> str:
        """What would have helped a query that nothing took."""
        advice: list[str] = []
        searched = any(step.role == "retrieve" for plan in decision.plans for step in plan.steps)
        if searched and not self.indexes.list():
            advice.append(
                "`orchestra index create NAME PATH...` indexes documents, `orchestra index create guide` the manual"
            )
        if "generator" in decision.missing:
            advice.append("for a core model, start vLLM and set ORCHESTRA_VLLM_URL=http://127.0.0.1:8000/v1")
        return "; ".join(advice)

    async def keep(self, query: Query, answer: Answer, stream: EventStream) -> None:
        """Store a query's trace; an answer is never lost for want of disk."""
        if self._store is None:
            return
        try:
            await anyio.to_thread.run_sync(self._store.keep, query.text, answer, tuple(stream.events))
        except StoreError as error:
            logging.getLogger("orchestra").warning("the trace of query %s was not kept: %s", answer.id, error)


def _turns(history: Turns) -> History:
    if isinstance(history, str | Mapping):
        raise InputError(f"history={history!r} is a {type(history).__name__}", hint="give a list of turns")
    turns: list[Turn] = []
    for number, turn in enumerate(history):
        try:
            read = turn if isinstance(turn, Turn) else Turn.model_validate(turn)
            read.text.encode()
        except (ValidationError, UnicodeEncodeError) as error:
            hint = 'a turn is {"role": "user" or "assistant", "text": ...}'
            raise InputError(f"history[{number}] is no turn: {_first(error)}", hint=hint) from error
        turns.append(read)
    return tuple(turns)


def _first(error: Exception) -> str:
    """The first thing that is wrong, in one line."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")
    return str(error)
