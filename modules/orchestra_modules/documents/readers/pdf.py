"""PDF: the text of its pages, lines joined into paragraphs, each passage with its page.

Words cut at a line's end are joined, and lines that head or foot most pages are dropped. Pictures of text are not read:
a file without a text layer is said to have none.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orchestra.spec import Skipped
from orchestra_modules.documents.source import Fields, Place, Source, Unreadable

_MOST = 512 * 2**20  # bytes of a file
_MOST_LETTERS = 32 * 2**20  # of all pages
_MOST_DRAWING = 16 * 2**20  # bytes of a page's drawing, in which its text stands
_MOST_PAGES = 20_000

_HYPHEN = re.compile(r"(?<=[a-z\u00df-\u00ff])[-\u00ad]$")
_SOFT = re.compile("\u00ad")
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_ITEM = re.compile(r"\s*(?:[-*•◦▪‣]\s|\(?(?:\d{1,3}|[a-z])[.)]\s)")
_NOT_A_TITLE = re.compile(
    r"(?i)^(?:untitled|microsoft word\b.*|powerpoint\b.*|.*\.(?:docx?|pdf|tex|dvi|indd|qxd|rtf|odt))?$"
)


def read(path: Path, name: str, fields: Fields) -> Iterator[Source | Skipped]:
    """The pages as one document, and the pages that could not be read."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    # What it finds wrong with a file it would write to the terminal, for want of anyone who listens.
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    if path.stat().st_size > _MOST:
        raise Unreadable(f"larger than {_MOST // 2**20} MB")
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise Unreadable("not a PDF: it does not begin as one")
        try:
            reader = PdfReader(file)
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable("encrypted: it opens only with a password")
            pages, problems = _pages(reader)
            title = _title(reader)
        except (DependencyError, FileNotDecryptedError, WrongPasswordError) as error:
            raise Unreadable("encrypted: it opens only with a password, or with `pip install cryptography`") from error
    for number, problem in problems:
        yield Skipped(source=f"{path}, page {number}", reason=problem)
    text, places = _joined(_without_edges(pages))
    if not text:
        raise Unreadable("no text layer: its pages are pictures" if pages and not problems else "no page could be read")
    yield Source(
        document_id=name,
        path=path,
        text=text,
        title=title,
        format="pdf",
        places=tuple(places),
        metadata={"format": "pdf"},
    )


def _pages(reader: Any) -> tuple[list[list[str]], list[tuple[int, str]]]:
    """The lines of every page, and which pages could not be read and why."""
    pages, problems, letters = list[list[str]](), list[tuple[int, str]](), 0
    for number, page in enumerate(reader.pages, start=1):
        if number > _MOST_PAGES or letters > _MOST_LETTERS:
            problems.append((number, "this page and those after it are left out: the file is too long"))
            break
        lines: list[str] = []
        try:
            content = page.get_contents()
            if content is not None and len(content.get_data()) > _MOST_DRAWING:
                problems.append((number, f"its drawing is larger than {_MOST_DRAWING // 2**20} MB"))
            elif content is not None:
                text = _whole(page.extract_text())
                letters += len(text)
                lines = [" ".join(line.split()) for line in text.splitlines()]
        except Exception as error:  # whatever a page makes the library raise, the others are still there
            problems.append((number, f"cannot be read: {type(error).__name__}"))
        pages.append(lines)
    return pages, problems


def _whole(text: str) -> str:
    """The text without signs that are no letters: broken fonts give halves of pairs, and zeros."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _title(reader: Any) -> str:
    try:
        given = reader.metadata.title if reader.metadata else ""
    except Exception:  # a title that cannot be read is none
        return ""
    title = _whole(" ".join(str(given or "").split()))
    return "" if _NOT_A_TITLE.match(title) else title


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the first and last lines that stand on more than half of them, page numbers apart."""
    if len(pages) < 3:
        return pages
    for last in (0, -1):
        for _ in range(2):
            edges = [next((line for line in (lines[::-1] if last else lines) if line), "") for lines in pages]
            counts = Counter(_NUMBER.sub("#", edge.lower()) for edge in edges if edge)
            common = {edge for edge, many in counts.items() if many > max(2, len(pages) / 2)}
            if not common:
                break
            pages = [
                _dropped(lines, edge, last) if _NUMBER.sub("#", edge.lower()) in common else lines
                for lines, edge in zip(pages, edges, strict=True)
            ]
    return pages


def _dropped(lines: list[str], edge: str, last: int) -> list[str]:
    at = len(lines) - 1 - lines[::-1].index(edge) if last else lines.index(edge)
    return lines[:at] + lines[at + 1 :]


def _joined(pages: list[list[str]]) -> tuple[str, list[Place]]:
    """One text of paragraphs, and where in it each page begins."""
    parts, places, length = list[str](), list[Place](), 0
    for number, lines in enumerate(pages, start=1):
        text = _paragraphs(lines)
        if text:
            places.append(Place(start=length, page=number))
            parts.append(text)
            length += len(text) + 2
    return "\n\n".join(parts), places


def _paragraphs(lines: list[str]) -> str:
    """Lines joined while they run on: till an empty line, a list item, or a short line that ends a sentence."""
    widths = sorted(len(line) for line in lines if line)
    usual = widths[(3 * len(widths)) // 4] if widths else 0
    text, before = "", ""
    for line in lines:
        if not line:
            gap = "\n\n"
        elif not before:
            gap = ""
        elif _ITEM.match(line):
            gap = "\n"
        elif _HYPHEN.search(before) and line[0].islower():
            text, gap = text[:-1], ""
        elif len(before) < 0.75 * usual:
            gap = "\n\n" if before[-1] in ".!?:" or not line[0].islower() else " "
        else:
            gap = " "
        if line and text.endswith("\n\n"):
            gap = ""
        text += gap + line if not (gap == "\n\n" and text.endswith("\n\n")) else line
        before = line
    return _SOFT.sub("", text).strip()
