"""Formulas and sets of them that a text gives a name, put where the name stands: "where Γ = {p, p → q} and φ = q".

The names are Greek letters, as signs or as commands of LaTeX, and KB. Knows no grammar of formulas.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_GREEK: Final = "Gamma|Delta|Sigma|Theta|Phi|Psi|varphi|phi|psi|chi|theta|alpha|beta|gamma"
_NAME: Final = rf"(?:\\(?:{_GREEK})(?![A-Za-z])|[\u0391-\u03a9\u03b1-\u03c9\u03d5](?!\w)|KB(?!\w))"
_ANY: Final = regex(rf"(?<!\w){_NAME}")
#: sets joined, or a formula put beside a set
_UNITED: Final = regex(r"\}\s*(?:\u222a|\\cup(?![a-z]))\s*\{")
_DEFINED: Final = regex(rf"(?<!\w)(?P<name>{_NAME})\s*(?:=|:=|\bbe\b(?: the set)?)\s*")
_END: Final = regex(
    rf"\s*(?:,\s*)?(?:\band\s+)(?:let\s+)?(?={_NAME}\s*(?:=|:=|be\b))"
    rf"|\s*[,;]\s*(?={_NAME}\s*(?:=|:=|be\b))"
    r"|[.;,]\s+(?=(?:does|do|is|are|can|determine|decide|check|show|prove|then)\b)|\s*[.?;]?\s*$"
    r"|\s*\n\s*",
    re.IGNORECASE,
)
_OPENS: Final = regex(
    r"(?:,\s*)?\b(?:let|suppose|where|given|assume|consider|with|for|if)(?: that)?\s*$", re.IGNORECASE
)
_CLOSING: Final = {"{": "}", "(": ")"}


def put_in(text: str) -> str:
    """The text with each name replaced by what it names; a text that names nothing as it is."""
    if not _DEFINED.search(text) or not _ANY.search(text):
        return text
    text = text.replace("$", "")
    first = _DEFINED.search(text)
    assert first is not None
    opens = _OPENS.search(text, 0, first.start()) if first.start() else None
    if opens is None:
        return text
    meanings: dict[str, str] = {}
    at = first.start()
    while match := _DEFINED.match(text, at):
        value, end = _value(text, match.end())
        if match["name"] in meanings or _ANY.search(value):
            raise NotUnderstood(f"what {match['name']} stands for")
        meanings[match["name"]] = value
        stop = _END.match(text, end)
        if stop is None:
            raise NotUnderstood(f"{text[end : end + 20]!r} after what {match['name']} stands for")
        at = stop.end()
    rest = f"{text[: opens.start()]} {text[at:]}".strip()
    if missing := [name for name in _ANY.findall(rest) if name not in meanings]:
        raise NotUnderstood(f"what does {missing[0]} stand for?")
    if unused := [name for name in meanings if name not in _ANY.findall(rest)]:
        raise NotUnderstood(f"{unused[0]} is not asked about")
    put = _ANY.sub(lambda match: meanings[match.group()], rest)
    return _UNITED.sub(", ", put)


def _value(text: str, start: int) -> tuple[str, int]:
    """What a name stands for: a set up to its brace, or a formula up to what follows it."""
    if text[start : start + 1] == "{":
        end = text.find("}", start)
        if end < 0:
            raise NotUnderstood(f"the bracket at character {start + 1} is not closed")
        return text[start : end + 1], end + 1
    match = _END.search(text, start)
    end = match.start() if match else len(text)
    if not text[start:end].strip():
        raise NotUnderstood("a formula is missing")
    return f"({text[start:end].strip()})", end
