"""Sets told by their elements or as intervals: reading them from trees, and telling apart what is in them.

A finite set is its elements in the order told, each once; letters are different things. Numbers are compared by
value. Combines nothing.
"""

from __future__ import annotations

from fractions import Fraction

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.real_sets import Piece, RealSet
from orchestra_modules.mathematics.syntax import (
    Constant,
    Interval,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Written,
    show,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

Key = tuple[str, Fraction] | tuple[str, str] | tuple[str, tuple[object, ...]] | tuple[str, frozenset[object]]
Members = dict[Key, Node]


def key_of(node: Node) -> Key:
    """What makes an element the same as another. NotDone."""
    node = node.node if isinstance(node, Written) else node
    if isinstance(node, Name):
        return ("letter", node.name)
    if isinstance(node, Listing):
        inner = [key_of(item) for item in node.items]
        return ("set", frozenset(inner)) if node.kind == "set" else ("tuple", tuple(inner))
    try:
        return ("number", evaluate(node))
    except NotRational:
        raise NotDone(
            f"elements are told apart if they are rational numbers or letters, not {show(node)[:40]}"
        ) from None


def is_interval(node: Node) -> bool:
    """Whether a tree is an interval, or two numbers in brackets that can be one."""
    if isinstance(node, Interval):
        return True
    if isinstance(node, Listing) and node.kind in ("tuple", "vector") and len(node.items) == 2:
        ends = [_end(item) for item in node.items]
        return None in ends or (ends[0] is not None and ends[1] is not None and ends[0] < ends[1])
    return isinstance(node, Listing) and node.kind == "set" and any(isinstance(item, Interval) for item in node.items)


def members(node: Node) -> Members:
    """The elements of a finite set. NotUnderstood, NotDone."""
    node = node.node if isinstance(node, Written) else node
    if isinstance(node, Name) and node.name == "emptyset":
        return {}
    if not isinstance(node, Listing) or is_interval(node):
        raise NotUnderstood(f"a set such as {{1, 2, 3}} was expected, not {show(node)[:60]}")
    found: Members = {}
    for item in node.items:
        found.setdefault(key_of(item), item.node if isinstance(item, Written) else item)
    return found


def listing(found: Members) -> Listing:
    """A set as a tree; numbers ascending."""
    keys = list(found)
    if all(kind == "number" for kind, _ in keys):
        keys.sort(key=lambda key: key[1])
    return Listing(tuple(found[key] for key in keys), "set")


def real_set(node: Node) -> RealSet:
    """A set of numbers as points and intervals. NotUnderstood, NotDone."""
    node = node.node if isinstance(node, Written) else node
    if isinstance(node, Interval):
        return (_interval(node.low, node.high, node.low_open, node.high_open),)
    if isinstance(node, Listing) and node.kind != "set" and is_interval(node):
        is_open = node.kind == "tuple"
        return (_interval(node.items[0], node.items[1], is_open, is_open),)
    if not isinstance(node, Listing):
        raise NotUnderstood(f"an interval or a set of numbers was expected, not {show(node)[:60]}")
    pieces: list[Piece] = []
    for item in node.items:
        inner = item.node if isinstance(item, Written) else item
        if isinstance(inner, Interval):
            pieces.extend(real_set(inner))
        else:
            kind, value = key_of(inner)
            if kind != "number" or not isinstance(value, Fraction):
                raise NotUnderstood("an interval and a set of other things than numbers are not joined")
            pieces.append(Piece(value, value, False, False))
    return tuple(pieces)


def real_tree(pieces: RealSet) -> Node:
    """Points and intervals as a tree."""

    def end(value: Fraction | None, sign: int) -> Node:
        if value is not None:
            return Number(value)
        return Constant("oo") if sign > 0 else Negative(Constant("oo"))

    def one(piece: Piece) -> Node:
        if piece.low is not None and piece.point:
            return Number(piece.low)
        low_open, high_open = piece.low is None or piece.low_open, piece.high is None or piece.high_open
        return Interval(end(piece.low, -1), end(piece.high, 1), low_open, high_open)

    parts = tuple(map(one, pieces))
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Interval) else Listing(parts, "set")


def _end(node: Node) -> Fraction | None:
    """The end of an interval; none where it is infinite or not rational."""
    try:
        return evaluate(node)
    except NotRational:
        return None


def _interval(low: Node, high: Node, low_open: bool, high_open: bool) -> Piece:
    ends: list[Fraction | None] = []
    for node, infinite in ((low, Negative(Constant("oo"))), (high, Constant("oo"))):
        value = None if node == infinite else _end(node)
        if value is None and node != infinite:
            raise NotDone("intervals with rational or infinite ends are worked out")
        ends.append(value)
    first, second = ends
    if first is not None and second is not None and first > second:
        raise NotUnderstood("the ends of the interval are in the wrong order")
    return Piece(first, second, low_open, high_open)
