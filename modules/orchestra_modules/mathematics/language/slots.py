"""The kinds of arguments a phrase can have, and how each is read at the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor
from orchestra_modules.mathematics.language.pattern import KIND_NEEDS, Slot
from orchestra_modules.mathematics.language.tokens import GREEK, Token, tokenize
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Number, Relation, Relational, Text, Written
from orchestra_modules.solving import numerals
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

ReadKind = Callable[["Reader", Slot], Iterator[Node]]
_KINDS: Final[dict[str, ReadKind]] = {}
_STARTS: Final[dict[str, Callable[[Cursor], bool]]] = {}
_TIMES: Final = {"once": 1, "twice": 2, "thrice": 3}
_SIGNS: Final[dict[str, Relational]] = {
    "=": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">=",
    "equals": "=", "is equal to": "=", "equal to": "=", "is not equal to": "!=", "does not equal": "!=",
    "not equal to": "!=", "is different from": "!=",
    "is less than": "<", "is smaller than": "<", "is greater than": ">", "is more than": ">", "is bigger than": ">",
    "is larger than": ">", "is at least": ">=", "is no less than": ">=", "is greater than or equal to": ">=",
    "is at most": "<=", "is no more than": "<=", "is less than or equal to": "<=",
}  # fmt: skip
_WORD_SIGNS: Final = tuple(sorted((words for words in _SIGNS if words[0].isalpha()), key=len, reverse=True))


def kind(
    name: str, starts: Callable[[Cursor], bool] | None = None, needs: Iterable[frozenset[str]] = ()
) -> Callable[[ReadKind], ReadKind]:
    """Enter a way of reading arguments under the name that patterns use for it.

    `starts` says cheaply whether such an argument may begin at a cursor; phrases that begin with one are tried there.
    `needs` are sets of words; a text without any word of one of them holds no such argument, and none is looked for.
    """

    def enter(read: ReadKind) -> ReadKind:
        if name in _KINDS:
            raise ValueError(f"the kind of argument {name!r} is defined twice")
        _KINDS[name] = read
        if starts is not None:
            _STARTS[name] = starts
        if needs:
            KIND_NEEDS[name] = tuple(needs)
        return read

    return enter


def kinds() -> frozenset[str]:
    """The names of all kinds."""
    return frozenset(_KINDS)


def may_start(marker: str, cursor: Cursor) -> bool:
    """Whether an argument of a kind, named as among first words, may begin at the cursor."""
    starts = _STARTS.get(marker[1:])
    return starts is None or starts(cursor)


def _names_a_place(cursor: Cursor) -> bool:
    token, following = cursor.token, cursor.ahead()
    if token.kind == "number":
        return not following.spaced and following.lowered in ("st", "nd", "rd", "th")
    if token.kind != "word":
        return False
    after = cursor.ahead(2).text if following.text == "-" else ""
    return numerals.ordinal(token.text) is not None or (bool(after) and numerals.ordinal(after) is not None)


def _is_whole(cursor: Cursor) -> bool:
    token = cursor.token
    return token.kind == "number" or (token.kind == "word" and token.lowered in numerals.SMALL)


def _is_letter(cursor: Cursor) -> bool:
    token = cursor.token
    return token.kind == "word" and (len(token.text) == 1 or token.text in GREEK)


def read(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Every reading of an argument; words that may follow it end it. KeyError for an unknown kind."""
    read_kind = _KINDS[slot.kind]
    barriers = reader.cursor.barriers
    outer = barriers[-1] if barriers and slot.open else frozenset()
    barrier = reader.in_text(slot.after) | outer
    found = read_kind(reader, slot)
    while True:
        barriers.append(barrier)
        try:
            node = next(found, None)
        finally:
            barriers.pop()
        if node is None:
            return
        yield node


@contextmanager
def without_barriers(cursor: Cursor) -> Iterator[None]:
    """Inside brackets no word ends an argument that began outside."""
    cursor.barriers.append(frozenset())
    try:
        yield
    finally:
        cursor.barriers.pop()


def parse_expression(text: str, work: Work | None = None) -> Node:
    """A whole text as one expression, resolved where a work is given. NotUnderstood."""
    from orchestra_modules.mathematics.language.reader import Reader

    cursor = Cursor(tokenize(text), text)
    if work is not None:
        cursor.functions |= {d.name for d in work.definitions.values() if d.parameters}
    node = Reader(cursor).value()
    cursor.take_sign(".")
    if not cursor.at_end:
        raise cursor.stuck()
    return node if work is None else work.resolve(node)


def relation_sign(cursor: Cursor) -> Relational | None:
    """Take the sign of a relation, or the words for it."""
    if cursor.token.kind == "sign":
        for text in ("=", "!=", "<", ">", "<=", ">="):
            if cursor.take_sign(text):
                return _SIGNS[text]
        return None
    for words in _WORD_SIGNS:
        if cursor.take(words):
            return _SIGNS[words]
    if cursor.sees("is not") and _is_number(cursor.ahead(2)):
        cursor.position += 2
        return "!="
    return None


def _is_number(token: Token) -> bool:
    return token.kind == "number" or (token.kind == "word" and token.lowered in (*numerals.SMALL, "zero"))


@kind("value")
def _value(reader: Reader, slot: Slot) -> Iterator[Node]:
    yield reader.value()


@kind("tight")
def _tight(reader: Reader, slot: Slot) -> Iterator[Node]:
    yield reader.tight(slot.name)


@kind("list")
def _list(reader: Reader, slot: Slot) -> Iterator[Node]:
    yield Listing(tuple(node for node, _ in reader.listed(slot)))


@kind("items")
def _items(reader: Reader, slot: Slot) -> Iterator[Node]:
    found = reader.listed(slot)
    if any(isinstance(node, Listing) and node.kind in ("vector", "set") for node, _ in found):
        raise reader.cursor.stuck("numbers were expected, not lists of them")
    yield Listing(tuple(Written(node, text) for node, text in found))


@kind("variable", _is_letter)
def _variable(reader: Reader, slot: Slot) -> Iterator[Node]:
    yield Name(variable(reader.cursor))


def variable(cursor: Cursor) -> str:
    """Take the name of an unknown. NotUnderstood."""
    token = cursor.token
    if token.text in cursor.functions and cursor.ahead().text == "_":
        raise cursor.stuck(f"{token.text} is a sequence, not an unknown")
    if token.kind == "word" and (len(token.text) == 1 or token.text in GREEK):
        cursor.next()
        if cursor.is_sign("_") and cursor.ahead().kind == "number":
            cursor.next()
            return f"{token.text}_{cursor.next().text}"
        return token.text
    raise cursor.stuck("the name of an unknown was expected")


@kind("variables", lambda cursor: _is_letter(cursor) or cursor.is_sign(*CLOSING))
def _variables(reader: Reader, slot: Slot) -> Iterator[Node]:
    cursor = reader.cursor
    bracket = CLOSING[cursor.next().text] if cursor.is_sign(*CLOSING) else None
    found = [Name(variable(cursor))]
    while True:
        mark = cursor.mark()
        joined = cursor.take_sign(",")
        joined = cursor.take_exactly("and") or joined
        if not joined:
            break
        try:
            found.append(Name(variable(cursor)))
        except NotUnderstood:
            cursor.reset(mark)
            break
    if bracket is not None:
        cursor.expect_sign(bracket)
    yield Listing(tuple(found))


@kind("relation")
def _relation(reader: Reader, slot: Slot) -> Iterator[Node]:
    yield reader.relation()


@kind("relations")
def _relations(reader: Reader, slot: Slot) -> Iterator[Node]:
    yield reader.relations(implied_zero=True)


@kind("ordinal", _names_a_place)
def _ordinal(reader: Reader, slot: Slot) -> Iterator[Node]:
    cursor = reader.cursor
    token, following, last = cursor.token, cursor.ahead(), cursor.ahead(2)
    value: int | None = None
    if token.kind == "number" and following.lowered in ("st", "nd", "rd", "th") and not following.spaced:
        value = int(token.value) if token.value.denominator == 1 else None
        cursor.position += 2
    elif token.kind == "word" and following.text == "-" and last.kind == "word" and not following.spaced:
        value = numerals.ordinal(f"{token.text}-{last.text}")
        cursor.position += 3 if value is not None else 0
    if value is None and token.kind == "word":
        value = numerals.ordinal(token.text)
        cursor.next()
    if value is None:
        raise cursor.stuck("a place such as 'third' was expected")
    yield Number(Fraction(value))


@kind("integer", _is_whole)
def _integer(reader: Reader, slot: Slot) -> Iterator[Node]:
    cursor = reader.cursor
    token = cursor.token
    if token.kind == "number" and token.value.denominator == 1:
        yield reader.parser.number()
        return
    if token.kind == "word" and token.lowered in numerals.SMALL:
        yield reader.parser.spoken.number_word(numerals.SMALL[token.lowered])
        return
    raise cursor.stuck("a whole number was expected")


@kind("times", lambda cursor: _is_whole(cursor) or cursor.token.lowered in _TIMES)
def _times(reader: Reader, slot: Slot) -> Iterator[Node]:
    cursor = reader.cursor
    word = cursor.token.lowered
    if cursor.token.kind == "word" and word in _TIMES:
        cursor.next()
        yield Number(Fraction(_TIMES[word]))
        return
    for number in _integer(reader, slot):
        if not cursor.take_exactly("times"):
            raise cursor.stuck("'times' was expected")
        yield number


@kind("point")
def _point(reader: Reader, slot: Slot) -> Iterator[Node]:
    cursor = reader.cursor
    if cursor.token.kind == "word" and cursor.ahead().text == "=":
        name = Name(variable(cursor))
        cursor.next()
        yield Relation("=", name, reader.value())
        return
    yield reader.value()


@kind("word")
def _word(reader: Reader, slot: Slot) -> Iterator[Node]:
    cursor = reader.cursor
    if cursor.token.kind != "word":
        raise cursor.stuck("a word was expected")
    yield Text(cursor.next().text)


@kind("letters")
def _letters(reader: Reader, slot: Slot) -> Iterator[Node]:
    cursor = reader.cursor
    if cursor.token.kind != "word":
        raise cursor.stuck("letters were expected")
    start = cursor.position
    cursor.next()
    while cursor.token.kind == "word" and not cursor.token.spaced:
        cursor.next()
    yield Text(cursor.written(start))


@kind("quoted", lambda cursor: cursor.token.kind == "quoted")
def _quoted(reader: Reader, slot: Slot) -> Iterator[Node]:
    cursor = reader.cursor
    if cursor.token.kind != "quoted":
        raise cursor.stuck("a text in quotation marks was expected")
    yield Text(cursor.next().text)


@kind("string")
def _string(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The text up to a word that may follow, shortest first, or to the end of the sentence."""
    cursor = reader.cursor
    start = cursor.position
    while not cursor.at_end and not cursor.is_sign(".", "?", "!"):
        cursor.next()
        following = cursor.token
        if (slot.open and (cursor.at_end or cursor.is_sign(".", "?", "!"))) or following.lowered in slot.after:
            place = cursor.position
            yield Text(cursor.written(start))
            cursor.position = place
