"""Where a thing is: a tree of what is in what, kept event by event.

Checked by going back from the end. Knows no English.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from orchestra_modules.logic.arrangements.containers.story import Enters, Leaves, Story
from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone

METHOD = "keeping what is in what, event by event"
CHECK = "checked: found again from the last event backwards"
#: places that have others inside them, so that who goes elsewhere need not have left
_HOLDS_PLACES: Final = frozenset(
    (
        *("house", "home", "building", "flat", "apartment", "school", "office", "hotel", "hospital", "city", "town"),
        *("village", "country", "park", "garden", "station", "airport", "museum", "mall", "castle", "palace", "farm"),
        *("forest", "zoo", "university", "ship", "train", "factory", "theatre", "theater", "church", "room", "yard"),
    )
)


def solve(story: Story, options: tuple[Option, ...]) -> Finding:
    """The containers and the place that a thing is in, from the nearest outwards."""
    inside: dict[str, str] = {}
    steps = []
    for event in story.events:
        if isinstance(event, Enters):
            if event.source and event.thing in inside and event.source not in _chain(inside, event.thing):
                raise NotDone(f"{event.thing} is taken from {event.source}, where it is not")
            if event.thing == event.place or event.thing in _chain(inside, event.place):
                raise NotDone(f"{event.thing} cannot be inside {event.place}, which is inside it")
            inside[event.thing] = event.place
            steps.append(f"{event.thing} is in {event.place}")
        else:
            if inside.get(event.thing) != event.holder:
                raise NotDone(f"{event.holder} leaves {event.thing} without having it")
            if event.holder not in inside:
                raise NotDone(f"where {event.holder} is, is not told")
            inside[event.thing] = inside[event.holder]
            steps.append(f"{event.thing} is left in {inside[event.thing]}")
    chain = _chain(inside, story.thing)
    verified = chain == _backwards(story, story.thing, len(story.events))
    if story.supposed:
        return _whether(story, chain, options, verified, tuple(steps))
    places = [place for place in chain if place not in story.persons] or chain
    if story.room:
        places = places[-1:]
    value = ", ".join(places)
    if options:
        value = choose(options, lambda option: _bare(option.text) in [place.lower() for place in places]).value
    text = f"{story.thing} is in {', in '.join(chain)}."
    return Finding(
        value, text[0].upper() + text[1:], {"type": "text", "value": value}, METHOD, CHECK, verified, steps=tuple(steps)
    )


def _whether(
    story: Story, chain: list[str], options: tuple[Option, ...], verified: bool, steps: tuple[str, ...]
) -> Finding:
    """Whether a thing is in a place: yes if it is, no if it left that place and no place lies inside that."""
    inside = story.supposed in chain
    been = {event.place for event in story.events if isinstance(event, Enters) and event.thing == story.thing}
    left = story.supposed in been
    if not inside and (not left or story.supposed.split()[-1] in _HOLDS_PLACES):
        raise NotDone(f"whether {story.thing} is in {story.supposed} is not told")
    found = truth(inside, f"{story.thing} is in {', in '.join(chain)}.", METHOD, CHECK, verified)
    value = found.value
    if options:
        words = ("yes", "true") if inside else ("no", "false")
        value = choose(options, lambda option: option.text.lower().strip(" .") in words).value
    return replace(found, value=value, steps=steps)


def _bare(text: str) -> str:
    words = text.lower().strip(" .").split()
    while words and words[0] in ("in", "on", "the", "inside", "at", "a", "an"):
        words = words[1:]
    return " ".join(words)


def _chain(inside: dict[str, str], thing: str) -> list[str]:
    found = []
    while thing in inside:
        thing = inside[thing]
        found.append(thing)
    return found


def _backwards(story: Story, thing: str, end: int) -> list[str]:
    """What a thing is in after the first events, from the last of them that moved it; then the same of that."""
    chain: list[str] = []
    while (found := _last(story, thing, end)) is not None:
        chain.append(found)
        thing = found
    return chain


def _last(story: Story, thing: str, end: int) -> str | None:
    for index in range(end - 1, -1, -1):
        event = story.events[index]
        if event.thing == thing:
            if isinstance(event, Leaves):
                return _last(story, event.holder, index)
            return event.place
    return None
