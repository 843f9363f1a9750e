"""Equations in one unknown with exponentials, logarithms and trigonometric functions, over the real numbers by SymPy.

Each solution is put back exactly. That none is missing rests on SymPy, except where a sampling of the sign shows one
missing, which is declined. Solutions that repeat for ever are told with an integer n.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from orchestra_modules.mathematics.engines.enclosure import compare
from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric
from orchestra_modules.mathematics.engines.solutions import Solved, Value, in_order, of_sympy
from orchestra_modules.mathematics.engines.symbolic import shown
from orchestra_modules.mathematics.syntax import Interval, Node, Number
from orchestra_modules.solving.refusal import NotDone

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

_METHOD: Final = "computer algebra over the real numbers"
_CHECK: Final = "check: each solution put back exactly; that none is missing rests on computer algebra"
_CONFIDENCE: Final = 0.95
_MOST: Final = 200
_GIVEN_UP = (NotImplementedError, ValueError, TypeError, AttributeError, KeyError, RecursionError)


def solve_other(difference: Node, unknown: str, inside: Interval | None = None) -> Solved:
    """The real solutions, of those in an interval if one is given. NotDone."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol

    x = sympy.Symbol(unknown, real=True)
    built = build(difference).subs(symbol(unknown), x)
    try:
        found = sympy.solveset(built, x, sympy.S.Reals)
    except _GIVEN_UP as error:
        raise NotDone("no method for this equation") from error
    found = _unpacked(found)
    if isinstance(found, sympy.ConditionSet) or found.has(sympy.ConditionSet):
        found = _second_attempt(built, x)
    if inside is not None:
        found = sympy.FiniteSet(*_members(found, inside))
    if found is sympy.S.EmptySet or found == sympy.FiniteSet():
        check = "check: none; that there is no solution rests on computer algebra and on a sampling of the sign"
        _no_change_of_sign(difference, unknown, [], inside)
        return Solved((unknown,), (), _METHOD, check, None, confidence=0.9, remarks=("over the real numbers",))
    if isinstance(found, sympy.FiniteSet):
        candidates = [_value(root) for root in found]
        holding = [(value, _vanishes(difference, unknown, value)) for value in candidates]
        if any(holds is None for _, holds in holding):
            raise NotDone("a solution could not be confirmed by putting it back")
        values = [value for value, holds in holding if holds]
        _no_change_of_sign(difference, unknown, values, inside)
        points = tuple({unknown: value} for value in in_order(values))
        return Solved((unknown,), points, _METHOD, _CHECK, None, confidence=_CONFIDENCE)
    if family := _family(found, difference, unknown):
        _no_member_missing(found, difference, unknown)
        check = "check: the solutions for some n put back; that none is missing rests on computer algebra"
        return Solved((unknown,), (), _METHOD, check, None, "infinite", _CONFIDENCE, family)
    raise NotDone("the equation has infinitely many solutions, or none in closed form")


def _members(found: Expr, inside: Interval) -> list[Expr]:
    """The elements of a set of solutions over all real numbers that lie in an interval. NotDone."""
    import sympy

    low, high = (float(numeric(end, 20)) for end in (inside.low, inside.high))
    members: list[Expr] = []
    for part in found.args if isinstance(found, sympy.Union) else (found,):
        if isinstance(part, sympy.FiniteSet):
            members.extend(part)
        elif isinstance(part, sympy.ImageSet) and part.base_sets == (sympy.S.Integers,):
            start, period = (float(sympy.N(part.lamda(n), 20)) for n in (0, 1))
            period -= start
            ends = sorted(((low - start) / period, (high - start) / period))
            if not period or ends[1] - ends[0] > _MOST:
                raise NotDone(f"there may be more than {_MOST} solutions in the interval")
            members.extend(part.lamda(n) for n in range(math.floor(ends[0]) - 1, math.ceil(ends[1]) + 2))
        elif part is not sympy.S.EmptySet:
            raise NotDone("the equation has infinitely many solutions, or none in closed form")
    return [member for member in dict.fromkeys(map(sympy.expand, members)) if _between(member, inside)]


def _no_member_missing(found: Expr, difference: Node, unknown: str) -> None:
    """Refuse a family where the sign changes near 0 at a place that is not one of its members. NotDone."""
    near = Interval(Number(Fraction(-12)), Number(Fraction(12)))
    values = [of_sympy(member) for member in _members(found, near)]
    _no_change_of_sign(difference, unknown, values, near)


def _between(member: Expr, inside: Interval) -> bool:
    """Whether a number lies in an interval, its ends being decided exactly."""
    from orchestra_modules.mathematics.engines.build import read_back

    node = read_back(member)
    low, high = compare(node, inside.low).sign, compare(node, inside.high).sign
    return (low > 0 or (low == 0 and not inside.low_open)) and (high < 0 or (high == 0 and not inside.high_open))


def _unpacked(found: Expr) -> Expr:
    """Without the note that only real numbers are meant, where SymPy could not drop it itself."""
    import sympy

    if isinstance(found, sympy.Intersection):
        sets = [part for part in found.args if part not in (sympy.S.Reals, sympy.S.Complexes)]
        if len(sets) == 1 and isinstance(sets[0], sympy.FiniteSet) and all(e.is_real for e in sets[0]):
            return sets[0]
    if isinstance(found, sympy.Complement):
        whole, part = found.args
        if isinstance(whole, sympy.FiniteSet) and isinstance(part, sympy.FiniteSet):
            return sympy.FiniteSet(*[e for e in whole if all(sympy.simplify(e - f) != 0 for f in part)])
    return found


def _second_attempt(built: Expr, x: Expr) -> Expr:
    """The older solver of SymPy, whose list is taken only over all real numbers."""
    import sympy

    try:
        found = sympy.solve(built, x)
    except _GIVEN_UP as error:
        raise NotDone("no method for this equation") from error
    if not found or any(not isinstance(root, sympy.Expr) or root.has(sympy.Piecewise) for root in found):
        raise NotDone("no method for this equation")
    return sympy.FiniteSet(*[root for root in found if root.is_real or abs(sympy.im(sympy.N(root, 30))) < 1e-20])


def _value(root: Expr) -> Value:
    import sympy

    if root.free_symbols:
        raise NotDone("the solutions were not found in closed form")
    forms = [root, sympy.simplify(root), sympy.logcombine(sympy.expand_log(root, force=True), force=True)]
    same = [form for form in forms if abs(sympy.N(form - root, 30)) < 1e-20]
    return of_sympy(min(same, key=lambda form: (form.count_ops(), len(str(form)))))


def _vanishes(difference: Node, unknown: str, value: Value) -> bool | None:
    from orchestra_modules.mathematics.engines.equation import satisfied

    return satisfied(difference, unknown, value)


def _no_change_of_sign(difference: Node, unknown: str, values: list[Value], inside: Interval | None) -> None:
    """Refuse where the sign changes between two samples with no solution between them. NotDone."""
    low, high = -25.0, 25.0
    if inside is not None:
        try:
            low, high = (float(numeric(end, 20)) for end in (inside.low, inside.high))
        except (NotNumeric, OverflowError):
            return
        low, high = max(low, -1e6), min(high, 1e6)
    places = [value.about.real for value in values]
    count = 400
    before: tuple[float, float] | None = None
    for step in range(1, count):
        at = low + (high - low) * (step + 0.137) / (count + 1)
        here = _sample(difference, unknown, at)
        if here is None:
            before = None
            continue
        crossed = before is not None and before[1] * here < 0 and abs(before[1]) + abs(here) < 0.5 * (high - low)
        missing = crossed and before is not None and not any(before[0] <= place <= at for place in places)
        if missing and before is not None and _continuous(difference, unknown, before[0], at):
            raise NotDone("a solution seems to be missing, so none is given")
        before = (at, here)


def _continuous(difference: Node, unknown: str, low: float, high: float) -> bool:
    """Whether the values get small where the sign changes, as they do at a zero and do not at a pole."""
    first = _sample(difference, unknown, low)
    for _ in range(40):
        middle = (low + high) / 2
        value = _sample(difference, unknown, middle)
        if value is None or first is None:
            return False
        if value * first > 0:
            low, first = middle, value
        else:
            high = middle
    end = _sample(difference, unknown, (low + high) / 2)
    return end is not None and abs(end) < 1e-6


def _sample(difference: Node, unknown: str, at: float) -> float | None:
    import mpmath  # type: ignore[import-untyped]

    try:
        value: Any = numeric(difference, 15, {unknown: mpmath.mpf(at)})
    except NotNumeric:
        return None
    if mpmath.im(value) != 0 or not mpmath.isfinite(value):
        return None
    return float(mpmath.re(value))


def _family(found: Expr, difference: Node, unknown: str) -> str:
    """Solutions that repeat for ever, as text; nothing where the set is of another kind."""
    import sympy

    parts = found.args if isinstance(found, sympy.Union) else (found,)
    n = sympy.Symbol("n", integer=True)
    forms: list[Expr] = []
    for part in parts:
        if not isinstance(part, sympy.ImageSet) or part.base_sets != (sympy.S.Integers,):
            return ""
        forms.append(sympy.expand(part.lamda(n)))
    merged = _merged(forms, n)
    for form in merged:
        for turn in (-2, 0, 1, 5):
            if not _vanishes(difference, unknown, of_sympy(form.subs(n, turn))):
                return ""
    texts = sorted({shown(form) for form in merged}, key=lambda text: (len(text), text))
    return ", ".join(texts)


def _merged(forms: list[Expr], n: Expr) -> list[Expr]:
    """Two families half a period apart as one: 2*pi*n and 2*pi*n + pi as pi*n."""
    import sympy

    result = list(dict.fromkeys(forms))
    for _ in range(4):
        for first in result:
            for other in result:
                period = sympy.diff(first, n)
                if first != other and period == sympy.diff(other, n):
                    apart = sympy.Mod(sympy.expand(other - first), period)
                    if sympy.simplify(apart - period / 2) == 0:
                        offset = sympy.Mod(first.subs(n, 0), period / 2)
                        result = [f for f in result if f not in (first, other)] + [period / 2 * n + offset]
                        break
            else:
                continue
            break
        else:
            break
    return result
