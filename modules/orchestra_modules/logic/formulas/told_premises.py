"""Premises about letters told one after the other, and a question of one formula: "If p then q. p is true. Is q true?"

What the premises leave open is "Unknown". Knows the words "is true" and "is false" after a letter, and no other prose.
"""

from __future__ import annotations

import re
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
_STOP: Final = regex(r"[.;\n]\s*(?:(?:and|also|but|moreover)\b,?\s*)?")


def _told(match: re.Match[str], conventions: Conventions) -> tuple[Task, Notes]:
    sentences = [part for part in _STOP.split(match["p"]) if part.strip(" ,")]
    stretches = [_AFFIRMED.sub(r"\1", _DENIED.sub("\u00ac\\1", part)) for part in sentences]
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
