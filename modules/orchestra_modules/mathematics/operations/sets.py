"""Sets and intervals: union, intersection, difference, complement, subsets, elements, products of sets.

Knows sets whose elements are told one by one and sets of real numbers made of intervals; a set told by a property is
not read here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import real_sets
from orchestra_modules.mathematics.engines.enclosure import compare, rational_value
from orchestra_modules.mathematics.engines.real_sets import EVERYTHING, RealSet, agrees, combined
from orchestra_modules.mathematics.finding import Finding, rational, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.set_members import (
    Members,
    is_interval,
    key_of,
    listing,
    members,
    real_set,
    real_tree,
)
from orchestra_modules.mathematics.syntax import (
    Interval,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Request,
    Sum,
    Written,
    show,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

Keep = Callable[[bool, bool], bool]
_THE: Final = "[the] [two] [sets|intervals|set|interval] "
_MOST: Final = 1024
_ORDINARY: Final = "every element looked up in the sets"
_EITHER: Final = "check: each element of either set held against the result, and the result against both sets"
_ORDERED: Final = "check: put in order, they change as often as there are different ones"
_CUT: Final = "the line cut at every end"
_SAMPLES: Final = "check: every end and a number between each two of them put into the sets and into the result"


def _bare(node: Node) -> Node:
    return node.node if isinstance(node, Written) else node


def subtracted(work: Work, a: Node, b: Node) -> Finding:
    """One list in braces less another: sets, unless they may be vectors too. NotUnderstood."""
    if isinstance(a, Listing) and isinstance(b, Listing) and len(a.items) == len(b.items):
        raise NotUnderstood("two lists in braces are subtracted: say whether they are sets or vectors")
    return set_difference(work, a, b)


def is_set(node: Node) -> bool:
    """Whether a tree is a set or an interval."""
    node = _bare(node)
    return isinstance(node, Interval) or (isinstance(node, Listing) and node.kind == "set")


def _told(found: Members) -> str:
    return "{" + ", ".join(show(item) for item in listing(found).items) + "}"


def _both(work: Work, a: Node, b: Node) -> tuple[Node, Node, bool]:
    """Two sets and whether they are taken as sets of real numbers. NotUnderstood where they do not fit."""
    a, b = _as_set(work, a, b), _as_set(work, b, a)
    lines = [is_interval(node) for node in (a, b)]
    if not any(lines):
        return a, b, False
    for node, line in zip((a, b), lines, strict=True):
        if not line and not (isinstance(node, Listing) and node.kind == "set"):
            raise NotUnderstood("an interval and a list are not put together")
        if line and isinstance(node, Listing) and node.kind != "set":
            work.note(f"{show(node)} is read as an interval")
    return a, b, True


def _as_set(work: Work, node: Node, beside: Node) -> Node:
    """One thing in braces, which brackets alone do not show to be a set."""
    node = _bare(node)
    if isinstance(node, Listing | Interval) or not (is_set(beside) or is_interval(_bare(beside))):
        return node
    if node == Name("emptyset"):
        return Listing((), "set")
    work.assume(f"{show(node)} stands for the set with that one element")
    return Listing((node,), "set")


def combine(work: Work, a: Node, b: Node, keep: Keep, name: str) -> Finding:
    """What two sets give, by which of them an element must be in."""
    a, b, line = _both(work, a, b)
    told = f"{show(a)} {name} {show(b)}"
    if line:
        return _line(real_set(a), real_set(b), keep, told)
    first, second = members(a), members(b)
    found = {key: node for key, node in (first | second).items() if keep(key in first, key in second)}
    every = [*first, *second]
    verified = all((key in found) == keep(key in first, key in second) for key in every) and set(found) <= set(every)
    return _finite(found, told, _ORDINARY, _EITHER, verified)


def _line(first: RealSet, second: RealSet, keep: Keep, told: str) -> Finding:
    found = combined(first, second, keep)
    value = real_sets.text(found)
    text = f"{told} = {value}" if found else f"{told} is the empty set"
    data: JsonValue = {"type": "real set", "value": value}
    return Finding(value, text, data, _CUT, _SAMPLES, agrees(found, first, second, keep), node=real_tree(found))


def _finite(found: Members, told: str, method: str, check: str, verified: bool) -> Finding:
    value = _told(found)
    text = f"{told} = {value}" if found else f"{told} is the empty set"
    data: JsonValue = {"type": "set", "values": [show(item) for item in listing(found).items]}
    return Finding(value, text, data, method, check, verified, node=listing(found))


@operation(
    "union",
    nouns=(f"union of {_THE} {{a}} (and|with) [the] [set|interval] {{b}}", "{a} union {b}", "{a} unioned with {b}"),
    requests=(f"(unite|merge|join) {_THE} {{a}} (and|with) {{b}}",),
    calls=("Union", "union"),
)
def union(work: Work, a: Node, b: Node) -> Finding:
    """What is in one set or in the other."""
    return combine(work, a, b, lambda first, second: first or second, "union")


@operation(
    "intersection",
    nouns=(
        f"intersection (of|between) {_THE} {{a}} (and|with) [the] [set|interval] {{b}}",
        "{a} (intersection|intersect|intersected with) {b}",
        f"[common] elements common to {_THE} {{a}} and {{b}}",
        f"common elements of {_THE} {{a}} and {{b}}",
    ),
    requests=(f"(intersect) {_THE} {{a}} (and|with) {{b}}",),
    calls=("Intersection", "intersection"),
)
def intersection(work: Work, a: Node, b: Node) -> Finding:
    """What is in both sets."""
    return combine(work, a, b, lambda first, second: first and second, "intersection")


@operation(
    "set_difference",
    nouns=(
        f"set difference (of|between) {_THE} {{a}} and {{b}}",
        "difference (of|between) [the] (sets|intervals) {a} and {b}",
        "{a} setminus {b}",
        "{a} without the elements of {b}",
        "elements of {a} that are not in {b}",
        "set {a} minus [the] set {b}",
        "(relative|) complement of {b} (in|with respect to|relative to|within) [the] [universal] [set] {a}",
    ),
    requests=("(find|what is|determine|calculate|give|compute) the set difference (of|between) {a} and {b}",),
    calls=("Complement", "setdiff", "set_difference"),
)
def set_difference(work: Work, a: Node, b: Node) -> Finding:
    """What is in the first set and not in the second."""
    return combine(work, a, b, lambda first, second: first and not second, "without")


@operation(
    "symmetric_difference",
    nouns=(f"symmetric difference (of|between) {_THE} {{a}} and {{b}}",),
    calls=("SymmetricDifference", "symmetric_difference"),
)
def symmetric_difference(work: Work, a: Node, b: Node) -> Finding:
    """What is in exactly one of the sets."""
    return combine(work, a, b, lambda first, second: first != second, "symmetric difference")


@operation(
    "real_complement",
    nouns=("complement of [the] interval {a}", "complement of {a} in (reals|the reals|the real numbers|R)"),
)
def real_complement(work: Work, a: Node) -> Finding:
    """The real numbers outside a set."""
    inside = real_set(a)
    return _line(EVERYTHING, inside, lambda _, other: not other, f"the complement of {show(a)} in the real numbers")


# --- questions of yes and no ---------------------------------------------------------------------------------


@operation(
    "is_subset",
    requests=(
        "is [the] [set|interval] {a} [a] [{proper=proper} proper] subset of [the] [set|interval] {b}",
        "is [the] [set|interval] {b} [a] [{proper=proper} proper] superset of [the] [set|interval] {a}",
        "{a:in_braces} [is] [a] [{proper=proper} proper] subset [of] {b:in_braces}",
        "is [the] (set|interval) {a} contained in [the] (set|interval) {b}",
        "is {a:subject} a [{proper=proper} proper] subset of [the] [set|interval] {b}",
    ),
    calls=("SubsetQ", "issubset", "is_subset"),
)
def is_subset(work: Work, a: Node, b: Node, proper: Node | None = None) -> Finding:
    """Whether every element of the first set is in the second."""
    outside = combine(work, a, b, lambda first, second: first and not second, "without")
    more = combine(work, a, b, lambda first, second: second and not first, "lacks")
    answer = outside.value == "{}" and (proper is None or more.value != "{}")
    if outside.value != "{}":
        text = f"{outside.value} is in {show(a)} and not in {show(b)}"
    else:
        text = f"everything in {show(a)} is in {show(b)}" + (
            ", and nothing else is" if proper is not None and not answer else ""
        )
    verified = bool(outside.verified and more.verified)
    return truth(answer, text, outside.method, outside.check, verified)


@operation(
    "is_element",
    requests=(
        "is {x} (in|contained in) [the] [set|interval] {a}",
        "{x:integer} in {a:in_braces}",
        "is {x:subject} (an element|a member|element) of [the] [set|interval] {a}",
        "does {x} (belong to|lie in) [the] [set|interval] {a}",
        "does [the] (set|interval) {a} contain [the] [number|element] {x}",
    ),
)
def is_element(work: Work, x: Node, a: Node) -> Finding:
    """Whether something is in a set."""
    node = _bare(a)
    if not (is_set(node) or is_interval(node)):
        raise NotUnderstood(f"a set was expected, not {show(node)[:60]}")
    if is_interval(node):
        value = work.rational(x, "lying in an interval")
        answer = real_sets.contains(real_set(node), value)
        listed = isinstance(node, Listing) and node.kind == "vector" and any(key_of(x) == key_of(i) for i in node.items)
        if isinstance(node, Listing) and node.kind == "vector" and answer != listed:
            work.assume(f"{show(node)} is read as an interval")
        check = "check: compared with each end again, as expressions"
        verified: bool | None = any(_inside(x, piece) for piece in real_set(node)) == answer
    else:
        answer = key_of(x) in members(node)
        check = "check: the difference from each element worked out"
        alike = [_alike(x, item) for item in work.items(node)]
        verified = None if None in alike else any(alike) == answer
    text = f"{show(_bare(x))} is {'' if answer else 'not '}in {show(node)}"
    return truth(answer, text, "looked up", check, verified)


def _inside(x: Node, piece: real_sets.Piece) -> bool:
    """Whether a number lies between the ends of an interval, each comparison certified by itself."""
    above = 1 if piece.low is None else compare(x, Number(piece.low)).sign
    below = 1 if piece.high is None else compare(Number(piece.high), x).sign
    return above >= piece.low_open and below >= piece.high_open


def _alike(one: Node, other: Node) -> bool | None:
    """Whether two elements are the same by their difference; letters by their names, lists are not decided."""
    one, other = _bare(one), _bare(other)
    if isinstance(one, Listing) or isinstance(other, Listing):
        return None
    if isinstance(one, Name) or isinstance(other, Name):
        return one == other
    difference = rational_value(Sum((one, Negative(other))))
    return None if difference is None else difference == 0


def _as_many(found: Members, node: Node) -> bool | None:
    """Whether the elements, put in order, change as often as was counted; not decided for lists among them."""
    items = [_bare(item) for item in node.items] if isinstance(node, Listing) else []
    letters = sorted(item.name for item in items if isinstance(item, Name))
    values = [rational_value(item) for item in items if not isinstance(item, Name | Listing)]
    numbers = sorted(value for value in values if value is not None)
    if len(letters) + len(numbers) < len(items):
        return None
    steps = sum(a != b for a, b in itertools.pairwise(letters)) + sum(a != b for a, b in itertools.pairwise(numbers))
    return steps + bool(letters) + bool(numbers) == len(found)


@operation(
    "disjoint",
    requests=(
        f"are {_THE} {{a}} and {{b}} [{{question=disjoint}} disjoint|{{question=disjoint}} mutually exclusive]",
        f"do {_THE} {{a}} and {{b}} {{question=meet}} (overlap|intersect|meet|have [any] common elements|"
        "have a common element|have elements in common|have [any] points in common)",
        "does [the] [set|interval] {a} {question=meet} (overlap|intersect) [with] [the] [set|interval] {b}",
        f"are {_THE} {{a}} and {{b}} {{question=equal}} equal sets",
        "are [the] sets {a} and {b} {question=equal} (equal|the same)",
        "is {a} = {b} {question=equal}",
    ),
)
def disjoint(work: Work, a: Node, b: Node, question: Node | None = None) -> Finding:
    """Whether two sets have nothing, something, or everything in common."""
    asked = work.text(question)
    if not any(is_set(node) or is_interval(_bare(node)) for node in (a, b)):
        raise NotUnderstood("two sets were expected")
    if not asked:
        raise NotUnderstood("what is asked about the two sets?")
    if asked == "equal":
        if not (is_set(a) and is_set(b)):
            raise NotUnderstood("points, lists and intervals are not compared as sets")
        found = combine(work, a, b, lambda first, second: first != second, "symmetric difference")
        text = "they have the same elements" if found.value == "{}" else f"only one of them has {found.value}"
        return truth(found.value == "{}", text, found.method, found.check, found.verified)
    found = combine(work, a, b, lambda first, second: first and second, "intersection")
    empty = found.value == "{}"
    text = "they have no element in common" if empty else f"both hold {found.value}"
    return truth(empty if asked == "disjoint" else not empty, text, found.method, found.check, found.verified)


# --- counting and listing ------------------------------------------------------------------------------------


@operation(
    "cardinality",
    nouns=(
        "number of (elements|members) (in|of) [the] [set] {a}",
        "(cardinality|cardinal number) of [the] [set] {a}",
        "size of the set {a}",
    ),
    requests=(
        "how many (elements|members) (are in|are there in|does|has) [the] [set] {a} [have|contain]",
        "how many (elements|members) does [the] [set] {a} (have|contain)",
    ),
    calls=("card", "cardinality"),
)
def cardinality(work: Work, a: Node) -> Finding:
    """How many elements a finite set has."""
    node = _bare(a)
    if is_interval(node) and isinstance(node, Interval):
        raise NotDone("an interval has infinitely many elements")
    found = members(node)
    text = f"the number of elements of {_told(found)}"
    return rational(Fraction(len(found)), False, text, _ORDERED, _as_many(found, node))


@operation(
    "subset_count",
    nouns=(
        "number of [{kind=proper} proper|{kind=nonempty} nonempty|{kind=nonempty} non - empty] subsets of "
        "[the] [set] {a}",
    ),
    requests=(
        "how many [{kind=proper} proper|{kind=nonempty} nonempty|{kind=nonempty} non - empty] subsets "
        "(does|has) [the] [set] {a} (have|)",
    ),
)
def subset_count(work: Work, a: Node, kind: Node | None = None) -> Finding:
    """2 to the number of elements, less those that are not wanted."""
    size = len(members(a))
    if not 0 <= size <= 4000:
        raise TooCostly("subsets are counted for sets of up to 4000 elements")
    wanted = work.text(kind)
    less = 1 if wanted in ("proper", "nonempty") else 0
    value = 2**size - less
    row = [1]
    for _ in range(size if size <= 400 else 0):
        row = [1, *(x + y for x, y in itertools.pairwise(row)), 1]
    verified = sum(row) - less == value if size <= 400 else None
    check = "check: the numbers of subsets of each size, from Pascal's triangle, added up"
    return rational(Fraction(value), False, f"the number of {wanted + ' ' if wanted else ''}subsets", check, verified)


@operation("elements", nouns=("(elements|members) (of|in) [the] [set] {a}",))
def elements(work: Work, a: Node) -> Finding:
    """The elements of a finite set, each once."""
    node = _bare(a)
    if not is_set(node):
        raise NotUnderstood(f"a set was expected, not {show(node)[:60]}")
    found = members(node)
    value = ", ".join(show(item) for item in listing(found).items) or "none"
    data: JsonValue = {"type": "list", "values": [show(item) for item in listing(found).items]}
    tree = Listing(listing(found).items)
    return Finding(value, f"the elements are {value}", data, "listed", _ORDERED, _as_many(found, node), node=tree)


@operation("power_set", nouns=("power set of [the] [set] {a}",), calls=("powerset", "PowerSet", "Subsets"))
def power_set(work: Work, a: Node) -> Finding:
    """All subsets, small ones first."""
    found = list(listing(members(a)).items)
    if len(found) > 10:
        raise TooCostly(f"a power set with 2^{len(found)} elements is not listed")
    subsets = [part for size in range(len(found) + 1) for part in itertools.combinations(found, size)]
    node = Listing(tuple(Listing(part, "set") for part in subsets), "set")
    verified = len({frozenset(map(key_of, part)) for part in subsets}) == 2 ** len(found)
    check = "check: there are 2 to the number of elements, all different"
    data: JsonValue = {"type": "set", "values": [show(item) for item in node.items]}
    return Finding(show(node), f"the power set is {show(node)}", data, "subsets by size", check, verified, node=node)


@operation(
    "cartesian_product",
    nouns=(
        "(cartesian product|cross product) of [the] sets {a} and {b}",
        "cartesian product of {a} (and|with) {b}",
    ),
    calls=("CartesianProduct",),
)
def cartesian_product(work: Work, a: Node, b: Node) -> Finding:
    """All pairs of an element of the first set and one of the second."""
    first, second = listing(members(a)).items, listing(members(b)).items
    if len(first) * len(second) > _MOST:
        raise TooCostly(f"more than {_MOST} pairs are not listed")
    node = Listing(tuple(Listing(pair, "tuple") for pair in itertools.product(first, second)), "set")
    verified = len({key_of(pair) for pair in node.items}) == len(first) * len(second)
    check = "check: there are as many different pairs as the product of the sizes"
    data: JsonValue = {"type": "set", "values": [show(item) for item in node.items]}
    return Finding(show(node), f"the product is {show(node)}", data, "pairs in order", check, verified, node=node)


@operation(
    "over_elements",
    nouns=(
        "{what=sum} sum of [all] [the] (elements|members|numbers) (of|in) [the] [set] {a}",
        "{what=product} product of [all] [the] (elements|members|numbers) (of|in) [the] [set] {a}",
        "{what=largest} (largest|greatest|maximum|biggest) (element|member) (of|in) [the] [set] {a}",
        "{what=smallest} (smallest|least|minimum) (element|member) (of|in) [the] [set] {a}",
    ),
)
def over_elements(work: Work, a: Node, what: Node) -> Finding:
    """The sum, the product, the largest or the smallest of the elements of a set."""
    node = _bare(a)
    if not isinstance(node, Listing):
        raise NotUnderstood(f"a set was expected, not {show(node)[:60]}")
    found = listing(members(node)).items
    if not found:
        raise Undefined("the set is empty")
    wanted = work.text(what)
    if wanted in ("sum", "product"):
        if len(found) < len(node.items) and node.kind == "set":
            work.note("an element that is told twice counts once")
        whole: Node = found[0] if len(found) == 1 else Sum(found) if wanted == "sum" else Product(found)
        return work.find(Request("value", (("expression", whole),)))
    values = [work.rational(item, "the order of the elements") for item in found]
    best = max(values) if wanted == "largest" else min(values)
    verified = all(value <= best if wanted == "largest" else value >= best for value in values)
    chosen = next(item for item, value in zip(found, values, strict=True) if value == best)
    decimal = isinstance(chosen, Number) and chosen.decimal
    return rational(best, decimal, f"the {wanted} element of {show(node)[:80]}", "check: held against each", verified)
