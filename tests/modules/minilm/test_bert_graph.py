"""The graph of a BERT computes what PyTorch's own implementation does, and refuses what is no such model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.minilm.bert_graph import INPUT, OUTPUT, build

from orchestra.spec import LoadError

safetensors = pytest.importorskip("safetensors.numpy")
onnxruntime = pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")


@pytest.fixture(scope="module")
def both(tiny: Path) -> tuple[Any, Any]:
    """The same model in ONNX Runtime and in PyTorch."""
    transformers: Any = pytest.importorskip("transformers")
    graph = build(json.loads((tiny / "config.json").read_text()), safetensors.load_file(tiny / "model.safetensors"))
    onnx.checker.check_model(graph, full_check=True)
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    return session, transformers.BertModel.from_pretrained(tiny).eval()


@settings(max_examples=25, deadline=None)
@given(tokens=st.lists(st.integers(0, 18), min_size=1, max_size=32))
def test_hidden_states_are_those_of_pytorch(both: tuple[Any, Any], tokens: list[int]) -> None:
    """For texts of every length up to the last position."""
    import torch

    session, model = both
    ours = session.run([OUTPUT], {INPUT: np.array([tokens], dtype=np.int64)})[0]
    with torch.inference_mode():
        theirs = model(torch.tensor([tokens])).last_hidden_state[0].numpy()
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() < 1e-4


@pytest.mark.parametrize(
    ("key", "value"),
    [("model_type", "mpnet"), ("hidden_act", "relu"), ("position_embedding_type", "relative_key")],
)
def test_another_architecture_is_refused_by_what_differs(tiny: Path, key: str, value: str) -> None:
    """A graph that nearly fits would give vectors that nearly mean something."""
    config = json.loads((tiny / "config.json").read_text()) | {key: value}
    with pytest.raises(LoadError, match=f"{key} is '{value}'"):
        build(config, safetensors.load_file(tiny / "model.safetensors"))


def test_a_missing_weight_is_named(tiny: Path) -> None:
    """So is a missing line of the configuration."""
    config = json.loads((tiny / "config.json").read_text())
    weights = safetensors.load_file(tiny / "model.safetensors")
    without = {name: value for name, value in weights.items() if "layer.1.output.dense.bias" not in name}
    with pytest.raises(LoadError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        build(config, without)
    del config["num_attention_heads"]
    with pytest.raises(LoadError, match="num_attention_heads"):
        build(config, weights)


def test_weights_of_a_model_with_a_head_are_found_under_their_prefix(tiny: Path) -> None:
    """Some are saved as bert.encoder..., and mean the same."""
    config = json.loads((tiny / "config.json").read_text())
    weights = safetensors.load_file(tiny / "model.safetensors")
    plain, prefixed = build(config, weights), build(config, {f"bert.{name}": value for name, value in weights.items()})
    assert plain.SerializeToString() == prefixed.SerializeToString()
