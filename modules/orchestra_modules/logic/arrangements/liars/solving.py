"""From a story of truth-tellers to a finding, checked by trying every way to part them. Knows no English grammar."""

from __future__ import annotations

from pydantic import JsonValue

from orchestra_modules.logic.arrangements.cases import Cases, Verdict
from orchestra_modules.logic.arrangements.formula import Formula, Place
from orchestra_modules.logic.arrangements.liars.reading import EveryKind, HowMany, IsHonest, Story, WhatIs
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone

#: the kinds as the text names them: honest, lying, either
_ORDER = (1, 0, 2)
_WORDS = ("lies", "tells the truth", "may do either")
METHOD = "search over who tells the truth"


def solve(story: Story, options: tuple[Option, ...]) -> Finding:
    """Answer a story, or say why not."""
    cases = Cases(story.problem)
    ask = story.ask
    names = story.problem.names
    if isinstance(ask, IsHonest):
        value = _settled(story, cases, ask.formula)
        return _finding(
            story, cases, str(value), "Yes." if value else "No.", options, ("yes", "true") if value else ("no", "false")
        )
    if isinstance(ask, WhatIs):
        kind = ask.kinds[_ORDER.index(_kind(story, cases, ask.person))]
        return _finding(story, cases, kind, f"{names[ask.person]} is a {kind}.", options, (kind, f"a {kind}"))
    if isinstance(ask, EveryKind):
        found = [_kind(story, cases, person) for person in range(len(names))]
        told = [f"{name} is a {ask.kinds[_ORDER.index(one)]}" for name, one in zip(names, found, strict=True)]
        return _finding(story, cases, ", ".join(told), f"{', '.join(told)}.", options, (", ".join(told).lower(),))
    chosen = [name for person, name in enumerate(names) if _settled(story, cases, Place(person, ask.places))]
    if isinstance(ask, HowMany):
        count = str(len(chosen))
        return _finding(story, cases, count, f"{count}: {', '.join(chosen) or 'nobody'}.", options, (count,))
    value_ = ", ".join(chosen) or "none"
    return _finding(story, cases, value_, f"{value_}.", options, (value_.lower(), " and ".join(chosen).lower()))


def _kind(story: Story, cases: Cases, person: int) -> int:
    """The kind that a person is in every case."""
    kind = cases.example[person]
    _settled(story, cases, Place(person, frozenset({kind})))
    return kind


def _settled(story: Story, cases: Cases, formula: Formula) -> bool:
    verdict = cases.verdict(formula)
    if verdict.holding is not None and verdict.failing is not None:
        raise NotDone(f"the statements do not settle it: {_both(story, verdict)}")
    return verdict.always


def _both(story: Story, verdict: Verdict) -> str:
    return ", or ".join(_told(story, model) for model in (verdict.holding, verdict.failing) if model is not None)


def _told(story: Story, model: tuple[int, ...]) -> str:
    pairs = zip(story.problem.names, model, strict=True)
    return ", ".join(f"{name} {_WORDS[value]}" for name, value in pairs)


def _finding(
    story: Story, cases: Cases, value: str, text: str, options: tuple[Option, ...], words: tuple[str, ...]
) -> Finding:
    verified, check = cases.recheck()
    if options:
        value = choose(options, lambda option: option.text.lower().strip(" .") in words).value
    data: dict[str, JsonValue] = (
        {"type": "truth", "value": value == "True"} if value in ("True", "False") else {"type": "text", "value": value}
    )
    return Finding(value, text, data, METHOD, check, verified, steps=(_told(story, cases.example),))
