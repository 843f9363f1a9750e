"""The operations, one file for each area; loading them fills the catalogue and imports nothing heavy."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every area: every file of this folder."""
    for area in sorted(module.name for module in iter_modules(__path__)):
        import_module(f"{__name__}.{area}")
