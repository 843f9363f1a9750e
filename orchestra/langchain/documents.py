"""A LangChain Document as a passage of evidence, and a passage as a Document. Invents no score, place or page."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from langchain_core.documents import Document

from orchestra.spec import Passage, Span

#: What the number with a document is: relevance in [0, 1], the store's own (a distance, say), or not there at all.
ScoreKind = Literal["relevance", "raw", "none"]

_SOURCES = ("source", "file_path", "path", "url")


def as_passages(found: Iterable[tuple[Document, float | None]], kind: ScoreKind) -> tuple[Passage, ...]:
    """The documents as passages, in their order; empty ones and repetitions are left out."""
    passages: dict[tuple[str, str], Passage] = {}
    for document, score in found:
        if document.page_content.strip():
            passage = as_passage(document, score, kind)
            passages.setdefault((passage.document_id, passage.text), passage)
    return tuple(passages.values())


def as_passage(document: Document, score: float | None, kind: ScoreKind) -> Passage:
    """One passage; without a score it has 0.0, and `score_kind` in its metadata says "none"."""
    text, metadata = document.page_content, document.metadata
    scored = score is not None and math.isfinite(score)
    return Passage(
        document_id=_id(document),
        source=next((str(metadata[key]) for key in _SOURCES if metadata.get(key)), _id(document)),
        text=text,
        span=_span(text, metadata),
        score=float(score) if scored and score is not None else 0.0,
        title=str(metadata.get("title") or ""),
        metadata={**{str(key): as_text(value) for key, value in metadata.items()}, "score_kind": _kind(kind, scored)},
    )


def as_document(passage: Passage) -> Document:
    """One Document: the passage's metadata, and where it stands in which source."""
    span = passage.span
    metadata: dict[str, Any] = {
        **passage.metadata,
        "document_id": passage.document_id,
        "source": passage.source,
        "score": passage.score,
        "start_index": span.start,
    }
    known = {"title": passage.title, "index": passage.index, "line": span.line, "page": span.page}
    metadata |= {name: value for name, value in known.items() if value}
    if span.page is not None:
        metadata["page_label"] = str(span.page)  # loaders count `page` from 0, but this as a reader does
    # A document has many passages, and an id is one Document's.
    return Document(id=f"{passage.document_id}#{span.start}-{span.end}", page_content=passage.text, metadata=metadata)


def matches(document: Document, filters: Mapping[str, str]) -> bool:
    """Whether a document's metadata has exactly these values, as text."""
    return all(key in document.metadata and as_text(document.metadata[key]) == filters[key] for key in filters)


def as_text(value: object) -> str:
    """A value of metadata as text: strings as they are, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _id(document: Document) -> str:
    """The document's own id, else its source, else one that follows from its text: the same at every search."""
    metadata = document.metadata
    for named in (metadata.get("document_id"), document.id, metadata.get("id"), metadata.get("source")):
        if named not in (None, ""):
            return str(named)
    text = document.page_content.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def _span(text: str, metadata: Mapping[str, Any]) -> Span:
    start = _whole(metadata.get("start_index"), 0) or 0  # without one: offsets in the stored document itself
    # `page` counts from 0 with some loaders and from 1 with others; the label is what a reader sees on the page.
    page = _whole(metadata.get("page_label"), 1)
    return Span(start=start, end=start + len(text), line=_whole(metadata.get("line"), 1), page=page)


def _whole(value: object, least: int) -> int | None:
    """A whole number of at least `least`, from a number or from text; none for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        number = int(value)
    except ValueError:
        return None
    return number if number >= least else None


def _kind(kind: ScoreKind, scored: bool) -> ScoreKind:
    return kind if scored else "none"
