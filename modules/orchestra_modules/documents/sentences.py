"""Where sentences begin and end in running text: offsets only, no text is changed.

A line that starts a list item, a table row or a heading starts a sentence; fenced code is one sentence, and in source
code (`code_sentences`) every stretch between empty lines is. Knows English abbreviations, no other language's.
"""

from __future__ import annotations

import re
from itertools import pairwise

# The escapes are the closing quotation marks, and the Chinese and Japanese full stop, marks and closing brackets.
# Runs are matched once, from their first sign on, so that a line of a million dots costs no more than its length.
_END = re.compile(
    "(?<![.!?\u2026])[.!?\u2026]++[\"'\u201d\u2019)\\]]*+(?=\\s)"
    "|[\u3002\uff01\uff1f]++[\"'\u201d\u2019\uff09\u300d\u300f]*+"
    "|\\n[ \\t\\r]*+\\n"
)
_BEFORE_NAMES = "mr mrs ms messrs dr prof gen col lt capt sgt maj cmdr rev hon gov sen rep vs e.g i.e cf viz mt"
_SHORTENED = """
etc al u.s u.k u.n e.u u.s.a d.c a.m p.m b.c a.d b.a m.a m.d ph.d inc ltd co corp bros jr sr st ft dept est assn
univ approx ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec incl excl esp avg resp orig ext tel ed eds
min max hr hrs op cit ibid
"""
_BEFORE_NUMBERS = "no nos fig figs vol vols p pp ch chap sec eq eqs art par para ex ver v c ca tab ref refs"
_FIRST_WORDS = """
the a an this that these those he she it they we you i his her its their our my your there here in on at by for from
to as after before when while if although though since because until during under with without but and or so yet
however then thus some many most all each both no not one two what who where why how which
"""
#: No sentence ends with one of these.
_TITLES = frozenset(_BEFORE_NAMES.split())
#: A sentence may end with one of these, which it does if the next word is one that sentences begin with.
_SHORT = frozenset(_SHORTENED.split())
_COUNTED = frozenset(_BEFORE_NUMBERS.split())
_STARTERS = frozenset(_FIRST_WORDS.split())
_ROMAN = re.compile(r"[IVXLC]+\b")
_NEXT_WORD = re.compile(r"([A-Za-z]+)(?![\w.])")
_BEFORE = re.compile(r"[\w.]+$")
_MARKER = re.compile(r"\n[ \t]*+(?:\d{1,3}|[A-Za-z])$")
_ITEM = re.compile(
    r"^[ \t]*+(?:[-*+•◦▪‣\u2013\u2014][ \t]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)][ \t]|\|(?![-:| \t]*$)|#{1,6} )",
    re.MULTILINE,
)
_FENCE = re.compile(r"^[ \t]*+(```+|~~~+)[^\n]*\n.*?(?:^[ \t]*+\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_GAP = re.compile(r"\n[ \t\r]*+\n\s*")
# A capital after a mark, and a small letter after one that ends a whole word: which of the two does this text write?
_CAPITAL = re.compile(r"[.!?][ \n]+[\"'(]?[A-Z]")
_SMALL = re.compile(r"(?<![.\w])[a-z]{3,}[.!?]\s+[a-z]")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), without the white space between them."""
    found: list[tuple[int, int]] = []
    position = 0
    small = _written_small(text)
    for fence in _FENCE.finditer(text):
        found += _prose(text, position, fence.start(), small)
        found += _trimmed(text, fence.start(), fence.end())
        position = fence.end()
    return found + _prose(text, position, len(text), small)


def code_sentences(text: str) -> list[tuple[int, int]]:
    """The stretches of source code between empty lines, each of whole lines."""
    edges = [0, *(match.end() for match in _GAP.finditer(text)), len(text)]
    return [piece for left, right in pairwise(edges) for piece in _trimmed(text, left, right)]


def _written_small(text: str) -> bool:
    """Whether sentences begin with small letters here, as in chat and in text lower-cased but for its names."""
    small = sum(1 for _ in _SMALL.finditer(text))
    return small >= 2 and small > 2 * sum(1 for _ in _CAPITAL.finditer(text))


def _prose(text: str, start: int, end: int, small: bool) -> list[tuple[int, int]]:
    cuts = {match.end() for match in _END.finditer(text, start, end) if _ends(text, match, end, small)}
    cuts.update(match.start() for match in _ITEM.finditer(text, start, end))
    edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    return [piece for left, right in pairwise(edges) for piece in _trimmed(text, left, right)]


def _ends(text: str, match: re.Match[str], end: int, small: bool) -> bool:
    """Whether a mark ends a sentence: not after an abbreviation or an initial, nor before a small letter."""
    mark = match.group()
    after = text[match.end() : min(end, match.end() + 40)].lstrip()
    if not after or mark[0] not in ".!?\u2026":
        return True
    if mark[0] in "!?":  # `"Why?" he asked` goes on after the quotation
        return mark[-1] in "!?" or not after[0].islower()
    if len(mark) > 3 and after[0].isdigit():  # dots that lead to a page number
        return False
    head = text[max(0, match.start() - 20) : match.start()]
    apart = head[-1:].isspace() and "\n" not in head[-1:]
    before = _BEFORE.search(head.rstrip(" \t") if apart else head)
    word = before.group() if before else ""
    if after[0] == "." or (apart and word[-1:] == "."):  # dots with spaces between them
        return after[0].isupper()
    if not apart and _MARKER.search(head if match.start() > 20 else "\n" + head):
        return False
    known = _abbreviated(word, after, apart)
    if known is not None:
        return known
    if not after[0].islower() or not word or apart:
        return True
    # Text written in small letters throughout has no other mark of a beginning.
    around = text[max(0, match.start() - 200) : match.end() + 200]
    return small or around == around.lower()


def _abbreviated(word: str, after: str, apart: bool) -> bool | None:
    """Whether a sentence ends after an abbreviation; none when the word is not one."""
    low = word.lower()
    starts = (match := _NEXT_WORD.match(after)) is not None and match[1].lower() in _STARTERS and after[0].isupper()
    if low in _COUNTED and (after[0].isdigit() or _ROMAN.match(after)):
        return False
    if low in _TITLES:
        return False
    if low in _SHORT:
        return starts or (low == "etc" and after[0].isupper())
    if len(word) == 1 and word.isupper():
        return starts and not apart
    return None


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    left = start + len(piece) - len(piece.lstrip())
    return [(left, left + len(stripped))]
