"""A stand-in embedder that hashes words, so that indexes can be made without a model; the killed writer uses it too."""

from __future__ import annotations

import hashlib
import math
import re
import struct
from pathlib import Path

import pytest
from orchestra_modules.documents import Documents

from orchestra.spec import EmbedRequest, Request, Vectors
from orchestra.testing import FakeContext, FakeUsed

DIM = 32


def hashed(request: Request) -> Vectors:
    """Each text as the unit sum of its words' hashes."""
    assert isinstance(request, EmbedRequest)
    return Vectors(dim=DIM, data=b"".join(_vector(text) for text in request.texts), fingerprint="hashed/1")


def _vector(text: str) -> bytes:
    numbers = [0.01] * DIM
    for word in re.findall(r"\w+", text.lower()):
        digest = hashlib.sha256(word.encode()).digest()
        numbers[digest[0] % DIM] += 1 if digest[1] % 2 else -1
    length = math.sqrt(sum(number * number for number in numbers)) or 1.0
    return struct.pack(f"<{DIM}f", *(number / length for number in numbers))


@pytest.fixture
def embedder() -> FakeUsed:
    """The stand-in, which keeps the requests made to it."""
    return FakeUsed(hashed)


@pytest.fixture
def context(embedder: FakeUsed) -> FakeContext:
    """A context whose embedder is the stand-in."""
    return FakeContext(used={"embedder": embedder})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the indexes lie."""
    return tmp_path / "indexes"


@pytest.fixture
def documents(home: Path) -> Documents:
    """The module, with nothing indexed."""
    return Documents(home=str(home))


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A small folder of documents, one of them in a folder of its own."""
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "boiler.md").write_text(
        "# Boiler\n\nThe boiler stands in the cellar.\n\n"
        "## Pressure\n\nIts pressure should be 1.5 bar. Refill below 1.\n",
        encoding="utf-8",
    )
    (folder / "deep" / "garden.txt").write_text("The apple tree was planted in 1987 by Clara.\n", encoding="utf-8")
    return folder
