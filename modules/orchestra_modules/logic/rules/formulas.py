"""First-order formulas over named things: terms, atoms, connectives, quantifiers, their signs. Knows no English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from orchestra_modules.solving.refusal import NotUnderstood

MOST_READINGS = 16


@dataclass(frozen=True)
class Var:
    """A bound variable."""

    name: str


@dataclass(frozen=True)
class Const:
    """A thing with a name."""

    name: str


@dataclass(frozen=True)
class Made:
    """A thing that an existential sentence promises, depending on others (a Skolem term)."""

    name: str
    of: tuple[Term, ...] = ()


Term = Var | Const | Made


@dataclass(frozen=True)
class Atom:
    """A predicate of one thing, or of two."""

    predicate: str
    args: tuple[Term, ...]


@dataclass(frozen=True)
class Not:
    """Negation."""

    body: Formula


@dataclass(frozen=True)
class And:
    """Conjunction; without parts it is true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Or:
    """Disjunction; without parts it is false."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Implies:
    """If left, then right."""

    left: Formula
    right: Formula


@dataclass(frozen=True)
class ForAll:
    """Of each thing."""

    variable: Var
    body: Formula


@dataclass(frozen=True)
class Exists:
    """Of at least one thing."""

    variable: Var
    body: Formula


@dataclass(frozen=True)
class Ambiguous:
    """Words that can be read in several ways; `why` names them. Whoever solves has to try each."""

    readings: tuple[Formula, ...]
    why: str


Formula = Atom | Not | And | Or | Implies | ForAll | Exists | Ambiguous


def conj(*parts: Formula) -> Formula:
    """The conjunction of parts, flat."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disj(*parts: Formula) -> Formula:
    """The disjunction of parts, flat."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def exactly_one(parts: tuple[Formula, ...]) -> Formula:
    """That one of the parts holds and the others do not."""
    pairs = [Not(conj(a, b)) for i, a in enumerate(parts) for b in parts[i + 1 :]]
    return conj(disj(*parts), *pairs)


def children(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly inside a formula."""
    match formula:
        case Not(body) | ForAll(_, body) | Exists(_, body):
            return (body,)
        case And(parts) | Or(parts):
            return parts
        case Implies(left, right):
            return (left, right)
        case Ambiguous(readings):
            return readings
        case Atom():
            return ()


def rebuild(formula: Formula, parts: tuple[Formula, ...]) -> Formula:
    """The same formula around other parts."""
    match formula:
        case Not():
            return Not(parts[0])
        case ForAll(variable):
            return ForAll(variable, parts[0])
        case Exists(variable):
            return Exists(variable, parts[0])
        case And():
            return conj(*parts) if parts else formula
        case Or():
            return disj(*parts) if parts else formula
        case Implies():
            return Implies(parts[0], parts[1])
        case Ambiguous(_, why):
            return Ambiguous(parts, why)
        case Atom():
            return formula


def atoms(formula: Formula) -> Iterator[Atom]:
    """Every atom in a formula."""
    if isinstance(formula, Atom):
        yield formula
    for child in children(formula):
        yield from atoms(child)


def constants(formula: Formula) -> set[Const]:
    """Every named thing in a formula."""
    return {arg for atom in atoms(formula) for arg in atom.args if isinstance(arg, Const)}


def substitute(formula: Formula, values: Mapping[Var, Term]) -> Formula:
    """The formula with variables replaced. Variables are named apart, so nothing is captured."""
    if isinstance(formula, Atom):
        return Atom(formula.predicate, tuple(_value(arg, values) for arg in formula.args))
    return rebuild(formula, tuple(substitute(child, values) for child in children(formula)))


def _value(term: Term, values: Mapping[Var, Term]) -> Term:
    match term:
        case Var():
            return values.get(term, term)
        case Made(name, of):
            return Made(name, tuple(_value(arg, values) for arg in of))
        case Const():
            return term


def readings(formula: Formula) -> tuple[tuple[Formula, tuple[str, ...]], ...]:
    """Each way to read a formula, with the choices made, in the order of preference."""
    if isinstance(formula, Ambiguous):
        found: list[tuple[Formula, tuple[str, ...]]] = []
        for number, reading in enumerate(formula.readings):
            found += [(f, (*why, f"{formula.why}, way {number + 1}")) for f, why in readings(reading)]
        return tuple(found)
    inner = [readings(child) for child in children(formula)]
    total = 1
    for ways in inner:
        total *= len(ways)
    if total > MOST_READINGS:
        raise NotUnderstood("a sentence can be read in too many ways")
    combined: list[tuple[Formula, tuple[str, ...]]] = []
    for choice in product(*inner):
        why = tuple(note for _, notes in choice for note in notes)
        combined.append((rebuild(formula, tuple(f for f, _ in choice)) if choice else formula, why))
    return tuple(combined)


def holds(formula: Formula, things: tuple[Term, ...], true: frozenset[Atom]) -> bool:
    """Whether a closed formula holds where exactly the atoms in `true` hold of these things."""
    match formula:
        case Atom():
            return formula in true
        case Not(body):
            return not holds(body, things, true)
        case And(parts):
            return all(holds(part, things, true) for part in parts)
        case Or(parts):
            return any(holds(part, things, true) for part in parts)
        case Implies(left, right):
            return not holds(left, things, true) or holds(right, things, true)
        case ForAll(variable, body):
            return all(holds(substitute(body, {variable: thing}), things, true) for thing in things)
        case Exists(variable, body):
            return any(holds(substitute(body, {variable: thing}), things, true) for thing in things)
        case Ambiguous():
            raise NotUnderstood(f"two readings: {formula.why}")


def write(formula: Formula) -> str:
    """The formula in the usual signs."""
    match formula:
        case Atom(predicate, args):
            return f"{predicate.replace(' ', '_')}({', '.join(write_term(arg) for arg in args)})"
        case Not(body):
            return f"¬{write(body)}"
        case And(parts):
            return "(" + " ∧ ".join(write(part) for part in parts) + ")" if parts else "\u22a4"
        case Or(parts):
            return "(" + " \u2228 ".join(write(part) for part in parts) + ")" if parts else "⊥"
        case Implies(left, right):
            return f"({write(left)} → {write(right)})"
        case ForAll(variable, body):
            return f"∀{variable.name} {write(body)}"
        case Exists(variable, body):
            return f"∃{variable.name} {write(body)}"
        case Ambiguous(ways):
            return "{" + " | ".join(write(way) for way in ways) + "}"


def write_term(term: Term) -> str:
    """A term in the usual signs."""
    if isinstance(term, Made) and term.of:
        return f"{term.name}({', '.join(write_term(arg) for arg in term.of)})"
    return term.name.replace(" ", "_")
