"""`orchestra core`: start, stop and look at the server of a managed instance. Knows nothing of how one is run."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from orchestra.cli import exits, render
from orchestra.cli.terminal import Screen, capable, plain, table

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra
    from orchestra.runtime.instance import Instance

WORDS = False
DESCRIPTION = "Start, stop and look at the core model that a profile has Orchestra serve itself."
EPILOG = """examples:
  export ORCHESTRA_VLLM_MANAGE=true ORCHESTRA_VLLM_MODEL=~/models/mine
  orchestra core start           have it run until it is stopped, for every `ask` and `chat` from now on
  orchestra core status          whether it answers, and what it takes
  orchestra core logs -f         what it says, as it says it
  orchestra core stop

Without `start`, the first query that needs the core model starts it, and it ends with that command."""

_FOLLOW_SECONDS = 0.25


class Status(Protocol):
    """What is told of a server."""

    phase: str
    model: str
    url: str
    pid: int | None
    since: float | None
    memory: int | None
    answers: bool | None
    seconds: float | None
    restarts: int
    detached: bool
    stage: str
    log: str
    error: str
    left_over: tuple[int, ...]

    def json(self) -> dict[str, Any]:
        """As plain values."""
        ...


class Server(Protocol):
    """What a module with a managed server has as `managed`."""

    log: Path

    def start(self, tell: Callable[[str], None]) -> Status:
        """Have it run beyond this process."""
        ...

    def stop(self) -> bool:
        """End it; whether it ran."""
        ...

    def status(self, *, ask: bool = True) -> Status:
        """How it is."""
        ...

    def others(self) -> tuple[str, ...]:
        """Models of servers that run with other options."""
        ...

    def stop_others(self) -> tuple[str, ...]:
        """End those."""
        ...


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    from orchestra.cli.main import common

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, what: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=what, description=what.capitalize() + ".", parents=[common()])
        made.add_argument("id", nargs="?", metavar="ID", help="the instance, where the profile manages several")
        return made

    start = action("start", "start the server, wait until it answers, and leave it running; Ctrl-C leaves nothing")
    stop = action("stop", "end the server and all its processes")
    status = action("status", "say whether the server answers, by having it generate a token; exit code 5 if not")
    for made in (start, stop, status):
        made.add_argument("--json", action="store_true", help="print one JSON object")
    stop.add_argument("--all", action="store_true", help="those that run with other options too")
    logs = action("logs", "show the end of the server's log")
    logs.add_argument("-n", type=_count, default=50, metavar="N", help="how many lines (50)")
    logs.add_argument("-f", "--follow", action="store_true", help="go on showing what is added, until Ctrl-C")


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of lines")
    return number


def run(args: argparse.Namespace) -> int:
    """Do the action named."""
    from orchestra.orchestra import Orchestra
    from orchestra.spec import OrchestraError

    orchestra = Orchestra(args.profile)
    try:
        instance = chosen(orchestra, args.id)
        try:
            code: int = globals()[f"_{args.action}"](instance.id, instance.module.managed, args)
        except OrchestraError as error:
            raise instance.named(error) from error.__cause__
        return code
    finally:
        exits.close_in_time(orchestra.close)


def chosen(orchestra: Orchestra, id: str | None) -> Instance:
    """The managed instance that is meant. ConfigError when there is none, or more than one."""
    from orchestra.spec import ConfigError

    found = [instance for instance in orchestra.instances("generator") if instance.options.get("manage") is True]
    if id is not None:
        found = [instance for instance in found if instance.id == id]
    if not found:
        what = "no managed core model" if id is None else f"no managed instance {id!r}"
        raise ConfigError(
            f"the profile {orchestra.config.path.name} has {what}",
            hint="set manage = true and model = FOLDER under [instances.vllm] in a profile of yours, or "
            "export ORCHESTRA_VLLM_MANAGE=true ORCHESTRA_VLLM_MODEL=FOLDER",
        )
    if len(found) > 1:
        raise ConfigError("the profile manages several", hint=f"say which: {', '.join(i.id for i in found)}")
    return found[0]


def _start(id: str, server: Server, args: argparse.Namespace) -> int:
    screen = Screen()
    passing = capable(sys.stderr)
    said = ""

    def tell(line: str) -> None:
        nonlocal said
        stage = line.rpartition(" (")[0]
        if passing:
            screen.status(line)
        elif stage != said:  # where nothing can be written over, the seconds are left out
            screen.note(stage)
        said = stage

    before = server.status(ask=False)
    try:
        status = server.start(tell)
    except KeyboardInterrupt:
        now = server.status(ask=False)
        if now.phase in ("stopped", "failed") and not now.left_over:
            screen.say("stopped; nothing was left running")
        elif now.phase == "stopping":
            screen.say("not waited for: it is still ending, and `orchestra core status` tells when it is gone")
        else:
            screen.say(f"stopped waiting; another command has it run, process {now.pid}: `orchestra core stop` ends it")
        return exits.INTERRUPTED
    screen.status("")
    already = before.pid is not None and before.pid == status.pid
    if args.json:
        print(json.dumps({**status.json(), "already_running": already}))
    elif already:
        kept = "" if before.detached else "; from now on it does not end with the commands that use it"
        where = f"{status.model} answers at {status.url}, process {status.pid}"
        screen.line(f"already running, nothing was started: {where}{kept}; `orchestra core stop` ends it")
    else:
        screen.line(f"{status.model} answers at {status.url}; `orchestra core stop` ends it")
    return exits.ANSWERED


def _stop(id: str, server: Server, args: argparse.Namespace) -> int:
    stopped = server.stop()
    ended = server.stop_others() if args.all else ()
    others = server.others()
    if args.json:
        print(json.dumps({"stopped": stopped, "others_stopped": ended, "others": others}))
        return exits.ANSWERED
    screen = Screen()
    screen.note(f"the core model {id!r} {'was stopped' if stopped else 'did not run'}")
    for model in ended:
        screen.note(f"so was another, with other options: {model}")
    _tell_others(screen, others)
    return exits.ANSWERED


def _status(id: str, server: Server, args: argparse.Namespace) -> int:
    status = server.status()
    others = server.others()
    if args.json:
        print(json.dumps({"instance": id, **status.json(), "others": others}))
    else:
        for line in table(list(_rows(id, status))):
            print(plain(line))
        _tell_others(Screen(), others)
    return exits.ANSWERED if status.answers else exits.FAILED


def _rows(id: str, status: Status) -> Iterator[tuple[str, str]]:
    stage = f": {status.stage}" if status.stage else ""
    kept = ""
    if status.detached:
        kept = "; it runs until `orchestra core stop`"
    elif status.pid:
        kept = "; it ends when the last command that uses it ends"
    yield id, f"{status.phase}{stage}{kept}"
    yield "model", status.model
    if status.url:
        yield "address", status.url
    if status.pid:
        yield "process", str(status.pid)
    if status.since:
        yield "since", datetime.fromtimestamp(status.since).strftime("%Y-%m-%d %H:%M:%S")
    if status.memory is not None:
        yield "memory", f"{status.memory / 2**20:,.0f} MiB"
    if status.answers:
        yield "answers", f"yes, a token in {render.seconds(status.seconds or 0.0)}"
    elif status.answers is False:
        yield "answers", "no"
    if status.restarts:
        yield "restarts", str(status.restarts)
    if status.error:
        yield "error", status.error
    if status.left_over:
        yield "left over", f"processes {', '.join(map(str, status.left_over))}; `orchestra core stop` ends them"
    yield "log", status.log


def _tell_others(screen: Screen, others: tuple[str, ...]) -> None:
    for model in others:
        screen.note(f"another core model runs, with other options: {model}; `orchestra core stop --all` ends it")


def _logs(id: str, server: Server, args: argparse.Namespace) -> int:
    from orchestra.spec import ConfigError

    lines = args.n
    while True:
        try:
            with open(server.log, "rb") as file:
                _print(_last(file.read(), lines))
                while args.follow and not _replaced(file.fileno(), server.log):
                    _print(file.read())
                    time.sleep(_FOLLOW_SECONDS)
        except FileNotFoundError:
            hint = "`orchestra core start` starts the server"
            raise ConfigError(f"there is no log {server.log}", hint=hint) from None
        except KeyboardInterrupt:
            return exits.INTERRUPTED
        if not args.follow:
            return exits.ANSWERED
        lines = sys.maxsize  # a new start has begun a new log: all of it is new


def _last(data: bytes, lines: int) -> bytes:
    return b"".join(data.splitlines(keepends=True)[-lines:]) if lines else b""


def _replaced(descriptor: int, path: Path) -> bool:
    try:
        return not os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def _print(data: bytes) -> None:
    sys.stdout.write(plain(data.decode("utf-8", "replace")))
    sys.stdout.flush()
