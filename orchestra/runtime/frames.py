"""Messages between the runtime and a worker: a 4-byte big-endian length, then that many bytes of JSON."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

HEADER = struct.Struct(">I")
LIMIT = 256 * 1024 * 1024

Frame = dict[str, Any]


def encode(frame: Frame) -> bytes:
    """A frame as bytes. ValueError when it is over the limit."""
    body = json.dumps(frame, separators=(",", ":")).encode()
    if len(body) > LIMIT:
        raise ValueError(f"a message of {len(body):,} bytes is over the limit of {LIMIT:,}")
    return HEADER.pack(len(body)) + body


def decode(body: bytes) -> Frame:
    """The frame in a body. ValueError when it is none."""
    frame = json.loads(body)
    if not isinstance(frame, dict):
        raise ValueError(f"a message is not an object: {body[:80]!r}")
    return frame


def length(header: bytes) -> int:
    """The body's length. ValueError when it is over the limit: the stream is not ours."""
    (size,) = HEADER.unpack(header)
    if size > LIMIT:
        raise ValueError(f"a message announces {size:,} bytes")
    return int(size)


def read(stream: BinaryIO) -> Frame | None:
    """The next frame of a blocking stream; none at its end."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    body = stream.read(length(header))
    return decode(body)
