"""The folders a user has added as modules: `modules.toml` in the state folder. Code from them will run."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

from orchestra.spec import ConfigError, StoreError
from orchestra.store import private_folder


class Folders:
    """The list of folders, read and written whole."""

    def __init__(self, home: Path) -> None:
        self.path = home / "modules.toml"

    def paths(self) -> tuple[Path, ...]:
        """The folders added, in order. StoreError when the file is damaged."""
        try:
            data = tomllib.loads(self.path.read_text(encoding="utf-8"))
            return tuple(Path(folder) for folder in data["folders"])
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self.path}: cannot be read: {error}", hint="mend or remove the file") from error

    def add(self, folder: Path) -> None:
        """Add a folder."""
        self._write((*(path for path in self.paths() if path != folder), folder))

    def remove(self, folder: Path) -> None:
        """Forget a folder. ConfigError when it was not added."""
        paths = self.paths()
        if folder not in paths:
            known = ", ".join(map(str, paths)) or "none"
            raise ConfigError(f"{folder} is not among the folders added", hint=f"there are: {known}")
        self._write(tuple(path for path in paths if path != folder))

    def _write(self, paths: tuple[Path, ...]) -> None:
        lines = "".join(f"    {_quoted(path)},\n" for path in paths)
        beside = self.path.with_suffix(".new")
        try:
            private_folder(self.path.parent)
            with open(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(f"# Folders whose modules are loaded, as code.\nfolders = [\n{lines}]\n")
            os.replace(beside, self.path)
        except OSError as error:
            hint = "check the folder, or set ORCHESTRA_HOME"
            raise StoreError(f"{self.path}: cannot be written: {error}", hint=hint) from error


def _quoted(path: Path) -> str:
    """The path as a TOML basic string. ConfigError when its name is not text."""
    # A JSON string is one, save that TOML has no surrogate escapes and wants DEL escaped.
    quoted = json.dumps(str(path), ensure_ascii=False).replace("\x7f", "\\u007f")
    try:
        quoted.encode()
    except UnicodeEncodeError as error:
        raise ConfigError(f"the name of {path!r} is not valid text", hint="rename the folder") from error
    return quoted
