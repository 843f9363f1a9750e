"""Where the command writes: answers on standard output, everything else on standard error.

Knows whether a person is looking, and nothing of what is shown.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, redirect_stdout
from typing import TextIO

_TURNS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_CLEAR = "\r\x1b[K"


def plain(text: str, *, lines: bool = True) -> str:
    """Text with its control characters made visible, so that no document or module can steer a terminal."""
    text = text.replace("\r\n", "\n")
    if not lines:
        text = " ".join(text.split())
    return "".join(char if char in "\n\t" or _harmless(char) else _named(char) for char in text)


def _harmless(char: str) -> bool:
    # The last are marks that turn the direction of writing: a text could pose as another with them.
    return " " <= char != "\x7f" and not "\x80" <= char <= "\x9f" and char not in _TURNS


def _named(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


def capable(stream: TextIO) -> bool:
    """Whether a stream is a terminal that moves its cursor."""
    return stream.isatty() and os.environ.get("TERM", "") != "dumb"


def coloured(stream: TextIO) -> bool:
    """Whether a stream takes faint and bold text."""
    return capable(stream) and not os.environ.get("NO_COLOR")


def aside() -> AbstractContextManager[TextIO]:
    """Let what a module prints go to standard error: standard output holds the answer alone."""
    return redirect_stdout(sys.stderr)


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows with their columns aligned; the last column is as long as it is."""
    if not rows:
        return []
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(w) for cell, w in zip(row[:-1], widths, strict=True)), row[-1]]).rstrip()
        for row in rows
    ]


class Screen:
    """Answers to standard output; notes, faint, and a passing status line to standard error."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._out = sys.stdout
        self._err = sys.stderr
        self._quiet = quiet
        self._faint = coloured(self._err)
        self._passing = capable(self._err)
        self._status = False
        self._midline = False
        #: Whether a person reads the answer as it comes.
        self.live = self._out.isatty()

    def text(self, piece: str) -> None:
        """A piece of an answer."""
        if not piece:
            return
        self.status("")
        self._out.write(plain(piece) if self.live else piece)
        self._out.flush()
        self._midline = not piece.endswith("\n")

    def end_line(self) -> None:
        """End the line of an answer, if one has begun."""
        if self._midline:
            self._out.write("\n")
            self._out.flush()
            self._midline = False

    def line(self, text: str) -> None:
        """A whole line, or several, of the answer."""
        self.text(text)
        self.end_line()

    def note(self, text: str) -> None:
        """Something beside the answer; nothing when quiet."""
        if not self._quiet:
            self._beside(f"\x1b[2m{plain(text)}\x1b[0m" if self._faint else plain(text))

    def say(self, text: str) -> None:
        """Something beside the answer that must be seen."""
        self._beside(plain(text))

    def _beside(self, text: str) -> None:
        self.status("")
        if self.live:
            self.end_line()
        self._err.write(f"{text}\n")
        self._err.flush()

    def status(self, text: str) -> None:
        """A line that the next one takes the place of; only where a person is looking."""
        if not self._passing or self._quiet or (self._midline and self.live):
            return
        if text:
            self._err.write(f"{_CLEAR}{plain(text, lines=False)[: width() - 1]}")
        elif self._status:
            self._err.write(_CLEAR)
        self._status = bool(text)
        self._err.flush()
