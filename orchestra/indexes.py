"""The indexes of an Orchestra: made, changed and dropped by the retriever that keeps them."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from orchestra.budget.ledger import Ledger
from orchestra.runtime.instance import Instance
from orchestra.runtime.scope import Scope
from orchestra.spec import (
    Budget,
    ConfigError,
    IndexChange,
    IndexReport,
    ModuleEvent,
    Progress,
    ResultError,
)

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra

Tell = Callable[[Progress], None]


def _quiet(progress: Progress) -> None:
    """Tell nobody."""


class Indexes:
    """Create, add, remove, drop and list indexes; each change gives an IndexReport.

    A change raises UsageError for names and paths that cannot be used, StoreError and ModuleError for the rest; the
    index as it was before stays usable.
    """

    def __init__(self, owner: Orchestra) -> None:
        self._owner = owner

    def create(
        self,
        name: str,
        *paths: str | Path,
        settings: dict[str, JsonValue] | None = None,
        tell: Tell = _quiet,
    ) -> IndexReport:
        """Make an index of files and folders; without paths, of the sources that ship under that name."""
        return self.change(IndexChange(name=name, add=_texts(paths), settings=settings or {}, create=True), tell)

    def add(self, name: str, *paths: str | Path, tell: Tell = _quiet) -> IndexReport:
        """Add files and folders, or what changed of them."""
        return self.change(IndexChange(name=name, add=_texts(paths)), tell)

    def remove(self, name: str, *documents: str, tell: Tell = _quiet) -> IndexReport:
        """Remove documents, by id or path."""
        return self.change(IndexChange(name=name, remove=documents), tell)

    def drop(self, name: str) -> IndexReport:
        """Delete an index."""
        return self.change(IndexChange(name=name, drop=True), _quiet)

    def list(self) -> tuple[IndexReport, ...]:
        """What there is; loads nothing heavy."""
        found: list[IndexReport] = []
        for instance in self._keepers():
            try:
                found.extend(instance.module.indexed())
            except Exception as error:
                # Queries ask for this list too, and must not fall over one retriever.
                logging.getLogger("orchestra").warning("%s cannot list its indexes: %s", instance.id, error)
        return tuple(found)

    def change(self, change: IndexChange, tell: Tell = _quiet) -> IndexReport:
        """Apply a change and wait."""
        report: IndexReport = self._owner.run(lambda: self.achange(change, tell))
        return report

    async def achange(self, change: IndexChange, tell: Tell = _quiet) -> IndexReport:
        """Apply a change, on the caller's loop."""
        self._owner.bind()
        keepers = tuple(self._keepers())
        keeper = next((each for each in keepers if self._keeps(each, change.name)), keepers[0] if keepers else None)
        if keeper is None:
            raise ConfigError("no module keeps indexes", hint="`orchestra doctor` names the command that adds one")

        async def emit(event: ModuleEvent) -> None:
            if isinstance(event, Progress):
                tell(event)

        scope = Scope(uuid.uuid4().hex, Ledger(Budget()), self._owner.first)
        try:
            report: Any = await scope.call(keeper, change, emit=emit)
        finally:
            scope.close()
        if not isinstance(report, IndexReport):
            raise ResultError(f"{keeper.id} gave {type(report).__name__} for an index change, not an IndexReport")
        return report

    def _keeps(self, keeper: Instance, name: str) -> bool:
        try:
            return any(report.name == name for report in keeper.module.indexed())
        except Exception:  # told by `list`, which asks the same
            return False

    def _keepers(self) -> Iterator[Instance]:
        for instance in self._owner.instances("retriever"):
            if instance.manifest.capabilities.get("indexes"):
                yield instance


def _texts(paths: Sequence[str | Path]) -> tuple[str, ...]:
    return tuple(map(str, paths))
