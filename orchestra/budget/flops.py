"""FLOPs of transformers and of vector search, from formulas over their shape; exact, but for the bound of HNSW.

Convention: one multiply-add is 2 FLOP, and matrix products only. Not counted: norms, rotary embeddings, softmax,
activations, sampling, embedding look-up. Everything is an integer; nothing heavier than the standard library is used.

Decoders are counted as a serving engine runs them: causal attention, cached prompt tokens not recomputed, the head
only where a token is drawn. Known exceptions, which no formula sees: a request that the engine preempts and computes
again, and speculative decoding.

Checked against torch's own counter: Llama, Qwen2, Qwen3, Mistral, Gemma 3 (text), Mixtral and Qwen3-MoE, and BERT-like
encoders. Not covered, and refused rather than guessed: multi-head latent attention (DeepSeek), linear-attention
hybrids (Qwen3-Next, Mamba), shared experts, dense first layers of a mixture, encoder-decoders, vision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, isqrt, log
from typing import Any

from orchestra.spec.errors import ConfigError

_STEPS = 8  # on a layer of a graph, before it goes down; measured: 2 to 5
_GATED = 3  # matrices of a gated MLP (SwiGLU, GeGLU): gate, up, down


# --- encoders and search ----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class EncoderConfig:
    """The shape of a BERT-like encoder."""

    hidden: int
    layers: int
    intermediate: int
    pooler: bool = False


def encoder_flops(config: EncoderConfig, tokens: int, sequences: int = 1) -> int:
    """FLOPs of encoding `sequences` texts of `tokens` each; padding counts, so `tokens` is the padded length."""
    linear = tokens * (8 * config.hidden**2 + 4 * config.hidden * config.intermediate)
    attention = 4 * tokens**2 * config.hidden
    pooler = 2 * config.hidden**2 if config.pooler else 0
    return sequences * (config.layers * (linear + attention) + pooler)


def flat_search_flops(vectors: int, dim: int) -> int:
    """FLOPs of one query compared by inner product with every vector of a flat index."""
    return 2 * vectors * dim


def ivf_search_flops(lists: int, scanned: int, dim: int) -> int:
    """FLOPs of one query in an inverted file: compared with every list's centre, then with each vector of those probed.

    Where the lists are alike, `scanned` is probes / lists of all vectors. So Jegou, Douze and Schmid, "Product
    Quantization for Nearest Neighbor Search" (2011), section IV. A code of one byte a number is compared as a vector
    is; one that looks its parts up in a table takes less, and is bounded by the same.
    """
    return flat_search_flops(lists + scanned, dim)


def hnsw_search_flops(vectors: int, dim: int, links: int, effort: int) -> int:
    """A bound on the FLOPs of one query in a graph of layers, whose nodes have `links` neighbours, below twice as many.

    On the lowest layer a search ends when `effort` (efSearch) nodes nearer than the next have been seen, so it expands
    about as many, and compares the query with all of their neighbours unless it did so before; above, it goes a few
    steps on each of about log(vectors) / log(links) layers. So Malkov and Yashunin, "Efficient and Robust Approximate
    Nearest Neighbor Search Using Hierarchical Navigable Small World Graphs" (2016), algorithms 1, 2 and 5.
    """
    layers = ceil(log(max(vectors, 2)) / log(max(links, 2)))
    return flat_search_flops(min(vectors, (effort + 1) * 2 * links) + layers * _STEPS * links, dim)


# --- decoders ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DecoderConfig:
    """The shape of a decoder; `windows` has one entry a layer, none where the layer sees the whole context.

    Of the layers, `sparse_layers` have a mixture for an MLP, which runs `active_experts` of `experts` behind a gate,
    each `expert_intermediate` wide; the others have a gated MLP `intermediate` wide.
    """

    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    intermediate: int
    vocabulary: int
    windows: tuple[int | None, ...]
    sparse_layers: int = 0
    experts: int = 0
    active_experts: int = 0
    expert_intermediate: int = 0

    @classmethod
    def from_hf(cls, config: Mapping[str, Any]) -> DecoderConfig:
        """Read the `config.json` of a Hugging Face model; ConfigError where the architecture is not covered."""
        return _from_hf(config)

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return len(self.windows)

    @cached_property
    def linear(self) -> int:
        """FLOPs of every projection, MLP and gate for one token: all that does not depend on the context."""
        width = self.heads * self.head_dim
        projections = 2 * self.hidden * self.head_dim * (self.heads + 2 * self.kv_heads) + 2 * width * self.hidden
        dense = 2 * _GATED * self.hidden * self.intermediate
        sparse = (
            2 * self.hidden * self.experts + self.active_experts * 2 * _GATED * self.hidden * self.expert_intermediate
        )
        return self.layers * projections + (self.layers - self.sparse_layers) * dense + self.sparse_layers * sparse

    @property
    def pair(self) -> int:
        """FLOPs of one query-key pair of a layer; grouped keys do not lower it."""
        return 4 * self.heads * self.head_dim

    @property
    def head(self) -> int:
        """FLOPs of the vocabulary head at one position."""
        return 2 * self.hidden * self.vocabulary

    @cached_property
    def spans(self) -> tuple[tuple[int | None, int], ...]:
        """The windows that occur, each with the number of its layers."""
        return tuple(Counter(self.windows).items())


def decoder_flops(config: DecoderConfig, new: int, cached: int, logits: int) -> int:
    """FLOPs of running `new` tokens with `cached` already computed, the head being run at `logits` positions."""
    pairs = sum(layers * _pairs(new, cached, window) for window, layers in config.spans)
    return new * config.linear + config.pair * pairs + config.head * logits


def prefill_flops(config: DecoderConfig, prompt: int, cached: int = 0) -> int:
    """FLOPs up to the first token: the prompt without its cached part, and one run of the head."""
    cached = _hit(prompt, cached)
    return decoder_flops(config, prompt - cached, cached, 1)


def decode_flops(config: DecoderConfig, prompt: int, output: int) -> int:
    """FLOPs of the tokens after the first, which comes out of the prefill."""
    steps = max(0, output - 1)
    return decoder_flops(config, steps, prompt, steps)


def request_flops(config: DecoderConfig, prompt: int, output: int, cached: int = 0) -> int:
    """FLOPs of one request: `prompt` tokens, `cached` of them found in the prefix cache, `output` tokens drawn."""
    return prefill_flops(config, prompt, cached) + decode_flops(config, prompt, output)


def max_tokens_within(config: DecoderConfig, prompt: int, flops: int, cached: int = 0) -> int:
    """The most tokens a request can draw within `flops`; 0 where not even the prefill fits."""
    left = flops - prefill_flops(config, prompt, cached)
    if left < 0:
        return 0
    windowed = sum(layers * window for window, layers in config.spans if window is not None)
    full = sum(layers for window, layers in config.spans if window is None)
    # Charging whole windows never grants too much, charging none never too little; they agree without windows.
    low = _steps(config.linear + config.head + config.pair * windowed, config.pair * full, prompt, left)
    high = low
    if windowed:
        high = _steps(config.linear + config.head, config.pair * full, prompt, left)
    while low < high:
        middle = (low + high + 1) // 2
        if decoder_flops(config, middle, prompt, middle) <= left:
            low = middle
        else:
            high = middle - 1
    return low + 1


def parameter_flops(parameters: int, tokens: int) -> int:
    """FLOPs where only the size of a model is known: two a parameter and token, attention and caching unseen."""
    return 2 * parameters * tokens


def _hit(prompt: int, cached: int) -> int:
    if prompt < 1 or cached < 0:
        raise ValueError(f"a request has at least one prompt token and no negative cache, not {prompt} and {cached}")
    return min(cached, prompt - 1)  # the last prompt token is always computed: the first token is drawn from it


def _triangle(new: int, cached: int) -> int:
    return new * cached + new * (new + 1) // 2


def _pairs(new: int, cached: int, window: int | None) -> int:
    if window is None:
        return _triangle(new, cached)
    growing = max(0, min(new, window - cached))
    return _triangle(growing, cached) + (new - growing) * window


def _steps(flat: int, growing: int, prompt: int, flops: int) -> int:
    """The largest n with flat*n + growing*(n*prompt + n(n+1)/2) <= flops."""
    if growing == 0:
        return flops // flat
    b = growing * (2 * prompt + 1) + 2 * flat
    return (isqrt(b * b + 8 * growing * flops) - b) // (2 * growing)


# --- reading config.json ----------------------------------------------------------------------

_DENSE = ("llama", "qwen2", "qwen3", "mistral", "gemma3_text")
_MIXTURES = ("mixtral", "qwen3_moe")
#: Keys that change the count in ways that were not checked; present and set, they refuse the model.
_UNCHECKED = (
    "first_k_dense_replace",
    "n_shared_experts",
    "shared_expert_intermediate_size",
    "use_bidirectional_attention",
    "vision_config",
)


def _from_hf(config: Mapping[str, Any]) -> DecoderConfig:
    kind = config.get("model_type")
    if kind not in _DENSE + _MIXTURES:
        raise ConfigError(
            f"model_type {kind!r} has no exact FLOP formula here",
            hint=f"covered are {', '.join(_DENSE + _MIXTURES)}; for others give the number of parameters",
        )
    for key in _UNCHECKED:
        if config.get(key):
            raise ConfigError(
                f"model_type {kind!r} with {key}={config[key]!r} has no checked FLOP formula here",
                hint="give the number of parameters instead",
            )
    layers = _positive(config, "num_hidden_layers")
    heads = _positive(config, "num_attention_heads")
    hidden = _positive(config, "hidden_size")
    return DecoderConfig(
        hidden=hidden,
        heads=heads,
        # Only Llama's default is the number of query heads; others' defaults are numbers of their own, so they are
        # asked for where they are missing, here as below.
        kv_heads=_optional(config, "num_key_value_heads", known=kind != "llama") or heads,
        head_dim=_optional(config, "head_dim", known=kind in ("qwen3", "gemma3_text")) or hidden // heads,
        intermediate=_positive(config, "intermediate_size"),
        vocabulary=_positive(config, "vocab_size"),
        windows=_windows(kind, config, layers),
        **_experts(kind, config, layers),
    )


def _experts(kind: str, config: Mapping[str, Any], layers: int) -> dict[str, int]:
    if kind not in _MIXTURES:
        return {}
    if kind == "mixtral":
        count, width, sparse = "num_local_experts", "intermediate_size", layers
    else:
        # transformers names it num_experts, its newer versions write num_local_experts too
        count = "num_experts" if "num_experts" in config else "num_local_experts"
        width = "moe_intermediate_size"
        step = _optional(config, "decoder_sparse_step") or 1
        dense = set(config.get("mlp_only_layers") or ())
        sparse = sum((layer + 1) % step == 0 and layer not in dense for layer in range(layers))
    return {
        "sparse_layers": sparse,
        "experts": _positive(config, count),
        "active_experts": _positive(config, "num_experts_per_tok"),
        "expert_intermediate": _positive(config, width),
    }


def _windows(kind: str, config: Mapping[str, Any], layers: int) -> tuple[int | None, ...]:
    if kind == "llama":
        return (None,) * layers
    if kind in ("qwen2", "qwen3", "qwen3_moe") and not config.get("use_sliding_window"):
        return (None,) * layers
    if kind == "qwen3_moe":
        raise ConfigError("model_type 'qwen3_moe' with use_sliding_window has no checked FLOP formula here")
    window = _optional(config, "sliding_window", known=True)
    if window is None:
        return (None,) * layers
    if kind in ("mistral", "mixtral"):
        return (window,) * layers
    return tuple(window if sliding else None for sliding in _sliding(kind, config, layers))


def _sliding(kind: str, config: Mapping[str, Any], layers: int) -> list[bool]:
    types = config.get("layer_types")
    if types is not None:
        if len(types) != layers or not set(types) <= {"sliding_attention", "full_attention"}:
            raise ConfigError(f"layer_types {types!r} are not {layers} of sliding_attention and full_attention")
        return [name == "sliding_attention" for name in types]
    if kind == "gemma3_text":
        pattern = _positive(config, "sliding_window_pattern")
        return [(layer + 1) % pattern != 0 for layer in range(layers)]
    first = config.get("max_window_layers")
    if not isinstance(first, int):
        raise ConfigError("config.json lacks 'layer_types' and 'max_window_layers', so its windows are unknown")
    return [layer >= first for layer in range(layers)]


def _positive(config: Mapping[str, Any], key: str) -> int:
    value = config.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ConfigError(
            f"config.json has {key}={value!r}, not a positive number", hint="give the model's own config.json"
        )
    return value


def _optional(config: Mapping[str, Any], key: str, *, known: bool = False) -> int | None:
    """A number that may be null; where `known`, its key must be there, since its absence means no one number."""
    if config.get(key) is not None:
        return _positive(config, key)
    if known and key not in config:
        raise ConfigError(f"config.json lacks {key!r}, and a guess would be wrong", hint="write it out")
    return None
