"""Unknown numbers found from relations told in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution

_WORDS = (
    "a number", "the number", "two numbers", "is", "sum", "the sum of", "and", "twice", "5", "12", "more than",
    "less than",
    "whose", "the", "increased by", "its", "square", "digits", "consecutive", "integers", "product", "divided by", ",",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Find two numbers whose sum is 10 and whose product is 21.", "3, 7"),
        ("A number increased by 5 is 12. What is the number?", "7"),
        ("Twice a number plus 3 is 11. Find the number.", "4"),
        ("Three consecutive odd integers add up to 51. What are the integers?", "15, 17, 19"),
        ("One number is 5 more than another and their sum is 31. Find the numbers.", "13, 18"),
        ("The difference of two numbers is 4 and their quotient is 3. Find the numbers.", "2, 6"),
        ("When a number is multiplied by 4 and 6 is added, the result is 30. What is the number?", "6"),
        ("What number must be added to 37 to get 60?", "23"),
        ("By what number must 8 be multiplied to give 100?", "25/2"),
        ("What number squared is 289?", "-17, 17"),
        ("What number squared is 289? Give the positive answer.", "17"),
        ("A two-digit number whose digits sum to 9 and which exceeds its reverse by 27. Find the number.", "63"),
        ("Find a two-digit number whose digits sum to 9 and which exceeds its reverse by 27.", "63"),
        ("The sum of the squares of two consecutive integers is 61. Find the integers.", "(-6, -5), (5, 6)"),
        ("The sum of a number and its reciprocal is 5/2. Find the number.", "1/2, 2"),
        ("Half a number is 14. What is the number?", "28"),
        ("When a number is divided by 7 the quotient is 5 and the remainder is 2. Find the number.", "37"),
        ("Two numbers are in the ratio 3:5 and their sum is 40. Find the numbers.", "15, 25"),
        ("Find two consecutive integers whose sum is 47.", "23, 24"),
        ("What two numbers add up to 15 and multiply to 54?", "6, 9"),
        ("The larger of two numbers is 4 more than the smaller, and their sum is 26. Find the larger number.", "15"),
        ("Five more than twice a number is 21. Find the number.", "8"),
        ("The product of two consecutive positive integers is 56. Find the integers.", "7, 8"),
        ("I think of a number, multiply it by 3, add 7, and get 31. What is my number?", "8"),
        ("The sum of three consecutive integers is 72. What is the largest?", "25"),
        ("The square of a positive number is 8 more than twice the number. What is the number?", "4"),
        ("If 7 is subtracted from three times a number, the result is 20. What is the number?", "9"),
        (
            "The sum of the digits of a two-digit number is 11. If the digits are reversed, the number increases by "
            "45. Find the number.",
            "38",
        ),
        ("A number exceeds its square root by 6. Find the number.", "9"),
        ("The sum of a number and twice the number is 36. What is the number?", "12"),
        ("30% of a number is 18. What is the number?", "60"),
        ("Three fourths of a number is 24. Find the number.", "32"),
        ("If 5 is added to a number and the result is doubled, the answer is 24. What is the number?", "7"),
        ("Add 5 to a number and you get 12. What is the number?", "7"),
        (
            "The second number is twice the first and the third is 5 more than the first. Their sum is 45. Find the "
            "three numbers.",
            "10, 15, 20",
        ),
        ("Eight less than a number is 15. What is the number?", "23"),
        ("Find a number such that 3 times the number minus 4 equals 20.", "8"),
        ("Find the number whose square is 49.", "-7, 7"),
        (
            "The difference between two positive numbers is 3 and the sum of their squares is 89. Find the numbers.",
            "5, 8",
        ),
        ("Find three consecutive even integers such that the sum of the first and third is 36.", "16, 18, 20"),
        ("Two numbers have a sum of 20 and a product of 96. What are the numbers?", "8, 12"),
        ("What is the number if 4 more than three times the number is 19?", "5"),
        ("Which number increased by 12 gives 31?", "19"),
        ("12 more than what number is 40?", "28"),
        ("The quotient of a number and 6 is 9. What is the number?", "54"),
        (
            "The tens digit of a two-digit number is twice the units digit. The sum of the digits is 12. Find the "
            "number.",
            "84",
        ),
        ("A number doubled is 46. What is the number?", "23"),
        ("A third of a number, plus 4, is 10. Find the number.", "18"),
        ("Two numbers differ by 4 and their product is 96. Find the numbers.", "(-12, -8), (8, 12)"),
        ("One number is twice another. Find the larger number if their sum is 27.", "18"),
        ("Find the smallest of three consecutive integers whose sum is 72.", "23"),
        ("A number is 12 less than 5 times itself. What is the number?", "3"),
        ("If you double a number and subtract 5, you get 11. What is the number?", "8"),
        ("Find two consecutive odd integers whose product is 143.", "(-13, -11), (11, 13)"),
        ("40% of what number is 30?", "75"),
        ("Twice the sum of a number and 4 is 22. What is the number?", "7"),
        ("The ratio of two numbers is 3 to 4 and their sum is 35. Find the larger number.", "20"),
        ("I am thinking of a number. When I double it and add 7, I get 25. What number am I thinking of?", "9"),
        ("If three times a number is decreased by 8, the result is 19. Find the number.", "9"),
        ("Six times a number is 24 more than twice the number. Find the number.", "6"),
        ("Find three consecutive integers such that twice the first plus the third is 41.", "13, 14, 15"),
        ("The sum of the reciprocals of two consecutive positive even integers is 7/24. Find the integers.", "6, 8"),
        ("A number plus its square is 42. Find the positive number.", "6"),
        ("What positive number is equal to its own square?", "1"),
        ("Eight times the difference of a number and 3 is 40. Find the number.", "8"),
        ("The average of two numbers is 9 and their difference is 4. Find the numbers.", "7, 11"),
        ("The sum of a number and 9 is divided by 4. The result is 6. What is the number?", "15"),
        ("Find a number that is 5 less than its square.", "1/2 - sqrt(21)/2, 1/2 + sqrt(21)/2"),
        ("The larger number is 3 times the smaller number. The sum is 24. Find both numbers.", "6, 18"),
        ("Divide a number by 4 and add 3 to get 10. What is the number?", "28"),
        ("Square a positive number and add 6 to get 42. Find the number.", "6"),
        ("Seven less than twice the sum of a number and 2 is 9. Find the number.", "6"),
        ("The difference of two numbers is 4 and their product is 21. Find the numbers.", "(-7, -3), (3, 7)"),
    ],
)
def test_relations_between_numbers_are_solved(text: str, value: str) -> None:
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "The sum of two numbers is 10. What are the numbers?",
        "Find two numbers whose difference is 5 and whose product is minimal.",
        "A lucky number plus 3 is 11. What is the number?",
        "The sum of two consecutive even integers is 13. Find the integers.",
        "The reciprocal of a number plus 3 is 5. Find the number.",
        "Three numbers add up to 20. Find the numbers.",
    ],
)
def test_what_does_not_settle_the_numbers_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)


@given(st.integers(-30, 30), st.integers(-30, 30))
@settings(max_examples=25, deadline=None)
def test_two_numbers_come_back_from_their_sum_and_product(first: int, second: int) -> None:
    result = answer(f"Find two numbers whose sum is {first + second} and whose product is {first * second}.")

    assert isinstance(result, Solution), result
    low, high = sorted((first, second))
    assert result.value == f"{low}, {high}"


@given(st.integers(10, 99))
@settings(max_examples=25, deadline=None)
def test_a_number_told_by_its_digits_is_among_those_found(number: int) -> None:
    tens, units = divmod(number, 10)
    result = answer(
        f"The sum of the digits of a two-digit number is {tens + units}. The tens digit is {tens}. Find the number."
    )

    assert isinstance(result, Solution), result
    assert result.value == str(number)


def test_a_difference_whose_order_is_not_told_is_an_assumption() -> None:
    result = answer("One number is twice another. Their difference is 6. Find the numbers.")

    assert isinstance(result, Solution), result
    assert (result.value, result.verified) == ("6, 12", None)
    assert any("positive numbers" in step for step in result.steps)


@given(st.lists(st.sampled_from(_WORDS), min_size=2, max_size=14).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_words_in_any_order_are_answered_or_declined(text: str) -> None:
    assert isinstance(answer(text + ". Find the number."), Solution | Declined)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the sum of the squares of 2 and 3?", "13"),
        ("Find the sum of the cubes of 1, 2 and 4.", "73"),
        ("What is the sum of the reciprocals of 2 and 4?", "3/4"),
    ],
)
def test_powers_of_plain_numbers_are_added(text: str, value: str) -> None:
    result = answer(text)

    assert isinstance(result, Solution), result
    assert (result.value, result.verified) == (value, True)
