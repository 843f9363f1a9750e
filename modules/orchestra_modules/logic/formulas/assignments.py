"""Values given to letters in words: "p is true and q is false", "p = 1, q = 0", "p and q are both true"."""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_NAME: Final = r"[^\W\d]\w*'?"
_ITEM: Final = regex(
    rf"\s*(?:both\s+)?(?P<names>{_NAME}(?:\s*(?:,\s*and\b|,|\band\b|=)\s*{_NAME})*?)\s*"
    r"(?:\bis\b|\bare\b|\bbe\b|\bequals?\b|:=|=|:|\u21a6|\bhas the value\b)\s*(?:both\s+|all\s+)?"
    r"(?:set to\s+|assigned\s+)?(?P<value>true|false|T|F|1|0|\u22a4|\u22a5)(?!\w)",
    re.IGNORECASE,
)
_PART: Final = regex(r"\s*(?:,\s*and\b|,\s*but\b|,|;|\.(?!\d)|\band\b|\bbut\b|\bwhile\b)\s*", re.IGNORECASE)
_NAMES: Final = regex(r"\s*(?:,\s*and\b|,|\band\b|=)\s*")
_TRUE: Final = frozenset(("true", "t", "1", "\u22a4"))
_NO_LETTERS: Final = frozenset(("it", "this", "that", "true", "false", "and", "or", "not", "all", "both"))


def assignment(text: str) -> tuple[tuple[str, bool], ...]:
    """The values that a text gives. NotUnderstood if it says anything else, or one thing twice."""
    text = text.replace("$", "").strip().rstrip(".,;:")
    found: dict[str, bool] = {}
    at = 0
    while at < len(text):
        item = _ITEM.match(text, at)
        if item is None:
            raise NotUnderstood(f"{text[at : at + 20]!r} is no value of a letter")
        for name in _NAMES.split(item["names"]):
            if name.lower() in _NO_LETTERS or name in found:
                raise NotUnderstood(f"{name!r} is no letter that can be given a value here")
            found[name] = item["value"].lower() in _TRUE
        at = item.end()
        if at < len(text):
            part = _PART.match(text, at)
            if part is None:
                raise NotUnderstood(f"{text[at : at + 20]!r} after the value of a letter")
            at = part.end()
    if not found:
        raise NotUnderstood("no values are given")
    return tuple(found.items())
