"""Modules, manifests and a router for tests: each does one plain thing and nothing of its own accord."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from orchestra import Orchestra
from orchestra.spec import (
    Beliefs,
    Context,
    Cost,
    EmbedRequest,
    Evidence,
    ExpertRequest,
    Passage,
    Reply,
    RetrieveRequest,
    Span,
    Turn,
    Vectors,
)

#: Every fake serves them all, so that only costs order its plans.
INTENTS = ("factual", "logical", "worded", "open")
CHEAP = Cost(lower=1, expected=100, upper=1000)
DEAR = Cost(lower=1, expected=10**9, upper=10**9)

Run = Callable[[Any, Context], Any]


class EvenRouter:
    """Finds every intent equally likely, at the price of 10 FLOP; `embeds` makes it ask for the query's vector."""

    embeds = False

    def __init__(self, examples: Mapping[str, Sequence[str]] = {}, **ignored: object) -> None:
        self.examples = examples

    def estimate(self, text: str) -> Cost:
        """What `judge` charges."""
        return Cost(lower=10, expected=10, upper=10)

    async def judge(
        self,
        text: str,
        history: Sequence[Turn] = (),
        *,
        embed: Callable[[Sequence[str]], Any] | None = None,
        fingerprint: str | None = None,
        why_not: str = "",
        grant: int | None = None,
        charge: Callable[[int, str], None],
    ) -> Beliefs:
        """The same for every text."""
        charge(10, "counted")
        if self.embeds and embed is not None:
            await embed([text])
        return Beliefs(intents=dict.fromkeys(INTENTS, 0.25), intent="open", confidence=0.25)


def manifest(id: str = "fake", kind: str = "expert/1", **changes: Any) -> dict[str, Any]:
    """The data of a manifest."""
    return {
        "spec": "1",
        "id": id,
        "version": "1.2.3",
        "kind": kind,
        "entry": "nowhere:Nothing",
        "summary": f"The fake {id}",
        "examples": [f"do {id}"],
        "intents": list(INTENTS),
        "cost": {"model": "index"},
        **changes,
    }


def module(run: Run, cost: Cost | None = CHEAP, **members: Any) -> Callable[..., Any]:
    """A factory of modules with this `run`; `cost` none leaves `estimate` away."""
    if cost is not None:
        members.setdefault("estimate", lambda request: cost)
    return lambda **options: SimpleNamespace(run=run, options=options, **members)


def add(
    orc: Orchestra, id: str, run: Run, *, kind: str = "expert/1", cost: Cost | None = CHEAP, **changes: Any
) -> None:
    """Register a module made of a function."""
    orc.register(manifest(id, kind, **changes), module(run, cost))


def says(text: str, flops: float = 5, confidence: float | None = None) -> Run:
    """An expert that always says the same."""

    def run(request: ExpertRequest, context: Context) -> Reply:
        context.charge(flops)
        return Reply(text=text, confidence=confidence)

    return run


def embed(request: EmbedRequest, context: Context) -> Vectors:
    """Two numbers a text, at 7 FLOP each."""
    context.charge(7 * len(request.texts))
    rows = [struct.pack("<2f", 1.0, float(len(text))) for text in request.texts]
    return Vectors(dim=2, data=b"".join(rows), fingerprint="fake")


def passage(text: str = "The sky is blue.", **changes: Any) -> Passage:
    """A passage of a document."""
    given: dict[str, Any] = {
        "document_id": "d1",
        "source": "sky.txt",
        "text": text,
        "span": Span(start=0, end=len(text)),
        "score": 1.0,
        **changes,
    }
    return Passage(**given)


def retrieve(request: RetrieveRequest, context: Context) -> Evidence:
    """One passage, at 3 FLOP."""
    context.charge(3)
    return Evidence(passages=(passage(),))


def bare_profile(folder: Path, extra: str = "") -> Path:
    """Write a profile in which no installed module is used; `extra` follows."""
    path = folder / "bare.toml"
    installed = sorted(point.name for point in entry_points(group="orchestra.modules"))
    path.write_text(f"disable = {installed}\n{extra}", encoding="utf-8")
    return path


def write_module(folder: Path, id: str, code: str, **changes: Any) -> Path:
    """Write a module as a folder: module.toml beside `<id>_code.py`, which defines `Module`."""
    folder.mkdir(parents=True, exist_ok=True)
    data = manifest(id, **{"entry": f"{id}_code:Module", **changes})
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    lines = [f"{key} = {_toml(value)}" for key, value in data.items() if key not in tables]
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items())]
    (folder / "module.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / f"{id}_code.py").write_text(code, encoding="utf-8")
    return folder


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
