"""From a question to a finding: every kind of arrangement problem is offered the text, and one must read it whole.

Knows no grammar and no solver of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from orchestra_modules.logic.arrangements import (
    amounts,
    containers,
    exchanges,
    grids,
    liars,
    orders,
    selections,
    states,
    suspects,
    walks,
)
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotUnderstood

KINDS: Final[tuple[Callable[[Question], Finding], ...]] = (
    orders.answer,
    amounts.answer,
    grids.answer,
    selections.answer,
    liars.answer,
    suspects.answer,
    states.answer,
    exchanges.answer,
    containers.answer,
    walks.answer,
)
#: reasons that only say that a text is of another kind
_FOREIGN: Final = (
    "no lists of things that go together",
    "how many of each kind there are",
    "no amounts compared",
    "nobody is chosen",
    "nobody is suspected",
    "nobody is said to lie or to tell the truth",
    "nothing is put inside something",
    "nothing changes its state",
    "nothing changes hands",
    "no steps and no turns",
    "who has what, what changes hands, and a question",
)


def read(question: Question) -> object:
    """The formal problem that a text tells, unsolved. NotUnderstood when no kind reads the whole text."""
    reasons: list[str] = []
    for kind in (orders, amounts, grids, selections, liars, suspects, states, exchanges, containers, walks):
        try:
            return kind.read(question)
        except NotUnderstood as refusal:
            reasons.append(refusal.reason)
    raise NotUnderstood(_reason(reasons))


def _reason(reasons: list[str]) -> str:
    return next((reason for reason in reversed(reasons) if reason not in _FOREIGN), reasons[0])


def answer(question: Question) -> Finding:
    """Answer a question about an arrangement. NotUnderstood when no kind reads the whole text."""
    reasons: list[str] = []
    findings: list[Finding] = []
    for kind in KINDS:
        try:
            findings.append(kind(question))
        except NotUnderstood as refusal:
            reasons.append(refusal.reason)
    if len({finding.value for finding in findings}) > 1:
        values = " or ".join(finding.value for finding in findings)
        raise NotUnderstood(f"the text can be read in two ways, and the answer is {values}")
    if not findings:
        raise NotUnderstood(_reason(reasons))
    return findings[0]
