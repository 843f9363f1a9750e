"""Explanations held against the solution that they explain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestra.plan.claims import claim_faults
from orchestra.spec import Solution

QUESTION = "x + y = 12 and x - y = 2, what is x?"
SEVEN = Solution(value="7", text="7", steps=("x = 7", "y = 5"), verified=True)
ROOTS = Solution(value="2, 3", text="x is one of 2, 3", steps=("x = 2 or x = 3",), verified=True)
SQUARE = Solution(value="x**2 + 6*x + 9", text="x^2 + 6x + 9", verified=True)


def faults(text: str, question: str = QUESTION, solution: Solution = SEVEN) -> str:
    """What is wrong, in one line."""
    return "; ".join(claim_faults(text, question=question, solution=solution))


@pytest.mark.parametrize(
    "text",
    [
        "Adding both equations: 2x = 14, so x = 14/2 = 7. The answer is 7.",
        "Step 1: add twelve and two: 12 + 2 = 14.\nStep 2: halve it: 14/2 = 7. So x = 7.",
        "1. Add the two equations.\n2. Get 12 + 2 = 14.\n3. 14/2 is 7.",
        "12 plus 2 is 14, which makes 2x = 14, and x = 7. Check: 7 + 5 = 12.",
        "x = **7**",
        "**Adding** gives $2x = 14$, and\n\\[ x = \\frac{14}{2} = \\boxed{7} \\]",
        "\\(2 \\times 7 = 14\\), so \\(x = 7\\). By rule 4 we are done.",
    ],
)
def test_a_right_explanation_has_no_faults(text: str) -> None:
    """In several wordings."""
    assert faults(text) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2x = 15, so x = 7", "2x = 15, which does not hold"),
        ("4*9 = 36, so x = 7", "the number 9 comes from nowhere"),
        ("x + y = 12, x + y = 14, x = 7", "x + y = 14, which does not hold"),
        ("x = -7", "x = -7, which does not hold"),
        ("x = 8", "the result, 7, is not in it"),
        ("x = 7, so the answer is 5", "it calls 5 the result"),
        ("Adding gives fifteen. x = 7", "the number 15 comes from nowhere"),
        ("12 - 2 = 14, x = 7", "12 - 2 = 14, which does not hold"),
        ("\\(x = \\frac{16}{2} = 8\\)", "does not hold"),
        ("Add them.", "the result, 7, is not in it"),
    ],
)
def test_seeded_errors_are_told(text: str, fault: str) -> None:
    """A changed number, a changed sign, a wrong result, a number word."""
    assert fault in faults(text)


def test_a_step_that_holds_at_every_root_is_right_and_one_that_fails_at_one_is_wrong() -> None:
    """But a case may be about one root alone."""
    question = "solve x^2 - 5x + 6 = 0"
    right = "x^2 - 5x + 6 = (x - 2)(x - 3), so x - 2 = 0 or x - 3 = 0, that is x = 2 or x = 3."
    assert faults(right, question, ROOTS) == ""
    assert "does not hold" in faults(right.replace("(x - 3),", "(x + 3),"), question, ROOTS)
    assert "is not in it" in faults("x - 2 = 0 gives x = 2.", question, ROOTS)


def test_a_rewritten_expression_must_be_equal_in_every_form() -> None:
    """Also where all of its numbers are known."""
    question = "expand (x + 3)^2"
    right = "(x + 3)^2 = x^2 + 2*3*x + 3^2 = x^2 + 6x + 9"
    assert faults(right, question, SQUARE) == ""
    assert "does not hold" in faults(right.replace("+ 6x", "- 6x"), question, SQUARE)
    assert "is not in it" in faults("It has three terms.", question, SQUARE)


def test_a_result_without_a_number_asks_for_none() -> None:
    """A yes needs no figure."""
    proved = Solution(value="True", text="Yes", steps=("it follows",), verified=True)
    assert faults("It follows from the rule.", "Does it follow?", proved) == ""
    assert "the number 3" in faults("It follows by rule number 33.", "Does it follow?", proved)


def test_a_rounded_result_is_the_result() -> None:
    """To two digits at least."""
    third = Solution(value="1/3", text="1/3", verified=True)
    assert faults("That is 1/3, about 0.333.", "1/3 of 1", third) == "the number 0.333 comes from nowhere"
    assert faults("That is 1/3 = 0.333.", "1/3 of 1", third) == ""


@given(st.text(alphabet="0123456789xy+-*/^()=. ,\\{}$frac\n", max_size=80), st.sampled_from([SEVEN, ROOTS, SQUARE]))
def test_any_text_can_be_checked(text: str, solution: Solution) -> None:
    """Whatever a model writes."""
    assert all(isinstance(fault, str) for fault in claim_faults(text, question=QUESTION, solution=solution))


@pytest.mark.parametrize("text", ["1+1=" * 5000, "9" * 9000 + " = 3", "(" * 9000, "x = " + "-" * 901 + "8", "2^" * 99])
def test_hostile_texts_are_checked_like_any_other(text: str) -> None:
    """No depth, no length and no number is too much."""
    assert claim_faults(text, question=QUESTION, solution=SEVEN)
