"""How well a text fits this solver, found by reading it: light, pure, linear in the first few thousand characters."""

from __future__ import annotations

from typing import Final

from orchestra.spec import Fit
from orchestra_modules.logic.answering import kinds
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal

#: characters a probe looks at
MAX_PROBE: Final = 6_000


def probe(text: str) -> Fit:
    """Near 1 if the grammar of one kind of problem reads the whole text, near 0 if none does."""
    if len(text) > MAX_PROBE:
        return Fit(score=0.2, reason=f"longer than the {MAX_PROBE} characters a probe reads")
    question = split(text)
    readings, refusals = 0, []
    for name, kind in kinds().items():
        if not hasattr(kind, "read"):
            continue
        try:
            kind.read(question)
            readings += 1
        except NotUnderstood as refusal:
            refusals.append((0.01, f"{name}: {refusal.reason}"))
        except Refusal as refusal:
            refusals.append((0.1, f"{name}: {refusal.reason}"))
        except RecursionError:
            refusals.append((0.0, f"{name}: nested too deeply"))
        except Exception as error:
            # a probe raises nothing, whatever a grammar was not made for
            refusals.append((0.0, f"{name}: the reader gave up ({type(error).__name__})"))
    if readings == 1:
        return Fit(score=0.97, reason="every word and sign has a reading")
    if readings:
        return Fit(score=0.8, reason="more than one kind of problem reads it")
    score, reason = max(refusals, default=(0.0, "nothing reads it"))
    return Fit(score=score, reason=reason)
