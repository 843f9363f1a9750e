"""A model in eight bits: made once from its weights, kept in a folder, read from there afterwards.

The matrices become 8-bit integers, one scale a column; what flows between them is rounded as it comes, by the range of
the one text it belongs to (ONNX Runtime's dynamic quantisation). Seven of the eight bits are used, so that processors
whose 8-bit products saturate give the same vectors as those that have instructions for them. The second matrix of each
feed-forward net stays as it is: a few large values go into it, and rounding by their range costs most of what eight
bits lose in all.
"""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from orchestra.spec import LoadError
from orchestra_modules.minilm.bert_graph import build
from orchestra_modules.minilm.weights import Weights

#: Raised when the same weights would give other vectors than before.
EDITION = 1

#: Names of the products in the graph that are computed in full.
_AFTER_FEED_FORWARD = re.compile(r"encoder\.layer\.\d+\.output\.dense\.product")

#: What to do about a model that cannot be had in eight bits.
INSTEAD = 'set `precision = "float32"` for it, which runs it in PyTorch'


def int8_weights(weights: Weights, folder: Path | None, *, anew: bool = False) -> bytes:
    """The ONNX file of a model in eight bits, from `folder` if it is there, else made and kept there.

    `anew` makes it in any case. Raises LoadError for a model that cannot be had so.
    """
    name = f"{weights.name.replace('/', '--')}-{weights.revision}-int8-{EDITION}.onnx"
    kept = None if folder is None else folder / name
    if kept is not None and kept.is_file() and not anew:
        return kept.read_bytes()
    made = _made(weights)
    if kept is not None:
        _keep(made, kept)
    return made


def _made(weights: Weights) -> bytes:
    try:
        from onnxruntime.quantization import QuantType, quantize_dynamic
        from safetensors.numpy import load_file
    except ImportError as error:
        raise LoadError(f"{error.name} is not installed", hint="`pip install 'orchestra[cpu]'` brings it") from error
    file = weights.folder / "model.safetensors"
    if not file.is_file():
        raise LoadError(f"{weights.folder} has no model.safetensors", hint=INSTEAD)
    try:
        config = json.loads((weights.folder / "config.json").read_text(encoding="utf-8"))
        graph = build(config, load_file(file))
    except LoadError as error:
        raise LoadError(f"{weights.name} in eight bits: {error.message}", hint=INSTEAD) from error
    except Exception as error:
        raise LoadError(f"{file} cannot be read: {error}", hint=INSTEAD) from error
    with tempfile.TemporaryDirectory() as scratch, _quiet():
        target = Path(scratch, "int8.onnx")
        whole = [node.name for node in graph.graph.node if _AFTER_FEED_FORWARD.fullmatch(node.name)]
        quantize_dynamic(
            graph, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, nodes_to_exclude=whole
        )
        return target.read_bytes()


def _keep(made: bytes, file: Path) -> None:
    """Put the file in its place in one step; where that cannot be, the model is made anew the next time."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.touch(mode=0o600)
        draft.write_bytes(made)
        os.replace(draft, file)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        logging.getLogger(__name__).warning("the 8-bit model was not kept: %s", error)


@contextmanager
def _quiet() -> Iterator[None]:
    """The quantiser logs advice on the root logger, and by that gives it a handler it may not have had."""
    root = logging.getLogger()
    handlers = list(root.handlers)
    root.addFilter(_is_no_advice)
    try:
        yield
    finally:
        root.removeFilter(_is_no_advice)
        root.handlers[:] = handlers


def _is_no_advice(record: logging.LogRecord) -> bool:
    return "quantization" not in record.pathname
