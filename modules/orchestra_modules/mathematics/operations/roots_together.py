"""What is asked of the roots of a polynomial together, or of some of them only, and of its coefficients together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.arithmetic import evaluate
from orchestra_modules.mathematics.engines.digits import fraction_text
from orchestra_modules.mathematics.engines.equation import with_multiplicities
from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree
from orchestra_modules.mathematics.engines.solution_findings import told
from orchestra_modules.mathematics.engines.solutions import Solved, Value
from orchestra_modules.mathematics.finding import Finding, rational
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.polynomials import polynomial_of
from orchestra_modules.mathematics.operations.solving import settled, solutions_of
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import (
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Relational,
    Sum,
    names,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_ROOTS: Final = (
    "(roots|zeros|zeroes|solutions) (of|to) [the] [equation|quadratic|polynomial|function|quadratic equation]"
)
_ONE_OR_MORE: Final = (
    "(root|roots|zero|zeros|zeroes|solution|solutions) (of|to) [the] "
    "[equation|quadratic|polynomial|function|quadratic equation] {relation:relation_or_value}"
)
_MAX_DEGREE: Final = 12


def polynomial_of_roots(relation: Node) -> tuple[Polynomial, str]:
    """The polynomial in one letter whose zeros are meant. NotDone."""
    equations, present = settled(relation)
    if len(equations) != 1 or equations[0].sign != "=" or len(present) != 1:
        raise NotUnderstood("one equation in one unknown was expected")
    form = as_polynomial(Sum((equations[0].left, Negative(equations[0].right))))
    if form is None or form.atoms != {present[0]} or form.degree() > _MAX_DEGREE:
        raise NotDone("this is asked of the roots of polynomials in one letter")
    return form, present[0]


def _power_sum(form: Polynomial, letter: str, power: int) -> Fraction:
    """The sum of powers of all roots, by Newton's identities from the coefficients."""
    n = form.degree()
    lead = form.coefficient(letter, n).constant or Fraction(1)
    e = [(-1) ** k * (form.coefficient(letter, n - k).constant or Fraction(0)) / lead for k in range(n + 1)]
    sums: list[Fraction] = []
    for k in range(1, power + 1):
        total = Fraction((-1) ** (k - 1) * k) * (e[k] if k <= n else 0)
        total += sum(((-1) ** (k - 1 + i) * e[k - i] * sums[i - 1] for i in range(1, k) if k - i <= n), Fraction(0))
        sums.append(total)
    return sums[-1]


@operation(
    "powers_of_roots",
    nouns=(
        f"sum of [the] ({{which=2}} squares|{{which=3}} cubes|{{which=-1}} reciprocals) of [the] {_ROOTS} "
        "{relation:relation_or_value}",
        f"({{which=0}} average|{{which=0}} mean|{{which=0}} arithmetic mean) of [the] {_ROOTS} "
        "{relation:relation_or_value}",
    ),
)
def powers_of_roots(work: Work, relation: Node, which: Node) -> Finding:
    """The sum of the squares, cubes or reciprocals of all roots, or their mean."""
    form, letter = polynomial_of_roots(relation)
    power = work.integer(which, "a power")
    roots = with_multiplicities(form, letter)
    if any(count > 1 for _, count in roots):
        raise NotDone("whether a root that occurs twice counts twice is not said")
    if power == -1 and not form.coefficient(letter, 0).constant:
        raise NotDone("0 is a root and has no reciprocal")
    turned = form
    if power == -1:  # the reciprocals are the roots of the polynomial read backwards
        n = form.degree()
        turned = Polynomial(
            {
                (((letter, n - dict(monomial).get(letter, 0)),) if dict(monomial).get(letter, 0) < n else ()): value
                for monomial, value in form.terms.items()
            }
        )
    value = _power_sum(turned, letter, max(abs(power), 1))
    about = sum(root.about ** (power or 1) for root, _ in roots)
    if power == 0:
        value, about = value / form.degree(), about / form.degree()
    words = {2: "sum of the squares of", 3: "sum of the cubes of", -1: "sum of the reciprocals of", 0: "mean of"}
    verified = abs(about - float(value)) < 1e-6 * (1 + abs(about))
    check = "check: worked out with the roots themselves too"
    return rational(value, False, f"the {words[power]} the roots", check, verified)


_TESTS: Final[dict[str, Callable[[Value], bool]]] = {
    "irrational": lambda value: value.rational is None,
    "nonzero": lambda value: value.rational != 0,
    "even": lambda value: value.rational is not None and value.rational % 2 == 0,
    "odd": lambda value: value.rational is not None and value.rational % 2 == 1,
}
_BOUNDS: Final = (
    "[that are|which are|that is|which is] ({sign=>} greater than|{sign=>} larger than|{sign=>} more than|{sign=<} "
    "less than|{sign=<} smaller than) {bound}"
)


@operation(
    "chosen_roots",
    nouns=(
        "[all] ({kind=irrational} irrational|{kind=nonzero} non - zero|{kind=nonzero} nonzero|{kind=even} even|"
        f"{{kind=odd}} odd) {_ONE_OR_MORE}",
        f"[all] {_ONE_OR_MORE} {_BOUNDS}",
    ),
)
def chosen_roots(
    work: Work, relation: Node, kind: Node | None = None, sign: Node | None = None, bound: Node | None = None
) -> Finding:
    """The real roots of one kind, or on one side of a number."""
    _, letter = polynomial_of_roots(relation)
    equations, present = settled(relation)
    if bound is not None:
        if names(bound):
            raise NotDone("a number was expected as the bound")
        side: Relational = ">" if work.text(sign) == ">" else "<"
        return told(work, solutions_of(work, [*equations, Relation(side, Name(letter), bound)], present), present)
    solved = solutions_of(work, equations, present)
    word = work.text(kind)
    if not solved.complete or not solved.exact or any(value.rounded for value in solved.values(letter)):
        raise NotDone("the roots have no short exact form")
    if word != "nonzero" and not all(value.real for value in solved.values(letter)):
        work.note("real roots are meant")
    return told(work, _sifted(solved, letter, word), present)


def _sifted(solved: Solved, letter: str, word: str) -> Solved:
    test = _TESTS[word]
    kept = [p for p in solved.points if test(p[letter]) and (word == "nonzero" or p[letter].real)]
    return replace(solved, points=tuple(kept))


@operation(
    "which_are_roots",
    requests=(
        "which [one] of {values:list} (is|are) [a|the] (root|roots|zero|zeros|solution|solutions) (of|to) [the] "
        "[equation|polynomial|function|quadratic] {relation:relation_or_value}",
    ),
)
def which_are_roots(work: Work, values: Node, relation: Node) -> Finding:
    """Those of some numbers at which a polynomial is 0."""
    form, letter = polynomial_of_roots(relation)
    numbers_ = [work.rational(value, "a root") for value in work.items(values)]
    tree = polynomial_tree(form)
    kept = [value for value in numbers_ if evaluate(substitute(tree, {letter: Number(value)})) == 0]
    roots = [root.rational for root, _ in with_multiplicities(form, letter)]
    shown = ", ".join(fraction_text(value) for value in kept) or "none"
    verified = kept == [value for value in numbers_ if value in roots]
    data: JsonValue = {"type": "list", "values": [fraction_text(value) for value in kept]}
    check = "check: the roots found on their own are the same"
    return Finding(shown, f"at {shown} it is 0", data, "put in", check, verified)


#: letters that stand for unknowns beside others, which may then stand for coefficients: a*x^2 + b*x + c
_UNKNOWNS: Final = frozenset({"x", "y", "z", "t"})


@operation(
    "coefficient_sum",
    nouns=(
        "sum of [all] [the] coefficients (of|in) [the] [expansion of|polynomial|expression|expanded form of] "
        "{expression}",
    ),
)
def coefficient_sum(work: Work, expression: Node) -> Finding:
    """The value where every letter is 1; the constant term counts as a coefficient."""
    form = polynomial_of(expression)
    unknown = set(names(expression)) & _UNKNOWNS
    if unknown and set(names(expression)) - unknown:
        raise NotUnderstood("which letters are coefficients is not said")
    value = sum(form.terms.values(), Fraction(0))
    inner = expression
    again = evaluate(substitute(inner, {name: Number(Fraction(1)) for name in names(inner)}))
    check = "check: the value where every letter is 1"
    return rational(value, False, "the sum of the coefficients", check, again == value)
