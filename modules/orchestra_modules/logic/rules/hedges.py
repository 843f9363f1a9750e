"""Words that say how often, how surely or how nearly something is so: "hardly ever", "not always", "instead of".

A theory of facts and rules keeps none of them, and leaving them out would say another thing, so they are refused.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.rules.discourse import take_apart
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_FREQUENCY: Final = (
    r"hardly|scarcely|barely|occasionally|regularly|constantly|infrequently|sporadically|periodically"
    r"|(?:once|twice) (?:a|in a|every)|from time to time|now and then|every (?:day|week|month|year|morning|evening"
    r"|(?:sun|mon|tues|wednes|thurs|fri|satur)day)|on occasion|as a rule|at times|most of the time|half the time"
)
_MODALITY: Final = (
    r"presumably|supposedly|allegedly|apparently|seemingly|reportedly|arguably|conceivably|hopefully|potentially"
    r"|theoretically|in theory|doubtless|no doubt|seldom|rumou?red|believed to|said to|supposed to|thought to"
    r"|expected to|likely to|bound to|about to|going to|able to|willing to|ought to"
)
_DEGREE: Final = (
    r"almost|nearly|practically|virtually|roughly|approximately|partly|partially|halfway|somewhat|more or less|sort of"
    r"|kind of|far from|anything but|next to nothing|all but|as good as"
)
#: what is under way is not so yet
_UNDER_WAY: Final = (
    r"(?:is|are|was|were|am)(?: \w+ly)? (?:becoming|getting|growing|turning|trying|learning|hoping|planning|pretending"
    r"|starting|beginning|failing|claiming|threatening)"
)
_REPLACING: Final = (
    r"as well as|together with|along with|without|unlike|despite|in spite of|instead of|rather than|in place of"
    r"|in lieu of|apart from|aside from|as opposed to|other than"
)
#: some or none of those that are spoken of elsewhere, which are no class of their own
_OF_THOSE: Final = r"none of|zero [a-z]+|(?:is|was) one of the|each of the"
#: an exception, which is no clause joined on: "everyone but Tom"
_EXCEPTION: Final = (
    r"(?:every|no|any)(?:one|body|thing| one) but(?! not\b)|(?:all|none|every|each|any|no)(?: [a-z]+)? but(?! not\b)"
)
_HEDGE: Final = regex(
    rf"\b(?:{_FREQUENCY}|{_MODALITY}|{_DEGREE}|{_UNDER_WAY}|{_REPLACING}|{_OF_THOSE}|{_EXCEPTION})\b", re.IGNORECASE
)
#: "not" with a word that it denies, where the rest is left open
_PARTLY_DENIED: Final = regex(
    r"(?:\bnot|n't)\s+(?:quite|fully|entirely|completely|totally|wholly|always|ever so|very|all that|particularly"
    r"|especially|exactly|precisely|merely|just|simply)\b",
    re.IGNORECASE,
)


#: names joined inside a phrase, of which the second is no subject of its own
_JOINED_INSIDE: Final = regex(r"^The [a-z]+ of [A-Z]\w* and [A-Z]\w* |\bnor [A-Z]\w* and [A-Z]\w* ")


#: "a cat is on the mat" tells of one cat, "a cat is furry" of every one
_INDEFINITE: Final = regex(
    r"^an? [\w' -]{1,40}? (?:is|was|sits|lies|stands|waits|lives) (?:on|in|at|under|behind|near|inside|outside|above"
    r"|below|beside|by|here|there)\b",
    re.IGNORECASE,
)
#: classes that are told by what they are not, and what is said of a whole kind and of none of its members
_BEYOND: Final = regex(
    r"\bnon-[a-z]|\b(?:is|are) (?:extinct|numerous|rare|widespread|common|abundant|endangered)\b"
    r"|\b(?:only|first|second|last|opposite|negation|latter|former)(?: [\w']+)? of [\w']+ and\b|\bdoubts?\b"
    r"|\b(?:furthest|farthest|nearest|closest)\b",
    re.IGNORECASE,
)
#: adjectives that compare with the rest of a class: a small elephant is no small animal
_SCALE: Final = regex(
    r"\b(?:a|an) (small|big|large|tiny|huge|tall|short|long|heavy|young|old|good|bad|great|fast|slow|strong"
    r"|weak|rich|poor|cheap|expensive|skilled|skilful|skillful|talented|experienced|beautiful|clever|brilliant"
    r"|competent|professional|amateur|hard|light) ([a-z]+)\b",
    re.IGNORECASE,
)


def _refuse_scales(text: str) -> None:
    """Refuse a text in which one such adjective stands before two nouns."""
    nouns: dict[str, set[str]] = {}
    for adjective, noun in _SCALE.findall(text.lower()):
        nouns.setdefault(adjective, set()).add(noun.removesuffix("s"))
    for adjective, found in nouns.items():
        if len(found) > 1:
            raise NotUnderstood(f"{adjective!r} says another thing of each of {', '.join(sorted(found))}")


def refuse_hedges(text: str) -> None:
    """Refuse a text with such a word."""
    _refuse_scales(text)
    for sentence in take_apart(text).sentences:
        said = sentence.text
        if match := _INDEFINITE.search(said) or _BEYOND.search(said):
            raise NotUnderstood(f"'{match.group()}' is not something that facts and rules are read with")
        if match := _HEDGE.search(said) or _PARTLY_DENIED.search(said) or _JOINED_INSIDE.search(said):
            raise NotUnderstood(f"'{match.group()}' is not something that facts and rules are read with")
