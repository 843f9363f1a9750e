"""How many subsets of a given size a set has, or how many in all, where the set is told by its size."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.number_findings import number, small
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.set_members import members
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MOST: Final = 2_000
_SET: Final = "(a|the) set (of|with|having|that has) {n:integer} [different|distinct] (elements|members|objects)"


@operation(
    "subsets_of_size",
    requests=(
        "how many {k:integer} [-] element subsets (does|do) [the] [set] {a} (have|contain)",
        f"how many {{k:integer}} [-] element subsets does {_SET} have",
        "how many subsets of [the] [set] {a} have [exactly] {k:integer} (elements|members)",
        f"how many subsets of {_SET} (have|has) [exactly] {{k:integer}} (elements|members)",
        f"how many subsets (with|of) [exactly|size] {{k:integer}} [elements|members] does {_SET} have",
    ),
)
def subsets_of_size(work: Work, k: Node, a: Node | None = None, n: Node | None = None) -> Finding:
    """A binomial coefficient."""
    size = _size(a, n)
    chosen = small(k, "the size of a subset", _MOST)
    if chosen < 0:
        raise Undefined("a subset has no negative number of elements")
    found = math.comb(size, chosen)
    row = [1]
    for _ in range(size):
        row = [1, *(left + right for left, right in pairwise(row)), 1]
    again = row[chosen] if chosen <= size else 0
    text = f"A set of {size} has {found} subsets of {chosen}."
    return number(found, text, "a binomial coefficient", "check: Pascal's triangle", found == again)


@operation(
    "subsets_of_a_size",
    requests=(
        "how many [{kind=proper} proper|{kind=nonempty} nonempty|{kind=nonempty} non - empty] subsets "
        f"does {_SET} have",
    ),
)
def subsets_of_a_size(work: Work, n: Node, kind: Node | None = None) -> Finding:
    """2 to the number of elements, less the one that is not wanted."""
    size = _size(None, n)
    less = 1 if kind is not None else 0
    found = 2**size - less
    again = sum(math.comb(size, part) for part in range(size + 1)) - less
    return number(found, f"There are {found}.", "a power of 2", "check: the subsets of each size added", found == again)


def _size(a: Node | None, n: Node | None) -> int:
    if a is None and n is None:
        raise NotUnderstood("the set is missing")
    size = len(members(a)) if a is not None else small(n, "the size of a set", _MOST) if n is not None else 0
    if not 0 <= size <= _MOST:
        raise Undefined("the size of a set is not negative, and at most 2000 here")
    return size
