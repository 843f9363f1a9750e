"""`orchestra chat`: a conversation in a terminal, or over a pipe, line by line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from orchestra.cli import asking, exits
from orchestra.cli.opening import Opening
from orchestra.cli.reading import Reader, reader
from orchestra.cli.terminal import Screen

if TYPE_CHECKING:
    from orchestra.cli.conversation import Conversation

WORDS = False
DESCRIPTION = "Ask in a conversation: each answer with its route before it and its bill after it."
EPILOG = """/help lists the commands. Ctrl-C stops an answer and keeps the conversation, Ctrl-D ends it. Without a
terminal, each line of standard input is one message."""

_END = ("exit", "quit")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    asking.add_limits(parser)
    parser.add_argument("--index", action="append", metavar="NAME", help="search this index; may be repeated")
    asking.add_choice(parser)


def run(args: argparse.Namespace) -> int:
    """Talk until the end of input."""
    # Nothing heavy stands between the command and its first prompt: the Orchestra is made while a person types.
    opening = Opening(args.profile)
    source = reader(_history, shown=opening.begin)
    if source.person:
        print("Orchestra. /help lists the commands, Ctrl-D ends.", file=sys.stderr)
    try:
        return Chat(args, opening, source).run()
    finally:
        opening.close()


def _history() -> Path:
    from orchestra.config import state_folder

    return state_folder() / "history"


class Chat:
    """The loop: read, answer or obey, until there is no more to read."""

    def __init__(self, args: argparse.Namespace, opening: Opening, source: Reader) -> None:
        self._args = args
        self._opening = opening
        self._source = source
        self._conversation: Conversation | None = None

    def run(self) -> int:
        """Go round until the end of input."""
        while True:
            try:
                line = self._source.read()
            except EOFError:
                return exits.ANSWERED
            except KeyboardInterrupt:
                if not self._source.person:
                    raise
                print("(Ctrl-D ends the conversation)", file=sys.stderr)
                continue
            if line.strip().removeprefix("/") in _END and line.strip().startswith("/"):
                return exits.ANSWERED
            if line.strip():
                self._take(line)

    def _take(self, line: str) -> None:
        """Answer a message or obey a command; no error of either ends the conversation."""
        try:
            conversation = self._opened()  # a profile that cannot be used does end it: there is nothing to talk to
        except KeyboardInterrupt:
            return
        try:
            self._do(conversation, line)
        except KeyboardInterrupt:
            print("stopped", file=sys.stderr)
        except BrokenPipeError:
            raise
        except Exception as error:
            exits.report(error, debug=self._args.debug)

    def _do(self, conversation: Conversation, line: str) -> None:
        screen = Screen()
        if line.startswith("/") and not line.startswith("//"):
            from orchestra.cli.commands import answer

            for text in answer(conversation, line):
                screen.say(text)
        else:
            conversation.say(line[1:] if line.startswith("//") else line, screen)

    def _opened(self) -> Conversation:
        if self._conversation is None:
            from orchestra.cli.conversation import Conversation

            args = self._args
            orchestra = self._opening.result()
            budget = asking.budget(orchestra, args.budget, args.seconds)
            self._conversation = Conversation(
                orchestra, budget=budget, indexes=args.index, modules=args.module, explain=args.explain
            )
        return self._conversation
