"""Numbers told of in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Three times a number minus 4 is 17. What is the number?", "7"),
        ("Seven more than twice a number is 19. Find the number.", "6"),
        ("Four less than half of a number is 5. Find the number.", "18"),
        ("The sum of two numbers is 22 and their difference is 6. Find the numbers.", "8, 14"),
        ("Two numbers add up to 45. The larger is twice the smaller. Find the smaller number.", "15"),
        ("Two numbers differ by 3. Their sum is 25. What are the two numbers?", "11, 14"),
        ("Four consecutive integers sum to 50. What is the smallest integer?", "11"),
        ("The sum of three consecutive even integers is 78. Find the integers.", "24, 26, 28"),
        ("One number is 4 times another. Their sum is 35. Find the numbers.", "7, 28"),
        ("The first number exceeds the second by 9 and their sum is 31. Find the second number.", "11"),
    ],
)
def test_number_stories_are_solved(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "The sum of two consecutive even integers is 13. Find the integers.",
        "The sum of two numbers is 9. Find the numbers.",
        "Two numbers add up to 10. The larger is half of the smaller. Find the larger number.",
        "A lucky number plus 3 is 11. What is the number?",
        "The product of two numbers is 30 and their sum is 11. Find the numbers.",
    ],
)
def test_what_has_no_one_solution_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)


@given(st.integers(min_value=-40, max_value=40), st.integers(min_value=2, max_value=9), st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_the_number_that_made_the_story_comes_back(number: int, times: int, more: int) -> None:
    text = f"{times} times a number plus {more} is {times * number + more}. What is the number?"

    assert solved(text).value == str(number)
