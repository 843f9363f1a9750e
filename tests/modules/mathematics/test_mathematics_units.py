"""Quantities: reading them, converting them exactly, and comparing them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.readers.measures import Unit, unit_names, unit_symbols

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("How many grams are there in 2.75 kilograms?", "2750"),
        ("What is 7/4 of a litre in millilitres?", "1750"),
        ("Convert 0.5 tonnes to grams", "500000"),
        ("How many seconds are there in eleven quarters of a minute?", "165"),
        ("How many hours in 5/12 of a day", "10"),
        ("Express 18 km/h in m/s", "5"),
        ("6 ft 2 in to inches", "74"),
        ("convert 212 degrees Fahrenheit to Celsius", "100"),
        ("How many square metres are in 3 hectares?", "30000"),
        ("convert 2 cubic metres to litres", "2000"),
        ("How many minutes are in an hour and a half?", "90"),
        ("How many years are there in 3.5 centuries?", "350"),
        ("how many months in 2 years", "24"),
        ("3 kg = ? g", "3000"),
        ("How many seconds are in 3 minutes and 20 seconds?", "200"),
        ("2 kg + 300 g", "2.3 kilograms"),
        ("how many bits are in 2 kibibytes", "16384"),
    ],
)
def test_quantities_are_converted_exactly(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_decimals_give_decimals_and_whole_numbers_give_fractions() -> None:
    assert solved("Convert 7.5 metres to kilometres").value == "0.0075"
    assert solved("Convert 5 metres to kilometres").value == "1/200"


def test_quantities_of_different_kinds_are_not_converted() -> None:
    result = answer("How many metres are in 4 kilograms?")

    assert isinstance(result, Declined)
    assert "measure different things" in result.reason


def test_the_length_of_a_year_in_days_is_an_assumption() -> None:
    solution = solved("How many days are in 2 years?")

    assert solution.value == "730"
    assert solution.verified is None


def test_months_are_no_fixed_number_of_days() -> None:
    assert isinstance(answer("How many days are in 5 months?"), Declined)


def test_the_doubtful_gallon_is_told() -> None:
    solution = solved("convert 2 gallons to litres")

    assert "imperial" in solution.text
    assert solution.verified is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Is 3 km longer than 2 miles?", "False"),
        ("Is 90 minutes equal to 1.5 hours?", "True"),
        ("Which is heavier, 2 kg or 4 pounds?", "2 kg"),
    ],
)
def test_quantities_are_compared(text: str, value: str) -> None:
    assert solved(text).value == value


def test_every_size_is_the_one_the_library_has() -> None:
    """The table that a text is read with agrees exactly with the library that converts."""
    import pint

    registry: Any = pint.UnitRegistry(non_int_type=Fraction)
    units: set[Unit] = {*unit_names().values(), *unit_symbols().values()}

    for unit in units:
        if not unit.dimension or unit.zero:
            continue
        size = registry.Quantity(unit.times, unit.library).to_base_units().magnitude
        calendar = unit.dimension == (("calendar", 1),)
        year = registry.Quantity(Fraction(1), "year").to_base_units().magnitude
        assert (size / year * 12 if calendar else size) == unit.size, unit.name


@given(st.fractions(min_value=0, max_value=1000, max_denominator=60))
@settings(max_examples=25, deadline=None)
def test_a_conversion_comes_back_to_where_it_began(amount: Fraction) -> None:
    there = solved(f"What is {amount} of a mile in yards?")
    back = solved(f"What is {there.value} of a yard in miles?")

    assert Fraction(back.value) == amount
