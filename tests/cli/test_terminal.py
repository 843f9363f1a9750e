"""What is written for a terminal: control characters, tables, figures."""

from __future__ import annotations

import pytest

from orchestra.cli import render
from orchestra.cli.terminal import plain, table
from orchestra.spec import Budget, Charge, Span


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("\x9b2J", "\\x9b2J"),
        ("bell\x07 delete\x7f", "bell\\x07 delete\\x7f"),
        ("grüß 数 √", "grüß 数 √"),
    ],
)
def test_control_characters_are_shown_and_not_obeyed(text: str, shown: str) -> None:
    """No document can steer a terminal; ordinary text of any script is as it was."""
    assert plain(text) == shown


def test_message_of_one_line_stays_one_line() -> None:
    """An error that holds line breaks is still one line."""
    assert plain("a\nb\n  c", lines=False) == "a b c"


def test_table_aligns_all_columns_but_the_last() -> None:
    """The last column may be as long as it likes."""
    assert table([("a", "bb", "c"), ("aaa", "b", "a long one")]) == ["a    bb  c", "aaa  b   a long one"]
    assert table([]) == []


@pytest.mark.parametrize(
    ("flops", "shown"),
    [(0, "0"), (1, "<0.001"), (12_300_000, "0.012"), (5e8, "0.50"), (4.999e10, "49.99"), (1.2345e13, "12,345")],
)
def test_gflop_never_shows_something_as_nothing(flops: float, shown: str) -> None:
    """Few digits, and no 0 but for 0."""
    assert render.gflop(flops) == shown


def test_left_is_never_negative_and_unlimited_is_said() -> None:
    """A budget overdrawn is gone; a budget without a limit has no number."""
    assert render.left(10, 20) == "0 GFLOP"
    assert render.left(Budget().flops, 20) == "unlimited"


def test_place_is_what_an_editor_opens() -> None:
    """A line where it is known, else a page, else the source."""
    assert render.place("a.md", Span(start=0, end=1, line=3)) == "a.md:3"
    assert render.place("a.pdf", Span(start=0, end=1, page=3)) == "a.pdf, page 3"
    assert render.place("a.md", Span(start=0, end=1)) == "a.md"


def test_charges_are_summed_by_instance_and_method() -> None:
    """The bill has a line for each, in the order they first came."""
    charges = [
        Charge(instance="b", flops=1, seconds=0.1, method="counted"),
        Charge(instance="a", flops=2, seconds=0.2, method="counted"),
        Charge(instance="b", flops=3, seconds=0.3, method="counted"),
    ]

    assert render.charges(charges) == [
        ("  b", "4 FLOP", "400 ms", "counted"),
        ("  a", "2 FLOP", "200 ms", "counted"),
    ]


def test_marks_that_turn_the_direction_of_writing_are_made_visible() -> None:
    """With them one text could pose as another."""
    assert plain("safe\u202egnp.exe") == "safe\\u202egnp.exe"
