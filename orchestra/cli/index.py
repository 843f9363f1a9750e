"""`orchestra index`: make, change, list and search indexes. Knows nothing of how one is kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from orchestra.cli import exits, render
from orchestra.cli.live import percent
from orchestra.cli.terminal import Screen, aside, capable, plain, table

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra
    from orchestra.spec import IndexReport, Progress

WORDS = False
DESCRIPTION = "Make, change, list and search indexes: named corpora of your own documents."
EPILOG = """examples:
  orchestra index create guide             Orchestra's own manual, which ships with it
  orchestra index create notes ~/notes     an index of a folder
  orchestra index search notes "opening hours"

Ctrl-C stops a change; the index stays as it was and can be used."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    from orchestra.cli.main import common

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, what: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=what, description=what.capitalize() + ".", parents=[common()])

    create = action("create", "make an index of files and folders; without paths, of what ships under that name")
    create.add_argument("name", metavar="NAME")
    create.add_argument("paths", nargs="*", metavar="PATH")
    create.add_argument(
        "--set", action="append", default=[], type=_setting, metavar="KEY=VALUE", help="how to read and split"
    )
    add = action("add", "add files and folders, or what changed of them")
    add.add_argument("name", metavar="NAME")
    add.add_argument("paths", nargs="+", metavar="PATH")
    remove = action("remove", "remove documents")
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("documents", nargs="+", metavar="DOC", help="a document's id or path")
    listed = action("list", "list the indexes there are")
    listed.add_argument("--json", action="store_true", help="print a JSON array")
    search = action("search", "show the passages that fit a question best")
    search.add_argument("name", metavar="NAME")
    search.add_argument("query", nargs="+", metavar="QUERY")
    search.add_argument("-k", type=int, default=5, metavar="N", help="how many (5)")
    search.add_argument("--json", action="store_true", help="print the evidence as one JSON object")
    drop = action("drop", "delete an index; the documents it was made of stay")
    drop.add_argument("name", metavar="NAME")


def run(args: argparse.Namespace) -> int:
    """Do the action named."""
    from orchestra.orchestra import Orchestra

    orchestra = Orchestra(args.profile)
    try:
        code: int = globals()[f"_{args.action}"](orchestra, args)
        return code
    finally:
        exits.close_in_time(orchestra.close)


def _create(orchestra: Orchestra, args: argparse.Namespace) -> int:
    settings = dict(args.set)
    return _change(
        orchestra,
        args.name,
        lambda tell: orchestra.indexes.create(args.name, *args.paths, settings=settings, tell=tell),
    )


def _add(orchestra: Orchestra, args: argparse.Namespace) -> int:
    return _change(orchestra, args.name, lambda tell: orchestra.indexes.add(args.name, *args.paths, tell=tell))


def _remove(orchestra: Orchestra, args: argparse.Namespace) -> int:
    return _change(orchestra, args.name, lambda tell: orchestra.indexes.remove(args.name, *args.documents, tell=tell))


def _drop(orchestra: Orchestra, args: argparse.Namespace) -> int:
    orchestra.indexes.drop(args.name)
    Screen().note(f"index {args.name!r} is gone")
    return exits.ANSWERED


def _list(orchestra: Orchestra, args: argparse.Namespace) -> int:
    reports = orchestra.indexes.list()
    if args.json:
        print(json.dumps([report.model_dump(mode="json") for report in reports]))
        return exits.ANSWERED
    if not reports:
        Screen().note("no index yet; `orchestra index create guide` makes one of Orchestra's own manual")
    for line in table([_row(report) for report in reports]):
        print(plain(line))
    return exits.ANSWERED


def _search(orchestra: Orchestra, args: argparse.Namespace) -> int:
    with aside():
        evidence = orchestra.search(" ".join(args.query), index=args.name, k=args.k)
    if args.json:
        print(evidence.model_dump_json())
        return exits.ANSWERED
    for number, passage in enumerate(evidence.passages, 1):
        print(plain(f"[{number}] {render.place(passage.source, passage.span)}  score {passage.score:.3f}"))
        print(plain(f"    {render.quote(passage.text, 400)}"))
    if not evidence.passages:
        Screen().note("found nothing")
    return exits.ANSWERED


def _change(orchestra: Orchestra, name: str, change: Callable[[Callable[[Progress], None]], IndexReport]) -> int:
    """Carry out a change with its progress; when interrupted, say what state the index is in."""
    from orchestra.spec import Progress

    screen = Screen()
    told = Told(screen)
    told(Progress(message=f"index {name!r} …"))  # a model may have to load before there is any progress
    try:
        with aside():
            report = change(told)
    except KeyboardInterrupt:
        there = next((report for report in orchestra.indexes.list() if report.name == name), None)
        if there is None:
            screen.say(f"stopped; there is no index {name!r}, and nothing was left behind")
        else:
            screen.say(f"stopped; index {name!r} can be used, with {_counts(there)}, as it was before")
        return exits.INTERRUPTED
    for skipped in report.skipped:
        screen.say(f"skipped {skipped.source}: {skipped.reason}")
    screen.say(f"index {name!r}: {_counts(report)}")
    return exits.ANSWERED


class Told:
    """Progress as a passing line where a person looks, and as plain lines, few of them, elsewhere."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._passing = capable(sys.stderr)
        self._said: tuple[str, int] = ("", -1)

    def __call__(self, progress: Progress) -> None:
        """Show one report of progress."""
        if self._passing:
            self._screen.status(f"{progress.message}{percent(progress.fraction)}")
            return
        tenth = -1 if progress.fraction is None else int(progress.fraction * 10)
        # Messages that count differ each time; a line for every tenth of the way is enough.
        key = ("", tenth) if progress.fraction is not None else (progress.message, -1)
        if key != self._said:
            self._said = key
            self._screen.note(f"{progress.message}{percent(progress.fraction)}")


def _counts(report: IndexReport) -> str:
    return f"{report.documents:,} documents, {report.passages:,} passages"


def _row(report: IndexReport) -> tuple[str, str]:
    broken = report.stamp.get("broken")
    return report.name, f"broken: {broken}" if broken else _counts(report)


def _setting(text: str) -> tuple[str, object]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form KEY=VALUE")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value
