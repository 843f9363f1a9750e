"""Classical entailment: does a sentence follow from others, does its denial, or neither? Two roads that must agree.

Z3 proves or refutes; the same question is written out over the things there are and decided without Z3, and a
counter-model is evaluated against every sentence. Nothing is assumed to exist but what is named or said to exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from orchestra_modules.logic.rules.formulas import (
    And,
    Atom,
    Const,
    Exists,
    ForAll,
    Formula,
    Implies,
    Made,
    Not,
    Or,
    Term,
    Var,
)
from orchestra_modules.logic.rules.grounding import Decision, decide
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

_MILLISECONDS: Final = 1500
_RLIMIT: Final = 20_000_000


@dataclass(frozen=True)
class Verdict:
    """`value` is true, false or none (neither follows); `used` are the numbers of the premises a proof rests on."""

    value: bool | None
    used: tuple[int, ...]
    counter: Decision | None
    verified: bool


def judge(premises: tuple[Formula, ...], asked: Formula) -> Verdict:
    """What the premises say of a sentence. The premises must be consistent."""
    yes = refute((*premises, Not(asked)))
    if yes is not None:
        return Verdict(True, _used(yes, premises), None, _impossible(premises, yes, Not(asked)))
    no = refute((*premises, asked))
    if no is not None:
        return Verdict(False, _used(no, premises), None, _impossible(premises, no, asked))
    against, for_ = decide((*premises, Not(asked))), decide((*premises, asked))
    if against.satisfiable is False or for_.satisfiable is False:
        raise NotDone("two ways to decide it disagree")
    return Verdict(None, (), against, bool(against.satisfiable and for_.satisfiable))


def contradiction(premises: tuple[Formula, ...]) -> tuple[int, ...] | None:
    """The numbers of a smallest set of premises that cannot hold together, or none."""
    core = refute(premises)
    if core is None:
        if decide(premises).satisfiable is False:
            raise NotDone("two ways to decide it disagree")
        return None
    needed = list(core)
    for number in core:
        fewer = [n for n in needed if n != number]
        if refute(tuple(premises[n] for n in fewer)) is not None:
            needed = fewer
    return tuple(needed)


def _used(core: tuple[int, ...], premises: tuple[Formula, ...]) -> tuple[int, ...]:
    return tuple(number for number in core if number < len(premises))


def _impossible(premises: tuple[Formula, ...], core: tuple[int, ...], last: Formula) -> bool:
    """Whether the other road refutes the core too."""
    sentences = tuple((*premises, last)[number] for number in core)
    decision = decide(sentences)
    if decision.satisfiable is True:
        raise NotDone("two ways to decide it disagree")
    return decision.satisfiable is False


def refute(sentences: tuple[Formula, ...]) -> tuple[int, ...] | None:
    """The numbers of sentences that cannot hold together, as Z3 finds, or none if they can."""
    import z3

    writer = _Z3()
    solver = z3.Solver()
    solver.set("timeout", _MILLISECONDS)
    solver.set("rlimit", _RLIMIT)
    solver.set("max_memory", 500)
    marks = [z3.Bool(f"premise {number}") for number in range(len(sentences))]
    for mark, sentence in zip(marks, sentences, strict=True):
        solver.assert_and_track(writer.formula(sentence, {}), mark)
    result = solver.check()
    if result == z3.unsat:
        core = {str(mark) for mark in solver.unsat_core()}
        return tuple(number for number, mark in enumerate(marks) if str(mark) in core)
    if result == z3.sat:
        return None
    decision = decide(sentences)  # Z3 gave up: the other road may still find a model, which it evaluates
    if decision.satisfiable:
        return None
    raise NotDone("not decided within the limits")


class _Z3:
    """Formulas as Z3 expressions over one sort of things."""

    def __init__(self) -> None:
        import z3

        self.z3: Any = z3
        self.sort: Any = z3.DeclareSort("Thing")
        self.relations: dict[tuple[str, int], Any] = {}
        self.things: dict[str, Any] = {}

    def formula(self, formula: Formula, bound: dict[Var, Any]) -> Any:
        z3 = self.z3
        match formula:
            case Atom(predicate, args):
                key = (predicate, len(args))
                if key not in self.relations:
                    self.relations[key] = z3.Function(
                        f"{predicate}/{len(args)}", *[self.sort] * len(args), z3.BoolSort()
                    )
                return self.relations[key](*(self.term(arg, bound) for arg in args))
            case Not(body):
                return z3.Not(self.formula(body, bound))
            case And(parts):
                return z3.And([self.formula(part, bound) for part in parts])
            case Or(parts):
                return z3.Or([self.formula(part, bound) for part in parts])
            case Implies(left, right):
                return z3.Implies(self.formula(left, bound), self.formula(right, bound))
            case ForAll(variable, body) | Exists(variable, body):
                inner = z3.Const(f"{variable.name}!{len(bound)}", self.sort)
                quantifier = z3.ForAll if isinstance(formula, ForAll) else z3.Exists
                return quantifier([inner], self.formula(body, bound | {variable: inner}))
            case _:
                raise NotUnderstood("two readings")

    def term(self, term: Term, bound: dict[Var, Any]) -> Any:
        match term:
            case Var():
                return bound[term]
            case Const(name):
                return self.things.setdefault(name, self.z3.Const(f"the {name}", self.sort))
            case Made():
                raise NotUnderstood("a made thing in a sentence")
