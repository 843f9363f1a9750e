"""Triangles told of by the names of their vertices."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Triangle $ABC$ has $AB = 7$, $AC = 8$, and $\angle A = 60^\circ$. Find $BC$.", "sqrt(57)"),
        (r"In right triangle $ABC$ with $\angle C = 90^\circ$, $AC = 5$ and $BC = 12$. What is $\sin A$?", "12/13"),
        ("In triangle $ABC$, $AB = 13$, $BC = 14$ and $CA = 15$. Find the area of triangle $ABC$.", "84"),
        (r"In triangle $ABC$, $AB = 13$, $BC = 14$ and $CA = 15$. Find $\cos B$.", "5/13"),
        (
            r"In $\triangle ABC$, $\angle A = 30^\circ$, $\angle B = 45^\circ$ and $BC = 6$. Find $AC$.",
            "6*sqrt(2)",
        ),
        (r"In triangle $PQR$, $PQ = 3$, $PR = 3$, $QR = 3$. Find $\angle P$.", "60"),
        ("In triangle ABC, angle A = 60°, AB = 4 and AC = 6. What is the area of triangle ABC?", "6*sqrt(3)"),
        ("Triangle XYZ has a right angle at Y, XZ = 10 and XY = 6. Find YZ.", "8"),
    ],
)
def test_a_triangle_is_settled_by_three_of_its_parts(text: str, expected: str) -> None:
    """And drawn with coordinates for a check."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == expected
    assert result.verified


@pytest.mark.parametrize(
    "text",
    [
        r"In triangle $ABC$, $AB = 5$, $BC = 7$, and $\angle A = 40^\circ$. Find $AC$.",
        "In triangle $ABC$, $AB = 1$, $BC = 2$ and $CA = 5$. Find the area.",
        r"In right triangle $ABC$, $AC = 5$ and $BC = 12$. What is $\sin A$?",
        r"In triangle $ABC$, $\angle A = 100^\circ$, $\angle B = 90^\circ$ and $BC = 6$. Find $AC$.",
        "In triangle $ABC$, $AB = 13$, $BC = 14$ and $CA = 15$. Find $AD$.",
        r"In triangle $ABC$, $AB = 7$, $AC = 8$ and $\angle A = 60$. Find $BC$.",
        r"In triangle $ABC$, $AB = 7$ and $\angle A = 60^\circ$. Find $BC$.",
    ],
)
def test_a_triangle_that_is_not_settled_or_does_not_exist_is_declined(text: str) -> None:
    """Where the angle lies opposite a side there may be two."""
    assert isinstance(answer(text), Declined)
