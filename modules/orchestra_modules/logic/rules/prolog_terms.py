"""Terms of logic programs with functions, lists and numbers, and the clauses made of them. Knows no text, no search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True)
class Variable:
    """A name that stands for any term; `copy` tells apart the uses of one clause."""

    name: str
    copy: int = 0


@dataclass(frozen=True)
class Compound:
    """A name with things in it; without any, a plain name."""

    name: str
    args: tuple[Term, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """What tells predicates apart: the name and how many things it takes."""
        return self.name, len(self.args)


Term: TypeAlias = Variable | Compound | int

EMPTY: Final = Compound("[]")
CONS: Final = "."


@dataclass(frozen=True)
class Clause:
    """What holds if all of a body does."""

    head: Compound
    body: tuple[Term, ...] = ()


def is_pair(term: Term) -> bool:
    """Whether a term is a list with a first thing."""
    return isinstance(term, Compound) and term.key == (CONS, 2)


def variables(term: Term) -> tuple[Variable, ...]:
    """The variables of a term, each once, in order."""
    match term:
        case Variable():
            return (term,)
        case Compound(_, args):
            return tuple(dict.fromkeys(v for arg in args for v in variables(arg)))
    return ()


def renamed(term: Term, copy: int) -> Term:
    """The term with variables of its own."""
    match term:
        case Variable(name):
            return Variable(name, copy)
        case Compound(name, args) if args:
            return Compound(name, tuple(renamed(arg, copy) for arg in args))
    return term


def write(term: Term) -> str:
    """The term as it is written in a program."""
    match term:
        case Variable(name):
            return name
        case Compound(name, (left, right)) if name != CONS and not name[0].isalpha():
            return f"{_operand(left)} {name} {_operand(right)}"
        case Compound(name, args) if args and name != CONS:
            return f"{name}({', '.join(map(write, args))})"
        case Compound(_, args) if args:
            return _list(term)
        case Compound(name):
            return name
    return str(term)


def _operand(term: Term) -> str:
    joined = isinstance(term, Compound) and len(term.args) == 2 and term.name != CONS and not term.name[0].isalpha()
    return f"({write(term)})" if joined else write(term)


def _list(term: Term) -> str:
    shown: list[str] = []
    while isinstance(term, Compound) and is_pair(term):
        shown.append(write(term.args[0]))
        term = term.args[1]
    tail = "" if term == EMPTY else f" | {write(term)}"
    return f"[{', '.join(shown)}{tail}]"
