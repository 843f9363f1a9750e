"""What is asked of a grid: who it is, which of a category, whether a clue holds, which statement holds, or all of it.

Knows the grammar of questions; the clauses inside them are read by `clauses`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from orchestra_modules.logic.arrangements.grids.claims import Category, Claim, Row, Same, Someone
from orchestra_modules.logic.arrangements.grids.clauses import Clauses
from orchestra_modules.logic.arrangements.grids.english import ANYONE, AUXILIARY, BE, PLACES, PREPOSITIONS, plain
from orchestra_modules.logic.arrangements.orders.questions import Mode, WhichStatement
from orchestra_modules.logic.arrangements.orders.questions import asked as asked_of_an_order
from orchestra_modules.solving.regex import regex


@dataclass(frozen=True)
class Which:
    """Of which value of a category, or of which place, the claim holds."""

    among: Category | Row
    claim: Claim
    mode: Mode = "must"


@dataclass(frozen=True)
class Whether:
    """Whether the claim holds."""

    claim: Claim
    mode: Mode = "must"


@dataclass(frozen=True)
class Everything:
    """The whole grid."""


Asked: TypeAlias = Which | Whether | Everything | WhichStatement

_LEAD: Final = regex(
    r"^(?:(?:so|then|question|now|based on (?:this|these|the)(?: \w+)?|given (?:this|these|the)(?: \w+)?|therefore|"
    r"according to (?:this|these|the)(?: \w+)?|from (?:this|these|the)(?: \w+)?|can you tell(?: me)?|tell me|"
    r"find out|determine|work out|figure out|find) ?[,:]? ?)+"
)
_ALL: Final = regex(
    r"^(?:who (?:has|owns|lives|likes|drinks|plays|does|is) (?:in )?(?:which|what)\b.*|(?:which|what) \w+ .* each\b.*|"
    r"(?:match|pair) .*|.*\bfor each\b.*|(?:what|which) (?:\w+ )?(?:does|is|did) each\b.*|who is (?:who|which))$"
)
_MAY: Final = frozenset(("can", "could", "may", "might"))
_TRUE: Final = regex(r"^(?:is it (?:true|correct|the case|certain)|must it be(?: true| the case)?) that (?P<rest>.+)$")


def asked(words: Sequence[str], clauses: Clauses) -> Asked | None:
    """What a question asks, or none where it is not of this language. Words in lower case."""
    statement = asked_of_an_order(words)
    if isinstance(statement, WhichStatement):
        return statement
    text = _LEAD.sub("", " ".join(word for word in words if word not in ('"', "`"))).strip(" ,?:")
    listed = text.split()
    if len(listed) < 2:
        return None
    if _ALL.match(text):
        return Everything()
    if (match := _TRUE.match(text)) is not None:
        told = clauses.claim(match["rest"].split())
        return None if told is None else Whether(told)
    mode: Mode = "must"
    if (at := next((i for i, word in enumerate(listed[:6]) if word in _MAY), None)) is not None:
        mode = "never" if listed[at + 1 : at + 2] == ["not"] else "could"
        listed = [*listed[:at], *listed[at + (2 if mode == "never" else 1) :]]
    for reader in (_who, _whose, _which, _what_is, _what_does, _where):
        if (found := reader(listed, clauses)) is not None:
            return Which(found[0], found[1], mode)
    return _whether(listed, clauses, mode)


Found: TypeAlias = tuple[Category | Row, Claim]


def _who(words: list[str], clauses: Clauses) -> Found | None:
    """Who VP; which person VP."""
    rest = words
    if words[0] == "who":
        rest = words[1:]
    elif words[0] in ("which", "what") and words[1] in ANYONE:
        rest = words[3:] if words[2:3] == ["of"] else words[2:]
    else:
        return None
    persons = clauses.entities.known.persons()
    if persons is None or not rest:
        return None
    told = clauses.said(Someone(), rest) or clauses.said(Someone(), ["does", *rest])
    if told is None and rest[0] in BE:
        one = clauses.entities.read(rest[1:])
        told = None if one is None else Same(Someone(), one)
    if told is None and rest[0] in (AUXILIARY | BE):  # who does Ada live next to?
        told = _turned(rest, clauses)
    return None if told is None else (Category(persons), told)


def _turned(rest: list[str], clauses: Clauses) -> Claim | None:
    for cut in range(2, len(rest)):
        if clauses.entities.read(rest[1:cut]) is not None:
            return clauses.claim([*rest[1:cut], *(rest[:1] if rest[0] in BE else []), *rest[cut:], "who"])
    return None


def _whose(words: list[str], clauses: Clauses) -> Found | None:
    """Whose house is red; whose pet is the cat."""
    persons = clauses.entities.known.persons()
    if words[0] != "whose" or persons is None:
        return None
    for cut in range(2, min(4, len(words))):
        if words[cut] in BE and (told := clauses.said(Someone(), words[cut:])) is not None:
            return Category(persons), told
    return None


def _among(noun: list[str], clauses: Clauses) -> Category | Row | None:
    """The category that a noun names: colour, pet, house."""
    noun = [
        word for word in noun if word not in ("favourite", "favorite", "kind", "type", "of", "number", "sort", "the")
    ]
    if not noun or len(noun) > 2:
        return None
    known = clauses.entities.known
    for word in (noun[-1], noun[0]):
        index = known.named(word)
        if index is not None:
            return None if known.row and word in PLACES else Category(index)
    if noun[-1] in PLACES:
        return Row() if known.row else None
    if noun[-1] in ANYONE and (persons := known.persons()) is not None:
        return Category(persons)
    return None


def _which(words: list[str], clauses: Clauses) -> Found | None:
    """Which pet does Ada have? What colour is the cat owner's house? In which house does Ada live?"""
    rest = words[1:] if words[0] in PREPOSITIONS else words
    if rest[0] not in ("which", "what") or len(rest) < 3:
        return None
    for cut in range(2, min(5, len(rest))):
        among = _among(rest[1:cut], clauses)
        if among is None:
            continue
        after = rest[cut:]
        if after and after[0] in ("does", "did", "do", *BE):
            body = after[1:]
            while body and body[-1] in PREPOSITIONS:
                body = body[:-1]
            for stop in range(len(body), 0, -1):
                tail = [word for word in body[stop:] if word not in PREPOSITIONS]
                if all(plain(word) is not None or word in BE for word in tail):
                    one = clauses.entities.read(body[:stop])
                    if one is not None:
                        return among, Same(Someone(), one)
        if (told := clauses.said(Someone(), after)) is not None:
            return among, told
    return None


def _what_is(words: list[str], clauses: Clauses) -> Found | None:
    """What is Ada's favourite colour? What is the colour of the third house?"""
    if words[0] not in ("what", "which") or words[1] not in BE:
        return None
    rest = [word for word in words[2:] if word not in ("favourite", "favorite")]
    for index, word in enumerate(rest):
        if word.endswith("'s"):
            among = _among(rest[index + 1 :], clauses)
            one = clauses.entities.read([*rest[:index], word[:-2]])
            return None if among is None or one is None else (among, Same(Someone(), one))
    if "of" in rest:
        cut = rest.index("of")
        among, one = _among(rest[:cut], clauses), clauses.entities.read(rest[cut + 1 :])
        return None if among is None or one is None else (among, Same(Someone(), one))
    return None


def _what_does(words: list[str], clauses: Clauses) -> Found | None:
    """What does Ada drink?"""
    if words[0] != "what" or words[1] not in ("does", "did", "is", "was"):
        return None
    verb = plain(words[-1])
    one = clauses.entities.read(words[2:-1]) if verb is not None else None
    among = clauses.entities.known.by_verb(verb or "")
    return None if one is None or among is None else (Category(among), Same(Someone(), one))


def _where(words: list[str], clauses: Clauses) -> Found | None:
    """Where does Ada live? When is the lecture on law?"""
    known = clauses.entities.known
    if words[0] not in ("where", "when") or words[1] not in (AUXILIARY | BE):
        return None
    rest = words[2:]
    if rest and plain(rest[-1]) is not None and len(rest) > 1:
        rest, verb = rest[:-1], plain(rest[-1])
    else:
        verb = "live"
    one = clauses.entities.read(rest)
    if one is None:
        return None
    if words[0] == "when":
        times = [index for index, kind in enumerate(known.kinds) if kind.calendar]
        return (Category(times[0]), Same(Someone(), one)) if len(times) == 1 else None
    among = known.by_verb(verb or "live")
    if among is not None and not known.row:
        return Category(among), Same(Someone(), one)
    return (Row(), Same(Someone(), one)) if known.row and among is None else None


def _whether(words: list[str], clauses: Clauses, mode: Mode) -> Asked | None:
    """Does Ada own the cat? Is the red house next to the blue one?"""
    may = mode != "must"
    if words[0] not in (AUXILIARY | BE) and not may:
        return None
    body = words if may and words[0] not in (AUXILIARY | BE) else words[1:]
    for cut in range(1, len(body)):
        if clauses.entities.read(body[:cut]) is None:
            continue
        verb = [words[0]] if words[0] in BE else ["does"]
        told = clauses.claim([*body[:cut], *verb, *body[cut:]])
        if told is not None:
            return Whether(told, mode)
    return None
