"""What befell a connection is said in plain words, and never in those of the HTTP library."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import anyio
import pytest
from orchestra_modules.vllm import Vllm

from orchestra.spec import Unreachable
from orchestra.testing import FakeContext
from orchestra.testing.endpoint import FakeEndpoint
from tests.modules.vllm.test_vllm import ASK


def failure(url: str) -> Unreachable:
    """What a query is told."""

    async def ask() -> None:
        module = Vllm(url=url, retries=0, first_token_timeout=10.0)
        _ = [item async for item in module.run(ASK, FakeContext())]

    with pytest.raises(Unreachable) as caught:
        anyio.run(ask)
    assert "ssl:" not in caught.value.message and "Errno" not in caught.value.message
    return caught.value


@contextmanager
def listener(answer: bytes) -> Iterator[int]:
    """A program that gives every connection the same bytes, whatever it asks, and closes it; give its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):  # it is shut down
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_refused_connection_is_called_so_with_host_and_port(host: str) -> None:
    """By name too, behind which there may be several addresses."""
    with FakeEndpoint() as gone:
        port = gone.url.rpartition(":")[2].removesuffix("/v1")
    assert failure(f"http://{host}:{port}/v1").message.endswith(f": connection refused at {host}:{port}")


def test_a_name_that_nobody_knows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the system says of it."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    message = failure("http://nosuch.invalid/v1").message
    assert message.endswith("the name 'nosuch.invalid' is not known: Name or service not known")


def test_https_where_http_is_spoken_is_told_as_that() -> None:
    """It is easily mistyped."""
    with listener(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        message = failure(f"https://127.0.0.1:{port}/v1").message
    assert f"127.0.0.1:{port} does not speak TLS" in message and "is it http?" in message


@pytest.mark.parametrize(
    ("answer", "told"), [(b"", "closed the connection without an answer"), (b"220 mail ready\r\n", "no HTTP")]
)
def test_what_is_no_http_server_is_told_as_that(answer: bytes, told: str) -> None:
    """One that says nothing, and one that speaks another protocol."""
    with listener(answer) as port:
        assert told in failure(f"http://127.0.0.1:{port}/v1").message
