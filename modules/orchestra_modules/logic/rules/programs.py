"""Logic programs answered: rules under headings, constraints under headings, and clauses with a query,
these with lists and numbers too.

Each kind is read strictly, solved, and checked by another road. Knows no English beyond the headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias, TypeVar

from pydantic import JsonValue

from orchestra_modules.logic.rules import (
    clause_programs,
    constraint_programs,
    program_questions,
    prolog,
    prolog_text,
    rule_programs,
)
from orchestra_modules.logic.rules.chaining import Closure, Literal, Rule, close, domain_of, fixpoint, follows_its_rules
from orchestra_modules.logic.rules.formulas import Atom, Const
from orchestra_modules.logic.rules.prolog_search import DepthFirst
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.options import Option
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

_RULES: Final = regex(r"^Predicates:\s*$", re.MULTILINE)
_CONSTRAINTS: Final = regex(r"^Domain:\s*$", re.MULTILINE)
MOST_ANSWERS: Final = 1_000
_Asked = TypeVar("_Asked")


def is_program(text: str) -> bool:
    """Whether a text claims to be a program (it may still be a broken one)."""
    if _RULES.match(text.lstrip()) or _CONSTRAINTS.match(text.lstrip()):
        return True
    return clause_programs.looks_like(program_questions.as_query(text)[0])


@dataclass(frozen=True)
class Counted:
    """A program whose answers are to be counted."""

    program: prolog_text.PrologProgram


Program: TypeAlias = (
    Counted
    | rule_programs.RuleProgram
    | constraint_programs.ConstraintProgram
    | clause_programs.ClauseProgram
    | prolog_text.PrologProgram
)


def read(program: str, options: tuple[Option, ...] = ()) -> Program:
    """The program that a text is. Refuses what is not of a format, naming the place."""
    if options:  # the lines under "Query:" were taken for options
        program = "\n".join((program, *(f"{option.label}) {option.text}" for option in options)))
    start = program.lstrip()
    if _RULES.match(start):
        return rule_programs.read(program)
    if _CONSTRAINTS.match(start):
        return constraint_programs.read(program)
    program, counted = program_questions.as_query(program)
    found = _of_clauses(program)
    return Counted(prolog_text.read(clause_programs.plain(program))) if counted else found


def _of_clauses(program: str) -> clause_programs.ClauseProgram | prolog_text.PrologProgram:
    try:
        return clause_programs.read(program)
    except NotUnderstood as refusal:
        if "nothing gives" in refusal.reason:
            raise  # a rule with a letter too many is more likely a slip than meant
        try:
            return prolog_text.read(clause_programs.plain(program))
        except NotUnderstood as wider:
            # of two refusals the one that got as far as the meaning tells more
            raise (refusal if "not a sign" not in refusal.reason else wider) from None


def solve(program: Program) -> Finding:
    """The answer that a program asks for."""
    if isinstance(program, Counted):
        return _counted(program.program)
    if isinstance(program, rule_programs.RuleProgram):
        return _rules(program)
    if isinstance(program, constraint_programs.ConstraintProgram):
        return _constraints(program)
    if isinstance(program, prolog_text.PrologProgram):
        return prolog.solve(program)
    return _clauses(program)


def _counted(program: prolog_text.PrologProgram) -> Finding:
    """How many answers there are; an answer found in two ways counts once or twice, as one takes it, and is refused."""
    if not program.variables:
        raise NotUnderstood("a query without variables has no answers to count")
    ways = list(islice(DepthFirst(program).answers(program.query, program.variables), MOST_ANSWERS + 1))
    if len(set(ways)) < len(ways):
        raise NotDone("an answer is found in more than one way")
    found = prolog.solve(program)
    text = f"{len(ways)}: {found.text}"
    data: JsonValue = {"type": "integer", "value": len(ways)}
    return replace(found, value=str(len(ways)), text=text, data=data)


def run(program: str, options: tuple[Option, ...] = ()) -> Finding:
    """Read and solve."""
    return solve(read(program, options))


def three_valued(closure: Closure, literal: Literal) -> bool | None:
    """Whether a literal is derived, its denial is, or neither. NotDone if both are."""
    if literal in closure and literal.denied() in closure:
        both = " Against it: ".join(" ".join(explain(closure, way)) for way in (literal, literal.denied()))
        raise NotDone(f"the statements contradict each other. For it: {both}")
    return True if literal in closure else False if literal.denied() in closure else None


def explain(closure: Closure, literal: Literal) -> list[str]:
    """The derivation of a literal, one sentence a step."""
    told: list[str] = []
    for step in closure.proof(literal):
        premises = " and ".join(rule_programs.tell(premise) for premise in step.premises)
        if step.rule.body or step.rule.absent:
            told.append(
                f"{rule_programs.tell(step.literal)} by '{step.rule.text}'" + (f" from {premises}." * bool(premises))
            )
        else:
            told.append(f"{rule_programs.tell(step.literal)} is given.")
    return told


def checked(closure: Closure, literal: Literal, rules: tuple[Rule, ...]) -> tuple[bool | None, str]:
    """The second road for one literal and its denial: each step again, and the whole fixpoint anew."""
    for way in (literal, literal.denied()):
        if way in closure and not follows_its_rules(closure, way, rules):
            raise NotDone("a step of the derivation does not follow its rule")
    again = fixpoint(rules, closure.domain)
    if again is None:
        return None, "the rules are too many to be written out for a second computation"
    if (literal in again, literal.denied() in again) != (literal in closure, literal.denied() in closure):
        raise NotDone("two ways to compute what follows disagree")
    return (
        True,
        "each step was matched with its rule again, and all that follows was computed anew by writing the rules out",
    )


def _rules(program: rule_programs.RuleProgram) -> Finding:
    closure = close(program.rules, domain_of(program.rules, *(literal.atom for _, literal in program.asked)))
    verdicts = [three_valued(closure, literal) for _, literal in program.asked]
    checks = [checked(closure, literal, program.rules) for _, literal in program.asked]
    verified = True if all(ok for ok, _ in checks) else None
    if len(program.asked) == 1:
        verdict, literal = verdicts[0], program.asked[0][1]
        told = rule_programs.tell(literal)
        word = {True: "True", False: "False", None: "Unknown"}[verdict]
        text = {
            True: f"True: {told} follows from the program.",
            False: f"False: the denial of {told} follows from the program.",
            None: f"Unknown: neither {told} nor its denial follows from the program.",
        }[verdict]
        steps = [] if verdict is None else explain(closure, literal if verdict else literal.denied())
        data: JsonValue = {"type": "truth", "value": verdict} if verdict is not None else {"type": "unknown"}
        return Finding(word, text, data, "forward chaining", checks[0][1], verified, CONFIDENT, tuple(steps))
    label, literal = _one([pair for pair, verdict in zip(program.asked, verdicts, strict=True) if verdict])
    text = f"{label}: {rule_programs.tell(literal)} follows from the program, and no other option does."
    steps = explain(closure, literal)
    return Finding(
        label,
        text,
        {"type": "option", "value": label},
        "forward chaining",
        checks[0][1],
        verified,
        CONFIDENT,
        tuple(steps),
    )


def _one(fitting: list[_Asked]) -> _Asked:
    if len(fitting) != 1:
        raise NotDone(f"{'more than one' if fitting else 'none'} of the options holds")
    return fitting[0]


def _constraints(program: constraint_programs.ConstraintProgram) -> Finding:
    total, verdicts, first = constraint_programs.settle(program)
    for (_, asked), verdict in zip(program.asked, verdicts, strict=True):
        if (again := constraint_programs.proved(program, asked)) is not None and again is not (verdict is True):
            raise NotDone("two ways to solve the constraints disagree")
    solution = ", ".join(f"{name} = {number}" for name, number in first.items())
    steps = (f"The only solution is {solution}." if total == 1 else f"There are {total} solutions, as {solution}.",)
    check = "Z3 proved from the constraints what holds in every solution, and refuted the rest"
    method = "search over all values"
    if len(program.asked) == 1:
        verdict, asked = verdicts[0], program.asked[0][1]
        word = {True: "True", False: "False", None: "Unknown"}[verdict]
        holds = {True: "every solution", False: "no solution", None: "some solutions and not in others"}[verdict]
        data: JsonValue = {"type": "truth", "value": verdict} if verdict is not None else {"type": "unknown"}
        return Finding(word, f"{word}: '{asked.text}' holds in {holds}.", data, method, check, True, CONFIDENT, steps)
    label, asked = _one([pair for pair, verdict in zip(program.asked, verdicts, strict=True) if verdict])
    text = f"{label}: '{asked.text}' holds in every solution, and no other option does."
    return Finding(label, text, {"type": "option", "value": label}, method, check, True, CONFIDENT, steps)


def _bearing(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules that bear on the last one, each by what its body speaks of."""
    needed, found = set[str](), [rules[-1]]
    while found:
        rule = found.pop()
        for predicate in {*(each.atom.predicate for each in rule.body), *(atom.predicate for atom in rule.absent)}:
            if predicate not in needed:
                needed.add(predicate)
                found += [each for each in rules if each.head.atom.predicate == predicate]
    return tuple(rule for rule in rules if rule is rules[-1] or rule.head.atom.predicate in needed)


def _clauses(program: clause_programs.ClauseProgram) -> Finding:
    wanted = tuple(Literal(goal.atom) for goal in program.query if goal.wanted)
    absent = tuple(goal.atom for goal in program.query if not goal.wanted)
    answer = Atom("the query", program.variables)
    rules = _bearing((*program.rules, Rule(Literal(answer), wanted, absent, "the query")))
    closure = close(rules, domain_of(rules))
    again = fixpoint(rules, closure.domain)
    if again is not None and again != frozenset(closure.steps):
        raise NotDone("two ways to compute what follows disagree")
    found = [literal for literal in closure.steps if literal.atom.predicate == answer.predicate]
    if len(found) > MOST_ANSWERS:
        raise TooCostly(f"more than {MOST_ANSWERS} answers")
    check = "all that follows was computed anew, rule by rule for each thing"
    verified = True if again is not None else None
    method = "forward chaining; what is not derived is false"
    steps = tuple(step for literal in islice(found, 1) for step in explain(closure, literal)[:-1])
    if not program.variables:
        word, told = str(bool(found)), "follows" if found else "does not follow, so it is false"
        data: JsonValue = {"type": "truth", "value": bool(found)}
        return Finding(word, f"{word}: the query {told}.", data, method, check, verified, CONFIDENT, steps)
    rows = [[arg.name for arg in literal.atom.args if isinstance(arg, Const)] for literal in found]
    if len(program.variables) == 1:
        value = ", ".join(row[0] for row in rows)
    else:
        value = "; ".join(
            ", ".join(f"{v.name} = {cell}" for v, cell in zip(program.variables, row, strict=True)) for row in rows
        )
    data = {"type": "list", "values": [row[0] if len(row) == 1 else list[JsonValue](row) for row in rows]}
    value = value or "none"
    text = f"The query holds of: {value}." if rows else "The query holds of nothing: none."
    return Finding(value, text, data, method, check, verified, CONFIDENT, steps)
