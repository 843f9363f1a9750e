"""Clauses in the DIMACS format of SAT solvers: "p cnf 2 2", then each clause as numbers that end in 0."""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.formulas.syntax import FALSE, Atom, Binary, Formula, Not
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

_TEXT: Final = regex(
    r"(?:(?:(?:is|are|check|decide|determine|say|whether|if|the|this|these|following|cnf|dimacs|sat|formula|instance|"
    r"problem|clauses|file|format|in|satisfiable|or|unsatisfiable|satisfiability|of|solve)\b[ ,]*)+[:?.]?\s*\n)?"
    r"\s*(?:c [^\n]*\n\s*)*"
    r"p\s+cnf\s+(?P<letters>\d+)\s+(?P<clauses>\d+)\s*\n(?P<body>(?:c [^\n]*\n|[-\d\s])*)",
    2,
)
_MOST_LITERALS: Final = 2_000


def clauses(text: str) -> tuple[Formula, ...] | None:
    """The clauses as formulas; none if the text is not of the format. NotUnderstood where it contradicts its header."""
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
    return tuple(found)


def _any(literals: list[Formula]) -> Formula:
    if not literals:
        return FALSE
    joined = literals[0]
    for literal in literals[1:]:
        joined = Binary("or", joined, literal)
    return joined
