"""Asides between commas that say in what form the answer is wanted: "Find the angle, in degrees, between ...".

An aside stands where it interrupts; put behind what it belongs to it is read like any other words there. A form that
every answer has anyway is left out. Knows these forms only; any other aside stays where it is.
"""

from __future__ import annotations

import re
from typing import Final

_FORMS: Final = r"degrees|radians|slope-intercept form|standard form|point-slope form|scientific notation|base \d+"
_AS_ALWAYS: Final = r"terms of (?:\$\\pi\$|\\pi|pi|π)|(?:square |cubic |)units|(?:simplest|lowest|simplified)(?: radical|) (?:form|terms)"
_MOVED: Final = re.compile(rf",\s+in\s+({_FORMS})\s*,\s*([^.?!;]*[^.?!;\s])", re.IGNORECASE)
_DROPPED: Final = re.compile(rf",\s+in\s+(?:{_AS_ALWAYS})\s*(?:,|(?=[.?!]|$))", re.IGNORECASE)


def put_behind(text: str) -> str:
    """The text with each aside at the end of its sentence, or left out if every answer is so."""
    return _MOVED.sub(r" \2 in \1", _DROPPED.sub("", text))
