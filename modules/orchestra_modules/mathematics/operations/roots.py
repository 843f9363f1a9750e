"""Zeros of functions, whether a value is one, how often, and for which parameter an equation has one or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines import surds
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.equation import satisfied, with_multiplicities
from orchestra_modules.mathematics.engines.polynomial import Monomial, Polynomial, as_polynomial
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.engines.solutions import Value, restricted
from orchestra_modules.mathematics.finding import Finding, rational, truth
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.quadratics import quadratic_of
from orchestra_modules.mathematics.operations.solving import settled, zero
from orchestra_modules.mathematics.readers import algebra_notation, calculus_notation
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Relational,
    Request,
    Sum,
    names,
    show,
    show_relation,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

#: the kinds of arguments that the phrases below use
KINDS = (algebra_notation, calculus_notation)
_ZEROS = "(zero|zeros|zeroes|root|roots|x-intercept|x-intercepts|x intercepts)"
_POLYNOMIAL = "[the] [quadratic|polynomial] [equation|quadratic|polynomial|function|expression|trinomial]"
_THE_EQUATION = (
    "[the] [quadratic {quadratic=yes}|polynomial] "
    "[equation|quadratic {quadratic=yes}|polynomial|function|expression|trinomial]"
)
_FIND = (
    "(find|determine|calculate|what is|what are|work out|compute) [the] [value|values|constant|constants|numbers] [of]"
)
_CONDITION = (
    "({condition=equal} equal roots|{condition=equal} a double root|{condition=equal} a repeated root|"
    "{condition=equal} repeated roots|{condition=equal} two equal roots|{condition=one} [exactly] one [real] "
    "(solution|root)|{condition=one} only one [real] (solution|root)|{condition=one} a unique [real] solution|"
    "{condition=equal} coincident roots|{condition=one} a single [real] (root|solution)|"
    "{condition=two} [exactly] two [distinct|different] [real] (solutions|roots)|{condition=two} distinct real roots|"
    "{condition=two} two real and distinct roots|{condition=none} no [real] (solution|solutions|root|roots)|"
    "{condition=real} real roots|{condition=real} [at least] a real (root|solution)|{condition=complex} complex roots|"
    "{condition=complex} non-real roots)"
)


@operation(
    "zeros",
    nouns=(f"{_ZEROS} of [the] [function|graph of|graph of the function] {{f:formula}}",),
    requests=("where (does|is) {f:formula} (cross the x-axis|equal zero|zero|equal 0)",),
    plain=("f",),
)
def zeros(work: Work, f: Node) -> Finding:
    """Where a function that is named or written out is 0."""
    definition = work.definitions.get(f.name) if isinstance(f, Name) else None
    if isinstance(f, Name) and definition is not None and definition.parameters:
        body = work.body(f.name)
    elif isinstance(f, Name):
        raise NotUnderstood("the zeros of a function were expected")
    else:
        body = work.resolve(f)
    if not names(body):
        raise NotUnderstood("a function with an unknown was expected; coefficients alone are not read")
    return work.find(Request("solve", (("relations", Listing((zero(body),))),)))


@operation(
    "is_solution",
    requests=(
        "is {candidate:relation_or_value} a (solution|root|zero) (of|to) [the] [equation|polynomial|function] "
        "{relation:relation_or_value}",
        "(does|do) {candidate:relation_or_value} (satisfy|solve) [the] [equation|inequality] "
        "{relation:relation_or_value}",
    ),
    plain=("candidate", "relation"),
)
def is_solution(work: Work, candidate: Node, relation: Node) -> Finding:
    """Whether a value satisfies an equation."""
    equations, present = settled(work.resolve(relation))
    if isinstance(candidate, Listing) and candidate.kind == "tuple":
        return _point_satisfies(work, candidate, equations, present)
    unknown = present[0] if len(present) == 1 else ""
    value = candidate
    if isinstance(candidate, Relation):
        if not isinstance(candidate.left, Name) or candidate.sign != "=":
            raise NotUnderstood("a value such as x = 3 was expected")
        unknown, value = candidate.left.name, candidate.right
    if not unknown or unknown not in present or len(equations) != 1:
        raise NotUnderstood("one equation in one unknown was expected")
    value = work.resolve(value)
    (equation,) = equations
    if equation.sign != "=":
        at = Relation(equation.sign, *(substitute(side, {unknown: value}) for side in (equation.left, equation.right)))
        return work.find(Request("value", (("expression", at),)))
    difference = Sum((equation.left, Negative(equation.right)))
    answer = satisfied(difference, unknown, Value(value, show(value), complex(0)))
    if answer is None:
        raise NotDone("whether the value satisfies the equation could not be decided")
    word = "satisfies" if answer else "does not satisfy"
    text = f"{unknown} = {show(value)} {word} {show_relation(equation)}"
    sides = [substitute(side, {unknown: value}) for side in (equation.left, equation.right)]
    verified, check = _compared(sides[0], sides[1], answer)
    return truth(answer, text, "left minus right worked out exactly", check, verified)


def _compared(left: Node, right: Node, equal: bool) -> tuple[bool | None, str]:
    """Whether comparing two sides comes to the same, and how; not decided where they are not both real numbers."""
    from orchestra_modules.mathematics.engines.enclosure import compare

    try:
        order = compare(left, right)
    except (Refusal, ArithmeticError):
        return None, "check: none; the sides are not compared as real numbers"
    if not order.verified:
        return None, order.check
    return (order.sign == 0) == equal, order.check


def _point_satisfies(work: Work, point: Listing, relations: list[Relation], present: tuple[str, ...]) -> Finding:
    """Whether values for the letters in the order of the alphabet satisfy every relation."""
    if len(present) != len(point.items):
        raise NotUnderstood(f"{len(point.items)} values are told for {len(present)} letters")
    values = {name: work.resolve(item) for name, item in zip(present, point.items, strict=True)}
    work.note(f"the values are those of {', '.join(present)} in this order")
    put = [Relation(r.sign, substitute(r.left, values), substitute(r.right, values)) for r in relations]
    found = [work.find(Request("value", (("expression", one),))) for one in put]
    answer = all(one.value == "True" for one in found)
    verified = True if all(one.verified for one in found) else None
    word = "satisfies" if answer else "does not satisfy"
    text = f"{show(point)} {word} {', '.join(map(show_relation, relations))}"
    return truth(answer, text, "put into the relations", "check: both sides worked out exactly", verified)


@operation(
    "on_curve",
    requests=(
        "(does|is) [the] [point] {point:point_tuple} (lie|on|lie on|lies on|a point on|lying on) [on] [the] "
        "(line|curve|graph|circle|parabola|ellipse|hyperbola|graph of) {relation:relation}",
        "does [the] (line|curve|graph|circle|parabola|graph of) {relation:relation} (pass|go) through [the] [point] "
        "{point:point_tuple}",
    ),
)
def on_curve(work: Work, point: Node, relation: Node) -> Finding:
    """Whether a point satisfies the equation of a curve in x and y."""
    relations, present = settled(relation)
    if set(present) - {"x", "y"} or not isinstance(point, Listing) or len(point.items) != 2:
        raise NotUnderstood("a curve in x and y and a point with two coordinates were expected")
    at = Listing(tuple(item for name, item in zip(("x", "y"), point.items, strict=True) if name in present), "tuple")
    return _point_satisfies(work, at, relations, present)


@operation(
    "multiplicity",
    nouns=(
        "multiplicity of [the] (root|zero|solution) {candidate:relation_or_value} (of|in) [the] "
        "[equation|polynomial|function] {relation:relation_or_value}",
    ),
    plain=("candidate",),
)
def multiplicity(work: Work, candidate: Node, relation: Node) -> Finding:
    """How often a number is a root of a polynomial."""
    (equation,), _ = settled(relation)
    difference = Sum((equation.left, Negative(equation.right)))
    form = as_polynomial(difference)
    if form is None or len(form.atoms) != 1:
        raise NotDone("multiplicities are told of the roots of polynomials in one letter")
    (letter,) = form.atoms
    value = work.rational(candidate.right if isinstance(candidate, Relation) else candidate, "the multiplicity")
    found = next((count for root, count in with_multiplicities(form, letter) if root.rational == value), 0)
    rest, again = form, 0
    while not rest.zero and _at(rest, letter, value) == 0:
        rest, again = _derivative(rest, letter), again + 1
    check = "check: as many derivatives, from the polynomial itself on, are 0 there"
    return rational(Fraction(found), False, f"the multiplicity of {value}", check, found == again)


def _at(polynomial: Polynomial, letter: str, value: Fraction) -> Fraction:
    return evaluate(substitute(polynomial_tree(polynomial), {letter: Number(value)}))


def _derivative(polynomial: Polynomial, letter: str) -> Polynomial:
    terms: dict[Monomial, Fraction] = {}
    for monomial, coefficient in polynomial.terms.items():
        exponent = dict(monomial).get(letter, 0)
        if exponent:
            terms[((letter, exponent - 1),) if exponent > 1 else ()] = coefficient * exponent
    return Polynomial(terms)


@operation(
    "root_condition",
    nouns=(
        "(value|values|possible values|range of values|set of values|range of possible values) of {k:variable} "
        "(for which|such that|so that|if|that make|when) [the] "
        "[quadratic {quadratic=yes}] [equation|quadratic {quadratic=yes}] {relation:relation_or_value} (has|have) "
        f"{_CONDITION}",
    ),
    requests=(
        f"for (what|which) [real] [value|values] [of] [the] [constant|parameter] {{k:variable}} (does|do|will|has) "
        f"{_THE_EQUATION} {{relation:relation_or_value}} (have|has|) {_CONDITION} [, {{besides:relations}}]",
        f"for (what|which) [real] [value|values] [of] {{k:variable}} is {_THE_EQUATION} {{relation:relation_or_value}} "
        "{condition=square} [a] perfect square",
        f"(find|determine|calculate) [the] [all] [value|values] [of] {{k:variable}} (such that|so that|if|for which|"
        f"given that|that make|which make|that makes|which makes) {_THE_EQUATION} {{relation:relation_or_value}} "
        "[is] {condition=square} a perfect square",
        f"(what|which) (value|values) of {{k:variable}} (makes|make|will make) {_THE_EQUATION} "
        "{relation:relation_or_value} {condition=square} [into] a perfect square",
        f"(what|which) (value|values) of {{k:variable}} (makes|make|gives|give) {_THE_EQUATION} "
        f"{{relation:relation_or_value}} (have|having|) {_CONDITION}",
        f"{_THE_EQUATION} {{relation:relation_or_value}} has {_CONDITION} (when|if|for) (what|which) "
        "(value|values) of {k:variable}",
        f"(if|given that|suppose|suppose that|when) {_THE_EQUATION} {{relation:relation_or_value}} has {_CONDITION} "
        "[,|.] [then] (find|determine|calculate|what is|what are) [the] [possible] [value|values] [of] {k:variable}",
        "(find|determine|calculate) [the] [all] [value|values] [of] {k:variable} "
        "(such that|so that|if|for which|given that) "
        f"{_THE_EQUATION} {{relation:relation_or_value}} (has|have) {_CONDITION} [, {{besides:relations}}]",
        f"{_THE_EQUATION} {{relation:relation_or_value}} has {_CONDITION} . "
        "(find|determine|calculate|what is|what are) [the] [possible] [value|values] [of] {k:variable}",
    ),
    plain=("relation",),
    binds=("k",),
)
def root_condition(
    work: Work,
    relation: Node,
    k: Node,
    condition: Node,
    besides: Node | None = None,
    quadratic: Node | None = None,
) -> Finding:
    """The parameters for which the discriminant of a quadratic is 0, above 0, or below 0."""
    assert isinstance(k, Name)
    letters = [name for name in names(relation) if name != k.name]
    if k.name not in names(relation) or len(letters) != 1:
        raise NotUnderstood(f"an equation in one unknown with the letter {k.name} was expected")
    _, _, a, b, c = quadratic_of(relation, Name(letters[0]))
    discriminant = b * b + (a * c).scaled(Fraction(-4))
    signs: dict[str, Relational] = {"equal": "=", "one": "=", "square": "=", "two": ">", "none": "<", "real": ">="}
    signs["complex"] = "<"
    sign = signs[work.text(condition)]
    if work.text(condition) == "square" and (a.constant is None or surds.root_of(abs(a.constant)).value is None):
        raise NotDone("a perfect square is looked for where the coefficient of the square is a square number")
    if work.text(condition) == "square" and a.constant is not None and a.constant < 0:
        raise NotDone("an expression with a negative square is no perfect square")
    wanted = Relation(sign, polynomial_tree(discriminant), Number(Fraction(0)))
    work.note(f"the discriminant is {polynomial_text(discriminant)}")
    more = tuple(settled(besides)[0]) if besides is not None else ()
    if any(names(one) != (k.name,) for one in more):
        raise NotUnderstood(f"a condition on {k.name} was expected")
    relations: tuple[Node, ...] = (wanted, *more)
    if a.constant is None:  # where the square drops out the equation is no quadratic
        if quadratic is None:
            _refuse_degenerate(work.text(condition), k.name, (a, b, c), more)
        work.note(f"{polynomial_text(a)} is not 0, for the equation is taken to be quadratic")
        relations = (*relations, Relation("!=", polynomial_tree(a), Number(Fraction(0))))
    found = work.find(Request("solve", (("relations", Listing(relations)), ("unknowns", Listing((k,))))))
    return replace(found, method=f"the discriminant {sign} 0; {found.method}")


def _refuse_degenerate(
    condition: str, k: str, coefficients: tuple[Polynomial, Polynomial, Polynomial], more: tuple[Relation, ...]
) -> None:
    """Refuse where the equation without its square meets the condition too: whether it counts is not said."""
    if condition not in ("one", "real", "none"):
        return
    square, slope, rest = coefficients
    for value, _ in with_multiplicities(square, k):
        if not value.real:
            continue
        if value.rational is None:
            raise NotDone(f"whether the equation may lose its square, at {k} = {value.text}, is not said")
        if any(_excludes(relation, k, value.rational) for relation in more):
            continue
        roots = 1 if _at(slope, k, value.rational) else 0 if _at(rest, k, value.rational) else 2
        if {"one": roots == 1, "real": roots > 0, "none": roots == 0}[condition]:
            raise NotUnderstood(
                f"for {k} = {value.rational} the equation loses its square and meets the condition all the same; "
                "say whether it has to be quadratic"
            )


def _excludes(relation: Relation, letter: str, value: Fraction) -> bool:
    """Whether a relation of rational expressions fails for a value."""
    try:
        left, right = (evaluate(substitute(side, {letter: Number(value)})) for side in (relation.left, relation.right))
    except NotRational:
        return False
    order = (left > right) - (left < right)
    return order not in {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[relation.sign]


@operation(
    "parameter_of_root",
    requests=(
        "for (what|which) [value|values] [of] {k:variable} is {factor=factor} {candidate:subject} [a] factor of "
        "[the] [polynomial|expression] {relation:relation_or_value}",
        "for (what|which) [value|values] [of] {k:variable} is {candidate:subject} [a] (root|solution|zero) of "
        "[the] [polynomial|equation|function] {relation:relation_or_value}",
        "{factor=factor} {candidate:relation_or_value} is a factor of [the] [polynomial|expression] "
        "{relation:relation_or_value} . (find|determine|calculate|what is) [the] [value] [of] {k:variable}",
        "[if|given that|suppose|suppose that] [the] [polynomial|expression] {relation:relation_or_value} is "
        "{factor=factor} divisible by {candidate:relation_or_value} [,|.|;] [then] (find|determine|calculate|what is) "
        "[the] [value] [of] {k:variable}",
        "(find|determine|calculate|what is) [the] [value|values] [of] {k:variable} (if|given that|such that|so that) "
        "[the] [polynomial|expression] {relation:relation_or_value} is {factor=factor} divisible by "
        "{candidate:relation_or_value}",
        "for (what|which) [value|values] [of] {k:variable} is [the] [polynomial|expression] "
        "{relation:relation_or_value} {factor=factor} divisible by {candidate:relation_or_value}",
        "{candidate:relation_or_value} is a (root|solution|zero) of [the] [equation|polynomial] "
        "{relation:relation_or_value} . (find|determine|calculate|what is) [the] [value] [of] {k:variable}",
        "(find|determine|calculate|what is) [the] [value|values] [of] {k:variable} "
        "(if|given that|such that|when|so that) "
        "{candidate:relation_or_value} is a (root|solution|zero) of [the] [equation|polynomial] "
        "{relation:relation_or_value}",
        "(find|determine|calculate|what is) [the] [value|values] [of] {k:variable} "
        "(if|given that|such that|when|so that) "
        "{factor=factor} {candidate:relation_or_value} is a factor of {relation:relation_or_value}",
        "(if|given that|suppose|suppose that) {candidate:relation_or_value} is a (root|solution|zero) of [the] "
        "[equation|polynomial] {relation:relation_or_value} [,|.] (find|determine|calculate|what is) [the] [value] "
        "[of] "
        "{k:variable}",
        "(if|given that|suppose|suppose that) {factor=factor} {candidate:relation_or_value} is a factor of "
        "{relation:relation_or_value} [,|.] (find|determine|calculate|what is) [the] [value] [of] {k:variable}",
    ),
    plain=("relation", "candidate"),
    binds=("k",),
)
def parameter_of_root(work: Work, relation: Node, candidate: Node, k: Node, factor: Node | None = None) -> Finding:
    """The letter for which a number is a root, or a linear expression a factor."""
    assert isinstance(k, Name)
    (equation,), present = settled(relation)
    unknowns = [name for name in present if name != k.name]
    if k.name not in present or len(unknowns) != 1:
        raise NotUnderstood(f"an equation in one unknown with the letter {k.name} was expected")
    value = candidate
    if factor is not None:
        form = as_polynomial(candidate)
        if form is None or form.atoms != {unknowns[0]} or form.degree() != 1:
            raise NotDone("the factor must be linear in the unknown")
        constant, slope = form.coefficient(unknowns[0], 0).constant, form.coefficient(unknowns[0], 1).constant
        assert constant is not None and slope is not None
        value = Number(-constant / slope)
    elif isinstance(candidate, Relation):
        if candidate.left != Name(unknowns[0]):
            raise NotUnderstood("the root is told of another letter")
        value = candidate.right
    at = {unknowns[0]: value}
    put = Relation("=", substitute(equation.left, at), substitute(equation.right, at))
    return work.find(Request("solve", (("relations", Listing((put,))), ("unknowns", Listing((k,))))))


@operation(
    "parameters_of_roots",
    requests=(
        f"{_POLYNOMIAL} {{relation:relation_or_value}} has [the] (roots|zeros|zeroes|solutions) {{roots:list}} [.|,] "
        f"{_FIND} {{unknowns:variables}}",
        f"(if|given that|suppose|suppose that) {_POLYNOMIAL} {{relation:relation_or_value}} has [the] "
        f"(roots|zeros|zeroes|solutions) {{roots:list}} [,|.] [then] {_FIND} {{unknowns:variables}}",
        f"(if|given that|suppose|suppose that|) the (roots|zeros|zeroes|solutions) of {_POLYNOMIAL} "
        f"{{relation:relation_or_value}} are {{roots:list}} [,|.] [then] {_FIND} {{unknowns:variables}}",
        f"{_FIND} {{unknowns:variables}} (if|given that|such that|so that|when) {_POLYNOMIAL} "
        "{relation:relation_or_value} has [the] (roots|zeros|zeroes|solutions) {roots:list}",
        f"{{roots:list}} are [the] (roots|zeros|solutions) of {_POLYNOMIAL} {{relation:relation_or_value}} [.|,] "
        f"{_FIND} {{unknowns:variables}}",
    ),
    plain=("relation",),
    binds=("unknowns",),
)
def parameters_of_roots(work: Work, relation: Node, roots: Node, unknowns: Node) -> Finding:
    """The letters for which several different numbers are roots of one equation."""
    (equation,), present = settled(relation)
    wanted = names(unknowns)
    letters = [name for name in present if name not in wanted]
    if len(letters) != 1 or equation.sign != "=" or set(wanted) - set(present):
        raise NotUnderstood(f"an equation in one unknown with {', '.join(wanted)} was expected")
    values = work.items(roots)
    if names(*values):
        raise NotDone("the roots must be numbers")
    if len({show(value) for value in values}) < len(values):
        raise NotDone("a root that is told twice says more than that the equation holds there")
    put = [
        Relation("=", substitute(equation.left, {letters[0]: value}), substitute(equation.right, {letters[0]: value}))
        for value in values
    ]
    return work.find(Request("solve", (("relations", Listing(tuple(put))), ("unknowns", unknowns))))


@operation(
    "parameter_of_remainder",
    requests=(
        f"(when|if) {_POLYNOMIAL} {{dividend}} is divided by {{divisor}} [,] [then] the remainder is {{rest}} [.|,] "
        f"{_FIND} {{k:variable}}",
        f"the remainder when {_POLYNOMIAL} {{dividend}} is divided by {{divisor}} is {{rest}} [.|,] "
        f"{_FIND} {{k:variable}}",
        f"{_FIND} {{k:variable}} (if|given that|such that|so that) the remainder when {{dividend}} is divided by "
        "{divisor} is {rest}",
        f"{_FIND} {{k:variable}} (if|given that|such that|so that) {{dividend}} leaves [a] remainder [of] {{rest}} "
        "when divided by {divisor}",
    ),
    plain=("dividend", "divisor"),
    binds=("k",),
)
def parameter_of_remainder(work: Work, dividend: Node, divisor: Node, rest: Node, k: Node) -> Finding:
    """The letter for which a division by a linear polynomial leaves a remainder."""
    form = as_polynomial(divisor)
    if form is None or form.degree() != 1 or len(form.atoms) != 1 or names(k)[0] in form.atoms:
        raise NotDone("the divisor must be linear in one letter")
    (letter,) = form.atoms
    if letter not in names(dividend) or names(k)[0] not in names(dividend):
        raise NotUnderstood(f"{letter} and {names(k)[0]} were expected in the polynomial")
    constant, slope = form.coefficient(letter, 0).constant, form.coefficient(letter, 1).constant
    assert constant is not None and slope
    work.note(f"the remainder is the value at {letter} = {-constant / slope}")
    put = Relation("=", substitute(dividend, {letter: Number(-constant / slope)}), rest)
    return work.find(Request("solve", (("relations", Listing((put,))), ("unknowns", Listing((k,))))))


_MOST_VALUE = (
    "({which=largest} largest|{which=largest} greatest|{which=largest} biggest|{which=largest} maximum|"
    "{which=smallest} smallest|{which=smallest} least|{which=smallest} minimum) [possible] "
    "[real|{kind=positive} positive|{kind=negative} negative] [value of] {unknown:variable} "
    "(such that|so that|for which|satisfying|that satisfies) {relation:one_equation}"
)


@slots.kind("one_equation")
def _one_equation(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A relation with an equality sign; inequalities leave no largest or smallest one to find."""
    found = reader.relation()
    if not isinstance(found, Relation) or found.sign != "=":
        raise reader.cursor.stuck("an equation was expected")
    yield found


@operation(
    "extreme_root",
    nouns=(
        "({which=largest} largest|{which=largest} greatest|{which=largest} larger|{which=largest} biggest|"
        "{which=smallest} smallest|{which=smallest} least|{which=smallest} smaller) "
        "[real|{kind=positive} positive|{kind=negative} negative|{kind=integer} integer] "
        "(solution|root|zero|real solution|value of {unknown:variable}) (of|to|for|satisfying|that satisfies) [the] "
        "[equation|polynomial|function|quadratic] {relation:relation_or_value}",
        _MOST_VALUE,
    ),
    requests=(f"(what is|what ' s|find|determine|give|state|calculate) [the] {_MOST_VALUE}",),
    binds=("unknown",),
)
def extreme_root(
    work: Work, relation: Node, which: Node, unknown: Node | None = None, kind: Node | None = None
) -> Finding:
    """The largest or the smallest of the real solutions of an equation."""
    from orchestra_modules.mathematics.engines.enclosure import compare
    from orchestra_modules.mathematics.operations.solving import DOMAINS, solutions_of

    equations, present = settled(relation)
    if len(present) != 1 or any(one.sign != "=" for one in equations):
        raise NotUnderstood("one equation in one unknown was expected")
    if unknown is not None and names(unknown) != present:
        raise NotUnderstood("the value of another letter is asked for")
    solved = solutions_of(work, equations, present)
    if kind is not None and solved.complete:
        solved = restricted(solved, {present[0]: DOMAINS[work.text(kind)]})
    values = [value for value in solved.values(present[0]) if value.real]
    if not solved.complete or not solved.exact or not values:
        raise NotDone("there are no real solutions of which one could be chosen")
    chosen = values[-1] if work.text(which) == "largest" else values[0]
    wanted = 1 if work.text(which) == "largest" else -1
    ordered = all(compare(chosen.node, value.node).sign == wanted for value in values if value is not chosen)
    verified = None if solved.verified is None else solved.verified and ordered
    check = f"{solved.check}; compared with each of the others"
    text = f"{chosen.text} is the {work.text(which)} of {', '.join(value.text for value in values)}"
    data = {"type": "expression", "value": chosen.text}
    return Finding(chosen.text, text, dict(data), solved.method, check, verified, solved.confidence, node=chosen.node)
