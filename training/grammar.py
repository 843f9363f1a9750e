"""A small template language that writes many unlike queries in few words.

A grammar file holds slots, each a heading `[slot]` and one template a line. In a template, `{a|b|c}` takes one
alternative, `{3..40}` an integer, `{slot}` a line of that slot, `{X:slot}` a line bound to the name X (no two names
get the same line) and `{X}` that line again. Single angle quotes stand for literal braces, a broken bar for a bar,
`\\n` for a line break.
It knows nothing of intents or of models.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

Draw = Callable[[random.Random], str]
Slots = Mapping[str, Sequence[str] | Draw]

_INNERMOST = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)")
_ESCAPES = str.maketrans("{}|", "\u2039\u203a\u00a6")
_UNESCAPES = str.maketrans("\u2039\u203a\u00a6", "{}|")
_NAMED = re.compile(r"(\w+:)?(\w+|-?\d+\.\.-?\d+)")
_HEADING = re.compile(r"\[(\w+)\]")
_MOST_STEPS = 1000


def escape(text: str) -> str:
    """Keep the braces and bars of a text from being read as slots."""
    return text.translate(_ESCAPES)


def unescape(text: str) -> str:
    """Put the braces and bars back."""
    return text.translate(_UNESCAPES)


def read_lines(path: Path) -> Iterator[str]:
    """Give the lines of a query file, without comments and empty lines, with line breaks put back."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield line.strip().replace("\\n", "\n")


def read_grammar(path: Path) -> dict[str, list[str]]:
    """Read the slots of a grammar file."""
    slots: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in read_lines(path):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
        else:
            lines = slots.setdefault(heading.group(1), [])
    return slots


def expand(template: str, slots: Slots, rng: random.Random) -> str:
    """Return one random expansion of a template."""
    bound: dict[str, str] = {}
    text = template
    for _ in range(_MOST_STEPS):
        match = _INNERMOST.search(text)
        if match is None:
            return unescape(text)
        text = text[: match.start()] + _choose(match.group(1), slots, bound, rng) + text[match.end() :]
    raise ValueError(f"the template never ends: {template!r}")


def _choose(body: str, slots: Slots, bound: dict[str, str], rng: random.Random) -> str:
    if "|" in body:
        return rng.choice(body.split("|"))
    if not _NAMED.fullmatch(body):
        return body
    name, colon, source = body.partition(":")
    if not colon:
        return bound[body] if body in bound else _draw(body, slots, rng)
    value = ""
    for _ in range(20):
        value = expand(_draw(source, slots, rng), slots, rng)
        if value not in bound.values():
            break
    bound[name] = value
    return value


def _draw(source: str, slots: Slots, rng: random.Random) -> str:
    span = _RANGE.fullmatch(source)
    if span is not None:
        return str(rng.randint(int(span.group(1)), int(span.group(2))))
    if source not in slots:
        raise KeyError(f"no slot called {source!r}")
    options = slots[source]
    return options(rng) if callable(options) else rng.choice(options)
