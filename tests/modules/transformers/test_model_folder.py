"""What is said of a model that is missing, damaged or not covered; and its quote, made without torch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from orchestra_modules.transformers import Transformers
from orchestra_modules.transformers.folder import find

from orchestra.spec import ConfigError, GenerateRequest, LoadError, OrchestraError, Turn

LLAMA = {
    "model_type": "llama",
    "hidden_size": 8,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "vocab_size": 32,
    "max_position_embeddings": 64,
}
REQUEST = GenerateRequest(messages=(Turn(role="user", text="Hello"),))


def written(folder: Path, config: object, *, weights: bool = True) -> Path:
    """A model's folder with this config.json."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    if weights:
        (folder / "model.safetensors").touch()
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub."""
    pytest.importorskip("huggingface_hub", reason="the extra `cpu` is not installed")
    folder = tmp_path / "hub"
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(folder))
    return folder


def cached(cache: Path, name: str) -> Path:
    """A model as the hub's cache holds it."""
    root = cache / f"models--{name.replace('/', '--')}"
    (root / "refs").mkdir(parents=True)
    (root / "refs" / "main").write_text("abc", encoding="utf-8")
    return written(root / "snapshots" / "abc", LLAMA)


def test_a_folder_is_found_with_its_shape_and_window(tmp_path: Path) -> None:
    """By its path, and named by its last part."""
    found = find(str(written(tmp_path / "small", LLAMA)))
    assert (found.name, found.window, found.shape.layers) == ("small", 64, 1)


def test_a_name_is_found_in_the_cache(cache: Path) -> None:
    """Where an earlier download has put it."""
    folder = cached(cache, "someone/small")
    found = find("someone/small")
    assert (found.name, found.path) == ("someone/small", folder)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("someone/small", "hf download someone/small"), ("gpt", "hf download gpt"), ("/no/such", "config.json")],
)
def test_a_model_that_is_not_there_is_told_with_how_to_get_it(name: str, hint: str) -> None:
    """Before it is loaded, so that doctor can say it; nothing is fetched, and its quote does not look free."""
    module = Transformers(model=name)
    with pytest.raises(LoadError) as caught:
        module.check()
    assert name in caught.value.message and hint in caught.value.hint
    assert module.estimate(REQUEST).expected > 10**11


@pytest.mark.parametrize(
    ("config", "weights", "error", "words"),
    [
        ({**LLAMA, "model_type": "gpt2"}, True, ConfigError, "gpt2"),
        ({**LLAMA, "max_position_embeddings": None}, True, ConfigError, "max_position_embeddings=None"),
        ([], True, LoadError, "not a model's config.json"),
        (LLAMA, False, LoadError, r"no \*.safetensors"),
    ],
)
def test_a_folder_that_cannot_be_used_says_why(
    tmp_path: Path, config: object, weights: bool, error: type[OrchestraError], words: str
) -> None:
    """With its path, and what to do."""
    folder = written(tmp_path / "model", config, weights=weights)
    with pytest.raises(error, match=words) as caught:
        find(str(folder))
    assert str(folder) in caught.value.message and caught.value.hint


@pytest.mark.parametrize("text", ["", "{", "\ud800"])
def test_a_config_that_is_no_json_is_told(tmp_path: Path, text: str) -> None:
    """As the folder's fault, not the program's."""
    folder = written(tmp_path / "model", LLAMA)
    (folder / "config.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(LoadError, match="cannot be read"):
        find(str(folder))


def test_a_folder_without_a_config_is_told(tmp_path: Path) -> None:
    """It may be a model's parent."""
    with pytest.raises(LoadError, match=r"holds no config.json"):
        find(str(tmp_path))


def test_weights_that_are_none_are_a_load_error(tmp_path: Path) -> None:
    """With the folder, whatever the library says."""
    pytest.importorskip("transformers", reason="the extra `cpu` is not installed")
    folder = written(tmp_path / "model", LLAMA)
    with pytest.raises(LoadError, match="did not load") as caught:
        Transformers(model=str(folder)).load()
    assert str(folder) in caught.value.message


def test_a_download_is_made_only_where_it_is_allowed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Safetensors and small files are asked for, and the quote knows no bound before."""
    import huggingface_hub

    asked: list[Any] = []

    def download(name: str, *, allow_patterns: list[str]) -> None:
        asked.append((name, allow_patterns))
        cached(cache, name)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    with pytest.raises(LoadError, match="not on this machine"):
        Transformers(model="someone/small").load()
    assert not asked

    module = Transformers(model="someone/small", download=True)
    module.check()
    assert module.estimate(REQUEST).upper is None
    with pytest.raises(LoadError, match="did not load"):  # what was put there is no model
        module.load()
    ((name, patterns),) = asked
    assert name == "someone/small" and "*.safetensors" in patterns and "*.bin" not in patterns
    assert module.estimate(REQUEST).upper is not None


def test_a_download_that_fails_is_a_load_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its name, in one line."""
    import huggingface_hub

    def download(name: str, *, allow_patterns: list[str]) -> None:
        raise OSError("no network\nand more")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", download)
    with pytest.raises(LoadError) as caught:
        Transformers(model="someone/small", download=True).load()
    assert caught.value.message == "fetching the model 'someone/small' failed: no network"


def test_a_quote_imports_no_torch(tmp_path: Path) -> None:
    """From config.json alone, in a fresh interpreter."""
    folder = written(tmp_path / "model", LLAMA)
    code = (
        "import sys\n"
        "from orchestra.spec import GenerateRequest, Turn\n"
        "from orchestra_modules.transformers import Transformers\n"
        "request = GenerateRequest(messages=(Turn(role='user', text='Hi'),))\n"
        f"cost = Transformers(model={str(folder)!r}).estimate(request)\n"
        "assert 0 < cost.lower < cost.expected <= cost.upper, cost\n"
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
