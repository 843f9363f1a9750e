"""Numbers told in English: "twenty-five", "three hundred and two", "third", "2nd". Knows no sentence around them."""

from __future__ import annotations

import re
from typing import Final

_ONES: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
#: words for the numbers below one hundred that are one word
SMALL: Final = {word: i for i, word in enumerate(_ONES)} | {word: 20 + 10 * i for i, word in enumerate(_TENS)}
SCALES: Final = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_IRREGULAR: Final = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_ORDINALS: Final = (
    {word + "th": value for word, value in SMALL.items() if value not in (1, 2, 3, 5, 8, 9, 12) and value < 20}
    | {word[:-1] + "ieth": value for word, value in SMALL.items() if value >= 20}
    | {word + "th": value for word, value in SCALES.items()}
    | _IRREGULAR
)
_FIGURES: Final = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE | re.ASCII)


def cardinal(words: str) -> int | None:
    """The number that the whole text names, in words ("three hundred and two", "twenty-five"), or none."""
    parts = words.lower().replace("-", " ").split()
    if not parts:
        return None
    total, group, last = 0, 0, 10**15  # last: the size of the unit before, for units only shrink within a group
    for index, part in enumerate(parts):
        if part == "and" and 0 < index < len(parts) - 1 and parts[index - 1] in SCALES:
            continue
        if part in SMALL:
            size = 10 if SMALL[part] >= 20 else 1
            if size >= last or (SMALL[part] == 0 and len(parts) > 1) or (SMALL[part] >= 10 and last <= 10):
                return None
            group, last = group + SMALL[part], size
        elif part == "hundred" and 0 < group < 100:
            group, last = group * 100, 100
        elif part in SCALES and part != "hundred" and group and (total == 0 or total % (SCALES[part] * 1000) == 0):
            total, group, last = total + group * SCALES[part], 0, 10**15
        else:
            return None
    return total + group


def ordinal(word: str) -> int | None:
    """The place that a word names: "third", "3rd", "twenty-first"; or none."""
    lowered = word.lower()
    if match := _FIGURES.fullmatch(lowered):
        return int(match.group(1))
    if lowered in _ORDINALS:
        return _ORDINALS[lowered]
    front, hyphen, back = lowered.partition("-")
    if hyphen and SMALL.get(front, 0) >= 20 and 0 < _ORDINALS.get(back, 0) < 10:
        return SMALL[front] + _ORDINALS[back]
    return None
