"""`orchestra ask`: one question, one answer. Standard output holds the answer alone."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from orchestra.cli import asking, exits
from orchestra.cli.live import Live, after, watch
from orchestra.cli.terminal import Screen

if TYPE_CHECKING:
    from orchestra.spec import Answer, Event

WORDS = True
DESCRIPTION = "Answer one question. The answer goes to standard output, everything else to standard error."
EPILOG = """A question that begins with "-" goes after "--":  orchestra ask -- "-5 + 3"

exit codes: 0 answered, 2 usage, 3 out of budget or cut short, 4 declined by all, 5 failed, 130 interrupted"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    asking.add_query(parser)
    told = "print one JSON object, whatever the outcome; a usage mistake prints none"
    parser.add_argument("--json", action="store_true", help=told)
    asking.add_limits(parser)
    parser.add_argument("--index", action="append", metavar="NAME", help="search this index; may be repeated")
    asking.add_choice(parser)
    parser.add_argument("--steps", action="store_true", help="show how a solution came about")
    parser.add_argument("-v", "--verbose", action="store_true", help="show steps and every charge")
    parser.add_argument("-q", "--quiet", action="store_true", help="show the answer, and errors")


def run(args: argparse.Namespace) -> int:
    """Ask, show, and give the exit code."""
    from orchestra.spec import Answer, Failure, OrchestraError, UsageError

    text = asking.query_text(args.query)
    screen = Screen(quiet=args.quiet or args.json)
    try:
        answer = _asked(args, text, screen)
    except UsageError:
        raise
    except KeyboardInterrupt:
        if args.json:
            _print(Answer(id="", text="", finish="cancelled"))
        raise
    except Exception as error:
        if args.json:
            hint = error.hint if isinstance(error, OrchestraError) else ""
            message = error.message if isinstance(error, OrchestraError) else str(error)
            failure = Failure(type=type(error).__name__, message=message, hint=hint)
            _print(Answer(id="", text="", finish="error", error=failure))
        raise
    if args.json:
        _print(answer)
    return exits.code_of(answer)


def _asked(args: argparse.Namespace, text: str, screen: Screen) -> Answer:
    from orchestra.orchestra import Orchestra

    orchestra = Orchestra(args.profile)
    try:
        budget = asking.budget(orchestra, args.budget, args.seconds)
        live = Live(screen, budget.flops)
        stream = orchestra.stream(text, budget=budget, indexes=args.index, modules=args.module, explain=args.explain)
        answer, interrupted = watch(stream, _ignore if args.json else live.show)
        if not args.json:
            answer = live.stopped(answer) if interrupted else answer
            live.finish(answer)
            after(screen, answer, budget.flops, verbose=args.verbose, steps=args.steps)
        return answer
    finally:
        exits.close_in_time(orchestra.close)


def _ignore(event: Event) -> None:
    """Show nothing."""


def _print(answer: Answer) -> None:
    # Through pydantic first: it alone writes a score that is no number as null.
    data = json.loads(answer.model_dump_json())
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(data, ensure_ascii=not utf8, indent=2 if sys.stdout.isatty() else None))
