"""Equations and systems: found by elimination or by SymPy, put back into the equations as they were asked.

Linear systems and polynomial equations come with a proof that nothing is missing: the rank, or the number of roots
against the degree. For other equations completeness rests on SymPy, and verified says so. Inequalities, systems that
are not linear, and equations with infinitely many separate solutions are not done.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.digits import fraction_text, number_text
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, truth
from orchestra_modules.mathematics.linear import eliminate, is_linear
from orchestra_modules.mathematics.polynomial import Polynomial, Quotient, as_polynomial, quotient
from orchestra_modules.mathematics.refusal import NotDone, NotUnderstood, Undefined
from orchestra_modules.mathematics.syntax import (
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    has_decimal,
    names,
    substitute,
)
from orchestra_modules.mathematics.tasks import Solve

if TYPE_CHECKING:
    from orchestra_modules.mathematics.build import Expr

NO_SOLUTION = "no solution"
EVERY_VALUE = "every value"


def solve(task: Solve) -> Finding:
    """The solutions of one equation or of a linear system."""
    if any(relation.sign != "=" for relation in task.relations):
        raise NotDone("inequalities are not solved yet")
    present = names(*(side for relation in task.relations for side in (relation.left, relation.right)))
    if missing := [name for name in task.unknowns if name not in present]:
        raise NotUnderstood(f"{', '.join(missing)} does not occur in the equation")
    if not present:
        return _without_unknowns(task)
    differences = [Sum((relation.left, Negative(relation.right))) for relation in task.relations]
    polynomials = [as_polynomial(difference) for difference in differences]
    parameters = len(task.relations) == 1 and len(present) > 1
    if not parameters and all(p is not None and is_linear(p) for p in polynomials):
        return _linear(task, [p for p in polynomials if p is not None], present)
    if len(task.relations) > 1:
        raise NotDone("only systems of linear equations are solved so far")
    unknown = _the_unknown(task, present)
    if parameters:
        return _with_parameters(differences[0], unknown)
    form = quotient(differences[0])
    if all(name == unknown for name in form.above.atoms | form.below.atoms):
        return _polynomial(task, differences[0], form, unknown)
    return _transcendental(task, differences[0], unknown)


def _the_unknown(task: Solve, present: tuple[str, ...]) -> str:
    if len(task.unknowns) == 1:
        return task.unknowns[0]
    if len(present) == 1 and not task.unknowns:
        return present[0]
    raise NotUnderstood(f"one equation and several unknowns ({', '.join(present)}): solve for which?")


def _without_unknowns(task: Solve) -> Finding:
    try:
        answer = all(evaluate(relation.left) == evaluate(relation.right) for relation in task.relations)
    except NotRational as error:
        raise NotDone("an equation without an unknown is decided for plain numbers only") from error
    text = "the equation has no unknown and always holds" if answer else "the equation has no unknown and never holds"
    return truth(answer, text, "exact rational arithmetic", "check: both sides worked out", True)


# --- linear -----------------------------------------------------------------------------------------------


def _linear(task: Solve, polynomials: list[Polynomial], present: tuple[str, ...]) -> Finding:
    asked = task.unknowns or present
    found = eliminate(polynomials, present)
    again = eliminate(polynomials[::-1], present[::-1])
    method = "elimination over the rational numbers"
    agreed = (again.values, again.contradictory) == (found.values, found.contradictory)
    if found.contradictory:
        check = "check: another order of elimination comes to 0 = 1 too"
        return _special(NO_SOLUTION, "there is no solution", method, check, agreed)
    if any(name not in found.values for name in asked):
        if len(present) == 1:
            check = "check: both sides have the same normal form"
            return _special(EVERY_VALUE, f"every value of {asked[0]} is a solution", method, check, agreed)
        open_names = ", ".join(name for name in asked if name not in found.values)
        raise NotDone(f"the equations do not settle {open_names}: there are infinitely many solutions")
    verified = agreed and (_satisfied(task, found.values) if not found.free else True)
    decimal = has_decimal(*(side for relation in task.relations for side in (relation.left, relation.right)))
    values = {name: number_text(found.values[name], decimal) for name in asked}
    text = ", ".join(f"{name} = {value}" for name, value in values.items())
    check = "check: put back into every equation exactly; the rank shows that it is the only solution"
    return Finding(
        next(iter(values.values())) if len(values) == 1 else text,
        text,
        {"type": "solution", "values": {name: fraction_text(found.values[name]) for name in asked}},
        method,
        check,
        verified,
    )


def _satisfied(task: Solve, values: dict[str, Fraction]) -> bool:
    given: dict[str, Node] = {name: Number(value) for name, value in values.items()}
    return all(
        evaluate(substitute(relation.left, given)) == evaluate(substitute(relation.right, given))
        for relation in task.relations
    )


def _special(value: str, text: str, method: str, check: str, verified: bool) -> Finding:
    return Finding(value, text, {"type": "solution set", "value": value}, method, check, verified)


# --- one polynomial or rational equation --------------------------------------------------------------------


def _polynomial(task: Solve, difference: Node, form: Quotient, unknown: str) -> Finding:
    above = form.above
    if above.zero:
        raise NotDone("every value where both sides are defined is a solution")
    if above.degree() == 0:
        return _special(NO_SOLUTION, "there is no solution", "normal form", "check: the normal form is a number", True)
    roots = _roots(above, unknown)
    exact = _product_is(above, unknown, roots)
    kept = [root for root in roots if not _is_root(form.below, unknown, root) and _defined(difference, unknown, root)]
    decimal = has_decimal(difference)
    check = (
        f"check: the product of the {sum(roots.values())} linear factors, multiplied out, is the equation"
        if exact
        else "check: each root was put back; the product of the factors was not multiplied out exactly"
    )
    verified = True if exact else (None if all(_vanishes(difference, unknown, root) for root in kept) else False)
    if len(kept) < len(roots):
        check += "; roots where the equation is not defined were left out"
    return _listed(kept, unknown, decimal, "roots of the factors over the rational numbers", check, verified)


def _roots(polynomial: Polynomial, unknown: str) -> dict[Expr, int]:
    """All complex roots with their multiplicities. NotDone where there is no closed form."""
    import sympy

    from orchestra_modules.mathematics.build import symbol

    x = symbol(unknown)
    terms = {
        (sum(e for _, e in monomial),): sympy.Rational(c.numerator, c.denominator)
        for monomial, c in polynomial.terms.items()
    }
    whole = sympy.Poly.from_dict(terms, x)
    roots: dict[Expr, int] = {}
    for factor, count in whole.factor_list()[1]:
        if factor.degree() > 2 and len(factor.terms()) > 2:
            even = all(monomial[0] % 2 == 0 for monomial in factor.monoms())
            if not (even and factor.degree() == 4):
                raise NotDone(f"the roots of {factor.as_expr()} have no short exact form")
        if factor.degree() > 12:
            raise NotDone(f"the roots of {factor.as_expr()} have no short exact form")
        found = sympy.roots(factor)
        if sum(found.values()) != factor.degree():
            raise NotDone(f"not all roots of {factor.as_expr()} were found")
        for root in found:
            roots[root] = roots.get(root, 0) + count
    return roots


def _product_is(polynomial: Polynomial, unknown: str, roots: dict[Expr, int]) -> bool:
    """Whether leading coefficient times product of (x - root) is the polynomial: all roots, and no other."""
    from orchestra_modules.mathematics.build import read_back
    from orchestra_modules.mathematics.zero import equal_forms

    degree = polynomial.degree()
    lead = polynomial.coefficient(unknown, degree).constant
    if lead is None or sum(roots.values()) != degree:
        return False
    factors: list[Node] = [Number(lead)]
    for root, count in roots.items():
        linear = Sum((Name(unknown), Negative(read_back(root))))
        factors.append(Power(linear, Number(Fraction(count))))
    return equal_forms(Product(tuple(factors)), tree(polynomial))


def tree(polynomial: Polynomial) -> Node:
    """A polynomial in plain unknowns as an expression."""
    terms: list[Node] = [Number(Fraction(0)), Number(Fraction(0))]
    for monomial, coefficient in polynomial.terms.items():
        powers: list[Node] = [Power(Name(name), Number(Fraction(exponent))) for name, exponent in monomial]
        terms.append(Product((Number(coefficient), *powers)))
    return Sum(tuple(terms))


def _is_root(polynomial: Polynomial, unknown: str, root: Expr) -> bool:
    if polynomial.degree() <= 0:
        return False
    return not _clearly_nonzero(tree(polynomial), unknown, root)


def _clearly_nonzero(node: Node, unknown: str, root: Expr) -> bool:
    from orchestra_modules.mathematics.build import build, symbol

    value = build(node).subs(symbol(unknown), root).evalf(40)
    return bool(abs(value) > 1e-25)


def _vanishes(node: Node, unknown: str, root: Expr) -> bool:
    from orchestra_modules.mathematics.build import build, symbol
    from orchestra_modules.mathematics.zero import is_zero

    return is_zero(build(node).subs(symbol(unknown), root))[0] == "zero"


def _defined(node: Node, unknown: str, root: Expr) -> bool:
    """Whether every divisor of the equation as asked is different from 0 at the root."""
    from orchestra_modules.mathematics.syntax import walk

    divisors: list[Node] = [d for part in walk(node) if isinstance(part, Product) for d in part.divisors]
    divisors += [part.base for part in walk(node) if isinstance(part, Power) and _negative(part.exponent)]
    return all(unknown not in names(divisor) or _clearly_nonzero(divisor, unknown, root) for divisor in divisors)


def _negative(exponent: Node) -> bool:
    try:
        return evaluate(exponent) < 0
    except (NotRational, Undefined):
        return False


def _listed(
    roots: list[Expr],
    unknown: str,
    decimal: bool,
    method: str,
    check: str,
    verified: bool | None,
    confidence: float = CONFIDENT,
) -> Finding:
    import sympy

    from orchestra_modules.mathematics.algebra import approximation, shown

    if not roots:
        return Finding(
            NO_SOLUTION, "there is no solution", {"type": "solution set", "value": NO_SOLUTION}, method, check, verified
        )
    real = sorted((root for root in roots if root.is_real), key=lambda root: sympy.N(root, 30))
    others = [root for root in roots if not root.is_real]
    others.sort(key=lambda root: tuple(sympy.N(part, 20) for part in root.as_real_imag()))

    def text(root: Expr) -> str:
        return number_text(Fraction(int(root.p), int(root.q)), decimal) if root.is_Rational else shown(root)

    values = [text(root) for root in (*real, *others)]
    told = [f"{unknown} = {text(root)}{approximation(root) if root in real else ''}" for root in (*real, *others)]
    remark = ""
    if others:
        remark = " (complex; there is no real solution)" if not real else f" (real: {', '.join(values[: len(real)])})"
    return Finding(
        ", ".join(values),
        " or ".join(told) + remark,
        {"type": "solutions", "unknown": unknown, "values": list(values)},
        method,
        check,
        verified,
        confidence,
    )


# --- other equations ------------------------------------------------------------------------------------------


def _with_parameters(difference: Node, unknown: str) -> Finding:
    """One equation solved for one of several letters; the others are taken as general."""
    import sympy

    from orchestra_modules.mathematics.algebra import shown
    from orchestra_modules.mathematics.build import build, symbol

    polynomial = as_polynomial(difference)
    form = quotient(difference)
    atoms = form.above.atoms | form.below.atoms
    if polynomial is None and not all(atom.isalpha() or atom == "constant pi" for atom in atoms):
        raise NotDone("an equation with several letters is solved only where it is algebraic")
    above = sympy.numer(sympy.together(build(difference)))
    degree = form.above.degree(unknown)
    if degree not in (1, 2):
        raise NotDone("an equation with several letters is solved up to degree 2")
    found = sympy.roots(sympy.Poly(above, symbol(unknown)))
    if sum(found.values()) != sympy.degree(above, symbol(unknown)):
        raise NotDone("not all solutions were found")
    verified = all(_vanishes(difference, unknown, root) for root in found)
    values = [shown(_over_denominator(root) if degree == 1 else root) for root in found]
    lead = sympy.Poly(above, symbol(unknown)).LC()
    lead = -lead if lead.could_extract_minus_sign() else lead
    condition = f", where {shown(lead)} is not 0" if lead.free_symbols else ""
    return Finding(
        ", ".join(values),
        " or ".join(f"{unknown} = {value}" for value in values) + condition,
        {"type": "solutions", "unknown": unknown, "values": list(values)},
        f"an equation of degree {degree} in {unknown}",
        "check: put back into the equation, the difference is zero; the number of roots is the degree",
        verified,
    )


def _over_denominator(root: Expr) -> Expr:
    """A quotient with its numerator multiplied out, or the whole where the denominator is a number."""
    import sympy

    above, below = sympy.fraction(sympy.together(root))
    return sympy.expand(root) if below.is_number else sympy.expand(above) / below


def _transcendental(task: Solve, difference: Node, unknown: str) -> Finding:
    import sympy

    from orchestra_modules.mathematics.build import build, symbol

    x = sympy.Symbol(unknown, real=True)
    built = build(difference).subs(symbol(unknown), x)
    try:
        found = sympy.solveset(built, x, sympy.S.Reals)
    except (NotImplementedError, ValueError, TypeError, AttributeError) as error:
        raise NotDone("no method for this equation") from error
    if found is sympy.S.EmptySet:
        return Finding(
            NO_SOLUTION,
            "there is no real solution",
            {"type": "solution set", "value": NO_SOLUTION},
            "computer algebra over the real numbers",
            "check: none; that nothing is missing rests on computer algebra",
            None,
            0.9,
        )
    if not isinstance(found, sympy.FiniteSet):
        raise NotDone("the equation has infinitely many solutions, or none in closed form")
    roots = [root.subs(x, symbol(unknown)) for root in found]
    if any(root.free_symbols for root in roots):
        raise NotDone("the solutions were not found in closed form")
    if not all(_vanishes(difference, unknown, root) for root in roots):
        raise NotDone("a solution could not be confirmed by putting it back")
    check = "check: each solution put back exactly; that none is missing rests on computer algebra"
    return _listed(roots, unknown, False, "computer algebra over the real numbers", check, None, 0.95)
