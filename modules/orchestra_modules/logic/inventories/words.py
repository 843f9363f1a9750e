"""Lists of words: sorting, places in the order, lengths. Sorted by comparison; checked by ranks. Knows no English.

The order is that of letters, without case; words that the order does not part keep the places they were given in.
Signs within words (hyphens, spaces) are looked at in two ways, as nothing and as coming before letters; if the two
differ the answer is declined.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.refusal import NotDone, Undefined


class Key(Enum):
    """By what words are put in order."""

    GIVEN = "as given"
    ALPHABET = "alphabet"
    LENGTH = "length"
    LETTER = "letter at a place"


class Want(Enum):
    """What is wanted of the ordered list."""

    LIST = "list"
    ITEM = "item"
    COUNT = "count"
    BEFORE = "before"


@dataclass(frozen=True)
class WordProblem:
    """Words, the order, and what is wanted. `place` counts from 1, from the end if negative."""

    items: tuple[str, ...]
    joiner: str
    key: Key
    want: Want
    descending: bool = False
    place: int = 1
    #: by which letter words are put in order, counted from 1, or from the end if negative
    letter: int = 0

    def as_json(self) -> dict[str, object]:
        order = {"key": self.key.value, "descending": self.descending}
        return {"items": list(self.items), "order": order, "want": self.want.value, "place": self.place}


_Sorter = Callable[[str], tuple[int, ...]]
_METHOD: Final = "comparison sort"


def solve(problem: WordProblem) -> Finding:
    """The finding. NotDone if the order of two words is disputed or a single one is asked and two are equal."""
    if problem.want is Want.COUNT:
        count = len(problem.items)
        check = "read off the list, not checked in another way"
        return Finding(str(count), f"There are {count}.", {"type": "integer", "value": count}, "counting", check, None)
    ordered, verified = _ordered(problem)
    if problem.want is Want.BEFORE:
        return _before(problem, ordered, verified)
    check = "each place was found again by counting the words that come before"
    if problem.want is Want.ITEM:
        return _item(problem, ordered, check, verified)
    value = problem.joiner.join(ordered)
    text = f"In order: {value}."
    return Finding(value, text, {"type": "list", "value": [*ordered]}, _METHOD, check, verified)


def _ordered(problem: WordProblem) -> tuple[tuple[str, ...], bool]:
    items = problem.items
    keys: tuple[_Sorter, ...]
    if problem.key is Key.GIVEN:
        ordered = tuple(reversed(items)) if problem.descending else items
        return ordered, all(ordered[-1 - i if problem.descending else i] == item for i, item in enumerate(items))
    if problem.key is Key.LETTER:
        keys = (_by_letter(problem),)
    else:
        keys = (size,) if problem.key is Key.LENGTH else (letters, letters_and_gaps)
    orders = {_sort(items, key, problem.descending) for key in keys}
    if len(orders) > 1:
        shown = " or ".join(", ".join(order) for order in sorted(orders))
        raise NotDone(f"the order depends on how spaces and signs within words count: {shown}")
    ordered = orders.pop()
    return ordered, _ranked(items, keys[0], problem.descending) == ordered


def _by_letter(problem: WordProblem) -> _Sorter:
    """The one letter that decides. Undefined where a word has none there, or two words have the same one."""
    at = problem.letter - 1 if problem.letter > 0 else problem.letter
    if any(len(letters(item)) < abs(problem.letter) for item in problem.items):
        raise Undefined("a word is too short for that letter")
    if len({letters(item)[at] for item in problem.items}) < len(problem.items):
        raise Undefined("two words have the same letter there, so that their order is left open")
    return lambda item: (letters(item)[at],)


def _sort(items: tuple[str, ...], key: _Sorter, descending: bool) -> tuple[str, ...]:
    # sorted(reverse=True) keeps equal items in the order given
    return tuple(sorted(items, key=key, reverse=descending))


def _ranked(items: tuple[str, ...], key: _Sorter, descending: bool) -> tuple[str, ...]:
    """The same order, from the rank of each word: how many come before it."""
    keys = [key(item) for item in items]
    places: dict[int, str] = {}
    for index, own in enumerate(keys):
        before = sum(1 for other in keys if (other > own if descending else other < own))
        places[before + sum(1 for other in keys[:index] if other == own)] = items[index]
    return tuple(places[i] for i in range(len(items)))


def letters(item: str) -> tuple[int, ...]:
    """The letters of a word without case and accents; signs and spaces do not count."""
    plain = unicodedata.normalize("NFKD", item).casefold()
    return tuple(ord(char) for char in plain if char.isalnum())


def letters_and_gaps(item: str) -> tuple[int, ...]:
    """As letters, with every sign and space before any letter."""
    plain = unicodedata.normalize("NFKD", item).casefold()
    return tuple(ord(char) if char.isalnum() else 0 for char in plain if not unicodedata.combining(char))


def size(item: str) -> tuple[int, ...]:
    """The number of letters."""
    return (len(letters(item)),)


def _item(problem: WordProblem, ordered: tuple[str, ...], check: str, verified: bool) -> Finding:
    place = problem.place
    if not 1 <= abs(place) <= len(ordered):
        raise Undefined(f"there are {len(ordered)} words, so there is no number {abs(place)}")
    value = ordered[place - 1 if place > 0 else place]
    if problem.key is Key.LENGTH:
        equal = [item for item in ordered if size(item) == size(value)]
        if len(set(equal)) > 1:
            raise Undefined(f"{' and '.join(equal)} are equally long, so there is no single answer")
    return Finding(value, f"It is {value}.", {"type": "string", "value": value}, _METHOD, check, verified)


def _before(problem: WordProblem, ordered: tuple[str, ...], verified: bool) -> Finding:
    first, second = problem.items
    if letters(first) == letters(second):
        raise Undefined(f"{first} and {second} have the same place in the order")
    answer = (ordered[0] == first) != (problem.place < 0)
    text = f"{ordered[0]} comes before {ordered[1]}."
    at = next((i for i, (a, b) in enumerate(zip(letters(first), letters(second), strict=False)) if a != b), None)
    again = size(first) < size(second) if at is None else letters(first)[at] < letters(second)[at]
    check = "the first letter in which the two differ was compared"
    return truth(answer, text, _METHOD, check, verified and (again != (problem.place < 0)) == answer)
