"""The indexes of an Orchestra: made, changed and dropped by the retriever that keeps them."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue, ValidationError

from orchestra.budget.ledger import Ledger
from orchestra.runtime.instance import Instance
from orchestra.runtime.scope import Scope, fingerprint_of
from orchestra.spec import (
    Budget,
    ConfigError,
    Declined,
    IndexChange,
    IndexReport,
    InputError,
    ModuleEvent,
    OrchestraError,
    Progress,
    ResultError,
    nearest,
)

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra

Tell = Callable[[Progress], None]


def _quiet(progress: Progress) -> None:
    """Tell nobody."""


class Indexes:
    """Create, add, remove, update, list, show, verify and drop indexes; each change gives an IndexReport.

    All raise UsageError for names, paths and settings that cannot be used and for what the retriever does not do,
    StoreError and ModuleError for the rest; the index as it was before stays usable. On an event loop, await
    `achange` with an IndexChange; `list` needs no loop.
    """

    def __init__(self, owner: Orchestra) -> None:
        self._owner = owner

    def create(
        self,
        name: str,
        *paths: str | Path,
        settings: Mapping[str, JsonValue] | None = None,
        tell: Tell = _quiet,
    ) -> IndexReport:
        """Make an index of files and folders; without paths, of the sources that ship under that name."""
        return self._do(tell, name=name, add=_texts(paths), settings=settings or {}, create=True)

    def add(
        self,
        name: str,
        *paths: str | Path,
        settings: Mapping[str, JsonValue] | None = None,
        tell: Tell = _quiet,
    ) -> IndexReport:
        """Add files and folders, or what changed of them; settings hold for these paths alone."""
        return self._do(tell, name=name, add=_texts(paths), settings=settings or {})

    def remove(self, name: str, *documents: str | Path, tell: Tell = _quiet) -> IndexReport:
        """Remove documents, by id or path; an update leaves them out, adding them brings them back."""
        return self._do(tell, name=name, remove=_texts(documents))

    def update(self, name: str, *, tell: Tell = _quiet) -> IndexReport:
        """Look at the index's own files and folders again: take in what is new or differs, take out what is gone.

        The report's `changes` says how many documents of each.
        """
        return self._do(tell, name=name, update=True)

    def show(self, name: str, *, documents: bool = False) -> IndexReport:
        """One index as it is, its documents among it when asked for; loads nothing heavy."""
        if documents:
            return self._do(_quiet, name=name, contents=True)
        there = {report.name: report for report in self.list()}
        if name not in there:
            hint = f"`orchestra index create {name} PATH...` makes it; there are: {', '.join(there) or 'none'}"
            raise InputError(f"there is no index {name!r}{nearest(name, there)}", hint=hint)
        return there[name]

    def verify(self, name: str, *, tell: Tell = _quiet) -> IndexReport:
        """Check that an index is whole and fits the embedder; the report's `faults` says what is wrong, if anything.

        `stamp["mend"]` is the command that mends it.
        """
        return self._do(tell, name=name, verify=True)

    def drop(self, name: str) -> IndexReport:
        """Delete an index; the documents it was made of stay."""
        return self._do(_quiet, name=name, drop=True)

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
        _check_single(change)
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
        if isinstance(report, Declined):
            raise ConfigError(f"{keeper.id} does not do this with index {change.name!r}: {report.reason}")
        if not isinstance(report, IndexReport):
            raise ResultError(f"{keeper.id} gave {type(report).__name__} for an index change, not an IndexReport")
        _check_done(keeper, change, report)
        return self._fitted(keeper, report) if change.verify else report

    def _do(self, tell: Tell, **wanted: Any) -> IndexReport:
        try:
            change = IndexChange(**wanted)
        except ValidationError as error:
            first = error.errors()[0]
            what = ".".join(map(str, first["loc"])) or "the change"
            raise InputError(f"{what} of an index cannot be {first['input']!r}: {first['msg']}") from error
        return self.change(change, tell)

    def _fitted(self, keeper: Instance, report: IndexReport) -> IndexReport:
        """The report of a check, with the embedder in use compared to the one the index was made by."""
        made_by, embedder = report.stamp.get("embedder"), self._owner.first("embedder")
        if not made_by or embedder is None or "embedder/1" not in keeper.manifest.uses:
            return report
        try:
            current = fingerprint_of(embedder)
        except OrchestraError:  # an embedder that lacks something; doctor says what
            return report
        if current == made_by:
            return report
        fault = f"it was made by the embedder {made_by}, and the one in use is {current}"
        return report.model_copy(update={"faults": (*(report.faults or ()), fault)})

    def _keeps(self, keeper: Instance, name: str) -> bool:
        try:
            return any(report.name == name for report in keeper.module.indexed())
        except Exception:  # told by `list`, which asks the same
            return False

    def _keepers(self) -> Iterator[Instance]:
        for instance in self._owner.instances("retriever"):
            if instance.manifest.capabilities.get("indexes"):
                yield instance


def _check_single(change: IndexChange) -> None:
    """Some acts stand by themselves. InputError."""
    acts = [act for act in ("drop", "update", "verify", "contents") if getattr(change, act)]
    others = [part for part in ("create", "add", "remove", "settings") if getattr(change, part)]
    if acts and len(acts) + len(others) > 1:
        raise InputError(
            f"a change of index {change.name!r} asks for {', '.join(acts + others)} at once",
            hint=f"make a change of its own for {acts[0]}",
        )


def _check_done(keeper: Instance, change: IndexChange, report: IndexReport) -> None:
    """A retriever that does not know of an act changes nothing and says nothing of it. ConfigError."""
    for act, told in (("update", report.changes), ("verify", report.faults), ("contents", report.contents)):
        if getattr(change, act) and told is None:
            does = {"update": "update", "verify": "verify", "contents": "list the documents of"}[act]
            raise ConfigError(
                f"{keeper.id} {keeper.manifest.version} cannot {does} index {change.name!r}",
                hint=f"the module {keeper.manifest.id} does not support it; a newer version of it may",
            )


def _texts(paths: Sequence[str | Path]) -> tuple[str, ...]:
    return tuple(map(str, paths))
