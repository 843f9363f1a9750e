"""A set written out in braces as a kind of argument, which a phrase may begin with: "{1, 2} subset {1, 2, 3}"."""

from __future__ import annotations

from collections.abc import Iterator

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.syntax import Node


@slots.kind("in_braces", lambda cursor: cursor.is_sign("{"))
def in_braces(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A set written out."""
    if not reader.cursor.is_sign("{"):
        raise reader.cursor.stuck("a set in braces was expected")
    yield reader.parser.group()
