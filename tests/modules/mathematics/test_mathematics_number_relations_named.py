"""Ages, counts compared, and two kinds of a thing, told in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ann is 4 years older than Ben. The sum of their ages is 30. How old is Ann?", "17"),
        ("Tess is twice as old as Omar. In 5 years the sum of their ages will be 40. How old is Tess?", "20"),
        ("Ivy's age is three times Leo's age. In 6 years, Ivy will be twice as old as Leo. How old is Leo now?", "6"),
        ("Six years ago, Rosa was 3 times as old as Dan. Rosa is 24 years old. How old is Dan now?", "12"),
        ("Kim is 12 years old. Lou is 3 years younger than Kim. How old is Lou?", "9"),
        ("Mia has 5 pears. Noa has 3 more pears than Mia. How many pears does Noa have?", "8"),
        ("Mia has twice as many pears as Noa. Together they have 27 pears. How many pears does Mia have?", "18"),
        ("Mia has 7 pears and Noa has 9 pears. How many pears do they have altogether?", "16"),
        ("Uma picked 12 plums. Vic picked 5 fewer plums than Uma. How many plums did Vic pick?", "7"),
        ("Uma picked 12 plums. Vic picked 5 fewer plums than Uma. How many plums did they pick in total?", "19"),
        ("Kim is 12 years old. Lou is 3 years younger than Kim. How old will Lou be in 4 years?", "13"),
        ("The age of Ann is 3 more than twice the age of Ben. The sum of their ages is 33. How old is Ben?", "10"),
        ("Mia has 19 shells. Noa has 7 shells. How many more shells does Mia have than Noa?", "12"),
        ("Ann's age is 12 less than twice Ben's age. Ben is 15 years old. How old is Ann?", "18"),
        ("Ann will be twice as old as Ben in 5 years. Ann is 10 years older than Ben. How old is Ben?", "5"),
        ("A pen costs $3 more than a pencil. Together they cost $5. How much does the pencil cost?", "1"),
        ("Tom has 5 fewer cards than Ann. Ann has 20 cards. How many cards do Tom and Ann have together?", "35"),
        ("The tree is 5 m taller than the house. The house is 8 m tall. How tall is the tree?", "13"),
        ("Three years ago Ann was 10. How old is Ann now?", "13"),
        ("Half of Ann's age is 12. How old is Ann?", "24"),
        (
            "Adult tickets cost $8 each and child tickets cost $5 each. 20 tickets were sold for a total of $130. How "
            "many adult tickets were sold?",
            "10",
        ),
        (
            "Tickets cost $4 for children and $9 for adults. 50 tickets were sold for a total of $300. How many adult "
            "tickets were sold?",
            "20",
        ),
        (
            "Large candles cost $6 each and small candles cost $2 each. The number of large candles was 3 more than "
            "twice the number of small candles. The total cost was $88. How many small candles were sold?",
            "5",
        ),
        ("Mia weighs 9 kg more than Noa. Noa weighs 40 kg. How much does Mia weigh?", "49"),
        ("Uma baked 12 pies and 7 cakes. How many more pies than cakes did Uma bake?", "5"),
    ],
)
def test_named_quantities_are_found(text: str, value: str) -> None:
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "Mia has 5 pears. She eats 2. How many pears does she have?",
        "Mia has 5 pears. Then Mia gets 3 more pears. How many pears does Mia have?",
        "Mia has 5 red pears and 3 green pears. How many pears does Mia have?",
        "Ann is 30 years old and Ben is 12 years old. In how many years will Ann be twice as old as Ben?",
        "Mia had 9 pears. She sold 4 pears. How many pears does Mia have?",
        "Each box has 5 pens. How many pens does each box have?",
        "Tom has 5 pens. Ann gives Tom 3 pens. How many pens does Tom have?",
        "Adult tickets cost $8 each and child tickets cost $5 each. 20 tickets were sold for a total of $131. How "
        "many adult tickets were sold?",
    ],
)
def test_stories_in_which_things_happen_are_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 9))
@settings(max_examples=20, deadline=None)
def test_ages_come_back_from_their_difference_and_a_later_sum(young: int, older: int, years: int) -> None:
    total = 2 * young + older + 2 * years
    text = f"Ada is {older} years older than Bo. In {years} years the sum of their ages will be {total}. How old is Bo?"
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == str(young)
