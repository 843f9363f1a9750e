"""LangChain's tests of chat models on ChatOrchestra; what it refuses by design is marked so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_tests.integration_tests import ChatModelIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests

from orchestra import Orchestra
from orchestra.langchain import ChatOrchestra
from orchestra.spec import Context, GenerateRequest, Generation, Text, TokenUsage
from tests.fakes import add

REFUSED = "an Orchestra has no sampling and no stop sequences, and refuses what it would have to ignore"


async def write(request: GenerateRequest, context: Context) -> AsyncIterator[Text | Generation]:
    """Two pieces of text."""
    context.charge(1)
    for text in ("Hello ", "to you"):
        yield Text(text=text)
    usage = TokenUsage(prompt_tokens=9, completion_tokens=3)
    yield Generation(text="Hello to you", finish="stop", usage=usage)


@pytest.fixture(autouse=True)
def held(request: pytest.FixtureRequest, orc: Orchestra) -> None:
    """Give the suites, which take no fixture of ours, an Orchestra on its own loop."""
    add(orc, "writer", write, kind="generator/1")
    orc.route("Hello")
    request.instance.orchestra = orc


class Described:
    """What the suites are told."""

    orchestra: Orchestra
    chat_model_class = ChatOrchestra
    standard_chat_model_params: dict[str, Any] = {}
    has_tool_calling = False
    has_structured_output = False
    supports_model_override = False

    @property
    def chat_model_params(self) -> dict[str, Any]:
        """An Orchestra is all that it needs."""
        return {"orchestra": self.orchestra}


class TestUnit(Described, ChatModelUnitTests):  # type: ignore[misc]
    """Construction and tracing."""

    @pytest.mark.xfail(reason=REFUSED)
    def test_init_streaming(self) -> None:
        """Asks for a setting `streaming`."""
        super().test_init_streaming()

    @pytest.mark.xfail(reason=REFUSED)
    def test_standard_params(self, model: Any) -> None:
        """Asks for max_tokens and stop."""
        super().test_standard_params(model)


class TestIntegration(Described, ChatModelIntegrationTests):  # type: ignore[misc]
    """Asking in every way."""

    @pytest.mark.xfail(reason=REFUSED)
    def test_stop_sequence(self, model: Any) -> None:
        """Asks for stop."""
        super().test_stop_sequence(model)
