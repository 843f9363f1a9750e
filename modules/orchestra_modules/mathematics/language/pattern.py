"""Phrases with places for arguments, and matching them at a cursor.

A pattern is written as words with `(a|b)` for a choice, `[a]` for what may be left out, and `{name}` or `{name:kind}`
for an argument: "[the] (remainder|rest) when {a} is divided by {b}". `{name=word}` stands for no text: where the way
through the pattern passes it, the argument has that word or number. A bracket that must stand there has a backslash
before it. Knows no operation; what the kinds of arguments are is the business of `slots`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.terse import LEFT_OUT
from orchestra_modules.mathematics.syntax import Node, Number, Text
from orchestra_modules.solving.refusal import NotUnderstood

_PIECE: Final = re.compile(r"\{(\w+)(?::(\w+))?(?:=([^}]+))?\}|([()\[\]|])|((?:\\[()\[\]|{}]|[^\s()\[\]|{}\\])+)")


#: what is one token of a text: x-intercepts are three
_TOKEN: Final = re.compile(r"\w+(?:'\w+)?|[^\w]+")

#: kinds of arguments that may begin with anything; others stand among first words as "#" and their name
VALUES: Final = frozenset({"value", "tight", "list", "items", "relation", "relations", "point", "string"})


@dataclass(frozen=True)
class Word:
    """A word or sign that must stand there."""

    text: str


@dataclass(frozen=True)
class Slot:
    """A place for an argument; `after` are the words that may follow it, and `open` says that nothing need follow."""

    name: str
    kind: str
    after: frozenset[str] = frozenset()
    open: bool = True


@dataclass(frozen=True)
class Choice:
    """One of several sequences; an empty one makes it optional."""

    ways: tuple[tuple[Element, ...], ...]


@dataclass(frozen=True)
class Given:
    """An argument that the words chosen imply."""

    name: str
    node: Node


Element = Word | Slot | Choice | Given


@dataclass(frozen=True)
class Step:
    """An element and the step after it, none at the end; a choice has instead the first step of each of its ways."""

    element: Element
    then: Step | None
    first: frozenset[str] | None = None  # the words one of which must stand there, if that is known
    ways: tuple[Step | None, ...] = ()


#: by kind of argument, sets of words: a text that holds such an argument holds a word of each
KIND_NEEDS: Final[dict[str, tuple[frozenset[str], ...]]] = {}
Bindings = dict[str, Node]
#: reads an argument of a kind at the cursor, in every way it can be read
ReadSlot = Callable[[Slot], Iterator[Node]]


@dataclass(frozen=True)
class Pattern:
    """A compiled phrase; what matching needs beyond its first words is worked out when it is first tried."""

    source: str
    parts: tuple[Element, ...]
    first: frozenset[str]  # the words one of which must stand first; empty where an argument may
    second: frozenset[str]  # where an argument stands first, the words one of which must follow it

    @cached_property
    def start(self) -> Step | None:
        """The first step of the parts, each argument with the words that may follow it."""
        return _chain(_with_following(self.parts, frozenset(), True), None)

    @cached_property
    def all_of(self) -> frozenset[str]:
        """Words that are in every text that the pattern fits."""
        return frozenset().union(*(need for need in _needs(self.parts) if len(need) == 1))

    @cached_property
    def one_of(self) -> tuple[frozenset[str], ...]:
        """Of each of these sets some word is in every text that the pattern fits."""
        return tuple(need for need in _needs(self.parts) if len(need) > 1 and need.isdisjoint(self.all_of))

    @property
    def slots(self) -> frozenset[str]:
        """The names of its arguments."""
        return frozenset(_slot_names(self.parts))

    @property
    def words(self) -> frozenset[str]:
        """Its words and signs."""
        return frozenset(_words(self.parts))

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its arguments."""
        return frozenset(_slot_kinds(self.parts))

    @cached_property
    def rest(self) -> Pattern:
        """The phrase without the argument that it begins with."""
        return Pattern(self.source, self.parts[1:], self.second, frozenset())


def compile_pattern(source: str) -> Pattern:
    """Read a pattern. ValueError where it is malformed."""
    pieces = list(_PIECE.finditer(source))
    parts, end = _sequence(pieces, 0, "")
    if end != len(pieces):
        raise ValueError(f"unbalanced brackets in pattern {source!r}")
    first, can_be_empty = _first(parts)
    if not can_be_empty and None not in first:
        return Pattern(source, parts, frozenset(word for word in first if word), frozenset())
    after, nothing_after = _first(parts[1:])
    known = frozenset() if nothing_after or None in after else frozenset(word for word in after if word)
    return Pattern(source, parts, frozenset(), known)


def _sequence(pieces: list[re.Match[str]], at: int, closing: str) -> tuple[tuple[Element, ...], int]:
    ways: list[tuple[Element, ...]] = []
    current: list[Element] = []
    while at < len(pieces):
        name, kind, given, sign, word = pieces[at].groups()
        at += 1
        if given:
            number = given.lstrip("-").isdigit()
            current.append(Given(name, Number(Fraction(int(given))) if number else Text(given)))
        elif name:
            current.append(Slot(name, kind or "value"))
        elif word:
            current += map(Word, _TOKEN.findall(word.replace("\\", "").lower()))
        elif sign == "|":
            ways.append(tuple(current))
            current = []
        elif sign in "([":
            inner, at = _sequence(pieces, at, ")" if sign == "(" else "]")
            options = inner[0].ways if len(inner) == 1 and isinstance(inner[0], Choice) else (inner,)
            current.append(Choice((*options, ()) if sign == "[" else options))
        elif sign == closing:
            ways.append(tuple(current))
            return ((Choice(tuple(ways)),) if len(ways) > 1 else ways[0]), at
        else:
            raise ValueError("unbalanced brackets in a pattern")
    if closing:
        raise ValueError("a bracket is not closed in a pattern")
    ways.append(tuple(current))
    return ((Choice(tuple(ways)),) if len(ways) > 1 else ways[0]), at


def _first(elements: tuple[Element, ...]) -> tuple[frozenset[str | None], bool]:
    """The words that may stand first, None for an argument, and whether nothing may stand there at all."""
    found: set[str | None] = set()
    for element in elements:
        match element:
            case Word(text):
                return frozenset(found | {text}), False
            case Slot(_, kind):
                return frozenset(found | {None if kind in VALUES else f"#{kind}"}), False
            case Given():
                continue
            case Choice(ways):
                firsts = [_first(way) for way in ways]
                for words, _ in firsts:
                    found |= words
                if not any(empty for _, empty in firsts):
                    return frozenset(found), False
    return frozenset(found), True


def _needs(elements: tuple[Element, ...]) -> tuple[frozenset[str], ...]:
    """Sets of words, one word of each of which stands in every text that the elements fit."""
    found: list[frozenset[str]] = []
    for element in elements:
        match element:
            case Word(text):
                found.append(frozenset({text}))
            case Slot(_, kind):
                found += KIND_NEEDS.get(kind, ())
            case Choice(ways):
                needs = [_needs(way) for way in ways]
                if all(needs):
                    found.append(frozenset().union(*(min(need, key=len) for need in needs)))
    return tuple(found)


def _with_following(elements: tuple[Element, ...], after: frozenset[str], open_end: bool) -> tuple[Element, ...]:
    """The elements with what may follow each argument filled in, from the back."""
    result: list[Element] = []
    for element in reversed(elements):
        match element:
            case Slot(name, kind):
                element = Slot(name, kind, after, open_end)
            case Choice(ways):
                element = Choice(tuple(_with_following(way, after, open_end) for way in ways))
        result.append(element)
        words, empty = _first((element,))
        here = frozenset(word for word in words if word)
        after, open_end = (after | here, open_end) if empty else (here, False)
    return tuple(reversed(result))


def _slot_names(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        match element:
            case Slot(name) | Given(name):
                yield name
            case Choice(ways):
                for way in ways:
                    yield from _slot_names(way)


def _words(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        match element:
            case Word(text):
                yield text
            case Choice(ways):
                for way in ways:
                    yield from _words(way)


def _slot_kinds(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        match element:
            case Slot(_, kind):
                yield kind
            case Choice(ways):
                for way in ways:
                    yield from _slot_kinds(way)


def _chain(elements: tuple[Element, ...], then: Step | None) -> Step | None:
    """The elements as steps, the last of which leads to `then`."""
    for element in reversed(elements):
        match element:
            case Word(text):
                then = Step(element, then, first=frozenset({text}))
            case Slot():
                then = Step(element, then)
            case Given():
                then = Step(element, then, first=then.first if then else None)
            case Choice(ways):
                chains = tuple(_chain(way, then) for way in ways)
                firsts = [chain.first if chain else None for chain in chains]
                known = [first for first in firsts if first is not None]
                first = frozenset().union(*known) if len(known) == len(firsts) else None
                then = Step(element, then, first, chains)
    return then


def _left_out(word: str, cursor: Cursor) -> bool:
    """Whether a word may be left out at the cursor of a terse text; for "and" a comma stands there."""
    return word in LEFT_OUT and (word != "and" or cursor.take_sign(","))


def matches(pattern: Pattern, cursor: Cursor, read: ReadSlot, given: Bindings | None = None) -> Iterator[Bindings]:
    """Every way the pattern fits at the cursor; at each the cursor stands behind it, afterwards where it stood."""
    return _match(pattern.start, cursor, read, given or {})


def _match(step: Step | None, cursor: Cursor, read: ReadSlot, bound: Bindings) -> Iterator[Bindings]:
    mark = cursor.mark()
    while step is not None:
        match step.element:
            case Word(text):
                if not cursor.take_exactly(text) and not (cursor.terse and _left_out(text, cursor)):
                    break
                step = step.then
            case Given(name, node):
                bound = bound | {name: node}
                step = step.then
            case Slot(name):
                try:
                    for node in read(step.element):
                        yield from _match(step.then, cursor, read, bound | {name: node})
                except NotUnderstood as refusal:
                    cursor.remember(refusal)
                break
            case Choice():
                ahead = cursor.token.lowered
                ways = [way for way in step.ways if way is None or way.first is None or ahead in way.first]
                if not ways and cursor.terse:
                    ways = [way for way in step.ways if way is not None and way.first and way.first <= LEFT_OUT]
                if len(ways) == 1:
                    step = ways[0]
                    continue
                here = cursor.mark()
                for way in ways:
                    yield from _match(way, cursor, read, bound)
                    cursor.reset(here)
                break
    else:
        yield bound
    cursor.reset(mark)
