"""The examples of manifests, matched with a text in both signals, so that a new module is seen with no retraining.

An intent that only examples know gets its probability from the nearest of them. For an intent with a trained head, an
example counts only when the text all but repeats it. Knows nothing of manifests or of modules.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from orchestra.router.features import features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Similarity at which a text is as likely as not meant for the example's intent, and how sharply that turns.
NGRAM_MIDDLE, NGRAM_STEEPNESS = 0.42, 16.0
EMBEDDING_MIDDLE, EMBEDDING_STEEPNESS = 0.60, 18.0
#: Similarity at which a text repeats an example.
REPEATED = 0.9


class Examples:
    """Example texts by intent, with their n-grams."""

    def __init__(self, examples: Mapping[str, Sequence[str]], trained: Sequence[str]) -> None:
        self._trained = frozenset(trained)
        self._texts = [(intent, text) for intent, texts in examples.items() for text in texts if text.strip()]
        self._by_bucket: dict[int, list[tuple[int, float]]] | None = None

    @property
    def added(self) -> tuple[str, ...]:
        """The intents that only examples know, in order of appearance."""
        return tuple(dict.fromkeys(intent for intent, _ in self._texts if intent not in self._trained))

    def texts_to_embed(self) -> tuple[str, ...]:
        """The examples that the embedding signal compares: those of added intents."""
        return tuple(text for intent, text in self._texts if intent not in self._trained)

    def ngram_match(self, buckets: NDArray[np.int64], values: NDArray[np.float32]) -> dict[str, float]:
        """Return, by intent, how much the text looks like its nearest example."""
        if not self._texts:
            return {}
        table = self._table()
        likenesses = [0.0] * len(self._texts)
        for bucket, value in _unit(buckets, values).items():
            for row, known in table.get(bucket, ()):
                likenesses[row] += value * known
        best: dict[str, float] = {}
        for (intent, _), likeness in zip(self._texts, likenesses, strict=True):
            best[intent] = max(best.get(intent, 0.0), likeness)
        return {
            intent: _turn(likeness, NGRAM_MIDDLE, NGRAM_STEEPNESS)
            if intent not in self._trained
            else float(likeness >= REPEATED)
            for intent, likeness in best.items()
        }

    def embedding_match(self, vector: NDArray[np.float32], table: NDArray[np.float32]) -> dict[str, float]:
        """Return, by added intent, how near the text is in meaning to its nearest example; the table as embedded."""
        intents = [intent for intent, _ in self._texts if intent not in self._trained]
        best: dict[str, float] = {}
        for intent, likeness in zip(intents, (table @ vector).tolist(), strict=True):
            best[intent] = max(best.get(intent, 0.0), _turn(likeness, EMBEDDING_MIDDLE, EMBEDDING_STEEPNESS))
        return best

    def _table(self) -> dict[int, list[tuple[int, float]]]:
        """By bucket, the examples that fall in it and their values there."""
        if self._by_bucket is None:
            self._by_bucket = {}
            for row, (_, text) in enumerate(self._texts):
                read = features(text)
                for bucket, value in _unit(read.buckets, read.values).items():
                    self._by_bucket.setdefault(bucket, []).append((row, value))
        return self._by_bucket


def _unit(buckets: NDArray[np.int64], values: NDArray[np.float32]) -> dict[int, float]:
    length = math.sqrt(float(values @ values)) or 1.0
    return dict(zip(buckets.tolist(), (values / length).tolist(), strict=True))


def _turn(likeness: float, middle: float, steepness: float) -> float:
    return 1 / (1 + math.exp(-steepness * (likeness - middle)))
