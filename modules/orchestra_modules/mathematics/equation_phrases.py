"""Equations, systems and definitions in words: what is to be solved, for what, and under which conditions."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.reader import Reader
from orchestra_modules.mathematics.refusal import NotDone, NotUnderstood
from orchestra_modules.mathematics.syntax import Name, Node, Number, Relation, is_trivial, names, substitute
from orchestra_modules.mathematics.tasks import Evaluate, Holds, Rewrite, Solve, Task
from orchestra_modules.mathematics.tokens import GREEK
from orchestra_modules.mathematics.vocabulary import AFTER, ASK

_SUCH_THAT: Final = (
    "if", "such that", "so that", "when", "given that", "given", "where", "for which", "in", "from", "in the equation",
)  # fmt: skip


class EquationPhrases(Reader):
    """What stands around relations."""

    def solve(self) -> Task:
        """What follows the verb: the unknowns before or after the relations."""
        cursor = self.cursor
        unknowns = self.for_unknowns()
        cursor.take_sign(":") or cursor.take_sign(",")
        cursor.take("in")
        self.label()
        cursor.take_sign(":")
        relations = self.relations(implied_zero=True)
        cursor.take_sign(",")
        unknowns = unknowns or self.for_unknowns()
        return Solve(relations, unknowns)

    def for_unknowns(self) -> tuple[str, ...]:
        """The unknowns after "for", or none."""
        cursor = self.cursor
        if not cursor.take("for", "for the variable", "for the variables", "for the value of", "for the unknown"):
            return ()
        found = [self.variable()]
        while True:
            comma = cursor.is_sign(",") and cursor.ahead().kind == "word" and len(cursor.ahead().text) == 1
            if not (comma or cursor.sees("and")):
                return tuple(found)
            if comma:
                cursor.next()
            cursor.take("and")
            found.append(self.variable())

    def relations(self, implied_zero: bool = False) -> tuple[Relation, ...]:
        """Relations joined by commas or "and"."""
        cursor = self.cursor
        relations = [self._relation(implied_zero)]
        while True:
            start = cursor.position
            separated = cursor.take_sign(",", ";")
            separated = cursor.take("and") or separated
            if not separated or cursor.at_end or cursor.sees("for", "what", "find", "calculate", "determine", *AFTER):
                cursor.position = start
                return tuple(relations)
            relations.append(self._relation(False))

    def _relation(self, implied_zero: bool) -> Relation:
        cursor, parser = self.cursor, self.parser
        left = parser.expression_in_list()
        sign = self.sign()
        if sign is None:
            if implied_zero and names(left) and not is_trivial(left):
                cursor.convention("an expression without '=' is taken as equal to 0")
                return Relation("=", left, Number(Fraction(0)))
            raise cursor.stuck("an equation was expected")
        relation = Relation(sign, left, parser.expression_in_list())
        if self.sign() is not None:
            raise NotUnderstood("a chain of relations is not read yet")
        return relation

    def conditional(self) -> Task | None:
        """If RELATIONS, what is EXPRESSION; let RELATIONS, find EXPRESSION."""
        cursor = self.cursor
        if not cursor.take("if", "let", "suppose", "given that", "given", "suppose that", "when", "for"):
            return None
        relations = self.relations()
        cursor.take_sign(",", ".", ";")
        cursor.take("then")
        if cursor.take("solve"):
            return Solve(relations, self.for_unknowns())
        if not cursor.take(*ASK):
            raise cursor.stuck()
        cursor.take("the value of")
        return self.under(relations, self.parser.expression())

    def under(self, relations: tuple[Relation, ...], goal: Node) -> Task:
        """The value of an expression whose unknowns the relations settle."""
        if isinstance(goal, Name):
            return Solve(relations, (goal.name,))
        values: dict[str, Node] = {}
        for relation in relations:
            if relation.sign != "=" or not isinstance(relation.left, Name) or names(relation.right):
                raise NotDone("only definitions such as x = 3 are put into an expression so far")
            if relation.left.name in values:
                raise NotUnderstood(f"{relation.left.name} is defined twice")
            values[relation.left.name] = relation.right
        if unused := set(values) - set(names(goal)):
            raise NotUnderstood(f"{', '.join(sorted(unused))} is defined and not used")
        self.cursor.convention("; ".join(f"{r.left.name} is given" for r in relations if isinstance(r.left, Name)))
        known = substitute(goal, values)
        return Rewrite("simplify", known) if names(known) else Evaluate(known)

    def unknown_of_equation(self) -> Task | None:
        """'x if 2x = 6', 'w such that w**2 = 4': an unknown and the relations that settle it."""
        cursor = self.cursor
        start = cursor.position
        cursor.take("the value of", "the values of", "values of", "value of", "all")
        first = cursor.token
        if first.kind == "word" and (len(first.text) == 1 or first.text in GREEK):
            unknowns = [cursor.next().text]
            while cursor.take("and") or (
                cursor.is_sign(",") and len(cursor.ahead().text) == 1 and cursor.take_sign(",")
            ):
                unknowns.append(self.variable())
            cursor.take_sign(",")
            if cursor.take(*_SUCH_THAT):
                self.label()
                return Solve(self.relations(), tuple(unknowns))
        cursor.position = start
        return None

    def bare_relations(self, first: Relation) -> Task:
        """Relations that stand without a verb, the first of which was read."""
        cursor = self.cursor
        if self.sign() is not None:
            raise NotUnderstood("a chain of relations is not read yet")
        if not names(first.left, first.right):
            return Holds(first)
        relations = [first]
        if cursor.take_sign(",", ";") or cursor.take("and"):
            cursor.take("and")
            if cursor.take("solve"):
                return Solve((first,), self.for_unknowns())
            relations.extend(self.relations())
        cursor.take_sign(",", ".")
        named = cursor.take("solve", "find")
        unknowns = self.for_unknowns()
        if named and not unknowns:
            unknowns = (self.variable(),)
        return Solve(tuple(relations), unknowns)
