"""LangChain's stores and retrievers as retrievers of an Orchestra."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import anyio
import pytest
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.vectorstores import VectorStore

from orchestra import Budget, Orchestra
from orchestra.langchain import OrchestraRetriever, register_retriever
from orchestra.langchain.retriever import LangChainRetriever
from orchestra.spec import ConfigError, Declined, Evidence, OrchestraError, RetrieveRequest, RunError, Unreachable
from orchestra.testing import FakeContext, violations
from tests.fakes import manifest
from tests.langchain.support import CATS, CHATS, EIFFEL, Distances, Relevances, Shelf, in_memory


def search(source: VectorStore | BaseRetriever, k: int = 10, **given: Any) -> Evidence:
    """What the module finds, with no runtime around it."""
    filters = given.pop("asked", {})
    module = LangChainRetriever(source, **given)
    found = anyio.run(module.run, RetrieveRequest(query="Eiffel Tower", k=k, filters=filters), FakeContext())
    assert isinstance(found, Evidence)
    return found


class Listed(BaseRetriever):
    """Gives documents; `k` is a field, as many retrievers have it."""

    documents: list[Document] = [EIFFEL, CATS, CHATS]
    k: int = 1

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return self.documents[: self.k]


class Told(BaseRetriever):
    """Takes `k` in a call."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int = 1
    ) -> list[Document]:
        return [EIFFEL, CATS, CHATS][:k]


class Fixed(BaseRetriever):
    """Gives three, whatever is wanted."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [EIFFEL, CATS, CHATS]


class OnlyAsync(Shelf):
    """Made with an async client: its plain functions do not work."""

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        """Not there."""
        raise NotImplementedError

    async def asimilarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        """The first k."""
        self.asked.append({"thread": threading.current_thread()})
        return self.documents[:k]


def test_a_store_is_searched_and_its_passages_say_where_they_stand(orc: Orchestra) -> None:
    """LangChain's own in-memory store, through the public face."""
    register_retriever(orc, in_memory(), id="kb")

    best = orc.search("When was the Eiffel Tower completed?", k=2).passages[0]

    assert (best.document_id, best.source, best.title) == ("eiffel", "towers.txt", "Eiffel Tower")
    assert (best.span.start, best.span.end) == (100, 100 + len(EIFFEL.page_content))
    assert best.text == EIFFEL.page_content
    assert best.score > 0


@pytest.mark.parametrize(
    ("store", "scores", "kind"),
    [(Relevances(), [2 / 3, 0.4], "relevance"), (Distances(), [0.5, 1.5], "raw"), (Shelf(), [0.0, 0.0], "none")],
    ids=["relevance", "distance", "nothing"],
)
def test_the_best_score_that_a_store_gives_is_kept_with_its_kind(store: Shelf, scores: list[float], kind: str) -> None:
    """None is made up, and the order is the store's."""
    passages = search(store, k=2).passages

    assert [passage.document_id for passage in passages] == ["eiffel", "cats"]
    assert [passage.score for passage in passages] == pytest.approx(scores)
    assert {passage.metadata["score_kind"] for passage in passages} == {kind}


def test_a_store_that_cannot_say_what_its_distance_is_worth_gives_the_distance() -> None:
    """Some say so by a ValueError."""

    class Unsure(Distances):
        def _select_relevance_score_fn(self) -> Any:
            raise ValueError("no normalization for this distance")

    assert search(Unsure()).passages[0].metadata["score_kind"] == "raw"


@pytest.mark.filterwarnings("default:Relevance scores must be:UserWarning")
def test_a_relevance_beyond_its_range_is_not_taken_for_one() -> None:
    """FAISS gives such numbers where vectors are not of unit length; its distances are right."""

    class Beyond(Distances):
        def _select_relevance_score_fn(self) -> Any:
            return lambda distance: 1.0 - 4.0 * distance

    with pytest.warns(UserWarning, match="between 0 and 1"):
        best = search(Beyond()).passages[0]

    assert (best.score, best.metadata["score_kind"]) == (0.5, "raw")


def test_the_way_that_a_store_can_be_searched_is_found_once() -> None:
    """Later searches ask for nothing that is not there."""
    tried: list[str] = []

    class Counts(OnlyAsync):
        def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
            tried.append(query)
            raise NotImplementedError

    async def thrice() -> None:
        module = LangChainRetriever(Counts())
        for query in ("first", "second", "third"):
            await module.run(RetrieveRequest(query=query), FakeContext())

    anyio.run(thrice)

    assert tried == ["first"]


def test_a_blocking_store_runs_in_a_thread_and_an_async_one_on_the_loop() -> None:
    """The loop is never blocked, and an async client stays on its loop."""
    blocking, awaited = Shelf(), OnlyAsync()

    search(blocking)
    search(awaited)

    assert blocking.asked[-1]["thread"] is not threading.current_thread()
    assert awaited.asked[-1]["thread"] is threading.current_thread()


def test_a_source_is_awaited_when_it_is_registered_so() -> None:
    """For stores whose plain functions are there and want another client."""

    class Both(OnlyAsync):
        def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
            raise AssertionError("no client for this")

    assert search(Both(), use_async=True).passages
    with pytest.raises(RunError):
        search(Both())


@pytest.mark.parametrize(
    "source",
    [in_memory(), Shelf(), Listed(), Told(), Fixed(), in_memory().as_retriever(search_kwargs={"k": 1})],
    ids=["store", "scoreless store", "k a field", "k an argument", "no k", "store's retriever"],
)
def test_as_many_are_found_as_were_asked_for(source: VectorStore | BaseRetriever) -> None:
    """In every way that a source can be told; the request's number goes over the source's own."""
    assert [len(search(source, k=k).passages) for k in (1, 2, 3)] == [1, 2, 3]


def test_a_retriever_given_by_a_user_stays_as_it_is() -> None:
    """Another chain may use it."""
    retriever = Listed()

    search(retriever, k=3)

    assert retriever.k == 1


def test_an_in_memory_store_filters_by_metadata() -> None:
    """It takes a function, which is made for it."""
    assert [passage.document_id for passage in search(in_memory(), asked={"lang": "fr"}).passages] == ["chats"]
    assert not search(in_memory(), asked={"lang": "it"}).passages


def test_a_store_is_given_its_filters_as_a_dictionary_where_its_search_names_them() -> None:
    """As FAISS, Chroma and PGVector take them."""

    class Filtered(Shelf):
        def similarity_search(
            self, query: str, k: int = 4, filter: dict[str, str] | None = None, **kwargs: Any
        ) -> list[Document]:
            wanted = (filter or {}).items()
            return [each for each in self.documents if wanted <= each.metadata.items()][:k]

    assert [passage.document_id for passage in search(Filtered(), asked={"lang": "fr"}).passages] == ["chats"]
    retriever = Filtered().as_retriever()
    assert [passage.document_id for passage in search(retriever, asked={"lang": "fr"}).passages] == ["chats"]


def test_a_store_that_ignores_its_filter_is_found_out() -> None:
    """Documents that do not match must not be taken for an answer."""

    class Deaf(Shelf):
        def similarity_search(self, query: str, k: int = 4, filter: Any = None, **kwargs: Any) -> list[Document]:
            return self.documents

    with pytest.raises(ConfigError, match="register_retriever"):
        search(Deaf(), asked={"lang": "fr"})


def test_a_store_with_filters_of_its_own_kind_says_what_to_give() -> None:
    """Qdrant's, for one, is an object, and its error is about an attribute."""

    class Picky(Shelf):
        def similarity_search(self, query: str, k: int = 4, filter: Any = None, **kwargs: Any) -> list[Document]:
            return self.documents[: len(filter.must)]

    with pytest.raises(ConfigError, match="give register_retriever `filters`"):
        search(Picky(), asked={"lang": "fr"})


def test_filters_go_through_the_function_given() -> None:
    """Every store has its own language for them."""
    store = Shelf(CHATS)

    search(store, asked={"lang": "fr"}, filters=lambda wanted: {"expr": f"lang == {wanted['lang']!r}"})

    assert store.asked[-1]["expr"] == "lang == 'fr'"


@pytest.mark.parametrize("source", [Shelf(), Listed()], ids=["store", "retriever"])
def test_filters_that_a_source_is_not_known_to_take_are_declined(source: Any, orc: Orchestra) -> None:
    """Not left out."""
    register_retriever(orc, source, id="kb")

    with pytest.raises(ConfigError, match="filters"):
        orc.search("x", filters={"lang": "fr"})


def test_what_a_store_raises_is_told_with_its_name(orc: Orchestra) -> None:
    """And as retryable when it may pass."""

    class Down(Shelf):
        def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
            raise ConnectionRefusedError("port 6333")

    register_retriever(orc, Down(), id="kb")

    with pytest.raises(Unreachable, match="port 6333") as caught:
        orc.search("x")
    assert (caught.value.instance, caught.value.retryable) == ("kb", True)


def test_a_store_that_is_nowhere_implemented_says_so() -> None:
    """Neither plain functions nor coroutines."""

    class Nothing(Shelf):
        def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
            raise NotImplementedError("not supported")

    with pytest.raises(RunError, match="not supported"):
        search(Nothing())


def test_a_store_that_hangs_is_left_at_the_deadline(orc: Orchestra) -> None:
    """Its thread cannot be ended, and is not waited for."""
    release = threading.Event()

    class Hangs(Shelf):
        def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
            release.wait(30)
            return []

    register_retriever(orc, Hangs(), id="kb", intents=["open"])
    orc.register(manifest("reader", "reader/1"), lambda: None)
    try:
        answer = orc.ask("x", modules=["kb", "reader"], budget=Budget(seconds=0.2))
    finally:
        release.set()

    assert (answer.finish, answer.error and answer.error.type) == ("budget", "DeadlineExceeded")


def test_a_cancelled_search_cancels_the_store() -> None:
    """Its coroutine is told, so that its server is left alone."""
    told: list[bool] = []

    class Waits(OnlyAsync):
        async def asimilarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                told.append(True)
            return []

    async def cancel() -> None:
        module = LangChainRetriever(Waits(), use_async=True)
        task = asyncio.create_task(module.run(RetrieveRequest(query="x"), FakeContext()))
        await begun.wait()
        task.cancel()
        await asyncio.wait([task])

    begun = asyncio.Event()
    asyncio.run(cancel())

    assert told == [True]


def test_a_search_is_charged_what_was_declared(orc: Orchestra) -> None:
    """The embedding of the query is done out of sight; 0 unless told otherwise."""
    register_retriever(orc, in_memory(), id="free")
    register_retriever(orc, in_memory(), id="priced", flops=1234)
    orc.register(manifest("reader", "reader/1"), lambda: None)

    for id, flops in (("free", 0), ("priced", 1234)):
        usage = orc.ask("Eiffel?", modules=[id, "reader"]).usage
        assert [(c.flops, c.method) for c in usage.charges if c.instance == id] == [(flops, "declared")]


@pytest.mark.parametrize("source", [in_memory(), Shelf(), OnlyAsync(), Fixed()], ids=lambda each: type(each).__name__)
def test_a_registered_source_keeps_to_the_contract(source: Any) -> None:
    """The conformance kit finds nothing."""
    data = manifest("kb", "retriever/1", cost={"model": "declared", "flops": 7})
    requests = [RetrieveRequest(query="Eiffel Tower", k=2), RetrieveRequest(query="?")]

    assert violations(data, lambda: LangChainRetriever(source), requests) == []


@pytest.mark.parametrize("source", [None, "kb", object()])
def test_what_is_no_source_is_refused_at_once(source: Any, orc: Orchestra) -> None:
    """Not when the first query comes."""
    with pytest.raises(ConfigError, match=type(source).__name__):
        register_retriever(orc, source, id="kb")


def test_an_orchestra_is_not_its_own_retriever(orc: Orchestra) -> None:
    """It would ask itself without end."""
    with pytest.raises(ConfigError):
        register_retriever(orc, OrchestraRetriever(orchestra=orc), id="kb")


def test_errors_of_another_orchestra_pass_as_they_are() -> None:
    """One can retrieve from another."""

    class Refuses(Fixed):
        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
            raise ConfigError("no index")

    with pytest.raises(OrchestraError) as caught:
        search(Refuses())
    assert type(caught.value) is ConfigError


def test_a_declined_request_names_what_to_give() -> None:
    """The reason is all that the caller sees."""
    module = LangChainRetriever(Shelf())

    found = anyio.run(module.run, RetrieveRequest(query="x", filters={"a": "b"}), FakeContext())

    assert isinstance(found, Declined)
    assert "Shelf" in found.reason
