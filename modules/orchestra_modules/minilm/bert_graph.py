"""A BERT encoder as an ONNX graph, from its configuration and its weights; no PyTorch takes part.

One text at a time and no padding, so that there is no mask: a text's vector does not depend on its neighbours. The
graph ends at the hidden states of the last layer. Source of the architecture: Devlin et al. 2019, in the post-norm form
and under the weight names of Hugging Face's BertModel. Knows nothing of tokenizers, pooling or number formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any

from orchestra.spec import LoadError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

OPSET = 17
INPUT, OUTPUT = "tokens", "hidden"

#: What the graph below computes, and the only value of each that it knows.
_UNDERSTOOD = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}


def build(config: Mapping[str, Any], weights: Mapping[str, Floats]) -> Any:
    """The graph: token ids of shape (1, tokens) to hidden states of shape (tokens, hidden).

    Raises LoadError for an architecture that is not this one.
    """
    for key, known in _UNDERSTOOD.items():
        if config.get(key, known) != known:
            raise LoadError(f"{key} is {config[key]!r}, and only {known!r} is known here")
    prefix = "bert." if "bert.embeddings.word_embeddings.weight" in weights else ""
    try:
        return _Graph({name.removeprefix(prefix): value for name, value in weights.items()}, config).model()
    except KeyError as error:
        raise LoadError(f"the weights or the configuration have no {error.args[0]!r}") from error


class _Graph:
    """Nodes and constants as they come; each method adds some and names what it made."""

    def __init__(self, weights: Mapping[str, Floats], config: Mapping[str, Any]) -> None:
        self._weights = weights
        self._layers = int(config["num_hidden_layers"])
        self._hidden = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config["layer_norm_eps"])
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}

    def model(self) -> Any:
        from onnx import TensorProto, helper, numpy_helper

        state = self._embedded()
        for layer in range(self._layers):
            state = self._layer(state, f"encoder.layer.{layer}")
        self._add("Identity", [state], OUTPUT)
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "length"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["length", self._hidden])],
            [numpy_helper.from_array(value, name) for name, value in self._constants.items()],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)

    def _embedded(self) -> str:
        import numpy as np

        # Every text is of the first type.
        places = self._weights["embeddings.position_embeddings.weight"]
        places = places + self._weights["embeddings.token_type_embeddings.weight"][0]
        length = self._add("Shape", [INPUT], "length", start=1)
        zero, one = (self._constant(name, np.array([value], np.int64)) for name, value in (("zero", 0), ("one", 1)))
        row = self._add("Squeeze", [INPUT, zero], "row")
        spoken = self._add("Gather", [self._held("embeddings.word_embeddings.weight"), row], "words")
        placed = self._add("Slice", [self._constant("places", places), zero, length, zero, one], "placed")
        return self._normed(self._add("Add", [spoken, placed], "embedded"), "embeddings.LayerNorm")

    def _layer(self, state: str, name: str) -> str:
        attended = self._dense(self._attention(state, f"{name}.attention.self"), f"{name}.attention.output.dense")
        state = self._normed(self._add("Add", [attended, state], f"{name}.first"), f"{name}.attention.output.LayerNorm")
        inner = self._gelu(self._dense(state, f"{name}.intermediate.dense"), name)
        outer = self._dense(inner, f"{name}.output.dense")
        return self._normed(self._add("Add", [outer, state], f"{name}.second"), f"{name}.output.LayerNorm")

    def _attention(self, state: str, name: str) -> str:
        import numpy as np

        size = self._hidden // self._heads
        split = self._constant("split", np.array([-1, self._heads, size], np.int64))
        joined = self._constant("joined", np.array([-1, self._hidden], np.int64))
        scale = self._constant("scale", np.array(1 / sqrt(size), np.float32))
        # Keys come with their last axis first, ready for the product.
        turns = {"query": [1, 0, 2], "key": [1, 2, 0], "value": [1, 0, 2]}
        query, key, value = (
            self._add(
                "Transpose",
                [self._add("Reshape", [self._dense(state, f"{name}.{part}"), split], f"{name}.{part}.split")],
                f"{name}.{part}.heads",
                perm=turn,
            )
            for part, turn in turns.items()
        )
        scores = self._add("Mul", [self._add("MatMul", [query, key], f"{name}.products"), scale], f"{name}.scores")
        shares = self._add("Softmax", [scores], f"{name}.shares", axis=-1)
        mixed = self._add("MatMul", [shares, value], f"{name}.mixed")
        return self._add(
            "Reshape", [self._add("Transpose", [mixed], f"{name}.turned", perm=[1, 0, 2]), joined], f"{name}.joined"
        )

    def _gelu(self, state: str, name: str) -> str:
        import numpy as np

        root, one, half = (
            self._constant(label, np.array(value, np.float32))
            for label, value in (("root", sqrt(2)), ("unit", 1.0), ("half", 0.5))
        )
        error = self._add("Erf", [self._add("Div", [state, root], f"{name}.over_root")], f"{name}.erf")
        gate = self._add("Add", [error, one], f"{name}.gate")
        return self._add("Mul", [self._add("Mul", [state, gate], f"{name}.gated"), half], f"{name}.gelu")

    def _dense(self, state: str, name: str) -> str:
        # PyTorch keeps a layer's matrix with its outputs first.
        matrix = self._constant(f"{name}.matrix", self._weights[f"{name}.weight"].T.copy())
        product = self._add("MatMul", [state, matrix], f"{name}.product")
        return self._add("Add", [product, self._held(f"{name}.bias")], f"{name}.out")

    def _normed(self, state: str, name: str) -> str:
        inputs = [state, self._held(f"{name}.weight"), self._held(f"{name}.bias")]
        return self._add("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=self._epsilon)

    def _held(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants[name] = value
        return name

    def _add(self, operation: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self._nodes.append(helper.make_node(operation, list(inputs), [output], name=output, **attributes))
        return output
