"""Premises and one statement to judge under headings, with the verdicts to choose from: told as a plain question.

"Premises: ... Hypothesis: ... Entailment, contradiction or neutral?" The verdicts named are the options.
Knows nothing of what is stated.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from orchestra_modules.solving.options import Option, Question
from orchestra_modules.solving.regex import regex

_VALUE: Final = (
    r"(?:true|false|unknown|uncertain|undetermined|entailment|contradiction|neutral|entailed|contradicted"
    r"|cannot be determined|not enough information)"
)
_VALUES: Final = rf"{_VALUE}(?:\s*(?:,\s*or\b|,|/|\bor\b)\s*{_VALUE})+"
_THE_CLAIM: Final = r"(?:the |this )?(?:following )?(?:conclusion|hypothesis|statement|claim)"
_GROUNDS: Final = r"(?:(?:based on|given|according to|from|using) [^.?!:,]*,\s*)?"
_WANTED: Final = (
    rf"\(?\s*(?:(?:please )?(?:answer|label|classify|respond|reply|choose|say|state|decide|determine)\b[^.?!:]*?|"
    rf"{_GROUNDS}(?:is|does) (?:it|{_THE_CLAIM})\s+(?:is\s+)?)?(?P<{{}}>{_VALUES})\s*\)?\s*[.?!:]*"
)
_HEAD: Final = r"(?:premises?(?: \d+)?|facts?(?: \d+)?|rules?(?: \d+)?|context|given|theory|information)"
_HEADED: Final = regex(
    rf"\s*(?:{_WANTED.format('before')}\s*)?(?P<told>{_HEAD}\s*:.*?[.!])[\"\u201d]?\s*"
    rf"(?:conclusion|hypothesis|statement|claim)\s*:\s*[\"\u201c]?(?P<claim>[^.?!:]+)[.]?[\"\u201d]?\s*"
    rf"(?:{_WANTED.format('after')})?\s*",
    re.IGNORECASE | re.DOTALL,
)
_SOME_HEAD: Final = regex(r"\b(?:conclusions?|hypothes[ie]s|statements?|claims?|questions?)\s*:", re.IGNORECASE)


def under_headings(question: Question) -> Question:
    """The question with its headings told as sentences, if it has such."""
    match = _HEADED.fullmatch(question.stem)
    if match is None or _SOME_HEAD.search(match["told"]) or "?" in match["told"]:
        return question
    wanted = match["before"], match["after"]
    if all(wanted) or (any(wanted) and question.options) or not (any(wanted) or question.options):
        return question
    stem = f"{match['told']}\nTrue, false or unknown: {' '.join(match['claim'].split())}."
    return replace(question, stem=stem, options=question.options or _offered(wanted[0] or wanted[1]))


def _offered(values: str) -> tuple[Option, ...]:
    """The verdicts named, as options."""
    return tuple(Option("", text[:1].upper() + text[1:]) for text in re.findall(_VALUE, values, re.IGNORECASE))
