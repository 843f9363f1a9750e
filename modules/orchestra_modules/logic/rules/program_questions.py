"""Sentences around a program of clauses: "Is reach(1,4) derivable?", "How many solutions does ?- p(X) have?".

They become the query of the program; a sentence of any other form is left, for the reader of programs to refuse.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.solving.regex import regex

_I: Final = re.IGNORECASE
_LEAD: Final = regex(
    r"\s*(?:(?:given|consider|take|here is) )?(?:the |this |a )?(?:following )?"
    r"(?:prolog|datalog|logic)(?: (?:program|database|clauses))?(?::|(?=\s*\n))[ \t]*",
    _I,
)
_LEAD_OF_QUERY: Final = regex(
    r"(?:what (?:are|is) (?:the |all )*(?:answers?|solutions?|results?) (?:to|of|for)(?: the query)?"
    r"|what does (?:prolog|the query|it) (?:answer|return|print)(?: to| for)?"
    r"|(?:answer|run|evaluate|solve)(?: the query)?)\s*:?\s*(?=\?-)",
    _I,
)
_COUNTED: Final = regex(
    r"how many (?:distinct |different )?(?:solutions|answers) (?:does|has|are there (?:to|for))(?: the query)?\s*"
    r"(?P<query>\?-[^?]*?)\.?(?: have)?\s*\?\s*$",
    _I,
)
_GOAL: Final = r"(?P<goal>[a-z]\w*\([^()?]*\))"
_GROUND: Final = regex(
    rf"(?:is|does|can|(?:determine|check|decide) (?:whether|if))\s+{_GOAL}\s+(?:is )?"
    r"(?:be )?(?:derivable|derived|provable|proved|entailed|true|hold|follow|succeed)"
    r"(?: from (?:the|this) program)?\s*[?.]\s*$",
    _I,
)


def as_query(text: str) -> tuple[str, bool]:
    """The text with its question as the query of the program, and whether the answers are to be counted."""
    if not re.search(r"\(|:-", text):
        return text, False
    lead = _LEAD.match(text)
    inside = text[lead.end() :] if lead else text
    if match := _COUNTED.search(inside):
        return f"{inside[: match.start()]}{match['query']}.", True
    if (match := _GROUND.search(inside)) and ":-" in inside and not re.search(r"\b[A-Z_]", match["goal"]):
        return f"{inside[: match.start()]}?- {match['goal']}.", False
    return _LEAD_OF_QUERY.sub("", inside), False
