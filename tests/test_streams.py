"""The events of a query as a caller reads them, from plain code and on a loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from orchestra import Orchestra
from orchestra.spec import Answered, Context, Reply, Text, UsageError
from orchestra.store import Store
from tests.fakes import EvenRouter, add, says

PATIENCE = 30


def talk(request: Any, context: Context) -> Iterator[Any]:
    """Three words, then the whole."""
    context.charge(1)
    for word in "one", "two", "three":
        yield Text(text=word)
    yield Reply(text="one two three")


def test_a_plain_stream_gives_every_event_and_then_the_answer(orc: Orchestra) -> None:
    """Before that there is none."""
    add(orc, "x", talk)
    with orc.stream("anything") as stream:
        with pytest.raises(UsageError, match="has not ended"):
            _ = stream.answer
        events = list(stream)
        assert [event.text for event in events if isinstance(event, Text)] == ["one", "two", "three"]
        assert isinstance(events[-1], Answered)
        assert stream.answer.text == "one two three"
        assert list(stream) == []
    assert stream.answer == events[-1].answer


def test_asking_is_the_stream_collected(orc: Orchestra) -> None:
    """The same answer, but for who asked when."""
    add(orc, "x", talk)
    asked = orc.ask("anything")
    with orc.stream("anything") as stream:
        list(stream)
    ignore: Any = {"id": True, "usage": {"seconds": True, "charges": True}}
    assert asked.model_dump(exclude=ignore) == stream.answer.model_dump(exclude=ignore)


def test_the_trace_is_kept_when_the_last_event_has_been_read(orc: Orchestra, home: Path) -> None:
    """Whoever has the answer can look up how it came about."""
    add(orc, "x", talk)
    for _ in range(5):
        stream = orc.stream("anything")
        events = list(stream)
        assert Store(home).trace(stream.answer.id) == tuple(events)


def test_an_error_in_the_reader_cancels_the_query_and_goes_on_up(orc: Orchestra) -> None:
    """It is not swallowed, nor is the query left running."""

    async def endless(request: Any, context: Context) -> AsyncIterator[Any]:
        while True:
            yield Text(text="more")

    add(orc, "x", endless)
    with pytest.raises(ZeroDivisionError), orc.stream("anything") as stream:
        for event in stream:
            if isinstance(event, Text):
                _ = 1 // 0
    assert stream.answer.finish == "cancelled"
    assert not orc.running


def test_closing_a_stream_twice_is_once(orc: Orchestra) -> None:
    """And after its Orchestra was closed it is nothing at all."""
    add(orc, "x", talk)
    stream = orc.stream("anything")
    stream.close()
    stream.close()
    assert stream.answer.finish == "cancelled"
    with orc.stream("anything") as other:
        next(iter(other))
        orc.close()
    assert other.answer.finish in ("cancelled", "complete")


def test_a_stream_dropped_unread_leaves_nothing_behind(orc: Orchestra) -> None:
    """Not even a warning."""
    add(orc, "x", says("x"))
    orc.stream("anything")
    assert orc.ask("anything").text == "x"


def test_an_async_stream_may_be_read_without_a_with(even: type[EvenRouter], bare: Path) -> None:
    """Read to the end, it is over."""

    async def main() -> None:
        with anyio.fail_after(PATIENCE):
            async with Orchestra(bare) as orc:
                add(orc, "x", talk)
                stream = orc.astream("anything")
                events = [event async for event in stream]
                assert isinstance(events[-1], Answered)
                assert stream.answer == events[-1].answer
                assert [event async for event in stream] == []

    anyio.run(main)
