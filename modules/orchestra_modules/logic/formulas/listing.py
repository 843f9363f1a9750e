"""What heads or follows the lines of a list and says nothing: dashes before each, notes such as "(premise)", comments.

A dash may also be a "not", and a number in brackets an argument: where a text does not tell which, it is refused.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_I: Final = re.IGNORECASE
_COMMENT: Final = regex(r"(?<=\S)[ \t]+(?:%+|#|:::)[ \t].*$", re.MULTILINE)
_NOTE: Final = regex(
    r"[ \t]+(?:\((?:[a-z]+ )?(?:premise|given|assumption|assumed|hypothesis|axiom|fact|conclusion)(?: ?\d+)?\)"
    r"|\[(?:[a-z]+ )?(?:premise|given|assumption|assumed|hypothesis|axiom|fact|conclusion)(?: ?\d+)?\])",
    _I,
)
_NUMBER: Final = regex(
    r"(?<=\S)[ \t]+\((?P<n>\d{1,2})\)"
    r"(?=[ \t]*(?:[,.;]|$|\n|[\u22a2\u22a8\u2234]|\|[-=]|(?:therefore|so|thus|hence|and)\b))",
    _I,
)
_DASH: Final = regex(r"\s*[-\u2013\u2014\u2212+>][ \t]+(?=\S)")
#: a dash that touches what follows is a "not", unless every line has one
_TOUCHING: Final = regex(r"\s*-(?=[^\s\->])")
_RULE: Final = regex(r"[-_=\u2014\u2500\u2501]{3,}")
_HEADS: Final = regex(r"(?:therefore|thus|hence|so|conclusion|goal|query|c)\b|[\u2234\u22a2]|\\therefore", _I)


def plain_lines(text: str) -> str:
    """The text with nothing but formulas and words in its lines."""
    # in one line, what follows such a sign may be asked about
    text = _without_numbers(_NOTE.sub("", _COMMENT.sub("", text) if "\n" in text else text))
    lines = text.split("\n")
    return "\n".join(_without_dashes(lines)) if len(lines) > 1 else text


def _without_numbers(text: str) -> str:
    numbers = [int(match["n"]) for match in _NUMBER.finditer(text)]
    if not numbers:
        return text
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 2:
        raise NotUnderstood(f"whether '({numbers[0]})' numbers a formula or is an argument")
    return _NUMBER.sub("", text)


def _without_dashes(lines: list[str]) -> list[str]:
    groups = _stretches(lines)
    dashed = sum(bool(_DASH.match(line)) for line in lines)
    found: list[str] = []
    for group in groups:
        marks = [_DASH.match(line) for line in group]
        if any(marks) and (not all(marks) or (dashed == 1 and len(lines) > 1)):
            raise NotUnderstood("whether the dash before a formula says 'not' or heads a line of a list")
        if len(group) > 1 and all(_TOUCHING.match(line) for line in group):
            raise NotUnderstood("whether the dashes before the formulas say 'not' or head the lines of a list")
        found += [line[mark.end() :] if mark else line for line, mark in zip(group, marks, strict=True)]
    return found


def _stretches(lines: list[str]) -> list[list[str]]:
    """The lines between headings, questions and empty lines, and these by themselves."""
    found: list[list[str]] = [[]]
    for line in lines:
        bare = line.strip()
        if (
            not bare
            or _RULE.fullmatch(bare)
            or (not _DASH.match(line) and (bare.endswith((":", "?")) or _HEADS.match(bare)))
        ):
            found += [[line], []]
        else:
            found[-1].append(line)
    return [group for group in found if group]
