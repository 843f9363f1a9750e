"""Where an index's documents come from: files and folders, how each is read, and what of them was taken out by name.

Kept in the stamp, so that an update can look again and a damaged index can be made anew. Opens no document.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from orchestra_modules.documents.recipe import Recipe, recipe

_FLAGS = {"id_field": "--id-field", "title_field": "--title-field", "text_field": "--text-field"}


@dataclass(frozen=True, kw_only=True)
class Root:
    """A file or folder, with the settings given for it."""

    path: Path
    settings: Mapping[str, Any]
    recipe: Recipe

    def covers(self, path: Path) -> bool:
        """Whether a walk of it comes by a path."""
        if path == self.path:
            return True
        if self.path not in path.parents:
            return False
        below = path.relative_to(self.path)
        return not any(part.startswith(".") for part in below.parts) and self.recipe.takes(below.as_posix())


@dataclass(frozen=True, kw_only=True)
class Roots:
    """The roots of an index in the order given. `recipe` and `settings` are those it was created with.

    `removed` are ids and paths taken out by name: an update leaves them out, adding them brings them back.
    """

    roots: tuple[Root, ...] = ()
    recipe: Recipe
    settings: Mapping[str, Any]
    removed: tuple[str, ...] = ()

    @staticmethod
    def of(stamp: Mapping[str, Any], name: str) -> Roots:
        """As they stand in a stamp."""
        base = recipe(Recipe(), stamp["recipe"], f"index {name!r}")
        own = stamp["root_settings"]
        return Roots(
            roots=tuple(
                Root(
                    path=Path(path),
                    settings=own.get(path, stamp["settings"]),
                    recipe=recipe(base, own.get(path, {}), f"index {name!r}"),
                )
                for path in stamp["roots"]
            ),
            recipe=base,
            settings=stamp["settings"],
            removed=tuple(stamp["removed"]),
        )

    def stored(self) -> dict[str, Any]:
        """As they stand in a stamp."""
        return {
            "roots": [str(root.path) for root in self.roots],
            "recipe": self.recipe.stored(),
            "settings": dict(self.settings),
            "root_settings": {
                str(root.path): dict(root.settings) for root in self.roots if root.settings != self.settings
            },
            "removed": list(self.removed),
        }

    def made(self, paths: Sequence[Path], settings: Mapping[str, Any]) -> tuple[Root, ...]:
        """Paths as roots of this index: its own settings, with others laid over them. InputError for a wrong one."""
        laid = recipe(self.recipe, settings, "index settings")
        return tuple(Root(path=path, settings={**self.settings, **settings}, recipe=laid) for path in paths)

    def over(self, root: Root) -> Path | None:
        """The folder of the index that has a root's documents already, for they keep the ids they have from there."""
        for each in self.roots:
            if each.path != root.path and each.covers(root.path) and each.recipe == root.recipe:
                return each.path
        return None

    def plus(self, added: Sequence[Root], seen: frozenset[str]) -> Roots:
        """With roots added and the documents seen in them no longer left out; one that another covers adds nothing."""
        roots = list(self.roots)
        for root in added:
            roots = [root if each.path == root.path else each for each in roots]
            if self.over(root) is None and root not in roots:
                roots.append(root)
        covered = {
            entry
            for entry in self.removed
            if entry in seen or any(root.path in (Path(entry), *Path(entry).parents) for root in added)
        }
        removed = tuple(entry for entry in self.removed if entry not in covered)
        return replace(self, roots=tuple(roots), removed=removed)

    def minus(self, removed: Sequence[str], emptied: frozenset[str]) -> Roots:
        """With ids and paths taken out; `emptied` are the files no document is left of."""
        paths = set(map(Path, removed))
        roots = tuple(
            root for root in self.roots if str(root.path) not in emptied and not paths & {root.path, *root.path.parents}
        )
        return replace(self, roots=roots, removed=tuple(dict.fromkeys([*self.removed, *removed])))

    def moved(self, path: Path) -> Roots:
        """With its one root in another place."""
        return replace(self, roots=tuple(replace(root, path=path) for root in self.roots[:1]))

    def leaves_out(self, root: Root, path: Path, id: str) -> bool:
        """Whether a document was taken out by name: by its id, or by a path strictly below the root it comes from."""
        return id in self.removed or any(
            root.path in entry.parents and entry in (path, *path.parents) for entry in map(Path, self.removed)
        )

    def mend(self, name: str, shipped: str) -> str:
        """The commands that make the index anew; `shipped` is the folder that needs no naming."""
        if not self.roots:
            return f"orchestra index create {name} PATH..."
        commands = list[str]()
        for settings, group in groupby(self.roots, key=lambda root: root.settings):
            paths = [str(root.path) for root in group]
            verb = "add" if commands else "create"
            named = [] if paths == [shipped] and not commands else list(map(shlex.quote, paths))
            commands.append(" ".join(["orchestra index", verb, name, *named, *_flags(settings)]))
        return " && ".join(commands)


def _flags(settings: Mapping[str, Any]) -> list[str]:
    flags = []
    for key, value in settings.items():
        if key in _FLAGS:
            flags += [_FLAGS[key], shlex.quote(str(value))]
        else:
            flags += ["--set", shlex.quote(f"{key}={json.dumps(value)}")]
    return flags
