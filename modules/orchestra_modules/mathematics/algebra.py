"""Exact values and other forms of expressions: SymPy finds them, our own normal form shows that they are equal."""

from __future__ import annotations

from collections.abc import Callable

import mpmath  # type: ignore[import-untyped]
import sympy
from pydantic import JsonValue

from orchestra_modules.mathematics.build import Expr, build, printable, read_back
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.limits import MAX_OUTPUT, MAX_SYMBOLIC_DIGITS
from orchestra_modules.mathematics.numeric import NotNumeric, numeric
from orchestra_modules.mathematics.polynomial import as_polynomial
from orchestra_modules.mathematics.refusal import NotDone, Refusal, Undefined
from orchestra_modules.mathematics.syntax import Constant, Name, Negative, Node, Number, Power, Product, show, walk
from orchestra_modules.mathematics.tasks import Evaluate, Rewrite
from orchestra_modules.mathematics.zero import equal_forms, is_zero

_PRECISION = 50


def shown(expression: Expr) -> str:
    """A SymPy object in its own text form, refused if too long. TooCostly."""
    printable(expression, MAX_OUTPUT, MAX_SYMBOLIC_DIGITS)
    return str(expression)


def expression_data(expression: Expr) -> dict[str, JsonValue]:
    """The typed twin of an expression."""
    return {"type": "expression", "value": shown(expression), "latex": sympy.latex(expression)}


def approximation(expression: Expr) -> str:
    """About how much a number is, for the text; empty where it is plain already."""
    if expression.free_symbols or not expression.is_finite:
        return ""
    if all(part.is_Rational for part in expression.as_real_imag()):
        return ""
    return f" ≈ {sympy.N(expression, 10)}"


def exact_value(task: Evaluate) -> Finding:
    """The value of an expression without unknowns that is no rational number."""
    if Constant("oo") in walk(task.expression):
        raise Undefined("infinity is not a number to calculate with; ask for a limit")
    built = build(task.expression)
    if not built.is_number or built.has(sympy.oo, -sympy.oo):
        raise Undefined("the expression is not a number")
    result = _tidy_number(built)
    text = f"{_equation(task.expression, result)}{approximation(result)}"
    verified, check, confidence = _check_value(task.expression, built, result)
    return Finding(shown(result), text, expression_data(result), "exact simplification", check, verified, confidence)


def _tidy_number(built: Expr) -> Expr:
    """Numbers made of roots are multiplied out with rational denominators; others take the shortest form."""
    expanded = sympy.radsimp(sympy.expand(built))
    if built.is_algebraic:
        return expanded
    return _shortest([built, expanded, sympy.simplify(built)])


def _check_value(node: Node, built: Expr, result: Expr) -> tuple[bool | None, str, float]:
    try:
        if equal_forms(node, read_back(result)):
            return True, "check: both forms agree in our own arithmetic of surds", CONFIDENT
    except Refusal:
        pass
    if is_zero(built - result)[0] == "not zero" or not _close(node, result):
        return False, "check: the forms differ numerically", 0.0
    return None, f"check: worked out again in {_PRECISION} digits by other code, which is no proof", 0.95


def _close(node: Node, result: Expr) -> bool:
    try:
        own = numeric(node, _PRECISION)
    except NotNumeric as error:
        raise NotDone("the value could not be checked") from error
    other = sympy.N(result, _PRECISION)
    with mpmath.workdps(_PRECISION + 10):
        real, imaginary = (mpmath.mpf(str(part)) for part in other.as_real_imag())
        return bool(abs(own - mpmath.mpc(real, imaginary)) <= mpmath.mpf(10) ** (8 - _PRECISION) * (1 + abs(own)))


def _shortest(forms: list[Expr]) -> Expr:
    return min(forms, key=lambda form: form.count_ops() + sum(len(str(a)) for a in form.atoms(sympy.Rational)) / 100)


def _equation(node: Node, result: Expr) -> str:
    """What was asked and what it is, or only the latter where they look the same."""
    asked, found = show(node), shown(result)
    return found if asked == found else f"{asked} = {found}"


def rewritten(task: Rewrite) -> Finding:
    """An expression simplified, expanded or factored."""
    built = build(task.expression)
    result = _FORMS[task.form](task.expression, built)
    if task.bare and not _simpler(read_back(result), task.expression):
        raise NotDone("nothing is asked about the expression, and it does not become simpler")
    if task.form == "expand" and result == built and not built.is_rational_function(*built.free_symbols):
        raise NotDone("multiplying out does not change the expression")
    verified, check = _check_form(task.expression, built, result)
    excluded = _excluded(task.expression, result)
    text = f"{_equation(task.expression, result)}{excluded}"
    if task.form == "factor" and shown(result) == shown(built) and not result.is_Mul and not result.is_Pow:
        text = f"{shown(result)} does not factor further over the rational numbers"
    return Finding(
        shown(result),
        text,
        expression_data(result),
        f"{task.form} by computer algebra",
        check,
        verified,
        CONFIDENT if verified else 0.93,
    )


def _simpler(result: Node, asked: Node) -> bool:
    """Whether a result is shorter than what was asked, so that there is something to tell."""

    def unknowns(node: Node) -> int:
        return sum(isinstance(part, Name) for part in walk(node))

    return _parts(result) < _parts(asked) or unknowns(result) < unknowns(asked)


def _parts(node: Node) -> int:
    """How many numbers and names an expression is made of; a fraction counts twice, a sign not at all."""
    parts = 0
    for part in walk(node):
        if isinstance(part, Number):
            parts += 2 if part.value.denominator != 1 else int(part.value != -1)
        else:
            parts += isinstance(part, Name | Constant)
    return parts


def _simplified(node: Node, built: Expr) -> Expr:
    if as_polynomial(node) is not None:
        return sympy.expand(built)
    if built.is_rational_function(*built.free_symbols):
        reduced = sympy.cancel(built)
        return _shortest([reduced, sympy.factor(reduced), built])
    return _shortest([sympy.simplify(built), built])


_FORMS: dict[str, Callable[[Node, Expr], Expr]] = {
    "simplify": _simplified,
    "expand": lambda node, built: sympy.expand(built),
    "factor": lambda node, built: sympy.factor(built),
}


def _check_form(node: Node, built: Expr, result: Expr) -> tuple[bool | None, str]:
    try:
        if equal_forms(node, read_back(result)):
            return True, "check: multiplied out in our own normal form, both are the same"
    except Refusal:
        pass
    verdict, how = is_zero(built - result)
    if verdict == "not zero":
        return False, "check: the forms differ at a point"
    if verdict == "zero" and not how.startswith("simpl"):
        return True, f"check: the difference is zero by {how}"
    return None, "check: equal at random points, which is no proof"


def _excluded(node: Node, result: Expr) -> str:
    """Where the original has no value though the result has one."""
    divisors = [d for part in walk(node) if isinstance(part, Product) for d in part.divisors]
    divisors += [part.base for part in walk(node) if isinstance(part, Power) and isinstance(part.exponent, Negative)]
    lost: list[str] = []
    for divisor in divisors:
        below = sympy.together(build(divisor))
        unknown = next(iter(below.free_symbols), None)
        zeros = sympy.roots(below, unknown) if len(below.free_symbols) == 1 and below.is_polynomial(unknown) else {}
        for zero in zeros:
            if zero.is_real and result.subs(unknown, zero).is_finite:
                lost.append(f"{unknown} != {zero}")
        if below.free_symbols and not zeros:
            lost.append(f"{below} != 0")
    return f", for {', '.join(dict.fromkeys(lost))}" if lost else ""
