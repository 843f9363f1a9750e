"""Integers in other bases and in Roman numerals: text to number and back, and sums and products written in a base.

Digits beyond 9 are letters, in either case; results have lower-case letters. Not covered: fractions in other bases.
"""

from __future__ import annotations

import re
from typing import Final

from orchestra_modules.mathematics.engines.digits import integer_text
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_MAX_LENGTH: Final = 2_000
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_TOKEN: Final = re.compile(r"\s*(?:(?P<digits>[0-9A-Za-z]+)|(?P<sign>[-+*/()\u2212\u00d7\u00f7]))")
_PREFIXES: Final = {"0x": 16, "0b": 2, "0o": 8}


def check_base(base: int) -> int:
    """A base that numerals can have. Undefined."""
    if not 2 <= base <= 36:
        raise Undefined(f"numerals are read and written in bases from 2 to 36, not {base}")
    return base


def parse(text: str, base: int) -> int:
    """The integer that a numeral writes, with a sign before it or none. NotUnderstood for a digit that is none."""
    check_base(base)
    body = text.strip().replace("\u2212", "-").replace(" ", "")
    negative, body = body.startswith("-"), body.lstrip("+-").lower()
    for prefix, own in _PREFIXES.items():
        if body.startswith(prefix) and own == base and len(body) > 2:
            body = body[2:]
    if not body or len(text.strip().lstrip("+-")) + 1 < len(text.strip()):
        raise NotUnderstood(f"{text[:40]!r} is no numeral")
    if len(body) > _MAX_LENGTH:
        raise TooCostly(f"numerals of up to {_MAX_LENGTH} digits are read in another base")
    value = 0
    for character in body:
        digit = _DIGITS.find(character)
        if digit < 0 or digit >= base:
            raise NotUnderstood(f"{character!r} in {text[:40]!r} is no digit in base {base}")
        value = value * base + digit
    return -value if negative else value


def is_numeral(text: str, base: int) -> bool:
    """Whether every character is a digit of the base."""
    return all(0 <= _DIGITS.find(c) < base for c in text.lower().lstrip("-"))


def write(value: int, base: int) -> str:
    """An integer as a numeral."""
    check_base(base)
    if value.bit_length() > 40_000:
        raise TooCostly("the number is too long to be written in another base")
    if base == 10:
        return integer_text(value)
    rest, digits = abs(value), ""
    while rest:
        rest, digit = divmod(rest, base)
        digits += _DIGITS[digit]
    return ("-" if value < 0 else "") + (digits[::-1] or "0")


def powers(text: str, base: int) -> int:
    """The value of a numeral as a sum of digits times powers: a second road beside `parse`."""
    negative = text.startswith("-")
    body = text.lstrip("-").lower()
    value: int = sum(_DIGITS.index(character) * base**place for place, character in enumerate(reversed(body)))
    return -value if negative else value


class Reckoning:
    """A sum or product of numerals of one base: + - * and brackets, and divisions that come out even."""

    def __init__(self, text: str, base: int) -> None:
        self.base = check_base(base)
        self.text = text
        self.tokens: list[str] = []
        position = 0
        stripped = text.rstrip()
        while position < len(stripped):
            match = _TOKEN.match(stripped, position)
            if match is None:
                raise NotUnderstood(
                    f"{stripped[position : position + 20]!r} is not understood in a numeral of base {base}"
                )
            self.tokens.append(
                {"\u2212": "-", "\u00d7": "*", "\u00f7": "/"}.get(match.group().strip(), match.group().strip())
            )
            position = match.end()
        self.at = 0

    def value(self) -> int:
        """What it comes to. NotUnderstood, NotDone."""
        if len(self.tokens) > 400:
            raise TooCostly("the expression is too long")
        found = self._sum(0)
        if self.at < len(self.tokens):
            raise NotUnderstood(f"not understood: {self.tokens[self.at]!r} in {self.text[:60]!r}")
        return found

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _take(self, *signs: str) -> str:
        if self._peek() in signs and self._peek():
            self.at += 1
            return self.tokens[self.at - 1]
        return ""

    def _sum(self, depth: int) -> int:
        found = self._product(depth)
        while sign := self._take("+", "-"):
            term = self._product(depth)
            found = found + term if sign == "+" else found - term
        return found

    def _product(self, depth: int) -> int:
        found = self._signed(depth)
        while sign := self._take("*", "/"):
            factor = self._signed(depth)
            if sign == "*":
                found *= factor
            elif factor == 0:
                raise Undefined("a division by zero has no value")
            elif found % factor:
                raise NotDone("a division in another base that does not come out even is not done")
            else:
                found //= factor
        return found

    def _signed(self, depth: int) -> int:
        if depth > 40:
            raise TooCostly("the expression is nested too deeply")
        if self._take("-"):
            return -self._signed(depth + 1)
        if self._take("("):
            found = self._sum(depth + 1)
            if not self._take(")"):
                raise NotUnderstood("a bracket is not closed")
            return found
        token = self._peek()
        if not token or not token[0].isalnum():
            raise NotUnderstood(f"a numeral was expected in {self.text[:60]!r}")
        self.at += 1
        return parse(token, self.base)


def roman(value: int) -> str:
    """An integer from 1 to 3999 as a Roman numeral."""
    if not 1 <= value <= 3999:
        raise Undefined(f"Roman numerals are written for 1 to 3999, not for {value}")
    found = ""
    for worth, letters in _ROMAN:
        while value >= worth:
            value, found = value - worth, found + letters
    return found


def from_roman(text: str) -> int:
    """The integer that a Roman numeral in its usual form writes. NotUnderstood."""
    letters, value = text.upper(), 0
    worths = [{sign: worth for worth, sign in _ROMAN if len(sign) == 1}.get(letter, 0) for letter in letters]
    if not worths or 0 in worths or len(worths) > 20:
        raise NotUnderstood(f"{text[:40]!r} is no Roman numeral")
    for worth, following in zip(worths, [*worths[1:], 0], strict=True):
        value += -worth if worth < following else worth
    if not 1 <= value <= 3999 or roman(value) != letters:
        raise NotUnderstood(f"{text[:40]!r} is no Roman numeral in its usual form")
    return value
