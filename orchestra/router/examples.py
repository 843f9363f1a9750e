"""The examples of manifests, matched with a text in both signals, so that a new module is seen with no retraining.

An intent that only examples know gets its probability from the nearest of them. For an intent with a trained head, an
example counts only when the text all but repeats it. Knows nothing of manifests or of modules.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from orchestra.router.features import BUCKETS, Features, features

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
        self._read: _Table | None = None

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
        likenesses = self._table().likenesses(buckets, _unit(values)).tolist()
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

    def _table(self) -> _Table:
        if self._read is None:
            self._read = _Table([features(text) for _, text in self._texts])
        return self._read


class _Table:
    """The n-grams of texts, sorted by bucket, so that a text meets only those it shares a bucket with."""

    def __init__(self, reads: Sequence[Features]) -> None:
        import numpy as np

        buckets = np.concatenate([read.buckets for read in reads])
        order = np.argsort(buckets, kind="stable")
        self._size = len(reads)
        self._starts = np.searchsorted(buckets[order], np.arange(BUCKETS + 1))
        self._rows = np.repeat(np.arange(len(reads)), [len(read.buckets) for read in reads])[order]
        self._values = np.concatenate([_unit(read.values) for read in reads])[order]

    def likenesses(self, buckets: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float64]:
        """The cosine of a text with each of the texts, in their order."""
        import numpy as np

        starts = self._starts[buckets]
        counts = self._starts[buckets + 1] - starts
        ends = np.cumsum(counts)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + counts, counts)
        shares = np.repeat(values, counts) * self._values[places]
        found: NDArray[np.float64] = np.zeros(self._size)
        np.add.at(found, self._rows[places], shares)
        return found


def _unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    length = math.sqrt(float(values @ values)) or 1.0
    unit: NDArray[np.float32] = values / length
    return unit


def _turn(likeness: float, middle: float, steepness: float) -> float:
    return 1 / (1 + math.exp(-steepness * (likeness - middle)))
