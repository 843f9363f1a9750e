"""Exact values of numbers that are not rational: sums of square roots by our own arithmetic, others by SymPy.

Knows no unknowns. SymPy is imported only for what is no sum of square roots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines import surds
from orchestra_modules.mathematics.engines.polynomial import same
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, number_data
from orchestra_modules.mathematics.syntax import Call, Constant, Node, Number, show, walk
from orchestra_modules.solving.refusal import NotDone, Refusal, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

_PRECISION: Final = 50
_LONG: Final = 200
_ANGLES: Final = ("sin", "cos", "tan", "cot", "sec", "csc")
UNPROVED: Final = 0.95


def exact_number(node: Node) -> Finding:
    """The value of an expression without unknowns. Undefined, NotDone."""
    if Constant("oo") in walk(node):
        raise Undefined("infinity is not a number to calculate with; ask for a limit")
    try:
        return surd_finding(node, surds.surd(node))
    except surds.NotSurd:
        return _symbolic_number(node)


def told(node: Node, value: str, about: str = "") -> str:
    """What was asked and what it is, or only the latter where they look the same."""
    asked = show(node)
    return f"{value}{about}" if asked == value or len(asked) > _LONG else f"{asked} = {value}{about}"


def surd_finding(node: Node, found: surds.Surd) -> Finding:
    """A sum of square roots that an expression was found to be."""
    value, tree = found.text(), found.tree()
    try:
        verified = same(node, tree) or None
    except (Refusal, ArithmeticError):
        verified = None
    check = "check: both forms agree in a normal form of quotients of polynomials in roots of primes"
    if verified is None and any(isinstance(part, Call) and part.function in _ANGLES for part in walk(node)):
        verified = _agrees(node, tree) or None
        check = f"check: both forms worked out by other code agree to {_PRECISION} digits"
    if verified is None:
        return _symbolic_number(node)
    if (rational := found.value) is not None:
        data = number_data(rational)
        return Finding(value, told(node, value), data, "arithmetic of square roots", check, True, node=Number(rational))
    about = f" ≈ {found.approximate():.10g}"
    return Finding(
        value,
        told(node, value, about),
        {"type": "expression", "value": value},
        "arithmetic of square roots",
        check,
        True,
        node=tree,
    )


def _agrees(node: Node, tree: Node) -> bool:
    """Whether two forms of a number agree to fifty digits, which different sums of a few small roots do not."""
    from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric

    try:
        one, other = numeric(node, _PRECISION), numeric(tree, _PRECISION)
    except NotNumeric:
        return False
    return bool(abs(one - other) <= 10.0 ** (5 - _PRECISION) * (1 + abs(one)))


def _symbolic_number(node: Node) -> Finding:
    import sympy

    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.symbolic import approximation, expression_data, shown, tree

    built = build(node)
    if not built.is_number or built.has(sympy.oo, -sympy.oo):
        raise Undefined("the expression is not a number")
    result = tidy_number(built)
    verified, check, confidence = check_value(node, built, result)
    text = told(node, shown(result), approximation(result))
    data = expression_data(result)
    return Finding(shown(result), text, data, "exact simplification", check, verified, confidence, node=tree(result))


def tidy_number(built: Expr) -> Expr:
    """Numbers made of roots are multiplied out with rational denominators; others take the shortest form."""
    import sympy

    if built.is_real is False or built.has(sympy.I):
        apart = sympy.expand_complex(sympy.radsimp(built))
        if apart.count_ops() <= 3 * built.count_ops() + 8 and not apart.has(sympy.re, sympy.im, sympy.arg):
            return sympy.radsimp(sympy.expand(apart))
    expanded = sympy.radsimp(sympy.expand(built))
    if built.is_algebraic:
        return shortest([sympy.radsimp(sympy.expand(sympy.sqrtdenest(expanded))), expanded])
    return shortest([built, expanded, sympy.simplify(built)])


def shortest(forms: list[Expr]) -> Expr:
    """The form with the fewest operations, large numbers counted."""
    import sympy

    return min(forms, key=lambda form: form.count_ops() + sum(len(str(a)) for a in form.atoms(sympy.Rational)) / 100)


def check_value(node: Node, built: Expr, result: Expr) -> tuple[bool | None, str, float]:
    """Whether a form of a number is that number: proved, refuted, or neither."""
    from orchestra_modules.mathematics.engines.build import read_back
    from orchestra_modules.mathematics.engines.zero import equal_forms, is_zero

    try:
        if equal_forms(node, read_back(result)):
            return True, "check: both forms agree in our own arithmetic of surds", CONFIDENT
    except Refusal:
        pass
    verdict, how = is_zero(built - result)
    if verdict == "not zero" or not close(node, result):
        return False, "check: the forms differ numerically", 0.0
    if verdict == "zero" and built != result and "minimal polynomial" in how:
        return True, f"check: the difference is zero by {how}, and in {_PRECISION} digits", CONFIDENT
    return None, f"check: worked out again in {_PRECISION} digits by other code, which is no proof", UNPROVED


def close(node: Node, result: Expr) -> bool:
    """Whether an expression evaluated from our own tree has the value of a result. NotDone."""
    import mpmath  # type: ignore[import-untyped]
    import sympy

    from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric

    try:
        own = numeric(node, _PRECISION)
    except NotNumeric as error:
        raise NotDone("the value could not be checked") from error
    other = sympy.N(result, _PRECISION)
    with mpmath.workdps(_PRECISION + 10):
        real, imaginary = (mpmath.mpf(str(part)) for part in other.as_real_imag())
        return bool(abs(own - mpmath.mpc(real, imaginary)) <= mpmath.mpf(10) ** (8 - _PRECISION) * (1 + abs(own)))
