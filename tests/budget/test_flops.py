"""The formulas against torch's own counter, and the properties that budgets rest on.

The counter's settings are pinned to eager attention and eager experts: its other paths count nothing for attention on
a CPU and nothing for grouped experts, and would "verify" against a wrong reference.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestra.budget import flops
from orchestra.budget.flops import (
    DecoderConfig,
    EncoderConfig,
    decode_flops,
    decoder_flops,
    encoder_flops,
    flat_search_flops,
    hnsw_search_flops,
    ivf_search_flops,
    max_tokens_within,
    parameter_flops,
    prefill_flops,
    request_flops,
)
from orchestra.spec.errors import ConfigError

needs_torch = pytest.mark.skipif(
    find_spec("torch") is None or find_spec("transformers") is None, reason="needs torch and transformers"
)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """So small models are only slowed by more threads, above all where other processes want the cores."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


BASE: dict[str, Any] = {
    "hidden_size": 64,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "intermediate_size": 96,
    "vocab_size": 101,
    "max_position_embeddings": 256,
}
MODELS: dict[str, dict[str, Any]] = {
    "llama": {**BASE, "model_type": "llama"},
    "llama with a head size of its own": {**BASE, "model_type": "llama", "head_dim": 24},
    "qwen2": {**BASE, "model_type": "qwen2"},
    "qwen3": {**BASE, "model_type": "qwen3", "head_dim": 32},
    "qwen3 windowed": {
        **BASE,
        "model_type": "qwen3",
        "head_dim": 32,
        "use_sliding_window": True,
        "sliding_window": 8,
        "max_window_layers": 1,
    },
    "mistral": {**BASE, "model_type": "mistral", "sliding_window": 8},
    "mistral without window": {**BASE, "model_type": "mistral", "sliding_window": None},
    "gemma3_text": {
        **BASE,
        "model_type": "gemma3_text",
        "head_dim": 32,
        "sliding_window": 8,
        "sliding_window_pattern": 3,
    },
    "mixtral": {**BASE, "model_type": "mixtral", "sliding_window": None, "num_local_experts": 4}
    | {"num_experts_per_tok": 2},
    "qwen3_moe": {**BASE, "model_type": "qwen3_moe", "head_dim": 32, "num_experts": 8, "num_experts_per_tok": 3}
    | {"moe_intermediate_size": 40, "mlp_only_layers": [1]},
}


def _count(run: Any) -> int:
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        run()
    return int(counter.get_total_flops())


def _model(config: dict[str, Any]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the libraries' own deprecations are not this test's business
        import torch

        transformers: Any = import_module("transformers")  # untyped in places
        torch.manual_seed(0)
        settings = {key: value for key, value in config.items() if key != "model_type"}
        made = transformers.AutoConfig.for_model(config["model_type"], **settings)
        return transformers.AutoModelForCausalLM.from_config(
            made, attn_implementation="eager", experts_implementation="eager"
        ).eval()


def _one_by_one(model: Any, tokens: int) -> tuple[int, Any]:
    import torch

    cache, total = None, 0
    for position in range(tokens):

        def step(position: int = position) -> None:
            nonlocal cache
            ids = torch.tensor([[position % 100]])
            cache = model(ids, past_key_values=cache, use_cache=True).past_key_values

        total += _count(step)
    return total, cache


@needs_torch
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("name", MODELS)
def test_decoding_token_by_token_equals_torchs_count(name: str) -> None:
    """The causal triangle, windows and active experts, as a serving engine runs them: integer equal."""
    import torch

    with torch.no_grad():
        counted, _ = _one_by_one(_model(MODELS[name]), 40)
    assert decoder_flops(DecoderConfig.from_hf(MODELS[name]), 40, 0, 40) == counted


@needs_torch
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("name", [name for name in MODELS if "window" not in MODELS[name] or name == "mistral"])
def test_steps_after_a_prompt_equal_torchs_count(name: str) -> None:
    """Ten steps after thirty cached tokens cost what decode_flops says."""
    import torch

    model = _model(MODELS[name])
    with torch.no_grad():
        thirty, _ = _one_by_one(model, 30)
        forty, _ = _one_by_one(model, 40)
    assert decode_flops(DecoderConfig.from_hf(MODELS[name]), 30, 11) == forty - thirty


@needs_torch
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("name", [name for name in MODELS if not MODELS[name].get("sliding_window")])
def test_a_dense_prefill_is_the_causal_one_and_the_masked_half(name: str) -> None:
    """Torch multiplies the masked half too; adding it to the causal count gives torch's count with one head row."""
    import torch

    tokens = 32
    model, config = _model(MODELS[name]), DecoderConfig.from_hf(MODELS[name])
    ids = torch.arange(tokens)[None]
    with torch.no_grad():
        counted = _count(lambda: model(ids, logits_to_keep=1, use_cache=False))
    masked = config.pair * config.layers * tokens * (tokens - 1) // 2
    assert prefill_flops(config, tokens) + masked == counted


@needs_torch
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("tokens", [1, 12, 64])
@pytest.mark.parametrize("pooler", [True, False])
def test_an_encoder_equals_torchs_count(tokens: int, pooler: bool) -> None:
    """A BERT of MiniLM's proportions, two sequences at once, with and without its pooler."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch

        transformers: Any = import_module("transformers")
        shape = transformers.BertConfig(
            hidden_size=96, num_hidden_layers=3, num_attention_heads=12, intermediate_size=384, vocab_size=50
        )
        shape._attn_implementation = "eager"
        model = transformers.BertModel(shape, add_pooling_layer=pooler).eval()
    ids = torch.ones(2, tokens, dtype=torch.long)
    with torch.no_grad():
        counted = _count(lambda: model(ids, attention_mask=torch.ones_like(ids)))
    config = EncoderConfig(hidden=96, layers=3, intermediate=384, pooler=pooler)
    assert encoder_flops(config, tokens, sequences=2) == counted


def test_minilm_at_its_known_size() -> None:
    """all-MiniLM-L6-v2 at 18 tokens: 0.385 GFLOP."""
    assert encoder_flops(EncoderConfig(hidden=384, layers=6, intermediate=1536), 18) == 385_191_936


def test_known_requests_of_llama_8b() -> None:
    """The published shape of Llama 3.1 8B: 512 and 128 tokens, and a long prompt mostly found in the cache."""
    config = DecoderConfig(
        hidden=4096,
        heads=32,
        kv_heads=8,
        head_dim=128,
        intermediate=14336,
        vocabulary=128256,
        windows=(None,) * 32,
    )
    assert request_flops(config, 512, 128) == 9_161_265_905_664
    assert request_flops(config, 2048, 256, cached=1536) == 11_747_339_534_336


def test_search_and_parameters() -> None:
    """Flat search is a multiply-add a number; two FLOP a parameter and token."""
    assert flat_search_flops(100_000, 384) == 76_800_000
    assert parameter_flops(7_000_000_000, 10) == 140_000_000_000


def test_search_in_lists_and_graphs() -> None:
    """The centres and what is scanned; a bound of the graph is never above its size but for the upper layers."""
    assert ivf_search_flops(1024, 16 * 100_000 // 1024, 384) == 2 * 384 * (1024 + 1562)
    assert ivf_search_flops(1, 500, 8) == flat_search_flops(501, 8)
    # 65 nodes of 64 neighbours, and four layers of at most eight steps to 32.
    assert hnsw_search_flops(1_000_000, 384, 32, 64) == 2 * 384 * (65 * 64 + 4 * 8 * 32)
    assert hnsw_search_flops(1_000, 384, 32, 1_000) == 2 * 384 * (1_000 + 2 * 8 * 32)
    assert hnsw_search_flops(0, 384, 32, 16) == 2 * 384 * 8 * 32


# --- reading config.json ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["deepseek_v3", "qwen3_next", "mamba", "qwen2_moe", "gemma3", "gpt2", "t5", "bert", "qwen2_vl", None]
)
def test_an_unchecked_architecture_is_refused_by_name(kind: str | None) -> None:
    """What was not verified raises, naming the model type, and is never guessed."""
    with pytest.raises(ConfigError, match=str(kind)):
        DecoderConfig.from_hf({**BASE, "model_type": kind})


@pytest.mark.parametrize(
    ("name", "change", "names"),
    [
        ("llama", {"vision_config": {"depth": 2}}, "vision_config"),
        ("qwen3_moe", {"shared_expert_intermediate_size": 64}, "shared_expert"),
        ("qwen3_moe", {"first_k_dense_replace": 1}, "first_k_dense_replace"),
        ("qwen3_moe", {"use_sliding_window": True, "sliding_window": 8}, "use_sliding_window"),
        ("llama", {"hidden_size": 0}, "hidden_size"),
        ("llama", {"hidden_size": True}, "hidden_size"),
        ("llama", {"vocab_size": None}, "vocab_size"),
        ("qwen3", {"head_dim": "wide"}, "head_dim"),
        ("qwen3 windowed", {"max_window_layers": None}, "max_window_layers"),
        ("gemma3_text", {"layer_types": ["full_attention"]}, "layer_types"),
        ("gemma3_text", {"layer_types": ["full_attention", "other", "other"]}, "layer_types"),
    ],
)
def test_a_config_that_cannot_be_counted_is_refused(name: str, change: dict[str, Any], names: str) -> None:
    """The error names the key at fault."""
    with pytest.raises(ConfigError, match=names):
        DecoderConfig.from_hf({**MODELS[name], **change})


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("qwen3", "head_dim"),
        ("gemma3_text", "head_dim"),
        ("mistral", "num_key_value_heads"),
        ("mistral", "sliding_window"),
    ],
)
def test_a_missing_key_whose_default_is_not_ours_is_refused(name: str, key: str) -> None:
    """Architectures whose defaults are numbers of their own need the key written out."""
    config = {k: v for k, v in MODELS[name].items() if k != key}
    with pytest.raises(ConfigError, match=key):
        DecoderConfig.from_hf(config)


def test_windows_follow_the_layer_types() -> None:
    """`layer_types` wins over the pattern; layers without a window see everything."""
    types = ["sliding_attention", "full_attention", "sliding_attention"]
    assert DecoderConfig.from_hf({**MODELS["gemma3_text"], "layer_types": types}).windows == (8, None, 8)
    assert DecoderConfig.from_hf(MODELS["gemma3_text"]).windows == (8, 8, None)
    assert DecoderConfig.from_hf(MODELS["qwen3 windowed"]).windows == (None, 8, 8)
    assert DecoderConfig.from_hf(MODELS["qwen3"]).windows == (None,) * 3


# --- properties -------------------------------------------------------------------------------

WINDOW = st.none() | st.integers(1, 40)
CONFIG = st.builds(
    DecoderConfig,
    hidden=st.integers(1, 64),
    heads=st.integers(1, 8),
    kv_heads=st.integers(1, 8),
    head_dim=st.integers(1, 32),
    intermediate=st.integers(1, 64),
    vocabulary=st.integers(1, 200),
    windows=st.lists(WINDOW, min_size=1, max_size=4).map(tuple),
)
PROMPT = st.integers(1, 60)


@given(CONFIG, PROMPT, st.integers(0, 70), st.integers(0, 120), st.integers(-1, 1))
def test_max_tokens_is_within_and_maximal(
    config: DecoderConfig, prompt: int, cached: int, output: int, slack: int
) -> None:
    """Brute force: the tokens granted fit, one more would not; budgets lie on and beside the exact costs."""
    budget = max(0, request_flops(config, prompt, output, cached) + slack)
    granted = max_tokens_within(config, prompt, budget, cached)
    if granted:
        assert request_flops(config, prompt, granted, cached) <= budget
        assert request_flops(config, prompt, granted + 1, cached) > budget
    else:
        assert prefill_flops(config, prompt, cached) > budget


@given(CONFIG, PROMPT, st.integers(0, 70), st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_flops_never_grant_fewer_tokens(
    config: DecoderConfig, prompt: int, cached: int, less: int, more: int
) -> None:
    """max_tokens_within grows with its budget."""
    less, more = sorted((less, more))
    assert max_tokens_within(config, prompt, less, cached) <= max_tokens_within(config, prompt, more, cached)


@given(CONFIG, PROMPT, st.integers(1, 60), st.integers(0, 70))
def test_cost_grows_with_tokens_and_falls_with_the_cache(
    config: DecoderConfig, prompt: int, output: int, cached: int
) -> None:
    """Longer prompts and outputs cost more, cached tokens less, and a hit never covers the whole prompt."""
    cost = request_flops(config, prompt, output, cached)
    assert request_flops(config, prompt + 1, output) > request_flops(config, prompt, output)
    assert request_flops(config, prompt + 1, output, cached) >= cost
    assert request_flops(config, prompt, output + 1, cached) > cost
    assert request_flops(config, prompt, output, cached + 1) <= cost <= request_flops(config, prompt, output)
    assert request_flops(config, prompt, 1, 10**6) == prefill_flops(config, prompt, prompt - 1)


@given(CONFIG, st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_work_in_two_parts_costs_as_much_as_in_one(config: DecoderConfig, cached: int, first: int, second: int) -> None:
    """Chunked prefill changes nothing: pairs and projections add up, windows included."""
    whole = decoder_flops(config, first + second, cached, 3)
    parts = decoder_flops(config, first, cached, 1) + decoder_flops(config, second, cached + first, 2)
    assert whole == parts


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_window_counts_the_pairs_one_by_one(window: int, new: int, cached: int) -> None:
    """The closed form of the window is the sum over tokens."""
    assert flops._pairs(new, cached, window) == sum(min(cached + i, window) for i in range(1, new + 1))


@pytest.mark.parametrize(("prompt", "cached"), [(0, 0), (5, -1)])
def test_an_impossible_request_is_refused(prompt: int, cached: int) -> None:
    """No prompt, or a negative cache, is the caller's mistake."""
    with pytest.raises(ValueError, match="prompt token"):
        prefill_flops(DecoderConfig.from_hf(MODELS["llama"]), prompt, cached)


def test_the_formulas_need_only_the_standard_library_and_the_spec() -> None:
    """Modules and tools use them without anything heavy."""
    source = ast.parse(Path(flops.__file__).read_text(encoding="utf-8"))
    names = {node.module or "" for node in ast.walk(source) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(source) if isinstance(node, ast.Import) for alias in node.names}
    assert all(name.split(".")[0] in sys.stdlib_module_names or name.startswith("orchestra.spec") for name in names)
