"""Unknown numbers and quantities found from the relations that a text tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.digits import fraction_text, number_text
from orchestra_modules.mathematics.finding import Finding, number_data, rational
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.problem import Domain, Problem
from orchestra_modules.mathematics.readers import number_sentences, quantity_sentences, two_kinds
from orchestra_modules.mathematics.syntax import (
    Call,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Request,
    has_decimal,
    names,
    rebuild,
    show_relation,
    substitute,
    walk,
)
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

#: the kinds of arguments that the phrases below use
KINDS = (number_sentences, quantity_sentences, two_kinds)
_CHECK: Final = "check: put into every sentence, the numbers make it true (exact arithmetic)"
_MOST_UNKNOWNS: Final = 8
Point = Mapping[str, Node]


@operation(
    "worded_relations",
    requests=("{question:number_sentences}", "{question:quantity_sentences}", "{question:two_kinds}"),
    plain=("question",),
)
def worded_relations(work: Work, question: Node) -> Finding:
    """A text about unknown numbers, read as a whole."""
    assert isinstance(question, Request)
    return work.find(question)


@operation(
    "sum_of_powers",
    nouns=("sum of [the] ({power=2} squares|{power=3} cubes|{power=-1} reciprocals) of {numbers:list}",),
)
def sum_of_powers(work: Work, numbers: Node, power: Node) -> Finding:
    """The sum of the squares, cubes or reciprocals of numbers."""
    values = [work.rational(node, "a sum of powers") for node in work.items(numbers)]
    exponent = work.integer(power)
    if len(values) < 2 or (exponent < 0 and 0 in values):
        raise Undefined("a sum of powers is of two numbers or more, and 0 has no reciprocal")
    total = sum((value**exponent for value in values), Fraction(0))
    backwards = Fraction(0)
    for value in reversed(values):
        backwards += value * value if exponent == 2 else value * value * value if exponent == 3 else 1 / value
    return rational(total, has_decimal(numbers), "the sum", "check: added again from the last", backwards == total)


@operation("number_relations", plain=("relations", "numbers", "asked", "pick", "kind", "digits"))
def number_relations(
    work: Work, relations: Node, numbers: Node, asked: Node, pick: Node, kind: Node, digits: Node
) -> Finding:
    """The numbers of which the relations hold; every possibility where there are several."""
    given = [relation for relation in work.items(relations) if isinstance(relation, Relation)]
    unknowns = tuple(sorted({name for relation in given for name in names(relation)} | set(names(numbers, asked))))
    wanted = work.items(asked)
    told = work.text(kind).split()
    if names(digits):
        places = [node.name for node in work.items(digits) if isinstance(node, Name)]
        points, proved = _by_digits(given, places), True
    else:
        points, proved = _either_way(work, given, unknowns)
    points = [point for point in points if all(_admitted(_at(node, point), told) for node in work.items(numbers))]
    if not points:
        raise Undefined("there are no such numbers")
    answers = _answers(points, wanted, work.text(pick), paired=names(*wanted) == names(*work.items(numbers)))
    for relation in given:
        work.note(f"a relation told: {show_relation(relation)}")
    verified = proved and all(_true(relation, point) for point in points for relation in given)
    return _told(answers, any(has_decimal(relation) for relation in given), verified)


def _either_way(work: Work, given: Sequence[Relation], unknowns: tuple[str, ...]) -> tuple[list[Point], bool]:
    """The solutions, where a difference may be taken either way round."""
    gaps = list({part: None for relation in given for part in walk(relation) if isinstance(part, Call)})
    gaps = [gap for gap in gaps if gap.function == "abs"]
    if not gaps:
        return _solved(given, unknowns)
    if len(gaps) > 2:
        raise TooCostly("more than two differences of which the order is not told")
    found: list[Point] = []
    proved = True
    for signs in product((1, -1), repeat=len(gaps)):
        chosen = {gap: gap.arguments[0] if sign > 0 else Negative(gap.arguments[0])
                  for gap, sign in zip(gaps, signs, strict=True)}  # fmt: skip
        points, sure = _solved([_rewritten(relation, chosen) for relation in given], unknowns)
        found += [point for point in points if point not in found and all(_true(relation, point) for relation in given)]
        proved = proved and sure
    positive = [point for point in found if all(isinstance(n, Number) and n.value > 0 for n in point.values())]
    if len(found) > 1 and len(positive) == 1:
        work.assume("the difference is taken to be of positive numbers")
        return positive, proved
    return found, proved


def _rewritten(relation: Relation, chosen: Mapping[Call, Node]) -> Relation:
    changed = rebuild(relation, lambda part: chosen.get(part) if isinstance(part, Call) else None)
    assert isinstance(changed, Relation)
    return changed


def _solved(given: Sequence[Relation], unknowns: tuple[str, ...]) -> tuple[list[Point], bool]:
    """The solutions of the equations. NotDone where they leave infinitely many possibilities."""
    from orchestra_modules.mathematics.operations.solving import solutions_of
    from orchestra_modules.mathematics.work import Work

    if len(unknowns) > _MOST_UNKNOWNS:
        raise TooCostly(f"more than {_MOST_UNKNOWNS} unknown numbers")
    goal = Request("solve", (("relations", Listing(tuple(given))),))
    own = Work(Problem(goal, domains=dict.fromkeys(unknowns, Domain("real"))))
    solved = solutions_of(own, given, unknowns)
    if not solved.complete or not solved.exact or any(set(unknowns) - set(point) for point in solved.points):
        raise NotDone("what is said leaves more than one possibility")
    return [{name: point[name].node for name in unknowns} for point in solved.points], bool(solved.verified)


def _by_digits(given: Sequence[Relation], places: Sequence[str]) -> list[Point]:
    """Every number of so many digits that fits, by trying all."""
    found: list[Point] = []
    for digits in product(range(1, 10), *(range(10) for _ in places[1:])):
        point = {name: Number(Fraction(digit)) for name, digit in zip(places, digits, strict=True)}
        try:
            if all(_true(relation, point) for relation in given):
                found.append(point)
        except Undefined:
            continue
    if len(found) > 20:
        raise NotDone(f"{len(found)} numbers fit what is said")
    return found


def _at(node: Node, point: Point) -> Node:
    """An expression with the numbers put in, worked out where it is rational."""
    put = substitute(node, dict(point))
    try:
        return Number(evaluate(put))
    except NotRational:
        return put


def _true(relation: Relation, point: Point) -> bool:
    """Whether a relation holds of numbers: exactly, or for irrational ones to many places."""
    left, right = substitute(relation.left, dict(point)), substitute(relation.right, dict(point))
    try:
        sign = evaluate(left) - evaluate(right)
    except NotRational:
        from orchestra_modules.mathematics.engines.enclosure import compare

        order = compare(left, right).sign
        return order == 0 if relation.sign == "=" else order >= 0
    return sign == 0 if relation.sign == "=" else sign >= 0


def _admitted(value: Node, told: Sequence[str]) -> bool:
    """Whether a number is of the kind that was told."""
    if not told:
        return True
    if not isinstance(value, Number):
        if "whole" in told:
            return False
        raise NotDone("the sign of an irrational number was not settled")
    number = value.value
    if "whole" in told and number.denominator != 1:
        return False
    if ("even" in told and number % 2 != 0) or ("odd" in told and number % 2 != 1):
        return False
    signs = {"positive": number > 0, "negative": number < 0, "nonzero": number != 0, "non-negative": number >= 0}
    return all(signs[word] for word in told if word in signs)


def _answers(points: Sequence[Point], wanted: tuple[Node, ...], pick: str, paired: bool) -> list[tuple[Node, ...]]:
    """What is asked, at every solution; numbers asked for together in ascending order."""
    found: list[tuple[Node, ...]] = []
    for point in points:
        values = [_at(node, point) for node in wanted]
        if len(values) > 1 and paired and all(isinstance(value, Number) for value in values):
            values.sort(key=lambda value: value.value if isinstance(value, Number) else 0)
        if pick in ("largest", "smallest"):
            if not all(isinstance(value, Number) for value in values):
                raise NotDone("the order of irrational numbers was not settled")
            values = [values[-1 if pick == "largest" else 0]]
        found.append(tuple(values))
    if len(wanted) == 1:
        found.sort(key=lambda value: value[0].value if isinstance(value[0], Number) else 0)
    else:
        found.sort(key=lambda value: [v.value if isinstance(v, Number) else Fraction(0) for v in value])
    return list(dict.fromkeys(found))


def _told(answers: list[tuple[Node, ...]], decimal: bool, verified: bool) -> Finding:
    """The answers as a finding."""
    method = "the relations told, solved as equations"
    if len(answers) == 1 and len(answers[0]) == 1:
        node = answers[0][0]
        shown = _shown(node, decimal)
        single: JsonValue = {"type": "expression", "value": shown}
        data = number_data(node.value) if isinstance(node, Number) else single
        return Finding(shown, f"The number is {shown}.", data, method, _CHECK, verified, node=node)
    texts = [", ".join(_shown(node, decimal) for node in values) for values in answers]
    several = len(answers) > 1 and len(answers[0]) > 1
    value = ", ".join(f"({text})" for text in texts) if several else ", ".join(texts)
    text = f"The numbers are {' or '.join(texts)}."
    if several:
        listed: list[JsonValue] = [[_data(node) for node in values] for values in answers]
    else:
        listed = [_data(node) for values in answers for node in values]
    told: JsonValue = {"type": "list", "items": listed}
    nodes = [Listing(values, "tuple") if several else values[0] for values in answers]
    node = Listing(answers[0]) if len(answers) == 1 else Listing(tuple(nodes))
    return Finding(value, text, told, method, _CHECK, verified, node=node)


def _shown(node: Node, decimal: bool) -> str:
    return number_text(node.value, decimal) if isinstance(node, Number) else _simplified(node)


def _data(node: Node) -> JsonValue:
    return fraction_text(node.value) if isinstance(node, Number) else _simplified(node)


def _simplified(node: Node) -> str:
    import sympy

    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.symbolic import shown

    return shown(sympy.radsimp(sympy.expand(build(node))))
