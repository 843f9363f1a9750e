"""Rules that fire forward: from facts and if-then rules to all that follows, each result with the step that gave it.

"Not" in a literal is a statement of its own, never the absence of one, and no rule is turned round; a rule may also ask
that an atom is *absent*, which only a program in layers may do. Knows no English.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from orchestra_modules.logic.rules.formulas import Atom, Const, Formula, Not, Term, Var
from orchestra_modules.solving.refusal import NotDone, TooCostly

MOST_DERIVED: Final = 20_000
MOST_TRIED: Final = 400_000
MOST_GROUND: Final = 60_000

Values = dict[Var, Term]


@dataclass(frozen=True)
class Literal:
    """An atom, or its denial."""

    atom: Atom
    positive: bool = True

    def denied(self) -> Literal:
        """The opposite."""
        return Literal(self.atom, not self.positive)

    def formula(self) -> Formula:
        """The literal as a formula."""
        return self.atom if self.positive else Not(self.atom)


@dataclass(frozen=True)
class Rule:
    """If the body holds and the absent atoms are not derived, the head holds; a fact is a rule without a body."""

    head: Literal
    body: tuple[Literal, ...] = ()
    absent: tuple[Atom, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Step:
    """One literal derived: by which rule, from which literals derived before."""

    literal: Literal
    rule: Rule
    premises: tuple[Literal, ...] = ()


@dataclass
class Closure:
    """Everything that follows, in the order found."""

    domain: tuple[Const, ...]
    steps: dict[Literal, Step] = field(default_factory=dict)

    def __contains__(self, literal: Literal) -> bool:
        return literal in self.steps

    def proof(self, literal: Literal) -> list[Step]:
        """The steps that a literal rests on, earliest first."""
        wanted: dict[Literal, None] = {}
        stack = [literal]
        while stack:
            current = stack.pop()
            if current not in wanted:
                wanted[current] = None
                stack.extend(self.steps[current].premises)
        return [step for literal, step in self.steps.items() if literal in wanted]

    def conflicts(self) -> list[Atom]:
        """The atoms derived both ways."""
        return [literal.atom for literal in self.steps if literal.positive and literal.denied() in self.steps]


def domain_of(rules: tuple[Rule, ...], *more: Atom) -> tuple[Const, ...]:
    """Every named thing, in the order of mention."""
    found: dict[Const, None] = {}
    for atom in (*(atom for rule in rules for atom in _atoms(rule)), *more):
        for arg in atom.args:
            if isinstance(arg, Const):
                found[arg] = None
    return tuple(found)


def _atoms(rule: Rule) -> Iterator[Atom]:
    yield rule.head.atom
    yield from (literal.atom for literal in rule.body)
    yield from rule.absent


def layers(rules: tuple[Rule, ...]) -> list[tuple[Rule, ...]]:
    """The rules in layers: what a rule wants absent is settled in a layer below. NotDone if there is no such order."""
    level: dict[tuple[str, bool], int] = {(rule.head.atom.predicate, rule.head.positive): 0 for rule in rules}
    for _ in range(len(level) + 1):
        changed = False
        for rule in rules:
            head = (rule.head.atom.predicate, rule.head.positive)
            needed = [level.get((literal.atom.predicate, literal.positive), 0) for literal in rule.body]
            needed += [level.get((atom.predicate, True), 0) + 1 for atom in rule.absent]
            if needed and max(needed) > level[head]:
                level[head], changed = max(needed), True
        if not changed:
            break
    else:
        raise NotDone("a rule depends on its own absence (negation that is not in layers)")
    top = max(level.values(), default=0)
    return [
        tuple(rule for rule in rules if level[(rule.head.atom.predicate, rule.head.positive)] == index)
        for index in range(top + 1)
    ]


def close(rules: tuple[Rule, ...], domain: tuple[Const, ...]) -> Closure:
    """All that follows from the rules, by new results only (semi-naive)."""
    closure = Closure(domain)
    tried = 0
    for layer in layers(rules):
        known: dict[tuple[str, bool], list[Literal]] = {}
        for literal in closure.steps:
            known.setdefault((literal.atom.predicate, literal.positive), []).append(literal)
        agenda = list(closure.steps)
        for rule in layer:
            if not rule.body:
                agenda += _fire(rule, {}, closure, known)
        place = 0
        while place < len(agenda):
            new = agenda[place]
            place += 1
            for rule in layer:
                for index, wanted in enumerate(rule.body):
                    if (values := match(wanted, new, {})) is None:
                        continue
                    rest = rule.body[:index] + rule.body[index + 1 :]
                    for full in _join(rest, values, known):
                        tried += 1
                        if tried > MOST_TRIED:
                            raise TooCostly(f"more than {MOST_TRIED} rule instances")
                        agenda += _fire(rule, full, closure, known)
    return closure


def _join(body: tuple[Literal, ...], values: Values, known: dict[tuple[str, bool], list[Literal]]) -> Iterator[Values]:
    if not body:
        yield values
        return
    first = body[0]
    for literal in list(known.get((first.atom.predicate, first.positive), ())):
        if (more := match(first, literal, values)) is not None:
            yield from _join(body[1:], more, known)


def _fire(rule: Rule, values: Values, closure: Closure, known: dict[tuple[str, bool], list[Literal]]) -> list[Literal]:
    """Add what a rule gives; variables that the body leaves open stand for each named thing."""
    added: list[Literal] = []
    for full in instances(rule, values, closure.domain):
        if any(Literal(put(atom, full)) in closure.steps for atom in rule.absent):
            continue
        literal = Literal(put(rule.head.atom, full), rule.head.positive)
        if literal not in closure.steps:
            premises = tuple(Literal(put(b.atom, full), b.positive) for b in rule.body)
            closure.steps[literal] = Step(literal, rule, premises)
            known.setdefault((literal.atom.predicate, literal.positive), []).append(literal)
            added.append(literal)
            if len(closure.steps) > MOST_DERIVED:
                raise TooCostly(f"more than {MOST_DERIVED} results")
    return added


def instances(rule: Rule, values: Values, domain: tuple[Const, ...]) -> Iterator[Values]:
    """Each way to give the variables of a rule that have no value yet a named thing."""
    open_: dict[Var, None] = {}
    for atom in _atoms(rule):
        for arg in atom.args:
            if isinstance(arg, Var) and arg not in values:
                open_[arg] = None
    for things in product(domain, repeat=len(open_)):
        yield values | dict(zip(open_, things, strict=True))


def put(atom: Atom, values: Values) -> Atom:
    """The atom with its variables replaced."""
    return Atom(atom.predicate, tuple(values.get(arg, arg) if isinstance(arg, Var) else arg for arg in atom.args))


def match(wanted: Literal, found: Literal, values: Values) -> Values | None:
    """The values under which a literal of a rule is the literal found, or none."""
    if wanted.positive != found.positive or wanted.atom.predicate != found.atom.predicate:
        return None
    if len(wanted.atom.args) != len(found.atom.args):
        return None
    more = dict(values)
    for arg, thing in zip(wanted.atom.args, found.atom.args, strict=True):
        if isinstance(arg, Var):
            if more.setdefault(arg, thing) != thing:
                return None
        elif arg != thing:
            return None
    return more


def follows_its_rules(closure: Closure, literal: Literal, rules: tuple[Rule, ...]) -> bool:
    """Whether each step that a literal rests on is an instance of a given rule on premises that came before it."""
    before: set[Literal] = set()
    for step in closure.proof(literal):
        if step.rule not in rules or not before.issuperset(step.premises):
            return False
        values = match(step.rule.head, step.literal, {})
        for wanted, premise in zip(step.rule.body, step.premises, strict=True):
            values = match(wanted, premise, values) if values is not None else None
        if values is None:
            return False
        before.add(step.literal)
    return literal in before


def fixpoint(rules: tuple[Rule, ...], domain: tuple[Const, ...]) -> frozenset[Literal] | None:
    """The same results by another road: every rule written out for every thing, applied until nothing changes.

    None if writing it out is too long.
    """
    result: set[Literal] = set()
    for layer in layers(rules):
        ground: list[tuple[Literal, list[Literal], list[Literal]]] = []
        for rule in layer:
            for values in instances(rule, {}, domain):
                ground.append(
                    (
                        Literal(put(rule.head.atom, values), rule.head.positive),
                        [Literal(put(b.atom, values), b.positive) for b in rule.body],
                        [Literal(put(atom, values)) for atom in rule.absent],
                    )
                )
                if len(ground) > MOST_GROUND:
                    return None
        below = frozenset(result)
        while True:
            new = {
                head
                for head, body, absent in ground
                if head not in result and all(b in result for b in body) and not any(a in below for a in absent)
            }
            if not new:
                break
            result |= new
    return frozenset(result)
