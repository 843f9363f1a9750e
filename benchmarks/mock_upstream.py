"""A server that streams chat completions as fast as asked, for measuring what stands before it: no model, no framework.

`python -m benchmarks.mock_upstream [--tokens N] [--first S] [--gap S]` prints its port and serves until its input
closes. `--gap 0` sends without pause.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys

_HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
    b"Connection: keep-alive\r\n\r\n"
)
_MODELS = {"object": "list", "data": [{"id": "mock", "object": "model", "owned_by": "vllm", "max_model_len": 8192}]}


def _event(data: object) -> bytes:
    payload = b"data: " + json.dumps(data, separators=(",", ":")).encode() + b"\n\n"
    return b"%x\r\n%s\r\n" % (len(payload), payload)


def _delta(number: int, delta: dict[str, str], finish: str | None) -> bytes:
    """As vLLM writes one, usage at every piece included."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish, "token_ids": None}
    usage = {"prompt_tokens": 24, "total_tokens": 24 + number, "completion_tokens": number}
    head = {"id": "chatcmpl-0123456789abcdef0123456789abcdef", "object": "chat.completion.chunk", "created": 1}
    return _event({**head, "model": "mock", "choices": [choice], "usage": usage})


class Upstream:
    """Answers every chat request with so many tokens, `first` seconds after it came and `gap` seconds apart."""

    def __init__(self, tokens: int, first: float, gap: float) -> None:
        self._first = first
        self._gap = gap
        self._opening = _delta(0, {"role": "assistant", "content": ""}, None)
        self._pieces = [_delta(n, {"content": f" word{n}"}, None) for n in range(1, tokens + 1)]
        usage = {"prompt_tokens": 24, "completion_tokens": tokens, "total_tokens": 24 + tokens}
        self._tail = _delta(tokens, {}, "stop") + _event({"choices": [], "usage": usage})
        done = b"data: [DONE]\n\n"
        self._tail += b"%x\r\n%s\r\n0\r\n\r\n" % (len(done), done)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, request after request."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1]
                sizes = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                size = int(sizes[0]) if sizes else 0
                if size:
                    await reader.readexactly(size)
                if path.endswith(b"/chat/completions"):
                    await self._stream(writer)
                else:
                    body = json.dumps(_MODELS).encode()
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _stream(self, writer: asyncio.StreamWriter) -> None:
        clock = asyncio.get_running_loop().time
        due = clock() + self._first
        writer.write(_HEAD + self._opening)
        for piece in self._pieces:
            if self._first or self._gap:
                await asyncio.sleep(max(0.0, due - clock()))
                due += self._gap
            writer.write(piece)
            await writer.drain()
        writer.write(self._tail)
        await writer.drain()


async def _main(arguments: argparse.Namespace) -> None:
    upstream = Upstream(arguments.tokens, arguments.first, arguments.gap)
    server = await asyncio.start_server(upstream.serve, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    # It ends with the process that started it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)  # connections that are kept alive are not waited for


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--first", type=float, default=0.05)
    parser.add_argument("--gap", type=float, default=0.01)
    asyncio.run(_main(parser.parse_args()))
