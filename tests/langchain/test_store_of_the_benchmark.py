"""The rival in the retrieval benchmark answers as LangChain's own store does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.langchain_store import Rows, rankings
from tests.langchain.support import CATS, EIFFEL, Words


def embed(texts: Sequence[str]) -> Rows:
    """Rows of counts."""
    return np.asarray(Words().embed_documents(list(texts)), dtype=np.float32)


def test_each_query_gets_its_documents_best_first_and_once() -> None:
    """A document with two texts is ranked by the better one."""
    ids = ["towers", "cats", "towers"]
    texts = [EIFFEL.page_content, CATS.page_content, "A tower stands in Pisa."]

    found = rankings(ids, texts, embed, ["when was the eiffel tower completed", "how long do cats sleep"], k=3)

    assert [ranking[0] for ranking in found] == ["towers", "cats"]
    assert all(sorted(ranking) == ["cats", "towers"] for ranking in found)
