"""Stores and chat models for tests: each has one way of searching or answering, and keeps what it was asked."""

from __future__ import annotations

import threading
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.vectorstores import InMemoryVectorStore, VectorStore

EIFFEL = Document(
    id="eiffel",
    page_content="The Eiffel Tower was completed in 1889 by the company of Gustave Eiffel.",
    metadata={"source": "towers.txt", "title": "Eiffel Tower", "start_index": 100, "lang": "en"},
)
CATS = Document(
    id="cats", page_content="Cats sleep for most of the day.", metadata={"source": "cats.txt", "lang": "en"}
)
CHATS = Document(id="chats", page_content="Les chats dorment.", metadata={"source": "chats.txt", "lang": "fr"})


class Words(Embeddings):
    """Counts of hashed words: texts with words in common are near."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The counts."""
        vector = [0.01] * 64  # no text is nowhere
        for word in text.lower().replace("?", " ").replace(".", " ").split():
            vector[zlib.crc32(word.encode()) % 64] += 1.0
        return vector


def in_memory(*documents: Document) -> InMemoryVectorStore:
    """LangChain's own store, filled."""
    store = InMemoryVectorStore(Words())
    store.add_documents(list(documents or (EIFFEL, CATS, CHATS)))
    return store


class Shelf(VectorStore):
    """A store that gives its documents in order and has no scores at all."""

    def __init__(self, *documents: Document) -> None:
        self.documents = list(documents or (EIFFEL, CATS, CHATS))
        self.asked: list[dict[str, Any]] = []

    def similarity_search(self, query: str, k: int = 4, **kwargs: Any) -> list[Document]:
        """The first k."""
        self.asked.append({"query": query, "k": k, "thread": threading.current_thread(), **kwargs})
        return self.documents[:k]

    @classmethod
    def from_texts(cls, texts: list[str], embedding: Embeddings, metadatas: Any = None, **kwargs: Any) -> Shelf:
        """Not needed."""
        raise NotImplementedError


class Distances(Shelf):
    """Gives distances: less is nearer."""

    def similarity_search_with_score(self, query: str, k: int = 4, **kwargs: Any) -> list[tuple[Document, float]]:
        """0.5, 1.5, 2.5 ..."""
        return [(document, 0.5 + place) for place, document in enumerate(self.documents[:k])]


class Relevances(Distances):
    """Knows what its distances are worth."""

    def _select_relevance_score_fn(self) -> Any:
        return lambda distance: 1.0 / (1.0 + distance)


class Chat(BaseChatModel):
    """Streams its pieces and keeps the arguments of its calls; `error` is raised after them."""

    pieces: list[AIMessageChunk]
    error: Any = None
    max_tokens: int | None = None
    calls: list[dict[str, Any]] = []
    closed: list[bool] = []
    waits: Any = None

    @property
    def _llm_type(self) -> str:
        return "chat"

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        self.calls.append({"messages": messages, "stop": stop, "max_tokens": self.max_tokens, **kwargs})
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=str(self.pieces[0].content)))])

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        self.calls.append({"messages": messages, "stop": stop, **kwargs})
        try:
            for piece in self.pieces:
                yield ChatGenerationChunk(message=piece)
            if self.waits is not None:
                await self.waits.wait()
            if self.error is not None:
                raise self.error
        finally:
            self.closed.append(True)


def pieces(*texts: str, usage: tuple[int, int] | None = None, **metadata: Any) -> list[AIMessageChunk]:
    """Text in pieces; the last one carries the usage and what the model says of its end."""

    def made() -> Iterator[AIMessageChunk]:
        for text in texts:
            yield AIMessageChunk(content=text)
        last = AIMessageChunk(content="", response_metadata=metadata)
        if usage is not None:
            prompt, output = usage
            last.usage_metadata = {"input_tokens": prompt, "output_tokens": output, "total_tokens": prompt + output}
        yield last

    return list(made())
