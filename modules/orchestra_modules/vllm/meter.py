"""Counts the tokens of one run as they arrive and turns them into its one charge, however the run ends."""

from __future__ import annotations

from orchestra.spec import Context, Cut, TokenUsage
from orchestra_modules.vllm.pricing import Pricing
from orchestra_modules.vllm.server import Piece


class Meter:
    """`prompt` is the exact number or a bound from above, until the server says; `cap` the tokens asked for, and
    `limit` what they were limited by.

    Of an answer left early it sees what was received: tokens that the server drew in the instant before it noticed are
    on nobody's bill.
    """

    def __init__(self, prompt: int, cap: int, limit: Cut, window: int | None = None, *, exact: bool = False) -> None:
        self.sent = False
        self._known = exact
        self._limit = limit
        self._window = window
        self._prompt = prompt
        self.cap = cap
        self._cached: int | None = None
        self._told = 0
        self._pieces = 0
        self._bytes = 0
        self._ended = False
        self._final = False

    def take(self, piece: Piece) -> None:
        """Count one piece."""
        if piece.text or piece.reasoning:
            self._pieces += 1
            self._bytes += len((piece.text + piece.reasoning).encode("utf-8", "replace"))
        self._ended = self._ended or piece.finish is not None
        if piece.prompt is not None and piece.output is not None:
            self._prompt, self._told, self._cached = piece.prompt, piece.output, piece.cached
            self._known = True
            self._final = self._ended

    @property
    def over(self) -> bool:
        """Whether the server goes on beyond what was asked for, as some do that know another name for the limit."""
        return max(self._told, self._pieces) > self.cap

    @property
    def output(self) -> int:
        """Tokens drawn: the server's number; else the pieces, or, of a whole answer, no fewer than it can have."""
        if self._final:
            return self._told
        seen = max(self._told, self._pieces)
        return max(seen, min(self.cap, self._bytes + 1)) if self._ended else seen

    @property
    def cut(self) -> Cut:
        """What an answer that was cut was cut by: a server that stops before the number asked for has no more room."""
        return self._limit if self.output >= self.cap else Cut(limit="window", value=self._window)

    @property
    def usage(self) -> TokenUsage:
        """The tokens of the run so far."""
        return TokenUsage(prompt_tokens=self._prompt, completion_tokens=self.output, cached_tokens=self._cached)

    @property
    def seen(self) -> TokenUsage:
        """The tokens that are known of a run that may have ended anyhow; nothing bounded but of a whole answer."""
        if not self.sent:
            return TokenUsage(prompt_tokens=0, completion_tokens=0)
        usage = self.usage
        return usage if self._known or self._ended else usage.model_copy(update={"prompt_tokens": 0})

    def prefill(self, pricing: Pricing | None) -> int:
        """FLOPs of the prompt alone: what a server may have computed that gave no token."""
        return pricing.flops(self._prompt, 0) if pricing is not None and self.sent else 0

    def charge(self, pricing: Pricing | None, context: Context, *, lost: int = 0, lost_tokens: int = 0) -> None:
        """Charge what was computed; nothing where nothing was sent or where tokens have no price.

        A server that does not say how much of the prompt it found in its cache is charged as if it had found none.
        `lost` is what other servers may have computed before, of `lost_tokens` of the prompt as far as those are known.
        """
        tokens = self.seen
        tokens = tokens.model_copy(update={"prompt_tokens": tokens.prompt_tokens + lost_tokens})
        if pricing is None:
            context.charge(0, "declared", tokens)
        elif not self.sent:
            context.charge(lost, pricing.method(not lost), tokens)
        else:
            exact = self._final and self._cached is not None and not lost
            flops = lost + pricing.flops(self._prompt, self.output, self._cached or 0)
            context.charge(flops, pricing.method(exact), tokens)
