"""Words that ordinary knowledge connects though no rule of the text does: kinship, before and after, parts and wholes.

They are known only to be akin, so that "unknown" is not answered where common sense would settle it. Counts are of the
same sort: "three cats" beside "a cat".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from orchestra_modules.logic.rules.formulas import ForAll, Implies
from orchestra_modules.logic.rules.morphology import singulars
from orchestra_modules.logic.rules.problem import Statement
from orchestra_modules.logic.rules.words import word_class

_FAMILIES: Final = (
    word_class(
        "father mother parent dad mum mom daddy son daughter child kid brother sister sibling twin grandfather"
        " grandmother grandparent grandson granddaughter grandchild grandpa grandma uncle aunt nephew niece cousin"
        " husband wife spouse partner married marry widow widower ancestor descendant stepfather stepmother stepson"
        " stepdaughter orphan bachelor relative related heir"
    ),
    word_class("before after earlier later precede follow previous predecessor successor during simultaneous"),
    word_class("part whole contain inside within belong consist comprise component member subset superset"),
    word_class("above below beneath underneath atop behind beside"),
    word_class("north south east west northern southern eastern western northeast northwest southeast southwest"),
    word_class("teach teacher student pupil learn tutor mentor"),
    word_class("own owner possess have belong property"),
    word_class("employer employee boss employ manager hire"),
    word_class("buy sell buyer seller purchase customer"),
    word_class("lend borrow lender borrower owe debtor creditor"),
    word_class("win lose beat defeat winner loser"),
    word_class("bigger smaller larger older younger taller shorter heavier lighter faster slower equal"),
)
_NUMBERS: Final = word_class("two three four five six seven eight nine ten eleven twelve dozen several both")


def akin(premises: Sequence[Statement], claim: Statement) -> str:
    """The words that a verdict of "unknown" would have to settle, told to a person; empty if there are none."""
    asked = _forms(claim.text)
    facts = [statement for statement in premises if not _general(statement)]
    for family in _FAMILIES:
        wanted = asked & family
        told = {word for fact in facts for word in _forms(fact.text) & family} - wanted
        if wanted and told and not _defined(wanted, premises):
            return f"how '{min(wanted)}' and '{min(told)}' bear on each other"
    for statement in (*premises, claim):
        for number, noun in _counts(statement.text):
            others = [other for other in (*premises, claim) if other is not statement]
            if any(noun in _forms(other.text) for other in others) and (statement is claim or noun in asked):
                return f"how '{number}' of something bears on others of the sort"
    return ""


def _forms(text: str) -> frozenset[str]:
    found: set[str] = set()
    for word in re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower().replace("'s", "")):
        found |= {word, *singulars(word)}
        found |= {word.removesuffix("s"), word.removesuffix("ed"), word.removesuffix("d")}
    return frozenset(found)


def _general(statement: Statement) -> bool:
    return isinstance(statement.formula, ForAll | Implies)


def _defined(words: frozenset[str], premises: Sequence[Statement]) -> bool:
    """Whether a rule of the text speaks of all these words."""
    return any(_general(statement) and words <= _forms(statement.text) for statement in premises)


def _counts(text: str) -> list[tuple[str, str]]:
    """Numbers with the noun that they count, in the singular."""
    parts = re.findall(r"[\w-]+", text.lower())
    found = []
    for place, number in enumerate(parts[:-1]):
        if number in _NUMBERS or (number.isdigit() and number not in ("0", "1")):
            for noun in parts[place + 1 : place + 3]:
                if singles := singulars(noun):
                    found.append((number, singles[0]))
                    break
    return found
