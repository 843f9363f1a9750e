"""Measures search over collections with known answers: every signal alone, all fused, and rivals over the same rows.

A collection goes into an index as a user's would: rows of a JSONL file, `index create` with the names of their fields,
default settings. Rankings are of distinct documents, 100 passages deep. Nothing here quotes.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from orchestra_modules.documents import Documents
from orchestra_modules.documents.engine import Engine
from orchestra_modules.documents.fusion import fuse
from orchestra_modules.documents.layout import Layout
from orchestra_modules.documents.shape import POOL, SENTENCES

from benchmarks import python_docs
from orchestra.spec import EmbedRequest, IndexChange, RetrieveRequest
from orchestra.testing import FakeContext

Floats = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Floats]

DEPTH = 100  # passages
NAMES = {"passage": "passages by meaning", "sentence": "best sentence by meaning", "words": "passages by words"}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A row of a collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A query with the documents that answer it."""

    text: str
    gold: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Collection:
    """Documents and queries on them."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Asked, ...]

    def first(self, many: int | None) -> Collection:
        """The same documents with the first queries only."""
        return self if many is None else replace(self, queries=self.queries[:many])

    def write(self, file: Path) -> Path:
        """The documents as rows of JSONL, under field names that are not the defaults."""
        with file.open("w", encoding="utf-8") as lines:
            for each in self.documents:
                lines.write(json.dumps({"_id": each.id, "heading": each.title, "body": each.text}) + "\n")
        return file


FIELDS = {"id_field": "_id", "title_field": "heading", "text_field": "body"}


def squad(folder: Path) -> Collection:
    """SQuAD's development paragraphs and 2,000 of their questions."""
    place = folder / "retrieval" / "squad_dev"
    return Collection(
        name="SQuAD dev",
        documents=tuple(
            Document(id=row["id"], title=row["title"], text=row["text"]) for row in rows(place / "corpus.jsonl")
        ),
        queries=tuple(
            Asked(text=row["question"], gold=frozenset({row["gold_id"]})) for row in rows(place / "queries.jsonl")
        ),
    )


def python_library() -> Collection:
    """Docstrings of Python's library, each to be found again by its first sentence."""
    found = python_docs.rows()
    return Collection(
        name="Python's docstrings",
        documents=tuple(Document(id=row.id, title=row.title, text=row.text) for row in found),
        queries=tuple(Asked(text=row.query, gold=frozenset({row.id})) for row in found),
    )


@dataclass(kw_only=True)
class Ranked:
    """What a ranking is worth, query by query."""

    first: list[bool] = field(default_factory=list)
    fifth: list[bool] = field(default_factory=list)
    reciprocal: list[float] = field(default_factory=list)
    gain: list[float] = field(default_factory=list)
    several: bool = False

    def add(self, order: Sequence[str], gold: frozenset[str]) -> None:
        """Take in one query's documents, best first; repeated ones count where they first stand."""
        distinct = list(dict.fromkeys(order))
        places = [place for place, id in enumerate(distinct[:10], 1) if id in gold]
        best = places[0] if places else math.inf
        self.first.append(best == 1)
        self.fifth.append(best <= 5)
        self.reciprocal.append(1 / best)
        ideal = sum(1 / math.log2(place + 1) for place in range(1, min(10, len(gold)) + 1))
        self.gain.append(sum(1 / math.log2(place + 1) for place in places) / ideal)
        self.several |= len(gold) > 1

    @property
    def figures(self) -> tuple[float, float, float, float]:
        """success@1, success@5, MRR@10 and nDCG@10 (binary)."""
        return tuple(float(np.mean(each)) for each in (self.first, self.fifth, self.reciprocal, self.gain))  # type: ignore[return-value]


def index(documents: Documents, context: FakeContext, name: str, collection: Collection, scratch: Path) -> float:
    """Create the index of a collection unless it is there; the seconds taken, 0 where it was."""
    if name in {report.name for report in documents.indexed()}:
        return 0.0
    file = collection.write(scratch / f"{name}.jsonl")
    begun = time.perf_counter()
    change = IndexChange(name=name, add=(str(file),), settings=dict(FIELDS), create=True)
    for _ in documents.index(change, context):
        pass
    return time.perf_counter() - begun


def opened(home: Path, name: str) -> Engine:
    """The current build of an index."""
    current = Layout(home, name).current()
    assert current is not None
    return Engine(current, name, gpu=False)


def texts(engine: Engine) -> tuple[list[str], list[str]]:
    """What was embedded for an index: its passages with their titles, and its sentences."""
    whole, parts = [], []
    for document in engine._store.documents():
        for row in engine._store.passages(document):
            piece = row.piece
            whole.append(f"{piece.title}\n{piece.text}" if piece.title else piece.text)
            parts += [piece.text[left:right] for left, right in piece.sentences]
    return whole, parts


def signals(engine: Engine, collection: Collection, vectors: Floats) -> tuple[dict[str, Ranked], list[float]]:
    """Each signal alone and all of them fused, and the milliseconds of each search without the embedding."""
    owner = {
        row: document.id
        for document in engine._store.documents()
        for row in range(document.first, document.first + document.passages)
    }
    ranked: dict[str, Ranked] = {}
    took = []
    for query, vector in zip(collection.queries, vectors, strict=True):
        begun = time.perf_counter()
        numbers, views, _ = engine.signals(query.text, vector.astype(np.float32), DEPTH)
        scored = {NAMES[view.name]: view.scores for view in views} | {"fused": fuse([views])[0]}
        took.append(1000 * (time.perf_counter() - begun))
        for name, scores in scored.items():
            order = [owner[numbers[place]] for place in np.argsort(-scores, kind="stable")[:DEPTH]]
            ranked.setdefault(name, Ranked()).add(order, query.gold)
    return ranked, took


def overhead(documents: Documents, context: FakeContext, engine: Engine, name: str, queries: Sequence[str]) -> float:
    """A search through the module by the embedding and the two FAISS calls alone: medians, one after the other."""
    taken: dict[str, list[float]] = {}

    def timed(part: str, work: Callable[..., Any], *given: Any) -> Any:
        begun = time.perf_counter()
        result = work(*given)
        taken.setdefault(part, []).append(time.perf_counter() - begun)
        return result

    for query in queries:
        vector = timed("encode", context.used["embedder"].run, EmbedRequest(texts=(query,), purpose="query")).numpy()
        for space, many in ((engine._passages, POOL), (engine._sentences, SENTENCES * POOL)):
            timed(f"faiss {many}", space._flat.search, vector, many)
        timed("module", documents.run, RetrieveRequest(query=query, indexes=(name,)), context)
    medians = {part: float(np.median(times)) for part, times in taken.items()}
    return medians.pop("module") / sum(medians.values())


def rivals(collection: Collection, vectors: Floats, embed: Embed) -> dict[str, Ranked]:
    """bm25s with its own tokenizer; MiniLM over whole rows, cut at its window, and in LangChain's in-memory store."""
    import bm25s

    from benchmarks.langchain_store import rankings

    ids = [each.id for each in collection.documents]
    texts = [f"{each.title}\n{each.text}" for each in collection.documents]
    words = bm25s.BM25(k1=0.9, b=0.4)
    words.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)
    asked = bm25s.tokenize([query.text for query in collection.queries], stopwords="en", show_progress=False)
    found, _ = words.retrieve(asked, k=10, show_progress=False)
    dense = np.argsort(-(vectors @ embed(texts).T), axis=1, kind="stable")[:, :10]
    stored = rankings(
        ids, texts, lambda texts: embed(texts).astype(np.float32), [query.text for query in collection.queries], 10
    )
    ranked = {name: Ranked() for name in ("bm25s alone", "all-MiniLM-L6-v2 alone", "LangChain's in-memory store")}
    for query, by_words, by_meaning, by_store in zip(collection.queries, found, dense, stored, strict=True):
        ranked["bm25s alone"].add([ids[place] for place in by_words], query.gold)
        ranked["all-MiniLM-L6-v2 alone"].add([ids[place] for place in by_meaning], query.gold)
        ranked["LangChain's in-memory store"].add(by_store, query.gold)
    return ranked


def table(ranked: dict[str, Ranked]) -> list[str]:
    """The rankings as lines of Markdown."""
    several = any(each.several for each in ranked.values())
    lines = ["| ranking | success@1 | success@5 | MRR@10 |" + (" nDCG@10 |" if several else ""), "|---|---|---|---|"]
    lines[1] += "---|" if several else ""
    for name, each in ranked.items():
        figures = each.figures if several else each.figures[:3]
        lines.append(f"| {name} | {' | '.join(f'{figure:.4f}' for figure in figures)} |")
    return lines


def rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    with file.open(encoding="utf-8") as lines:  # by line feeds alone: a text may hold other separators
        return [json.loads(line) for line in lines if line.strip()]
