"""What people say of one another: "Ana is a knave", "both of us lie", "exactly one of us tells the truth".

Variable i is 1 where person i tells the truth, 0 where they lie and 2 where they may do either. Knows no
sentences of the story around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from orchestra_modules.logic.arrangements.formula import (
    Count,
    Formula,
    Offset,
    Place,
    every,
    implies,
    negation,
    same,
    some,
)
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.regex import regex

_NAME: Final = r"(?:the |my |our )?[A-Z][\w'-]*(?: [A-Z][\w'-]*)?|[a-z]"
_HONEST: Final = (
    r"(?:an? |the )?(?:(?:always )?(?:tell|tells|told|telling"
    r"|speak|speaks) the truth|knights?|truth[- ]?tellers?"
    r"|honest(?: (?:person|one|people))?|"
    r"truthful|truth-telling|truthtelling|saints?|(?:is |am |are )?telling the truth)"
)
_LYING: Final = (
    r"(?:an? |the )?(?:(?:always )?(?:lie|lies|lied|lying)|knaves?|liars?|dishonest|tell(?:s|ing)? lies|not truthful|"
    r"(?:never|not) (?:tell|tells|telling) the truth)"
)
_FREE: Final = r"(?:an? |the )?(?:spy|spies|normals?|jokers?|tricksters?)"
_BE: Final = r"(?:(?:is|are|am|was|were|do|does|did|must be)(?P<not> not| never)? )?"
_KIND: Final = regex(
    rf"^{_BE}(?:both |all |each )?(?:(?P<honest>{_HONEST})|(?P<lying>{_LYING})|(?P<free>{_FREE}))$", re.IGNORECASE
)
_NUMBER: Final = regex(
    r"^(?P<how>exactly|at least|at most|only|precisely"
    r"|just)? ?(?P<count>\w+) (?:of|among) (?:us(?: (?P<size>two|three|four))?|them|the \w+"
    r"|the group|these \w+|"
    r"(?P<list>.+?))(?P<rest> (?:is|are|am|lie|lies|tell|tells|do|does|always|never).*)$",
    re.IGNORECASE,
)


Join: TypeAlias = Callable[[Formula, Formula], Formula]


@dataclass
class People:
    """The people of a story in order of appearance."""

    names: list[str] = field(default_factory=list)
    free: bool = False  # whether some may do either

    def index(self, name: str, add: bool = True) -> int | None:
        """The number of a person; a new one is added where allowed."""
        plain = re.sub(r"^(?:the|my|our|person|inhabitant|islander|resident) ", "", name.strip(), flags=re.IGNORECASE)
        if not plain or not re.fullmatch(
            r"[A-Z][\w'-]*(?: [A-Z][\w'-]*)?|(?:(?:first|second|third|fourth) )?[a-z]{3,}", plain
        ):
            return None
        if any(word in _NOT_NAMES for word in plain.lower().split()):
            return None
        if plain not in self.names:
            if not add or not plain[0].isupper():
                return None
            self.names.append(plain)
        return self.names.index(plain)


_NOT_NAMES: Final = vocabulary(
    "exactly at only both all none neither either one two if we they he she i everyone nobody no the each question you "
    "it some someone just every there"
)


def truthful(person: int) -> Formula:
    """The person tells the truth."""
    return Place(person, frozenset({1}))


HONEST: Final = frozenset({1})
LYING: Final = frozenset({0})
EITHER: Final = frozenset({2})
_ALL: Final = HONEST | LYING | EITHER
_SAYS: Final = regex(
    r"^(?P<name>[A-Z][\w'-]*) (?:would )?(?:says?|claims?|said|claimed|states?|stated) that (?P<what>.+)$"
)


_NONE_HERE: Final = regex(
    r"^[Tt]here (?:are no|is no|isn't an?|aren't any) (knights?|knaves?|liars?|truth[- ]?tellers?) (?:here|among us)$"
)
_AMONG: Final = regex(
    r"^(?:[Aa]mong|[Oo]f) (?P<list>[A-Z]\w*(?:, [A-Z]\w*)*,? and [A-Z]\w*),? "
    r"(?P<how>(?:exactly |at least |at most |only )?(?:one|two|three)) (?P<rest>(?:is|are|lies?|tells?)\b.*)$"
)


def said(text: str, speaker: int | None, people: People, add: bool = True) -> Formula | None:
    """The formula for a statement about who tells the truth, or none where it is not one."""
    plain = re.sub(r"\s+", " ", text.strip(" .,;:!\"'“”")).strip()
    plain = re.sub(
        r"\b(I|We|we|He|She|They)'(m|re|s)\b",
        lambda m: {"m": "I am", "re": f"{m[1]} are", "s": f"{m[1]} is"}[m[2]],
        plain,
    )
    plain = re.sub(r"^that ", "", plain)
    plain = _NONE_HERE.sub(r"none of us are \1", plain)
    plain = _AMONG.sub(r"\g<how> of \g<list> \g<rest>", plain)
    if not plain or len(plain) > 300:
        return None
    return _joined(plain, speaker, people, add)


def _joined(text: str, speaker: int | None, people: People, add: bool) -> Formula | None:
    if (match := _SAYS.match(text)) is not None:
        return _reported(match["name"], match["what"], people, add)
    if (match := re.match(r"^if (.+?),? then (.+)$|^if (.+?), (.+)$", text, re.IGNORECASE)) is not None:
        parts = [part for part in match.groups() if part]
        return _both(parts, speaker, people, add, lambda a, b: implies(a, b))
    simple = _simple(text, speaker, people, add)
    if simple is not None:
        return simple
    for link, join in (
        (" if and only if ", same),
        (", or ", _or),
        (" or ", _or),
        (", and ", _and),
        (", but ", _and),
        (" and ", _and),
        (" but ", _and),
    ):
        for match in re.finditer(re.escape(link), text):
            left, right = re.sub(r"^either ", "", text[: match.start()], flags=re.IGNORECASE), text[match.end() :]
            found = _both([left, right], speaker, people, add, join)
            if found is not None:
                return found
    return None


def _reported(name: str, what: str, people: People, add: bool) -> Formula | None:
    """Ana says that Ben says that ...: Ben would say so just if it is as he tells."""
    person = people.index(name, add)
    told = None if person is None or people.free else said(what, person, people, add)
    return None if person is None or told is None else same(truthful(person), told)


def _or(first: Formula, second: Formula) -> Formula:
    return some((first, second))


def _and(first: Formula, second: Formula) -> Formula:
    return every((first, second))


def _both(parts: Sequence[str], speaker: int | None, people: People, add: bool, join: Join) -> Formula | None:
    left = _joined(parts[0], speaker, people, add)
    right = None if left is None else _joined(parts[1], speaker, people, add)
    return None if left is None or right is None else join(left, right)


def _simple(text: str, speaker: int | None, people: People, add: bool) -> Formula | None:
    if (match := _NUMBER.match(text)) is not None and (found := _counted(match, speaker, people, add)) is not None:
        return found
    match = re.match(
        (
            r"^(?P<name>.+?) and (?P<other>.+?) are (?P<how>(?:of )?the same"
            r"|(?:of )?(?:different|opposite)|not the same)(?: (?:type|kind"
            r"|sort)s?)?$"
        ),
        text,
    )
    if match is not None:
        pair = [_person(match[group], speaker, people, add) for group in ("name", "other")]
        if pair[0] is not None and pair[1] is not None:
            alike = Offset(pair[0], pair[1], frozenset({0}))
            return alike if match["how"] in ("the same", "of the same") else negation(alike)
    match = re.match(
        (
            r"^(?:(?P<who>the two of us|we two|both of us|we both|we are both|we all"
            r"|all of us|we are all|neither of us|none of us|we"
            r"|they|both of them|neither of them|everyone|everybody"
            r"|nobody|no one|they both|they are both|they all|all of them"
            r"|none of them|both)) (?P<rest>.+)$"
        ),
        text,
        re.IGNORECASE,
    )
    if match is not None:
        found = _group(match["who"].lower(), match["rest"], people)
        if found is not None:
            return found
    match = re.match(
        (
            r"^(?P<neither>(?i:neither) )?(?P<names>.+?)(?P<rest> (?:both "
            r"|all |always |never )?(?:is|are|am|was|were|lie|lies"
            r"|lied|tell|tells|told|do|does|did|speaks?|must)\b.*)$"
        ),
        text,
    )
    if match is None:
        return None
    names = re.sub(r"^(?:both|either) ", "", match["names"], flags=re.IGNORECASE)
    alternative = " or " in names and " and " not in names
    persons = [_person(name, speaker, people, add) for name in re.split(r",? (?:and|nor|or) |, ", names)]
    rest = re.sub(r"^(?:both|all) ", "", match["rest"].strip())
    kind = _kind(rest, people)
    if kind is None or any(person is None for person in persons):
        return None
    if match["neither"]:
        kind = _ALL - kind
    parts = [Place(p, kind) for p in persons if p is not None]
    return some(parts) if alternative else every(parts)


def _person(name: str, speaker: int | None, people: People, add: bool) -> int | None:
    plain = name.strip()
    if plain.lower() in ("i", "me", "myself"):
        return speaker
    return people.index(plain, add)


def _kind(text: str, people: People) -> frozenset[int] | None:
    """What the words after a subject call it: honest, a liar, one who may do either, or not that."""
    match = _KIND.match(text.strip())
    if match is None or (match["free"] and not people.free):
        return None
    kind = HONEST if match["honest"] else LYING if match["lying"] else EITHER
    return _ALL - kind if match["not"] else kind


def _group(who: str, rest: str, people: People) -> Formula | None:
    kind = _kind(rest.replace("both ", "").replace("all ", ""), people)
    persons = range(len(people.names))
    alone = who in ("we", "they", "the two of us", "we two", "both of us", "we both")
    if alone and re.match(r"^are (?:both )?(?:of )?(?:the same|different|opposite)(?: (?:type|kind)s?)?$", rest):
        if len(people.names) != 2:
            return None
        alike = Offset(0, 1, frozenset({0}))
        return alike if "same" in rest else negation(alike)
    if kind is None or ("two" in who and len(people.names) != 2):
        return None
    if who.startswith(("neither", "none", "no")):
        kind = _ALL - kind
    return every(Place(p, kind) for p in persons)


def _counted(match: re.Match[str], speaker: int | None, people: People, add: bool) -> Formula | None:
    count = cardinal(match["count"]) if not match["count"].isdecimal() else int(match["count"])
    kind = _kind(match["rest"].strip(), people)
    if count is None or kind is None:
        return None
    if match["size"] and cardinal(match["size"]) != len(people.names):
        return None
    if match["list"]:
        persons = [_person(name, speaker, people, add) for name in re.split(r",? and |, ", match["list"])]
        if any(person is None for person in persons):
            return None
        chosen = [person for person in persons if person is not None]
    else:
        chosen = list(range(len(people.names)))
    how = (match["how"] or "exactly").lower()
    numbers = {"at least": range(count, len(chosen) + 1), "at most": range(count + 1)}.get(how, range(count, count + 1))
    parts = tuple(Place(p, kind) for p in chosen)
    return Count(parts, frozenset(numbers))
