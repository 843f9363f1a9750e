"""Orders and seatings in English: what follows in every arrangement, what does not, and what is refused."""

from __future__ import annotations

import itertools
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, Refusal


def found(text: str) -> Finding:
    """The finding for a text; it must have passed its check."""
    finding = answer(split(text))
    assert finding.verified is True
    return finding


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Vera is taller than Omar. Omar is taller than Pia. Who is the tallest?", "Vera"),
        ("Vera is not as tall as Omar. Omar is not as tall as Pia. Who is the tallest?", "Pia"),
        ("A lemon costs more than a lime. A fig costs less than a lime. Which is the cheapest?", "fig"),
        ("Ivo is more patient than Jana. Jana is more patient than Kai. Who is the least patient?", "Kai"),
        ("Ivo owns more stamps than Jana. Kai owns fewer stamps than Jana. Who owns the most stamps?", "Ivo"),
        ("Gil was born before Hana. Hana was born before Ian. Who is the youngest?", "Ian"),
        ("Ivo is older than Jana, who is older than Kai. Lea is older than Ivo. Who is the second youngest?", "Jana"),
        ("Ida is taller than Jon but shorter than Kim. List them from tallest to shortest.", "Kim, Ida, Jon"),
        ("Neither Ann nor Bo is the oldest. Ann is younger than Bo. Cid is older than Ann. Who is the oldest?", "Cid"),
        ("Either Uma or Vik is the tallest. Uma is shorter than Walt. Who is the tallest?", "Vik"),
        (
            (
                "If Ann is taller than Bo, Ann is taller than Cy. Ann is taller than "
                "Bo. Cy is taller than Bo. Who is last in height?"
            ),
            None,
        ),
        ("A is to the left of B. C is to the right of B. What is the order from left to right?", "A, B, C"),
    ],
)
def test_comparisons_along_any_scale_are_chained(text: str, value: str | None) -> None:
    """Scales come from adjectives, listed or not, and from verbs with more and less."""
    if value is None:
        with pytest.raises(Refusal):
            answer(split(text))
    else:
        assert found(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Lara sits at the right end. Omar sits immediately to the right of Nell. "
            "Pia sits immediately to the right of Omar. "
            "Four people are seated on a bench. Who sits at the left end?",
            "Nell",
        ),
        (
            "Al, Bo, Cy and Di stand in a row. There is exactly one person between "
            "Al and Bo. Al is first from the left. "
            "Cy is to the right of Bo. What is the order from left to right?",
            "Al, Di, Bo, Cy",
        ),
        (
            "Hugo is first in line. Iris is directly behind Hugo. Jude is last in "
            "line. Four people are in a queue: Hugo, Iris, "
            "Jude and Kara. Who is third in line?",
            "Kara",
        ),
        (
            "Alma, Boris, Cleo and Dov live on different floors of a four-storey "
            "building. Alma lives on the top floor. "
            "Boris lives directly below Cleo. Dov lives on the ground floor. Which floor does Cleo live on?",
            "3",
        ),
        (
            "Four lectures are held from Monday to Thursday: botany, logic, music "
            "and law. Botany is on Tuesday. Logic is the day "
            "after botany. Music is before botany. On which day is law?",
            "Thursday",
        ),
        (
            "Kim finished ahead of Lou. Max came first. Nora finished right after Max. In what order did they finish?",
            "Max, Nora, Kim, Lou",
        ),
        (
            (
                "In a race, Ron finished immediately after Sal. Tom finished before Sal. "
                "Una finished last. Who won the race?"
            ),
            "Tom",
        ),
        (
            (
                "The red chest is directly above the blue chest. The green chest is below "
                "the blue chest. Which chest is on top?"
            ),
            "red chest",
        ),
        (
            "Rose, Lily, Iris and Daisy are seated around a circular table. Rose "
            "is opposite Lily. Iris is to the immediate right "
            "of Rose. Who is to the immediate left of Rose?",
            "Daisy",
        ),
        (
            (
                "How many people are taller than Jon? Ida is taller than Jon. Kim is "
                "taller than Ida. Lev is shorter than Jon."
            ),
            "2",
        ),
        ("Al came before Bo. Cy came after Bo. Di came before Bo. How many orders are possible?", "2"),
        ("Al came before Bo. Cy came after Bo. Di came before Bo. Who could be first?", "Al, Di"),
    ],
)
def test_rows_races_floors_days_and_tables_are_read(text: str, value: str) -> None:
    """Places are told by neighbours, by numbers from an end, by days, and round a table."""
    assert found(text).value == value


def test_the_option_that_holds_in_every_arrangement_is_chosen() -> None:
    """Options alone after the statements ask which of them is true."""
    text = (
        "On a windowsill, there are four pots: a clay pot, a tin pot, a brass pot, and a glass pot. The tin pot is the "
        "leftmost. The glass pot is to the left of the clay pot. The brass pot "
        "is the second from the right.\nOptions:\n"
        "(A) The clay pot is the rightmost\n(B) The tin pot is the rightmost\n(C) The brass pot is the rightmost"
    )
    finding = found(text)
    assert finding.value == "A"
    assert any("from left to right: tin pot, glass pot, brass pot, clay pot" in step for step in finding.steps)


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("Which of the following must be true?", "A"),
        ("Which of the following could be true?", None),
        ("Which of the following cannot be true?", "C"),
    ],
)
def test_must_could_and_cannot_choose_differently(asked: str, value: str | None) -> None:
    """Two options that could hold leave no single choice."""
    text = (
        f"Al finished before Bo. Cy finished before Bo. {asked}\n(A) Bo finished "
        "last\n(B) Al finished first\n(C) Bo finished second"
    )
    if value is None:
        with pytest.raises(NotDone, match="more than one option"):
            answer(split(text))
    else:
        assert found(text).value == value


def test_an_open_question_is_declined_with_two_arrangements() -> None:
    """Neither yes nor no follows."""
    with pytest.raises(NotDone, match=r"do not settle it: .*makes it true, .*makes it false"):
        answer(split("Tess is older than Sue. Jim is older than Sue. Is Tess older than Jim?"))


def test_an_option_for_what_cannot_be_told_is_chosen_when_nothing_follows() -> None:
    """The options may offer that the question stays open."""
    text = (
        "Jo is heavier than Kit. Lin is heavier than Kit. Is Lin heavier than "
        "Jo?\nOptions:\n(A) Yes\n(B) No\n(C) Cannot be determined"
    )
    assert found(text).value == "C"


def test_a_contradiction_is_reported_with_a_minimal_core() -> None:
    """Only the statements that clash are told."""
    with pytest.raises(NotDone, match="contradict") as caught:
        answer(
            split(
                "Al is taller than Bo. Bo is taller than Cy. Dee is taller than Cy. Cy "
                "is taller than Al. Who is the tallest?"
            )
        )
    assert "Dee" not in caught.value.reason


def test_a_bare_between_is_answered_only_if_both_readings_agree() -> None:
    """Between may mean next to both, or anywhere between."""
    agreeing = (
        "Al, Bo and Cy sit in a row. Bo sits between Al and Cy. Al sits at the left end. Who sits at the right end?"
    )
    assert found(agreeing).value == "Cy"
    text = (
        "Al, Bo, Cy and Di sit in a row. Bo sits between Al and Cy. Al sits at "
        "the left end. Di sits to the right of Bo. How many orders are possible?"
    )
    with pytest.raises(NotDone, match="between"):
        answer(split(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ann is twice as tall as Bo. Bo is taller than Cy. Who is the tallest?",
        "Ann is probably taller than Bo. Bo is taller than Cy. Who is the tallest?",
        "Ann might be taller than Bo. Bo is taller than Cy. Who is the tallest?",
        "Ann is taller than Bo. Cy wears a red hat. Who is the tallest?",
        "Ann is taller than Bo. Bo is taller than Cy. Who is the oldest?",
        "Ann is taller than Bo. Bo is taller than Cy. How tall is Ann?",
        "There are three girls and two boys in a row. Ann is to the left of Bo. Who is on the left?",
        "Four houses stand in a row. The baker lives in the red house. The cook keeps dogs. Who owns the fish?",
        "What is the capital of Peru?",
        "",
    ],
)
def test_what_is_not_wholly_understood_is_refused(text: str) -> None:
    """No sentence is dropped, no adverb overlooked."""
    with pytest.raises(Refusal):
        answer(split(text))


def test_the_smallest_of_many_things_is_found_without_trying_all_orders() -> None:
    """Twelve things have too many orders to list; the second road is another one."""
    names = ["Abe", "Bea", "Cora", "Dan", "Ed", "Fi", "Gus", "Hal", "Ike", "Jo", "Kay", "Lu"]
    told = " ".join(f"{one} is taller than {two}." for one, two in itertools.pairwise(names))
    finding = found(f"{told} Who is the fifth tallest?")
    assert finding.value == "Ed"
    assert "Z3" in finding.check


_WORDS = (
    "Ann Bob Cal is are not taller older than left right of the to first second last next and or if then either , says "
    "lies tells truth who has swap gives turn walk steps 3 north between before both . ? on Monday floor ( ) : ;"
)


@given(st.lists(st.sampled_from(_WORDS.split()), max_size=40))
@settings(deadline=None, max_examples=300)
def test_no_string_of_words_crashes_the_reader(words: list[str]) -> None:
    """Whatever the order of the words, there is a finding that passed its check or a refusal."""
    with suppress(Refusal):
        assert answer(split(" ".join(words))).verified is True
