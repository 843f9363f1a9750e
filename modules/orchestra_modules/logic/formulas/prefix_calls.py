"""Connectives written as calls, as in computer algebra: `Implies[p && q, Or[p, q]]`, `TautologyQ[...]`.

They become the same formula with signs between its parts. Knows the names of connectives, and no grammar of formulas.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex

#: name, sign between the parts, least and most number of parts
_CALLS: Final[dict[str, tuple[str, int, int]]] = {
    "And": ("\u2227", 2, 20),
    "Or": ("\u2228", 2, 20),
    "Xor": ("\u2295", 2, 2),
    "Implies": ("\u2192", 2, 2),
    "Equivalent": ("\u2194", 2, 2),
    "Iff": ("\u2194", 2, 2),
    "Nand": ("\u2191", 2, 2),
    "Nor": ("\u2193", 2, 2),
    "Not": ("\u00ac", 1, 1),
}
_CALL: Final = regex(rf"\b({'|'.join(_CALLS)})([\[(])")
_QUESTION: Final = regex(
    r"\s*(?P<name>TautologyQ|SatisfiableQ|UnsatisfiableQ|tautology|is_tautology|satisfiable|is_satisfiable|valid)"
    r"(?P<open>[\[(])(?P<f>.*)[\])]\s*[?.]?\s*",
    re.DOTALL,
)
_ASKED: Final = {"t": "a tautology", "s": "satisfiable", "u": "unsatisfiable", "v": "valid"}
_CLOSING: Final = {"[": "]", "(": ")"}
_DEEPEST: Final = 40


def infix(text: str, depth: int = 0) -> str:
    """The text with its calls of connectives written between their parts."""
    if depth > _DEEPEST:
        raise TooCostly("the calls are nested too deeply")
    match = _CALL.search(text)
    if match is None:
        return text
    parts, end = _parts(text, match.end(), _CLOSING[match[2]])
    sign, least, most = _CALLS[match[1]]
    if len(parts) == 1 and least == 2 and match[2] == "(":
        return text[: match.end()] + infix(text[match.end() :], depth + 1)  # a word before a bracket, no call
    if not least <= len(parts) <= most:
        raise NotUnderstood(f"{match[1]} takes {least} parts, not {len(parts)}")
    written = [f"({infix(part, depth + 1)})" for part in parts]
    inner = f"\u00ac{written[0]}" if sign == "\u00ac" else f" {sign} ".join(written)
    return f"{text[: match.start()]}({inner}){infix(text[end:], depth + 1)}"


def as_question(text: str) -> str:
    """ "TautologyQ[p || !p]" as a question in English; other texts as they are."""
    match = _QUESTION.fullmatch(text)
    if match is None:
        return text
    parts, end = _parts(text, match.end("open"), _CLOSING[match["open"]])
    if len(parts) != 1 or text[end:].strip(" ?.\n"):
        raise NotUnderstood(f"{match['name']} takes one formula")
    asked = _ASKED[match["name"].removeprefix("is_")[0].lower()]
    return f"Is {parts[0].strip()} {asked}?"


def _parts(text: str, start: int, closing: str) -> tuple[list[str], int]:
    """What stands between commas up to the closing bracket, and the place after it."""
    found, begin, open_brackets = [], start, []
    for place in range(start, len(text)):
        sign = text[place]
        if sign in "([{":
            open_brackets.append(sign)
        elif sign in ")]}":
            if not open_brackets:
                if sign != closing:
                    break
                found.append(text[begin:place])
                if any(not part.strip() for part in found):
                    break
                return found, place + 1
            open_brackets.pop()
        elif sign == "," and not open_brackets:
            found.append(text[begin:place])
            begin = place + 1
    raise NotUnderstood("the brackets of a call do not match")
