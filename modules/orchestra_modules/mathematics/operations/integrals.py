"""Integrals: antiderivatives, between bounds, over several letters, and whether one converges."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.symbolic import (
    expression,
    function_of,
    plain,
    unrestricted,
    variable_of,
    with_euler,
)
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.derivatives import RESPECT
from orchestra_modules.mathematics.operations.sums import in_one_bracket
from orchestra_modules.mathematics.readers import calculus_notation, region_notation
from orchestra_modules.mathematics.syntax import (
    Interval,
    Listing,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Sum,
    Written,
    names,
    show,
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.integration import Integrated

__all__ = ["calculus_notation", "converges", "integral", "region_notation", "stretch_of"]

BOUNDS = "(from {lower:point} to {upper:point}|between {lower:point} and {upper:point}|"
BOUNDS += "(over|on|in) [the] [closed] [interval] {within})"
_SAID = "[[following|given] [definite|indefinite|improper|double|triple|iterated] integral [:|,]] "
_METHOD = "integration"
_DIGITS = 10


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """integrate(f, x), Integrate[f, {x, 0, 1}, {y, 0, x}], integrate(f, (x, 0, 1)), int(f, x=0..1), int(f, 0, 1)."""
    if not arguments:
        return None
    found: dict[str, Node] = {"f": arguments[0], **named}
    if len(arguments) == 2 and isinstance(arguments[1], Name):
        return found | {"x": arguments[1]}
    if len(arguments) == 3 and not any(isinstance(bound, Name | Listing | Relation) for bound in arguments[1:]):
        return found | {"lower": arguments[1], "upper": arguments[2]}
    if len(arguments) == 4 and isinstance(arguments[1], Name):
        return found | {"x": arguments[1], "lower": arguments[2], "upper": arguments[3]}
    if len(arguments) > 1:
        found["ranges"] = Listing(arguments[1:])
    return found


@operation(
    "integral",
    nouns=(
        f"[(indefinite|definite|double|triple|improper)] integral of {{f:formula}} [{{x:differential}}] "
        f"[{RESPECT} {{x:variable}}] [{BOUNDS}] [{RESPECT} {{x:variable}}]",
        f"integral {BOUNDS} of {{f:formula}} [{{x:differential}}] [{RESPECT} {{x:variable}}]",
        f"integral {RESPECT} {{x:variable}} of {{f:formula}} [{BOUNDS}]",
        _SAID + "(integral|int) {scripts:scripts} [of] {f:formula} {x:differential}",
        "(integral|int) {scripts:scripts} [of] {f:summand}",
        "[double|triple|iterated] (integral|int) [of] {f:formula} {x:differential} [,] {ranges:ranges}",
        "[definite] (integral|int) [of] {f:formula} {x:differential} [,] {lower:point} to {upper:point}",
        _SAID + "integral {scripts:scripts} integral {inner:scripts} {f:formula} {x:differential}",
        _SAID + "integral {scripts:scripts} integral {inner:scripts} integral {innermost:scripts} {f:formula} "
        "{x:differential}",
        _SAID + "integral [of] {f:formula} {x:differential} [" + BOUNDS + "]",
        _SAID + "integral {x:differential} / {under:tight}",
        _SAID + "integral [{scripts:scripts}] {fraction:differential_fraction}",
        _SAID + "integral {scripts:scripts} {x:differential} / {under:tight}",
        "[iterated] (integral|double integral|triple integral|iterated integral) of {f:formula} "
        "(for|over|with|where|as) [the] [region|rectangle|box|domain] [given by|defined by|where|:] {ranges:ranges}",
        "(integral|double integral|triple integral) of {f:formula} over [the] [region|rectangle|box|square] [R =|D =] "
        "{area:rectangle}",
        "(iint|iiint) {area:area} {f:formula} ({x:differential}|d A|d V|da|dv)",
        f"(antiderivative|anti derivative|anti - derivative|primitive|primitive function|general antiderivative) of "
        f"{{f:formula}} [{{x:differential}}] [{RESPECT} {{x:variable}}]",
    ),
    requests=(
        f"integrate {{f:formula}} [{{x:differential}}] [{RESPECT} {{x:variable}}] [{BOUNDS}] [{RESPECT} "
        f"{{x:variable}}]",
        f"integrate {RESPECT} {{x:variable}} {{f:formula}} [{BOUNDS}]",
        "{f:formula} [{x:differential}] integral",
        f"int {{f:formula}} {{x:differential}} [{BOUNDS}]",
        f"int {{f:formula}} [{BOUNDS}] {{short=yes}}",
        "integrate {f:formula} {x:differential} [,] {ranges:ranges}",
        "integrate {f:formula} , {ranges:ranges}",
        "integrate {f:formula} {x:differential} [,] {lower:point} to {upper:point}",
        f"integrate {BOUNDS} {{f:formula}} [{{x:differential}}]",
        "integrate {f:formula} (for|over|with|where) [the] [region|rectangle|box] [given by|:] {ranges:ranges}",
        "integrate {f:formula} over [the] [region|rectangle|box|square] [R =|D =] {area:rectangle}",
    ),
    calls=("integrate", "Integrate", "int", "integral", "Integral", "quad"),
    binds=("x", "ranges"),
    arrange=arranged,
)
def integral(
    work: Work,
    f: Node | None = None,
    x: Node | None = None,
    lower: Node | None = None,
    upper: Node | None = None,
    ranges: Node | None = None,
    scripts: Node | None = None,
    inner: Node | None = None,
    within: Node | None = None,
    under: Node | None = None,
    area: Node | None = None,
    innermost: Node | None = None,
    fraction: Node | None = None,
    short: Node | None = None,
) -> Finding:
    """An antiderivative, or the value of an integral between bounds, over one letter or several."""
    if isinstance(fraction, Listing):
        x, f = fraction.items
    if f is None:
        if under is None:
            raise NotUnderstood("what is to be integrated is missing")
        f = _over(under)
    if area is not None:
        ranges = _box(f, area, x)
    if isinstance(scripts, Listing) and x is None:
        x = _letter_under(f)
    bounds = _stretches(work, ranges, (innermost, inner, scripts), x)
    if bounds:
        unrestricted(work, *(letter for letter, _, _ in bounds))
        return _iterated(plain(f), bounds)
    if isinstance(x, Listing):
        raise NotDone("an integral over several letters needs its bounds")
    if within is not None:
        lower, upper = stretch_of(within)
    f, variable = function_of(f, x)
    if not names(f) and short is not None:
        raise NotUnderstood("'int' before a number may ask for its whole part")
    if not names(f) and work.from_definitions and x is None:
        raise NotUnderstood("a number is left to integrate, and the variable is not said")
    unrestricted(work, variable)
    if lower is None or upper is None:
        return _indefinite(f, variable)
    return _iterated(f, ((variable, _end(lower, variable), _end(upper, variable)),))


def _box(f: Node, area: Node, x: Node | None) -> Node:
    """The bounds of x, y and z that a product of intervals gives, or of the letters of the differentials."""
    sides = area.items if isinstance(area, Listing) else ()
    letters = "xyz"[: len(sides)]
    if set(names(f)) - set(letters):
        raise NotUnderstood("which letter runs over which interval is not said")
    if x is not None and set(names(x)) != set(letters):
        raise NotUnderstood("the integral does not have as many bounds as letters")
    pairs = zip(letters, map(stretch_of, sides), strict=True)
    return Listing(tuple(Listing((Name(letter), low, high), "tuple") for letter, (low, high) in pairs))


def _over(under: Node) -> Node:
    return Product((Number(Fraction(1)),), (under,))


def _stretches(
    work: Work, ranges: Node | None, scripts: tuple[Node | None, ...], x: Node | None
) -> tuple[tuple[str, Node, Node], ...]:
    """The letters with their bounds, the innermost first."""
    found: list[tuple[str, Node, Node]] = []
    if ranges is not None:
        for part in work.items(ranges):
            pieces = part.items if isinstance(part, Listing) else ()
            if len(pieces) != 3 or not isinstance(pieces[0], Name):
                raise NotUnderstood("the bounds of the integral are not clear")
            name = pieces[0].name
            if pieces[0] in walk(pieces[1]) or pieces[0] in walk(pieces[2]):
                raise NotUnderstood("a bound holds the letter that is integrated over")
            found.append((name, _end(work.resolve(pieces[1]), name), _end(work.resolve(pieces[2]), name)))
        return _innermost_first(found)
    pairs = [script for script in scripts if isinstance(script, Listing)]
    if not pairs:
        return ()
    letters = x.items if isinstance(x, Listing) else (x,) if x is not None else ()
    if len(letters) != len(pairs):
        raise NotUnderstood("the integral does not have as many bounds as letters")
    for letter, pair in zip(letters, pairs, strict=True):
        name = variable_of(letter, letter)
        found.append((name, _end(pair.items[0], name), _end(pair.items[1], name)))
    return tuple(found)


def _innermost_first(
    ranges: list[tuple[str, Node, Node]],
) -> tuple[tuple[str, Node, Node], ...]:
    """In the order of integration: a letter in whose bounds another stands comes before that one. NotUnderstood."""
    left, found = list(ranges), list[tuple[str, Node, Node]]()
    if len({name for name, _, _ in ranges}) < len(ranges):
        raise NotUnderstood("a letter has bounds twice")
    while left:
        bounding = {name for one in left for bound in one[1:] for name in names(bound)}
        free = [one for one in left if one[0] not in bounding]
        if not free:
            raise NotUnderstood("the bounds hold each other's letters")
        found.append(free[0])
        left.remove(free[0])
    return tuple(found)


def _letter_under(f: Node) -> Node:
    """The letter of an integrand behind bounds, where no differential tells it or where the integral ends."""
    bracketed = isinstance(f, Written) and in_one_bracket(f.text)
    f, letter = function_of(plain(f), None)
    if isinstance(f, Sum) and not bracketed:
        raise NotUnderstood("it is not clear whether all of the sum is integrated; use brackets or dx")
    return Name(letter)


def _end(bound: Node, variable: str) -> Node:
    bound = with_euler(plain(bound), variable)
    if isinstance(bound, Relation):
        if bound.sign != "=" or bound.left != Name(variable):
            raise NotUnderstood(f"a bound is not given for {variable}")
        return bound.right
    return bound


def stretch_of(node: Node) -> tuple[Node, Node]:
    """The ends of an interval, written [0, 1] or (0, 1)."""
    node = plain(node)
    if isinstance(node, Interval):
        return node.low, node.high
    if isinstance(node, Listing) and len(node.items) == 2 and node.kind in ("vector", "tuple"):
        return node.items[0], node.items[1]
    raise NotUnderstood("an interval such as [0, 1] was expected")


def _indefinite(f: Node, variable: str) -> Finding:
    from orchestra_modules.mathematics.engines.integration import antiderivative

    found = antiderivative(f, variable)
    told = f"the integral of {show(f)} d{variable}"
    result = expression(found.value, told, _METHOD, found.check, found.verified)
    data = {**result.data, "constant": "C"} if isinstance(result.data, dict) else result.data
    confidence = CONFIDENT if found.verified else 0.9
    return Finding(
        result.value,
        f"{result.text} + C" + (", where the other letters have general values" if len(names(f)) > 1 else ""),
        data,
        _METHOD,
        found.check,
        found.verified,
        confidence,
        node=result.node,
    )


def _iterated(f: Node, stretches: tuple[tuple[str, Node, Node], ...]) -> Finding:
    from orchestra_modules.mathematics.engines.integration import iterated

    f, _ = function_of(f, Name(stretches[0][0]))
    gate.check(*(bound for _, *bounds in stretches for bound in bounds))
    found = iterated(f, stretches)
    told = f"the integral of {show(f)}" + "".join(
        f" d{letter} from {show(low)} to {show(high)}" for letter, low, high in stretches
    )
    return definite(found, told)


def definite(found: Integrated, told: str) -> Finding:
    """The value of an integral, or that it grows without bound."""
    if found.value.is_infinite:
        told = f"{told} diverges: its value"
    confidence = CONFIDENT if found.verified else 0.95
    return expression(found.value, told, _METHOD, found.check, found.verified, confidence=confidence)


@operation("numerical_integral", calls=("NIntegrate",), binds=("x", "ranges"), arrange=arranged)
def numerical_integral(
    work: Work,
    f: Node,
    x: Node | None = None,
    lower: Node | None = None,
    upper: Node | None = None,
    ranges: Node | None = None,
) -> Finding:
    """The value of an integral between bounds as a decimal."""
    import sympy

    from orchestra_modules.mathematics.engines.integration import iterated

    stretches = _stretches(work, ranges, (), x)
    if not stretches:
        f, variable = function_of(f, x)
        if lower is None or upper is None:
            raise NotUnderstood("the bounds of the integral are missing")
        stretches = ((variable, _end(lower, variable), _end(upper, variable)),)
    unrestricted(work, *(letter for letter, _, _ in stretches))
    f, _ = function_of(f, Name(stretches[0][0]))
    found = iterated(f, stretches)
    if not found.value.is_finite or not found.value.is_real:
        raise NotDone("the value of the integral is no real number")
    decimal = str(sympy.N(found.value, _DIGITS))
    text = f"the integral of {show(f)} is about {decimal}"
    data: JsonValue = {"type": "decimal", "value": decimal}
    node = Number(Fraction(decimal), True)
    confidence = CONFIDENT if found.verified else 0.95
    return Finding(decimal, text, data, _METHOD, found.check, found.verified, confidence, node=node)


@operation(
    "integral_converges",
    requests=(
        "does [the] [improper] integral (of|) {f:formula} [{x:differential}] ["
        + BOUNDS
        + "] (converge|exist) [or diverge]",
        "does [the] [improper] [integral] integral {scripts:scripts} {f:formula} {x:differential} "
        "(converge|exist|{opposite=yes} diverge) [or diverge|or converge]",
        "is [the] [improper] [integral] integral {scripts:scripts} {f:formula} {x:differential} "
        "(convergent|finite|{opposite=yes} divergent) [or divergent|or convergent]",
        "is [the] [improper] integral (of|) {f:formula} [{x:differential}] [" + BOUNDS + "] "
        "(convergent|finite) [or divergent]",
        "does [the] [improper] integral (of|) {f:formula} [{x:differential}] [" + BOUNDS + "] {opposite=yes} diverge",
        "is [the] [improper] integral (of|) {f:formula} [{x:differential}] [" + BOUNDS + "] {opposite=yes} divergent",
    ),
    binds=("x",),
)
def converges(
    work: Work,
    f: Node,
    x: Node | None = None,
    lower: Node | None = None,
    upper: Node | None = None,
    scripts: Node | None = None,
    within: Node | None = None,
    opposite: Node | None = None,
) -> Finding:
    """Whether an improper integral has a finite value."""
    try:
        found = integral(work, f, x, lower, upper, None, scripts, None, within)
    except Undefined as refusal:
        answer, check, verified = False, f"check: none ({refusal.reason})", None
        return truth(answer == (opposite is None), "the integral diverges", _METHOD, check, verified)
    if lower is None and scripts is None and within is None:
        raise NotUnderstood("the bounds of the integral are missing")
    finite = found.value not in ("oo", "-oo")
    text = f"{found.text}" if finite else "the integral grows without bound"
    return truth(finite == (opposite is None), text, _METHOD, found.check, found.verified)
