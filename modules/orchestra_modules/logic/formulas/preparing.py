"""What a text says beside its formulas, taken out before they are read: what letters stand for, and sums of numbers.

"Let p: it rains" says nothing that the formulas depend on, as long as it is plain prose; "5 > 3" is simply true.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_NUMBER: Final = r"-?\d{1,12}(?:\.\d{1,9})?"
_COMPARED: Final = regex(
    rf"(?<![\w.+*/^%)-])(?<![+*/^%)<>=-]\s)(?P<a>{_NUMBER})\s*(?P<sign><=|>=|==|!=|<|>|=|\u2264|\u2265|\u2260)\s*(?P<b>{_NUMBER})"
    r"(?![\w.]*[\w])(?!\s*[-+*/^%<>=\u2264\u2265\u2260!(])"
)
_SIGNS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_SAME: Final = {"==": "=", "\u2264": "<=", "\u2265": ">=", "\u2260": "!="}
_JOINED: Final = regex(r"\b(?:and|or|not|xor|implies|iff)\b|[\u00ac\u2227\u2228\u2192]|&&|\|\||->|=>|!", re.I)
_WORDS: Final = r"[\"'\u2018\u201c]?(?P<words>[A-Za-z][a-z]+(?: [A-Za-z']+)+)[\"'\u2019\u201d]?"
_MEANS: Final = regex(
    rf"\s*(?:,?\s*(?:and )?let )?(?P<letter>[A-Za-z])\s*(?::=?|be|means?|denotes?|stands? for|represents?|say"
    rf"|is the (?:statement|proposition))(?: (?:that|the (?:statement|proposition)))?:?\s+{_WORDS}\s*"
    r"(?:[.;\n]|,?\s*(?=and [A-Za-z] ))",
    re.I,
)
#: prose with these says more than a plain clause: it has a logic or a truth value of its own
_LOADED: Final = regex(
    r"\b(?:not|no|never|if|then|and|or|iff|implies|true|false|every|all|some|only|unless|[b-hj-z])\b|n't|\d", re.I
)


#: LaTeX that lays an argument out and says nothing
_LAYOUT: Final = regex(
    r"\\begin\s*\{\w+\*?\}(?:\s*\{[lcr|@{} ]*\})?|\\end\s*\{\w+\*?\}|(?<!/)\\[\[\]]|(?<=[\s\\])&(?=\s*\\therefore)"
)
_RULE: Final = regex(r"\s*(?:\\\\)?\s*\\(?:hline|midrule)\b\s*")


def plain_layout(text: str) -> str:
    """The text with what LaTeX adds to lay it out taken off: braces of sets, arrays, displayed lines."""
    if "\\" not in text:
        return text
    # not the backslash of /\, which is an "and"
    text = re.sub(r"(?<![\\/])\\ ", " ", re.sub(r"(?<!/)\\([{}])", r"\1", text))
    if not _LAYOUT.search(text):
        return text
    lines = _RULE.sub("\n---\n", _LAYOUT.sub("\n", text)).replace("$", "")
    return re.sub(r"---\n\s*\\therefore\b", "\\\\therefore", lines).strip()


def without_meanings(text: str) -> str:
    """The text without what its letters stand for. NotUnderstood where that bears on the logic."""
    if not re.match(r"\s*let [A-Za-z]\b", text, re.I):
        return text
    at, meanings = 0, dict[str, str]()
    while match := _MEANS.match(text, at):
        if at == 0 and not match.group().lower().lstrip().startswith("let"):
            break
        words = match["words"].lower()
        if _LOADED.search(words) or match["letter"] in meanings or words in meanings.values():
            raise NotUnderstood(f"what the letter {match['letter']} stands for bears on the rest")
        meanings[match["letter"]] = words
        at = match.end()
        joined = re.compile(r"\s*and (?=[A-Za-z] )").match(text, at)
        at = joined.end() if joined else at
    return text[at:] if meanings else text


def with_numbers_compared(text: str) -> str:
    """The text with each comparison of numbers as its truth value, where only such are joined."""
    if not re.search(r"\d\s*[<>=!\u2264\u2265\u2260]", text) or not _JOINED.search(text):
        return text
    folded = _COMPARED.sub(_value, text)
    return text if re.search(r"\d", folded) else folded


def _value(match: re.Match[str]) -> str:
    holds = _SIGNS[_SAME.get(match["sign"], match["sign"])]
    return " true " if holds(Fraction(match["a"]), Fraction(match["b"])) else " false "
