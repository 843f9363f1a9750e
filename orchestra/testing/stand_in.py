"""A stand-in for vLLM as a program: started, waited for, killed and stopped like it, in a moment instead of a minute.

It is three processes that ignore the death of their parents, as vLLM's are: the server, its engine, its worker. It
writes what vLLM writes to its log, serves the same routes, and has no model in it. `install` makes it the `vllm` that a
Python started with the folder on PYTHONPATH finds. Standard library only; how it misbehaves is told by STAND_IN, JSON:

    {"gate": FILE}    does not come up before FILE exists        {"slow": SECONDS}   does not come up before that
    {"deaf": true}    ignores SIGTERM                            {"hang": FILE}      gives no token while FILE exists
    {"fail": TEXT}    writes TEXT and ends with 1                {"memory": N}       its worker holds N bytes
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_PAUSE = 0.02


def install(folder: Path) -> Path:
    """Write a `vllm` distribution into a folder, to be put first on PYTHONPATH; give the folder."""
    package = folder / "vllm" / "entrypoints" / "cli"
    package.mkdir(parents=True)
    for part in (folder / "vllm", package.parent, package):
        (part / "__init__.py").touch()
    start = f"import runpy\nrunpy.run_path({str(Path(__file__).resolve())!r}, run_name='__main__')\n"
    (package / "main.py").write_text(start, encoding="utf-8")
    described = folder / "vllm-0.32.0+cpu.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: vllm\nVersion: 0.32.0+cpu\n", encoding="utf-8")
    return folder


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, served: str, root: str, manners: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.served, self.root, self.manners = served, root, manners
        self.tokens = 0

    def hanging(self) -> bool:
        """Whether no token is given at present."""
        return "hang" in self.manners and os.path.exists(self.manners["hang"])


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """What vLLM tells of itself; /health is well even while no token comes."""
        entry = {"id": self.server.served, "object": "model", "owned_by": "vllm", "root": self.server.root}
        if self.path == "/health":
            self._send(b"")
        elif self.path == "/metrics":
            self._send(f'vllm:generation_tokens_total{{engine="0"}} {float(self.server.tokens)}\n'.encode())
        elif self.path == "/v1/models":
            self._json({"object": "list", "data": [{**entry, "max_model_len": 1024}]})
        else:
            self._json({"detail": "Not Found"}, 404)

    def do_POST(self) -> None:
        """One token, or a streamed greeting; an unknown key is refused."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = os.environ.get("VLLM_API_KEY", "")
        if key and self.headers.get("Authorization") != f"Bearer {key}":
            self._json({"error": {"message": "Unauthorized", "code": 401}}, 401)
            return
        while self.server.hanging():
            time.sleep(_PAUSE)
        self.server.tokens += 1
        usage = {"prompt_tokens": 5, "completion_tokens": 1, "total_tokens": 6}
        if self.path == "/tokenize":
            self._json({"count": 5, "max_model_len": 1024, "tokens": [1] * 5})
        elif self.path == "/v1/completions":
            self._json({"choices": [{"index": 0, "text": "1", "finish_reason": "length"}], "usage": usage})
        elif body.get("stream"):
            choice = {"index": 0, "delta": {"content": "Served."}, "finish_reason": "stop"}
            events: list[dict[str, Any]] = [{"choices": [choice]}, {"choices": [], "usage": usage}]
            lines = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"
            self._send(lines.encode(), kind="text/event-stream")
        else:
            message = {"role": "assistant", "content": "Served."}
            self._json({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": usage})

    def _json(self, answer: dict[str, Any], status: int = 200) -> None:
        self._send(json.dumps(answer).encode(), status, "application/json")

    def _send(self, body: bytes, status: int = 200, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing, as vLLM does when told to."""


def _child(role: str, manners: dict[str, Any]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-I", "-S", __file__, f"--{role}", json.dumps(manners)])


def _engine(manners: dict[str, Any]) -> None:
    _child("worker", manners)
    print("(EngineCore pid=1) INFO [core.py:133] Initializing a V1 LLM engine (v0.32.0)", flush=True)
    _linger(manners)


def _worker(manners: dict[str, Any]) -> None:
    print("(Worker pid=1) INFO [cpu_model_runner.py:68] Starting to load model ...", flush=True)
    held = bytearray(manners.get("memory", 0))
    _linger(manners)
    del held


def _linger(manners: dict[str, Any]) -> None:
    if manners.get("deaf"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        signal.pause()


def _serve(arguments: list[str], manners: dict[str, Any]) -> None:
    def value(flag: str, otherwise: str) -> str:
        return arguments[arguments.index(flag) + 1] if flag in arguments else otherwise

    root = arguments[1] if arguments[:1] == ["serve"] else value("--model", "")
    engine = _child("engine", manners)

    def ended(*_: object) -> None:
        if engine.poll() is None:
            for line in Path(f"/proc/{engine.pid}/task/{engine.pid}/children").read_text().split():
                os.kill(int(line), signal.SIGTERM)
            engine.terminate()
        os._exit(0)

    signal.signal(signal.SIGTERM, signal.SIG_IGN if manners.get("deaf") else ended)
    print(f"INFO [api_utils.py:286] non-default args: {arguments}", flush=True)
    if "fail" in manners:
        print(manners["fail"], file=sys.stderr, flush=True)
        sys.exit(1)
    end = time.monotonic() + manners.get("slow", 0.0)
    while time.monotonic() < end or ("gate" in manners and not os.path.exists(manners["gate"])):
        time.sleep(_PAUSE)
    server = _Server(int(value("--port", "0")), value("--served-model-name", root), root, manners)
    print(f"INFO [entry.py:140] Starting vLLM server on http://127.0.0.1:{server.server_address[1]}", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while True:
        signal.pause()


def main() -> None:
    """Be the server, its engine or its worker."""
    if sys.argv[1] in ("--engine", "--worker"):
        (_engine if sys.argv[1] == "--engine" else _worker)(json.loads(sys.argv[2]))
    else:
        _serve(sys.argv[1:], json.loads(os.environ.get("STAND_IN") or "{}"))


if __name__ == "__main__":
    main()
