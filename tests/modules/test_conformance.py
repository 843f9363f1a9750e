"""Every built-in module keeps to the contract, by the kit that others use."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import anyio
import pytest

from orchestra.config import Limits
from orchestra.runtime.discovery import GROUP, manifest_path
from orchestra.runtime.instance import Instance
from orchestra.spec import (
    EmbedRequest,
    Evidence,
    GenerateRequest,
    Model,
    Passage,
    ReadRequest,
    RetrieveRequest,
    Sampling,
    SolveRequest,
    Span,
    Turn,
    read_manifest,
)
from orchestra.testing import violations

PASSAGE = Passage(
    document_id="bridge.md",
    source="bridge.md",
    text="The bridge over the river was opened in 1912. It is made of steel.",
    span=Span(start=0, end=66, line=1),
    score=1.0,
)
HELLO = (Turn(role="user", text="Hello!"),)
REQUESTS: dict[str, list[Model]] = {
    "mathematics": [SolveRequest(query=text) for text in ("2+2", "integrate x^2", "who wrote Hamlet?", "1/0", "")],
    "logic": [
        SolveRequest(query=text) for text in ("p -> q, p |- q", "Is p & ~p satisfiable?", "who wrote Hamlet?", "")
    ],
    "quoter": [ReadRequest(query="When was the bridge opened?", evidence=Evidence(passages=(PASSAGE,)))],
    "minilm": [EmbedRequest(texts=("one", "two")), EmbedRequest(texts=("",), purpose="document")],
    "documents": [RetrieveRequest(query="When was the bridge opened?")],
    "transformers": [
        GenerateRequest(messages=HELLO),
        GenerateRequest(messages=HELLO, max_tokens=9, sampling=Sampling(temperature=2.0, top_p=0.9)),
        GenerateRequest(messages=HELLO, json_schema={"type": "object"}),
    ],
}


def manifests() -> dict[str, Path]:
    return {point.name: manifest_path(point) for point in entry_points(group=GROUP)}


@pytest.mark.parametrize("module", sorted(REQUESTS))
def test_built_in_module_breaks_no_rule(module: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The kit has nothing against it, in the isolation it states."""
    pytest.importorskip("faiss", reason="the extra `cpu` is not installed")
    paths = manifests()
    uses: dict[str, Instance] = {}
    options: dict[str, Any] = {}
    if module == "documents":
        embedder = read_manifest(paths["minilm"])
        given = embedder.options({})
        uses["embedder"] = Instance(embedder, "minilm", given, limits=Limits(), threads=anyio.CapacityLimiter(4))
        options["home"] = str(tmp_path)
    if module == "transformers":
        options |= {"model": str(request.getfixturevalue("tiny_llama")), "threads": 1}

    assert violations(paths[module], None, REQUESTS[module], uses=uses, **options) == []


def test_every_built_in_module_but_the_served_one_is_examined_here() -> None:
    """A module that is added must be added here; vllm needs a server and is examined beside its own tests."""
    assert set(manifests()) - {"vllm"} == set(REQUESTS)
