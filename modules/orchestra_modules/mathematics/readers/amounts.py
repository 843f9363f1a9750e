"""Plain amounts at a cursor: 3/100, 1,250, 2 1/2, "thirteen fifths", "two and a half", "a", "half".

Knows no unit and no noun: it stops behind the number. A fraction told in words or with a stroke may go on with
"of a"; that is left to the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.solving.numerals import SCALES, cardinal, ordinal

_PARTS: Final = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
_LONGEST: Final = 12


@dataclass(frozen=True)
class Amount:
    """An exact number; `decimal` remembers a decimal point, `article` that it was only "a" or "an"."""

    value: Fraction
    decimal: bool = False
    article: bool = False


def may_be_amount(cursor: Cursor) -> bool:
    """Whether a number in figures or words may begin here."""
    token = cursor.token
    if token.kind == "number":
        return True
    if token.kind == "sign":
        return token.text == "-" and cursor.ahead().kind == "number"
    word = token.lowered
    return word in ("a", "an", "half") or cardinal(word) is not None or word in SCALES


def take_amount(cursor: Cursor, articles: bool = True) -> Amount | None:
    """Take a number in figures or words; none, with the cursor unmoved, if there is none."""
    start = cursor.position
    minus = cursor.is_sign("-") and cursor.ahead().kind == "number"
    if minus:
        cursor.next()
    found = _figures(cursor) if cursor.token.kind == "number" else _words(cursor, articles)
    if found is None:
        cursor.position = start
        return None
    return Amount(-found.value, found.decimal) if minus else found


def _figures(cursor: Cursor) -> Amount | None:
    token = cursor.next()
    value, decimal = token.value, token.decimal
    while _thousands(cursor) and value.denominator == 1:
        cursor.next()
        value = value * 1000 + cursor.next().value
    if cursor.is_sign("/") and cursor.ahead().kind == "number" and cursor.ahead(2).text != "/":
        cursor.next()
        below = cursor.next().value
        return Amount(value / below) if below else None
    if not decimal and cursor.token.kind == "number" and cursor.ahead().text == "/" and cursor.token.spaced:
        part, whole = cursor.token, cursor.ahead(2)
        if whole.kind == "number" and 0 < part.value < whole.value and not part.decimal and not whole.decimal:
            cursor.position += 3
            return Amount(value + part.value / whole.value)
    if cursor.token.kind == "word" and (scale := SCALES.get(cursor.token.lowered)):
        cursor.next()
        return Amount(value * scale)
    return Amount(value + _and_a_part(cursor), decimal)


def _thousands(cursor: Cursor) -> bool:
    comma, group = cursor.token, cursor.ahead()
    before = cursor.tokens[cursor.position - 1]
    short = before.kind == "number" and len(before.text) <= 3 and before.text.isdigit()
    joined = comma.text == "," and not comma.spaced and not group.spaced
    return short and joined and group.kind == "number" and len(group.text.split(".")[0]) == 3


def _words(cursor: Cursor, articles: bool) -> Amount | None:
    """A number in words: a cardinal, a cardinal and a part ("three fifths"), or a part alone ("half", "a third")."""
    word = cursor.token.lowered
    if word in ("a", "an"):
        denominator = _denominator(cursor, 1)
        if denominator is not None:
            cursor.position += 2
            return Amount(Fraction(1, denominator))
        if not articles:
            return None
        cursor.next()
        return Amount(Fraction(1), article=True)
    if word == "half":
        cursor.next()
        return Amount(Fraction(1, 2))
    length, value = _cardinal(cursor)
    if value is None:
        return None
    cursor.position += length
    hyphen = cursor.is_sign("-") and not cursor.token.spaced
    denominator = _denominator(cursor, 1 if hyphen else 0)
    if denominator is not None:
        cursor.position += 2 if hyphen else 1
        if cursor.is_sign("-") and (unit := ordinal(cursor.ahead().text.removesuffix("s"))) and unit < 10:
            cursor.position += 2  # "three twenty-fifths"
            denominator += unit
        return Amount(Fraction(value, denominator))
    return Amount(value + _and_a_part(cursor))


def _denominator(cursor: Cursor, distance: int) -> int | None:
    """The denominator that a word names: half, thirds, twentieth; "second" is a unit, not a part."""
    token = cursor.ahead(distance) if distance else cursor.token
    word = token.lowered
    if token.kind != "word" or word in ("second", "seconds", "first"):
        return None
    if word in _PARTS:
        return _PARTS[word]
    found = ordinal(word) or ordinal(word.removesuffix("s"))
    return found if found is not None and found > 2 else None


def _and_a_part(cursor: Cursor) -> Fraction:
    """The rest of "two and a half", "three and two thirds"; 0 where there is none."""
    if not cursor.sees("and"):
        return Fraction(0)
    second = cursor.ahead()
    above = 1 if second.text.lower() in ("a", "an") else cardinal(second.text) if second.kind == "word" else None
    denominator = _denominator(cursor, 2)
    if above is None or denominator is None or above >= denominator:
        return Fraction(0)
    cursor.position += 3
    return Fraction(above, denominator)


def _cardinal(cursor: Cursor) -> tuple[int, int | None]:
    """How many tokens the longest cardinal ahead has, and its value."""
    best: tuple[int, int | None] = (0, None)
    words = ""
    for distance in range(_LONGEST):
        token = cursor.ahead(distance) if distance else cursor.token
        if token.kind == "sign" and token.text == "-" and words and not token.spaced:
            words += "-"
            continue
        if token.kind != "word" or not token.text.isalpha():
            break
        words += token.text if words.endswith("-") else f" {token.text}"
        if (value := cardinal(words.strip())) is not None:
            best = (distance + 1, value)
        elif token.lowered != "and":
            break
    return best
