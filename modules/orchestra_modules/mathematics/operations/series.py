"""Taylor, Maclaurin and Laurent series, and the radius of convergence of a power series."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.symbolic import (
    UNPROVED,
    expression,
    function_of,
    plain,
    shown,
    tree,
    value_at,
)
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Number, Relation, Request, Text, names, show
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

__all__ = ["calculus_notation"]

_DEFAULT = 5


def _arranged(arguments: tuple[Node, ...], named: Mapping[str, Node], last: bool) -> dict[str, Node] | None:
    """series(f, x, 0, 6), taylor(f, x = 0, 6), Series[f, {x, 0, 5}]; `last` says that the number is the last power."""
    if not arguments:
        return None
    f, *rest = arguments
    if rest and isinstance(rest[0], Listing):
        rest = [*rest[0].items, *rest[1:]]
        last = True
    found: dict[str, Node] = {"f": f, "whole": Text("O")}
    if rest and isinstance(rest[0], Relation) and isinstance(rest[0].left, Name):
        rest = [rest[0].left, rest[0].right, *rest[1:]]
    keys = ("x", "at", "degree" if last else "order")
    if len(rest) > 3:
        return None
    found |= dict(zip(keys, rest, strict=False))
    renamed = {{"n": "order", "x0": "at"}.get(key, key): value for key, value in named.items()}
    return found | renamed


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """The arguments where the number is the order of the remainder, as in SymPy and Maple."""
    return _arranged(arguments, named, False)


_SERIES = "[({terms:integer} term|power)] (taylor|maclaurin|laurent|power|taylor - maclaurin) "
_SERIES += "(series|expansion|series expansion"
_SERIES += "|polynomial {whole=polynomial}|approximation {whole=polynomial})"
_AROUND = "(about|around|at|centered at|centred at|near|in powers of|centered around|centred around)"
_UPTO = "(to|up to|through|of|with|until|up to and including) ([the] (degree|order) {degree:integer}|[the] "
_UPTO += "{degree:integer} "
_UPTO += "(terms|term) {counted=yes}|[the] {degree:ordinal} (degree|order)|[the] [terms|term] [in|of] [order] "
_UPTO += "{degree:last_power} [term|terms])"


@operation(
    "series",
    nouns=(
        f"{_SERIES} (of|for) {{f:formula}} [{_AROUND} {{at:point}}] [{_UPTO}]",
        f"{_SERIES} (of|for) {{f:formula}} {_UPTO} {_AROUND} {{at:point}}",
        f"{_SERIES} (of|with) degree {{degree:integer}} (of|for) {{f:formula}} [{_AROUND} {{at:point}}]",
        f"(first {{degree:integer}} {{counted=yes}}) [nonzero|non - zero|non-zero] terms (of|in) [the] {_SERIES} "
        f"(of|for) "
        f"{{f:formula}} [{_AROUND} {{at:point}}]",
        f"(second {{degree=2}}|third {{degree=3}}|fourth {{degree=4}}|fifth {{degree=5}}|first {{degree=1}}) [-] "
        f"(degree|order) "
        f"{_SERIES} (of|for) {{f:formula}} [{_AROUND} {{at:point}}]",
    ),
    requests=(
        f"expand {{f:formula}} (in|into|as) [a] {_SERIES} [{_AROUND} {{at:point}}] [{_UPTO}]",
        f"expand {{f:formula}} {_AROUND} {{at:point}} {_UPTO}",
    ),
    calls=("series", "Series", "taylor", "Taylor", "maclaurin"),
    binds=("x",),
    arrange=arranged,
)
def series(
    work: Work,
    f: Node,
    x: Node | None = None,
    at: Node | None = None,
    order: Node | None = None,
    degree: Node | None = None,
    counted: Node | None = None,
    whole: Node | None = None,
    terms: Node | None = None,
) -> Finding:
    """The first terms of a series about a point."""
    from orchestra_modules.mathematics.engines import taylor

    f, variable = function_of(f, x)
    if not names(f):
        raise NotUnderstood("a number has no series")
    centre: Node = Number(Fraction(0)) if at is None else value_at(_shifted(plain(at), variable), variable)
    given = degree if degree is not None else order
    number = _DEFAULT if given is None else work.integer(given, "the order of a series")
    if not 0 <= number <= 40:
        raise TooCostly("series are taken to between 0 and 40 terms")
    if terms is not None or counted is not None:
        count = number if counted is not None else work.integer(terms or centre, "the number of terms")
        found = taylor.first_terms(f, variable, centre, count)
        rest = False
    else:
        found = taylor.expansion(f, variable, centre, number - 1 if order is not None else number)
        rest = (given is None or order is not None or whole == Text("O")) and whole != Text("polynomial")
    polynomial = shown(found.polynomial)
    last = number if order is not None else number + 1
    remainder = f"O(({variable} - {shown(found.centre)})**{last})" if found.centre != 0 else f"O({variable}**{last})"
    value = _with_order(found, last) if rest else polynomial
    text = f"{show(f)} = {_ascending(found)} + {remainder if not counted else '...'}"
    data: JsonValue = {"type": "expression", "value": value, "polynomial": polynomial}
    confidence = CONFIDENT if found.verified else UNPROVED
    method = "power series by computer algebra"
    return Finding(value, text, data, method, found.check, found.verified, confidence, node=tree(found.polynomial))


def _shifted(at: Node, variable: str) -> Node:
    """Of "powers of x - 1" the 1."""
    from orchestra_modules.mathematics.engines.polynomial import as_polynomial

    if variable in names(at) and not isinstance(at, Relation):
        polynomial = as_polynomial(at)
        if polynomial is None or polynomial.degree() != 1 or polynomial.coefficient(variable, 1).constant != 1:
            raise NotUnderstood("the centre of the series is not clear")
        return Number(-(polynomial.coefficient(variable, 0).constant or Fraction(0)))
    return at


def _with_order(found: object, last: int) -> str:
    import sympy

    from orchestra_modules.mathematics.engines.build import symbol
    from orchestra_modules.mathematics.engines.taylor import Expansion

    assert isinstance(found, Expansion)
    x = symbol(found.variable)
    around = (x, found.centre) if found.centre != 0 else None
    remainder = sympy.O((x - found.centre) ** last, around) if around else sympy.O(x**last)
    return str(found.polynomial + remainder)


def _ascending(found: object) -> str:
    from orchestra_modules.mathematics.engines.taylor import Expansion

    assert isinstance(found, Expansion)
    base = found.variable if found.centre == 0 else f"({found.variable} - {found.centre})"
    parts = []
    for power, coefficient in found.terms:
        factor = "" if power == 0 else base if power == 1 else f"{base}**{power}"
        size = shown(coefficient)
        parts.append(
            size if not factor else factor if size == "1" else f"-{factor}" if size == "-1" else f"({size})*{factor}"
        )
    return " + ".join(parts).replace("+ -", "- ") or "0"


@operation(
    "radius_of_convergence",
    nouns=(
        "radius of convergence of [the] [power] [series|sum] {scripts:scripts} {f:formula}",
        "radius of convergence of [the] [power] [series|sum of|sum|series sum] {f:formula} "
        "[(from|for) {low:point} to {high:point}]",
    ),
    plain=("f", "scripts", "low", "high"),
)
def radius_of_convergence(
    work: Work,
    f: Node,
    scripts: Node | None = None,
    low: Node | None = None,
    high: Node | None = None,
) -> Finding:
    """The distance from its centre up to which a power series converges."""
    from orchestra_modules.mathematics.engines.taylor import radius

    start = scripts.items[0] if isinstance(scripts, Listing) else low
    f = plain(f)
    if isinstance(f, Request) and f.operation == "sum" and (inner := f.argument("f")) is not None:
        given = f.argument("scripts")
        start = given.items[0] if isinstance(given, Listing) else f.argument("low")
        f = plain(inner)
    index = start.left.name if isinstance(start, Relation) and isinstance(start.left, Name) else "n"
    others = [name for name in names(f) if name != index]
    if index not in names(f) or len(others) != 1:
        raise NotDone("a power series in one letter with an index n was expected")
    found, verified = radius(f, index, others[0])
    check = "check: ratio test, with its limit confirmed by a second road"
    return expression(found, f"the radius of convergence of the series of {show(f)}", "ratio test", check, verified)
