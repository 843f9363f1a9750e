"""Things that change hands: learnt verbs, swaps, gifts, moves, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.arrangements import exchanges
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            (
                "Ana has a kite, Ben has a drum, and Cleo has a harp. First, Ana and "
                "Ben swap. Then, Ben and Cleo swap. What does Ben have?"
            ),
            "harp",
        ),
        (
            (
                "Lena is riding the mule and Milo is riding the pony. Lena and Milo trade "
                "places. In the end, Lena is riding the"
            ),
            "pony",
        ),
        (
            "Three neighbours meet: Lena is wearing a red scarf, Milo is wearing "
            "a blue scarf and Nia is wearing a green scarf. Over the "
            "evening, people trade scarves. First, Lena and Nia exchange scarves. "
            "Finally, Milo and Nia exchange scarves. "
            "Who is wearing the red scarf?",
            "Milo",
        ),
        (
            (
                "The bead is under cup A. Cup A and cup B are swapped. Then cup B and "
                "cup C are swapped. Under which cup is the bead?"
            ),
            "cup C",
        ),
        (
            "Tom has a lute. Una has a pen. Tom gives his lute to Una. Una gives her pen to Tom. What does Tom have?",
            "pen",
        ),
        (
            (
                "The coin is in the red box. It is moved to the blue box. Then it is "
                "moved to the green box. Where is the coin?"
            ),
            "green box",
        ),
        (
            "Ned starts with the map, Oma starts with the key, and Pip starts with "
            "the lamp. Ned and Oma trade items. Oma gives her item "
            "to Pip. What does Oma have at the end?",
            "nothing",
        ),
    ],
)
def test_things_are_followed_to_the_end(text: str, value: str) -> None:
    """Forwards and backwards agree."""
    finding = exchanges.answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@given(st.lists(st.permutations(range(4)).map(lambda order: order[:2]), min_size=1, max_size=8), st.integers(0, 3))
@settings(deadline=None, max_examples=40)
def test_any_series_of_swaps_is_a_permutation_followed(swaps: list[list[int]], asked: int) -> None:
    """The letter of the option is the value."""
    people, things = ("Iva", "Joel", "Kofi", "Lou"), ("harp", "lute", "drum", "flute")
    held = list(range(4))
    told = [", ".join(f"{one} plays the {two}" for one, two in zip(people, things, strict=True)) + "."]
    for one, two in swaps:
        told.append(f"Then, {people[one]} and {people[two]} switch instruments.")
        held[one], held[two] = held[two], held[one]
    options = "\n".join(f"({label}) {thing}" for label, thing in zip("ABCD", things, strict=True))
    finding = exchanges.answer(
        split(f"{' '.join(told)} At the end of the day, {people[asked]} plays the\nOptions:\n{options}")
    )
    assert (finding.value, finding.verified) == ("ABCD"[held[asked]], True)


@pytest.mark.parametrize(
    "text",
    [
        "Ann has a book. Ann lends the book to Bo. Bo loses the book. Who has the book?",
        "Ann has a cat and Bo has a dog. Ann and Bo swap hats. Who has the cat?",
        "Ann has a red ball. Bo has a blue ball. Ann and Bo almost swap balls. Who has the red ball?",
        "Ann has a red ball. Bo has a blue ball. Ann and Bo do not swap balls. Who has the red ball?",
        "Ann has a red ball. Bo has a blue ball. If it rains, Ann and Bo swap balls. Who has the red ball?",
        "Ann has 3 pears and gives 2 to Bo. How many pears does Ann have?",
    ],
)
def test_events_that_are_not_understood_are_not_skipped(text: str) -> None:
    """A sentence between the start and the end must be an event or general."""
    with pytest.raises(NotUnderstood):
        exchanges.answer(split(text))
