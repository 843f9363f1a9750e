"""One open build, searched: candidates by meaning and by words, and the passages themselves with their sentences.

Knows nothing of how a build is made or replaced, nor of the other indexes of a search.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from orchestra.spec import IndexBroken, Passage
from orchestra_modules.documents.fusion import Signal, Spread
from orchestra_modules.documents.layout import mend, read_stamp
from orchestra_modules.documents.shape import POOL, SENTENCES, Shape
from orchestra_modules.documents.store import Piece, Source, Store
from orchestra_modules.documents.vectors import Space
from orchestra_modules.documents.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Numbers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Look:
    """One index's candidates by passage number, every signal's scores of all of them, and what that took in FLOPs."""

    engine: Engine
    candidates: Numbers
    signals: list[Signal]
    flops: int


class Engine:
    """An open build; safe to search from several threads."""

    def __init__(self, build: Path, name: str, *, gpu: bool) -> None:
        import numpy as np

        self.name = name
        self.build = build
        self.stamp = read_stamp(build, name)
        try:
            self._store = Store(build)
            self._passages = Space(build, "passages", gpu=gpu, shape=Shape.of(self.stamp, "passages"))
            self._sentences = Space(build, "sentences", gpu=gpu, shape=Shape.of(self.stamp, "sentences"))
            self._words = Words(build)
            counts = self._store.count()
            # The last is where a passage after the last one would begin.
            self._firsts: Numbers = np.fromiter(chain(self._store.firsts(), (self._sentences.size,)), dtype=np.int64)
        except (OSError, ValueError, KeyError, RuntimeError, sqlite3.Error) as error:
            raise IndexBroken(f"index {name!r} is damaged: {error}", hint=self.mend) from error
        sizes = (self._passages.size, self._sentences.size)
        if sizes != counts[1:] or self._words.size != sizes[0]:
            raise IndexBroken(f"index {name!r} is damaged: its parts differ in size", hint=self.mend)

    @property
    def mend(self) -> str:
        """The command that makes this index anew."""
        return f"`{self.stamp.get('mend') or mend(self.name)}`"

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()

    def look(self, query: str, vector: Floats, fingerprint: str, k: int, filters: dict[str, str]) -> Look:
        """What each signal says of the candidates. IndexBroken when the query was embedded by another model."""
        if fingerprint != self.stamp["embedder"]:
            raise IndexBroken(
                f"index {self.name!r} was built with embedder {self.stamp['embedder']}, the query has {fingerprint}",
                hint=self.mend,
            )
        with self._whole():
            allowed = _numbers(self._store.matching(filters)) if filters else None
        candidates, signals, flops = self.signals(query, vector, max(POOL, 2 * k), allowed)
        return Look(engine=self, candidates=candidates, signals=signals, flops=flops)

    @property
    def dim(self) -> int:
        """The length of its vectors."""
        return self._passages.dim

    def vectors(self, numbers: Numbers) -> Floats:
        """The vectors of passages."""
        return self._passages.at(numbers)

    def text(self, number: int) -> str:
        """The text of a passage."""
        with self._whole():
            return self._store.found([number])[0][0].piece.text

    def passages(self, numbers: Sequence[int], scores: Sequence[float], vector: Floats) -> list[Passage]:
        """Passages as evidence with the scores given, their sentences scored."""
        import numpy as np

        with self._whole():
            found = self._store.found(numbers)
            many = np.array([len(row.piece.sentences) for row, _ in found], dtype=np.int64)
            firsts = np.array([row.first for row, _ in found], dtype=np.int64)
            spoken = self._sentences.scores(vector, _ranges(firsts, many)).tolist()
            ends = np.cumsum(many).tolist()
            return [
                self._passage(row.piece, source, score, spoken[end - len(row.piece.sentences) : end])
                for (row, source), score, end in zip(found, scores, ends, strict=True)
            ]

    def _passage(self, piece: Piece, source: Source, score: float, spoken: list[float]) -> Passage:
        # Validated as one: models made one by one take twice as long, and every search makes some.
        return Passage.model_validate(
            {
                "document_id": source.id,
                "source": source.source,
                "text": piece.text,
                "span": {"start": piece.start, "end": piece.end, "line": piece.line, "page": piece.page},
                "score": score,
                "title": piece.title,
                "index": self.name,
                "sentences": [
                    {"start": start, "end": end, "score": score}
                    for (start, end), score in zip(piece.sentences, spoken, strict=True)
                ],
                "metadata": source.metadata,
            }
        )

    def signals(
        self, query: str, vector: Floats, pool: int, allowed: Numbers | None = None
    ) -> tuple[Numbers, list[Signal], int]:
        """Candidates by passage number, every signal's scores of all of them, and the FLOPs."""
        import numpy as np

        words, postings = self._words.scores(query)
        # In double precision a score does not depend on the order that the documents came in; not by BLAS, whose
        # threads get in the way of FAISS's.
        usual = Spread(
            many=len(words),
            total=float(words.sum(dtype=np.float64)),
            squares=float(np.einsum("i,i->", words, words, dtype=np.float64)),
        )
        passages = self._passages.nearest(vector, pool, allowed)
        sentences = self._sentences.nearest(vector, SENTENCES * pool, self._within(allowed))
        # The owner of a sentence is the last passage that begins no later.
        owners = np.searchsorted(self._firsts, sentences.numbers, side="right") - 1
        spoken = _strongest(words, pool, usual, allowed)
        candidates = _distinct(np.concatenate([passages.numbers, owners, spoken]))
        sentence_scores, compared = self._best_sentences(vector, candidates, owners, sentences.scores)
        signals = [
            Signal(
                name="passage",
                scores=self._passages.scores(vector, candidates),
                spread=Spread.of(self._passages.size, *self._passages.spread(vector)),
            ),
            Signal(
                name="sentence",
                scores=sentence_scores,
                spread=Spread.of(self._sentences.size, *self._sentences.spread(vector)),
            ),
            Signal(
                name="words",
                scores=words[candidates],
                spread=usual,
            ),
        ]
        dim = self._passages.dim
        compared += len(candidates)
        flops = passages.flops + sentences.flops + postings + 2 * compared * dim + 4 * dim * (dim + 2)
        return candidates, signals, flops

    def _best_sentences(self, vector: Floats, passages: Numbers, owners: Numbers, found: Floats) -> tuple[Floats, int]:
        """The score of each passage's best sentence, 0 where it has none, and how many sentences were compared.

        Of a passage that owns one of the sentences found, its best is among them: they are the best of all.
        """
        import numpy as np

        best = np.full(len(passages), -np.inf, dtype=np.float32)
        np.maximum.at(best, np.searchsorted(passages, owners), found)
        many = self._many(passages)
        best[many == 0] = 0
        unknown = np.isneginf(best)
        many = many[unknown]
        scores = self._sentences.scores(vector, _ranges(self._firsts[passages[unknown]], many))
        if len(scores):
            best[unknown] = np.maximum.reduceat(scores, np.cumsum(many) - many)
        return best, len(scores)

    def _many(self, passages: Numbers) -> Numbers:
        """How many sentences passages have."""
        import numpy as np

        following = passages + 1
        ends = np.where(
            following < len(self._firsts), self._firsts[following % len(self._firsts)], self._sentences.size
        )
        return np.asarray(ends - self._firsts[passages], dtype=np.int64)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """A page that cannot be read is a damaged index, with the command that mends it."""
        try:
            yield
        except (sqlite3.Error, IndexError, ValueError) as error:
            raise IndexBroken(f"index {self.name!r} is damaged: {error}", hint=self.mend) from error

    def _within(self, allowed: Numbers | None) -> Numbers | None:
        """The sentences of passages."""
        if allowed is None:
            return None

        return _ranges(self._firsts[allowed], self._many(allowed))


def _ranges(firsts: Numbers, many: Numbers) -> Numbers:
    """All the numbers of ranges, one range after another."""
    import numpy as np

    starts: Numbers = np.repeat(firsts - np.cumsum(many) + many, many)
    return starts + np.arange(len(starts))


def _distinct(numbers: Numbers) -> Numbers:
    """Each once, in order; NumPy's `unique` takes three times as long for so few."""
    import numpy as np

    numbers.sort()
    fresh = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=fresh[1:])
    found: Numbers = numbers[fresh]
    return found


def _numbers(ranges: list[tuple[int, int]]) -> Numbers:
    import numpy as np

    found = np.array(ranges, dtype=np.int64).reshape(-1, 2)
    return _ranges(found[:, 0], found[:, 1])


def _strongest(words: Floats, many: int, usual: Spread, allowed: Numbers | None) -> Numbers:
    """The passages that say most of the query's words, and of those alike the earlier ones; none that says nothing."""
    import numpy as np

    if allowed is not None:
        speaking = allowed[words[allowed] > 0]
    else:
        # Most passages that say a word at all say a common one only: those far above the mean are enough as a rule.
        speaking = np.flatnonzero(words > usual.mean + 2 * usual.deviation)
        if len(speaking) < many:
            speaking = np.flatnonzero(words > 0)
    if len(speaking) > many:
        scores = words[speaking]
        least = np.partition(scores, -many)[-many]
        surely, alike = speaking[scores > least], speaking[scores == least]
        speaking = np.concatenate([surely, alike[: many - len(surely)]])
    return speaking
