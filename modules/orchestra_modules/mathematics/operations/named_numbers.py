"""Numbers with a name and a place: the 12th Fibonacci number, the 5th triangular one; sums of the first of a kind."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.number_findings import number, numbers, small, whole
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MAX_PLACE: Final = 2_000


def _recurrence(first: int, second: int, place: int) -> int:
    for _ in range(place):
        first, second = second, first + second
    return first


def _bell(place: int) -> int:
    row = [1]
    for _ in range(place):
        following = [row[-1]]
        for entry in row:
            following.append(following[-1] + entry)
        row = following
    return row[0]


def _bell_by_sums(place: int) -> int:
    """Bell numbers by their recurrence with binomials."""
    found = [1]
    for n in range(place):
        found.append(sum(math.comb(n, k) * found[k] for k in range(n + 1)))
    return found[place]


#: name -> the number at a place, the same by another road, and how places are counted
_NAMED: Final[dict[str, tuple[Callable[[int], int | Fraction], Callable[[int], int | Fraction], str]]] = {
    "fibonacci": (
        lambda n: _recurrence(0, 1, n),
        lambda n: sum(math.comb(n - 1 - k, k) for k in range((n + 1) // 2)),
        "1, 1, 2, 3, 5, ... from place 1",
    ),
    "lucas": (
        lambda n: _recurrence(2, 1, n),
        lambda n: _recurrence(0, 1, n - 1) + _recurrence(0, 1, n + 1) if n else 2,
        "1, 3, 4, 7, ... from place 1",
    ),
    "catalan": (
        lambda n: math.comb(2 * n, n) // (n + 1),
        lambda n: math.comb(2 * n, n) - math.comb(2 * n, n + 1),
        "1, 1, 2, 5, 14, ... from place 0",
    ),
    "triangular": (lambda n: n * (n + 1) // 2, lambda n: sum(range(n + 1)), "1, 3, 6, 10, ... from place 1"),
    "square": (lambda n: n * n, lambda n: sum(range(1, 2 * n, 2)), "1, 4, 9, ... from place 1"),
    "cube": (lambda n: n**3, lambda n: sum(3 * k * (k - 1) + 1 for k in range(1, n + 1)), "1, 8, 27, ..."),
    "pentagonal": (lambda n: n * (3 * n - 1) // 2, lambda n: sum(range(1, 3 * n, 3)), "1, 5, 12, ... from place 1"),
    "hexagonal": (lambda n: n * (2 * n - 1), lambda n: sum(range(1, 4 * n, 4)), "1, 6, 15, ... from place 1"),
    "tetrahedral": (
        lambda n: n * (n + 1) * (n + 2) // 6,
        lambda n: sum(k * (k + 1) // 2 for k in range(1, n + 1)),
        "1, 4, 10, ... from place 1",
    ),
    "harmonic": (
        lambda n: sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0)),
        lambda n: Fraction(sum(math.factorial(n) // k for k in range(1, n + 1)), math.factorial(n)),
        "1, 3/2, 11/6, ... from place 1",
    ),
    "bell": (_bell, _bell_by_sums, "1, 1, 2, 5, 15, ... from place 0"),
    "even": (lambda n: 2 * n, lambda n: sum(2 for _ in range(n)), "2, 4, 6, ... from place 1"),
    "odd": (lambda n: 2 * n - 1, lambda n: sum(2 for _ in range(n)) - 1, "1, 3, 5, ... from place 1"),
}
_SPELLINGS: Final = {
    "triangle": "triangular", "perfect square": "square", "cubic": "cube", "perfect cube": "cube",
}  # fmt: skip
_LIMITS: Final = {"harmonic": 300, "bell": 200}
_FROM_ZERO: Final = frozenset({"catalan", "bell"})


def _names() -> str:
    ways = [f"{name} {{kind={name}}}" for name in _NAMED]
    ways += [f"{spelling} {{kind={name}}}" for spelling, name in _SPELLINGS.items()]
    return f"({'|'.join(ways)})"


_KIND: Final = _names()


def _place(node: Node, kind: str) -> int:
    place = small(node, "a place", _LIMITS.get(kind, _MAX_PLACE))
    if place < (0 if kind in ("fibonacci", "lucas", "catalan", "bell") else 1):
        raise Undefined("places are counted from 1")
    return place


@operation(
    "named_number",
    nouns=(
        f"{{n:ordinal}} [positive] {_KIND} [number|integer|natural number]",
        f"{_KIND} number {{n:integer}}",
        f"first {{many=yes}} {{n:integer}} [positive] {_KIND} (numbers|integers|natural numbers)",
    ),
)
def named_number(work: Work, n: Node, kind: Node, many: Node | None = None) -> Finding:
    """The number of a name at a place, or the first of them."""
    name = work.text(kind)
    make, again, told = _NAMED[name]
    place = _place(n, name)
    if name in _FROM_ZERO and many is None:
        work.note(f"places are counted as usual for these numbers: {told}")
    if many is not None:
        if place > 500:
            raise TooCostly("at most 500 numbers are listed")
        start = 0 if name in _FROM_ZERO else 1
        places = range(start, start + place)
        found = [make(i) for i in places]
        text = f"The first {place} {name} numbers are {', '.join(map(str, found))}"
        return numbers(
            found, text, "by their formula", "check: by another formula", found == [again(i) for i in places]
        )
    result = make(place)
    check = "check: by another formula"
    return number(
        result,
        f"The {name} number at place {place} is {result} ({told})",
        "by its formula",
        check,
        again(place) == result,
    )


_COUNTED: Final = (
    "([positive] (integers|natural numbers|whole numbers|counting numbers|numbers) {kind=natural}"
    "|[positive] even (integers|numbers|natural numbers) {kind=even}|[positive] odd (integers|numbers|natural"
    " numbers) {kind=odd}"
    "|(square numbers|squares|perfect squares) {kind=square}|(cube numbers|cubes|perfect cubes) {kind=cube}"
    "|triangular numbers {kind=triangular}|fibonacci numbers {kind=fibonacci})"
)


@operation(
    "sum_of_first",
    nouns=(
        f"(sum|total) of [all] [of] the first {{n:integer}} {_COUNTED}",
        "(sum|total) of the (squares {kind=square}|cubes {kind=cube}) of the first {n:integer} [positive]"
        " (integers|natural numbers|whole numbers|numbers)",
        "(sum|total) of the {n:integer} first [positive] (integers|natural numbers) {kind=natural}",
    ),
)
def sum_of_first(work: Work, n: Node, kind: Node) -> Finding:
    """The first n numbers of a kind added up, by formula and one by one."""
    name, count = work.text(kind), small(n, "a number of terms", 100_000)
    if count < 1:
        raise Undefined("at least one number must be added up")
    if name == "natural":
        work.note("they are counted from 1")
    formulas: dict[str, Callable[[int], int]] = {
        "natural": lambda k: k * (k + 1) // 2,
        "even": lambda k: k * (k + 1),
        "odd": lambda k: k * k,
        "square": lambda k: k * (k + 1) * (2 * k + 1) // 6,
        "cube": lambda k: (k * (k + 1) // 2) ** 2,
        "triangular": lambda k: k * (k + 1) * (k + 2) // 6,
        "fibonacci": lambda k: _recurrence(0, 1, k + 2) - 1,
    }
    if name == "fibonacci" and count > _MAX_PLACE:
        raise TooCostly(f"at most {_MAX_PLACE} Fibonacci numbers are added up")
    found = formulas[name](count)
    term = (lambda k: k) if name == "natural" else _NAMED[name][0]
    agreed = sum(term(k) for k in range(1, count + 1)) == found
    told = "natural" if name == "natural" else name
    text = f"The first {count} {told} numbers add up to {found}"
    return number(found, text, "the sum formula", "check: added up one by one", agreed)


_RANGE: Final = "(from|between) {low} (to|and|up to|through) {high} [inclusive {inclusive=yes}]"
_SELECTED: Final = (
    "([whole|positive|natural] (integers|numbers) {step=1}|even [whole|positive|natural] (integers|numbers) {step=2}"
    "|odd [whole|positive|natural] (integers|numbers) {step=odd}|[positive] multiples of {step}"
    "|(integers|numbers) (divisible by|that are multiples of|that are divisible by) {step})"
)


@operation(
    "sum_in_range",
    nouns=(
        f"(sum|total) of [all] [of] [the] {_SELECTED} {_RANGE}",
        f"(sum|total) of [all] [of] [the] {_SELECTED} (below|less than|under|smaller than) {{above:last}}",
        f"(sum|total) of [all] [of] [the] {_SELECTED} (up to|not exceeding|less than or equal to) {{high:last}}",
    ),
)
def sum_in_range(
    work: Work,
    step: Node,
    low: Node | None = None,
    high: Node | None = None,
    above: Node | None = None,
    inclusive: Node | None = None,
) -> Finding:
    """The integers, even or odd ones, or multiples in a range added up."""
    odd = work.text(step) == "odd"
    by = 2 if odd else abs(whole(step, "a step"))
    first = whole(low, "a range") if low is not None else 1
    last = whole(above, "a range") - 1 if above is not None else whole(high, "a range") if high is not None else first
    if by == 0 or last < first:
        raise NotUnderstood("the range is empty")
    offset = 1 if odd else 0
    start = first + (offset - first) % by
    end = last - (last - offset) % by
    count = max((end - start) // by + 1, 0)
    found = (start + end) * count // 2
    agreed = sum(range(start, last + 1, by)) == found if count <= 1_000_000 else None
    text = (
        f"The {count} numbers from {start} to {end} in steps of {by} add up to {found}" if count else "There are none"
    )
    return number(found, text, "the sum of an arithmetic sequence", "check: added up one by one", agreed)
