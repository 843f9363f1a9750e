"""Proportions written out or told: 3 : x = 9 : 12, parts in a ratio, prices of so many, work shared by so many."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import fraction_text, number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.chance_kinds import singular
from orchestra_modules.mathematics.syntax import Listing, Node, Number, Product, Relation, Request, has_decimal, names
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_STOP: Final = "(.|,|;) [then]"
_METHOD: Final = "exact rational arithmetic"


# --- written out ----------------------------------------------------------------------------------------------------


@slots.kind("proportion", needs=(frozenset({":", "::"}),))
def _proportion(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Two ratios of two terms that are equal, as an equation: a : b = c : d, a : b :: c : d."""
    cursor = reader.cursor
    terms: list[Node] = []
    with slots.without_barriers(cursor):
        for place in range(4):
            terms.append(reader.in_list())
            if place in (0, 2):
                cursor.expect_sign(":")
            elif place == 1 and not (cursor.take_sign("=") or (cursor.take_sign(":") and cursor.take_sign(":"))):
                raise cursor.stuck("a second ratio was expected")
    yield Relation("=", Product((terms[0],), (terms[1],)), Product((terms[2],), (terms[3],)))


@operation(
    "proportion",
    requests=(
        f"(if|given that|suppose|given) {{equation:proportion}} {_STOP} (what is|find|what's|solve "
        f"for|calculate|determine) "
        "[the value of] {x:variable}",
        "(solve|solve for {x:variable} [in|:]) [the] [proportion] [:] {equation:proportion} [for {x:variable}]",
        "(find|what is|determine) [the value of] {x:variable} (if|in|when|such that|in the proportion|given "
        "that) [the proportion] "
        "{equation:proportion}",
        "solve the proportion [:] {equation:relation} [for {x:variable}]",
        "{equation:proportion} [,|.] [(find|what is|solve for) {x:variable}]",
    ),
    binds=("x",),
)
def proportion(work: Work, equation: Node, x: Node | None = None) -> Finding:
    """The unknown term of a proportion."""
    unknown = names(equation)
    if len(unknown) != 1 or (x is not None and names(x) != unknown):
        raise NotUnderstood("one term of a proportion must be unknown")
    return work.find(Request("solve", (("relations", Listing((equation,))),)))


# --- told -----------------------------------------------------------------------------------------------------------

_SHARED: Final = (
    "[if|in a (class|group|school|club|box|bag|choir) ,] the ratio of {a:thing} to {b:thing} [in (a|the) "
    "{place:thing}] is {ratio:ratio}"
)


@operation(
    "parts_in_ratio",
    requests=(
        f"{_SHARED} [and|.|,] [if] there are {{n:integer}} {{known:thing}} {_STOP} how many {{asked:thing}} are there",
        f"{_SHARED} [and|.|,] [if] there are {{n:integer}} {{all:thing}} (in total|in all|altogether) {_STOP} "
        "how many {asked:thing} are there",
    ),
)
def parts_in_ratio(
    work: Work,
    a: Node,
    b: Node,
    ratio: Node,
    n: Node,
    asked: Node,
    known: Node | None = None,
    all: Node | None = None,
    place: Node | None = None,
) -> Finding:
    """One part of two in a ratio, from the other or from both together."""
    shares = [work.rational(item) for item in work.items(ratio)]
    if len(shares) != 2 or min(shares) <= 0:
        raise Undefined("a ratio of two numbers above 0 was expected")
    by = dict(zip((_noun(work, a), _noun(work, b)), shares, strict=True))
    wanted, given = _noun(work, asked), sum(shares, Fraction(0)) if known is None else by.get(_noun(work, known))
    if len(by) < 2 or wanted not in by or given is None or (all is not None and _noun(work, all) in by):
        raise NotUnderstood("what is counted is not what the ratio is of")
    found = work.rational(n) * by[wanted] / given
    if found.denominator != 1:
        raise Undefined(f"there would be {fraction_text(found)}, which is no whole number")
    check = "check: the cross products are equal"
    verified = found * given == work.rational(n) * by[wanted]
    return Finding(
        str(found), f"There are {found} {wanted}s.", number_data(found), _METHOD, check, verified, node=Number(found)
    )


def _noun(work: Work, thing: Node) -> str:
    return " ".join(singular(word) for word in work.text(thing).lower().split())


_COST: Final = "(cost|costs|weigh|weighs)"
_UNITS: Final = "(days|hours|minutes|weeks|months)"


@operation(
    "same_rate",
    requests=(
        f"[if] {{a:money}} {{thing:thing}} {_COST} {{b:money}} [{{unit:thing}}] {_STOP} (how much|what) "
        f"(do|does|will|would) "
        f"{{c:money}} {{same:thing}} {_COST}",
        f"[if] {{a:money}} {{thing:thing}} {_COST} {{b:money}} [{{unit:thing}}] {_STOP} what is the "
        f"(cost|price|weight) of "
        "{c:money} {same:thing}",
    ),
)
def same_rate(work: Work, a: Node, b: Node, c: Node, thing: Node, same: Node, unit: Node | None = None) -> Finding:
    """What so many cost, if so many others cost so much."""
    if _noun(work, thing) != _noun(work, same):
        raise NotUnderstood("the things counted are not the same")
    return work.find(Request("fourth_proportional", (("a", a), ("b", b), ("c", c))))


@operation(
    "how_many_for",
    requests=(
        f"[if] {{a:money}} {{thing:thing}} (cost|costs) {{b:money}} {_STOP} how many {{same:thing}} (can|could) "
        "(you|i|we|one|he|she) (buy|get) (for|with) {c:money}",
    ),
)
def how_many_for(work: Work, a: Node, b: Node, c: Node, thing: Node, same: Node) -> Finding:
    """How many are bought for an amount, if so many cost so much; only where it is a whole number."""
    if _noun(work, thing) != _noun(work, same):
        raise NotUnderstood("the things counted are not the same")
    found = work.find(Request("fourth_proportional", (("a", b), ("b", a), ("c", c))))
    if not isinstance(found.node, Number) or found.node.value.denominator != 1:
        raise NotUnderstood("the amount does not buy a whole number of them; whether it is rounded down is not said")
    return found


@operation(
    "shared_work",
    requests=(
        f"[if] {{a:integer}} {{thing:thing}} (need|take|require|can finish a job in|can do a job in|finish a "
        f"job in|can complete a job in"
        f"|complete a job in|can do the job in) {{b:money}} {_UNITS} [for a job|to finish a job|to do a "
        f"job|to complete a job|for the job] "
        f"{_STOP} how (many {_UNITS}|long) (do|would|will|does) {{c:integer}} {{same:thing}} (need|take|require) "
        "[to (finish|do|complete) (it|the job|the same job)|for it|for the [same] job] [(at the same "
        "rate|working at the same rate)]",
    ),
)
def shared_work(work: Work, a: Node, b: Node, c: Node, thing: Node, same: Node) -> Finding:
    """The time that a job takes with more or fewer who do it, all at the same rate."""
    if _noun(work, thing) != _noun(work, same):
        raise NotUnderstood("those who work are not the same")
    first, time, second = (work.rational(node) for node in (a, b, c))
    if min(first, second) < 1:
        raise Undefined("a job needs one who does it")
    work.note("all work at the same rate, so the time goes inversely with their number")
    found = first * time / second
    shown = number_text(found, has_decimal(b))
    check = "check: the amount of work is the same"
    verified = found * second == first * time
    return Finding(shown, f"It takes {shown}.", number_data(found), _METHOD, check, verified, node=Number(found))
