"""A module with an id and options: constructed cheaply, loaded when first needed, run, closed.

The same calls serve a module in this process and one in a worker; the executor cannot tell which.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

import anyio
import anyio.to_thread
from pydantic import JsonValue

from orchestra.budget.ledger import Reservation
from orchestra.runtime.context import RunContext
from orchestra.runtime.inline import Emit, Stopwatch, drive
from orchestra.runtime.loading import construct, resolve
from orchestra.runtime.process import NotTaken, Worker
from orchestra.spec import (
    MESSAGES,
    BudgetExceeded,
    ConfigError,
    Cost,
    DeadlineExceeded,
    Declined,
    Fit,
    IndexChange,
    IndexReport,
    LoadError,
    Manifest,
    Model,
    ModuleEvent,
    OrchestraError,
    ResultError,
    RunError,
    Text,
    Vectors,
    WorkerDied,
)

State = Literal["constructed", "loading", "ready", "failed", "closed"]
Factory = Callable[..., Any]

_log = logging.getLogger("orchestra")

#: Seconds that a run in a worker has to end by itself when it is given up, where it is one that yields piece by piece:
#: a killed process would have to load its model again.
_PATIENCE = 2.0


class Limits(Protocol):
    """What the profile says of every run."""

    @property
    def cpu_flops_per_second(self) -> float:
        """The price of a CPU second."""
        ...

    @property
    def memory_bytes(self) -> int | None:
        """The memory a worker may take."""
        ...


class Instance:
    """One instance of a module; `factory` none means the manifest's entry is imported when it is needed.

    `trace` has an error over one of its options say where that was set.
    """

    def __init__(
        self,
        manifest: Manifest,
        id: str,
        options: Mapping[str, JsonValue],
        *,
        limits: Limits,
        threads: anyio.CapacityLimiter,
        factory: Factory | None = None,
        folder: Path | None = None,
        trace: Callable[[ConfigError], None] | None = None,
    ) -> None:
        self.manifest = manifest
        self.id = id
        self.options = dict(options)
        self.state: State = "constructed"
        self.failure: OrchestraError | None = None
        self.running = 0
        self._limits = limits
        self._threads = threads
        self._factory = factory
        self._folder = folder
        self._trace = trace
        self._loading: asyncio.Future[None] | None = None
        self._room = anyio.CapacityLimiter(manifest.concurrency)
        self._module: Any = None
        self._workers: list[Worker] = []

    @property
    def isolated(self) -> bool:
        """Whether it runs in a process of its own; a factory given from code cannot."""
        return self.manifest.isolation == "process" and self._factory is None

    @property
    def limitable(self) -> bool:
        """Whether a run can be held to less than its upper bound: by tokens, or by time."""
        return self.manifest.kind_name == "generator" or self.manifest.cost.model == "cpu-time"

    def probe(self, text: str) -> Fit:
        """The manifest's probe on a text; without one, a full fit. A probe that raises fits nothing, and says so."""
        if self.manifest.probe is None:
            return Fit(score=1.0)
        try:
            fit: object = resolve(self.manifest.probe, self._folder)(text)
        except Exception as error:
            return Fit(score=0.0, reason=f"its probe failed: {error}")
        if not isinstance(fit, Fit):
            return Fit(score=0.0, reason=f"its probe gave {type(fit).__name__}, not a Fit")
        return fit

    def estimate(self, request: Model) -> Cost:
        """What a request will cost: the module's own word, or what its cost model implies.

        Raises what the module says of itself, such as IndexBroken.
        """
        rate = self._limits.cpu_flops_per_second
        if isinstance(request, IndexChange):
            return Cost()  # indexing is not asked for by a query; it is charged as it goes, to no budget
        if self.manifest.cost.model == "declared":
            flops = self.manifest.cost.flops
            return Cost(lower=flops, expected=flops, upper=flops)
        try:
            module = self._constructed()
        except OrchestraError:
            return Cost(upper=0)  # a run ends at once, and says why
        try:
            if hasattr(module, "estimate"):
                cost: object = module.estimate(request)
                if isinstance(cost, Cost):
                    return cost
                raise TypeError(f"a {type(cost).__name__} is no Cost")
        except OrchestraError as error:
            raise self.named(error) from error.__cause__
        except Exception as error:
            # A query must not fall over a quote; running the module will say what is wrong with it.
            _log.warning("%s gave no estimate: %s", self.id, error)
        return Cost(lower=0, expected=int(rate / 100), upper=None)

    async def load(self) -> None:
        """Make ready; once, whoever asks, and to the end even if the asker goes away. LoadError, WorkerDied."""
        if self.state == "ready":
            return
        if self.state == "closed":
            raise LoadError(f"{self.id} was closed")
        if self.failure is not None and not self.failure.retryable:
            raise self.failure
        if self._loading is None or self._loading.done():
            self._loading = asyncio.ensure_future(self._load())
        await asyncio.shield(self._loading)

    async def _load(self) -> None:
        self.state = "loading"
        try:
            if self.isolated:
                self._workers.append(await self._start_worker())
            else:
                await self._load_inline()
        except OrchestraError as error:
            self.state, self.failure = "failed", self.named(error)
            raise
        except BaseException:
            self.state = "constructed"
            raise
        self.state, self.failure = "ready", None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep it from being closed by a swap."""
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1

    async def run(self, request: Model, context: RunContext, reservation: Reservation, emit: Emit) -> Any:
        """Run one request and check that the result is of the kind's type. Errors are of the tree, and named."""

        async def heard(event: ModuleEvent) -> None:
            if not context.cancelled:  # a thread that was given up may still talk
                _check_text(event)
                await emit(event)

        with self.held():
            try:
                await self.load()
                async with self._room:
                    return await self._settled(request, context, reservation, heard)
            except OrchestraError as error:
                raise self.named(error) from error.__cause__
            except (Exception, SystemExit) as error:  # a module that exits must not end the runtime
                raise self.named(RunError(f"{self.id} raised {type(error).__name__}: {error}")) from error
            except asyncio.CancelledError as error:
                if _cancelling():
                    raise
                raise self.named(RunError(f"{self.id} raised CancelledError, and nobody cancelled it")) from error
            finally:
                context.stop()

    async def close(self) -> None:
        """Give everything back; idempotent."""
        if self.state == "closed":
            return
        if self._loading is not None and not self._loading.done():
            self._loading.cancel()
            await asyncio.wait([self._loading])
        self.state = "closed"
        for worker in self._workers:
            await worker.close()
        self._workers.clear()
        module, self._module = self._module, None
        if hasattr(module, "close"):
            await anyio.to_thread.run_sync(module.close, limiter=self._threads)

    def _constructed(self) -> Any:
        if self._module is None:
            factory = self._factory or resolve(self.manifest.entry, self._folder)
            try:
                module = construct(factory, self.options)
            except OrchestraError as error:
                raise self.named(error) from error.__cause__
            if not callable(getattr(module, "run", None)):
                raise LoadError(f"{self.manifest.entry} has no `run`", hint="a module needs run(request, context)")
            self._module = module
        return self._module

    @property
    def module(self) -> Any:
        """The constructed module. LoadError, ConfigError."""
        return self._constructed()

    async def _load_inline(self) -> None:
        def load() -> None:
            module = self._constructed()
            if hasattr(module, "load"):
                module.load()

        try:
            await anyio.to_thread.run_sync(load, limiter=self._threads)
        except OrchestraError:
            raise
        except (Exception, SystemExit) as error:
            hint = f"`orchestra doctor` says what {self.manifest.id} lacks"
            raise LoadError(f"loading failed: {type(error).__name__}: {error}", hint=hint) from error

    async def _start_worker(self) -> Worker:
        return await Worker.start(
            self.manifest.entry, self.options, folder=self._folder, memory_bytes=self._limits.memory_bytes
        )

    async def _settled(self, request: Model, context: RunContext, reservation: Reservation, emit: Emit) -> Any:
        watch = Stopwatch()
        try:
            result = await self._run(request, context, reservation, emit, watch)
            self._check(request, result)
            return result
        finally:
            self._settle(request, reservation, watch.seconds())

    async def _run(
        self, request: Model, context: RunContext, reservation: Reservation, emit: Emit, watch: Stopwatch
    ) -> Any:
        rate = self._limits.cpu_flops_per_second
        timed = self.manifest.cost.model == "cpu-time" and reservation.grant is not None
        cpu_seconds = (reservation.grant or 0) / rate if timed else None
        if not self.isolated:
            # Wall time bounds the CPU time of the one thread or task that does the work.
            with anyio.move_on_after(cpu_seconds):
                run = self._module.index if isinstance(request, IndexChange) else self._module.run
                # Other modules charge what they computed, and what time it took is of no account.
                timed = self.manifest.cost.model in ("cpu-time", "declared")
                return await drive(run, request, context, emit, self._threads, watch, timed=timed)
            raise self._stopped(reservation)

        def spent(taken: float) -> None:
            if self.manifest.cost.model == "cpu-time":
                # Rounded down: what was stopped at its grant must not be billed a FLOP more for a rounding.
                reservation.charge(math.floor(taken * rate), "cpu-time", taken)

        while True:
            idle = bool(self._workers)
            worker = self._workers.pop() if idle else await self._start_worker()
            seconds = context.remaining()
            try:
                return await worker.run(
                    self.manifest.kind_name,
                    request,
                    query_id=context.query_id,
                    seed=context.seed,
                    grant=reservation.grant,
                    seconds=seconds,
                    cpu_seconds=cpu_seconds,
                    scratch=context.scratch_path,
                    emit=emit,
                    charge=context.charge,
                    spent=spent,
                    patience=_PATIENCE if self.manifest.capabilities.get("streams") else 0.0,
                )
            except NotTaken as error:
                # Of an idle worker only this tells that it ended meanwhile; a new one has no such excuse.
                if not idle:
                    raise WorkerDied("its process ended before it took the request") from error
            except TimeoutError as error:
                raise self._too_long(seconds, cpu_seconds, reservation) from error
            finally:
                if worker.alive:
                    self._workers.append(worker)

    def _too_long(self, seconds: float | None, cpu_seconds: float | None, reservation: Reservation) -> OrchestraError:
        """What a run that reached the nearer of its limits is told."""
        if seconds is not None and (cpu_seconds is None or seconds <= cpu_seconds):
            return DeadlineExceeded(f"{self.id} was stopped: the time is up", hint="raise the budget's seconds")
        return self._stopped(reservation)

    def _stopped(self, reservation: Reservation) -> OrchestraError:
        """Why a run was stopped at its time: the budget was short of what it may need, or its own limit was reached."""
        if reservation.short:
            what = f"{self.id} was stopped at its grant of {reservation.grant:,} FLOP"
            return BudgetExceeded(what, hint="raise the budget's flops")
        return DeadlineExceeded(
            f"{self.id} was stopped at its own time limit", hint="ask something smaller, or raise its timeout"
        )

    def _settle(self, request: Model, reservation: Reservation, seconds: float) -> None:
        """Charge what the module did not: measured time, the declared price, or, failing both, its upper bound."""
        model = self.manifest.cost.model
        # A worker's CPU time is charged as it says it.
        if reservation.charges and (model != "cpu-time" or self.isolated):
            return
        if model == "cpu-time":
            reservation.charge(seconds * self._limits.cpu_flops_per_second, "cpu-time", seconds)
        elif model == "declared":
            reservation.charge(self.manifest.cost.flops, "declared", seconds)
        else:
            cost = self.estimate(request)
            reservation.charge(cost.upper if cost.upper is not None else cost.expected, "modelled", seconds)

    def _check(self, request: Model, result: Any) -> None:
        expected = IndexReport if isinstance(request, IndexChange) else MESSAGES[self.manifest.kind_name][1]
        if not isinstance(result, expected | Declined):
            hint = f"a {self.manifest.kind} gives {expected.__name__} or Declined"
            raise ResultError(f"{self.id} gave {type(result).__name__}", hint=hint)
        if not isinstance(result, Vectors):
            _check_text(result)

    def named(self, error: OrchestraError) -> OrchestraError:
        """The error with the instance it befell, and the place of the option it is over."""
        if not error.instance and self._trace is not None and isinstance(error, ConfigError) and error.option:
            self._trace(error)
        error.instance = error.instance or self.id
        error.version = error.version or self.manifest.version
        return error


def _check_text(message: Model) -> None:
    """Hold off what could be neither sent nor stored, such as half a surrogate pair. ResultError."""
    try:
        if type(message) is Text:
            message.text.encode()  # the rest is the runtime's own; writing it whole takes twenty times as long
        else:
            message.model_dump_json()
    except ValueError as error:
        raise ResultError(f"gave a {type(message).__name__} that cannot be written as JSON: {error}") from error


def _cancelling() -> bool:
    """Whether someone cancels the task that runs now."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
