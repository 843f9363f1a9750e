"""The numbers that a text states, in digits and in English words, with their signs. Knows nothing of what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra.plan.notation import plain_signs
from orchestra.spec import ProblemForm

#: characters of a query that are looked at for what forms need
_HEAD: Final = 10_000
#: a longer row of digits is no number that anyone reckons with
_LONGEST: Final = 60

_DIGITS: Final = re.compile(
    r"(?<![A-Za-z0-9_.])(?:\d{1,3}(?:,\d{3})+(?![0-9])|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,3}(?![A-Za-z0-9]))?"
    r"|(?<![A-Za-z0-9_.])\.\d+"
)
_NAMES: Final = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS: Final = {word: value for value, word in enumerate(_NAMES.split())} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS.split())
}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORD: Final = "|".join((*_UNITS, *_SCALES))
_WORDS: Final = re.compile(
    rf"\b(?:{_WORD})\b(?:(?:-|\s+|(?:(?<=hundred)|(?<=thousand)|(?<=million))\s+and\s+)(?:{_WORD})\b)*", re.IGNORECASE
)
#: what a number stands for that a text does not write: words, and what units are made of
_IMPLIED: Final[dict[str, tuple[int, ...]]] = {
    r"one|once|single|each": (1,),
    r"twice|double[ds]?|doubling|pairs?|both|half|halves|halved|squared?|couple": (2,),
    r"thrice|triple[ds]?|thirds?|cubed?": (3,),
    r"quarters?|quarterly": (4,),
    r"weeks?|weekly": (7,),
    r"dozens?|years?|yearly|annual|annually|months?": (12,),
    r"days?|daily": (24, 7),
    r"hours?|minutes?|seconds?": (60,),
    r"percent|percentage|per cent|cents?|dollars?|centimet\w+|cm|euros?": (100,),
    r"kilo\w+|km|kg|litres?|liters?|ml|grams?|mm|met(?:er|re)s?": (1000,),
}
_IMPLIED_BY: Final = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), values) for words, values in _IMPLIED.items()
)


@dataclass(frozen=True)
class Figure:
    """A number of a text and where it stands; with `either`, a sign before it that takes away and is not its own."""

    value: Fraction
    start: int
    end: int
    text: str
    either: bool = False
    percent: bool = False

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The value, with both signs where the text does not say which."""
        return (self.value, -self.value) if self.either else (self.value,)


def figures(text: str) -> list[Figure]:
    """Every number of a text, in order. "one" alone is none: it is a pronoun more often.

    They stand where they stand in the text with plain signs (`notation.plain_signs`).
    """
    text = plain_signs(text)
    return sorted((*_in_digits(text), *_in_words(text)), key=lambda figure: figure.start)


def in_digits(text: str, but: re.Pattern[str] | None = None) -> str:
    """The text with numbers in words written in digits, except those before what `but` matches."""
    text = plain_signs(text)
    for figure in reversed(list(_in_words(text))):
        if but is None or not but.match(text, figure.end):
            text = f"{text[: figure.start]}{abs(figure.value)}{text[figure.end :]}"
    return text


def implied(text: str) -> set[Fraction]:
    """Numbers that a text brings in without writing them: 2 by "twice", 60 by "hours", 100 by a percent sign."""
    found = {Fraction(value) for pattern, values in _IMPLIED_BY if pattern.search(text) for value in values}
    return found | ({Fraction(100)} if "%" in text else set())


def suits(text: str, form: ProblemForm) -> bool:
    """Whether a text has what a form needs."""
    text = text[:_HEAD]
    return form.needs != "number" or bool(_DIGITS.search(text)) or any(True for _ in _in_words(text))


def _in_digits(text: str) -> Iterator[Figure]:
    for found in _DIGITS.finditer(text):
        if found.end() - found.start() > _LONGEST:
            continue
        negative, either = _sign(text, found.start())
        value = Fraction(found.group().replace(",", ""))
        after = text[found.end() : found.end() + 9].lstrip().lower()
        percent = after.startswith(("%", "percent", "per cent"))
        start = found.start() - negative
        yield Figure(-value if negative else value, start, found.end(), found.group(), either, percent)


def _sign(text: str, at: int) -> tuple[bool, bool]:
    """Whether a number has a minus of its own, and whether the one before it takes it away from something."""
    before = text[:at]
    if re.search(r"\b(?:minus|negative)\s+$", before[-12:], re.IGNORECASE):
        left = before.rstrip()
        return bool(re.search(r"negative$", left, re.IGNORECASE)), not left.lower().endswith("negative")
    if not before.rstrip(" ").endswith("-"):
        return False, False
    ahead = before.rstrip(" ")[:-1]
    spaced = before.endswith(" ")
    rest = ahead.rstrip()
    if not rest or rest[-1] in "(=,<>*/+^[{:;|~" or rest.endswith(("\n", "is", "are", "of", "and", "or", "to", "by")):
        return True, False
    if spaced or ahead == rest:  # "3 - 5", "x-5"
        return False, True
    taken = bool(re.search(r"(?:[0-9)\]]|(?<![A-Za-z])[A-Za-z])$", rest))
    return not taken, taken


def _in_words(text: str) -> Iterator[Figure]:
    for found in _WORDS.finditer(text):
        words = re.split(r"[\s-]+", found.group().lower())
        if words == ["one"] or words[0] in _SCALES:
            continue
        total = part = 0
        for word in words:
            if word in _UNITS:
                part += _UNITS[word]
            elif word == "hundred":
                part = max(1, part) * 100
            elif word != "and":
                total, part = total + max(1, part) * _SCALES[word], 0
        negative = bool(re.search(r"\b(?:minus|negative)\s+$", text[: found.start()][-12:], re.IGNORECASE))
        value = Fraction(total + part)
        yield Figure(-value if negative else value, found.start(), found.end(), found.group())
