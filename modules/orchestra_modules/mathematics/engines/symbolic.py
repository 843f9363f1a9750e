"""Results that are SymPy objects, as findings: their text, their data and their tree.

Also what an engine asks first: which letter is the variable. Works nothing out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.limits import MAX_OUTPUT, MAX_SYMBOLIC_DIGITS
from orchestra_modules.mathematics.syntax import (
    Application,
    Constant,
    Listing,
    Name,
    Node,
    Relation,
    Text,
    Written,
    names,
    substitute,
    walk,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr
    from orchestra_modules.mathematics.work import Work

UNPROVED = 0.93


def plain(node: Node) -> Node:
    """An argument without the note of how it was written."""
    return node.node if isinstance(node, Written) else node


def variable_of(f: Node, x: Node | None, default: str = "x") -> str:
    """The letter that an expression is a function of. NotUnderstood if there are several."""
    if x is not None:
        x = plain(x)
        if not isinstance(x, Name):
            raise NotUnderstood("the variable is not a letter")
        return x.name
    found = [name for name in names(f) if name != "e"]
    if len(found) == 1:
        return found[0]
    if not found and "e" in names(f):
        raise NotUnderstood("e may be Euler's number or the variable; say with respect to what")
    if not found:
        return default
    raise NotUnderstood(f"with respect to which of {', '.join(found)}?")


def function_of(f: Node, x: Node | None) -> tuple[Node, str]:
    """An expression held to the limits, and the letter it is a function of."""
    f = right_side(plain(f))
    variable = variable_of(f, x)
    f = with_euler(f, variable)
    gate.check(f)
    return f, variable


def with_euler(node: Node, *variables: str) -> Node:
    """The expression with a free e as Euler's number."""
    return node if "e" in variables or "e" not in names(node) else substitute(node, {"e": Constant("e")})


def said_of(work: Work, letter: str) -> tuple[Relation, ...]:
    """The relations of the text that restrict a letter; "y = x**2" tells what y is and leaves x free."""
    found = _stated(work, letter)
    return tuple(part for part in found if isinstance(part, Relation) and not _defines_another(part, letter))


def _stated(work: Work, letter: str) -> list[Node]:
    """The statements in which a letter stands; where there are any, the problem is looked at as a whole."""
    if not work.connected(letter):
        return []
    return [part for part in work.statements(letter) if letter in names(part)]


def _defines_another(relation: Relation, letter: str) -> bool:
    left = relation.left
    named = isinstance(left, Name) and left.name != letter and left.name not in names(relation.right)
    return relation.sign == "=" and (named or any(isinstance(part, Application) for part in walk(left)))


def told(work: Work, letter: str) -> Node | None:
    """What the text says a letter is, y = x**2, though it leaves the letters on the right open; or none."""
    definition = work.definitions.get(letter)
    if definition is not None:
        return definition.body
    match _stated(work, letter):
        case [Relation("=", Name(name), right)] if name == letter and letter not in names(right):
            return right
    return None


def with_open_letters(work: Work, f: Node) -> Node:
    """An argument worked out, except for letters of which the text only says between what bounds they lie."""
    f = plain(f)
    if isinstance(f, Name) and f.name in work.definitions and work.definitions[f.name].parameters:
        return work.body(f.name)
    said = {letter: said_of(work, letter) for letter in names(f) if letter in work.constrained}
    still_open = frozenset(letter for letter, parts in said.items() if all(part.sign != "=" for part in parts))
    return work.resolve(f, still_open)


def is_restricted(work: Work, letter: str) -> bool:
    """Whether the text says more of a letter than that it is a real number."""
    domain = work.domain(letter)
    kind = domain.kind not in ("number", "real", "complex")
    return kind or bool(domain.sign or domain.parity) or bool(said_of(work, letter))


def has_no_value(work: Work, letter: str) -> None:
    """Refuse a bound letter that the text gives a value: "let x = 3", then an integral over x. NotUnderstood."""
    if letter in work.definitions and not work.definitions[letter].parameters:
        raise NotUnderstood(f"{letter} has a value and is a variable too")


def unrestricted(work: Work, *letters: str) -> None:
    """Refuse a bound letter of which the text says more than its bounds: "where k is prime". NotDone."""
    for letter in letters:
        has_no_value(work, letter)
        if is_restricted(work, letter):
            raise NotDone(f"what is said about {letter} besides its bounds is not taken into account here")


def a_function(work: Work, f: Node) -> Node:
    """Refuse a number left of a function whose letter the text gives a value: "is x**2 one-to-one at x = 3"."""
    if not names(f) and any(not known.parameters for known in work.definitions.values()):
        raise NotUnderstood("a function was expected, and its letter has a value")
    return f


def right_side(f: Node) -> Node:
    """Of "y = x**2" what y is; of anything else itself."""
    if isinstance(f, Relation) and f.sign == "=" and isinstance(f.left, Name) and f.left.name not in names(f.right):
        return f.right
    return f


def value_at(place: Node, variable: str, what: str = "the point") -> Node:
    """The value in "x = 3", or a value that stands alone."""
    place = plain(place)
    if isinstance(place, Relation):
        if place.sign != "=" or place.left != Name(variable):
            raise NotUnderstood(f"{what} is not given for {variable}")
        place = place.right
    if isinstance(place, Listing) and len(place.items) == 1:
        place = place.items[0]
    return with_euler(place, variable)


def shown(expression: Expr) -> str:
    """A SymPy object in its own text form, refused if too long. TooCostly."""
    from orchestra_modules.mathematics.engines.build import printable

    printable(expression, MAX_OUTPUT, MAX_SYMBOLIC_DIGITS)
    return str(expression)


def approximation(expression: Expr) -> str:
    """About how much a number is, for the text; empty where it is plain already."""
    import sympy

    if not isinstance(expression, sympy.Expr) or expression.free_symbols or not expression.is_finite:
        return ""
    if all(part.is_Rational for part in expression.as_real_imag()):
        return ""
    return f" ≈ {sympy.N(expression, 10)}"


def expression_data(expression: Expr) -> dict[str, JsonValue]:
    """The typed twin of an expression."""
    import sympy

    return {"type": "expression", "value": shown(expression), "latex": sympy.latex(expression)}


def tree(expression: Expr) -> Node | None:
    """The tree of a SymPy object, or none where it holds a part that has none."""
    from orchestra_modules.mathematics.engines.build import read_back

    try:
        return read_back(expression)
    except Refusal:
        return None


def expression(
    result: Expr,
    told: str,
    method: str,
    check: str,
    verified: bool | None,
    steps: tuple[str, ...] = (),
    confidence: float | None = None,
) -> Finding:
    """An expression found; `told` says what it is."""
    if confidence is None:
        confidence = CONFIDENT if verified else UNPROVED
    text = f"{told} = {shown(result)}{approximation(result)}"
    data = expression_data(result)
    return Finding(shown(result), text, data, method, check, verified, confidence, steps, node=tree(result))


def listing(
    results: list[Expr],
    told: str,
    method: str,
    check: str,
    verified: bool | None,
    none: str = "none",
    steps: tuple[str, ...] = (),
) -> Finding:
    """Several expressions found, as a list joined by commas."""
    values = [shown(result) for result in results]
    text = f"{told}: " + (", ".join(f"{v}{approximation(r)}" for v, r in zip(values, results, strict=True)) or none)
    data: JsonValue = {"type": "list", "values": [*values]}
    nodes = [tree(result) for result in results]
    node = Listing(tuple(n for n in nodes if n is not None)) if all(n is not None for n in nodes) else None
    confidence = CONFIDENT if verified else UNPROVED
    return Finding(", ".join(values) or none, text, data, method, check, verified, confidence, steps, node=node)


def words(
    value: str, text: str, data: JsonValue, method: str, check: str, verified: bool | None, steps: tuple[str, ...] = ()
) -> Finding:
    """A result that is no expression: "does not exist", an interval, the equation of a line."""
    confidence = CONFIDENT if verified else UNPROVED
    return Finding(value, text, data, method, check, verified, confidence, steps, node=Text(value))


def certain(verdict: str) -> bool | None:
    """What a verdict on a difference that should be zero says about a result."""
    return {"zero": True, "not zero": False}.get(verdict)


def real_number(expression: Expr, what: str) -> None:
    """NotDone unless a SymPy object is a real number."""
    if expression.free_symbols or not expression.is_extended_real:
        raise NotDone(f"{what} is not a real number")
