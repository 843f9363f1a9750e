"""Derivatives, integrals and limits: found by SymPy, confirmed by our own rules, by differentiation or by series.

Not covered: integrals over poles, divergent integrals, limits in several variables.
"""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath  # type: ignore[import-untyped]
import sympy
from pydantic import JsonValue

from orchestra_modules.mathematics import series
from orchestra_modules.mathematics.algebra import approximation, expression_data, shown
from orchestra_modules.mathematics.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.build import Expr, build, read_back, symbol
from orchestra_modules.mathematics.derivative import derivative
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.limits import MAX_ORDER
from orchestra_modules.mathematics.numeric import NotNumeric, numeric
from orchestra_modules.mathematics.polynomial import as_polynomial
from orchestra_modules.mathematics.refusal import NotDone, NotUnderstood, Refusal, TooCostly, Undefined
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    names,
    show,
    walk,
)
from orchestra_modules.mathematics.tasks import Differentiate, Integrate, Limit
from orchestra_modules.mathematics.zero import is_zero

_DIGITS = 30


# --- derivatives ----------------------------------------------------------------------------------------------


def differentiate(task: Differentiate) -> Finding:
    """The derivative of an order, as an expression or at a point."""
    assert task.variable is not None
    if task.order > MAX_ORDER:
        raise TooCostly(f"derivatives up to order {MAX_ORDER} are taken")
    x = symbol(task.variable)
    built = build(task.expression)
    result = sympy.diff(built, x, task.order)
    if result.has(sympy.Derivative, sympy.Subs):
        raise NotDone("the derivative was not found in closed form")
    verified, check = _check_derivative(task, built, result)
    result = _tidy(result)
    if task.at is not None:
        result = result.subs(x, build(task.at))
        if not result.is_finite:
            raise Undefined("the derivative has no value at that point")
    order = {1: "d/d", 2: "second derivative by "}.get(task.order, f"derivative of order {task.order} by ")
    place = "" if task.at is None else f" at {task.variable} = {show(task.at)}"
    text = f"{order}{task.variable} of {show(task.expression)}{place} = {shown(result)}{approximation(result)}"
    data = expression_data(result)
    confidence = CONFIDENT if verified else 0.93
    return Finding(shown(result), text, data, "differentiation by computer algebra", check, verified, confidence)


def _tidy(result: Expr) -> Expr:
    """Polynomials are multiplied out; anything else is left in the form that differentiation gives."""
    return sympy.expand(result) if result.is_polynomial(*result.free_symbols) else result


def _check_derivative(task: Differentiate, built: Expr, result: Expr) -> tuple[bool | None, str]:
    """Step by step: each of SymPy's derivatives against our own rules applied to the one before."""
    assert task.variable is not None
    x, before, how = symbol(task.variable), built, "nothing to compare"
    try:
        for _ in range(task.order):
            after = sympy.diff(before, x)
            verdict, how = is_zero(build(derivative(read_back(before), task.variable)) - after)
            if verdict == "not zero":
                return False, "check: our own rules of differentiation disagree"
            if verdict == "unknown":
                return None, "check: our own rules agree at random points, which is no proof"
            before = after
        verdict, how = is_zero(before - result)
    except Refusal:
        return None, "check: none, there is no second rule for a function in it"
    verified = {"zero": True, "not zero": False, "unknown": None}[verdict]
    return verified, f"check: our own rules of differentiation give the same ({how})"


# --- integrals --------------------------------------------------------------------------------------------------


def integrate(task: Integrate) -> Finding:
    """An antiderivative, or the value of a definite integral."""
    assert task.variable is not None
    x = symbol(task.variable)
    built = build(task.expression)
    if task.bounds is not None:
        return _definite(task, built, x)
    found = _antiderivative(built, x)
    verdict, how = is_zero(sympy.diff(found, x) - built)
    verified = {"zero": True, "not zero": False, "unknown": None}[verdict]
    check = f"check: differentiated back, the difference from the integrand is zero by {how}"
    if verified is None:
        check = "check: the derivative of the result agrees with the integrand at random points, which is no proof"
    text = f"the integral of {show(task.expression)} d{task.variable} = {shown(found)} + C"
    data = {**expression_data(found), "constant": "C"}
    return Finding(
        shown(found), text, data, "integration by computer algebra", check, verified, 0.99 if verified else 0.9
    )


def _antiderivative(built: Expr, x: Expr) -> Expr:
    try:
        found = sympy.integrate(built, x)
    except (NotImplementedError, ValueError) as error:
        raise NotDone("no method for this integral") from error
    if found.has(sympy.Integral, sympy.Piecewise, sympy.RootSum):
        raise NotDone("the integral was not found in closed form")
    return sympy.expand(found) if found.is_polynomial(*found.free_symbols) else found


def _definite(task: Integrate, built: Expr, x: Expr) -> Finding:
    assert task.bounds is not None and task.variable is not None
    lower, upper = (build(bound) for bound in task.bounds)
    if names(*task.bounds) or set(names(task.expression)) - {task.variable}:
        raise NotDone("definite integrals are worked out for one unknown and bounds that are numbers")
    if not (lower.is_extended_real and upper.is_extended_real):
        raise NotDone("the bounds of the integral are not real")
    finite = bool(lower.is_finite and upper.is_finite)
    continuous = finite and _continuous(task.expression, task.variable, lower, upper)
    value, verified, check = None, None, ""
    if continuous:
        antiderivative = _antiderivative(built, x)
        if is_zero(sympy.diff(antiderivative, x) - built)[0] == "zero" and _free_of_jumps(antiderivative, x):
            value = sympy.simplify(antiderivative.subs(x, upper) - antiderivative.subs(x, lower))
            verified = True
            check = "check: an antiderivative was differentiated back, and nothing breaks off between the bounds"
    if value is None:
        value = _direct(built, x, lower, upper)
    if not value.is_finite or value.free_symbols:
        raise Undefined("the integral does not converge")
    near = _quadrature(task, lower, upper, value)
    if near is False:
        raise NotDone("numerical integration does not confirm the result")
    if near:
        check = f"{check}; numerical integration agrees to {_DIGITS // 2} digits".removeprefix("; ")
    elif verified is None:
        raise NotDone("the integral could not be confirmed")
    check = check if check.startswith("check") else f"check: {check}, which is no proof"
    text = (
        f"the integral of {show(task.expression)} d{task.variable} from {show(task.bounds[0])} to "
        f"{show(task.bounds[1])} = {shown(value)}{approximation(value)}"
    )
    data = expression_data(value)
    return Finding(
        shown(value), text, data, "integration by computer algebra", check, verified, 0.99 if verified else 0.95
    )


def _direct(built: Expr, x: Expr, lower: Expr, upper: Expr) -> Expr:
    try:
        value = sympy.integrate(built, (x, lower, upper))
    except (NotImplementedError, ValueError) as error:
        raise NotDone("no method for this integral") from error
    if value.has(sympy.Integral, sympy.Piecewise):
        raise NotDone("the integral was not found in closed form")
    return value if value in (sympy.oo, -sympy.oo, sympy.nan) else sympy.simplify(value)


#: functions without a break anywhere on the real line
_SMOOTH = frozenset({"sin", "cos", "exp", "sinh", "cosh", "tanh", "atan", "asinh", "abs"})


def _continuous(node: Node, variable: str, lower: Expr, upper: Expr) -> bool:
    """Whether the expression provably has a value, without a break, all the way from bound to bound."""

    def inside(part: Node) -> bool:
        return _continuous(part, variable, lower, upper)

    match node:
        case Number() | Name() | Constant():
            return True
        case Negative(operand):
            return inside(operand)
        case Sum(terms):
            return all(map(inside, terms))
        case Product(factors, divisors):
            return all(map(inside, factors)) and all(_nonzero(d, variable, lower, upper) for d in divisors)
        case Power(Constant("e"), exponent):
            return inside(exponent)
        case Power(base, exponent):
            try:
                times = evaluate(exponent)
            except NotRational:
                return False
            whole = times.denominator == 1
            if whole and times >= 0:
                return inside(base)
            return _nonzero(base, variable, lower, upper, positive=not whole)
        case Call("sqrt" | "ln", (argument,)):
            return _nonzero(argument, variable, lower, upper, positive=True)
        case Call(function, (argument,)):
            return function in _SMOOTH and inside(argument)
        case _:
            return False


def _nonzero(node: Node, variable: str, lower: Expr, upper: Expr, positive: bool = False) -> bool:
    """Whether a polynomial has no zero between the bounds (Sturm), and if asked is positive there."""
    polynomial = as_polynomial(node)
    if polynomial is None or not (lower.is_Rational and upper.is_Rational):
        return False
    built, low, high = build(node), min(lower, upper), max(lower, upper)
    x = symbol(variable)
    if built.has(x) and sympy.Poly(built, x).count_roots(low, high) != 0:
        return False
    middle = built.subs(x, (low + high) / 2)
    return bool(middle > 0) if positive else bool(middle != 0)


def _free_of_jumps(antiderivative: Expr, x: Expr) -> bool:
    """Whether an antiderivative is made of functions that do not jump where its derivative is continuous."""
    allowed = (sympy.sin, sympy.cos, sympy.exp, sympy.sinh, sympy.cosh, sympy.tanh)
    for part in sympy.preorder_traversal(antiderivative):
        if isinstance(part, sympy.Function) and part.has(x):
            if isinstance(part, sympy.atan | sympy.asinh | sympy.log):
                if not part.args[0].is_polynomial(x):
                    return False
            elif not isinstance(part, allowed):
                return False
        if part.is_Pow and part.has(x) and part.base != sympy.E:
            whole = part.exp.is_Integer and part.exp > 0
            if not whole and not part.base.is_polynomial(x):
                return False
    return True


def _quadrature(task: Integrate, lower: Expr, upper: Expr, value: Expr) -> bool | None:
    """Whether numerical integration of our own tree agrees; none if it does not converge."""
    assert task.variable is not None

    def integrand(at: object) -> object:
        return numeric(task.expression, _DIGITS, {task.variable or "": at})

    def bound(end: Expr) -> object:
        if end in (sympy.oo, -sympy.oo):
            return mpmath.inf if end == sympy.oo else -mpmath.inf
        return mpmath.mpf(str(sympy.N(end, _DIGITS + 10)))

    try:
        with mpmath.workdps(_DIGITS):
            found, error = mpmath.quad(integrand, [bound(lower), bound(upper)], error=True)
            if abs(error) > mpmath.mpf(10) ** (-_DIGITS // 2):
                return None
            exact = mpmath.mpc(*(mpmath.mpf(str(part)) for part in sympy.N(value, _DIGITS).as_real_imag()))
            return bool(abs(found - exact) < mpmath.mpf(10) ** (-_DIGITS // 2) * (1 + abs(exact)))
    except (NotNumeric, ValueError, ZeroDivisionError, TypeError, OverflowError):
        return None


# --- limits ------------------------------------------------------------------------------------------------------


def limit(task: Limit) -> Finding:
    """A limit, from one side or from both."""
    if set(names(task.expression)) - {task.variable}:
        raise NotDone("limits are taken of expressions in one unknown")
    if names(task.point):
        raise NotUnderstood("the point of the limit is not a number")
    x, point = symbol(task.variable), build(task.point)
    built = build(task.expression)
    if any(isinstance(node, Call) and node.function in ("floor", "ceiling") for node in walk(task.expression)):
        raise NotDone("limits of functions with steps are not taken")
    infinite = point in (sympy.oo, -sympy.oo)
    sides: list[str] = ["-" if infinite else task.side] if task.side != "both" or infinite else ["+", "-"]
    values = [_limit(built, x, point, side) for side in sides]
    if len(values) == 2 and values[0] != values[1] and is_zero(values[0] - values[1])[0] != "zero":
        return _no_limit(task, values, built)
    value = values[0]
    verified, check = _check_limit(task, point, sides, value, infinite)
    side = "" if infinite else {"+": " from above", "-": " from below"}.get(task.side, "")
    place = f"{task.variable} -> {show(task.point)}{side}"
    text = f"{show(task.expression)} -> {shown(value)}{approximation(value)} as {place}"
    data = expression_data(value)
    confidence = CONFIDENT if verified else 0.93
    return Finding(shown(value), text, data, "limit by computer algebra", check, verified, confidence)


def _limit(built: Expr, x: Expr, point: Expr, side: str) -> Expr:
    try:
        value = sympy.limit(built, x, point, side)
    except (NotImplementedError, ValueError, TypeError) as error:
        raise NotDone("no method for this limit") from error
    if value.has(sympy.Limit, sympy.AccumBounds, sympy.nan, sympy.zoo, x):
        raise NotDone("the limit was not found, or does not exist")
    if value.is_finite and value.is_real is False:
        raise Undefined("the expression is not real near the point")
    return value


def _no_limit(task: Limit, values: list[Expr], built: Expr) -> Finding:
    above, below = (shown(value) for value in values)
    text = f"there is no limit: from above it is {above}, from below {below}"
    at = _rational_point(task)
    own = [None if at is None else _own_limit(task, at, direction) for direction in (1, -1)]
    verified = True if all(_same_value(a, b) for a, b in zip(own, values, strict=True)) else None
    check = "check: both sides by series of our own" if verified else "check: none"
    data: JsonValue = {"type": "no limit", "above": above, "below": below}
    return Finding("does not exist", text, data, "limits from both sides", check, verified, 0.97 if verified else 0.9)


def _rational_point(task: Limit) -> Fraction | None:
    try:
        return evaluate(task.point)
    except NotRational:
        return None


def _check_limit(task: Limit, point: Expr, sides: list[str], value: Expr, infinite: bool) -> tuple[bool | None, str]:
    at = _rational_point(task)
    directions = ([1] if point == sympy.oo else [-1]) if infinite else [1 if side == "+" else -1 for side in sides]
    if at is not None or infinite:
        own = [_own_limit(task, None if infinite else at, direction) for direction in directions]
        if all(found is not None for found in own):
            agreed = all(_same_value(found, value) for found in own)
            return agreed, "check: the leading term of a power series of our own" + ("" if agreed else " differs")
    if not infinite and _continuous_at(task, point):
        agreed = is_zero(build(task.expression).subs(symbol(task.variable), point) - value)[0] == "zero"
        if agreed:
            return True, "check: the expression is continuous there, and its value is the limit"
    if not _approached(task, point, directions, value):
        raise NotDone("values near the point do not confirm the limit")
    return None, "check: values near the point approach it, which is no proof"


def _own_limit(task: Limit, at: Fraction | None, direction: int) -> Fraction | float | None:
    try:
        return series.limit(task.expression, task.variable, at, direction)
    except (series.NoSeries, Refusal, ArithmeticError):
        return None


def _same_value(own: Fraction | float | None, value: Expr) -> bool:
    if own is None:
        return False
    if isinstance(own, float):
        return bool(value == (sympy.oo if own > 0 else -sympy.oo))
    return bool(value == sympy.Rational(own.numerator, own.denominator))


def _continuous_at(task: Limit, point: Expr) -> bool:
    return bool(point.is_Rational and _continuous(task.expression, task.variable, point, point))


def _approached(task: Limit, point: Expr, directions: list[int], value: Expr) -> bool:
    """Whether values at points ever nearer come ever nearer."""
    with mpmath.workdps(80):
        center = None if not point.is_finite else mpmath.mpf(str(sympy.N(point, 70)))
        target = None if not value.is_finite else mpmath.mpf(str(sympy.N(value, 70)))
        for direction in directions:
            gaps = []
            for step in (4, 8, 12):
                at = (
                    direction * mpmath.mpf(10) ** step
                    if center is None
                    else center + direction * mpmath.mpf(10) ** -step
                )
                try:
                    found = mpmath.re(numeric(task.expression, 80, {task.variable: at}))
                except NotNumeric:
                    return False
                gaps.append(abs(found - target) if target is not None else 1 / (1 + abs(found)))
                if target is None and math.copysign(1, float(mpmath.sign(found))) != (1 if value == sympy.oo else -1):
                    return False
            if not (gaps[2] <= gaps[1] <= gaps[0] and gaps[2] < mpmath.mpf("1e-2")):
                return False
    return True
