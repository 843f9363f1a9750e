"""Programs as text: sections, lines, and tokens that know their line and column. Nothing is mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

MOST_LINES: Final = 2_000
_COMMENT: Final = ":::"
_OPTION: Final = regex(r"\s*\(?([A-Z])\)\s*")


@dataclass(frozen=True)
class Token:
    """A sign or a name, and where it stands (lines and columns count from one)."""

    text: str
    line: int
    column: int


@dataclass(frozen=True)
class Line:
    """One line of a section without its comment; `shift` is the column at which the text starts, less one."""

    text: str
    number: int
    comment: str = ""
    label: str = ""
    shift: int = 0


def refuse(what: str, line: int, column: int) -> NotUnderstood:
    """The refusal that names a place."""
    return NotUnderstood(f"{what} (line {line}, column {column})")


def sections(program: str, names: tuple[str, ...]) -> dict[str, list[Line]]:
    """The lines under each heading, which must stand in the order given, each once."""
    found: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    lines = program.split("\n")
    if len(lines) > MOST_LINES:
        raise TooCostly(f"more than {MOST_LINES} lines")
    for number, raw in enumerate(lines, start=1):
        text, _, comment = raw.partition(_COMMENT)
        stripped = text.strip()
        if not stripped:
            continue
        if stripped.endswith(":") and stripped[:-1] in names:
            heading = stripped[:-1]
            if len(found) >= len(names) or names[len(found)] != heading:
                raise refuse(f"the section '{heading}' is not expected here", number, 1)
            current = found.setdefault(heading, [])
            continue
        if current is None:
            raise refuse("a section heading is expected", number, 1)
        label = _OPTION.match(text) if names[len(found) - 1] == names[-1] else None
        shift = label.end() if label else 0
        current.append(Line(text[shift:].rstrip(), number, comment.strip(), label[1] if label else "", shift))
    if missing := [name for name in names if name not in found]:
        raise NotUnderstood(f"the section '{missing[0]}' is missing")
    return found


class Tokens:
    """The tokens of a line, read one by one."""

    def __init__(self, line: Line, pattern: re.Pattern[str]) -> None:
        self.line = line
        self.found = tuple(_tokens(line, pattern))
        self.place = 0

    def peek(self) -> str:
        """The next sign, or nothing at the end."""
        return self.found[self.place].text if self.place < len(self.found) else ""

    def next(self) -> Token:
        """The next token."""
        if self.place >= len(self.found):
            raise refuse("the line ends too early", self.line.number, self.line.shift + len(self.line.text) + 1)
        self.place += 1
        return self.found[self.place - 1]

    def accept(self, text: str) -> bool:
        """Step over a sign if it comes next."""
        if self.peek() == text:
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        """Step over a sign that has to come next."""
        token = self.next()
        if token.text != text:
            raise refuse(f"'{text}' is expected, not '{token.text}'", token.line, token.column)
        return token

    def end(self) -> None:
        """Nothing may follow."""
        if self.place < len(self.found):
            token = self.found[self.place]
            raise refuse(f"'{token.text}' is not expected", token.line, token.column)


def _tokens(line: Line, pattern: re.Pattern[str]) -> Iterator[Token]:
    place = 0
    text = line.text
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        match = pattern.match(text, place)
        if match is None:
            raise refuse(f"'{text[place]}' is not a sign of the format", line.number, line.shift + place + 1)
        yield Token(match.group(), line.number, line.shift + place + 1)
        place = match.end()
