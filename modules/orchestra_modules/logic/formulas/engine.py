"""Z3, bounded: whether formulas can be true together, in general or over a domain of a given size.

Formulas are built node by node, never handed over as text. Knows nothing of what is asked.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from orchestra_modules.logic.formulas import limits
from orchestra_modules.logic.formulas.structures import Structure
from orchestra_modules.logic.formulas.syntax import (
    Application,
    Atom,
    Binary,
    Constant,
    Equality,
    Formula,
    Not,
    Quantified,
    Term,
    Variable,
    parts,
    terms,
)
from orchestra_modules.solving.refusal import TooCostly

Outcome: TypeAlias = Literal["sat", "unsat", "unknown"]


@dataclass(frozen=True)
class Verdict:
    """What Z3 says; `core` counts the formulas, from 0, that contradict each other already."""

    outcome: Outcome
    core: tuple[int, ...] = ()


def bounded_solver(context: Any, milliseconds: int = limits.Z3_MILLISECONDS) -> Any:
    """A solver that stops within the limits."""
    import z3

    z3.set_param("memory_max_size", limits.Z3_MEBIBYTES)
    solver = z3.Solver(ctx=context)
    solver.set("timeout", milliseconds)
    solver.set("rlimit", limits.Z3_RESOURCES)
    solver.set("random_seed", 0)
    return solver


def check(formulas: tuple[Formula, ...]) -> Verdict:
    """Whether the formulas have a model of any size; for first-order formulas it may not find out."""
    import z3

    context = z3.Context()
    solver = bounded_solver(context)
    building = _Building(z3, context)
    for i, formula in enumerate(formulas):
        solver.assert_and_track(building.formula(formula, {}), z3.Bool(f"formula!{i}", context))
    outcome = solver.check()
    if outcome == z3.sat:
        return Verdict("sat")
    if outcome == z3.unsat:
        return Verdict("unsat", tuple(sorted(int(str(name).partition("!")[2]) for name in solver.unsat_core())))
    return Verdict("unknown")


class _Building:
    """Z3's form of formulas over one uninterpreted, never empty sort."""

    def __init__(self, z3: Any, context: Any) -> None:
        self.z3 = z3
        self.context = context
        self.sort = z3.DeclareSort("Thing", context)
        self.fresh = itertools.count()

    def formula(self, formula: Formula, known: dict[str, Any]) -> Any:
        z3 = self.z3
        match formula:
            case Constant(value):
                return z3.BoolVal(value, self.context)
            case Atom(name, args):
                symbol = z3.Function(f"p!{name}", *[self.sort] * len(args), z3.BoolSort(self.context))
                return symbol(*(self.term(arg, known) for arg in args))
            case Equality(left, right):
                return self.term(left, known) == self.term(right, known)
            case Not(body):
                return z3.Not(self.formula(body, known))
            case Quantified(quantifier, variable, body):
                bound = z3.Const(f"v!{variable}!{next(self.fresh)}", self.sort)
                inner = self.formula(body, known | {variable: bound})
                return (z3.ForAll if quantifier == "forall" else z3.Exists)([bound], inner)
            case Binary(operator, left, right):
                return _join(z3, operator, self.formula(left, known), self.formula(right, known))

    def term(self, term: Term, known: dict[str, Any]) -> Any:
        if isinstance(term, Variable):
            return known[term.name]
        symbol = self.z3.Function(f"f!{term.name}", *[self.sort] * len(term.args), self.sort)
        return symbol(*(self.term(arg, known) for arg in term.args))


def _join(z3: Any, operator: str, left: Any, right: Any) -> Any:
    match operator:
        case "and":
            return z3.And(left, right)
        case "or":
            return z3.Or(left, right)
        case "xor":
            return z3.Xor(left, right)
        case "implies":
            return z3.Implies(left, right)
        case _:
            return left == right


def finite_model(formulas: tuple[Formula, ...], size: int) -> Structure | None:
    """A structure with so many things in which all formulas are true; none if there is none or none was found in time.

    Quantifiers become conjunctions and disjunctions over the things, so that the search is propositional.
    """
    import z3

    context = z3.Context()
    grounding = _Grounding(z3, context, size)
    solver = bounded_solver(context, limits.Z3_DOMAIN_MILLISECONDS)
    for formula in formulas:
        solver.add(grounding.formula(formula, {}))
    for values in grounding.cells.values():
        solver.add(z3.Or(*values))
        solver.add(*(z3.Not(z3.And(a, b)) for a, b in itertools.combinations(values, 2)))
    if solver.check() != z3.sat:
        return None
    return grounding.structure(solver.model(), formulas)


class _Grounding:
    """Formulas over the things 0 .. size-1: one Boolean for each atom, and for each value of each function."""

    def __init__(self, z3: Any, context: Any, size: int) -> None:
        self.z3 = z3
        self.context = context
        self.size = size
        self.nodes = 0
        self.cells: dict[tuple[str, tuple[int, ...]], list[Any]] = {}

    def formula(self, formula: Formula, known: dict[str, int]) -> Any:
        self.nodes += 1
        if self.nodes > limits.MAX_GROUND_NODES:
            raise TooCostly(f"a domain of {self.size} things makes the formulas too large")
        z3 = self.z3
        match formula:
            case Constant(value):
                return z3.BoolVal(value, self.context)
            case Atom(name, args):
                return self.cases(args, known, lambda things: self.atom(name, things))
            case Equality(left, right):
                same = self.cases
                return same((left, right), known, lambda things: z3.BoolVal(things[0] == things[1], self.context))
            case Not(body):
                return z3.Not(self.formula(body, known))
            case Quantified(quantifier, variable, body):
                each = [self.formula(body, known | {variable: thing}) for thing in range(self.size)]
                return z3.And(*each) if quantifier == "forall" else z3.Or(*each)
            case Binary(operator, left, right):
                return _join(z3, operator, self.formula(left, known), self.formula(right, known))

    def cases(self, args: tuple[Term, ...], known: dict[str, int], claim: Any) -> Any:
        """What is claimed of the things that the terms may name, each under the condition that they do."""
        choices: list[list[tuple[int, Any]]] = [self.values(arg, known) for arg in args]
        found = []
        for chosen in itertools.product(*choices):
            self.nodes += 1
            if self.nodes > limits.MAX_GROUND_NODES:
                raise TooCostly(f"a domain of {self.size} things makes the formulas too large")
            conditions = [condition for _, condition in chosen if condition is not None]
            said = claim(tuple(thing for thing, _ in chosen))
            found.append(self.z3.And(*conditions, said) if conditions else said)
        return self.z3.Or(*found) if len(found) != 1 else found[0]

    def values(self, term: Term, known: dict[str, int]) -> list[tuple[int, Any]]:
        """The things a term may name, with the condition; none stands for always."""
        if isinstance(term, Variable):
            return [(known[term.name], None)]
        found: list[tuple[int, Any]] = []
        for chosen in itertools.product(*(self.values(arg, known) for arg in term.args)):
            conditions = [condition for _, condition in chosen if condition is not None]
            cell = self.cell(term.name, tuple(thing for thing, _ in chosen))
            found += [(thing, self.z3.And(*conditions, cell[thing])) for thing in range(self.size)]
        if len(found) > 4 * limits.MAX_DOMAIN**3:
            raise TooCostly("terms are nested too deeply for a search over finite domains")
        return found

    def atom(self, name: str, things: tuple[int, ...]) -> Any:
        return self.z3.Bool(f"p!{name}!{'!'.join(map(str, things))}", self.context)

    def cell(self, name: str, things: tuple[int, ...]) -> list[Any]:
        key = (name, things)
        if key not in self.cells:
            stem = f"f!{name}!{'!'.join(map(str, things))}"
            self.cells[key] = [self.z3.Bool(f"{stem}={value}", self.context) for value in range(self.size)]
        return self.cells[key]

    def structure(self, model: Any, formulas: tuple[Formula, ...]) -> Structure:
        """The structure that a model describes; what the formulas leave open is false, or the first thing."""
        true = self.z3.is_true
        predicates: dict[str, frozenset[tuple[int, ...]]] = {}
        functions: dict[str, dict[tuple[int, ...], int]] = {}
        plain: set[str] = set()
        for formula in formulas:
            for part in parts(formula):
                if isinstance(part, Atom) and part.name not in predicates:
                    every = itertools.product(range(self.size), repeat=len(part.args))
                    holding = (t for t in every if true(model.eval(self.atom(part.name, t))))
                    predicates[part.name] = frozenset(holding)
                    plain |= set() if part.args else {part.name}
            for term in terms(formula):
                if isinstance(term, Application) and term.name not in functions:
                    keys = itertools.product(range(self.size), repeat=len(term.args))
                    functions[term.name] = {
                        key: next((i for i, b in enumerate(self.cell(term.name, key)) if true(model.eval(b))), 0)
                        for key in keys
                    }
        return Structure(self.size, predicates, functions, frozenset(plain))
