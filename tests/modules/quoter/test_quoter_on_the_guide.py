"""The guide, indexed and read as it ships: its questions are answered from it, others are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from orchestra_modules.documents import Documents
from orchestra_modules.minilm import Minilm
from orchestra_modules.quoter import Quoter

from orchestra.spec import Declined, EmbedRequest, Evidence, IndexChange, ReadRequest, Reply, Request, RetrieveRequest
from orchestra.testing import FakeContext, FakeUsed

Ask = Callable[[str], Reply | Declined]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Search the guide and read what was found."""
    pytest.importorskip("sentence_transformers")
    pytest.importorskip("faiss")
    embedder = Minilm(device="cpu")
    context = FakeContext()

    def embed(request: Request) -> object:
        assert isinstance(request, EmbedRequest)
        return embedder.run(request, context)

    context.used = {"embedder": FakeUsed(embed)}  # type: ignore[arg-type]
    documents = Documents(home=str(tmp_path_factory.mktemp("home")))
    list(documents.index(IndexChange(name="guide", create=True), context))

    def answer(query: str) -> Reply | Declined:
        evidence = documents.run(RetrieveRequest(query=query, indexes=("guide",)), context)
        assert isinstance(evidence, Evidence)
        return Quoter().run(ReadRequest(query=query, evidence=evidence), context)

    yield answer
    documents.close()
    embedder.close()


@pytest.mark.parametrize(
    ("query", "page", "words"),
    [
        ("How do I register a module?", "modules.md", "orc.register"),
        ("How do I delete an index?", "documents.md", "orchestra index drop NAME"),
        ("What does exit code 4 mean?", "errors.md", "all modules declined"),
        ("What happens when the budget runs out?", "budgets.md", "best result so far"),
        ("How do I add a language model?", "core-model.md", "ORCHESTRA_VLLM_URL"),
    ],
)
def test_questions_about_orchestra_are_answered_from_the_guide(ask: Ask, query: str, page: str, words: str) -> None:
    """Sure enough for the runtime to accept, and quoted from the page as it stands."""
    reply = ask(query)
    assert isinstance(reply, Reply)
    assert reply.confidence is not None
    assert reply.confidence >= 0.7
    assert words in reply.text
    first = reply.citations[0]
    assert first.document_id == page
    text = Path(first.source).read_text(encoding="utf-8")
    assert text[first.span.start : first.span.end] == first.text
    assert first.span.line == 1 + text.count("\n", 0, first.span.start)


@pytest.mark.parametrize(
    "query",
    [
        "Who proved the four colour theorem?",
        "what is the derivative of x**3",
        "How do I bake sourdough bread?",
        "Write a poem about the sea",
    ],
)
def test_questions_about_other_things_are_not(ask: Ask, query: str) -> None:
    """Declined, or too unsure to be accepted."""
    reply = ask(query)
    assert isinstance(reply, Declined) or (reply.confidence or 0) < 0.7
