"""Small tables in a text: reading, changes of rows, and questions, each answer checked by a database."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.inventories import answer
from orchestra_modules.logic.inventories.tables import Column, Condition, Figure, Query, Relation, Table
from orchestra_modules.logic.inventories.tables_solving import Data, number, plain
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal, Undefined

CHILDREN = (
    "Here is a table of children:\nname, age, height (cm), weight (kg)\nMira, 4, 95, 16\nOskar, 9, 130, 31\n"
    "Paula, 7, 122, 24\nTariq, 6, 118, 27\n"
)
INLINE = (
    "Here is a table where each line is a horse: name, age, weight (kg) Bella, 7, 480 Comet, 12, 530 Dusty, 3, 410 "
)
GOODS = (
    "Consider the following table:\n| product | price ($) | weight (kg) |\n|---|---|---|\n| kettle | 30 | 1.5 |\n"
    "| toaster | 45 | 2 |\n| blender | 25.5 | 3 |\n"
)
TWO = CHILDREN + "And here is a similar table, listing adults:\nname, age, height (cm), weight (kg)\nUte, 41, 170, 70\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (CHILDREN + "How many children are there in the table?", "4"),
        (CHILDREN + "How many children are older than 6?", "2"),
        (CHILDREN + "How many children weigh at least 24 kg?", "3"),
        (CHILDREN + "How many children are less than 120 cm tall or more than 30 kg heavy?", "3"),
        (CHILDREN + "How many children are more than 5 years old and weigh less than 30 kg?", "2"),
        (CHILDREN + "How many children have a height of more than 120 cm?", "2"),
        (CHILDREN + "Who is the oldest child?", "Oskar"),
        (CHILDREN + "What is the name of the second tallest child?", "Paula"),
        (CHILDREN + "What is the weight of the youngest child?", "16"),
        (CHILDREN + "What is the height of Paula?", "122"),
        (CHILDREN + "How old is Tariq?", "6"),
        (CHILDREN + "How much does Oskar weigh?", "31"),
        (CHILDREN + "What is the average age of the children?", "6.5"),
        (CHILDREN + "What is the total weight of all the children?", "98"),
        (CHILDREN + "Which child is taller than Tariq but younger than Oskar?", "Paula"),
        (CHILDREN + "Which child is two years older than Mira?", "Tariq"),
        (CHILDREN + "Is Mira heavier than Paula?", "False"),
        (CHILDREN + "Who is older, Mira or Tariq?", "Tariq"),
        (CHILDREN + "How much taller is Oskar than Mira?", "35"),
        (CHILDREN + "What is the name of the last child sorted by alphabetic order?", "Tariq"),
        (CHILDREN + "What is the name of the first child?", "Mira"),
        (CHILDREN + "We now add a child to the table: Bela, 3, 90, 14\nWho is the lightest child?", "Bela"),
        (CHILDREN + "Remove the row for Oskar. Which child is the tallest?", "Paula"),
        (CHILDREN + "For example: the age of Mira is 4. Which child is 95 cm tall?", "Mira"),
        (INLINE + "Which is the heaviest horse?", "Comet"),
        (INLINE + "How many animals are younger than 8?", "2"),
        (GOODS + "Which product is the cheapest?", "blender"),
        (GOODS + "What is the total price of the products?", "100.5"),
        (GOODS + "How many products cost more than 28 dollars?", "2"),
        (GOODS + "What is the highest price?", "45"),
        (GOODS + "How many columns are in the table?", "3"),
        (TWO + "What is the name of the last adult?", "Ute"),
        (TWO + "How many children are there in the tables?", "4"),
        (TWO + "What is the cumulated age of the children and adults?", "67"),
        (CHILDREN + "Who is the oldest child?\nOptions:\n(A) Mira\n(B) Oskar", "B"),
    ],
)
def test_a_question_about_a_table_is_answered_and_checked(text: str, value: str) -> None:
    finding = answer(split(text))

    assert finding.value == value
    assert finding.verified is True


@pytest.mark.parametrize(
    "text",
    [
        CHILDREN + "Which child is the happiest?",
        CHILDREN + "How many children are not older than 6?",
        CHILDREN + "How many children weigh more than 20 pounds?",
        CHILDREN + "Ignore every second row. How many children are there?",
        CHILDREN + "We now add a child to the table: Bela, 3, 90\nWho is the lightest child?",
        TWO + "How many are there?",
    ],
)
def test_what_is_not_fully_understood_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(split(text))


def test_an_example_that_contradicts_the_table_is_reported() -> None:
    with pytest.raises(Undefined, match="contradicts"):
        answer(split(CHILDREN + "For example: the age of Mira is 5. Who is the oldest child?"))


def test_one_row_is_not_chosen_from_several() -> None:
    with pytest.raises(Undefined, match="2 rows"):
        answer(split(CHILDREN + "Which child is older than Tariq?"))


_CELLS = st.lists(st.tuples(st.integers(-99, 99), st.integers(1, 9999)), min_size=1, max_size=12)


@given(_CELLS, st.sampled_from(list(Relation)), st.integers(-99, 99), st.sampled_from(list(Figure)))
def test_figures_agree_with_the_database(
    cells: list[tuple[int, int]], by: Relation, bound: int, figure: Figure
) -> None:
    rows = tuple((f"r{i}", str(a), f"{b // 100}.{b % 100:02d}") for i, (a, b) in enumerate(cells))
    data = Data(Table((Column("name"), Column("a"), Column("b")), rows))
    query = Query(2, ((Condition(1, by, Fraction(bound)),),), figure)

    try:
        values = data.run(query)
    except Undefined:
        return

    assert data.run_sql(query) == values


@given(st.text(alphabet="abN|,;\n:?123 .", max_size=150))
def test_no_table_like_text_makes_the_reader_fail(text: str) -> None:
    try:
        answer(split(text))
    except Refusal as refusal:
        assert refusal.reason


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3))
def test_a_decimal_cell_is_read_and_written_exactly(value: object) -> None:
    cell = number(str(value))

    assert cell == Fraction(str(value))
    assert number(plain(Fraction(str(value)))) == cell
