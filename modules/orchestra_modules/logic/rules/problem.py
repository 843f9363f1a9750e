"""What a text comes to: statements as formulas, and what is asked of them. Reading makes it, solving uses it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pydantic import JsonValue

from orchestra_modules.logic.rules.formulas import Const, Formula, Var, write


class Asking(Enum):
    """What an answer has to say."""

    TRUTH = "whether a statement is true, false or unknown"
    FOLLOWS = "whether a statement follows"
    VALID = "whether an argument is valid"
    WHICH = "of which things something holds"
    CONSEQUENCES = "what follows that is not stated"
    SELECT = "which of several statements follows"


@dataclass(frozen=True)
class Statement:
    """A sentence with its formula; `classical` are the words in it that only classical logic reads."""

    text: str
    formula: Formula
    classical: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Premises and what is asked.

    `variable` stands for the things asked for; `closed`: what is not stated is false; `spoken_of`: the premises speak
    of what the claim speaks of; `candidates`: statements to choose from, or to search for what
    follows; `doubts`: why a verdict that something does not follow cannot be given; `quantified`: some proposition
    speaks of all or some of a class; `denials`, `subjects`: each proposition in words, with its denial, its subject.
    """

    premises: tuple[Statement, ...]
    claim: Statement
    asking: Asking
    variable: Var | None = None
    closed: bool = False
    notes: tuple[str, ...] = ()
    named: tuple[Const, ...] = ()
    spoken_of: bool = True
    candidates: tuple[Statement, ...] = ()
    doubts: tuple[str, ...] = ()
    quantified: bool = False
    denials: tuple[tuple[str, str], ...] = ()
    subjects: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> JsonValue:
        """The problem in signs."""
        return {
            "premises": [{"text": s.text, "formula": write(s.formula)} for s in self.premises],
            "claim": {"text": self.claim.text, "formula": write(self.claim.formula)},
            "asking": self.asking.name.lower(),
            "closed": self.closed,
        }
