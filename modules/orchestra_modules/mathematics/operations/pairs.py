"""How many pairs or triples of whole numbers satisfy relations, and which.

The unknowns must be whole numbers by what is said, and the relations must bound them.
"""

from __future__ import annotations

from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.solutions import admitted
from orchestra_modules.mathematics.engines.solutions import rational as rational_value
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.solving import settled
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Number, Relation, names
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

_PAIRS = (
    "[different|distinct] [ordered] [{kind=any} integer|{kind=positive} positive integer|"
    "{kind=nonnegative} non - negative integer] "
    "(pairs|triples|pair|triple|solutions|solution) "
    "[of {kind=positive} positive (integers|whole numbers)|of {kind=nonnegative} (non - negative|nonnegative) "
    "(integers|whole numbers)|of {kind=any} (integers|whole numbers)|of {kind=positive} natural numbers] "
)
_SATISFY = "(satisfy|satisfying|such that|with|for which|that satisfy|where|are there with|are there such that|to|of)"


@operation(
    "whole_pairs",
    nouns=(
        f"{{what=count}} number of {_PAIRS} {{unknowns:variables}} {_SATISFY} {{relations:relations}}",
        f"[all] [the] {_PAIRS} {{unknowns:variables}} {_SATISFY} {{relations:relations}}",
    ),
    requests=(
        f"{{what=count}} how many {_PAIRS} {{unknowns:variables}} {_SATISFY} {{relations:relations}}",
        f"{{what=count}} how many {_PAIRS} {{unknowns:variables}} (are there|exist|are possible|satisfy this|"
        "satisfy these conditions|satisfy the conditions|satisfy both conditions)",
        f"(find|list|determine|give) [all] [the] {_PAIRS} {{unknowns:variables}} {_SATISFY} {{relations:relations}}",
    ),
    binds=("unknowns",),
)
def whole_pairs(
    work: Work, unknowns: Node, relations: Node | None = None, what: Node | None = None, kind: Node | None = None
) -> Finding:
    """The points with whole coordinates that satisfy relations, or their number."""
    wanted = names(*work.items(unknowns))
    order = tuple(item.name for item in work.items(unknowns) if isinstance(item, Name))
    bound = frozenset(wanted)
    given: list[Relation] = settled(relations)[0] if relations is not None else []
    stated = settled(Listing(tuple(work.statements(*wanted))))[0]
    for part in stated:
        resolved = work.resolve(part, bound)
        if isinstance(resolved, Relation) and set(names(resolved)) & bound and resolved not in given:
            given.append(resolved)
    if not given:
        raise NotUnderstood("which condition is to hold?")
    if other := set(names(*given)) - bound:
        raise NotUnderstood(f"{', '.join(sorted(other))} is no part of the pairs")
    domains = {name: work.domain(name) for name in order}
    told = work.text(kind)
    whole = all(domain.kind in ("integer", "prime") or domain.parity for domain in domains.values())
    if not whole and kind is None:
        raise NotDone("pairs are listed for unknowns that are said to be whole numbers")
    from orchestra_modules.mathematics.engines.whole_points import holds, whole_points

    least: dict[str, range | None] = {}
    for name, domain in domains.items():
        positive = told == "positive" or domain.sign == "positive" or domain.kind == "prime"
        nonnegative = told == "nonnegative" or domain.sign == "nonnegative"
        least[name] = range(1, 2) if positive else range(1) if nonnegative else None
    points = [
        point
        for point in whole_points(given, order, least)
        if all(admitted(rational_value(Fraction(v)), domains[n]) for n, v in zip(order, point, strict=True))
    ]
    verified = all(holds(relation, dict(zip(order, point, strict=True))) for point in points for relation in given)
    shown = [f"({', '.join(map(str, point))})" for point in points]
    method = "bounds that follow from the relations, and every point between them tried"
    check = "check: the points put into every relation again; outside the bounds a relation cannot hold"
    if work.text(what) == "count":
        text = f"{len(points)} of them satisfy the conditions"
        steps = (f"they are {', '.join(shown[:40])}",) if shown else ()
        count: JsonValue = {"type": "rational", "value": str(len(points))}
        node = Number(Fraction(len(points)))
        return Finding(str(len(points)), text, count, method, check, verified, steps=steps, node=node)
    value = ", ".join(shown) or "no solution"
    data: JsonValue = {"type": "list", "values": [*shown]}
    nodes = tuple(Listing(tuple(Number(Fraction(v)) for v in point), "tuple") for point in points)
    return Finding(value, f"({', '.join(order)}) is one of {value}", data, method, check, verified, node=Listing(nodes))
