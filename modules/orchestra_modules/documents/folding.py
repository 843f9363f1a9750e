"""Copies among what was found: the best stays in its place, the others come after all the rest.

Two passages are copies where their vectors nearly agree and their words do: nine in ten of them, and every number. A
row of a table that differs from another in its number alone is no copy. Knows nothing of indexes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from orchestra_modules.documents.words import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_ALIKE = 0.9  # cosine from which texts are looked at; a title of its own makes a copy's vector another one
_SHARED = 0.9  # of the words that either has


def folded(vectors: Floats, texts: Callable[[Sequence[int]], Sequence[str]]) -> list[int]:
    """The places of passages, given best first, with copies moved behind; `texts` gives the texts at some places."""
    import numpy as np

    alike = vectors @ vectors.T >= _ALIKE
    if np.count_nonzero(alike) == np.count_nonzero(alike.diagonal()):  # each is like itself alone
        return list(range(len(vectors)))
    pairs = np.argwhere(np.triu(alike, 1)).tolist()
    places = sorted({place for pair in pairs for place in pair})
    said = {place: frozenset(words(text)) for place, text in zip(places, texts(places), strict=True)}
    copies: set[int] = set()
    for first, second in pairs:
        if first not in copies and is_copy(said[first], said[second]):
            copies.add(second)
    return sorted(range(len(vectors)), key=lambda place: place in copies)


def is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts with these words say the same."""
    differing = one ^ other
    return len(one & other) >= _SHARED * len(one | other) and not any(
        character.isdigit() for word in differing for character in word
    )
