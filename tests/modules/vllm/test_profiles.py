"""The profiles that ship with a core model: they load, they name the server, and they document every option."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from orchestra_modules import vllm as package

from orchestra import Orchestra
from orchestra.config import shipped_profiles
from orchestra.spec import read_manifest
from orchestra.testing.endpoint import FakeEndpoint, Script

NAMES = ["vllm", "endpoint"]


def _options() -> dict[str, Any]:
    manifest = read_manifest(Path(package.__file__).parent / "module.toml")
    return {key: option.default for key, option in manifest.config.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_profile_adds_the_core_model(name: str, tmp_path: Path) -> None:
    """The instance is there and ready to be asked, with no server needed to say so."""
    with Orchestra.from_profile(name, home=tmp_path) as orchestra:
        (row,) = [row for row in orchestra.modules() if row.id == "vllm"]
    assert row.state == "constructed"


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_profile_documents_every_option(name: str) -> None:
    """Set or commented out, each option but the key itself stands there; what is commented stands at its default."""
    text = shipped_profiles()[name].read_text(encoding="utf-8")
    table = text.partition("[instances.vllm]")[2]
    for key, default in _options().items():
        if key == "api_key":  # a key belongs in the environment, not in a file that is shared
            continue
        lines = [line for line in table.splitlines() if line.removeprefix("# ").startswith(f"{key} = ")]
        assert len(lines) == 1, key
        if lines[0].startswith("#"):
            assert tomllib.loads(lines[0].removeprefix("# "))[key] == default


@pytest.mark.parametrize("name", NAMES)
def test_the_address_in_the_environment_wins(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One variable points a shipped profile at another server, and a question is answered there."""
    with FakeEndpoint([Script("Well", " met.")]) as server:
        monkeypatch.setenv("ORCHESTRA_VLLM_URL", server.url)
        monkeypatch.setenv("ORCHESTRA_VLLM_PARAMETERS", "1000")
        with Orchestra.from_profile(name, home=tmp_path) as orchestra:
            answer = orchestra.ask("Write me a greeting.", modules=["vllm"])
    assert (answer.text, answer.finish) == ("Well met.", "complete")
    (charge,) = [charge for charge in answer.usage.charges if charge.instance == "vllm"]
    assert charge.method == "declared" and charge.flops > 0
