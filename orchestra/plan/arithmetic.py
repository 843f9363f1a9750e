"""Equations written in a text: finds them, works each side out exactly, and says whether they hold.

Numbers, names, + - * / ^, brackets and sqrt; words after a number are units and are passed over. Nothing is evaluated
but by the few lines below, and powers are bounded. What cannot be read is no equation and is not judged.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from typing import Final

from orchestra.plan.notation import plain_signs

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Za-z_][A-Za-z_0-9]*'*)"
    r"|(?P<sign>\*\*|[-+*/^()%√])|(?P<money>[$€£])|(?P<other>\S))"
)
#: a relation; between numbers, words may stand for it
_CHAIN: Final = re.compile(
    r"(?<![<>=!])(=|≈|~=)(?!=)|(?<=[\d)%]),?\s+(?:which\s+|that\s+)?(is|equals|makes|gives)\s+(?=[-$€£(]?\d)"
)
_BREAK: Final = re.compile(
    r"[;:\n?!]|,(?!\d{3}|\s+(?:which|that)\s+(?:is|equals|makes|gives)\s)|\.(?!\d)|\b(?:so|then|thus|hence|therefore|gives(?!\s+[-$€£(]?\d)|implies|or|and|is(?!\s+[-$€£(]?\d)|if)\b"
)
_MOST_TOKENS: Final = 60
_MOST_EQUATIONS: Final = 200
_CLOSE: Final = 1e-9
#: letters that are words when they stand alone
_WORDS: Final = frozenset({"a", "I", "A"})
#: words that make what follows a part of something that is not read
_PART_OF: Final = frozenset({"of", "and", "twice", "double", "half", "times", "plus", "minus", "by", "triple", "than"})

Value = Fraction | float
Names = Mapping[str, Fraction]


class _Unread(Exception):
    """Not an expression."""


@dataclass(frozen=True)
class Token:
    """A number, a name or a sign, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Side:
    """One side of an equation: its tokens, and the names in it."""

    tokens: tuple[Token, ...]
    text: str

    @property
    def names(self) -> frozenset[str]:
        """The names in it."""
        return frozenset(token.text for token in self.tokens if token.kind == "name" and token.text != "sqrt")

    def value(self, names: Names) -> Value | None:
        """Its value, or none where it has none."""
        try:
            value = _Reading(self.tokens, names).whole()
        except (_Unread, ZeroDivisionError, OverflowError, ValueError, RecursionError):
            return None
        return value if math.isfinite(value) else None


@dataclass(frozen=True)
class Equation:
    """Two sides with = or ≈ between them."""

    left: Side
    right: Side
    about: bool
    start: int
    end: int

    @property
    def text(self) -> str:
        """As it was written."""
        return f"{self.left.text} {'≈' if self.about else '='} {self.right.text}"

    @property
    def names(self) -> frozenset[str]:
        """The names on either side."""
        return self.left.names | self.right.names

    def holds(self, names: Names) -> bool | None:
        """Whether both sides have one value; none where one cannot be worked out."""
        left, right = self.left.value(names), self.right.value(names)
        if left is None or right is None:
            return None
        return _same(left, right) or self._rounded(left, right)

    def _rounded(self, left: Value, right: Value) -> bool:
        """A value that cannot be written in full, or is said to be near, may be rounded at the last digit written."""
        last = self.right.tokens[-1]
        if len(self.right.tokens) != 1 or last.kind != "number" or not ("." in last.text or self.about):
            return False
        digits = len(last.text.partition(".")[2])
        exact = Fraction(left) * 10**digits
        ends = exact.denominator == 1 or _terminates(Fraction(left))
        return (self.about or not ends) and abs(Fraction(left) - Fraction(right)) * 2 * 10**digits <= 1


def equations(text: str, known: frozenset[str] = frozenset()) -> list[Equation]:
    """The first equations of a text; `known` are names of several letters that are no words or units."""
    return list(islice(_equations(plain_signs(text), known), _MOST_EQUATIONS))


def _equations(text: str, known: frozenset[str]) -> Iterator[Equation]:
    start = 0
    for end in (*(found.span() for found in _BREAK.finditer(text)), (len(text), len(text))):
        yield from _chain(text, start, end[0], known)
        start = end[1]


def assignments(texts: Sequence[str], known: frozenset[str] = frozenset()) -> dict[str, list[Fraction]]:
    """The values that texts give to names: x = 7 gives 7 to x."""
    found: dict[str, list[Fraction]] = {}
    for text in texts:
        for equation in equations(text, known):
            value = equation.right.value({})
            if len(equation.left.tokens) == 1 and equation.left.names and isinstance(value, Fraction):
                values = found.setdefault(equation.left.tokens[0].text, [])
                values += [] if value in values else [value]
    return found


def expression(text: str, known: frozenset[str] = frozenset(), *, at_end: bool = False) -> Side | None:
    """The whole text as an expression, or with `at_end` what stands at its end; or none."""
    text = plain_signs(text)
    tokens = _tokens(text, 0, len(text))
    if at_end:
        return _longest(tokens, text, known, suffix=True)
    return _side(tokens, text, known, whole=True) if tokens else None


def same_expression(one: Side, other: Side) -> bool:
    """Whether two expressions agree at several points of their names."""
    names = sorted(one.names | other.names)
    seen = 0
    for round in range(1, 6):
        point = {name: Fraction(round * 7 + 3 * place + 2, 1 + place) for place, name in enumerate(names)}
        left, right = one.value(point), other.value(point)
        if left is None or right is None:
            continue
        if not _same(left, right):
            return False
        seen += 1
    return seen > 1


def _chain(text: str, start: int, end: int, known: frozenset[str]) -> Iterator[Equation]:
    marks = [found.span() for found in islice(_CHAIN.finditer(text, start, end), _MOST_EQUATIONS + 1)]
    if not marks:
        return
    if len(marks) > _MOST_EQUATIONS:
        end = marks.pop()[0]
    edges = [start, *(mark[1] for mark in marks)], [*(mark[0] for mark in marks), end]
    sides: list[Side | None] = []
    for place, (first, last) in enumerate(zip(*edges, strict=True)):
        tokens = _tokens(text, first, last)
        if place == 0:
            sides.append(_longest(tokens, text, known, suffix=True))
        elif place == len(marks):
            sides.append(_longest(tokens, text, known, suffix=False))
        else:
            sides.append(_side(tokens, text, known, whole=True))
    for (left, right), mark in zip(pairwise(sides), marks, strict=True):
        said = text[mark[0] : mark[1]].strip(" ,\n")
        if left is None or right is None or not _whole(left, right, spoken=said[:1].isalpha()):
            continue
        begin, stop = left.tokens[0].start, right.tokens[-1].end
        yield Equation(left, right, said in ("≈", "~="), begin, stop)


def _whole(left: Side, right: Side, *, spoken: bool) -> bool:
    """Whether two sides can be all that was written: not two bare numbers; with a word for =, something worked out."""
    if spoken:
        return len(left.tokens) > 2 and not (left.names or right.names)
    return bool(left.names or right.names) or len(left.tokens) > 1 or len(right.tokens) > 1


def _tokens(text: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    at = start
    while at < end and (match := _TOKEN.match(text, at, end)) is not None and len(found) <= _MOST_TOKENS * 2:
        at = match.end()
        kind = str(match.lastgroup)
        found.append(Token(kind, match.group(kind), match.start(kind), match.end(kind)))
    return found


def _longest(tokens: list[Token], text: str, known: frozenset[str], *, suffix: bool) -> Side | None:
    tokens = tokens[-_MOST_TOKENS:] if suffix else tokens[:_MOST_TOKENS]
    for cut in range(len(tokens)):
        if suffix and cut and _is_argument(tokens[cut - 1], tokens[cut]):
            continue  # the argument of a function is no side
        part = tokens[cut:] if suffix else tokens[: len(tokens) - cut]
        if (side := _side(part, text, known, whole=not suffix or cut == 0)) is not None:
            return None if suffix and cut and tokens[cut - 1].text.lower() in _PART_OF else side
    return None


def _is_argument(before: Token, first: Token) -> bool:
    return first.text == "(" and before.kind == "name" and before.end == first.start


def _side(tokens: list[Token], text: str, known: frozenset[str], *, whole: bool) -> Side | None:
    kept = _without_units([token for token in tokens if token.kind != "money"], known)
    if kept is None or not kept or (not whole and kept[0].start != tokens[0].start):
        return None
    try:
        _Reading(kept, None).whole()
    except (_Unread, ZeroDivisionError, OverflowError, ValueError, RecursionError):
        return None
    return Side(tuple(kept), text[tokens[0].start : tokens[-1].end].strip())


def _without_units(tokens: list[Token], known: frozenset[str]) -> list[Token] | None:
    """The tokens without the words between a number and a sign or the end; none where another word stands."""
    kept: list[Token] = []
    passed = False
    for token in tokens:
        if token.kind == "other":
            return None
        if token.kind == "name" and not _is_name(token.text, known):
            if not kept or not (kept[-1].kind == "number" or kept[-1].text in (")", "%")):
                return None
            passed = True
            continue
        if passed and (token.kind != "sign" or token.text in "(√"):
            return None
        passed = False
        kept.append(token)
    return kept


def _is_name(text: str, known: frozenset[str]) -> bool:
    return text in known or text == "sqrt" or (len(text) == 1 and text not in _WORDS)


class _Reading:
    """Reads tokens by precedence; without names it only tries whether they are an expression."""

    def __init__(self, tokens: Sequence[Token], names: Names | None) -> None:
        self.tokens = tokens
        self.names = names
        self.at = 0

    def whole(self) -> Value:
        value = self._sum()
        if self.at < len(self.tokens):
            raise _Unread
        return value

    def _peek(self) -> str:
        if self.at >= len(self.tokens):
            return ""
        token = self.tokens[self.at]
        return token.text if token.kind == "sign" else token.kind

    def _sum(self) -> Value:
        value = self._product()
        while (sign := self._peek()) in ("+", "-"):
            self.at += 1
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Value:
        value = self._signed()
        while (sign := self._peek()) in ("*", "/", "number", "name", "(", "√"):
            if sign == "number":
                raise _Unread  # two numbers side by side
            if sign in ("*", "/"):
                self.at += 1
                other = self._signed()
                value = value * other if sign == "*" else self._divided(value, other)
            else:
                value = value * self._power()
        return value

    def _divided(self, value: Value, by: Value) -> Value:
        return value if self.names is None and by == 0 else value / by

    def _signed(self) -> Value:
        if self._peek() in ("-", "+"):
            negative = self._peek() == "-"
            self.at += 1
            value = self._signed()
            return -value if negative else value
        return self._power()

    def _power(self) -> Value:
        base = self._atom()
        if self._peek() == "%":
            self.at += 1
            base = base / 100
        if self._peek() not in ("^", "**"):
            return base
        self.at += 1
        exponent = self._signed()
        if self.names is None:
            return base
        if abs(float(exponent)) > 64 or abs(float(base)) > 1e12:
            raise _Unread
        if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
            power: Fraction = base ** int(exponent)
            return power
        return math.pow(base, exponent)

    def _atom(self) -> Value:
        if self.at >= len(self.tokens):
            raise _Unread
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "number":
            return Fraction(token.text.replace(",", ""))
        if token.text in ("sqrt", "√"):
            return self._root(self._atom())
        if token.kind == "name":
            if self.names is None:
                return Fraction(3)
            if token.text not in self.names:
                raise _Unread
            return self.names[token.text]
        if token.text != "(":
            raise _Unread
        value = self._sum()
        if self._peek() != ")":
            raise _Unread
        self.at += 1
        return value

    def _root(self, value: Value) -> Value:
        if isinstance(value, Fraction) and value >= 0:
            top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
            if (top * top, bottom * bottom) == (value.numerator, value.denominator):
                return Fraction(top, bottom)
        return math.sqrt(value)


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left == right
    return math.isclose(float(left), float(right), rel_tol=_CLOSE, abs_tol=_CLOSE)


def _terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
