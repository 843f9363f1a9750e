"""Fitting a finding to the answers offered: the same words, the same number, or the same truth."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final

from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.regex import regex

_YES: Final = frozenset(("yes", "true", "correct", "valid", "balanced"))
_NO: Final = frozenset(("no", "false", "incorrect", "invalid", "not balanced", "unbalanced"))
_NUMBER: Final = regex(r"-?\d+(?:\.\d+|/\d+)?")
_ARTICLE: Final = regex(r"(?:the|an?) (?=\S)")


def fit(finding: Finding, options: tuple[Option, ...]) -> Finding:
    """The finding with the option that says the same as its value. NotDone if none does, or two do."""
    if not options:
        return finding
    option = choose(options, lambda each: same(finding.value, each.text))
    return replace(finding, value=option.value, steps=(*finding.steps, f"that is the option {option.text!r}"))


def same(value: str, offered: str) -> bool:
    """Whether an offered text says what a value says."""
    return canonical(value) == canonical(offered)


def canonical(text: str) -> str | bool | Fraction:
    """A text as a truth, as a number, or as words without case and articles."""
    words = " ".join(text.lower().strip(" .").split())
    words = _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
    if words in _YES:
        return True
    if words in _NO:
        return False
    plain = words.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", words) else words
    if _NUMBER.fullmatch(plain) and not plain.endswith("/0") and len(plain) < 40:
        return Fraction(plain)
    number = cardinal(words)
    return words if number is None else Fraction(number)
