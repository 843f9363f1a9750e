"""Which index a set of vectors gets, and what a stamp says of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.documents.shape import Shape, Wish

IVF = Shape(index="IVF64,SQ8", size=2_500, dim=32, effort=4, recall=0.98, fewest=100, fullest=300)


@pytest.mark.parametrize(
    ("wish", "many", "index"),
    [
        (Wish(), 0, "Flat"),
        (Wish(), 49_999, "Flat"),
        (Wish(), 50_000, "IVF512,SQ8"),
        (Wish(), 1_000_000, "IVF2048,SQ8"),
        (Wish(), 10_000_000, "IVF8192,SQ8"),
        (Wish(), 20_000_000, "IVF8192,SQ4"),
        (Wish(memory=100), 1_000_000, "IVF2048,SQ4"),
        (Wish(vectors="flat"), 20_000_000, "Flat"),
        (Wish(vectors="ivf"), 999, "Flat"),
        (Wish(vectors="ivf"), 1_000, "IVF16,SQ8"),
        (Wish(vectors="hnsw"), 1_000_000, "HNSW32,SQ8"),
        (Wish(vectors="hnsw", memory=100), 1_000_000, "HNSW32,SQ4"),
    ],
)
def test_the_table_chooses_by_number_memory_and_wish(wish: Wish, many: int, index: str) -> None:
    """For vectors of 384 numbers."""
    assert wish.index(many, 384) == index


@given(many=st.integers(1_000, 10**9))
def test_every_list_has_enough_to_be_trained_on(many: int) -> None:
    """FAISS wants 39 vectors a list."""
    lists = Shape(index=Wish(vectors="ivf").index(many, 384), size=many, dim=384).parts
    assert 1 <= 39 * lists <= many


def test_a_shape_survives_its_stamp() -> None:
    """What is written is read again."""
    assert Shape.of({"vectors": {"v": IVF.stored()}}, "v") == IVF


@pytest.mark.parametrize(
    "vectors",
    [
        7,
        {},
        {"v": 7},
        {"v": {}},
        {"v": {**IVF.stored(), "index": "IVF0,SQ8"}},
        {"v": {**IVF.stored(), "index": "Annoy"}},
        {"v": {**IVF.stored(), "index": None}},
        {"v": {**IVF.stored(), "effort": "many"}},
    ],
)
def test_a_stamp_that_cannot_be_is_refused(vectors: Any) -> None:
    """Whatever stands in it, it is a ValueError that shows what."""
    with pytest.raises(ValueError, match="does not describe the v"):
        Shape.of({"vectors": vectors}, "v")


@given(many=st.integers(1, 3_000))
def test_bounds_are_in_order(many: int) -> None:
    """No least above its most, and a filter never makes the bound smaller."""
    for shape in (
        IVF,
        Shape(index="Flat", size=2_500, dim=32),
        Shape(index="HNSW32,SQ4", size=2_500, dim=32, effort=64),
    ):
        least, most = shape.flops(many, filtered=False)
        few, all_of_it = shape.flops(many, filtered=True)
        assert few <= least <= most <= all_of_it
