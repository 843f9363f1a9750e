"""How the command ends: exit codes, errors as one line and a hint, and an end that nothing can hold up.

Knows nothing of what was asked.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestra.spec import Answer, Finish

ANSWERED = 0
USAGE = 2
BUDGET = 3
DECLINED = 4
FAILED = 5
INTERRUPTED = 130
#: What a shell reports of a program that a closed pipe ended.
PIPE_CLOSED = 141

_CLOSING = "orchestra-closing"
_CLOSING_SECONDS = 2.0


def code_of(answer: Answer) -> int:
    """The exit code of an answer; what a wrong setting caused is the caller's mistake, whenever it came to light."""
    from orchestra.spec.errors import ERRORS, UsageError

    if answer.finish == "error" and answer.error and issubclass(ERRORS.get(answer.error.type, Exception), UsageError):
        return USAGE
    codes: dict[Finish, int] = {
        "complete": ANSWERED,
        "budget": BUDGET,
        "declined": DECLINED,
        "error": FAILED,
        "cancelled": INTERRUPTED,
    }
    return codes[answer.finish]


def report(error: Exception, *, debug: bool) -> int:
    """Say on standard error what happened and what to do; give the exit code."""
    # Loaded already when the error is of the tree; only a fault of the command itself brings it in here.
    from orchestra.spec import OrchestraError, UsageError

    if debug:
        traceback.print_exception(error)
    if isinstance(error, OrchestraError):
        complain(error.message, error.hint)
        return USAGE if isinstance(error, UsageError) else FAILED
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    complain(what, "" if debug else "run with --debug to see where")
    return FAILED


def complain(message: str, hint: str = "") -> None:
    """One line of what happened, and one of what to do."""
    from orchestra.cli.terminal import plain

    print(f"orchestra: error: {plain(message, lines=False)}", file=sys.stderr)
    if hint:
        print(f"hint: {plain(hint, lines=False)}", file=sys.stderr)


def open_streams() -> None:
    """Give every standard stream something behind it, and let no character that cannot be shown end the program."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = getattr(sys, name)
        if stream is None:
            # Opened in this order they take the numbers 0 to 2, which no file of Orchestra's must get.
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), "w" if number else "r", encoding="utf-8"))
        elif number:
            stream.reconfigure(errors="backslashreplace")


class _Line(logging.Formatter):
    """A log record as every other message of the command."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        from orchestra.cli.terminal import plain

        return f"orchestra: {record.levelname.lower()}: {plain(record.getMessage(), lines=False)}"


def open_log(*, debug: bool) -> None:
    """Let what the runtime and modules log stand on standard error, one line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Line())
    logger = logging.getLogger("orchestra")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if debug else logging.WARNING)
    logger.propagate = False


def drop_output() -> None:
    """The reader has gone: send what is still buffered nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def close_in_time(close: Callable[[], None]) -> None:
    """Call `close`, and wait no longer than a few seconds for it: a module may not notice that it is over."""

    def closing() -> None:
        try:
            close()
        except Exception as error:
            logging.getLogger("orchestra").warning("closing: %s", error)

    closer = threading.Thread(target=closing, name=_CLOSING, daemon=True)
    closer.start()
    closer.join(_CLOSING_SECONDS)


def deaf() -> None:
    """Take no more interrupts: the end is under way, and one more must not spoil what it says."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def leave(code: int) -> int:
    """End the process when threads are left that would keep it; a module may ignore that it was cancelled."""
    deaf()
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    if any(not thread.daemon or thread.name == _CLOSING for thread in others):
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)
    return code
