"""Formulas of language models in plain signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestra.plan.notation import plain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3 \u00d7 4 \u2212 x\u00b2", "3 * 4 - x^2"),
        (r"\frac{14}{2} = \boxed{7}", "(14)/(2) =  7 "),
        (r"3 \times 4 \cdot 5 \div 6", "3 * 4 * 5 / 6"),
        (r"\sqrt{16} \approx 4", "sqrt(16) \u2248 4"),
        ("x^{2} + y^{10}", "x^2 + y^10"),
        ("so $x = 7$ now", "so  x = 7  now"),
        ("it costs $5", "it costs $5"),
        ("3 plus 4 times 5 is 23", "3 + 4 * 5 is 23"),
        ("15% of 240", "15% * 240"),
        ("x squared and 10 cubed", "x^2 and 10^3"),
        ("no formula here, 1 of 2", "no formula here, 1 of 2"),
    ],
)
def test_formulas_become_plain(text: str, found: str) -> None:
    """And other text stays."""
    assert plain(text) == found


@given(st.text(alphabet="\\{}$^frac 12%of", max_size=60))
def test_any_text_is_taken(text: str) -> None:
    """Whatever it is."""
    assert isinstance(plain(text), str)
