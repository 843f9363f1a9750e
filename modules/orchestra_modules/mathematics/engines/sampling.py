"""Probability of what is drawn from a population, exactly, by two roads.

A population is kinds with weights; draws are made with or without putting back; an event is a tree of conditions on
how many of some kinds are drawn, on single draws in order, or on the sum of numbers. One road counts the favourable
outcomes (hypergeometric and multinomial numbers, or arrangements where order matters), the other multiplies
conditional probabilities draw by draw. Knows no words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from orchestra_modules.solving.refusal import TooCostly, Undefined

_MAX_STATES: Final = 60_000
Sign = Literal["=", "<", ">", "<=", ">=", "!="]
_HOLDS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Count:
    """How many of the draws are of some kinds."""

    kinds: frozenset[str]
    sign: str
    number: int


@dataclass(frozen=True)
class At:
    """The draw at a place, from 0, is of some kinds."""

    place: int
    kinds: frozenset[str]


@dataclass(frozen=True)
class Total:
    """The sum of the numbers drawn."""

    sign: str
    number: Fraction


@dataclass(frozen=True)
class Alike:
    """All draws are of one kind, or no two are."""

    same: bool
    groups: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Both:
    """Every part holds, or some part does, or the one part does not."""

    how: Literal["and", "or", "not"]
    parts: tuple[Event, ...]


Event = Count | At | Total | Alike | Both


@dataclass(frozen=True)
class Sample:
    """Draws from a population."""

    population: tuple[tuple[str, Fraction], ...]
    draws: int
    replaced: bool


def conditions(event: Event) -> Iterator[Event]:
    """The conditions that an event is made of."""
    if isinstance(event, Both):
        for part in event.parts:
            yield from conditions(part)
    else:
        yield event


def happens(event: Event, drawn: tuple[str, ...]) -> bool:
    """Whether an event happens for the kinds drawn in order."""
    match event:
        case Count(kinds, sign, number):
            return _HOLDS[sign](Fraction(sum(kind in kinds for kind in drawn)), Fraction(number))
        case At(place, kinds):
            return drawn[place] in kinds
        case Total(sign, number):
            return _HOLDS[sign](sum((Fraction(kind) for kind in drawn), Fraction(0)), number)
        case Alike(same, groups):
            held = [next(i for i, group in enumerate(groups) if kind in group) for kind in drawn]
            return len(set(held)) == (1 if same else len(held))
        case Both("and", parts):
            return all(happens(part, drawn) for part in parts)
        case Both("or", parts):
            return any(happens(part, drawn) for part in parts)
        case Both(_, parts):
            return not happens(parts[0], drawn)


def probability(sample: Sample, event: Event) -> tuple[Fraction, Fraction]:
    """The probability by counting, and by multiplying along the draws. Undefined, TooCostly."""
    sample, event = _merged(sample, event)
    whole = sum((weight for _, weight in sample.population), Fraction(0))
    if sample.draws < 1 or whole <= 0:
        raise Undefined("nothing is drawn")
    if not sample.replaced and sample.draws > whole:
        raise Undefined(f"{sample.draws} cannot be drawn from {whole} without putting back")
    ordered = any(isinstance(part, At) for part in conditions(event))
    states = (
        len(sample.population) ** sample.draws
        if ordered
        else math.comb(sample.draws + len(sample.population), sample.draws)
    )
    if states > _MAX_STATES:
        raise TooCostly(f"there are more than {_MAX_STATES} outcomes to count")
    return (_by_arrangements if ordered else _by_counting)(sample, event, whole), _by_draws(sample, event, ordered)


def _merged(sample: Sample, event: Event) -> tuple[Sample, Event]:
    """The same with kinds that no condition tells apart taken together."""
    if any(isinstance(part, Total) for part in conditions(event)):
        return sample, event
    sets = [part.kinds for part in conditions(event) if isinstance(part, Count | At)]
    sets += [group for part in conditions(event) if isinstance(part, Alike) for group in part.groups]
    classes: dict[tuple[bool, ...], tuple[str, Fraction]] = {}
    for kind, weight in sample.population:
        key = tuple(kind in chosen for chosen in sets)
        name, total = classes.get(key, (kind, Fraction(0)))
        classes[key] = (name, total + weight)
    return Sample(tuple(classes.values()), sample.draws, sample.replaced), event


def _by_counting(sample: Sample, event: Event, whole: Fraction) -> Fraction:
    """Favourable selections over all selections; with putting back, multinomial terms."""
    total = Fraction(0)
    for counts in _compositions(sample.draws, len(sample.population)):
        drawn = tuple(kind for (kind, _), n in zip(sample.population, counts, strict=True) for _ in range(n))
        if not happens(event, drawn):
            continue
        ways = Fraction(1)
        left = sample.draws
        for (_, weight), n in zip(sample.population, counts, strict=True):
            ways *= math.comb(left, n) * (weight / whole) ** n if sample.replaced else math.comb(int(weight), n)
            left -= n
        total += ways
    return total if sample.replaced else total / math.comb(int(whole), sample.draws)


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)


def _by_arrangements(sample: Sample, event: Event, whole: Fraction) -> Fraction:
    """Favourable arrangements over all: each arrangement of kinds stands for a product of falling factorials."""
    kinds = dict(sample.population)
    favourable = Fraction(0)
    for drawn in _sequences(tuple(kinds), sample.draws):
        if happens(event, drawn):
            ways = Fraction(1)
            for kind in set(drawn):
                n = drawn.count(kind)
                ways *= kinds[kind] ** n if sample.replaced else math.perm(int(kinds[kind]), n)
            favourable += ways
    return favourable / (whole**sample.draws if sample.replaced else math.perm(int(whole), sample.draws))


def _sequences(kinds: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    if not length:
        yield ()
        return
    for rest in _sequences(kinds, length - 1):
        for kind in kinds:
            yield (*rest, kind)


def _by_draws(sample: Sample, event: Event, ordered: bool) -> Fraction:
    """The multiplication rule: conditional probabilities along the draws; orders that do not matter are merged."""
    kinds = dict(sample.population)
    whole = sum(kinds.values(), Fraction(0))
    states: dict[tuple[str, ...], Fraction] = {(): Fraction(1)}
    for drawn_before in range(sample.draws):
        following: dict[tuple[str, ...], Fraction] = {}
        for drawn, chance in states.items():
            for kind, weight in kinds.items():
                left = weight if sample.replaced else weight - drawn.count(kind)
                if left <= 0:
                    continue
                key = (*drawn, kind) if ordered else tuple(sorted((*drawn, kind)))
                step = chance * left / (whole if sample.replaced else whole - drawn_before)
                following[key] = following.get(key, Fraction(0)) + step
        states = following
    return sum((chance for drawn, chance in states.items() if happens(event, drawn)), Fraction(0))
