"""The categories of a puzzle and the values of each, as far as the text has told them.

A category that the text lists is closed; one that is only met in clues grows with them, told apart by its verb.
Knows no sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestra_modules.logic.arrangements.grids.claims import Value
from orchestra_modules.logic.arrangements.grids.english import CALENDARS, number_form
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.refusal import NotUnderstood

MAX_CATEGORIES = 10
PERSONS = "person"


@dataclass
class Kind:
    """One category: what it is called, the verbs that go with it, and its values."""

    nouns: set[str] = field(default_factory=set)
    verbs: set[str] = field(default_factory=set)
    values: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    @property
    def steps(self) -> tuple[int, ...]:
        """Where each value stands along the order of the category; empty where it has none."""
        for calendar in CALENDARS:
            if self.values and all(value in calendar for value in self.values):
                return tuple(calendar.index(value) for value in self.values)
        numbers = [_amount(value) for value in self.values]
        found = [number for number in numbers if number is not None]
        return tuple(found) if found and len(found) == len(numbers) else ()

    @property
    def calendar(self) -> bool:
        """Whether the values are days, months or times of the clock."""
        return any(self.values and all(value in calendar for value in self.values) for calendar in CALENDARS) or (
            bool(self.steps) and bool(self.nouns & {"time", "hour", "year", "date", "day", "week"})
        )


def _amount(value: str) -> int | None:
    match = re.fullmatch(r"(\d{1,6})(?: (?:years?|years old|euros?|dollars?|points?|cm|kg|minutes?|am|pm))?", value)
    return None if match is None else int(match[1])


@dataclass
class Categories:
    """All categories; `size` is how many values each has, `row` whether places are numbered from the left."""

    kinds: list[Kind] = field(default_factory=list)
    size: int = 0
    row: bool = False
    learning: bool = False

    def add(self, values: Sequence[tuple[str, str]], nouns: set[str], verbs: set[str]) -> int:
        """A closed category with these values, as (key, words shown). The same list again only adds names for it."""
        keys = [_key(key) for key, _ in values]
        for index, kind in enumerate(self.kinds):
            if set(kind.values) == set(keys):
                kind.nouns |= nouns
                kind.verbs |= verbs
                return index
            if set(kind.values) & set(keys):
                raise NotUnderstood(f"two lists that share a value: {', '.join(sorted(set(kind.values) & set(keys)))}")
        if len(self.kinds) >= MAX_CATEGORIES:
            raise NotUnderstood(f"more than {MAX_CATEGORIES} kinds of things")
        shown = {key: words for key, (_, words) in zip(keys, values, strict=True)}
        self.kinds.append(Kind(set(nouns), set(verbs), keys, shown, True))
        return len(self.kinds) - 1

    def find(self, words: Sequence[str], verb: str = "") -> Value | None:
        """The value that the words name, in either number; the verb chooses between two categories that have it."""
        words = _figures(words)
        key = _key(" ".join(words))
        found = [Value(index, key) for index, kind in enumerate(self.kinds) if key in kind.values]
        if len(found) > 1:
            found = [value for value in found if verb in self.kinds[value.category].verbs]
            if len(found) != 1:
                raise NotUnderstood(f"which “{key}” is meant")
        return found[0] if found else None

    def learn(self, words: Sequence[str], name: str) -> Value | None:
        """The value that the words name in the open category of that name; it is added if it is new."""
        if not self.learning or not 1 <= len(words) <= 3 or not all(word[0].isalnum() for word in words):
            return None
        index = self._open(name)
        if index is None:
            return None
        kind = self.kinds[index]
        key = _key(" ".join(words))
        if key not in kind.values:
            if len(kind.values) >= self.size:
                raise NotUnderstood(f"more than {self.size} values of one kind: {', '.join([*kind.values, key])}")
            kind.values.append(key)
            kind.shown[key] = " ".join(words)
        return Value(index, key)

    def _open(self, name: str) -> int | None:
        for index, kind in enumerate(self.kinds):
            if name in kind.verbs or name in kind.nouns:
                return None if kind.closed else index
        if len(self.kinds) >= MAX_CATEGORIES:
            return None
        self.kinds.append(Kind({name}, {name}))
        return len(self.kinds) - 1

    def named(self, noun: str) -> int | None:
        """The category that a noun names."""
        found = [index for index, kind in enumerate(self.kinds) if number_form(noun) in kind.nouns]
        return found[0] if len(found) == 1 else None

    def speaks_of(self, noun: str) -> bool:
        """Whether the text calls one category or several by a noun."""
        plain = number_form(noun)
        return plain == "colour" or any(plain in kind.nouns for kind in self.kinds)

    def by_verb(self, verb: str) -> int | None:
        """The category that goes with a verb."""
        found = [index for index, kind in enumerate(self.kinds) if verb in kind.verbs and PERSONS not in kind.nouns]
        return found[0] if len(found) == 1 else None

    def persons(self) -> int | None:
        """The category of the persons."""
        return self.named(PERSONS)


def _figures(words: Sequence[str]) -> Sequence[str]:
    """ "Eleven years old" as "11", where that is one of the amounts."""
    number = cardinal(words[0]) if words and words[0].isalpha() else None
    first = str(number) if number is not None else words[0] if words else ""
    if first.isdecimal() and tuple(words[1:]) in ((), ("years",), ("years", "old"), ("year",), ("year", "old")):
        return [first]
    return words


def _key(words: str) -> str:
    return " ".join(number_form(word) for word in words.lower().replace("-", " ").split())
