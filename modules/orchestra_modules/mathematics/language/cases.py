"""Values by cases: in braces, in a LaTeX environment, or told ("x^2 if x > 0 and -x otherwise").

Each value has its condition, read as relations; whether the conditions leave gaps or overlap is not its concern.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.slots import variable
from orchestra_modules.mathematics.language.unknowns import letter_ahead
from orchestra_modules.mathematics.syntax import (
    Application,
    Call,
    Listing,
    Name,
    Node,
    Number,
    Relation,
    Relational,
    Request,
    Truth,
)
from orchestra_modules.solving.refusal import NotUnderstood

#: relations told as a kind of number: the sign, what the number is divided by first, and the other side
_KIND_WORDS: Final[dict[str, tuple[Relational, int | None, int]]] = {
    "even": ("=", 2, 0), "odd": ("=", 2, 1), "positive": (">", None, 0), "negative": ("<", None, 0),
    "zero": ("=", None, 0), "nonzero": ("!=", None, 0), "nonnegative": (">=", None, 0),
}  # fmt: skip


class Cases:
    """Reads values with their conditions."""

    def __init__(self, cursor: Cursor, reader: Reader) -> None:
        self.cursor = cursor
        self.reader = reader

    def bracketed(self) -> Node | None:
        """{ x^2 if x > 0, -x if x <= 0 } or the lines of a LaTeX environment: a value for each condition."""
        cursor = self.cursor
        if cursor.is_sign("{"):
            return self._in_braces()
        if not (cursor.token.kind == "command" and cursor.token.text == "beg:cases"):
            return None
        cursor.next()
        branches: list[Node] = []
        while not (cursor.token.kind == "command" and cursor.token.text == "end:cases"):
            value = self.reader.value()
            while cursor.take_sign("&", ","):
                pass
            condition = self.condition(bare=True)
            if condition is None:
                raise cursor.stuck("a condition was expected")
            branches.append(Listing((value, condition), "tuple"))
            cursor.take_sign(".", ",", ";")
            if not cursor.take_sign("\\\\"):
                break
        if not (cursor.token.kind == "command" and cursor.token.text == "end:cases"):
            raise cursor.stuck("the end of the cases was expected")
        cursor.next()
        return Request("cases", (("branches", Listing(tuple(branches))),))

    def _in_braces(self) -> Node | None:
        """{ 2x, x <= 1; 3, x > 1 } or { 2x if x <= 1, 3 if x > 1 }; none if it is a set."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.next()
        branches: list[Node] = []
        while True:
            try:
                value = self.reader.value()
                between = cursor.take_sign(",", ":")
                condition = self.condition(bare=between)
            except NotUnderstood:
                condition = None
            if condition is None:
                cursor.reset(mark)
                return None
            branches.append(Listing((value, condition), "tuple"))
            if cursor.take_sign("}"):
                return Request("cases", (("branches", Listing(tuple(branches))),))
            if not cursor.take_sign(";", ","):
                cursor.reset(mark)
                return None

    def told(self, value: Node, condition: Node) -> Node:
        """The cases of a definition whose first value and condition were read."""
        cursor = self.cursor
        branches: list[Node] = [Listing((value, condition), "tuple")]
        while True:
            mark = cursor.mark()
            joined = cursor.take_sign(",", ";")
            joined = cursor.take("and", "or") or joined
            if cursor.take("otherwise", "else"):
                cursor.take("it is", "is") or cursor.take_sign(",")
                branches.append(Listing((self.reader.value(), Truth(True)), "tuple"))
                continue
            try:
                if not joined:
                    break
                self._same_head()
                following = self.reader.value()
                condition_after = self.condition()
            except NotUnderstood:
                condition_after = None
            if condition_after is None:
                cursor.reset(mark)
                break
            branches.append(Listing((following, condition_after), "tuple"))
        return Request("cases", (("branches", Listing(tuple(branches))),))

    def _same_head(self) -> None:
        """Take "f(x) =" where it stands before a further case of its definition."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.token.text in cursor.functions:
            head = self.reader.parser.atom()
            if isinstance(head, Application) and cursor.take_sign("="):
                return
            cursor.reset(mark)

    def condition(self, bare: bool = False) -> Node | None:
        """When a value holds: "if x > 0", "for x < 1", "otherwise"."""
        cursor = self.cursor
        if cursor.take("otherwise", "else", "in all other cases", "elsewhere"):
            return Truth(True)
        mark = cursor.mark()
        if cursor.take("if", "for", "when", "where", "whenever") or bare:
            try:
                condition = self._kind_of_number() or self.reader.relation()
            except NotUnderstood:
                cursor.reset(mark)
                return None
            relations = condition.items if isinstance(condition, Listing) else (condition,)
            while not bare and cursor.sees("and") and (more := self._further_relation()) is not None:
                relations += (more,)
            return Listing(relations)
        return None

    def _kind_of_number(self) -> Node | None:
        """n is even, x is negative, as a relation."""
        cursor = self.cursor
        mark = cursor.mark()
        if letter_ahead(cursor):
            name = Name(variable(cursor))
            if cursor.take("is", "is an", "is a") and (word := cursor.token.lowered) in _KIND_WORDS:
                cursor.next()
                cursor.take("number", "integer")
                sign, modulus, value = _KIND_WORDS[word]
                left = name if modulus is None else Call("mod", (name, Number(Fraction(modulus))))
                return Relation(sign, left, Number(Fraction(value)))
        cursor.reset(mark)
        return None

    def _further_relation(self) -> Node | None:
        """A further relation of the same condition; none if what follows "and" is another value with its condition."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("and")
        try:
            relation = self.reader.relation()
        except NotUnderstood:
            cursor.reset(mark)
            return None
        another = isinstance(relation, Relation) and isinstance(relation.left, Application)
        if another or cursor.sees("if", "for", "when", "otherwise", "else") or isinstance(relation, Listing):
            cursor.reset(mark)
            return None
        return relation
