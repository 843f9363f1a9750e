"""Words of a text as they are compared: in small letters, without common words and endings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")  # \u2019 is the typographic apostrophe
#: A word that is spelled out as a command or an option counts even when it is a common one.
LITERAL = re.compile(r"(?:(?<=[/`])|(?<=--))[^\W_]+")

_COMMON = """
a about after all also am an and any are as at be because been before being both but by can could did do does
doing done for from had has have having he her hers him his how i if in into is it its itself let many may me
might more most much must my no nor not of off on one only or other our out over own please same shall she
should so some such tell than that the their them then there these they this those through to too under up
upon us very was we were what when where which who whom whose why will with would you your
"""
STOP = frozenset(_COMMON.split())
_ENDINGS = ("ational", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "ors", "ed", "er", "or", "es", "ly", "s")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its commonest endings and its accents, so that "registered" meets "register"."""
    if not word.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
        word = plain or word
    word = word.removesuffix("'s").removesuffix("\u2019s")
    for _ in range(2):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
                word = word[: -len(ending)]
                break
    return word[:-1] if len(word) > 4 and word.endswith(("e", "y", "i")) else word


def stems(text: str) -> frozenset[str]:
    """The stems of all words that count."""
    low = text.lower()
    words = [word for word in WORD.findall(low) if word not in STOP]
    return frozenset(map(stem, words + LITERAL.findall(low)))
