"""Sentences that list what there is: "Each of three friends, Ada, Ben and Cy, has a different pet (cat, dog, emu)".

What stands around a list gives the category its nouns and verbs. Knows no clues.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from orchestra_modules.logic.arrangements.grids.categories import PERSONS, Categories
from orchestra_modules.logic.arrangements.grids.english import (
    ANYONE,
    BE,
    CALENDARS,
    DETERMINERS,
    PLACES,
    PREPOSITIONS,
    VERBS,
    number_form,
    plain,
)
from orchestra_modules.logic.arrangements.sentences import vocabulary
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

MAX_SIZE: Final = 8
#: a sentence with one of these tells how things stand, and lists nothing
_TELLING: Final = vocabulary(
    "not never neither nor than left right before after between next beside if unless immediately directly above below "
    "who whom whose which either older younger than adjacent behind ahead dislikes hates except"
)
_SETTING: Final = vocabulary(
    "there each every everyone everybody different distinct various unique all following these those they them has "
    "have of and in no two same one exactly "
    "own favourite favorite kinds kind type types sort sorts colour color coloured colored one's single row line "
    "street side by numbered called named aged painted share shares nobody "
    "only we you know that called set group be are is were was a an the with from to it own"
)
_STOP: Final = frozenset((",", "and", "or", "&", ":", "(", ")", "-", ";", "`", "'", '"', "/", "."))
_FROM_TO: Final = regex(r"\b(?:from )?(\w+) (?:to|through|until) (\w+)\b", re.IGNORECASE)
_ROW: Final = regex(
    r"\bin a row\b|\bin a line\b|\bfrom left to right\b|\bnext to (?:each|one an)other\b|\bside by side\b"
    r"|\balong (?:a|the) (?:street|road)\b|\bon (?:a|the same) street\b"
)


def introduce(words: Sequence[str], known: Categories, certain: bool = False) -> bool:
    """Take the lists and the numbers of a sentence; false where it is a clue or something else."""
    words = _ranged(words)
    lowered = [word.lower() for word in words]
    text = " ".join(lowered)
    row = _ROW.search(text) is not None
    told = set(_ROW.sub(" ", text).split())
    lists = _lists(words, known.size)
    if told & _TELLING:
        return False
    if not lists:
        return _counted(lowered, known, row, certain)
    if known.size == 0:
        known.size = len(lists[0][2])
    lists = [one for one in lists if len(one[2]) == known.size]
    if not lists or not 2 <= known.size <= MAX_SIZE:
        return False
    inside = {index for start, stop, _ in lists for index in range(start, stop)}
    rest = [word for index, word in enumerate(lowered) if index not in inside]
    if any(_proper(word) and index not in inside for index, word in enumerate(words) if index):
        return False
    previous = 0
    for start, stop, values in lists:
        _list(words, lowered[previous:start], lowered[stop:], values, known)
        previous = stop
    known.row = known.row or row or _numbered(rest, known.size)
    return True


def _ranged(words: Sequence[str]) -> list[str]:
    """ "Monday to Thursday" as a list."""
    found = list(words)
    for index in range(len(found) - 2):
        if found[index + 1].lower() not in ("to", "through", "until", "-"):
            continue
        first, last = found[index].lower(), found[index + 2].lower()
        for calendar in CALENDARS[:2]:
            if first in calendar and last in calendar and calendar.index(first) < calendar.index(last):
                days = [day.capitalize() for day in calendar[calendar.index(first) : calendar.index(last) + 1]]
                listed = [part for day in days for part in (day, ",")][:-1]
                return [*found[:index], *listed[:-2], "and", listed[-1], *found[index + 3 :]]
    return found


def _counted(lowered: list[str], known: Categories, row: bool, certain: bool) -> bool:
    """A sentence without a list: how many there are, or that no two are alike."""
    general = {"different", "distinct", "unique", "same", "exactly", "each", "every"} & set(lowered)
    counts = [found for word in lowered if (found := cardinal(word) or _figure(word)) and 2 <= found <= MAX_SIZE]
    about = [word for word in lowered if word not in _SETTING and word not in PREPOSITIONS and word.isalpha()]
    if not (general or lowered[:2] in (["there", "are"], ["there", "is"]) or (counts and certain)):
        return False
    if any(known.find([word]) is not None for word in about):
        return False
    if counts and not known.size:
        known.size = counts[0]
    if set(lowered) & PLACES and (row or counts):
        known.row = known.row or row or "numbered" in lowered or bool({"house", "houses"} & set(lowered))
    return True


def _figure(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 3 else None


def _numbered(rest: list[str], size: int) -> bool:
    """Whether a sentence speaks of as many places as there are values."""
    return any(
        (cardinal(word) or _figure(word)) == size and set(rest[index + 1 : index + 3]) & {"houses", "seats", "chairs"}
        for index, word in enumerate(rest)
    )


def _proper(word: str) -> bool:
    return word[0].isupper() and word.lower() not in DETERMINERS


def _lists(words: Sequence[str], size: int) -> list[tuple[int, int, list[tuple[str, str]]]]:
    """Lists in a sentence as (start, stop, values): items parted by commas, the last by "and" or "or"."""
    found: list[tuple[int, int, list[tuple[str, str]]]] = []
    at = 0
    while at < len(words):
        best = None
        for stop in range(min(len(words), at + 6 * MAX_SIZE), at + 2, -1):
            values = _values(words[at:stop])
            if values is not None and (len(values) == size if size else len(values) > 1):
                best = (at, stop, values)
                break
        if best is None:
            at += 1
        else:
            found.append(best)
            at = best[1]
    return found


def _values(words: Sequence[str]) -> list[tuple[str, str]] | None:
    """The items of a list, each a name or a noun of at most three words."""
    if words[0] in _STOP or words[-1] in _STOP:
        return None
    items: list[list[str]] = [[]]
    for word in words:
        if word.lower() in (",", "and", "or", "&", "/"):
            if items[-1] or word == ",":
                items.append([])
        elif word in ("`", "'", '"'):
            continue
        else:
            items[-1].append(word)
    items = [item for item in items if item]
    if len(items) < 2:
        return None
    if all(item[0].isdecimal() for item in items):
        items = [item[:1] for item in items]
    shapes = set()
    bare = []
    for item in items:
        article = item[0].lower() in ("a", "an", "the", "one")
        rest = item[1:] if article else item
        if not rest or len(rest) > 3 or not all(word[0].isalnum() for word in rest):
            return None
        if any(
            word.lower() in _SETTING or word.lower() in VERBS or word.lower() in ANYONE or word.lower() in _TELLING
            for word in rest
        ):
            return None
        if not article and cardinal(rest[0].lower()) is not None:
            return None
        shapes.add("article" if article else "proper" if rest[0][0].isupper() else "plain")
        bare.append((" ".join(rest).lower(), " ".join(rest)))
    if len(shapes) > 1 or len({key for key, _ in bare}) != len(bare):
        return None
    separators = [word for word in words if word.lower() in ("and", "or", "&")]
    if len(separators) > 1 or (not separators and "," not in words and "/" not in words):
        return None
    return bare


def _list(
    words: Sequence[str], before: list[str], after: list[str], values: list[tuple[str, str]], known: Categories
) -> None:
    """Add a category: its nouns and verbs stand before its list, or after it."""
    window = [word for word in before if word not in _STOP or word in ("and",)]
    if "and" in window:
        window = window[len(window) - window[::-1].index("and") :] or window
    nouns, verbs = _names(window)
    if not nouns and not verbs:
        after = after[1:] if after[:1] == [")"] else after
        if after and (after[0] in BE or after[0] in ("as",)):
            nouns, verbs = _names(after)
        elif after and after[0] not in VERBS and after[0] not in _SETTING and after[0] not in _STOP:
            nouns = {number_form(after[0])}
    if all(key.isdecimal() for key, _ in values) and "old" in after[:2] + before[-1:]:
        nouns.add("age")
    proper = values[0][1][0].isupper() and values[0][0] not in {day for each in CALENDARS for day in each}
    subjects = bool(window) and window[-1] not in PREPOSITIONS and "different" not in window
    if nouns & {number_form(word) for word in ANYONE} or (
        proper and known.persons() is None and (not verbs or subjects)
    ):
        nouns = {noun for noun in nouns if noun not in PLACES} | {PERSONS}
        verbs = set()
    if nouns & {number_form(word) for word in PLACES} and not verbs:
        nouns |= {"colour"} if _colours(values) else set()
    if values[0][0] in CALENDARS[0]:
        nouns.add("day")
    elif values[0][0] in CALENDARS[1]:
        nouns.add("month")
    elif _colours(values):
        nouns.add("colour")
    known.add(values, nouns, verbs)


_COLOURS: Final = vocabulary(
    "red green blue yellow white black brown orange purple pink grey gray violet ivory beige turquoise silver gold"
)


def _colours(values: list[tuple[str, str]]) -> bool:
    return all(key in _COLOURS for key, _ in values)


_BEFORE_A_NOUN: Final = frozenset(("different", "favourite", "favorite", "own", "a", "the", "unique", "each"))


def _names(window: list[str]) -> tuple[set[str], set[str]]:
    """The nouns and the verbs that name a category."""
    nouns: set[str] = set()
    verbs: set[str] = set()
    for index, word in enumerate(window):
        if not word.isalpha():
            continue
        base = plain(word)
        noun = index > 0 and window[index - 1] in _BEFORE_A_NOUN
        if index > 0 and window[index - 1] == "each":
            noun = plain(" ".join(window[index + 1 : index + 2])) is not None
        if word in ("favourite", "favorite"):
            verbs.add("like")
        if base is not None and not noun:
            verbs.add(base)
        elif word in ("colour", "color", "colours", "colors"):
            nouns.add("colour")
        elif word not in _SETTING and word not in PREPOSITIONS and word not in DETERMINERS and cardinal(word) is None:
            nouns.add(number_form(word))
    if verbs and nouns:
        verbs -= {"have"} if len(verbs) > 1 else set()
    return nouns, verbs - {"do"}


def check_size(known: Categories) -> None:
    """Refuse a puzzle of which it is not known how many there are."""
    if not 2 <= known.size <= MAX_SIZE:
        raise NotUnderstood("how many of each kind there are")
