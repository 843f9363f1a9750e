"""Modules whose code is text, for folders that tests write, and processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect

#: Writes a folder that holds an expert.
Module = Callable[..., Path]

#: What must not be loaded by anything but the module that needs it.
HEAVY = {"onnx", "onnxruntime", "torch", "transformers", "faiss", "sympy", "z3", "sentence_transformers", "openai"}

#: An expert that does as its query says; `wait` begins an answer and goes on until it is cancelled.
SCRIPTED = '''
"""Does as its query says."""

import time

from orchestra.spec import Citation, Declined, Reply, Span, Text


class Scripted:
    def run(self, request, context):
        query = request.query
        if query == "decline":
            yield Declined("not for me")
        elif query == "fail":
            raise ValueError("out of order")
        elif query == "turns":
            yield Reply(text=" | ".join(f"{turn.role}: {turn.text}" for turn in request.history) or "none")
        elif query == "unsure":
            yield Text(text="perhaps seven")
            yield Reply(text="perhaps seven", confidence=0.1)
        elif query == "cite":
            span = Span(start=0, end=5, line=12)
            cited = Citation(document_id="d", source="notes/a.md", span=span, text="Five is right", score=0.5)
            yield Reply(text="five [1]", citations=(cited,), confidence=0.9)
        elif query == "escape":
            yield Reply(text="red \\x1b[31mtext")
        elif query == "stuck":
            yield Text(text="begun")
            time.sleep(60)
        elif query == "wait":
            yield Text(text="begun ")
            while not context.cancelled:
                time.sleep(0.005)
        else:
            yield Text(text="you said: ")
            yield Text(text=query)
            yield Reply(text=f"you said: {query}")
'''


#: A retriever that keeps its indexes as a JSON file: a name, and lines of text.
SHELF = '''
"""Keeps lines of text."""

import json
import time
from pathlib import Path

from orchestra.spec import Changes, Declined, Evidence, Indexed, IndexReport
from orchestra.spec import InputError, Passage, Progress, Skipped, Span


class Shelf:
    def __init__(self, home):
        self.file = Path(home)

    def kept(self):
        return json.loads(self.file.read_text()) if self.file.exists() else {}

    def keep(self, shelf):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(shelf))

    def indexed(self):
        return tuple(self.report(name, found) for name, found in self.kept().items() if name[0] != "/")

    def report(self, name, found, skipped=(), **told):
        stamp = {"mend": f"orchestra index create {name} PATH..."}
        return IndexReport(
            name=name, documents=len(found), passages=len(found), skipped=skipped, stamp=stamp, **told
        )

    def run(self, request, context):
        lines = [(path, text) for name in request.indexes for path, text in self.kept()[name].items()]
        span = Span(start=0, end=4, line=1)
        hits = [(p, t) for p, t in lines if request.query.lower() in t.lower()]
        found = [Passage(document_id=p, source=p, text=t, span=span, score=1.0) for p, t in hits]
        return Evidence(passages=tuple(found[: request.k]))

    def index(self, change, context):
        shelf = self.kept()
        if not change.create and change.name not in shelf:
            raise InputError(f"there is no index {change.name!r}")
        if change.drop:
            del shelf[change.name]
            self.keep(shelf)
            yield IndexReport(name=change.name, documents=0, passages=0)
            return
        print("a library that talks on standard output")
        print("settings", json.dumps(change.settings))
        found = shelf.setdefault(change.name, {})
        settings = shelf.setdefault("/" + change.name, {})
        settings.update(change.settings)
        if change.update or change.verify or change.contents:
            if "old" in settings:
                yield self.report(change.name, found)
                return
            if "declines" in settings:
                yield Declined("not today")
                return
            act = "update" if change.update else "verify"
            while f"endless_{act}" in settings and not context.cancelled:
                yield Progress(message="going on")
                time.sleep(0.005)
        if change.verify:
            yield self.report(change.name, found, faults=("the shelf is bent",) if "broken" in settings else ())
            return
        if change.contents:
            held = tuple(Indexed(id=path, source=path, passages=1) for path in found)
            yield self.report(change.name, found, contents=held)
            return
        if change.update:
            now = {path: Path(path).read_text() for path in found if Path(path).exists()}
            differ = sum(now[path] != found[path] for path in now)
            shelf[change.name] = now
            self.keep(shelf)
            told = Changes(changed=differ, removed=len(found) - len(now), unchanged=len(now) - differ)
            yield self.report(change.name, now, changes=told)
            return
        skipped = []
        for n, path in enumerate(change.add):
            yield Progress(message="reading", fraction=n / len(change.add))
            if path.endswith(".bin"):
                skipped.append(Skipped(source=path, reason="not text"))
            else:
                found[path] = Path(path).read_text()
        for path in change.remove:
            found.pop(path, None)
        self.keep(shelf)
        while "endless" in change.settings and not context.cancelled:
            yield Progress(message="going on")
            time.sleep(0.005)
        yield self.report(change.name, found, tuple(skipped))
'''


def command(*arguments: str) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "orchestra.cli.main", *arguments]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a process of its own, as the test has it now."""
    return {**os.environ, **(more or {})}


def interrupt(child: pexpect.spawn, pattern: str) -> None:
    """Press Ctrl-C on a terminal and see what should come of it."""
    child.sendintr()
    child.expect(pattern, timeout=60)


def interrupted(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Interrupt a process and wait for its end: standard output, standard error."""
    process.send_signal(signal.SIGINT)
    try:
        return process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
