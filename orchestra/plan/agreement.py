"""What an answer comes down to, so that two answers to one question can be said to agree: an option, a yes, a number.

Knows nothing of whether it is right. A text that comes down to none of these agrees with no other.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra.plan.figures import figures
from orchestra.plan.notation import plain

#: characters of an answer that are read, its end
_TAIL: Final = 10_000
_LABEL: Final = re.compile(r"(?:^[ \t]*|[(\s])([A-J])[.):](?=\s|$)|\(([A-J])\)", re.MULTILINE)
_CHOSEN: Final = re.compile(
    r"\b(?i:answer|option|choice|choose|correct)\b(?:[ \t]+(?i:is|would be|one))*[ \t:*]*\(?([A-J])\b(?!')"
    r"|^[*\s]*\(?([A-J])(?:[.):*\s]|$)|\(([A-J])\)"
)
_CALLED: Final = re.compile(r"\b(?:answer|result|total)\b[^.\n]{0,40}?(?:\bis\b|\bare\b|[=:])", re.IGNORECASE)
_ASKS_WHETHER: Final = re.compile(
    r"(?:^|[.!?:]\s+)(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|must)\b[^.!?]*\?\s*$",
    re.IGNORECASE,
)
_VERDICT: Final = re.compile(r"^\W*(yes|no)\b|\banswer\b[^.\n]{0,20}?\b(yes|no)\b", re.IGNORECASE)


def conclusion(text: str, question: str) -> str | None:
    """The option, the yes or no, or the number that an answer ends in, by what its question asks for; or none."""
    text = plain(text[-_TAIL:]).strip()
    labels = {a or b for a, b in _LABEL.findall(question)}
    if len(labels) > 1:
        chosen = [next(filter(None, groups)) for groups in _CHOSEN.findall(text)]
        return next((label for label in reversed(chosen) if label in labels), None)
    if _ASKS_WHETHER.search(question.strip()):
        verdicts = [(first or second).lower() for first, second in _VERDICT.findall(text)]
        return verdicts[-1] if verdicts else None
    called = [found.end() for found in _CALLED.finditer(text)]
    if called and (after := figures(text[called[-1] :].split("\n")[0])):
        return str(after[0].value)
    found = figures(text)
    return str(found[-1].value) if found else None
