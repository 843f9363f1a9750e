"""Numbers in other notations: Roman numerals, English words, scientific notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines import radix
from orchestra_modules.mathematics.engines.digits import decimal_text
from orchestra_modules.mathematics.engines.enclosure import plain
from orchestra_modules.mathematics.engines.number_findings import exact, number, whole, words
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Number, Sum, Text
from orchestra_modules.solving import numerals
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_VERB: Final = "(convert|change|express|write|rewrite|translate|transform|represent|turn|give|put)"
_INTO: Final = "(in|into|to|as|as a|as an|to a)"


def _is_roman(cursor: Cursor) -> bool:
    return cursor.token.kind == "word" and set(cursor.token.text) <= set("IVXLCDM")


@slots.kind("roman", _is_roman)
def _roman(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A Roman numeral in capital letters."""
    cursor = reader.cursor
    mark = cursor.mark()
    while cursor.token.kind == "word" and (cursor.position == mark[0] or not cursor.token.spaced):
        cursor.next()
    written = cursor.written(mark[0]) if cursor.position > mark[0] else ""
    try:
        if written != written.upper():
            raise NotUnderstood(f"{written[:40]!r} is no Roman numeral: those have capital letters")
        radix.from_roman(written)
    except NotUnderstood:
        cursor.reset(mark)
        raise
    yield Text(written)


@slots.kind("number_words")
def _number_words(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A number told in words, as it is written."""
    cursor = reader.cursor
    start = cursor.position
    if not cursor.take("minus", "negative"):
        cursor.take_exactly("a")
    while (cursor.token.kind == "word" and _counts(cursor.token.lowered)) or (
        cursor.is_sign("-") and cursor.position > start and _counts(cursor.ahead().lowered)
    ):
        cursor.next()
    if cursor.position == start:
        raise cursor.stuck()
    yield Text(cursor.written(start))


def _counts(word: str) -> bool:
    return word in numerals.SMALL or word in numerals.SCALES or word == "and"


@operation(
    "to_roman",
    nouns=(
        "{a} (in|as|into) [a] roman (numerals|numeral|numbers|letters)",
        "roman (numeral|numerals|number) (for|of|representing) [the] [number] {a:last}",
    ),
    requests=(
        f"{_VERB} [the] [number] {{a}} {_INTO} [a] roman (numerals|numeral|numbers)",
        "(what is|what's) {a} (in|as) [a] roman (numerals|numeral|numbers)",
    ),
)
def to_roman(work: Work, a: Node) -> Finding:
    """An integer as a Roman numeral."""
    value = whole(a, "a Roman numeral")
    shown = radix.roman(value)
    return words(
        shown,
        f"{value} is {shown}",
        "from the largest letters down",
        "check: read back",
        radix.from_roman(shown) == value,
    )


@operation(
    "from_roman",
    nouns=(
        "value of [the] [roman numeral] {text:roman}",
        "roman (numeral|numerals|number) {text:roman}",
        "roman numeral {text:roman} (in|as|to|into) [a] [arabic|hindu - arabic|decimal|ordinary|standard|modern]"
        " [numbers|numerals|number|numeral|digits|form|figures]",
        "(number|integer|value|arabic numeral|decimal number) (for|represented by|denoted by|of) [the] roman"
        " (numeral|numerals|number) {text:roman}",
        "value of [the] roman (numeral|numerals|number) {text:roman}",
    ),
    requests=(
        f"{_VERB} [the] [roman (numeral|numerals|number)] {{text:roman}} {_INTO} [a|an] [arabic|hindu - arabic|"
        "decimal|ordinary|standard|modern]"
        " (numbers|numerals|number|numeral|digits|figures|decimal)",
        "what number (is|does) [the] [roman (numeral|numerals|number)] {text:roman} [represent|stand for|mean|equal]",
        "what (is|does) [the] roman (numeral|numerals|number) {text:roman} [mean|represent|equal|stand for] [as a"
        " number|in numbers]",
        "{text:roman} (in|to|as) (arabic|hindu - arabic) (numbers|numerals|number|numeral|digits|figures)",
        "what is {text:roman} in [arabic|decimal|ordinary|hindu - arabic] (numbers|numerals|number|numeral|"
        "digits|figures)",
    ),
)
def from_roman(work: Work, text: Node) -> Finding:
    """The integer that a Roman numeral writes."""
    letters = work.text(text)
    value = radix.from_roman(letters)
    return number(
        value,
        f"{letters} is {value}",
        "adding and subtracting letters",
        "check: written back",
        radix.roman(value) == letters,
    )


@operation(
    "in_words",
    nouns=("{a} in (words|english|english words|word form|written form)",),
    requests=(
        "(write|express|spell|spell out|give|say|convert|put|read) [out] [the] [number] {a} (in|into|to|as|using)"
        " (words|english|word form|english words)",
        "(spell out|write out|spell) [the] [number] {a} [in full]",
        "(what is|what's) {a} in (words|english)",
        "how (do|would) you (write|spell|say) {a} in (words|english)",
    ),
)
def in_words(work: Work, a: Node) -> Finding:
    """An integer in English words."""
    value = whole(a, "a number in words")
    if abs(value) >= 10**15:
        raise NotDone("numbers are told in words up to 999 trillion")
    told = ("minus " if value < 0 else "") + _spelled(abs(value))
    back = numerals.cardinal(told.removeprefix("minus "))
    return words(
        told, f"{value} is {told}", "group by group", "check: read back", None if back is None else back == abs(value)
    )


def _spelled(value: int) -> str:
    names = {small: word for word, small in numerals.SMALL.items()}
    if value < 100:
        if value in names:
            return names[value]
        return f"{names[value - value % 10]}-{names[value % 10]}"
    if value < 1000:
        rest = f" and {_spelled(value % 100)}" if value % 100 else ""
        return f"{names[value // 100]} hundred{rest}"
    scale, size = next((w, s) for w, s in reversed(numerals.SCALES.items()) if s <= value)
    left = value % size
    if not left:
        return f"{_spelled(value // size)} {scale}"
    return f"{_spelled(value // size)} {scale} {'and ' if left < 100 else ''}{_spelled(left)}"


@operation(
    "in_figures",
    nouns=(
        "{text:number_words} (in|as|using) (figures|digits|numerals|numbers|standard notation|numerical form|a"
        " number|a numeral)",
    ),
    requests=(
        "(write|express|convert|give|put) [the] [number] {text:number_words} (in|as|into|to|using) (figures|"
        "digits|numerals|numbers|numerical form|a number|a numeral)",
        "(what|which) number is {text:number_words} [in (figures|digits|numerals)]",
        "what is {text:number_words} (in|as) (figures|digits|numerals|numbers|numerical form|a number|a numeral)",
    ),
)
def in_figures(work: Work, text: Node) -> Finding:
    """The number that English words tell."""
    told = work.text(text).strip().lower().removeprefix("a ")
    minus = re.match(r"(?:minus|negative)\s+", told)
    value = numerals.cardinal(told[minus.end() :] if minus else told)
    if value is None:
        raise NotUnderstood(f"{told[:60]!r} is no number in words")
    value = -value if minus else value
    back = _spelled(abs(value)).replace("-", " ").replace(" and ", " ") if abs(value) < 10**15 else ""
    plain_text = " ".join(re.sub(r"[-\s]+", " ", told[minus.end() :] if minus else told).replace(" and ", " ").split())
    return number(value, f"{told} is {value}", "word by word", "check: spelled out again", back == plain_text or None)


@operation(
    "scientific_notation",
    nouns=(
        "{a} (in|written in|expressed in|as) (scientific|standard {standard=yes}|exponential|standard index|index)"
        " (notation|form)",
    ),
    requests=(
        "(write|express|convert|give|put|rewrite|represent) [the] [number] {a} (in|into|to|as|using) (scientific|"
        "standard {standard=yes}|exponential|standard index|index)"
        " (notation|form)",
    ),
)
def scientific_notation(work: Work, a: Node, standard: Node | None = None) -> Finding:
    """A decimal as a number from 1 to 10 times a power of ten."""
    if standard is not None and isinstance(plain(a), Sum):
        raise NotUnderstood("the standard form of a sum may be the number in figures or scientific notation")
    value = exact(a, "scientific notation")
    if decimal_text(value) is None:
        raise NotDone("scientific notation is written for numbers whose decimals end")
    if value == 0:
        raise Undefined("0 has no first digit")
    exponent = 0
    size = abs(value)
    while size >= 10:
        size, exponent = size / 10, exponent + 1
    while size < 1:
        size, exponent = size * 10, exponent - 1
    mantissa = size if value > 0 else -size
    shown = decimal_text(mantissa)
    power = f"10**{exponent}" if exponent >= 0 else f"10**({exponent})"
    told = f"{decimal_text(value)} = {shown} * 10^{exponent}"
    good = mantissa * Fraction(10) ** exponent == value and 1 <= abs(mantissa) < 10
    found = words(f"{shown}*{power}", told, "moving the decimal point", "check: multiplied back", good)
    return Finding(found.value, told, found.data, found.method, found.check, good, node=Number(value, True))
