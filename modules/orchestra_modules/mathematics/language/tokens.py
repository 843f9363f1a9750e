"""Text to tokens: numerals, words and signs, each with its place.

Unicode signs and LaTeX commands become the plain signs and words they stand for. Nothing is skipped but white
space and LaTeX spacing: a character that is not known is an error that names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from orchestra_modules.mathematics.engines.digits import read_integer
from orchestra_modules.mathematics.limits import MAX_NUMERAL, MAX_TEXT
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

Kind = Literal["number", "word", "sign", "command", "quoted", "end"]


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

    @cached_property
    def lowered(self) -> str:
        """The text in lower case, by which words are compared."""
        return self.text.lower()


_BASED = re.compile(r"0[xXbBoO][0-9A-Fa-f]+(?![A-Za-z0-9.])")
_NUMERAL = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(?:[eE]([+-]?\d+)(?![A-Za-z0-9]|\.\d))?", re.ASCII)
#: a word, or the name of a function in a program, such as linalg_solve(
_WORD = re.compile(
    r"(?:arctan|atan|[Ss]tirling|factorial)2(?=[(\[])|[A-Za-z]{2,}(?:_[A-Za-z]{2,})+(?=[(\[])|[A-Za-z]+(?:['\u2019][A-Za-z]+)?"
)
_COMMAND = re.compile(r"\\([A-Za-z]+|[()\[\],;:!| {}\\%$&_#])")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{([A-Za-z]+)\*?\}(?:\{[lcr|]+\})?")
_PROSE = re.compile(
    r"\\(?:text|mathrm|operatorname|mathbf|mathit|textbf|mbox|vec|hat|boldsymbol|rm)\s*\{([^{}\\$]{0,60})\}"
)
_SETS = {"R": "reals", "Z": "integers", "N": "naturals", "Q": "rationals", "C": "complexes"}
_BLACKBOARD = re.compile(r"\\(?:mathbb|Bbb)\s*\{?([RZNQC])\}?")
_SPACE = re.compile(r"[ \t\r\n\u00a0\u2009\u202f]+")
_QUOTED = re.compile(r"\"([^\"\n]{0,60})\"|\u201c([^\u201d\n]{0,60})\u201d|(?<=[(,=\s])'([^'\n]{1,20})'(?=[\s),])")
_SIGNS = (
    "**",
    "<=>",
    "<->",
    "->",
    "=>",
    "...",
    "..",
    "<=",
    ">=",
    "!=",
    "==",
    "||",
    "&&",
    ":=",
    *"+-*/^=<>(){}[],;:.?!%|_&~'$",
)

_UNICODE = {
    "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "÷": "/", "∕": "/", "−": "-", "–": "-", "≤": "<=", "≥": ">=",
    "≠": "!=", "→": "->", "⟶": "->", "…": "...", "′": "'", "\u2019": "'", "≡": "≡", "°": "°", "±": "±",
    "∈": "in", "∖": "setminus", "⊂": "subset", "⊆": "subset", "∪": "union", "∩": "intersection",
    "⇒": "=>", "⇔": "<=>", "∧": "&", "∨": "or", "≈": "≈", "‖": "||", "⌊": "lfloor", "⌋": "rfloor", "⌈": "lceil",
    "⌉": "rceil", "∘": "∘", "¬": "~", "\u2033": "''",
}  # fmt: skip
#: signs without a meaning of their own, which a text may define as operators
OPERATORS = frozenset("#@★☆⊕⊗⊙△▽◇♦♣♠♥⋆•◦■□▲§¤")
_COMMAND_OPERATORS = {
    "star": "★",
    "oplus": "⊕",
    "otimes": "⊗",
    "odot": "⊙",
    "diamond": "◇",
    "triangle": "△",
    "bullet": "•",
    "#": "#",
}
_SUPERSCRIPTS = {c: str(i) for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {"ⁿ": "n", "ˣ": "x", "\u207b": "-"}
_SUBSCRIPTS = {c: str(i) for i, c in enumerate("₀₁₂₃₄₅₆₇₈₉")} | {"ₙ": "n", "ₓ": "x", "ₖ": "k"}
_UNICODE_WORDS = {
    "π": "pi", "∞": "oo", "√": "sqrt", "∛": "cbrt", "∫": "integral", "∑": "sum", "Σ": "sum", "∏": "product",
    "∂": "partial", "∇": "nabla", "Δ": "Delta", "∬": "iint", "∅": "emptyset", "ℝ": "reals", "ℤ": "integers",
    "ℕ": "naturals", "ℚ": "rationals", "ℂ": "complexes", "ℓ": "l",
}  # fmt: skip
_FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8), "⅜": (3, 8)}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "θ": "theta", "λ": "lambda", "μ": "mu",
    "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega",
}  # fmt: skip
GREEK = frozenset(_GREEK.values())

_COMMAND_SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "!=",
    "neq": "!=", "to": "->", "rightarrow": "->", "lt": "<", "gt": ">", "vert": "|", "lvert": "|", "rvert": "|",
    "{": "{", "}": "}", "|": "|", "lbrace": "{", "rbrace": "}", "%": "%", "pm": "±", "ldots": "...", "cdots": "...",
    "dots": "...", "equiv": "≡", "implies": "=>", "Rightarrow": "=>", "iff": "<=>", "land": "&", "wedge": "&",
    "prime": "'", "degree": "°", "circ": "°", "colon": ":", "mid": "|", "approx": "≈", "infin": "oo", "\\": "\\\\",
    "in": "in", "cup": "union", "cap": "intersection", "parallel": "||", "lVert": "||", "rVert": "||", "Vert": "||",
    "setminus": "setminus", "smallsetminus": "setminus", "subset": "subset", "subseteq": "subset", "notin": "notin",
    "langle": "(", "rangle": ")", "lfloor": "lfloor", "rfloor": "rfloor", "lceil": "lceil", "rceil": "rceil",
}  # fmt: skip
_COMMAND_WORDS = {
    "infty": "oo", "int": "integral", "lim": "lim", "pi": "pi", "bmod": "mod", "pmod": "pmod", "mod": "mod",
    "sum": "sum", "prod": "product", "partial": "partial", "nabla": "nabla", "iint": "iint", "iiint": "iiint",
    "oint": "oint", "det": "det", "deg": "deg", "dim": "dim", "ker": "ker", "arg": "arg", "cdotp": "times",
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "sgn": "sgn", "lcm": "lcm", "Re": "re", "Im": "im",
    "angle": "angle", "emptyset": "emptyset", "ln": "ln", "forall": "forall", "exists": "exists", "ell": "l",
}  # fmt: skip
_COMMAND_FUNCTIONS = frozenset(
    {"sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"}
    | {"exp", "ln", "log", "gcd", "max", "min", "sqrt"}
)
_COMMAND_SPACES = frozenset(
    {"left", "right", "quad", "qquad", "displaystyle", "limits", ",", ";", ":", "!", " ", "(", ")", "[", "]"}
    | {
        "big",
        "Big",
        "bigg",
        "Bigg",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        "biggl",
        "biggr",
        "textstyle",
        "nolimits",
        "thinspace",
    }
)
_COMMANDS = {"frac": "frac", "dfrac": "frac", "tfrac": "frac", "cfrac": "frac"}
_COMMANDS |= {"binom": "binom", "dbinom": "binom", "tbinom": "binom"}
#: the end of an ordinal whose numeral is a formula
_PLACE_ENDING = re.compile(r"(?:st|nd|rd|th)\b")
#: what TeX takes for an argument where there are no braces
_BARE_ARGUMENT = re.compile(r"[ ]*([0-9])(?![0-9.])")
_TWO_BARE_ARGUMENTS = re.compile(r"[ ]*([0-9])[ ]*([0-9](?![0-9.])|[A-Za-z](?![A-Za-z0-9.]))")
_REPEATING = re.compile(r"(\d+)\.(\d*)\\overline\{(\d{1,200})\}", re.ASCII)

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
            # "$100$th" is one place: the dollar sign that ends a formula parts no numeral from its ending
            spaced = position not in dollars or _PLACE_ENDING.match(text, position + 1) is None
            position = position + 1 if position in dollars else _end(space)
            continue
        found, position = _next(text, position, spaced)
        if found and tokens and _is_differential(tokens[-1], found[0]):
            d = tokens.pop()
            found[0] = Token("word", "d" + found[0].text, d.start, found[0].end, d.spaced)
        tokens.extend(found)
        spaced = not found  # a LaTeX spacing command
    tokens.append(Token("end", "", len(text), len(text), spaced))
    return _products(_degrees(tokens))


def _degrees(tokens: list[Token]) -> list[Token]:
    """The degree sign as TeX has it, 60^\\circ or 60^{\\circ}, as one sign."""
    result: list[Token] = []
    for token in tokens:
        if token.text == "°" and result and result[-1].text == "^":
            result.pop()
        elif token.text == "}" and [t.text for t in result[-3:]] == ["^", "{", "°"]:
            del result[-3:-1]
            continue
        result.append(token)
    return result


def _is_differential(d: Token, after: Token) -> bool:
    """Whether \\mathrm{d} stands directly before a name, as in \\mathrm{d}x."""
    upright = d.text == "d" and d.end - d.start > 1
    return upright and after.kind == "word" and (len(after.text) == 1 or after.text in GREEK)


_BEFORE_PRODUCT = frozenset("+-=(*/<>")
_SHORT_WORDS = frozenset({"pi", "oo", "ln", "log", "exp", "sin", "cos", "tan", "gcd", "lcm"})


def _products(tokens: list[Token]) -> tuple[Token, ...]:
    """Runs of letters after a sign, as in y = mx + c, parted where each letter stands alone elsewhere in the text."""
    alone = {token.text for token in tokens if token.kind == "word" and len(token.text) == 1}
    if not alone:
        return tuple(tokens)
    parted: list[Token] = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else token
        after = tokens[index + 1] if index + 1 < len(tokens) else token
        in_formula = (before.kind == "sign" and before.text in _BEFORE_PRODUCT) or after.text in ("^", "+", "*", "=")
        letters = 2 <= len(token.text) <= 3 and token.kind == "word" and set(token.text) <= alone
        if letters and (in_formula or token.text.isupper()) and token.text not in _SHORT_WORDS:
            for at, letter in enumerate(token.text):
                place = token.start + at
                parted.append(Token("word", letter, place, place + 1, token.spaced and at == 0))
        else:
            parted.append(token)
    return tuple(parted)


def _end(match: re.Match[str] | None) -> int:
    assert match is not None
    return match.end()


def _next(text: str, at: int, spaced: bool) -> tuple[list[Token], int]:
    character = text[at]
    if match := _BASED.match(text, at):
        return [Token("word", match.group(), at, match.end(), spaced)], match.end()
    if match := _REPEATING.match(text, at):
        return [_repeating(match, spaced)], match.end()
    if match := _NUMERAL.match(text, at):
        return [_numeral(match, spaced)], match.end()
    if match := _WORD.match(text, at):
        return _word(match.group(), at, spaced), match.end()
    if match := _QUOTED.match(text, at):
        inside = next(group for group in match.groups() if group is not None)
        return [Token("quoted", inside, at, match.end(), spaced)], match.end()
    if character == "\\":
        return _command(text, at, spaced)
    if text.startswith("³√", at) and (at == 0 or text[at - 1] in " (+-*/=,"):
        return [Token("word", "cbrt", at, at + 2, spaced)], at + 2
    if character in _SUPERSCRIPTS:
        return _superscript(text, at, spaced)
    if character in _UNICODE:
        return [_plain(_UNICODE[character], at, at + 1, spaced)], at + 1
    if character in OPERATORS:
        return [Token("sign", character, at, at + 1, spaced)], at + 1
    if character in _FRACTIONS:
        value = Fraction(*_FRACTIONS[character])
        return [Token("number", character, at, at + 1, spaced, value)], at + 1
    if character in _SUBSCRIPTS:
        return _subscript(text, at), _run(text, at, _SUBSCRIPTS)
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


def _repeating(match: re.Match[str], spaced: bool) -> Token:
    """0.1\\overline{6}: the digits under the bar go on without end."""
    whole, first, again = match.groups()
    if len(whole + first) > MAX_NUMERAL:
        raise TooCostly(f"a numeral has more than {MAX_NUMERAL} digits")
    value = Fraction(read_integer(whole + first), 10 ** len(first))
    value += Fraction(read_integer(again), 10 ** len(first) * (10 ** len(again) - 1))
    return Token("number", match.group(), match.start(), match.end(), spaced, value)


def _word(word: str, at: int, spaced: bool) -> list[Token]:
    word = word.replace("\u2019", "'")
    if word in _PRODUCTS:
        return [Token("word", c, at + i, at + i + 1, spaced and i == 0) for i, c in enumerate(word)]
    if word in _GLUED:
        cut = at + len(word) - 1
        return [Token("word", _GLUED[word], at, cut, spaced), Token("word", "x", cut, cut + 1, True)]
    return [Token("word", word, at, at + len(word), spaced)]


def _plain(text: str, start: int, end: int, spaced: bool) -> Token:
    """What a sign stands for: a plain sign, or a word."""
    return Token("word" if text.isalpha() else "sign", text, start, end, spaced)


def _run(text: str, at: int, characters: dict[str, str]) -> int:
    """Where a run of such characters ends."""
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _subscript(text: str, at: int) -> list[Token]:
    digits = "".join(_SUBSCRIPTS[c] for c in text[at : _run(text, at, _SUBSCRIPTS)])
    end = at + len(digits)
    value = Token("number", digits, at, end, False, Fraction(int(digits))) if digits.isdigit() else None
    return [Token("sign", "_", at, at, False), value or Token("word", digits, at, end, False)]


def _superscript(text: str, at: int, spaced: bool) -> tuple[list[Token], int]:
    minus = text[at] == "\u207b"
    start = at
    at += minus
    end = _run(text, at, _SUPERSCRIPTS)
    if end == at or "\u207b" in text[at:end]:
        raise NotUnderstood(f"the exponent at position {start + 1} is not understood")
    if end - at > 6:
        raise TooCostly("an exponent in superscript has more than 6 digits")
    digits = "".join(_SUPERSCRIPTS[c] for c in text[at:end])
    if digits.isdigit():
        raised = Token("number", digits, at, end, False, Fraction(int(digits)))
    else:
        raised = Token("word", digits, at, end, False)
    signs = [Token("sign", "^", start, start, spaced)] + ([Token("sign", "-", start, at, False)] if minus else [])
    return [*signs, raised], end


def _command(text: str, at: int, spaced: bool) -> tuple[list[Token], int]:
    if match := _ENVIRONMENT.match(text, at):
        return [Token("command", text[at + 1 : at + 4] + ":" + match.group(1), at, match.end(), spaced)], match.end()
    if match := _BLACKBOARD.match(text, at):
        return [Token("word", _SETS[match.group(1)], at, match.end(), True)], match.end()
    if match := _PROSE.match(text, at):
        return _prose(match, at), match.end()
    before, after = text[:at].rstrip()[-1:], text[at + 1 :].lstrip()[:1]
    if (before == "}" or before.isupper()) and (after == "{" or (text[at + 1 : at + 2] == " " and after.isupper())):
        return [Token("word", "setminus", at, at + 1, True)], at + 1
    match = _COMMAND.match(text, at)
    name = match.group(1) if match else ""
    end = match.end() if match else at + 1
    if name in _COMMAND_SPACES:
        empty = name in ("left", "right") and text[end : end + 1] == "."  # an empty delimiter
        return [], end + empty
    if name in _COMMAND_OPERATORS:
        return [Token("sign", _COMMAND_OPERATORS[name], at, end, spaced)], end
    if name in _COMMAND_SIGNS:
        return [_plain(_COMMAND_SIGNS[name], at, end, spaced)], end
    if name == "sqrt" and (bare := _BARE_ARGUMENT.match(text, end)) is not None:
        return [Token("word", name, at, end, True), *_in_braces(bare, 1)], bare.end()
    if name in _COMMAND_FUNCTIONS or name in GREEK or name in _COMMAND_WORDS:
        return [Token("word", _COMMAND_WORDS.get(name, name), at, end, True)], end
    if name in _COMMANDS:
        command = Token("command", _COMMANDS[name], at, end, spaced)
        if (both := _TWO_BARE_ARGUMENTS.match(text, end)) is not None:
            return [command, *_in_braces(both, 1), *_in_braces(both, 2)], both.end()
        if (first := _BARE_ARGUMENT.match(text, end)) is not None:
            return [command, *_in_braces(first, 1)], first.end()
        return [command], end
    raise NotUnderstood(f"the LaTeX command {text[at : at + 20]!a} is not understood")


def _in_braces(match: re.Match[str], group: int) -> list[Token]:
    """A digit or a letter as the argument of a command."""
    start, end = match.span(group)
    written = match.group(group)
    letter = Token("word", written, start, end, False)
    return [
        Token("sign", "{", start, start, False),
        letter if written.isalpha() else Token("number", written, start, end, False, Fraction(int(written))),
        Token("sign", "}", end, end, False),
    ]


def _prose(match: re.Match[str], at: int) -> list[Token]:
    """The words inside \\text{...}; a lone letter in \\mathrm{d} or \\mathbf{v} is that letter."""
    inner = [token for token in tokenize(match.group(1)) if token.kind != "end"]
    return [Token(t.kind, t.text, at, match.end(), True, t.value, t.decimal) for t in inner]


def _dollars(text: str) -> frozenset[int]:
    """Places of dollar signs that enclose formulas; an amount of money is not one of them. NotUnderstood."""
    places = [i for i, c in enumerate(text) if c == "$"]
    merged = [i for i in places if i - 1 not in places]  # $$ counts as one
    money = [i for i in merged if text[i + 1 : i + 2].isdigit()]
    pairs = list(zip(merged[::2], merged[1::2], strict=False))
    enclosing = len(merged) % 2 == 0 and not any(
        text[closing - 1].isspace()
        or text[opening : opening + 3].lstrip("$")[:1].isspace()
        or text[closing : closing + 3].lstrip("$")[:1].isdigit()
        for opening, closing in pairs
    )
    if enclosing:
        return frozenset(places)
    if money == merged:
        return frozenset()
    raise NotUnderstood("a dollar sign stands alone: it encloses no formula and no amount follows it")
