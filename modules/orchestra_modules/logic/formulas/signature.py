"""The names of all formulas of a question together: how many arguments each takes, and the limits on size."""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.formulas import limits
from orchestra_modules.logic.formulas.syntax import (
    Application,
    Atom,
    Binary,
    Formula,
    Not,
    Quantified,
    parts,
    terms,
)
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

#: names from this length on are compared for slips of the pen
_LONG: Final = 5


def check_signature(formulas: tuple[Formula, ...]) -> None:
    """Hold formulas to the limits; NotUnderstood where a name has two numbers of arguments."""
    nodes = quantifiers = 0
    predicates: dict[str, int] = {}
    functions: dict[str, int] = {}
    bound: set[str] = set()
    if len(formulas) > limits.MAX_FORMULAS:
        raise TooCostly(f"more than {limits.MAX_FORMULAS} formulas")
    for formula in formulas:
        if _height(formula) > limits.MAX_HEIGHT:
            raise TooCostly(f"a formula is more than {limits.MAX_HEIGHT} operators high")
        for part in parts(formula):
            nodes += 1
            if isinstance(part, Quantified):
                quantifiers += 1
                bound.add(part.variable)
            if isinstance(part, Atom) and predicates.setdefault(part.name, len(part.args)) != len(part.args):
                raise NotUnderstood(f"{part.name!r} with {predicates[part.name]} and with {len(part.args)} arguments")
        for term in terms(formula):
            nodes += 1
            if isinstance(term, Application) and functions.setdefault(term.name, len(term.args)) != len(term.args):
                raise NotUnderstood(f"{term.name!r} with {functions[term.name]} and with {len(term.args)} arguments")
    _apart(predicates, functions, bound)
    if nodes > limits.MAX_NODES or quantifiers > limits.MAX_QUANTIFIERS:
        raise TooCostly(f"the formulas are over {limits.MAX_NODES} parts or {limits.MAX_QUANTIFIERS} quantifiers")


def _apart(predicates: dict[str, int], functions: dict[str, int], bound: set[str]) -> None:
    """NotUnderstood where one name stands for things of two kinds, or two names differ in their capitals alone."""
    if both := predicates.keys() & functions.keys():
        raise NotUnderstood(f"{min(both)!r} as a predicate and as a name of things")
    if second := bound & {*predicates, *(name for name, size in functions.items() if size)}:
        raise NotUnderstood(f"{min(second)!r} after a quantifier, which binds names of things only")
    spelled: dict[str, str] = {}
    for name in (name for name, size in predicates.items() if size and len(name) > 2):
        if spelled.setdefault(name.lower(), name) != name:
            raise NotUnderstood(f"{spelled[name.lower()]!r} and {name!r}: are they one?")


def check_conclusion(premises: tuple[Formula, ...], conclusion: Formula) -> None:
    """NotUnderstood where a predicate of the conclusion is none of the premises', but for one letter."""
    given = {part.name for formula in premises for part in parts(formula) if isinstance(part, Atom)}
    for part in parts(conclusion):
        if isinstance(part, Atom) and part.args and part.name not in given and len(part.name) >= _LONG:
            near = [name for name in sorted(given) if len(name) >= _LONG and _one_off(name.lower(), part.name.lower())]
            if near:
                raise NotUnderstood(f"{part.name!r} stands in no premise; is {near[0]!r} meant?")


def _one_off(one: str, other: str) -> bool:
    """Whether two names differ by at most one letter put in, left out, exchanged, or by two neighbours turned."""
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest, longer = one[start:], other[start:]
    if len(one) == len(other):
        return rest[1:] == longer[1:] or (rest[:2] == longer[1::-1] and rest[2:] == longer[2:])
    return rest == longer[1:]


def _height(formula: Formula) -> int:
    heights = 0
    level: list[Formula] = [formula]
    while level and heights <= limits.MAX_HEIGHT:
        heights += 1
        below: list[Formula] = []
        for part in level:
            if isinstance(part, Not | Quantified):
                below.append(part.body)
            elif isinstance(part, Binary):
                below += (part.left, part.right)
        level = below
    return heights
