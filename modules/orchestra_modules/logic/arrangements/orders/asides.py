"""What a sentence of an order says beside its claim: "in a row of three", "in a line with Cal", "Xu sits there too".

These name things or their number; they are taken off, so that the claim is read by itself. Knows no claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from orchestra_modules.logic.arrangements.orders.things import listed
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.regex import regex

_NUMBER: Final = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_OF: Final = regex(
    rf",? (?:(?:in|of) (?:a|the same) (?P<kind>row|line|queue) of (?P<n>{_NUMBER})"
    rf"|of (?P<n2>{_NUMBER}) in a (?P<kind2>row|line|queue))"
    r"(?: (?:people|persons|friends|children))?(?=$| and | but |,)"
)
_WITH: Final = regex(r",? in (?:a|the same) (?P<kind>row|line|queue) with (?P<list>.+)$")
_AMONG: Final = regex(
    r"(?:(?<= last)|(?<= first)|(?<=est)) (?:among|of) (?P<list>[A-Z]\w*(?:, [A-Z]\w*)*,? and [A-Z]\w*)$"
)
_PRESENT: Final = regex(
    r"(?P<name>(?:[Tt]he )?\w+(?: \w+)?) (?:is|was|sits|sat|stands|stood|takes|took|has|gets|got|ran) (?:also )?"
    r"(?:the (?:only )?(?:other|remaining) "
    r"(?:runner|person|one|place|seat|spot|position|child|player|friend|racer|finisher)"
    r"|there too|there as well|somewhere in the (?:row|line|queue)(?: too| as well)?"
    rf"|in the same (?:row|line|queue|race)(?: of (?P<n>{_NUMBER}))?)"
)
_HIM: Final = regex(
    r"(?P<told>\w+ \w+ (?:(?:somewhere|anywhere) )?"
    r"(?:to the (?:left|right) of|ahead of|in front of|behind|above|below) "
    r"(?P<other>[A-Z]\w*),? but not) (?P<near>next to|adjacent to|immediately next to|beside) (?:him|her|it)"
)
_NO_NAMES: Final = frozenset(("who", "nobody", "everyone", "somebody", "someone", "no one", "he", "she", "it", "they"))


@dataclass
class Asides:
    """What was taken off: things named, how many there are, whether they stand one behind the other."""

    things: list[tuple[str, str]]
    number: int | None = None
    queue: bool = False
    #: lists of which something was told to be the first, the last or the most
    wholes: list[frozenset[str]] = field(default_factory=list)


def taken_off(words: list[str], asides: Asides) -> list[str]:
    """The words of a sentence without its asides; none are left where it says nothing else."""
    text = " ".join(words).replace(" ,", ",")
    if not re.search(r"\b(?:row|line|queue|among|of|other|remaining|there|him|her|it)\b", text):
        return words
    if (match := _PRESENT.fullmatch(text)) is not None:
        named = _things(match["name"])
        if named and match["name"].lower() not in _NO_NAMES:
            _keep(asides, named, match["n"], "")
            return []
    changed = text
    if (match := _OF.search(changed)) is not None:
        _keep(asides, [], match["n"] or match["n2"], match["kind"] or match["kind2"])
        changed = changed[: match.start()] + changed[match.end() :]
    for pattern in (_WITH, _AMONG):
        if (match := pattern.search(changed)) is not None and (named := _things(match["list"])):
            _keep(asides, named, None, match.groupdict().get("kind") or "")
            changed = changed[: match.start()]
            if pattern is _AMONG:
                asides.wholes.append(frozenset(key for key, _ in named))
    if (match := _HIM.fullmatch(changed)) is not None:
        changed = f"{match['told']} {match['near']} {match['other']}"
    return words if changed == text else re.findall(r"[^\s,]+|,", changed)


def _things(text: str) -> list[tuple[str, str]]:
    return listed(re.findall(r"[^\s,]+|,", text)) or []


def _keep(asides: Asides, things: list[tuple[str, str]], number: str | None, kind: str) -> None:
    asides.things += things
    if number:
        told = int(number) if number.isdigit() else cardinal(number)
        # two numbers that differ cannot both be met, which the count of things shows later
        asides.number = told if asides.number in (None, told) else -1
    asides.queue = asides.queue or kind in ("line", "queue")
