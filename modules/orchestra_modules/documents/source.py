"""A document as it was read: its text, and where the parts of that text lie in the file.

Where the text is the file's own (Markdown, plain text, source code), every offset into it is an offset into the file.
Where it was taken out of another format, `places` says on which line or page of the file each part of it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

#: How a text marks its parts, which is all that splitting knows of the format it came from.
Markup = Literal["plain", "markdown", "rst", "code"]


class Unreadable(Exception):
    """A file gives no documents; the message is the reason, in words for its owner."""


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The names of the fields of a row that hold its id, its title and its text."""

    id: str = "id"
    title: str = "title"
    text: str = "text"


@dataclass(frozen=True, kw_only=True)
class Place:
    """From this offset of the text on, up to the next place: the line or the page of the file (both from 1)."""

    start: int
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """One document as found. `line` is where a row stands; `places` are in order, none where the text is the file's."""

    document_id: str
    path: Path
    text: str
    title: str = ""
    line: int = 1
    format: str = "text"
    markup: Markup = "plain"
    places: tuple[Place, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    def place(self, offset: int, line: int) -> tuple[int | None, int | None]:
        """The line and the page of the file on which an offset stands; `line` is its line in the text."""
        if self.format == "row":
            return self.line, None
        if not self.places:
            return line, None
        at = self.places[max(0, bisect_right(self.places, offset, key=lambda place: place.start) - 1)]
        return at.line, at.page
