"""The names that algebra systems give to operations on polynomials and matrices, and the remainder theorem by name.

Works nothing out itself but resultants: the operations of the other areas do.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Request,
    Sum,
    names,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly


def _two_and_letter(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """f[p, q, x], where x is the letter of both."""
    if named or len(arguments) not in (2, 3) or (len(arguments) == 3 and not isinstance(arguments[2], Name)):
        return None
    return {"a": arguments[0], "b": arguments[1]}


@operation(
    "polynomial_remainder",
    requests=(
        "(use|using|by|with) [the] (remainder|factor) theorem [to|,] (find|calculate|determine|compute|work out) "
        "[the] remainder (of|when) {a} [is] divided by {b}",
        "(use|using) (long|synthetic|polynomial) [long] division [to|,] (find|calculate|determine|compute|work out) "
        "[the] remainder (of|when) {a} [is] divided by {b}",
    ),
    calls=("PolynomialRemainder", "prem", "polyrem", "PolynomialMod"),
    arrange=_two_and_letter,
)
def polynomial_remainder(work: Work, a: Node, b: Node) -> Finding:
    """What a division of polynomials leaves."""
    return work.find(Request("remainder", (("a", a), ("b", b))))


@operation(
    "polynomial_quotient",
    requests=(
        "(use|using) (long|synthetic|polynomial) [long] division [to|,] (find|calculate|determine|compute|work out) "
        "[the] quotient (of|when) {a} [is] divided by {b}",
    ),
    calls=("PolynomialQuotient", "pquo", "polyquo"),
    arrange=_two_and_letter,
)
def polynomial_quotient(work: Work, a: Node, b: Node) -> Finding:
    """How often a polynomial goes into another."""
    return work.find(Request("quotient", (("a", a), ("b", b))))


def _list_and_letter(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    if named or len(arguments) not in (1, 2) or (len(arguments) == 2 and not isinstance(arguments[1], Name)):
        return None
    return {"expression": arguments[0], **({"x": arguments[1]} if len(arguments) == 2 else {})}


@operation("coefficient_list", calls=("CoefficientList",), arrange=_list_and_letter, binds=("x",))
def coefficient_list(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """All coefficients from the constant term up, as CoefficientList orders them."""
    letter: tuple[tuple[str, Node], ...] = (("x", x),) if x is not None else ()
    found = work.find(Request("coefficients", (("expression", expression), *letter)))
    if not isinstance(found.node, Listing):
        raise NotDone("the coefficients are not listed")
    values = found.value.split(", ")[::-1]
    data: JsonValue = {"type": "list", "values": [*values]}
    text = f"the coefficients from the constant term up are {', '.join(values)}"
    node = Listing(found.node.items[::-1])
    return Finding(", ".join(values), text, data, found.method, found.check, found.verified, node=node)


def _several(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    return None if named or len(arguments) < 2 else {"parts": Listing(arguments)}


@operation("polynomial_gcd", calls=("PolynomialGCD", "polygcd"), arrange=_several)
def polynomial_gcd(work: Work, parts: Node) -> Finding:
    """The greatest common divisor of polynomials."""
    from orchestra_modules.mathematics.engines.polynomial_division import common_divisor

    return common_divisor(work.items(parts))


@operation("polynomial_lcm", calls=("PolynomialLCM", "polylcm"), arrange=_several)
def polynomial_lcm(work: Work, parts: Node) -> Finding:
    """The least common multiple of polynomials."""
    from orchestra_modules.mathematics.engines.polynomial_division import common_multiple

    return common_multiple(work.items(parts))


@operation(
    "resultant",
    nouns=("resultant of [the] [polynomials] {a} and {b} [in|with respect to {x:variable}]",),
    calls=("Resultant", "resultant"),
    binds=("x",),
)
def resultant(work: Work, a: Node, b: Node, x: Node | None = None) -> Finding:
    """The number, or the polynomial in other letters, that is 0 where two polynomials have a common zero."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree
    from orchestra_modules.mathematics.engines.symbolic import expression
    from orchestra_modules.mathematics.operations.polynomials import letter_of, polynomial_of

    first, second = polynomial_of(a), polynomial_of(b)
    letter = letter_of(first + second, x)
    if max(first.degree(), second.degree()) > 8:
        raise TooCostly("resultants are worked out up to degree 8")
    trees = [build(polynomial_tree(part)) for part in (first, second)]
    one = sympy.expand(sympy.resultant(*trees, symbol(letter)))
    from sympy.polys.subresultants_qq_zz import sylvester

    other = sympy.expand(sylvester(*trees, symbol(letter)).det(method="berkowitz"))
    check = "check: the determinant of Sylvester's matrix"
    return expression(one, "the resultant", "subresultants", check, bool(sympy.expand(one - other) == 0))


@operation("matrix_power", calls=("MatrixPower", "matrix_power", "mpow"))
def matrix_power(work: Work, a: Node, n: Node) -> Finding:
    """A matrix times itself."""
    return work.find(Request("value", (("expression", Power(a, n)),)))


@operation(
    "unit_matrix",
    nouns=("(identity|unit) matrix of (size|order|dimension) {n:integer}",),
    calls=("IdentityMatrix", "eye", "identity_matrix"),
)
def unit_matrix(work: Work, n: Node) -> Finding:
    """Ones on the diagonal, zeros elsewhere."""
    size = work.integer(n, "the size of a matrix")
    if not 1 <= size <= 8:
        raise TooCostly("matrices of up to 8 rows are written out")
    rows = [[Number(Fraction(int(row == column))) for column in range(size)] for row in range(size)]
    node = Listing(tuple(Listing(tuple(row), "vector") for row in rows), "vector")
    return work.find(Request("value", (("expression", node),)))


def _equations_or_row(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    from orchestra_modules.mathematics.operations.solving import solve_arguments

    if len(arguments) == 1 and not named and isinstance(row := arguments[0], Listing) and not names(row):
        return {"relations": row}
    found = solve_arguments(arguments, named)
    if found is None or set(found) - {"relations", "unknowns"}:
        return None
    return found


@operation("roots_call", calls=("roots",), arrange=_equations_or_row, binds=("unknowns",))
def roots_call(work: Work, relations: Node, unknowns: Node | None = None) -> Finding:
    """Where a polynomial is 0, told by itself or by the row of its coefficients from the highest power down."""
    row = relations
    if not isinstance(row, Listing) or names(row):
        letters: tuple[tuple[str, Node], ...] = (("unknowns", unknowns),) if unknowns is not None else ()
        return work.find(Request("solve", (("relations", relations), *letters)))
    if row.kind != "vector" or len(row.items) < 2:
        raise NotUnderstood("coefficients stand in square brackets, as in roots([1, -3, 2])")
    degree = len(row.items) - 1
    terms = [
        Product((Number(work.rational(value, "a coefficient")), Power(Name("x"), Number(Fraction(degree - at)))))
        for at, value in enumerate(row.items)
    ]
    work.note("the numbers are read as coefficients, that of the highest power first")
    equation = Relation("=", Sum(tuple(terms)), Number(Fraction(0)))
    return work.find(Request("solve", (("relations", Listing((equation,))),)))
