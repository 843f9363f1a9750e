"""What tests of several modules share: a tiny model on this disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestra.testing.tiny_model import make_tiny_llama


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny model; skipped where the libraries that make it are not installed."""
    for name in ("torch", "transformers", "tokenizers"):
        pytest.importorskip(name, reason="the extra `cpu` is not installed")
    return make_tiny_llama(tmp_path_factory.mktemp("tiny") / "llama")


@pytest.fixture(scope="session")
def one_thread() -> Iterator[Any]:
    """So small a model is run faster so, above all where other processes want the cores."""
    torch = pytest.importorskip("torch", reason="the extra `cpu` is not installed")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield torch
    torch.set_num_threads(threads)
