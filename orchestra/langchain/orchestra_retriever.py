"""Our documents as theirs: a LangChain `BaseRetriever` over an Orchestra's indexes."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from orchestra.langchain.documents import as_document
from orchestra.langchain.loops import asearch
from orchestra.orchestra import Orchestra
from orchestra.spec import Evidence


class OrchestraRetriever(BaseRetriever):
    """Searches an index by name, or with none the indexes of the profile; `filters` are exact matches on metadata.

    `invoke(query, k=3, filters=...)` overrides for one search. Raises what `Orchestra.search` raises.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    orchestra: Orchestra = Field(exclude=True, repr=False)
    index: str | None = None
    k: int = Field(default=10, gt=0)
    filters: dict[str, str] = {}

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        filters: dict[str, str] | None = None,
    ) -> list[Document]:
        return _documents(self.orchestra.search(query, **self._asked(k, filters)))

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,
        k: int | None = None,
        filters: dict[str, str] | None = None,
    ) -> list[Document]:
        return _documents(await asearch(self.orchestra, query, **self._asked(k, filters)))

    def _asked(self, k: int | None, filters: dict[str, str] | None) -> dict[str, Any]:
        return {
            "index": self.index,
            "k": self.k if k is None else k,
            "filters": self.filters if filters is None else filters,
        }


def _documents(evidence: Evidence) -> list[Document]:
    return [as_document(passage) for passage in evidence.passages]
