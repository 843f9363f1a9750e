"""How much each view counts, and how sure a quote is: the chance that an answer is there, times the quote's share.

The share is that of the quoted sentences' odds among all sentences found: when two are equally good, each is half as
sure. The chance that there is an answer follows from how near the nearest sentence comes in meaning, up to a point, and
falls when the quoted sentence contradicts what the question takes as given.

Seven numbers were chosen on SQuAD development questions: two weights of the views (one for meaning and coverage, one
for standing and type), three of the chance, what a conflict costs, and the most words of a quote. All are round values
near those that `python -m benchmarks.retrieval --fit` prints. The eighth that was allowed is the weight in the fusion
of `documents`. Everything else, here and in the views, is by construction; of ENOUGH_SHARE, the shares of neighbouring
sentences and the odds of evidence without scores, other values were looked at on those questions as well, and the words
and rules of `conflict` were written with some of them in view. The cosines are those of all-MiniLM-L6-v2:
with an embedder that finds everything alike, the chance says less and the share decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

#: Odds of a sentence, in logarithms, for each view in the order of `candidates.VIEWS`.
VIEW_WEIGHTS = (7.0, 7.0, 2.5, 2.5)

#: Of the chance that the answer is there: its height and slope over meaning, which beyond ENOUGH adds nothing.
BIAS, SLOPE, ENOUGH = -15.3, 35.5, 0.5

#: Sentences are quoted, best first, until they have this share of the odds, the most sentences, or no room.
ENOUGH_SHARE = 0.9

#: A sentence that contradicts what the question takes as given keeps a twentieth of its odds.
CONFLICT = math.log(20.0)

_NO_WORDS, _ALL_WORDS = 0.25, 0.2


def strength(views: Sequence[float]) -> float:
    """What speaks for a sentence, in one number."""
    return sum(weight * view for weight, view in zip(VIEW_WEIGHTS, views, strict=True))


def shares(strengths: Sequence[float]) -> list[float]:
    """Each sentence's share of the odds of all."""
    most = max(strengths, default=0.0)
    odds = [math.exp(each - most) for each in strengths]
    return [each / sum(odds) for each in odds]


def near(meaning: float, coverage: float) -> float:
    """How near the evidence comes: the nearest meaning, or a middling one where the best sentence has all the words."""
    return min(max(meaning, _NO_WORDS + _ALL_WORDS * coverage), ENOUGH)


def there(nearest: float, *, conflict: bool) -> float:
    """The chance that the evidence holds an answer, from how near it comes."""
    odds = BIAS + SLOPE * nearest - CONFLICT * conflict
    return 1.0 / (1.0 + math.exp(-odds))
