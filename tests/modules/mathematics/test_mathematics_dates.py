"""Dates: reading them, arithmetic with them, and finding today from what is said of other days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import calendar_days
from orchestra_modules.mathematics.engines.calendar_days import Day

from orchestra.spec import Declined, Solution

FORMAT = "in MM/DD/YYYY?"


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


days = st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 12, 31))


@given(days, st.integers(min_value=-5000, max_value=5000))
def test_day_numbers_agree_with_the_library(day: date, shift: int) -> None:
    own = Day(*day.timetuple()[:3])

    assert calendar_days.weekday(own) == day.weekday()
    assert str(calendar_days.shifted(own, shift, "day")[0]) == (day + timedelta(days=shift)).isoformat()


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=1, max_value=12))
def test_months_have_the_length_that_the_library_has(year: int, month: int) -> None:
    assert calendar_days.month_length(year, month) == calendar.monthrange(year, month)[1]


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1961, 4, 2), (2000, 4, 23), (2011, 4, 24), (2019, 4, 21), (2024, 3, 31), (2038, 4, 25)]
)
def test_easter_is_where_the_tables_have_it(year: int, month: int, day: int) -> None:
    assert calendar_days.easter(year) == (year, month, day)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"Today is Mar 3, 1996. What is the date 5 days ago {FORMAT}", "02/27/1996"),
        (f"Yesterday was 6/30/2005. What is the date tomorrow {FORMAT}", "07/02/2005"),
        (f"The day after tomorrow is Oct. 2nd, 1974. What is the date today {FORMAT}", "09/30/1974"),
        (f"It was August 14, 1988 two weeks ago. What is the date today {FORMAT}", "08/28/1988"),
        (f"This is the third Sunday of June 2010. What is the date one month from today {FORMAT}", "07/20/2010"),
        (f"Today is New Year's Eve of 1999. What is the date 24 hours later {FORMAT}", "01/01/2000"),
        (
            f"Olga left on April 4, 2003. 60 days have passed since then. What is the date yesterday {FORMAT}",
            "06/02/2003",
        ),
        (f"The fair opens on May 9, 2014, which is 3 days from now. What is the date today {FORMAT}", "05/06/2014"),
        (
            "The match was planned for 02/11/1979, but was postponed by two days to today. "
            f"What is the date tomorrow {FORMAT}",
            "02/14/1979",
        ),
        (
            f"Ravi thinks today is 9/9/2016, but Sofia thinks today is 9/10/2016. Ravi is wrong. "
            f"What is the date today {FORMAT}",
            "09/10/2016",
        ),
        (
            f"Pavel was born on July 7, 1990. Today is his 30th birthday. What is the date yesterday {FORMAT}",
            "07/06/2020",
        ),
        (
            f"They wed on June 1, 1950. It is their silver wedding anniversary. What is the date today {FORMAT}",
            "06/01/1975",
        ),
        (f"Tomorrow, Nov 30, 2001, the shop closes. What is the date a week from today {FORMAT}", "12/06/2001"),
        (
            "In most of Europe, people write the day before the month in dates. Today is 03/04/2021 to them. "
            f"What is the date tomorrow {FORMAT}",
            "04/04/2021",
        ),
        ("What is the date 100 days after February 1, 2023 in DD/MM/YYYY?", "12/05/2023"),
        ("What day of the week was March 15, 1955?", "Tuesday"),
        ("If today is Friday, what day of the week will it be in 45 days?", "Monday"),
        ("How many days are there between 2020-02-10 and 2020-03-10?", "29"),
        ("Is 2100 a leap year?", "False"),
        ("How many days are in April 1999?", "30"),
        ("What is the last day of February 2012?", "2012-02-29"),
    ],
)
def test_questions_about_dates_are_answered(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_an_option_with_the_same_date_is_chosen() -> None:
    text = f"Today is Jan 31, 2018. What is the date tomorrow {FORMAT}\nOptions:\n(A) 01/02/2018\n(B) 02/01/2018"

    assert solved(text).value == "B"


def test_a_date_that_fits_no_option_is_declined() -> None:
    text = f"Today is Jan 31, 2018. What is the date tomorrow {FORMAT}\nOptions:\n(A) 01/02/2018\n(B) 02/02/2018"

    assert isinstance(answer(text), Declined)


def test_both_orders_of_day_and_month_are_shown_where_nothing_decides() -> None:
    result = answer("Today is 05/06/2020. What is the date tomorrow?")

    assert isinstance(result, Declined)
    assert "2020-05-07" in result.reason
    assert "2020-06-06" in result.reason


def test_a_number_over_twelve_decides_the_order() -> None:
    assert solved("Today is 25/06/2020. What is the date tomorrow?").value == "2020-06-26"


def test_a_month_too_short_is_an_assumption() -> None:
    solution = solved(f"Today is May 31, 2019. What is the date one month from today {FORMAT}")

    assert solution.value == "06/30/2019"
    assert solution.verified is None


def test_a_weekday_that_is_not_so_is_told() -> None:
    solution = solved(f"The play is tomorrow (Mon, 3/4/2021). What is the date today {FORMAT}")

    assert "not a Monday" in solution.text
    assert solution.verified is None


@pytest.mark.parametrize(
    "text",
    [
        f"Yesterday was not June 4, 2011. What is the date today {FORMAT}",
        f"On May 2, 2016 Iris got 30 pills. She took one per day. Today none is left. What is the date today {FORMAT}",
        f"Ravi thinks today is 9/9/2016, but Sofia thinks today is 9/10/2016. What is the date today {FORMAT}",
        f"Today is June 4, 2011. Yesterday was June 2, 2011. What is the date tomorrow {FORMAT}",
        f"Today is February 30, 2011. What is the date tomorrow {FORMAT}",
        f"Today isn't June 4, 2011. What is the date tomorrow {FORMAT}",
        f"Today is June 4, 2011 BC. What is the date tomorrow {FORMAT}",
        f"What is the date tomorrow {FORMAT}",
        f"Today is the first Monday. What is the date tomorrow {FORMAT}",
    ],
)
def test_what_is_not_settled_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)


@given(days, st.integers(min_value=1, max_value=400))
@settings(max_examples=25, deadline=None)
def test_a_shift_there_is_undone_by_the_shift_back(day: date, shift: int) -> None:
    there = solved(f"What is the date {shift} days after {day.isoformat()}?").value
    back = solved(f"What is the date {shift} days before {there}?").value

    assert back == day.isoformat()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Today is the palindrome day of 2021, because its DDMMYYYY date reads the same backwards as forwards. "
         "What is the date a week from today in DD/MM/YYYY?", "19/02/2021"),
        ("What date is the palindrome day of 2020?", "2020-02-02"),
        ("Day of the week of 29 February 2024", "Thursday"),
    ],
)  # fmt: skip
def test_days_told_by_a_rule_are_found(text: str, value: str) -> None:
    assert solved(text).value == value


def test_a_year_without_one_palindrome_day_is_declined() -> None:
    assert isinstance(answer("What date is the palindrome day of 2023?"), Declined)
