"""Phrases with places for arguments."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot, compile_pattern, matches
from orchestra_modules.mathematics.language.tokens import tokenize
from orchestra_modules.mathematics.operation import phrasebook
from orchestra_modules.mathematics.syntax import Node, Text


def bindings(pattern: str, text: str) -> list[dict[str, str]]:
    """The arguments of every way a pattern fits a whole text, where an argument is any one token."""
    cursor = Cursor(tokenize(text), text)
    found = []

    def one_token(slot: Slot) -> list[Node]:
        return [Text(cursor.next().text)]

    for bound in matches(compile_pattern(pattern), cursor, lambda slot: iter(one_token(slot))):
        if cursor.at_end:
            found.append({name: node.text for name, node in bound.items() if isinstance(node, Text)})
    assert cursor.position == 0
    return found


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("rest of {a} by {b}", "rest of 7 by 2", [{"a": "7", "b": "2"}]),
        ("(rest|remainder) of {a}", "Remainder of 7", [{"a": "7"}]),
        ("[the] rest [of {a}]", "the rest", [{}]),
        ("sort {a} (up {way=up}|down {way=down})", "sort x down", [{"a": "x", "way": "down"}]),
        (r"{a} \( base {b} \)", "12 (base 7)", [{"a": "12", "b": "7"}]),
        ("rest of {a}", "rest of 7 please", []),
    ],
)
def test_a_pattern_binds_its_arguments(pattern: str, text: str, expected: list[dict[str, str]]) -> None:
    """Choices, what may be left out, and arguments that words imply."""
    assert bindings(pattern, text) == expected


def test_an_argument_knows_what_may_follow_it() -> None:
    """So that it ends where the phrase goes on."""
    step = compile_pattern("rest of {a} [divided] by {b}").start
    while step is not None and not isinstance(step.element, Slot):
        step = step.then
    assert step is not None
    slot = step.element
    assert isinstance(slot, Slot)
    assert slot.after == {"divided", "by"}
    assert not slot.open


def test_a_pattern_knows_the_words_it_needs() -> None:
    """A text without them need not be tried."""
    pattern = compile_pattern("(sort|order) {a} in [strict] order")

    assert pattern.all_of == {"in", "order"}
    assert pattern.one_of == ()  # "order" is there anyway

    assert compile_pattern("(sort|rank) {a:terms} [up]").one_of == (frozenset({"sort", "rank"}),)


def test_a_kind_of_argument_tells_what_its_texts_need() -> None:
    """A phrase with such an argument needs it too, unless the argument may be left out."""
    phrasebook()

    assert "," in compile_pattern("next {a:terms}").all_of
    assert "," not in compile_pattern("next [{a:terms}]").all_of


@pytest.mark.parametrize("source", ["(a|b", "a)", "[x"])
def test_a_malformed_pattern_is_an_error_of_its_author(source: str) -> None:
    """Found when the catalogue is loaded, not when someone asks."""
    with pytest.raises(ValueError, match="bracket"):
        compile_pattern(source)
