"""`orchestra modules`: list modules, show one, add or remove a folder. Imports the code of none."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestra.cli import exits
from orchestra.cli.terminal import Screen, plain, table

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra
    from orchestra.runtime.registry import Listed
    from orchestra.spec import Manifest

WORDS = False
DESCRIPTION = "List modules, show one, add or remove a folder that holds one."
EPILOG = "A folder that is added holds a module.toml beside its code. Its code runs as you: add what you trust."

_FACTS = ("version", "spec", "kind", "summary", "entry", "isolation", "concurrency", "uses", "imports", "extra")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    from orchestra.cli.main import common

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, what: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=what, description=what.capitalize() + ".", parents=[common()])

    listed = action("list", "list every instance, and every module that cannot be used, with the reason")
    listed.add_argument("--json", action="store_true", help="print a JSON array")
    show = action("show", "show a module's manifest and options, with where each value came from")
    show.add_argument("id", metavar="ID")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    add = action("add", "add the module in a folder, now and in later runs")
    add.add_argument("path", metavar="PATH")
    remove = action("remove", "forget a folder; nothing in it is deleted")
    remove.add_argument("path", metavar="PATH")


def run(args: argparse.Namespace) -> int:
    """Do the action named."""
    if args.action == "remove":
        return _remove(args)

    from orchestra.orchestra import Orchestra

    orchestra = Orchestra(args.profile)
    try:
        code: int = {"list": _list, "show": _show, "add": _add}[args.action](orchestra, args)
        return code
    finally:
        exits.close_in_time(orchestra.close)


def rows(modules: tuple[Listed, ...]) -> list[str]:
    """A listing as lines."""
    found = [(m.id, m.kind, m.version, m.state, m.reason or m.summary) for m in modules]
    return table([("ID", "KIND", "VERSION", "STATE", "SUMMARY OR REASON"), *found])


def _list(orchestra: Orchestra, args: argparse.Namespace) -> int:
    modules = orchestra.modules()
    if args.json:
        print(json.dumps([asdict(module) for module in modules]))
    else:
        for line in rows(modules):
            print(plain(line, lines=True))
    return exits.ANSWERED


def _show(orchestra: Orchestra, args: argparse.Namespace) -> int:
    facts = _facts(orchestra, args.id)
    if args.json:
        print(json.dumps(facts))
        return exits.ANSWERED
    for line in _told(facts):
        print(plain(line))
    return exits.ANSWERED


def _facts(orchestra: Orchestra, id: str) -> dict[str, Any]:
    """All that is known of an instance. ConfigError when there is none."""
    listed = next((module for module in orchestra.modules() if module.id == id), None)
    if listed is None or listed.kind == "?":
        # A broken one has no manifest: what is known is its place and its fault, as the registry says them.
        manifest = orchestra.manifest(id)
        return {"id": id, **_manifest(manifest)}
    manifest = orchestra.manifest(listed.module)

    from orchestra.cli.settings import chosen

    options = [asdict(option) for option in chosen(orchestra.config, manifest, id)]
    facts = {"id": id, "module": listed.module, "state": listed.state, "reason": listed.reason}
    return {**facts, **_manifest(manifest), "options": options}


def _manifest(manifest: Manifest) -> dict[str, Any]:
    data = manifest.model_dump(mode="json")
    kept = {key: data[key] for key in _FACTS}
    kept |= {"intents": list(manifest.serves), "capabilities": data["capabilities"], "cost": data["cost"]["model"]}
    return {**kept, "examples": data["examples"]}


def _told(facts: dict[str, Any]) -> Iterator[str]:
    lines = {key: value for key, value in facts.items() if key not in ("options", "examples") and value not in ("", [])}
    yield from table([(key, _text(value)) for key, value in lines.items()])
    for number, example in enumerate(facts["examples"][:3]):
        yield f"{'examples' if number == 0 else '':<12}{example}"
    options = facts.get("options", [])
    if options:
        yield "options"
    for option in options:
        value = json.dumps(option["value"]) if option["value"] is not None else "not set"
        unit = f" {option['unit']}" if option["unit"] and option["value"] is not None else ""
        need = ", required" if option["required"] else ""
        yield f"  {option['name']} = {value}{unit}   from {option['origin']}"
        yield f"      {option['type']}{need}, default {json.dumps(option['default'])}. {option['doc']}"
        yield f"      {option['variable']}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {'yes' if given else 'no'}" for key, given in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _add(orchestra: Orchestra, args: argparse.Namespace) -> int:
    folder = Path(args.path).expanduser().resolve()
    screen = Screen()
    if folder in orchestra.folders.paths():
        screen.note(f"{folder} is among the folders added already")
        return exits.ANSWERED
    manifest = orchestra.add_folder(folder)
    screen.say(f"added {manifest.id} {manifest.version} ({manifest.kind}): {manifest.summary}")
    screen.say(
        f"code in {folder} will run, as you, when this module is used; `orchestra modules remove {folder}` undoes"
    )
    return exits.ANSWERED


def _remove(args: argparse.Namespace) -> int:
    from orchestra.config import state_folder
    from orchestra.folders import Folders

    folder = Path(args.path).expanduser().resolve()
    Folders(state_folder()).remove(folder)
    Screen().say(f"{folder} is forgotten; its code will not run any more")
    return exits.ANSWERED
