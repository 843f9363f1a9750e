"""`orchestra ask`: what stands where, and the exit codes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from orchestra.cli.main import main

KEYS = {
    "id",
    "text",
    "finish",
    "verified",
    "confidence",
    "intent",
    "plan",
    "evidence",
    "solution",
    "usage",
    "error",
    "cut",
    "left_out",
}

pytestmark = pytest.mark.usefixtures("scripted")


def ask(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Ask the scripted expert: exit code, standard output, standard error."""
    code = main(["ask", "--module", "scripted", *argv])
    return code, *capsys.readouterr()


def test_answer_alone_stands_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    """The route comes before and the bill after, on standard error."""
    code, out, err = ask(capsys, "good", "day")

    assert code == 0
    assert out == "you said: good day\n"
    route, bill = err.splitlines()
    assert route.startswith("→ scripted (")
    assert re.fullmatch(r".* · est \S+ GFLOP · left [\d.]+ GFLOP", route)
    assert bill.startswith("= not verified · ")


def test_quiet_shows_the_answer_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """With --quiet standard error stays empty."""
    assert ask(capsys, "-q", "good day") == (0, "you said: good day\n", "")


def test_flags_may_stand_between_words_and_dashes_after_two_dashes(capsys: pytest.CaptureFixture[str]) -> None:
    """What follows "--" is text, whatever it looks like."""
    assert ask(capsys, "a", "-q", "b", "--", "-5+3", "--json")[1] == "you said: a b -5+3 --json\n"


@pytest.mark.parametrize("words", [[], ["-"]])
def test_query_comes_from_standard_input(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without words, or with a dash for them, the question is read."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\ufeffgrüß\n".encode())))

    assert ask(capsys, "-q", *words)[:2] == (0, "you said: grüß\n")


def test_input_that_is_not_utf8_is_a_usage_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes that are no text are refused with their place."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ab\xff")))

    code, out, err = ask(capsys)

    assert (code, out) == (2, "")
    assert "not UTF-8 at byte 2" in err


def test_sources_are_numbered_beside_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """Each source gives its file, line and words."""
    code, out, err = ask(capsys, "cite")

    assert (code, out) == (0, "five [1]\n")
    assert "[1] notes/a.md:12  “Five is right”" in err


def test_declined_says_why_and_exits_4(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing stands on standard output, and the command that would help is named."""
    code, out, err = ask(capsys, "decline")

    assert (code, out) == (4, "")
    assert "orchestra: declined: scripted: not for me" in err
    assert "ORCHESTRA_VLLM_URL" in err


def test_text_that_was_not_accepted_stays_off_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    """Text belongs to its step; one that ends below the threshold gives none."""
    code, out, err = ask(capsys, "unsure")

    assert (code, out) == (4, "")
    assert "confidence 0.10 is under 0.7" in err


def test_failing_module_exits_5(capsys: pytest.CaptureFixture[str]) -> None:
    """The module's own words are shown, without a trace."""
    code, out, err = ask(capsys, "fail")

    assert (code, out) == (5, "")
    assert "out of order" in err
    assert "Traceback" not in err


def test_no_budget_exits_3(capsys: pytest.CaptureFixture[str]) -> None:
    """A budget that pays for nothing is said to be gone."""
    code, out, err = ask(capsys, "--budget", "0", "good day")

    assert (code, out) == (3, "")
    assert "out of budget" in err


def test_verbose_shows_every_charge(capsys: pytest.CaptureFixture[str]) -> None:
    """The bill in full, by instance."""
    _, _, err = ask(capsys, "-v", "good day")

    assert any(line.split()[0] == "scripted" and "FLOP" in line for line in err.splitlines()[2:])


@pytest.mark.parametrize(
    ("words", "code", "finish"),
    [
        (["good day"], 0, "complete"),
        (["decline"], 4, "declined"),
        (["fail"], 5, "error"),
        (["--budget", "0", "good day"], 3, "budget"),
    ],
)
def test_json_is_one_object_whatever_the_finish(
    words: list[str], code: int, finish: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output parses as one object with every key, and standard error is empty."""
    given, out, err = ask(capsys, "--json", *words)

    found: dict[str, Any] = json.loads(out)
    assert (given, found["finish"], err) == (code, finish, "")
    assert found.keys() == KEYS
    assert found["usage"].keys() == {"flops", "seconds", "prompt_tokens", "completion_tokens", "charges"}
    assert found["usage"]["flops"] == sum(charge["flops"] for charge in found["usage"]["charges"])
    assert (found["error"] is None) == (finish == "complete")


def test_json_evidence_says_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    """Each citation has source, span, text and score."""
    [cited] = json.loads(ask(capsys, "--json", "cite")[1])["evidence"]

    assert (cited["source"], cited["text"], cited["score"]) == ("notes/a.md", "Five is right", 0.5)
    assert (cited["span"]["start"], cited["span"]["end"], cited["span"]["line"]) == (0, 5, 12)


def test_json_is_printed_when_the_runtime_itself_cannot_start(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script that reads JSON gets JSON, unless the mistake was its own."""
    (home / "modules.toml").write_text("folders = ", encoding="utf-8")

    code, out, err = ask(capsys, "--json", "good day")

    assert code == 5
    assert json.loads(out)["error"]["type"] == "StoreError"
    assert "orchestra: error:" in err


def test_a_setting_that_only_the_module_can_refuse_is_a_usage_mistake_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It comes to light when the module is needed, and is the caller's mistake all the same."""
    monkeypatch.setenv("ORCHESTRA_PROFILE", "vllm")
    monkeypatch.setenv("ORCHESTRA_VLLM_URL", "banana")

    code = main(["ask", "--module", "vllm", "Write a short poem about the sea"])

    err = capsys.readouterr().err
    assert code == 2
    assert "'banana'" in err and "ORCHESTRA_VLLM_URL" in err and "constructing" not in err
