"""The name of the form that an argument of whole clauses has: modus tollens, affirming the consequent, and the like.

The argument is read as prose, its form is found by shape, and whether forms of that name are valid is compared with the
verdict on the argument itself. Knows only forms with a name in common use; an argument of another form has none here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.rules.formulas import And, Formula, Implies, Not, Or, readings
from orchestra_modules.logic.rules.problem import Problem
from orchestra_modules.logic.rules.prose import reading as prose
from orchestra_modules.logic.rules.settling import settle
from orchestra_modules.logic.rules.words import word_class
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotDone, NotUnderstood
from orchestra_modules.solving.regex import regex

_ASKED: Final = regex(
    r"\s*(?P<ask>(?:name|identify|state|give|which|what)\b[^:?.]*)[:?]\s*(?P<argument>\S.*)", re.IGNORECASE | re.DOTALL
)
#: the words that such a request is made of; any other asks for something else
_REQUEST: Final = word_class(
    "name identify state give which what is the this of following argument reasoning committed used here does use in by"
    " kind type logical formal valid inference rule form fallacy illustrated commits has have was being uses an example"
    " called justifies"
)
_WHAT: Final = word_class("fallacy form rule type kind")
_FALLACIES: Final = frozenset({"affirming the consequent", "denying the antecedent", "affirming a disjunct"})


@dataclass(frozen=True)
class NamedForm:
    """An argument whose form is to be named; `fallacy` or `rule` where only one of these is asked for."""

    problem: Problem
    wanted: str


def naming(question: Question) -> NamedForm | None:
    """The request for a name, or none if the text is another one."""
    match = None if question.options else _ASKED.fullmatch(question.stem)
    if match is None:
        return None
    asked = frozenset(re.findall(r"\w+", match["ask"].lower()))
    if not asked & _WHAT or not asked <= _REQUEST:
        return None
    argument = match["argument"].strip(" \"'\u201c\u201d\n.")
    if "?" in argument:
        raise NotUnderstood("more is asked than the form of the argument")
    problem = prose.read(Question(f"{argument}. Is this argument valid?"))
    return NamedForm(problem, "fallacy" if "fallacy" in asked else "rule" if "rule" in asked else "form")


def name(form: NamedForm) -> Finding:
    """The name of the form."""
    problem = form.problem
    premises = tuple(readings(statement.formula)[0][0] for statement in problem.premises)
    found = list(dict.fromkeys(_names(premises, readings(problem.claim.formula)[0][0])))
    if len(found) != 1:
        raise NotDone("the argument has no form with a name that is known here")
    fallacy = found[0] in _FALLACIES
    answer = settle(problem, True)
    if (answer.value is True) is fallacy:
        raise NotDone("the form found by its shape and the verdict on the argument disagree")
    if (form.wanted == "fallacy" and not fallacy) or (form.wanted == "rule" and fallacy):
        raise NotDone(f"the form of the argument is {found[0]}, which is no {form.wanted}")
    text = f"The argument is a case of {found[0]}, which is {'a fallacy' if fallacy else 'valid'}."
    check = f"the argument was judged by itself: it is {'not ' if fallacy else ''}valid; {answer.check}"
    data: JsonValue = {"type": "text", "value": found[0]}
    return Finding(found[0], text, data, "by shape", check, answer.verified, CONFIDENT, answer.steps)


def _not(formula: Formula) -> Formula:
    return formula.body if isinstance(formula, Not) else Not(formula)


def _names(premises: tuple[Formula, ...], claim: Formula) -> Iterator[str]:
    """The names of the forms that the argument has."""
    for row in permutations(premises):
        match row:
            case (Implies(a, b), other):
                yield from _of_a_conditional(a, b, other, claim)
            case (Or(parts), other) if len(parts) == 2:
                for one, rest in (parts, parts[::-1]):
                    if other == _not(one) and claim == rest:
                        yield "disjunctive syllogism"
                    if other == one and claim == _not(rest):
                        yield "affirming a disjunct"
            case (And(parts),) if claim in parts:
                yield "simplification"
            case (Implies(a, b), Implies(c, d), Or(either)) if isinstance(claim, Or):
                if set(either) == {a, c} and set(claim.parts) == {b, d}:
                    yield "constructive dilemma"
                if set(either) == {_not(b), _not(d)} and set(claim.parts) == {_not(a), _not(c)}:
                    yield "destructive dilemma"
    if len(premises) == 1 and isinstance(claim, Or) and premises[0] in claim.parts:
        yield "addition"
    if len(premises) == 2 and isinstance(claim, And) and set(claim.parts) == set(premises):
        yield "conjunction"


def _of_a_conditional(a: Formula, b: Formula, other: Formula, claim: Formula) -> Iterator[str]:
    if other == a and claim == b:
        yield "modus ponens"
    if other == _not(b) and claim == _not(a):
        yield "modus tollens"
    if isinstance(other, Implies) and other.left == b and claim == Implies(a, other.right):
        yield "hypothetical syllogism"
    if other == b and claim == a:
        yield "affirming the consequent"
    if other == _not(a) and claim == _not(b):
        yield "denying the antecedent"
