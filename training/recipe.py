"""How the router's weights are made from labelled queries.

The same recipe trains what ships and every fold of the leave-one-source-out benchmark, so that what is measured is
what is shipped. It names no source: all it knows of a query is its text, its intent and the family it came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]

from orchestra.router.features import BUCKETS, KNOWN_WORDS, features
from orchestra.router.weights import Weights
from training.embeddings import Embedder
from training.heads import Head, fit, softmax
from training.own import INTENTS, Query
from training.pool import family

OWN = "own"
#: Share of an intent's weight that the project's own queries have; families of sources share the rest evenly.
OWN_SHARE = 0.85
#: Rows taken from one family: more of the same phrasing teaches nothing.
MOST_ROWS = 500
NGRAM_PENALTY, EMBEDDING_PENALTY = 2e-4, 1e-4
#: Scale of the shape features beside words, and beside the embedding.
NGRAM_SHAPE, EMBEDDING_SHAPE = 0.3, 0.25
#: Share of the n-gram logits in the mixture.
NGRAM_SHARE = 0.4
PROTOTYPES = 640
#: An n-gram confidence above which the second signal is not asked for, where held-out sources were right this often.
SURE_ACCURACY = 0.99


@dataclass(frozen=True, eq=False)
class Rows:
    """Queries as numbers."""

    texts: tuple[str, ...]
    labels: NDArray[np.int64]
    families: NDArray[np.str_]
    ngrams: sparse.csr_matrix
    shapes: NDArray[np.float32]
    words: tuple[NDArray[np.int64], ...]
    vectors: NDArray[np.float32]

    def take(self, index: NDArray[np.int64]) -> Rows:
        """Return some of the rows."""
        return Rows(
            tuple(self.texts[i] for i in index),
            self.labels[index],
            self.families[index],
            self.ngrams[index],
            self.shapes[index],
            tuple(self.words[i] for i in index),
            self.vectors[index],
        )


@dataclass(frozen=True, eq=False)
class Heads:
    """Fitted heads, kept as a start for the next fit."""

    ngrams: Head
    embedding: Head
    meaning: Head


def read_rows(queries: Sequence[Query], embedder: Embedder) -> Rows:
    """Turn labelled queries into numbers."""
    reads = [features(query.text) for query in queries]
    ends = np.cumsum([0, *(len(read.buckets) for read in reads)])
    ngrams = sparse.csr_matrix(
        (np.concatenate([read.values for read in reads]), np.concatenate([read.buckets for read in reads]), ends),
        shape=(len(reads), BUCKETS),
    )
    return Rows(
        tuple(query.text for query in queries),
        np.array([INTENTS.index(query.intent) for query in queries]),
        np.array([family(query.family) for query in queries]),
        ngrams,
        np.stack([read.shape for read in reads]),
        tuple(read.words for read in reads),
        embedder([query.text for query in queries]),
    )


def thinned(rows: Rows, seed: int) -> NDArray[np.int64]:
    """Choose the rows to train on: all own ones, and at most MOST_ROWS of any other family."""
    rng = np.random.default_rng(seed)
    chosen = []
    for name in sorted(set(rows.families)):
        index = np.flatnonzero(rows.families == name)
        chosen.append(index if name == OWN else np.sort(rng.permutation(index)[:MOST_ROWS]))
    return np.sort(np.concatenate(chosen))


def row_weights(rows: Rows) -> NDArray[np.float64]:
    """Weigh rows so that intents are equal, own queries have their share, and families share the rest evenly."""
    weights = np.zeros(len(rows.labels))
    own = rows.families == OWN
    for label in range(len(INTENTS)):
        of_intent = rows.labels == label
        others = sorted(set(rows.families[of_intent & ~own]))
        share = OWN_SHARE if others else 1.0
        mine = of_intent & own
        weights[mine] = share / max(1, mine.sum())
        for name in others:
            members = of_intent & (rows.families == name)
            weights[members] = (1 - share) / len(others) / members.sum()
    return weights


def fit_heads(rows: Rows, start: Heads | None = None) -> Heads:
    """Fit the n-gram head, the embedding head with shape, and the embedding head without."""
    weights = row_weights(rows)
    steps = 120 if start is None else 50

    def head(table: NDArray[np.float32] | sparse.csr_matrix, penalty: float, first: Head | None) -> Head:
        return fit(table, rows.labels, weights, classes=len(INTENTS), penalty=penalty, start=first, steps=steps)

    return Heads(
        head(ngram_table(rows), NGRAM_PENALTY, None if start is None else start.ngrams),
        head(
            np.hstack([rows.vectors, rows.shapes * EMBEDDING_SHAPE]),
            EMBEDDING_PENALTY,
            None if start is None else start.embedding,
        ),
        head(rows.vectors, EMBEDDING_PENALTY, None if start is None else start.meaning),
    )


def ngram_table(rows: Rows) -> sparse.csr_matrix:
    """Return n-grams and scaled shapes side by side."""
    return sparse.hstack([rows.ngrams, sparse.csr_matrix(rows.shapes * NGRAM_SHAPE)]).tocsr()


def assemble(heads: Heads, rows: Rows, fingerprint: str, seed: int) -> Weights:
    """Put fitted heads and known ground together; temperatures are set apart, on sources not trained on.

    The embedding head is the mean of one that sees the shape of a text and one that does not: the first errs with
    passages of an unseen layout, the second with formulas.
    """
    dimensions = rows.vectors.shape[1]
    known = np.zeros(KNOWN_WORDS, dtype=bool)
    for words in rows.words:
        known[words] = True
    return Weights(
        intents=INTENTS,
        fingerprint=fingerprint,
        ngram_head=heads.ngrams[:BUCKETS].astype(np.float32),
        shape_head=(heads.ngrams[BUCKETS:] * NGRAM_SHAPE).astype(np.float32),
        embedding_head=((heads.embedding[:dimensions] + heads.meaning) / 2).astype(np.float32),
        embedding_shape_head=(heads.embedding[dimensions:] * EMBEDDING_SHAPE / 2).astype(np.float32),
        prototypes=prototypes(rows.vectors, seed),
        known_words=known,
        ngram_share=NGRAM_SHARE,
        ngram_temperature=1.0,
        mixture_temperature=1.0,
        sure=1.01,
    )


def prototypes(vectors: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    """Return unit centres of the clusters of known ground."""
    rng = np.random.default_rng(seed)
    centres = vectors[rng.permutation(len(vectors))[: min(PROTOTYPES, len(vectors))]]
    for _ in range(8):
        nearest = (vectors @ centres.T).argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > 0, sums / np.maximum(length, 1e-9), centres).astype(np.float32)
    return np.asarray(centres, dtype=np.float32)


def logits(weights: Weights, rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the logits of the n-grams alone and of the mixture."""
    ngrams = np.asarray(rows.ngrams @ weights.ngram_head + rows.shapes @ weights.shape_head, dtype=np.float64)
    meaning = rows.vectors @ weights.embedding_head + rows.shapes @ weights.embedding_shape_head
    return ngrams, weights.ngram_share * ngrams + (1 - weights.ngram_share) * np.asarray(meaning, dtype=np.float64)


HeldOut = Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]]


def calibrated(weights: Weights, held_out: HeldOut) -> Weights:
    """Set the temperatures and the point of being sure from families that were held out, each counting alike."""
    ngram_temperature = _temperature([(ngrams, labels) for ngrams, _, labels in held_out.values()])
    mixture_temperature = _temperature([(mixture, labels) for _, mixture, labels in held_out.values()])
    return replace(
        weights,
        ngram_temperature=ngram_temperature,
        mixture_temperature=mixture_temperature,
        sure=_sure([(softmax(ngrams / ngram_temperature), labels) for ngrams, _, labels in held_out.values()]),
    )


def _temperature(parts: list[tuple[NDArray[np.float64], NDArray[np.int64]]]) -> float:
    def loss(log_temperature: float) -> float:
        temperature = float(np.exp(log_temperature))
        total = 0.0
        for scores, labels in parts:
            picked = softmax(scores / temperature)[np.arange(len(labels)), labels]
            total -= float(np.log(picked + 1e-9).mean())
        return total

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x))


def _sure(parts: list[tuple[NDArray[np.float64], NDArray[np.int64]]]) -> float:
    """Return the lowest confidence from which on held-out families are right as often as asked for."""
    for confidence in (0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999):
        right = [
            float((scores.argmax(axis=1) == labels)[scores.max(axis=1) >= confidence].mean())
            for scores, labels in parts
            if (scores.max(axis=1) >= confidence).sum() >= 5
        ]
        if right and float(np.mean(right)) >= SURE_ACCURACY:
            return confidence
    return 1.01  # never
