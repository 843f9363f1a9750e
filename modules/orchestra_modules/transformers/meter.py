"""What one run has computed, in tokens, and what that is in FLOPs. Exact: each forward pass is counted as it ends."""

from __future__ import annotations

from orchestra.budget.flops import DecoderConfig, decoder_flops


class Meter:
    """Counts one run's forward passes; together they cost what the request's formula says."""

    def __init__(self, shape: DecoderConfig) -> None:
        self._shape = shape
        self._tokens = 0
        self.drawn = 0

    def read(self, tokens: int) -> None:
        """So many tokens of the prompt went through the layers, and none was drawn."""
        self._tokens += tokens

    def draw(self, tokens: int) -> None:
        """So many went through, and one was drawn from the last of them."""
        self._tokens += tokens
        self.drawn += 1

    @property
    def flops(self) -> int:
        """FLOPs of all of it."""
        return decoder_flops(self._shape, self._tokens, 0, self.drawn)
