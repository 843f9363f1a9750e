"""How a thing is in the end: its value kept event by event.

Checked by going back from the end to what last settled the value. Knows no English.
"""

from __future__ import annotations

from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.logic.arrangements.states.story import Becomes, Event, Flips, Story, Value
from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

METHOD = "keeping the value, event by event"
CHECK = "checked: found again from the last event backwards"
MAX_NUMBER = 10**30


def solve(story: Story, options: tuple[Option, ...]) -> Finding:
    """The value of a thing in the end, or whether it is the one supposed."""
    value = dict(story.first)[story.thing]
    steps = [f"at first {story.thing}: {value}"]
    for event in story.events:
        if event.thing == story.thing:
            value = _after(event, value)
            steps.append(f"then {story.thing}: {value}")
    verified = _backwards(story) == value
    told = f"{value} has the {story.thing}" if story.kind == "holder" else f"the {story.thing} is {value}"
    text = f"in the end {told}."
    if story.supposed is not None:
        finding = truth(value == story.supposed, text, METHOD, CHECK, verified)
        words = ("yes", "true") if value == story.supposed else ("no", "false")
    else:
        data: JsonValue = {"type": "text", "value": str(value)}
        finding = Finding(str(value), text[0].upper() + text[1:], data, METHOD, CHECK, verified)
        words = (str(value).lower(), str(value))
    found = choose(options, lambda option: _bare(option.text) in words).value if options else finding.value
    return Finding(found, finding.text, finding.data, METHOD, CHECK, verified, steps=tuple(steps))


def _bare(text: str) -> str:
    return text.lower().strip(" .").removeprefix("the ")


def _after(event: Event, value: Value) -> Value:
    if isinstance(event, Becomes):
        if event.before and event.before != value:
            raise NotDone(f"{event.thing} is given away by {event.before}, while it is with {value}")
        return event.value
    if isinstance(event, Flips):
        if value not in event.states:
            raise NotUnderstood(f"which state of {event.thing} changes")
        other = event.states[1 - event.states.index(str(value))]
        return other if event.times % 2 else value
    if not isinstance(value, Fraction):
        raise NotUnderstood(f"{event.thing} is no number")
    altered = value * event.factor + event.summand
    if abs(altered) > MAX_NUMBER:
        raise TooCostly(f"a number over {MAX_NUMBER}")
    return altered


def _backwards(story: Story) -> Value:
    """From the last event back to the one that settles the value, gathering turns and changes on the way."""
    flips, factor, summand = 0, Fraction(1), Fraction(0)
    states: tuple[str, str] | None = None
    value = dict(story.first)[story.thing]
    for event in reversed(story.events):
        if event.thing != story.thing:
            continue
        if isinstance(event, Becomes):
            value = event.value
            break
        if isinstance(event, Flips):
            flips, states = flips + event.times, event.states
        else:
            factor, summand = factor * event.factor, factor * event.summand + summand
    if isinstance(value, Fraction):
        return factor * value + summand
    return next(state for state in states if state != value) if states and flips % 2 else value
