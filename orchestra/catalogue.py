"""The modules of one Orchestra: found, given their options, and placed as instances, or listed with what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import anyio

from orchestra.config import Config, variable
from orchestra.folders import Folders
from orchestra.runtime.discovery import Found, discover
from orchestra.runtime.instance import Factory, Instance, Limits
from orchestra.runtime.registry import Listed, Registry
from orchestra.spec import ConfigError, Manifest, nearest, parse_manifest, read_manifest


class Catalogue:
    """Turns installed packages, added folders and a profile into a registry of instances. ConfigError."""

    def __init__(self, config: Config, folders: Folders, *, limits: Limits, threads: anyio.CapacityLimiter) -> None:
        self.registry = Registry()
        self._config = config
        self._folders = folders
        self._limits = limits
        self._threads = threads
        self._manifests: dict[str, tuple[Manifest, Path | None]] = {}
        self._fill()

    def manifest(self, id: str) -> Manifest:
        """The manifest behind an instance or module id. ConfigError."""
        if id in self.registry or id not in self._manifests:
            return self.registry[id].manifest
        return self._manifests[id][0]

    def add_folder(self, path: Path) -> Manifest:
        """Add the module in a folder, now and in later runs. ManifestError, ConfigError."""
        folder = path.expanduser().resolve()
        manifest = read_manifest(folder / "module.toml")
        if manifest.id in self.registry or manifest.id in self._manifests:
            raise ConfigError(f"there is a module {manifest.id!r} already", hint="change the id in module.toml")
        self._config.options(manifest, manifest.id)  # before it is remembered: a later start would fail over these
        self._folders.add(folder)
        self._include(Found(name=folder.name, origin=str(folder), manifest=manifest, folder=folder))
        return manifest

    def _fill(self) -> None:
        for found in discover(self._folders.paths()):
            self._include(found)
        for id, table in self._config.head.instances.items():
            module = table.get("module")
            if self.registry.lists(str(module or id)) and str(module or id) not in self._manifests:
                continue  # its module is broken, and listed so
            if module is None and id not in self._manifests:
                raise ConfigError(
                    f"profile {self._config.path}: instance {id!r} names no module{nearest(id, self._manifests)}",
                    hint='say which, as module = "vllm"',
                )
            if module is not None and module != id:
                if module not in self._manifests:
                    near = nearest(str(module), self._manifests)
                    raise ConfigError(f"profile {self._config.path}: there is no module {module!r}{near}")
                manifest, folder = self._manifests[str(module)]
                self._place(manifest, id, folder)

    def _include(self, found: Found) -> None:
        if found.manifest is None:
            self.registry.quarantine(
                Listed(
                    id=found.name,
                    module=found.origin,
                    kind="?",
                    version="?",
                    spec="?",
                    state="broken",
                    reason=str(found.error),
                )
            )
            return
        self._manifests[found.manifest.id] = (found.manifest, found.folder)
        self._place(found.manifest, found.manifest.id, found.folder)

    def _place(self, manifest: Manifest, id: str, folder: Path | None) -> None:
        options = self._config.options(manifest, id)
        manifest = self._config.manifest_of(manifest, id)
        state, reason = "", ""
        if id in self._config.head.disable:
            state, reason = "disabled", f"by the profile {self._config.path.name}"
        elif lacking := manifest.missing(options):
            name = variable(id, lacking[0])
            state = "unconfigured"
            instead = " or ".join(manifest.config[lacking[0]].unless)
            reason = f"{lacking[0]} is not set: set {name}, or {lacking[0]} under [instances.{id}] in a profile"
            reason += f"; {instead} will do as well" if instead else ""
        if state:
            row = {"id": id, "module": manifest.id, "kind": manifest.kind, "version": manifest.version}
            self.registry.quarantine(
                Listed(**row, spec=manifest.spec, state=state, summary=manifest.summary, reason=reason)  # type: ignore[arg-type]
            )
            return
        instance = Instance(
            manifest,
            id,
            options,
            limits=self._limits,
            threads=self._threads,
            folder=folder,
            trace=partial(self._config.trace, id=id),
        )
        self.registry.add(instance)

    def make(
        self,
        given: Manifest | Mapping[str, Any] | Path,
        id: str | None,
        options: Mapping[str, Any],
        factory: Factory | None,
    ) -> Instance:
        """An instance from code, not yet added: options from the call go over all others. ConfigError."""
        manifest = _manifest(given)
        id = id or manifest.id
        manifest = self._config.manifest_of(manifest, id)
        folder = given.resolve().parent if isinstance(given, Path) and factory is None else None
        checked = self._config.options(manifest, id, over=options)
        if lacking := manifest.missing(checked):
            raise ConfigError(
                f"option {lacking[0]!r} of {manifest.id!r} is not set", hint=manifest.config[lacking[0]].doc
            )

        def trace(error: ConfigError) -> None:
            if error.option not in options:  # what the call itself gave is known to who reads the error
                self._config.trace(error, id)

        return Instance(
            manifest,
            id,
            checked,
            limits=self._limits,
            threads=self._threads,
            factory=factory,
            folder=folder,
            trace=trace,
        )


def _manifest(given: Manifest | Mapping[str, Any] | Path) -> Manifest:
    if isinstance(given, Manifest):
        return given
    if isinstance(given, Path):
        return read_manifest(given)
    return parse_manifest(given, "the manifest given")
