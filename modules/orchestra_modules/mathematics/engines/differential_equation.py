"""Ordinary differential equations for one function: solved by SymPy, confirmed by putting the solution back.

Knows the equation as a tree in which y, y' and so on stand as applications. Not covered: systems, partial derivatives,
solutions that are only implicit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sympy

from orchestra_modules.mathematics.engines.build import Expr, build, symbol
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.limits import MAX_ORDER
from orchestra_modules.mathematics.syntax import Application, Name, Node, Relation, names, rebuild, walk
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

#: methods in the order in which they are preferred; those that search without end are left out
_METHODS: Final = (
    "nth_algebraic", "separable", "1st_linear", "1st_exact", "Bernoulli", "1st_homogeneous_coeff_best",
    "nth_linear_constant_coeff_homogeneous", "nth_linear_constant_coeff_undetermined_coefficients",
    "nth_linear_constant_coeff_variation_of_parameters", "nth_linear_euler_eq_homogeneous",
    "nth_linear_euler_eq_nonhomogeneous_undetermined_coefficients",
    "nth_linear_euler_eq_nonhomogeneous_variation_of_parameters", "Riccati_special_minus2", "nth_order_reducible",
)  # fmt: skip


@dataclass(frozen=True)
class Solved:
    """The functions that solve an equation, and whether they are confirmed."""

    solutions: tuple[Expr, ...]
    variable: str
    order: int
    linear: bool
    method: str
    check: str
    verified: bool | None


def derivative_orders(node: Node, function: str) -> tuple[int, ...]:
    """The orders of the derivatives of a function in an expression, 0 for the function itself."""
    return tuple(part.primes for part in walk(node) if isinstance(part, Application) and part.function == function)


def solve(function: str, variable: str, equation: Relation, conditions: Sequence[Relation]) -> Solved:
    """The general solution, or with conditions the particular one. NotDone."""
    x = symbol(variable)
    unknown = sympy.Function(function)(x)
    order = max(derivative_orders(equation, function), default=0)
    if order == 0:
        raise NotUnderstood("there is no derivative in the equation")
    if order > MAX_ORDER // 2:
        raise TooCostly(f"differential equations up to order {MAX_ORDER // 2} are solved")
    difference = _built(equation.left, function, variable) - _built(equation.right, function, variable)
    values = [unknown if k == 0 else unknown.diff(x, k) for k in range(order + 1)]
    marks = [symbol(_mark(k)) for k in range(order + 1)]
    built = difference.subs(dict(zip(marks, values, strict=True)))
    linear = _is_linear(difference, marks)
    method, found = _by_sympy(built, unknown)
    solutions: list[Expr] = [one.rhs for one in found]
    if any(one.lhs != unknown or one.rhs.has(sympy.Integral, unknown.func) for one in found):
        raise NotDone("the solution was found in implicit form only")
    if conditions:
        solutions = [s for one in solutions for s in _fitted(one, function, variable, conditions, x)]
        if not solutions:
            raise NotDone("no solution of the equation fulfils the conditions")
        if len(solutions) > 1:
            raise NotDone("several solutions fulfil the conditions")
    proved = all(_is_solution(difference, marks, one, x) for one in solutions)
    constants = {s for one in solutions for s in one.free_symbols if s.name.startswith("C") and s.name[1:].isdigit()}
    whole = bool(conditions) or (linear and len(solutions) == 1 and len(constants) == order)
    check = "check: put back into the equation, the difference is zero"
    check += "; the conditions hold exactly" if conditions else f"; it has {len(constants)} free constants"
    return Solved(tuple(solutions), variable, order, linear, method, check, True if proved and whole else None)


def _mark(order: int) -> str:
    return f"derivative {order}"


def _built(node: Node, function: str, variable: str) -> Expr:
    def change(part: Node) -> Node | None:
        if isinstance(part, Application) and part.function == function:
            if part.arguments not in ((), (Name(variable),)):
                raise NotDone("the function stands at another argument, which is no ordinary differential equation")
            return Name(_mark(part.primes))
        if part == Name(function):
            return Name(_mark(0))
        return None

    return build(rebuild(node, change))


def _is_linear(difference: Expr, marks: list[Expr]) -> bool:
    try:
        return bool(sympy.Poly(difference, *marks).total_degree() <= 1)
    except sympy.PolynomialError:
        return False


def _by_sympy(built: Expr, unknown: Expr) -> tuple[str, list[Expr]]:
    try:
        kinds = sympy.classify_ode(built, unknown)
    except (NotImplementedError, ValueError, TypeError, AttributeError) as error:
        raise NotDone("the kind of the differential equation is not known") from error
    for method in _METHODS:
        if method not in kinds:
            continue
        try:
            found = sympy.dsolve(built, unknown, hint=method)
        except (NotImplementedError, ValueError, TypeError, AttributeError, KeyError):
            continue
        found = found if isinstance(found, list) else [found]
        if all(one.lhs == unknown and not one.rhs.has(sympy.Integral) for one in found):
            return method.replace("_", " "), found
    raise NotDone("no method for this differential equation")


def _fitted(one: Expr, function: str, variable: str, conditions: Sequence[Relation], x: Expr) -> list[Expr]:
    """The solution with its constants chosen so that the conditions hold."""
    constants = sorted((s for s in one.free_symbols if s.name.startswith("C") and s.name[1:].isdigit()), key=str)
    equations = []
    for condition in conditions:
        place, primes, value = _condition(condition, function)
        curve = one.diff(x, primes) if primes else one
        equations.append(curve.subs(x, place) - value)
    if not constants:
        return [one] if all(is_zero(e)[0] == "zero" for e in equations) else []
    try:
        found = sympy.solve(equations, constants, dict=True)
    except (NotImplementedError, ValueError, TypeError) as error:
        raise NotDone("the constants were not found from the conditions") from error
    results = []
    for values in found:
        if any(c not in values for c in constants):
            raise NotDone("the conditions do not settle all constants")
        if all(is_zero(sympy.simplify(e.subs(values)))[0] == "zero" for e in equations):
            results.append(sympy.simplify(one.subs(values)))
    return results


def _condition(condition: Relation, function: str) -> tuple[Expr, int, Expr]:
    """Of "y'(0) = 1" the place, the order and the value."""
    left, right = condition.left, condition.right
    if not (isinstance(left, Application) and left.function == function):
        left, right = right, left
    if (
        not isinstance(left, Application)
        or len(left.arguments) != 1
        or names(left.arguments[0])
        or condition.sign != "="
    ):
        raise NotUnderstood("a condition such as y(0) = 1 was expected")
    return build(left.arguments[0]), left.primes, build(right)


def _is_solution(difference: Expr, marks: list[Expr], one: Expr, x: Expr) -> bool:
    values = {mark: one.diff(x, k) if k else one for k, mark in enumerate(marks)}
    put_back = difference.subs(values)
    verdict = is_zero(put_back)[0]
    if verdict == "unknown":
        verdict = is_zero(sympy.simplify(put_back))[0]
    if verdict == "not zero":
        raise NotDone("the solution, put back, does not fulfil the equation")
    return verdict == "zero"
