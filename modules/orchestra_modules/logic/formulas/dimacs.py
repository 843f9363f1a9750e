"""Clauses in the DIMACS format of SAT solvers: "p cnf 2 2", then each clause as numbers that end in 0."""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.formulas.problems import CountModels, Satisfiability
from orchestra_modules.logic.formulas.syntax import FALSE, Atom, Binary, Formula, Not, conjunction
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

_TEXT: Final = regex(
    r"(?:(?:(?:is|are|check|decide|determine|say|whether|if|the|this|these|following|cnf|dimacs|sat|formula|instance|"
    r"problem|clauses|file|format|in|satisfiable|or|unsatisfiable|satisfiability|of|solve)\b[ ,]*)+[:?.]?\s*\n)?"
    r"\s*(?:c [^\n]*\n\s*)*"
    r"p\s+cnf\s+(?P<letters>\d+)\s+(?P<clauses>\d+)\s*\n(?P<body>(?:c [^\n]*\n|[-\d\s])*)"
    r"(?:is (?:this|it|the formula) (?P<asked>un)?satisfiable\s*\??"
    r"|(?P<counted>how many (?:(?:satisfying|truth) )*(?:assignments|models|solutions)"
    r"(?: (?:are there|does it have))?)\s*\??)?",
    2,
)
_MOST_LITERALS: Final = 2_000


def task(text: str) -> Satisfiability | CountModels | None:
    """What is asked of the clauses; none if the text has another format. NotUnderstood where its header is wrong."""
    if "cnf" not in text:
        return None
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        return None
    lines = [line for line in match["body"].split("\n") if not line.startswith("c")]
    numbers = [int(word) for word in " ".join(lines).split()]
    if len(numbers) > _MOST_LITERALS:
        raise TooCostly("the clauses are too long")
    if not numbers or numbers[-1] != 0:
        raise NotUnderstood("the last clause does not end in 0")
    found: list[Formula] = []
    clause: list[Formula] = []
    for number in numbers:
        if number:
            letter = Atom(f"x{abs(number)}")
            clause.append(letter if number > 0 else Not(letter))
            continue
        found.append(_any(clause))
        clause = []
    if len(found) != int(match["clauses"]) or max(map(abs, numbers)) > int(match["letters"]):
        raise NotUnderstood("the clauses are not those that the header announces")
    if match["asked"]:
        raise NotUnderstood("whether the clauses are satisfiable is asked by a denial")
    if match["counted"]:
        names = tuple(f"x{number}" for number in range(1, int(match["letters"]) + 1))
        return CountModels(conjunction(tuple(found)), True, names)
    return Satisfiability(tuple(found))


def _any(literals: list[Formula]) -> Formula:
    if not literals:
        return FALSE
    joined = literals[0]
    for literal in literals[1:]:
        joined = Binary("or", joined, literal)
    return joined
