"""How well a text fits this solver, found by reading it: light, pure, linear in the first few thousand characters."""

from __future__ import annotations

from orchestra.spec import Fit
from orchestra_modules.mathematics import handover
from orchestra_modules.mathematics.language.sentences import read
from orchestra_modules.mathematics.limits import MAX_PROBE
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal


def probe(text: str) -> Fit:
    """Near 1 if the grammar reads the whole text, near 0 if it does not."""
    if len(text) > MAX_PROBE:
        return Fit(score=0.2, reason=f"longer than the {MAX_PROBE} characters a probe reads")
    try:
        problem = read(split(text))
    except NotUnderstood as refusal:
        return Fit(score=0.01, reason=refusal.reason)
    except Refusal as refusal:
        return Fit(score=0.1, reason=refusal.reason)
    except RecursionError:
        return Fit(score=0.0, reason="nested too deeply")
    return Fit(
        score=0.7 if problem.assumptions else 0.97,
        reason="every word and sign has a reading",
        reading=handover.dumped(problem),
    )
