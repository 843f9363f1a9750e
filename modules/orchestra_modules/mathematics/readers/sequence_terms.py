"""First terms of sequences and series as arguments of phrases: "3, 7, 11, ...", "2, 4, _, 8", "1 + 2 + ... + 100"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.enclosure import plain
from orchestra_modules.mathematics.engines.number_findings import brief, exact
from orchestra_modules.mathematics.engines.sequence_rules import Terms
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.syntax import Listing, Negative, Node, Text
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work


_COMMA: Final = frozenset({","})


def _read_terms(reader: Reader) -> tuple[list[Node], bool]:
    """Terms joined by commas, with a gap told by _ or ?, and whether dots or a gap end them."""
    cursor = reader.cursor
    found: list[Node] = []
    is_open = parted = False
    while True:
        here = cursor.mark()
        if found:
            comma = cursor.take_sign(",")
            parted = parted or comma
            if not (cursor.take_exactly("and") or comma):
                break
        if cursor.take_sign("..."):
            is_open = True
            break
        if _sees_gap(reader):
            while cursor.take_sign("_", "?"):
                pass
            found.append(Text("_"))
            continue
        cursor.barriers.append((cursor.barriers[-1] if cursor.barriers else frozenset()) | {"and"})
        try:
            found.append(reader.in_list())
        except NotUnderstood:
            cursor.reset(here)
            break
        finally:
            cursor.barriers.pop()
    is_open = cursor.take_sign("...") or is_open
    while found and isinstance(found[-1], Text):
        found.pop()
        is_open = True
    return (found if parted else []), is_open  # terms are parted by commas, "3 and 4" alone is no sequence


def _sees_gap(reader: Reader) -> bool:
    """Whether a gap is ahead; a question mark that ends the text after a comma is one too."""
    return reader.cursor.is_sign("_", "?")


def _terms_of(reader: Reader, least: int) -> tuple[list[Node], bool]:
    cursor = reader.cursor
    mark = cursor.mark()
    found, is_open = _read_terms(reader)
    if len(found) < least:
        cursor.reset(mark)
        raise cursor.stuck()
    return found, is_open


@slots.kind("terms", needs=(_COMMA,))
def _terms(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The first terms of a sequence; dots or a question mark may end them."""
    found, _ = _terms_of(reader, 2)
    if not any(isinstance(item, Text) for item in found):
        yield Listing(tuple(found))


@slots.kind("open_terms", needs=(_COMMA, frozenset({"...", "_", "?"})))
def _open_terms(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The same, where dots, a gap or a question mark show that a next one is asked."""
    found, is_open = _terms_of(reader, 3)
    if is_open and not any(isinstance(item, Text) for item in found):
        yield Listing(tuple(found))


@slots.kind("gapped_terms", needs=(_COMMA, frozenset({"_", "?"})))
def _gapped_terms(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Terms with at least one gap among them."""
    found, _ = _terms_of(reader, 2)
    if any(isinstance(item, Text) for item in found):
        yield Listing(tuple(found))


@slots.kind("series", needs=(frozenset({"..."}),))
def _series(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Terms joined by + or - with dots among them, 1 + 2 + ... + 100: the terms, and those behind, the last first."""
    cursor = reader.cursor
    depth = 0
    parts: list[tuple[str, int, int]] = []
    sign, begin = "+", cursor.position
    while not cursor.at_end and not (depth == 0 and cursor.is_sign(",", "?", ".", ";", "=")):
        if depth == 0 and cursor.is_sign("+", "-") and cursor.position > begin:
            parts.append((sign, begin, cursor.position))
            sign, begin = cursor.token.text, cursor.position + 1
        elif cursor.is_sign("(", "[", "{"):
            depth += 1
        elif cursor.is_sign(")", "]", "}"):
            depth -= 1
            if depth < 0:
                break
        cursor.next()
    parts.append((sign, begin, cursor.position))
    if not any(cursor.tokens[first].text == "..." and end == first + 1 for _, first, end in parts):
        raise cursor.stuck()  # before anything is read: a part may be the whole
    before: list[Node] = []
    after: list[Node] = []
    dots = False
    for sign, first, end in parts:
        text = cursor.text[cursor.tokens[first].start : cursor.tokens[max(end - 1, first)].end] if end > first else ""
        if end == first + 1 and cursor.tokens[first].text == "...":
            if dots:
                raise NotUnderstood("a series has its dots at one place only")
            dots = True
            continue
        if not text.strip():
            raise NotUnderstood("a term of the series is missing")
        node = slots.parse_expression(text.replace("$", " "))  # one of a pair may be left in the part
        (after if dots else before).append(Negative(node) if sign == "-" else node)
    if not dots or len(before) < 2:
        raise NotUnderstood("a series is told by two terms or more before the dots")
    yield Listing((Listing(tuple(before)), *reversed(after)), "tuple")


def given_terms(work: Work, terms: Node) -> Terms:
    items = work.items(plain(terms))
    if len(items) == 1 and isinstance(inner := plain(items[0]), Listing):
        items = inner.items
    if any(isinstance(item, Text) for item in items):
        raise NotUnderstood("there is a gap among the terms")
    if len(items) > 500:
        raise TooCostly("at most 500 terms are taken")
    return [exact(item, "a sequence") for item in items]


def told(terms: Terms) -> str:
    shown = ", ".join(map(brief, terms))
    return shown if len(shown) < 120 else shown[:117] + "..."
