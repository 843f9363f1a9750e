"""Cells of words as conditions of a question about a table, and names listed by a column."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.inventories import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal

TEAMS = "| Name | Age | Team |\n|---|---|---|\n| Abe | 20 | A |\n| Bud | 30 | B |\n| Cat | 25 | A |\n"
CITIES = "Name, Age, City, Birthplace\nIris, 31, Rome, Oslo\nJoel, 25, Oslo, Rome\nKarl, 40, Rome, Bonn\n"
SCORES = "| Name | Score |\n|---|---|\n| Rae | 7 |\n| Sky | 9 |\n| Taj | 4 |\n"
ANSWERED = (
    (TEAMS, "Who is the oldest member of team A?", "Cat"),
    (TEAMS, "Who is the second oldest in team A?", "Abe"),
    (TEAMS, "What is the average age of team A?", "22.5"),
    (TEAMS, "How many people are not in team A?", "1"),
    (TEAMS, "How many people are in team A and older than 22?", "1"),
    (TEAMS, "Which people are in team A?", "Abe, Cat"),
    (CITIES, "How many people live in Rome?", "2"),
    (CITIES, "How many people do not live in Rome?", "1"),
    (SCORES, "How many people scored more than 5?", "2"),
    (SCORES, "List the names by score, highest first.", "Sky, Rae, Taj"),
)
REFUSED = (
    (TEAMS, "Who is in team A?"),
    (TEAMS, "Who is the oldest member not in team A?"),
    (TEAMS, "What is the first name in team A?"),
    (TEAMS, "How many people may be in team A?"),
    (TEAMS, "How many people are in team A or B?"),
    (TEAMS, "How many people are not only in team A?"),
    (CITIES, "How many people were born in Rome?"),
    (CITIES, "How many people are from Rome?"),
    (CITIES, "How many people used to live in Rome?"),
    (SCORES, "List the names by score."),
    (f"{SCORES[:-1]}\n| Ula | 4 |\n", "List the names by score, highest first."),
)


@pytest.mark.parametrize(("table", "asked", "expected"), ANSWERED)
def test_a_cell_of_words_narrows_the_rows(table: str, asked: str, expected: str) -> None:
    """The rows are chosen before they are counted or ordered."""
    finding = answer(split(table + asked))

    assert (finding.value, finding.verified) == (expected, True)


@pytest.mark.parametrize(("table", "asked"), REFUSED)
def test_what_speaks_of_no_one_column_is_refused(table: str, asked: str) -> None:
    """Two columns with the word, another time, ties, and words between."""
    with pytest.raises(Refusal):
        answer(split(table + asked))
