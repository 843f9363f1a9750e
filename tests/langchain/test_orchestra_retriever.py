"""An Orchestra's indexes as a LangChain retriever."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from orchestra import Orchestra
from orchestra.langchain import OrchestraRetriever
from orchestra.spec import Context, Evidence, InputError, RetrieveRequest, Span, UsageError
from tests.fakes import add, passage

asked: list[RetrieveRequest] = []


def retrieve(request: RetrieveRequest, context: Context) -> Evidence:
    """As many passages as are wanted."""
    asked.append(request)
    context.charge(1)
    made = (passage(f"Text {n}.", document_id=f"d{n}", span=Span(start=n, end=n + 7, line=n + 1)) for n in range(9))
    return Evidence(passages=tuple(made)[: request.k])


@pytest.fixture
def filled(orc: Orchestra) -> Iterator[Orchestra]:
    """An Orchestra with one retriever."""
    asked.clear()
    add(orc, "kb", retrieve, kind="retriever/1")
    yield orc


def test_documents_are_found_and_say_where_they_stand(filled: Orchestra) -> None:
    """In the order of the search."""
    found = OrchestraRetriever(orchestra=filled, k=2).invoke("sky?")

    assert [document.page_content for document in found] == ["Text 0.", "Text 1."]
    assert found[1].id == "d1#1-8"
    assert (found[1].metadata["document_id"], found[1].metadata["line"]) == ("d1", 2)


def test_a_call_may_ask_for_another_number_and_filters(filled: Orchestra) -> None:
    """As LangChain's own retrievers take them."""
    retriever = OrchestraRetriever(orchestra=filled, filters={"lang": "en"})

    assert len(retriever.invoke("sky?", k=3)) == 3
    retriever.invoke("sky?", filters={})

    assert [(request.k, request.filters) for request in asked] == [(3, {"lang": "en"}), (10, {})]


@pytest.mark.parametrize("given", [{"k": 0}, {"index": 3}, {"top": 3}], ids=["no k", "no name", "unknown"])
def test_a_setting_that_is_none_is_refused(filled: Orchestra, given: dict[str, Any]) -> None:
    """When the retriever is made."""
    with pytest.raises(ValidationError):
        OrchestraRetriever(orchestra=filled, **given)


def test_an_index_that_is_not_there_is_told_as_by_the_orchestra(filled: Orchestra) -> None:
    """With the command that makes it."""
    with pytest.raises(InputError, match="orchestra index create notes"):
        OrchestraRetriever(orchestra=filled, index="notes").invoke("sky?")


def test_it_is_awaited_on_the_orchestras_own_loop(even: Any, bare: Path) -> None:
    """And then calls no thread."""

    async def search() -> int:
        async with Orchestra(bare) as orc:
            add(orc, "kb", retrieve, kind="retriever/1")
            return len(await OrchestraRetriever(orchestra=orc, k=2).ainvoke("sky?"))

    assert asyncio.run(search()) == 2


def test_it_is_awaited_where_the_orchestra_runs_elsewhere(filled: Orchestra) -> None:
    """A chain is invoked and awaited by turns."""
    retriever = OrchestraRetriever(orchestra=filled, k=2)

    assert retriever.invoke("sky?") == asyncio.run(retriever.ainvoke("sky?"))


def test_a_closed_orchestra_says_so(bare: Path) -> None:
    """To both ways of asking."""
    orc = Orchestra(bare)
    orc.close()
    retriever = OrchestraRetriever(orchestra=orc)

    with pytest.raises(UsageError, match="closed"):
        retriever.invoke("x")
    with pytest.raises(UsageError, match="closed"):
        asyncio.run(retriever.ainvoke("x"))
