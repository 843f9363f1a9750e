"""Partitions of numbers and of sets, and the numbers of Stirling, Bell and Catalan; each is found by two roads."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines import counting
from orchestra_modules.mathematics.engines.count_findings import count_found, sizes
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.syntax import Listing, Node, Number
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work


@operation(
    "partitions",
    nouns=(
        "number of [integer] partitions of {n:integer} [into [exactly] {parts:integer} parts]",
        "partition number of {n:integer}",
    ),
    requests=(
        "how many [integer] partitions (does {n:integer} have|of {n:integer} are there|are there of {n:integer}|of "
        "{n:integer} exist) "
        "[into {parts:integer} parts]",
        "(in how many ways|how many ways) can {n:integer} be written as (a sum of positive integers|the sum of "
        "positive integers) "
        "(if order does not matter|disregarding order|where order does not matter|without regard to order)",
    ),
    calls=("PartitionsP", "npartitions"),
)
def partitions(work: Work, n: Node, parts: Node | None = None) -> Finding:
    """Sums of positive integers that make n, without order."""
    (size,) = sizes(work, n)
    check = "another recurrence gives the same"
    if parts is None:
        return count_found(
            counting.partitions(size), counting.partitions_by_parts(size), f"{size} has {{}} partitions.", check
        )
    (many,) = sizes(work, parts)
    if size > 300:
        raise TooCostly("partitions into so many parts are counted for numbers up to 300")
    found, again = counting.partitions_by_parts(size, many), counting.partitions_by_recurrence(size, many)
    return count_found(found, again, f"{size} has {{}} partitions into {many} parts.", check)


def _pair(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    return {"n": arguments[0], "k": arguments[1]} if len(arguments) == 2 and not named else None


def _two(work: Work, n: Node | None, k: Node | None, pair: Node | None) -> list[int]:
    given = [node for node in (n, k, *(work.items(pair) if pair is not None else ())) if node is not None]
    if len(given) != 2:
        raise NotUnderstood("two numbers were expected")
    return sizes(work, *given)


@slots.kind("two_sizes")
def _two_sizes(reader: Reader, slot: Slot) -> Iterator[Node]:
    """S(5, 2), c(5, 2), 5 and 2."""
    cursor = reader.cursor
    if cursor.token.text in ("S", "s", "c") and cursor.ahead().text == "(":
        cursor.next()
    bracketed = cursor.take_sign("(")
    first = take_amount(cursor, articles=False)
    joined = cursor.take_sign(",") or cursor.take("and")
    second = take_amount(cursor, articles=False)
    if first is None or second is None or not joined or (bracketed and not cursor.take_sign(")")):
        raise cursor.stuck("two whole numbers were expected")
    yield Listing((Number(first.value), Number(second.value)))


@operation(
    "stirling_second",
    nouns=(
        "[number of ways to|number of] (partition|partitions of) a set of {n:integer} [elements|objects|distinct "
        "objects] into "
        "{k:integer} (nonempty|non-empty) (subsets|groups|parts)",
        "stirling number of the second kind [of|for] {pair:two_sizes}",
    ),
    calls=("StirlingS2", "stirling2", "Stirling2"),
    arrange=_pair,
)
def stirling_second(work: Work, n: Node | None = None, k: Node | None = None, pair: Node | None = None) -> Finding:
    """Ways to part n things into k groups that are not empty."""
    things, groups = _two(work, n, k, pair)
    if things > 400:
        raise TooCostly("sets of up to 400 are parted")
    found, again = counting.stirling_second(things, groups), counting.stirling_second_by_rows(things, groups)
    return count_found(found, again, f"S({things}, {groups}) = {{}}.", "the recurrence gives the same")


@operation(
    "stirling_first",
    nouns=(
        "[unsigned] stirling number of the first kind [of|for] {pair:two_sizes}",
        "number of permutations of {n:integer} [elements|objects] with [exactly] {k:integer} cycles",
    ),
    arrange=_pair,
)
def stirling_first(work: Work, n: Node | None = None, k: Node | None = None, pair: Node | None = None) -> Finding:
    """Permutations of n things with k cycles, without sign."""
    things, cycles = _two(work, n, k, pair)
    if things > 400:
        raise TooCostly("permutations of up to 400 things are counted")
    found, again = counting.stirling_first(things, cycles), counting.stirling_first_by_product(things, cycles)
    return count_found(found, again, f"c({things}, {cycles}) = {{}}.", "a product multiplied out gives the same")


@operation(
    "bell_number",
    nouns=(
        "{n:ordinal} bell number",
        "bell number [of|b] {n:integer}",
        "number of partitions of a set (of|with) {n:integer} [elements|objects]",
    ),
    calls=("bell", "BellB"),
)
def bell_number(work: Work, n: Node) -> Finding:
    """Ways to part n things into groups; B(0) = 1 is the number at place 0."""
    (size,) = sizes(work, n)
    if size > 400:
        raise TooCostly("Bell numbers up to place 400 are worked out")
    again = sum(counting.stirling_second(size, k) for k in range(size + 1))
    return count_found(counting.bell(size), again, f"B({size}) = {{}}.", "the Stirling numbers add up to it")


@operation(
    "catalan_number",
    nouns=("{n:ordinal} catalan number", "catalan number [of|c] {n:integer}"),
    calls=("catalan", "CatalanNumber"),
)
def catalan_number(work: Work, n: Node) -> Finding:
    """The Catalan number; C(0) = 1 is the number at place 0."""
    (size,) = sizes(work, n)
    if size > 600:
        raise TooCostly("Catalan numbers up to place 600 are worked out")
    found = math.comb(2 * size, size) // (size + 1)
    return count_found(found, counting.catalan_by_steps(size), f"C({size}) = {{}}.", "the recurrence gives the same")
