"""The greatest and least values of a function of one variable, and where it takes them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.symbolic import (
    expression,
    function_of,
    has_no_value,
    listing,
    plain,
    right_side,
    said_of,
    shown,
    with_open_letters,
    words,
)
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import Arrange, operation
from orchestra_modules.mathematics.readers import calculus_notation, region_notation
from orchestra_modules.mathematics.syntax import (
    Constant,
    Interval,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Text,
    names,
    show,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.graph import Extreme

__all__ = ["calculus_notation", "region_notation"]

WITHIN = "(on|in|over|on the interval|in the interval|over the interval|within) {within}"
_INFINITY: Final = Constant("oo")
_WHOLE = "[absolute|global]"
_MOST = "(maximum {kind=maximum}|minimum {kind=minimum}|max {kind=maximum}|min {kind=minimum}|maximal {kind=maximum}|"
_MOST += "minimal {kind=minimum}|largest {kind=maximum}|greatest {kind=maximum}|highest {kind=maximum}|smallest "
_MOST += "{kind=minimum}|least {kind=minimum}|lowest {kind=minimum}|biggest {kind=maximum}|extreme {kind=extreme})"
_TO = "(from {low} to {high}|between {low} and {high}|for {chain:ranges}|where {chain:ranges}|when {chain:ranges})"
_VALUE = f"{_WHOLE} {_MOST} [possible] value [of|for|taken by|attained by|taken on by] {{f:formula}}"
_EXTREMUM = (
    f"{_WHOLE} (maximum {{kind=maximum}}|minimum {{kind=minimum}}|max {{kind=maximum}}|min {{kind=minimum}}) "
    "of {f:formula}"
)
_WHERE = "(where|for (what|which) (value|values) of {x:variable}|for (what|which) {x:variable}|at (what|which) "
_WHERE += "{x:variable}|at (what|which) (value|values) of {x:variable}|when)"


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """Minimize[f, x], Minimize[{f, 0 <= x <= 2}, x], minimum(f, x, Interval(0, 2))."""
    if named or not 1 <= len(arguments) <= 3:
        return None
    f, *rest = arguments
    found: dict[str, Node] = {}
    if isinstance(f, Listing) and len(f.items) == 2 and not isinstance(f.items[1], Name):
        f, found["chain"] = f.items
    found["f"] = f
    if rest:
        found["x"] = rest[0]
    if len(rest) == 2:
        found["within"] = rest[1]
    return found


def _arranged_as(kind: str) -> Arrange:
    def arrange(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
        found = arranged(arguments, named)
        return None if found is None else found | {"kind": Text(kind)}

    return arrange


@operation(
    "extreme_value",
    nouns=(f"{_EXTREMUM} [{WITHIN}|{_TO}]", f"{_VALUE} [{WITHIN}|{_TO}]"),
    requests=(
        "(maximize {kind=maximum}|maximise {kind=maximum}|minimize {kind=minimum}|minimise {kind=minimum}) {f:formula} "
        f"[{WITHIN}|{_TO}]",
        f"(what is|what ' s|find|determine|calculate|compute|give|state) [the] {_VALUE} [{WITHIN}|{_TO}]",
        f"(what is|what ' s|find|determine|calculate|compute|give|state) [the] {_EXTREMUM} [{WITHIN}|{_TO}]",
        f"how (large {{kind=maximum}}|big {{kind=maximum}}|small {{kind=minimum}}) can {{f:formula}} "
        f"(be|get|become) [{WITHIN}|{_TO}]",
    ),
    plain=("f",),
)
def extreme_value(
    work: Work,
    f: Node,
    kind: Node,
    within: Node | None = None,
    low: Node | None = None,
    high: Node | None = None,
    chain: Node | None = None,
    x: Node | None = None,
) -> Finding:
    """The greatest or the least value of a function, on an interval or wherever it has one."""
    f, variable = _of_one_letter(work, f, x)
    wanted = work.text(kind)
    if wanted == "extreme":
        raise NotUnderstood("an extreme value may be a maximum or a minimum")
    found = _extreme(work, f, variable, wanted, _stretch(work, variable, within, low, high, chain))
    if found.value is None:
        return _no_extreme(f, wanted, found)
    where = f" at {variable} = {', '.join(shown(p) for p in found.places)}" if found.places else ""
    return expression(
        found.value, f"the {wanted} of {show(f)}{where}", "values compared", found.check, found.verified, (found.why,)
    )


@operation("largest_value", calls=("Maximize", "MaxValue", "maximize"), arrange=arranged, plain=("f",))
def largest_value(
    work: Work, f: Node, x: Node | None = None, within: Node | None = None, chain: Node | None = None
) -> Finding:
    """The greatest value of a function, in function notation."""
    return extreme_value(work, f, Text("maximum"), within, chain=chain, x=x)


@operation("smallest_value", calls=("Minimize", "MinValue", "minimize"), arrange=arranged, plain=("f",))
def smallest_value(
    work: Work, f: Node, x: Node | None = None, within: Node | None = None, chain: Node | None = None
) -> Finding:
    """The least value of a function, in function notation."""
    return extreme_value(work, f, Text("minimum"), within, chain=chain, x=x)


@operation("place_of_largest_value", calls=("ArgMax", "argmax"), arrange=_arranged_as("maximum"), plain=("f",))
def place_of_largest_value(
    work: Work,
    f: Node,
    kind: Node,
    x: Node | None = None,
    within: Node | None = None,
    chain: Node | None = None,
) -> Finding:
    """Where a function is greatest, in function notation."""
    return place_of_extreme(work, f, kind, within, chain=chain, x=x)


@operation(
    "place_of_extreme",
    nouns=(
        f"(value|values) of {{x:variable}} (that|which) (maximizes {{kind=maximum}}|maximises {{kind=maximum}}|"
        f"minimizes {{kind=minimum}}|minimises {{kind=minimum}}) {{f:formula}} [{WITHIN}|{_TO}]",
        f"(value|values) of {{x:variable}} (at which|for which|where) {{f:formula}} is {_MOST} [{WITHIN}|{_TO}]",
    ),
    requests=(
        f"{_WHERE} (is|does) {{f:formula}} [(take|takes|attain|attains|reach|reaches|have|has)] [at] [its|the|a|an] "
        f"{_WHOLE} {_MOST} [value|point] [{WITHIN}|{_TO}]",
        f"(what|which) (value|values) of {{x:variable}} (maximizes {{kind=maximum}}|maximises {{kind=maximum}}|"
        f"minimizes {{kind=minimum}}|minimises {{kind=minimum}}) {{f:formula}} [{WITHIN}|{_TO}]",
        f"(what|which) (value|values) of {{x:variable}} (makes|make) {{f:formula}} {_MOST} [{WITHIN}|{_TO}]",
    ),
    calls=("ArgMin", "argmin"),
    arrange=_arranged_as("minimum"),
    binds=("x",),
    plain=("f",),
)
def place_of_extreme(
    work: Work,
    f: Node,
    kind: Node,
    within: Node | None = None,
    low: Node | None = None,
    high: Node | None = None,
    chain: Node | None = None,
    x: Node | None = None,
) -> Finding:
    """Where a function takes its greatest or least value."""
    f, variable = _of_one_letter(work, f, x)
    wanted = work.text(kind)
    if wanted == "extreme":
        raise NotUnderstood("an extreme value may be a maximum or a minimum")
    found = _extreme(work, f, variable, wanted, _stretch(work, variable, within, low, high, chain))
    if found.value is None:
        return _no_extreme(f, wanted, found)
    if not found.places:
        raise NotDone("it is taken at infinitely many places")
    told = f"{show(f)} takes its {wanted} {shown(found.value)} at {variable}"
    return listing(list(found.places), told, "values compared", found.check, found.verified, steps=(found.why,))


def _of_one_letter(work: Work, f: Node, x: Node | None) -> tuple[Node, str]:
    f = right_side(with_open_letters(work, f))
    if not names(f):
        raise NotUnderstood("a number has no greatest or least value")
    return function_of(f, x)


def _no_extreme(f: Node, wanted: str, found: Extreme) -> Finding:
    text = f"{show(f)} has no {wanted}: {found.why}"
    data: JsonValue = {"type": "no extreme value"}
    return words("does not exist", text, data, "limits at the ends", found.check, found.verified)


def _stretch(
    work: Work, variable: str, within: Node | None, low: Node | None, high: Node | None, chain: Node | None
) -> Interval | None:
    """The stretch that is asked about, if there is one."""
    has_no_value(work, variable)
    domain = work.domain(variable)
    if domain.kind not in ("number", "real") or domain.parity or domain.sign not in ("", "positive", "nonnegative"):
        raise NotDone(f"extreme values over some of the values of {variable} only are not done")
    given = [part for part in (within, chain) if part is not None]
    if low is not None and high is not None:
        given.append(Interval(low, high))
    said = said_of(work, variable)
    if len(given) + bool(said) + bool(domain.sign) > 1:
        raise NotDone("several conditions on the variable are not taken together")
    if domain.sign:
        return Interval(Number(Fraction(0)), _INFINITY, domain.sign == "positive", True)
    if said:
        return _said_stretch(said, variable)
    return _given_stretch(given[0], variable) if given else None


def _given_stretch(given: Node, variable: str) -> Interval:
    match plain(given):
        case Interval() as interval:
            return interval
        case Listing((low, high), kind) if kind in ("vector", "tuple") and not isinstance(low, Relation | Listing):
            return Interval(low, high, kind == "tuple", kind == "tuple")
        case Relation() as one:
            return _said_stretch((one,), variable)
        case Listing((Listing((name, low, high)),)) if name == Name(variable):
            return Interval(low, high)
        case Listing(parts) if parts and all(isinstance(part, Relation) for part in parts):
            return _said_stretch(tuple(part for part in parts if isinstance(part, Relation)), variable)
    raise NotUnderstood(f"bounds of {variable} alone were expected")


def _said_stretch(said: tuple[Relation, ...], variable: str) -> Interval:
    """The stretch that conditions such as x >= 1 leave. NotDone where they are none."""
    found = Interval(Negative(_INFINITY), _INFINITY, True, True)
    name = Name(variable)
    for part in said:
        above = (part.left == name) == (part.sign in (">", ">="))
        bound = part.right if part.left == name else part.left
        if name not in (part.left, part.right) or variable in names(bound) or part.sign in ("=", "!="):
            raise NotDone(f"extreme values under the condition {show(part)} are not done")
        is_open = part.sign in ("<", ">")
        taken = found.low if above else found.high
        if taken not in (_INFINITY, Negative(_INFINITY)):
            raise NotDone("several conditions on the variable are not taken together")
        if above:
            found = Interval(bound, found.high, is_open, found.high_open)
            continue
        found = Interval(found.low, bound, found.low_open, is_open)
    return found


def _extreme(work: Work, f: Node, variable: str, wanted: str, stretch: Interval | None) -> Extreme:
    from orchestra_modules.mathematics.engines.graph import extreme

    return extreme(f, variable, wanted == "maximum", stretch)
