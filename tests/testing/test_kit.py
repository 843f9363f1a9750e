"""The conformance kit, run on modules that are wrong in one way each."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from orchestra.spec import Cost, Declined, ExpertRequest, Reply
from orchestra.testing import violations

MANIFEST: dict[str, Any] = {
    "spec": "1",
    "id": "echo",
    "version": "1.0.0",
    "kind": "expert/1",
    "entry": "echo:Echo",
    "summary": "Says it back",
    "examples": ["say it back"],
    "capabilities": {"deterministic": True},
    "cost": {"model": "index"},
}
REQUESTS = [ExpertRequest(query="hello"), ExpertRequest(query="")]


class Echo:
    """Right in every way."""

    def estimate(self, request: ExpertRequest) -> Cost:
        return Cost(lower=1, expected=10, upper=10)

    def load(self) -> None: ...

    def close(self) -> None: ...

    def run(self, request: ExpertRequest, context: Any) -> Any:
        context.charge(len(request.query))
        return Reply(text=request.query) if request.query else Declined("nothing to say back")


class WrongType(Echo):
    def run(self, request: ExpertRequest, context: Any) -> Any:
        return request.query


class Raises(Echo):
    def run(self, request: ExpertRequest, context: Any) -> Any:
        raise RuntimeError("no")


class Random(Echo):
    counter = itertools.count()

    def run(self, request: ExpertRequest, context: Any) -> Any:
        context.charge(1)
        return Reply(text=str(next(self.counter)))


class Overcharges(Echo):
    def run(self, request: ExpertRequest, context: Any) -> Any:
        context.charge(11)
        return Reply(text="")


class Uncharged(Echo):
    def run(self, request: ExpertRequest, context: Any) -> Any:
        return Reply(text="")


class LoadsOnce(Echo):
    loaded = False

    def load(self) -> None:
        if self.loaded:
            raise RuntimeError("already loaded")
        self.loaded = True


class ClosesOnce(Echo):
    closed = False

    def close(self) -> None:
        if self.closed:
            raise RuntimeError("already closed")
        self.closed = True


class EstimatesLoaded(Echo):
    def estimate(self, request: ExpertRequest) -> Cost:
        raise RuntimeError("not loaded")


class YieldsNothing(Echo):
    def run(self, request: ExpertRequest, context: Any) -> Any:
        context.charge(1)
        yield from ()


def test_a_conforming_module_breaks_no_rule() -> None:
    """The kit has nothing against a module that keeps to the contract."""
    assert violations(MANIFEST, Echo, REQUESTS) == []


@pytest.mark.parametrize(
    ("module", "rule"),
    [
        (WrongType, "run"),
        (Raises, "run"),
        (YieldsNothing, "run"),
        (Random, "deterministic"),
        (Overcharges, "cost"),
        (Uncharged, "charge"),
        (LoadsOnce, "load"),
        (ClosesOnce, "close"),
        (EstimatesLoaded, "estimate"),
    ],
)
def test_each_fault_is_caught_by_its_rule(module: type, rule: str) -> None:
    """A module wrong in one way breaks the rule for it."""
    assert rule in {violation.rule for violation in violations(MANIFEST, module, REQUESTS)}


def test_a_manifest_that_breaks_the_specification_is_the_first_violation() -> None:
    """Nothing is constructed when the manifest is wrong."""
    (violation,) = violations({**MANIFEST, "kind": "oracle/1"}, Echo, REQUESTS)

    assert violation.rule == "manifest"
    assert "oracle" in violation.what


def test_a_retriever_that_declares_indexes_must_keep_them() -> None:
    """Both methods are looked for by name."""
    manifest = {
        **MANIFEST,
        "kind": "retriever/1",
        "capabilities": {"indexes": True},
    }
    found = [violation.what for violation in violations(manifest, Echo, [])]
    assert found == ["declares indexes and has no `index`", "declares indexes and has no `indexed`"]
