"""Answers offered beside a question: telling them from it, and choosing the one that a result fits.

The forms read: lines after a word "Options:", lines marked (A), A), A. or with a dash, and marks in round brackets
inside a line. Knows nothing of what the options mean: the solver says which of them hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from orchestra_modules.solving.refusal import NotDone

_HEADING: Final = re.compile(
    r"(?:^|\n|(?<=[.?!:] ))[ \t]*(?:options|choices|answer choices)[ \t]*:[ \t]*", re.IGNORECASE
)
_LINE: Final = re.compile(
    r"^[ \t]*(?:\((?P<a>[A-Za-z]|\d{1,2})\)|(?P<b>[A-Za-z]|\d{1,2})[.)](?=[ \t])|(?P<dash>[-*\u2022])(?=[ \t]))"
    r"[ \t]*(?P<text>.*?)[ \t]*$"
)
_INLINE: Final = re.compile(r"(?<![A-Za-z0-9_)])\((?P<label>[a-z]|[A-Z])\)[ \t]+")


@dataclass(frozen=True)
class Option:
    """One answer offered; `label` is empty where it has none."""

    label: str
    text: str

    @property
    def value(self) -> str:
        """What stands for the option in an answer: its label, or its words."""
        return self.label or self.text


@dataclass(frozen=True)
class Question:
    """A text parted into what is asked and the answers offered, which may be none."""

    stem: str
    options: tuple[Option, ...] = ()


def split(text: str) -> Question:
    """Part a text into its stem and its options."""
    heading = list(_HEADING.finditer(text))
    if heading:
        offered = text[heading[-1].end() :]
        if options := _lines(offered) or _words(offered):
            return Question(text[: heading[-1].start()].rstrip(), options)
    lines = text.rstrip().split("\n")
    for first in range(1, len(lines)):
        if options := _lines("\n".join(lines[first:])):
            if options[0].label and options[0].label.upper() in ("A", "1"):
                return Question("\n".join(lines[:first]).rstrip(), options)
            break
    return _inline(text)


def _lines(text: str) -> tuple[Option, ...]:
    """Options one a line; none if some line is not one."""
    found: list[Option] = []
    for line in text.strip().split("\n"):
        match = _LINE.match(line)
        if match is None or not match["text"]:
            return ()
        found.append(Option(match["a"] or match["b"] or "", match["text"]))
    labels = [option.label for option in found]
    plain = not any(labels)
    return tuple(found) if len(found) >= 2 and (plain or _runs(labels)) else ()


def _words(text: str) -> tuple[Option, ...]:
    """Options without labels in one line, parted by commas: "yes, no"."""
    line = text.strip().rstrip(".")
    parts = [part.strip() for part in re.split(r",|\bor\b", line)]
    parts = [part for part in parts if part]
    return tuple(Option("", part) for part in parts) if "\n" not in line and "(" not in line and len(parts) >= 2 else ()


def _inline(text: str) -> Question:
    """Options marked (a), (b), (c) in order inside a line."""
    marks = list(_INLINE.finditer(text))
    while marks and marks[0]["label"].lower() != "a":
        marks.pop(0)
    after_a_sentence = bool(marks) and text[: marks[0].start()].rstrip()[-1:] in ("?", ".", ":")
    if len(marks) < 2 or not after_a_sentence or not _runs([mark["label"] for mark in marks]):
        return Question(text.rstrip())
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [text[mark.end() : end].strip(" \t\n,;") for mark, end in zip(marks, ends, strict=True)]
    parts[-1] = parts[-1].rstrip(".?")
    if not all(parts):
        return Question(text.rstrip())
    options = tuple(Option(mark["label"], part) for mark, part in zip(marks, parts, strict=True))
    return Question(text[: marks[0].start()].rstrip(), options)


def _runs(labels: list[str]) -> bool:
    """Whether labels are A, B, C, ... or 1, 2, 3, ... without a gap."""
    if all(label.isdigit() for label in labels):
        return [int(label) for label in labels] == list(range(1, len(labels) + 1))
    return [label.upper() for label in labels] == [chr(ord("A") + i) for i in range(len(labels))]


def choose(options: tuple[Option, ...], holds: Callable[[Option], bool]) -> Option:
    """The one option that holds. NotDone if none does, or two do."""
    fitting = [option for option in options if holds(option)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise NotDone("the result fits none of the options")
    raise NotDone(f"the result fits more than one option: {', '.join(option.value for option in fitting)}")
