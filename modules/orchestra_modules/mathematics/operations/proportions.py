"""Ratios, shares in a ratio, and proportions of which one term is not known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.digits import fraction_text, number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.amounts import may_be_amount, take_amount
from orchestra_modules.mathematics.syntax import Listing, Node, Number, has_decimal
from orchestra_modules.solving.refusal import Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_METHOD: Final = "exact rational arithmetic"


@slots.kind("ratio", may_be_amount)
def _ratio(reader: Reader, slot: Slot) -> Iterator[Node]:
    """2:3, 2 : 3 : 5, 2 to 3."""
    cursor = reader.cursor
    found: list[Node] = []
    while True:
        amount = take_amount(cursor, articles=False)
        if amount is None:
            raise cursor.stuck("a ratio was expected")
        found.append(Number(amount.value, amount.decimal))
        if not (cursor.take_sign(":") or (len(found) == 1 and cursor.take("to"))):
            break
    if len(found) < 2:
        raise cursor.stuck("a ratio was expected")
    yield Listing(tuple(found))


@operation(
    "simplify_ratio",
    requests=(
        "(simplify|reduce) [the ratio] [of] [:] {ratio:ratio}",
        "[the] ratio {ratio:ratio} (simplified|reduced|in (simplest|lowest) (form|terms))",
        "(simplify|reduce|write|express) [the ratio] [of] {ratio:ratio} (in|to) [its|the] (simplest|lowest) "
        "(form|terms)",
        "(what is|find|give) the (simplest|lowest) (form|terms) of [the ratio] {ratio:ratio}",
        "(what is|find|give|write|express) the ratio [of] {ratio:ratio} (in|to) [its|the] (simplest|lowest) "
        "(form|terms)",
    ),
)
def simplify_ratio(work: Work, ratio: Node) -> Finding:
    """The same ratio in whole numbers without a common factor."""
    values = [work.rational(item) for item in work.items(ratio)]
    if min(values) <= 0:
        raise Undefined("a ratio is of numbers above 0")
    scale = math.lcm(*(v.denominator for v in values))
    whole = [int(v * scale) for v in values]
    factor = math.gcd(*whole)
    found = [n // factor for n in whole]
    verified = all(
        a * v == b * values[0] for a, b, v in zip(values, found, [Fraction(found[0])] * len(found), strict=True)
    )
    shown = ":".join(map(str, found))
    node = Listing(tuple(Number(Fraction(n)) for n in found))
    data: JsonValue = {"type": "list", "items": [number_data(Fraction(n)) for n in found]}
    check = "check: cross products are equal, and nothing divides all terms"
    return Finding(shown, f"The ratio is {shown}.", data, _METHOD, check, verified and math.gcd(*found) == 1, node=node)


@operation(
    "share_in_ratio",
    requests=(
        "(divide|split|share|partition|distribute) {total:money} (in|into) (the ratio|a ratio|ratio|parts in the "
        "ratio) [of] "
        "{ratio:ratio}",
        "(divide|split|share|partition|distribute) {total:money} (in|into) (the ratio|a ratio|ratio|parts in the "
        "ratio) [of] {ratio:ratio} (and|.|,|;) (give|find|state|what is|tell me|how much is|how large is) the "
        "((larger|largest|greater|greatest|bigger|biggest) {which=largest}|(smaller|smallest|lesser|least) "
        "{which=smallest}) (part|share|portion|amount)",
    ),
)
def share_in_ratio(work: Work, total: Node, ratio: Node, which: Node | None = None) -> Finding:
    """An amount in parts that are in a ratio, or one of the parts."""
    whole, shares = work.rational(total), [work.rational(item) for item in work.items(ratio)]
    if min(shares) <= 0:
        raise Undefined("a ratio is of numbers above 0")
    found = [whole * share / sum(shares, Fraction(0)) for share in shares]
    verified = sum(found) == whole and all(f * shares[0] == found[0] * s for f, s in zip(found, shares, strict=True))
    if which is not None:
        part = max(found) if work.text(which) == "largest" else min(found)
        told = f"Of the parts {', '.join(map(fraction_text, found))} it is {fraction_text(part)}."
        shown, check = number_text(part, has_decimal(total, ratio)), "check: the parts add up to the whole"
        return Finding(shown, told, number_data(part), _METHOD, check, verified, node=Number(part))
    shown = ", ".join(number_text(value, has_decimal(total, ratio)) for value in found)
    data: JsonValue = {"type": "list", "items": [number_data(value) for value in found]}
    check = "check: the parts add up to the whole and are in the ratio"
    node = Listing(tuple(Number(value) for value in found))
    return Finding(shown, f"The parts are {shown}.", data, _METHOD, check, verified, node=node)


@operation(
    "fourth_proportional",
    requests=(
        "{a:money} is to {b:money} as {c:money} is to (what|what number|which number|x)",
        "[if] {a} (things|items|units|copies) cost {b:money} (,|.) how much do {c} (things|items|units|copies) cost",
    ),
    nouns=("fourth proportional (to|of) {a} [,] {b} (,|and) {c}",),
)
def fourth_proportional(work: Work, a: Node, b: Node, c: Node) -> Finding:
    """The number that is to the third as the second is to the first."""
    first, second, third = (work.rational(node) for node in (a, b, c))
    if first == 0:
        raise Undefined("nothing is in proportion to 0")
    found = second * third / first
    shown = number_text(found, has_decimal(a, b, c))
    text = f"{fraction_text(first)} is to {fraction_text(second)} as {fraction_text(third)} is to {shown}."
    check = "check: the cross products are equal"
    return Finding(shown, text, number_data(found), _METHOD, check, first * found == second * third, node=Number(found))
