"""Integers told one by one, and which or how many of them are of a kind; the one integer that is described.

What is said of an integer is read and tested as in a description of integers. "The number that ..." is answered only
where there is exactly one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.enclosure import plain
from orchestra_modules.mathematics.engines.integer_conditions import condition
from orchestra_modules.mathematics.engines.integer_search import members
from orchestra_modules.mathematics.engines.number_findings import brief, number, short, whole, words
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.described_integers import Described, is_open
from orchestra_modules.mathematics.syntax import Listing, Node, Written
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_METHOD: Final = "each tested"
_CHECK: Final = "check: each again, by the definition of each property"
_ONES: Final = "[one|ones|number|numbers|integer|integers]"
_THESE: Final = f"[of (these|the following|them)] {_ONES}"


def _tested(work: Work, items: Node, told: Node) -> tuple[list[str], list[bool], bool]:
    """The integers as written, whether what is told holds of each, and whether the second road agrees."""
    if is_open(told):
        raise NotUnderstood("'between' may take its ends in or not; say inclusive or exclusive")
    listed = work.items(plain(items))
    if len(listed) == 1 and isinstance(inner := plain(listed[0]), Listing):
        listed = inner.items
    if len(listed) < 2:
        raise NotUnderstood("several numbers were expected")
    values = [whole(item, "what is said of integers") for item in listed]
    test = condition(told)
    holds = [test.holds(value) for value in values]
    shown = [item.text.strip() if isinstance(item, Written) else short(item) for item in listed]
    return shown, holds, holds == [test.again(value) for value in values]


@operation(
    "which_are_such",
    requests=(
        f"(which|what) {_THESE} are {{told:property}} : {{items:items}}",
        "which of [the numbers|the integers] {items:items} are {told:property}",
        "(find|list|give|name) the (numbers|integers|ones) (that|which) are {told:property} "
        "(in|among|from) [the] [list|set|numbers] [:] {items:items}",
    ),
)
def which_are_such(work: Work, items: Node, told: Node) -> Finding:
    """Those of several integers of which something holds, in the order in which they were told."""
    shown, holds, agreed = _tested(work, items, told)
    found = [text for text, good in zip(shown, holds, strict=True) if good]
    answer = ", ".join(found) or "none"
    return words(answer, f"{answer}: {len(found)} of {len(shown)}", _METHOD, _CHECK, agreed)


@operation(
    "how_many_are_such",
    requests=(
        "how many of [the] [following] [numbers|integers|these numbers|these integers|these] {items:items} "
        "(are|is) {told:property}",
        f"how many {_THESE} (are|is) {{told:property}} : {{items:items}}",
    ),
)
def how_many_are_such(work: Work, items: Node, told: Node) -> Finding:
    """Of how many of several integers something holds."""
    shown, holds, agreed = _tested(work, items, told)
    found = [text for text, good in zip(shown, holds, strict=True) if good]
    return number(len(found), f"{len(found)} of {len(shown)}: {', '.join(found) or 'none'}", _METHOD, _CHECK, agreed)


@operation(
    "are_all_such",
    requests=(
        "are (both|all of|all) [the] [numbers] {items:items} {told:property}",
        "are [the] [numbers] {items:several_items} (both|all) {told:property}",
        "are [the] [numbers] {items:several_items} {told:property}",
    ),
)
def are_all_such(work: Work, items: Node, told: Node) -> Finding:
    """Whether something holds of every one of several integers."""
    shown, holds, agreed = _tested(work, items, told)
    failing = [text for text, good in zip(shown, holds, strict=True) if not good]
    text = f"it does not hold of {', '.join(failing)}" if failing else "it holds of each"
    return truth(not failing, text, _METHOD, _CHECK, agreed)


@operation(
    "the_one_integer",
    requests=(
        "(which|what) {described:one_integer}",
        "(find|determine|give|what is|what's) the {described:one_integer}",
    ),
    plain=("described",),
    binds=("described",),
)
def the_one_integer(work: Work, described: Node) -> Finding:
    """The integer that is described, where there is exactly one such."""
    asked = Described(work, described)
    found, agreed = members(asked.inclusive)
    if asked.exclusive is not None and members(asked.exclusive)[0] != found:
        asked.differing(str(found), str(members(asked.exclusive)[0]), work)
    if len(found) != 1:
        raise NotDone(f"{len(found)} numbers are such, so which one is meant is not clear")
    return number(
        found[0], f"{brief(found[0])} is the only one ({asked.words})", "every candidate tried", _CHECK, agreed
    )
