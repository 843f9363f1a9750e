"""Placement problems in formal terms, and grids generated together with their answers."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.arrangements import answer, from_json, solve
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly
from pydantic import JsonValue

BODY: dict[str, JsonValue] = {
    "kind": "arrangements",
    "variables": ["ana", "ben", "cy"],
    "conditions": [
        {"formula": {"first": "ana", "second": "ben", "steps": [1, 2]}, "source": "Ana is before Ben"},
        {"formula": {"variable": "cy", "places": [2]}},
    ],
}


@pytest.mark.parametrize(
    ("task", "value"),
    [
        ({"task": "place", "variable": "ben"}, "1"),
        ({"task": "place", "variable": 2}, "2"),
        ({"task": "count"}, "1"),
        ({"task": "model"}, "ana: 0; ben: 1; cy: 2"),
        ({"task": "must", "formula": {"variable": "ana", "places": [0]}}, "True"),
        ({"task": "could", "formula": {"count": [{"variable": "ana", "places": [0]}], "numbers": [0]}}, "False"),
    ],
)
def test_every_task_on_a_formal_problem_is_answered(task: dict[str, JsonValue], value: str) -> None:
    """Variables are told by name or by number."""
    finding = solve(from_json({**BODY, **task}))
    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    "change",
    [
        {"task": "guess"},
        {"task": "place", "variable": "dov"},
        {"task": "count", "variables": ["ana", "ana"]},
        {"task": "count", "blocks": [{"variables": [0, 1], "places": 2}]},
        {"task": "count", "blocks": [{"variables": [0, 1, 2], "places": True}]},
        {"task": "count", "conditions": [{"formula": {"variable": "ana", "places": ["0"]}}]},
        {"task": "must"},
    ],
)
def test_a_body_that_is_not_well_formed_is_refused(change: dict[str, JsonValue]) -> None:
    """No part of a body is passed over or mended."""
    with pytest.raises(NotUnderstood):
        from_json({**BODY, **change})


def test_limits_open_questions_and_contradictions_are_told_apart() -> None:
    """Each has its own refusal."""
    with pytest.raises(TooCostly):
        from_json({"variables": [f"v{index}" for index in range(100)], "task": "count"})
    with pytest.raises(NotDone, match="do not settle"):
        solve(from_json({"variables": ["a", "b"], "task": "place", "variable": "a"}))
    clash: JsonValue = [{"formula": {"variable": "a", "places": [place]}} for place in (0, 1)]
    with pytest.raises(NotDone, match="contradict"):
        solve(from_json({"variables": ["a", "b"], "conditions": clash, "task": "model"}))


PEOPLE = ("Ines", "Jörn", "Kofi", "Lale")
PETS = ("emu", "newt", "goat", "mole")


@given(st.permutations(range(4)), st.permutations(range(4)), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_a_generated_grid_gets_the_answer_it_was_made_with(pets: list[int], seats: list[int], random: Random) -> None:
    """Clues are drawn until one arrangement is left; then the owner of a pet is asked for."""
    clues = []
    for person, other in itertools.permutations(range(4), 2):
        if pets[other] != pets[person]:
            clues.append((f"{PEOPLE[person]} does not own the {PETS[pets[other]]}.", person, other))
    random.shuffle(clues)
    left = list(itertools.permutations(range(4)))
    told = []
    for text, person, other in clues:
        told.append(text)
        left = [way for way in left if way[person] != pets[other]]
        if len(left) == 1:
            break
    first = seats[0]
    finding = answer(
        split(
            f"{', '.join(PEOPLE[:3])} and {PEOPLE[3]} each own a different pet. The pets are an emu, a newt, a goat "
            f"and a mole. {' '.join(told)} Who owns the {PETS[pets[first]]}?"
        )
    )
    assert (finding.value, finding.verified) == (PEOPLE[first], True)
