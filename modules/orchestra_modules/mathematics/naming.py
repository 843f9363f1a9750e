"""Unknowns with names of several letters, which the notation reads as products: each gets a letter, and its name back.

For problems that a language model or a program writes. Knows no mathematics: names are found in texts as whole words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

#: letters that stand for nothing else in the notation and are no English words
_LETTERS: Final = "xyzuvwpqrtbcdghjklmnsfABCDFGHJKLMPQRSTUVWXYZ"
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def letters(names: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """A letter for each name of several characters, none of those that the texts use. ValueError when they run out."""
    long = [name for name in dict.fromkeys(names) if len(name) > 1]
    if not long:
        return {}
    used = {word for text in texts for word in _WORD.findall(text)}
    # a letter beside a number, as in 2x, stands within no word of its own
    used |= {letter for text in texts for letter in re.findall(r"(?<=\d)[A-Za-z]\b", text)}
    free = [letter for letter in _LETTERS if letter not in used and letter not in names]
    if len(long) > len(free):
        raise ValueError(f"{len(long)} unknowns are more than there are letters")
    return dict(zip(long, free, strict=False))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with names replaced, where they stand as whole words; a number before a name multiplies it."""
    if not names:
        return text
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![A-Za-z_])({words})(?![A-Za-z0-9_])", lambda found: names[found.group()], text)
