"""An equation in one unknown as polynomial equations of which every solution is a root.

Denominators are multiplied out, absolute values taken with either sign, square roots squared away. Each step keeps
every solution and may add others, so what comes out has to be put back. Knows no roots of odd degree with unknowns
inside, and no other function of an unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.polynomial import Polynomial, Quotient, quotient, reduced
from orchestra_modules.mathematics.syntax import (
    Call,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    names,
    rebuild,
    walk,
)
from orchestra_modules.solving.refusal import TooCostly

_MAX_CASES: Final = 64
_MAX_ROOTS: Final = 4


@dataclass(frozen=True)
class Cleared:
    """Polynomials one of which is 0 at every solution; none if every value is a solution.

    `exact` says that their roots are the solutions, `real` that only real numbers are meant.
    """

    polynomials: tuple[Polynomial, ...]
    exact: bool
    real: bool
    how: str = ""


def cleared(difference: Node, unknown: str) -> Cleared | None:
    """The polynomial equations behind difference = 0, or none where a function that is not known here is in it."""
    form = quotient(difference)
    if _plain(form, unknown):
        divided = any(unknown in names(*part.divisors) for part in walk(difference) if isinstance(part, Product))
        exact = not divided and form.below.constant is not None
        return Cleared(() if form.above.zero else (form.above,), exact, False)
    found: list[Polynomial] = []
    squared = False
    for case in _cases(difference, unknown):
        replaced, insides = _without_roots(case, unknown)
        if len(insides) > _MAX_ROOTS:
            raise TooCostly(f"more than {_MAX_ROOTS} square roots are not squared away")
        above = quotient(replaced).above
        for name, inside in reversed(insides):
            squared = True
            above = _squared_away(above, name, inside)
        above = reduced(above)
        if not all(part == unknown for part in above.atoms):
            return None
        if above.zero:
            return None
        found.append(above)
    how = "square roots squared away" if squared else "each sign of the absolute values"
    return Cleared(tuple(found), False, True, how)


def _plain(form: Quotient, unknown: str) -> bool:
    return all(part == unknown for part in form.above.atoms | form.below.atoms)


def _cases(node: Node, unknown: str) -> Iterator[Node]:
    """The expression with every absolute value of something unknown taken with either sign."""
    pending = [node]
    made = 1
    while pending:
        current = pending.pop()
        found = _innermost_absolute(current, unknown)
        if found is None:
            yield current
            continue
        if (made := made + 1) > _MAX_CASES:
            raise TooCostly(f"more than {_MAX_CASES} cases of absolute values are not gone through")
        inside = found.arguments[0]
        for signed in (inside, Negative(inside)):
            pending.append(_replaced(current, found, signed))


def _replaced(node: Node, old: Node, new: Node) -> Node:
    return rebuild(node, lambda part: new if part == old else None)


def _innermost_absolute(node: Node, unknown: str) -> Call | None:
    for part in walk(node):
        if isinstance(part, Call) and part.function == "abs" and unknown in names(part):
            inner = _innermost_absolute(part.arguments[0], unknown)
            return inner or part
    return None


def _without_roots(node: Node, unknown: str) -> tuple[Node, list[tuple[str, Quotient]]]:
    """The expression with a fresh name for each square root of something unknown, the inner ones first."""
    insides: list[tuple[str, Quotient]] = []
    known: dict[Node, str] = {}

    def down(part: Node) -> Node:
        inside, times = _square_root(part, unknown)
        if inside is None:
            return rebuild(part, lambda child: None if child is part else down(child)) if _deep(part) else part
        below = down(inside)
        name = known.get(below)
        if name is None:
            name = known[below] = f"root {len(insides)}"
            insides.append((name, quotient(below)))
        return Name(name) if times == 1 else Power(Name(name), Number(Fraction(times)))

    return down(node), insides


def _deep(node: Node) -> bool:
    return not isinstance(node, Number | Name)


def _square_root(node: Node, unknown: str) -> tuple[Node | None, int]:
    """What a square root of something unknown is taken of, and the whole power it is raised to."""
    match node:
        case Call("sqrt", (inside,)) if unknown in names(inside):
            return inside, 1
        case Power(inside, Number(value)) if value.denominator == 2 and unknown in names(inside):
            return inside, value.numerator
        case Power(inside, Product((Number(a),), (Number(b),))) if b and (a / b).denominator == 2:
            return (inside, (a / b).numerator) if unknown in names(inside) else (None, 0)
        case _:
            return None, 0


def _squared_away(polynomial: Polynomial, name: str, inside: Quotient) -> Polynomial:
    """A(x) + B(x)*r = 0 with r*r = u/v gives A*A*v = B*B*u."""
    even, odd = Polynomial({}), Polynomial({})
    most = polynomial.degree(name)
    half = most // 2
    for exponent in range(most + 1):
        part = polynomial.coefficient(name, exponent)
        turns = exponent // 2
        scaled = part * inside.above.raised(turns) * inside.below.raised(half - turns)
        if exponent % 2:
            odd = odd + scaled
        else:
            even = even + scaled
    if odd.zero:
        return even
    return even * even * inside.below + (odd * odd * inside.above).scaled(Fraction(-1))
