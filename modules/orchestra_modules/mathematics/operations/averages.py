"""Averages told in sentences: a missing value, a sum, averages put together, and means with weights."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import things
from orchestra_modules.mathematics.readers.amounts import may_be_amount, take_amount
from orchestra_modules.mathematics.syntax import (
    Listing,
    Node,
    Number,
    Product,
    Relation,
    Request,
    Sum,
    has_decimal,
    names,
)
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_MEAN: Final = "(mean|average|arithmetic mean|average value|mean value)"
_STOP: Final = "(.|,|;|and) [then]"
_FIND: Final = "(find|what is|what's|calculate|determine|solve for|work out|what must be|what does)"
_METHOD: Final = "exact rational arithmetic"


def _told(name: str, value: Fraction, check: str, verified: bool, *given: Node) -> Finding:
    shown = number_text(value, has_decimal(*given))
    about = f" (about {float(value):.10g})" if "/" in shown else ""
    text = f"The {name} is {shown}{about}."
    return Finding(
        shown, text, number_data(value), _METHOD, f"check: {check}", verified, node=Number(value, has_decimal(*given))
    )


@operation(
    "unknown_of_mean",
    requests=(
        f"[if|suppose|given that|knowing that] the {_MEAN} of [the (numbers|values|data)] {{data:list}} "
        f"(is|equals|is equal to) {{m}} "
        f"{_STOP} {_FIND} [the value of] {{x:variable}} [equal]",
        f"{_FIND} [the value of] {{x:variable}} (if|when|such that|so that|given that) the {_MEAN} of "
        "[the (numbers|values|data)] {data:list} (is|equals|is equal to) {m}",
    ),
    binds=("x",),
)
def unknown_of_mean(work: Work, data: Node, m: Node, x: Node) -> Finding:
    """A value among others whose mean is told."""
    items = work.items(data)
    if set(names(data)) != set(names(x)):
        raise NotUnderstood("one value, and only one, must be unknown")
    total = Product((m, Number(Fraction(len(items)))))
    relation = Relation("=", Sum(tuple(items)), total)
    return work.find(Request("solve", (("relations", Listing((relation,))), ("unknowns", Listing((x,))))))


@operation(
    "sum_of_mean",
    requests=(
        f"[if] the {_MEAN} of {{n:integer}} {{thing:thing}} (is|equals) {{m:money}} {_STOP} "
        "(what is|find|calculate|what's) (their (sum|total)|the (sum|total) of (the|these) [{k:integer}] {thing:thing}"
        "|the (sum|total))",
        f"(what is|find|calculate) the (sum|total) of {{n:integer}} {{thing:thing}} (whose|with [a|an]|if "
        f"their) {_MEAN} "
        "[is|of] {m:money}",
    ),
)
def sum_of_mean(work: Work, n: Node, m: Node, thing: Node | None = None, k: Node | None = None) -> Finding:
    """The sum of so many values with a mean."""
    many, mean = work.integer(n), work.rational(m)
    if k is not None and work.integer(k) != many:
        raise NotUnderstood("two different numbers of values are told")
    if many < 1:
        raise Undefined("a mean is of one value at least")
    found = many * mean
    return _told("sum", found, "divided by the number of values it is the mean", found / many == mean, m)


@operation(
    "missing_value",
    requests=(
        f"[if] the {_MEAN} of {{n:integer}} {{thing:thing}} (is|equals) {{m:money}} {_STOP} [if] "
        "{k:integer} of (them|the {thing:thing}|the numbers) are {data:several} [.|,|;] (what is|find) the "
        "(other|remaining|last|missing|{place:ordinal}) ({thing:thing}|one)",
    ),
)
def missing_value(
    work: Work, n: Node, m: Node, k: Node, data: Node, thing: Node | None = None, place: Node | None = None
) -> Finding:
    """The value that is left when all but one are known."""
    many, mean = work.integer(n), work.rational(m)
    known = [work.rational(item) for item in work.items(data)]
    if work.integer(k) != len(known) or len(known) != many - 1 or (place is not None and work.integer(place) != many):
        raise NotUnderstood("all values but one must be told")
    found = many * mean - sum(known)
    again = sum([*known, found], Fraction(0)) / many == mean
    return _told("value", found, "with it the mean is the one told", again, m, data)


@operation(
    "joined_mean",
    requests=(
        f"[if] [the {_MEAN} of] {{groups:averaged_groups}} {_STOP} (what is|find|calculate) (the|their) "
        f"[overall|combined|total] {_MEAN} [of (all|the) [{{total:integer}}] [of them|{{thing:thing}}] "
        f"[together|combined]]",
        "(what is|find|calculate) the weighted (mean|average) of {groups:weighted_values}",
    ),
    nouns=("weighted (mean|average) of {groups:weighted_values}",),
)
def joined_mean(work: Work, groups: Node, total: Node | None = None, thing: Node | None = None) -> Finding:
    """The mean of several groups together, each told by its size and its mean."""
    found, count = Fraction(0), Fraction(0)
    told: list[tuple[Fraction, Fraction]] = []
    for group in work.items(groups):
        size, mean = (work.rational(item) for item in work.items(group))
        told.append((size, mean))
        found, count = found + size * mean, count + size
    if count == 0 or any(size < 0 for size, _ in told):
        raise Undefined("the sizes must not be negative, and not all 0")
    if total is not None and work.integer(total) != count:
        raise NotUnderstood(f"the groups have {number_text(count, True)} values together, not {work.integer(total)}")
    result = found / count
    again = sum((size * (mean - result) for size, mean in told), Fraction(0)) == 0
    return _told("mean of all", result, "the weighted deviations from it add up to 0", again, groups)


@slots.kind("averaged_groups", may_be_amount)
def _groups(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Three tests average 80 and two more average 90; 3 numbers is 80 and the average of 2 numbers is 90."""
    cursor = reader.cursor
    found: list[Node] = []
    with slots.without_barriers(cursor):
        while True:
            mark = cursor.mark()
            if found:
                cursor.take_sign(",", ".")
                cursor.take("and")
                cursor.take("the average of", "the mean of", "that of")
            group = _group(reader)
            if group is None:
                cursor.reset(mark)
                break
            found.append(group)
            if len(found) > 50:
                raise TooCostly("at most 50 groups are put together")
    if len(found) < 2:
        raise cursor.stuck("the mean of a second group was expected")
    yield Listing(tuple(found))


def _group(reader: Reader) -> Node | None:
    cursor = reader.cursor
    cursor.take("the other", "another", "the next", "the first", "the last")
    size = take_amount(cursor, articles=False)
    if size is None or size.value.denominator != 1:
        return None
    cursor.take("more", "other", "others", "further")
    if things.names_a_thing(cursor):
        cursor.next()
    if not cursor.take("average", "averages", "averaged", "have a mean of", "have an average of", "had an average of",
                       "with a mean of", "with an average of", "is", "have the mean", "had a mean of"):  # fmt: skip
        return None
    cursor.take_sign("$")
    mean = take_amount(cursor, articles=False)
    if mean is None or cursor.is_sign("%"):
        return None
    return Listing((Number(size.value), Number(mean.value, mean.decimal)), "tuple")


@slots.kind("weighted_values", may_be_amount)
def _weighted(reader: Reader, slot: Slot) -> Iterator[Node]:
    """80 with weight 3 and 90 with weight 2; 80 (weight 3), 90 (weight 2)."""
    cursor = reader.cursor
    found: list[Node] = []
    with slots.without_barriers(cursor):
        while True:
            mark = cursor.mark()
            if found:
                cursor.take_sign(",")
                cursor.take("and")
            value = take_amount(cursor, articles=False)
            bracketed = cursor.take_sign("(")
            named = bracketed or cursor.take("with", "of")
            cursor.take("a")
            if value is None or not named or not cursor.take("weight"):
                cursor.reset(mark)
                break
            cursor.take("of") or cursor.take_sign("=", ":")
            weight = take_amount(cursor, articles=False)
            if weight is None or (bracketed and not cursor.take_sign(")")):
                cursor.reset(mark)
                break
            found.append(Listing((Number(weight.value, weight.decimal), Number(value.value, value.decimal)), "tuple"))
    if len(found) < 2:
        raise cursor.stuck("two values with weights were expected")
    yield Listing(tuple(found))
