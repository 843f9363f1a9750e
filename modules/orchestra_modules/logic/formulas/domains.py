"""Formulas about the things of a finite domain that a text lists: "The domain is {1, 2}. Is ∀x∃y (x + y = 3) true?".

Comparisons of sums and products are values of predicates, written out over the domain; predicates may be given as sets.
Knows no domain that is not listed (the integers, the reals).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.segments import parse_all
from orchestra_modules.logic.formulas.structures import Structure, Things
from orchestra_modules.logic.formulas.syntax import Application, Atom, Formula, parts, terms
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

_I: Final = re.IGNORECASE
_SET: Final = r"\{(?P<things>[^{}]*)\}"
_DOMAIN: Final = regex(
    r"\s*(?:(?:let|if|suppose|assume|over|in|on|for|consider|given|take|with)\s+)?(?:the\s+)?(?:finite\s+)?"
    r"(?:domain|universe)(?:\s+of\s+discourse)?\s*(?:is|be|=|:|consists\s+of|of)?\s*(?:the\s+set\s+)?(?:[A-Z]\s*=\s*)?"
    + _SET,
    _I,
)
_GIVEN: Final = regex(
    r"\s*(?:,|;|\.|\bwith\b|\band\b|\blet\b|\bwhere\b)*\s*(?P<name>[A-Z])\s*(?:=|be)\s*\{(?P<rows>[^{}]*)\}"
)
_ASKED: Final = regex(
    r"\s*[.,;:]?\s*(?:(?:then|what|is|determine|find|give|state|decide|whether|if|evaluate|the|truth[- ]value|of|"
    r"statement|formula|sentence|following|true\s+or\s+false|:)\s*)*(?P<f>.+?)\s*(?:\b(?:is\s+)?true(?:\s+or\s+false)?)?\s*[?.]*\s*",
    _I | re.DOTALL,
)
_TERM: Final = r"[a-z\d][a-z\d\s+*^\u00b2\u00b3\u00b7\u2212-]*"
_COMPARED: Final = regex(rf"(?P<a>{_TERM})(?P<sign><=|>=|!=|<|>|=|\u2264|\u2265|\u2260)\s*(?P<b>{_TERM})")
_PIECE: Final = regex(r"\s*(?:(?P<n>\d{1,6})|(?P<v>[a-z])|(?P<s>[-+*^\u2212\u00b7])|(?P<p>[\u00b2\u00b3]))")
_SAME: Final = {"\u2264": "<=", "\u2265": ">=", "\u2260": "!="}
_COMMANDS: Final = {"l": "<=", "g": ">=", "n": "!="}
_MOST: Final = 12


@dataclass(frozen=True)
class InDomain:
    """Whether a formula is true of the things that are listed."""

    formula: Formula
    structure: Structure
    things: tuple[str, ...]
    #: the predicates that comparisons became, as they were written
    written: tuple[tuple[str, str], ...]


def read(text: str) -> InDomain | None:
    """The domain, what is given of it, and the formula asked about; none if no finite domain is listed."""
    if (domain := _DOMAIN.match(text)) is None:
        return None
    text = re.sub(r"\\(?:leq?|geq?|neq?)(?![a-z])", lambda match: _COMMANDS[match.group()[1]], text)
    things = tuple(part.strip().replace("\u2212", "-") for part in domain["things"].split(","))
    if not all(re.fullmatch(r"-?\d{1,4}|[a-z]\w{0,9}", thing) for thing in things) or len(set(things)) < len(things):
        raise NotUnderstood("the things of the domain")
    if len(things) > _MOST:
        raise TooCostly(f"a domain of more than {_MOST} things")
    at, predicates = domain.end(), dict[str, frozenset[Things]]()
    while given := _GIVEN.match(text, at):
        if given["name"] in predicates:
            raise NotUnderstood(f"{given['name']} is given twice")
        predicates[given["name"]] = _rows(given["rows"], things)
        at = given.end()
    asked = _ASKED.fullmatch(text, at)
    if asked is None:
        raise NotUnderstood("what is asked about the domain")
    written: dict[str, str] = {}
    body = _COMPARED.sub(lambda match: _predicate(match, things, predicates, written), asked["f"])
    ((formula, *more),), _ = parse_all([body], Conventions())
    names = {term.name for term in terms(formula) if isinstance(term, Application)}
    if more or any(isinstance(term, Application) and term.args for term in terms(formula)) or names - {*things}:
        raise NotUnderstood("one formula about the things of the domain")
    atoms = [part for part in parts(formula) if isinstance(part, Atom)]
    if missing := [atom.name for atom in atoms if not atom.args or atom.name not in predicates]:
        raise NotUnderstood(f"what is {missing[0]!r} true of?")
    for atom in atoms:
        if any(len(row) != len(atom.args) for row in predicates[atom.name]):
            raise NotUnderstood(f"the arguments of {atom.name}")
    functions: dict[str, dict[Things, int]] = {thing: {(): place} for place, thing in enumerate(things)}
    return InDomain(formula, Structure(len(things), predicates, functions), things, tuple(written.items()))


def _rows(text: str, things: tuple[str, ...]) -> frozenset[Things]:
    listed = re.findall(r"\(([^()]*)\)", text) if "(" in text else [part for part in text.split(",") if part.strip()]
    found: set[Things] = set()
    for row in listed:
        names = [name.strip() for name in row.split(",")]
        if any(name not in things for name in names):
            raise NotUnderstood(f"({row}) is not of the domain")
        found.add(tuple(things.index(name) for name in names))
    return frozenset(found)


def _predicate(
    match: re.Match[str], things: tuple[str, ...], predicates: dict[str, frozenset[Things]], written: dict[str, str]
) -> str:
    """A comparison as an atom, whose predicate holds of what makes the comparison true."""
    if not all(re.fullmatch(r"-?\d+", thing) for thing in things):
        return match.group()
    before, after = match.string[: match.start()].rstrip()[-1:], match.string[match.end() :].lstrip()[:1]
    if before in tuple("-\u2212+*/^%)\u00b7.") or after in tuple("*/^%(\u00b7.=<>"):
        raise NotUnderstood(f"{match.group().strip()!r} is part of something else")
    letters = sorted({*re.findall(r"[a-z]", match["a"] + match["b"])})
    if not letters:
        raise NotUnderstood(f"{match.group()!r} says nothing of the domain")
    sign = _SAME.get(match["sign"], match["sign"])
    name = f"Compared{len(written)}"
    holds: set[Things] = set()
    for row in itertools.product(range(len(things)), repeat=len(letters)):
        values = {letter: Fraction(things[place]) for letter, place in zip(letters, row, strict=True)}
        a, b = _value(match["a"], values), _value(match["b"], values)
        if (a, b) != (_again(match["a"], values), _again(match["b"], values)):
            raise NotDone(f"two ways to work out {match.group().strip()!r} disagree")
        if {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b, "=": a == b, "!=": a != b}[sign]:
            holds.add(row)
    predicates[name], written[name] = frozenset(holds), " ".join(match.group().split())
    return f" {name}({', '.join(letters)}) "


def _value(text: str, values: dict[str, Fraction]) -> Fraction:
    """A sum of products of powers; NotUnderstood if it is anything else."""
    at, total, sign = 0, Fraction(0), 1
    text = text.strip()
    product: Fraction | None = None
    last, joined = Fraction(0), True
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            raise NotUnderstood(f"{text!r} as a sum of products")
        at = piece.end()
        if piece["n"] or piece["v"]:
            last = Fraction(piece["n"]) if piece["n"] else values[piece["v"]]
            if (power := re.compile(r"\s*(?:\^\s*([0-9])|([\u00b2\u00b3]))").match(text, at)) is not None:
                last, at = last ** int(power[1] or {"\u00b2": 2, "\u00b3": 3}[power[2]]), power.end()
            product, joined = last if product is None else product * last, False
        elif piece["s"] in ("*", "\u00b7") and not joined:
            joined = True
        elif piece["s"] in ("+", "-", "\u2212") and (
            not joined or (product is None and at == piece.end() and not total)
        ):
            total, product = total + sign * (product or 0), None
            sign, joined = (1 if piece["s"] == "+" else -1), True
        else:
            raise NotUnderstood(f"{text!r} as a sum of products")
    if joined or product is None:
        raise NotUnderstood(f"{text!r} as a sum of products")
    return total + sign * product


def _again(text: str, values: dict[str, Fraction]) -> Fraction:
    """The same by another road: parted at its signs, each part the product of its factors."""
    total = Fraction(0)
    for part in re.findall(r"[+-]?[^+-]+", text.replace("\u2212", "-").replace("\u00b2", "^2").replace("\u00b3", "^3")):
        product = Fraction(-1 if part.strip().startswith("-") else 1)
        for factor, power in re.findall(r"(\d+|[a-z])\s*(?:\^\s*(\d))?", part):
            product *= (Fraction(factor) if factor.isdigit() else values[factor]) ** int(power or 1)
        total += product
    return total
