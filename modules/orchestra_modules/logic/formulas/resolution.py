"""A resolution prover: derives a contradiction from formulas, or gives up within its limits.

Binary resolution and factoring, smallest clause first; equality by its axioms. It is the second road beside Z3, and its
derivation is the proof that is shown. It never says that there is no proof.
"""

# ruff: noqa: RUF001 (signs of logic that look like letters)
from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from orchestra_modules.logic.formulas import limits
from orchestra_modules.logic.formulas.clauses import EQUALITY, Clause, Clausifier, Literal
from orchestra_modules.logic.formulas.syntax import Application, Formula, Term, Variable
from orchestra_modules.solving.refusal import TooCostly


@dataclass(frozen=True)
class Derived:
    """A clause and where it comes from: a formula by its number, an axiom, or one or two clauses before it."""

    clause: Clause
    origin: int | None = None
    parents: tuple[Derived, ...] = ()


def refute(formulas: tuple[Formula, ...]) -> Derived | None:
    """A derivation of the empty clause; none if it was not found within the limits."""
    clausifier = Clausifier()
    try:
        start = [Derived(clause, i) for i, formula in enumerate(formulas) for clause in clausifier.clauses(formula)]
    except TooCostly:
        return None
    start += [Derived(clause) for clause in _equality_axioms([one.clause for one in start])]
    order = itertools.count()
    waiting = [(_weight(one.clause), next(order), one) for one in start if not _is_trivial(one.clause)]
    heapq.heapify(waiting)
    seen = {_canonical(one.clause) for _, _, one in waiting}
    kept: list[Derived] = []
    generated = 0
    while waiting and len(kept) < limits.MAX_KEPT:
        given = heapq.heappop(waiting)[2]
        if not given.clause:
            return given
        if any(_covers(other.clause, given.clause) for other in kept):
            continue
        kept.append(given)
        for new in _consequences(given, kept):
            generated += 1
            if generated > limits.MAX_GENERATED:
                return None
            if not new.clause:
                return new
            key = _canonical(new.clause)
            if key in seen or len(new.clause) > limits.MAX_LITERALS or _is_trivial(new.clause) or _is_deep(new.clause):
                continue
            seen.add(key)
            heapq.heappush(waiting, (_weight(new.clause), next(order), new))
    return None


def used(proof: Derived) -> tuple[int, ...]:
    """The numbers of the formulas that a derivation rests on."""
    return tuple(sorted({one.origin for one in lines(proof) if one.origin is not None}))


def told(proof: Derived, sources: tuple[str, ...]) -> tuple[str, ...]:
    """The derivation line by line; `sources` names the formulas."""
    derivation = lines(proof)
    if len(derivation) > limits.MAX_PROOF_LINES:
        return (f"a resolution proof of {len(derivation)} lines was found",)
    number = {id(one): i for i, one in enumerate(derivation, 1)}
    said = []
    for one in derivation:
        clause = " ∨ ".join(sorted(map(str, _tidy(one.clause)))) or "contradiction"
        if one.parents:
            why = "from " + " and ".join(str(n) for n in sorted({number[id(parent)] for parent in one.parents}))
        else:
            why = sources[one.origin] if one.origin is not None else "axiom of equality"
        said.append(f"{number[id(one)]}. {clause} ({why})")
    return tuple(said)


def lines(proof: Derived) -> list[Derived]:
    """All derivations behind one, each once, parents first."""
    found: dict[int, Derived] = {}
    stack: list[tuple[Derived, bool]] = [(proof, False)]
    while stack:
        one, ready = stack.pop()
        if ready:
            found.setdefault(id(one), one)
        elif id(one) not in found:
            stack.append((one, True))
            stack += [(parent, False) for parent in reversed(one.parents)]
    return list(found.values())


def _tidy(clause: Clause) -> Clause:
    """Variables named x, y, z, ... for reading."""
    names = "xyzuvw"
    seen: dict[str, str] = {}

    def tidy(term: Term) -> Term:
        if isinstance(term, Variable):
            i = len(seen)
            return Variable(seen.setdefault(term.name, names[i % 6] + (str(i // 6) if i >= 6 else "")))
        return Application(term.name, tuple(map(tidy, term.args)))

    return frozenset(Literal(one.positive, one.name, tuple(map(tidy, one.args))) for one in sorted(clause, key=str))


def _consequences(given: Derived, kept: list[Derived]) -> Iterator[Derived]:
    for factor in _factors(given.clause):
        yield Derived(factor, parents=(given,))
    renamed = _renamed(given.clause)
    for other in kept:
        for literal in renamed:
            for against in other.clause:
                if literal.positive == against.positive or literal.name != against.name:
                    continue
                unifier = _unify_all(literal.args, against.args, {})
                if unifier is not None:
                    rest = (renamed - {literal}) | (other.clause - {against})
                    yield Derived(_applied(rest, unifier), parents=(given, other))


def _factors(clause: Clause) -> Iterator[Clause]:
    for one, two in itertools.combinations(sorted(clause, key=str), 2):
        if one.positive == two.positive and one.name == two.name:
            unifier = _unify_all(one.args, two.args, {})
            if unifier is not None:
                yield _applied(clause - {two}, unifier)


# --- terms


def _unify_all(left: tuple[Term, ...], right: tuple[Term, ...], known: dict[str, Term]) -> dict[str, Term] | None:
    if len(left) != len(right):
        return None
    found = known
    for one, two in zip(left, right, strict=True):
        more = _unify(one, two, found)
        if more is None:
            return None
        found = more
    return found


def _unify(left: Term, right: Term, known: dict[str, Term]) -> dict[str, Term] | None:
    left, right = _walk(left, known), _walk(right, known)
    if left == right:
        return known
    if isinstance(left, Variable):
        return None if _occurs(left.name, right, known) else {**known, left.name: right}
    if isinstance(right, Variable):
        return None if _occurs(right.name, left, known) else {**known, right.name: left}
    return _unify_all(left.args, right.args, known) if left.name == right.name else None


def _walk(term: Term, known: dict[str, Term]) -> Term:
    while isinstance(term, Variable) and term.name in known:
        term = known[term.name]
    return term


def _occurs(name: str, term: Term, known: dict[str, Term]) -> bool:
    term = _walk(term, known)
    if isinstance(term, Variable):
        return term.name == name
    return any(_occurs(name, arg, known) for arg in term.args)


def _resolved(term: Term, known: dict[str, Term]) -> Term:
    term = _walk(term, known)
    if isinstance(term, Variable):
        return term
    return Application(term.name, tuple(_resolved(arg, known) for arg in term.args)) if term.args else term


def _applied(clause: Clause, known: dict[str, Term]) -> Clause:
    return frozenset(Literal(one.positive, one.name, tuple(_resolved(a, known) for a in one.args)) for one in clause)


def _renamed(clause: Clause) -> Clause:
    """The clause with variables that occur in no kept clause."""
    return frozenset(Literal(one.positive, one.name, tuple(map(_primed, one.args))) for one in clause)


def _primed(term: Term) -> Term:
    if isinstance(term, Variable):
        return Variable(term.name + "'")
    return Application(term.name, tuple(map(_primed, term.args))) if term.args else term


# --- clauses


def _is_trivial(clause: Clause) -> bool:
    """Whether the clause is true whatever its atoms are."""
    return any(
        one.opposite() in clause
        or (one.name == EQUALITY and one.positive and one.args[0] == one.args[1] and len(clause) > 1)
        for one in clause
    )


def _is_deep(clause: Clause) -> bool:
    return any(_depth(arg) > limits.MAX_TERM_DEPTH for one in clause for arg in one.args)


def _depth(term: Term) -> int:
    return 0 if isinstance(term, Variable) else 1 + max(map(_depth, term.args), default=0)


def _weight(clause: Clause) -> int:
    return sum(1 + sum(_depth(arg) + 1 for arg in one.args) for one in clause)


def _canonical(clause: Clause) -> tuple[str, ...]:
    """Equal for clauses that differ in the names of variables only (for most of them)."""
    seen: dict[str, str] = {}

    def text(term: Term) -> str:
        if isinstance(term, Variable):
            return seen.setdefault(term.name, f"?{len(seen)}")
        return term.name + (f"({','.join(map(text, term.args))})" if term.args else "")

    ordered = sorted(clause, key=_shape)
    return tuple(sorted(f"{one.positive}{one.name}({','.join(map(text, one.args))})" for one in ordered))


def _shape(literal: Literal) -> str:
    def text(term: Term) -> str:
        return "?" if isinstance(term, Variable) else term.name + f"({','.join(map(text, term.args))})"

    return f"{literal.positive}{literal.name}({','.join(map(text, literal.args))})"


def _covers(general: Clause, special: Clause) -> bool:
    """Whether a clause says all that another says: a subset, or a single literal of which the other has an instance."""
    if len(general) == 1:
        (one,) = general
        return any(
            one.positive == two.positive and one.name == two.name and _matches(one.args, two.args) for two in special
        )
    return general <= special


def _matches(general: tuple[Term, ...], special: tuple[Term, ...]) -> bool:
    known: dict[str, Term] = {}
    pairs = list(zip(general, special, strict=False))
    while pairs:
        one, two = pairs.pop()
        if isinstance(one, Variable):
            if known.setdefault(one.name, two) != two:
                return False
        elif isinstance(two, Variable) or one.name != two.name or len(one.args) != len(two.args):
            return False
        else:
            pairs += zip(one.args, two.args, strict=True)
    return len(general) == len(special)


def _equality_axioms(clauses: list[Clause]) -> list[Clause]:
    """That equality is an equivalence which predicates and functions respect; nothing where it does not occur."""
    literals = [literal for clause in clauses for literal in clause]
    if not any(literal.name == EQUALITY for literal in literals):
        return []
    x, y, z = Variable("a1"), Variable("a2"), Variable("a3")

    def equal(one: Term, two: Term, positive: bool = True) -> Literal:
        return Literal(positive, EQUALITY, (one, two))

    found: list[Clause] = [
        frozenset([equal(x, x)]),
        frozenset([equal(x, y, False), equal(y, x)]),
        frozenset([equal(x, y, False), equal(y, z, False), equal(x, z)]),
    ]
    predicates = {literal.name: len(literal.args) for literal in literals if literal.name != EQUALITY}
    for name, arity in sorted(predicates.items()):
        for i in range(arity):
            args = [Variable(f"b{j}") for j in range(arity)]
            swapped = [*args[:i], y, *args[i + 1 :]]
            given = Literal(False, name, (*args[:i], x, *args[i + 1 :]))
            found.append(frozenset([equal(x, y, False), given, Literal(True, name, tuple(swapped))]))
    functions: dict[str, int] = {}
    stack: list[Term] = [arg for literal in literals for arg in literal.args]
    while stack:
        term = stack.pop()
        if isinstance(term, Application) and term.args:
            functions[term.name] = len(term.args)
            stack += term.args
    for name, arity in sorted(functions.items()):
        for i in range(arity):
            args = [Variable(f"b{j}") for j in range(arity)]
            one, two = (
                Application(name, (*args[:i], x, *args[i + 1 :])),
                Application(name, (*args[:i], y, *args[i + 1 :])),
            )
            found.append(frozenset([equal(x, y, False), equal(one, two)]))
    return found
