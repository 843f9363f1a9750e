"""Routing accuracy: `python -m benchmarks.routing` writes benchmarks/results/routing.md and routing.json.

Three measures, rivals in the same run: dev and hard_dev with the shipped weights (trained on the pool and the own
queries); leave-one-source-out over pool and dev, where each family of sources is only tested on; how often a decision
stays when a query is put a little differently. What is judged is the intent the router decides on, never "unknown"; how
often it also says that it does not know stands apart. Needs the development data; `--quick` leaves out the rivals.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orchestra.router import Router
from orchestra.router.weights import Weights, read
from orchestra.spec import Beliefs
from training.embeddings import Embedder
from training.own import INTENTS
from training.pool import data_folder, family, read_pool
from training.recipe import OWN, HeldOut, Rows, calibrated, fit_heads, logits, read_rows, thinned
from training.router import SEED, folds, own_queries_apart

RESULTS = Path(__file__).parent / "results"
BINS = 15
BASELINE_ROWS = 600  # of a family: enough for a linear model, and every fold ends within seconds
POLITE = ("please ", "can you please tell me ", "hi, ", "could you help me with this: ")
EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "mark at the end removed, or added": lambda text, _: text[:-1] if text.endswith("?") else text + "?",
    "lower case": lambda text, _: text.lower(),
    "more white space": lambda text, _: "  " + text.replace(" ", "  ") + " ",
    "polite opening": lambda text, rng: rng.choice(POLITE) + text,
}


@dataclass(frozen=True)
class Judged:
    """One decision beside its label."""

    intent: str
    label: str
    source: str
    confidence: float
    unknown: bool
    asked: bool  # whether the embedder was asked
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether the intent is the label."""
        return self.intent == self.label


def judge_all(router: Router, rows: Rows, sources: Sequence[str], fingerprint: str | None) -> list[Judged]:
    """Judge every row; without a fingerprint there is no embedder. Vectors are known: times are the router's own."""
    vectors = None if fingerprint is None else rows.vectors
    judged = asyncio.run(_judge(router, rows.texts, vectors, fingerprint))
    return [
        Judged(
            beliefs.intent, INTENTS[label], source, beliefs.confidence, beliefs.unknown, len(beliefs.signals) > 1, taken
        )
        for (beliefs, taken), label, source in zip(judged, rows.labels, sources, strict=True)
    ]


async def _judge(
    router: Router, texts: Sequence[str], vectors: NDArray[np.float32] | None, fingerprint: str | None
) -> list[tuple[Beliefs, float]]:
    judged = []
    for place, text in enumerate(texts):

        async def embed(_: Sequence[str], place: int = place) -> NDArray[np.float32]:
            assert vectors is not None
            return vectors[place : place + 1]

        began = time.perf_counter()
        beliefs = await router.judge(text, embed=None if vectors is None else embed, fingerprint=fingerprint)
        judged.append((beliefs, (time.perf_counter() - began) * 1e3))
    return judged


# --- rivals -----------------------------------------------------------------------------------

Classifier = Callable[[Rows], tuple[NDArray[np.int64], NDArray[np.float64]]]


def majority(train: Rows) -> Classifier:
    """Always the most frequent intent."""
    shares = np.bincount(train.labels, minlength=len(INTENTS)) / len(train.labels)
    return lambda rows: (
        np.full(len(rows.labels), int(shares.argmax())),
        np.full(len(rows.labels), float(shares.max())),
    )


def hashed(train: Rows) -> Classifier:
    """Hashed word and character n-grams with logistic regression."""
    from scipy import sparse  # type: ignore[import-untyped]
    from sklearn.feature_extraction.text import HashingVectorizer

    words = HashingVectorizer(ngram_range=(1, 2), n_features=2**16)
    chars = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 4), n_features=2**16)
    return _regression(
        train, lambda r: sparse.hstack([words.transform(r.texts), chars.transform(r.texts)]).tocsr(), 10.0
    )


def embedded(train: Rows) -> Classifier:
    """The all-MiniLM embedding with logistic regression."""
    return _regression(train, lambda rows: rows.vectors, 1.0)


def _regression(train: Rows, table: Callable[[Rows], Any], inverse_penalty: float) -> Classifier:
    from sklearn.linear_model import LogisticRegression

    # Intents weigh alike, as in the router: the better of the two ways for both rivals.
    model = LogisticRegression(C=inverse_penalty, max_iter=200, tol=1e-3, class_weight="balanced")
    model.fit(table(train), train.labels)

    def classify(rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        scores = model.predict_proba(table(rows))
        return np.asarray(model.classes_[scores.argmax(axis=1)]), np.asarray(scores.max(axis=1))

    return classify


RIVALS: dict[str, Callable[[Rows], Classifier]] = {
    "majority": majority,
    "hashed n-grams + LR": hashed,
    "all-MiniLM + LR": embedded,
}
OURS, LIGHT = "router", "router, no embedder"


def by_rival(classify: Classifier, rows: Rows, sources: Sequence[str]) -> list[Judged]:
    """Judge every row by a rival, timed one by one on a sample."""
    labels, confidences = classify(rows)
    times = []
    for place in range(0, len(rows.labels), max(1, len(rows.labels) // 40)):
        one = rows.take(np.array([place]))
        began = time.perf_counter()
        classify(one)
        times.append((time.perf_counter() - began) * 1e3)
    return [
        Judged(
            INTENTS[label],
            INTENTS[rows.labels[i]],
            sources[i],
            float(confidences[i]),
            False,
            False,
            times[i % len(times)],
        )
        for i, label in enumerate(labels)
    ]


# --- figures ----------------------------------------------------------------------------------


def accuracy(judged: Sequence[Judged]) -> float:
    """Return the share that is right."""
    return statistics.fmean(each.right for each in judged)


def calibration_error(judged: Sequence[Judged]) -> float:
    """Return the expected calibration error over equally wide bins of confidence."""
    bins: dict[int, list[Judged]] = {}
    for each in judged:
        bins.setdefault(min(BINS - 1, int(each.confidence * BINS)), []).append(each)
    gaps = (abs(accuracy(b) - statistics.fmean(j.confidence for j in b)) * len(b) for b in bins.values())
    return sum(gaps) / len(judged)


def balanced(judged: Sequence[Judged], rng: random.Random, most: int = 200) -> list[Judged]:
    """Take as many rows of every family, so that a large one does not speak for all."""
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        groups.setdefault(family(each.source), []).append(each)
    return [each for group in groups.values() for each in (rng.sample(group, most) if len(group) > most else group)]


def summary(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the figures of one column."""
    times = sorted(each.milliseconds for each in judged)
    return {
        "accuracy": accuracy(judged),
        "ece": calibration_error(judged),
        "unknown": statistics.fmean(each.unknown for each in judged),
        "asks the embedder": statistics.fmean(each.asked for each in judged),
        "p50 ms": times[len(times) // 2],
        "p95 ms": times[int(len(times) * 0.95)],
        "rows": len(judged),
    }


def grouped(judged: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, float]:
    """Return accuracy by group."""
    return {name: accuracy([j for j in judged if key(j) == name]) for name in sorted({key(j) for j in judged})}


# --- measures ---------------------------------------------------------------------------------


def measure_dev(pool: Rows, tests: dict[str, tuple[Rows, list[str]]], embedder: Embedder, quick: bool) -> Any:
    """Judge dev and hard_dev with the shipped weights, and by rivals trained on the pool."""
    found: dict[str, dict[str, list[Judged]]] = {}
    rivals = {} if quick else {name: make(pool) for name, make in RIVALS.items()}
    for name, (rows, sources) in tests.items():
        found[name] = {
            OURS: judge_all(Router(), rows, sources, embedder.fingerprint),
            LIGHT: judge_all(Router(), rows, sources, None),
        }
        found[name] |= {rival: by_rival(classify, rows, sources) for rival, classify in rivals.items()}
    return found


def measure_families(rows: Rows, sources: NDArray[np.str_], embedder: Embedder, quick: bool) -> dict[str, list[Judged]]:
    """Judge every family by routers and rivals that never saw it, the own queries always in our training."""
    kept = rows.take(thinned(rows, SEED))
    start = fit_heads(kept)
    made = list(folds(rows, embedder.fingerprint, start))
    held_out: HeldOut = {name: (*logits(weights, test), test.labels) for name, weights, test in made}
    found: dict[str, list[Judged]] = {}
    for name, weights, test in made:
        where = sources[rows.families == name].tolist()
        # Calibrated on the other families alone: nothing about this one is known, not even how sure to be.
        told = calibrated(weights, {other: parts for other, parts in held_out.items() if other != name})
        found.setdefault(OURS, []).extend(judge_all(_router(told), test, where, embedder.fingerprint))
        found.setdefault(LIGHT, []).extend(judge_all(_router(told), test, where, None))
        if not quick:
            strangers = rows.take(_capped(rows, np.flatnonzero((rows.families != name) & (rows.families != OWN))))
            for rival, make in RIVALS.items():
                found.setdefault(rival, []).extend(by_rival(make(strangers), test, where))
        print(f"held out {name}: {accuracy(found[OURS][-len(where) :]):.3f}", flush=True)
    return found


def _router(weights: Weights) -> Router:
    # As the file holds them: what is measured is what is read back.
    half = {
        name: getattr(weights, name).astype(np.float16).astype(np.float32)
        for name in ("ngram_head", "shape_head", "embedding_head", "embedding_shape_head", "prototypes")
    }
    return Router(weights=replace(weights, **half))


def _capped(rows: Rows, index: NDArray[np.int64]) -> NDArray[np.int64]:
    rng = np.random.default_rng(SEED)
    names = rows.families[index]
    parts = [rng.permutation(index[names == name])[:BASELINE_ROWS] for name in sorted(set(names))]
    return np.sort(np.concatenate(parts))


def measure_edits(queries: Sequence[str], embedder: Embedder) -> dict[str, float]:
    """Return how often the intent stays when a query is put a little differently, vectors computed anew."""
    rng = random.Random(SEED)

    def intents(texts: Sequence[str]) -> list[str]:
        judged = asyncio.run(_judge(Router(), texts, embedder(texts), embedder.fingerprint))
        return [beliefs.intent for beliefs, _ in judged]

    before = intents(queries)
    return {
        name: statistics.fmean(a == b for a, b in zip(before, intents([edit(q, rng) for q in queries]), strict=True))
        for name, edit in EDITS.items()
    }


def measure_latency(queries: Sequence[str], embedder: Embedder) -> dict[str, dict[str, float]]:
    """Return the milliseconds of whole decisions one at a time, the embedder's own work included."""

    async def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        return embedder.fresh(texts)

    async def timed(router: Router, text: str, embeds: bool) -> float:
        began = time.perf_counter()
        if embeds:
            await router.judge(text, embed=embed, fingerprint=embedder.fingerprint)
        else:
            await router.judge(text)
        return (time.perf_counter() - began) * 1e3

    def spread(times: list[float]) -> dict[str, float]:
        return {"p50 ms": statistics.median(times), "p95 ms": sorted(times)[int(len(times) * 0.95)]}

    router = Router()
    asyncio.run(timed(router, queries[0], True))  # weights and embedder are loaded
    return {
        OURS: spread([asyncio.run(timed(router, text, True)) for text in queries]),
        LIGHT: spread([asyncio.run(timed(router, text, False)) for text in queries]),
        "embedder alone": spread([_seconds(embedder, text) * 1e3 for text in queries]),
    }


def _seconds(embedder: Embedder, text: str) -> float:
    began = time.perf_counter()
    embedder.fresh([text])
    return time.perf_counter() - began


# --- report -----------------------------------------------------------------------------------


def table(columns: dict[str, dict[str, float]], first: str) -> str:
    """Set out columns of figures as Markdown."""
    lines = [f"| {first} | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for row in dict.fromkeys(name for figures in columns.values() for name in figures):
        cells = [_cell(row, figures.get(row)) for figures in columns.values()]
        lines.append(f"| {row} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(row: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if row == "rows" else f"{value:.2f}" if row.endswith("ms") else f"{value:.3f}"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the rivals")
    quick: bool = parser.parse_args().quick
    data_folder()
    embedder = Embedder()
    own_list, pool_list = own_queries_apart(), read_pool("train_pool")
    dev_lists = {name: read_pool(name) for name in ("dev", "hard_dev")}
    pool = read_rows(pool_list, embedder)
    tests = {
        name: (read_rows(queries, embedder), [query.family for query in queries]) for name, queries in dev_lists.items()
    }
    parts: list[str] = ["# Routing\n\n`python -m benchmarks.routing` wrote this file.\n"]
    results: dict[str, Any] = {}

    for name, columns in measure_dev(pool, tests, embedder, quick).items():
        parts.append(f"## {name}, trained on the pool\n")
        results[name] = _section(parts, columns, lambda judged: judged.source.split("/")[0])

    everything = [*pool_list, *dev_lists["dev"], *own_list]
    rows, sources = read_rows(everything, embedder), np.array([query.family for query in everything])
    columns = measure_families(rows, sources, embedder, quick)
    macro = {
        name: {
            "macro average over families": statistics.fmean(grouped(judged, lambda j: family(j.source)).values()),
            "macro average, sources as named": statistics.fmean(grouped(judged, _named).values()),
            **{
                f"{figure} (families alike)": value
                for figure, value in summary(balanced(judged, random.Random(SEED))).items()
                if figure in ("ece", "unknown", "asks the embedder")
            },
        }
        for name, judged in columns.items()
    }
    parts.append("## Leave one source out: each family is only tested on\n")
    parts.append(table(macro, "over pool and dev") + "\n")
    results["leave one source out"] = {"macro": macro} | _section(parts, columns, lambda judged: family(judged.source))
    worst = grouped(columns[OURS], lambda judged: judged.source.split(".")[0])
    parts.append(
        "Weakest kinds of rows: " + ", ".join(f"{k} {v:.2f}" for k, v in sorted(worst.items(), key=lambda i: i[1])[:14])
    )

    rng = random.Random(SEED)
    sample = [query.text for query in rng.sample(dev_lists["dev"], 300)]
    results["unchanged"] = measure_edits(sample, embedder)
    parts.append("\n## Decisions unchanged by an edit, 300 queries of dev\n")
    parts.append(table({"router": results["unchanged"]}, "edit") + "\n")
    results["latency"] = measure_latency(sample[:200], embedder)
    parts.append("## One decision at a time, embedder included, 200 queries of dev\n")
    parts.append(table(results["latency"], "warm, on this machine's load") + "\n")
    parts.append("In the tables above vectors are known beforehand: their milliseconds are the classifiers' own.\n")
    results["weights"] = {"fingerprint": read().fingerprint, "sure": read().sure}
    report = "\n".join(parts)
    print(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "routing.md").write_text(report, encoding="utf-8")
    (RESULTS / "routing.json").write_text(json.dumps(results, indent=1), encoding="utf-8")


def _named(judged: Judged) -> str:
    """Return the source as named, with the splits of one set merged but its kinds of rows apart."""
    head = judged.source.split("/")[0]
    return family(head) if family(head) in ("gsm8k", "webquestions") else head


def _section(parts: list[str], columns: dict[str, list[Judged]], group: Callable[[Judged], str]) -> dict[str, Any]:
    whole = {name: summary(judged) for name, judged in columns.items()}
    routes = {name: grouped(judged, lambda j: j.label) for name, judged in columns.items()}
    groups = {name: grouped(judged, group) for name, judged in columns.items()}
    for title, figures in (("all rows", whole), ("by intent", routes), ("by source", groups)):
        parts.append(table(figures, title) + "\n")
    return {"all": whole, "intents": routes, "sources": groups}


if __name__ == "__main__":
    main()
