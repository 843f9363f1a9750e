"""Signals of unlike scale into one score: each is measured in deviations of its own spread, then weighed and summed.

The spread is that of the query's scores over all that is searched, so a signal that singles something out speaks loudly
and one that likes everything alike hardly speaks. Several indexes searched together share one spread: a small one is
not judged by itself. Pure arithmetic: knows neither texts nor indexes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: How much each signal counts; that of words was chosen on the SQuAD development questions (benchmarks/retrieval.py).
WEIGHTS: Mapping[str, float] = {"passage": 1.0, "sentence": 1.0, "words": 0.8}


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How many scores, their sum and that of their squares: the spreads of parts add up to that of the whole."""

    many: int = 0
    total: float = 0.0
    squares: float = 0.0

    @classmethod
    def of(cls, many: int, mean: float, deviation: float) -> Spread:
        """From a mean and a standard deviation."""
        return cls(many=many, total=many * mean, squares=many * (deviation**2 + mean**2))

    def __add__(self, other: Spread) -> Spread:
        return Spread(many=self.many + other.many, total=self.total + other.total, squares=self.squares + other.squares)

    @property
    def mean(self) -> float:
        """The mean of all scores."""
        return self.total / self.many if self.many else 0.0

    @property
    def deviation(self) -> float:
        """Their standard deviation."""
        return float(max(self.squares / self.many - self.mean**2, 0.0) ** 0.5) if self.many else 0.0


@dataclass(frozen=True, kw_only=True)
class Signal:
    """The scores of some candidates by one view, and that view's spread over the whole index."""

    name: str
    scores: Floats
    spread: Spread


def fuse(indexes: Sequence[Sequence[Signal]], weights: Mapping[str, float] = WEIGHTS) -> list[Floats]:
    """For each index, one score a candidate: the weighted mean of its deviations from the ordinary.

    Every index gives the same signals in the same order.
    """
    spreads = [sum((signal.spread for signal in view), start=Spread()) for view in zip(*indexes, strict=True)]
    return [_weighed(signals, spreads, weights) for signals in indexes]


def top(scores: Sequence[Floats], many: int) -> list[tuple[int, int, float]]:
    """The best of several indexes' candidates, best first: which index, the candidate's place, its score.

    Of equal ones the earlier index's come first, and in it the earlier candidate.
    """
    import numpy as np

    together = np.concatenate(scores)
    order = np.argsort(-together, kind="stable")[:many]
    firsts = np.cumsum([0, *(len(each) for each in scores)])
    owners = np.searchsorted(firsts, order, side="right") - 1
    return list(zip(owners.tolist(), (order - firsts[owners]).tolist(), together[order].tolist(), strict=True))


def _weighed(signals: Sequence[Signal], spreads: Sequence[Spread], weights: Mapping[str, float]) -> Floats:
    parts = [
        weights[signal.name] * (signal.scores - spread.mean) / spread.deviation
        for signal, spread in zip(signals, spreads, strict=True)
        if spread.deviation > 1e-6  # scores all alike say nothing
    ]
    return sum(parts, start=0 * signals[0].scores) / sum(weights[signal.name] for signal in signals)
