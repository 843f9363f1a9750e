"""Laws of probability for events A, B, C whose probabilities are given: "P(A) = 0.4, P(A or B) = 0.7, find P(B | A)".

What is given is linear in the probabilities of the regions into which the events part the outcomes; what is asked is
found where the equations settle it. Independence is used once the factors are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.tokens import tokenize
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.syntax import Listing, Node, Number, Request, Text
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

EVENTS: Final = ("A", "B", "C", "D")
_JOINTS: Final = ("and", "if", "given that", "suppose", "suppose that", "let", "given", "where", "then", "the events",
                  "events", "for events", "with", "two events")  # fmt: skip
_ASK: Final = ("what is", "what's", "find", "calculate", "compute", "determine", "evaluate", "the value of")
Regions = frozenset[int]  # the regions an event is made of: bit i of a region says whether it lies in event i
EVERYWHERE: Final[Regions] = frozenset(range(2 ** len(EVENTS)))


@dataclass(frozen=True)
class Chance:
    """The event and the condition in P(event | condition)."""

    event: Regions
    condition: Regions
    text: str


def take_chance(cursor: Cursor) -> Chance | None:
    """Take P(...) or "the probability of A and B"; none, with the cursor unmoved, if there is none."""
    mark = cursor.mark()
    start = cursor.position
    if cursor.token.text not in ("P", "Pr", "p") or cursor.ahead().text not in ("(", "["):
        return None
    closing = ")" if cursor.ahead().text == "(" else "]"
    cursor.position += 2
    event = _union(cursor)
    condition: Regions | None = EVERYWHERE
    if event is not None and (cursor.take_sign("|") or cursor.take("given")):
        condition = _union(cursor)
    if event is None or condition is None or not cursor.take_sign(closing):
        cursor.reset(mark)
        return None
    return Chance(event, condition, cursor.written(start))


def chance_of(text: str) -> Chance:
    """The chance that a text such as P(A | B) tells. NotUnderstood."""
    found = take_chance(Cursor(tokenize(text), text))
    if found is None:
        raise NotUnderstood(f"not understood: {text[:40]!r}")
    return found


def _union(cursor: Cursor) -> Regions | None:
    found = _intersection(cursor)
    while found is not None and cursor.take("or", "union"):
        other = _intersection(cursor)
        found = None if other is None else found | other
    return found


def _intersection(cursor: Cursor) -> Regions | None:
    found = _event(cursor)
    while found is not None and (
        cursor.take("and", "intersection", "cap", "intersect") or cursor.take_sign("∩", ",", "&")
    ):
        other = _event(cursor)
        found = None if other is None else found & other
    return found


def _event(cursor: Cursor) -> Regions | None:
    if cursor.take("not") or cursor.take_sign("~"):
        inner = _event(cursor)
        return None if inner is None else EVERYWHERE - inner
    if cursor.take_sign("("):
        inner = _union(cursor)
        return inner if cursor.take_sign(")") else None
    name = cursor.token.text.replace("\u2019", "'")
    primed = name.endswith("'")
    if cursor.token.kind != "word" or name.rstrip("'") not in EVENTS:
        return None
    cursor.next()
    primed = cursor.take_sign("'") or primed
    if cursor.is_sign("^") and cursor.ahead().text in ("c", "C"):
        cursor.position += 2
        primed = True
    bit = EVENTS.index(name.rstrip("'"))
    inside = frozenset(region for region in EVERYWHERE if region >> bit & 1)
    return EVERYWHERE - inside if primed else inside


@slots.kind("event_laws", needs=(frozenset({"p", "pr"}),))
def read_event_laws(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text that gives probabilities of events and asks another."""
    cursor = reader.cursor
    given: list[Node] = []
    independent: list[Node] = []
    asked: Node | None = None
    while not cursor.at_end:
        if cursor.take_sign(".", ",", "?", ";") or cursor.take(*_JOINTS):
            continue
        if (pair := _said_of_pair(cursor)) is not None:
            names, how = pair
            if how == "independent":
                independent.append(Listing(tuple(Text(name) for name in names), "set"))
            else:
                given.append(Listing((Text(f"P({' and '.join(names)})"), Number(Fraction(0))), "tuple"))
            continue
        question = cursor.take(
            "what is", "what's", "find", "calculate", "compute", "determine", "evaluate", "the value of"
        )
        chance = take_chance(cursor)
        if chance is None:
            raise cursor.stuck()
        if not question and (cursor.take_sign("=") or cursor.take("is", "equals")):
            amount = take_amount(cursor, articles=False)
            if amount is None:
                raise cursor.stuck("a probability was expected")
            value = amount.value / 100 if cursor.take_sign("%") or cursor.take("percent") else amount.value
            given.append(Listing((Text(chance.text), Number(value, amount.decimal)), "tuple"))
        elif asked is None:
            asked = Text(chance.text)
        else:
            raise NotUnderstood("more than one thing is asked; ask one at a time")
    if asked is None or not given:
        raise NotUnderstood("what is given, or what is asked, is missing")
    yield Request(
        "event_probability",
        (("given", Listing(tuple(given))), ("independent", Listing(tuple(independent))), ("asked", asked)),
    )


def _said_of_pair(cursor: Cursor) -> tuple[tuple[str, ...], str] | None:
    """A and B are independent; A and B are mutually exclusive."""
    mark = cursor.mark()
    names: list[str] = []
    while cursor.token.text in EVENTS:
        names.append(cursor.next().text)
        cursor.take_sign(",")
        cursor.take("and")
    cursor.take("are")
    if len(set(names)) == 2:
        if cursor.take("independent", "independent events", "two independent events"):
            return tuple(names), "independent"
        if cursor.take("mutually exclusive", "disjoint", "mutually exclusive events", "disjoint events", "exclusive"):
            return tuple(names), "exclusive"
    cursor.reset(mark)
    return None
