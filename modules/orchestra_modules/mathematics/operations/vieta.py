"""What is asked of all roots of an equation together: their sum and product, and expressions in roots that have names.

Sums and products come from the coefficients, as do symmetric expressions in three roots or more. Does not know
expressions in which the roots do not stand alike.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial
from orchestra_modules.mathematics.engines.symbolic import plain
from orchestra_modules.mathematics.finding import Finding, rational
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.polynomials import sampled
from orchestra_modules.mathematics.operations.roots_together import polynomial_of_roots
from orchestra_modules.mathematics.operations.solving import solutions_of
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import (
    Name,
    Negative,
    Node,
    Number,
    Product,
    Relation,
    Request,
    Sum,
    names,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_POINTS: Final = "check: with the value put in, both sides agree at two points modulo large primes"
_OF: Final = (
    "of [the] [equation|quadratic|quadratic equation|polynomial|function|cubic|cubic equation|cubic polynomial]"
)
_ROOTS: Final = (
    "[the|all|all the|all of the] [{only=real} real|{only=distinct} distinct|{only=distinct} different|"
    "{only=real} distinct real|{only=real} real distinct] (roots|zeros|zeroes|{solutions=yes} solutions) (of|to) [the] "
    "[equation|polynomial|quadratic|function|quadratic equation] {relation:relation_or_value}"
)
_VALUES: Final = (
    "[the|all|all the|all of the] [possible|{only=real} real|{only=real} possible real] values of {x:variable} "
    "(such that|for which|satisfying|that satisfy|which satisfy|with) {relation:relation}"
)
_ASK: Final = "[,|.|;] [then] (find|what is|calculate|determine|evaluate|compute|work out) [the value of] {expression}"


@operation(
    "sum_of_roots",
    nouns=tuple(f"{{which={word}}} {word} of {what}" for word in ("sum", "product") for what in (_ROOTS, _VALUES)),
    binds=("x",),
)
def sum_of_roots(
    work: Work,
    relation: Node,
    which: Node,
    only: Node | None = None,
    solutions: Node | None = None,
    x: Node | None = None,
) -> Finding:
    """The sum or the product of all roots, each as often as it occurs, from the coefficients; or of different ones."""
    node = relation
    if isinstance(node, Relation):
        if node.sign != "=":
            raise NotUnderstood("an equation was expected")
        node = Sum((node.left, Negative(node.right)))
    if isinstance(x, Name) and names(node) != (x.name,):
        raise NotUnderstood(f"an equation in {x.name} alone was expected")
    form = as_polynomial(plain(node))
    if form is None or len(form.atoms) != 1 or only is not None or x is not None:
        return _of_solutions(work, node, work.text(which), work.text(only))
    (letter,) = form.atoms
    n = form.degree()
    lead = form.coefficient(letter, n).constant or Fraction(1)
    wanted = form.coefficient(letter, n - 1 if work.text(which) == "sum" else 0).constant or Fraction(0)
    sign = -1 if work.text(which) == "sum" or n % 2 else 1
    value = sign * wanted / lead
    from orchestra_modules.mathematics.engines.equation import with_multiplicities

    verified: bool | None = None
    check = "check: none beside the formula"
    steps: tuple[str, ...] = ()
    try:
        roots = with_multiplicities(form, letter)
    except NotDone:
        roots = []
    if roots:
        total = sum(root.about * count for root, count in roots)
        product = complex(1)
        for root, count in roots:
            product *= root.about**count
        about = total if work.text(which) == "sum" else product
        verified = abs(about - float(value)) < 1e-6 * (1 + abs(about))
        check = "check: the roots themselves, added or multiplied, give the same"
        steps = (f"the roots are {', '.join(root.text for root, _ in roots)}",)
        if any(count > 1 for _, count in roots):
            if solutions is not None:
                raise NotDone("whether a solution that occurs twice counts twice is not said")
            work.note("each root is counted as often as it occurs")
    else:
        verified = sampled(form, plain(node))
        check = _POINTS
    found = rational(value, False, f"the {work.text(which)} of the roots", check, verified)
    return Finding(
        found.value, found.text, found.data, "the formulas of Vieta", check, verified, steps=steps, node=found.node
    )


def _of_solutions(work: Work, node: Node, which: str, only: str = "") -> Finding:
    """The sum or the product of the different solutions of an equation."""
    letters = names(node)
    if len(letters) != 1:
        raise NotUnderstood("one unknown was expected")
    solved = solutions_of(work, [Relation("=", node, Number(Fraction(0)))], letters)
    if not solved.complete or not solved.points:
        raise NotDone("the equation has not finitely many solutions")
    from orchestra_modules.mathematics.operations.values import value_of

    kept = [value for value in solved.values(letters[0]) if value.real or only != "real"]
    if any(value.rounded for value in kept):
        raise NotDone("the solutions have no short exact form")
    if as_polynomial(node) is not None and not all(value.real for value in kept):
        raise NotDone("whether solutions that are not real count is not said")
    if not kept:
        raise Undefined("there is no such solution")
    values = tuple(value.node for value in dict.fromkeys(kept))
    whole: Node = values[0] if len(values) == 1 else Sum(values) if which == "sum" else Product(values)
    found = value_of(work, whole)
    verified = None if solved.verified is None else found.verified
    return Finding(
        found.value, f"the {which} of the solutions is {found.value}", found.data, solved.method, solved.check,
        verified, min(found.confidence, solved.confidence), node=found.node,
    )  # fmt: skip


@operation(
    "of_named_roots",
    requests=(
        f"(if|given that|suppose|suppose that|when|where|) {{roots:variables}} are [the] [two|three|four] "
        f"(roots|zeros|zeroes|solutions) {_OF} {{relation:relation_or_value}} {_ASK}",
        f"let {{roots:variables}} (be|denote) [the] [two|three|four] (roots|zeros|zeroes|solutions) {_OF} "
        f"{{relation:relation_or_value}} {_ASK}",
        f"(if|given that|suppose|suppose that|when|let|) [the] [two|three|four] (roots|zeros|zeroes|solutions) {_OF} "
        f"{{relation:relation_or_value}} (are|be) {{roots:variables}} {_ASK}",
    ),
    binds=("roots",),
    plain=("expression",),
)
def of_named_roots(work: Work, relation: Node, roots: Node, expression: Node) -> Finding:
    """The value of an expression in all the roots of a polynomial, whichever of them is called which."""
    form, letter = polynomial_of_roots(relation)
    called = tuple(name.name for name in work.items(roots) if isinstance(name, Name))
    if len(set(called)) != form.degree() or len(called) != form.degree() or form.degree() < 2:
        raise NotUnderstood(f"a polynomial of degree {form.degree()} has as many roots, each of which has a name")
    if set(names(expression)) - set(called):
        raise NotUnderstood("an expression in the roots was expected")
    if form.degree() == 2:
        return _of_two(work, form, letter, called, expression)
    return _symmetric(form, letter, called, expression)


def _of_two(work: Work, form: Polynomial, letter: str, called: tuple[str, ...], expression: Node) -> Finding:
    """The expression with the roots put in either way round."""
    from orchestra_modules.mathematics.engines.equation import with_multiplicities

    roots = [root.node for root, count in with_multiplicities(form, letter) for _ in range(count)]
    results = []
    for ordered in (roots, roots[::-1]):
        at = substitute(expression, dict(zip(called, ordered, strict=True)))
        results.append(work.find(Request("value", (("expression", at),))))
    if results[0].value != results[1].value:
        which = f"{results[0].value} or {results[1].value}"
        raise NotDone(f"that depends on which root is called {called[0]}: {which}")
    told = results[0]
    verified = told.verified if told.verified == results[1].verified else None
    text = f"the value is {told.value}, whichever root is called {called[0]}"
    check = f"{told.check}; the roots exchanged give the same"
    return Finding(told.value, text, told.data, "the roots put in", check, verified, told.confidence, node=told.node)


def _symmetric(form: Polynomial, letter: str, called: tuple[str, ...], expression: Node) -> Finding:
    """A quotient of expressions in which all roots stand alike, by the formulas of Vieta."""
    import sympy

    from orchestra_modules.mathematics.engines import gate
    from orchestra_modules.mathematics.engines.build import build, symbol

    gate.check(expression)
    letters = [symbol(name) for name in called]
    n = form.degree()
    lead = form.coefficient(letter, n).constant or Fraction(1)
    given = [(form.coefficient(letter, n - k).constant or Fraction(0)) / lead for k in range(n + 1)]
    wanted = build(expression)
    parts = [_by_coefficients(part, letters, given) for part in sympy.fraction(sympy.cancel(sympy.together(wanted)))]
    if parts[1] == 0:
        raise Undefined("the expression has no value at these roots")
    value = parts[0] / parts[1]
    plain_roots = sympy.Poly([sympy.Rational(part.numerator, part.denominator) for part in given], sympy.Symbol("z"))
    about = complex(wanted.subs(dict(zip(letters, plain_roots.nroots(n=30), strict=True))))
    verified = abs(about - float(value)) < 1e-9 * (1 + abs(about))
    check = "check: the roots themselves, in decimals, give the same"
    found = rational(value, False, "the expression in the roots", check, verified)
    return Finding(
        found.value, found.text, found.data, "the formulas of Vieta", check, verified, found.confidence, node=found.node
    )


def _by_coefficients(part: Expr, letters: list[Expr], given: list[Fraction]) -> Fraction:
    """The value of a symmetric polynomial in the roots, from the coefficients over the leading one. NotDone."""
    import sympy
    from sympy.polys.polyfuncs import symmetrize

    if not part.is_polynomial(*letters):
        raise NotDone("of three roots or more, quotients of polynomials in them are worked out")
    even, left, elementary = symmetrize(sympy.expand(part), letters, formal=True)
    if left != 0:
        raise NotDone("that depends on which root has which name")
    values = {name: (-1) ** k * sympy.Rational(given[k].numerator, given[k].denominator)
              for k, (name, _) in enumerate(elementary, 1)}  # fmt: skip
    found = sympy.expand(even.subs(values))
    if not found.is_Rational:
        raise NotDone("the value is no rational number")
    return Fraction(int(found.p), int(found.q))
