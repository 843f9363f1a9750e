"""`orchestra doctor`: what is looked at, what is said to do, and the exit code."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from orchestra.cli.checks import index
from orchestra.cli.main import main
from orchestra.spec import IndexReport

from .support import Module


def doctor(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[str, Any]]:
    """Run it: exit code, and the checks by name."""
    code = main([*argv, "doctor", "--json"])
    found = json.loads(capsys.readouterr().out)
    found["checks"] = {check["name"]: check for check in found["checks"]}
    return code, found


@pytest.fixture
def server() -> Iterator[str]:
    """A server on loopback that answers every request with a refusal; give its address."""

    class Refuses(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Refuses) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_address[1]}/v1"
        served.shutdown()
        thread.join()


GENERATOR = """
[config.url]
type = "string"
required = true
doc = "the server"
"""


TALKS = """
class Talks:
    def __init__(self, url):
        self.url = url

    def run(self, request, context):
        raise NotImplementedError
"""


def generator(module: Module) -> Path:
    """A folder with a generator that wants a server."""
    folder = module("core", TALKS, "Talks", more=GENERATOR)
    manifest = folder / "module.toml"
    manifest.write_text(manifest.read_text().replace("expert/1", "generator/1"), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("scripted")
def test_doctor_exits_0_when_questions_can_be_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """One usable expert is enough; what is missing besides is told."""
    code, found = doctor(capsys)

    assert (code, found["works"]) == (0, True)
    assert found["checks"]["scripted"]["state"] == "ok"
    assert found["checks"]["core model"]["fix"].startswith("export ORCHESTRA_VLLM_URL=")


def test_doctor_exits_5_when_nothing_can_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """With every module disabled there is no plan to make."""
    code, found = doctor(capsys)

    assert (code, found["works"]) == (5, False)


def test_doctor_says_what_is_wrong_with_a_profile(capsys: pytest.CaptureFixture[str]) -> None:
    """It is what one runs when nothing else does."""
    code, found = doctor(capsys, "--profile", "nope")

    assert code == 5
    assert found["checks"]["profile"]["state"] == "broken"
    assert "nope" in found["checks"]["profile"]["detail"]


def test_doctor_says_when_the_state_folder_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that cannot be made is named, with the variable that moves it."""
    monkeypatch.setenv("ORCHESTRA_HOME", "/proc/orchestra")

    code, found = doctor(capsys)

    assert code == 5
    assert found["checks"]["home"] == {
        "name": "home",
        "state": "broken",
        "detail": found["checks"]["home"]["detail"],
        "fix": "export ORCHESTRA_HOME=PATH",
    }


def test_doctor_names_the_command_for_a_missing_extra(module: Module, capsys: pytest.CaptureFixture[str]) -> None:
    """An import that is not installed is found without importing anything."""
    main(["modules", "add", str(module("lacking", more='imports = ["no_such_package.part"]\nextra = "cpu"'))])
    capsys.readouterr()

    code, found = doctor(capsys)

    assert code == 5
    assert found["checks"]["lacking"]["state"] == "missing"
    assert found["checks"]["lacking"]["fix"] == "pip install 'orchestra[cpu]'"


def test_doctor_names_the_variable_of_an_unconfigured_module(
    module: Module, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command that sets the option is whole but for the value."""
    main(["modules", "add", str(generator(module))])
    capsys.readouterr()

    _, found = doctor(capsys)

    assert found["checks"]["core"]["fix"] == "export ORCHESTRA_CORE_URL=VALUE"


def test_doctor_reaches_a_configured_server(
    module: Module, server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a module that has no word of its own on it any answer will do, and no answer is told with its address."""
    main(["modules", "add", str(generator(module))])
    capsys.readouterr()

    monkeypatch.setenv("ORCHESTRA_CORE_URL", server)
    assert doctor(capsys)[1]["checks"]["core server"]["state"] == "ok"
    monkeypatch.setenv("ORCHESTRA_CORE_URL", "http://127.0.0.1:1/v1")
    assert doctor(capsys)[1]["checks"]["core server"]["state"] == "missing"


def test_doctor_tells_settings_with_origin_and_variables_that_set_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt variable would otherwise be silent."""
    monkeypatch.setenv("ORCHESTRA_BUDGET_FLOPS", "1e9")
    monkeypatch.setenv("ORCHESTRA_BUDGET_FLOPPS", "1e9")

    _, found = doctor(capsys)

    settings = {setting["key"]: setting for setting in found["settings"]}
    assert settings["budget.flops"] == {"key": "budget.flops", "value": 1e9, "origin": "ORCHESTRA_BUDGET_FLOPS"}
    assert settings["policy.k"]["origin"] == "default"
    assert found["checks"]["ORCHESTRA_BUDGET_FLOPPS"]["fix"] == "unset ORCHESTRA_BUDGET_FLOPPS"


@pytest.mark.usefixtures("shelf")
def test_doctor_offers_the_guide_when_it_is_not_built(capsys: pytest.CaptureFixture[str]) -> None:
    """The manual is one command away."""
    assert doctor(capsys)[1]["checks"]["index guide"]["fix"] == "orchestra index create guide"


def test_doctor_tells_a_person_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line says its state in a word, not by colour."""
    main(["doctor"])

    out = capsys.readouterr().out
    assert out.startswith("ok      python: ")
    assert "\x1b" not in out


def test_doctor_says_when_an_index_was_made_by_another_embedder() -> None:
    """Its vectors do not compare, so it has to be made anew."""
    report = IndexReport(
        name="notes", documents=1, passages=1, stamp={"embedder": "a/1", "mend": "orchestra index create notes PATH"}
    )

    assert index(report, "a/1").state == "ok"
    assert index(report, "").state == "ok"
    assert (index(report, "b/2").state, index(report, "b/2").fix) == ("broken", "orchestra index create notes PATH")


def test_doctor_says_when_the_router_does_not_know_the_embedder(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A head trained with other vectors is not used, and a person is told so."""
    pytest.importorskip("faiss", reason="the extra `cpu` is not installed")
    monkeypatch.setenv("ORCHESTRA_PROFILE", "embedded")
    monkeypatch.setenv("ORCHESTRA_MINILM_MAX_TOKENS", "64")

    _, found = doctor(capsys)

    assert found["checks"]["router"]["state"] == "note"
    assert "/int8/64" in found["checks"]["router"]["detail"]
