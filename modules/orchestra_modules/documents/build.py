"""Makes the next build of an index from the last one and a change; what has not changed is not embedded again.

Everything is written into a folder of its own and becomes the index in one step at the end. Knows nothing of searching.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestra.spec import (
    Changes,
    IndexBroken,
    IndexReport,
    InputError,
    Progress,
    RunError,
    Skipped,
    StoreError,
    Vectors,
    nearest,
)
from orchestra_modules.documents import words
from orchestra_modules.documents.files import find, known, read, size
from orchestra_modules.documents.integrity import record
from orchestra_modules.documents.layout import FORMAT, Layout, write_stamp
from orchestra_modules.documents.pieces import pieces
from orchestra_modules.documents.roots import Root, Roots
from orchestra_modules.documents.shape import Wish
from orchestra_modules.documents.source import Source
from orchestra_modules.documents.store import Document, Piece, Row, Store, Writer
from orchestra_modules.documents.vectors import Space, SpaceWriter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: Texts to unit vectors; raises what the embedder raises.
Embed = Callable[[tuple[str, ...]], Vectors]

_BATCH = 64  # passages embedded between two words of progress
_PAUSE = 0.1  # seconds between two words of progress while nothing is embedded


@dataclass(frozen=True, kw_only=True)
class Job:
    """A change in the terms of this room: `roots` are those the index has, `walked` those to look through."""

    name: str
    roots: Roots
    walked: tuple[Root, ...]
    remove: tuple[str, ...]
    shipped: str  # the folder that comes with Orchestra under this name
    fresh: bool  # whether what was there before is put aside whole
    update: bool  # whether what the walk does not find any more is taken out
    wish: Wish = field(default_factory=Wish)  # which sort of index the vectors get


@dataclass(frozen=True, kw_only=True)
class _New:
    """A document on its way in; `before` is one of the last build whose passages it may share."""

    source: Source
    digest: str
    pieces: list[Piece]
    before: Document | None


@dataclass(kw_only=True)
class _State:
    """What has been decided so far in one build."""

    old: dict[str, Document]
    skipped: list[Skipped] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    files: int = 0
    flops: int = 0

    @property
    def changes(self) -> Changes:
        """How many documents of each sort."""
        return Changes(added=self.added, changed=self.changed, removed=self.removed, unchanged=self.unchanged)


def report(name: str, stamp: dict[str, Any], **told: Any) -> IndexReport:
    """A stamp as a report."""
    return IndexReport(name=name, documents=stamp["documents"], passages=stamp["passages"], stamp=stamp, **told)


def rebuild(
    layout: Layout, job: Job, embed: Embed, check: Callable[[], None], charge: Callable[[int], None]
) -> Iterator[Progress | IndexReport]:
    """Write the next build and make it the current one; the caller holds the lock."""
    last = _Last(layout, fresh=job.fresh)
    blank = embed((job.name,)) if job.walked or last.stamp is None else None
    if last.stamp and blank and blank.fingerprint != last.stamp["embedder"]:
        last.close()
        raise IndexBroken(
            f"index {job.name!r} was built with embedder {last.stamp['embedder']}, this one is {blank.fingerprint}",
            hint=f"`{last.stamp['mend']}`",
        )
    folder = layout.begin()
    try:
        builder = _Builder(folder, blank.dim if blank else int((last.stamp or {})["dim"]), last, job, embed)
        try:
            yield from builder.take_in(check)
            charge(builder.state.flops)
            told = {"skipped": tuple(builder.state.skipped), "changes": builder.state.changes}
            roots = builder.roots()
            if last.stamp and not builder.changed and roots.stored().items() <= last.stamp.items():
                yield report(job.name, last.stamp, **told)
                return
            if job.fresh and builder.writer.documents == 0:
                raise InputError(
                    f"nothing to index in {', '.join(str(root.path) for root in job.walked)}",
                    hint=_why(builder.state.skipped),
                )
            yield Progress(message=f"{job.name}: writing {builder.size}", fraction=1.0)
            written = builder.finish(blank.fingerprint if blank else (last.stamp or {})["embedder"], roots)
            if builder.training:
                charge(builder.training)
        finally:
            builder.close()
        check()
        _prove(layout, folder)
        layout.commit(folder)
        yield report(job.name, written, **told)
    finally:
        last.close()
        layout.abandon(folder)


def _prove(layout: Layout, folder: Path) -> None:
    """Open a build as a search would before it becomes the index: some writers do not tell of a full disk."""
    from orchestra_modules.documents.engine import Engine

    try:
        layout.check(folder, "size")
        Engine(folder, layout.name, gpu=False).close()
    except IndexBroken as error:
        raise StoreError(
            f"index {layout.name!r} was not written whole ({error.message}); what was there before is as it was",
            hint=f"see that there is room on the disk of {layout.home}, then give the command again",
        ) from error


class _Last:
    """The build that is being replaced, or nothing. IndexBroken when it is not whole: no fault is copied over."""

    def __init__(self, layout: Layout, *, fresh: bool) -> None:
        self.store: Store | None = None
        self.stamp: dict[str, Any] | None = None
        self.documents: dict[str, Document] = {}
        build = None if fresh else layout.current()
        if build is None:
            return
        self.stamp = layout.check(build, "whole")
        try:
            self.store = Store(build)
            self.documents = {document.id: document for document in self.store.documents()}
            self.passages = Space(build, "passages", gpu=False)
            self.sentences = Space(build, "sentences", gpu=False)
        except (OSError, RuntimeError, ValueError, KeyError, sqlite3.Error) as error:
            self.close()
            raise layout.broken(str(error)) from error

    def close(self) -> None:
        if self.store is not None:
            self.store.close()


class _Builder:
    """One build being written: documents come in from the sources, then what is kept of the last build."""

    def __init__(self, folder: Path, dim: int, last: _Last, job: Job, embed: Embed) -> None:
        self.writer = Writer(folder)
        gone, self._removed = _named(last.documents, job.remove)
        self.state = _State(old={name: each for name, each in last.documents.items() if name not in gone})
        self.state.removed = len(gone)
        self._sources = Counter(each.source for each in self.state.old.values())
        self._emptied = frozenset(last.documents[name].source for name in gone) - set(self._sources)
        #: The id of every file that is one document.
        self._by_source = {each.source: each.id for each in self.state.old.values() if self._sources[each.source] == 1}
        self._by_digest = {each.digest: each for each in last.documents.values()}
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
        return bool(self.state.added or self.state.changed or self.state.removed)

    @property
    def size(self) -> str:
        """How much there is so far, in words."""
        return f"{self.writer.documents:,} documents, {self.writer.passages:,} passages"

    def take_in(self, check: Callable[[], None]) -> Iterator[Progress]:
        """Read the sources, embed what is new, then copy over what stays."""
        if self._job.walked:
            yield Progress(message=f"{self._job.name}: looking for files")
        files = self._files()
        total = sum(many for _, _, many in files.values()) or 1
        before, waiting, told = 0, list[_New](), time.monotonic()

        def progress(within: int) -> Progress:
            message = f"{self._job.name}: {self.state.files:,} of {len(files):,} files, {self.size}"
            return Progress(message=message, fraction=min(1.0, (before + within) / total))

        for path, (root, name, many) in files.items():
            done = 0
            for source in read(path, name, root.recipe.fields):
                check()
                if isinstance(source, Skipped):
                    self.state.skipped.append(source)
                    continue
                done = min(many, done + len(source.text))
                if (new := self._judge(root, name, source)) is not None:
                    waiting.append(new)
                if sum(len(entry.pieces) for entry in waiting) >= _BATCH:
                    for _ in self._write(waiting, check):
                        yield progress(done)
                    waiting = []
                    yield progress(done)
                    told = time.monotonic()
                elif time.monotonic() > told + _PAUSE:
                    yield progress(done)
                    told = time.monotonic()
            before += many
            self.state.files += 1
        for _ in self._write(waiting, check):
            yield progress(0)
        if files:
            yield progress(0)
        yield from self._keep(check)

    def roots(self) -> Roots:
        """The roots of the index after this change."""
        roots = self._job.roots.minus(self._removed, self._emptied)
        if not self._job.update:
            return roots.plus(self._job.walked, frozenset(self.state.seen))
        here = tuple(root for root in roots.roots if root.path.exists() or not self._is_gone_file(root))
        return replace(roots, roots=here)

    def finish(self, fingerprint: str, roots: Roots) -> dict[str, Any]:
        """Save vectors and words, and stamp the build."""
        self.writer.flush()
        shapes = {"passages": self._passages.save(), "sentences": self._sentences.save()}
        self.training = sum(flops for _, flops in shapes.values())
        words.write(self._folder, self.writer.texts())
        self.close()
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
            **roots.stored(),
            "mend": roots.mend(self._job.name, self._job.shipped),
            "files": record(self._folder),
        }
        write_stamp(self._folder, stamp)
        return stamp

    def close(self) -> None:
        """Let go of the files."""
        self.writer.close()
        self._passages.close()
        self._sentences.close()

    def _files(self) -> dict[Path, tuple[Root, str, int]]:
        """The files of the roots, each once, with its path relative to its root and its size in bytes."""
        files: dict[Path, tuple[Root, str, int]] = {}
        for root in self._job.walked:
            if not root.path.exists():
                if not self._is_gone_file(root):
                    reason = "not there; its documents stay, `orchestra index remove NAME PATH` would take them out"
                    self.state.skipped.append(Skipped(source=str(root.path), reason=reason))
                continue
            base = self._job.roots.over(root)
            for path, name in find(root.path):
                if path not in files and self._takes(root, name):
                    name = name if base is None else path.relative_to(base).as_posix()
                    files[path] = (root, name, size(path))
        return files

    def _takes(self, root: Root, name: str) -> bool:
        return root.path.is_file() or (name != "index.toml" and root.recipe.takes(name))

    def _is_gone_file(self, root: Root) -> bool:
        """Whether a root was one file, and that was deleted: a folder that is not there may be a disk that is not."""
        return str(root.path) in self._sources and not root.path.exists() and root.path.parent.is_dir()

    def _judge(self, root: Root, name: str, source: Source) -> _New | None:
        """A document that has to be embedded, or none where it is unchanged (and copied) or refused."""
        source = self._identified(root, name, source)
        if source.document_id in self.state.seen:
            reason = f"its id {source.document_id!r} is taken by {self.state.seen[source.document_id]}"
            self.state.skipped.append(Skipped(source=f"{source.path}:{source.line}", reason=reason))
            return None
        self.state.seen[source.document_id] = str(source.path)
        if self._job.update and self._job.roots.leaves_out(root, source.path, source.document_id):
            return None
        digest = root.recipe.digest(source)
        old = self.state.old.get(source.document_id)
        if old is not None and old.digest == digest and old.source == str(source.path):
            self._copy(old)
            return None
        self.state.added += old is None
        self.state.changed += old is not None
        found = pieces(source, root.recipe.passage_tokens)
        return _New(source=source, digest=digest, pieces=found, before=old or self._by_digest.get(digest))

    def _identified(self, root: Root, name: str, source: Source) -> Source:
        """The source under the id its file has already, else the first of its possible ids that no other file has."""
        if source.format == "row":
            return source
        if source.document_id == name and (known := self._by_source.get(str(source.path))):
            return replace(source, document_id=known)
        for id in (source.document_id, f"{root.path.name}/{source.document_id}", source.path.as_posix()):
            old = self.state.old.get(id)
            owner = self.state.seen.get(id) or (old.source if old else None)
            if owner in (None, str(source.path)) or not Path(owner).exists():
                break
        return replace(source, document_id=id)

    def _keep(self, check: Callable[[], None]) -> Iterator[Progress]:
        """Copy over what the walk did not come by; an update takes out what is not there any more."""
        rest, told = [each for each in self.state.old.values() if each.id not in self.state.seen], time.monotonic()
        for number, document in enumerate(rest, start=1):
            check()
            if time.monotonic() > told + _PAUSE:
                message = f"{self._job.name}: {number:,} of {len(rest):,} other documents"
                yield Progress(message=message, fraction=number / len(rest))
                told = time.monotonic()
            if self._job.update and self._is_gone(document):
                self.state.removed += 1
            else:
                self._copy(document)

    def _is_gone(self, document: Document) -> bool:
        """Whether nothing stands for a document: not where its root is not there, nor where its file cannot be read."""
        path = Path(document.source)
        for root in self._job.walked:
            if root.path in (path, *path.parents) and not root.path.exists():
                return self._is_gone_file(root)
        try:
            with path.open("rb"):
                return True
        except FileNotFoundError:
            return True
        except OSError:
            return False

    def _write(self, waiting: list[_New], check: Callable[[], None]) -> Iterator[None]:
        """Embed the passages of some documents and their sentences, and put both in; what was there is not embedded."""
        pairs = [(piece, row) for new in waiting for piece, row in self._known(new)]
        # A long document is embedded part by part, so that it can be told of and stopped.
        for first in range(0, len(pairs), 4 * _BATCH):
            if first:
                check()
                yield
            self._add_vectors(pairs[first : first + 4 * _BATCH])
        for new in waiting:
            self.writer.add(
                id=new.source.document_id,
                source=str(new.source.path),
                digest=new.digest,
                title=new.source.title,
                metadata=new.source.metadata,
                passages=new.pieces,
            )

    def _known(self, new: _New) -> Iterator[tuple[Piece, Row | None]]:
        """Each passage of a document with its like in the last build, where it has one."""
        rows = self._last.store.passages(new.before) if new.before and self._last.store else []
        known = {(row.piece.title, row.piece.text, row.piece.sentences): row for row in rows}
        for piece in new.pieces:
            yield piece, known.get((piece.title, piece.text, piece.sentences))

    def _add_vectors(self, pairs: list[tuple[Piece, Row | None]]) -> None:
        """Put in the vectors of passages and their sentences, in order; those that are known are taken over."""
        import numpy as np

        new = [piece for piece, row in pairs if row is None]
        whole = self._vectors([f"{piece.title}\n{piece.text}" if piece.title else piece.text for piece in new])
        parts = self._vectors([piece.text[left:right] for piece in new for left, right in piece.sentences])
        passages: list[Floats] = []
        sentences: list[Floats] = []
        first = second = 0
        for piece, row in pairs:
            many = len(piece.sentences)
            if row is None:
                passages.append(whole[first : first + 1])
                sentences.append(parts[second : second + many])
                first, second = first + 1, second + many
            else:
                passages.append(self._last.passages.take(row.number, 1))
                if many:
                    sentences.append(self._last.sentences.take(row.first, many))
        self.state.flops += self._passages.add(np.concatenate(passages))
        if sentences:
            self.state.flops += self._sentences.add(np.concatenate(sentences))

    def _vectors(self, texts: list[str]) -> Floats:
        import numpy as np

        if not texts:
            return np.zeros((0, self._dim), dtype=np.float32)
        vectors = self._embed(tuple(texts))
        if vectors.dim != self._dim:
            raise RunError(f"the embedder gave vectors of {vectors.dim} dimensions, then of {self._dim}")
        return vectors.numpy()

    def _copy(self, document: Document) -> None:
        """Take a document over from the last build with its vectors."""
        assert self._last.store is not None
        rows = self._last.store.passages(document)
        many = sum(len(row.piece.sentences) for row in rows)
        self.state.flops += self._passages.add(self._last.passages.take(document.first, document.passages))
        if many:
            self.state.flops += self._sentences.add(self._last.sentences.take(rows[0].first, many))
        self.writer.add(
            id=document.id,
            source=document.source,
            digest=document.digest,
            title=document.title,
            metadata=document.metadata,
            passages=[row.piece for row in rows],
        )
        self.state.unchanged += 1


def _named(documents: dict[str, Document], remove: tuple[str, ...]) -> tuple[set[str], tuple[str, ...]]:
    """The ids of documents named by id, by file, or by a folder above, and each name as id or whole path.

    InputError for one that names none.
    """
    gone, names = set[str](), list[str]()
    for given in remove:
        path = Path(given).expanduser().resolve()
        here = {
            document.id
            for document in documents.values()
            if document.id == given or document.source == str(path) or path in Path(document.source).parents
        }
        if not here:
            raise InputError(f"no document or path {given!r} in the index{nearest(given, documents)}")
        gone |= here
        names.append(given if given in documents else str(path))
    return gone, tuple(names)


def _why(skipped: list[Skipped]) -> str:
    if not skipped:
        return f"files that are read: {known()}"
    more = f" and {len(skipped) - 3} more" if len(skipped) > 3 else ""
    return "; ".join(f"{entry.source}: {entry.reason}" for entry in skipped[:3]) + more


def _faiss_version() -> str:
    import faiss

    return str(faiss.__version__)
