"""Rows of which some members are no whole clauses: "Ann or Bob sings", "he sings or dances", "it is red and not round".

Each member becomes a clause by the words that the row shares. Knows no connective's meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestra_modules.logic.rules.morphology import singulars
from orchestra_modules.logic.rules.prose import verbs
from orchestra_modules.logic.rules.prose.clauses import (
    DETERMINERS,
    SUBJECT_PRONOUNS,
    Clause,
    Wording,
    read_clause,
)
from orchestra_modules.logic.rules.words import PREPOSITIONS, Word, word_class
from orchestra_modules.solving.refusal import NotUnderstood

_FINITE = word_class("is are was were am has have does do did will would can could must may might should")
_OWN = word_class("if when whenever unless it neither either both not")


@dataclass(frozen=True)
class Group:
    """A member as a whole clause; `shared` if a "not" of the member before reaches it, `verbal` if it is a verb."""

    words: list[Word]
    shared: bool = False
    verbal: bool = False


def expand(members: Sequence[list[Word]], wording: Wording) -> list[Group]:
    """The members of a row as whole clauses."""
    clauses = [_clause(member, wording) for member in members]
    first = next((i for i, clause in enumerate(clauses) if clause is not None or _nested(members[i], wording)), None)
    if first is None:
        told = " ".join(word.text for member in members for word in member)
        raise NotUnderstood(f"no clause is found in '{told}'")
    lead = clauses[first]
    if first and lead is None:
        raise NotUnderstood(f"a subject without a verb: '{' '.join(word.text for word in members[0])}'")
    found: list[Group] = []
    if lead is not None:
        predicate = members[first][len(lead.subject) :]
        for member in members[:first]:
            if any(word.is_in(_FINITE) or word.says("not") for word in member):
                raise NotUnderstood(f"no verb is found in '{' '.join(word.text for word in member)}'")
            found.append(Group([*member, *_agreeing(member, predicate)]))
        found.append(
            Group([*members[first][: len(lead.subject)], *_agreeing(members[first][: len(lead.subject)], predicate)])
            if first
            else Group(list(members[0]))
        )
    else:
        found.append(Group(list(members[first])))
    for member, clause in zip(members[first + 1 :], clauses[first + 1 :], strict=True):
        starts = member[0].lower in DETERMINERS | SUBJECT_PRONOUNS | {"there"} or wording.name(member[0])
        if (clause is not None and (starts or lead is None)) or _nested(member, wording):
            found.append(Group(list(member)))
            lead, first = clause, first + 1
            continue
        if lead is None:
            raise NotUnderstood(f"no clause is found in '{' '.join(word.text for word in member)}'")
        group = _completed(member, lead, wording)
        if group is None and clause is not None:
            group, lead = Group(list(member)), clause
        if group is None:
            raise NotUnderstood(f"what '{' '.join(word.text for word in member)}' belongs to is not clear")
        found.append(group)
    return found


_SINGULAR = {"are": "is", "were": "was", "have": "has", "do": "does"}


def _agreeing(subject: Sequence[Word], predicate: Sequence[Word]) -> list[Word]:
    """ "Ann and Bob are": of each that she "is"."""
    verb = predicate[0].lower if predicate else ""
    if verb not in _SINGULAR or singulars(subject[-1].lower) or subject[0].lower in ("i", "you", "we", "they"):
        return list(predicate)
    return [Word(_SINGULAR[verb]), *predicate[1:]]


def _nested(member: list[Word], wording: Wording) -> bool:
    """Whether a member is more than a clause: it joins clauses itself, or is judged as a whole."""
    joint = next((i for i, word in enumerate(member) if word.lower in ("and", "but", "yet", "or")), 0)
    if joint and _clause(member[:joint], wording) is not None:
        return True
    return any(word.is_in(_OWN - {"not", "it"}) for word in member) or [w.lower for w in member[:3]] == [
        "it",
        "is",
        "not",
    ]


def _clause(member: list[Word], wording: Wording) -> Clause | None:
    try:
        return read_clause(member, wording)
    except NotUnderstood:
        return None


def _completed(member: list[Word], lead: Clause, wording: Wording) -> Group | None:
    """A member with the words of the clause before that it leaves out."""
    subject = [Word(part) for part in lead.subject]
    opening = member[0]
    word = opening.lower
    if opening.is_in(_FINITE):
        return Group([*subject, *member])
    auxiliary = [Word(part) for part in lead.auxiliary]
    content = not opening.sign and word not in DETERMINERS | SUBJECT_PRONOUNS and not wording.name(opening)
    if auxiliary and word == "not":
        return Group([*subject, auxiliary[0], *member]) if len(auxiliary) == 1 else None
    if lead.auxiliary and lead.auxiliary[-1] in verbs.BE:
        if lead.head and not (word.endswith("ing") or not lead.rest):
            return _other_object(member, lead, subject)
        return Group([*subject, *auxiliary, *member], shared=lead.denied)
    if auxiliary:
        if content and (not lead.rest or word in wording.verbs):
            helped = auxiliary if lead.auxiliary[0] not in ("do", "does", "did") else []
            if lead.denied and not helped:
                plain = Word(_finite(lead, word))
                return Group([*subject, plain, *member[1:]], shared=True, verbal=True)
            return Group([*subject, *helped, *member], shared=lead.denied, verbal=True)
        return _other_object(member, lead, subject)
    head = lead.head[0].lower()
    if content and word not in PREPOSITIONS:
        same = (verbs.third(head) and verbs.third(word)) or (
            verbs.past(head) and head != lead.verb and verbs.past(word) and verbs.candidates(word)[0] != word
        )
        bare = head == lead.verb and (not lead.rest or word in wording.verbs) and not verbs.third(word)
        if same or bare:
            return Group([*subject, *member])
    return _other_object(member, lead, subject)


def _finite(lead: Clause, verb: str) -> str:
    support = lead.auxiliary[0]
    return verbs.in_s(verb) if support == "does" else verbs.in_past(verb) if support == "did" else verb


def _other_object(member: list[Word], lead: Clause, subject: list[Word]) -> Group | None:
    """ "He drinks tea or coffee": the same verb with another object."""
    if not lead.rest:
        return None
    places = [i for i, part in enumerate(lead.rest) if part.lower() in PREPOSITIONS]
    if member[0].lower in PREPOSITIONS:
        if not places:
            return None
        kept = lead.rest[: places[-1]]
    else:
        kept = lead.rest[: places[-1] + 1] if places else ()
    middle = _positive(lead)
    return Group([*subject, *(Word(part) for part in (*middle, *kept)), *member], shared=lead.denied, verbal=True)


def _positive(lead: Clause) -> tuple[str, ...]:
    if lead.auxiliary and lead.auxiliary[0] in ("do", "does", "did"):
        return (_finite(lead, lead.verb),)
    return (*lead.auxiliary, *lead.head)
