"""Whole chains, and the page of the guide that shows them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough

from orchestra import Orchestra
from orchestra.langchain import ChatOrchestra, OrchestraRetriever, register_chat_model, register_retriever
from tests.fakes import add, retrieve, says
from tests.langchain.support import in_memory

GUIDE = Path(__file__).parents[2] / "indexes" / "guide" / "langchain.md"


def test_a_store_is_asked_and_its_quote_is_cited() -> None:
    """The built-in quoter reads what LangChain's store found; no language model is there."""
    with Orchestra() as orc:
        register_retriever(orc, in_memory(), id="kb")

        answer = orc.ask("When was the Eiffel Tower completed?", modules=["kb", "quoter"])

    assert (answer.finish, answer.plan) == ("complete", ("kb", "quoter"))
    assert "1889" in answer.text
    (citation,) = answer.evidence
    assert (citation.document_id, citation.source, citation.span.start) == ("eiffel", "towers.txt", 100)


def test_a_prompt_an_orchestra_and_a_parser_make_a_chain() -> None:
    """Solved by a built-in solver, plainly, streamed, in a batch and awaited."""
    prompt = ChatPromptTemplate.from_messages([("system", "Be brief."), ("human", "What is {a} + {b}?")])
    with Orchestra() as orc:
        chain = prompt | ChatOrchestra(orchestra=orc) | StrOutputParser()

        said = chain.invoke({"a": 2, "b": 3})
        batch = chain.batch([{"a": 2, "b": 3}, {"a": 20, "b": 3}])
        streamed = "".join(chain.stream({"a": 2, "b": 3}))
        awaited = asyncio.run(chain.ainvoke({"a": 2, "b": 3}))

    assert "5" in said
    assert said == streamed == awaited == batch[0]
    assert "23" in batch[1]


def test_an_orchestras_documents_feed_a_chain(orc: Orchestra) -> None:
    """With any model of LangChain's behind them."""
    add(orc, "kb", retrieve, kind="retriever/1")
    prompt = ChatPromptTemplate.from_template("{context}\n\n{question}")
    seen: list[str] = []

    def note(value: Any) -> Any:
        seen.append(value.to_string())
        return value

    def joined(documents: list[Document]) -> str:
        return "\n".join(document.page_content for document in documents)

    retriever = OrchestraRetriever(orchestra=orc)
    inputs = {"context": retriever | joined, "question": RunnablePassthrough()}
    chain = inputs | prompt | note | FakeListChatModel(responses=["Blue."]) | StrOutputParser()

    assert chain.invoke("Which colour?") == "Blue."
    assert "The sky is blue.\n\nWhich colour?" in seen[0]
    assert asyncio.run(chain.ainvoke("Which colour?")) == "Blue."


def test_a_store_and_a_chat_model_answer_together(orc: Orchestra) -> None:
    """Both of LangChain's, both held to Orchestra's contract."""
    register_retriever(orc, in_memory(), id="kb", intents=["factual"])
    register_chat_model(orc, FakeListChatModel(responses=["In 1889 [1]."]), id="chat", parameters=1)

    plans = {plan.instances for plan in orc.route("When was the Eiffel Tower completed?").plans}
    answer = orc.ask("When was the Eiffel Tower completed?", modules=["kb", "chat"])

    assert plans == {("kb", "chat"), ("chat",)}
    assert answer.text == "In 1889 [1]."


def test_events_of_a_chain_hold_its_text(orc: Orchestra) -> None:
    """LangChain's own event stream passes an Orchestra's pieces on."""
    add(orc, "oracle", says("42", confidence=0.9))

    async def events() -> list[str]:
        chain = ChatPromptTemplate.from_template("{x}") | ChatOrchestra(orchestra=orc)
        found = [event async for event in chain.astream_events({"x": "What?"}, version="v2")]
        return [event["data"]["chunk"].text for event in found if event["event"] == "on_chat_model_stream"]

    orc.ask("What?")  # held to its own loop

    assert "".join(asyncio.run(events())) == "42"


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_the_examples_of_the_guide_run(place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they stand on the page, each by itself."""
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 4
    if "indexes.create" in blocks[place]:
        pytest.importorskip("faiss")
        pytest.importorskip("sentence_transformers")
        (tmp_path / "notes").mkdir()
        (tmp_path / "notes" / "flat.md").write_text("# Flat\n\nThe rent is due on the first.\n", encoding="utf-8")
        monkeypatch.chdir(tmp_path)

    exec(compile(blocks[place], f"{GUIDE.name}[{place}]", "exec"), {"__name__": "guide"})
