"""Every instance by its id, the modules that could not be used, and the swap of one instance for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import anyio

from orchestra.runtime.instance import Instance
from orchestra.spec import ConfigError, nearest


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One row of a listing: an instance, or a module that has none and the reason."""

    id: str
    module: str
    kind: str
    version: str
    spec: str
    state: Literal["constructed", "loading", "ready", "failed", "closed", "broken", "unconfigured", "disabled"]
    summary: str = ""
    reason: str = ""


class Registry:
    """The instances of one Orchestra, and the quarantine of what is broken."""

    def __init__(self) -> None:
        self._instances: dict[str, Instance] = {}
        self._unusable: dict[str, Listed] = {}
        self._retired: list[Instance] = []

    def __iter__(self) -> Iterator[Instance]:
        return iter(tuple(self._instances.values()))

    def __contains__(self, id: str) -> bool:
        return id in self._instances

    def __getitem__(self, id: str) -> Instance:
        """The instance with this id. ConfigError names the nearest one, or why it cannot be used."""
        if id in self._instances:
            return self._instances[id]
        if id in self._unusable:
            unusable = self._unusable[id]
            raise ConfigError(f"module {id!r} is {unusable.state}: {unusable.reason}", hint="see `orchestra doctor`")
        near = nearest(id, {**self._instances, **self._unusable})
        raise ConfigError(f"there is no instance {id!r}{near}", hint="`orchestra modules list` shows what there is")

    def lists(self, id: str) -> bool:
        """Whether there is anything with this id, usable or not."""
        return id in self._instances or id in self._unusable

    def of(self, kind: str) -> tuple[Instance, ...]:
        """The instances of a kind, in the order added."""
        return tuple(instance for instance in self if instance.manifest.kind_name == kind)

    def add(self, instance: Instance) -> None:
        """Add an instance. ConfigError when its id is taken."""
        if instance.id in self._instances:
            raise ConfigError(f"there is an instance {instance.id!r} already", hint="choose another id, or swap it")
        self._unusable.pop(instance.id, None)
        self._instances[instance.id] = instance

    def quarantine(self, listed: Listed) -> None:
        """Remember a module that cannot be used, and why."""
        self._unusable[listed.id] = listed

    def listing(self) -> tuple[Listed, ...]:
        """Everything there is, usable or not."""
        usable = (
            Listed(
                id=instance.id,
                module=instance.manifest.id,
                kind=instance.manifest.kind,
                version=instance.manifest.version,
                spec=instance.manifest.spec,
                state=instance.state,
                summary=instance.manifest.summary,
                reason=str(instance.failure or ""),
            )
            for instance in self
        )
        return (*usable, *self._unusable.values())

    async def swap(self, id: str, new: Instance) -> None:
        """Replace an instance by one of the same kind: load the new, switch, let the old finish, close it.

        Runs that began on the old end on it. When the new one does not load, the old stays in place.
        """
        old = self[id]
        if new.manifest.kind != old.manifest.kind:
            raise ConfigError(f"{id!r} is a {old.manifest.kind}, {new.manifest.id!r} a {new.manifest.kind}")
        try:
            await new.load()
        except BaseException:
            with anyio.CancelScope(shield=True):
                await new.close()
            raise
        old, self._instances[id] = self._instances[id], new  # another swap may have come first
        self._retired.append(old)
        while old.running:
            await anyio.sleep(0.01)
        await old.close()
        self._retired.remove(old)

    async def close(self) -> None:
        """Close every instance; all are tried, the first error is raised after."""
        errors: list[Exception] = []
        for instance in (*self, *self._retired):
            try:
                await instance.close()
            except Exception as error:
                errors.append(error)
        if errors:
            raise errors[0]
