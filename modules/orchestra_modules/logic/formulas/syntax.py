"""Formulas of propositional and first-order logic as trees, and their print in two notations. Knows no semantics."""

# ruff: noqa: RUF001, RUF002 (signs of logic that look like letters)
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Operator: TypeAlias = Literal["and", "xor", "or", "implies", "iff"]
Quantifier: TypeAlias = Literal["forall", "exists"]


@dataclass(frozen=True)
class Variable:
    """A variable bound by a quantifier."""

    name: str


@dataclass(frozen=True)
class Application:
    """A function of terms; a constant is one without arguments."""

    name: str
    args: tuple[Term, ...] = ()


Term: TypeAlias = Variable | Application


@dataclass(frozen=True)
class Constant:
    """Truth or falsity itself."""

    value: bool


@dataclass(frozen=True)
class Atom:
    """A predicate of terms; a propositional letter is one without arguments."""

    name: str
    args: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Equality:
    """Two terms name the same thing."""

    left: Term
    right: Term


@dataclass(frozen=True)
class Not:
    """A negation."""

    body: Formula


@dataclass(frozen=True)
class Binary:
    """Two formulas joined."""

    operator: Operator
    left: Formula
    right: Formula


@dataclass(frozen=True)
class Quantified:
    """A formula under a quantifier."""

    quantifier: Quantifier
    variable: str
    body: Formula


Formula: TypeAlias = Constant | Atom | Equality | Not | Binary | Quantified

#: binds tighter the larger
STRENGTH: Final[dict[Operator, int]] = {"iff": 1, "implies": 2, "or": 3, "xor": 4, "and": 5}
_UNICODE: Final = {
    "and": "∧",
    "or": "∨",
    "xor": "⊕",
    "implies": "→",
    "iff": "↔",
    "not": "¬",
    "forall": "∀",
    "exists": "∃",
}
_ASCII: Final = {
    "and": "&",
    "or": "|",
    "xor": "xor",
    "implies": "->",
    "iff": "<->",
    "not": "~",
    "forall": "forall ",
    "exists": "exists ",
}
TRUE: Final = Constant(True)
FALSE: Final = Constant(False)


def show(formula: Formula) -> str:
    """The formula for a person: ¬ ∧ ∨ → ↔ ∀ ∃."""
    return _show(formula, _UNICODE, 0)


def plain(formula: Formula) -> str:
    """The formula in ASCII, which the parser reads back: ~ & | -> <-> forall exists."""
    return _show(formula, _ASCII, 0)


def _show(formula: Formula, signs: dict[str, str], outside: int) -> str:
    match formula:
        case Constant(value):
            return "True" if value else "False"
        case Atom(name, args):
            return name + _arguments(args)
        case Equality(left, right):
            return f"{show_term(left)} = {show_term(right)}"
        case Not(Equality(left, right)):
            return f"{show_term(left)} {'≠' if signs is _UNICODE else '!='} {show_term(right)}"
        case Not(body):
            return signs["not"] + _show(body, signs, 6)
        case Quantified(quantifier, variable, body):
            inner = _show(body, signs, 6)
            gap = " " if inner[0].isalpha() or signs is _ASCII else ""
            return f"{signs[quantifier]}{variable}{gap}{inner}"
        case Binary(operator, left, right):
            strength = STRENGTH[operator]
            # a chain of one associative operator needs no brackets; implication groups to the right
            chain = operator in ("and", "or")
            left_text = _show(left, signs, strength if chain else strength + 1)
            right_text = _show(right, signs, strength if chain or operator == "implies" else strength + 1)
            # mixed operators are bracketed even where precedence would allow it to be left out
            text = f"{_clear(left, operator, left_text)} {signs[operator]} {_clear(right, operator, right_text)}"
            return f"({text})" if strength < outside else text


def _clear(part: Formula, operator: Operator, text: str) -> str:
    mixed = isinstance(part, Binary) and part.operator != operator and operator in ("and", "or", "xor")
    return f"({text})" if mixed and not text.startswith("(") else text


def show_term(term: Term) -> str:
    """A term, in any notation."""
    return term.name if isinstance(term, Variable) else term.name + _arguments(term.args)


def _arguments(args: tuple[Term, ...]) -> str:
    return f"({', '.join(map(show_term, args))})" if args else ""


def parts(formula: Formula) -> Iterator[Formula]:
    """The formula and all that stand in it, outside first."""
    stack = [formula]
    while stack:
        one = stack.pop()
        yield one
        match one:
            case Not(body) | Quantified(_, _, body):
                stack.append(body)
            case Binary(_, left, right):
                stack += (right, left)


def terms(formula: Formula) -> Iterator[Term]:
    """All terms in a formula, outside first."""
    for part in parts(formula):
        stack: list[Term] = []
        if isinstance(part, Atom):
            stack += part.args
        elif isinstance(part, Equality):
            stack += (part.left, part.right)
        while stack:
            term = stack.pop()
            yield term
            if isinstance(term, Application):
                stack += term.args


def letters(*formulas: Formula) -> tuple[str, ...]:
    """The propositional letters, in the order they occur."""
    found = {part.name: None for formula in formulas for part in parts(formula) if isinstance(part, Atom)}
    return tuple(found)


def is_propositional(*formulas: Formula) -> bool:
    """Whether there is no quantifier, argument or equality."""
    return not any(
        isinstance(part, Quantified | Equality) or (isinstance(part, Atom) and part.args)
        for formula in formulas
        for part in parts(formula)
    )


def conjunction(formulas: tuple[Formula, ...]) -> Formula:
    """All of them; truth itself if there are none."""
    if not formulas:
        return TRUE
    joined = formulas[0]
    for formula in formulas[1:]:
        joined = Binary("and", joined, formula)
    return joined
