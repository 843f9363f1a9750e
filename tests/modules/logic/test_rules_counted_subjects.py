"""Subjects counted out of a row of names: "exactly one of", "at most one of", "at least two of"."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.rules import answer, read
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

COUNTED = (
    ("Exactly one of Olaf and Una is here. Olaf is here. Is Una here?", "False"),
    ("Exactly one of Olaf and Una is here. Olaf is not here. Is Una here?", "True"),
    ("At most one of Olaf and Una is here. Olaf is here. Is Una here?", "False"),
    ("At most one of Olaf and Una is here. Olaf is not here. Is Una here?", "Unknown"),
    ("At least one of Olaf and Una is here. Olaf is not here. Is Una here?", "True"),
    ("Only one of Olaf, Una and Pia is here. Olaf is here. Is Pia here?", "False"),
    ("No more than one of Olaf, Una and Pia is here. Pia is here. Is Olaf here?", "False"),
    ("More than one of Olaf and Una is here. Is Olaf here?", "True"),
)
HEADS = {
    "Exactly": lambda count, number: count == number,
    "At most": lambda count, number: count <= number,
    "At least": lambda count, number: count >= number,
}
NAMES = ("Olaf", "Una", "Pia")


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_the_number_before_a_row_of_names_counts_them(text: str, expected: str) -> None:
    """The row is not read as each of its names."""
    finding = answer(split(text))

    assert (finding.value, finding.verified) == (expected, True)


def test_a_bare_number_of_names_has_two_readings() -> None:
    """ "One of them" may be at least or exactly one: where it matters, it is declined."""
    with pytest.raises(NotDone, match="two ways"):
        answer(split("One of Olaf and Una is here. Olaf is here. Is Una here?"))
    assert answer(split("One of Olaf and Una is here. Olaf is not here. Is Una here?")).value == "True"


@pytest.mark.parametrize("head", ["Exactly one of", "Two of", "Either of", "Fewer than two of"])
def test_a_number_of_a_class_is_refused(head: str) -> None:
    """Only names are counted."""
    with pytest.raises(NotUnderstood):
        read(split(f"{head} the guests are here. Olaf is a guest. Is Olaf here?"))


@given(st.sampled_from(sorted(HEADS)), st.sampled_from([("one", 1), ("two", 2)]), st.booleans(), st.booleans())
def test_counting_is_that_of_all_cases(head: str, number: tuple[str, int], first: bool, second: bool) -> None:
    """The verdict on the third name is that of the cases in which the count is right."""
    facts = " ".join(f"{n} is {'' if on else 'not '}here." for n, on in zip(NAMES, (first, second), strict=False))
    text = f"{head} {number[0]} of Olaf, Una and Pia are here. {facts} Is Pia here?"
    cases = [
        case
        for case in product((True, False), repeat=3)
        if case[:2] == (first, second) and HEADS[head](sum(case), number[1])
    ]
    if not cases:
        with pytest.raises(NotDone):
            answer(split(text))
        return
    thirds = {case[2] for case in cases}
    assert answer(split(text)).value == (str(thirds.pop()) if len(thirds) == 1 else "Unknown")
