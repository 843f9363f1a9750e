"""Programs of clauses, as in Datalog: `warm(stove).`, `cosy(X) :- warm(X), not(noisy(X)).`, `?- cosy(X).`

What is not derived is false. Not covered: negation that is not in layers. Functions, lists, arithmetic, cuts and
comparison are read by `prolog_text`, where this grammar refuses them with their place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import Final

from orchestra_modules.logic.rules.chaining import Literal, Rule
from orchestra_modules.logic.rules.formulas import Atom, Const, Term, Var
from orchestra_modules.logic.rules.program_text import Line, Token, Tokens, refuse
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_SIGNS: Final = regex(r":-|\?-|\\\+|'[^'\n]*'|\w+|[(),.?]")
_COMMENT: Final = regex(r"%.*|:::.*")
_LOOKS_LIKE: Final = regex(r"\s*(?:\?-|[a-z]\w*\s*(?:\([^()]*\)\s*)?(?:\.(?:\s|$)|:-))")
_HEADING: Final = regex(
    r"(?:(?<=\s)|(?<=^))(?:facts?|rules?|clauses?|program|database|knowledge base|prolog)\s*:(?!-)", re.I | re.M
)
_QUERY: Final = regex(r"(?:(?<=\s)|(?<=^))(?:query|goal|question)\s*:(?!-)[ \t]*\n?\s*(?:\?-)?", re.I | re.M)


@dataclass(frozen=True)
class Goal:
    """One part of a query or of a body: an atom that has to hold, or has to be absent."""

    atom: Atom
    wanted: bool


@dataclass(frozen=True)
class ClauseProgram:
    """Facts and rules, and a query with its variables in order."""

    rules: tuple[Rule, ...]
    query: tuple[Goal, ...]
    variables: tuple[Var, ...]


def looks_like(text: str) -> bool:
    """Whether a text claims to be a program of clauses with a query (it may still be a broken one)."""
    if ":-" not in text and "?-" not in text:
        return False
    blanked = plain(text)
    return "?-" in blanked and _LOOKS_LIKE.match(blanked) is not None


def plain(text: str) -> str:
    """The text without comments and headings, each place kept; "Query:" becomes the sign of a query."""
    text = _COMMENT.sub(lambda match: " " * len(match.group()), text)
    text = _HEADING.sub(lambda match: " " * len(match.group()), text)
    return _QUERY.sub(lambda match: "?-" + re.sub(r"[^\n]", " ", match.group()[2:]), text)


class _Reader(Tokens):
    """Reads clauses from all lines as one run of tokens."""

    def __init__(self, program: str) -> None:
        lines = [Line(text, number) for number, text in enumerate(plain(program).split("\n"), start=1)]
        super().__init__(lines[-1], _SIGNS)
        self.found = tuple(token for line in lines for token in Tokens(line, _SIGNS).found)
        self.unnamed = count(1)
        self.arities: dict[str, int] = {}
        self.used: list[Token] = []
        self.defined: set[str] = set()

    def atom(self) -> Atom:
        token = self.next()
        if not re.fullmatch(r"[a-z]\w*", token.text):
            raise refuse(f"a predicate is expected, not '{token.text}'", token.line, token.column)
        args: list[Term] = []
        if self.accept("("):
            args.append(self.term())
            while self.accept(","):
                args.append(self.term())
            self.expect(")")
        if self.arities.setdefault(token.text, len(args)) != len(args):
            known = self.arities[token.text]
            raise refuse(f"'{token.text}' takes {known} things, not {len(args)}", token.line, token.column)
        self.used.append(token)
        return Atom(token.text, tuple(args))

    def term(self) -> Term:
        token = self.next()
        if token.text == "_":
            return Var(f"_ {next(self.unnamed)}")  # with a space, so that no name of the program is like it
        if re.fullmatch(r"[A-Z_]\w*", token.text):
            return Var(token.text)
        if re.fullmatch(r"[a-z]\w*|\d+|'[^']*'", token.text):
            return Const(token.text.strip("'"))
        raise refuse(f"a name is expected, not '{token.text}'", token.line, token.column)

    def goals(self) -> tuple[Goal, ...]:
        found = [self.goal()]
        while self.accept(","):
            found.append(self.goal())
        return tuple(found)

    def goal(self) -> Goal:
        if self.accept("\\+"):
            return Goal(self.atom(), False)
        if self.peek() == "not":
            self.next()
            if self.accept("("):
                atom = self.atom()
                self.expect(")")
                return Goal(atom, False)
            return Goal(self.atom(), False)
        return Goal(self.atom(), True)


def _safe(goals: tuple[Goal, ...], head: tuple[Term, ...], token: Token) -> None:
    bound = {arg for goal in goals if goal.wanted for arg in goal.atom.args}
    for term in (*head, *(arg for goal in goals if not goal.wanted for arg in goal.atom.args)):
        if isinstance(term, Var) and term not in bound:
            raise refuse(f"nothing gives the variable '{term.name}' a value", token.line, token.column)
    given = set[Term]()
    for goal in goals:
        # read in order, as Prolog does, such a goal fails or not by what stands behind it
        if not goal.wanted and any(isinstance(arg, Var) and arg not in given for arg in goal.atom.args):
            raise refuse("a denied goal stands before what gives its variables values", token.line, token.column)
        given.update(goal.atom.args if goal.wanted else ())


def read(program: str) -> ClauseProgram:
    """The program, or a refusal that names line and column."""
    reader = _Reader(program)
    rules: list[Rule] = []
    query: tuple[Goal, ...] = ()
    while reader.peek():
        opened = reader.place
        start = reader.found[opened]
        if query:
            raise refuse("nothing may follow the query", start.line, start.column)
        if reader.accept("?-"):
            query = reader.goals()
            _safe(query, (), start)
            if not reader.peek() or (reader.accept("?") and not reader.peek()):
                break  # a query may end without its full stop
        else:
            head = reader.atom()
            body = reader.goals() if reader.accept(":-") else ()
            if not body and any(isinstance(arg, Var) for arg in head.args):
                raise refuse("a fact that holds of everything is not of this format", start.line, start.column)
            _safe(body, head.args, start)
            reader.defined.add(head.predicate)
            wanted = tuple(Literal(goal.atom) for goal in body if goal.wanted)
            absent = tuple(goal.atom for goal in body if not goal.wanted)
            text = "".join(_spaced(token.text) for token in reader.found[opened : reader.place])
            rules.append(Rule(Literal(head), wanted, absent, text.strip()))
        reader.expect(".")
    for token in reader.used:
        if token.text not in reader.defined:
            raise refuse(f"nothing defines the predicate '{token.text}'", token.line, token.column)
    if not query:
        raise NotUnderstood("the program asks nothing ('?- ...' is missing)")
    variables = dict.fromkeys(a for goal in query for a in goal.atom.args if isinstance(a, Var) and a.name[0] != "_")
    return ClauseProgram(tuple(rules), query, tuple(variables))


def _spaced(sign: str) -> str:
    return {":-": " :- ", ",": ", "}.get(sign, sign)
