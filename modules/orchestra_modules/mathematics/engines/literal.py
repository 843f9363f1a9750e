"""One equation with several letters, solved for one of them; the others are taken as general.

Linear and quadratic ones only. What must not be 0 is told beside the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.symbolic import shown, tree
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.syntax import Listing, Negative, Relation, Sum, names
from orchestra_modules.solving.refusal import NotDone

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr


def solve_for(equation: Relation, unknown: str) -> Finding:
    """The letter in terms of the others. NotDone."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol

    gate.check(equation.left, equation.right)
    built = build(Sum((equation.left, Negative(equation.right))))
    x = symbol(unknown)
    above = sympy.numer(sympy.together(built))
    if above.is_polynomial(x):
        found, condition = _polynomial(above, x)
    else:
        found, condition = _isolated(built, x)
    if not found:
        raise NotDone("no solution in closed form was found")
    verdicts = [is_zero(built.subs(x, root))[0] for root in found]
    if "not zero" in verdicts:
        raise NotDone("a solution could not be confirmed by putting it back")
    verified = None if "unknown" in verdicts or not above.is_polynomial(x) else True
    values = [shown(root) for root in found]
    nodes = [tree(root) for root in found]
    node = None
    if all(one is not None for one in nodes):
        node = nodes[0] if len(nodes) == 1 else Listing(tuple(one for one in nodes if one is not None))
    check = "check: put back into the equation, the difference is zero; the number of roots is the degree"
    others = ", ".join(name for name in names(equation) if name != unknown)
    return Finding(
        ", ".join(values),
        " or ".join(f"{unknown} = {value}" for value in values) + condition,
        {"type": "solutions", "unknown": unknown, "values": list(values)},
        f"the equation in {unknown}, with {others} as they are",
        check,
        verified,
        CONFIDENT if verified else 0.9,
        node=node,
    )


def _polynomial(above: Expr, x: Expr) -> tuple[list[Expr], str]:
    import sympy

    polynomial = sympy.Poly(above, x)
    degree = polynomial.degree()
    pure = [power[0] for power, _ in polynomial.terms() if power[0]] == [degree]
    if degree not in (1, 2) and not (pure and degree <= 6):
        raise NotDone("an equation with several letters is solved up to degree 2")
    if pure and degree > 2:
        root = (-polynomial.nth(0) / polynomial.LC()) ** sympy.Rational(1, degree)
        found = [root] if degree % 2 else [-root, root]
    else:
        roots = sympy.roots(polynomial)
        if sum(roots.values()) != degree:
            raise NotDone("not all solutions were found")
        found = [_over_denominator(root) if degree == 1 else _one_fraction(root) for root in roots]
    lead = polynomial.LC()
    lead = -lead if lead.could_extract_minus_sign() else lead
    return found, f", where {shown(lead)} is not 0" if lead.free_symbols else ""


def _isolated(built: Expr, x: Expr) -> tuple[list[Expr], str]:
    import sympy

    assumed = {letter: sympy.Symbol(str(letter), positive=True) for letter in built.free_symbols}
    back = {new: old for old, new in assumed.items()}
    try:
        found = sympy.solve(built.subs(assumed), assumed[x])
    except (NotImplementedError, ValueError, TypeError) as error:
        raise NotDone("no method for this equation") from error
    return [root.subs(back) for root in found], ", for positive values of the letters"


def _over_denominator(root: Expr) -> Expr:
    """A quotient with its numerator multiplied out, or the whole where the denominator is a number."""
    import sympy

    above, below = sympy.fraction(sympy.together(root))
    return sympy.expand(root) if below.is_number else sympy.expand(above) / below


def _one_fraction(root: Expr) -> Expr:
    """A sum of quotients with letters below, over one denominator."""
    import sympy

    return sympy.together(root) if root.is_Add and sympy.denom(sympy.together(root)).free_symbols else root
