"""What a sentence asks: an operation of the catalogue, a value, unknowns by name, or whether a relation holds.

Every reading that reaches the end of the sentence is given, so that they can be compared. Conditions that follow what
is asked ("..., given that a + b = 5") are kept with the facts.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.domains import domain_before_name
from orchestra_modules.mathematics.language.facts import Facts
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.slots import relation_sign
from orchestra_modules.mathematics.language.statements import Statements
from orchestra_modules.mathematics.language.unknowns import letter_ahead, unknowns
from orchestra_modules.mathematics.language.vocabulary import AFTER, ASK
from orchestra_modules.mathematics.operation import phrasebook
from orchestra_modules.mathematics.syntax import (
    Application,
    Listing,
    Name,
    Node,
    Product,
    Relation,
    Request,
    Text,
    is_trivial,
    names,
    walk,
)
from orchestra_modules.solving.refusal import NotUnderstood

#: signs that end a sentence
ENDS: Final = (".", "?", "!", ";")
#: what may stand between what is asked and a condition
_SUCH: Final = (
    "such that", "so that", "given that", "given", "if", "when", "where", "for which", "in", "from", "subject to",
    "for", "with", "assuming", "assuming that", "at", "provided that", "provided", "knowing that", "satisfying",
    "that satisfies", "that satisfy", "in the equation", "in the equations", "whenever", "under the condition",
    "on the condition that", "for the equation", "which satisfies", "which satisfy",
)  # fmt: skip
#: what may stand before unknowns that are asked for
_GOALS_OF_UNKNOWNS: Final = (
    "the value of", "the values of", "the value for", "the values for", "all values of", "values of", "value of",
    "all possible values of", "the possible values of", "all the values of", "all", "the unknown", "the unknowns",
    "the variable", "the variables", "all solutions", "both", "the real values of", "every value of",
)  # fmt: skip
#: what asks whether a relation holds
_WHETHER: Final = (
    "is it true that", "true or false", "is it correct that", "is it so that", "does it hold that", "is it right that",
    "is it the case that", "determine whether", "check whether", "check that", "check if", "verify that",
    "decide whether", "tell me whether", "whether", "determine if", "verify whether",
)  # fmt: skip


class Requests:
    """Reads what is asked."""

    def __init__(self, cursor: Cursor, reader: Reader, facts: Facts, statements: Statements) -> None:
        self.cursor = cursor
        self.reader = reader
        self.facts = facts
        self.statements = statements

    def read(self) -> list[Node]:
        """The readings of a request that reach the end of the sentence; all must be compared."""
        cursor = self.cursor
        mark = cursor.mark()
        readings: list[Node] = []
        ends: list[tuple[int, int, int]] = []
        states: list[Facts] = []
        kept = self.facts.copy()

        def tried(node: Node) -> None:
            here = cursor.mark()
            if self._closed() and node not in readings:
                readings.append(node)
                ends.append(cursor.mark())
                states.append(self.facts.copy())
            elif not readings:
                cursor.remember(cursor.stuck())
            self.facts.restore(kept)
            cursor.reset(here)

        notes = (cursor.conventions[:], cursor.assumptions[:])
        called = (
            (cursor.token.text in phrasebook().calls or cursor.ahead().text == "[")
            and cursor.ahead().text in ("(", "[")
            and not cursor.ahead().spaced
        )
        for node in () if called else self.reader.requests():
            tried(node)
            notes = (cursor.conventions[:], cursor.assumptions[:]) if len(readings) == 1 else notes
        cursor.reset(mark)
        if not readings:
            for node in self._asked():
                tried(node)
                notes = (cursor.conventions[:], cursor.assumptions[:]) if readings else notes
        if not readings:
            cursor.reset(mark)
            raise cursor.furthest or cursor.stuck()
        # a reading that takes conditions into itself is nearer than one beside which they stand
        best = min(range(len(readings)), key=lambda at: len(states[at].constraints))
        readings = [readings[best]] + [
            node for at, node in enumerate(readings) if at != best and states[at] == states[best]
        ]
        cursor.reset(ends[best])
        self.facts.restore(states[best])
        cursor.conventions[:], cursor.assumptions[:] = notes
        return readings

    def _closed(self) -> bool:
        """Take what may follow a request up to the end of its sentence; whether it came to the end."""
        cursor = self.cursor
        if self._result_left_open():
            cursor.take_sign("=")
            cursor.take_sign("...")
        for _ in range(4):
            while cursor.take(*AFTER) or self._over_all_reals() or cursor.take_sign(","):
                pass
            if ended(cursor):
                return True
            mark = cursor.mark()
            if self._except_at_places():
                continue
            if not cursor.take(*_SUCH) and not (self._states_kind() and cursor.tokens[cursor.position - 1].text == ","):
                return False
            try:
                self.statements.read()
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                cursor.reset(mark)
                return False
        return ended(cursor)

    def _over_all_reals(self) -> bool:
        """Take "over all real x", which bounds nothing."""
        cursor = self.cursor
        taken = cursor.take("over all real numbers", "over all real values of", "over all real")
        if taken and letter_ahead(cursor):
            unknowns(cursor)
        return taken

    def _except_at_places(self) -> bool:
        """Take "for all x ≠ -1, 2" behind equations: an identity leaves out where a side has no value."""
        cursor = self.cursor
        mark = cursor.mark()
        stated = [part for group in self.facts.constraints for part in group.items]
        equations = bool(stated) and all(isinstance(part, Relation) and part.sign == "=" for part in stated)
        if equations and cursor.take(
            "for all", "for every", "for all real", "for all values of", "for all real numbers"
        ):
            letter = cursor.token.text if letter_ahead(cursor) else ""
            divisors = [d for part in stated for p in walk(part) if isinstance(p, Product) for d in p.divisors]
            cursor.next()
            if any(letter in names(divisor) for divisor in divisors) and cursor.take_sign("!="):
                self.reader.in_list()
                while cursor.take_sign(",") or cursor.take("and"):
                    self.reader.in_list()
                if ended(cursor):
                    return True
        cursor.reset(mark)
        return False

    def _states_kind(self) -> bool:
        """Whether a letter and what is said of it stand ahead, as in "..., x a natural number"."""
        cursor = self.cursor
        stated = cursor.ahead().lowered in ("a", "an", "is", "not", "being")
        return cursor.ahead().kind == "word" and stated and letter_ahead(cursor)

    def _asked(self) -> list[Node]:
        """A value after "what is", "find" or nothing; at the end the cursor stands behind it."""
        cursor = self.cursor
        asked = cursor.take(*ASK)
        inverted = not asked and cursor.take("what", "how much")  # "tell me what 9 times 14 is"
        if not asked and not inverted and cursor.take(*_WHETHER):
            cursor.take_sign(":")
            return [self.reader.relation()]
        cursor.take_sign(":")
        while asked and cursor.take("please"):
            pass
        mark = cursor.mark()
        if (asked_for := self._unknowns()) is not None:
            return [asked_for]
        cursor.reset(mark)
        cursor.take("the value of", "the exact value of", "the numerical value of", "the result of", "the answer to")
        cursor.take_sign(":")
        node = self.reader.value()
        sign = None if self._result_left_open() else relation_sign(cursor)
        if sign is not None:
            if asked and sign == "=" and ended(cursor):
                return [node]  # "what does 2 + 2 equal"
            cursor.reset(mark)
            relations = self.reader.relations()
            asked_for = self._for_unknowns()
            if asked_for is not None:
                return [Request("solve", (("relations", relations), ("unknowns", asked_for)))]
            raise NotUnderstood("relations that stand alone are no request")
        applied = isinstance(node, Application) and cursor.sees("and") > 0
        if cursor.is_sign(",") or applied:
            before, after = cursor.tokens[cursor.position - 1], cursor.ahead()
            if before.kind == after.kind == "number" and not after.spaced:
                raise NotUnderstood("a comma between numerals may be a decimal comma; put a space after it in a list")
            here = cursor.mark()
            cursor.reset(mark)
            items = self.reader.listed()
            if len(items) > 1 and (not applied or all(isinstance(item, Application) for item, _ in items)):
                node = Listing(tuple(item for item, _ in items))
                if asked and not any(isinstance(item, Name) or is_trivial(item) for item in node.items):
                    node = Request("value", (("expression", node),))
            else:
                cursor.reset(here)
        if is_trivial(node) and not self._known(node):
            raise NotUnderstood("nothing is asked about it")
        if inverted and not cursor.take("is", "are", "equals", "equal", "makes", "make", "gives", "comes to"):
            raise cursor.stuck("'is' was expected")
        if asked or inverted:
            cursor.take("equal", "equal to", "equals", "make", "come to")
            return [node]
        return [node if isinstance(node, Request) else Request("value", (("expression", node), ("bare", Text("bare"))))]

    def _known(self, node: Node) -> bool:
        """Whether the text says, before or after, what a lone name stands for."""
        return isinstance(node, Name) and (
            node.name in self.facts.definitions
            or any(node.name in self.facts.said_of(group) for group in self.facts.constraints)
            or self.cursor.sees(*_SUCH) > 0
            or self.cursor.is_sign(",")
        )

    def _result_left_open(self) -> bool:
        """2 + 2 = and 2 + 2 = ? ask for the other side."""
        cursor = self.cursor
        return cursor.is_sign("=") and (cursor.ahead().kind == "end" or cursor.ahead().text in ("?", ".", "..."))

    def _for_unknowns(self) -> Listing | None:
        """Unknowns after "for", behind relations that are to be solved."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        cursor.take("solve", "find")
        if cursor.take("for"):
            kind = domain_before_name(cursor)
            try:
                found = unknowns(cursor)
                for item in found.items if kind is not None else ():
                    assert isinstance(item, Name) and kind is not None
                    self.facts.restrict(item.name, kind)
                return found
            except NotUnderstood:
                pass
        cursor.reset(mark)
        return None

    def _unknowns(self) -> Node | None:
        """Unknowns that are asked for by name: "x", "all values of x and y"."""
        cursor = self.cursor
        cursor.take(*_GOALS_OF_UNKNOWNS)
        domain = domain_before_name(cursor)
        try:
            found = unknowns(cursor)
        except NotUnderstood:
            return None
        if not (ended(cursor) or cursor.is_sign(",") or cursor.sees(*_SUCH, *AFTER)):
            return None
        if domain is not None:
            for item in found.items:
                assert isinstance(item, Name)
                self.facts.domains[item.name] = domain
        return found if len(found.items) > 1 else found.items[0]


def ended(cursor: Cursor) -> bool:
    """Whether the cursor stands at the end of a sentence; "!" directly after a letter or numeral is a factorial."""
    if cursor.is_sign("!") and cursor.position and not cursor.token.spaced:
        before = cursor.tokens[cursor.position - 1]
        return before.kind == "word" and len(before.text) > 1
    return cursor.at_end or cursor.is_sign(*ENDS)
