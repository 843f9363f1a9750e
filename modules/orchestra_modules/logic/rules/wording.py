"""A verdict told as a sentence for a person. Knows what was asked and what was found, no engine."""

from __future__ import annotations

from orchestra_modules.logic.rules import english
from orchestra_modules.logic.rules.formulas import Not
from orchestra_modules.logic.rules.problem import Asking, Problem
from orchestra_modules.logic.rules.prose.rendering import tell
from orchestra_modules.logic.rules.settling import Answer


def told(problem: Problem, value: bool | None, found: Answer) -> str:
    """The sentence for a verdict."""
    claim = problem.claim.text.strip(" .?!")
    if problem.asking is Asking.VALID:
        if value:
            return f"The argument is valid: from its premises it follows that {_inside(claim)}."
        return f"The argument is invalid: its premises may hold without its conclusion, that {_inside(claim)}."
    if problem.asking is Asking.FOLLOWS:
        if value:
            return f"Yes: it follows that {_inside(claim)}."
        opposite = " Its opposite does." if found.value is False else ""
        return f"No: it does not follow that {_inside(claim)}.{opposite}"
    if value:
        return f"Yes: {claim}; it follows from what is stated."
    if value is False:
        return f"No: {_denied(problem, claim)}; it follows from what is stated."
    return f"Unknown: neither '{claim}' nor its opposite follows from what is stated."


def _denied(problem: Problem, claim: str) -> str:
    return tell(Not(problem.claim.formula), dict(problem.denials)) if problem.denials else english.denied(claim)


def _inside(claim: str) -> str:
    """The claim as it stands inside a sentence: without the capital of an article or a pronoun that opens it."""
    first, _, rest = claim.partition(" ")
    opens = first.lower() in (
        *("the", "a", "an", "it", "he", "she", "they", "we", "you", "all", "every", "no", "some", "if", "either"),
        *("neither", "not", "there", "nobody", "everyone", "someone", "only", "none", "my", "this", "that", "each"),
    )
    return f"{first.lower()} {rest}" if opens else claim
