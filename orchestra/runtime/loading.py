"""From a reference such as package.module:Name to the object it names. The only place where module code is imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from orchestra.spec import LoadError, OrchestraError


def resolve(reference: str, folder: Path | None = None) -> Any:
    """The object a reference names; with `folder`, its code must lie there. LoadError."""
    name, _, attribute = reference.partition(":")
    if folder is not None and str(folder) not in sys.path:
        sys.path.append(str(folder))  # last, so that a folder can shadow nothing installed
    try:
        module = importlib.import_module(name)
    except (Exception, SystemExit) as error:  # a module that exits must not end the runtime
        raise LoadError(f"importing {name!r} failed: {type(error).__name__}: {error}", hint=_advice(error)) from error
    if folder is not None and not _lies_in(module, folder):
        where = getattr(module, "__file__", None)
        raise LoadError(f"{name!r} is {where}, not a file of {folder}", hint="rename the module's Python file")
    try:
        return getattr(module, attribute)
    except AttributeError as error:
        raise LoadError(f"{name!r} has no {attribute!r}", hint="correct `entry` or `probe` in module.toml") from error


def construct(factory: Callable[..., Any], options: dict[str, Any]) -> Any:
    """An instance of a module: options go in by keyword, and a factory that takes none gets none.

    LoadError, and errors of the tree as they are.
    """
    try:
        return factory(**options)
    except OrchestraError:
        raise
    except (Exception, SystemExit) as error:
        raise LoadError(f"constructing failed: {type(error).__name__}: {error}") from error


def _lies_in(module: Any, folder: Path) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and Path(file).resolve().is_relative_to(folder.resolve())


def _advice(error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError):
        return "`orchestra doctor` names the command that installs what is missing"
    return "this is a fault of the module; see the error above"
