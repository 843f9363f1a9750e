"""Their retriever as ours: any LangChain `BaseRetriever` or `VectorStore` as an instance of the kind retriever/1.

It has no named indexes: whenever its instance is in a plan it is searched, whichever indexes a query names; `modules=`
keeps a query to it or away from it. What the store computes, the embedding of the query included, is done out of
Orchestra's sight: a search is charged what its registration declares, 0 unless told otherwise.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal, cast

import anyio
import anyio.to_thread
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.vectorstores import InMemoryVectorStore, VectorStore, VectorStoreRetriever

from orchestra.langchain.documents import ScoreKind, as_passages, matches
from orchestra.langchain.errors import as_ours
from orchestra.langchain.orchestra_retriever import OrchestraRetriever
from orchestra.orchestra import Orchestra
from orchestra.spec import ConfigError, Context, Declined, Evidence, OrchestraError, RetrieveRequest, RunError

#: From exact matches on metadata to what a store takes for them, as arguments of its search.
Filters = Callable[[Mapping[str, str]], Mapping[str, Any]]
Found = list[tuple[Document, float | None]]

#: A store's searches, those that say most first, and what the number is that they give.
_SEARCHES: tuple[tuple[str, ScoreKind], ...] = (
    ("similarity_search_with_relevance_scores", "relevance"),
    ("similarity_search_with_score", "raw"),
    ("similarity_search", "none"),
)
#: How a store says that it has no relevance: by a ValueError where it does not know its distance, and by a warning,
#: which some programs make an error, where its numbers are none.
_NO_RELEVANCE: tuple[type[Exception], ...] = (NotImplementedError, ValueError, UserWarning)
_SLACK = 1e-3
_THREADS = 16
_HOW_TO_FILTER = "give register_retriever `filters`, a function from {name: value} to the arguments of its search"


def register_retriever(
    orchestra: Orchestra,
    source: BaseRetriever | VectorStore,
    *,
    id: str,
    flops: int = 0,
    filters: Filters | None = None,
    use_async: bool | None = None,
    summary: str = "",
    intents: Sequence[str] = ("factual",),
    examples: Sequence[str] = (),
    concurrency: int = 4,
) -> None:
    """Register a LangChain vector store or retriever as a retriever. ConfigError, ManifestError.

    `flops` is what a search is charged: declared, for the work of a foreign store cannot be counted here. `filters`
    turns a request's filters into arguments of the store's search; without it a store whose search has an argument
    `filter` is given them as a dictionary, and any other declines them. `use_async` true awaits the source's
    coroutines, false calls its plain functions in a thread; by default the plain ones, and the coroutines of a source
    that has no others.
    """
    if not isinstance(source, BaseRetriever | VectorStore):
        raise ConfigError(
            f"source is a {type(source).__name__}, not a LangChain retriever or store",
            hint="give a BaseRetriever or a VectorStore",
        )
    if isinstance(source, OrchestraRetriever) and source.orchestra is orchestra:
        raise ConfigError("an Orchestra cannot be its own retriever", hint="its indexes are searched as they are")
    manifest = {
        "spec": "1",
        "id": id,
        "version": "1.0.0",
        "kind": "retriever/1",
        "entry": "orchestra.langchain.retriever:LangChainRetriever",
        "summary": summary or f"LangChain's {type(source).__name__} as a retriever",
        "intents": list(intents),
        "examples": list(examples),
        "concurrency": concurrency,
        "cost": {"model": "declared", "flops": flops},
    }
    made = LangChainRetriever(source, filters=filters, use_async=use_async)
    orchestra.register(manifest, lambda: made)


class LangChainRetriever:
    """The retriever/1 module around a store or a retriever."""

    def __init__(
        self, source: BaseRetriever | VectorStore, *, filters: Filters | None = None, use_async: bool | None = None
    ) -> None:
        self._source = source
        self._name = type(source).__name__
        self._filters = filters
        self._ways: tuple[bool, ...] = (False, True) if use_async is None else (use_async,)
        self._searches = _SEARCHES
        # Of its own: threads that a store which hangs never gives back are then nobody else's.
        self._threads = anyio.CapacityLimiter(_THREADS)

    async def run(self, request: RetrieveRequest, context: Context) -> Evidence | Declined:
        """Ask for the k best, and give them as passages in the source's order."""
        arguments = self._arguments(request.filters)
        if arguments is None:
            return Declined(f"{self._name} is not known to take filters: {_HOW_TO_FILTER}")
        try:
            found, kind = await self._find(request.query, request.k, arguments)
        except OrchestraError:
            raise
        except Exception as error:
            ours = as_ours(error, self._name)
            if type(ours) is RunError and arguments and self._filters is None:
                ours = ConfigError(f"{ours.message}, given the filters as a dictionary", hint=_HOW_TO_FILTER)
            raise ours from error
        if request.filters and self._filters is None:
            self._check(found, request.filters)
        return Evidence(passages=as_passages(found, kind)[: request.k])

    def _arguments(self, filters: Mapping[str, str]) -> Mapping[str, Any] | None:
        """What the source takes for these filters; none where that is not known."""
        if not filters:
            return {}
        if self._filters is not None:
            return self._filters(filters)
        source = self._source
        store = source.vectorstore if isinstance(source, VectorStoreRetriever) else source
        if isinstance(store, InMemoryVectorStore):
            return {"filter": partial(matches, filters=dict(filters))}
        if isinstance(store, VectorStore) and "filter" in inspect.signature(store.similarity_search).parameters:
            return {"filter": dict(filters)}
        return None

    async def _find(self, query: str, k: int, arguments: Mapping[str, Any]) -> tuple[Found, ScoreKind]:
        """Search in the first way that the source has, and remember it."""
        source = self._source
        if isinstance(source, VectorStore):
            return await self._find_in_store(source, query, k, arguments)
        retriever, named = _asked_for(source, k)
        for place, asynchronous in enumerate(self._ways):
            call = retriever.ainvoke if asynchronous else retriever.invoke
            try:
                found = await self._call(call, query, asynchronous=asynchronous, **named, **arguments)
            except NotImplementedError:
                if place + 1 == len(self._ways):
                    raise
                continue
            self._ways = (asynchronous,)
            return [(document, None) for document in found], "none"
        raise AssertionError("the last way returns or raises")

    async def _find_in_store(
        self, store: VectorStore, query: str, k: int, arguments: Mapping[str, Any]
    ) -> tuple[Found, ScoreKind]:
        tries = [(asynchronous, search) for asynchronous in self._ways for search in self._searches]
        for place, (asynchronous, search) in enumerate(tries):
            name, kind = search
            call = getattr(store, f"a{name}" if asynchronous else name)
            missing = _NO_RELEVANCE if kind == "relevance" else (NotImplementedError,)
            try:
                found = await self._call(call, query, asynchronous=asynchronous, k=k, **arguments)
            except missing:
                if place + 1 == len(tries):
                    raise
                continue
            if kind == "relevance" and not all(-_SLACK <= score <= 1 + _SLACK for _, score in found):
                continue  # its vectors are not of the length that its formula takes for granted
            self._ways, self._searches = (asynchronous,), (search,)
            return [(each, None) if kind == "none" else each for each in found], kind
        raise AssertionError("the last way returns or raises")

    async def _call(self, call: Callable[..., Any], query: str, *, asynchronous: bool, **arguments: Any) -> list[Any]:
        """Await a coroutine function here, or run a plain one in a thread, which is left when the query is over."""
        if asynchronous:
            return cast("list[Any]", await call(query, **arguments))
        work = partial(call, query, **arguments)
        return cast("list[Any]", await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._threads))

    def _check(self, found: Found, filters: Mapping[str, str]) -> None:
        """A store that ignores a filter must not answer as if it had none. ConfigError."""
        stray = next((document for document, _ in found if not matches(document, filters)), None)
        if stray is not None:
            raise ConfigError(
                f"{self._name} was given the filters {dict(filters)} and found a document with {stray.metadata}",
                hint=_HOW_TO_FILTER,
            )


def _asked_for(retriever: BaseRetriever, k: int) -> tuple[BaseRetriever, dict[str, Any]]:
    """A retriever told how many are wanted, in the way that it has; one that has none gives as many as it does."""
    if isinstance(retriever, VectorStoreRetriever):
        return retriever, {"k": k}
    if "k" in inspect.signature(retriever._get_relevant_documents).parameters:
        return retriever, {"k": k}
    field: Literal["k", "top_k"]
    for field in ("k", "top_k"):
        if field in type(retriever).model_fields:
            return retriever.model_copy(update={field: k}), {}
    return retriever, {}
