"""The operations, one file for each area; loading them fills the catalogue and imports nothing heavy."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every reader, which enters the kinds of arguments that phrases name, and every area."""
    from orchestra_modules.mathematics import readers

    for package, path in ((readers.__name__, readers.__path__), (__name__, __path__)):
        for name in sorted(module.name for module in iter_modules(path)):
            import_module(f"{package}.{name}")
