"""What tokens of one model cost in FLOPs, and how many a grant pays for.

Exact where the model's architecture is known, two a parameter and token where only its size is, and unknown otherwise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from orchestra.budget.flops import DecoderConfig, max_tokens_within, parameter_flops, prefill_flops, request_flops
from orchestra.spec import ConfigError, Method


class Pricing(Protocol):
    """Turns tokens into FLOPs and back."""

    def flops(self, prompt: int, output: int, cached: int = 0) -> int:
        """FLOPs of a request."""
        ...

    def max_tokens(self, prompt: int, grant: int) -> int:
        """The most tokens a grant pays for with nothing cached; 0 where the prompt alone is too much."""
        ...

    def method(self, exact: bool) -> Method:
        """How a charge came to be; `exact` where every number of tokens is the server's own."""
        ...


@dataclass(frozen=True)
class ByArchitecture:
    """Exact formulas over the model's shape."""

    config: DecoderConfig

    def flops(self, prompt: int, output: int, cached: int = 0) -> int:
        """Prefill without the cached part, then decoding; with no output, the prefill."""
        if output == 0:
            return prefill_flops(self.config, prompt, cached)
        return request_flops(self.config, prompt, output, cached)

    def max_tokens(self, prompt: int, grant: int) -> int:
        """Solved in closed form."""
        return max_tokens_within(self.config, prompt, grant)

    def method(self, exact: bool) -> Method:
        """Counted, or modelled where a number was bounded."""
        return "counted" if exact else "modelled"


@dataclass(frozen=True)
class ByParameters:
    """Two FLOP a parameter and token; attention and caching unseen."""

    parameters: int

    def flops(self, prompt: int, output: int, cached: int = 0) -> int:
        """Every token at the same price, cached ones too."""
        return parameter_flops(self.parameters, prompt + output)

    def max_tokens(self, prompt: int, grant: int) -> int:
        """What is left after the prompt."""
        return max(0, grant // parameter_flops(self.parameters, 1) - prompt)

    def method(self, exact: bool) -> Method:
        """Always declared."""
        return "declared"


def read_architecture(path: Path) -> ByArchitecture:
    """The pricing from a `config.json` or the folder it is in. ConfigError."""
    file = path / "config.json" if path.is_dir() else path
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"architecture {str(file)!r} cannot be read: {error}", hint="give the model's config.json or its folder"
        ) from error
    if not isinstance(data, dict):
        raise ConfigError(f"architecture {str(file)!r} is not a model's config.json")
    return ByArchitecture(DecoderConfig.from_hf(data))
