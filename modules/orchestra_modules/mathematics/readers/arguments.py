"""Arguments whose end can be unclear: at the end of a phrase, and before an article.

"The sum of the digits of 123 plus 4" may be meant in two ways, so words for a sum or a product after such an argument
are refused; with signs the whole expression is the argument ("the units digit of 2^10 + 1"). In "is 6 a factor of a"
the first a is an article, though a may be an unknown elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.tokens import tokenize
from orchestra_modules.mathematics.syntax import Listing, Node
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_JOINING: Final = frozenset({"plus", "minus", "times", "added", "multiplied"})


def refuse_joined(cursor: Cursor, start: int) -> None:
    """NotUnderstood where such a word stands outside brackets since a place, or directly ahead."""
    depth = 0
    for token in (*cursor.tokens[start : cursor.position], cursor.token):
        if token.kind == "sign":
            depth += (token.text in CLOSING) - (token.text in CLOSING.values())
        elif depth == 0 and token.kind == "word" and token.lowered in _JOINING:
            raise NotUnderstood(f"it is not clear how far the phrase before {token.text!r} reaches; use brackets")


@slots.kind("last")
def _last(reader: Reader, slot: Slot) -> Iterator[Node]:
    """An expression that ends a phrase."""
    start = reader.cursor.position
    node = reader.value()
    refuse_joined(reader.cursor, start)
    yield node


@slots.kind("last_list")
def _last_list(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A list that ends a phrase."""
    start = reader.cursor.position
    found = Listing(tuple(node for node, _ in reader.listed(slot)))
    refuse_joined(reader.cursor, start)
    yield found


@slots.kind("subject")
def _subject(reader: Reader, slot: Slot) -> Iterator[Node]:
    """An expression that ends before an article, if one stands before a word that may follow the argument."""
    cursor = reader.cursor
    end = _article(cursor, slot)
    if end is None:
        yield reader.value()
        return
    text = cursor.text[cursor.token.start : cursor.tokens[end - 1].end]
    part = Cursor(tokenize(text), text)
    part.functions |= cursor.functions
    node = type(reader)(part).value()
    if not part.at_end:
        raise part.stuck()
    for convention in part.conventions:
        cursor.convention(convention)
    for assumption in part.assumptions:
        cursor.assumption(assumption)
    cursor.position = end
    yield node


def _article(cursor: Cursor, slot: Slot) -> int | None:
    """Where an article stands before a word that may follow the argument, outside brackets; none where none does."""
    depth = 0
    for place in range(cursor.position, len(cursor.tokens) - 1):
        token, following = cursor.tokens[place], cursor.tokens[place + 1]
        if token.kind == "sign":
            depth += (token.text in CLOSING) - (token.text in CLOSING.values())
            if depth == 0 and token.text in (".", "?", ";"):
                return None
        elif depth == 0 and token.kind == "word" and place > cursor.position:
            before = cursor.tokens[place - 1].text.lower()
            word = following.lowered
            ends = following.kind == "word" and word in slot.after and word not in ("a", "an")
            if token.lowered in ("a", "an") and ends and before not in ("is", "are", "of", "by", "than"):
                return place
    return None
