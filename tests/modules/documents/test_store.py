"""The store of a build: passages come back as they were put in, however often and in whatever order they are read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from orchestra_modules.documents import store
from orchestra_modules.documents.store import Piece, Source, Store, Writer

PASSAGES = 12


def piece(name: str, place: int) -> Piece:
    """A passage of as many sentences as its place."""
    return Piece(
        start=place,
        end=place + 9,
        line=place + 1,
        page=None,
        title=f"title {place}",
        text=f"{name} {place}",
        sentences=tuple((part, part + 1) for part in range(place)),
    )


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Two documents of six passages each."""
    writer = Writer(tmp_path)
    for name in ("one", "two"):
        pieces = [piece(name, place) for place in range(PASSAGES // 2)]
        writer.add(id=name, source=f"{name}.txt", digest="", title=name, metadata={"of": name}, passages=pieces)
    writer.flush()
    writer.close()
    return tmp_path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(st.lists(st.integers(0, PASSAGES - 1), max_size=8), max_size=12))
def test_passages_are_the_same_whatever_was_read_before(build: Path, asked: list[list[int]]) -> None:
    """More are read than are kept."""
    with pytest.MonkeyPatch.context() as patch, closing(Store(build)) as opened:
        patch.setattr(store, "_KEPT", 3)
        for numbers in asked:
            read = opened.found(numbers)
            assert [row.number for row, _ in read] == numbers
            for row, source in read:
                name, place = ("one", "two")[row.number // 6], row.number % 6
                assert row.piece == piece(name, place)
                assert source == Source(name, f"{name}.txt", {"of": name})


def test_a_passage_that_is_not_there_is_an_error_each_time(build: Path) -> None:
    """Those that are there do not hide it."""
    with closing(Store(build)) as opened:
        for _ in range(2):
            with pytest.raises(IndexError, match=f"passage {PASSAGES} is missing"):
                opened.found([0, PASSAGES, 1])
