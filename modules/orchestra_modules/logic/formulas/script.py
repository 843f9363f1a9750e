"""Scripts in SMT-LIB 2 as typed commands, from a listed set; every other command is refused. Knows no solver."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from orchestra_modules.logic.formulas.sexpr import Node, read_all, write
from orchestra_modules.logic.formulas.smt_terms import Reader, Signature, Sort, Term, is_reserved
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex


@dataclass(frozen=True)
class Assert:
    """A claim."""

    term: Term


@dataclass(frozen=True)
class Check:
    """Whether the claims so far can be true, and these with them."""

    assuming: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Claims from here on are taken back (positive), or those of the last scopes are (negative)."""

    levels: int


@dataclass(frozen=True)
class Show:
    """The model of the last check, or the values of terms in it."""

    terms: tuple[Term, ...] = ()


Command: TypeAlias = Assert | Check | Scope | Show


@dataclass(frozen=True)
class Script:
    """Commands in order, with what they declare."""

    commands: tuple[Command, ...]
    functions: tuple[tuple[str, tuple[Sort, ...], Sort], ...]
    sorts: tuple[str, ...]
    notes: tuple[str, ...] = ()
    #: the text beside it asks whether it is satisfiable, so that yes means sat
    asks_satisfiable: bool = False


_STARTS: Final = regex(r"\(\s*(?:assert|check-sat|declare-(?:const|fun|sort)|set-logic|define-fun)\b")
_LEAD: Final = regex(
    r"(?:is|are|please|check|determine|whether|if|the|this|these|following|smt|smt-?lib2?|smtlib|lib|2|script|problem|formula|formulas|program|"
    r"constraints?|set|of|satisfiable|sat|or|unsat|unsatisfiable|what|result|output|running|does|print|give|run|solve|z3|in|for|it|consistent|"
    r"code|input|answer|question|by|a|an|solver|printed|output|outputs|commands?|here|prints|shows?|would|return|report|query|assertions?|satisfiability|find|model|tell|me|will)\b",
    re.IGNORECASE,
)
_ASKS: Final = regex(r"\b(?:satisfiab|sat\b|consistent|solve|check)", re.IGNORECASE)
_IGNORED: Final = ("set-option", "set-info", "get-info", "get-option", "echo")


def looks_like_script(text: str) -> bool:
    """Whether commands of SMT-LIB stand in a text."""
    return _STARTS.search(text) is not None


def read_script(text: str) -> Script:
    """The script in a text, which may be preceded and followed by a question about it."""
    text = re.sub(r"```[A-Za-z0-9-]*", "", text)
    text = re.sub(r"^\s*;[^\n]*", "", text, flags=re.M)  # comments
    start, end = text.index("("), text.rindex(")") + 1
    around = f"{text[:start]} {text[end:]}"
    rest = _LEAD.sub("", around)
    if words := re.search(r"[^\s?.,:;\-()]+", rest):
        raise NotUnderstood(f"{words.group()!r} beside the script")
    script = _Building().build(read_all(text[start:end]), bool(_ASKS.search(around)))
    asks = re.search(r"\b(?:satisfiable|consistent)\b", around, re.IGNORECASE) is not None
    return replace(script, asks_satisfiable=asks and not re.search(r"unsat|inconsistent", around, re.IGNORECASE))


class _Building:
    def __init__(self) -> None:
        self.signature = Signature()
        self.reader = Reader(self.signature)
        self.commands: list[Command] = []
        self.notes: list[str] = []
        self.depth = 0
        #: what was declared before each open scope
        self.outer: list[Signature] = []
        #: all that was ever declared, of which some is out of sight again
        self.every = Signature()

    def build(self, nodes: tuple[Node, ...], asked: bool) -> Script:
        for node in nodes:
            if not isinstance(node, tuple) or not node or not isinstance(node[0], str):
                raise NotUnderstood(f"{write(node)} is no command")
            if node[0] == "exit":
                break
            self.command(node[0], node[1:])
        if not any(isinstance(command, Check) for command in self.commands):
            if not asked:
                raise NotUnderstood("the script checks nothing")
            self.commands.append(Check())
        functions = tuple((name, *types) for name, types in self.every.functions.items())
        return Script(tuple(self.commands), functions, tuple(sorted(self.every.sorts)), tuple(self.notes))

    def command(self, name: str, args: tuple[Node, ...]) -> None:
        match (name, args):
            case ("set-logic", (str(),)) | ("get-unsat-core" | "get-proof", ()):
                return
            case _ if name in _IGNORED:
                self.notes.append(f"the command {name} is passed over")
            case ("declare-const", (str() as symbol, sort)):
                self.declare(symbol, (), sort)
            case ("declare-fun", (str() as symbol, tuple() as sorts, sort)):
                self.declare(symbol, sorts, sort)
            case ("declare-sort", (str() as symbol,)) | ("declare-sort", (str() as symbol, "0")):
                self.free(symbol)
                self.signature.sorts.add(symbol)
                self.every.sorts.add(symbol)
            case ("define-fun", (str() as symbol, tuple() as variables, sort, body)):
                self.define(symbol, variables, sort, body)
            case ("define-const", (str() as symbol, sort, body)):
                self.define(symbol, (), sort, body)
            case ("assert", (body,)):
                self.commands.append(Assert(self.claim(body)))
            case ("check-sat", ()):
                self.commands.append(Check())
            case ("check-sat-assuming", (tuple() as terms,)):
                self.commands.append(Check(tuple(self.claim(term) for term in terms)))
            case ("push" | "pop", ()) | ("push" | "pop", (str(),)):
                self.scope(name, args)
            case ("get-model", ()):
                self.commands.append(Show())
            case ("get-value", (tuple() as terms,)) if terms:
                self.commands.append(Show(tuple(self.reader.term(term, {}) for term in terms)))
            case _:
                raise NotUnderstood(f"the command {write((name, *args))[:80]}")

    def scope(self, name: str, args: tuple[Node, ...]) -> None:
        levels = int(str(args[0])) if args and str(args[0]).isdigit() and len(str(args[0])) < 3 else 1
        self.depth += levels if name == "push" else -levels
        if self.depth < 0 or self.depth > 50:
            raise NotUnderstood("push and pop do not match")
        seen = self.signature
        if name == "push":
            self.outer += [_copied(seen) for _ in range(levels)]
        elif levels:
            before = self.outer[-levels]
            del self.outer[-levels:]
            # in place, since the reader of terms looks there
            seen.functions, seen.definitions, seen.sorts = before.functions, before.definitions, before.sorts
        self.commands.append(Scope(levels if name == "push" else -levels))

    def claim(self, node: Node) -> Term:
        term = self.reader.term(node, {})
        if term.sort != "Bool":
            raise NotUnderstood(f"{write(node)[:80]} is asserted and no truth value")
        return term

    def free(self, symbol: str) -> None:
        every = self.every
        if is_reserved(symbol) or symbol in every.functions or symbol in every.definitions or symbol in every.sorts:
            raise NotUnderstood(f"{symbol!r} is declared twice")

    def declare(self, symbol: str, sorts: tuple[Node, ...], result: Node) -> None:
        self.free(symbol)
        found = tuple(self.signature.sort(sort) for sort in sorts)
        self.signature.functions[symbol] = self.every.functions[symbol] = (found, self.signature.sort(result))

    def define(self, symbol: str, variables: tuple[Node, ...], sort: Node, body: Node) -> None:
        self.free(symbol)
        bound: list[tuple[str, Sort]] = []
        for pair in variables:
            if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[0], str):
                raise NotUnderstood(f"the variables of {symbol}")
            bound.append((pair[0], self.signature.sort(pair[1])))
        # marked, so that no name of the script can be taken for a variable of the definition
        known = {name: Term(f"{symbol}%{name}", (), kind) for name, kind in bound}
        term = self.reader.term(body, known)
        if term.sort != self.signature.sort(sort):
            raise NotUnderstood(f"the definition of {symbol} has another sort than it says")
        if bound and _has_quantifier(term):
            raise NotUnderstood(f"a quantifier in the definition of {symbol}")
        self.signature.definitions[symbol] = self.every.definitions[symbol] = (
            tuple((f"{symbol}%{name}", kind) for name, kind in bound),
            term,
        )


def _copied(seen: Signature) -> Signature:
    return Signature(dict(seen.functions), dict(seen.definitions), set(seen.sorts))


def _has_quantifier(term: Term) -> bool:
    return bool(term.bound) or any(map(_has_quantifier, term.args))
