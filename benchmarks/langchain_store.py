"""The row "LangChain in-memory vector store" of the retrieval table: what its users get with the same embeddings.

Called by benchmarks/retrieval.py; measures nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from numpy.typing import NDArray

Rows = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Rows]


class _Rows(Embeddings):
    """The embedder of the benchmark in LangChain's form; the store takes rows of an array as it takes lists."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One row a text."""
        return cast("list[list[float]]", list(self._embed(texts)))

    def embed_query(self, text: str) -> list[float]:
        """Its row."""
        return self.embed_documents([text])[0]


def rankings(ids: Sequence[str], texts: Sequence[str], embed: Embed, queries: Sequence[str], k: int) -> list[list[str]]:
    """For each query the distinct document ids of its k best texts, best first.

    `ids` names the document of each text, and one may have several; `embed` gives a row of floats for each text.
    """
    store = InMemoryVectorStore(_Rows(embed))
    store.add_documents(
        [
            Document(id=str(place), page_content=text, metadata={"id": id})
            for place, (id, text) in enumerate(zip(ids, texts, strict=True))
        ]
    )
    found: list[list[str]] = []
    for vector in embed(queries):  # embedded together, which is quicker and changes no ranking
        documents = store.similarity_search_by_vector(cast("list[float]", vector), k=k)
        found.append(list(dict.fromkeys(str(document.metadata["id"]) for document in documents)))
    return found
