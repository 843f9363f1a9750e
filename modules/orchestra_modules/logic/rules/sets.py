"""Sets named by capital letters: "A is a subset of B", "x is an element of A", "A and B are disjoint".

They are classes of the theory of facts and rules. Knows no operations on sets, no sizes and no equality.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.logic.rules.discourse import take_apart
from orchestra_modules.logic.rules.formulas import And, Atom, Const, ForAll, Formula, Implies, Not, Var, conj
from orchestra_modules.logic.rules.inquiry import inquiry
from orchestra_modules.logic.rules.problem import Asking, Problem, Statement
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_SET: Final = r"(?:(?:[Tt]he )?[Ss]ets? )?([A-Z])"
_THING: Final = r"([a-z](?![A-Za-z])|\d+)"
_BE: Final = r"(?:is|are)"
_AT_A_GLANCE: Final = regex(
    r"\b(?:subset|superset|disjoint)\b|\b(?:element|member) of (?:the )?(?:set )?[A-Z]\b", re.IGNORECASE
)
_JOINED: Final = regex(r"\s*(?:,\s*and|,|\band)\s+(?=(?:(?:the )?set )?[A-Za-z0-9]+ (?:is|are)\b|every\b|each\b)")
#: each form as a statement; in a question the verb stands first
_FORMS: Final = (
    ("subset", rf"{_SET} {{be}}a subset of {_SET}"),
    ("superset", rf"{_SET} {{be}}a superset of {_SET}"),
    (
        "subset",
        rf"(?:[Ee]very|[Ee]ach) (?:element|member) of {_SET} {{be}}(?:also )?(?:an? (?:element|member) of|in) {_SET}",
    ),
    ("disjoint", rf"{_SET} and {_SET} {{be}}disjoint"),
    ("element", rf"{_THING} {{be}}(?:an? (?:element|member) of|in) {_SET}"),
)


def speaks_of_sets(text: str) -> bool:
    """Whether a text may be told of sets."""
    return _AT_A_GLANCE.search(text) is not None


def read(text: str) -> Problem:
    """The problem about sets that a text states. NotUnderstood if there is anything else in it."""
    asked = inquiry(take_apart(text).sentences)
    if asked.asking not in (Asking.TRUTH, Asking.FOLLOWS, Asking.VALID) or not asked.premises:
        raise NotUnderstood("a question about sets is expected")
    premises = []
    for sentence in asked.premises:
        told = re.sub(r"^(?:if|let)\s+", "", sentence.text, flags=re.IGNORECASE)
        try:
            formula = _statement(told)
        except NotUnderstood:
            formula = conj(*(_statement(part) for part in _JOINED.split(told)))
        premises.append(Statement(sentence.text, formula, ("a set",)))
    formula = _question(asked.claim) if asked.direct else _statement(asked.claim)
    claim = " ".join(asked.claim.split())
    return Problem(tuple(premises), Statement(claim, formula, ("a set",)), asked.asking)


def _statement(text: str) -> Formula:
    for name, form in _FORMS:
        denial = r"is (?P<not>not )?|are (?P<nor>not )?"
        if match := re.fullmatch(form.replace("{be}", f"(?:{denial})"), text.strip(" .,")):
            letters = [found for found in match.groups() if found and found.strip() != "not"]
            formula = _meaning(name, letters[0], letters[1])
            return Not(formula) if match["not"] or match["nor"] else formula
    raise NotUnderstood(f"'{text.strip()}' is not a statement about sets that is read")


def _question(text: str) -> Formula:
    for name, form in _FORMS:
        if match := re.fullmatch(f"{_BE} {form.replace('{be}', '')}", text.strip(" ?."), re.IGNORECASE):
            if name != "element" and not all(found.isupper() for found in match.groups()):
                break
            return _meaning(name, match[1], match[2])
    raise NotUnderstood(f"'{text.strip()}' is not a question about sets that is read")


def _meaning(name: str, one: str, other: str) -> Formula:
    thing = Var("x1")
    if name == "element":
        return Atom(f"in {other}", (Const(one),))
    left, right = Atom(f"in {one}", (thing,)), Atom(f"in {other}", (thing,))
    if name == "disjoint":
        return ForAll(thing, Not(And((left, right))))
    return ForAll(thing, Implies(left, right) if name == "subset" else Implies(right, left))
