"""An argument that ends with its conclusion asks whether it is valid, though it asks nothing."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("All men are mortal. Socrates is a man. Therefore, Socrates is mortal.", "valid"),
        ("All men are mortal. Socrates is mortal. Therefore Socrates is a man.", "invalid"),
        ("No A are B. All C are A. Therefore no C are B.", "valid"),
        ("Either it is raining or snowing. It is not raining. Therefore it is snowing.", "valid"),
        ("Some dogs are brown. Some brown things are cats. Hence some dogs are cats.", "invalid"),
    ],
)
def test_an_argument_alone_is_judged(text: str, value: str) -> None:
    """Valid or invalid, and checked."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert (solution.value, solution.verified) == (value, True)


@pytest.mark.parametrize("text", ["The train was late. So we missed the meeting.", "I was tired, so I went to bed."])
def test_a_story_with_so_in_it_is_no_argument(text: str) -> None:
    """What happened is not what follows."""
    assert isinstance(answer(text), Declined)
