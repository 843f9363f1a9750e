"""Derivatives of one function: ordinary, partial and mixed, at a point, as a rate of change or a slope."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.differentiation import Derived, derive
from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.engines.symbolic import UNPROVED, plain, right_side, told, value_at, variable_of
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, number_data
from orchestra_modules.mathematics.limits import MAX_ORDER
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import (
    Application,
    Listing,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Request,
    Text,
    Truth,
    has_decimal,
    names,
    show,
    substitute,
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly, Undefined

RESPECT = "(with respect to|wrt|w r t|in terms of|with regard to)"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ORDER = "(" + "|".join(f"{word} {{order={i}}}" for i, word in enumerate(_ORDINALS, 1)) + ")"
AT = "(at|when|for|where|evaluated at|at the point|at the point where)"
_KIND = f"[{ORDER} [order]] [{{explicit=partial}} partial|mixed|{{explicit=partial}} mixed partial] [{ORDER} [order]] "
_KIND += "(derivative|differential coefficient)"


def arranged(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """D[f, x], diff(f, x, 2, y), diff(f, x$2), D[f, {x, 3}]: the variables in a row, a number repeating the last."""
    if not arguments:
        return None
    variables: list[Node] = []
    for argument in arguments[1:]:
        parts = argument.items if isinstance(argument, Listing) else (argument,)
        for part in parts:
            if isinstance(part, Name):
                variables.append(part)
            elif isinstance(part, Number) and variables and part.value.denominator == 1:
                if not 0 < part.value <= MAX_ORDER:
                    raise TooCostly(f"derivatives of order 1 to {MAX_ORDER} are taken")
                variables.extend([variables[-1]] * (int(part.value) - 1))
            else:
                return None
    found: dict[str, Node] = {"f": arguments[0], "explicit": Truth(True)}
    if variables:
        found["x"] = Listing(tuple(variables))
    return found | dict(named)


@operation(
    "primed_derivative",
    requests=(
        "(find|what is|compute|calculate|determine|give|evaluate) {y:primed} [(if|when|for|where|given|given that|of) "
        "{curve:relation}]",
        "(if|given|given that|when|for|let|suppose) {curve:relation} [,|.|;] [then] (find|what is|compute|calculate|"
        "determine) {y:primed}",
    ),
    plain=("y", "curve"),
)
def primed_derivative(work: Work, y: Node, curve: Node | None = None) -> Finding:
    """y', y'' where the text says what y is."""
    if not isinstance(y, Application):
        raise NotUnderstood("a derivative such as y' was expected")
    name = Name(y.function)
    body = curve.right if isinstance(curve, Relation) and curve.left == name and curve.sign == "=" else None
    if curve is None:
        body = told(work, y.function)
    if body is None or y.function in names(body):
        raise NotUnderstood(f"what {y.function} is was not said")
    order = (("f", work.resolve(body, frozenset(names(body)))), ("order", Number(Fraction(y.primes))))
    return work.find(Request("derivative", order), frozenset(names(body)))


@operation(
    "derivative",
    nouns=(
        f"{_KIND} of {{f:formula}} [{RESPECT} {{x:variables}}] [{AT} {{at:point}}]",
        f"{_KIND} of {{f:formula}} {AT} {{at:point}} {RESPECT} {{x:variables}}",
        f"{_KIND} {RESPECT} {{x:variables}} of {{f:formula}} [{AT} {{at:point}}]",
        f"{{order:ordinal}} [order] (derivative|{{explicit=partial}} partial derivative) of {{f:formula}} "
        f"[{RESPECT} {{x:variables}}] [{AT} {{at:point}}]",
        f"{{f:formula}} differentiated [{{order:times}}] [{RESPECT} {{x:variables}}] [{AT} {{at:point}}]",
        f"d {{x:leibniz}} {{f:differentiated}} [{AT} {{at:point}}]",
        f"frac {{x:leibniz}} {{f:differentiated}} [{AT} {{at:point}}]",
        "frac {x:leibniz} {f:differentiated} \\| {at:footed}",
        "frac {x:leibniz} \\| {at:footed} {f:differentiated}",
        f"partial {{explicit=partial}} {{x:leibniz}} {{f:differentiated}} [{AT} {{at:point}}]",
        f"[instantaneous] rate of change of {{f:formula}} [{RESPECT} {{x:variables}}] {AT} {{at:point}}",
        f"[instantaneous] rate of change of {{f:formula}} [{RESPECT} {{x:variables}}]",
        "(slope|gradient|steepness) of [the] (tangent|tangent line) (to|of) [the] [curve|graph|function|graph of] "
        f"{{f:formula}} {AT} {{at:point}}",
        f"(slope|gradient|steepness) of [the] (curve|graph|function|graph of) {{f:formula}} {AT} {{at:point}}",
        f"(slope|gradient|steepness) of {{f:formula}} {AT} {{at:point}}",
    ),
    requests=(
        "{f:formula} derivative",
        f"[find|what is|compute|evaluate|calculate|determine] frac {{x:leibniz}} {{f:differentiated}} "
        f"[{AT} {{at:point}}]",
        f"(differentiate|derive) {{f:formula}} [{{order:times}}] [{RESPECT} {{x:variables}}] [{{order:times}}] "
        f"[{AT} {{at:point}}]",
        f"(differentiate|derive) {RESPECT} {{x:variables}} {{f:formula}}",
        "derivative [:] {f:formula}",
        f"take the [{ORDER}] derivative of {{f:formula}} [{RESPECT} {{x:variables}}] [{AT} {{at:point}}]",
        "how fast (is|does) {f:formula} (changing|change|increasing|increase|decreasing|decrease) "
        + f"[{RESPECT} {{x:variables}}] {AT} {{at:point}}",
    ),
    calls=("D", "diff", "derivative", "Derivative", "differentiate"),
    binds=("x",),
    arrange=arranged,
)
def derivative(
    work: Work,
    f: Node,
    x: Node | None = None,
    order: Node | None = None,
    at: Node | None = None,
    explicit: Node | None = None,
) -> Finding:
    """The derivative of an order, as an expression or at a point."""
    f = right_side(plain(f))
    place = plain(at) if at is not None else None
    if isinstance(place, Listing) and x is None and order is None and len(place.items) == len(names(f)) > 1:
        return work.find(Request("gradient", (("f", f), ("at", place))))
    if x is None and isinstance(place, Relation) and isinstance(place.left, Name):
        x = place.left
    if x is None and not names(f) and any(not known.parameters for known in work.definitions.values()):
        raise NotUnderstood("a number is left to differentiate, and the variable is not said")
    variables = _variables(work, f, x, order)
    if place is None and variables[0] in work.definitions and not work.definitions[variables[0]].parameters:
        place = work.resolve(Name(variables[0]))  # "if x = 2, what is d/dx (x**3)"
    missing = [name for name in variables if name not in names(f)]
    if missing and names(f) and not (explicit or work.from_definitions):
        raise NotUnderstood(f"{missing[0]} does not occur; does another letter depend on it?")
    gate.check(f)
    for letter in names(f):
        work.domain(letter)  # the rules hold for all values that a letter may have
    found = derive(f, variables)
    asked = f"{_described(variables)} of {show(f)}"
    if isinstance(place, Listing) and len(place.items) == 2 and len(names(f)) == 1:
        place = _on_curve(f, variables[0], place)
    if place is not None:
        return _at(found, f, value_at(place, variables[0]), variables[0], asked)
    data: JsonValue = {"type": "expression", "value": found.text}
    confidence = CONFIDENT if found.verified else UNPROVED
    return Finding(
        found.text,
        f"{asked} = {found.text}",
        data,
        found.method,
        found.check,
        found.verified,
        confidence,
        node=found.node,
    )


def _variables(work: Work, f: Node, x: Node | None, order: Node | None) -> tuple[str, ...]:
    given = work.items(x) if x is not None else (None,)
    variables = tuple(variable_of(f, one) for one in given)
    if order is None:
        return variables
    times = 1 if isinstance(order, Text) else work.integer(order, "the order of a derivative")
    if len(variables) > 1 and times != len(variables):
        raise NotUnderstood("the order of the derivative does not fit its variables")
    if not 0 < times <= MAX_ORDER:
        raise TooCostly(f"derivatives of order 1 to {MAX_ORDER} are taken")
    return variables if len(variables) > 1 else variables * times


def _on_curve(f: Node, variable: str, point: Listing) -> Node:
    """The place of a point (3, 9), which must lie on the curve."""
    place, height = point.items
    try:
        same = evaluate(substitute(f, {variable: place})) == evaluate(height)
    except NotRational as error:
        raise NotUnderstood("whether the point lies on the curve was not settled") from error
    if not same:
        raise NotUnderstood(f"the point ({show(place)}, {show(height)}) does not lie on the curve")
    return place


def _described(variables: tuple[str, ...]) -> str:
    if len(variables) == 1:
        return f"d/d{variables[0]}"
    if len(set(variables)) == 1:
        names_of = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
        order = names_of.get(len(variables), f"{len(variables)}th")
        return f"the {order} derivative by {variables[0]}"
    return f"the derivative by {', '.join(variables)}"


def _at(found: Derived, f: Node, place: Node, variable: str, told: str) -> Finding:
    """The derivative at a point; rational values without SymPy. Undefined where there is none."""
    told = f"{told} at {variable} = {show(place)}"
    if not names(place):
        refuse_without_value(f, variable, place)
    result = substitute(found.node, {variable: place})
    try:
        value = evaluate(result)
    except NotRational:
        return _symbolic_at(found, f, variable, place, told)
    evaluate_where_defined(f, variable, place)
    shown = number_text(value, has_decimal(f, place))
    text = f"{told} = {shown}"
    return Finding(shown, text, number_data(value), found.method, found.check, found.verified, node=Number(value))


def evaluate_where_defined(f: Node, variable: str, place: Node) -> None:
    """A derivative needs a value of the function itself. Undefined."""
    try:
        evaluate(substitute(f, {variable: place}))
    except NotRational:
        return
    except Undefined as refusal:
        raise Undefined(f"the function has no value at {variable} = {show(place)}") from refusal


def refuse_without_value(f: Node, variable: str, place: Node) -> None:
    """A derivative needs a real value of the function as it is written, before anything cancels. Undefined."""
    if as_polynomial(f) is not None and not any(isinstance(part, Product) and part.divisors for part in walk(f)):
        return
    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.real_line import has_no_value

    if has_no_value(f, symbol(variable), build(place)):
        raise Undefined(f"{show(f)} has no real value at {variable} = {show(place)}")


def _symbolic_at(found: Derived, f: Node, variable: str, place: Node, told: str) -> Finding:
    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.symbolic import expression

    at = build(place)
    value = build(found.node).subs(symbol(variable), at)
    if value.is_finite is False or not _finite(build(f).subs(symbol(variable), at)):
        raise Undefined("the derivative has no value at that point")
    return expression(value, told, found.method, found.check, found.verified)


def _finite(value: object) -> bool:
    return getattr(value, "is_finite", None) is not False
