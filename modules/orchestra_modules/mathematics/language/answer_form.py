"""The sentence after a question that says in what form the answer is wanted: "Give your answer to 2 decimal places."

A form that every answer here has anyway is taken as said; any other is put round what is asked, where a phrase that may
follow a value says it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.syntax import Call, Listing, Node, Relation, Request, Text, walk
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_HEADS: Final = tuple(
    f"{verb} {whose} {answer}"
    for verb in ("express", "give", "write", "enter", "leave", "state", "put", "report", "round")
    for whose in ("your", "the")
    for answer in ("answer", "final answer", "answers", "result", "solution", "solutions", "solution set")
)
#: functions whose values are angles, in radians
_ANGLES: Final = frozenset({"asin", "acos", "atan", "acot", "asec", "acsc"})
#: exact numbers are in lowest terms and angles in radians, unless something else is asked
_AS_ALWAYS: Final = (
    "as an exact value", "in simplest form", "in its simplest form", "in simplified form", "in lowest terms",
    "in simplest radical form", "in radical form", "in exact form", "exactly", "in terms of pi",
)  # fmt: skip


def form_of_answer(reader: Reader, asked: list[Node]) -> list[Node] | None:
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
        return [_as_intervals(node) for node in asked]
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


def _as_intervals(node: Node) -> Node:
    """The solving of inequalities with the notation wanted. NotUnderstood for anything else."""
    if isinstance(node, Request) and node.operation in ("solve", "inequality"):
        relations = node.argument("relations")
        if isinstance(relations, Listing) and all(
            isinstance(part, Relation) and part.sign in ("<", ">", "<=", ">=") for part in relations.items
        ):
            return Request("inequality", (("relations", relations), ("notation", Text("interval"))))
    raise NotUnderstood("interval notation is for inequalities")


def _ended(reader: Reader) -> bool:
    cursor = reader.cursor
    return cursor.at_end or cursor.is_sign(".", "!", ";")
