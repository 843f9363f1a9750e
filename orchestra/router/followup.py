"""When a message leans on the one before it: "and for x = 3?", "what about Mars?", "why?".

One rule, on the words alone. A message that stands by itself is judged by itself, however long the talk was: whole
histories were seen to hurt routing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestra.spec import Turn

#: How much of a leaning message's score comes from the message it leans on.
LEAN = 0.6
_MOST_WORDS = 8
_OPENING = re.compile(
    r"(?:and|but|or|so|then|also|now|what about|how about|why|why not|for|with|without|if|same|instead|what if|how so|"
    r"how come|where|when|since when|who|which one|which|really|is it|is that|was it|was that|in what sense)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:why|how|when|where|who|which(?: one)?|how so|how come|why not|since when|really|what else)\W*", re.IGNORECASE
)
_LINK = re.compile(r"(?:and|but|or|then|also|what about|how about|same|instead|what if)\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:it|its|that|this|these|those|they|them|their|he|she|his|her|one|there)\b", re.IGNORECASE)


def leans_on(text: str, history: Sequence[Turn]) -> str | None:
    """Return the user's message that this one leans on, if it does."""
    previous = next((turn.text for turn in reversed(history) if turn.role == "user"), None)
    if previous is None or not previous.strip() or not _is_elliptical(text.strip()):
        return None
    return previous


def _is_elliptical(text: str) -> bool:
    if not text or len(text.split()) > _MOST_WORDS:
        return False
    if _BARE.fullmatch(text) or _LINK.match(text):
        return True
    return bool(_OPENING.match(text) and (_BACK.search(text) or len(text.split()) <= 3))
