"""The retriever/1 module: named indexes under one home, searched together, changed one at a time.

A search opens the build that is current and keeps it open until another replaces it; a change writes beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestra.spec import (
    ConfigError,
    Context,
    Cost,
    Declined,
    EmbedRequest,
    Evidence,
    IndexBroken,
    IndexChange,
    IndexReport,
    InputError,
    LoadError,
    Passage,
    Progress,
    ResultError,
    RetrieveRequest,
    StoreError,
    UsageError,
    Vectors,
    nearest,
)
from orchestra_modules.documents.build import Embed, Job, rebuild, report
from orchestra_modules.documents.inspection import contents, verify
from orchestra_modules.documents.layout import Layout, exists, mend, names
from orchestra_modules.documents.recipe import Recipe, beside, recipe
from orchestra_modules.documents.roots import Roots
from orchestra_modules.documents.shape import POOL, SENTENCES, Shape, Wish
from orchestra_modules.documents.shipped import shipped
from orchestra_modules.documents.words import words

if TYPE_CHECKING:
    from orchestra_modules.documents.engine import Engine, Look

_PASSAGE_SENTENCES = 250  # a passage holds no more sentences than tokens


class Documents:
    """Searches indexes, and makes them."""

    def __init__(
        self,
        home: str = "",
        indexes: Sequence[str] = (),
        device: str = "auto",
        vectors: str = "auto",
        memory: int = 4096,
    ) -> None:
        self._given = home
        self._indexes = tuple(indexes)
        self._gpu = device != "cpu"
        self._wish = Wish(vectors=vectors, memory=memory)
        self._open: dict[str, _Lease] = {}
        self._layouts: dict[str, Layout] = {}
        self._lock = threading.Lock()

    @cached_property
    def _home(self) -> Path:
        """The folder of the indexes; the runtime gives it, so a missing one is the caller's to set."""
        if not self._given or self._given.startswith("{home}"):  # the manifest's default, not filled in
            raise ConfigError("documents has no `home`", hint="set it to the folder that holds the indexes")
        return Path(self._given).expanduser()

    def load(self) -> None:
        """Bring the libraries in; indexes open when they are first searched. LoadError when one is missing."""
        try:
            import bm25s  # noqa: F401
            import faiss  # noqa: F401
        except ImportError as error:
            raise LoadError(
                f"{error.name} is not installed", hint="`pip install 'orchestra[cpu]'` brings what indexes need"
            ) from error

    def close(self) -> None:
        """Let go of every open index."""
        with self._lock:
            for lease in self._open.values():
                lease.retire()
            self._open.clear()

    # --- searching ----------------------------------------------------------------------------

    def run(self, request: RetrieveRequest, context: Context) -> Evidence | Declined:
        """Search the indexes named, else the profile's, else all there are."""
        chosen = self._chosen(request)
        if isinstance(chosen, Declined):
            return chosen
        vectors = context.used["embedder"].run(EmbedRequest(texts=(request.query,), purpose="query"))
        if isinstance(vectors, Declined):
            context.charge(0, "counted")
            return vectors
        if not isinstance(vectors, Vectors):
            raise ResultError(f"the embedder gave {type(vectors).__name__}, not vectors")
        found = self._found(chosen, request, vectors, context)
        if not found:
            return Declined(reason=f"nothing in {', '.join(chosen)} to search")
        return Evidence(passages=found)

    def _found(
        self, chosen: tuple[str, ...], request: RetrieveRequest, vectors: Vectors, context: Context
    ) -> tuple[Passage, ...]:
        from orchestra_modules.documents.fusion import fuse, top

        vector = vectors.numpy()[0]
        looks: list[Look] = []
        with ExitStack() as held:
            for name in chosen:
                context.check()
                engine = held.enter_context(self._engine(name))
                looks.append(engine.look(request.query, vector, vectors.fingerprint, request.k, request.filters))
            near = top(fuse([look.signals for look in looks]), 2 * request.k)
            best = _unlike(looks, near)[: request.k]
            passages: dict[tuple[int, int], Passage] = {}
            for which, look in enumerate(looks):
                mine = [(place, score) for part, place, score in best if part == which]
                numbers = [int(look.candidates[place]) for place, _ in mine]
                shown = look.engine.passages(numbers, [score for _, score in mine], vector)
                passages |= {(which, place): each for (place, _), each in zip(mine, shown, strict=True)}
            found = tuple(passages[which, place] for which, place, _ in best)
        sentences = sum(len(passage.sentences) for passage in found)
        compared = sentences + len(near) ** 2
        context.charge(sum(look.flops for look in looks) + 2 * compared * vectors.dim, "counted")
        return found

    def estimate(self, request: RetrieveRequest) -> Cost:
        """The search alone, from the sizes in the stamps; the query's embedding is the embedder's to quote."""
        chosen = self._chosen(request)
        if isinstance(chosen, Declined):
            return Cost(upper=0)
        lower = upper = folding = 0
        terms = len(words(request.query))
        for name in chosen:
            stamp = self._layout(name).stamp()
            if stamp is None:
                continue  # it was dropped just now
            dim, passages, sentences = (int(stamp.get(key, 0)) for key in ("dim", "passages", "sentences"))
            near = max(POOL, 2 * request.k)
            try:
                searches = [
                    Shape.of(stamp, part).flops(many, filtered=bool(request.filters))
                    for part, many in (("passages", near), ("sentences", SENTENCES * near))
                ]
            except ValueError as error:
                raise IndexBroken(f"index {name!r} is damaged: {error}", hint=f"`{mend(name)}`") from error
            spread = 4 * dim * (dim + 2)
            pool = min(passages, (2 + SENTENCES) * near)  # all that the signals bring
            lower += spread + sum(least for least, _ in searches)
            upper += spread + sum(most for _, most in searches)
            scored = sum(min(sentences, many * _PASSAGE_SENTENCES) for many in (pool, request.k))
            upper += terms * passages + 2 * dim * (pool + scored)
            folding = max(folding, 2 * dim * (2 * request.k) ** 2)  # of copies
        upper += folding
        return Cost(lower=lower, expected=(lower + upper) // 2, upper=upper)

    def _chosen(self, request: RetrieveRequest) -> tuple[str, ...] | Declined:
        wanted = request.indexes or self._indexes
        built = tuple(name for name in wanted if exists(self._home, name)) if wanted else names(self._home)
        for name in request.indexes:
            if name not in built:
                near = nearest(name, dict.fromkeys(names(self._home)))
                raise InputError(f"there is no index {name!r}{near}", hint=_how(name))
        if built:
            return built
        missing = self._indexes or ("guide",)
        return Declined(reason=f"no index {' or '.join(map(repr, missing))} is built: {_how(missing[0])}")

    def _layout(self, name: str) -> Layout:
        """Where an index lies, kept for the next search."""
        if name not in self._layouts:
            self._layouts[name] = Layout(self._home, name)
        return self._layouts[name]

    @contextmanager
    def _engine(self, name: str) -> Iterator[Engine]:
        """The current build of an index, open; one that was replaced closes when its last search ends."""
        lease = self._lease(name)
        try:
            yield lease.engine
        finally:
            lease.release()

    def _lease(self, name: str) -> _Lease:
        from orchestra_modules.documents.engine import Engine

        layout = self._layout(name)
        with self._lock:
            while True:
                held, mark = self._open.get(name), layout.mark()
                if held is not None and held.mark == mark is not None:
                    return held.take()
                build = layout.current()
                if build is None:
                    raise InputError(f"there is no index {name!r}", hint=_how(name))
                if held is not None and held.engine.build == build:
                    held.mark = mark
                    return held.take()
                try:
                    layout.check(build, "open")  # FAISS may crash on what is not a file of its own making
                    fresh = _Lease(Engine(build, name, gpu=self._gpu), mark)
                except IndexBroken:
                    # A writer may have replaced and cleared the build between the two looks.
                    if layout.current() == build:
                        raise
                    continue
                if held is not None:
                    held.retire()
                self._open[name] = fresh
                return fresh.take()

    # --- changing -----------------------------------------------------------------------------

    def indexed(self) -> tuple[IndexReport, ...]:
        """Every index with its stamp; a damaged one says so under "broken"."""
        reports = []
        for name in names(self._home):
            layout = Layout(self._home, name)
            try:
                stamp = layout.stamp()
            except StoreError as error:
                told: dict[str, Any] = {"broken": error.message, "mend": layout.mend}
                reports.append(IndexReport(name=name, documents=0, passages=0, stamp=told))
            else:
                reports += [report(name, stamp)] if stamp else []
        return tuple(reports)

    def index(self, change: IndexChange, context: Context) -> Iterator[Progress | IndexReport]:
        """Create, change, verify, list or drop an index; the old state stands until the new one is whole."""
        layout = Layout(self._home, change.name)
        if not exists(self._home, change.name) and not change.create:
            near = nearest(change.name, dict.fromkeys(names(self._home)))
            raise InputError(f"there is no index {change.name!r}{near}", hint=_how(change.name))
        if change.verify:
            context.charge(0, "counted")
            yield from verify(layout, context.check)
        elif change.contents:
            held = contents(layout)
            if held is None:
                raise InputError(f"there is no index {change.name!r}", hint=_how(change.name))
            context.charge(0, "counted")
            yield held
        else:
            with layout.writing():
                yield from self._changed(layout, change, context)

    def _changed(self, layout: Layout, change: IndexChange, context: Context) -> Iterator[Progress | IndexReport]:
        if change.drop:
            layout.drop()
            context.charge(0, "counted")
            yield IndexReport(name=change.name, documents=0, passages=0)
            return

        def embed(texts: tuple[str, ...]) -> Vectors:
            found = context.used["embedder"].run(EmbedRequest(texts=texts, purpose="document"))
            if not isinstance(found, Vectors):
                raise ResultError(f"the embedder gave {type(found).__name__}, not vectors")
            return found

        job = self._job(layout, change, embed)
        yield from rebuild(layout, job, embed, context.check, lambda flops: context.charge(flops, "counted"))

    def _job(self, layout: Layout, change: IndexChange, embed: Embed) -> Job:
        """The change with its paths found and its settings checked."""
        if change.create and self._usable(layout, embed):
            raise UsageError(
                f"there is an index {change.name!r} already",
                hint=f"`orchestra index update {change.name}` looks at its files again, `orchestra index add"
                f" {change.name} PATH...` adds to it, `orchestra index drop {change.name}` takes it away",
            )
        sources = shipped()
        home = str(sources[change.name].resolve()) if change.name in sources else ""
        paths = tuple(Path(path).expanduser().resolve() for path in change.add)
        if change.create and not paths:
            if not home:
                raise InputError(
                    f"nothing to index: no path was given, and no index {change.name!r} comes with Orchestra",
                    hint=_how(change.name),
                )
            paths = (Path(home),)
        for path in paths:
            if not path.exists():
                raise InputError(f"there is no file or folder {str(path)!r}", hint="check the path")
        stamp = None if change.create else layout.stamp()
        if stamp is None:
            base = recipe(beside(paths[0], Recipe()), change.settings, "index settings")
            roots = Roots(recipe=base, settings=change.settings)
        else:
            roots = Roots.of(stamp, change.name)
        if stamp and home and stamp["mend"] == roots.mend(change.name, stamp["roots"][0] if stamp["roots"] else ""):
            # What comes with Orchestra moves with Orchestra.
            roots = roots.moved(Path(home))
        return Job(
            name=change.name,
            roots=roots,
            walked=roots.roots if change.update else roots.made(paths, change.settings),
            remove=change.remove,
            shipped=home,
            fresh=change.create,
            update=change.update,
            wish=self._wish,
        )

    def _usable(self, layout: Layout, embed: Embed) -> bool:
        """Whether there is an index that opens and fits the embedder: one that does not may be created anew."""
        from orchestra_modules.documents.engine import Engine

        try:
            stamp, build = layout.stamp(), layout.current()
            if stamp is None or build is None:
                return False
            layout.check(build, "whole")
            Engine(build, layout.name, gpu=False).close()
        except StoreError:
            return False
        return bool(stamp["embedder"] == embed((layout.name,)).fingerprint)


class _Lease:
    """An open build and how many searches are in it; closed when it is replaced and the last of them ends."""

    def __init__(self, engine: Engine, mark: tuple[int, int] | None) -> None:
        self.engine = engine
        self.mark = mark
        self._searches = 0
        self._retired = False
        self._lock = threading.Lock()

    def take(self) -> _Lease:
        """Begin a search."""
        with self._lock:
            self._searches += 1
        return self

    def release(self) -> None:
        """End a search."""
        with self._lock:
            self._searches -= 1
            self._close_if_done()

    def retire(self) -> None:
        """No search begins here any more."""
        with self._lock:
            self._retired = True
            self._close_if_done()

    def _close_if_done(self) -> None:
        if self._retired and self._searches == 0:
            self.engine.close()


def _unlike(looks: Sequence[Look], best: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """What was found, copies of what stands before them last."""
    import numpy as np

    from orchestra_modules.documents.folding import folded

    if not best:
        return []
    owners = np.array([which for which, _, _ in best])
    numbers = np.array([looks[which].candidates[place] for which, place, _ in best])
    vectors = np.empty((len(best), looks[0].engine.dim), dtype=np.float32)
    for which in range(len(looks)):
        vectors[owners == which] = looks[which].engine.vectors(numbers[owners == which])

    def texts(places: Sequence[int]) -> list[str]:
        return [looks[owners[place]].engine.text(int(numbers[place])) for place in places]

    return [best[place] for place in folded(vectors, texts)]


@lru_cache(64)  # every query of somebody who has no index is quoted with it, and it looks through folders
def _how(name: str) -> str:
    """The command that makes an index."""
    return f"`orchestra index create {name}`" if name in shipped() else f"`orchestra index create {name} PATH...`"
