"""DOCX: paragraphs, headings, lists and tables as Markdown, in order.

The pages are those of the last time that the file was laid out, where the program that wrote it noted them. Headers,
footers, notes and pictures are not read. A file that unpacks to more than it should is refused before it is unpacked.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orchestra.spec import Skipped
from orchestra_modules.documents.source import Fields, Place, Source, Unreadable

_MOST = 256 * 2**20  # bytes of a file and of all that it unpacks to
_MOST_XML = 64 * 2**20  # bytes of one part
_MOST_PARTS = 10_000
_DEEPEST = 8  # tables in tables

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The file as one document of Markdown."""
    import docx

    _check(path)
    document = docx.Document(str(path))
    written = _Written(document)
    if not written.parts:
        raise Unreadable("no text")
    title = document.core_properties.title
    yield Source(
        document_id=name,
        path=path,
        text="".join(written.parts),
        title=" ".join(title.split()),
        format="docx",
        markup="markdown",
        places=tuple(written.places),
        metadata={"format": "docx"},
    )


def _check(path: Path) -> None:
    """Unreadable when the file is no whole zip of a document, or unpacks to too much."""
    with path.open("rb") as file:
        begin = file.read(8)
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("encrypted, or a DOC file under another name: save it as DOCX without a password")
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Unreadable("truncated or broken: not a whole zip file") from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST:
        raise Unreadable(f"it unpacks to more than {_MOST // 2**20} MB")
    if any(part.file_size > _MOST_XML for part in parts if part.filename.endswith((".xml", ".rels"))):
        raise Unreadable(f"one of its parts unpacks to more than {_MOST_XML // 2**20} MB")
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise Unreadable("a zip file, not a DOCX document")


class _Written:
    """The document's body as Markdown; `places` has its pages, where they are known."""

    def __init__(self, document: Any) -> None:
        self.parts: list[str] = []
        self.places: list[Place] = []
        self._length, self._page = 0, 1
        self._levels = _levels(document)
        self._listed = False
        body = document.element.body
        self._paged = next(body.iter(f"{_W}lastRenderedPageBreak"), None) is not None
        for element in _blocks(body):
            if element.tag == f"{_W}p":
                self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                self._write(_table(element, 0), listed=False)
                self._turn(element)

    def _paragraph(self, element: Any) -> None:
        text = _text(element)
        style = element.find(f"{_W}pPr/{_W}pStyle")
        level, listed = self._levels.get(style.get(f"{_W}val") if style is not None else None, (0, False))
        numbered = element.find(f"{_W}pPr/{_W}numPr")
        # A break before the first words turns the page for all of the paragraph, one between them after it.
        first = next((run for run in element.iter(f"{_W}t", f"{_W}lastRenderedPageBreak")), None)
        early = first is not None and first.tag == f"{_W}lastRenderedPageBreak"
        self._page += early
        if level and text:
            self._write("#" * min(level, 6) + " " + " ".join(text.split()), listed=False)
        elif text and (listed or numbered is not None):
            depth = numbered.find(f"{_W}ilvl") if numbered is not None else None
            value = depth.get(f"{_W}val") if depth is not None else "0"
            self._write("  " * min(int(value) if value.isdecimal() else 0, 8) + "- " + text, listed=True)
        else:
            self._write(text, listed=False)
        self._turn(element, already=early)

    def _turn(self, element: Any, already: bool = False) -> None:
        self._page += sum(1 for _ in element.iter(f"{_W}lastRenderedPageBreak")) - already

    def _write(self, text: str, *, listed: bool) -> None:
        if not text.strip():
            return
        gap = "" if not self.parts else "\n" if listed and self._listed else "\n\n"
        self._listed = listed
        start = self._length + len(gap)
        self.parts += [gap, text]
        self._length = start + len(text)
        if not self.places or self.places[-1].page != self._page:
            self.places.append(Place(start=start, page=self._page if self._paged else None))


def _levels(document: Any) -> dict[str | None, tuple[int, bool]]:
    """Style -> the level of heading that it is (0: none), and whether it is a list's."""
    found: dict[str | None, tuple[int, bool]] = {}
    for style in document.styles:
        name = style.name or ""
        match = _HEADING.fullmatch(name)
        outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
        value = outline.get(f"{_W}val") if outline is not None else ""
        level = int(match[1]) if match else 1 if name.lower() == "title" else 0
        if not level and value.isdecimal() and int(value) < 9:
            level = int(value) + 1
        found[style.style_id] = (level, name.lower().startswith("list"))
    return found


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls; what was deleted under tracking is not there."""
    waiting = [iter(body)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            waiting.append(iter(element))
        else:
            yield element


def _text(element: Any) -> str:
    """The words of a paragraph, tabs and line breaks as they are."""
    words = []
    for part in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if part.tag == f"{_W}t":
            words.append(part.text or "")
        elif part.tag == f"{_W}noBreakHyphen":
            words.append("-")
        elif part.getparent().tag == f"{_W}r":  # a tab among a paragraph's settings is none
            words.append("\n" if part.tag != f"{_W}tab" and part.get(f"{_W}type") != "page" else "\t")
    return "\n".join(line.strip() for line in "".join(words).split("\n")).strip()


def _table(table: Any, depth: int) -> str:
    rows = []
    for row in table.iterchildren(f"{_W}tr"):
        cells = [_cell(cell, depth) for cell in row.iter(f"{_W}tc") if _nearest(cell, row)]
        if any(cells):
            rows.append(cells)
    if not rows:
        return ""
    if max(map(len, rows)) == 1:  # a frame round text
        return "\n\n".join(row[0] for row in rows if row[0])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _nearest(cell: Any, row: Any) -> bool:
    """Whether a cell is of this row, and not of a table in one of its cells."""
    return next(cell.iterancestors(f"{_W}tr")) is row


def _cell(cell: Any, depth: int) -> str:
    texts = []
    for element in _blocks(cell):
        if element.tag == f"{_W}p":
            texts.append(_text(element))
        elif element.tag == f"{_W}tbl" and depth < _DEEPEST:
            texts.append(_table(element, depth + 1))
    return " ".join(" ".join(texts).split()).replace("|", "\\|") if depth == 0 else " ".join(" ".join(texts).split())
