"""Properties of functions: domain, range, intercepts, asymptotes, inverse, parity, period, vertex, circles, lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.symbolic import (
    a_function,
    expression,
    function_of,
    listing,
    plain,
    right_side,
    shown,
    unrestricted,
    words,
)
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import calculus_notation
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
    show,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

__all__ = ["calculus_notation"]


def _set(
    region: Expr, told: str, method: str, check: str, verified: bool | None, notation: Node | None = None
) -> Finding:
    from orchestra_modules.mathematics.engines.real_line import shown_set

    data: JsonValue = {"type": "set", "value": str(region), "notation": shown_set(region)}
    value = str(region) if notation is None else shown_set(region)
    return words(value, f"{told} is {shown_set(region)}", data, method, check, verified)


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """FunctionDomain[f, x], FunctionRange[f, x, y], continuous_domain(f, x, Reals)."""
    if named or not 1 <= len(arguments) <= 3:
        return None
    return {"f": arguments[0]} | ({"x": arguments[1]} if len(arguments) > 1 else {})


@operation(
    "domain",
    nouns=("[natural|real|maximal|implied] domain [of definition] of {f:formula}",),
    requests=(
        "(where|for what values of x|for which x|for which values of x) is {f:formula} (defined|real)",
        "for (what|which) (values|real values) of {x:variable} is {f:formula} defined",
    ),
    calls=("FunctionDomain", "continuous_domain"),
    arrange=arranged,
    binds=("x",),
)
def domain(work: Work, f: Node, x: Node | None = None, notation: Node | None = None) -> Finding:
    """Where a real function has a value; as a SymPy set, unless interval notation is asked for."""
    import sympy
    from sympy.calculus.util import continuous_domain

    from orchestra_modules.mathematics.engines import real_line
    from orchestra_modules.mathematics.engines.build import build, symbol

    f, variable = function_of(a_function(work, f), x)
    found = real_line.domain(f, symbol(variable))
    verified: bool | None = None
    real = sympy.Symbol(variable, real=True)
    try:
        again = continuous_domain(build(f).subs(symbol(variable), real), real, sympy.S.Reals)
        verified = True if again == found.points else None
    except (NotImplementedError, ValueError, TypeError, AttributeError):
        pass
    verified = True if found.complete else verified
    check = "check: each condition was settled by signs between zeros, with Sturm's count of these"
    return _set(found.points, f"the domain of {show(f)}", "conditions on its parts", check, verified, notation)


@operation(
    "range",
    nouns=("(range|image) of [the] [function] {f:formula}",),
    calls=("FunctionRange", "function_range"),
    arrange=arranged,
)
def range_of(work: Work, f: Node, x: Node | None = None, notation: Node | None = None) -> Finding:
    """The values that a function takes; as a SymPy set, unless interval notation is asked for."""
    from orchestra_modules.mathematics.engines.values_of import values_of

    f, variable = function_of(a_function(work, f), x)
    unrestricted(work, variable)
    if not names(f):
        raise NotDone(f"the range of a constant is that constant alone, here {show(f)}")
    region, check, verified = values_of(f, variable)
    told = f"the range of {show(f)}"
    return _set(region, told, "limits and stationary values on each branch", check, verified, notation)


@operation(
    "intercepts",
    nouns=(
        "(x {axis=x}|y {axis=y}) - (intercept|intercepts) [of] [the] [graph of|line|curve|parabola] {f:formula}",
        "(x {axis=x}|y {axis=y}) (intercept|intercepts) [of] [the] [graph of|line|curve|parabola] {f:formula}",
        "(x {axis=x}|y {axis=y}) - (intercept|intercepts) of [the] [graph of] [the] [line|curve|parabola|equation] "
        "[with equation] {curve:relation}",
        "real zeros of [the function] {f:formula} {axis=x}",
    ),
    requests=(
        "where does [the] [graph of|curve|line|parabola] {f:formula} (cross|intersect|meet) the (x {axis=x}|y "
        "{axis=y}) - "
        "axis",
    ),
)
def intercepts(
    work: Work, axis: Node, f: Node | None = None, curve: Node | None = None, points: Node | None = None
) -> Finding:
    """Where a graph meets an axis: the coordinate on it, or the points."""
    if f is None and curve is None:
        raise NotUnderstood("a graph was expected")
    found = _where_curve_meets(work, curve, work.text(axis)) if f is None else _where_graph_meets(work, f, axis)
    if points is None or found.node is None:
        return found
    values = found.node.items if isinstance(found.node, Listing) else (found.node,)
    zero = Number(Fraction(0))
    pairs = [Listing((value, zero) if work.text(axis) == "x" else (zero, value), "tuple") for value in values]
    value = ", ".join(show(pair) for pair in pairs)
    data: JsonValue = {"type": "list", "values": [[show(part) for part in pair.items] for pair in pairs]}
    return words(value, f"{found.text}: {value}", data, found.method, found.check, found.verified)


def _where_curve_meets(work: Work, curve: Node | None, axis: str) -> Finding:
    """The coordinates at which a curve given by an equation in x and y meets an axis."""
    if not isinstance(curve, Relation) or set(names(curve)) != {"x", "y"}:
        raise NotUnderstood("the equation of a curve in x and y was expected")
    other = "y" if axis == "x" else "x"
    put_in = substitute(curve, {other: Number(Fraction(0))})
    asked = (("relations", Listing((put_in,))), ("unknowns", Listing((Name(axis),))))
    return work.find(Request("solve", asked), frozenset({"x", "y"}))


def _where_graph_meets(work: Work, f: Node, axis: Node) -> Finding:
    """Where the graph of a function meets an axis."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.real_line import has_value, zeros

    f, variable = function_of(a_function(work, f), None)
    x, built = symbol(variable), build(f)
    if work.text(axis) == "y":
        value = built.subs(x, 0)
        if not value.is_finite:
            raise NotDone("the graph does not meet the y-axis")
        check = "check: the constant term, worked out a second time by our own arithmetic"
        again = build(substitute(f, {variable: Sum((Name(variable), Negative(Name(variable))))}))
        same = sympy.simplify(again - value) == 0
        return expression(value, f"the y-intercept of {show(f)}", "putting in 0", check, same)
    found = zeros(built, x)
    points = [point for point in found.points if has_value(f, variable, point)]
    check = "check: each zero put back exactly; Sturm's count shows that none is missing"
    told = f"the x-intercepts of {show(f)} are at {variable}"
    return listing(points, told, "real zeros", check, True if found.complete else None)


@operation(
    "asymptotes",
    nouns=(
        "[all] [the] [(vertical {kind=vertical}|horizontal {kind=horizontal}|oblique {kind=oblique}|slant "
        "{kind=oblique})] "
        "(asymptote|asymptotes) (of|to|for) [the] [graph of|curve|function] {f:formula}",
    ),
)
def asymptotes(work: Work, f: Node, kind: Node | None = None) -> Finding:
    """The lines that a graph comes near without end."""
    from orchestra_modules.mathematics.engines.asymptote import asymptotes as lines

    f, variable = function_of(a_function(work, f), None)
    wanted = work.text(kind)
    found = lines(f, variable, wanted)
    text = f"the {wanted + ' ' if wanted else ''}asymptotes of {show(f)}: {', '.join(found.lines) or 'none'}"
    data: JsonValue = {"type": "list", "values": [*found.lines]}
    return words(", ".join(found.lines) or "none", text, data, "limits", found.check, found.verified)


@operation(
    "inverse_function",
    nouns=("inverse [function] of [the] [function] {f:formula}", "inverse function for {f:formula}"),
    requests=("invert [the function] {f:formula}",),
)
def inverse_function(work: Work, f: Node) -> Finding:
    """The function that undoes another, where it is one to one on its domain."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.graph import graph
    from orchestra_modules.mathematics.engines.zero import is_zero

    if not names(f):
        raise NotUnderstood("a number has no inverse function; ask for its reciprocal")
    f, variable = function_of(a_function(work, f), None)
    x, y = symbol(variable), sympy.Dummy("y", real=True)
    built = build(f)
    try:
        found = sympy.solve(built - y, x)
    except (NotImplementedError, ValueError, TypeError) as error:
        raise NotDone("no method for the inverse") from error
    found = [root for root in found if not root.has(sympy.I)]
    slopes = graph(f, variable)
    if len(found) != 1:
        raise NotDone("the function is not one to one, so it has no inverse on its whole domain")
    del slopes
    inverse = found[0]
    forth = is_zero(sympy.simplify(built.subs(x, inverse) - y))[0]
    result = inverse.subs(y, x)
    verified = {"zero": True, "not zero": False}.get(forth)
    check = "check: put into the function, the inverse gives back its argument"
    return expression(result, f"the inverse function of {show(f)}", "solved for the argument", check, verified)


def _inverse_at(work: Work, name: str, argument: Name) -> Finding:
    """f^{-1}(x) as a formula in the letter asked for."""
    definition = work.definitions.get(name)
    if definition is None or len(definition.parameters) != 1 or argument.name in work.definitions:
        raise NotUnderstood("the inverse is given as a formula in a letter that stands for nothing else")
    return inverse_function(work, substitute(work.body(name), {definition.parameters[0]: argument}))


@operation("value_of_inverse", nouns=("{f:inverse_of}",), plain=("f",))
def value_of_inverse(work: Work, f: Node) -> Finding:
    """What a function of the text takes to a value: f^{-1}(4); of a letter, the inverse function itself."""
    name, argument = f.items if isinstance(f, Listing) else (f, f)
    if isinstance(argument, Name) and isinstance(name, Name) and argument.name not in work.constrained:
        return _inverse_at(work, name.name, argument)
    if not isinstance(name, Name):
        raise NotUnderstood("an inverse function was expected")
    definition = work.definitions.get(name.name)
    if definition is None or len(definition.parameters) != 1:
        raise NotUnderstood(f"{name.name} is no function of one variable that the text defines")
    letter = definition.parameters[0]
    found = inverse_function(work, work.body(name.name))
    if found.node is None:
        raise NotDone("the inverse function is no expression to go on with")
    work.note(found.text)
    value = substitute(found.node, {letter: work.resolve(argument)})
    worth = work.find(Request("value", (("expression", value),)))
    verified = True if found.verified and worth.verified else None
    return replace(worth, check=found.check, verified=verified)


@operation(
    "crossings",
    requests=(
        "(where|at what point|at which point|at what points|at which points) (do|does) [the] [graphs of|lines|curves|"
        "graphs|functions|line|curve] {curves:curves} (intersect|cross|meet)",
        "(where|at what point|at which point|at what points|at which points) (do|does) [the] [graph of|line|curve|"
        "parabola] {f:formula} (intersect|cross|meet) [the] [graph of|line|curve|parabola] {g:formula}",
    ),
    plain=("curves", "f", "g"),
)
def crossings(work: Work, curves: Node | None = None, f: Node | None = None, g: Node | None = None) -> Finding:
    """The points that the graphs of two functions share."""
    parts = curves.items if isinstance(curves, Listing) else tuple(part for part in (f, g) if part is not None)
    if len(parts) != 2:
        raise NotUnderstood("two curves were expected")
    sides = [right_side(work.resolve(plain(part))) for part in parts]
    equations = Listing(tuple(Relation("=", Name("y"), side) for side in sides))
    if "y" in names(*sides):
        raise NotUnderstood("the curves were expected as functions of x")
    asked = Listing((*(Name(name) for name in names(*sides)), Name("y")))
    return work.find(Request("solve", (("relations", equations), ("unknowns", asked))), frozenset(names(equations)))


@operation(
    "parity_of_function",
    nouns=("parity of the function {f:formula}",),
    requests=(
        "is {f:named_formula} [an] (even {wanted=even}|odd {wanted=odd}) [function]",
        "is {f:formula} (an|a) (even {wanted=even}|odd {wanted=odd}) function",
        "is [the] [function] {f:formula} (even or odd|odd or even|even , odd or neither|even , odd , or "
        "neither|even or odd "
        "or neither)",
        "(determine|decide|state) whether [the] [function] {f:formula} is (even or odd|odd or even|even , odd or "
        "neither|even "
        ", odd , or neither|even or odd or neither)",
    ),
)
def parity_of_function(work: Work, f: Node, wanted: Node | None = None) -> Finding:
    """Whether f(-x) is f(x), or -f(x), or neither."""
    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.zero import is_zero

    if not names(f):
        raise NotUnderstood("the parity of a number is another question")
    f, variable = function_of(a_function(work, f), None)
    mirrored = build(substitute(f, {variable: Negative(Name(variable))}))
    even, odd = is_zero(mirrored - build(f))[0], is_zero(mirrored + build(f))[0]
    if "unknown" in (even, odd):
        raise NotDone("it was not settled whether f(-x) is f(x) or -f(x)")
    kind = "even" if even == "zero" else "odd" if odd == "zero" else "neither"
    check = f"check: f(-{variable}) was compared with f({variable}) and -f({variable}) exactly"
    if wanted is not None:
        return truth(kind == work.text(wanted), f"{show(f)} is {kind}", "f(-x) compared", check, True)
    text = f"{show(f)} is {kind if kind != 'neither' else 'neither even nor odd'}"
    return words(kind, text, {"type": "text", "value": kind}, "f(-x) compared", check, True)


@operation(
    "period",
    nouns=("[fundamental|smallest|least] period of [the] [function] {f:formula}",),
)
def period(work: Work, f: Node) -> Finding:
    """The least shift after which a function repeats."""
    import sympy
    from sympy.calculus.util import periodicity

    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.zero import is_zero

    f, variable = function_of(a_function(work, f), None)
    x, built = sympy.Symbol(variable, real=True), build(f)
    found = periodicity(built.subs(symbol(variable), x), x)
    if found is None or found == 0:
        raise NotDone("it has no period, or none was found")
    shifted = built.subs(symbol(variable), symbol(variable) + found)
    verdict = is_zero(sympy.expand_trig(shifted) - built)[0] if not built.has(sympy.Abs) else "unknown"
    halves = [
        n for n in (2, 3, 5) if is_zero(built.subs(symbol(variable), symbol(variable) + found / n) - built)[0] == "zero"
    ]
    verified = True if verdict == "zero" and not halves else False if verdict == "not zero" or halves else None
    check = "check: shifted by it the function is the same, and by a half, a third or a fifth of it it is not"
    return expression(found, f"the period of {show(f)}", "periods of its parts", check, verified)


@operation("amplitude", nouns=("amplitude of [the] [function] {f:formula}",))
def amplitude(work: Work, f: Node) -> Finding:
    """Half the distance between the greatest and the least value of a sine or cosine."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol

    f, variable = function_of(a_function(work, f), None)
    x, built = symbol(variable), build(f)
    waves = [p for p in sympy.preorder_traversal(built) if isinstance(p, sympy.sin | sympy.cos) and p.has(x)]
    g = sympy.Dummy("g")
    outer = built.subs(waves[0], g) if len(set(waves)) == 1 else x
    if outer.has(x) or not outer.is_polynomial(g) or sympy.degree(outer, g) != 1:
        raise NotDone("an amplitude is given for a single sine or cosine")
    high, low = outer.subs(g, 1), outer.subs(g, -1)
    value = abs(high - low) / 2
    check = "check: half the difference of the values at the top and the bottom of the wave is the factor before it"
    verified = bool(value == abs(sympy.Poly(outer, g).LC()))
    return expression(value, f"the amplitude of {show(f)}", "greatest and least value", check, verified)


@operation(
    "vertex",
    nouns=(
        "vertex of [the] [parabola|graph of|quadratic|quadratic function|curve] {f:formula}",
        "axis of symmetry of [the] [parabola|graph of|quadratic|quadratic function|curve] {f:formula} {part=axis}",
        "coordinates of the vertex of [the] [parabola|graph of|quadratic|quadratic function|curve] {f:formula}",
    ),
)
def vertex(work: Work, f: Node, part: Node | None = None) -> Finding:
    """The turning point of a parabola, or the line through it."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol

    f, variable = function_of(a_function(work, f), None)
    x, built = symbol(variable), build(f)
    if not built.is_polynomial(x) or sympy.degree(built, x) != 2:
        raise NotDone("a vertex is given for a parabola y = a*x**2 + b*x + c")
    a, b, _ = sympy.Poly(built, x).all_coeffs()
    at = -b / (2 * a)
    height = sympy.simplify(built.subs(x, at))
    proved = sympy.expand(a * (x - at) ** 2 + height - built) == 0
    check = "check: a*(x - h)**2 + k, multiplied out, is the function"
    if part is not None:
        equation = f"{variable} = {shown(at)}"
        data: JsonValue = {"type": "equation", "value": equation}
        return words(equation, f"the axis of symmetry is {equation}", data, "completing the square", check, proved)
    value = f"({shown(at)}, {shown(height)})"
    point: JsonValue = {"type": "point", "value": [shown(at), shown(height)]}
    return words(value, f"the vertex of {show(f)} is {value}", point, "completing the square", check, proved)


@operation(
    "one_to_one",
    requests=(
        "is [the] [function] {f:formula} (injective|one to one|one - to - one|a one to one function|invertible)",
        "is [the] [function] {f:formula} (monotonic|strictly monotonic) {monotonic=yes}",
    ),
)
def one_to_one(work: Work, f: Node, monotonic: Node | None = None) -> Finding:
    """Whether a function takes no value twice: it rises or falls throughout one stretch."""
    from orchestra_modules.mathematics.engines.graph import graph

    f, variable = function_of(a_function(work, f), None)
    found = graph(f, variable)
    kinds = {sign for _, _, sign in found.slopes}
    joined = all(a[1] == b[0] for a, b in zip(found.slopes, found.slopes[1:], strict=False))
    turning = any(p.kind != "neither" for p in found.stationary)
    if len(kinds) == 1 and joined and not turning and len(found.slopes) == 1 + len(found.stationary):
        return truth(
            True, f"{show(f)} rises or falls throughout", "signs of the derivative", found.check, found.verified
        )
    if turning:
        return truth(False, f"{show(f)} turns", "signs of the derivative", found.check, found.verified)
    raise NotDone("whether it takes a value twice was not settled")
