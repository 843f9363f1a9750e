"""The sentence after a question that says in what form the answer is wanted: "Give your answer to 2 decimal places."

A form that every answer here has anyway is taken as said; any other is put round what is asked, where a phrase that may
follow a value says it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.syntax import Call, Listing, Name, Node, Relation, Request, Text, names, walk
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.cursor import Cursor
    from orchestra_modules.mathematics.language.facts import Facts
    from orchestra_modules.mathematics.language.reader import Reader

_HEADS: Final = tuple(
    f"{verb} {whose} {answer}"
    for verb in ("express", "give", "write", "enter", "leave", "state", "put", "report", "round")
    for whose in ("your", "the")
    for answer in ("answer", "final answer", "answers", "result", "solution", "solutions", "solution set")
)
_AS_POINT: Final = (
    "as an ordered pair",
    "as ordered pairs",
    "as a point",
    "as an ordered triple",
    "as the ordered pair",
)
#: operations whose results are intervals
_INTERVALS: Final = frozenset({"domain", "range"})
#: operations whose results are points
_POINTS: Final = frozenset({"vertex", "midpoint", "circle_center", "reflected_point", "triangle_centroid", "focus"})
#: functions whose values are angles, in radians
_ANGLES: Final = frozenset({"asin", "acos", "atan", "acot", "asec", "acsc"})
#: exact numbers are in lowest terms and angles in radians, unless something else is asked
_AS_ALWAYS: Final = (
    "as an exact value", "in simplest form", "in its simplest form", "in simplified form", "in lowest terms",
    "in simplest radical form", "in radical form", "in exact form", "exactly", "in terms of pi",
)  # fmt: skip


def sees_form(cursor: Cursor) -> bool:
    """Whether a sentence on the form of the answer begins at a cursor."""
    return cursor.sees(*_HEADS) > 0


def form_of_answer(reader: Reader, asked: list[Node], facts: Facts) -> list[Node] | None:
    """The readings of what is asked in the form that the sentence ahead wants; none where it is no such sentence."""
    cursor = reader.cursor
    mark = cursor.mark()
    if not cursor.take(*_HEADS):
        return None
    start = cursor.mark()
    if cursor.take(*_AS_ALWAYS) and _ended(reader):
        return asked
    cursor.reset(start)
    if cursor.take("in radians", "in degrees"):
        gives_angles = all(any(isinstance(part, Call) and part.function in _ANGLES for part in walk(n)) for n in asked)
        if gives_angles and cursor.tokens[cursor.position - 1].lowered == "radians" and _ended(reader):
            return asked
        raise NotUnderstood("the answer is no angle, or one in radians")
    if cursor.take("in interval notation", "using interval notation") and _ended(reader):
        return [_as_intervals(node, facts) for node in asked]
    if cursor.take(*_AS_POINT):
        return [_as_pair(reader, node) for node in asked]
    formed: list[Node] = []
    end = start
    for node in asked:
        cursor.reset(start)
        found = reader.suffixed(node)
        if found == node or not _ended(reader):
            cursor.reset(mark)
            return None
        formed.append(found)
        end = cursor.mark()
    cursor.reset(end)
    return formed


def _as_intervals(node: Node, facts: Facts) -> Node:
    """The solving of inequalities with the notation wanted. NotUnderstood for what has no intervals as its answer."""
    if isinstance(node, Request) and node.operation in _INTERVALS:
        return Request(node.operation, (*node.arguments, ("notation", Text("interval"))))
    if isinstance(node, Name):  # "find all x such that x**2 < 4"
        stated = [group for group in facts.constraints if node.name in names(group)]
        if len(stated) == len(facts.constraints) == 1 and names(stated[0]) == (node.name,):
            facts.constraints.clear()
            node = Request("solve", (("relations", stated[0]),))
    if isinstance(node, Request) and node.operation in ("solve", "inequality"):
        relations = node.argument("relations")
        if isinstance(relations, Listing) and all(
            isinstance(part, Relation) and part.sign in ("<", ">", "<=", ">=") for part in relations.items
        ):
            return Request("inequality", (("relations", relations), ("notation", Text("interval"))))
    raise NotUnderstood("interval notation is for inequalities")


def _as_pair(reader: Reader, node: Node) -> Node:
    """What is asked as a point: the values of letters in their order, and where a graph meets an axis."""
    cursor = reader.cursor
    wanted = names(reader.value()) if cursor.is_sign("(") else ()
    if not _ended(reader):
        raise cursor.stuck()
    if isinstance(node, Request) and node.operation == "intercepts" and not wanted:
        return Request(node.operation, (*node.arguments, ("points", Text("yes"))))
    unknowns = tuple(part.name for part in node.items if isinstance(part, Name)) if isinstance(node, Listing) else ()
    pairs = isinstance(node, Request) and node.operation in ("solve", "crossings", *_POINTS)
    if pairs or (len(unknowns) > 1 and wanted in ((), tuple(sorted(unknowns)))):
        return node
    raise NotUnderstood("the answer is no point")


def _ended(reader: Reader) -> bool:
    cursor = reader.cursor
    return cursor.at_end or cursor.is_sign(".", "!", ";")
