"""Text to tokens: numerals, words and signs, each with its place.

Unicode signs and LaTeX commands become the plain signs and words they stand for. Nothing is skipped but white
space and LaTeX spacing: a character that is not known is an error that names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from orchestra_modules.mathematics.digits import read_integer
from orchestra_modules.mathematics.limits import MAX_NUMERAL, MAX_TEXT
from orchestra_modules.mathematics.refusal import NotUnderstood, TooCostly

Kind = Literal["number", "word", "sign", "command", "end"]


@dataclass(frozen=True)
class Token:
    """A piece of the text; `spaced` says that white space stands before it."""

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool
    value: Fraction = Fraction(0)
    decimal: bool = False


_BASED = re.compile(r"0[xXbBoO][0-9A-Fa-f]")
_NUMERAL = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d+)(?![A-Za-z0-9]|\.\d))?", re.ASCII)
_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?")
_COMMAND = re.compile(r"\\([A-Za-z]+|[()\[\],;:!| {}])")
_SPACE = re.compile(r"[ \t\r\n\u00a0\u2009\u202f]+")
_SIGNS = ("**", "->", "<=", ">=", "!=", "==", *"+-*/^=<>(){}[],;:.?!%|_")

_UNICODE = {
    "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "÷": "/", "∕": "/", "−": "-", "–": "-", "≤": "<=", "≥": ">=",  # noqa: RUF001
    "≠": "!=", "→": "->", "⟶": "->",
}  # fmt: skip
_SUPERSCRIPTS = {c: str(i) for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_UNICODE_WORDS = {"π": "pi", "∞": "oo", "√": "sqrt", "∛": "cbrt", "∫": "integral"}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "θ": "theta", "λ": "lambda", "μ": "mu",  # noqa: RUF001
    "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega",  # noqa: RUF001
}  # fmt: skip
GREEK = frozenset(_GREEK.values())

_COMMAND_SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "!=",
    "neq": "!=", "to": "->", "rightarrow": "->", "lt": "<", "gt": ">", "vert": "|", "lvert": "|", "rvert": "|",
    "{": "(", "}": ")", "|": "|", "lbrace": "(", "rbrace": ")",
}  # fmt: skip
_COMMAND_WORDS = {"infty": "oo", "int": "integral", "lim": "lim", "pi": "pi", "bmod": "mod"}
_COMMAND_FUNCTIONS = frozenset(
    {"sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"}
    | {"exp", "ln", "log", "gcd", "max", "min", "sqrt"}
)
_COMMAND_SPACES = frozenset(
    {"left", "right", "quad", "qquad", "displaystyle", "limits", ",", ";", ":", "!", " ", "(", ")", "[", "]"}
)
_COMMANDS = frozenset({"frac", "dfrac", "tfrac", "binom"})

#: runs of letters that are products of unknowns; every other run of letters is a word
_PRODUCTS = frozenset({a + b for a in "abcxyz" for b in "abcxyz"} - {"by"} | {"xyz", "abc"})
_GLUED = {f"{f}x": f for f in ("sin", "cos", "tan", "cot", "sec", "csc", "ln", "log")}


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens, with an end token last. NotUnderstood, TooCostly."""
    if len(text) > MAX_TEXT:
        raise TooCostly(f"the text has {len(text)} characters; at most {MAX_TEXT} are read")
    tokens: list[Token] = []
    dollars = _dollars(text)
    position, spaced = 0, False
    while position < len(text):
        if position in dollars or (space := _SPACE.match(text, position)):
            spaced = True
            position = position + 1 if position in dollars else _end(space)
            continue
        found, position = _next(text, position, spaced)
        tokens.extend(found)
        spaced = not found  # a LaTeX spacing command
    tokens.append(Token("end", "", len(text), len(text), spaced))
    return tuple(tokens)


def _end(match: re.Match[str] | None) -> int:
    assert match is not None
    return match.end()


def _next(text: str, at: int, spaced: bool) -> tuple[list[Token], int]:
    character = text[at]
    if _BASED.match(text, at):
        raise NotUnderstood(f"{text[at : at + 12]!r} may be a number of another base, or a product with a letter")
    if match := _NUMERAL.match(text, at):
        return [_numeral(match, spaced)], match.end()
    if match := _WORD.match(text, at):
        return _word(match.group(), at, spaced), match.end()
    if character == "\\":
        return _command(text, at, spaced)
    if character in _SUPERSCRIPTS:
        return _superscript(text, at, spaced)
    if character in _UNICODE:
        return [Token("sign", _UNICODE[character], at, at + 1, spaced)], at + 1
    if word := _UNICODE_WORDS.get(character) or _GREEK.get(character):
        return [Token("word", word, at, at + 1, spaced)], at + 1
    for sign in _SIGNS:
        if text.startswith(sign, at):
            return [Token("sign", {"**": "^", "==": "="}.get(sign, sign), at, at + len(sign), spaced)], at + len(sign)
    raise NotUnderstood(f"the character {character!a} at position {at + 1} is not understood")


def _numeral(match: re.Match[str], spaced: bool) -> Token:
    digits, exponent = match.groups()
    if exponent and exponent[0] in "+-" and "." not in digits:
        raise NotUnderstood(f"{match.group()[:20]!r} may be a power of ten or a sum with e; write 10^n or put a space")
    if len(digits) > MAX_NUMERAL or (exponent and (len(exponent) > 6 or abs(int(exponent)) > MAX_NUMERAL)):
        raise TooCostly(f"a numeral has more than {MAX_NUMERAL} digits")
    whole, _, decimals = digits.partition(".")
    value = Fraction(read_integer((whole + decimals) or "0"), 10 ** len(decimals))
    if exponent:
        value *= Fraction(10) ** int(exponent)
    decimal = bool(decimals) or bool(exponent)
    return Token("number", match.group(), match.start(), match.end(), spaced, value, decimal)


def _word(word: str, at: int, spaced: bool) -> list[Token]:
    word = word.replace("\u2019", "'")
    if word in _PRODUCTS:
        return [Token("word", c, at + i, at + i + 1, spaced and i == 0) for i, c in enumerate(word)]
    if word in _GLUED:
        cut = at + len(word) - 1
        return [Token("word", _GLUED[word], at, cut, spaced), Token("word", "x", cut, cut + 1, True)]
    return [Token("word", word, at, at + len(word), spaced)]


def _superscript(text: str, at: int, spaced: bool) -> tuple[list[Token], int]:
    end = at
    while end < len(text) and text[end] in _SUPERSCRIPTS:
        end += 1
    if end - at > 6:
        raise TooCostly("an exponent in superscript has more than 6 digits")
    digits = "".join(_SUPERSCRIPTS[c] for c in text[at:end])
    raised = Token("number", digits, at, end, False, Fraction(int(digits)))
    return [Token("sign", "^", at, at, spaced), raised], end


def _command(text: str, at: int, spaced: bool) -> tuple[list[Token], int]:
    match = _COMMAND.match(text, at)
    name = match.group(1) if match else ""
    end = match.end() if match else at + 1
    if name in _COMMAND_SPACES:
        return [], end
    if name in _COMMAND_SIGNS:
        return [Token("sign", _COMMAND_SIGNS[name], at, end, spaced)], end
    if name in _COMMAND_FUNCTIONS or name in GREEK or name in _COMMAND_WORDS:
        return [Token("word", _COMMAND_WORDS.get(name, name), at, end, True)], end
    if name in _COMMANDS:
        return [Token("command", "binom" if name == "binom" else "frac", at, end, spaced)], end
    raise NotUnderstood(f"the LaTeX command {text[at : at + 20]!a} is not understood")


def _dollars(text: str) -> frozenset[int]:
    """Places of dollar signs that enclose formulas; an amount of money is not one of them."""
    places = [i for i, c in enumerate(text) if c == "$"]
    if not places:
        return frozenset()
    merged = [i for i in places if i - 1 not in places]  # $$ counts as one
    for opening, closing in zip(merged[::2], merged[1::2], strict=False):
        after = text[closing : closing + 3].lstrip("$")[:1]
        if text[closing - 1].isspace() or text[opening : opening + 3].lstrip("$")[:1].isspace() or after.isdigit():
            raise NotUnderstood("amounts of money ($) are not read")
    if len(merged) % 2:
        raise NotUnderstood("a dollar sign stands alone; amounts of money are not read")
    return frozenset(places)
