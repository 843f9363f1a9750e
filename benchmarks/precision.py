"""What the embedder's number formats cost and are worth: `python -m benchmarks.precision`.

Both collections are indexed and searched in each format; success@1 and MRR@10 of passages by meaning alone and of all
signals fused, tokens a second over passages, and the median of one query, as ratios to float32 in the same run. Writes
benchmarks/results/precision.md. Needs the SQuAD development set where ORCHESTRA_DATA points.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from orchestra_modules.documents import Documents
from orchestra_modules.minilm import Minilm

from benchmarks import searching
from benchmarks.retrieval import data
from benchmarks.searching import Collection, Floats
from orchestra.spec import EmbedRequest
from orchestra.testing import FakeContext, FakeUsed

RESULTS = Path(__file__).parent / "results" / "precision.md"
FORMATS = ("float32", "bfloat16", "int8")
_SPEED_TEXTS = 256


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--documents", type=int, help="only the first N documents of each collection, and their queries"
    )
    options = parser.parse_args()
    collections = [searching.squad(data()), searching.python_library()]
    whole = "all" if options.documents is None else f"the first {options.documents:,}"
    lines = [
        "# Number formats of the embedder",
        "",
        "all-MiniLM-L6-v2 on the CPU. Differences to float32 in brackets; times as ratios to float32 in the same run.",
        f"Of each collection {whole} documents.",
        "",
        "| collection | format | fused success@1 | fused MRR@10 | by meaning success@1 | by meaning MRR@10 |",
        "|---|---|---|---|---|---|",
    ]
    for collection in collections:
        before: Sequence[float] = ()
        for precision in FORMATS:
            figures = _quality(collection, precision, options.documents)
            gaps = [f" ({each - base:+.4f})" for each, base in zip(figures, before or figures, strict=True)]
            cells = " | ".join(f"{each:.4f}{gap}" for each, gap in zip(figures, gaps, strict=True))
            lines.append(f"| {collection.name} | {precision} | {cells} |")
            print(lines[-1], flush=True)
            before = before or figures
    lines += ["", "| format | one query, median | tokens a second, batches of 32 |", "|---|---|---|"]
    speeds = [_speed(collections[0], precision) for precision in FORMATS]
    for precision, (one, many) in zip(FORMATS, speeds, strict=True):
        lines.append(f"| {precision} | {one / speeds[0][0]:.2f} | {many / speeds[0][1]:.2f} |")
    print("\n".join(lines))
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quality(collection: Collection, precision: str, many: int | None) -> tuple[float, float, float, float]:
    if many is not None:
        collection = Collection(
            name=collection.name,
            documents=collection.documents[:many],
            queries=tuple(query for query in collection.queries if query.gold & _ids(collection, many)),
        )
    embedder, context = Minilm(precision=precision, device="cpu"), FakeContext()
    context.used = {"embedder": FakeUsed(lambda request: embedder.run(request, context))}  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        documents = Documents(home=str(Path(folder) / "indexes"))
        searching.index(documents, context, "collection", collection, Path(folder))
        engine = searching.opened(Path(folder) / "indexes", "collection")
        ranked, _ = searching.signals(
            engine, collection, _vectors(embedder, [each.text for each in collection.queries])
        )
        documents.close()
        engine.close()
    embedder.close()
    fused, alone = ranked["fused"].figures, ranked[searching.NAMES["passage"]].figures
    return fused[0], fused[2], alone[0], alone[2]


def _ids(collection: Collection, many: int) -> frozenset[str]:
    return frozenset(each.id for each in collection.documents[:many])


def _vectors(embedder: Minilm, texts: Sequence[str]) -> Floats:
    request = EmbedRequest(texts=tuple(texts), purpose="query")
    return embedder.run(request, FakeContext()).numpy().astype(np.float64)


def _speed(collection: Collection, precision: str) -> tuple[float, float]:
    """Seconds of one query, the median; texts a second in bulk."""
    embedder = Minilm(precision=precision, device="cpu")
    _vectors(embedder, [each.text for each in collection.queries[:20]])
    took = []
    for query in collection.queries[:_SPEED_TEXTS]:
        begun = time.perf_counter()
        _vectors(embedder, [query.text])
        took.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    texts = tuple(each.text for each in collection.documents[:_SPEED_TEXTS])
    embedder.run(EmbedRequest(texts=texts), FakeContext())
    bulk = len(texts) / (time.perf_counter() - begun)
    embedder.close()
    return float(np.median(took)), bulk


if __name__ == "__main__":
    main()
