"""Forms with letters in place of coefficients: what the letters are so that a form equals an expression."""

from __future__ import annotations

from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.identity import agree_at_points
from orchestra_modules.mathematics.engines.polynomial import Monomial, Polynomial, is_letter, quotient
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.forms import plain
from orchestra_modules.mathematics.operations.solving import solutions_of
from orchestra_modules.mathematics.syntax import (
    Listing,
    Negative,
    Node,
    Number,
    Product,
    Relation,
    Sum,
    names,
    rebuild,
    show,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

_GIVE = "(give|find|state|determine|calculate|compute|what is|work out|tell me) [the] [value of|values of]"
_AS = "(to|as|in the form|into the form|to the form|in form|in the form of|of the form|to be)"
_POINTS = "check: with the value put in, both sides agree at two points modulo large primes"


@operation(
    "matched_coefficient",
    requests=(
        f"(rearrange|express|write|put|rewrite|convert|bring|expand) {{expression}} {_AS} {{form}} and {_GIVE} "
        "{unknowns:variables}",
        f"(rearrange|express|write|put|rewrite|convert|bring|expand) {{expression}} {_AS} {{form}} . {_GIVE} "
        "{unknowns:variables}",
        "{expression} can be (written|expressed|rewritten) (as|in the form) {form} . what (is|are) [the] "
        "[value of|values of] {unknowns:variables}",
    ),
    nouns=(
        "(value|values) of {unknowns:variables} (when|if) {expression} is (written|expressed) (as|in the form) {form}",
    ),
    plain=("form",),
    binds=("unknowns",),
)
def matched_coefficient(work: Work, expression: Node, form: Node, unknowns: Node) -> Finding:
    """The letters that make a form equal to an expression for every value of the other letters."""
    node = plain(expression)
    wanted = names(unknowns)
    letters = frozenset(names(node))
    open_letters = tuple(name for name in names(form) if name not in letters)
    if missing := [name for name in wanted if name not in open_letters]:
        raise NotUnderstood(f"{', '.join(missing)} is not one of the coefficients of the form")
    return _identical(work, node, plain(form), open_letters, wanted)


@operation(
    "matched_form",
    requests=(f"(rearrange|express|write|put|rewrite|convert|bring) {{expression}} {_AS} {{form}}",),
    plain=("form",),
)
def matched_form(work: Work, expression: Node, form: Node) -> Finding:
    """The form itself with the values of its letters put in."""
    node, wanted = plain(expression), plain(form)
    open_letters = tuple(name for name in names(wanted) if name not in names(node))
    if not open_letters or "i" in names(node):
        raise NotUnderstood("a form with letters in place of numbers was expected")
    found = _identical(work, node, wanted, open_letters, open_letters)
    values = found.value.split("; ")
    if len(values) > 1 or (len(open_letters) == 1 and ", " in found.value):
        raise NotDone(f"several values of the letters fit: {found.text[:100]}")
    parts = found.value.split(", ") if len(open_letters) > 1 else [f"{open_letters[0]} = {found.value}"]
    given: dict[str, Node] = {}
    for part in parts:
        name, _, value = part.partition(" = ")
        given[name] = Number(Fraction(value))
    put = _tidied(substitute(wanted, given))
    verified = found.verified and agree_at_points(node, put)
    text = f"{show(node)} = {show(put)}, with {found.text}"
    data: JsonValue = {"type": "expression", "value": show(put)}
    return Finding(show(put), text, data, found.method, found.check, verified, node=put)


def _tidied(node: Node) -> Node:
    """A form without "+ -3", "+ 0" and factors 1, which putting numbers in leaves behind."""

    def change(part: Node) -> Node | None:
        match part:
            case Sum(terms):
                kept = [_signed(_tidied(term)) for term in terms]
                kept = [term for term in kept if term != Number(Fraction(0))]
                return Number(Fraction(0)) if not kept else kept[0] if len(kept) == 1 else Sum(tuple(kept))
            case Product(factors, ()):
                inner = [factor for factor in map(_tidied, factors) if factor != Number(Fraction(1))]
                if Number(Fraction(0)) in inner:
                    return Number(Fraction(0))
                return Number(Fraction(1)) if not inner else inner[0] if len(inner) == 1 else Product(tuple(inner))
        return None

    return rebuild(node, change)


def _signed(term: Node) -> Node:
    match term:
        case Negative(Number(value)):
            return Number(-value) if value <= 0 else term
        case Number(value) if value < 0:
            return Negative(Number(-value))
        case Product((Number(value), *rest), ()) if value < 0:
            return Negative(Product((Number(-value), *rest)) if value != -1 or not rest else _alone(rest))
    return term


def _alone(rest: list[Node]) -> Node:
    return rest[0] if len(rest) == 1 else Product(tuple(rest))


@operation(
    "identity_coefficients",
    nouns=(
        "(value|values) of {unknowns:variables} (such that|so that|for which|if|that make|which make) "
        "{relation:relation} (for all|for every|for all values of|for all real) {x:variables}",
    ),
    requests=(
        "(find|determine|calculate) [the] [constants|values of|value of|numbers|coefficients] {unknowns:variables} "
        "(such that|so that|for which|if|given that) {relation:relation} (for all|for every|for all values of|"
        "for all real|identically in) {x:variables}",
        "(find|determine|calculate) [the] [constants|values of|value of|numbers|coefficients] {unknowns:variables} "
        "(such that|so that|for which|if|given that) {relation:relation} (is an identity|identically|"
        "holds for all {x:variables}|for all values of {x:variables})",
    ),
    plain=("relation",),
    binds=("unknowns", "x"),
)
def identity_coefficients(work: Work, relation: Node, unknowns: Node, x: Node | None = None) -> Finding:
    """The letters that make an equation hold for every value of the others."""
    wanted = names(unknowns)
    if not isinstance(relation, Relation) or relation.sign != "=":
        raise NotUnderstood("an equation was expected")
    if x is not None and set(names(x)) & set(wanted):
        raise NotUnderstood("a letter is both asked for and any value")
    return _identical(work, relation.left, relation.right, wanted, wanted)


def _identical(work: Work, left: Node, right: Node, open_letters: tuple[str, ...], wanted: tuple[str, ...]) -> Finding:
    """Coefficients compared, and the equations for the open letters solved."""
    difference = Sum((left, Negative(right)))
    gate.check(difference)
    form = quotient(difference)
    free = set(open_letters)
    if not all(is_letter(atom) for atom in form.above.atoms):
        raise NotDone("only polynomials and quotients of polynomials are compared by their coefficients")
    by_power: dict[Monomial, dict[Monomial, Fraction]] = {}
    for monomial, coefficient in form.above.terms.items():
        outside = tuple((name, exponent) for name, exponent in monomial if name not in free)
        inside = tuple((name, exponent) for name, exponent in monomial if name in free)
        by_power.setdefault(outside, {})[inside] = coefficient
    equations = [Relation("=", polynomial_tree(Polynomial(part)), Number(Fraction(0))) for part in by_power.values()]
    solved = solutions_of(work, equations, open_letters)
    settled = solved.points if solved.points and all(name in solved.points[0] for name in wanted) else ()
    if not settled and solved.extent == "infinite":
        raise NotDone("the comparison of coefficients does not settle what is asked")
    if not settled:
        raise Undefined("no values of the letters make the two forms equal")
    checks = [
        agree_at_points(left, substitute(right, values))
        and agree_at_points(substitute(left, values), right) is not None
        for point in settled
        if all(value.rational is not None for value in point.values())
        for values in ({name: value.node for name, value in point.items()},)
        if set(point) >= free and not set(names(left)) & free
    ]
    verified = False if False in checks else solved.verified
    lines = [", ".join(f"{name} = {point[name].text}" for name in wanted) for point in settled]
    nodes: list[Node] = [point[wanted[0]].node for point in settled]
    values = ", ".join(point[wanted[0]].text for point in settled) if len(wanted) == 1 else "; ".join(lines)
    one = len(wanted) == 1 and len(settled) == 1
    return Finding(
        values,
        " or ".join(lines),
        {"type": "solutions", "values": [*lines]},
        "comparison of coefficients",
        _POINTS if checks else solved.check,
        verified,
        node=nodes[0] if one else Listing(tuple(nodes)) if len(wanted) == 1 else None,
    )
