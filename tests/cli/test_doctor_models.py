"""`orchestra doctor` with each profile that has a core model: what it lacks, in a line, and what mends it."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from orchestra.cli import checks
from orchestra.cli.main import main
from orchestra.testing.endpoint import FakeEndpoint
from orchestra.testing.stand_in import install

from .conftest import BUILT_IN

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
def nothing_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """No server anywhere, no GPU, nothing in the hub's cache; give the address that profiles point to."""
    with FakeEndpoint() as gone:
        url = gone.url
    monkeypatch.setattr(checks, "unreachable", lambda url: "refused")
    monkeypatch.setenv("ORCHESTRA_VLLM_URL", url)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    monkeypatch.delenv("ORCHESTRA_PROFILE", raising=False)
    pytest.importorskip("torch", reason="the extra `cpu` is not installed")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    return url


def found(capsys: pytest.CaptureFixture[str], profile: str) -> dict[str, dict[str, Any]]:
    """The checks by name."""
    main(["--profile", profile, "doctor", "--json"])
    return {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}


@pytest.mark.parametrize("profile", ["vllm", "endpoint"])
def test_a_server_that_does_not_answer_is_the_one_truth(
    capsys: pytest.CaptureFixture[str], profile: str, nothing_answers: str
) -> None:
    """With its address and the command for its port; the core model is not said to be there, nor all to be well."""
    checked = found(capsys, profile)
    port = nothing_answers.rpartition(":")[2].removesuffix("/v1")
    assert checked["vllm server"]["state"] == "missing"
    assert (
        checked["vllm server"]["detail"] == f"no answer from {nothing_answers}: connection refused at 127.0.0.1:{port}"
    )
    assert f"`vllm serve MODEL --port {port}`" in checked["vllm server"]["fix"]
    assert checked["core model"]["state"] == "missing" and "see vllm server" in checked["core model"]["detail"]
    assert checked["transformers"]["state"] == "note"
    assert main(["--profile", profile, "doctor"]) == 0  # the solvers are there
    assert capsys.readouterr().out.endswith("excepted: the core model is missing\n")


def test_where_the_core_model_is_all_there_is_nothing_can_be_answered_without_its_server(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And the exit code says so."""
    profile = tmp_path / "alone.toml"
    profile.write_text(f"disable = {json.dumps([name for name in BUILT_IN if name != 'vllm'])}\n", encoding="utf-8")
    assert main(["--profile", str(profile), "doctor"]) == 5
    assert "ok      core model" not in capsys.readouterr().out


def test_a_server_that_answers_is_told_with_what_it_serves(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of several is enough: another that does not answer is a note."""
    with FakeEndpoint(model="poet") as server:
        dead = os.environ["ORCHESTRA_VLLM_URL"]
        monkeypatch.setenv("ORCHESTRA_VLLM_SERVERS", json.dumps([server.url]))
        main(["--profile", "endpoint", "doctor", "--json"])
        told = json.loads(capsys.readouterr().out)["checks"]
        state = {check["detail"].removeprefix("no answer from "): check["state"] for check in told}
        assert state[f"{server.url} answers, and serves poet"] == "ok"
        assert [each for detail, each in state.items() if detail.startswith(dead)] == ["note"]
        assert "core model" in [check["name"] for check in told if check["state"] == "ok"]


def test_a_model_that_the_server_does_not_list_is_told_with_the_nearest_that_it_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note: some gateways list less than they serve."""
    with FakeEndpoint(model="poet-7b") as server:
        monkeypatch.setenv("ORCHESTRA_VLLM_URL", server.url)
        monkeypatch.setenv("ORCHESTRA_VLLM_MODEL", "poet-7")
        told = found(capsys, "endpoint")["vllm server"]
        assert told["state"] == "note" and "`model`" in told["fix"]
        assert "does not list the model 'poet-7' (did you mean 'poet-7b'?): it serves poet-7b" in told["detail"]
        monkeypatch.setenv("ORCHESTRA_VLLM_MODEL", "poet-7b")
        assert found(capsys, "endpoint")["vllm server"]["state"] == "ok"


def test_a_web_server_that_is_no_model_server_is_not_taken_for_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """That something answers is not enough."""
    with FakeEndpoint(models=()) as server:
        monkeypatch.setenv("ORCHESTRA_VLLM_URL", server.url.removesuffix("/v1"))
        checked = found(capsys, "endpoint")
    assert checked["vllm server"]["state"] == "missing"
    assert "no OpenAI-compatible server" in checked["vllm server"]["detail"]
    assert f"`url` to {server.url}" in checked["vllm server"]["fix"]


def test_a_server_elsewhere_is_not_to_be_started_here(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can be done from here is to look at the address."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("ORCHESTRA_VLLM_URL", "http://models.invalid/v1")
    server = found(capsys, "endpoint")["vllm server"]
    assert "'models.invalid' is not known" in server["detail"]
    assert "vllm serve" not in server["fix"] and "option `url`" in server["fix"]


def test_a_managed_server_is_started_by_its_own_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is not missing as long as it can be started; without a model it cannot, and the variable is named."""
    fake = install(tmp_path / "fake")
    monkeypatch.syspath_prepend(str(fake))
    (tmp_path / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    monkeypatch.delenv("ORCHESTRA_VLLM_URL")
    monkeypatch.setenv("ORCHESTRA_VLLM_MANAGE", "true")
    monkeypatch.setenv("ORCHESTRA_VLLM_MODEL", str(tmp_path))
    checked = found(capsys, "embedded")
    assert (checked["vllm server"]["state"], checked["vllm server"]["fix"]) == ("note", "orchestra core start")
    assert checked["core model"]["state"] == "ok"
    monkeypatch.delenv("ORCHESTRA_VLLM_MODEL")
    checked = found(capsys, "embedded")
    assert checked["vllm model"]["state"] == "missing"
    assert "ORCHESTRA_VLLM_MODEL" in checked["vllm model"]["fix"]
    assert checked["core model"]["state"] == "missing"


def test_a_key_that_is_not_set_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """By its variable; once it is set, nothing is said."""
    monkeypatch.setenv("ORCHESTRA_VLLM_API_KEY_ENV", "SOME_KEY")
    assert found(capsys, "endpoint")["vllm key"]["fix"] == "export SOME_KEY=KEY"
    monkeypatch.setenv("SOME_KEY", "secret")
    assert "vllm key" not in found(capsys, "endpoint")


def test_a_model_that_was_not_fetched_is_named_with_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is fetched by looking, and the core model is not said to be there."""
    monkeypatch.delenv("ORCHESTRA_VLLM_URL")
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


def test_nothing_chosen_is_told_by_the_default_profile(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each generator with the variable that adds it."""
    monkeypatch.delenv("ORCHESTRA_VLLM_URL")
    checked = found(capsys, "embedded")
    assert checked["transformers"]["fix"] == "export ORCHESTRA_TRANSFORMERS_MODEL=VALUE"
    assert {checked[name]["state"] for name in ("transformers", "vllm", "core model")} == {"missing"}
