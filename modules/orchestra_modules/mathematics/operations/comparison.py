"""Which of several numbers is larger, largest, nearest; putting them in order; whether a relation holds.

Rational numbers are compared exactly, others by enclosures that are certified to be apart; equality must be proved.
What is chosen is told as it was written.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.enclosure import RATIONAL, compare, plain, rational_value
from orchestra_modules.mathematics.engines.number_findings import short, whole, words
from orchestra_modules.mathematics.finding import Finding, number_data, truth
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.slots import parse_expression
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Call, Listing, Negative, Node, Number, Sum, Written, is_trivial, show
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_MOST: Final = "(biggest|largest|greatest|highest|maximum|max|maximal)"
_LEAST: Final = "(smallest|lowest|least|minimum|min|minimal|littlest)"
_EXTREME: Final = f"({_MOST} {{direction=largest}}|{_LEAST} {{direction=smallest}})"
#: without the names of functions, max(2, 3)
_BARE: Final = _EXTREME.replace("|max|", "|").replace("|min|", "|")
_MORE: Final = (
    "((bigger|larger|greater|higher|more) {direction=largest}|(smaller|lower|lesser|less) {direction=smallest})"
)
_THING: Final = "[(value|number|element|one|item|term|integer|fraction|member|entry|decimal|quantity|expression)]"
_IN: Final = (
    "(in|of|out of|among|amongst|from|between|: |in the (list|set|sequence)|of the (numbers|values)|from the"
    " (list|set)|among the (numbers|values))"
)
_ONE: Final = "[(value|number|element|one|item|term|fraction|member|entry|decimal|quantity)]"
_NEAR: Final = "(closest|nearest)"


@dataclass(frozen=True)
class _Item:
    """A number to be compared, how it is told as a value, and how it stood in the text."""

    node: Node
    value: str
    written: str


def _gathered(work: Work, items: Node | None) -> list[_Item]:
    """The numbers given, or else those of the options."""
    if items is None:
        if not work.options:
            raise NotUnderstood("there are no numbers to choose from")
        nodes = [parse_expression(option.text, work) for option in work.options]
        found = [_Item(node, o.text, o.text) for node, o in zip(nodes, work.options, strict=True)]
    else:
        listed = work.items(plain(items))
        if len(listed) == 1 and isinstance(inner := plain(listed[0]), Listing):
            listed = inner.items
        found = [_Item(plain(item), _text(item), _text(item)) for item in listed]
    if len(found) < 2:
        raise NotUnderstood("one number alone is not compared")
    if len(found) > 500:
        raise TooCostly("at most 500 numbers are compared")
    return found


def _text(item: Node) -> str:
    return item.text.strip() if isinstance(item, Written) else show(item)


class _Comparing:
    """Comparisons, and whether each was confirmed and by what roads."""

    def __init__(self) -> None:
        self.verified = True
        self.methods: list[str] = []
        self.checks: list[str] = []

    def __call__(self, left: Node, right: Node) -> int:
        order = compare(left, right)
        self.verified = self.verified and order.verified
        for kept, new in ((self.methods, order.method), (self.checks, order.check)):
            if new not in kept:
                kept.append(new)
        return order.sign

    @property
    def method(self) -> str:
        """What the comparisons rest on."""
        return "; ".join(self.methods) or RATIONAL

    @property
    def check(self) -> str:
        """How they were confirmed."""
        told = "; ".join(check.removeprefix("check: ") for check in self.checks)
        return f"check: {told}" if told else "check: nothing had to be compared"


def _told(item: _Item) -> str:
    """An item as written, with its value where that says more."""
    value = rational_value(item.node) if not isinstance(item.node, Listing) else None
    if value is None or _is_numeral(item) or value.numerator.bit_length() + value.denominator.bit_length() > 200:
        return item.written
    return item.written if item.written == str(value) else f"{item.written}, which is {value},"


def _is_numeral(item: _Item) -> bool:
    return item.written.lstrip("-").replace(".", "").replace("/", "").isdigit()


def _chosen(item: _Item, text: str, comparing: _Comparing, verified: bool) -> Finding:
    value = rational_value(item.node)
    data: JsonValue = number_data(value) if value is not None else {"type": "expression", "value": show(item.node)}
    return Finding(item.value, text, data, comparing.method, comparing.check, verified, node=item.node)


def _ordered(found: list[_Item], comparing: _Comparing) -> list[_Item]:
    def order(a: _Item, b: _Item) -> int:
        return comparing(a.node, b.node)

    return sorted(found, key=cmp_to_key(order))


@slots.kind("several_items")
def _several_items(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Two values or more, as written: "the largest integer n" compares nothing."""
    found = reader.listed(slot)
    if len(found) < 2 and not isinstance(found[0][0], Listing):
        raise reader.cursor.stuck("two values at least were expected")
    yield Listing(tuple(Written(node, text) for node, text in found))


@operation(
    "extreme",
    nouns=(
        f"{_EXTREME} {_THING} {_IN} {{items:items}}",
        f"{{k:ordinal}} [-] {_EXTREME} {_THING} {_IN} {{items:items}}",
        f"{_BARE} {_THING}",
        f"{{k:ordinal}} [-] {_BARE} {_THING}",
        f"{_MORE} {_THING} (of|out of|between|among) {{items:items}}",
        f"{_MORE} {_THING} [:|,] {{items:several_items}}",
        f"{_MORE} {_THING}",
        "(maximum|max) {direction=largest} (of|from|among) {items:items}",
        "(minimum|min) {direction=smallest} (of|from|among) {items:items}",
        "(greater|larger|bigger) {direction=largest} of the two [numbers] {items:items}",
    ),
    requests=(
        "which [(one|number|value|fraction|integer|decimal|expression|of these|of the following|of these numbers|"
        "of the following numbers|of the numbers|of the two)]"
        f" [is|has] [the] [{{k:ordinal}}] [-] ({_EXTREME[1:-1]}|{_MORE[1:-1]}) {_THING} [:|,|{_IN[1:-1]}]"
        f" [{{items:items}}]",
        f"(what|which) is [the] [{{k:ordinal}}] [-] ({_EXTREME[1:-1]}|{_MORE[1:-1]}) {_THING} [:|,]"
        " {items:several_items}",
        f"which (one|number|value) of {{items:items}} is [the] [{{k:ordinal}}] [-] ({_EXTREME[1:-1]}|"
        f"{_MORE[1:-1]}) {_THING}",
        f"which of {{items:items}} is [the] [{{k:ordinal}}] [-] ({_EXTREME[1:-1]}|{_MORE[1:-1]}) {_THING}",
        f"{{items:items}} [:|-|,] which [one|number|value] is [the] [{{k:ordinal}}] [-] ({_EXTREME[1:-1]}|"
        f"{_MORE[1:-1]}) {_THING}",
        "is {items:items} (bigger|larger|greater) {direction=largest}",
    ),
    calls=(),
)
def extreme(work: Work, direction: Node, items: Node | None = None, k: Node | None = None) -> Finding:
    """The largest or smallest, or the kth of them; told as it was written."""
    found = _gathered(work, items)
    largest, rank = work.text(direction) == "largest", whole(k, "a place") if k is not None else 1
    if not 1 <= rank <= len(found):
        raise Undefined(f"there are {len(found)} numbers, so none is at place {rank}")
    comparing = _Comparing()
    ordered = _ordered(found, comparing)
    ordered = ordered[::-1] if largest else ordered
    chosen = ordered[rank - 1]
    same = [item for item in found if comparing(item.node, chosen.node) == 0]
    if len({item.value for item in same}) > 1:
        raise NotDone(f"{same[0].written} and {same[1].written} are equal")
    if rank > 1 and any(comparing(a.node, b.node) == 0 for a, b in itertools.pairwise(ordered)):
        raise NotDone("equal numbers are among those before it, so the place may be counted in two ways")
    before = sum(comparing(item.node, chosen.node) * (1 if largest else -1) > 0 for item in found)
    word = "largest" if largest else "smallest"
    if k is None and len(found) == 2:
        text = f"{_told(chosen)} is {'larger' if largest else 'smaller'}"
    else:
        text = f"{_told(chosen)} is {'the ' if rank == 1 else f'number {rank} from the '}{word}"
    return _chosen(chosen, text, comparing, comparing.verified and before == rank - 1)


@operation(
    "nearest_of",
    nouns=(
        f"{_NEAR} {_ONE} to {{target}} (in|among|amongst|of|from|out of|among the numbers|in the list) {{items:items}}",
        f"{_NEAR} {_ONE} to {{target}} [:|,] {{items:items}}",
        f"{_NEAR} {_ONE} to {{target}}",
        f"{_ONE} {_NEAR} to {{target}} (in|among|amongst|of|from|out of) {{items:items}}",
        f"{_NEAR} {_ONE} (in|among|amongst|of|from|out of) {{items:items}} to {{target}}",
    ),
    requests=(
        "which [(one|number|value|fraction|of these|of the following|of these numbers|of the following numbers)]"
        f" (is|lies|comes) [the] {_NEAR} {_ONE} to {{target}}"
        " [in|among|amongst|of|from|out of|:|,] [{items:items}]",
        f"which [one|number|value] of {{items:items}} (is|lies|comes) [the] {_NEAR} {_ONE} to {{target}}",
    ),
)
def nearest_of(work: Work, target: Node, items: Node | None = None) -> Finding:
    """The number with the least distance to another; told as it was written."""
    found = _gathered(work, items)
    comparing = _Comparing()
    distances = [Call("abs", (Sum((item.node, Negative(plain(target)))),)) for item in found]

    def nearer(a: int, b: int) -> int:
        return comparing(distances[a], distances[b])

    order = sorted(range(len(found)), key=cmp_to_key(nearer))
    best = order[0]
    same = [i for i in order if comparing(distances[i], distances[best]) == 0]
    if len({found[i].value for i in same}) > 1:
        raise NotDone(f"{found[same[0]].written} and {found[same[1]].written} are equally near")
    verified = comparing.verified and all(comparing(distance, distances[best]) >= 0 for distance in distances)
    return _chosen(found[best], f"{_told(found[best])} is the nearest to {short(plain(target))}", comparing, verified)


_SORT: Final = "(sort|put|order|arrange|rank|list|write|place|rearrange|organise|organize|reorder|give)"
_UPWARDS: Final = (
    "(ascending|increasing|rising|non - decreasing|smallest - to - largest|least to greatest|smallest to largest|"
    "smallest to biggest|"
    "lowest to highest|numerical|least - to - greatest)"
)
_DOWNWARDS: Final = (
    "(descending|decreasing|falling|reverse|non - increasing|largest - to - smallest|greatest to least|largest to"
    " smallest|"
    "biggest to smallest|highest to lowest|greatest - to - least)"
)
_DIRECTION: Final = (
    f"((in|into|by|in an|in a) {_UPWARDS} {{direction=ascending}} [order|sequence]"
    f"|(in|into|by|in an|in a) {_DOWNWARDS} {{direction=descending}} [order|sequence]"
    "|(in|into) order [of size] [of magnitude] [,] from [the] (smallest|least|lowest|littlest) [value|number] to [the]"
    " (largest|greatest|highest|biggest) [value|number] {direction=ascending}"
    "|(in|into) order [of size] [,] from [the] (largest|greatest|highest|biggest) [value|number] to [the]"
    " (smallest|least|lowest|littlest) [value|number] {direction=descending}"
    "|[in order] from [the] (smallest|least|lowest|littlest) [value|number] to [the] (largest|greatest|highest|"
    "biggest) [value|number] {direction=ascending}"
    "|[in order] from [the] (largest|greatest|highest|biggest) [value|number] to [the] (smallest|least|lowest|"
    "littlest) [value|number] {direction=descending}"
    "|[from] low to high {direction=ascending}|[from] high to low {direction=descending}"
    "|(in|into) (order of [increasing|ascending] (size|magnitude|value)|order) {direction=ascending}"
    "|(in|into) order of (decreasing|descending) (size|magnitude|value) {direction=descending}"
    "|(ascending|ascendingly) {direction=ascending}|(descending|descendingly) {direction=descending}"
    "|with the (smallest|least|lowest) first {direction=ascending}|with the (largest|greatest|biggest|highest)"
    " first {direction=descending}"
    "|starting (with|from) the (smallest|least|lowest) {direction=ascending}|starting (with|from) the (largest|"
    "greatest|biggest|highest) {direction=descending})"
)
_NUMBERS: Final = "[the|these] [following] [numbers|values|fractions|decimals|integers|list|list of numbers|set|terms]"


@operation(
    "sort",
    requests=(
        f"{_SORT} {_NUMBERS} [:] {{items:items}} [,] {_DIRECTION}",
        f"{_SORT} {_NUMBERS} {_DIRECTION} [order] [:|,] {{items:items}}",
        f"{_NUMBERS} {{items:items}} [sorted|ordered|arranged|ranked|listed] {_DIRECTION}",
        f"(sort|order|rank|arrange) {_NUMBERS} [:] {{items:items}} {{direction=default}}",
        f"(what is|what are|what's) {_NUMBERS} {{items:items}} (sorted|ordered|arranged|ranked) {_DIRECTION}",
        "(what is|what's) the (ascending {direction=ascending}|descending {direction=descending}|increasing"
        " {direction=ascending}"
        "|decreasing {direction=descending}) order (of|for) {items:items}",
    ),
    calls=("sort", "sorted", "Sort"),
    arrange=lambda positional, named: (
        {"items": positional[0] if len(positional) == 1 else Listing(positional)} if not named else None
    ),
)
def sort(work: Work, items: Node, direction: Node | None = None) -> Finding:
    """The numbers in order, each as it was written; ascending unless something else is said."""
    found = _gathered(work, items)
    comparing = _Comparing()
    asked = work.text(direction, "default")
    if asked == "default":
        work.note("no direction is named, so the order is ascending")
    ordered = _ordered(found, comparing)
    equal = [(a, b) for a, b in itertools.pairwise(ordered) if comparing(a.node, b.node) == 0]
    for a, b in equal:
        if a.value != b.value:
            raise NotDone(f"{a.written} and {b.written} are equal, so their order is not determined")
    if asked == "descending":
        ordered = ordered[::-1]
    sign = -1 if asked == "descending" else 1
    good = all(comparing(a.node, b.node) * sign <= 0 for a, b in itertools.pairwise(ordered))
    values = [item.value for item in ordered]
    word = "descending" if asked == "descending" else "ascending"
    told = ", ".join(_told(item).removesuffix(",") for item in ordered)
    data: JsonValue = {"type": "list", "values": list(values)}
    node = Listing(tuple(item.node for item in ordered))
    text = f"In {word} order: {told}"
    return Finding(
        ", ".join(values), text, data, comparing.method, comparing.check, comparing.verified and good, node=node
    )


# --- yes or no ----------------------------------------------------------------------------------------------------

_ABOVE: Final = "(greater|larger|bigger|higher|more)"
_BELOW: Final = "(less|smaller|lower|fewer)"
_RELATION: Final = (
    f"({_ABOVE} than or (equal to|equal|the same as) {{sign=>=}}|at least [as (big|large|great|high|much) as]"
    f" {{sign=>=}}|as (big|large|great|high) as {{sign=>=}}|no {_BELOW} than {{sign=>=}}|not {_BELOW} than"
    f" {{sign=>=}}"
    f"|{_BELOW} than or (equal to|equal|the same as) {{sign=<=}}|at most [as (big|large|great|high|much) as]"
    f" {{sign=<=}}|no {_ABOVE} than {{sign=<=}}|not {_ABOVE} than {{sign=<=}}"
    f"|[strictly] {_ABOVE} than {{sign=>}}|above {{sign=>}}|[strictly] {_BELOW} than {{sign=<}}|below {{sign=<}}"
    "|not equal to {sign=!=}|unequal to {sign=!=}|different (from|to) {sign=!=}|not the same as {sign=!=}"
    "|equal to {sign==}|the same as {sign==}|the same value as {sign==}|the same number as {sign==}|identical to"
    " {sign==}|equivalent to {sign==}"
    "|>= {sign=>=}|<= {sign=<=}|> {sign=>}|< {sign=<}|!= {sign=!=}|= {sign==})"
)
_HOLDS: Final = {"=": (0,), "!=": (-1, 1), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}
_WHETHER: Final = (
    "(is|is it true that|check (if|whether)|determine (if|whether)|whether|is it the case that|true or false :)"
)


@operation(
    "compares",
    requests=(
        f"is {{a}} {_RELATION} {{b}}",
        "(is it true that|check (if|whether)|determine (if|whether)|whether|is it the case that|true or false :)"
        f" {{a}} (is|are) {_RELATION} {{b}}",
        "(is it true that|check (if|whether)|determine (if|whether)|whether|is it the case that|true or false :)"
        " {a} (>=|<=|>|<|!=|=) {b}",
        "does {a} equal {sign==} {b}",
        "does {a} = {sign==} {b}",
        "does {a} (exceed|surpass) {sign=>} {b}",
        "does {a} (have the same value as|have a value equal to) {sign==} {b}",
        "does {a} (differ from|have a different value than|have a different value to) {sign=!=} {b}",
        "do {a} and {b} have the same [numerical] value {sign==}",
        "do {a} and {b} have [a] different [numerical] (value|values) {sign=!=}",
        "do {a} and {b} differ {sign=!=}",
        "are {a} and {b} [the] (equal|same|identical|equivalent|same number|same value|equal in value) {sign==}",
        "are {a} and {b} (different|unequal|non - equal|nonequal|not equal|not the same|distinct|nonequal in"
        " value) {sign=!=}",
        "are {a} and {b} non - equal {sign=!=}",
    ),
)
def compares(work: Work, a: Node, b: Node, sign: Node) -> Finding:
    """Whether one number stands in a relation to another."""
    wanted = work.text(sign)
    order = compare(a, b)
    answer = order.sign in _HOLDS[wanted]
    actual = {-1: "<", 0: "=", 1: ">"}[order.sign]
    left, right = short(plain(a)), short(plain(b))
    text = f"{left} {actual} {right}"
    if not (is_trivial(plain(a)) and is_trivial(plain(b))) and order.method == RATIONAL:
        values = [rational_value(a), rational_value(b)]
        if all(v is not None and v.numerator.bit_length() + v.denominator.bit_length() < 200 for v in values):
            text += f" ({values[0]} and {values[1]})"
    return truth(answer, text, order.method, order.check, order.verified)


@operation(
    "comparison_of",
    requests=("compare [the] [numbers|fractions|decimals|values] {a} (and|with|to|,) {b}",),
)
def comparison_of(work: Work, a: Node, b: Node) -> Finding:
    """Two numbers with the sign that stands between them."""
    order = compare(a, b)
    told = f"{short(plain(a))} { {-1: '<', 0: '=', 1: '>'}[order.sign] } {short(plain(b))}"
    return words(told, told, order.method, order.check, order.verified)


@operation(
    "lies_between",
    requests=(
        "(is|does) {a} (between|lie between|in between|strictly between) {low} and {high} [inclusive {inclusive=yes}]",
        "(is|does) {a} [lie] in the (interval|range) from {low} to {high} {inclusive=yes}",
    ),
)
def lies_between(work: Work, a: Node, low: Node, high: Node, inclusive: Node | None = None) -> Finding:
    """Whether a number lies between two others."""
    comparing = _Comparing()
    below, above = comparing(low, a), comparing(a, high)
    if inclusive is None and 0 in (below, above):
        raise NotUnderstood("the number is one of the two ends, and it is not said whether they count")
    if comparing(low, high) > 0:
        below, above = -above, -below
    answer = below < 0 and above < 0 if inclusive is None else below <= 0 and above <= 0
    text = (
        f"{short(plain(a))} {'lies' if answer else 'does not lie'} between {short(plain(low))} and {short(plain(high))}"
    )
    return truth(answer, text, comparing.method, comparing.check, comparing.verified)


@operation(
    "sign_of",
    requests=(
        "is {a} [a] (positive {kind=positive}|negative {kind=negative}|non - negative {kind=nonnegative}|zero"
        " {kind=zero}) [number|value]",
        "is {a} [a] positive [number|value] or [a] negative {kind=either} [number|value]",
    ),
    nouns=("sign {kind=either} of {a:tight}",),
)
def sign_of(work: Work, a: Node, kind: Node) -> Finding:
    """Whether a number is positive or negative."""
    order = compare(a, Number(Fraction(0)))
    word = {-1: "negative", 0: "zero", 1: "positive"}[order.sign]
    told = f"{short(plain(a))} is {word}"
    asked = work.text(kind)
    if asked == "either":
        return words(word, told, order.method, order.check, order.verified)
    answer = order.sign >= 0 if asked == "nonnegative" else word == asked
    return truth(answer, told, order.method, order.check, order.verified)
