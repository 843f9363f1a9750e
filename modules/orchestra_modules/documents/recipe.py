"""How an index reads and splits its sources: from index.toml, from the settings of a change, or by default."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from orchestra.spec import InputError, nearest
from orchestra_modules.documents.source import Fields, Source
from orchestra_modules.documents.split import LIMIT

#: Raised when reading or splitting changes, so that unchanged files are read again.
_EDITION = 2


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Which files are read (glob patterns), which fields of a row, and how long a passage may be."""

    files: tuple[str, ...] = ()
    id_field: str = "id"
    title_field: str = "title"
    text_field: str = "text"
    passage_tokens: int = LIMIT

    @property
    def fields(self) -> Fields:
        """The fields of a row."""
        return Fields(id=self.id_field, title=self.title_field, text=self.text_field)

    def takes(self, name: str) -> bool:
        """Whether a file of this relative path is read."""
        return not self.files or any(Path(name).match(pattern) for pattern in self.files)

    def digest(self, source: Source) -> str:
        """What a document is known by: equal means that nothing need be done again."""
        read = (source.format, source.markup, source.title, source.line, source.places, source.metadata)
        seen = repr((_EDITION, self.passage_tokens, *read))
        return hashlib.sha256(f"{seen}\0{source.text}".encode()).hexdigest()

    def stored(self) -> dict[str, Any]:
        """As it stands in a stamp."""
        return {**asdict(self), "files": list(self.files)}


def recipe(start: Recipe, settings: Mapping[str, Any], origin: str) -> Recipe:
    """A recipe with settings laid over it. InputError for one that does not exist or has the wrong type."""
    known = {entry.name: entry for entry in fields(Recipe)}
    for key, value in settings.items():
        if key not in known:
            raise InputError(
                f"{origin}: there is no setting {key!r}{nearest(key, known)}", hint=f"one of {', '.join(known)}"
            )
        expected = {"files": (list, tuple), "passage_tokens": (int,)}.get(key, (str,))
        if not isinstance(value, expected) or isinstance(value, bool) or value == 0:
            raise InputError(f"{origin}: setting {key!r} has value {value!r}", hint="see docs/module-spec.md")
    laid: dict[str, Any] = {key: tuple(value) if key == "files" else value for key, value in settings.items()}
    return replace(start, **laid)


def beside(root: Path, start: Recipe) -> Recipe:
    """The recipe of a folder's own index.toml, where it has one."""
    file = root / "index.toml"
    if not file.is_file():
        return start
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{file}: cannot be read: {error}") from error
    return recipe(start, settings.get("read", {}), str(file))
