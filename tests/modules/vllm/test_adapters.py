"""LoRA adapters as instances of their own: loaded when they are missing, priced with their own matrices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.vllm import Vllm
from orchestra_modules.vllm.adapters import WithAdapter, token_flops
from orchestra_modules.vllm.pricing import ByArchitecture

from orchestra import Orchestra
from orchestra.budget.flops import request_flops
from orchestra.cli.main import main
from orchestra.spec import ConfigError, Generation, Rejected
from orchestra.testing import FakeContext
from orchestra.testing.endpoint import FakeEndpoint, Script
from tests.modules.vllm.test_vllm import ASK, CONFIG, PROMPT, SHAPE

ADAPTER = {"r": 4, "target_modules": ["q_proj", "down_proj"], "peft_type": "LORA"}
#: two layers of q_proj (64 -> 64) and down_proj (96 -> 64), rank 4
EXTRA = 2 * 2 * 4 * (64 + 64 + 96 + 64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base's config.json, and an adapter's in a folder beside it."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    (tmp_path / "poet").mkdir()
    (tmp_path / "poet" / "adapter_config.json").write_text(json.dumps(ADAPTER))
    return tmp_path


async def _generate(module: Vllm, context: FakeContext) -> Generation:
    *_, last = [item async for item in module.run(ASK, context)]
    assert isinstance(last, Generation)
    return last


def ask(server: FakeEndpoint, context: FakeContext | None = None, **options: Any) -> Generation:
    """One generation."""
    return anyio.run(_generate, Vllm(url=server.url, **options), context or FakeContext())


def loads(server: FakeEndpoint) -> list[Any]:
    """What the server was asked to load."""
    return [seen.body for seen in server.requests if seen.path == "/v1/load_lora_adapter"]


def test_an_adapter_that_is_not_served_is_loaded_and_asked_for(folder: Path) -> None:
    """Once, under the name set, by its whole path; the next instance finds it there."""
    with FakeEndpoint([Script("a")], adapters=True) as server:
        assert ask(server, model="muse", adapter=str(folder / "poet")).model == "muse"
        ask(server, model="muse", adapter=str(folder / "poet"))
        assert loads(server) == [{"lora_name": "muse", "lora_path": str(folder / "poet")}]
        assert [body["model"] for body in server.chats] == ["muse", "muse"]


def test_an_adapter_without_a_name_has_its_folders() -> None:
    """And one that the server lists already is not loaded."""
    with FakeEndpoint([Script("a")], models=[{"id": "base"}, {"id": "poet"}]) as server:
        assert ask(server, adapter="somewhere/poet").model == "poet"
        assert loads(server) == []


def test_a_server_that_loads_none_is_told_how_it_would() -> None:
    """Both flags are in the hint."""
    with FakeEndpoint() as server, pytest.raises(Rejected, match="poet") as caught:
        ask(server, adapter="poet")
    assert "--enable-lora" in caught.value.hint and "VLLM_ALLOW_RUNTIME_LORA_UPDATING=1" in caught.value.hint


def test_an_adapter_that_is_not_there_is_said_in_the_servers_words() -> None:
    """With the path as it was sent."""
    with FakeEndpoint(adapters=True) as server, pytest.raises(Rejected, match="No adapter found") as caught:
        ask(server, adapter="somewhere/nothing")
    assert "somewhere/nothing" in caught.value.message


def test_an_adapters_folder_that_is_not_there_is_said_before_a_server_on_this_machine_is_asked(tmp_path: Path) -> None:
    """With its path; whoever gave the path can mend it, and the server cannot."""
    context = FakeContext()
    with FakeEndpoint(adapters=True) as server:
        with pytest.raises(ConfigError, match=f"folder {tmp_path / 'nothing'} does not exist") as caught:
            ask(server, context, adapter=str(tmp_path / "nothing"))
        assert server.requests == []
    assert caught.value.option == "adapter"
    assert context.charges == [(0, "declared")]


def test_a_managed_server_is_not_started_for_an_adapter_that_is_not_there(tmp_path: Path) -> None:
    """It would take a minute to say less."""
    module = Vllm(manage=True, model="some/model", adapter=str(tmp_path / "nothing"), home=str(tmp_path))
    with pytest.raises(ConfigError, match="does not exist"):
        anyio.run(_generate, module, FakeContext())
    assert list(tmp_path.iterdir()) == []


def test_an_adapters_folder_on_another_machine_is_not_judged() -> None:
    """The path is read there."""
    Vllm(url="http://10.0.0.1:8000/v1", adapter="/no/such/folder").check()
    with pytest.raises(ConfigError):
        Vllm(url="http://10.0.0.1:8000/v1", servers=["http://localhost:1/v1"], adapter="/no/such/folder").check()


def test_doctor_names_an_adapters_folder_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And where it was set."""
    monkeypatch.setenv("ORCHESTRA_HOME", str(tmp_path))
    with FakeEndpoint() as server:
        profile = tmp_path / "profile.toml"
        table = f'url = "{server.url}"\nparameters = 1\nadapter = "{tmp_path}/nothing"\n'
        profile.write_text(f"[instances.vllm]\n{table}", encoding="utf-8")
        main(["--profile", str(profile), "doctor", "--json"])
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["vllm adapter"]["state"] == "missing"
    assert f"{tmp_path}/nothing does not exist" in checks["vllm adapter"]["detail"]
    assert f"[instances.vllm] in {profile}" in checks["vllm adapter"]["detail"]
    assert checks["core model"]["state"] == "missing"


def test_an_adapter_costs_its_base_and_its_own(folder: Path) -> None:
    """The base is priced from the folder the server names for it, and each token run passes the thin matrices."""
    context = FakeContext()
    with FakeEndpoint([Script("a", "b")], root=str(folder), adapters=True) as server:
        ask(server, context, adapter=str(folder / "poet"))
    assert context.charges == [(request_flops(SHAPE, PROMPT, 2) + EXTRA * (PROMPT + 1), "modelled")]


@pytest.mark.parametrize(
    ("adapter", "flops"),
    [
        (ADAPTER, EXTRA),
        ({**ADAPTER, "target_modules": "all-linear"}, 2 * 2 * 4 * (128 + 96 + 96 + 128 + 3 * 160)),
        ({**ADAPTER, "layers_to_transform": [1]}, EXTRA // 2),
        ({**ADAPTER, "target_modules": ["embed_tokens"]}, 0),
        ({**ADAPTER, "rank_pattern": {"q_proj": 2}}, 0),
        ({"r": "four"}, 0),
        ({}, 0),
    ],
)
def test_what_an_adapter_adds_to_a_token(adapter: dict[str, Any], flops: int) -> None:
    """2*r*(in + out) a matrix; nothing where its file does not say, for the base's price is certain then."""
    assert token_flops(adapter, SHAPE) == flops


@given(st.integers(1, 400), st.integers(0, 10**9))
def test_a_grant_is_spent_to_the_last_token_with_an_adapter_too(prompt: int, grant: int) -> None:
    """The most tokens that fit, and not one more."""
    price = WithAdapter(ByArchitecture(SHAPE), EXTRA)
    most = price.max_tokens(prompt, grant)
    assert most == 0 or price.flops(prompt, most) <= grant
    assert price.flops(prompt, most + 1) > grant


def test_an_adapter_is_chosen_by_its_own_examples(folder: Path) -> None:
    """Its instance has an intent of its own, and what it was made for goes to it, the rest to the base."""
    profile = folder / "profile.toml"
    with FakeEndpoint([Script("a")], adapters=True) as server:
        profile.write_text(
            f"""
name = "adapters"
[budget]
flops = "unlimited"
[instances.vllm]
url = "{server.url}"
parameters = 1000
[instances.sql]
module = "vllm"
url = "{server.url}"
adapter = "{folder / "poet"}"
parameters = 1000
examples = ["Write a SQL query that lists customers without orders", "Turn this question into SQL",
            "Give me the SQL that counts rows in a table", "SQL for the ten largest invoices"]
"""
        )
        with Orchestra.from_profile(profile, home=folder / "home") as orchestra:
            assert orchestra.manifest("sql").serves == ("sql",)
            assert orchestra.manifest("vllm").serves[0] == "open"
            adapted = orchestra.ask("Write a SQL query that lists customers without orders")
            plain = orchestra.ask("Write a short poem about the sea")
        assert (adapted.plan, plain.plan) == (("sql",), ("vllm",))
        assert [body["model"] for body in server.chats] == ["poet", "fake"]
