"""The figures of the routing benchmark, on decisions made up for the purpose."""

from __future__ import annotations

import random

import pytest

from benchmarks.routing import EDITS, Judged, balanced, calibration_error, grouped, summary


def judged(intent: str, label: str, confidence: float, source: str = "set/kind", unknown: bool = False) -> Judged:
    """Return a decision that took a millisecond."""
    return Judged(intent, label, source, confidence, unknown, False, 1.0)


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    """Four answers at 0.9 of which two are right are off by 0.4."""
    rows = [judged("open", label, 0.9) for label in ("open", "open", "factual", "worded")]
    assert calibration_error(rows) == pytest.approx(0.4)


def test_calibration_error_of_honest_confidence_is_nothing() -> None:
    """Half right at 0.5 is as said."""
    rows = [judged("open", label, 0.5) for label in ("open", "factual")]
    assert calibration_error(rows) == pytest.approx(0.0)


def test_unknown_is_counted_apart_from_accuracy() -> None:
    """A right intent that is also called unknown is right, and counted as unknown."""
    figures = summary([judged("open", "open", 0.3, unknown=True), judged("open", "open", 0.9)])
    assert figures["accuracy"] == 1.0
    assert figures["unknown"] == 0.5


def test_accuracy_is_grouped_by_any_key() -> None:
    """Each group has its own."""
    rows = [judged("open", "open", 0.9, "a/1"), judged("open", "worded", 0.9, "b/1")]
    assert grouped(rows, lambda row: row.source) == {"a/1": 1.0, "b/1": 0.0}


def test_large_families_do_not_speak_for_all() -> None:
    """At most so many rows of a family are taken."""
    rows = [judged("open", "open", 0.9, "big/x") for _ in range(50)] + [judged("open", "open", 0.9, "small/x")]
    assert len(balanced(rows, random.Random(0), most=10)) == 11


@pytest.mark.parametrize("name", EDITS)
def test_edits_change_the_text_and_keep_its_words(name: str) -> None:
    """An edit is another way to type the same query."""
    text = "Who wrote Hamlet?"
    changed = EDITS[name](text, random.Random(0))
    assert changed != text
    assert "who wrote hamlet" in " ".join(changed.lower().split())
