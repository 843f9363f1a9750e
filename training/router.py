"""Trains the router: `python -m training.router` writes orchestra/router/data/weights.npz.

Needs the development data (../shared/data beside the repository, or ORCHESTRA_DATA) and the extra `cpu`.
Seeded: the same data, embedder and libraries give the same weights. Only arrays are written, no text.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from orchestra.router.weights import SHIPPED, Weights, write
from training.embeddings import Embedder
from training.own import Query, apart, own_queries
from training.pool import data_folder, family, read_pool
from training.recipe import (
    OWN,
    Heads,
    HeldOut,
    Rows,
    assemble,
    calibrated,
    fit_heads,
    logits,
    read_rows,
    thinned,
)

SEED = 7


def folds(rows: Rows, fingerprint: str, start: Heads, seed: int = SEED) -> Iterator[tuple[str, Weights, Rows]]:
    """Give, for each family of sources, weights trained without it and its rows."""
    kept = rows.take(thinned(rows, seed))
    for name in sorted(set(rows.families) - {OWN}):
        train = kept.take(np.flatnonzero(kept.families != name))
        test = rows.take(np.flatnonzero(rows.families == name))
        yield name, assemble(fit_heads(train, start), train, fingerprint, seed), test


def own_queries_apart() -> list[Query]:
    """Return the own queries without the few everyday phrases that the data holds as well."""
    data = [query for name in ("train_pool", "dev", "hard_dev") for query in read_pool(name)]
    return apart(own_queries(SEED), data)


def train(rows: Rows, fingerprint: str, seed: int = SEED) -> Weights:
    """Train on all rows, and calibrate on each family left out in turn."""
    kept = rows.take(thinned(rows, seed))
    heads = fit_heads(kept)
    held_out: HeldOut = {
        name: (*logits(weights, test), test.labels) for name, weights, test in folds(rows, fingerprint, heads, seed)
    }
    return calibrated(assemble(heads, kept, fingerprint, seed), held_out)


def main() -> None:
    """Train on the pool and the own queries, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    out: Path = parser.parse_args().out
    data_folder()
    embedder = Embedder()
    queries = [*read_pool("train_pool"), *own_queries_apart()]
    print(
        f"{len(queries)} queries, {len({family(query.family) for query in queries})} families, {embedder.fingerprint}"
    )
    weights = train(read_rows(queries, embedder), embedder.fingerprint)
    write(weights, out)
    print(f"{out}: {out.stat().st_size / 1e6:.2f} MB, n-gram T {weights.ngram_temperature:.2f}", end=", ")
    print(f"mixture T {weights.mixture_temperature:.2f}, sure from {weights.sure}")


if __name__ == "__main__":
    main()
