"""The grammar of terms and equations: names, bound variables, functions of terms. Knows no formulas around them."""

from __future__ import annotations

from orchestra_modules.logic.formulas import limits
from orchestra_modules.logic.formulas.notation import is_customary_variable
from orchestra_modules.logic.formulas.row import Row
from orchestra_modules.logic.formulas.syntax import Application, Equality, Formula, Not, Term, Variable
from orchestra_modules.logic.formulas.tokens import Token
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly


class TermParser(Row):
    """A row of tokens with the variables that are bound where it stands."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        super().__init__(tokens)
        self.depth = 0
        self.bound: list[str] = []

    def arguments(self) -> tuple[Term, ...]:
        opening = self.take()
        found = [self.term()]
        while self.passes(","):
            found.append(self.term())
        if self.kind() != ")":
            raise self.wrong(f"the bracket at character {opening.place + 1} is still open")
        self.take()
        if len(found) > limits.MAX_ARITY:
            raise TooCostly(f"a predicate has more than {limits.MAX_ARITY} arguments")
        return tuple(found)

    def term(self) -> Term:
        if self.kind() not in ("name", "number"):
            raise self.wrong("not a term")
        token = self.take()
        if self.kind() != "(":
            return self.simple_term(token)
        self.depth += 1
        if self.depth > limits.MAX_DEPTH:
            raise TooCostly(f"terms are nested more than {limits.MAX_DEPTH} deep")
        found = Application(token.text, self.arguments())
        self.depth -= 1
        return found

    def simple_term(self, token: Token) -> Term:
        if token.text in self.bound:
            return Variable(token.text)
        if is_customary_variable(token.text):
            raise NotUnderstood(
                f"the variable {token.text!r} at character {token.place + 1}, which no quantifier binds"
            )
        return Application(token.text)

    def equality(self, left: Term) -> Formula:
        negated = self.take().kind == "unequal"
        right = self.term()
        if all(isinstance(side, Application) and side.name[0].isdigit() for side in (left, right)):
            raise NotUnderstood("an equation of numbers")
        found = Equality(left, right)
        return Not(found) if negated else found
