"""What a pattern matched, as formulas: the stretch of a group, and the one formula in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from orchestra_modules.logic.formulas.notation import Conventions
from orchestra_modules.logic.formulas.problems import Task
from orchestra_modules.logic.formulas.segments import parse_all
from orchestra_modules.logic.formulas.syntax import Formula
from orchestra_modules.solving.refusal import NotUnderstood

Notes: TypeAlias = tuple[str, ...]
Maker: TypeAlias = Callable[[re.Match[str], Conventions], tuple[Task, Notes]]


def group(match: re.Match[str], name: str) -> str:
    """The text of a group, empty where the pattern has no such group."""
    return match.groupdict().get(name) or ""


def single(match: re.Match[str], conventions: Conventions) -> tuple[Formula, Notes]:
    """The one formula of a pattern; a list that is asked about as one is its conjunction."""
    (found,), notes = parse_all([group(match, "f") or group(match, "g")], conventions)
    if len(found) != 1:
        raise NotUnderstood("several formulas where one is asked about")
    return found[0], notes
