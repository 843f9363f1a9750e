"""What `ask`, `route` and `chat` take alike: the query, limits and names."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra
    from orchestra.spec import Budget

UNLIMITED = "unlimited"

#: Far over any limit on a query, and far under what would trouble the memory.
_MOST_BYTES = 64 * 2**20


def add_query(parser: argparse.ArgumentParser) -> None:
    """The query itself."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="the question; without one, or as -, standard input")


def add_limits(parser: argparse.ArgumentParser) -> None:
    """The budget of the query."""
    parser.add_argument(
        "--budget", type=amount, metavar="FLOPS", help='the most FLOPs it may take, such as 2e9, or "unlimited"'
    )
    parser.add_argument(
        "--seconds", type=amount, metavar="SECONDS", help='the most wall seconds it may take, or "unlimited"'
    )


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Which modules may answer, and how."""
    parser.add_argument("--module", action="append", metavar="ID", help="use this module and no other; may be repeated")
    parser.add_argument("--explain", action="store_true", help="have a generator explain a solution")


def amount(text: str) -> float | str:
    """A number of at least 0, or "unlimited". ArgumentTypeError."""
    if text == UNLIMITED:
        return text
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(f'{text!r} is neither a number of at least 0, such as 2e9, nor "unlimited"')
    return number


def budget(orchestra: Orchestra, flops: float | str | None, seconds: float | str | None) -> Budget:
    """The profile's budget with what was given laid over it. BudgetInvalid."""
    from orchestra.spec import Budget

    usual = default_budget(orchestra)
    return Budget(_over(usual.flops, flops), _over(usual.seconds, seconds))


def default_budget(orchestra: Orchestra) -> Budget:
    """The profile's budget."""
    from orchestra.config import BudgetSettings

    return orchestra.config.section("budget", BudgetSettings).budget()


def _over(usual: float | None, given: float | str | None) -> float | None:
    if given is None:
        return usual
    return None if isinstance(given, str) else given


def query_text(words: Sequence[str]) -> str:
    """The query from the arguments, or all of standard input. InputError when that is no text."""
    if words and list(words) != ["-"]:
        return " ".join(words)
    if sys.stdin.isatty():
        print("Type the question, then Ctrl-D on a line of its own.", file=sys.stderr)
    return read_all().strip("\n")


def read_all() -> str:
    """All of standard input as UTF-8. InputError."""
    from orchestra.spec import InputError

    raw = getattr(sys.stdin, "buffer", None)
    if raw is None:
        return sys.stdin.read()
    data: bytes = raw.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise InputError(f"standard input holds over {_MOST_BYTES:,} bytes", hint="index it: `orchestra index create`")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"standard input is not UTF-8 at byte {error.start}", hint="send UTF-8 text") from error
