"""Solutions as decimals: of one equation near a place, and all real ones rounded.

A root near a place is followed by Newton's steps and then shown to lie between two numbers at which the two sides
differ in opposite directions. Which other roots there are is not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.solving import settled, solve_arguments, zero
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Request,
    Sum,
    names,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

_PLACES: Final = 10
_STEPS: Final = 100


def _around(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """FindRoot[f, {x, x0}], fsolve(f, x0), nsolve(f, x, x0)."""
    if named or len(arguments) not in (2, 3):
        return None
    relation, last = arguments[0], arguments[-1]
    if len(arguments) == 3:
        return {"relation": relation, "x": arguments[1], "start": last}
    if isinstance(last, Listing) and len(last.items) == 2:
        return {"relation": relation, "x": last.items[0], "start": last.items[1]}
    return {"relation": relation, "start": last}


@operation("root_near", calls=("FindRoot", "nsolve"), arrange=_around, binds=("x",))
def root_near(work: Work, relation: Node, start: Node, x: Node | None = None) -> Finding:
    """A root that Newton's steps reach from a place, as a decimal."""
    import mpmath  # type: ignore[import-untyped]

    from orchestra_modules.mathematics.engines.enclosure import compare
    from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric

    (equation, *others), present = settled(relation if isinstance(relation, Relation) else zero(relation))
    if others or len(present) != 1 or (x is not None and x != Name(present[0])) or equation.sign != "=":
        raise NotUnderstood("one equation in one unknown was expected")
    difference = Sum((equation.left, Negative(equation.right)))
    at: Fraction = work.rational(start, "the place to start from")

    def value(place: Fraction) -> Fraction:
        try:
            found = numeric(substitute(difference, {present[0]: Number(place)}), 30)
        except NotNumeric as error:
            raise NotDone("the equation could not be followed there") from error
        if abs(mpmath.im(found)) > 1e-20 or not mpmath.isfinite(found):
            raise NotDone("the equation has no real value on the way")
        return Fraction(mpmath.nstr(mpmath.re(found), 30))

    step = Fraction(1, 10**12)
    for _ in range(_STEPS):
        here = value(at)
        slope = (value(at + step) - value(at - step)) / (2 * step)
        if slope == 0:
            raise NotDone("the slope is 0 on the way: no root is reached from there")
        following = (at - here / slope).limit_denominator(10**25)
        if abs(following - at) < Fraction(1, 10**20):
            break
        at = following
    else:
        raise NotDone("no root is reached from there")
    rounded = round(at, _PLACES)
    half = Fraction(1, 2 * 10**_PLACES)
    signs = [compare(substitute(difference, {present[0]: Number(end)}), Number(Fraction(0))).sign
             for end in (rounded - half, rounded + half)]  # fmt: skip
    verified = True if signs[0] * signs[1] < 0 else None
    text = number_text(rounded, True)
    check = "check: the sides differ in opposite directions at half a unit of the last place on either side"
    told = f"{present[0]} ≈ {text}, rounded to {_PLACES} decimal places"
    data = {"type": "decimal", "value": text}
    return Finding(text, told, dict(data), "Newton's method", check, verified, node=Number(rounded, True))


@operation(
    "numeric_solutions",
    requests=(
        "(solve|find) [the] [equation] {relations:relations} (numerically|approximately|"
        "to {places:integer} decimal places) [for {unknowns:variables}]",
        "solve numerically [the equation] {relations:relations} [for {unknowns:variables}]",
    ),
    calls=("NSolve", "vpasolve", "NRoots"),
    arrange=solve_arguments,
    binds=("unknowns",),
)
def numeric_solutions(
    work: Work, relations: Node, unknowns: Node | None = None, kind: Node | None = None, places: Node | None = None
) -> Finding:
    """The solutions of one unknown as decimals."""
    given: list[tuple[str, Node]] = [("relations", relations)]
    given += [(key, node) for key, node in (("unknowns", unknowns), ("kind", kind)) if node is not None]
    found = work.find(Request("solve", tuple(given)))
    if found.node is None and found.confidence < 1 and "decimal places" in found.text:
        return found  # told as decimals already
    if found.node is None or names(found.node):
        raise NotDone(f"the solutions are not turned into decimals: {found.text[:100]}")
    nodes = found.node.items if isinstance(found.node, Listing) else (found.node,)
    if any(isinstance(node, Listing) for node in nodes):
        return found
    from orchestra_modules.mathematics.engines.enclosure import enclosure

    digits = work.integer(places, "the number of decimal places") if places is not None else _PLACES
    if not 0 <= digits <= 30:
        raise NotDone("solutions are rounded to at most 30 decimal places")
    rounded: list[Fraction] = []
    for node in nodes:
        low, high = (round(end, digits) for end in enclosure(node, digits + 30))
        if low != high:
            raise NotDone("a solution is too close to the middle between two decimals")
        rounded.append(low)
    texts = [number_text(value, value.denominator != 1) for value in rounded]
    text = f"{found.text}; to {digits} decimal places: {', '.join(texts)}"
    data: JsonValue = {"type": "list", "values": [*texts]}
    tree = tuple(Number(value, True) for value in rounded)
    return Finding(
        ", ".join(texts), text, data, f"{found.method}; rounded by enclosures", found.check, found.verified,
        found.confidence, node=tree[0] if len(tree) == 1 else Listing(tree),
    )  # fmt: skip
