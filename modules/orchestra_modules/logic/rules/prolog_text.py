"""Logic programs with lists, numbers, comparison, negation and cuts as text: read strictly, refused with the place.

Not covered: floating point, strings, if-then-else, operators of one's own, and predicates that change the program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import Final

from orchestra_modules.logic.rules.program_text import Line, Token, Tokens, refuse
from orchestra_modules.logic.rules.prolog_terms import CONS, EMPTY, Clause, Compound, Term, Variable, variables
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_SIGNS: Final = regex(
    r":-|\?-|\\\+|=:=|=\\=|\\==|==|\\=|=<|>=|//|\*\*|'[^'\n]+'|[A-Za-z_]\w*|\d+(?![.]\d|\w)|\.(?=\s|$|%)|[()\[\]|,;!<>=+\-*/^]"
)
COMPARISONS: Final = frozenset(("=:=", "=\\=", "==", "\\==", "=", "\\=", "=<", ">=", "<", ">", "is"))
#: predicates that need no clauses, with how many things each takes
BUILT_IN: Final = frozenset(
    {(name, 2) for name in COMPARISONS}
    | {(",", 2), (";", 2), ("!", 0), ("\\+", 1), ("true", 0), ("fail", 0), ("false", 0), ("between", 3)}
)
#: predicates every system brings along; a program may define its own instead
LIBRARY: Final = """
member(X, [X|_]). member(X, [_|T]) :- member(X, T).
append([], L, L). append([H|T], L, [H|R]) :- append(T, L, R).
length([], 0). length([_|T], N) :- length(T, M), N is M + 1.
reverse([], []). reverse([H|T], R) :- reverse(T, S), append(S, [H], R).
last([X], X). last([_|T], X) :- last(T, X).
sum_list([], 0). sum_list([H|T], S) :- sum_list(T, R), S is H + R.
"""


@dataclass(frozen=True)
class PrologProgram:
    """Clauses by predicate, in order, and a query with its variables in order."""

    clauses: tuple[Clause, ...]
    query: tuple[Term, ...]
    variables: tuple[Variable, ...]

    @property
    def cuts(self) -> bool:
        """Whether the order of the search changes what follows."""
        return any(_cuts(goal) for body in (self.query, *(c.body for c in self.clauses)) for goal in body)


def _cuts(goal: Term) -> bool:
    return isinstance(goal, Compound) and (goal.name == "!" or (goal.name in ";,\\+" and any(map(_cuts, goal.args))))


class _Reader(Tokens):
    """Reads clauses from a run of tokens."""

    def __init__(self, program: str) -> None:
        lines = [Line(text, number) for number, text in enumerate(program.split("\n"), start=1)]
        super().__init__(lines[-1], _SIGNS)
        self.found = tuple(token for line in lines for token in Tokens(line, _SIGNS).found)
        self.unnamed = count(1)
        self.used: list[tuple[tuple[str, int], Token]] = []

    def goals(self) -> tuple[Term, ...]:
        """Alternatives of goals that all hold."""
        found = self.joined()
        if not self.accept(";"):
            return found
        return (Compound(";", (_all(found), _all(self.goals()))),)

    def joined(self) -> tuple[Term, ...]:
        found = [*self.goal()]
        while self.accept(","):
            found += self.goal()
        return tuple(found)

    def goal(self) -> tuple[Term, ...]:
        token = self.found[self.place] if self.place < len(self.found) else self.next()
        if self.accept("!"):
            return (Compound("!"),)
        if self.accept("\\+") or self.negates():
            return (Compound("\\+", (_all(self.goal()),)),)
        start = self.place
        if token.text == "(":
            try:
                return (self.compared(token),)
            except NotUnderstood:
                self.place = start + 1
            inside = self.goals()
            self.expect(")")
            return inside
        return (self.compared(token),)

    def negates(self) -> bool:
        """Whether "not" comes next, with a goal after it."""
        if self.peek() != "not":
            return False
        self.next()
        return True

    def compared(self, token: Token) -> Term:
        left = self.sum()
        if self.peek() in COMPARISONS:
            sign = self.next().text
            return Compound(sign, (left, self.sum()))
        if not isinstance(left, Compound) or not re.match(r"[a-z]", left.name):
            raise refuse("a goal is expected", token.line, token.column)
        self.used.append((left.key, token))
        return left

    def sum(self) -> Term:
        left = self.product()
        while self.peek() in ("+", "-"):
            left = Compound(self.next().text, (left, self.product()))
        return left

    def product(self) -> Term:
        left = self.power()
        while self.peek() in ("*", "/", "//", "mod"):
            left = Compound(self.next().text, (left, self.power()))
        return left

    def power(self) -> Term:
        left = self.part()
        if self.peek() in ("^", "**"):
            self.next()
            return Compound("^", (left, self.power()))
        return left

    def part(self) -> Term:
        token = self.next()
        text = token.text
        if text == "-":
            inner = self.part()
            if not isinstance(inner, int):
                raise refuse("a minus before something else than a number is not read", token.line, token.column)
            return -inner
        if text == "(":
            inside = self.sum()
            self.expect(")")
            return inside
        if text == "[":
            return self.list()
        if text.isdigit():
            return int(text)
        if text == "_":
            return Variable(f"_ {next(self.unnamed)}")  # with a space, so that no name of the program is like it
        if text[0].isupper() or text[0] == "_":
            return Variable(text)
        if text[0].islower() or text[0] == "'":
            return Compound(text.strip("'"), self.arguments() if self.accept("(") else ())
        raise refuse(f"a term is expected, not '{text}'", token.line, token.column)

    def arguments(self) -> tuple[Term, ...]:
        found = [self.sum()]
        while self.accept(","):
            found.append(self.sum())
        self.expect(")")
        return tuple(found)

    def list(self) -> Term:
        if self.accept("]"):
            return EMPTY
        items = [self.sum()]
        while self.accept(","):
            items.append(self.sum())
        term: Term = self.sum() if self.accept("|") else EMPTY
        self.expect("]")
        for item in reversed(items):
            term = Compound(CONS, (item, term))
        return term


def _all(goals: tuple[Term, ...]) -> Term:
    term = goals[-1]
    for goal in reversed(goals[:-1]):
        term = Compound(",", (goal, term))
    return term


def _clauses(reader: _Reader) -> tuple[list[Clause], tuple[Term, ...]]:
    clauses: list[Clause] = []
    query: tuple[Term, ...] = ()
    while reader.peek():
        start = reader.found[reader.place]
        if query:
            raise refuse("nothing may follow the query", start.line, start.column)
        if reader.accept("?-"):
            query = reader.goals()
            if not reader.peek():
                break  # a query may end without its full stop
        else:
            head = reader.part()
            if not isinstance(head, Compound) or head.key in BUILT_IN or not re.match(r"[a-z]", head.name):
                raise refuse("a predicate is expected", start.line, start.column)
            clauses.append(Clause(head, reader.goals() if reader.accept(":-") else ()))
        reader.expect(".")
    return clauses, query


def read(program: str) -> PrologProgram:
    """The program, or a refusal that names line and column."""
    reader = _Reader(program)
    clauses, query = _clauses(reader)
    if not query:
        raise NotUnderstood("the program asks nothing ('?- ...' is missing)")
    own = {clause.head.key for clause in clauses}
    provided = _clauses(_Reader(LIBRARY))[0]
    keys = {clause.head.key for clause in provided}
    if own & keys and (taken := [token for key, token in reader.used if key in keys - own]):
        raise refuse("the program redefines a predicate that this one may rest on", taken[0].line, taken[0].column)
    library = [clause for clause in provided if clause.head.key not in own]
    known = own | BUILT_IN | {clause.head.key for clause in library}
    for key, token in reader.used:
        if key not in known:
            raise refuse(f"nothing defines the predicate '{key[0]}'", token.line, token.column)
    asked = dict.fromkeys(v for goal in query for v in variables(goal) if v.name[0] != "_")
    return PrologProgram((*clauses, *library), query, tuple(asked))
