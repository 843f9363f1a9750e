"""Wording that is put in another place before a text is read: asides between commas, and "its" for a function.

"Find the angle, in degrees, between ..." has its aside put behind what it belongs to, where it is read like any other
words; a form that every answer has anyway is left out. "Its roots" behind the one function that the text defines are
the roots of that function. Knows these forms only; any other aside stays where it is.
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
_DEFINED: Final = re.compile(r"(?<![\w)])([A-Za-z]\([a-z]\))\s*=(?!=)")
#: what is owned: words up to a preposition, a sign or a formula
_ITS: Final = re.compile(
    r"\bits ((?:(?!at |on |in |for |when |where |from |over |with |as |is |are |and )[a-z]{3,} ?){1,4}\b)"
)


def rearranged(text: str) -> str:
    """The text with each aside at the end of its sentence or left out, and with the owner where "its" stands."""
    text = _asides_behind(text)
    defined = set(_DEFINED.findall(text))
    if len(defined) != 1:
        return text
    (function,) = defined
    return _ITS.sub(lambda match: f"the {match.group(1).rstrip()} of {function} ", text)


def _asides_behind(text: str) -> str:
    return _MOVED.sub(r" \2 in \1", _DROPPED.sub("", _OF_LINES.sub(r"\1", text)))
