"""LangChain's tests of retrievers on OrchestraRetriever."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests

from orchestra import Orchestra
from orchestra.langchain import OrchestraRetriever
from orchestra.spec import Context, Evidence, RetrieveRequest
from tests.fakes import add, passage


def retrieve(request: RetrieveRequest, context: Context) -> Evidence:
    """As many as are wanted."""
    context.charge(1)
    return Evidence(passages=tuple(passage(document_id=str(number)) for number in range(request.k)))


@pytest.fixture(autouse=True)
def held(request: pytest.FixtureRequest, orc: Orchestra) -> None:
    """Give the suite, which takes no fixture of ours, an Orchestra on its own loop."""
    add(orc, "kb", retrieve, kind="retriever/1")
    orc.search("Hello")
    request.instance.orchestra = orc


class TestRetriever(RetrieversIntegrationTests):  # type: ignore[misc]
    """Numbers, documents, both ways of asking."""

    orchestra: Orchestra
    retriever_constructor = OrchestraRetriever
    retriever_query_example = "sky"

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        """An Orchestra is all that it needs."""
        return {"orchestra": self.orchestra}
