"""Integers that are described: how many there are, all of them, the smallest, the largest, their sum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.integer_conditions import Condition, condition, floor, tree
from orchestra_modules.mathematics.engines.integer_search import count, extreme, members
from orchestra_modules.mathematics.engines.number_findings import brief, number, numbers, positive, whole
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Text, names
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_CHECK: Final = "check: every candidate again, by the definition of each property"
_MAX_LISTED: Final = 5_000
_MANY: Final = 20
_ASK: Final = "(what is|which is|find|determine|give|what's|compute|calculate|state)"
_LEAST: Final = "(smallest|least|lowest|minimum|first)"
_MOST: Final = "(largest|greatest|biggest|highest|maximum|last) {largest=yes}"


#: questions that ask which of the two it is
_ALTERNATIVES: Final = frozenset(
    tree("any", tree(first), tree(second))
    for pair in (("prime", "composite"), ("even", "odd"))
    for first, second in (pair, pair[::-1])
)


def _each_once(asked: Described) -> None:
    """Refuse places among numbers of which one stands twice."""
    if any(head == "fibonacci" for head, _ in _heads(asked.told)):
        raise NotUnderstood("1 stands twice among the Fibonacci numbers, so their places may be counted in two ways")


class Described:
    """A description worked out: its condition with the ends of "between" taken in, and without them."""

    def __init__(self, work: Work, node: Node) -> None:
        if not isinstance(node, Listing) or len(node.items) != 5:
            raise NotUnderstood("a description of integers was expected")
        _, kind, unknown, told, words = node.items
        self.words = words.text if isinstance(words, Text) else ""
        if not isinstance(unknown, Name):
            raise NotUnderstood("a description of integers was expected")
        self.kind = kind.text if isinstance(kind, Text) else ""
        self.told = work.resolve(told, frozenset({unknown.name}))
        if free := set(names(self.told)) - {unknown.name}:
            raise NotDone(f"the condition holds another unknown: {', '.join(sorted(free))}")
        heads = {head for head, _ in _heads(self.told)}
        if {"negative", "divisor"} <= heads:
            raise NotDone("divisors are taken as positive here")
        self.plain = _is_plain(self.told)
        self.inclusive = self._restricted(True)
        self.exclusive = self._restricted(False) if is_open(self.told) else None

    def _restricted(self, inclusive: bool) -> Condition:
        """Numbers, unless they are called integers, are the positive ones where nothing else is said."""
        found = condition(_ranges(self.told, inclusive))
        from_below = any(
            head in ("range", "nonnegative") or (head == "compare" and part.items[1] in (Text(">"), Text(">=")))
            for head, part in _heads(self.told)
        )
        low = found.low
        if self.kind in ("integer", "whole", "natural") or (low is not None and low >= (0 if from_below else 1)):
            return found
        if found.high is not None and found.high < 1:
            return found
        return replace(found, low=1)

    def differing(self, value: object, other: object, work: Work) -> None:
        """Say what is taken where the ends of "between" matter; refuse where nothing but the range is told."""
        if other is None or value == other:
            return
        if self.plain:
            raise NotUnderstood(
                f"'between' may take its ends in or not: {value} or {other}; say inclusive or exclusive"
            )
        work.assume("'between' is taken to include both ends")


def _heads(node: Node) -> list[tuple[str, Listing]]:
    if not isinstance(node, Listing) or not node.items or not isinstance(node.items[0], Text):
        return []
    return [(node.items[0].text, node), *(head for part in node.items[1:] for head in _heads(part))]


def is_open(node: Node) -> bool:
    """Whether a range is told whose ends may belong to it or not."""
    return any(head == "range" and part.items[3] == Text("open") for head, part in _heads(node))


def _is_plain(node: Node) -> bool:
    """Whether nothing but a range, and that they are positive, is said."""
    return all(head in ("range", "all", "positive", "compare", "nonnegative") for head, _ in _heads(node))


def _ranges(node: Node, inclusive: bool) -> Node:
    """The tree with ranges as comparisons, their ends taken in or not where that is open."""
    if not isinstance(node, Listing) or not node.items or not isinstance(node.items[0], Text):
        return node
    if node.items[0].text != "range":
        return Listing((node.items[0], *(_ranges(part, inclusive) for part in node.items[1:])), node.kind)
    _, low, high, ends = node.items
    told = ends.text if isinstance(ends, Text) else ""
    closed = told == "inclusive" or (told == "open" and inclusive)
    if floor(low)[0] > floor(high)[0]:
        low, high = high, low
    signs = (">=", "<=") if closed else (">", "<")
    return tree("all", tree("compare", Text(signs[0]), low), tree("compare", Text(signs[1]), high))


def _assume_from_one(described: Described, work: Work, told: Condition) -> None:
    """Where only the custom that numbers are positive leaves 0 out, say so."""
    if described.kind == "multiple":
        return  # nobody counts 0 among the multiples of a number
    free = condition(_ranges(described.told, True))
    if (
        (free.low is None or free.low <= 0)
        and told.low == 1
        and free.holds(0)
        and (free.high is None or free.high >= 0)
    ):
        work.assume("only positive numbers are meant")


@operation(
    "count_of_integers",
    nouns=("(number|amount|total number) of [all] [the] {described:integer_described}",),
    requests=(
        "how many [of the] [different|distinct] {described:integer_described}",
        "for how many [different|distinct] {described:integers_asked_about}",
    ),
    plain=("described",),
    binds=("described",),
)
def count_of_integers(work: Work, described: Node) -> Finding:
    """How many there are."""
    asked = Described(work, described)
    found = count(asked.inclusive)
    other = count(asked.exclusive) if asked.exclusive is not None else None
    asked.differing(found.number, other.number if other is not None else None, work)
    _assume_from_one(asked, work, asked.inclusive)
    if asked.kind == "whole" and asked.inclusive.holds(0) and (asked.inclusive.low or 0) <= 0:
        work.assume("0 is counted among the whole numbers")
    told = f"There {'is' if found.number == 1 else 'are'} {brief(found.number)} ({asked.words})"
    return number(found.number, told, "every candidate tried", _CHECK, found.agreed)


@operation(
    "sum_of_integers",
    nouns=(
        "(sum|total) of [all] [of] [the] {described:integers}",
        "(sum|total) of the first {first:integer} {described:integer_described}",
    ),
    plain=("described",),
    binds=("described",),
)
def sum_of_integers(work: Work, described: Node, first: Node | None = None) -> Finding:
    """All of them added up."""
    asked = Described(work, described)
    if first is not None:
        listed, agreed = _first(asked, first)
        return number(sum(listed), f"The sum of {_told(listed)} is {sum(listed)}", "one by one", _CHECK, agreed)
    found = count(asked.inclusive)
    other = count(asked.exclusive) if asked.exclusive is not None else None
    if other is not None and other.total != found.total:
        work.assume("'between' is taken to include both ends")
    text = (
        f"The sum is {brief(found.total)} ({brief(found.number)}: {asked.words})" if found.number else "There are none"
    )
    return number(found.total, text, "every candidate tried", _CHECK, found.agreed)


@operation(
    "product_of_integers",
    nouns=(
        "product of [all] [of] [the] {described:integers}",
        "product of the first {first:integer} {described:integer_described}",
    ),
    plain=("described",),
    binds=("described",),
)
def product_of_integers(work: Work, described: Node, first: Node | None = None) -> Finding:
    """All of them multiplied."""
    import math

    asked = Described(work, described)
    found, agreed = members(asked.inclusive) if first is None else _first(asked, first)
    if first is None and asked.exclusive is not None and members(asked.exclusive)[0] != found:
        work.assume("'between' is taken to include both ends")
    if len(found) > 1_000 or not found:
        raise NotDone("there are no such numbers, or too many to multiply")
    return number(
        math.prod(found),
        f"The product of {_told(found)} is {math.prod(found)}",
        "every candidate tried",
        _CHECK,
        agreed,
    )


def _first(asked: Described, first: Node) -> tuple[list[int], bool]:
    """The first few of them, and whether the second road agrees."""
    wanted = positive(first, "a number of numbers")
    _each_once(asked)
    if asked.exclusive is not None:
        raise NotUnderstood("the first ones between two ends may take the ends in or not")
    if wanted > 1_000:
        raise TooCostly("at most 1000 numbers are listed")
    last, agreed = extreme(asked.inclusive, False, wanted)
    found, listed = members(replace(asked.inclusive, high=last))
    return found, agreed and listed and len(found) == wanted


@operation(
    "first_integers",
    nouns=("(first|smallest|lowest) {first:integer} {described:integer_described}",),
    plain=("described",),
    binds=("described",),
)
def first_integers(work: Work, first: Node, described: Node) -> Finding:
    """The first few in ascending order."""
    found, agreed = _first(Described(work, described), first)
    return numbers(found, f"They are {_told(found)}", "every candidate tried in order", _CHECK, agreed)


_ENDS: Final = (
    "(smallest and [the] (largest|greatest)|(largest|greatest) and [the] smallest"
    "|least and [the] greatest|greatest and [the] least)"
)


@operation(
    "both_ends_of_integers",
    nouns=(
        f"sum {{way=sum}} of the {_ENDS} {{described:integer_described}}",
        f"product {{way=product}} of the {_ENDS} {{described:integer_described}}",
        f"difference {{way=difference}} (between|of) the {_ENDS} {{described:integer_described}}",
    ),
    plain=("described",),
    binds=("described",),
)
def both_ends_of_integers(work: Work, described: Node, way: Node) -> Finding:
    """The smallest and the largest, put together."""
    asked = Described(work, described)
    (low, first), (high, second) = extreme(asked.inclusive, False), extreme(asked.inclusive, True)
    if asked.exclusive is not None:
        outside = extreme(asked.exclusive, False)[0], extreme(asked.exclusive, True)[0]
        asked.differing((low, high), outside, work)
    told = work.text(way)
    found = {"sum": low + high, "product": low * high, "difference": high - low}[told]
    return number(
        found, f"The {told} of {low} and {high} is {found}", "every candidate tried in order", _CHECK, first and second
    )


@operation(
    "list_of_integers",
    nouns=("[all [of]] [the] {described:integers}", "set of [all] {described:integers}"),
    requests=(
        "(which|what) {described:integers}",
        "(which|what) are [all] [the] {described:integers}",
        "(find|list|give|name|determine) every {described:integer_described}",
    ),
    plain=("described",),
    binds=("described",),
)
def list_of_integers(work: Work, described: Node) -> Finding:
    """All of them in order."""
    asked = Described(work, described)
    found, agreed = members(asked.inclusive)
    if asked.exclusive is not None and members(asked.exclusive)[0] != found:
        asked.differing(_told(found), _told(members(asked.exclusive)[0]), work)
    _assume_from_one(asked, work, asked.inclusive)
    if len(found) > _MAX_LISTED:
        raise TooCostly(f"there are {len(found)} such numbers; at most {_MAX_LISTED} are listed")
    return numbers(
        found,
        f"The {asked.words}: {_told(found)}" if found else "There are none",
        "every candidate tried",
        _CHECK,
        agreed,
    )


def _told(found: list[int]) -> str:
    return ", ".join(map(str, found if len(found) <= _MANY else [*found[:_MANY], "..."]))


def _of_all(described: Node) -> bool:
    """Whether nothing is said of the integers described."""
    condition = described.items[3] if isinstance(described, Listing) and len(described.items) > 3 else None
    return isinstance(condition, Listing) and condition.items == (Text("all"),)


@operation(
    "extreme_of_integers",
    nouns=(
        f"[{{place:ordinal}}] {_LEAST} [possible] {{described:integer_described}}",
        f"[{{place:ordinal}}] {_MOST} [possible] {{described:integer_described}}",
    ),
    requests=(
        f"which is [the] [{{place:ordinal}}] {_LEAST} [possible] {{described:integer_described}}",
        f"which is [the] [{{place:ordinal}}] {_MOST} [possible] {{described:integer_described}}",
    ),
    plain=("described",),
    binds=("described",),
)
def extreme_of_integers(work: Work, described: Node, largest: Node | None = None, place: Node | None = None) -> Finding:
    """The smallest or the largest, or the one at a place from there."""
    asked = Described(work, described)
    if _of_all(described):
        raise NotUnderstood("no numbers are told of which one could be chosen")
    at = positive(place, "a place") if place is not None else 1
    if at > 1:
        _each_once(asked)
    found, agreed = extreme(asked.inclusive, largest is not None, at)
    if asked.exclusive is not None:
        try:
            asked.differing(found, extreme(asked.exclusive, largest is not None, at)[0], work)
        except Undefined:
            asked.differing(found, "none", work)
    if asked.kind == "whole" and found <= 1 and asked.inclusive.holds(0):
        work.assume("0 is counted among the whole numbers")
    kind = "largest" if largest is not None else "smallest"
    rank = f"number {at} from " if at > 1 else ""
    return number(
        found, f"{brief(found)} is {rank}the {kind} ({asked.words})", "every candidate tried in order", _CHECK, agreed
    )


@operation(
    "integer_at_place",
    nouns=("{place:ordinal} {described:integer_described}",),
    plain=("described",),
    binds=("described",),
)
def integer_at_place(work: Work, place: Node, described: Node) -> Finding:
    """The one at a place in ascending order."""
    asked = Described(work, described)
    at = positive(place, "a place")
    _each_once(asked)
    found, agreed = extreme(asked.inclusive, False, at)
    if asked.exclusive is not None:
        asked.differing(found, extreme(asked.exclusive, False, at)[0], work)
    return number(
        found,
        f"{brief(found)} is number {at} in order ({asked.words})",
        "every candidate tried in order",
        _CHECK,
        agreed,
    )


@operation(
    "exists_integer",
    requests=(
        "(is|are) there [a|an|any] {described:integer_described}",
        "does there exist [a|an|any] {described:integer_described}",
        "(does|do) [a|an|any] {described:integer_described}",
    ),
    plain=("described",),
    binds=("described",),
)
def exists_integer(work: Work, described: Node) -> Finding:
    """Whether there is one."""
    asked = Described(work, described)
    bounds = asked.inclusive.low, asked.inclusive.high
    if None in bounds:
        found, agreed = extreme(asked.inclusive, largest=bounds[0] is None)
        return truth(True, f"{found} is one", "every candidate tried in order", _CHECK, agreed)
    listed, agreed = members(asked.inclusive)
    if asked.exclusive is not None and bool(members(asked.exclusive)[0]) != bool(listed):
        work.assume("'between' is taken to include both ends")
    told = f"{listed[0]} is one" if listed else "there is none"
    return truth(bool(listed), told, "every candidate tried", _CHECK, agreed)


@operation(
    "is_such_integer",
    requests=(
        "is [the (number|integer)] {a:subject} {told:joined_predicate}",
        "is it true that {a:subject} is {told:joined_predicate}",
    ),
)
def is_such_integer(work: Work, a: Node, told: Node) -> Finding:
    """Whether what is said holds of one integer."""
    if told in _ALTERNATIVES:
        raise NotUnderstood("one of two kinds is asked for, not whether it is one of them")
    value = whole(a, "what is said of integers")
    found = condition(_ranges(told, True))
    other = condition(_ranges(told, False)).holds(value) if is_open(told) else found.holds(value)
    if other != found.holds(value):
        raise NotUnderstood("'between' may take its ends in or not; say inclusive or exclusive")
    answer = found.holds(value)
    text = f"{brief(value)} is {'' if answer else 'not '}such a number"
    return truth(answer, text, "by the properties of the number", _CHECK, found.again(value) == answer)
