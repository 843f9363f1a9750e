"""Verdicts on a problem, in the reading that its words call for, each checked by a second computation.

Three readings. *Rules*: only literals and if-then rules; rules fire forward, are not turned round, and "not" has to be
stated or derived. *Classical*: a word such as "or", "no", "some", "only", or a question of what follows. *Closed*: only
where the text says that what is not stated is false. Knows no options and no questions but true, false, unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from orchestra_modules.logic.rules import english
from orchestra_modules.logic.rules.chaining import Closure, Literal, Rule, close, domain_of, fixpoint, follows_its_rules
from orchestra_modules.logic.rules.entailment import Verdict, contradiction, judge
from orchestra_modules.logic.rules.formulas import (
    Ambiguous,
    Exists,
    ForAll,
    Formula,
    Implies,
    Not,
    Or,
    atoms,
    children,
    readings,
)
from orchestra_modules.logic.rules.horn import literals, rules
from orchestra_modules.logic.rules.problem import Asking, Problem, Statement
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal
from orchestra_modules.solving.regex import regex

MOST_WAYS: Final = 16
_CONDITIONAL: Final = regex(r"\b(?:if|when|whenever|unless)\b", re.IGNORECASE)


#: what each reading means, told to a person
MEANT: Final = {
    "rules": "Read as rules: they fire forward, are not turned round, and 'not' has to be stated or derived.",
    "classical": "Read classically: what holds in each case that the statements allow; nothing exists unsaid.",
    "closed": "Read as closed: the text says that what is not stated is false.",
    "propositions": "Read with whole clauses as propositions, the same but for tense and 'not'.",
}


@dataclass(frozen=True)
class Answer:
    """A verdict with what is told of it."""

    value: bool | None
    reading: str
    steps: tuple[str, ...]
    check: str
    verified: bool | None
    notes: tuple[str, ...] = ()


def _has(formula: Formula, kind: type) -> bool:
    return isinstance(formula, kind) or any(_has(child, kind) for child in children(formula))


def _rules_of(premises: tuple[Statement, ...]) -> tuple[Rule, ...] | None:
    """The premises as rules, or none if some word in them asks for classical logic."""
    found: list[Rule] = []
    for statement in premises:
        if statement.classical or _has(statement.formula, Ambiguous):
            return None
        inner = rules(statement.formula, statement.text)
        if inner is None:
            return None
        found += inner
    return tuple(found)


def settle(problem: Problem, unknown_offered: bool = False) -> Answer:
    """The verdict on the claim, in the reading that the words call for."""
    program = _rules_of(problem.premises)
    claim = None if problem.claim.classical else literals(problem.claim.formula)
    if problem.closed:
        return _closed(problem, claim)
    by_rules = program is not None and claim is not None and problem.asking is Asking.TRUTH
    if not by_rules or program is None or claim is None:
        return _classical(problem)
    found = _forward(program, claim)
    try:
        other = _classical(problem)
    except Refusal as refusal:
        return replace(found, notes=(*found.notes, f"Read classically: {refusal.reason}."))
    if other.value is not found.value:
        note = f"Read classically, with every rule also turned round, it would be {word(other.value)}."
        # classes told without any "if", and no "unknown" offered: a syllogism, which is meant classically
        conditional = any(_CONDITIONAL.search(statement.text) for statement in problem.premises)
        if not unknown_offered and not conditional:
            return replace(
                other, notes=(*other.notes, f"Read as rules that only fire forward, it would be {word(found.value)}.")
            )
        return replace(found, notes=(*found.notes, note))
    return found


# -- rules


def _forward(program: tuple[Rule, ...], claim: tuple[Literal, ...]) -> Answer:
    closure = close(program, domain_of(program, *(literal.atom for literal in claim)))
    values = [_value(closure, literal) for literal in claim]
    verdict = False if False in values else None if None in values else True
    again = fixpoint(program, closure.domain)
    for literal in claim:
        for way in (literal, literal.denied()):
            if way in closure and not follows_its_rules(closure, way, program):
                raise NotDone("a step of the derivation does not follow its rule")
            if again is not None and (way in again) != (way in closure):
                raise NotDone("two ways to compute what follows disagree")
    if verdict is True:
        shown = list(claim)
    elif verdict is False:
        shown = [literal.denied() for literal, value in zip(claim, values, strict=True) if value is False][:1]
    else:
        shown = []
    steps = tuple(step for literal in shown for step in english.proof(closure, literal))
    notes = tuple(
        f"Elsewhere the statements contradict each other, on [{english.tell(Literal(atom))}]."
        for atom in closure.conflicts()[:1]
    )
    check = (
        "each step was matched with its rule again, and all that follows was computed anew, rule by rule for each thing"
        if again is not None
        else "each step was matched with its rule again"
    )
    verified = True if again is not None or verdict is not None else None
    return Answer(verdict, "rules", steps, check, verified, notes)


def _value(closure: Closure, literal: Literal) -> bool | None:
    if literal in closure and literal.denied() in closure:
        told = [*english.proof(closure, literal), *english.proof(closure, literal.denied())]
        raise NotDone(f"the statements contradict each other: {' '.join(dict.fromkeys(told))}")
    return True if literal in closure else False if literal.denied() in closure else None


def _closed(problem: Problem, claim: tuple[Literal, ...] | None) -> Answer:
    """What is not derived is false; conditions with "not" ask for absence, which has to be in layers."""
    if claim is None or any(_has(s.formula, kind) for s in problem.premises for kind in (Or, Ambiguous)):
        raise NotDone("with what is not stated being false, only facts and if-then rules are read")
    program: list[Rule] = []
    for statement in problem.premises:
        inner = rules(statement.formula, statement.text)
        if inner is None:
            raise NotDone(f"with what is not stated being false, this is no rule: '{statement.text}'")
        for rule in inner:
            wanted = tuple(literal for literal in rule.body if literal.positive)
            absent = tuple(literal.atom for literal in rule.body if not literal.positive)
            program.append(Rule(rule.head, wanted, absent, rule.text))
    ruled = tuple(program)
    domain = domain_of(ruled, *(literal.atom for literal in claim))
    closure = close(ruled, domain)
    if conflicts := closure.conflicts():
        told = english.tell(Literal(conflicts[0]))
        raise NotDone(f"the statements contradict each other, on [{told}]")
    again = fixpoint(ruled, domain)
    if again is not None and again != frozenset(closure.steps):
        raise NotDone("two ways to compute what follows disagree")
    values = [(Literal(literal.atom) in closure) is literal.positive for literal in claim]
    steps = [
        step for lit in claim if Literal(lit.atom) in closure for step in english.proof(closure, Literal(lit.atom))
    ]
    steps += [
        f"[{english.tell(Literal(lit.atom))}] is not derived, so it is false."
        for lit in claim
        if Literal(lit.atom) not in closure
    ]
    check = "all that follows was computed anew, rule by rule for each thing"
    return Answer(all(values), "closed", tuple(steps), check, True if again is not None else None)


# -- classical


def _classical(problem: Problem) -> Answer:
    """The verdict in classical logic, the same in each way the words can be read."""
    ways = [readings(statement.formula) for statement in (*problem.premises, problem.claim)]
    total = 1
    for way in ways:
        total *= len(way)
    if total > MOST_WAYS:
        raise NotUnderstood("the text can be read in too many ways")
    verdicts: list[tuple[Verdict, tuple[str, ...]]] = []
    broken: tuple[int, ...] | None = None
    for choice in product(*ways):
        premises, claim = tuple(formula for formula, _ in choice[:-1]), choice[-1][0]
        if (core := contradiction(premises)) is not None:
            broken = core
            continue
        verdicts.append((judge(premises, claim), tuple(note for _, notes in choice for note in notes)))
    if broken is not None and not verdicts:
        told = "; ".join(f"'{problem.premises[number].text}'" for number in broken)
        raise NotDone(f"the statements contradict each other: {told}")
    first = verdicts[0][0]
    for verdict, why in verdicts[1:]:
        if verdict.value is not first.value:
            raise NotDone(
                f"it can be read in two ways ({'; '.join(why)}): "
                f"one way it is {word(first.value)}, another {word(verdict.value)}"
            )
    notes: list[str] = []
    if len(verdicts) > 1:
        notes.append(f"It comes to the same in each of {len(verdicts)} ways to read it.")
    if broken is not None:
        notes.append("One way to read it contradicts itself and was left out.")
    steps: tuple[str, ...]
    if first.value is None:
        steps = ()
        if first.counter is not None and (first.counter.things or first.counter.true):
            asked = [atom for s in (*problem.premises, problem.claim) for atom in atoms(s.formula)]
            case = english.model(first.counter, asked)
            steps = (f"A case in which all that is stated holds and the claim does not: {case}.",)
        depends = _import(problem)
        if depends and problem.asking is Asking.TRUTH:
            raise NotDone("it depends on whether each class spoken of has a member, which is not stated")
        notes += depends
        check = "the counter-case was found without Z3 and evaluated against every statement"
    else:
        used = [problem.premises[number].text for number in first.used]
        listed = "; ".join(f"'{text}'" for text in used)
        opposite = "denial" if first.value else "assertion"
        steps = (f"With {listed}, the {opposite} of '{problem.claim.text}' is impossible.",)
        check = "Z3 refuted the opposite, and so did a search over all things that matter, without Z3"
    verified = True if all(verdict.verified for verdict, _ in verdicts) else None
    return Answer(first.value, "classical", steps, check, verified, tuple(notes))


def _import(problem: Problem) -> list[str]:
    """What to tell if the claim would follow once each class spoken of in "all ..." had a member."""
    classes: dict[Formula, None] = {}
    for statement in (*problem.premises, problem.claim):
        body = statement.formula
        if isinstance(body, ForAll) and isinstance(body.body, Implies):
            classes[Exists(body.variable, body.body.left)] = None
            if isinstance(body.body.right, Not):  # "no A is B" speaks of B as well
                classes[Exists(body.variable, body.body.right.body)] = None
    if not classes or any(_has(s.formula, Ambiguous) for s in (*problem.premises, problem.claim)):
        return []
    premises = (*(statement.formula for statement in problem.premises), *classes)
    if contradiction(premises) is not None or judge(premises, problem.claim.formula).value is None:
        return []
    return ["It would be settled if every class spoken of had a member; that something exists is not assumed."]


def word(value: bool | None) -> str:
    """A verdict in a word."""
    return {True: "true", False: "false", None: "unknown"}[value]
