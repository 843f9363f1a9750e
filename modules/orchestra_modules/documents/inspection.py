"""Looks at an index and changes nothing: whether it is whole, and which documents it holds.

Takes no lock: searches and a writer go on. Nothing that differs from what was written is given to a library to open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from orchestra.spec import IndexBroken, Indexed, IndexReport, Progress
from orchestra_modules.documents.build import report
from orchestra_modules.documents.integrity import faults
from orchestra_modules.documents.layout import Layout, read_stamp
from orchestra_modules.documents.store import Store

_LARGE = 16 << 20  # bytes of a file that is worth a word of progress


def verify(layout: Layout, check: Callable[[], None]) -> Iterator[Progress | IndexReport]:
    """Compare every file with its checksum and the parts with each other; report every fault."""
    while True:
        build, stamp, found = None, dict[str, Any](), list[str]()
        try:
            if (build := layout.current()) is not None:
                stamp = read_stamp(build, layout.name)
        except IndexBroken as error:
            found = [error.message]
        if build is not None and stamp:
            files = stamp["files"]
            done, total = 0, sum(file["bytes"] for file in files.values()) or 1
            for number, (file, fault) in enumerate(
                zip(files.values(), faults(build, files, "whole", check), strict=True)
            ):
                found += [fault] if fault else []
                done += file["bytes"]
                if file["bytes"] > _LARGE:
                    message = f"{layout.name}: {number + 1:,} of {len(files):,} files, {done / 1e6:,.0f} MB"
                    yield Progress(message=message, fraction=done / total)
            found = found or _disagreements(layout, build, stamp)
        elif not found:
            found = ["there is no such index any more"]
        if not found or not _replaced(layout, build):
            break  # otherwise a writer took the files away while they were read
    if stamp:
        yield report(layout.name, stamp, faults=tuple(found))
    else:
        told: dict[str, Any] = {"broken": "; ".join(found), "mend": layout.mend}
        yield IndexReport(name=layout.name, documents=0, passages=0, stamp=told, faults=tuple(found))


def contents(layout: Layout) -> IndexReport | None:
    """The index with its documents, in order; none when there is no index. IndexBroken."""

    def look(build: Path) -> IndexReport:
        stamp = layout.check(build, "open")
        try:
            store = Store(build)
            try:
                held = tuple(
                    Indexed(id=each.id, source=each.source, title=each.title, passages=each.passages)
                    for each in store.documents()
                )
            finally:
                store.close()
        except (sqlite3.Error, ValueError) as error:
            raise layout.broken(str(error)) from error
        return report(layout.name, stamp, contents=held)

    return layout.steady(look)


def _disagreements(layout: Layout, build: Path, stamp: dict[str, Any]) -> list[str]:
    """What the parts of a build, each as it was written, do not agree on."""
    from orchestra_modules.documents.engine import Engine

    try:
        Engine(build, layout.name, gpu=False).close()  # which compares SQLite, FAISS and words
        store = Store(build)
        try:
            found = store.faults()
            counts = dict(zip(("documents", "passages", "sentences"), store.count(), strict=True))
        finally:
            store.close()
    except IndexBroken as error:
        return [error.message]
    except sqlite3.Error as error:
        return [f"passages.sqlite cannot be read: {error}"]
    told = {part: stamp[part] for part in counts}
    return found + ([f"it holds {counts}, and its stamp says {told}"] if told != counts else [])


def _replaced(layout: Layout, build: Path | None) -> bool:
    try:
        return layout.current() != build
    except IndexBroken:
        return False
