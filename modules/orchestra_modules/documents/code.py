"""Source code of any usual language into the units it is made of: top-level definitions, and what stands between.

A unit begins at a line that is not indented, after an empty line or at a definition, so that comments and decorators
stay with what they are about. No language is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DEFINES = re.compile(
    r"^(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub(?:\([^)]*\))?|unsafe"
    r"|extern|inline|sealed|partial|open|data|override|virtual|const|local|declare)\s+)*"
    r"(?:def|class|function\*?|func|fn|struct|enum|union|interface|trait|impl|module|namespace|package|type|sub|object"
    r"|record|protocol|extension|message|service|contract|defmodule|defn?)\s+([A-Za-z_][\w.]*(?:::\w+)*)",
    re.MULTILINE,
)
_CLOSES = re.compile(r"^(?:[)\]}]|end\b|else\b|elif\b|except\b|finally\b|catch\b|fi\b|done\b|esac\b|then\b|\{)")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A stretch of whole lines, and the name of what it defines where it defines something."""

    start: int
    end: int
    name: str


def units(text: str) -> list[Unit]:
    """The units of a source file, in order; what is in none of them is white space."""
    starts, position, after_gap = [0], 0, True
    for line in text.splitlines(keepends=True):
        if not line.strip():
            after_gap = True
        else:
            if after_gap and not line[0].isspace() and not _CLOSES.match(line):
                starts.append(position)
            after_gap = False
        position += len(line)
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[start:end].rstrip()
        body = piece.lstrip("\r\n")
        if body.strip():
            match = _DEFINES.search(body)
            left = start + len(piece) - len(body)
            found.append(Unit(start=left, end=start + len(piece), name=match[1] if match else ""))
    return found
