"""What sentences of orders and of liars say beside their claims: how many there are, who else, on which island."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal

KINDS = "Knights always tell the truth and knaves always lie. "
ANSWERED = (
    ("Ivo sits between Max and Ute in a row of three. Who sits in the middle?", "Ivo"),
    ("Ivo sits to the left of Max but not next to him. Ute sits in the same row of three. Who is in the middle?",
     "Ute"),
    ("In a race, Ivo finished third. Max finished right after Ivo. Ute finished before Ivo but did not win. "
     "Eva was the other runner. Who won?", "Eva"),
    ("Ivo finished ahead of Max, and Max did not finish last among Ivo, Max and Ute. Who was last?", "Ute"),
    ("Ivo is not the tallest of Ivo, Max and Ute. Max is not the tallest. Who is the tallest?", "Ute"),
    ("Ivo, Max and Ute sit in a row. Ivo is on the left. Max is not on the right. Who is on the right?", "Ute"),
    ("If A is north of B and B is north of C, is A north of C?", "True"),
    ("Elm Road is west of Oak Road. Ash Road is west of Elm Road. Which road is furthest east?", "Oak Road"),
    ("Ivo is heavier than Max. Max is heavier than Ute. Which is not true?\n(a) Ivo is heavier than Ute\n"
     "(b) Max is the lightest", "b"),
    (f"{KINDS}Ivo says: 'Exactly one of us two is a knight.' Max says: 'Ivo is a knave.' What is Ivo?", "knight"),
    (f"{KINDS}Ivo says: 'There are no knights here.' There are only Ivo and Max. Is Max a knight?", "True"),
    ("Knights tell the truth; knaves lie. Ivo says: 'Max is a knight.' Max says: 'Ivo and I are different.' "
     "What is Max?", "knave"),
    ("On the island of knights and knaves, Eva says 'I am a knave or Ute is a knight.' What is Ute?", "knight"),
    ("Among Ivo, Max and Ute exactly one lies. Ivo says: 'Max lies.' Max says: 'Ute tells the truth.' "
     "Ute says: 'Max tells the truth.' Who lies?", "Ivo"),
)  # fmt: skip
REFUSED = (
    "Ivo sits between Max and Ute in a row of four. Who sits in the middle?",
    "Ivo is the tallest of Ivo, Max and Ute. Eva is taller than Max. Who is the tallest?",
    "Ivo is not the tallest of Ivo, Max and Ute. Who is the tallest?",
    "Ivo, Max, Ute and Eva sit in a row. Ivo is on the left. Who is on the left?",
    "Ivo finished ahead of Max. Ute was the other runner. Who won?",
    "Ivo finished ahead of Max. Ute was not the other runner. Who won?",
    "Ivo finished ahead of Max, and Ute was the other runner but fell. Who won?",
    f"{KINDS}Ivo says: 'Exactly one of us three is a knight.' Max says: 'Ivo is a knave.' What is Ivo?",
    f"{KINDS}Ivo says: 'There are no knaves here.' There are only Ivo and Max. Is Max a knight?",
)


@pytest.mark.parametrize(("text", "expected"), ANSWERED)
def test_what_stands_beside_a_claim_is_taken_off_and_kept(text: str, expected: str) -> None:
    """Things named beside claims count among the things."""
    finding = answer(split(text))

    assert (finding.value, finding.verified) == (expected, True)


@pytest.mark.parametrize("text", REFUSED)
def test_numbers_that_do_not_fit_and_lists_of_some_are_refused(text: str) -> None:
    """Four places and three people; the tallest of three, and a fourth."""
    with pytest.raises(Refusal):
        answer(split(text))


EXCHANGED = (
    ("Ann has a hat, Ben has a coat. They swap. Then they swap again. What does Ann have?", "hat"),
    ("A cup contains water and a bowl contains oil. Their contents are swapped. What is in the bowl?", "water"),
)
NOT_EXCHANGED = (
    "Ann has a hat, Ben has a coat. They do not swap. What does Ann have?",
    "Ann has a hat, Ben has a coat, Cy has a cap. They swap. What does Ann have?",
    "A cup contains water and a bowl contains oil. Their lids are swapped. What is in the bowl?",
)


@pytest.mark.parametrize(("text", "expected"), EXCHANGED)
def test_two_holders_swap_without_being_named(text: str, expected: str) -> None:
    """Of two it is clear who swaps."""
    assert answer(split(text)).value == expected


@pytest.mark.parametrize("text", NOT_EXCHANGED)
def test_of_three_holders_it_is_not_clear_who_swaps(text: str) -> None:
    """Nor are the lids what is inside."""
    with pytest.raises(Refusal):
        answer(split(text))
