"""Where a model lies on this disk, and what its config.json says of it: the shape its FLOPs follow from, its window.

Reads small files only and knows nothing of torch. The network is reached by `fetch`, and by nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestra.budget.flops import DecoderConfig
from orchestra.spec import ConfigError, LoadError

#: What is fetched of a repository: safetensors for weights, since nothing that is unpickled is ever loaded.
_FILES = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja")


@dataclass(frozen=True, kw_only=True)
class ModelFolder:
    """A model on disk: the name it was asked for by, its folder, shape, and the most tokens of prompt and answer."""

    name: str
    path: Path
    shape: DecoderConfig
    window: int


def find(name: str) -> ModelFolder:
    """The model by its folder or its name in the local cache. LoadError, ConfigError: how to get what is missing."""
    path = _folder(name)
    if path is None:
        raise _missing(name)
    config = _read(path / "config.json")
    try:
        shape = DecoderConfig.from_hf(config)
    except ConfigError as error:
        hint = "choose another model, or serve this one and use the module vllm, which can be told its `parameters`"
        raise ConfigError(f"{path}: {error.message}", hint=hint) from error
    window = config.get("max_position_embeddings")
    if not isinstance(window, int) or isinstance(window, bool) or window < 2:
        raise ConfigError(
            f"{path}: config.json has max_position_embeddings={window!r}, not a number of tokens",
            hint="give the model's own config.json",
        )
    if next(path.glob("*.safetensors"), None) is None:
        hint = "fetch it again whole; weights in other formats (pytorch_model.bin) are not loaded, as they can run code"
        raise LoadError(f"{path} holds no *.safetensors, so the model's weights are not there", hint=hint)
    return ModelFolder(
        name=path.name if Path(name).expanduser() == path else name, path=path, shape=shape, window=window
    )


def fetch(name: str) -> None:
    """Download a model by its name on the hub into the local cache. LoadError."""
    try:
        from huggingface_hub import snapshot_download

        snapshot_download(name, allow_patterns=list(_FILES))
    except Exception as error:  # the network and the hub fail in many ways, none of them ours
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise LoadError(
            f"fetching the model {name!r} failed: {reason}", hint="check its name and the network"
        ) from error


def _folder(name: str) -> Path | None:
    given = Path(name).expanduser()
    if given.is_dir():
        return given
    try:
        from huggingface_hub import try_to_load_from_cache

        found = try_to_load_from_cache(name, "config.json")
    except ImportError:
        return None  # said by doctor, and by load
    except ValueError:
        return None  # no name the hub could have
    return Path(found).parent if isinstance(found, str) else None


def _missing(name: str) -> LoadError:
    if name.startswith((".", "/", "~")) or name.count("/") > 1 or "\\" in name:
        return LoadError(
            f"there is no folder {name!r}", hint="set option `model` to the folder of a model's config.json"
        )
    return LoadError(
        f"the model {name!r} is not on this machine",
        hint=f"`hf download {name}` fetches it; or set option `model` to its folder, or `download = true`",
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        hint = "set option `model` to the folder of a model's config.json"
        raise LoadError(f"{file.parent} holds no config.json, so it is no model's folder", hint=hint) from error
    except (OSError, ValueError) as error:
        raise LoadError(f"{file} cannot be read: {error}", hint="fetch the model again") from error
    if not isinstance(data, dict):
        raise LoadError(f"{file} is not a model's config.json", hint="fetch the model again")
    return data
