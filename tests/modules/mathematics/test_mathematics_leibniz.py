"""dy/dx at a place: told by a value, by a point, or with the curve."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"If $y = x^3 + 2x$, find $\frac{dy}{dx}$ at $x=1$.", "5"),
        (r"If $y = x^3 + 2x$, find $\frac{dy}{dx}$ at the point $(1,3)$.", "5"),
        (r"Let $y = x^2 + 1$. Find $\frac{dy}{dx}$ at $x=5$.", "10"),
        (r"If $y = x^4$, find $\frac{d^2y}{dx^2}$ at $x = 2$.", "48"),
        (r"If $A = \pi r^2$, find $\frac{dA}{dr}$ when $r = 5$.", "10*pi"),
        (r"If $x^2 + xy + y^2 = 7$, find $\frac{dy}{dx}$ at $(1,2)$.", "-4/5"),
        (r"Find $\frac{dy}{dx}$ at the point $(1,2)$ if $x^2 + xy + y^2 = 7$.", "-4/5"),
        (r"If $x^2 + y^2 = 25$, find $\frac{dy}{dx}$ at $x=3$, $y=4$.", "-3/4"),
        (r"If $x^2+y^2=25$ and $x=3$, $y=4$, find $\frac{dy}{dx}$.", "-3/4"),
        (r"If $x = t^2$ and $y = t^3$, find $\frac{dy}{dx}$ at $t=2$.", "3"),
        (r"If $z = x^2 y$, find $\frac{\partial z}{\partial x}$ at $x = 1$, $y = 2$.", "4"),
        (r"If $z = x^3 y^2$, find $\frac{\partial z}{\partial y}$ at $(1,2)$.", "4"),
        (r"Find $\frac{\partial f}{\partial x}$ at $(1,2)$ if $f(x,y) = x^2y + 3xy^2$.", "16"),
        ("If y = 5, find dy/dx.", "0"),
        (r"If $y = x^4$, find $\frac{dy}{dx}$.", "4*x**3"),
    ],
)
def test_a_derivative_is_taken_where_the_text_says(text: str, expected: str) -> None:
    """A place that is told is no statement that the answer may leave out."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == expected


@pytest.mark.parametrize(
    "text",
    [
        r"If $y = x^3 + 2x$, find $\frac{dy}{dx}$ at the point $(1,4)$.",
        r"If $x^2 + y^2 = 25$, find $\frac{dy}{dx}$ at $x=3$.",
        r"If $x^2 + y^2 = 25$, find $\frac{dy}{dx}$ at $(3,5)$.",
        r"If $y=\ln x$, evaluate $\frac{dy}{dx}$ at $x = -1$.",
        r"If $y = u^2$ and $u = 3x+1$, find $\frac{dy}{dx}$.",
        r"If $y = \frac{1}{x}$ and $y = 2$, find $\frac{dy}{dx}$.",
    ],
)
def test_a_place_off_the_curve_or_told_by_half_is_declined(text: str) -> None:
    """There is no one derivative there."""
    assert isinstance(answer(text), Declined)
