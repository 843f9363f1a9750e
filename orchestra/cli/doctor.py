"""`orchestra doctor`: what works, what does not, and the one command that adds it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from orchestra.cli import exits
from orchestra.cli.terminal import plain, table

if TYPE_CHECKING:
    from orchestra.cli.checks import Check
    from orchestra.orchestra import Orchestra

WORDS = False
DESCRIPTION = "Say what works, what does not, and the one command that adds it."
EPILOG = """Looks without loading: nothing of a module is run, and no address is called but the configured ones and
127.0.0.1. Exit code 0 when questions can be answered, 5 when they cannot."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Look, print, and say by the exit code whether questions can be answered."""
    checks, settings, works = examined(args.profile)
    if args.json:
        found = {"works": works, "checks": [asdict(check) for check in checks], "settings": settings}
        print(json.dumps(found))
    else:
        for line in _lines(checks, settings, works):
            print(plain(line))
    return exits.ANSWERED if works else exits.FAILED


def examined(profile: str | None) -> tuple[list[Check], list[dict[str, Any]], bool]:
    """Every check, every setting with its origin, and whether the main job works."""
    from orchestra.cli import checks as look
    from orchestra.config import state_folder
    from orchestra.orchestra import Orchestra
    from orchestra.spec import OrchestraError

    found = [*look.machine(), look.home(state_folder())]
    try:
        orchestra = Orchestra(profile)
    except OrchestraError as error:
        # Without a profile there is nothing more to look at; this one line is what has to be mended first.
        found.append(look.Check(name="profile", state="broken", detail=error.message, fix=error.hint))
        return found, [], False
    try:
        writable = not any(check.name == "home" and check.state == "broken" for check in found)
        found.append(look.Check(name="profile", state="ok", detail=str(orchestra.config.path)))
        generators = look.generators(orchestra)
        found += _of(orchestra, generators)
        works = look.answers(look.usable(orchestra, generators))
        settings = [setting.model_dump(mode="json") for setting in _settings(orchestra)]
        return found, settings, works and writable
    finally:
        exits.close_in_time(orchestra.close)


def _of(orchestra: Orchestra, generators: Mapping[str, Sequence[Check]]) -> Iterator[Check]:
    from orchestra.cli import checks as look

    yield from look.modules(orchestra)
    yield look.core(orchestra, generators)
    for checks in generators.values():
        yield from checks
    yield from look.unused(orchestra)
    yield from look.router(orchestra)
    yield from look.indexes(orchestra)
    yield from look.variables(orchestra)


def _settings(orchestra: Orchestra) -> Iterator[Any]:
    from orchestra.cli.settings import chosen
    from orchestra.config import Setting

    yield from orchestra.config.settings
    for listed in orchestra.modules():
        if listed.kind == "?":
            continue
        for option in chosen(orchestra.config, orchestra.manifest(listed.module), listed.id):
            yield Setting(key=f"{listed.id}.{option.name}", value=option.value, origin=option.origin)


def _lines(checks: list[Check], settings: list[dict[str, Any]], works: bool) -> Iterator[str]:
    for check in checks:
        yield f"{check.state:<8}{check.name}: {check.detail}"
        if check.fix:
            yield f"{'':<8}→ {check.fix}"
    if settings:
        yield ""
        yield "settings"
        rows = [(f"  {s['key']}", json.dumps(s["value"], ensure_ascii=False), s["origin"]) for s in settings]
        yield from table(rows)
    yield ""
    if not works:
        yield "questions cannot be answered yet: mend what is broken or missing"
    elif any(check.name == "core model" and check.state != "ok" for check in checks):
        yield "questions can be answered, open ones (writing, code, talk) excepted: the core model is missing"
    else:
        yield "questions can be answered"
