"""The value of an expression: a number, a polynomial in normal form, a shorter form, a truth, a list.

The operation that every plain expression is an argument of. What is asked about unknowns that the text constrains
and that have several values is worked out for each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import exact, gate, powers, rewriting
from orchestra_modules.mathematics.engines.arithmetic import NotRational, agrees, evaluate
from orchestra_modules.mathematics.finding import Finding, rational, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import (
    Application,
    Call,
    Constant,
    Interval,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Request,
    Sum,
    Text,
    Truth,
    Written,
    has_decimal,
    names,
    show,
    show_relation,
    substitute,
    walk,
)
from orchestra_modules.mathematics.work import Unsettled, Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

_HANDED_ON = "check: that of the step that found it"
MODULAR = "check: worked out again modulo two Mersenne primes; functions by their defining property"
_HOLDS = {"=": (0,), "!=": (-1, 1), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}


def _at_values(positional: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """eval(x^2, x = 3): an expression, and values for its names. None where something else is given."""
    if not positional or named:
        return None
    values: dict[str, Node] = {}
    for given in positional[1:]:
        if not (isinstance(given, Relation) and given.sign == "=" and isinstance(given.left, Name)):
            return None
        values[given.left.name] = given.right
    return {"expression": substitute(positional[0], values)}


@operation(
    "numerical_value",
    calls=("N", "evalf", "vpa"),
)
def numerical_value(work: Work, a: Node, digits: Node | None = None) -> Finding:
    """The value in decimals, to some significant figures."""
    if digits is None:
        raise NotUnderstood("to how many figures? write N(x, 10)")
    return work.find(Request("round_to_figures", (("a", a), ("n", digits))))


@operation(
    "value",
    nouns=("(value|exact value|numerical value|result) of {expression:tight}",),
    calls=("eval", "evaluate", "value"),
    plain=("expression",),
    arrange=_at_values,
)
def value(work: Work, expression: Node, bare: Node | None = None) -> Finding:
    """The value of an expression; of one that stands alone in a text, its other forms are told too."""
    if isinstance(expression, Text):
        raise NotUnderstood(f"{expression.text[:40]!r} stands in quotation marks: what is to be worked out of it?")
    try:
        node = work.resolve(expression)
    except Unsettled:
        raise
    except NotDone:
        several = _over_solutions(work, expression)
        if several is None:
            raise
        return several
    if isinstance(node, Name) and node == expression:
        raise NotUnderstood(f"nothing is said that settles {node.name}")
    if isinstance(node, Call) and node.function in ("gcd", "lcm") and names(node) and not {"i", "j"} & {*names(node)}:
        return work.find(Request(f"polynomial_{node.function}", (("parts", Listing(node.arguments)),)))
    powers_of_e = any(isinstance(part, Power) and part.base == Constant("e") for part in walk(node))
    sizes = any(isinstance(part, Call) and part.function == "abs" and "i" in names(part) for part in walk(node))
    lone_i = names(node) == ("i",) and "i" not in work.definitions
    if lone_i and (sizes or (powers_of_e and not work.from_definitions and not work.constrained)):
        work.assume("i is taken as the imaginary unit")
        node = substitute(node, {"i": Constant("i")})
    found = value_of(work, node)
    if bare is not None:
        return _with_other_forms(work, node, found)
    if _said_again(work, expression, node, found):
        raise NotUnderstood(f"nothing is said about {', '.join(names(node))}, so there is nothing to work out")
    return found


def _said_again(work: Work, expression: Node, node: Node, found: Finding) -> bool:
    """Whether a sum or product of unknowns was asked about that comes out as it went in."""
    if work.from_definitions or not names(node) or not isinstance(expression, Sum | Product | Negative | Power):
        return False
    return found.value == show(node) or found.node == node


def value_of(work: Work, node: Node) -> Finding:
    """The value of an expression in which everything defined has been put in."""
    match node:
        case Written(inner):
            return value_of(work, inner)
        case Relation():
            return _relation(work, node)
        case Truth(answer):
            told = "it holds" if answer else "it does not hold"
            return truth(answer, told, "as found", _HANDED_ON, _checked_before(work))
        case Text(text):
            data: JsonValue = {"type": "text", "value": text}
            return Finding(text, text, data, "as found", _HANDED_ON, _checked_before(work), node=node)
        case Interval():
            raise NotDone("an interval alone has no value")
        case Listing():
            return _listing(work, node)
    if any(isinstance(part, Listing) for part in walk(node)):
        return _of_lists(work, node)
    if any(isinstance(part, Application | Request) for part in walk(node)):
        unknown = next(part for part in walk(node) if isinstance(part, Application | Request))
        raise NotUnderstood(f"nothing is said about {show(unknown)[:60]}")
    match node:
        case Call("abs", (inner,)) if Constant("i") in walk(inner) and not names(inner):
            return work.find(Request("modulus", (("z", inner),)))
    if any(isinstance(part, Call) and part.function == "mod" and _inverts(part.arguments[0]) for part in walk(node)):
        raise NotUnderstood("a negative power before 'mod' may be a fraction or an inverse among the remainders")
    positive = frozenset(name for name in names(node) if work.domain(name).sign == "positive")
    if positive and (product := powers.monomial(node, positive)) is not None:
        return powers.finding(node, product)
    gate.check(node)
    try:
        return rational_value(node)
    except NotRational:
        pass
    if not names(node):
        return exact.exact_number(node)
    taken = under_logarithms(work, node) - positive
    found = rewriting.simplified(node, positive | taken)
    if taken and found.value != show(node):
        return replace(found, text=f"{found.text} for positive {', '.join(sorted(taken))}")
    return found


def _checked_before(work: Work) -> bool | None:
    """Whether everything found so far passed its check; a truth or words that nothing was found for have none."""
    return True if work.findings and all(part.verified for part in work.findings) else None


def _of_lists(work: Work, node: Node) -> Finding:
    """An expression in which lists stand: matrices and vectors, or sets in braces."""
    from orchestra_modules.mathematics.engines import matrix

    match node:
        case Call("abs", (Listing(_, "set") as inner,)):
            return work.find(Request("cardinality", (("a", inner),)))
        case Call("abs" | "norm", (Listing() as inner,)) if not any(isinstance(i, Listing) for i in inner.items):
            return work.find(Request("vector_length", (("a", inner),)))
        case Call("determinant", (inner,)):
            return work.find(Request("determinant", (("a", inner),)))
        case Sum((Listing(_, "set") as left, Negative(right))):
            from orchestra_modules.mathematics.operations.sets import subtracted

            return subtracted(work, left, right)
        case Product() if any(
            isinstance(part, Listing) and part.kind == "set" for part in (*node.factors, *node.divisors)
        ):
            raise NotUnderstood("a set is no factor; vectors and matrices stand in round or square brackets")
        case Sum(terms) if any(isinstance(term, Listing) and term.kind == "set" for term in terms):
            work.assume("lists in braces that are added are taken as vectors")
    return matrix.value(node)


def _inverts(node: Node) -> bool:
    """Whether a power with a negative number as its exponent is in an expression."""
    exponents = [part.exponent for part in walk(node) if isinstance(part, Power)]
    return any(
        isinstance(exponent, Negative) or (isinstance(exponent, Number) and exponent.value < 0)
        for exponent in exponents
    )


def under_logarithms(work: Work, node: Node) -> frozenset[str]:
    """Letters of which a logarithm is taken: where the expression has a real value, they are positive."""
    found = {
        part.arguments[0].name
        for part in walk(node)
        if isinstance(part, Call) and part.function in ("ln", "log") and isinstance(part.arguments[0], Name)
    }
    if found:
        work.note(f"{', '.join(sorted(found))} is positive where its logarithm is real")
    return frozenset(found)


def rational_value(node: Node) -> Finding:
    """The value of a rational expression. NotRational, Undefined, TooCostly."""
    found = evaluate(node)
    gate.printable(found.numerator, found.denominator)
    try:
        verified = agrees(node, found)
    except ArithmeticError:
        verified = False
    return rational(found, has_decimal(node), show(node), MODULAR, verified)


def _relation(work: Work, relation: Relation) -> Finding:
    """Whether a relation between numbers holds; with unknowns it is solved."""
    if names(relation):
        return work.find(Request("solve", (("relations", Listing((relation,))),)))
    from orchestra_modules.mathematics.engines.enclosure import compare

    order = compare(relation.left, relation.right)
    answer = order.sign in _HOLDS[relation.sign]
    shown = show_relation(relation)
    if len(shown) > 300:
        shown = "the relation"
    text = f"{shown} holds" if answer else f"{shown} does not hold"
    return truth(answer, text, order.method, order.check, order.verified or None)


def _listing(work: Work, node: Listing) -> Finding:
    """A list of values, or a vector or matrix."""
    if node.kind in ("vector", "tuple") or any(isinstance(item, Listing) for item in node.items):
        from orchestra_modules.mathematics.engines import matrix

        return matrix.value(node)
    if all(isinstance(item, Relation) for item in node.items) and names(node):
        return work.find(Request("solve", (("relations", node),)))
    return together([value_of(work, item) for item in node.items], node.kind)


def together(found: list[Finding], kind: str = "list") -> Finding:
    """Several findings as one list."""
    if not found:
        raise NotUnderstood("the list is empty")
    nodes = [part.node for part in found if part.node is not None]
    checks = [part.verified for part in found]
    return Finding(
        ", ".join(part.value for part in found),
        "; ".join(part.text for part in found),
        {"type": "list", "values": [part.value for part in found]},
        found[0].method,
        found[0].check,
        False if False in checks else None if None in checks else True,
        min(part.confidence for part in found),
        node=Listing(tuple(nodes), "set" if kind == "set" else "list") if len(nodes) == len(found) else None,
    )


def _over_solutions(work: Work, expression: Node) -> Finding | None:
    """An expression in unknowns that have several values: its value for each, told once if they agree."""
    unknowns = tuple(name for name in names(expression) if name in work.constrained)
    if not unknowns:
        return None
    from orchestra_modules.mathematics.operations.solving import solutions_of

    related = [relation for group in work.connected(*unknowns) for relation in group.items]
    everything = tuple(sorted({name for relation in related for name in names(relation)} & work.constrained))
    bound = frozenset(everything)
    solved = solutions_of(work, [work.resolve(relation, bound) for relation in related], everything)
    if not solved.complete or not solved.points or not solved.exact:
        raise NotDone("the unknowns have no values that could be put in")
    node = work.resolve(expression, bound)
    found: dict[str, Finding] = {}
    for point in solved.points:
        one = value_of(work, substitute(node, {name: value.node for name, value in point.items()}))
        found.setdefault(one.value, one)
    work.from_definitions = True
    work.note(solved.told())
    results = list(found.values())
    verified = None if solved.verified is None or any(one.verified is None for one in results) else solved.verified
    joined = together(results) if len(results) > 1 else results[0]
    asked = show(node)
    values = ", ".join(_sorted_values(results))
    return Finding(
        values,
        f"{asked} = {values}" if len(results) == 1 else f"{asked} is one of {values}, by the solution that is taken",
        joined.data,
        f"{solved.method}; the expression worked out at each of {len(solved.points)} solutions",
        solved.check,
        verified,
        min(joined.confidence, solved.confidence),
        node=joined.node,
    )


def _sorted_values(found: list[Finding]) -> list[str]:
    """The values, ascending where they are rational."""
    if all(isinstance(one.node, Number) for one in found):
        return [one.value for one in sorted(found, key=lambda one: one.node.value)]  # type: ignore[union-attr]
    return [one.value for one in found]


def _with_other_forms(work: Work, node: Node, found: Finding) -> Finding:
    """A bare expression: beside its value, its factors, its zeros and its derivative as far as they come easily."""
    letters = names(node)
    if isinstance(node, Name | Number | Listing | Relation) or len(letters) != 1 or found.node is None:
        return found
    told: list[str] = []
    factor = _quietly(work, "factor", ("expression", found.node))
    if factor is not None and factor.value != found.value and " not " not in factor.text:
        told.append(f"factored: {factor.value}")
    zero = Relation("=", found.node, Number(Fraction(0)))
    roots = _quietly(work, "solve", ("relations", Listing((zero,))))
    if roots is not None:
        told.append(f"zeros: {roots.value}" if roots.data != roots.value else f"zeros: {roots.text}")
    slope = _quietly(work, "derivative", ("f", found.node), ("x", Name(letters[0])))
    if slope is not None:
        told.append(f"derivative: {slope.value}")
    text = "; ".join([found.text, *told])
    return Finding(
        found.value, text, found.data, found.method, found.check, found.verified, found.confidence, node=found.node
    )


def _quietly(work: Work, name: str, *arguments: tuple[str, Node]) -> Finding | None:
    try:
        one = work.find(Request(name, arguments))
    except Refusal:
        return None
    return one if one.verified is not False else None
