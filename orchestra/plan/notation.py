"""Formulas as language models write them, in LaTeX, superscripts and words, as plain signs that can be worked out.

Knows no mathematics: one text for another, from a closed list.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = str.maketrans(
    {
        0x2212: "-",
        0x2012: "-",
        0xD7: "*",
        0xB7: "*",
        0x22C5: "*",
        0xF7: "/",
        0xA0: " ",
        0x202F: " ",
        0xB2: "^2",
        0xB3: "^3",
    }
)
_NUMBER: Final = r"(?<=[\d)])"
_REPLACED: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), new)
    for pattern, new in (
        (r"\\(?:left|right|displaystyle|quad|qquad|[,;!:()\[\]])\s?", " "),
        (r"\\[dt]?frac\s*\{([^{}]{1,80})\}\s*\{([^{}]{1,80})\}", r"(\1)/(\2)"),
        (r"\\sqrt\s*\{([^{}]{1,80})\}", r"sqrt(\1)"),
        (r"\\(?:boxed|text|textbf|mathrm|mathbf)\s*\{([^{}]{1,200})\}", r" \1 "),
        (r"\\(?:times|cdot|ast)\b", "*"),
        (r"\\div\b", "/"),
        (r"\\(?:approx|simeq)\b", "\u2248"),
        (r"\\(?:implies|Rightarrow|to|therefore)\b|\u21d2|\u2192|=>", " so "),
        (r"\\(?:leq?|geq?|neq?)\b", " <= "),
        (r"\\%", "%"),
        (r"\\\\", "\n"),
        (r"\^\s*\{\s*(-?\w{1,12})\s*\}", r"^\1"),
        (r"\$(?=[^$\n]{1,200}\$)|(?<=[\w)}])\$(?!\d)", " "),
        (r"(?<=%)\s+of\s+(?=[\d(])", " * "),
        (rf"{_NUMBER}\s+(?:times|multiplied by)\s+(?=[\d(-])", " * "),
        (rf"{_NUMBER}\s+(?:divided by|over)\s+(?=[\d(-])", " / "),
        (rf"{_NUMBER}\s+plus\s+(?=[\d(-])", " + "),
        (rf"{_NUMBER}\s+minus\s+(?=[\d(])", " - "),
        (rf"{_NUMBER}\s+squared\b|(?<=\b[A-Za-z])\s+squared\b", "^2"),
        (rf"{_NUMBER}\s+cubed\b|(?<=\b[A-Za-z])\s+cubed\b", "^3"),
    )
)


def plain_signs(text: str) -> str:
    """The text with one sign each for minus, times and divided by, and superscripts as powers."""
    return text.translate(_SIGNS)


def plain(text: str) -> str:
    """The text with formulas in plain signs."""
    text = plain_signs(text)
    for pattern, new in _REPLACED:
        text = pattern.sub(new, text)
    return text
