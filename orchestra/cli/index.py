"""`orchestra index`: make, change, look into, check and search indexes. Knows nothing of how one is kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from orchestra.cli import exits, render
from orchestra.cli.live import percent
from orchestra.cli.terminal import Screen, aside, capable, plain, table

if TYPE_CHECKING:
    from pydantic import JsonValue

    from orchestra.orchestra import Orchestra
    from orchestra.spec import IndexReport, Passage, Progress

WORDS = False
DESCRIPTION = "Make, change, check and search indexes: named corpora of your own documents."
EPILOG = """examples:
  orchestra index create guide             Orchestra's own manual, which ships with it
  orchestra index create notes ~/notes     an index of a folder
  orchestra index update notes             take in what is new there or differs, take out what is gone
  orchestra index search notes "opening hours"

Ctrl-C stops a change; the index stays as it was and can be used."""

_FIELDS = {
    "id_field": "the field of a row that is its id",
    "title_field": "the field of a row that is its title",
    "text_field": "the field of a row that is its text",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    from orchestra.cli.main import common

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, what: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=what, description=what.capitalize() + ".", parents=[common()])
        if name != "list":
            made.add_argument("name", metavar="NAME")
        return made

    create = action("create", "make an index of files and folders; without paths, of what ships under that name")
    create.add_argument("paths", nargs="*", metavar="PATH")
    _reading(create)
    add = action("add", "add files and folders, or what changed of them")
    add.add_argument("paths", nargs="+", metavar="PATH")
    _reading(add)
    remove = action("remove", "remove documents; an update leaves them out, adding them brings them back")
    remove.add_argument("documents", nargs="+", metavar="DOC", help="a document's id or path")
    action("update", "look at the index's own files again: take in what is new or differs, take out what is gone")
    listed = action("list", "list the indexes there are")
    listed.add_argument("--json", action="store_true", help="print a JSON array")
    show = action("show", "show what an index holds, how it was made and how large it is")
    show.add_argument("--documents", action="store_true", help="list its documents")
    show.add_argument("--json", action="store_true", help="print a JSON object")
    search = action("search", "show the passages that fit a question best")
    search.add_argument("query", nargs="+", metavar="QUERY")
    search.add_argument("-k", type=int, default=5, metavar="N", help="how many (5)")
    search.add_argument("--json", action="store_true", help="print the evidence as one JSON object")
    verify = action("verify", "check that an index is whole; exit code 5 when it is not")
    verify.add_argument("--json", action="store_true", help="print a JSON object")
    action("drop", "delete an index; the documents it was made of stay")


def _reading(parser: argparse.ArgumentParser) -> None:
    """The options that say how sources are read."""
    for field, what in _FIELDS.items():
        parser.add_argument(
            f"--{field.replace('_', '-')}", metavar="F", help=f"{what} ({field.removesuffix('_field')})"
        )
    parser.add_argument(
        "--set", action="append", default=[], type=_setting, metavar="KEY=VALUE", help="how to read and split"
    )


def _settings(args: argparse.Namespace) -> dict[str, JsonValue]:
    return {**dict(args.set), **{field: given for field in _FIELDS if (given := getattr(args, field)) is not None}}


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
    indexes, settings = orchestra.indexes, _settings(args)
    return _change(
        orchestra, args.name, lambda tell: indexes.create(args.name, *args.paths, settings=settings, tell=tell)
    )


def _add(orchestra: Orchestra, args: argparse.Namespace) -> int:
    indexes, settings = orchestra.indexes, _settings(args)
    return _change(orchestra, args.name, lambda tell: indexes.add(args.name, *args.paths, settings=settings, tell=tell))


def _remove(orchestra: Orchestra, args: argparse.Namespace) -> int:
    return _change(orchestra, args.name, lambda tell: orchestra.indexes.remove(args.name, *args.documents, tell=tell))


def _update(orchestra: Orchestra, args: argparse.Namespace) -> int:
    return _change(orchestra, args.name, lambda tell: orchestra.indexes.update(args.name, tell=tell))


def _verify(orchestra: Orchestra, args: argparse.Namespace) -> int:
    screen = Screen()
    told = Told(screen)
    try:
        with aside():
            report = orchestra.indexes.verify(args.name, tell=told)
    except KeyboardInterrupt:
        screen.say(f"stopped; nothing was changed, and index {args.name!r} was not looked at to the end")
        return exits.INTERRUPTED
    screen.status("")
    code = exits.FAILED if report.faults else exits.ANSWERED
    if args.json:
        print(report.model_dump_json())
        return code
    for fault in report.faults or ():
        screen.say(f"broken: {fault}")
    if report.faults:
        exits.complain(f"index {args.name!r} is broken", _mends(report))
    else:
        screen.say(f"index {args.name!r} is whole: {_counts(report)}")
    return code


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


def _show(orchestra: Orchestra, args: argparse.Namespace) -> int:
    with aside():
        report = orchestra.indexes.show(args.name, documents=args.documents)
    code = exits.FAILED if report.stamp.get("broken") else exits.ANSWERED
    if args.json:
        print(report.model_dump_json())
        return code
    if report.contents is not None:
        for line in table([(each.id, render.many(each.passages, "passage"), each.source) for each in report.contents]):
            print(plain(line))
        return code
    for line in table([(f"{what} ", told) for what, told in _facts(report)]):
        print(plain(line))
    return code


def _facts(report: IndexReport) -> Iterator[tuple[str, str]]:
    """What a report and its stamp tell; a retriever's stamp may lack any of it."""
    stamp = report.stamp
    if broken := stamp.get("broken"):
        yield from (("broken", str(broken)), ("mended by", str(stamp.get("mend", ""))))
        return
    yield from (("documents", f"{report.documents:,}"), ("passages", f"{report.passages:,}"))
    if isinstance(many := stamp.get("sentences"), int):
        yield "sentences", f"{many:,}"
    if isinstance(files := stamp.get("files"), dict):
        sizes = {name: int(str(file["bytes"])) for name, file in files.items() if isinstance(file, dict)}
        yield "on disk", render.size(sum(sizes.values()))
        for folder in dict.fromkeys(name.partition("/")[0] for name in sizes):
            part = sum(size for name, size in sizes.items() if name.partition("/")[0] == folder)
            yield "", f"{folder}  {render.size(part)}"
    for what, key in (("embedder", "embedder"), ("built", "time")):
        if key in stamp:
            yield what, str(stamp[key])
    roots = stamp.get("roots")
    for number, root in enumerate(roots if isinstance(roots, list) else ()):
        yield "" if number else "made of", str(root)
    if isinstance(recipe := stamp.get("recipe"), dict):
        told = (f"{key} = {json.dumps(value)}" for key, value in recipe.items() if value not in ("", [], None))
        yield "read with", ", ".join(told)
    removed = stamp.get("removed")
    for number, name in enumerate(removed if isinstance(removed, list) else ()):
        yield "" if number else "left out", str(name)
    if mend := stamp.get("mend"):
        yield "mended by", str(mend)


def _search(orchestra: Orchestra, args: argparse.Namespace) -> int:
    with aside():
        evidence = orchestra.search(" ".join(args.query), index=args.name, k=args.k)
    if args.json:
        print(evidence.model_dump_json())
        return exits.ANSWERED
    for number, passage in enumerate(evidence.passages, 1):
        place = render.place(passage.source, passage.span)
        title = f"{render.quote(passage.title, 60)}  " if passage.title else ""
        print(plain(f"[{number}] {passage.score:.3f}  {title}{place}"))
        print(plain(f"    {render.quote(_best(passage), 400)}"))
    if not evidence.passages:
        Screen().note("found nothing")
    return exits.ANSWERED


def _best(passage: Passage) -> str:
    """The sentence of a passage that fits best, or all of it where it has none."""
    if not passage.sentences:
        return passage.text
    best = max(passage.sentences, key=lambda sentence: sentence.score)
    return passage.text[best.start : best.end]


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
    screen.say(f"index {name!r}: {_counts(report)}{_differences(report)}")
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
            bar = "" if progress.fraction is None else f"{render.bar(progress.fraction)} "
            self._screen.status(f"{bar}{progress.message}{percent(progress.fraction)}")
            return
        tenth = -1 if progress.fraction is None else int(progress.fraction * 10)
        # Messages that count differ each time; a line for every tenth of the way is enough.
        key = ("", tenth) if progress.fraction is not None else (progress.message, -1)
        if key != self._said:
            self._said = key
            self._screen.note(f"{progress.message}{percent(progress.fraction)}")


def _counts(report: IndexReport) -> str:
    return f"{render.many(report.documents, 'document')}, {render.many(report.passages, 'passage')}"


def _differences(report: IndexReport) -> str:
    """What a change came to, where the retriever tells."""
    if report.changes is None:
        return ""
    told = {what: many for what, many in report.changes.model_dump().items() if many}
    if not set(told) - {"unchanged"}:
        return "; nothing differs"
    return "; " + ", ".join(f"{many:,} {what}" for what, many in told.items())


def _mends(report: IndexReport) -> str:
    mend = report.stamp.get("mend")
    return f"`{mend}`" if mend else f"`orchestra index drop {report.name}`, then make it anew"


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
