"""Ourselves as their chat model: an Orchestra behind LangChain's `BaseChatModel`, so that a chain can ask it.

Takes no tools, no stop sequences and no sampling: what writes the answer, if anything does, is the Orchestra's choice.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from typing import Any, NoReturn

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.language_models.base import LangSmithParams
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import ConfigDict, Field

from orchestra.langchain.errors import retracted, unanswered
from orchestra.langchain.loops import aevents
from orchestra.langchain.messages import as_query
from orchestra.orchestra import Orchestra
from orchestra.spec import Answer, Answered, Budget, Event, InputError, StepStarted, Text

_PER_CALL = ("budget", "explain", "indexes", "modules")


class ChatOrchestra(BaseChatModel):
    """Asks an Orchestra; `response_metadata` has the plan, finish, verification, FLOPs and evidence of the answer.

    The last message is the query, those before it the history; system messages reach a generator alone. `budget`,
    `explain`, `indexes` and `modules` are those of `Orchestra.ask`, here or in a call. A query that ends without an
    answer raises Unanswered; messages or arguments that cannot be taken raise InputError.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    orchestra: Orchestra = Field(exclude=True, repr=False)
    budget: Budget | None = None
    explain: bool = False
    indexes: Sequence[str] | None = None
    modules: Sequence[str] | None = None

    @property
    def _llm_type(self) -> str:
        return "orchestra"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"profile": str(self.orchestra.config.path), **{name: getattr(self, name) for name in _PER_CALL}}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop, **kwargs)
        params.setdefault("ls_model_name", "orchestra")
        return params

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Not there: an Orchestra chooses its experts itself, so a chain's tools have no place. NotImplementedError."""
        raise NotImplementedError("ChatOrchestra calls no tools: register experts as modules of its Orchestra instead")

    def with_structured_output(self, schema: Any, **kwargs: Any) -> NoReturn:
        """Not there, for most answers are quoted or computed, not written to a schema. NotImplementedError."""
        raise NotImplementedError("ChatOrchestra writes to no schema: parse its text, or ask a generator directly")

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        query, asked = self._asked(messages, stop, kwargs)
        return _result(self.orchestra.ask(query, **asked))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        query, asked = self._asked(messages, stop, kwargs)
        answer: Answer | None = None
        async with aclosing(aevents(self.orchestra, query, **asked)) as events:
            async for event in events:
                answer = event.answer if isinstance(event, Answered) else answer
        assert answer is not None, "a query ends with its answer"
        return _result(answer)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        query, asked = self._asked(messages, stop, kwargs)
        chunks = _Chunks()
        with self.orchestra.stream(query, **asked) as events:
            for event in events:
                if (chunk := chunks.take(event)) is not None:
                    yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        query, asked = self._asked(messages, stop, kwargs)
        chunks = _Chunks()
        async with aclosing(aevents(self.orchestra, query, **asked)) as events:
            async for event in events:
                if (chunk := chunks.take(event)) is not None:
                    yield chunk

    def _asked(
        self, messages: list[BaseMessage], stop: list[str] | None, given: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """The query and the arguments of `ask`. InputError."""
        if stop:
            raise InputError(f"stop={stop!r}: ChatOrchestra takes no stop sequences", hint="cut the text of the answer")
        options = {name: value for name, value in given.items() if name != "stream"}  # LangChain's own, of the call
        for name in options:
            if name not in _PER_CALL:
                hint = f"a call takes {', '.join(_PER_CALL)}; how text is drawn is the generator's setting"
                raise InputError(f"ChatOrchestra takes no argument {name!r}", hint=hint)
        query, history = as_query(messages)
        return query, {**{name: getattr(self, name) for name in _PER_CALL}, **options, "history": history}


class _Chunks:
    """From the events of a query to LangChain's chunks: text as it is written, and the rest with its end.

    Text is passed on before its step is accepted. When that step then fails and another answers, what was passed on is
    wrong, and the stream ends with an error that holds the answer.
    """

    def __init__(self) -> None:
        self._speaking = ""
        self._steps: set[str] = set()
        self._said = ""

    def take(self, event: Event) -> ChatGenerationChunk | None:
        """The chunk for an event, if it has one. Unanswered."""
        if isinstance(event, StepStarted) and event.role in ("answer", "explain"):
            self._steps.add(event.step)
        elif isinstance(event, Text) and event.channel == "answer" and event.step in self._steps:
            self._speaking = self._speaking or event.step
            if event.step == self._speaking:
                self._said += event.text
                return ChatGenerationChunk(message=AIMessageChunk(content=event.text))
        elif isinstance(event, Answered):
            return self._last(event.answer)
        return None

    def _last(self, answer: Answer) -> ChatGenerationChunk:
        if not answer.text.strip():
            raise unanswered(answer)
        if answer.text.strip() == self._said.strip():
            rest = ""
        elif answer.text.startswith(self._said):
            rest = answer.text[len(self._said) :]
        else:
            raise retracted(answer)
        message = AIMessageChunk(
            content=rest, usage_metadata=_usage(answer), response_metadata=_metadata(answer), chunk_position="last"
        )
        return ChatGenerationChunk(message=message)


def _result(answer: Answer) -> ChatResult:
    """The answer as a message. Unanswered where there is none: never an empty message."""
    if not answer.text.strip():
        raise unanswered(answer)
    message = AIMessage(content=answer.text, usage_metadata=_usage(answer), response_metadata=_metadata(answer))
    return ChatResult(generations=[ChatGeneration(message=message)])


def _usage(answer: Answer) -> UsageMetadata:
    """Tokens of every generator that was asked, failed attempts included; zero where none was."""
    prompt, output = answer.usage.prompt_tokens, answer.usage.completion_tokens
    return UsageMetadata(input_tokens=prompt, output_tokens=output, total_tokens=prompt + output)


def _metadata(answer: Answer) -> dict[str, Any]:
    """What a chain may want to know of an answer, as JSON values. `finish` "budget" means: the best by then."""
    return {
        "model_name": "orchestra",
        "query_id": answer.id,
        "plan": list(answer.plan),
        "intent": answer.intent,
        "finish": answer.finish,
        "finish_reason": "stop" if answer.finish == "complete" else "length",
        "verified": answer.verified,
        "confidence": answer.confidence,
        "flops": answer.usage.flops,
        "seconds": answer.usage.seconds,
        "evidence": [citation.model_dump(mode="json") for citation in answer.evidence],
        "solution": None if answer.solution is None else answer.solution.model_dump(mode="json"),
        "error": None if answer.error is None else answer.error.model_dump(mode="json"),
        "cut": None if answer.cut is None else answer.cut.model_dump(mode="json"),
        "left_out": answer.left_out,
    }
