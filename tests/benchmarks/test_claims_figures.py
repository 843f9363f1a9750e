"""The benchmark of claims, small: its figures hold from one change of the checks to the next."""

from __future__ import annotations

import pytest

from benchmarks.claims import measure


def test_seeded_errors_are_seen_and_right_texts_are_not_called_wrong() -> None:
    """At least four of five of each sort of error, and hardly an alarm without one."""
    pytest.importorskip("sympy")
    lines, least, alarms = measure(26)
    assert least >= 0.8, lines
    assert alarms <= 0.05, lines
