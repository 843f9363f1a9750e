"""Following things through a story forwards, and once more backwards from the end. Knows no English."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.exchanges.story import Event, Give, GiveAll, Rotate, Story, Swap
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone

METHOD = "following every thing through the events in order"
CHECK = "checked: traced back from the end to the start, one holder at a time"


def solve(story: Story, options: tuple[Option, ...]) -> Finding:
    """Who has what at the end; the same again backwards."""
    where = {item: holder for holder, item in story.held}
    shown = dict(story.shown)
    steps = ["at first: " + _told(where, shown)]
    for event in story.events:
        _happen(event, where)
        steps.append(f"{_event(event, shown)}: {_told(where, shown)}")
    if story.item:
        keys = [where[story.item]]
        verified = story.item in _traced_back(story, keys[0])
        subject = f"{shown[story.item]}: "
    else:
        keys = [item for item, holder in where.items() if holder == story.holder]
        verified = sorted(_traced_back(story, story.holder)) == sorted(keys)
        subject = f"{shown[story.holder]}: "
    value = ", ".join(shown[key] for key in keys) or "nothing"
    text = f"{subject}{value}."
    if options:
        value = choose(
            options,
            lambda option: _plain(option.text) in (_plain(value), *map(_plain, keys[:1] if len(keys) == 1 else ())),
        ).value
    return Finding(value, text, {"type": "text", "value": value}, METHOD, CHECK, verified, steps=tuple(steps))


def _plain(text: str) -> str:
    words = text.lower().strip(" .").split()
    return " ".join(words[1:] if words and words[0] in ("the", "a", "an") else words)


def _happen(event: Event, where: dict[str, str]) -> None:
    if isinstance(event, Give):
        if event.giver and where[event.item] != event.giver:
            raise NotDone(f"{event.giver} gives {event.item} without having it")
        where[event.item] = event.receiver
        return
    moves = _moves(event)
    for item, holder in where.items():
        where[item] = moves.get(holder, holder)


def _moves(event: Swap | GiveAll | Rotate) -> dict[str, str]:
    """Where what each holder has goes."""
    if isinstance(event, Swap):
        return {event.first: event.second, event.second: event.first}
    if isinstance(event, GiveAll):
        return {event.giver: event.receiver}
    return dict(zip(event.holders, (*event.holders[1:], event.holders[0]), strict=True))


def _traced_back(story: Story, holder: str) -> list[str]:
    """What a holder has at the end, found from the end: the places that lead to it, event by event."""
    sources = {item: {holder} for _, item in story.held}
    everyone = _everyone(story)
    for event in reversed(story.events):
        for item, places in sources.items():
            if isinstance(event, Give):
                if event.item == item:
                    sources[item] = everyone if event.receiver in places else set()
            else:
                moves = _moves(event)
                sources[item] = {who for who in everyone if moves.get(who, who) in places}
    return [item for first, item in story.held if first in sources[item]]


def _everyone(story: Story) -> set[str]:
    found = {who for who, _ in story.held}
    for event in story.events:
        if isinstance(event, Swap):
            found |= {event.first, event.second}
        elif isinstance(event, Give | GiveAll):
            found.add(event.receiver)
    return found


def _told(where: dict[str, str], shown: dict[str, str]) -> str:
    return ", ".join(f"{shown[holder]}: {shown[item]}" for item, holder in where.items())


def _event(event: Event, shown: dict[str, str]) -> str:
    if isinstance(event, Swap):
        return f"{shown[event.first]} and {shown[event.second]} swap"
    if isinstance(event, Rotate):
        return "everyone passes on what they have"
    if isinstance(event, GiveAll):
        return f"{shown[event.giver]} gives all to {shown[event.receiver]}"
    return f"{shown[event.item]} passes to {shown[event.receiver]}"
