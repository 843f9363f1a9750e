"""A stand-in for vLLM, and nothing left of it after the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modules.vllm.standing import Stand


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """The stand-in, installed."""
    made = Stand(tmp_path, monkeypatch)
    yield made
    for managed in made.made:
        managed.close()
        managed.stop()
        managed.stop_others()
