"""Where sentences begin and end in running text: offsets only, no text is changed.

A line that starts a list item, a table row or a heading starts a sentence; fenced code is one sentence.
"""

from __future__ import annotations

import re
from itertools import pairwise

# The escapes are the closing quotation marks, and the Chinese and Japanese full stop, marks and closing brackets.
_END = re.compile(
    "[.!?\u2026]+[\"'\u201d\u2019)\\]]*(?=\\s)|[\u3002\uff01\uff1f]+[\"'\u201d\u2019\uff09\u300d\u300f]*|\\n[ \\t]*\\n"
)
_WORDS = """
mr mrs ms dr prof sr jr st gen col lt capt rev hon gov sen rep vs etc al e.g i.e cf approx inc ltd co corp dept est
jan feb mar apr jun jul aug sep sept oct nov dec mt ft u.s u.k b.c a.d a.m p.m
"""
_ABBREVIATIONS = frozenset(_WORDS.split())
_BEFORE_NUMBERS = frozenset({"no", "nos", "fig", "figs", "vol", "p", "pp", "ch", "sec", "eq", "c", "ca"})
_MAY_END = frozenset({"a.m", "p.m", "etc", "u.s", "u.k", "inc", "ltd", "co", "corp", "b.c", "a.d", "al", "jr", "sr"})
_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)]|[a-z][.)])[ \t]+|^[ \t]*\||^[ \t]*#{1,6} ", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(```+|~~~+)[^\n]*\n.*?(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), without the white space between them."""
    found: list[tuple[int, int]] = []
    position = 0
    for fence in _FENCE.finditer(text):
        found += _prose(text, position, fence.start())
        found += _trimmed(text, fence.start(), fence.end())
        position = fence.end()
    return found + _prose(text, position, len(text))


def _prose(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = {match.end() for match in _END.finditer(text, start, end) if _ends(text, match, end)}
    cuts.update(match.start() for match in _ITEM.finditer(text, start, end))
    edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    return [piece for left, right in pairwise(edges) for piece in _trimmed(text, left, right)]


def _ends(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a mark ends a sentence: not after an abbreviation or an initial, nor before a small letter."""
    after = text[match.end() : min(end, match.end() + 40)].lstrip()
    if match.group()[0] != "." or not after:
        return True
    before = re.search(r"[\w.]+$", text[max(0, match.start() - 20) : match.start()])
    word = before.group() if before else ""
    if word.lower() in _BEFORE_NUMBERS and after[0].isdigit():
        return False
    if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper()):
        return word.lower() in _MAY_END and after[0].isupper()
    if not after[0].islower() or not word:
        return True
    # Text written in small letters throughout has no other mark of a beginning.
    return not any(letter.isupper() for letter in text[max(0, match.start() - 200) : match.end() + 200])


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    left = start + len(piece) - len(piece.lstrip())
    return [(left, left + len(stripped))]
