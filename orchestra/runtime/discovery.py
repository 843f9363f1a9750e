"""Finds modules: installed ones by entry point, others in folders a user has added.

Reads manifests only. Nothing of a module is imported, nor any parent package of it, so one that cannot be imported is
still listed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from orchestra.spec import Manifest, ManifestError, OrchestraError, read_manifest

GROUP = "orchestra.modules"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A module that was found: its manifest, or why it cannot be used."""

    name: str
    origin: str
    manifest: Manifest | None = None
    error: OrchestraError | None = None
    folder: Path | None = None


def discover(folders: Iterable[Path] = ()) -> list[Found]:
    """Every installed module and every one in the folders; an id that stands twice is refused the second time."""
    found: list[Found] = []
    owners: dict[str, str] = {}
    for candidate in (*_installed(), *_in_folders(folders)):
        if candidate.manifest is None or candidate.manifest.id not in owners:
            found.append(candidate)
            if candidate.manifest is not None:
                owners[candidate.manifest.id] = candidate.origin
            continue
        error = ManifestError(
            f"{candidate.origin}: id {candidate.manifest.id!r} already belongs to {owners[candidate.manifest.id]}",
            hint="give one of the two another id",
        )
        found.append(Found(name=candidate.name, origin=candidate.origin, error=error))
    return found


def _installed() -> Iterator[Found]:
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        origin = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
        yield _read(point.name, f"{origin} ({point.name})", partial(manifest_path, point))


def _in_folders(folders: Iterable[Path]) -> Iterator[Found]:
    for folder in folders:
        yield _read(folder.name, str(folder), partial(Path, folder, "module.toml"), folder)


def _read(name: str, origin: str, locate: Callable[[], Path], folder: Path | None = None) -> Found:
    try:
        manifest = read_manifest(locate())
    except OrchestraError as error:
        return Found(name=name, origin=origin, error=error, folder=folder)
    return Found(name=name, origin=origin, manifest=manifest, folder=folder)


def manifest_path(point: EntryPoint) -> Path:
    """Where an entry point's manifest lies. ManifestError when its package cannot be found."""
    package, _, file = point.value.partition(":")
    top, *rest = package.strip().split(".")
    # Only the top-level name goes through the import system: find_spec("a.b") would import a.
    try:
        spec = sys.modules[top].__spec__ if top in sys.modules else find_spec(top)
    except (ImportError, ValueError, AttributeError):
        spec = PathFinder.find_spec(top)
    if spec is None or not spec.submodule_search_locations:
        raise ManifestError(
            f"entry point {point.name!r}: package {top!r} is not installed", hint="reinstall the module"
        )
    roots = [Path(root, *rest, file.strip()) for root in spec.submodule_search_locations]
    return next((path for path in roots if path.is_file()), roots[0])
