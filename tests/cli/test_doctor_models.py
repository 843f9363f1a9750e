"""`orchestra doctor` with each profile that has a core model: what it lacks, in a line, and what mends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestra.cli import checks
from orchestra.cli.main import main

CONFIG = {
    "model_type": "llama",
    "hidden_size": 8,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "vocab_size": 32,
    "max_position_embeddings": 64,
}


@pytest.fixture(autouse=True)
def nothing_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No server anywhere, no GPU, nothing in the hub's cache."""
    monkeypatch.setattr(checks, "unreachable", lambda url: "refused")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    monkeypatch.delenv("ORCHESTRA_PROFILE", raising=False)
    pytest.importorskip("torch", reason="the extra `cpu` is not installed")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))


def found(capsys: pytest.CaptureFixture[str], profile: str) -> dict[str, dict[str, Any]]:
    """The checks by name."""
    main(["--profile", profile, "doctor", "--json"])
    return {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}


@pytest.mark.parametrize("profile", ["vllm", "endpoint"])
def test_a_server_that_does_not_answer_is_named(capsys: pytest.CaptureFixture[str], profile: str) -> None:
    """With its address; the other generator that could be had is no more than a note."""
    checked = found(capsys, profile)
    assert checked["vllm server"]["state"] == "missing"
    assert checked["vllm server"]["detail"].startswith("http://127.0.0.1:8000/v1")
    assert checked["transformers"]["state"] == "note"


def test_a_key_that_is_not_set_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """By its variable; once it is set, nothing is said."""
    monkeypatch.setenv("ORCHESTRA_VLLM_API_KEY_ENV", "SOME_KEY")
    assert found(capsys, "endpoint")["vllm key"]["fix"] == "export SOME_KEY=KEY"
    monkeypatch.setenv("SOME_KEY", "secret")
    assert "vllm key" not in found(capsys, "endpoint")


def test_a_model_that_was_not_fetched_is_named_with_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is fetched by looking, and the core model is not said to be there."""
    checked = found(capsys, "local")
    assert checked["transformers model"]["state"] == "missing"
    assert "`hf download Qwen/Qwen3-0.6B`" in checked["transformers model"]["fix"]
    assert checked["core model"]["state"] == "missing"
    assert checked["vllm"]["state"] == "note"


def test_a_model_that_is_there_is_enough_without_a_gpu(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """That it will be slow is a note."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    (tmp_path / "model.safetensors").touch()
    monkeypatch.setenv("ORCHESTRA_TRANSFORMERS_MODEL", str(tmp_path))
    checked = found(capsys, "local")
    assert checked["core model"]["state"] == "ok"
    assert "transformers model" not in checked
    assert (checked["transformers device"]["state"], "slow" in checked["transformers device"]["detail"]) == (
        "note",
        True,
    )


def test_libraries_that_are_missing_are_named_with_the_extra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything that would need them."""
    monkeypatch.setattr(checks, "_installed", lambda top: top not in ("torch", "transformers"))
    checked = found(capsys, "local")
    assert checked["transformers"]["detail"] == "generator/1, not installed: torch, transformers"
    assert checked["transformers"]["fix"] == "pip install 'orchestra[cpu]'"
    assert checked["core model"]["state"] == "missing"


def test_nothing_chosen_is_told_by_the_default_profile(capsys: pytest.CaptureFixture[str]) -> None:
    """Each generator with the variable that adds it."""
    checked = found(capsys, "embedded")
    assert checked["transformers"]["fix"] == "export ORCHESTRA_TRANSFORMERS_MODEL=VALUE"
    assert {checked[name]["state"] for name in ("transformers", "vllm", "core model")} == {"missing"}
