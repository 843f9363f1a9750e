"""How much each view counts, and how sure the best sentence is: a line for the order, a curve for the probability.

The numbers were chosen by `fit` in benchmarks/retrieval.py, which prints them: the line on answerable development
questions of SQuAD, the curve on those together with unanswerable ones and with questions on other subjects. The
benchmark reports the curve's worth out of fold, by article.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

#: One weight a view, in the order of `candidates.VIEWS`; the first is the unit of the others.
VIEW_WEIGHTS = (1.0, 1.12, 0.62, 0.37)

#: Of the curve: its height, what the strength of the best sentence adds, and what its lead over the next adds.
BIAS, STRENGTH, LEAD = -4.45, 3.01, 1.1

#: A runner-up this close to the best sentence is quoted too.
CLOSE = 0.3


def strength(views: Sequence[float]) -> float:
    """What speaks for a sentence, in one number."""
    return sum(weight * view for weight, view in zip(VIEW_WEIGHTS, views, strict=True))


def confidence(best: float, lead: float) -> float:
    """The probability that the quote answers, from the best sentence's strength and its lead over the next."""
    return 1.0 / (1.0 + math.exp(-(BIAS + STRENGTH * best + LEAD * lead)))
