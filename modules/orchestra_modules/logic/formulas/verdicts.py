"""Decisions told: yes or no with the proof or the counter-model, and the listed option that a result stands for."""

from __future__ import annotations

import re
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.formulas import resolution
from orchestra_modules.logic.formulas.decide import Decision
from orchestra_modules.logic.formulas.limits import MAX_PROOF_LINES
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.regex import regex

#: words that say the same of a result, lower case
_YES: Final = frozenset(
    [
        "true",
        "yes",
        "valid",
        "entailed",
        "follows",
        "correct",
        "satisfiable",
        "consistent",
        "sat",
        "equivalent",
        "tautology",
        "entailment",
        "t",
        "provable",
    ]
)
_NO: Final = frozenset(
    ["false", "no", "invalid", "incorrect", "unsatisfiable", "inconsistent", "unsat", "fallacy", "contradiction", "f"]
)
_OPPOSITES: Final = {
    "valid": ("valid", "invalid"),
    "entailed": ("valid", "invalid"),
    "satisfiable": ("satisfiable", "unsatisfiable"),
    "unsatisfiable": ("unsatisfiable", "satisfiable"),
    "equivalent": ("equivalent", "not equivalent"),
    "contingent": ("contingent", "not contingent"),
    "falsifiable": ("falsifiable", "not falsifiable"),
}
_SYNONYMS: Final = (
    frozenset(("true", "yes", "correct", "t", "holds")),
    frozenset(("false", "no", "incorrect", "f", "not true")),
    frozenset(
        ("valid", "follows", "entailed", "deductively valid", "valid argument", "entailment", "logically follows")
    ),
    frozenset(
        (
            "invalid",
            "not valid",
            "does not follow",
            "not entailed",
            "deductively invalid",
            "invalid argument",
            "fallacy",
        )
    ),
    frozenset(("satisfiable", "consistent", "sat", "jointly consistent")),
    frozenset(("unsatisfiable", "inconsistent", "unsat", "contradictory")),
    frozenset(("tautology", "tautologous", "logically true")),
    frozenset(("contradiction", "self-contradiction", "logically false", "self-contradictory")),
    frozenset(("contingent", "contingency", "neither", "contingent statement")),
    frozenset(
        (
            "uncertain",
            "unknown",
            "undetermined",
            "neither",
            "indeterminate",
            "undecided",
            "cannot be determined",
            "not sure",
        )
    ),
    frozenset(("equivalent", "logically equivalent")),
    frozenset(("not equivalent", "not logically equivalent", "inequivalent")),
)
_FRAME: Final = regex(
    r"^(?:(?:it|they|this|the (?:argument|conclusion|statement|formula|set|formulas|inference)) (?:is|are) )?"
    r"(?:an? |the )?",
    re.I,
)


def told(answer: bool, said: str, decisions: tuple[Decision, ...], sources: tuple[str, ...], name: str) -> Finding:
    """A yes or no that rests on decisions; `sources` names the formulas that a proof starts from."""
    steps: list[str] = []
    for decision in decisions:
        if decision.structure is not None:
            steps.append(f"a case in which it is so: {decision.structure.told()}")
        elif not decision.satisfiable and decision.proof is not None:
            lines = resolution.told(decision.proof, (*sources, *sources[-1:] * len(decision.core)))
            steps += ["a contradiction is derived:", *lines[:MAX_PROOF_LINES]]
        if decision.core:
            steps.append("used: " + ", ".join(sources[i] if i < len(sources) else sources[-1] for i in decision.core))
    verified = True if all(one.verified for one in decisions) else None
    check = "; ".join(dict.fromkeys(f"checked: {decision.check}" for decision in decisions))
    method = "Z3, beside a truth table, a resolution prover or a search for finite structures"
    confidence = min(one.confidence for one in decisions)
    counter = f"; for instance {decisions[0].structure.told()}" if decisions[0].structure and name != "relation" else ""
    data: JsonValue = {"type": "truth", "value": answer, "about": name}
    text = f"{'Yes' if answer else 'No'}: {said}{counter}."
    return Finding(str(answer), text, data, method, check, verified, confidence, tuple(steps))


def on_options(found: Finding, options: tuple[Option, ...]) -> Finding:
    """The result as one of the options, where there are some."""
    if not options:
        return found
    words = _words(found)
    chosen = choose(options, lambda option: _plain(option.text) in words)
    text = f"{chosen.value}: {found.text}" if chosen.label else found.text
    return Finding(
        chosen.value, text, found.data, found.method, found.check, found.verified, found.confidence, found.steps
    )


def _plain(text: str) -> str:
    words = " ".join(text.lower().strip().rstrip(".!").split())
    return _FRAME.sub("", words)


def _words(found: Finding) -> set[str]:
    """All that an option may say for a result."""
    base = {found.value.lower()}
    about = found.data.get("about") if isinstance(found.data, dict) else None
    if isinstance(about, str) and about in _OPPOSITES:
        base.add(_OPPOSITES[about][0 if found.value == "True" else 1])
        if about == "valid" and found.value == "True":
            base.add("tautology")
        if about == "unsatisfiable" and found.value == "True":
            base.add("contradiction")
    if isinstance(found.data, dict) and found.data.get("yes") and found.value in ("sat", "unsat"):
        base.add("yes" if found.value == "sat" else "no")
    return base.union(*(group for group in _SYNONYMS if group & base))
