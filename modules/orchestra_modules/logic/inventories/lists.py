"""Lists of words or numbers as they stand: reversed, without duplicates, counted, the item at a place.

Knows no English and no order but the one given.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from pydantic import JsonValue

from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.refusal import Undefined


class Ask(Enum):
    """What is asked of a list."""

    COUNT = "number of items"
    DISTINCT = "number of different items"
    REVERSED = "the list reversed"
    UNIQUE = "the list without duplicates"
    ITEM = "the item at a place"
    DUPLICATES = "the items that stand more than once"
    CONTAINS = "whether an item is in it"
    OCCURRENCES = "how often an item is in it"


_ONE_ROAD: Final = "read off the list, not checked in another way"


@dataclass(frozen=True)
class ListProblem:
    """The items, what is asked, and with what: a place counted from 1, or from the end if negative, or an item."""

    items: tuple[str, ...]
    ask: Ask
    place: int = 0
    item: str = ""

    def as_json(self) -> dict[str, object]:
        return {"items": list(self.items), "ask": self.ask.value, "place": self.place, "item": self.item}


def solve(problem: ListProblem) -> Finding:
    """The finding. Undefined where the list has no such place."""
    items, ask = problem.items, problem.ask
    if ask is Ask.CONTAINS:
        answer = problem.item in items
        text = f"{problem.item} is {'' if answer else 'not '}in the list."
        return truth(answer, text, "comparing", _ONE_ROAD, None)
    if ask in (Ask.COUNT, Ask.DISTINCT, Ask.OCCURRENCES):
        return _number(problem)
    if ask is Ask.ITEM:
        if not 1 <= abs(problem.place) <= len(items):
            raise Undefined(f"the list has {len(items)} items, so there is no number {abs(problem.place)}")
        value = items[problem.place - 1 if problem.place > 0 else problem.place]
        data: JsonValue = {"type": "string", "value": value}
        return Finding(value, f"It is {value}.", data, "counting places", _ONE_ROAD, None)
    kept, verified = _kept(problem)
    value = ", ".join(kept) or "none"
    check = "the result was compared with the list item by item"
    data = {"type": "list", "value": [*kept]}
    return Finding(value, f"{ask.value.capitalize()}: {value}.", data, "going through the list", check, verified)


def _number(problem: ListProblem) -> Finding:
    items = problem.items
    if problem.ask is Ask.COUNT:
        value = len(items)
    elif problem.ask is Ask.DISTINCT:
        value = len(set(items))
    else:
        value = items.count(problem.item)
    data: JsonValue = {"type": "integer", "value": value}
    text = f"{problem.ask.value.capitalize()}: {value}."
    return Finding(str(value), text, data, "counting", _ONE_ROAD, None)


def _kept(problem: ListProblem) -> tuple[tuple[str, ...], bool]:
    items = problem.items
    if problem.ask is Ask.REVERSED:
        kept = items[::-1]
        return kept, all(kept[-1 - i] == item for i, item in enumerate(items))
    unique = tuple(dict.fromkeys(items))
    if problem.ask is Ask.UNIQUE:
        return unique, unique == tuple(item for i, item in enumerate(items) if item not in items[:i])
    twice = tuple(item for item in unique if items.count(item) > 1)
    return twice, set(twice) == {item for i, item in enumerate(items) if item in items[:i]}
