"""Draws one token from what the model computed for the next: the likeliest, or by temperature and top_p.

Always on the CPU, so that one seed draws alike on every device. A model's own generation settings (top_k, repetition
penalties) are not applied: the request says how to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestra.spec import RunError, Sampling

if TYPE_CHECKING:
    from torch import Tensor

_SEEDS = 2**63 - 1  # what torch takes


class Sampler:
    """Draws the tokens of one answer."""

    def __init__(self, sampling: Sampling, seed: int) -> None:
        import torch

        self._temperature = sampling.temperature
        self._top_p = sampling.top_p
        self._dice = torch.Generator().manual_seed((seed if sampling.seed is None else sampling.seed) & _SEEDS)

    def draw(self, logits: Tensor) -> int:
        """A token id. RunError where the model computed no numbers."""
        import torch

        scores = logits.float().cpu()
        best = scores.max()
        if not torch.isfinite(best):
            raise RunError(
                "the model computed infinite or undefined scores", hint="set the instance's option `dtype` to float32"
            )
        if self._temperature == 0:
            return int(scores.argmax())
        # In double precision, the highest at 0: no temperature, however low, then makes it undefined.
        chances = torch.softmax((scores - best).double() / self._temperature, dim=-1)
        if self._top_p < 1:
            ranked, ids = chances.sort(descending=True)
            # The first whose sum reaches top_p; at least one stays.
            ranked[ranked.cumsum(0) - ranked >= self._top_p] = 0
            return int(ids[torch.multinomial(ranked, 1, generator=self._dice)])
        return int(torch.multinomial(chances, 1, generator=self._dice))
