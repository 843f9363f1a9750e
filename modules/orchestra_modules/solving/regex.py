"""Regular expressions that are compiled when they are first used: a grammar has hundreds, and a text needs few."""

from __future__ import annotations

import re
from typing import Any, cast


class _Regex:
    """Stands for a compiled expression; each of its methods is looked up once."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """An expression as `re.compile` would give it, later; a mistake in it shows when it is first used."""
    return cast("re.Pattern[str]", _Regex(source, flags))
