"""Their chat model as ours: any LangChain `BaseChatModel` as an instance of the kind generator/1.

The answer is streamed; a grant becomes the model's token limit; the tokens it reports are charged. A model that knows
no token limit is cut when its text shows that it goes on beyond it. Not covered: tools, images, and what a model does
on its own account (retries, fallbacks).
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, Literal, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from orchestra.langchain.chat_orchestra import ChatOrchestra
from orchestra.langchain.errors import as_ours
from orchestra.langchain.messages import as_messages
from orchestra.langchain.tokens import BYTES_A_TOKEN, Price, Tally, least, likely, most, price
from orchestra.orchestra import Orchestra
from orchestra.spec import (
    BudgetExceeded,
    ConfigError,
    Context,
    Cost,
    Cut,
    EndpointError,
    GenerateRequest,
    Generation,
    OrchestraError,
    Progress,
    Rejected,
    ResultError,
    StreamBroken,
    Text,
)

Finish = Literal["stop", "length"]

_REASONS = ("finish_reason", "stop_reason", "done_reason", "stopReason")  # where integrations say why a model ended
_ENDED = frozenset({"stop", "end_turn", "stop_sequence", "eos", "eos_token", "complete", "completed", "finished"})
_CUT = frozenset({"length", "max_tokens", "max_output_tokens", "max_new_tokens", "model_length"})
_LIKELY_ANSWER = 200  # tokens
#: What ranks a model of unknown size among plans, so that it does not look free; no bound and no charge rests on it.
_GUESS = Price(parameters=10**9)


def register_chat_model(
    orchestra: Orchestra,
    model: BaseChatModel,
    *,
    id: str,
    architecture: str | Path | None = None,
    parameters: int = 0,
    max_tokens: int = 1024,
    token_limit: str = "max_tokens",
    summary: str = "",
    intents: Sequence[str] = ("open", "worded", "factual", "logical"),
    examples: Sequence[str] = (),
    concurrency: int = 8,
) -> None:
    """Register a LangChain chat model as a generator. ConfigError, ManifestError.

    FLOPs follow from `architecture` (the model's config.json or its folder) or from `parameters` (2 a token); with
    neither the model is refused under a FLOP cap and charged 0 without one. `max_tokens` bounds an answer whose request
    sets no number; `token_limit` names the argument by which the model takes it ("" for a model that takes none). Its
    temperature and the like are the model's own, unless a request states them.
    """
    if not isinstance(model, BaseChatModel):
        raise ConfigError(
            f"model is a {type(model).__name__}, not a LangChain chat model",
            hint="give a BaseChatModel, such as ChatOpenAI(...); a chain or an LLM is none",
        )
    if isinstance(model, ChatOrchestra) and model.orchestra is orchestra:
        raise ConfigError("an Orchestra cannot be its own generator", hint="register another model")
    if max_tokens < 1:
        raise ConfigError(f"max_tokens={max_tokens} is less than 1")
    manifest = {
        "spec": "1",
        "id": id,
        "version": "1.0.0",
        "kind": "generator/1",
        "entry": "orchestra.langchain.generator:LangChainGenerator",
        "summary": summary or f"LangChain's {type(model).__name__} as a language model",
        "intents": list(intents),
        "examples": list(examples),
        "concurrency": concurrency,
        "capabilities": {"streams": True, "schema": _takes_schemas(model)},
        "cost": {"model": "transformer"},
    }
    made = LangChainGenerator(
        model, price=price(architecture, parameters), max_tokens=max_tokens, token_limit=token_limit
    )
    orchestra.register(manifest, lambda: made)


class LangChainGenerator:
    """The generator/1 module around a chat model."""

    def __init__(
        self, model: BaseChatModel, *, price: Price | None, max_tokens: int = 1024, token_limit: str = "max_tokens"
    ) -> None:
        self._model = model
        self._name = type(model).__name__
        self._price = price
        self._max_tokens = max_tokens
        self._token_limit = token_limit

    def estimate(self, request: GenerateRequest) -> Cost:
        """Bounds from the text's length and the token limit; no upper bound where tokens have no price."""
        turns = request.messages
        if self._price is None:
            return Cost(expected=_GUESS.flops(likely(turns), _LIKELY_ANSWER), upper=None)
        cap = request.max_tokens or self._max_tokens
        lower = self._price.flops(least(turns), 1)
        upper = self._price.flops(most(turns), cap)
        expected = self._price.flops(likely(turns), min(cap, _LIKELY_ANSWER))
        return Cost(lower=lower, expected=min(max(lower, expected), upper), upper=upper)

    async def run(self, request: GenerateRequest, context: Context) -> AsyncIterator[Progress | Text | Generation]:
        """Stream the answer, then give the generation. The charge is made however the run ends."""
        tally = Tally(likely(request.messages))
        parts: list[str] = []
        finish: Finish | None = None
        model = ""
        sent = False
        try:
            tally.cap, limit = self._cap(request, context.grant)
            async with aclosing(self._pieces(request, tally.cap)) as pieces:
                sent = True
                async for message, text in pieces:
                    thought = _reasoning(message)
                    tally.take(message, thought + text)
                    finish = self._finish(message) or finish
                    model = str(message.response_metadata.get("model_name") or model)
                    if thought:
                        yield Text(text=thought, channel="reasoning")
                    if text:
                        parts.append(text)
                        yield Text(text=text)
                    if tally.over:
                        context.logger.warning("%s went on beyond %s tokens and was cut", self._name, tally.cap)
                        finish = "length"
                        break
        except EndpointError:
            sent = tally.begun  # refused or never reached: nothing was computed
            raise
        finally:
            tokens = tally.usage if sent and tally.reported else None
            if self._price is None or not sent:
                context.charge(0, "declared", tokens)
            else:
                context.charge(*tally.charge(self._price), tokens)
        for notice in self._notices(tally):
            yield Progress(message=notice)
        usage = tally.usage
        # A model that stops short of what was asked for has a limit of its own.
        cut = limit if usage.completion_tokens >= tally.cap else Cut(limit="other")
        yield Generation(
            text="".join(parts),
            finish=finish or "stop",
            usage=usage,
            model=model or self._name,
            cut=cut if finish == "length" else None,
        )

    def _cap(self, request: GenerateRequest, grant: int | None) -> tuple[int, Cut]:
        """The most tokens to draw: as wanted and as paid for; and which is the limit. ConfigError, BudgetExceeded."""
        wanted = request.max_tokens or self._max_tokens
        limit = Cut(limit="max_tokens", value=wanted)
        if grant is None:
            return wanted, limit
        if self._price is None:
            raise ConfigError(
                f"what a token of {self._name} costs is unknown, and FLOPs are capped",
                hint="give register_chat_model `architecture` (a config.json) or `parameters`",
            )
        size = most(request.messages)
        paid = self._price.output_within(size, grant)
        if paid < 1:
            raise BudgetExceeded(
                f"a prompt of up to {size} tokens and one more need {self._price.flops(size, 1):,} FLOP and "
                f"{grant:,} are granted",
                hint="raise the budget's flops, or ask with less history or evidence",
            )
        if paid < wanted and not self._token_limit:
            raise BudgetExceeded(
                f"{self._name} takes no token limit, and {grant:,} FLOP pay for {paid} of its {wanted} tokens",
                hint="raise the budget's flops, or name the argument of its limit as `token_limit`",
            )
        return (wanted, limit) if wanted <= paid else (paid, Cut(limit="grant", value=grant))

    async def _pieces(self, request: GenerateRequest, cap: int) -> AsyncGenerator[tuple[AIMessage, str], None]:
        """The model's messages as they come, each with its text. Errors are of the tree."""
        begun = False
        try:
            if request.json_schema is not None:
                yield await self._structured(request, request.json_schema, cap)
                return
            options = self._options(request, cap)
            stop = list(request.sampling.stop) or None
            stream = self._model.astream(as_messages(request.messages), stop=stop, **options)
            async with aclosing(cast("AsyncGenerator[AIMessage, None]", stream)) as messages:
                async for message in messages:
                    begun = True
                    yield message, str(message.text)
        except Exception as error:
            if isinstance(error, OrchestraError):
                raise
            if isinstance(error, TypeError) and self._token_limit and self._token_limit in str(error):
                raise ConfigError(
                    f"{self._name} takes no argument {self._token_limit!r}: {error}",
                    hint="give register_chat_model the name of its limit as `token_limit`, or an empty one",
                ) from error
            raise as_ours(error, self._name, begun=begun) from error

    async def _structured(self, request: GenerateRequest, schema: dict[str, Any], cap: int) -> tuple[AIMessage, str]:
        """One message whose text is the JSON that the schema asks for. Rejected, ResultError."""
        # A structured model is a chain, through which no argument of a call reaches the model.
        options = self._options(request, cap)
        if request.sampling.stop:
            options["stop"] = list(request.sampling.stop)
        missing = [name for name in options if name not in type(self._model).model_fields]
        if missing:
            raise Rejected(
                f"{self._name} has no field {missing[0]!r}, and under a schema its calls take no arguments",
                hint="ask without the schema or without that setting; `token_limit` of register_chat_model names the"
                " field of its limit",
            )
        named = {"title": "answer", "description": "The answer", **schema}
        try:
            chain = self._model.model_copy(update=options).with_structured_output(named, include_raw=True)
        except NotImplementedError as error:
            hint = "ask without a schema, or register a model that has with_structured_output"
            raise Rejected(f"{self._name} cannot be held to a JSON schema", hint=hint) from error
        found = cast("dict[str, Any]", await chain.ainvoke(as_messages(request.messages)))
        if found.get("parsed") is None:
            why = found.get("parsing_error") or "it called for no structured output"
            raise ResultError(f"{self._name} gave no JSON of the schema: {why}", hint="ask again", retryable=True)
        return found["raw"], json.dumps(found["parsed"], ensure_ascii=False)

    def _options(self, request: GenerateRequest, cap: int) -> dict[str, Any]:
        """The arguments of the call: the limit, and of the sampling what the request itself states."""
        sampling = request.sampling
        stated = {name: getattr(sampling, name) for name in sampling.model_fields_set - {"stop"}}
        options = {name: value for name, value in stated.items() if value is not None}
        if self._token_limit:
            options[self._token_limit] = cap
        return options

    def _finish(self, message: AIMessage) -> Finish | None:
        """Why the model ended, when the message says so. StreamBroken for anything but an end or a cut."""
        said = next((message.response_metadata[key] for key in _REASONS if message.response_metadata.get(key)), None)
        if said is None:
            return None
        reason = str(getattr(said, "name", said)).lower()
        if reason in _ENDED:
            return "stop"
        if reason in _CUT:
            return "length"
        if reason.startswith("tool") and not message.text:
            return None  # how a structured answer comes
        raise StreamBroken(
            f"{self._name} ended its answer with {said!r}, not by itself or for its length",
            hint="its server refused or filtered the answer; tools are not asked for",
            retryable=False,
        )

    def _notices(self, tally: Tally) -> list[str]:
        """What a person should know of the bill."""
        found = []
        if not tally.reported:
            found.append(
                f"{self._name} reports no token usage: tokens are estimated at {BYTES_A_TOKEN} bytes of text each"
            )
        if self._price is None:
            advice = "give register_chat_model `architecture` (a config.json) or `parameters`"
            found.append(f"FLOPs of {self._name} are unknown and charged as 0: {advice}")
        return found


def _reasoning(message: AIMessage) -> str:
    """What the model thinks aloud, where its integration tells it apart from the answer."""
    if isinstance(message.content, str) and not message.additional_kwargs:
        return ""
    blocks = (block for block in message.content_blocks if block["type"] == "reasoning")
    return "".join(str(block.get("reasoning") or "") for block in blocks)


def _takes_schemas(model: BaseChatModel) -> bool:
    kind = type(model)
    return (
        kind.with_structured_output is not BaseChatModel.with_structured_output
        or kind.bind_tools is not BaseChatModel.bind_tools
    )
