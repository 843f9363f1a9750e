"""Makes the next build of an index from the last one and a change; what has not changed is not embedded again.

Everything is written into a folder of its own and becomes the index in one step at the end. Knows nothing of searching.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestra.spec import (
    IndexBroken,
    IndexReport,
    InputError,
    Progress,
    RunError,
    Skipped,
    Vectors,
    nearest,
)
from orchestra_modules.documents import words
from orchestra_modules.documents.files import Source, find, read
from orchestra_modules.documents.layout import FORMAT, Layout, mend
from orchestra_modules.documents.recipe import Recipe
from orchestra_modules.documents.shape import Wish
from orchestra_modules.documents.split import split
from orchestra_modules.documents.store import Document, Piece, Store, Writer
from orchestra_modules.documents.vectors import Space, SpaceWriter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: Texts to unit vectors; raises what the embedder raises.
Embed = Callable[[tuple[str, ...]], Vectors]

_BATCH = 64  # passages embedded between two words of progress


@dataclass(frozen=True, kw_only=True)
class Job:
    """A change in the terms of this room: roots found, recipe settled."""

    name: str
    roots: tuple[Path, ...]
    remove: tuple[str, ...]
    recipe: Recipe
    shipped: str  # the folder that comes with Orchestra under this name
    fresh: bool  # whether what was there before is put aside whole
    wish: Wish = field(default_factory=Wish)  # which sort of index the vectors get


@dataclass(frozen=True, kw_only=True)
class _New:
    """A document on its way in: its passages still have no vectors."""

    source: Source
    digest: str
    pieces: list[Piece]


@dataclass(kw_only=True)
class _State:
    """What has been decided so far in one build."""

    old: dict[str, Document]
    skipped: list[Skipped] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    flops: int = 0


def report(name: str, stamp: dict[str, Any], skipped: tuple[Skipped, ...] = ()) -> IndexReport:
    """A stamp as a report."""
    return IndexReport(
        name=name, documents=stamp["documents"], passages=stamp["passages"], skipped=skipped, stamp=stamp
    )


def rebuild(
    layout: Layout, job: Job, embed: Embed, check: Callable[[], None], charge: Callable[[int], None]
) -> Iterator[Progress | IndexReport]:
    """Write the next build and make it the current one; the caller holds the lock."""
    stamp = None if job.fresh else layout.stamp()
    blank = embed((job.name,)) if job.roots or stamp is None else None
    if stamp and blank and blank.fingerprint != stamp["embedder"]:
        raise IndexBroken(
            f"index {job.name!r} was built with embedder {stamp['embedder']}, this one is {blank.fingerprint}",
            hint=f"`{stamp['mend']}`",
        )
    last = _Last(layout, stamp)
    folder = layout.begin()
    done = False
    try:
        builder = _Builder(folder, blank.dim if blank else int((stamp or {})["dim"]), last, job, embed)
        try:
            yield from builder.take_in(check)
            charge(builder.state.flops)
            if stamp and not builder.changed:
                yield report(job.name, stamp, tuple(builder.state.skipped))
                return
            if job.fresh and builder.writer.documents == 0:
                raise InputError(
                    f"nothing to index in {', '.join(str(root) for root in job.roots)}",
                    hint=_why(builder.state.skipped),
                )
            yield Progress(message="writing the index", fraction=1.0)
            fingerprint = blank.fingerprint if blank else (stamp or {})["embedder"]
            written = builder.finish(fingerprint, (stamp or {}).get("roots", []))
            if builder.training:
                charge(builder.training)
        finally:
            builder.close()
        layout.commit(folder)
        done = True
        yield report(job.name, written, tuple(builder.state.skipped))
    finally:
        last.close()
        if not done:
            shutil.rmtree(folder, ignore_errors=True)


class _Last:
    """The build that is being replaced, or nothing."""

    def __init__(self, layout: Layout, stamp: dict[str, Any] | None) -> None:
        self.store: Store | None = None
        build = layout.current() if stamp else None
        if build is None or stamp is None:
            return
        try:
            self.store = Store(build)
            self.documents = {document.id: document for document in self.store.documents()}
            self.passages = Space(build, "passages", gpu=False)
            self.sentences = Space(build, "sentences", gpu=False)
        except (OSError, RuntimeError, ValueError, KeyError, sqlite3.Error) as error:
            self.close()
            raise IndexBroken(f"index {layout.name!r} is damaged: {error}", hint=f"`{stamp['mend']}`") from error

    def close(self) -> None:
        if self.store is not None:
            self.store.close()


class _Builder:
    """One build being written: documents come in from the sources, then what is kept of the last build."""

    def __init__(self, folder: Path, dim: int, last: _Last, job: Job, embed: Embed) -> None:
        self.writer = Writer(folder)
        self.state = _State(old=_without(last.documents if last.store else {}, job.remove))
        self._folder = folder
        self._dim = dim
        self._last = last
        self._job = job
        self._embed = embed
        self.training = 0  # FLOPs of the vectors' quick indexes, known when they are made
        self._passages = SpaceWriter(folder, "passages", dim, job.wish)
        self._sentences = SpaceWriter(folder, "sentences", dim, job.wish)

    @property
    def changed(self) -> bool:
        """Whether this build differs from the last."""
        before = set(self._last.documents) if self._last.store else set()
        return self.state.kept != before or self.writer.documents != len(before)

    def take_in(self, check: Callable[[], None]) -> Iterator[Progress]:
        """Read the sources, embed what is new, then copy over what stays."""
        files = [(root, path, name) for root in self._job.roots for path, name in find(root) if self._takes(root, name)]
        total = sum(path.stat().st_size for _, path, _ in files) or 1
        done, waiting = 0, list[_New]()
        for root, path, name in files:
            for source in read(path, name, self._job.recipe.fields):
                check()
                if isinstance(source, Skipped):
                    self.state.skipped.append(source)
                    continue
                new = self._judge(root, source)
                done += len(source.text)
                if new is None:
                    continue
                waiting.append(new)
                if sum(len(entry.pieces) for entry in waiting) >= _BATCH:
                    self._write(waiting)
                    waiting = []
                    yield Progress(message=f"{self._job.name}: {name}", fraction=min(1.0, done / total))
        self._write(waiting)
        for document in self.state.old.values():
            if document.id not in self.state.seen:
                self._copy(document)

    def finish(self, fingerprint: str, roots: list[str]) -> dict[str, Any]:
        """Save vectors and words, and stamp the build."""
        roots = list(dict.fromkeys([*roots, *(str(root) for root in self._job.roots)]))
        self.writer.flush()
        shapes = {"passages": self._passages.save(), "sentences": self._sentences.save()}
        self.training = sum(flops for _, flops in shapes.values())
        words.write(self._folder, self.writer.texts())
        stamp = {
            "format": FORMAT,
            "embedder": fingerprint,
            "dim": self._dim,
            "documents": self.writer.documents,
            "passages": self.writer.passages,
            "sentences": self.writer.sentences,
            "vectors": {name: shape.stored() for name, (shape, _) in shapes.items()},
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "versions": {"bm25s": version("bm25s"), "faiss": _faiss_version(), "sqlite": sqlite3.sqlite_version},
            "roots": roots,
            "recipe": self._job.recipe.stored(),
            "mend": mend(self._job.name, () if roots == [self._job.shipped] else tuple(roots)),
        }
        (self._folder / "stamp.json").write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")
        return stamp

    def close(self) -> None:
        """Let go of the files."""
        self.writer.close()
        self._passages.close()
        self._sentences.close()

    def _takes(self, root: Path, name: str) -> bool:
        return root.is_file() or (name != "index.toml" and self._job.recipe.takes(name))

    def _judge(self, root: Path, source: Source) -> _New | None:
        """A document that has to be embedded, or none where it is unchanged (and copied) or refused."""
        source = self._named(root, source)
        if source.document_id in self.state.seen:
            reason = f"its id {source.document_id!r} is taken by {self.state.seen[source.document_id]}"
            if self.state.seen[source.document_id] != str(source.path) or source.format == "row":
                self.state.skipped.append(Skipped(source=f"{source.path}:{source.line}", reason=reason))
            return None
        self.state.seen[source.document_id] = str(source.path)
        digest = self._job.recipe.digest(source)
        old = self.state.old.get(source.document_id)
        if old is not None and old.digest == digest and old.source == str(source.path):
            self._copy(old)
            return None
        return _New(source=source, digest=digest, pieces=_pieces(source, self._job.recipe.passage_tokens))

    def _named(self, root: Path, source: Source) -> Source:
        """The source under the first of its possible names that no other file has."""
        if source.format == "row":
            return source
        for name in (source.document_id, f"{root.name}/{source.document_id}", source.path.as_posix()):
            old = self.state.old.get(name)
            owner = self.state.seen.get(name) or (old.source if old else None)
            if owner in (None, str(source.path)):
                break
        return Source(**{**source.__dict__, "document_id": name})

    def _write(self, waiting: list[_New]) -> None:
        """Embed the passages of some documents and their sentences, and put both in."""
        if not waiting:
            return
        pieces = [piece for new in waiting for piece in new.pieces]
        whole = self._vectors([f"{piece.title}\n{piece.text}" if piece.title else piece.text for piece in pieces])
        spans = [(piece, left, right) for piece in pieces for left, right in piece.sentences]
        parts = self._vectors([piece.text[left:right] for piece, left, right in spans])
        for new in waiting:
            self.writer.add(
                id=new.source.document_id,
                source=str(new.source.path),
                digest=new.digest,
                title=new.source.title,
                metadata=new.source.metadata,
                passages=new.pieces,
            )
        self.state.flops += self._passages.add(whole) + self._sentences.add(parts)

    def _vectors(self, texts: list[str]) -> Floats:
        vectors = self._embed(tuple(texts))
        if vectors.dim != self._dim:
            raise RunError(f"the embedder gave vectors of {vectors.dim} dimensions, then of {self._dim}")
        return vectors.numpy()

    def _copy(self, document: Document) -> None:
        """Take a document over from the last build with its vectors."""
        assert self._last.store is not None
        rows = self._last.store.passages(document)
        many = sum(len(row.sentences) for row in rows)
        self.state.flops += self._passages.add(self._last.passages.take(document.first, document.passages))
        if rows:
            self.state.flops += self._sentences.add(self._last.sentences.take(rows[0].first, many))
        self.writer.add(
            id=document.id,
            source=document.source,
            digest=document.digest,
            title=document.title,
            metadata=document.metadata,
            passages=rows,
        )
        self.state.kept.add(document.id)


def _pieces(source: Source, limit: int) -> list[Piece]:
    markdown = source.format == "markdown"
    has_heading = markdown and any(line.startswith("# ") for line in source.text.splitlines())
    title = source.title if source.format == "row" or has_heading else source.path.stem
    return [
        Piece(
            start=chunk.start,
            end=chunk.end,
            line=source.line if source.format == "row" else chunk.line,
            title=chunk.title,
            text=source.text[chunk.start : chunk.end],
            sentences=chunk.sentences,
        )
        for chunk in split(source.text, markdown=markdown, title=title, limit=limit)
    ]


def _without(documents: dict[str, Document], remove: tuple[str, ...]) -> dict[str, Document]:
    """The documents that stay; what is removed is named by id, by file, or by a folder above. InputError if none is."""
    gone: set[str] = set()
    for given in remove:
        path = str(Path(given).expanduser().resolve())
        here = {
            document.id
            for document in documents.values()
            if document.id == given or document.source == path or Path(path) in Path(document.source).parents
        }
        if not here:
            raise InputError(f"no document or path {given!r} in the index{nearest(given, documents)}")
        gone |= here
    return {name: document for name, document in documents.items() if name not in gone}


def _why(skipped: list[Skipped]) -> str:
    if not skipped:
        return "Markdown, text and JSONL files are read"
    more = f" and {len(skipped) - 3} more" if len(skipped) > 3 else ""
    return "; ".join(f"{entry.source}: {entry.reason}" for entry in skipped[:3]) + more


def _faiss_version() -> str:
    import faiss

    return str(faiss.__version__)
