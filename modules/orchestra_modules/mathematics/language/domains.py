"""Kinds of numbers that an unknown may be: "a positive integer", "real", "an odd number", "a prime".

Ranges are no kinds: "an integer between 1 and 9" is left to relations.
"""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.problem import Domain, Kind, Parity, Sign

_KINDS: Final[dict[str, Kind]] = {
    "integer": "integer", "integers": "integer", "whole number": "integer", "whole numbers": "integer",
    "real": "real", "reals": "real", "real number": "real", "real numbers": "real", "number": "number",
    "numbers": "number", "complex": "complex", "complex number": "complex", "complex numbers": "complex",
    "rational": "rational", "rational number": "rational", "rational numbers": "rational", "prime": "prime",
    "primes": "prime", "prime number": "prime", "prime numbers": "prime", "constant": "number", "constants": "number",
}  # fmt: skip
_SIGNS: Final[dict[str, Sign]] = {
    "positive": "positive", "negative": "negative", "non-negative": "nonnegative", "nonnegative": "nonnegative",
    "nonzero": "nonzero", "non-zero": "nonzero",
}  # fmt: skip
_NATURALS: Final = ("natural number", "natural numbers", "natural", "positive whole number", "counting number")


def domain(cursor: Cursor) -> Domain | None:
    """A kind of number: "a positive integer", "real", "an odd number", "positive"."""
    mark = cursor.mark()
    cursor.take("a", "an", "any", "some", "all", "both")
    sign: Sign = ""
    parity: Parity = ""
    for _ in range(3):
        if cursor.token.kind == "word" and cursor.ahead().text == "-" and cursor.ahead(2).kind == "word":
            joined = f"{cursor.token.text}-{cursor.ahead(2).text}".lower()
            if joined in _SIGNS:
                sign = _SIGNS[joined]
                cursor.position += 3
                continue
        sign = _SIGNS.get(cursor.taken(*_SIGNS), sign)
        if cursor.take("even"):
            parity = "even"
        elif cursor.take("odd"):
            parity = "odd"
    if cursor.take(*_NATURALS):
        return Domain("integer", "positive", parity)
    kind = _KINDS.get(cursor.taken(*_KINDS))
    if kind is not None and not cursor.sees("of", "between", "from"):
        return Domain("integer" if parity and kind == "number" else kind, sign, parity)
    if sign or parity:
        return Domain("integer" if parity else "number", sign, parity)
    cursor.reset(mark)
    return None


def domain_before_name(cursor: Cursor) -> Domain | None:
    """A kind of number before a name: "the positive integer n"."""
    mark = cursor.mark()
    cursor.take("the")
    found = domain(cursor)
    if found is None:
        cursor.reset(mark)
    return found
