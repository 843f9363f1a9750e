"""What follows from what: Z3 decides, another road confirms, and both a proof and a counter-model can be shown.

Propositional formulas: the truth table is the other road, or the resolution prover where it would be too large.
First-order formulas: a proof of Z3's is confirmed by the resolution prover; that something does not follow is shown by
a finite structure that is evaluated on every formula. Knows no English and no requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from orchestra_modules.logic.formulas import engine, resolution, truth_table
from orchestra_modules.logic.formulas.limits import MAX_DOMAIN, MAX_TABLE_ATOMS
from orchestra_modules.logic.formulas.structures import Structure, as_structure
from orchestra_modules.logic.formulas.syntax import (
    Binary,
    Formula,
    Not,
    conjunction,
    is_propositional,
    letters,
)
from orchestra_modules.solving.refusal import NotDone, TooCostly

#: the confidence in what one road says and the other neither confirms nor denies
_ONE_ROAD = 0.9


@dataclass(frozen=True)
class Decision:
    """Whether formulas can be true together: a structure shows that they can, a derivation that they cannot."""

    satisfiable: bool
    verified: bool | None
    check: str
    structure: Structure | None = None
    proof: resolution.Derived | None = None
    #: numbers of the formulas, from 0, that contradict each other already
    core: tuple[int, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure it is."""
        return 0.99 if self.verified else _ONE_ROAD


def satisfiable(formulas: tuple[Formula, ...]) -> Decision:
    """Whether there is a structure, of any size but empty, in which all formulas are true."""
    if is_propositional(*formulas):
        return _propositional(formulas)
    return _first_order(formulas)


Relation: TypeAlias = Literal["entailed", "refuted", "open", "contradictory"]


@dataclass(frozen=True)
class Entailment:
    """How a conclusion stands to premises, with the decisions that it rests on."""

    relation: Relation
    decisions: tuple[Decision, ...]


def entails(premises: tuple[Formula, ...], conclusion: Formula) -> Decision:
    """Whether premises and the negated conclusion can be true together: if not, the conclusion follows."""
    return satisfiable((*premises, Not(conclusion)))


def relation(premises: tuple[Formula, ...], conclusion: Formula) -> Entailment:
    """Whether premises entail a conclusion, its negation, neither, or contradict each other."""
    against = entails(premises, conclusion)
    towards = entails(premises, Not(conclusion))
    if against.satisfiable and towards.satisfiable:
        return Entailment("open", (against, towards))
    if not against.satisfiable and not towards.satisfiable:
        return Entailment("contradictory", (satisfiable(premises), against, towards))
    if towards.satisfiable:
        return Entailment("entailed", (against, towards))
    return Entailment("refuted", (towards, against))


def _propositional(formulas: tuple[Formula, ...]) -> Decision:
    verdict = engine.check(formulas)
    names = letters(*formulas)
    if len(names) <= MAX_TABLE_ATOMS:
        found = truth_table.table(conjunction(formulas))
        if verdict.outcome == "unknown":
            raise TooCostly("Z3 reached its limit")
        if (found.columns[0] != 0) != (verdict.outcome == "sat"):
            raise NotDone("Z3 and the truth table disagree")
        check = f"Z3 and the truth table of {found.rows} row{'s' * (found.rows > 1)} agree"
        if found.columns[0]:
            row = (found.columns[0] & -found.columns[0]).bit_length() - 1
            return Decision(True, True, check, structure=as_structure(found.assignment(row)))
        return Decision(False, True, check, proof=resolution.refute(formulas), core=verdict.core)
    if verdict.outcome == "sat":
        return _shown(formulas, engine.finite_model(formulas, 1))
    return _refuted(formulas, verdict)


def _first_order(formulas: tuple[Formula, ...]) -> Decision:
    verdict = engine.check(formulas)
    if verdict.outcome == "unsat":
        return _refuted(formulas, verdict)
    for size in range(1, MAX_DOMAIN + 1):
        try:
            structure = engine.finite_model(formulas, size)
        except TooCostly:
            break
        if structure is not None:
            return _shown(formulas, structure)
    if verdict.outcome == "sat":
        check = f"Z3 found a model, but no structure of up to {MAX_DOMAIN} things shows it"
        return Decision(True, None, check)
    proof = resolution.refute(formulas)
    if proof is None:
        raise TooCostly("neither a proof nor a counter-model was found within the limits")
    return Decision(
        False, None, "the resolution proof was not confirmed by Z3", proof=proof, core=resolution.used(proof)
    )


def _shown(formulas: tuple[Formula, ...], structure: Structure | None) -> Decision:
    if structure is None:
        raise TooCostly("Z3 reached its limit")
    if not all(structure.holds(formula) for formula in formulas):
        raise NotDone("the structure that Z3 found does not make the formulas true")
    return Decision(True, True, "the structure found was evaluated on every formula", structure=structure)


def _refuted(formulas: tuple[Formula, ...], verdict: engine.Verdict) -> Decision:
    if verdict.outcome == "unknown":
        raise TooCostly("Z3 reached its limit")
    # the core first: the fewer the formulas, the sooner the second road is done
    core = tuple(formulas[i] for i in verdict.core)
    proof = resolution.refute(core) if core else None
    if proof is not None:
        proof = _renumbered(proof, verdict.core)
        return Decision(False, True, "a resolution proof confirms what Z3 found", proof=proof, core=verdict.core)
    return Decision(False, None, "the resolution prover did not finish within its limits", core=verdict.core)


def _renumbered(proof: resolution.Derived, numbers: tuple[int, ...]) -> resolution.Derived:
    """The derivation with the numbers that the formulas have among all."""
    new: dict[int, resolution.Derived] = {}
    for one in resolution.lines(proof):
        origin = None if one.origin is None else numbers[one.origin]
        new[id(one)] = resolution.Derived(one.clause, origin, tuple(new[id(parent)] for parent in one.parents))
    return new[id(proof)]


def equivalent(left: Formula, right: Formula) -> Decision:
    """Whether two formulas can differ in truth: if not, they are equivalent."""
    return satisfiable((Not(Binary("iff", left, right)),))


def valid(formula: Formula) -> Decision:
    """Whether the formula can be false: if not, it is valid."""
    return satisfiable((Not(formula),))
