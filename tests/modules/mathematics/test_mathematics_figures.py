"""Figures by their formulas, told in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines.figure_rules import FIGURES
from orchestra_modules.mathematics.operations.figures import parsed
from orchestra_modules.mathematics.syntax import names

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A rectangle is 8 cm long and 5 cm wide. What is its area in square centimetres?", "40"),
        ("What is the perimeter of a square with side 9?", "36"),
        ("The legs of a right triangle are 5 and 12. How long is the hypotenuse?", "13"),
        ("What is the area of a circle of radius 3?", "9*pi"),
        ("What is the volume of a cube with edge 4?", "64"),
        ("Two angles of a triangle are 50° and 60°. What is the third angle in degrees?", "70"),
        ("The area of a square is 49, what is its side?", "7"),
        ("Find the area of a triangle with base 10 and height 6.", "30"),
        ("Find the area of a triangle with sides 3, 4 and 5.", "6"),
        ("The circumference of a circle is 10π. Find its radius.", "5"),
        ("A right triangle has a hypotenuse of 13 and one leg of 5. Find the other leg.", "12"),
        ("What is the volume of a cylinder with radius 3 and height 5?", "45*pi"),
        ("What is the surface area of a sphere of radius 2?", "16*pi"),
        ("What is the volume of a cone with radius 3 and height 4?", "12*pi"),
        ("The perimeter of a rectangle is 36 and its length is twice its width. Find the width.", "6"),
        ("What is the area of a trapezoid with bases 4 and 6 and height 3?", "15"),
        ("What is the diagonal of a square with side 5?", "5*sqrt(2)"),
        ("What is the area of a rhombus with diagonals 6 and 8?", "24"),
        ("What is each interior angle of a regular hexagon?", "120"),
        ("What is the sum of the interior angles of a pentagon?", "540"),
        ("How many diagonals does an octagon have?", "20"),
        ("Find the volume of a box with dimensions 2 by 3 by 4.", "24"),
        ("A box is 2 m long, 50 cm wide and 30 cm high. What is its volume in cubic metres?", "3/10"),
        ("The volume of a sphere is 36π. What is its radius?", "3"),
        ("What is the length of the diagonal of a rectangle with length 3 and width 4?", "5"),
        ("A rectangle has length 12 and area 60. What is its width?", "5"),
        ("Find the area of an equilateral triangle with side 2.", "sqrt(3)"),
        (
            "The length of a rectangle is 5 more than its width. The perimeter is 38. What is the area of the "
            "rectangle?",
            "84",
        ),
        ("A cube has a volume of 27. What is its surface area?", "54"),
        ("What is the slant height of a cone with radius 3 and height 4?", "5"),
        ("What is the circumference of a circle with diameter 10 cm?", "10*pi"),
        ("Calculate the area of a parallelogram with base 7 cm and height 4 cm.", "28"),
        ("What is the hypotenuse of a right triangle with legs 6 and 8?", "10"),
        ("The radius of a circle is 7 cm. What is the area of the circle in square cm?", "49*pi"),
        ("If the side of a square is 6 m, what is its perimeter?", "24"),
        ("A circle has a radius of 4. Find its circumference.", "8*pi"),
        ("The volume of a cube is 125 cubic centimeters. How long is an edge?", "5"),
        ("A rectangular box is 3 cm long, 4 cm wide and 12 cm high. How long is its diagonal?", "13"),
        ("The perimeter of an equilateral triangle is 21. What is the length of each side?", "7"),
        ("How long is the diagonal of a rectangle with sides 6 and 8?", "10"),
        ("The base of a triangle is 12 and its area is 48. What is its height?", "8"),
        ("A triangle has angles of 35 degrees and 75 degrees. Find the missing angle.", "70"),
        ("What is the area of a semicircle with diameter 8?", "8*pi"),
        ("A cylinder has volume 100π and height 4. What is its radius?", "5"),
        ("The diagonals of a rhombus are 10 and 24. Find its side length.", "13"),
        ("What is the area of a square with diagonal 6?", "18"),
        ("How many degrees is each exterior angle of a regular octagon?", "45"),
        ("One acute angle of a right triangle is 37°. What is the other acute angle?", "53"),
        ("What is the perimeter of a rectangle that is 7 inches long and 3 inches wide?", "20"),
        ("What is the area of a 6 by 4 rectangle?", "24"),
        ("A square has an area of 64 square meters. What is its perimeter in meters?", "32"),
        ("The longer side of a rectangle is 10 and its area is 40. Find the perimeter.", "28"),
        ("Find the volume of a sphere with diameter 6.", "36*pi"),
        ("Find the height of a trapezoid with bases 3 and 7 and area 25.", "5"),
        ("What is the perimeter of a triangle with sides 5, 6 and 7?", "18"),
        ("A right triangle has legs 9 cm and 12 cm. What is its perimeter?", "36"),
        ("What is the area of a sector of a circle with radius 6 and central angle 60 degrees?", "6*pi"),
        ("What is the volume of a square pyramid with base side 6 and height 5?", "60"),
        ("What is the area of a regular hexagon with side 2?", "6*sqrt(3)"),
        (
            "The width of a rectangle is 3 cm less than its length. Its area is 40 square "
            "centimetres. Find its length.",
            "8",
        ),
        ("A rectangle has a perimeter of 30 and a width of 5. What is its area?", "50"),
        ("A circle's radius is 5. What is its diameter?", "10"),
        ("A regular polygon has interior angle 150. How many sides does it have?", "12"),
        ("Find the area of a rectangle 12 ft by 9 ft in square yards.", "12"),
        ("What is the area of an isosceles triangle with base 6 and legs 5?", "12"),
        ("A cone has a volume of 12π and a height of 4. Find the slant height.", "5"),
        ("The hypotenuse of a right triangle is 10 and one leg is 6. What is the area?", "24"),
        ("A rectangle has length 6. Its width is 2 less than its length. What is its perimeter?", "20"),
    ],
)
def test_measures_of_figures_are_found(text: str, value: str) -> None:
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "Find the area of the triangle shown in the diagram with base 3.",
        "What is the area of a triangle with sides 1, 2 and 5?",
        "The area of a rectangle is 24 and its perimeter is 20. What is its length?",
        "The graph shows a circle of radius 3. What is its area?",
        "What is the area of a triangle with two sides 3 and 4?",
        "Is a triangle with sides 3, 4, 5 a right triangle?",
        "What is the area of a circle with radius 3 and diameter 7?",
        "A square has side 5. What is the area of a square with side 7?",
        "The radius of a circle is doubled. What is its area?",
        "A circle is inscribed in a square with side 4. What is its area?",
    ],
)
def test_figures_that_are_shown_or_not_settled_are_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)


@given(st.integers(1, 60), st.integers(1, 60))
@settings(max_examples=20, deadline=None)
def test_a_side_comes_back_from_the_perimeter(length: int, width: int) -> None:
    text = f"The perimeter of a rectangle is {2 * (length + width)} and its length is {length}. Find its width."
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == str(width)


def test_a_figure_that_is_shown_is_declined_by_name() -> None:
    result = answer("Find the area of the triangle shown in the picture.")

    assert isinstance(result, Declined)
    assert "drawn or shown" in result.reason


def test_the_unit_stands_in_the_text() -> None:
    result = answer("A square has a side of 3 cm. What is its area?")

    assert isinstance(result, Solution), result
    assert (result.value, "9 square centimeters" in result.text) == ("9", True)


def test_every_equation_of_every_figure_can_be_read() -> None:
    for figure in FIGURES:
        letters = {letter for group in figure.measures.values() for letter in group}
        for equation in figure.equations:
            assert set(names(parsed(equation))) <= letters | {"n"}, (figure.names, equation)
