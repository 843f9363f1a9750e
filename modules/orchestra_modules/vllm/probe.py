"""Whether a server on this machine answers, and whether it gets on. Standard library only.

/health does not know: it is well while the worker hangs. What counts is a token.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable
from typing import Any


class Look(threading.Thread):
    """One look at the server, beside the loop, which it wakes when it is done."""

    def __init__(
        self, port: int, served: str, key: str, seconds: float, how: Callable[[Look], None], wake: int
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.served, self.key, self.seconds = port, served, key, seconds
        self.done = False
        self.problem = ""
        self.tokens: float | None = None
        self._how = how
        self._wake = wake
        self.start()

    def run(self) -> None:
        """Look; whatever goes wrong is the problem."""
        try:
            self._how(self)
        except Exception as error:
            self.problem = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        self.done = True
        with contextlib.suppress(OSError):
            os.write(self._wake, b".")


def ready(look: Look) -> None:
    """It is up, and gives a token. OSError."""
    status, _ = ask(look.port, "/health", key=look.key, seconds=10.0)
    if status != 200:
        raise OSError(f"/health answers {status}")
    generate(look.port, look.served, key=look.key, seconds=look.seconds)


class Progress:
    """Tokens more than last time are progress; else one must come when asked for: /health does not know."""

    def __init__(self, before: float | None) -> None:
        self._before = before

    def __call__(self, look: Look) -> None:
        """Look, and note the tokens. OSError when there is no progress."""
        tokens = _tokens(look)
        if tokens is None or self._before is None or tokens <= self._before:
            generate(look.port, look.served, key=look.key, seconds=look.seconds)
            tokens = _tokens(look)
        look.tokens = tokens


def _tokens(look: Look) -> float | None:
    """Tokens the server has seen and made; none where it does not say."""
    try:
        status, body = ask(look.port, "/metrics", key=look.key, seconds=10.0)
    except OSError:
        return None
    names = (b"vllm:generation_tokens_total", b"vllm:prompt_tokens_total")
    found = [line.rsplit(b" ", 1)[1] for line in body.splitlines() if line.startswith(names)] if status == 200 else []
    return sum(map(float, found)) if found else None


def generate(port: int, served: str, *, key: str = "", seconds: float) -> None:
    """Have one token generated. OSError when none comes."""
    body = {"model": served, "prompt": "1", "max_tokens": 1, "temperature": 0}
    status, answer = ask(port, "/v1/completions", body, key=key, seconds=seconds)
    if status != 200:
        raise OSError(f"a generation of one token is answered with {status}: {answer[:300].decode('utf-8', 'replace')}")


def ask(
    port: int, path: str, body: dict[str, Any] | None = None, *, key: str = "", seconds: float
) -> tuple[int, bytes]:
    """One request to the server on this machine: status and body. OSError."""
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection("127.0.0.1", port, timeout=seconds)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        if body is None:
            connection.request("GET", path, headers=headers)
        else:
            sent = json.dumps(body).encode()
            connection.request("POST", path, sent, {**headers, "Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read()
    except HTTPException as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def connects(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free(port: int) -> bool:
    """Whether a server could listen there."""
    with socket.socket() as probe:
        # As servers do it: a port whose last connections are still fading can be listened on.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def any_port() -> int:
    """One that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
