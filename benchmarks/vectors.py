"""Measures the vectors of the documents module: building, opening and searching them, by FAISS index and size.

    python -m benchmarks.vectors [--size N] [--wish NAME] [--iid] [--passages N] [--folder DIR]

Vectors are synthetic, 384 numbers, of unit length: a centre for every 200 of them, wide about it, the centres about a
hundred subjects; queries lie near vectors, not on them. `--iid` adds the hard case, vectors without any structure.
Every index is built, opened and searched in a process of its own, so that memory is its own. The peak is that of the
build above what was there before, about 75 MiB of it the batch of vectors being made up; pages of mapped files, which
the system takes back when it needs them, are left out of it as they are of `own`. By default sizes of 100,000 and
1,000,000; results go to benchmarks/results/vectors.md. Then a search of the whole module over 50,000 passages of words
made up is set against the FAISS calls it makes, both with MiniLM encoding the query.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RESULTS = Path(__file__).parent / "results" / "vectors.md"
DIM = 384
BATCH = 16_384
QUERIES = 100
MIB = 2**20
GRAPH = 200_000  # past this many, HNSW is measured only when it is asked for: it takes many times as long to make
#: The index wished for, and the MiB allowed, of which too few bring shorter codes.
WISHES: dict[str, tuple[str, int]] = {
    "flat": ("flat", 4096),
    "auto": ("auto", 4096),
    "auto, little memory": ("auto", 30),
    "hnsw": ("hnsw", 4096),
}


# --- vectors ----------------------------------------------------------------------------------


def unit(vectors: Floats) -> Floats:
    """Of length one."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def batches(size: int, *, iid: bool) -> Iterator[Floats]:
    """The vectors, some at a time, the same every time."""
    draw = np.random.default_rng(7)
    subjects = unit(draw.standard_normal((100, DIM), dtype=np.float32))
    centres = max(1, size // 200)
    around = unit(subjects[draw.integers(100, size=centres)] + noise(draw, centres, 1.0))
    for first in range(0, size, BATCH):
        many = min(BATCH, size - first)
        spread = noise(draw, many, 2.0)
        yield unit(spread if iid else around[draw.integers(centres, size=many)] + spread)


def noise(draw: np.random.Generator, many: int, length: float) -> Floats:
    """Random directions of about this length."""
    return draw.standard_normal((many, DIM), dtype=np.float32) * np.float32(length / DIM**0.5)


def queries(size: int, *, iid: bool) -> Floats:
    """Near vectors of the first batch, as a question is near its sentence."""
    draw = np.random.default_rng(8)
    first = next(batches(size, iid=iid))
    near = first[draw.integers(len(first), size=QUERIES)]
    return unit(near + noise(draw, QUERIES, 0.5))


# --- one process each -------------------------------------------------------------------------


def memory(kind: str = "VmRSS") -> float:
    """MiB of this process; RssAnon leaves out pages of mapped files, which the system may take back."""
    with open("/proc/self/status", encoding="utf-8") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """What a function gives, run in a new process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def build(folder: str, size: int, wish: tuple[str, int], iid: bool) -> dict[str, Any]:
    """Build one set of vectors; seconds without making the vectors up, and the peak above what was there before."""
    import faiss  # noqa: F401
    from orchestra_modules.documents.shape import Wish
    from orchestra_modules.documents.vectors import SpaceWriter

    peak = Peak()
    before = memory("RssAnon")
    peak.start()
    taken = 0.0
    writer = SpaceWriter(Path(folder), "v", DIM, Wish(vectors=wish[0], memory=wish[1]))
    for batch in batches(size, iid=iid):
        began = time.perf_counter()
        writer.add(batch)
        taken += time.perf_counter() - began
    began = time.perf_counter()
    shape, flops = writer.save()
    taken += time.perf_counter() - began
    peak.stop()
    disk = sum(file.stat().st_size for file in Path(folder).iterdir())
    return {
        "shape": shape.stored(),
        "seconds": taken,
        "flops": flops,
        "peak": peak.most - before,
        "with mapped": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "disk": disk / MIB,
    }


class Peak(threading.Thread):
    """The most memory of this process, pages of files left out, looked at often."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._done = threading.Event()

    def run(self) -> None:
        """Look until stopped."""
        while not self._done.wait(0.05):
            self.most = max(self.most, memory("RssAnon"))

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self.join()


def search(folder: str, shape: dict[str, Any], asked: Floats, exact: list[list[float]] | None) -> dict[str, Any]:
    """Open and search: what that takes, and how many of the ten best by exact score are found."""
    import faiss  # noqa: F401
    from orchestra_modules.documents.shape import Shape
    from orchestra_modules.documents.vectors import Space

    before = memory(), memory("RssAnon")
    began = time.perf_counter()
    space = Space(Path(folder), "v", gpu=False, shape=Shape.of({"vectors": {"v": shape}}, "v"))
    opened = time.perf_counter() - began
    after_open = memory() - before[0]
    took, scores, flops = [], [], 0
    for query in asked:
        began = time.perf_counter()
        found = space.nearest(query, 10)
        took.append(1000 * (time.perf_counter() - began))
        scores.append(found.scores.tolist())
        flops += found.flops
    exact = exact or scores
    right = [sum(one >= best[-1] - 1e-6 for one in mine) for mine, best in zip(scores, exact, strict=True)]
    return {
        "open": 1000 * opened,
        "opened": after_open,
        "searched": memory() - before[0],
        "own": memory("RssAnon") - before[1],
        "recall": sum(right) / (10 * len(asked)),
        "p50": float(np.percentile(took, 50)),
        "p95": float(np.percentile(took, 95)),
        "flops": flops / len(asked),
        "scores": scores,
    }


def row(name: str, built: dict[str, Any], found: dict[str, Any]) -> str:
    """One line of the table."""
    shape = built["shape"]
    effort = f", effort {shape['effort']}" if shape["effort"] else ""
    return (
        f"| {name} | {shape['index']}{effort} | {built['seconds']:.0f} | {built['peak']:.0f} | {built['disk']:.0f}"
        f" | {found['open']:.1f} | {found['opened']:.0f} | {found['searched']:.0f} ({found['own']:.0f})"
        f" | {found['recall']:.3f} | {found['p50']:.2f} | {found['p95']:.2f} | {found['flops'] / 1e6:.1f} |"
    )


HEAD = [
    "| wish | index | build s | peak MiB | disk MiB | open ms | opened MiB | after 100 searches MiB (own) | recall@10"
    " | p50 ms | p95 ms | MFLOP a search |",
    "|---|---|---|---|---|---|---|---|---|---|---|---|",
]


def table(size: int, wishes: list[str], *, iid: bool, scratch: Path | None) -> Iterator[str]:
    """A size's rows, each printed as it is known."""
    asked = queries(size, iid=iid)
    exact: list[list[float]] | None = None
    for name in wishes:
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            built = apart(build, folder, size, WISHES[name], iid)
            found = apart(search, folder, built["shape"], asked, exact)
        exact = exact or found["scores"]
        line = row(name, built, found)
        print(line, flush=True)
        yield line


# --- the module around it ---------------------------------------------------------------------


def synthetic_index(home: Path, passages: int) -> dict[str, str]:
    """An index of made-up passages of four sentences, made by the module out of made-up vectors; its FAISS indexes."""
    from orchestra_modules.documents import Documents
    from orchestra_modules.minilm import Minilm

    from orchestra.spec import EmbedRequest, IndexChange, IndexReport, Request, Vectors
    from orchestra.testing import FakeContext, FakeUsed

    draw = random.Random(3)
    vocabulary = ["".join(draw.choices("abcdefghijklmnoprstuvwz", k=draw.randint(3, 9))) for _ in range(50_000)]
    usual = list(accumulate(1 / (place + 10) for place in range(len(vocabulary))))
    made_up = (row for batch in batches(6 * passages, iid=False) for row in batch)
    fingerprint = Minilm().fingerprint()

    def sentence() -> str:
        return " ".join(draw.choices(vocabulary, cum_weights=usual, k=20)).capitalize() + "."

    def embedded(request: Request) -> Vectors:
        assert isinstance(request, EmbedRequest)
        rows = np.array([next(made_up) for _ in request.texts], dtype="<f4")
        return Vectors(dim=DIM, data=rows.tobytes(), fingerprint=fingerprint)

    home.mkdir(exist_ok=True)
    file = home / "made_up.jsonl"
    with file.open("w", encoding="utf-8") as rows:
        for number in range(passages):
            rows.write(json.dumps({"id": str(number), "text": " ".join(sentence() for _ in range(4))}) + "\n")
    (home / "vocabulary.json").write_text(json.dumps(vocabulary[:5000]), encoding="utf-8")
    documents = Documents(home=str(home), device="cpu")
    context = FakeContext(used={"embedder": FakeUsed(embedded)})
    *_, report = documents.index(IndexChange(name="big", add=(str(file),), create=True), context)
    documents.close()
    assert isinstance(report, IndexReport)
    shapes: Any = report.stamp["vectors"]
    return {name: f"{shape['size']:,} {name}, {shape['index']}" for name, shape in shapes.items()}


def whole(home: str) -> dict[str, float]:
    """Milliseconds of a search through the module, and of its FAISS calls alone, each with the encoding before it."""
    from orchestra_modules.documents import Documents
    from orchestra_modules.documents.layout import Layout
    from orchestra_modules.documents.shape import POOL, SENTENCES, Shape
    from orchestra_modules.documents.vectors import Space
    from orchestra_modules.minilm import Minilm

    from orchestra.spec import EmbedRequest, Request, RetrieveRequest, Vectors
    from orchestra.testing import FakeContext, FakeUsed

    embedder, context = Minilm(), FakeContext()

    def used(request: Request) -> Any:
        return embedder.run(request, context) if isinstance(request, EmbedRequest) else None

    context.used = {"embedder": FakeUsed(used)}
    documents = Documents(home=home, device="cpu")
    folder = Layout(Path(home), "big").current()
    assert folder is not None
    stamp = json.loads((folder / "stamp.json").read_text(encoding="utf-8"))
    spaces = {name: Space(folder, name, gpu=False, shape=Shape.of(stamp, name)) for name in ("passages", "sentences")}
    vocabulary = json.loads((Path(home) / "vocabulary.json").read_text(encoding="utf-8"))
    draw = random.Random(5)
    taken: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[..., Any], *given: Any) -> Any:
        began = time.perf_counter()
        result = work(*given)
        taken.setdefault(name, []).append(1000 * (time.perf_counter() - began))
        return result

    raw: dict[str, Any] = {name: space._quick._index if space._quick else space._flat for name, space in spaces.items()}
    for turn in range(QUERIES + 5):
        if turn == 5:  # the first ones warm the model and the files
            taken.clear()
        text = " ".join(draw.choices(vocabulary, k=8))
        vectors = timed("encode", embedder.run, EmbedRequest(texts=(text,)), context)
        assert isinstance(vectors, Vectors)
        vector = vectors.numpy()
        timed("faiss, passages", raw["passages"].search, vector, POOL)
        timed("faiss, sentences", raw["sentences"].search, vector, SENTENCES * POOL)
        timed("module, encoding included", documents.run, RetrieveRequest(query=text), context)
    documents.close()
    return {name: float(np.median(times)) for name, times in taken.items()}


def module_lines(passages: int, scratch: Path | None) -> list[str]:
    """The module's own part of a search."""
    with tempfile.TemporaryDirectory(dir=scratch) as home:
        shapes = synthetic_index(Path(home), passages)
        took = apart(whole, home)
    both = took["encode"] + took["faiss, passages"] + took["faiss, sentences"]
    one = took["encode"] + took["faiss, passages"]
    all_of_it = took["module, encoding included"]
    lines = [
        f"{'; '.join(shapes.values())}; queries of eight words; medians of {QUERIES}, in one run.",
        "",
        "| part | ms |",
        "|---|---|",
        *(f"| {name} | {value:.2f} |" for name, value in took.items()),
        f"| module / (encode + both FAISS calls) | {all_of_it / both:.2f} |",
        f"| module / (encode + FAISS over the passages alone) | {all_of_it / one:.2f} |",
    ]
    print("\n".join(lines), flush=True)
    return lines


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, action="append", help="how many vectors; nothing is written then")
    parser.add_argument("--wish", choices=WISHES, action="append", help="only these indexes, beside flat")
    parser.add_argument("--iid", action="store_true", help="also vectors without structure, at the smallest size")
    parser.add_argument("--passages", type=int, default=50_000, help="of the module's own search; 0 leaves it out")
    parser.add_argument("--folder", type=Path, help="where the indexes are put while they are measured")
    parser.add_argument("--write", action="store_true", help="write the results whatever was asked for")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("memory is read from /proc, which only Linux has")
    lines = ["# Vectors", "", *(__doc__ or "").split("\n\n")[2].splitlines(), ""]
    wishes = ["flat", *(name for name in options.wish or list(WISHES) if name != "flat")]
    sizes = options.size or [100_000, 1_000_000]
    for size in sizes:
        asked = [name for name in wishes if name != "hnsw" or size <= GRAPH or options.wish]
        lines += [
            f"## {size:,} vectors",
            "",
            f"About {size // 5:,} passages: each brings one, and four of sentences.",
            "",
        ]
        lines += [*HEAD, *table(size, asked, iid=False, scratch=options.folder), ""]
    if options.iid:
        lines += [f"## {min(sizes):,} vectors without structure", "", *HEAD]
        lines += [*table(min(sizes), ["flat", "auto"], iid=True, scratch=options.folder), ""]
    if options.passages:
        lines += ["## The module around it", "", *module_lines(options.passages, options.folder), ""]
    if options.write or options.size is None:
        RESULTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
