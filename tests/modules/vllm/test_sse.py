"""Server-sent events read from bytes, however they were cut."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.vllm.server import Piece
from orchestra_modules.vllm.sse import Events

from orchestra.spec import StreamBroken

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def event(text: str, **more: Any) -> bytes:
    """A delta as a server writes it."""
    return b"data: " + json.dumps({"choices": [{"delta": {"content": text}}], **more}).encode() + b"\n\n"


def read(stream: bytes, cuts: list[int]) -> list[Piece]:
    """Every piece of a stream that comes in chunks."""
    events, pieces, last = Events("u"), [], 0
    for cut in [*sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]:
        if cut > last:
            pieces += events.take(stream[last:cut])
        last = cut
    return pieces + ([] if events.done else events.take(b""))


@given(st.lists(TEXT, max_size=8), st.lists(st.integers(0, 10**6), max_size=20))
def test_pieces_do_not_depend_on_how_the_stream_is_cut(texts: list[str], cuts: list[int]) -> None:
    """In the midst of a character, of a line, anywhere."""
    stream = b": ping\n\n" + b"".join(map(event, texts)) + b"data: [DONE]\n\n"
    assert [piece.text for piece in read(stream, cuts)] == texts


def test_what_came_before_an_error_is_given_first() -> None:
    """The error follows at the next call, and stays."""
    events = Events("u")
    pieces = events.take(event("a") + b'data: {"error": {"message": "died", "code": 500}}\n\n' + event("b"))
    assert [piece.text for piece in pieces] == ["a"]
    assert events.failed
    for _ in range(2):
        with pytest.raises(StreamBroken, match="died"):
            events.take(b"")


def test_half_a_character_of_a_server_that_cuts_them_is_read() -> None:
    """As JSON may hold it."""
    assert read(b'data: {"choices": [{"delta": {"content": "\\ud83d"}}]}\n\n', []) == [Piece("\ud83d")]


def test_a_last_line_without_an_end_counts() -> None:
    """Some servers forget it."""
    assert read(event("a")[:-2], []) == [Piece("a")]


def test_an_event_without_end_is_refused() -> None:
    """Memory is not the server's to fill."""
    with pytest.raises(StreamBroken, match="without end"):
        Events("u").take(b"data: " + b"x" * (9 * 2**20))


def test_counts_come_with_a_piece_where_the_server_tells_them() -> None:
    """The cached ones too."""
    usage = {"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 4}}
    assert read(event("a", usage=usage), []) == [Piece("a", "", None, 9, 2, 4)]


@pytest.mark.parametrize("line", [b"data: {broken", b"data: []", b"data: 3", b'data: "x"'])
def test_what_is_no_event_is_refused_with_its_beginning(line: bytes) -> None:
    """The error shows it."""
    with pytest.raises(StreamBroken):
        read(line + b"\n\n", [])
