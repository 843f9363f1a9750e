"""BM25 over the passages' words, by bm25s. Knows nothing of vectors or of where texts come from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = "words"

_WORD = re.compile(r"[^\W_]+")
_COMMON = """
a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my of
on or our she he they them their that the these this those to was we were what when where which who whom whose
why will with would you your there than then so not no
"""
_STOP = frozenset(_COMMON.split())


def words(text: str) -> list[str]:
    """The words that count, in lower case and without their commonest endings."""
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP]


def _stem(word: str) -> str:
    """Plurals and their like brought together; nothing that would join unlike words."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Words:
    """The read side: scores of every passage for a query."""

    def __init__(self, build: Path) -> None:
        import bm25s

        self.size: int = json.loads((build / FOLDER / "size.json").read_text(encoding="utf-8"))["passages"]
        # A collection with no word at all has no BM25: every score is 0.
        has_words = (build / FOLDER / "vocab.index.json").is_file()
        self._index: Any = bm25s.BM25.load(build / FOLDER, show_progress=False) if has_words else None

    def scores(self, query: str) -> tuple[NDArray[np.float32], int]:
        """One score a passage, and the postings touched: one addition each."""
        import numpy as np

        vocabulary = self._index.vocab_dict if self._index is not None else {}
        known = [vocabulary[word] for word in words(query) if word in vocabulary]
        if not known:
            return np.zeros(self.size, dtype=np.float32), 0
        starts = self._index.scores["indptr"]
        postings = int(sum(int(starts[word + 1]) - int(starts[word]) for word in known))
        return self._index.get_scores_from_ids(known), postings


def write(build: Path, texts: Iterable[str]) -> None:
    """Index the passages' texts, in order."""
    import bm25s

    (build / FOLDER).mkdir(mode=0o700)
    found = [words(text) for text in texts]
    (build / FOLDER / "size.json").write_text(json.dumps({"passages": len(found)}), encoding="utf-8")
    if any(found):
        index = bm25s.BM25(k1=0.9, b=0.4)
        index.index(found, show_progress=False, leave_progress=False)
        index.save(build / FOLDER, show_progress=False)
