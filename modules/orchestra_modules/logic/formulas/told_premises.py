"""Premises about letters told one after the other, and a question of one formula: "If p then q. p is true. Is q true?"

What the premises leave open is "Unknown". Knows the words "is true" and "is false" after a letter, and no other prose.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from orchestra_modules.logic.formulas import wording as w
from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.problems import Entails, Task
from orchestra_modules.logic.formulas.segments import parse_all
from orchestra_modules.logic.formulas.stretches import Maker, Notes
from orchestra_modules.logic.formulas.syntax import Not, is_propositional, letters
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_LETTER: Final = r"(?<![\w'])([A-Za-z]\d?)"
_DENIED: Final = regex(rf"{_LETTER} (?:is (?:false|not true)|does not hold|isn't true)\b", re.IGNORECASE)
_AFFIRMED: Final = regex(rf"{_LETTER} (?:is true|is not false|holds)\b", re.IGNORECASE)
_ROW: Final = r"(?P<row>[A-Za-z]\d?(?:(?:, and|,| and) [A-Za-z]\d?)+)"
_COUNTED: Final = regex(
    rf"(?P<how>exactly|at most|at least|only|just) (?P<n>one|two|three|1|2|3) of (?:the (?:letters|statements) )?{_ROW}"
    r" (?:is|are) (?P<value>true|false)",
    re.IGNORECASE,
)
_NONE: Final = regex(rf"(?P<how>none|neither|all|both) of {_ROW} (?:is|are) (?P<value>true|false)", re.IGNORECASE)
_NOT_BOTH: Final = regex(r"(?:either )?([A-Za-z]\d?) or ([A-Za-z]\d?),? but not both(?: of them)?", re.IGNORECASE)
_MOST: Final = 6
_STOP: Final = regex(r"[.;\n]\s*(?:(?:and|also|but|moreover)\b,?\s*)?")


def _counted(match: re.Match[str]) -> str:
    """ "Exactly one of p, q and r is true" written out as alternatives."""
    names = re.split(r", and |, | and ", match["row"])
    how, n = match["how"].lower(), match.groupdict().get("n")
    if len(names) > _MOST or len({*names}) < len(names) or (how in ("neither", "both") and len(names) != 2):
        raise NotUnderstood(f"{match.group()!r} is not read")
    number = {"one": 1, "two": 2, "three": 3}.get((n or "").lower()) or int(n or 0)
    fits = {
        "exactly": {number}, "only": {number}, "just": {number},
        "at most": {*range(number + 1)}, "at least": {*range(number, len(names) + 1)},
        "none": {0}, "neither": {0}, "all": {len(names)}, "both": {len(names)},
    }[how]  # fmt: skip
    sign = match["value"].lower() == "true"
    rows = [row for row in product((True, False), repeat=len(names)) if sum(cell is sign for cell in row) in fits]
    if not rows:
        raise NotUnderstood(f"{match.group()!r} can never be")
    return " \u2228 ".join(
        "(" + " \u2227 ".join(name if cell else f"\u00ac{name}" for name, cell in zip(names, row, strict=True)) + ")"
        for row in rows
    )


def _plain(sentence: str) -> str:
    """A sentence about letters with "is true" and the like taken off."""
    whole = sentence.strip(" ,")
    if match := _COUNTED.fullmatch(whole) or _NONE.fullmatch(whole):
        return _counted(match)
    if match := _NOT_BOTH.fullmatch(whole):
        return f"({match[1]} \u2295 {match[2]})"
    return _AFFIRMED.sub(r"\1", _DENIED.sub("\u00ac\\1", sentence))


def _told(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    sentences = [part for part in _STOP.split(match["p"]) if part.strip(" ,")]
    stretches = [_plain(part) for part in sentences]
    found, notes = parse_all([*stretches, match["c"]], conventions, listed=True)
    if len(found[-1]) != 1:
        raise NotUnderstood("one formula is asked about")
    if not all(is_propositional(formula) for part in found for formula in part):
        raise NotUnderstood("formulas of letters are read in sentences")
    if strange := [name for part in found for name in letters(*part) if len(name) > 2]:
        raise NotUnderstood(f"'{strange[0]}' is no letter")
    premises = tuple(formula for part in found[:-1] for formula in part)
    claim = found[-1][0] if match["wanted"].lower() == "true" else Not(found[-1][0])
    return Entails(premises, claim, "truth or neither", "Unknown"), notes


PATTERNS: Final[tuple[tuple[re.Pattern[str], Maker], ...]] = (
    (
        w.pattern(
            r"(?:(?:suppose|assume|given)(?: that)? )?(?P<p>.+[.;\n])\s*(?:so |then )?(?:is|must) (?P<c>[^.;\n]+?) "
            r"(?:be )?(?P<wanted>true|false)(?: or (?:not|false))?"
        ),
        _told,
    ),
)
