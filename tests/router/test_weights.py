"""The weights file: what ships, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from orchestra.router.weights import SHIPPED, read, write
from orchestra.spec import FormatError


def test_shipped_weights_are_small_and_hold_no_text() -> None:
    """Two megabytes at most, and no text but the intents' names and the fingerprint."""
    assert SHIPPED.stat().st_size <= 2_000_000
    with np.load(SHIPPED, allow_pickle=False) as file:
        texts = {name for name in file.files if file[name].dtype.kind in "USO"}
    assert texts == {"intents", "fingerprint"}


def test_weights_survive_a_round_trip(tmp_path: Path) -> None:
    """What is written is read back."""
    path = tmp_path / "weights.npz"
    write(replace(read(), sure=0.5), path)
    again = read(path)
    assert again.sure == 0.5
    assert again.intents == read().intents
    assert np.array_equal(again.ngram_head, read().ngram_head)
    assert np.array_equal(again.known_words, read().known_words)


def test_missing_weights_name_the_command(tmp_path: Path) -> None:
    """The error says how to get them."""
    with pytest.raises(FormatError, match="missing") as caught:
        read(tmp_path / "none.npz")
    assert "training.router" in str(caught.value.hint)


def test_weights_of_another_format_are_refused(tmp_path: Path) -> None:
    """Both numbers are named."""
    path = tmp_path / "weights.npz"
    np.savez(path, format=np.array(99))
    with pytest.raises(FormatError, match="99"):
        read(path)
