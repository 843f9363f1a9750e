"""What a sentence states: definitions of names, functions and operators, relations, and kinds of numbers.

"a = 3" defines a name only where everything on the right is known; else it is a relation like any other. What is
stated is kept in `Facts`; a function that calls itself is no definition.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.language.cases import Cases
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.domains import domain
from orchestra_modules.mathematics.language.facts import Facts
from orchestra_modules.mathematics.language.names import stands_for_imaginary_unit
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.sides import shared_side
from orchestra_modules.mathematics.language.slots import relation_sign, variable
from orchestra_modules.mathematics.language.unknowns import free_names, is_letter, letter_ahead, unknowns
from orchestra_modules.mathematics.language.vocabulary import AFTER, ASK
from orchestra_modules.mathematics.problem import Definition
from orchestra_modules.mathematics.syntax import (
    Application,
    Listing,
    Name,
    Node,
    Number,
    Relation,
    Relational,
    names,
    substitute,
    walk,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

#: what opens a sentence that states something
LET: Final = (
    "let", "suppose", "suppose that", "assume", "assume that", "define", "given", "given that", "consider", "if",
    "when", "for", "where", "set", "say", "let us assume", "let us assume that", "let's say", "put",
    "knowing that", "with",
    "given the function", "given the functions", "consider the function", "consider the functions", "assuming",
    "assuming that", "given the equation", "given the equations", "supposing", "provided that", "in case",
    "given the polynomial", "consider the polynomial", "consider the sequence", "given the sequence",
)  # fmt: skip
#: those that make "=" a definition
DEFINE: Final = ("let", "define", "set", "put", "say")
#: what joins a name with what it stands for
_BE: Final = ("be", "is", "are", "denote", "equal", "equals", "represent", "denotes", "represents", "be equal to",
              "be defined by", "be defined as", "is defined by", "is defined as", "is given by", "be given by",
              "to be", "to equal", "stand for", "stands for")  # fmt: skip


#: comparisons directly behind a kind of number or the name of an unknown: "an integer less than 5"
_BOUNDS: Final[dict[str, Relational]] = {
    "less than": "<", "smaller than": "<", "below": "<", "greater than": ">", "more than": ">", "larger than": ">",
    "bigger than": ">", "above": ">", "greater than or equal to": ">=", "less than or equal to": "<=",
    "at least": ">=", "at most": "<=", "other than": "!=", "different from": "!=", "not equal to": "!=",
}  # fmt: skip


#: what may stand before the equations of curves
_CURVES: Final = tuple(
    f"{article}{curve}"
    for article in ("", "the ", "two ", "the two ", "the graphs of ", "the graph of ", "the graph of the ")
    for curve in ("line", "lines", "curve", "curves", "parabola", "parabolas", "circle", "graph of", "graphs of",
                  "function", "functions", "equation", "equations")
)  # fmt: skip


class Statements:
    """Reads what is stated, and keeps it."""

    def __init__(self, cursor: Cursor, reader: Reader, facts: Facts) -> None:
        self.cursor = cursor
        self.reader = reader
        self.facts = facts
        self.cases = Cases(cursor, reader)
        self.introduced = False  # the sentence begins with a verb of definition, so "=" defines
        self._bounds: list[Node] = []  # relations told with the kind of number in the fact being read

    def skip_quantifier(self) -> None:
        """Take "for all real numbers a and b," before a definition; it is what the definition is for anyway."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take("for", "for all", "for any", "for every", "on the") and domain(cursor) is not None:
            if letter_ahead(cursor):
                unknowns(cursor)
            cursor.take_sign(",")
            if cursor.sees(*DEFINE):
                return
        cursor.reset(mark)

    def _skip_sequence(self) -> None:
        """Take "a sequence is defined by", "the Fibonacci sequence (F_n) satisfies" before what holds for its terms."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take("a", "the", "consider the", "consider a"):
            if not cursor.sees("sequence"):
                cursor.next()
            if cursor.take("sequence", "sequence of numbers", "sequence of integers", "sequence of real numbers"):
                bracket = cursor.take_sign("(", "{")
                if letter_ahead(cursor) and cursor.ahead().text == "_" and cursor.ahead(2).kind == "word":
                    cursor.position += 3
                if bracket:
                    cursor.take_sign(")", "}")
                cursor.take("is", "be")
                if cursor.take("defined by", "given by", "satisfies", "defined recursively by", "defined as",
                               "satisfying", "such that", "with"):  # fmt: skip
                    cursor.take_sign(":")
                    return
        cursor.reset(mark)

    def read(self) -> None:
        """Definitions, relations and domains joined by commas and "and". NotUnderstood."""
        cursor = self.cursor
        self._skip_sequence()
        relations = self._fact()
        while True:
            mark = cursor.mark()
            joined = cursor.take_sign(",", ";", "&")
            joined = (
                cursor.take(
                    "and", "where", "with", "and that", "and where", "such that", "satisfying", "satisfies", "satisfy"
                )
                or joined
            )
            if not joined or not self._starts_fact():
                cursor.reset(mark)
                break
            before = self.facts.copy()
            try:
                relations += self._fact()
            except NotUnderstood as refusal:
                cursor.remember(refusal)
                cursor.reset(mark)
                self.facts.restore(before)
                break
        if any(isinstance(part, Application) and names(part) for relation in relations for part in walk(relation)):
            relations += self._places_of_rule()
        if relations:
            self.facts.constraints.append(Listing(tuple(relations)))

    def _places_of_rule(self) -> list[Node]:
        """From which place a rule for the terms of a sequence holds: "for n >= 1", "for all positive integers n"."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take_sign(",")
        if cursor.take("for", "for all", "for every", "for each", "whenever", "where"):
            kind = domain(cursor)
            try:
                if letter_ahead(cursor) and cursor.ahead().text in (">", ">=", "="):
                    relation = self.reader.relation()
                    return list(relation.items) if isinstance(relation, Listing) else [relation]
                if kind is not None and letter_ahead(cursor) and kind.kind == "integer" and not kind.parity:
                    first = Number(Fraction(1 if kind.sign == "positive" else 0))
                    return [Relation(">=", Name(variable(cursor)), first)]
            except NotUnderstood as refusal:
                cursor.remember(refusal)
        cursor.reset(mark)
        return []

    def _starts_fact(self) -> bool:
        """Whether the word ahead does not begin a request."""
        return not self.cursor.sees(
            "what", "find", "calculate", "determine", "evaluate", "compute", "how", "then", *AFTER
        )

    def _fact(self) -> list[Node]:
        """One thing stated; relations are given back, everything else is kept."""
        cursor = self.cursor
        mark = cursor.mark()
        if (met := self._incidence()) is not None:
            return met
        for attempt in (self._operator_definition, self._function_definition, self._name_definition, self._domain):
            self._bounds = []
            try:
                if attempt():
                    return self._bounds
            except NotUnderstood as refusal:
                cursor.remember(refusal)
            cursor.reset(mark)
        self._kind_before_name()
        if several := shared_side(self.reader):
            return list(several)
        relation = self.reader.relation()
        parts = relation.items if isinstance(relation, Listing) else (relation,)
        return list(parts)

    def _incidence(self) -> list[Node] | None:
        """Points on curves: "the point (3, k) lies on the line 2*x - y = 1", "two lines ... intersect at (a, b)"."""
        cursor = self.cursor
        words = cursor.words & {"lies", "lie", "intersect", "meet", "passes", "pass"}
        if not words:
            return None
        mark = cursor.mark()
        try:
            if cursor.is_sign("(") or cursor.sees("the point"):
                cursor.take("the point")
                point = self.reader.value()
                if cursor.take("lies on", "is on", "also lies on") and isinstance(point, Listing):
                    cursor.take(*_CURVES)
                    return _at_point(self.reader.relations().items, point)
            elif cursor.take(*_CURVES):
                curves = self.reader.relations().items
                if cursor.take("intersect at", "meet at", "passes through", "pass through", "intersect in"):
                    cursor.take("the point", "a point")
                    point = self.reader.value()
                    if isinstance(point, Listing):
                        return _at_point(curves, point)
        except NotUnderstood as refusal:
            cursor.remember(refusal)
        cursor.reset(mark)
        return None

    def _operator_definition(self) -> bool:
        """a # b = ..., "the operation # by a # b = ..."."""
        cursor = self.cursor
        if not cursor.operators:
            return False
        cursor.take("the operation", "an operation", "the operator", "a new operation", "operation",
                    "the binary operation", "a binary operation", "the new operation")  # fmt: skip
        if cursor.is_sign(*cursor.operators):
            cursor.next()
            if not cursor.take(
                "by", "as", "such that", "so that", "with", "be defined by", "is defined by", "be defined as"
            ):
                return False
        first, sign, second = cursor.token, cursor.ahead(), cursor.ahead(2)
        if sign.text not in cursor.operators or not (is_letter(first.text) and is_letter(second.text)):
            return False
        cursor.position += 3
        if not (cursor.take_sign("=", ":=", ":") or cursor.take(*_BE, "means", "is defined to be", "as", "by")):
            return False
        self.facts.define(Definition(sign.text, (first.text, second.text), self.reader.value()))
        return True

    def _function_definition(self) -> bool:
        """f(x) = ..., f(x, y) be the ..., f : x -> ..."""
        cursor = self.cursor
        cursor.take("the function", "a function", "functions", "function", "the polynomial")
        token = cursor.token
        if token.text not in cursor.functions:
            return False
        head = self.reader.parser.atom()
        if not isinstance(head, Application) or head.primes or not head.arguments:
            return False
        parameters = tuple(part.name for part in head.arguments if isinstance(part, Name))
        if len(parameters) != len(head.arguments) or len(set(parameters)) < len(parameters):
            return False
        cursor.take_sign(":")
        if head.function in self.facts.definitions and not self.introduced:
            return False  # "given that f(x) = 0" says something of f, and does not define it anew
        if not (cursor.take_sign("=") or cursor.take(*_BE)):
            return False
        body = self.cases.bracketed() or self.reader.value()
        if head.function in self.facts.definitions and not set(names(body)) & set(parameters):
            return False  # "let f(x) = 0" says at which x
        if any(isinstance(part, Application) and part.function == head.function for part in walk(body)):
            return False  # a rule that leads from term to term is a relation, not a definition
        if (branch := self.cases.condition()) is not None:
            body = self.cases.told(body, branch)
        self.facts.define(Definition(head.function, parameters, body))
        return True

    def _name_definition(self) -> bool:
        """a = 3 or "let a be the gcd of ...", where everything on the right is known; else it is a relation."""
        cursor, facts = self.cursor, self.facts
        if not is_letter(cursor.token.text) or cursor.token.kind != "word":
            return False
        name = variable(cursor)
        if cursor.is_sign(":"):
            cursor.next()
        equality = cursor.take_sign("=")
        if not (equality or cursor.take(*_BE)):
            return False
        if (kind := domain(cursor)) is not None:
            facts.restrict(name, kind)
            self._bounded(Listing((Name(name),)))
            return True
        body = self.reader.value()
        if relation_sign(cursor) is not None:
            return False
        if name in facts.definitions:
            if self.introduced or not equality:
                raise NotDone(f"{name} is defined twice")
            return False
        known = set(facts.definitions) | {n for group in facts.constraints for n in names(group)}
        imaginary = {"i"} if stands_for_imaginary_unit(cursor) else set()
        if name in known or free_names(body) - known - imaginary:
            return False
        facts.define(Definition(name, (), body))
        return True

    def _domain(self) -> bool:
        """x and y are positive integers; n is even; x a natural number; positive x and y; integers x less than 5."""
        cursor = self.cursor
        kind = domain(cursor)
        found = unknowns(cursor)
        if kind is None:
            if not (cursor.take("is", "are", "be", "is an element of", "belongs to", "in") or cursor.sees("a", "an")):
                return False
            if (kind := domain(cursor)) is None:
                return False
        elif cursor.is_sign("=", "!=", "<", ">", "<=", ">=") or not self._goes_on():
            return False
        for item in found.items:
            assert isinstance(item, Name)
            self.facts.restrict(item.name, kind)
        self._bounded(found)
        return True

    def _goes_on(self) -> bool:
        """Whether a bound or another fact may follow, or the sentence goes on with what is asked."""
        return self.cursor.token.kind != "word" or bool(
            self.cursor.sees(*_BOUNDS, "and", "where", "with", "such that", *AFTER, *ASK)
        )

    def _bounded(self, unknowns: Listing) -> None:
        """Take a bound for each of the unknowns, "less than 5", if one is told with their kind."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("that is", "which is", "that are", "which are")
        for words in sorted(_BOUNDS, key=len, reverse=True):
            if cursor.take(words):
                end = self.reader.value()
                self._bounds = [Relation(_BOUNDS[words], item, end) for item in unknowns.items]
                return
        cursor.reset(mark)

    def _kind_before_name(self) -> None:
        """Take "a positive number y satisfies" before a relation, or the kind in "real x > 2"."""
        cursor = self.cursor
        mark = cursor.mark()
        if letter_ahead(cursor) and cursor.ahead().lowered in ("satisfies", "satisfy"):
            cursor.position += 2
            return
        kind = domain(cursor)
        if kind is not None and letter_ahead(cursor):
            start = cursor.mark()
            name = variable(cursor)
            if cursor.take("satisfies", "is such that", "such that", "has the property that", "for which", "with"):
                self.facts.restrict(name, kind)
                return
            if cursor.is_sign("=", "!=", "<", ">", "<=", ">="):
                self.facts.restrict(name, kind)
                cursor.reset(start)
                return
        cursor.reset(mark)


def _at_point(curves: tuple[Node, ...], point: Listing) -> list[Node]:
    """What equations of curves in x and y say of a point on all of them. NotUnderstood."""
    if point.kind != "tuple" or len(point.items) != 2 or not curves:
        raise NotUnderstood("a point with two coordinates was expected")
    if set(names(point)) & {"x", "y"} or not all(
        isinstance(curve, Relation) and curve.sign == "=" and set(names(curve)) & {"x", "y"} for curve in curves
    ):
        raise NotUnderstood("equations of curves in x and y were expected")
    return [substitute(curve, dict(zip(("x", "y"), point.items, strict=True))) for curve in curves]
