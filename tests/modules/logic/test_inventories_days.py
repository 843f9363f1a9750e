"""Free times of a day, and two overlapping groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.inventories import answer
from orchestra_modules.logic.inventories.clock import Style
from orchestra_modules.logic.inventories.day import Ask, DayProblem, solve
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal, Undefined

ANNA = "Anna woke up at 7am. Anna had breakfast from 7am to 8am. Anna worked at the bank from 9am to 5pm. "
MUSEUM = ANNA + "The museum was closed after 6pm. "


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (MUSEUM + "When could Anna have gone to the museum?", "8am to 9am, 5pm to 6pm"),
        (MUSEUM + "When could she have gone to the museum?", "8am to 9am, 5pm to 6pm"),
        (
            MUSEUM
            + "When could Anna have gone to the museum?\nOptions:\n(A) 7am to 8am\n(B) 5pm to 6pm\n(C) noon to 1pm",
            "B",
        ),
        (
            "Ben is busy from 9:00 to 10:30 and from 12:00 to 14:00. When is Ben free between 9:00 and 17:00?",
            "10:30 to 12:00, 14:00 to 17:00",
        ),
        (
            "I have a meeting from 9am to 10:30am. I have a class from 1pm to 2pm. When am I free between 9am and 3pm?",
            "10:30am to 1pm, 2pm to 3pm",
        ),
        (
            "Anna is busy from 9am to 11am. Ben is busy from 10am to 12pm. When are both free between 9am and 2pm?",
            "12pm to 2pm",
        ),
        ("Anna is free from 9am to 11am. Ben is free from 10am to 12pm. When are both free?", "10am to 11am"),
        ("Anna is busy from 9am to 11am. Is Anna free at 10am?", "False"),
        ("Anna is busy from 9am to noon. Is Anna free from 1pm to 2pm?", "True"),
        ("Carl is busy from 8am to 10am and from 11am to 4pm. How many hours is Carl free between 8am and 6pm?", "3"),
        (
            "Dora woke up at 6am. Emil saw Dora jogging in the park from 6am to 7am. "
            "Fay saw Dora shopping from 7am to noon. The pool opens at 8am."
            " The pool closes at 3pm. Between what times could Dora have visited the pool?",
            "12pm to 3pm",
        ),
        ("Of 40 guests, 25 drink tea, 18 drink coffee and 4 drink neither. How many drink both?", "7"),
        ("In a club of 30 members, 17 play chess, 12 play bridge and 5 play both. How many play neither?", "6"),
        ("There are 50 pupils. 30 like maths, 25 like art, and 10 like both. How many like only maths?", "20"),
    ],
)
def test_a_question_is_answered_and_checked(text: str, value: str) -> None:
    finding = answer(split(text))

    assert finding.value == value
    assert finding.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "Anna is busy from 9am to 11am. When is Anna free?",
        "Anna is not busy from 9am to 11am. When is Anna free between 8am and 2pm?",
        "Anna is busy from 9 to 10. When is Anna free between 8am and 2pm?",
        "Anna might work from 9am to 11am. When is Anna free between 8am and 2pm?",
        "Anna saw Ben running from 9am to 11am. When is Anna free between 8am and 2pm?",
        "Ben saw Anna reading from 8am to 9am, and Carl from 9am to 10am. When is Anna free between 7am and 2pm?",
        MUSEUM + "Anna saw the stars from 8am to 9am near the museum. When could Anna have gone to the museum?",
        "Anna is busy from 9am to 11am. What is the latest time that Anna could have left?",
    ],
)
def test_what_is_not_fully_understood_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(split(text))


def test_groups_whose_overlap_is_open_have_no_answer() -> None:
    with pytest.raises(Undefined, match="open"):
        answer(split("There are 20 pupils. 15 like tea, 12 like juice. How many like both?"))


_SPANS = st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 300)), max_size=8)


@given(_SPANS, _SPANS)
def test_interval_subtraction_agrees_with_marked_minutes(
    taken: list[tuple[int, int]], open_: list[tuple[int, int]]
) -> None:
    window = tuple((start, min(1440, start + length)) for start, length in open_)
    busy = tuple((start, min(1440, start + length)) for start, length in taken)

    try:
        finding = solve(DayProblem((window,) if window else (), busy, Ask.WHEN, Style()))
    except Undefined:
        return

    assert finding.verified is True


@given(st.text(alphabet="Ana 0123456789:apm.-?fromtbusy", max_size=120))
def test_no_text_with_times_makes_the_reader_fail(text: str) -> None:
    try:
        answer(split(f"Anna is busy from {text}. When is Anna free between 9am and 5pm?"))
    except Refusal as refusal:
        assert refusal.reason
