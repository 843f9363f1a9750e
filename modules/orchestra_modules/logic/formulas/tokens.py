"""From characters to tokens of logical notation: ASCII, Unicode, LaTeX and operator words become one set of signs.

Knows no grammar: which of two readings a sign has is for the parser to say.
"""

# ruff: noqa: RUF001 (signs of logic that look like letters)
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from orchestra_modules.logic.formulas.limits import MAX_TOKENS
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly
from orchestra_modules.solving.regex import regex


@dataclass(frozen=True)
class Token:
    """A sign (`kind` names it) or a name; `text` as written, `place` counted from 0."""

    kind: str
    text: str
    place: int


_SIGNS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("turnstile", ("|--", "|-", "||-", "|=", "||=", "⊢", "⊨", "⊩", "∴", ":.")),
    ("iff", ("<-->", "<->", "<=>", "<==>", "↔", "⇔", "⟷", "⟺", "≡", "===")),
    ("implies", ("-->", "->", "=>", "==>", "→", "⇒", "⟶", "⟹", "⊃")),
    ("and", ("/\\", "&&", "&", "∧", "⋀", "·", "•", "∙", "⋅")),
    ("or", ("\\/", "||", "|", "∨", "⋁")),
    ("xor", ("⊕", "⊻", "(+)", "<~>")),
    ("unequal", ("!=", "≠", "/=", "~=")),
    ("nand", ("↑", "⊼")),
    ("nor", ("↓", "⊽")),
    ("not", ("¬", "~", "∼", "!", "˜", "-", "\N{EN DASH}", "\N{MINUS SIGN}")),
    ("caret", ("^",)),
    ("equal", ("==", "=")),
    ("forall", ("∀",)),
    ("exists", ("∃",)),
    ("true", ("⊤",)),
    ("false", ("⊥",)),
    ("(", ("(", "[", "{")),
    (")", (")", "]", "}")),
    (",", (",", ";")),
    (".", (".", ":")),
    ("?", ("?",)),
)
_BY_TEXT: Final = {text: kind for kind, texts in _SIGNS for text in texts}
_LATEX: Final = {
    "land": "and",
    "wedge": "and",
    "lor": "or",
    "vee": "or",
    "lnot": "not",
    "neg": "not",
    "sim": "not",
    "to": "implies",
    "rightarrow": "implies",
    "Rightarrow": "implies",
    "implies": "implies",
    "supset": "implies",
    "longrightarrow": "implies",
    "Longrightarrow": "implies",
    "leftrightarrow": "iff",
    "Leftrightarrow": "iff",
    "iff": "iff",
    "equiv": "iff",
    "longleftrightarrow": "iff",
    "Longleftrightarrow": "iff",
    "cdot": "and",
    "oplus": "xor",
    "veebar": "xor",
    "uparrow": "nand",
    "downarrow": "nor",
    "forall": "forall",
    "exists": "exists",
    "top": "true",
    "bot": "false",
    "vdash": "turnstile",
    "models": "turnstile",
    "vDash": "turnstile",
    "therefore": "turnstile",
    "neq": "unequal",
    "ne": "unequal",
}
#: LaTeX that only shapes the print
_LATEX_SPACE: Final = {"left", "right", "quad", "qquad", "big", "Big", "bigl", "bigr", "displaystyle"}
_WORDS: Final = {
    "and": "and",
    "but": "and",
    "or": "or",
    "not": "not",
    "implies": "implies",
    "imply": "implies",
    "iff": "iff",
    "xor": "xor",
    "nand": "nand",
    "nor": "nor",
    "xnor": "iff",
    "forall": "forall",
    "exists": "exists",
    "true": "true",
    "false": "false",
    "if": "if",
    "then": "then",
    "else": "else",
    "unless": "unless",
    "neither": "neither",
    "either": "either",
    "whenever": "whenever",
    "therefore": "turnstile",
}
#: several words that are one sign; longest first
_PHRASES: Final[tuple[tuple[str, str], ...]] = (
    ("it is not the case that", "not"),
    ("it is not true that", "not"),
    ("it is false that", "not"),
    ("if and only if", "iff"),
    ("is equivalent to", "iff"),
    ("is sufficient for", "implies"),
    ("is necessary for", "onlythen"),
    ("but not both", "notboth"),
    ("provided that", "whenever"),
    ("exactly when", "iff"),
    ("there exists an", "exists"),
    ("there exists a", "exists"),
    ("there exists", "exists"),
    ("there is an", "exists"),
    ("there is a", "exists"),
    ("there is some", "exists"),
    ("for every", "forall"),
    ("for each", "forall"),
    ("for all", "forall"),
    ("for some", "exists"),
    ("such that", "suchthat"),
    ("only if", "onlyif"),
)
_PHRASE: Final = regex(r"\b(?:" + "|".join(p.replace(" ", r"\s+") for p, _ in _PHRASES) + r")\b", re.IGNORECASE)
_PHRASE_KIND: Final = dict(_PHRASES)
_SIGN: Final = regex("|".join(re.escape(text) for text in sorted(_BY_TEXT, key=len, reverse=True)))
# letters of any script but the signs above, digits, underscores; primes and LaTeX subscripts at the end
_NAME: Final = regex(r"[^\W\d_]\w*(?:_\{\w{1,8}\})?['\u2032]{0,3}|\d{1,12}(?:\.\d{1,6})?|_\w+")
_COMMAND: Final = regex(r"\\([A-Za-z]+)")
_STYLED: Final = regex(r"\\(?:text|mathrm|mathit|mathsf|textit|textrm|operatorname)\s*\{([\w ]{1,40})\}")
_SKIP: Final = regex(r"\s+|\\[,;!:\s]|\$+|\\[()\[\]]|~(?=\s*\\)|`+")
_FIGURE: Final = regex(r"\d")


def tokens(text: str) -> tuple[Token, ...]:
    """All tokens of a text. NotUnderstood at a character that is none."""
    text = _STYLED.sub(lambda match: match.group(1), text)
    found: list[Token] = []
    at = 0
    while at < len(text):
        token, at = _next(text, at)
        if token is not None:
            found.append(token)
            if len(found) > MAX_TOKENS:
                raise TooCostly(f"the formulas have more than {MAX_TOKENS} signs")
    return tuple(found)


def _next(text: str, at: int) -> tuple[Token | None, int]:
    if skip := _SKIP.match(text, at):
        return None, skip.end()
    if phrase := _PHRASE.match(text, at):
        words = " ".join(phrase.group().lower().split())
        return Token(_PHRASE_KIND[words], phrase.group(), at), phrase.end()
    if command := _COMMAND.match(text, at):
        name = command.group(1)
        if name in _LATEX_SPACE:
            return None, command.end()
        if name not in _LATEX:
            raise NotUnderstood(f"the command \\{name} at character {at + 1}")
        return Token(_LATEX[name], command.group(), at), command.end()
    if name_match := _NAME.match(text, at):
        word = name_match.group()
        kind = _WORDS.get(word.lower(), "number" if _FIGURE.match(word) else "name")
        # a letter alone is a name even where it abbreviates a word
        return Token("name" if len(word) == 1 and kind != "number" else kind, word, at), name_match.end()
    if sign := _SIGN.match(text, at):
        return Token(_BY_TEXT[sign.group()], sign.group(), at), sign.end()
    raise NotUnderstood(f"the sign {text[at]!r} at character {at + 1}")
