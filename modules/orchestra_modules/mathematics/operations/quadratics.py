"""Quadratics and the roots of polynomials together: squares completed, discriminants, sums and products of roots."""

from __future__ import annotations

from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.exact import told
from orchestra_modules.mathematics.engines.identity import agree_at_points
from orchestra_modules.mathematics.engines.polynomial import Polynomial, from_coefficients
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.finding import Finding, rational
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.forms import plain
from orchestra_modules.mathematics.operations.polynomials import letter_of, polynomial_of, polynomial_value
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
    Written,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_POINTS = "check: with the value put in, both sides agree at two points modulo large primes"


def quadratic_of(node: Node, x: Node | None) -> tuple[Polynomial, str, Polynomial, Polynomial, Polynomial]:
    """a, b and c of a quadratic, with its letter. NotDone for another degree."""
    node = node.node if isinstance(node, Written) else node
    if isinstance(node, Listing) and len(node.items) == 1:
        node = node.items[0]
    if isinstance(node, Relation):
        node = Sum((node.left, Negative(node.right)))
    found = polynomial_of(node)
    letter = letter_of(found, x) if x is not None or len(found.atoms) == 1 else "x" if "x" in found.atoms else ""
    if not letter:
        raise NotUnderstood(f"in which of {', '.join(sorted(found.atoms))}?")
    if found.degree(letter) != 2:
        raise NotDone(f"a quadratic was expected, and this has degree {found.degree(letter)} in {letter}")
    a, b, c = (found.coefficient(letter, place) for place in (2, 1, 0))
    return found, letter, a, b, c


@operation(
    "complete_square",
    nouns=("(vertex form|completed square form|completed-square form|standard vertex form) of {expression}",),
    requests=(
        "(complete the square|complete the square for|complete the square in|complete the square of|"
        "complete the square on|complete the square to rewrite) [:] {expression}",
        "(write|express|put|rewrite) {expression} (in vertex form|in completed square form|in complete square form|"
        "by completing the square|as a perfect square plus a constant)",
    ),
)
def complete_square(work: Work, expression: Node) -> Finding:
    """a*(x + p)**2 + q."""
    _, letter, a, b, c = quadratic_of(plain(expression), None)
    lead, middle, last = a.constant, b.constant, c.constant
    if lead is None or middle is None or last is None:
        raise NotDone("the square is completed for numbers as coefficients only")
    shift, rest = middle / (2 * lead), last - middle * middle / (4 * lead)
    inner = from_coefficients(letter, {1: Fraction(1), 0: shift})
    square = f"({polynomial_text(inner)})**2" if shift else f"{letter}**2"
    size = abs(lead)
    shown = square if size == 1 else f"{size.numerator}*{square}" if size.numerator != 1 else square
    shown += f"/{size.denominator}" if size.denominator != 1 else ""
    shown = f"-{shown}" if lead < 0 else shown
    if rest:
        shown += f" {'-' if rest < 0 else '+'} {abs(rest)}"
    tree = Sum((Product((Number(lead), Power(polynomial_tree(inner), Number(Fraction(2))))), Number(rest)))
    verified = agree_at_points(plain(expression), tree)
    data: JsonValue = {"type": "expression", "value": shown}
    return Finding(
        shown, told(plain(expression), shown), data, f"the square of {letter} completed", _POINTS, verified, node=tree
    )


@operation(
    "discriminant",
    nouns=(
        "discriminant of [the] [quadratic] [equation|polynomial|expression|function] "
        "{expression:relation_or_value} [in {x:variable}]",
    ),
    calls=("discriminant", "Discriminant"),
    binds=("x",),
)
def discriminant(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """b**2 - 4*a*c of a quadratic; of another polynomial by SymPy."""
    node = expression
    if isinstance(node, Relation):
        node = Sum((node.left, Negative(node.right)))
    found = polynomial_of(node)
    letter = letter_of(found, x) if x is not None or len(found.atoms) == 1 else "x" if "x" in found.atoms else ""
    if letter and found.degree(letter) == 2:
        a, b, c = (found.coefficient(letter, place) for place in (2, 1, 0))
        result = b * b + (a * c).scaled(Fraction(-4))
        check = "check: 4*a*p equals (2*a*x + b)**2 less the discriminant, at two points modulo large primes"
        trees = [polynomial_tree(part) for part in (a, b, found, result)]
        whole = Product((Number(Fraction(4)), trees[0], trees[2]))
        inner = Sum((Product((Number(Fraction(2)), trees[0], Name(letter))), trees[1]))
        square = Sum((Power(inner, Number(Fraction(2))), Negative(trees[3])))
        return polynomial_value(result, "the discriminant", "b**2 - 4*a*c", check, agree_at_points(whole, square))
    if not letter:
        raise NotUnderstood(f"in which of {', '.join(sorted(found.atoms))}?")
    return _general_discriminant(found, letter)


def _general_discriminant(found: Polynomial, letter: str) -> Finding:
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol

    if set(found.atoms) != {letter} or found.degree() > 12:
        raise NotDone("the discriminant of such a polynomial is not worked out")
    built = build(polynomial_tree(found))
    x = symbol(letter)
    value = sympy.discriminant(built, x)
    n = found.degree()
    lead = sympy.Poly(built, x).LC()
    other = sympy.Rational((-1) ** (n * (n - 1) // 2)) * sympy.Matrix(_sylvester(found, letter)).det() / lead
    exact = Fraction(int(value.p), int(value.q))
    check = "check: the resultant with the derivative, as a determinant, gives the same"
    return rational(exact, False, "the discriminant", check, bool(value == other))


def _sylvester(found: Polynomial, letter: str) -> list[list[Fraction]]:
    n = found.degree()
    p = [found.coefficient(letter, place).constant or Fraction(0) for place in range(n, -1, -1)]
    q = [(n - place) * value for place, value in enumerate(p[:-1])]
    size = 2 * n - 1
    rows = [[Fraction(0)] * shift + p + [Fraction(0)] * (size - n - 1 - shift) for shift in range(n - 1)]
    rows += [[Fraction(0)] * shift + q + [Fraction(0)] * (size - n - shift) for shift in range(n)]
    return rows


@operation(
    "polynomial_from_roots",
    nouns=(
        "[monic|quadratic|cubic] (polynomial|quadratic|quadratic equation|cubic|quadratic polynomial|cubic polynomial) "
        "[in {x:variable}] "
        "(with|having|whose|that has|which has) (roots|zeros|zeroes) [are|at] {roots:list}",
    ),
)
def polynomial_from_roots(work: Work, roots: Node, x: Node | None = None) -> Finding:
    """The polynomial with leading coefficient 1 that has these roots."""
    letter = x.name if isinstance(x, Name) else "x"
    factors = [Sum((Name(letter), Negative(root))) for root in work.items(roots)]
    from orchestra_modules.mathematics.engines import rewriting

    found = rewriting.expanded(Product(tuple(factors)))
    work.note("the leading coefficient is taken as 1")
    return found
