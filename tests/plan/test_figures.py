"""The numbers that texts state."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import JsonValue

from orchestra.plan.figures import figures, implied, in_digits, suits
from orchestra.plan.notation import plain_signs
from orchestra.spec.form import ProblemForm


def values(text: str) -> list[Fraction]:
    """The numbers, in order."""
    return [figure.value for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,234.5 and .5 and 2e3", [Fraction("1234.5"), Fraction(1, 2), Fraction(2000)]),
        ("two hundred and five, twenty-one, three thousand", [205, 21, 3000]),
        ("twelve and two", [12, 2]),
        ("one of them", []),
        ("x = -5", [-5]),
        ("it is -3", [-3]),
        ("minus five, negative 7", [-5, -7]),
        ("3 - 5", [3, 5]),
        ("x\u2212 2 = (\u22124)", [2, -4]),
        ("a1, x2, v3.1.4", []),
        ("3x and 15%", [3, 15]),
        ("The end is 12.", [12]),
        ("", []),
    ],
)
def test_numbers_are_found_with_their_signs(text: str, found: list[int | Fraction]) -> None:
    """In digits and in words; not in names, and not the pronoun."""
    assert values(text) == found


def test_a_sign_that_takes_away_leaves_both_values_open() -> None:
    """3 - 5 knows of 5 and of -5."""
    assert figures("3 - 5")[1].values == (Fraction(5), Fraction(-5))
    assert figures("(-5)")[0].values == (Fraction(-5),)


@example("²")
@given(st.text(max_size=80))
def test_any_text_has_numbers_or_none_and_each_stands_where_it_is_said_to(text: str) -> None:
    """Nothing breaks, and the order is that of the text."""
    found = figures(text)
    assert [figure.start for figure in found] == sorted(figure.start for figure in found)
    assert all(0 <= figure.start < figure.end <= len(plain_signs(text)) for figure in found)


@given(st.integers(0, 10**9))
def test_a_written_number_is_found_as_it_is(number: int) -> None:
    """With and without separators."""
    assert values(f"there are {number} of them") == [number]
    assert values(f"there are {number:,} of them") == [number]


def test_words_that_bring_numbers_in_are_known() -> None:
    """Twice brings 2, hours bring 60, a percent sign 100."""
    assert {2, 60} <= implied("twice as many hours")
    assert 100 in implied("15%")
    assert implied("the sea") == set()


def test_words_become_digits() -> None:
    """So that equations in words can be worked out."""
    assert in_digits("three plus twenty-one") == "3 plus 21"


def test_a_row_of_digits_without_end_is_no_number() -> None:
    """And breaks nothing."""
    assert values("9" * 5000) == []


def test_a_form_that_needs_a_number_suits_texts_with_one() -> None:
    """In digits or in words."""
    schema: dict[str, JsonValue] = {"type": "object", "additionalProperties": False, "properties": {}}
    form = ProblemForm(schema_id="x", json_schema=schema, needs="number")
    assert suits("He has 3", form) and suits("He has three", form) and not suits("He has one", form)
    assert suits("He has one", form.model_copy(update={"needs": ""}))
