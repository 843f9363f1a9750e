"""Where a chat's messages come from: a terminal with line editing and history, or plain lines. Knows no commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from orchestra.cli.terminal import capable

if TYPE_CHECKING:
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings

PROMPT = "> "


class Reader(Protocol):
    """Gives one message at a time."""

    #: Whether a person sits at the other end.
    person: bool

    def read(self) -> str:
        """The next message. EOFError at the end, KeyboardInterrupt when the line was thrown away."""
        ...


def reader(history: Callable[[], Path], *, shown: Callable[[], None]) -> Reader:
    """The reader that fits the terminal; `history` finds the file, `shown` is called at the first prompt."""
    if capable(sys.stdout) and sys.stdin.isatty():
        return Edited(history, shown)
    return Lines()


class Lines:
    """Plain lines of standard input, for pipes and for terminals that cannot move their cursor."""

    def __init__(self) -> None:
        self.person = sys.stdin.isatty()

    def read(self) -> str:
        """The next line."""
        if self.person:
            sys.stderr.write(PROMPT)
            sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")


class Edited:
    """A line editor with history on disk; what is pasted is one message, whatever line breaks it has."""

    person = True

    def __init__(self, history: Callable[[], Path], shown: Callable[[], None]) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.output import create_output
        from prompt_toolkit.output.vt100 import Vt100_Output

        output = create_output()
        if isinstance(output, Vt100_Output):
            # There is no menu to place, and not every terminal says where its cursor is.
            output.enable_cpr = False
        self._shown: Callable[[], None] | None = shown
        self._session: PromptSession[str] = PromptSession(
            history=_history(history), key_bindings=_keys(), output=output
        )

    def read(self) -> str:
        """The next message."""
        shown, self._shown = self._shown, None
        return self._session.prompt(PROMPT, pre_run=shown)


def _keys() -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("escape", "enter")
    def _newline(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys


def _history(locate: Callable[[], Path]) -> History:
    """History in a file only its owner can read, found and read in the background."""
    from prompt_toolkit.history import FileHistory, ThreadedHistory

    class Kept(FileHistory):
        """Messages in a file; one that cannot be written does not end the conversation."""

        def __init__(self) -> None:
            super().__init__("")

        def load_history_strings(self) -> Iterable[str]:
            """The messages kept, latest first."""
            try:
                self.filename = str(_private(locate()))
                return list(super().load_history_strings())
            except OSError:
                return []

        def store_string(self, string: str) -> None:
            """Append a message."""
            with suppress(OSError):
                self.filename = str(_private(locate()))
                super().store_string(string)

    return ThreadedHistory(Kept())


def _private(path: Path) -> Path:
    """A file that only its owner can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600))
    path.chmod(0o600)
    return path
