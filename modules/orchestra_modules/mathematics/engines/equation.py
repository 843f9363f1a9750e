"""One equation in one unknown: polynomial, rational, with square roots or absolute values, and others by SymPy.

For the first kinds nothing can be missing: the equation is turned into a polynomial one that every solution satisfies,
all its roots are taken, and those that do not satisfy the equation as it was asked are left out. For others that
nothing is missing rests on SymPy, and `verified` says so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines import gate, surds
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.clearing import Cleared, cleared
from orchestra_modules.mathematics.engines.factoring import factors
from orchestra_modules.mathematics.engines.isolation import NotIsolated, isolated
from orchestra_modules.mathematics.engines.polynomial import Polynomial, from_coefficients
from orchestra_modules.mathematics.engines.solutions import Solved, Value, in_order, of_surd, of_sympy, rational
from orchestra_modules.mathematics.syntax import (
    Call,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
    has_decimal,
    names,
    substitute,
    walk,
)
from orchestra_modules.solving.refusal import NotDone, Undefined

_MAX_DEGREE: Final = 12


def solve_equation(relation: Relation, unknown: str) -> Solved:
    """All solutions, complex ones of polynomial equations too. NotDone, TooCostly."""
    gate.check(relation.left, relation.right)
    difference = Sum((relation.left, Negative(relation.right)))
    if any(isinstance(part, Power) and part.base == Number(Fraction(0)) for part in walk(difference)):
        raise NotDone("powers of 0 with an unknown exponent are not solved")
    form = cleared(difference, unknown)
    if form is None:
        try:
            return _isolated(relation, unknown)
        except NotIsolated:
            pass
        from orchestra_modules.mathematics.engines.transcendental import solve_other

        return solve_other(difference, unknown)
    if not form.polynomials:
        return _trivial(difference, unknown)
    return _algebraic(difference, form, unknown)


def _isolated(relation: Relation, unknown: str) -> Solved:
    """The solution of an equation whose operations are undone one by one. NotIsolated."""
    found = isolated(relation, unknown)
    method = "the operations around the unknown undone one by one"
    if found is None:
        check = "check: an exponential would have to be 0 or less"
        return Solved((unknown,), (), method, check, True, remarks=("over the real numbers",))
    holds = satisfied(Sum((relation.left, Negative(relation.right))), unknown, found)
    if holds is not True:
        raise NotIsolated
    check = "check: put back exactly; each step is an equivalence, so it is the only real solution"
    return Solved((unknown,), ({unknown: found},), method, check, True)


def _trivial(difference: Node, unknown: str) -> Solved:
    """An equation whose two sides are the same wherever both have a value."""
    undefined = [part for part in walk(difference) if isinstance(part, Product) and names(*part.divisors)]
    remarks = ("where both sides have a value",) if undefined else ()
    check = "check: both sides have the same normal form"
    return Solved((unknown,), (), "normal form", check, True, "every", remarks=remarks)


def _algebraic(difference: Node, form: Cleared, unknown: str) -> Solved:
    found: dict[str, Value] = {}
    decimal = has_decimal(difference)
    methods: list[str] = []
    for polynomial in form.polynomials:
        if polynomial.degree() == 0:
            continue
        try:
            values, method = polynomial_roots(polynomial, unknown)
        except NotDone:
            if len(form.polynomials) > 1 or not form.exact:
                raise
            return _approximated(polynomial, unknown)
        methods.append(method)
        for value in values:
            found.setdefault(value.text, value)
    kept: list[Value] = []
    proved = True
    for value in in_order(found.values()):
        if form.real and not value.real:
            continue
        holds = satisfied(difference, unknown, value)
        if holds is None:
            raise NotDone(f"whether {unknown} = {value.text} satisfies the equation could not be decided")
        if holds and form.real and _only_complex(difference, unknown, value):
            raise NotDone(
                f"{unknown} = {value.text} makes both sides the same, but a root of a negative number is in them; "
                "say whether complex values count"
            )
        if holds:
            kept.append(rational(value.rational, decimal) if value.rational is not None else value)
        elif form.exact:
            proved = False  # every root of an equation that was only multiplied out must satisfy it
    method = methods[0] if methods else "normal form"
    count = sum(polynomial.degree() for polynomial in form.polynomials)
    check = f"check: each solution put back exactly; the factors account for all {count} roots of the equation"
    if not methods:
        check = "check: the normal form is a number other than 0"
    if form.how:
        method = f"{form.how}; {method}"
    points = tuple({unknown: value} for value in kept)
    remarks: tuple[str, ...] = ()
    if len(kept) < len(found) and not form.exact:
        remarks = ("roots that do not satisfy the equation as asked were left out",)
    if unknown in ("z", "w") and any(isinstance(part, Call) and part.function == "abs" for part in walk(difference)):
        remarks = (*remarks, "real solutions only")  # the usual letters for complex numbers
    return Solved((unknown,), points, method, check, proved, remarks=remarks)


def _approximated(polynomial: Polynomial, unknown: str) -> Solved:
    """The real roots of a polynomial that has roots without a short exact form: those as decimals, others exactly."""
    from orchestra_modules.mathematics.engines.approximation import PLACES, real_roots

    values: list[Value] = []
    for whole, _ in factors(polynomial)[1]:
        try:
            exact = polynomial_roots(from_coefficients(unknown, dict(enumerate(map(Fraction, whole)))), unknown)[0]
            values.extend(value for value in exact if value.real)
        except NotDone:
            values.extend(real_roots(whole))
    if not values:
        raise NotDone("there is no real root, and the others have no short exact form")
    points = tuple({unknown: value} for value in in_order(values))
    remark = f"the real roots, to {PLACES} decimal places where they have no short exact form"
    check = "check: Sturm's theorem counts one root in each interval that was narrowed down"
    method = "bisection with exact signs"
    return Solved((unknown,), points, method, check, None, confidence=0.9, remarks=(remark,), exact=False)


def polynomial_roots(polynomial: Polynomial, unknown: str) -> tuple[list[Value], str]:
    """The different complex roots of a polynomial in one unknown. NotDone where there is no short closed form."""
    _, parts, method = factors(polynomial)
    values: list[Value] = []
    degree = 0
    for whole, count in parts:
        degree += count * (len(whole) - 1)
        if len(whole) == 2:
            values.append(rational(Fraction(-whole[0], whole[1])))
        elif len(whole) == 3:
            values.extend(_quadratic(whole))
        else:
            values.extend(_by_sympy(whole, unknown))
    if degree != polynomial.degree():
        raise ArithmeticError("the factors do not have the degree of the polynomial")
    return in_order(values), method


def _quadratic(whole: tuple[int, ...]) -> list[Value]:
    """Both roots of c + b*x + a*x**2, which has no rational one."""
    c, b, a = (Fraction(value) for value in whole)
    inside = b * b - 4 * a * c
    centre = -b / (2 * a)
    try:
        half = surds.root_of(abs(inside)) * surds.rational(1 / (2 * abs(a)))
    except surds.NotSurd as error:
        raise NotDone("the roots hold a square root of too large a number") from error
    if inside > 0:
        middle = surds.rational(centre)
        return [of_surd(middle + -half), of_surd(middle + half)]
    ((radicand, size),) = half.terms.items()
    return [_complex(centre, -size, radicand), _complex(centre, size, radicand)]


def _complex(real: Fraction, size: Fraction, radicand: int) -> Value:
    """real + size*sqrt(radicand)*i, with the text that SymPy gives it."""
    from orchestra_modules.mathematics.syntax import Constant

    parts = [str(abs(size.numerator))] if abs(size.numerator) != 1 else []
    parts += [f"sqrt({radicand})"] if radicand != 1 else []
    shown = "*".join([*parts, "I"]) + (f"/{size.denominator}" if size.denominator != 1 else "")
    text = f"{rational(real).text} {'-' if size < 0 else '+'} {shown}" if real else f"{'-' if size < 0 else ''}{shown}"
    root: tuple[Node, ...] = (Call("sqrt", (Number(Fraction(radicand)),)),) if radicand != 1 else ()
    imaginary = Product((Number(size), *root, Constant("i")))
    node = Sum((Number(real), imaginary)) if real else imaginary
    return Value(node, text, complex(float(real), float(size) * radicand**0.5))


def _by_sympy(whole: tuple[int, ...], unknown: str) -> list[Value]:
    """Roots of an irreducible factor of degree 3 or more that have a short closed form. NotDone."""
    import sympy

    degree = len(whole) - 1
    factor = sympy.Poly.from_list(list(reversed(whole)), sympy.Symbol(unknown), domain=sympy.ZZ)
    shown = str(factor.as_expr())[:80]
    biquadratic = degree == 4 and not whole[1] and not whole[3]
    binomial = sum(1 for value in whole if value) == 2
    palindrome = degree == 4 and whole == whole[::-1]
    cyclotomic = factor.is_cyclotomic and degree <= _MAX_DEGREE
    if degree > _MAX_DEGREE or not (biquadratic or binomial or palindrome or cyclotomic):
        raise NotDone(f"the roots of {shown} have no short exact form")
    found = sympy.roots(factor)
    if sum(found.values()) != degree:
        raise NotDone(f"not all roots of {shown} were found")
    return [of_sympy(_tidy(root)) for root in found]


def _tidy(root: object) -> object:
    import sympy

    denested = sympy.sqrtdenest(root)
    return denested if denested.count_ops() < root.count_ops() else root  # type: ignore[attr-defined]


def _only_complex(difference: Node, unknown: str, value: Value) -> bool:
    """Whether a square root in an equation has no real value at a real number."""
    if not any(isinstance(part, Call) and part.function == "sqrt" for part in walk(difference)):
        return False
    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.real_line import has_no_value

    return has_no_value(difference, symbol(unknown), build(value.node))


def satisfied(difference: Node, unknown: str, value: Value) -> bool | None:
    """Whether left minus right is 0 at a value; false where it is not defined there; none where it is not decided."""
    at = substitute(difference, {unknown: value.node})
    try:
        return evaluate(at) == 0
    except NotRational:
        pass
    except Undefined:
        return False
    try:
        return not surds.surd(at).terms
    except surds.NotSurd:
        pass
    except Undefined:
        return False
    return _vanishes(at)


def _vanishes(at: Node) -> bool | None:
    import sympy

    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.zero import is_zero

    try:
        built = build(at)
    except Undefined:
        return False
    for divisor in (d for part in walk(at) if isinstance(part, Product) for d in part.divisors):
        if is_zero(build(divisor))[0] == "zero":
            return False
    if abs(sympy.N(built, 40)) > sympy.Float("1e-25"):
        return False
    return {"zero": True, "not zero": False}.get(is_zero(built)[0])


def with_multiplicities(polynomial: Polynomial, unknown: str) -> list[tuple[Value, int]]:
    """The roots of a polynomial, each with how often it occurs."""
    _, parts, _ = factors(polynomial)
    found: list[tuple[Value, int]] = []
    for whole, count in parts:
        one = Polynomial(
            {(((unknown, place),) if place else ()): Fraction(value) for place, value in enumerate(whole) if value}
        )
        found.extend((value, count) for value in polynomial_roots(one, unknown)[0])
    return sorted(found, key=lambda pair: (not pair[0].real, pair[0].about.real, pair[0].about.imag))


def product_of_factors(roots: list[tuple[Value, int]], unknown: str, lead: Fraction) -> Node:
    """The polynomial that has these roots, as a product."""
    linear = (Sum((Name(unknown), Negative(value.node))) for value, _ in roots)
    powers = tuple(Power(factor, Number(Fraction(count))) for factor, (_, count) in zip(linear, roots, strict=True))
    return Product((Number(lead), *powers))
