"""S-expressions as SMT-LIB 2 writes them: a strict, bounded reader, and the print. Knows no commands and no sorts."""

from __future__ import annotations

from typing import Final, TypeAlias

from orchestra_modules.logic.formulas.limits import MAX_DEPTH, MAX_TOKENS
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

#: a symbol, numeral or keyword as written (quoted symbols without their bars), or a list
Node: TypeAlias = "str | tuple[Node, ...]"

_TOKEN: Final = regex(
    r"(?P<skip>\s+|;[^\n]*)|(?P<open>\()|(?P<close>\))|\|(?P<quoted>[^|\\]{1,80})\||"
    r"(?P<atom>:?[A-Za-z~!@$%^&*_\-+=<>.?/][A-Za-z0-9~!@$%^&*_\-+=<>.?/]*|\d+\.\d+|\d+|#x[0-9A-Fa-f]+|#b[01]+)"
    r'|"(?P<string>[^"]*)"'
)
_SIMPLE: Final = regex(r"[A-Za-z~!@$%^&*_\-+=<>.?/:#0-9][A-Za-z0-9~!@$%^&*_\-+=<>.?/]*")


def read_all(text: str) -> tuple[Node, ...]:
    """All expressions of a text. NotUnderstood at what is none."""
    stack: list[list[Node]] = [[]]
    at = count = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotUnderstood(f"{text[at]!r} at character {at + 1} of the script")
        at, kind, count = match.end(), match.lastgroup, count + 1
        if count > MAX_TOKENS:
            raise TooCostly(f"the script has more than {MAX_TOKENS} signs")
        if kind == "open":
            stack.append([])
            if len(stack) > MAX_DEPTH:
                raise TooCostly(f"the script is nested more than {MAX_DEPTH} deep")
        elif kind == "close":
            if len(stack) == 1:
                raise NotUnderstood(f"')' at character {at} of the script closes nothing")
            done = tuple(stack.pop())
            stack[-1].append(done)
        elif kind != "skip":
            stack[-1].append(match.group(str(kind)))
    if len(stack) > 1:
        raise NotUnderstood("a bracket of the script is not closed")
    return tuple(stack[0])


def write(node: Node) -> str:
    """An expression as text, with bars round the symbols that need them."""
    if isinstance(node, tuple):
        return "(" + " ".join(map(write, node)) + ")"
    return node if _SIMPLE.fullmatch(node) else f"|{node}|"
