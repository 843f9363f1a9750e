"""Asides between commas that say in what form the answer is wanted: "Find the angle, in degrees, between ...".

An aside stands where it interrupts; put behind what it belongs to it is read like any other words there. A form that
every answer has anyway is left out. Knows these forms only; any other aside stays where it is.
"""

from __future__ import annotations

import re
from typing import Final

_MOVED: Final = re.compile(r",\s+in\s+(degrees|radians|scientific notation)\s*,\s*([^.?!;]*[^.?!;\s])", re.IGNORECASE)
_AS_ALWAYS: Final = (
    r"terms of (?:\$\\pi\$|\\pi|pi|π)",
    r"(?:square |cubic |)units",
    r"(?:simplest|lowest|simplified)(?: radical|) (?:form|terms)",
)
_DROPPED: Final = re.compile(rf",\s+in\s+(?:{'|'.join(_AS_ALWAYS)})\s*(?:,|(?=[.?!]|$))", re.IGNORECASE)
#: what is said of equations of lines, which are told so where they can be
_OF_LINES: Final = re.compile(r"(\bequation),\s+in\s+slope-intercept form\s*,(?= of )", re.IGNORECASE)


def put_behind(text: str) -> str:
    """The text with each aside at the end of its sentence, or left out if every answer is so."""
    return _MOVED.sub(r" \2 in \1", _DROPPED.sub("", _OF_LINES.sub(r"\1", text)))
