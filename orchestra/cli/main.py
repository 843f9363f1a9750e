"""The `orchestra` command: global flags, the command named, and how it all ends.

A command's file is imported when it is the one asked for, and imports what is heavy when it runs, so that help and
version come at once.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from orchestra import __version__
from orchestra.cli import exits

COMMANDS = {
    "ask": "answer one question, with its evidence or proof and its bill",
    "chat": "ask in a conversation",
    "route": "show what would be done with a question, and do nothing",
    "index": "make, change, list and search indexes of your own documents",
    "modules": "list modules, show one, add or remove a folder of your own",
    "core": "start, stop and look at the core model that a profile has Orchestra serve itself",
    "doctor": "say what works, what does not, and the command that adds it",
}

_EXITS = """exit codes:
  0 answered   2 usage   3 out of budget, or cut short   4 declined   5 failed   130 interrupted

environment:
  ORCHESTRA_HOME      where indexes, traces and history are kept
  ORCHESTRA_PROFILE   the profile when --profile does not say
  NO_COLOR            no faint or bold text
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; with no `argv`, as the process itself."""
    if argv is not None:
        return _run(argv)
    exits.open_streams()
    exits.open_log(debug="--debug" in sys.argv)
    return exits.leave(_run(sys.argv[1:], ending=exits.deaf))


def _run(argv: Sequence[str], *, ending: Callable[[], None] = lambda: None) -> int:
    debug = "--debug" in argv
    try:
        code = _command(argv)
        sys.stdout.flush()
        return code
    except SystemExit as end:  # argparse: help, version, usage
        return end.code if isinstance(end.code, int) else exits.USAGE
    except KeyboardInterrupt:
        ending()
        print("interrupted", file=sys.stderr)
        return exits.INTERRUPTED
    except BrokenPipeError:
        exits.drop_output()
        return exits.PIPE_CLOSED
    except Exception as error:
        code = exits.report(error, debug=debug)
        try:
            sys.stdout.flush()
        except OSError:  # such as a full disk: said already, and not to be said again by the interpreter
            exits.drop_output()
        return code


def _command(argv: Sequence[str]) -> int:
    outer = _parser()
    head, rest = _split(argv)
    given = outer.parse_args(head)
    if given.command is None:
        outer.print_help(sys.stderr)
        return exits.USAGE
    command = import_module(f"orchestra.cli.{given.command}")
    parser = Parser(
        prog=f"orchestra {given.command}",
        description=command.DESCRIPTION,
        epilog=command.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common()],
    )
    command.arguments(parser)
    code: int = command.run(_with_words(parser, rest, given) if command.WORDS else parser.parse_args(rest, given))
    return code


def _with_words(parser: Parser, rest: list[str], given: argparse.Namespace) -> argparse.Namespace:
    """Parse a command that takes a query: flags may stand between its words, and after "--" all are words."""
    # By hand, because argparse's own parser of mixed arguments takes "--" for one of them.
    cut = rest.index("--") if "--" in rest else len(rest)
    args = parser.parse_intermixed_args(rest[:cut], given)
    args.query += rest[cut + 1 :]
    return args


def _split(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """The global flags with the command's name, and what belongs to the command."""
    # By hand, because argparse would take a "--" that belongs to the command.
    end = 0
    while end < len(argv) and argv[end].startswith("-"):
        end += 2 if argv[end] == "--profile" else 1
    return list(argv[: end + 1]), list(argv[end + 1 :])


def common() -> argparse.ArgumentParser:
    """The flags that may stand before or after the command's name."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--profile", metavar="NAME|PATH", default=argparse.SUPPRESS, help="a profile that ships, or a .toml file"
    )
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show where an error came from")
    return parser


def _parser() -> Parser:
    listed = "\n".join(f"  {name:<10}{what}" for name, what in COMMANDS.items())
    parser = Parser(
        prog="orchestra",
        usage="orchestra [--profile NAME|PATH] [--debug] COMMAND ...",
        description=f"Each query answered with the least compute that settles it.\n\ncommands:\n{listed}",
        epilog=f"`orchestra COMMAND --help` tells more.\n\n{_EXITS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common()],
    )
    parser.set_defaults(profile=None, debug=False)
    parser.add_argument("--version", action="version", version=f"orchestra {__version__}")
    parser.add_argument("command", metavar="COMMAND", nargs="?", type=_known, help=argparse.SUPPRESS)
    return parser


def _known(name: str) -> str:
    if name in COMMANDS:
        return name
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(COMMANDS)}"
    raise argparse.ArgumentTypeError(f"there is no command {name!r}; {hint}")


class Parser(argparse.ArgumentParser):
    """Reports a usage mistake as every other error is reported, and takes no flag cut short."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is; exit 2."""
        hint = f"`{self.prog} --help` shows how it is used"
        if message.startswith("unrecognized arguments") and "QUERY" in self.format_usage():
            hint += '; a question that begins with "-" goes after "--"'
        exits.complain(message.removeprefix("argument COMMAND: "), hint)
        raise SystemExit(exits.USAGE)


if __name__ == "__main__":
    sys.exit(main())
