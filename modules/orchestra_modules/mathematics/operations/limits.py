"""Limits, from one side or both, at a point or at infinity."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.symbolic import (
    a_function,
    expression,
    function_of,
    has_no_value,
    is_restricted,
    plain,
    said_of,
    shown,
    with_euler,
    words,
)
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Relation,
    Request,
    Sum,
    Text,
    names,
    show,
    substitute,
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.limiting import Limited

__all__ = ["calculus_notation", "limit"]

_SIDES = {
    "+": "+", "right": "+", "above": "+", "fromabove": "+", "-1": "+", "-": "-", "left": "-", "below": "-",
    "frombelow": "-", "1": "-", "+-": "both", "both": "both", "twosided": "both", "reals": "both", "real": "both",
}  # fmt: skip
_SIDE = "(left {side=left}|right {side=right}|left - hand {side=left}|right - hand {side=right}|left hand {side=left}"
_SIDE += "|right hand {side=right}|one - sided|two - sided {side=both})"


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """limit(f, x, 0, '+'), Limit[f, x -> 0, Direction -> "FromAbove"], limit(f, x = 0, right)."""
    options = {key: value for key, value in named.items() if key not in ("dir", "direction", "Direction")}
    side = next((value for key, value in named.items() if key in ("dir", "direction", "Direction")), None)
    if not arguments or options:
        return None
    f, *rest = arguments
    if not rest:
        return None
    if isinstance(rest[0], Relation) and isinstance(rest[0].left, Name):
        approach: tuple[Node, Node] = (rest[0].left, rest[0].right)
        rest = rest[1:]
    elif len(rest) >= 2 and isinstance(rest[0], Name):
        approach = (rest[0], rest[1])
        rest = rest[2:]
    else:
        return None
    if rest and isinstance(rest[0], Relation) and rest[0].left == Text("Direction"):
        rest = [rest[0].right]
    if len(rest) > 1 or (rest and side is not None):
        return None
    given = rest[0] if rest else side
    found: dict[str, Node] = {"f": f, "approach": Listing((*approach, Text("both")))}
    if given is not None:
        found["side"] = given
    return found


@operation(
    "limit",
    nouns=(
        f"[{_SIDE}] (limit|lim) of {{f:formula}} (as|when|for) {{approach:approach}}",
        f"[{_SIDE}] (limit|lim) (as|when|for) {{approach:approach}} [,] [of] {{f:formula}}",
        f"[{_SIDE}] (limit|lim) {{approach:approach}} [of] {{f:formula}}",
        f"[{_SIDE}] (limit|lim) {{f:formula}} (as|when|for) {{approach:approach}}",
        "limit of {f:formula} at {at:point}",
        f"[{_SIDE}] (limit|lim) [of] {{f:before_arrow}} {{approach:approach}}",
        "(limit|lim) [of] {f:formula} , {at:point}",
        "[following] limit [:|,] (limit|lim) {approach:approach} [of] {f:formula}",
    ),
    requests=(
        "what does {f:formula} (approach|tend to|converge to|go to) (as|when) {approach:approach}",
        "what (happens|does happen) to {f:formula} (as|when) {approach:approach}",
        "what value does {f:formula} (approach|tend to) (as|when) {approach:approach}",
    ),
    calls=("limit", "Limit", "lim"),
    binds=("approach",),
    arrange=arranged,
)
def limit(
    work: Work, f: Node, approach: Node | None = None, side: Node | None = None, at: Node | None = None
) -> Finding:
    """What a function approaches."""
    variable, point, direction = _approach(work, f, approach, at)
    if side is not None:
        wanted = _side(work, side)
        if direction != "both" and wanted != direction:
            raise NotUnderstood("the limit is asked from two different sides")
        direction = wanted
    has_no_value(work, variable)
    f, variable = function_of(f, Name(variable))
    gate.check(point)
    from orchestra_modules.mathematics.engines import limiting

    found = limiting.limit(f, variable, point, direction)
    told = {"+": " from above", "-": " from below"}.get(direction, "")
    place = f"{variable} -> {show(point)}{told}"
    value = found.value
    if is_restricted(work, variable) and (value is None or said_of(work, variable) or not _far(point)):
        raise NotDone(f"a limit over some of the values of {variable} only is not done")
    if value is None:
        return _none(found, f, place)
    method = "limit by computer algebra"
    return expression(value, f"the limit of {show(f)} as {place}", method, found.check, found.verified)


def _far(point: Node) -> bool:
    return point in (Constant("oo"), Negative(Constant("oo")))


def _approach(work: Work, f: Node, approach: Node | None, at: Node | None) -> tuple[str, Node, str]:
    if isinstance(approach, Listing):
        letter, point, side = approach.items
        assert isinstance(letter, Name)
        point = with_euler(work.resolve(plain(point), frozenset({letter.name})), letter.name)
        return letter.name, point, side.text if isinstance(side, Text) else "both"
    at = plain(at) if at is not None else None
    if isinstance(at, Relation) and at.sign == "=" and isinstance(at.left, Name):
        return at.left.name, at.right, "both"
    raise NotUnderstood("what the variable approaches is missing")


def _side(work: Work, side: Node) -> str:
    text = side.text if isinstance(side, Text) else side.name if isinstance(side, Name) else show(side)
    if (found := _SIDES.get(text.lower())) is None:
        raise NotUnderstood(f"the side {text[:20]!r} of a limit is not known")
    return found


def _none(found: Limited, f: Node, place: str) -> Finding:
    sides = ["it keeps swinging" if value is None else shown(value) for value in found.values]
    where = {"+": "from above", "-": "from below"}
    told = ", ".join(f"{where[side]}: {value}" for side, value in zip(found.sides, sides, strict=True))
    if len(set(sides)) == 1:
        told = sides[0]
    data: JsonValue = {"type": "no limit", **{where[s][5:]: v for s, v in zip(found.sides, sides, strict=True)}}
    text = f"there is no limit of {show(f)} as {place} ({told})"
    return words("does not exist", text, data, "limits from both sides", found.check, found.verified)


@operation(
    "limit_of_sequence",
    nouns=(
        "limit of [the] sequence {f:sequence_rule}",
        "limit of [the] sequence {f:sequence_rule} (as|when) {approach:approach}",
    ),
    binds=("approach",),
)
def limit_of_sequence(work: Work, f: Node, approach: Node | None = None) -> Finding:
    """What the terms of a sequence approach as their place grows."""
    letter = names(plain(f))
    if len(letter) != 1 and approach is None:
        raise NotUnderstood("the place of the term is not one letter")
    far = Listing((Name((letter or ("n",))[0]), Constant("oo"), Text("both")))
    return limit(work, f, approach if approach is not None else far)


@operation(
    "sequence_converges",
    requests=(
        "does [the] sequence {f:sequence_rule} (converge|{opposite=yes} diverge) [or diverge|or converge]",
        "is [the] sequence {f:sequence_rule} (convergent|{opposite=yes} divergent) [or divergent|or convergent]",
    ),
)
def sequence_converges(work: Work, f: Node, opposite: Node | None = None) -> Finding:
    """Whether the terms of a sequence have a finite limit."""
    found = limit_of_sequence(work, f)
    holds = found.value not in ("oo", "-oo", "does not exist")
    return truth(holds == (opposite is None), found.text, found.method, found.check, found.verified)


@operation(
    "limit_by_rule",
    requests=(
        "(use|using|apply|applying|by|with|by using) (l'hopital|l'hospital) ' s rule [to|,] (find|evaluate|compute|"
        "calculate|determine) {asked}",
        "(find|evaluate|compute|calculate|determine) {asked} (using|by|with|by using|by applying) "
        "(l'hopital|l'hospital) ' s rule",
    ),
    plain=("asked",),
)
def limit_by_rule(work: Work, asked: Node) -> Finding:
    """A limit for which a rule is named; it is found by whatever road there is."""
    if not isinstance(asked, Request) or asked.operation != "limit":
        raise NotUnderstood("a limit was expected")
    return work.find(asked)


@operation(
    "limit_exists",
    requests=(
        "does [the] limit of {f:formula} (as|when) {approach:approach} exist",
        "does [the] (limit|lim) {approach:approach} [of] {f:formula} exist",
    ),
    binds=("approach",),
)
def limit_exists(work: Work, f: Node, approach: Node) -> Finding:
    """Whether a function has a finite limit; one that grows without bound has none."""
    found = limit(work, f, approach)
    infinite = found.value in ("oo", "-oo")
    holds = found.value != "does not exist" and not infinite
    text = f"{found.text}{', which is no number' if infinite else ''}"
    return truth(holds, text, found.method, found.check, found.verified)


@operation(
    "differentiable_at",
    requests=("is {f:formula} [{opposite=yes} not] differentiable (at|when) {at:point}",),
)
def differentiable_at(work: Work, f: Node, at: Node, opposite: Node | None = None) -> Finding:
    """Whether the slopes of the chords from a point have one finite limit."""
    from orchestra_modules.mathematics.engines import limiting
    from orchestra_modules.mathematics.engines.build import build, read_back
    from orchestra_modules.mathematics.engines.symbolic import value_at

    f, variable = function_of(a_function(work, f), None)
    point = value_at(at, variable)
    step = Name("h" if variable != "h" else "k")
    if names(f) != (variable,) or names(point):
        raise NotUnderstood("a function of one letter and a number were expected")
    moved = substitute(f, {variable: Sum((point, step))})
    chord = Product((Sum((moved, Negative(substitute(f, {variable: point})))),), (step,))
    gate.check(chord)
    found = limiting.limit(read_back(build(chord)), step.name, Number(Fraction(0)))
    holds = found.value is not None and bool(found.value.is_finite)
    slopes = ", ".join("none" if value is None else shown(value) for value in found.values)
    text = f"{show(f)} is {'' if holds else 'not '}differentiable at {show(point)} (slopes from the sides: {slopes})"
    return truth(holds == (opposite is None), text, "limit of the slopes of chords", found.check, found.verified)


@operation(
    "discontinuities",
    nouns=(
        "[all] [the] (discontinuities|points of discontinuity|discontinuity|point of discontinuity) of {f:formula}",
    ),
    requests=(
        "(where|at what points|at which points|for which x|for which values of x|for what values of x) is {f:formula} "
        "(discontinuous|not continuous)",
    ),
)
def discontinuities(work: Work, f: Node) -> Finding:
    """The single points at which a function without steps has no value."""
    import sympy

    from orchestra_modules.mathematics.engines.build import symbol
    from orchestra_modules.mathematics.engines.real_line import domain
    from orchestra_modules.mathematics.engines.symbolic import listing

    f, variable = function_of(a_function(work, f), None)
    if any(isinstance(n, Call) and n.function in ("floor", "ceiling", "sign", "mod") for n in walk(f)):
        raise NotDone("the breaks of functions with steps are not listed")
    region = domain(f, symbol(variable))
    gaps = sympy.Complement(sympy.S.Reals, region.points)
    if gaps is not sympy.S.EmptySet and not isinstance(gaps, sympy.FiniteSet):
        raise NotDone("the function has no value on whole stretches, so its breaks are not single points")
    check = "check: each condition was settled by signs between zeros, with Sturm's count of these"
    told = f"{show(f)} is discontinuous at {variable}"
    points = sorted(gaps, key=lambda p: sympy.N(p, 30)) if gaps is not sympy.S.EmptySet else []
    return listing(points, told, "conditions on its parts", check, True if region.complete else None)


@operation(
    "continuous_everywhere",
    requests=(
        "is {f:named_formula} continuous [everywhere|on the real line|for all x|on all of the reals|for all real x]",
        "is {f:formula} continuous (everywhere|on the real line|for all x|on all of the reals|for all real x)",
    ),
    plain=("f",),
)
def continuous_everywhere(work: Work, f: Node) -> Finding:
    """Whether a function has a value everywhere and no break; at its point where the text gives its letter a value."""
    from orchestra_modules.mathematics.engines.continuity import continuous, whole_line

    f = plain(f)
    if isinstance(f, Name) and f.name in work.definitions and work.definitions[f.name].parameters:
        f = work.body(f.name)
    letters = names(f)
    if len(letters) == 1 and letters[0] in work.definitions and not work.definitions[letters[0]].parameters:
        return continuous_at(work, f, work.resolve(Name(letters[0])))
    f, variable = function_of(a_function(work, work.resolve(f)), None)
    if not continuous(f, variable, Negative(Constant("oo")), Constant("oo")):
        raise NotDone("it has a break or no value somewhere, or this was not settled; ask about a point")
    check = "check: the set on which it is continuous, found by computer algebra, is the real line"
    again = whole_line(f, variable)
    return truth(True, f"{show(f)} is continuous everywhere", "continuity of its parts", check, again)


@operation(
    "continuous_at",
    requests=(
        "is {f:formula} continuous (at|when) {at:point}",
        "is {f:formula} (discontinuous {opposite=yes}|not continuous {opposite=yes}) (at|when) {at:point}",
    ),
)
def continuous_at(work: Work, f: Node, at: Node, opposite: Node | None = None) -> Finding:
    """Whether a function has a value at a point that is its limit there."""
    from orchestra_modules.mathematics.engines import limiting
    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.continuity import continuous
    from orchestra_modules.mathematics.engines.real_line import has_value
    from orchestra_modules.mathematics.engines.symbolic import value_at
    from orchestra_modules.mathematics.syntax import names
    from orchestra_modules.solving.refusal import Undefined

    f, variable = function_of(f, None if names(f) else Name("x"))
    point = value_at(at, variable)
    yes = opposite is None
    found = limiting.limit(f, variable, point)
    try:
        value = build(f).subs(symbol(variable), build(point))
        defined = bool(value.is_finite) and bool(value.is_real) and has_value(f, variable, build(point))
    except Undefined:
        defined = False
    holds = defined and found.value is not None and value == found.value
    if continuous(f, variable, point, point):
        check = "check: its value there is its limit there"
        text = f"{show(f)} is continuous at {show(point)}"
        return truth(yes, text, "continuity of its parts", check, True if holds else None)
    why = "it has no value there" if not defined else "the limit there is another, or does not exist"
    text = f"{show(f)} is {'continuous' if holds else f'not continuous at {show(point)}: {why}'}"
    return truth(holds == yes, text, "value and limit compared", found.check, True if not defined else found.verified)
