"""Measures finding and quoting on SQuAD development questions and on the guide, beside BM25 and MiniLM alone.

    python -m benchmarks.retrieval [--queries N] [--home DIR] [--fit]

The collection is indexed as a user's would be, through the documents module with default settings; `--home` keeps that
index for the next run. Results go to benchmarks/results/retrieval.md. `--fit` prints the constants of
orchestra_modules/quoter/confidence.py; the table always reports the curve out of fold, by article. Reads the data from
ORCHESTRA_DATA, by default ../shared/data; nothing of it is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from orchestra_modules.documents import Documents
from orchestra_modules.documents.engine import Engine
from orchestra_modules.documents.fusion import fuse
from orchestra_modules.documents.layout import Layout
from orchestra_modules.minilm import Minilm
from orchestra_modules.quoter import Quoter

from benchmarks.quoting import FOLDS, THRESHOLD, Floats, Query, fit, judge, quoting_rows
from orchestra.spec import (
    EmbedRequest,
    Evidence,
    IndexChange,
    Passage,
    Progress,
    ReadRequest,
    Reply,
    Request,
    RetrieveRequest,
    Vectors,
)
from orchestra.testing import FakeContext, FakeUsed

RESULTS = Path(__file__).parent / "results" / "retrieval.md"
GUIDE = [
    ("How do I register a module?", "modules.md"),
    ("How do I register a module from a folder?", "modules.md"),
    ("What does exit code 4 mean?", "errors.md"),
    ("How do I set a budget?", "budgets.md"),
    ("How are FLOPs counted?", "budgets.md"),
    ("What is an intent?", "router.md"),
    ("how do I index my own files", "documents.md"),
    ("Which environment variable names the profile?", "configuration.md"),
    ("What does /why do in the chat?", "chat.md"),
    ("How do I delete an index?", "documents.md"),
    ("How do I add a language model?", "core-model.md"),
    ("What happens when the budget runs out?", "budgets.md"),
    ("When is a quoted answer accepted?", "plans.md"),
    ("where is data kept?", "configuration.md"),
    ("How do I write a module?", "writing-a-module.md"),
    ("what is the default budget", "budgets.md"),
    ("Which file types are read?", "documents.md"),
    ("how can I stop an answer", "chat.md"),
    ("What is a plan?", "plans.md"),
    ("Who is Orchestra for?", "what-orchestra-is.md"),
    ("How do I see why a query was routed?", "router.md"),
    ("what happens when a module is broken?", "modules.md"),
]


# --- data -------------------------------------------------------------------------------------


def data() -> Path:
    """The folder of the data; ends the program with a plain message when it is not there."""
    folder = Path(os.environ.get("ORCHESTRA_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not (folder / "retrieval" / "squad_dev" / "corpus.jsonl").is_file():
        sys.exit(f"there is no retrieval/squad_dev under {folder}; set ORCHESTRA_DATA to the folder that has it")
    return folder


def rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    with file.open(encoding="utf-8") as lines:  # by line feeds alone: a text may hold other separators
        return [json.loads(line) for line in lines if line.strip()]


def load_queries(folder: Path, many: int | None) -> list[Query]:
    """Answerable and unanswerable questions on the articles, and questions on other subjects."""
    squad = folder / "retrieval" / "squad_dev"
    found = [
        Query(
            text=row["question"],
            sort="answerable",
            article=row["gold_id"].split("#")[0],
            gold=row["gold_id"],
            answers=tuple(row["answers"]),
        )
        for row in rows(squad / "queries.jsonl")[:many]
    ]
    found += [
        Query(text=row["question"], sort="unanswerable", article=row["related_id"].split("#")[0])
        for row in rows(squad / "queries_unanswerable.jsonl")[:many]
    ]
    pool = folder / "routing" / "train_pool.jsonl"
    if pool.is_file():
        others = [row["query"] for row in rows(pool) if row["source"] in ("nq_open_dev", "webquestions")]
        random.Random(0).shuffle(others)
        found += [
            Query(text=text, sort="elsewhere", article=f"elsewhere {place % FOLDS}")
            for place, text in enumerate(others[: min(600, many or 600)])
        ]
    return found


# --- retrieval --------------------------------------------------------------------------------


def ranks(orders: Iterable[Sequence[str]], queries: Sequence[Query]) -> tuple[float, float, float]:
    """success@1, success@5 and MRR@10 of distinct document ids."""
    places = [
        list(dict.fromkeys(order)).index(query.gold) + 1 if query.gold in order else 10**6
        for order, query in zip(orders, queries, strict=True)
    ]
    many = len(places)
    return (
        sum(place == 1 for place in places) / many,
        sum(place <= 5 for place in places) / many,
        sum(1 / place for place in places if place <= 10) / many,
    )


def signal_rows(engine: Engine, queries: Sequence[Query], vectors: Floats) -> tuple[dict[str, Any], list[float]]:
    """Each signal alone and all of them fused, and the milliseconds of each search."""
    owner = {
        row: document.id
        for document in engine._store.documents()
        for row in range(document.first, document.first + document.passages)
    }
    orders: dict[str, list[list[str]]] = {}
    took = []
    for query, vector in zip(queries, vectors, strict=True):
        begun = time.perf_counter()
        numbers, signals, _ = engine.signals(query.text, vector.astype(np.float32), 100)
        scored = {signal.name: signal.scores for signal in signals} | {"fused": fuse([signals])[0]}
        took.append(1000 * (time.perf_counter() - begun))
        for name, scores in scored.items():
            orders.setdefault(name, []).append([owner[numbers[place]] for place in np.argsort(-scores, kind="stable")])
    return {name: ranks(order, queries) for name, order in orders.items()}, took


def baselines(
    folder: Path, engine: Engine, queries: Sequence[Query], vectors: Floats, embed: Callable[[Sequence[str]], Floats]
) -> dict[str, Any]:
    """bm25s with its own tokenizer, and MiniLM over whole rows, cut at its window."""
    import bm25s

    corpus = rows(folder / "retrieval" / "squad_dev" / "corpus.jsonl")
    ids = [row["id"] for row in corpus]
    texts = [f"{row['title']}\n{row['text']}" for row in corpus]
    index = bm25s.BM25(k1=0.9, b=0.4)
    index.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)
    asked = bm25s.tokenize([query.text for query in queries], stopwords="en", show_progress=False)
    found, _ = index.retrieve(asked, k=10, show_progress=False)
    # A row that was not split has the vector of its whole text in the index already.
    stored = {document.id: document for document in engine._store.documents()}
    split = [place for place, name in enumerate(ids) if stored[name].passages > 1]
    whole = np.array([engine._passages.take(stored[name].first, 1)[0] for name in ids], dtype=np.float64)
    whole[split] = embed([texts[place] for place in split])
    dense = vectors @ whole.T
    return {
        "bm25s alone": ranks([[ids[place] for place in row] for row in found], queries),
        "all-MiniLM-L6-v2 alone": ranks(
            [[ids[place] for place in np.argsort(-row, kind="stable")[:10]] for row in dense], queries
        ),
    }


# --- the run ----------------------------------------------------------------------------------


def build(documents: Documents, context: FakeContext, name: str, *paths: Path) -> float:
    """Create an index unless it is there; seconds taken."""
    begun = time.perf_counter()
    if name not in {report.name for report in documents.indexed()}:
        for event in documents.index(IndexChange(name=name, add=tuple(map(str, paths)), create=True), context):
            if isinstance(event, Progress):
                print(f"\r{name}: {event.fraction or 0:.0%} ", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    return time.perf_counter() - begun


def guide_rows(documents: Documents, context: FakeContext, elsewhere: Sequence[Query]) -> list[str]:
    """The guide's own questions, answered as they would be by default, and questions that it does not answer."""
    build(documents, context, "guide")

    def ask(text: str) -> tuple[tuple[Passage, ...], Reply | None]:
        evidence = documents.run(RetrieveRequest(query=text, indexes=("guide",)), context)
        assert isinstance(evidence, Evidence)
        reply = Quoter().run(ReadRequest(query=text, evidence=evidence), context)
        sure = isinstance(reply, Reply) and (reply.confidence or 0) >= THRESHOLD
        return evidence.passages, reply if sure and isinstance(reply, Reply) else None

    asked = [(page, *ask(text)) for text, page in GUIDE]
    first = sum(passages[0].document_id == page for page, passages, _ in asked)
    cited = sum(reply is not None and reply.citations[0].document_id == page for page, _, reply in asked)
    wrong = sum(ask(query.text)[1] is not None for query in elsewhere[:100])
    return [
        "| the guide, its shipped index | figure |",
        "|---|---|",
        f"| first passage is of the right page | {first} of {len(GUIDE)} |",
        f"| answered with a citation of the right page | {cited} of {len(GUIDE)} |",
        f"| questions on other subjects that were answered | {wrong} of {len(elsewhere[:100])} |",
    ]


def main() -> None:
    """Build, measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--queries", type=int, help="only the first N questions of each sort")
    parser.add_argument("--home", type=Path, help="keep the index here for the next run")
    parser.add_argument("--fit", action="store_true", help="print the constants of confidence.py")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        report = measure(data(), options.home or Path(scratch), options.queries, show_fit=options.fit)
    print("\n".join(report))
    if options.queries is None:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text("\n".join(report) + "\n", encoding="utf-8")


def measure(folder: Path, home: Path, many: int | None, *, show_fit: bool) -> list[str]:
    """The whole report, as lines of Markdown."""
    embedder, context = Minilm(), FakeContext()
    known: dict[str, Vectors] = {}

    def used(request: Request) -> Vectors:
        assert isinstance(request, EmbedRequest)
        one = request.texts[0]
        return known[one] if request.texts == (one,) and one in known else embedder.run(request, context)

    context.used = {"embedder": FakeUsed(used)}
    documents = Documents(home=str(home))
    seconds = build(documents, context, "squad", folder / "retrieval" / "squad_dev" / "corpus.jsonl")

    def embed(texts: Sequence[str]) -> Floats:
        return embedder.run(EmbedRequest(texts=tuple(texts)), context).numpy().astype(np.float64)

    queries = load_queries(folder, many)
    vectors = embed([query.text for query in queries])
    known |= {  # as the runtime remembers them
        query.text: Vectors(dim=len(row), data=row.astype("<f4").tobytes(), fingerprint=embedder.fingerprint())
        for query, row in zip(queries, vectors, strict=True)
    }
    current = Layout(home, "squad").current()
    assert current is not None
    engine = Engine(current, "squad", gpu=False)
    asked = [query for query in queries if query.sort == "answerable"]
    signals, took = signal_rows(engine, asked, vectors[: len(asked)])
    judged = []
    for query in queries:
        evidence = documents.run(RetrieveRequest(query=query.text, indexes=("squad",)), context)
        if isinstance(evidence, Evidence):
            judged.append(judge(query, evidence))
    kept = [entry for entry in judged if entry is not None]
    if show_fit:
        weights, chance = fit(kept)
        print(f"VIEW_WEIGHTS = {tuple(np.round(weights, 2).tolist())}\nBIAS, SLOPE, -CONFLICT = {np.round(chance, 2)}")
    both = baselines(folder, engine, asked, vectors[: len(asked)], embed) | signals
    named = {"passage": "passages by meaning", "sentence": "best sentence by meaning", "words": "passages by words"}
    stamp = engine.stamp
    built = f", built in {seconds:.0f} s" if seconds > 1 else ""
    return [
        "# Retrieval",
        "",
        f"SQuAD development set: {stamp['documents']} documents, {stamp['passages']} passages, {stamp['sentences']}"
        f" sentences, {len(asked)} questions{built}. A search without the embedding takes"
        f" {np.percentile(took, 50):.1f} ms (p95 {np.percentile(took, 95):.1f}). CPU, float32.",
        "",
        "| ranking | success@1 | success@5 | MRR@10 |",
        "|---|---|---|---|",
        *(f"| {named.get(name, name)} | {a:.4f} | {b:.4f} | {c:.4f} |" for name, (a, b, c) in both.items()),
        "",
        *quoting_rows(kept),
        "",
        *guide_rows(documents, context, [query for query in queries if query.sort == "elsewhere"]),
        "",
        "Chosen on these questions, eight numbers: one weight of the fusion, two of the sentence views, three of the",
        "chance that there is an answer, what a conflict costs, and the most words of a quote. The chance behind the",
        "confidences of the table is fitted out of fold, by article.",
    ]


if __name__ == "__main__":
    main()
