"""Kinds of lists as arguments: one in brackets, and one of at least two values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import CLOSING
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.syntax import Listing, Node

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader


@slots.kind("bracketed")
def _bracketed(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A list in brackets."""
    cursor = reader.cursor
    if not cursor.is_sign(*CLOSING):
        raise cursor.stuck("a list in brackets was expected")
    node = reader.parser.group()
    if not isinstance(node, Listing):
        raise cursor.stuck("a list in brackets was expected")
    yield node


@slots.kind("several")
def _several(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Two or more values: one alone may be a function or a name."""
    found = reader.listed(slot)
    if len(found) < 2:
        raise reader.cursor.stuck("two values at least were expected")
    yield Listing(tuple(node for node, _ in found))
