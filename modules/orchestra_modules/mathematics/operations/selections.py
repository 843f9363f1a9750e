"""Choices told in sentences: offices that differ, committees from several groups, diagonals between corners."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines import counting
from orchestra_modules.mathematics.engines.count_findings import count_found, sizes
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.amounts import may_be_amount, take_amount
from orchestra_modules.mathematics.readers.chance_kinds import singular
from orchestra_modules.mathematics.readers.chance_reader import ChanceReader
from orchestra_modules.mathematics.readers.things import names_a_thing
from orchestra_modules.mathematics.syntax import Listing, Node, Number, Text
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_CHOOSE: Final = "(choose|elect|select|pick|appoint|choosing|electing|selecting)"
_CHOSEN: Final = "(chosen|elected|selected|picked|appointed)"
_GROUP: Final = "(committee|team|group|delegation|jury|panel|council|selection|crew|squad)"
_MANY: Final = "how many [different|distinct|possible]"


@slots.kind("offices", lambda cursor: cursor.token.lowered in ("a", "an"))
def _offices(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A president, a vice president and a secretary: each named once."""
    cursor = reader.cursor
    found: list[str] = []
    with slots.without_barriers(cursor):
        while cursor.take("a", "an"):
            start = cursor.position
            while (names_a_thing(cursor) or cursor.token.text == "-") and cursor.position - start < 4:
                cursor.next()
            if cursor.position == start:
                raise cursor.stuck("an office was expected")
            found.append(cursor.written(start).lower())
            mark = cursor.mark()
            comma = cursor.take_sign(",")
            if not (cursor.take("and") or comma):
                break
            if cursor.token.lowered not in ("a", "an"):
                cursor.reset(mark)
                break
    if len(found) < 2 or len(set(found)) < len(found):
        raise cursor.stuck("two different offices at least were expected")
    yield Listing(tuple(Text(office) for office in found))


@operation(
    "offices_filled",
    nouns=(f"number of ways to {_CHOOSE} {{offices:offices}} (from|out of|among) {{n:people}}",),
    requests=(
        f"[in] {_MANY} ways (are there to|can you|can we|can a club|can they|is it possible to) {_CHOOSE} "
        f"{{offices:offices}} "
        "(from|out of|among) {n:people}",
        f"[in] {_MANY} ways can {{offices:offices}} be {_CHOSEN} (from|out of|among) {{n:people}}",
        f"(a|the) (club|class|group|committee|team|society|board) (of|has|with) {{n:people}} [,|.] [it|that|which] "
        f"[wants to|must|needs to|will|has to] [elects|{_CHOOSE}] {{offices:offices}} [.|,] [in] {_MANY} ways "
        "(can this be done|are there [to do this]|is this possible)",
    ),
)
def offices_filled(work: Work, offices: Node, n: Node) -> Finding:
    """Ways to fill offices that differ from people, nobody holding two."""
    (many,) = sizes(work, n)
    places = len(work.items(offices))
    work.note("nobody holds two offices")
    found = math.perm(many, places)
    again = math.comb(many, places) * math.factorial(places)
    return count_found(found, again, f"{places} offices are filled from {many} in {{}} ways.", "choices times orders")


@slots.kind("mixed_group", may_be_amount)
def _mixed(reader: Reader, slot: Slot) -> Iterator[Node]:
    """3 men and 2 women: numbers of different kinds."""
    cursor = reader.cursor
    found: list[Node] = []
    kinds: list[str] = []
    with slots.without_barriers(cursor):
        while True:
            mark = cursor.mark()
            if found:
                comma = cursor.take_sign(",")
                if not (cursor.take("and") or comma):
                    break
            amount = take_amount(cursor)
            if amount is None or amount.value.denominator != 1 or not names_a_thing(cursor):
                cursor.reset(mark)
                break
            kinds.append(_one(cursor.next().text.lower()))
            found.append(Listing((Text(kinds[-1]), Number(amount.value)), "tuple"))
    if len(found) < 2 or len(set(kinds)) < len(kinds):
        raise cursor.stuck("two kinds at least were expected")
    yield Listing(tuple(found))


def _one(noun: str) -> str:
    """A noun in the singular; man and woman change inside."""
    return {"men": "man", "women": "woman", "children": "child", "people": "person"}.get(noun) or singular(noun)


_BE: Final = "(be|is|is to be|are|must be|are to be)"
_MADE: Final = "(formed|chosen|selected|made|picked|appointed|made up|drawn)"


@operation(
    "mixed_selection",
    requests=(
        f"{_MANY} ({_GROUP}|{_GROUP}s|committees|teams|groups|delegations|juries|panels|selections) "
        f"(of|with|consisting of|containing) {{chosen:mixed_group}} can be {_MADE} (from|out of|among) "
        "[a group of] {whole:mixed_group}",
        f"[in] {_MANY} ways can (a {_GROUP} of|you choose|we choose|a {_GROUP} consisting of) [{{chosen:mixed_group}}] "
        f"[be {_MADE}] (from|out of|among) [a group of] {{whole:mixed_group}}",
        f"[in] {_MANY} ways can {{chosen:mixed_group}} be {_MADE} (from|out of|among) [a group of] "
        f"{{whole:mixed_group}}",
        f"[in] {_MANY} ways are there to (choose|select|form|pick) [a {_GROUP} of] {{chosen:mixed_group}} "
        "(from|out of|among) [a group of] {whole:mixed_group}",
        f"a {_GROUP} (of|with|consisting of) {{chosen:mixed_group}} {_BE} {_MADE} (from|out of|among) [a group of] "
        f"{{whole:mixed_group}} (.|,) [in] {_MANY} ways (can this be done|are there [to do this]|is this possible)",
    ),
)
def mixed_selection(work: Work, chosen: Node, whole: Node) -> Finding:
    """Choices of so many of each kind out of so many of each."""
    wanted, there = dict(_kinds(work, chosen)), dict(_kinds(work, whole))
    if set(wanted) - set(there):
        raise NotUnderstood(
            f"it is not said how many there are to choose from of {', '.join(set(wanted) - set(there))}"
        )
    found = math.prod(math.comb(there[kind], many) for kind, many in wanted.items())
    again = math.prod(counting.binomial_by_rows(there[kind], many) for kind, many in wanted.items())
    return count_found(found, again, "There are {} ways.", "Pascal's rule for each kind gives the same")


def _kinds(work: Work, group: Node) -> Iterator[tuple[str, int]]:
    for item in work.items(group):
        match item:
            case Listing((Text(kind), Number() as many), "tuple"):
                yield kind, sizes(work, many)[0]


@operation(
    "one_of_each",
    requests=(
        f"{_MANY} (outfits|meals|menus|lunches|dinners) (can be|can you|can i|can we|could be|are possible) "
        "[made|make|formed|put together|chosen|created] (from|with|using|out of) {whole:mixed_group}",
        f"{_MANY} (outfits|meals|menus|lunches|dinners) (are possible|are there|can be made) (if there "
        f"are|given|when there are) "
        "{whole:mixed_group}",
    ),
)
def one_of_each(work: Work, whole: Node) -> Finding:
    """Choices of one of each kind."""
    many = [number for _, number in _kinds(work, whole)]
    work.note("one of each kind is taken")
    again = 1
    for number in many:
        again = sum(again for _ in range(number))
    return count_found(
        math.prod(many), again, "There are {} choices.", "each choice so far goes with each of the next kind"
    )


@operation(
    "outcomes",
    nouns=(
        "number of [possible|different] outcomes (when|if|of|in|from) [rolling|tossing|flipping|throwing] "
        "{trials:trials}",
    ),
    requests=(
        f"{_MANY} [possible] outcomes (are there|are possible|exist) (when|if|of|in|from|for) "
        "[rolling|tossing|flipping|throwing|you roll|you toss|you flip] {trials:trials}",
    ),
)
def outcomes(work: Work, trials: Node) -> Finding:
    """Results of throws in order, the dice or coins told apart."""
    many, faces = (work.integer(item) for item in work.items(trials))
    if not 1 <= many <= 1000:
        raise Undefined("1 to 1000 throws are counted")
    if many > 1:
        work.note("the throws are told apart")
    again = 1
    for _ in range(many):
        again *= faces
    return count_found(faces**many, again, "There are {} outcomes.", "throw by throw")


@slots.kind("trials", lambda cursor: cursor.token.kind in ("word", "number"))
def _trials(reader: Reader, slot: Slot) -> Iterator[Node]:
    """3 dice; a coin is flipped 5 times: how many throws, and how many faces."""
    with slots.without_barriers(reader.cursor):
        reading = ChanceReader(reader.cursor)
        if not reading.trials() or reading.told.source is None:
            raise reader.cursor.stuck("throws of dice or coins were expected")
    faces = len(reading.told.source.population)
    yield Listing((Number(Fraction(reading.told.draws or 1)), Number(Fraction(faces))), "tuple")


_POLYGONS: Final = {
    "triangle": 3, "square": 4, "rectangle": 4, "quadrilateral": 4, "pentagon": 5, "hexagon": 6, "heptagon": 7,
    "octagon": 8, "nonagon": 9, "decagon": 10, "dodecagon": 12, "icosagon": 20,
}  # fmt: skip


@slots.kind("polygon", lambda cursor: cursor.token.kind in ("word", "number"))
def _polygon(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A hexagon, a polygon with 12 sides, a 12-gon, a 12-sided polygon: its number of corners."""
    cursor = reader.cursor
    with slots.without_barriers(cursor):
        cursor.take("a", "an")
        cursor.take("regular", "convex", "regular convex")
        if (named := _POLYGONS.get(cursor.token.lowered)) is not None:
            cursor.next()
            yield Number(Fraction(named))
            return
        told_after = cursor.take("polygon with")
        amount = take_amount(cursor, articles=False)
        dash = cursor.take_sign("-")
        ends = (
            cursor.take("sides", "corners", "vertices") if told_after else dash and cursor.take("gon", "sided polygon")
        )
    if amount is None or not ends:
        raise cursor.stuck("a polygon was expected")
    yield Number(amount.value)


@operation(
    "diagonals",
    nouns=("number of diagonals (of|in) {n:polygon}",),
    requests=(
        "how many diagonals (does {n:polygon} have|are there in {n:polygon}|are in {n:polygon}|has {n:polygon})",
    ),
)
def diagonals(work: Work, n: Node) -> Finding:
    """Lines between corners of a polygon that are no sides."""
    (corners,) = sizes(work, n)
    if corners < 3:
        raise Undefined("a polygon has three corners at least")
    found = corners * (corners - 3) // 2
    again = sum((b - a) % corners not in (1, corners - 1) for a, b in combinations(range(corners), 2))
    return count_found(found, again, f"A polygon with {corners} corners has {{}} diagonals.", "pairs of corners listed")
