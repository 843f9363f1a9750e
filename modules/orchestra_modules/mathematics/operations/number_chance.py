"""The probability that a number chosen at random from a range or a list has a property told in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import fraction_text
from orchestra_modules.mathematics.engines.integer_conditions import condition, tree
from orchestra_modules.mathematics.engines.integer_search import members
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.described_integers import Described
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.integer_predicates import Predicates
from orchestra_modules.mathematics.syntax import Listing, Node, Number
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_MOST: Final = 100_000
_NUMBER: Final = "(number|integer|whole number|natural number|positive integer|digit)"
_RANDOM: Final = "[at random|randomly]"
_CHOSEN: Final = f"{_RANDOM} (chosen|picked|selected|drawn|taken|generated) {_RANDOM}"
_FROM: Final = "(from|between|among|out of) {pool:pool}"
_CHANCE: Final = "(what is|what's|find|calculate|determine|give) the (probability|chance|chances|likelihood)"
_HAS: Final = (
    "that (it|the (number|integer|chosen number|number chosen|selected number|digit)|the number [is] "
    "(chosen|drawn|picked|selected)"
    "|the chosen {thing:thing}) (is|will be) {property:property}"
)


@operation(
    "number_chance",
    requests=(
        f"[if|suppose|when] (a|an|one) {_NUMBER} (is|was) {_CHOSEN} {_FROM} [{_RANDOM}] (.|,|;) [then] "
        f"{_CHANCE} {_HAS}",
        f"{_CHANCE} that (a|an) {_NUMBER} {_CHOSEN} {_FROM} [{_RANDOM}] is {{property:property}}",
        f"{_CHANCE} that a (randomly {_CHOSEN}|random) {{described:integers_drawn_from}} is {{property:property}}",
        f"{_CHANCE} that a random {_NUMBER} {_FROM} is {{property:property}}",
        f"{_CHANCE} of (choosing|picking|selecting|drawing) [a|an] {{property:property}} [number] {_RANDOM} {_FROM}",
        "(a|the) spinner (has|with|is divided into) {k:integer} (equal|equally likely) "
        "(sectors|sections|parts) [labeled|labelled|numbered] "
        f"[from] {{pool:pool}} (.|,|;) {_CHANCE} (of|that it) (landing|lands|stopping|stops) on (a|an) [number] "
        "[that is] {property:property}",
        "[{k:integer}] (cards|tickets|balls|tokens|tiles|slips) [are] numbered [from] {pool:pool} "
        "[are (placed|put) in (a|an) {thing:thing}] [.|,|;] [and] (one|one card|one ticket|one ball|one "
        "token|one tile|one slip) is "
        f"{_CHOSEN} (.|,|;) {_CHANCE} that (it|its number|the number [on it]) (is|shows) {{property:property}}",
        "[{k:integer}] (cards|tickets|balls|tokens|tiles|slips) [are] numbered [from] {pool:pool} "
        f"[.|,|;] [and] (a|one) (card|ticket|ball|token|tile|slip) is {_CHOSEN} (.|,|;) {_CHANCE} that (it|its number"
        "|the number [on it|on the card|drawn]|the (card|ball|ticket)) [is|shows|has] [a number that is] "
        "{property:property}",
    ),
    plain=("described",),
    binds=("described",),
)
def number_chance(
    work: Work,
    property: Node,
    pool: Node | None = None,
    described: Node | None = None,
    k: Node | None = None,
    thing: Node | None = None,
) -> Finding:
    """How many of the numbers have the property, over all of them."""
    if pool is None and described is None:
        raise NotUnderstood("it is not said which numbers are drawn from")
    numbers = [work.integer(item) for item in work.items(pool)] if pool is not None else _described(work, described)
    if k is not None and work.integer(k) != len(numbers):
        raise Undefined(f"{len(numbers)} numbers are told, not {work.integer(k)}")
    test = condition(property)
    fitting = [n for n in numbers if test.holds(n)]
    again = sum(test.again(n) for n in numbers)
    found = Fraction(len(fitting), len(numbers))
    shown = fraction_text(found)
    told = ", ".join(map(str, fitting[:12])) + (", ..." if len(fitting) > 12 else "")
    text = f"The probability is {shown}: {len(fitting)} of {len(numbers)} numbers{f' ({told})' if fitting else ''}."
    return Finding(
        shown, text, number_data(found), "favourable outcomes over all outcomes",
        "check: each number tested by another road", again == len(fitting), node=Number(found),
    )  # fmt: skip


def _described(work: Work, described: Node | None) -> list[int]:
    """The integers of a description, as far as its ends are clear."""
    assert described is not None
    asked = Described(work, described)
    found, agreed = members(asked.inclusive)
    if asked.exclusive is not None and members(asked.exclusive)[0] != found:
        raise NotUnderstood("'between' may take its ends in or not; say inclusive or exclusive")
    if not agreed or not found or len(found) > _MOST:
        raise Undefined("there are no such numbers to draw from, or too many")
    return found


@slots.kind("property", lambda cursor: cursor.token.kind in ("word", "number"))
def _property(reader: Reader, slot: Slot) -> Iterator[Node]:
    """What is said of an integer: "prime", "a multiple of 3 or 5", "less than 7"."""
    cursor = reader.cursor
    with slots.without_barriers(cursor):
        found = [Predicates(reader).predicate()]
        joint = "and" if cursor.sees("and") else "or"
        while found[-1] is not None and cursor.take(joint):
            found.append(Predicates(reader).predicate())
    parts = [node for node in found if node is not None]
    if len(parts) < len(found):
        raise cursor.stuck("a property of a number was expected")
    yield parts[0] if len(parts) == 1 else tree("all" if joint == "and" else "any", *parts)


@slots.kind("pool", lambda cursor: cursor.token.kind in ("word", "number") or cursor.is_sign("{", "("))
def _pool(reader: Reader, slot: Slot) -> Iterator[Node]:
    """1 to 20; the integers from 1 to 50; the first 100 positive integers; {2, 3, 5, 7}; {1, 2, ..., 30}."""
    cursor = reader.cursor
    with slots.without_barriers(cursor):
        found = _numbers(reader)
    if not found:
        raise cursor.stuck("numbers to choose from were expected")
    yield Listing(tuple(Number(Fraction(n)) for n in found))


def _numbers(reader: Reader) -> list[int]:
    cursor = reader.cursor
    cursor.take("the", "all", "the set of", "the set", "all the")
    if cursor.take("first"):
        amount = take_amount(cursor, articles=False)
        if amount is None or not cursor.take("positive integers", "natural numbers", "positive whole numbers",
                                             "counting numbers"):  # fmt: skip
            return []
        return _span(Fraction(1), amount.value)
    cursor.take("integers", "numbers", "whole numbers", "positive integers", "natural numbers", "digits")
    cursor.take("from", "between", "in")
    cursor.take_sign(":")
    bracketed = cursor.take_sign("{")
    found: list[int] = []
    while (amount := take_amount(cursor, articles=False)) is not None and amount.value.denominator == 1:
        found.append(int(amount.value))
        if len(found) == 1 and cursor.take("to", "through", "and"):
            joined_by_and = cursor.tokens[cursor.position - 1].text.lower() == "and"
            last = take_amount(cursor, articles=False)
            if last is None:
                return []
            if joined_by_and:
                cursor.convention("both ends are among the numbers to choose from")
            found = _span(amount.value, last.value)
            cursor.take("inclusive", "inclusively") or (cursor.take_sign(",") and cursor.take("inclusive"))
            break
        mark = cursor.mark()
        comma = cursor.take_sign(",")
        if comma and cursor.take_sign("...") and cursor.take_sign(","):
            last = take_amount(cursor, articles=False)
            step = found[-1] - found[-2] if len(found) > 1 else 1
            if last is None or step != 1 or found != list(range(found[0], found[0] + len(found))):
                return []
            found = _span(Fraction(found[0]), last.value)
            break
        if not (cursor.take("and") or comma) or cursor.token.kind != "number":
            cursor.reset(mark)
            break
    return found if not bracketed or cursor.take_sign("}") else []


def _span(first: Fraction, last: Fraction) -> list[int]:
    if last - first > _MOST:
        raise TooCostly(f"at most {_MOST} numbers are tested")
    return list(range(int(first), int(last) + 1)) if first.denominator == last.denominator == 1 else []
