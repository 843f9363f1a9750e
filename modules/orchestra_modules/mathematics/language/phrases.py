"""Which phrases a text can hold at all, so that the others are not tried.

A phrase is looked up by the word that stands first in it, or by the kind of argument, and then by a word that it
cannot do without. Knows patterns, and nothing of what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Pattern

#: patterns, each with the name of its operation
Phrases = tuple[tuple[Pattern, str], ...]


class Shelf:
    """Phrases in their order, each filed under a word that it cannot do without."""

    def __init__(self, phrases: Phrases, first: str = "") -> None:
        self._phrases = phrases
        self._anywhere: list[int] = []
        self._filed: dict[str, list[int]] = {}
        for place, (pattern, _) in enumerate(phrases):
            needed = pattern.all_of - {first}
            if needed:
                self._filed.setdefault(max(needed, key=lambda word: (len(word), word)), []).append(place)
            elif pattern.one_of:
                for word in min(pattern.one_of, key=len):
                    self._filed.setdefault(word, []).append(place)
            else:
                self._anywhere.append(place)

    def possible(self, words: frozenset[str]) -> list[int]:
        """The places of the phrases that a text of these words does not rule out, in order."""
        places = set(self._anywhere)
        for word in words & self._filed.keys():
            places.update(self._filed[word])
        found = []
        for place in sorted(places):
            pattern = self._phrases[place][0]
            if pattern.all_of <= words:
                for need in pattern.one_of:
                    if need.isdisjoint(words):
                        break
                else:
                    found.append(place)
        return found

    def __getitem__(self, place: int) -> tuple[Pattern, str]:
        return self._phrases[place]


class Index(Mapping[str, Phrases]):
    """Phrases by the word that stands first; those that begin with an argument by "#" and its kind."""

    def __init__(self, phrases: Mapping[str, Phrases]) -> None:
        self._phrases = phrases
        self._shelves: dict[str, Shelf] = {}

    def __getitem__(self, word: str) -> Phrases:
        return self._phrases[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._phrases)

    def __len__(self) -> int:
        return len(self._phrases)

    def shelf(self, word: str) -> Shelf | None:
        """The phrases under a word."""
        found = self._shelves.get(word)
        if found is None and word in self._phrases:
            found = self._shelves[word] = Shelf(self._phrases[word], word)
        return found

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of arguments that stand first, one for each place on the shelf of such phrases."""
        return tuple(word for word in self._marked for _ in self._phrases[word])

    @cached_property
    def by_kind(self) -> Shelf:
        """The phrases that begin with an argument of some kind."""
        return Shelf(tuple(phrase for word in self._marked for phrase in self._phrases[word]))

    @cached_property
    def _marked(self) -> tuple[str, ...]:
        return tuple(sorted(word for word in self._phrases if word.startswith("#")))


class PhrasesOfText:
    """What one text can hold of the phrases, kept as it is found out."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._under: dict[tuple[int, str], Phrases] = {}
        self._here: dict[tuple[int, int], Phrases] = {}
        self._by_kind: dict[int, dict[str, Phrases]] = {}

    def on(self, shelf: Shelf) -> Phrases:
        """Those of a shelf."""
        return tuple(shelf[place] for place in shelf.possible(self._cursor.words))

    def under(self, index: Index, word: str) -> Phrases:
        """Those that begin with a word."""
        key = (id(index), word)
        found = self._under.get(key)
        if found is None:
            shelf = index.shelf(word)
            found = self._under[key] = self.on(shelf) if shelf is not None else ()
        return found

    def here(self, index: Index) -> Phrases:
        """Those that may begin with the token ahead, as its word or as an argument."""
        key = (id(index), self._cursor.position)
        found = self._here.get(key)
        if found is None:
            found = self.under(index, self._cursor.token.lowered)
            for kind, phrases in self._kinds(index).items():
                if slots.may_start(kind, self._cursor):
                    found += phrases
            self._here[key] = found
        return found

    def _kinds(self, index: Index) -> dict[str, Phrases]:
        """Those that begin with an argument, by its kind."""
        found = self._by_kind.get(id(index))
        if found is None:
            found = self._by_kind[id(index)] = {}
            for place in index.by_kind.possible(self._cursor.words):
                kind = index.kinds[place]
                found[kind] = (*found.get(kind, ()), index.by_kind[place])
        return found
