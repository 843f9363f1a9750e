"""Sums, differences, products and quotients told as verbs and nouns: "subtract 3 from 10", "the difference of"."""

from __future__ import annotations

from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Listing,
    Name,
    Negative,
    Node,
    Product,
    Sum,
    names,
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotUnderstood

#: what may stand before the verb
_GET = "what (do|would|will) (you|we|i) get (if|when) (you|we|i)"


@operation(
    "add",
    requests=(
        "(add|sum|add up|add together|total|put together) {terms:list} [together|up]",
        "(sum|total|add|add up) : {terms:several}",
        f"[{_GET}] add {{terms:tight}} to {{more:tight}}",
        f"[{_GET}] add {{terms:tight}} and {{more:tight}}",
        f"[{_GET}] add {{terms:tight}} to itself {{twice=yes}}",
    ),
)
def total(work: Work, terms: Node, more: Node | None = None, twice: Node | None = None) -> Finding:
    """The terms added."""
    more = terms if twice is not None else more
    given = (*work.items(terms), *((more,) if more is not None else ()))
    parts = tuple(part for item in given for part in work.items(item))
    if len(parts) == 1 and names(parts[0]):
        raise NotUnderstood("what the sum runs over is not said")
    if len(parts) == 4 and isinstance(parts[1], Name) and parts[1].name in names(parts[0]):
        raise NotUnderstood("this may be a sum over a letter with its bounds")
    if any(Constant("oo") in walk(part) or isinstance(part, Listing) for part in parts):
        raise NotUnderstood("infinity and lists are not added up")
    return value_of(work, Sum(parts) if len(parts) > 1 else parts[0])


@operation(
    "subtract",
    nouns=("{b} (less than|fewer than|subtracted from|taken from) {a}", "{a} decreased by {b:tight}"),
    requests=(
        f"[{_GET}] (subtract|take [away]|deduct) {{b}} from {{a}}",
        f"[{_GET}] take {{b}} away from {{a}}",
    ),
)
def difference(work: Work, a: Node, b: Node) -> Finding:
    """The second taken from the first."""
    return value_of(work, Sum((a, Negative(b))))


@operation(
    "add to",
    nouns=("{b} more than {a}", "{a} increased by {b:tight}"),
)
def increase(work: Work, a: Node, b: Node) -> Finding:
    """The second added to the first. NotUnderstood for a percentage, which is of something."""
    if isinstance(b, Call) and b.function == "percent":
        raise NotUnderstood("a percentage is not added by itself: of what?")
    return value_of(work, Sum((a, b)))


@operation(
    "multiply",
    requests=(
        "multiply {factors:list} [together]",
        "(product|multiply) : {factors:several}",
        f"[{_GET}] multiply {{factors:tight}} (by|with|times) {{more:tight}}",
        f"[{_GET}] multiply {{factors:tight}} (by|with|times) itself {{twice=yes}}",
    ),
)
def product(work: Work, factors: Node, more: Node | None = None, twice: Node | None = None) -> Finding:
    """The factors multiplied."""
    more = factors if twice is not None else more
    given = (*work.items(factors), *((more,) if more is not None else ()))
    parts = tuple(part for item in given for part in work.items(item))
    return value_of(work, Product(parts) if len(parts) > 1 else parts[0])


@operation(
    "divide",
    requests=(
        f"[{_GET}] divide {{a}} by {{b}}",
        f"[{_GET}] (divide|split|cut) {{a}} (in half|in two|into halves|into two equal parts) {{b=2}}",
    ),
)
def quotient(work: Work, a: Node, b: Node) -> Finding:
    """The first divided by the second."""
    return value_of(work, Product((a,), (b,)))
