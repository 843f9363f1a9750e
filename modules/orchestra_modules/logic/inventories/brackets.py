"""Sequences of brackets: closing them, telling whether they are balanced, how deep they go, how many stay open.

Solved with a stack; checked by taking away adjacent pairs until none is left. Knows no English.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.refusal import Undefined

CLOSING: Final = {"(": ")", "[": "]", "{": "}", "<": ">"}
_OPENING: Final = {close: opening for opening, close in CLOSING.items()}
_METHOD: Final = "a stack of open brackets"


class Ask(Enum):
    """What is wanted of a sequence."""

    COMPLETE = "complete"
    MISSING = "missing"
    BALANCED = "balanced"
    DEPTH = "depth"


@dataclass(frozen=True)
class BracketProblem:
    """A sequence of brackets, whether it was written with spaces, and what is asked of it."""

    sequence: str
    spaced: bool
    ask: Ask

    def as_json(self) -> dict[str, object]:
        return {"sequence": self.sequence, "spaced": self.spaced, "ask": self.ask.value}


@dataclass(frozen=True)
class _Scan:
    """What a stack tells: brackets still open, the greatest depth, and the place (from "
    "1) of a clash if there is one."""

    open: tuple[str, ...]
    depth: int
    clash: int = 0


def solve(problem: BracketProblem) -> Finding:
    """The finding. Undefined if brackets clash where a completion or a depth is asked."""
    scan = _scan(problem.sequence)
    if problem.ask is Ask.BALANCED:
        return _balance(problem, scan)
    if scan.clash:
        raise Undefined(f"{_clash(problem.sequence, scan)}, so no ending closes the sequence properly")
    if problem.ask is Ask.DEPTH:
        return _depth(problem, scan)
    closing = "".join(CLOSING[each] for each in reversed(scan.open))
    rest, _ = _reduce(problem.sequence + closing)
    joiner = " " if problem.spaced else ""
    shown = joiner.join(closing) if closing else "none"
    if problem.ask is Ask.MISSING:
        value = str(len(closing))
        text = f"{value} closing brackets are missing: {shown}." if closing else "0 brackets are missing."
    else:
        value, text = shown, f"The sequence closes with: {shown}." if closing else "The sequence is closed already."
    steps = tuple(f"{opening} is still open and needs {CLOSING[opening]}" for opening in reversed(scan.open[-20:]))
    check = "the whole sequence vanishes when adjacent pairs are taken away again and again"
    return Finding(value, text, {"type": "string", "value": value}, _METHOD, check, rest == "", steps=steps)


def _balance(problem: BracketProblem, scan: _Scan) -> Finding:
    balanced = not scan.clash and not scan.open
    if balanced:
        text = "every bracket is closed by its own kind in the right order."
    elif scan.clash:
        text = f"{_clash(problem.sequence, scan)}."
    else:
        text = f"{len(scan.open)} brackets stay open: {' '.join(scan.open)}."
    rest, _ = _reduce(problem.sequence)
    check = "adjacent pairs were taken away until none was left; balanced sequences vanish, others do not"
    return truth(balanced, text, _METHOD, check, (rest == "") == balanced)


def _depth(problem: BracketProblem, scan: _Scan) -> Finding:
    closing = "".join(CLOSING[each] for each in reversed(scan.open))
    rest, rounds = _reduce(problem.sequence + closing)
    text = f"The brackets are nested {scan.depth} deep."
    check = "taking away all innermost pairs at once empties the closed sequence in as many rounds"
    data: dict[str, object] = {"type": "integer", "value": scan.depth}
    verified = rest == "" and rounds == scan.depth
    return Finding(
        str(scan.depth), text, {k: v for k, v in data.items() if isinstance(v, str | int)}, _METHOD, check, verified
    )


def _scan(sequence: str) -> _Scan:
    stack: list[str] = []
    depth = 0
    for place, bracket in enumerate(sequence, start=1):
        if bracket in CLOSING:
            stack.append(bracket)
            depth = max(depth, len(stack))
        elif stack and stack[-1] == _OPENING[bracket]:
            stack.pop()
        else:
            return _Scan(tuple(stack), depth, place)
    return _Scan(tuple(stack), depth)


def _clash(sequence: str, scan: _Scan) -> str:
    bracket = sequence[scan.clash - 1]
    against = f"but {scan.open[-1]} is the one open" if scan.open else "but nothing is open"
    return f"bracket {scan.clash} is {bracket} {against}"


def _reduce(sequence: str) -> tuple[str, int]:
    """What is left when adjacent pairs are taken away, all at once in each round, and the number of rounds."""
    rounds = 0
    while True:
        kept: list[str] = []
        index = 0
        while index < len(sequence):
            if CLOSING.get(sequence[index]) == sequence[index + 1 : index + 2]:
                index += 2
            else:
                kept.append(sequence[index])
                index += 1
        if len(kept) == len(sequence):
            return sequence, rounds
        sequence, rounds = "".join(kept), rounds + 1
