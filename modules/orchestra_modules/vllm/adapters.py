"""A LoRA adapter as an instance of its own: its name, where it lies, and what it costs on top of its base.

Of every matrix it adapts, a token passes two thin ones: 2*r*(in + out) FLOP. Not covered: adapters of a mixture's
experts and of embeddings, which are priced as their base alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestra.budget.flops import DecoderConfig
from orchestra.spec import ConfigError, Method
from orchestra_modules.vllm.pricing import ByArchitecture, Pricing
from orchestra_modules.vllm.server import Server


def name_of(adapter: str) -> str:
    """The name it is served under where none is set: its folder's; empty for no adapter."""
    return Path(adapter).name


def path_of(adapter: str, server: Server) -> str:
    """What the server is to read: the folder's whole path where both are on this machine, else as it stands."""
    folder = Path(adapter).expanduser()
    return str(folder.resolve()) if server.local and folder.is_dir() else adapter


def check(adapter: str, server: Server) -> None:
    """ConfigError for a folder that is not there, where the server would look for it on this machine.

    What does not look like a path may be a name that the server knows, and another machine's folders are its own.
    """
    if not adapter.startswith(("/", ".", "~")) or not server.local:
        return
    folder = Path(adapter).expanduser()
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise ConfigError(
            f"the adapter's folder {folder.absolute()} {what}, and the server that is to load it is on this machine",
            hint="give the folder with its adapter_config.json; for one that the server serves already, as one in a "
            "container may, set option `model` to its name, and no adapter",
            option="adapter",
        )


def priced(base: Pricing, adapter: str) -> Pricing:
    """The base's price with the adapter's own, where the adapter's files are here and its base's shape is known."""
    if not adapter or not isinstance(base, ByArchitecture):
        return base
    file = Path(adapter).expanduser() / "adapter_config.json"
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return base
    extra = token_flops(data, base.config) if isinstance(data, dict) else 0
    return WithAdapter(base, extra) if extra else base


def token_flops(adapter: dict[str, Any], shape: DecoderConfig) -> int:
    """FLOPs of an adapter for one token, from its adapter_config.json; 0 where it does not say."""
    rank, targets, ranks = adapter.get("r"), adapter.get("target_modules"), adapter.get("rank_pattern") or {}
    if not isinstance(rank, int) or rank < 1 or ranks:
        return 0
    widths = _matrices(shape)
    if targets == "all-linear":
        targets = list(widths)
    if not isinstance(targets, list):
        return 0
    layers = shape.layers
    chosen = adapter.get("layers_to_transform")
    if chosen is not None:
        layers = len(chosen) if isinstance(chosen, list) else 1
    return layers * sum(2 * rank * sum(widths[name]) for name in set(map(str, targets)) & set(widths))


def _matrices(shape: DecoderConfig) -> dict[str, tuple[int, int]]:
    query, keys = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    attention = {
        "q_proj": (shape.hidden, query),
        "k_proj": (shape.hidden, keys),
        "v_proj": (shape.hidden, keys),
        "o_proj": (query, shape.hidden),
    }
    if shape.sparse_layers:
        return attention
    wide = (shape.hidden, shape.intermediate)
    return {**attention, "gate_proj": wide, "up_proj": wide, "down_proj": (shape.intermediate, shape.hidden)}


@dataclass(frozen=True)
class WithAdapter:
    """A base's price, and `extra` FLOPs for every token that is run."""

    base: ByArchitecture
    extra: int

    def flops(self, prompt: int, output: int, cached: int = 0) -> int:
        """The last token drawn is not run, and at least the last of the prompt is."""
        run = prompt - min(cached, prompt - 1) + max(0, output - 1)
        return self.base.flops(prompt, output, cached) + self.extra * run

    def max_tokens(self, prompt: int, grant: int) -> int:
        """Searched for between none and what the base alone would allow."""
        low, high = 0, self.base.max_tokens(prompt, grant)
        while low < high:
            middle = (low + high + 1) // 2
            if self.flops(prompt, middle) <= grant:
                low = middle
            else:
                high = middle - 1
        return low

    def method(self, exact: bool) -> Method:
        """As the base's."""
        return self.base.method(exact)
