"""A folder of files of every type that is read, broken ones among them: how much of it is read, and how fast.

`python -m benchmarks.mixed_files [--files N] [--folder FOLDER]` writes the folder (and leaves it there when it is
named), reads it, and writes benchmarks/results/mixed_files.md. Seconds depend on the machine: read the ratios to
reading the bytes alone, which is done just before.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from orchestra_modules.documents.files import find, read
from orchestra_modules.documents.pieces import pieces
from orchestra_modules.documents.source import Fields
from orchestra_modules.documents.split import LIMIT

from orchestra.spec import Skipped
from tests.modules.documents import made

RESULTS = Path(__file__).parent / "results" / "mixed_files.md"
_NOUNS = (
    "boiler",
    "garden",
    "ledger",
    "river",
    "engine",
    "museum",
    "contract",
    "valve",
    "orchard",
    "bridge",
    "archive",
)
_VERBS = ("keeps", "moves", "holds", "measures", "follows", "repairs", "replaces", "counts", "describes", "protects")
_ENDS = "every spring.|since 1987.|at 1.5 bar.|for Dr. Adams, e.g. in May.|in the U.S. and abroad.|when it rains."
_BREAKS = 0.12  # share of files that are broken


class Author:
    """Writes text from a seed, so that every run writes the same folder."""

    def __init__(self, seed: int = 7) -> None:
        self.dice = random.Random(seed)

    def sentence(self) -> str:
        """A sentence."""
        one, other = self.dice.sample(_NOUNS, 2)
        ending = self.dice.choice(_ENDS.split("|"))
        return f"The {one} {self.dice.choice(_VERBS)} the {other} number {self.dice.randrange(1000)} {ending}"

    def paragraph(self, most: int = 8) -> str:
        """A paragraph."""
        return " ".join(self.sentence() for _ in range(self.dice.randint(2, most)))

    def paragraphs(self) -> list[str]:
        """The paragraphs of a document."""
        return [self.paragraph() for _ in range(self.dice.randint(2, 12))]

    def lines(self, width: int = 80) -> list[str]:
        """A page of lines."""
        found, line = list[str](), ""
        for word in " ".join(self.paragraphs()).split():
            if len(line) + len(word) > width:
                found.append(line)
                line = ""
            line = f"{line} {word}".strip()
        return [*found[:45], line]


def _markdown(author: Author) -> str:
    return "# Notes\n\n" + "\n\n".join(f"## Part {at}\n\n{text}" for at, text in enumerate(author.paragraphs()))


def _rst(author: Author) -> str:
    return "Notes\n=====\n\n" + "\n\n".join(
        f"Part {at}\n------\n\n{text}" for at, text in enumerate(author.paragraphs())
    )


def _html(author: Author) -> str:
    body = "".join(f"<h2>Part {at}</h2>\n<p>{text}</p>\n" for at, text in enumerate(author.paragraphs()))
    menu = "<nav><ul>" + "<li><a href=#>Go</a>" * 20 + "</ul></nav><script>var x = 1;</script>"
    return f"<html><head><title>Notes</title></head><body>{menu}<main><h1>Notes</h1>{body}</main></body></html>"


def _docx(author: Author) -> bytes:
    import io

    from docx import Document

    document = Document()
    document.add_heading("Notes", level=1)
    for text in author.paragraphs():
        document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _pdf(author: Author) -> bytes:
    return made.pdf([["Notes", *author.lines(), f"Page {page}"] for page in range(1, author.dice.randint(2, 6))])


def _csv(author: Author) -> str:
    rows = [f'{at};"{author.sentence()}\n{author.sentence()}"' for at in range(author.dice.randint(5, 30))]
    stem = author.dice.randrange(10**9)
    return "id;text\r\n" + "\r\n".join(f"{stem}-{row}" for row in rows)


def _jsonl(author: Author) -> str:
    return "".join(json.dumps({"title": "Notes", "text": author.paragraph(4)}) + "\n" for _ in range(20))


def _json(author: Author) -> str:
    return json.dumps([{"text": author.sentence(), "place": at} for at in range(20)], indent=1)


def _notebook(author: Author) -> str:
    cells = [[("markdown", text), ("code", f"x = {at}\nprint(x)")] for at, text in enumerate(author.paragraphs())]
    return made.notebook(*(cell for pair in cells for cell in pair))


def _python(author: Author) -> str:
    units = [
        f'def step_{at}(value):\n    """{text}"""\n    return value + {at}'
        for at, text in enumerate(author.paragraphs())
    ]
    return "import math\n\n\n" + "\n\n\n".join(units) + "\n"


#: Suffix -> what writes a whole file of it.
WHOLE: dict[str, Callable[[Author], str | bytes]] = {
    ".md": _markdown,
    ".txt": lambda author: "\n\n".join(author.paragraphs()),
    ".rst": _rst,
    ".html": _html,
    ".pdf": _pdf,
    ".docx": _docx,
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".json": _json,
    ".ipynb": _notebook,
    ".py": _python,
}


def _cut(suffix: str) -> Callable[[Author], bytes]:
    def write(author: Author) -> bytes:
        data = WHOLE[suffix](author)
        return (data if isinstance(data, bytes) else data.encode())[:200]

    return write


#: What is broken about a file -> its suffix and what writes it.
BROKEN: dict[str, tuple[str, Callable[[Author], str | bytes]]] = {
    "pdf, encrypted": (".pdf", lambda author: made.encrypted(_pdf(author))),
    "pdf, cut short": (".pdf", _cut(".pdf")),
    "pdf, pictures only": (".pdf", lambda author: made.pdf([[], []])),
    "docx, cut short": (".docx", _cut(".docx")),
    "binary named txt": (".txt", lambda author: author.dice.randbytes(4000)),
    "empty": (".md", lambda author: ""),
    "not UTF-8, too short to tell": (".txt", lambda author: b"caf\xe9"),
    "not UTF-8, readable": (".txt", lambda author: ("Der K\xe4se l\xe4uft. " + author.paragraph()).encode("cp1252")),
    "html without text": (".html", lambda author: "<script>var x</script>"),
    "html nested 50,000 deep": (".html", lambda author: "<div>" * 50_000 + "deep"),
    "json nested 50,000 deep": (".json", lambda author: "[" * 50_000),
    "notebook, cut short": (".ipynb", _cut(".ipynb")),
    "picture": (".jpg", lambda author: author.dice.randbytes(4000)),
}


def write(folder: Path, many: int) -> int:
    """Write the folder; how many of its files are broken."""
    author = Author()
    broken = 0
    for number in range(many):
        place = folder / f"part{number % 40:02}"
        place.mkdir(parents=True, exist_ok=True)
        if author.dice.random() < _BREAKS:
            suffix, writer = author.dice.choice(list(BROKEN.values()))
            broken += 1
        else:
            suffix, writer = author.dice.choice(list(WHOLE.items()))
        data = writer(author)
        (place / f"file{number:05}{suffix}").write_bytes(data if isinstance(data, bytes) else data.encode())
    return broken


@dataclass(kw_only=True)
class Figures:
    """What reading the files of one suffix came to."""

    files: int = 0
    size: int = 0
    documents: int = 0
    passages: int = 0
    skipped: int = 0
    seconds: float = 0.0
    bytes_seconds: float = 0.0
    cut_seconds: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)


def measure(folder: Path) -> dict[str, Figures]:
    """Read every file twice: its bytes alone, then through its reader; then cut what it gave."""
    found: dict[str, Figures] = defaultdict(Figures)
    for path, name in find(folder):
        figures = found[path.suffix]
        began = time.perf_counter()
        data = path.read_bytes()
        figures.bytes_seconds += time.perf_counter() - began
        began = time.perf_counter()
        sources = list(read(path, name, Fields()))
        figures.seconds += time.perf_counter() - began
        figures.files += 1
        figures.size += len(data)
        began = time.perf_counter()
        for source in sources:
            if isinstance(source, Skipped):
                figures.skipped += 1
                figures.reasons[f"{path.suffix}: {source.reason}"] += 1
            else:
                figures.documents += 1
                figures.passages += len(pieces(source, LIMIT))
        figures.cut_seconds += time.perf_counter() - began
    return found


def report(found: dict[str, Figures], many: int, broken: int) -> str:
    """The figures as Markdown."""
    lines = [
        "# Mixed files",
        "",
        f"{many} files of {len(found)} types, {broken} of them broken or odd, read one after the other on one core.",
        "The last two columns are seconds as a ratio to reading the bytes alone.",
        "",
        "| type | files | MB | documents | passages | not read | MB/s | reading / bytes | cutting / bytes |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    total = Figures()
    for suffix, one in sorted(found.items()):
        lines.append(_row(suffix, one))
        for name in ("files", "size", "documents", "passages", "skipped", "seconds", "bytes_seconds", "cut_seconds"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
        total.reasons += one.reasons
    lines += [_row("all", total), "", "| why not | files or rows |", "|---|---|"]
    lines += [f"| {reason} | {times} |" for reason, times in sorted(total.reasons.items())]
    return "\n".join(lines) + "\n"


def _row(name: str, one: Figures) -> str:
    size, alone = one.size / 2**20, one.bytes_seconds or 1e-9
    return (
        f"| {name} | {one.files} | {size:.2f} | {one.documents} | {one.passages} | {one.skipped} |"
        f" {size / (one.seconds or 1e-9):.2f} | {one.seconds / alone:.0f} | {one.cut_seconds / alone:.0f} |"
    )


def main() -> None:
    """Write, read, print, keep the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=2000, help="how many to write (default 2000)")
    parser.add_argument("--folder", type=Path, help="write them here and leave them there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        broken = write(folder, options.files)
        text = report(measure(folder), options.files, broken)
    print(text)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
