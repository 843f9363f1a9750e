"""Relations whose one side is said of several names: "x, y >= 0" stands for x >= 0 and y >= 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.syntax import Name, Relation
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader


def shared_side(reader: Reader) -> tuple[Relation, ...]:
    """The relations, or none where the cursor, which then stays, does not stand before several names and a bound."""
    cursor = reader.cursor
    mark = cursor.mark()
    found: list[Name] = []
    try:
        found.append(Name(slots.variable(cursor)))
        while cursor.take_sign(",") or (cursor.token.lowered == "and" and cursor.next()):
            found.append(Name(slots.variable(cursor)))
        sign = slots.relation_sign(cursor) if len(found) > 1 else None
        if sign in (">", "<", ">=", "<="):
            bound = reader.parser.expression_in_list()
            if slots.relation_sign(cursor) is None:
                return tuple(Relation(sign, name, bound) for name in found)
    except NotUnderstood as refusal:
        cursor.remember(refusal)
    cursor.reset(mark)
    return ()
