"""The kind of problem told as facts and rules, as an argument, or as a logic program: read, solved, and told.

A text is read with the grammar of facts and rules; where that does not understand it, with clauses as propositions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.notation import refuse_notation
from orchestra_modules.logic.rules import asking, programs, sets, wording
from orchestra_modules.logic.rules.argument_forms import NamedForm, name, naming
from orchestra_modules.logic.rules.conditionals import Rephrasing, rephrase, rephrasing
from orchestra_modules.logic.rules.ellipsis import written_out
from orchestra_modules.logic.rules.families import akin
from orchestra_modules.logic.rules.formulas import Not, atoms, children
from orchestra_modules.logic.rules.headings import under_headings
from orchestra_modules.logic.rules.hedges import refuse_hedges
from orchestra_modules.logic.rules.problem import Asking, Problem
from orchestra_modules.logic.rules.prose import reading as prose
from orchestra_modules.logic.rules.prose.choosing import consequences, persons, selection
from orchestra_modules.logic.rules.prose.deriving import derivation
from orchestra_modules.logic.rules.prose.likeness import of_predicates, shortened
from orchestra_modules.logic.rules.searching import search
from orchestra_modules.logic.rules.settling import MEANT, Answer, settle
from orchestra_modules.logic.rules.syllogisms import Syllogism, syllogism
from orchestra_modules.logic.rules.syllogisms import told as told_syllogism
from orchestra_modules.logic.rules.times import refuse_changes
from orchestra_modules.logic.rules.words import word_class
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.options import Option, Question, choose
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal
from orchestra_modules.solving.regex import regex

_UNDECIDED: Final = (
    "cannot be determined",
    "can't be determined",
    "not enough information",
    "cannot tell",
    "can't tell",
    "not given",
    "cannot say",
)
_WORDS: Final = {
    True: word_class("true yes valid follows entailed correct entailment"),
    False: word_class("false no invalid contradiction contradicted incorrect"),
    None: word_class("unknown uncertain undetermined neutral neither") | frozenset(_UNDECIDED),
}


@dataclass(frozen=True)
class Told:
    """A problem with the options it came with; `again` is the same text with its clauses as propositions."""

    problem: Problem | programs.Program | Rephrasing | NamedForm | Syllogism
    options: tuple[Option, ...] = ()
    again: Problem | None = None


#: an argument that ends with its conclusion, and asks nothing
_ARGUED: Final = regex(
    r"(?s)(?!.*\?).*[.!;]\s+(?:therefore|thus|hence|so|consequently|it follows that)\b[^.!?;]*[.!]?\s*", re.IGNORECASE
)


def read(question: Question) -> Told:
    """The problem that a question poses. NotUnderstood if it is none of this kind."""
    if (form := naming(question)) is not None:
        return Told(form)
    if (by_mood := syllogism(question)) is not None:
        return Told(by_mood)
    if not question.options and _ARGUED.fullmatch(question.stem):
        return _read(Question(f"{question.stem.rstrip(' .!')}. Is this argument valid?"))
    return _read(question)


def _read(question: Question) -> Told:
    question = under_headings(question)
    question = replace(question, stem=written_out(question.stem))
    if programs.is_program(question.stem):
        return Told(programs.read(question.stem, question.options))
    if (found := rephrasing(question)) is not None:
        return Told(found, question.options)
    refuse_notation(question.stem)
    refuse_hedges(question.stem)
    refuse_changes(question.stem)
    if sets.speaks_of_sets(question.stem) and (told := _of_sets(question)) is not None:
        return told
    judged = all(_truth(option) != "" for option in question.options)
    try:
        problem = asking.read(question.stem, () if judged else question.options)
    except NotUnderstood as refusal:
        first = refusal
    else:
        return Told(problem, question.options, _again(question) if judged else None)
    try:
        problem = prose.read(question)
    except NotUnderstood as second:
        raise NotUnderstood(f"{first.reason}; with clauses as propositions: {second.reason}") from first
    if not judged and problem.asking is not Asking.SELECT:
        raise NotUnderstood("the options are no truth values")
    return Told(problem, question.options)


def _of_sets(question: Question) -> Told | None:
    try:
        return Told(sets.read(question.stem), question.options)
    except NotUnderstood:
        return None


def _again(question: Question) -> Problem | None:
    try:
        return prose.read(question)
    except Refusal:
        return None


def answer(question: Question) -> Finding:
    """The answer to a question of this kind. Raises a Refusal."""
    return solve(read(question))


def solve(told: Told) -> Finding:
    """Solve what was read."""
    match told.problem:
        case Problem() as problem:
            return _solved(problem, told)
        case Rephrasing() as form:
            return rephrase(form, told.options)
        case NamedForm() as named:
            return name(named)
        case Syllogism() as by_mood:
            return told_syllogism(by_mood)
        case program:
            return programs.solve(program)


def _solved(problem: Problem, told: Told) -> Finding:
    if problem.asking is Asking.CONSEQUENCES:
        return consequences(problem)
    if problem.asking is Asking.SELECT:
        return selection(problem, told.options)
    if problem.asking is Asking.WHICH:
        return search(problem) if problem.variable is not None else persons(problem)
    unknown = any(_truth(option) is None for option in told.options)
    found = settle(problem, unknown)
    if told.again is not None and not unknown and (found.value is None or found.reading == "classical"):
        other = settle(told.again, unknown)
        if other.value is not None and found.value in (None, other.value):
            problem, found = told.again, other  # whole clauses prove it, and in plainer steps
        elif other.value is None and not told.again.quantified:
            problem = replace(problem, doubts=told.again.doubts)  # clauses that may be akin stay so inside sentences
    return _finding(problem, found, told.options)


def _truth(option: Option) -> bool | str | None:
    """The truth value that an option says, or an empty text."""
    words = option.text.lower().strip(" .")
    for value, names in _WORDS.items():
        if words in names:
            return value
    return ""


def _finding(problem: Problem, found: Answer, options: tuple[Option, ...]) -> Finding:
    value = found.value
    offers_unknown = any(_truth(option) is None for option in options)
    if value is None and problem.asking is Asking.TRUTH and (connected := akin(problem.premises, problem.claim)):
        raise NotUnderstood(f"it does not follow as the words stand, but it is not said {connected}")
    stated = (*problem.premises, problem.claim)
    doubts = problem.doubts or shortened(stated) or (() if offers_unknown else of_predicates(stated))
    if value is None and doubts:
        raise NotUnderstood(f"it does not follow as the words stand, but it is not said {doubts[0]}")
    if value is None and problem.asking is Asking.TRUTH and not problem.spoken_of and not offers_unknown:
        raise NotDone("the premises do not speak of what is asked")
    if value is None and not offers_unknown and _only_stated(problem):
        raise NotDone("no rule bears on it, and what the words mean beyond the rules is not used")
    if problem.asking is not Asking.TRUTH and not offers_unknown:
        value = found.value is True  # what does not follow does not follow, whether or not its denial does
    if options:
        option = choose(options, lambda option: _truth(option) is value)
        shown = option.value
    else:
        shown = {True: "True", False: "False", None: "Unknown"}[value]
        if problem.asking is Asking.VALID:
            shown = "valid" if value else "invalid"
    text = " ".join((wording.told(problem, value, found), *found.notes))
    data: JsonValue = {"type": "truth", "value": value} if value is not None else {"type": "unknown"}
    proof = _derived(problem, found) or found.steps
    steps = (MEANT["propositions" if problem.denials else found.reading], *problem.notes, *proof, *found.notes)
    return Finding(shown, text, data, f"{found.reading} reading", found.check, found.verified, CONFIDENT, steps)


def _derived(problem: Problem, found: Answer) -> tuple[str, ...]:
    """A proof over whole clauses, where they are what was read."""
    if not problem.denials or found.value is None:
        return ()
    formula = problem.claim.formula
    return derivation(problem, formula if found.value else formula.body if isinstance(formula, Not) else Not(formula))


def _only_stated(problem: Problem) -> bool:
    """Whether a relation is asked about that facts state and no rule concludes, as with "married to"."""
    asked = {atom.predicate for atom in atoms(problem.claim.formula) if len(atom.args) == 2}
    ruled = {atom.predicate for s in problem.premises if children(s.formula) for atom in atoms(s.formula)}
    return problem.asking is Asking.TRUTH and bool(asked - ruled)
