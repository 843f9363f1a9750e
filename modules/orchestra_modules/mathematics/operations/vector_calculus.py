"""Functions of several variables: gradient, Hessian, Jacobian, divergence, curl, Laplacian, directional derivative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.differentiation import Derived, derive
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.engines.symbolic import UNPROVED, expression, plain, right_side, shown, tree
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Relation, Text, names, show
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

__all__ = ["calculus_notation"]

_SPACE = ("x", "y", "z")
_METHOD = "partial derivatives"


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """Grad[f, {x, y}], hessian(f, (x, y)), Div[{P, Q}, {x, y}]."""
    if not 1 <= len(arguments) <= 2 or named:
        return None
    return {"f": arguments[0]} | ({"x": arguments[1]} if len(arguments) == 2 else {})


def _variables(f: Node, x: Node | None) -> tuple[str, ...]:
    if isinstance(x, Listing) and all(isinstance(item, Name) for item in x.items):
        return tuple(item.name for item in x.items if isinstance(item, Name))
    found = names(f)
    if set(found) <= set(_SPACE) and found:
        return _SPACE[: max(_SPACE.index(name) for name in found) + 1]
    if len(found) < 2:
        raise NotUnderstood("the variables are not named")
    return found


def _at(parts: list[Derived], variables: tuple[str, ...], at: Node | None) -> list[object]:
    """The partial derivatives as SymPy objects, at a point if one is given."""
    from orchestra_modules.mathematics.engines.build import build, symbol

    built = [build(part.node) for part in parts]
    if at is None:
        return [*built]
    place = _point(plain(at), variables)
    values = {symbol(name): build(value) for name, value in place.items()}
    return [one.subs(values) for one in built]


def _point(at: Node, variables: tuple[str, ...]) -> dict[str, Node]:
    if isinstance(at, Listing) and len(at.items) == len(variables):
        if all(isinstance(item, Relation) and isinstance(item.left, Name) for item in at.items):
            return {
                item.left.name: item.right
                for item in at.items
                if isinstance(item, Relation) and isinstance(item.left, Name)
            }
        return dict(zip(variables, at.items, strict=True))
    raise NotUnderstood(f"a point with {len(variables)} coordinates was expected")


def _vector(values: list[object], told: str, parts: list[Derived]) -> Finding:
    texts = [shown(value) for value in values]
    verified = True if all(part.verified for part in parts) else None
    value = f"({', '.join(texts)})"
    data: JsonValue = {"type": "vector", "value": [*texts]}
    nodes = [tree(one) for one in values]
    node: Node = Listing(tuple(n for n in nodes if n is not None), "vector") if all(nodes) else Text(value)
    confidence = CONFIDENT if verified else UNPROVED
    return Finding(value, f"{told} = {value}", data, _METHOD, parts[0].check, verified, confidence, node=node)


def _scalar(f: Node) -> Node:
    f = right_side(plain(f))
    if isinstance(f, Listing):
        raise NotUnderstood("one expression was expected, not several")
    gate.check(f)
    return f


def _field(f: Node) -> tuple[Node, ...]:
    f = plain(f)
    if not isinstance(f, Listing) or not 2 <= len(f.items) <= 3:
        raise NotUnderstood("a vector field such as (x*y, y**2, z) was expected")
    gate.check(*f.items)
    return f.items


_ON = "[(at|at the point) {at}]"


@slots.kind("field", lambda cursor: cursor.is_sign("(", "[", "{"))
def field_in_brackets(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A vector field written in one pair of brackets: (x^2, y^2, z^2), {y, -x, z}."""
    bracketed = reader.cursor.is_sign("(", "[", "{")
    node = reader.parser.group() if bracketed else None
    if not isinstance(node, Listing):
        raise reader.cursor.stuck("a vector field such as (x*y, y**2, z) was expected")
    yield node


def _straight(f: Node) -> bool:
    form = as_polynomial(f)
    return form is not None and form.degree() == 1


@operation(
    "gradient",
    nouns=(
        "(gradient|gradient vector|grad) of {f:formula} " + _ON,
        "grad {f:formula}",
        "(nabla|gradient field) of {f:formula}",
        "nabla {f:formula} " + _ON,
        "[all] [the] [first|first order] partial derivatives of {f:formula} " + _ON,
    ),
    calls=("grad", "Grad", "gradient"),
    binds=("x",),
    arrange=arranged,
)
def gradient(work: Work, f: Node, x: Node | None = None, at: Node | None = None) -> Finding:
    """The vector of first partial derivatives."""
    f = _scalar(f)
    variables = _variables(f, x)
    if variables == ("x",) and x is None and _straight(f):
        raise NotUnderstood("the gradient of a straight line is its slope; a function of one letter has a derivative")
    parts = [derive(f, (name,)) for name in variables]
    return _vector(_at(parts, variables, at), f"the gradient of {show(f)}", parts)


@operation(
    "hessian",
    nouns=("(hessian|hessian matrix) of {f:formula} " + _ON,),
    calls=("hessian", "Hessian"),
    binds=("x",),
    arrange=arranged,
)
def hessian(work: Work, f: Node, x: Node | None = None, at: Node | None = None) -> Finding:
    """The matrix of second partial derivatives."""
    f = _scalar(f)
    variables = _variables(f, x)
    parts = [derive(f, (a, b)) for a in variables for b in variables]
    return _matrix(_at(parts, variables, at), len(variables), f"the Hessian of {show(f)}", parts)


@operation(
    "jacobian",
    nouns=("(jacobian|jacobian matrix) of {f} " + _ON, "jacobian [matrix] [of] {f:field} {x:variables}"),
    calls=("jacobian", "Jacobian"),
    binds=("x",),
    arrange=arranged,
)
def jacobian(work: Work, f: Node, x: Node | None = None, at: Node | None = None) -> Finding:
    """The matrix of first partial derivatives of several functions."""
    field = _field(f)
    variables = _variables(Listing(field), x)
    parts = [derive(one, (name,)) for one in field for name in variables]
    return _matrix(_at(parts, variables, at), len(variables), "the Jacobian matrix", parts)


def _matrix(values: list[object], width: int, told: str, parts: list[Derived]) -> Finding:
    texts = [shown(value) for value in values]
    rows = [texts[i : i + width] for i in range(0, len(texts), width)]
    value = "[" + ", ".join(f"[{', '.join(row)}]" for row in rows) + "]"
    verified = True if all(part.verified for part in parts) else None
    data: JsonValue = {"type": "matrix", "value": [[*row] for row in rows]}
    confidence = CONFIDENT if verified else UNPROVED
    return Finding(
        value, f"{told} = {value}", data, _METHOD, parts[0].check, verified, confidence, node=_rows(values, width)
    )


def _rows(values: list[object], width: int) -> Node | None:
    nodes = [tree(value) for value in values]
    if not all(nodes):
        return None
    known = [node for node in nodes if node is not None]
    return Listing(tuple(Listing(tuple(known[i : i + width]), "vector") for i in range(0, len(known), width)), "vector")


@operation(
    "divergence",
    nouns=("(divergence|div) of [the] [vector field|field] {f} " + _ON, "(div|divergence) {f:field}"),
    calls=("div", "Div", "divergence"),
    binds=("x",),
    arrange=arranged,
)
def divergence(work: Work, f: Node, x: Node | None = None, at: Node | None = None) -> Finding:
    """The sum of the derivatives of each component along its own axis."""
    import sympy

    field = _field(f)
    variables = _axes(field, x)
    parts = [derive(one, (name,)) for one, name in zip(field, variables, strict=True)]
    total = sympy.expand(sympy.Add(*_at(parts, variables, at)))
    verified: Literal[True] | None = True if all(part.verified for part in parts) else None
    return expression(total, "the divergence", _METHOD, parts[0].check, verified)


def _axes(field: tuple[Node, ...], x: Node | None) -> tuple[str, ...]:
    variables = _variables(Listing(field), x) if x is not None else _SPACE[: len(field)]
    if len(variables) != len(field) or not set(names(*field)) <= set(variables):
        raise NotDone("a vector field has as many components as variables")
    return variables


@operation(
    "curl",
    nouns=("(curl|rotation|rotor) of [the] [vector field|field] {f} " + _ON, "curl {f:field}"),
    calls=("curl", "Curl"),
    binds=("x",),
    arrange=arranged,
)
def curl(work: Work, f: Node, x: Node | None = None, at: Node | None = None) -> Finding:
    """How a vector field turns, in three dimensions."""
    import sympy

    field = _field(f)
    if len(field) != 3:
        raise NotDone("the curl is worked out in three dimensions")
    a, b, c = _axes(field, x)
    p, q, r = field
    pairs = (((r, b), (q, c)), ((p, c), (r, a)), ((q, a), (p, b)))
    parts = [derive(one, (name,)) for pair in pairs for one, name in pair]
    values = _at(parts, (a, b, c), at)
    turned: list[object] = [sympy.expand(sympy.Add(values[i], -values[i + 1])) for i in (0, 2, 4)]  # type: ignore[operator]
    return _vector(turned, "the curl", parts)


@operation(
    "laplacian",
    nouns=("laplacian of {f:formula} " + _ON, "nabla ^ 2 {f:formula} " + _ON),
    calls=("laplacian", "Laplacian"),
    binds=("x",),
    arrange=arranged,
)
def laplacian(work: Work, f: Node, x: Node | None = None, at: Node | None = None) -> Finding:
    """The sum of the second derivatives along each axis."""
    import sympy

    f = _scalar(f)
    variables = _variables(f, x)
    parts = [derive(f, (name, name)) for name in variables]
    total = sympy.expand(sympy.Add(*_at(parts, variables, at)))
    verified: Literal[True] | None = True if all(part.verified for part in parts) else None
    return expression(total, f"the Laplacian of {show(f)}", _METHOD, parts[0].check, verified)


@operation(
    "directional_derivative",
    nouns=(
        "directional derivative of {f:formula} (at|at the point) {at} in [the] direction [of] [the] [vector] {v}",
        "directional derivative of {f:formula} in [the] direction [of] [the] [vector] {v} [(at|at the point) {at}]",
    ),
)
def directional_derivative(work: Work, f: Node, v: Node, at: Node | None = None) -> Finding:
    """The slope of a function along a direction, which is taken with length 1."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build

    f = _scalar(f)
    variables = _variables(f, None)
    v = plain(v)
    if not isinstance(v, Listing) or len(v.items) != len(variables):
        raise NotUnderstood(f"a direction with {len(variables)} components was expected")
    parts = [derive(f, (name,)) for name in variables]
    direction = [build(part) for part in v.items]
    length = sympy.sqrt(sympy.Add(*(one**2 for one in direction)))
    if length == 0:
        raise NotUnderstood("the direction is the zero vector")
    slopes = _at(parts, variables, at)
    value = sympy.simplify(sympy.Add(*(s * d for s, d in zip(slopes, direction, strict=True))) / length)
    verified: Literal[True] | None = True if all(part.verified for part in parts) else None
    if length != 1:
        work.note(f"the direction is divided by its length {length}")
    return expression(value, f"the directional derivative of {show(f)}", _METHOD, parts[0].check, verified)
