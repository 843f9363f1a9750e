"""Several equations in several unknowns: by stages of elimination, and where that stops by a Groebner basis.

The linear ones are eliminated first and what they settle is put into the others, until all is settled. What is left
over, polynomial equations, is brought into triangular form by SymPy in two orders of the unknowns, which must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.equation import polynomial_roots, satisfied, solve_equation
from orchestra_modules.mathematics.engines.linear import eliminate, is_linear
from orchestra_modules.mathematics.engines.polynomial import Monomial, Polynomial, as_polynomial, quotient
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text
from orchestra_modules.mathematics.engines.solutions import Point, Solved, Value, of_sympy, rational
from orchestra_modules.mathematics.syntax import (
    Negative,
    Node,
    Number,
    Relation,
    Sum,
    has_decimal,
    names,
    substitute,
)
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

_ELIMINATION: Final = "elimination over the rational numbers"
_PUT_BACK: Final = "check: put back into every equation exactly; the rank shows that it is the only solution"
_MAX_POINTS: Final = 64
_MAX_DEGREE: Final = 12


def solve_system(relations: Sequence[Relation], unknowns: Sequence[str]) -> Solved:
    """All solutions of equations in these unknowns. NotDone, TooCostly."""
    for relation in relations:
        gate.check(relation.left, relation.right)
    if len(relations) == 1 and len(unknowns) == 1:
        return solve_equation(relations[0], unknowns[0])
    return _staged(list(relations), tuple(unknowns))


def _staged(relations: list[Relation], unknowns: tuple[str, ...]) -> Solved:
    known: dict[str, Fraction] = {}
    left: list[Node] = [Sum((relation.left, Negative(relation.right))) for relation in relations]
    while left:
        forms = [_polynomial(node) for node in left]
        linear = [form for form in forms if form is not None and is_linear(form)]
        if not linear:
            break
        found = eliminate(linear, unknowns)
        again = eliminate(linear[::-1], unknowns[::-1])
        if found.contradictory != again.contradictory:
            raise ArithmeticError("two orders of elimination differ")
        if found.contradictory:
            check = "check: another order of elimination comes to 0 = 1 too"
            return Solved(unknowns, (), _ELIMINATION, check, True)
        new = {name: value for name, value in found.values.items() if name not in known}
        rest = [node for node, form in zip(left, forms, strict=True) if form is None or not is_linear(form)]
        if not rest:
            known |= new
            left = []
            if len(known) < len(unknowns):
                return _open(linear, known, unknowns, relations)
            break
        if not new:
            break
        known |= new
        left = [substitute(node, {name: Number(value) for name, value in new.items()}) for node in left]
        left = [node for node in left if names(node) or not _is_zero(node)]
    if len(known) == len(unknowns):
        return _one_point(relations, known, unknowns, left)
    return _rest(relations, left, known, tuple(name for name in unknowns if name not in known), unknowns)


def _polynomial(node: Node) -> Polynomial | None:
    """left - right as a polynomial that has the same zeros, or none."""
    return as_polynomial(node)


def _is_zero(node: Node) -> bool:
    try:
        return evaluate(node) == 0
    except (NotRational, Undefined):
        return False


def _one_point(
    relations: list[Relation], known: dict[str, Fraction], unknowns: tuple[str, ...], left: list[Node]
) -> Solved:
    """The one set of values that elimination leaves, if it satisfies every equation."""
    values: dict[str, Node] = {name: Number(value) for name, value in known.items()}
    try:
        holds = all(
            evaluate(substitute(relation.left, values)) == evaluate(substitute(relation.right, values))
            for relation in relations
        )
    except Undefined:
        holds = False
    except NotRational as error:
        raise NotDone("an equation could not be decided at the values that the others leave") from error
    if not holds and not left:
        raise ArithmeticError("elimination gave values that do not satisfy the equations")
    if not holds:
        check = "check: the values that some equations leave do not satisfy the others"
        return Solved(unknowns, (), _ELIMINATION, check, True)
    decimal = has_decimal(*(side for relation in relations for side in (relation.left, relation.right)))
    point = {name: rational(known[name], decimal) for name in unknowns}
    return Solved(unknowns, (point,), _ELIMINATION, _PUT_BACK, True)


def _open(
    linear: list[Polynomial], known: dict[str, Fraction], unknowns: tuple[str, ...], relations: list[Relation]
) -> Solved:
    """A linear system with infinitely many solutions; what is settled is told, and the rest in terms of free ones."""
    decimal = has_decimal(*(side for relation in relations for side in (relation.left, relation.right)))
    settled = {name: rational(value, decimal) for name, value in known.items()}
    told = _general(linear, unknowns)
    check = "check: the rank is less than the number of unknowns, by two orders of elimination"
    return Solved(unknowns, (settled,) if settled else (), _ELIMINATION, check, True, "infinite", family=told)


def _general(linear: list[Polynomial], unknowns: tuple[str, ...]) -> str:
    """The settled unknowns in terms of the free ones."""
    rows = _reduced_rows(linear, unknowns)
    pivots = {next(place for place, value in enumerate(row[:-1]) if value): row for row in rows}
    told: list[str] = []
    for place, name in enumerate(unknowns):
        if place not in pivots:
            continue
        row = pivots[place]
        terms = {((unknowns[other], 1),): -value for other, value in enumerate(row[:-1]) if value and other != place}
        if row[-1]:
            terms[()] = row[-1]  # type: ignore[index]
        told.append(f"{name} = {polynomial_text(Polynomial(terms))}")  # type: ignore[arg-type]
    free = [name for place, name in enumerate(unknowns) if place not in pivots]
    return f"{', '.join(told)} for any {', '.join(free)}" if told else f"any {', '.join(free)}"


def _reduced_rows(linear: list[Polynomial], unknowns: tuple[str, ...]) -> list[list[Fraction]]:
    from orchestra_modules.mathematics.engines.linear import reduced_rows

    return reduced_rows(linear, unknowns)


# --- equations that are not linear --------------------------------------------------------------------------


def _rest(
    relations: list[Relation],
    left: list[Node],
    known: dict[str, Fraction],
    open_names: tuple[str, ...],
    unknowns: tuple[str, ...],
) -> Solved:
    used = [name for name in open_names if any(name in names(node) for node in left)]
    if set(used) != set(open_names):
        raise NotDone("the equations do not settle all unknowns: there are infinitely many solutions")
    given = {name: rational(value) for name, value in known.items()}
    if len(used) == 1 and len(left) == 1:
        one = solve_equation(Relation("=", left[0], Number(Fraction(0))), used[0])
        points: list[Point] = [{**given, **point} for point in one.points]
        return Solved(
            unknowns,
            tuple(points),
            one.method,
            one.check,
            one.verified,
            one.extent,
            one.confidence,
            one.family,
            one.remarks,
            one.exact,
        )
    forms = []
    for node in left:
        form = quotient(node)
        if not all(name in used for name in form.above.atoms | form.below.atoms):
            raise NotDone("a system with such functions of the unknowns is not solved")
        forms.append(form.above)
    found = _triangular(forms, tuple(used))
    other = _triangular(forms, tuple(reversed(used)))
    kept = [point for point in found if _satisfies(left, point)]
    kept_other = [point for point in other if _satisfies(left, point)]
    if _texts(kept) != _texts(kept_other):
        raise NotDone("two orders of elimination give different forms of the solutions, so none is given")
    check = "check: put back into every equation exactly; elimination in another order gives the same solutions"
    points = [{**given, **point} for point in kept]
    points.sort(key=lambda point: [(point[n].about.real, point[n].about.imag) for n in unknowns])
    return Solved(unknowns, tuple(points), "a Groebner basis and exact roots", check, True)


def _texts(points: list[Point]) -> set[tuple[str, ...]]:
    return {tuple(f"{value.about:.9g}" for _, value in sorted(point.items())) for point in points}


def _satisfies(left: list[Node], point: Point) -> bool:
    for node in left:
        (first, value), *others = point.items()
        at = substitute(node, {name: other.node for name, other in others})
        holds = satisfied(at, first, value)
        if holds is None:
            raise NotDone("whether values satisfy an equation could not be decided")
        if not holds:
            return False
    return True


def _triangular(forms: list[Polynomial], order: tuple[str, ...]) -> list[Point]:
    """The common zeros by a lexicographic basis, solved from its last polynomial backwards."""
    import sympy

    symbols = [sympy.Symbol(name) for name in order]
    whole = [_to_sympy(form, symbols) for form in forms if not form.zero]
    basis = sympy.groebner(whole, *symbols, order="lex")
    if basis.exprs == [1]:
        return []
    if not basis.is_zero_dimensional:
        raise NotDone("the equations do not settle all unknowns: there are infinitely many solutions")
    points: list[dict[str, Value]] = [{}]
    for place in range(len(order) - 1, -1, -1):
        name, later = order[place], set(symbols[place + 1 :])
        here = [
            p for p in basis.exprs if symbols[place] in p.free_symbols and p.free_symbols <= later | {symbols[place]}
        ]
        points = [{**point, name: value} for point in points for value in _values_at(here, symbols[place], point)]
        if len(points) > _MAX_POINTS:
            raise TooCostly(f"there are more than {_MAX_POINTS} solutions")
    return list(points)


def _values_at(here: list[Expr], letter: Expr, point: Point) -> list[Value]:
    """The values of one unknown that make all of these polynomials 0, given values of later ones."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build

    given = {sympy.Symbol(name): build(value.node) for name, value in point.items()}
    candidates: list[Value] | None = None
    for polynomial in sorted(here, key=lambda p: sympy.degree(p, letter)):
        put = sympy.Poly(sympy.expand(polynomial.subs(given)), letter)
        if put.is_zero or put.degree() == 0:
            continue
        found = _roots_of(put, letter)
        if candidates is None:
            candidates = found
        else:
            candidates = [value for value in candidates if any(abs(value.about - o.about) < 1e-9 for o in found)]
    if candidates is None:
        raise NotDone("the equations do not settle all unknowns: there are infinitely many solutions")
    return candidates


def _roots_of(put: Expr, letter: Expr) -> list[Value]:
    import sympy

    if all(coefficient.is_Rational for coefficient in put.all_coeffs()):
        terms: dict[Monomial, Fraction] = {
            (((str(letter), power[0]),) if power[0] else ()): Fraction(int(c.p), int(c.q)) for power, c in put.terms()
        }
        if put.degree() > _MAX_DEGREE:
            raise TooCostly(f"a polynomial of degree above {_MAX_DEGREE} came up")
        return polynomial_roots(Polynomial(terms), str(letter))[0]
    if put.degree() > 2:
        raise NotDone("the solutions have no short exact form")
    roots = sympy.roots(put)
    if sum(roots.values()) != put.degree():
        raise NotDone("not all solutions were found")
    return [of_sympy(sympy.radsimp(sympy.sqrtdenest(sympy.expand(root)))) for root in roots]


def _to_sympy(form: Polynomial, symbols: list[Expr]) -> Expr:
    import sympy

    by_name = {str(symbol): symbol for symbol in symbols}
    return sympy.Add(
        *[
            sympy.Mul(sympy.Rational(c.numerator, c.denominator), *[by_name[n] ** e for n, e in monomial])
            for monomial, c in form.terms.items()
        ]
    )
