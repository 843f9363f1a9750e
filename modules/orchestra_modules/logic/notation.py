"""Whether a text told in words holds mathematical notation, which no grammar of prose reads: seen at a glance."""

from __future__ import annotations

from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

#: products, powers, equations and sums; an arrow, or a star before a line of a list, is none of these
_NOTATION: Final = regex(r"[\w)] ?\*{1,2} ?[\w(-]|[\w)] ?\^ ?[\w({-]|[\w)] ?= ?[-\w(]|\d ?\+ ?\d")


def refuse_notation(text: str) -> None:
    """NotUnderstood for a text with formulas of mathematics in it."""
    if found := _NOTATION.search(text):
        raise NotUnderstood(f"not understood: {found.group()!r} at position {found.start() + 1} is no prose")
