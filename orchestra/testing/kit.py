"""The conformance kit: what every module must keep to, run on a module of any kind.

`violations(manifest, factory, requests)` runs each check and says in words what was broken and what to do. It ships in
the wheel, so that authors run the same checks as the built-in modules do. It does not judge answers, only behaviour.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio

from orchestra.budget.ledger import Ledger
from orchestra.config import Limits
from orchestra.runtime.instance import Instance
from orchestra.runtime.scope import Scope
from orchestra.spec import (
    MESSAGES,
    Budget,
    Charge,
    Cost,
    Declined,
    Manifest,
    Model,
    OrchestraError,
    parse_manifest,
    read_manifest,
)

Factory = Callable[..., Any]


class Violation(Model):
    """A rule that was broken, and how to mend it."""

    rule: str
    what: str
    mend: str = ""


def violations(
    manifest: Manifest | Mapping[str, Any] | Path,
    factory: Factory | None,
    requests: Sequence[Model],
    *,
    uses: Mapping[str, Instance] | None = None,
    **options: Any,
) -> list[Violation]:
    """Run every check with these requests of the module's kind; an empty list means that it conforms.

    `factory` none means the manifest's entry. `uses` gives an instance for each kind the module uses.
    """
    return anyio.run(_Examination(manifest, factory, requests, uses or {}, options).run)


class _Examination:
    def __init__(
        self,
        manifest: Manifest | Mapping[str, Any] | Path,
        factory: Factory | None,
        requests: Sequence[Model],
        uses: Mapping[str, Instance],
        options: Mapping[str, Any],
    ) -> None:
        self._given = manifest
        self._factory = factory
        self._requests = requests
        self._uses = uses
        self._options = options
        self._found: list[Violation] = []

    async def run(self) -> list[Violation]:
        """Every check, in order; one that cannot go on ends the examination."""
        try:
            manifest = self._manifest()
            given = manifest.options(self._options)
        except OrchestraError as error:
            self._broken("manifest", str(error), error.hint)
            return self._found
        threads = anyio.CapacityLimiter(8)
        instance = Instance(manifest, manifest.id, given, limits=Limits(), threads=threads, factory=self._factory)
        try:
            self._keeps_indexes(instance)
            quotes = [self._quote(instance, request) for request in self._requests]
            await self._load_twice(instance)
            for request, quote in zip(self._requests, quotes, strict=True):
                await self._run(instance, request, quote)
        except OrchestraError as error:
            self._broken("lifecycle", str(error), error.hint)
        finally:
            await self._close_twice(instance)
        return self._found

    def _manifest(self) -> Manifest:
        if isinstance(self._given, Manifest):
            return self._given
        return read_manifest(self._given) if isinstance(self._given, Path) else parse_manifest(self._given, "manifest")

    def _broken(self, rule: str, what: str, mend: str = "") -> None:
        self._found.append(Violation(rule=rule, what=what, mend=mend))

    def _quote(self, instance: Instance, request: Model) -> Cost | None:
        try:
            module = instance.module
            cost: Cost = module.estimate(request) if hasattr(module, "estimate") else instance.estimate(request)
            return cost
        except OrchestraError:
            raise
        except Exception as error:
            self._broken("estimate", f"raised {type(error).__name__}: {error}", "it must work before load()")
            return None

    def _keeps_indexes(self, instance: Instance) -> None:
        if not instance.manifest.capabilities.get("indexes"):
            return
        for method in ("index", "indexed"):
            if not callable(getattr(instance.module, method, None)):
                self._broken("indexes", f"declares indexes and has no `{method}`", "write it, or declare false")

    async def _load_twice(self, instance: Instance) -> None:
        await instance.load()
        if not instance.isolated and hasattr(instance.module, "load"):
            try:
                instance.module.load()
            except Exception as error:
                self._broken("load", f"a second load() raised {type(error).__name__}: {error}", "make it idempotent")

    async def _close_twice(self, instance: Instance) -> None:
        module = None if instance.isolated or instance.state == "failed" else instance.module
        await instance.close()
        if module is not None and hasattr(module, "close"):
            try:
                module.close()
            except Exception as error:
                self._broken("close", f"a second close() raised {type(error).__name__}: {error}", "make it idempotent")

    async def _run(self, instance: Instance, request: Model, quote: Cost | None) -> None:
        before = request.model_dump_json()
        first, charged = await self._once(instance, request, quote)
        if first is None:
            return
        if request.model_dump_json() != before:
            self._broken("request", "changed its request", "requests are frozen; copy what you change")
        kind = MESSAGES[instance.manifest.kind_name][1]
        result = type(first)
        if result not in (kind, Declined) or result.model_validate_json(first.model_dump_json()) != first:
            self._broken("result", f"{result.__name__} does not survive a JSON round trip", "use JSON values only")
        if quote is not None and quote.upper is not None and charged > quote.upper:
            self._broken("cost", f"charged {charged:,} FLOP, quoted at most {quote.upper:,}", "raise the upper bound")
        if instance.manifest.capabilities.get("deterministic"):
            second, _ = await self._once(instance, request, quote)
            if second != first:
                self._broken("deterministic", "two runs with one seed differ", "use context.seed, or declare false")

    async def _once(self, instance: Instance, request: Model, quote: Cost | None) -> tuple[Model | None, int]:
        ledger = Ledger(Budget())
        scope = Scope(uuid.UUID(int=0).hex, ledger, self._uses.get)
        try:
            result: Model = await scope.call(instance, request)
        except OrchestraError as error:
            self._broken("run", f"{type(error).__name__}: {error.message}", "decline what is not yours: Declined(why)")
            return None, 0
        finally:
            scope.close()
        own = [charge for charge in ledger.charges if charge.instance == instance.id]
        if not isinstance(result, Declined) and _billed_its_bound(instance, quote, own):
            self._broken("charge", "ended uncharged, so its upper bound was billed", "call context.charge(flops)")
        return result, sum(charge.flops for charge in own)


def _billed_its_bound(instance: Instance, quote: Cost | None, charges: Sequence[Charge]) -> bool:
    """Whether the one charge is the runtime's, for a module that made none."""
    if instance.manifest.cost.model in ("cpu-time", "declared") or quote is None or not quote.upper:
        return False
    return [(charge.method, charge.flops) for charge in charges] == [("modelled", quote.upper)]
