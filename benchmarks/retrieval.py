"""Measures finding and quoting: on SQuAD development questions, on Python's docstrings and on the guide.

    python -m benchmarks.retrieval [--queries N] [--home DIR] [--fit]

Collections are indexed as a user's would be, through the documents module with default settings, and searched beside
bm25s, MiniLM and LangChain's in-memory store; `--home` keeps the indexes for the next run. Results go to
benchmarks/results/retrieval.md. `--fit` prints the constants of orchestra_modules/quoter/confidence.py; the table
always reports the curve out of fold, by article. Reads the data from ORCHESTRA_DATA, by default ../shared/data; nothing
of it is kept.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from orchestra_modules.documents import Documents
from orchestra_modules.minilm import Minilm
from orchestra_modules.quoter import Quoter

from benchmarks import searching
from benchmarks.quoting import FOLDS, THRESHOLD, Floats, Query, fit, judge, quoting_rows
from benchmarks.searching import Collection, Embed
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
        for row in searching.rows(squad / "queries.jsonl")[:many]
    ]
    found += [
        Query(text=row["question"], sort="unanswerable", article=row["related_id"].split("#")[0])
        for row in searching.rows(squad / "queries_unanswerable.jsonl")[:many]
    ]
    pool = folder / "routing" / "train_pool.jsonl"
    if pool.is_file():
        others = [row["query"] for row in searching.rows(pool) if row["source"] in ("nq_open_dev", "webquestions")]
        random.Random(0).shuffle(others)
        found += [
            Query(text=text, sort="elsewhere", article=f"elsewhere {place % FOLDS}")
            for place, text in enumerate(others[: min(600, many or 600)])
        ]
    return found


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

    def embed(texts: Sequence[str]) -> Floats:
        return embedder.run(EmbedRequest(texts=tuple(texts)), context).numpy().astype(np.float64)

    context.used = {"embedder": FakeUsed(used)}
    documents = Documents(home=str(home))
    squad, library = searching.squad(folder), searching.python_library()
    lines = ["# Retrieval", "", f"Embedder {embedder.fingerprint()}, on the CPU.", ""]
    for name, collection in (("squad", squad), ("library", library)):
        lines += [*search_rows(documents, context, home, name, collection.first(many), embed), ""]
    lines += [*building_rows(documents, context, home, library, embed), ""]

    queries = load_queries(folder, many)
    known |= {  # as the runtime remembers them
        query.text: Vectors(dim=len(row), data=row.astype("<f4").tobytes(), fingerprint=embedder.fingerprint())
        for query, row in zip(queries, embed([query.text for query in queries]), strict=True)
    }
    judged = []
    for query in queries:
        evidence = documents.run(RetrieveRequest(query=query.text, indexes=("squad",)), context)
        if isinstance(evidence, Evidence):
            judged.append(judge(query, evidence))
    kept = [entry for entry in judged if entry is not None]
    if show_fit:
        weights, chance = fit(kept)
        print(f"VIEW_WEIGHTS = {tuple(np.round(weights, 2).tolist())}\nBIAS, SLOPE, -CONFLICT = {np.round(chance, 2)}")
    return [
        *lines,
        *quoting_rows(kept),
        "",
        *guide_rows(documents, context, [query for query in queries if query.sort == "elsewhere"]),
        "",
        "Chosen on these questions, eight numbers: one weight of the fusion, two of the sentence views, three of the",
        "chance that there is an answer, what a conflict costs, and the most words of a quote. The chance behind the",
        "confidences of the table is fitted out of fold, by article.",
    ]


def search_rows(
    documents: Documents, context: FakeContext, home: Path, name: str, collection: Collection, embed: Embed
) -> list[str]:
    """One collection: what each ranking is worth."""
    with tempfile.TemporaryDirectory() as scratch:
        searching.index(documents, context, name, collection, Path(scratch))
    engine = searching.opened(home, name)
    vectors = embed([query.text for query in collection.queries])
    ranked, took = searching.signals(engine, collection, vectors)
    ratio = searching.overhead(documents, context, engine, name, [query.text for query in collection.queries[:500]])
    stamp = engine.stamp
    engine.close()
    return [
        f"## {collection.name}",
        "",
        f"{stamp['documents']} documents, {stamp['passages']} passages, {stamp['sentences']} sentences,"
        f" {len(collection.queries)} queries. A search without the embedding takes {np.percentile(took, 50):.1f} ms"
        f" (p95 {np.percentile(took, 95):.1f}); with it, {ratio:.2f} times the embedding and its two FAISS calls.",
        "",
        *searching.table(searching.rivals(collection, vectors, embed) | ranked),
    ]


def building_rows(
    documents: Documents, context: FakeContext, home: Path, collection: Collection, embed: Embed
) -> list[str]:
    """Building an index anew against the embedder alone over the same texts, and what lies on the disk."""
    with tempfile.TemporaryDirectory() as scratch:
        seconds = searching.index(documents, context, "anew", collection, Path(scratch))
    engine = searching.opened(home, "anew")
    whole, parts = searching.texts(engine)
    size, passages = sum(file.stat().st_size for file in engine.build.rglob("*")), engine.stamp["passages"]
    engine.close()
    begun = time.perf_counter()
    for texts in (whole, parts):
        for start in range(0, len(texts), 256):
            embed(texts[start : start + 256])
    alone = time.perf_counter() - begun
    list(documents.index(IndexChange(name="anew", drop=True), context))
    return [
        "| building an index of Python's docstrings | figure |",
        "|---|---|",
        f"| tokens a second, against the embedder alone over the same passages and sentences | {alone / seconds:.2f} |",
        f"| bytes on disk a passage, its sentences included | {size / passages:,.0f} |",
    ]


if __name__ == "__main__":
    main()
