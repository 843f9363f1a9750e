"""Programs of facts and rules under headings: Predicates, Facts, Rules, Query.

    Predicates:
    Warm($x, bool)
    Facts:
    Warm(Stove, True)
    Rules:
    Warm($x, True) >>> Cosy($x, True)
    Query:
    Cosy(Stove, True)

A truth value closes each literal; False is a denial that has to be stated or derived. Not covered: any other sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from orchestra_modules.logic.rules.chaining import Literal, Rule
from orchestra_modules.logic.rules.formulas import Atom, Const, Term, Var, write
from orchestra_modules.logic.rules.program_text import Line, Token, Tokens, refuse, sections
from orchestra_modules.solving.regex import regex

HEADINGS: Final = ("Predicates", "Facts", "Rules", "Query")
_SIGNS: Final = regex(r">>>|&&|\$[A-Za-z_]\w*|\w+|[(),]")
_NAME: Final = regex(r"[^\W\d]\w*")


@dataclass(frozen=True)
class RuleProgram:
    """Facts and rules, and the literals asked for, each with the label of its option (empty if it has none)."""

    rules: tuple[Rule, ...]
    asked: tuple[tuple[str, Literal], ...]


def read(program: str) -> RuleProgram:
    """The program, or a refusal that names line and column."""
    parts = sections(program, HEADINGS)
    declared = dict(_declaration(line) for line in parts["Predicates"])
    rules: list[Rule] = []
    for line in parts["Facts"]:
        rules.append(Rule(_only(line, declared, ground=True), text=line.comment or line.text.strip()))
    for line in parts["Rules"]:
        rules += _rules(line, declared)
    asked = tuple((line.label, _only(line, declared, ground=True)) for line in parts["Query"])
    if not asked:
        raise refuse("the query is missing", len(program.split("\n")), 1)
    return RuleProgram(tuple(rules), asked)


def _declaration(line: Line) -> tuple[str, int]:
    tokens = Tokens(line, _SIGNS)
    name = _name(tokens.next())
    tokens.expect("(")
    arity = 0
    while tokens.peek().startswith("$"):
        tokens.next()
        tokens.expect(",")
        arity += 1
    tokens.expect("bool")
    tokens.expect(")")
    tokens.end()
    return name, arity


def _name(token: Token) -> str:
    if not _NAME.fullmatch(token.text):
        raise refuse(f"a name is expected, not '{token.text}'", token.line, token.column)
    return token.text


def _only(line: Line, declared: dict[str, int], ground: bool) -> Literal:
    tokens = Tokens(line, _SIGNS)
    literal = _literal(tokens, declared, ground)
    tokens.end()
    return literal


def _literal(tokens: Tokens, declared: dict[str, int], ground: bool = False) -> Literal:
    token = tokens.next()
    name = _name(token)
    if name not in declared:
        raise refuse(f"the predicate '{name}' is not declared", token.line, token.column)
    tokens.expect("(")
    args: list[Term] = []
    while tokens.peek() not in ("True", "False"):
        part = tokens.next()
        if part.text.startswith("$"):
            if ground:
                raise refuse(f"a variable, '{part.text}', where a name is expected", part.line, part.column)
            args.append(Var(part.text[1:]))
        else:
            args.append(Const(_name(part) if not part.text.isdigit() else part.text))
        tokens.expect(",")
    positive = tokens.next().text == "True"
    tokens.expect(")")
    if len(args) != declared[name]:
        raise refuse(f"'{name}' takes {declared[name]} things, not {len(args)}", token.line, token.column)
    return Literal(Atom(name, tuple(args)), positive)


def _rules(line: Line, declared: dict[str, int]) -> list[Rule]:
    tokens = Tokens(line, _SIGNS)
    body = [_literal(tokens, declared)]
    while tokens.accept("&&"):
        body.append(_literal(tokens, declared))
    tokens.expect(">>>")
    heads = [_literal(tokens, declared)]
    while tokens.accept("&&"):
        heads.append(_literal(tokens, declared))
    tokens.end()
    return [Rule(head, tuple(body), text=line.comment or line.text.strip()) for head in heads]


def tell(literal: Literal) -> str:
    """A literal in signs."""
    return write(literal.formula())
