"""Sums and products over an index: closed forms, infinite series, and whether these converge.

A closed form is confirmed by its difference from one index to the next and by its first value; a number by adding up;
an infinite sum by the closed form of its partial sums and a confirmed limit. Knows nothing of how a sum is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb

import sympy

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.build import Expr, build, read_back, symbol
from orchestra_modules.mathematics.engines.growth import Unknown, growth_of
from orchestra_modules.mathematics.engines.limiting import limit
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.syntax import Constant, Node, Number, Power, Product, names, substitute
from orchestra_modules.solving.refusal import NotDone, Refusal, TooCostly, Undefined

_MAX_TERMS = 20_000
MAX_LITERAL = 2_000


@dataclass(frozen=True)
class Summed:
    """A sum or product, whether it is confirmed, and how."""

    value: Expr
    verified: bool | None
    check: str
    steps: tuple[str, ...] = ()
    only_where: str = ""  # a condition on the letters in it without which the value does not hold


def add_up(f: Node, k: str, low: Node, high: Node) -> Summed:
    """The sum of f for k from one bound to the other. NotDone, Undefined where it diverges."""
    if build(high) == sympy.oo:
        return _infinite(f, k, low)
    first, last = whole_bound(low), whole_bound(high)
    if first is not None and last is not None:
        if last < first:
            return Summed(sympy.Integer(0), True, "check: there are no terms")
        if last - first < _MAX_TERMS and names(f) in ((), (k,)):
            if (literal := _literally(f, k, first, last)) is not None:
                return literal
        elif last - first < MAX_LITERAL // 10:
            terms = [build(substitute(f, {k: Number(Fraction(i))})) for i in range(first, last + 1)]
            return Summed(sympy.Add(*terms), True, "check: the terms were added one by one")
    if names(high) and set(names(high)) & set(names(f)):
        return _up_to_a_letter_of_the_term(f, k, low, high)
    closed = closed_form(f, k, low)
    value = closed.value.subs(symbol(k), build(high))
    if not names(high):
        value = sympy.simplify(value)
    return Summed(value, closed.verified, closed.check, closed.steps, closed.only_where)


def _up_to_a_letter_of_the_term(f: Node, k: str, low: Node, high: Node) -> Summed:
    """Sums such as that of a row of binomial coefficients: the partial sums have no formula, the whole one has."""
    index = sympy.Dummy("i", integer=True)
    letters = names(high)
    general = {symbol(name): sympy.Dummy(name, integer=True, positive=True) for name in letters}
    try:
        found = sympy.summation(
            build(f).subs(symbol(k), index).subs(general), (index, build(low), build(high).subs(general))
        )
    except (NotImplementedError, ValueError, AttributeError, TypeError) as error:
        raise NotDone("no method for this sum") from error
    if found.has(sympy.Sum, sympy.nan, sympy.zoo):
        raise NotDone("the sum was not found in closed form")
    found = sympy.simplify(_without_cases(found) if found.has(sympy.Piecewise) else found)
    value = found.subs({dummy: letter for letter, dummy in general.items()})
    for i in range(2, 9):
        put: dict[str, Node] = {name: Number(Fraction(i)) for name in letters}
        direct = add_up(substitute(f, put), k, low, substitute(high, put))
        there = value.subs({symbol(name): i for name in letters})
        if is_zero(sympy.simplify(direct.value - there))[0] == "not zero":
            raise NotDone("the closed form of the sum did not pass its check")
    return Summed(value, None, "check: added one by one it comes to the same for the first values, which is no proof")


def whole_bound(node: Node) -> int | None:
    """A bound that is a number, which must be whole; none for one with letters. Undefined."""
    try:
        value = evaluate(node)
    except NotRational:
        return None
    if value.denominator != 1:
        raise Undefined("the bounds of a sum are integers")
    return int(value)


def _literally(f: Node, k: str, first: int, last: int) -> Summed | None:
    """Added one by one, and once more from behind in pairs by the closed form where there is one."""
    try:
        total = sum((evaluate(substitute(f, {k: Number(Fraction(i))})) for i in range(first, last + 1)), Fraction(0))
    except NotRational:
        return None
    value = sympy.Rational(total.numerator, total.denominator)
    try:
        closed = closed_form(f, k, Number(Fraction(first)))
        agreed = closed.verified and closed.value.subs(symbol(k), last) == value
        check = "check: a closed form, itself confirmed by its differences, gives the same"
        if agreed:
            return Summed(value, True, check, closed.steps)
    except Refusal:
        pass
    mirrored = sum(
        (build(substitute(f, {k: Number(Fraction(i))})) for i in range(last, first - 1, -1)), sympy.Integer(0)
    ) if last - first < MAX_LITERAL else None  # fmt: skip
    if mirrored is None:
        return Summed(value, None, "check: none")
    return Summed(value, mirrored == value, "check: added up again from behind, by other code")


def closed_form(f: Node, k: str, low: Node) -> Summed:
    """The sum from the lower bound up to k itself, as an expression in k."""
    x, start, term = symbol(k), build(low), build(f)
    index = sympy.Dummy("i", integer=True)
    try:
        found = sympy.summation(term.subs(x, index), (index, start, x))
    except (NotImplementedError, ValueError, AttributeError, TypeError) as error:
        raise NotDone("no method for this sum") from error
    only_where = ""
    if found.has(sympy.Sum, sympy.Piecewise, sympy.nan):
        only_where = _condition(found)
        found = _without_cases(found)
    if found.has(sympy.lerchphi, sympy.hyper, sympy.meijerg, sympy.polylog):
        raise NotDone("the sum has no closed form in elementary functions")
    if found.is_polynomial(x):
        found = sympy.factor(found)
    verdict, how = is_zero(found - found.subs(x, x - 1) - term)
    base = is_zero(sympy.simplify(found.subs(x, start) - term.subs(x, start)))[0]
    if "not zero" in (verdict, base):
        raise NotDone("the closed form of the sum did not pass its check")
    verified = True if (verdict, base) == ("zero", "zero") and not only_where else None
    check = f"check: from {k} - 1 to {k} it grows by the term ({how}), and its first value is the first term"
    return Summed(found, verified, check, (f"the sum up to {k} is {found}",), only_where)


def _condition(found: Expr) -> str:
    """Where the last of the cases holds, told by the letters for which another one does."""
    if not isinstance(found, sympy.Piecewise):
        return ""
    others = [condition for _, condition in found.args[:-1] if condition.free_symbols]
    return " and ".join(
        f"{condition.lhs} != {condition.rhs}" if isinstance(condition, sympy.Eq) else f"not ({condition})"
        for condition in others
    )


def _without_cases(found: Expr) -> Expr:
    if isinstance(found, sympy.Piecewise) and not found.has(sympy.Sum):
        return found.args[-1].expr
    raise NotDone("the sum was not found in closed form")


# --- infinite sums ------------------------------------------------------------------------------------------------


def _infinite(f: Node, k: str, low: Node) -> Summed:
    if names(f) not in ((k,), ()):
        return _with_letters(f, k, low)
    verdict = converges(f, k)
    if verdict.value == 0 and verdict.verified:
        raise Undefined(f"the series diverges: {verdict.check}")
    if (geometric := _geometric(f, k, low)) is not None:
        return geometric
    try:
        partial = closed_form(f, k, low)
        found = limit(read_back(partial.value), k, Constant("oo"))
        if found.value is not None and found.value.is_finite:
            whole = True if partial.verified and found.verified else None
            check = (
                "check: the partial sums have a closed form, confirmed by its differences, and its limit was confirmed"
            )
            return Summed(sympy.simplify(found.value), whole, check, partial.steps)
    except Refusal:
        pass
    index = sympy.Dummy("i", integer=True)
    try:
        value = sympy.summation(build(f).subs(symbol(k), index), (index, build(low), sympy.oo))
    except (NotImplementedError, ValueError, AttributeError, TypeError) as error:
        raise NotDone("no method for this sum") from error
    if value.has(sympy.Sum, sympy.Piecewise, sympy.nan, sympy.zoo):
        raise NotDone("the sum was not found in closed form")
    if not value.is_finite:
        raise Undefined("the series diverges")
    if (proved := _even_zeta(f, k, low)) is not None and sympy.simplify(proved - value) == 0:
        check = "check: Euler's formula for the sums of even powers of 1/n, with Bernoulli numbers of our own"
        return Summed(sympy.simplify(value), True, check)
    if not _near(f, k, low, value):
        raise NotDone("adding up many terms does not confirm the sum")
    return Summed(sympy.simplify(value), None, "check: adding up numerically comes to the same, which is no proof")


def _even_zeta(f: Node, k: str, low: Node) -> Expr | None:
    """The sum of c/k**(2m) from 1 on, by Euler's formula; none for any other term."""
    term, x = build(f), symbol(k)
    factor, power = sympy.simplify(term).as_coeff_Mul()
    degree = -power.as_base_exp()[1]
    if power != x ** (-degree) or build(low) != 1 or not degree.is_Integer or degree % 2 or not 2 <= degree <= 20:
        return None
    m = int(degree)
    bernoulli = [Fraction(1)]
    for n in range(1, m + 1):
        bernoulli.append(-sum((comb(n + 1, j) * b for j, b in enumerate(bernoulli)), Fraction(0)) / (n + 1))
    last = sympy.Rational(bernoulli[m].numerator, bernoulli[m].denominator)
    return factor * abs(last) * (2 * sympy.pi) ** m / (2 * sympy.factorial(m))


def _geometric(f: Node, k: str, low: Node) -> Summed | None:
    """The sum of a geometric series of numbers."""
    term, x = build(f), symbol(k)
    ratio = sympy.simplify(term.subs(x, x + 1) / term)
    if not ratio.is_Rational or ratio == 0 or abs(ratio) >= 1:
        return None
    if is_zero(sympy.expand_power_exp(term.subs(x, x + 1) - ratio * term))[0] == "not zero":
        return None
    value = term.subs(x, build(low)) / (1 - ratio)
    check = f"check: each term is {ratio} times the one before, and S - ({ratio})*S is the first term"
    return Summed(value, True, check, (f"the series is geometric with the ratio {ratio}",))


def _with_letters(f: Node, k: str, low: Node) -> Summed:
    """A geometric series with a letter in its ratio: a condition belongs to it."""
    term, x = build(f), symbol(k)
    ratio = sympy.simplify(term.subs(x, x + 1) / term)
    if ratio.has(x):
        raise NotDone("an infinite sum with other letters is worked out for geometric series only")
    first = term.subs(x, build(low))
    value = sympy.simplify(first / (1 - ratio))
    check = f"check: the ratio of neighbouring terms is {ratio} throughout; the sum holds for |{ratio}| < 1"
    return Summed(value, None, check, (f"it converges where |{ratio}| < 1",), f"|{ratio}| < 1")


def _near(f: Node, k: str, low: Node, value: Expr) -> bool:
    import mpmath  # type: ignore[import-untyped]

    from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric

    try:
        with mpmath.workdps(25):
            found = mpmath.nsum(lambda n: numeric(f, mpmath.mp.dps, {k: n}), [int(evaluate(low)), mpmath.inf])
            return bool(abs(found - mpmath.mpf(str(sympy.N(value, 25)))) < mpmath.mpf("1e-12"))
    except (NotNumeric, ValueError, ZeroDivisionError, TypeError, OverflowError):
        return False


def converges(f: Node, k: str) -> Summed:
    """1 or 0: whether the infinite series of a term converges, by the tests that textbooks give. NotDone."""
    x = symbol(k)
    one, none = sympy.Integer(1), sympy.Integer(0)
    plain, alternating = _without_alternation(f, k)
    try:
        tends = limit(plain, k, Constant("oo"))
    except Refusal:
        tends = None
    if tends is not None and tends.verified and tends.value is not None and tends.value != 0:
        return Summed(none, True, "check: its terms do not tend to 0")
    ratio = sympy.combsimp(sympy.simplify(build(plain).subs(x, x + 1) / build(plain)))
    try:
        grows = limit(read_back(ratio), k, Constant("oo"))
        if grows.verified and grows.value is not None and abs(grows.value) != 1:
            holds = bool(abs(grows.value) < 1)
            return Summed(one if holds else none, True, f"check: ratio test, the limit is {abs(grows.value)}")
    except Refusal:
        pass
    try:
        growth = growth_of(plain, k)
    except (Unknown, Refusal, ArithmeticError):
        growth = None
    if growth is not None and not any(growth.exponent):
        absolutely = growth.power < -1 or (growth.power == -1 and growth.logs < -1)
        told = f"its terms compare with n**({growth.power})" + (f"*ln(n)**({growth.logs})" if growth.logs else "")
        if absolutely or not alternating:
            return Summed(one if absolutely else none, True, f"check: limit comparison, {told}")
    if alternating and tends is not None and tends.verified and _falls(plain, k):
        return Summed(one, True, "check: Leibniz test, its signs alternate and its terms fall to 0")
    raise NotDone("whether the series converges was not settled by the tests known here")


def _without_alternation(f: Node, k: str) -> tuple[Node, bool]:
    """The term without a factor (-1)**k or (-1)**(k + 1)."""
    if isinstance(f, Power) and _alternates(f, k):
        return Number(Fraction(1)), True
    if not isinstance(f, Product):
        return f, False
    kept = tuple(part for part in f.factors if not _alternates(part, k))
    if len(kept) == len(f.factors):
        return f, False
    return Product(kept or (Number(Fraction(1)),), f.divisors), (len(f.factors) - len(kept)) % 2 == 1


def _alternates(node: Node, k: str) -> bool:
    if not isinstance(node, Power) or k not in names(node.exponent):
        return False
    try:
        base = evaluate(node.base)
        step = evaluate(substitute(node.exponent, {k: Number(Fraction(1))})) - evaluate(
            substitute(node.exponent, {k: Number(Fraction(0))})
        )
    except NotRational:
        return False
    return base == -1 and step % 2 == 1


def _falls(f: Node, k: str) -> bool:
    """Whether a term falls from some index on: its derivative is negative beyond its last zero."""
    from orchestra_modules.mathematics.engines.real_line import poles, zeros

    x = symbol(k)
    slope = sympy.diff(build(f), x)
    try:
        marks = (*zeros(slope, x).points, *poles(slope, x).points, sympy.Integer(1))
        complete = zeros(slope, x).complete
    except Refusal:
        return False
    return complete and bool(slope.subs(x, sympy.ceiling(max(marks)) + 1) < 0)


# --- products -----------------------------------------------------------------------------------------------------


def multiply_up(f: Node, k: str, low: Node, high: Node) -> Summed:
    """The product of f for k from one bound to the other."""
    first, last = whole_bound(low), whole_bound(high) if build(high) != sympy.oo else None
    if first is not None and last is not None and names(f) in ((), (k,)):
        if last - first >= MAX_LITERAL:
            raise TooCostly(f"products of more than {MAX_LITERAL} factors are not multiplied out")
        factors = [evaluate(substitute(f, {k: Number(Fraction(i))})) for i in range(first, last + 1)]
        total = Fraction(1)
        for factor in factors:
            total *= factor
        again = sympy.Mul(*(sympy.Rational(q.numerator, q.denominator) for q in reversed(factors)))
        value = sympy.Rational(total.numerator, total.denominator)
        return Summed(value, again == value, "check: multiplied up again from behind, by other code")
    return _closed_product(f, k, low, high)


def _closed_product(f: Node, k: str, low: Node, high: Node) -> Summed:
    x, start, term = symbol(k), build(low), build(f)
    index = sympy.Dummy("i", integer=True)
    try:
        found = sympy.product(term.subs(x, index), (index, start, x))
    except (NotImplementedError, ValueError, AttributeError, TypeError) as error:
        raise NotDone("no method for this product") from error
    if found.has(sympy.Product, sympy.Piecewise, sympy.nan):
        raise NotDone("the product was not found in closed form")
    found = sympy.combsimp(sympy.simplify(found))
    steps = is_zero(sympy.combsimp(sympy.simplify(found / found.subs(x, x - 1))) - term)[0]
    base = is_zero(sympy.simplify(found.subs(x, start)) - term.subs(x, start))[0]
    if "not zero" in (steps, base):
        raise NotDone("the closed form of the product did not pass its check")
    verified = True if (steps, base) == ("zero", "zero") else None
    if build(high) == sympy.oo:
        whole = limit(read_back(found), k, Constant("oo"))
        if whole.value is None:
            raise Undefined("the product does not converge")
        return Summed(
            whole.value, True if verified and whole.verified else None, "check: the limit of partial products"
        )
    check = f"check: from {k} - 1 to {k} it grows by the factor, and its first value is the first factor"
    return Summed(found.subs(x, build(high)), verified, check)
