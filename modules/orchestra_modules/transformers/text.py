"""From tokens to text, piece by piece: whole characters only, held to the stop strings, thoughts told from the answer.

Knows a decoder of token ids and nothing else of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

Decode = Callable[[Sequence[int]], str]
Channel = Literal["answer", "reasoning"]

_BROKEN = "\ufffd"  # how decoders write bytes that are no character, or not yet one
_LONGEST = 3  # bytes of a character that is not whole yet, and so the most signs that may stand for it
_PENDING = 32  # tokens after which bytes that never became a character are given up


class Detokenizer:
    """Gives the text of tokens as they come; the pieces joined are what the tokens decode to together.

    The tokens of the last piece are decoded again with those that follow, since decoders write a token by what stands
    before it (leading spaces, bytes of one character).
    """

    def __init__(self, decode: Decode) -> None:
        self._decode = decode
        self._ids: list[int] = []
        self._settled = 0  # of those, the ones that the last pieces were made of
        self._told = 0  # characters of their text that were given

    def take(self, token: int) -> str:
        """The text that is certain by now."""
        self._ids.append(token)
        text = self._decode(self._ids)
        pending = len(self._ids) - self._settled
        if text.endswith(_BROKEN) and pending < _PENDING:
            if pending <= _LONGEST:
                return ""
            # Some of these bytes are no character; the last ones may still become one.
            return self._give(text, len(text) - min(_LONGEST, len(text) - len(text.rstrip(_BROKEN))))
        piece = self._give(text, len(text))
        if piece or pending >= _PENDING:
            del self._ids[: self._settled]
            self._settled = len(self._ids)
            self._told = len(self._decode(self._ids))
        return piece

    def rest(self) -> str:
        """What is left at the end, broken characters included."""
        text = self._decode(self._ids)
        return self._give(text, len(text))

    def _give(self, text: str, end: int) -> str:
        piece = text[self._told : end]
        self._told = max(self._told, end)
        return piece


class Stops:
    """Cuts text at the first of some strings, and holds back what could be the beginning of one."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.met = False

    def take(self, piece: str) -> str:
        """The text that belongs to the answer for certain."""
        text = self._held + piece
        places = [place for stop in self._stops if (place := text.find(stop)) >= 0]
        if places:
            self._held, self.met = "", True
            return text[: min(places)]
        held = max((_overlap(text, stop) for stop in self._stops), default=0)
        self._held = text[len(text) - held :]
        return text[: len(text) - held]

    def rest(self) -> str:
        """What was held back and became no stop string."""
        held, self._held = self._held, ""
        return held


def _overlap(text: str, stop: str) -> int:
    """How much of the text's end is the beginning of a stop string."""
    return next((size for size in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:size])), 0)


class Writer:
    """Turns the tokens of one answer into pieces, each with its channel; `text` is the answer so far.

    `marks` are the tokens that open and close a thought; `thinking` says that the prompt has opened one.
    """

    def __init__(
        self, decode: Decode, stops: Sequence[str], *, marks: tuple[int, int] | None = None, thinking: bool = False
    ) -> None:
        self._decode = decode
        self._stops = Stops(stops)
        self._marks = marks
        self._channel: Channel = "reasoning" if thinking else "answer"
        self._reader = Detokenizer(decode)
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        """The answer so far."""
        return "".join(self._parts)

    @property
    def stopped(self) -> bool:
        """Whether a stop string was met."""
        return self._stops.met

    def take(self, token: int) -> list[tuple[Channel, str]]:
        """The pieces that are certain by now."""
        if self._marks is not None and token in self._marks:
            pieces = self._pieces(self._reader.rest())
            self._reader = Detokenizer(self._decode)
            self._channel = "reasoning" if token == self._marks[0] else "answer"
            return pieces
        return self._pieces(self._reader.take(token))

    def rest(self) -> list[tuple[Channel, str]]:
        """What was held back, at the end; nothing after a stop string."""
        if self.stopped:
            return []
        pieces = self._pieces(self._reader.rest())
        return pieces if self.stopped else [*pieces, *self._told("answer", self._stops.rest())]

    def _pieces(self, text: str) -> list[tuple[Channel, str]]:
        if self._channel == "answer":
            text = self._stops.take(text)
        return self._told(self._channel, text)

    def _told(self, channel: Channel, text: str) -> list[tuple[Channel, str]]:
        if not text:
            return []
        if channel == "answer":
            self._parts.append(text)
        return [(channel, text)]
