"""Stretches of text that hold formulas, parsed together: one style of notation, one signature, lists of formulas.

A list is parted by commas, semicolons, full stops and line ends. Tells which conventions a text leaves open, so that
each can be tried; which of them is meant it does not decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from orchestra_modules.logic.formulas.notation import Conventions, prepare
from orchestra_modules.logic.formulas.parser import Parser
from orchestra_modules.logic.formulas.signature import check_signature
from orchestra_modules.logic.formulas.syntax import (
    Application,
    Atom,
    Binary,
    Equality,
    Formula,
    Not,
    is_propositional,
    letters,
)
from orchestra_modules.logic.formulas.tokens import Token, tokens
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_BREAK: Final = Token("break", "\n", 0)
_BINARY: Final = {"iff", "implies", "and", "or", "xor", "nand", "nor", "turnstile"}

_SET: Final = regex(r"\$?\s*\\?\{([^{}]*)\}\s*\$?", re.DOTALL)

#: a set with a formula beside it: "{p -> q}, p"
_BESIDE_SET: Final = regex(r"\{([^{}]+)\}\s*,\s*([^{}]+)", re.DOTALL)

_NUMBERED: Final = regex(r"\s*\(?\d{1,2}[.)]\s*(?=\S)")

Made = TypeVar("Made")


def parse_all(
    segments: Sequence[str], conventions: Conventions, listed: bool = False
) -> tuple[tuple[tuple[Formula, ...], ...], tuple[str, ...]]:
    """The formulas of each segment, and what was assumed. `listed`: the word "and" may part formulas of a sentence."""
    row: list[Token] = []
    for segment in segments:
        row += [*tokens(_as_list(segment)), _BREAK]
    parser = Parser(prepare(row), replace(conventions, and_parts=conventions.and_parts and listed))
    found: list[tuple[Formula, ...]] = []
    while not parser.done():
        found.append(_one_segment(parser))
    every = tuple(formula for part in found for formula in part)
    if names := _letters_equated(every):
        found = [tuple(_as_biconditional(formula) for formula in part) for part in found]
        parser.notes.append(f"'=' joins the letters {names} and says 'if and only if'")
    check_signature(tuple(formula for part in found for formula in part))
    return tuple(found), tuple(dict.fromkeys(parser.notes))


def _letters_equated(formulas: tuple[Formula, ...]) -> str:
    """The names in equations that stand by themselves, where all else is made of letters, these among them."""
    equations = [sides for formula in formulas if (sides := _sides(formula)) is not None]
    rest = [formula for formula in formulas if _sides(formula) is None]
    names = {side for sides in equations for side in sides}
    return ", ".join(sorted(names)) if names & set(letters(*rest)) and is_propositional(*rest) else ""


def _sides(formula: Formula) -> tuple[str, str] | None:
    """The names on both sides of an equation, or of a denied one."""
    match formula:
        case Equality(Application(left, ()), Application(right, ())) | Not(
            Equality(Application(left, ()), Application(right, ()))
        ):
            return left, right
    return None


def _as_biconditional(formula: Formula) -> Formula:
    if (sides := _sides(formula)) is None:
        return formula
    joined = Binary("iff", Atom(sides[0]), Atom(sides[1]))
    return Not(joined) if isinstance(formula, Not) else joined


def _as_list(segment: str) -> str:
    """Line ends part formulas as commas do; the braces of a set are taken off."""
    lines = [line for line in segment.split("\n") if line.strip()]
    if len(lines) > 1 and all(_NUMBERED.match(line) for line in lines):
        lines = [_NUMBERED.sub("", line, count=1) for line in lines]
    text = re.sub(r"\\\\(?=\s|$)", ";", ";".join(lines).strip())
    if match := _SET.fullmatch(text):
        return match[1]
    beside = _BESIDE_SET.fullmatch(text)
    return f"{beside[1]}, {beside[2]}" if beside else text


def _one_segment(parser: Parser) -> tuple[Formula, ...]:
    formulas: list[Formula] = []
    while parser.passes(",", "."):
        pass
    while not parser.passes("break"):
        formulas.append(parser.formula())
        if parser.kind() == "break":
            continue
        if not parser.passes(",", ".") and not parser.at_parting_and():
            raise parser.wrong()
        while parser.passes(",", ".") or parser.at_parting_and():
            pass
    if not formulas:
        raise NotUnderstood("a formula is missing")
    return tuple(formulas)


def readings(
    text: str, make: Callable[[Conventions], Made], *, listed: bool = False, in_sentence: bool = True
) -> tuple[Made, ...]:
    """What `make` makes of a text under each of the conventions that it leaves open.

    In a sentence with symbols, the word "and" parts formulas; beside a turnstile it may also join them.
    """
    found: list[Made] = []
    refused: NotUnderstood | None = None
    for conventions in _open(text, listed, in_sentence):
        try:
            one = make(conventions)
        except NotUnderstood as error:
            refused = refused or error
            continue
        if one not in found:
            found.append(one)
    if not found:
        raise refused or NotUnderstood("no formula")
    return tuple(found)


def _open(text: str, listed: bool, in_sentence: bool) -> list[Conventions]:
    row = tokens(text)
    names = {token.text for token in row if token.kind == "name"}
    signs = {token.kind for token in row if not token.text[0].isalpha() or token.text.startswith("\\")}
    choices = [Conventions()]
    if "caret" in signs:
        if "and" in signs:
            choices = [replace(one, caret="xor") for one in choices]
        elif not names & {"v", "V"}:
            choices = [replace(one, caret=caret) for one in choices for caret in ("and", "xor")]
    # a letter of the alphabet beside its neighbour is a letter
    if not (("T" in names and "S" in names) or ("F" in names and "G" in names)) and names & {"T", "F"}:
        others = {name for name in names if len(name) == 1} - {"T", "F", "v"}
        constants = [replace(one, truth_letters=True) for one in choices]
        clear = others and all(name.islower() for name in others)
        choices = constants if clear else constants + choices
    kinds = {token.kind for token in row}
    if "either" in kinds and "notboth" not in kinds:
        choices += [replace(one, either_excludes=True) for one in choices]
    if sum(token.kind == "iff" and token.text.isalpha() for token in row) > 1:
        choices += [replace(one, iff_chains=True) for one in choices]
    if listed and any(token.text.lower() == "and" for token in row):
        symbolic = bool(signs & _BINARY)
        parted = [replace(one, and_parts=True) for one in choices]
        choices = parted if symbolic and in_sentence else parted + choices
    return choices
