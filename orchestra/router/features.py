"""A text as numbers: hashed words, hashed character n-grams, and the shape of the text.

Linear in the capped text, no dictionary, no model. It knows nothing of intents. Numbers are masked and case is dropped,
so that what is learned is how people ask and not which figures or names they happen to ask about.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Characters read from the start and from the end of a long text.
HEAD, TAIL = 1400, 600
#: Buckets for words and for character n-grams: one table after the other.
WORD_BUCKETS, CHAR_BUCKETS = 1 << 15, 1 << 15
BUCKETS = WORD_BUCKETS + CHAR_BUCKETS
CHAR_SIZES = (3, 4, 5)
#: Slots of the list of words seen in training.
KNOWN_WORDS = 1 << 18

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|0|[^\w\s]")
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|\n")
_OPTION = re.compile(r"(?:^|[\s(])(?:\(?[A-Ea-e1-5][).])\s")
_CODE = re.compile(r"[;{}]\s*(?:\n|$)|\w\(\w*\)|==|=>|->|::|</|\w_\w|`")
_FORMULA = re.compile(
    r"\d\s*[-+*/^=<>\u00d7\u00f7]|[-+*/^=<>\u00d7\u00f7]\s*\d|\b[a-z]\s*[-+*/^=<>]|\\[a-z]+|[\u2200-\u22ff\u00ac]"
)
_ASKING = frozenset(
    [
        "who",
        "whom",
        "whose",
        "what",
        "which",
        "when",
        "where",
        "why",
        "how",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "can",
        "could",
    ]
)
_SPEAKER = frozenset(["i", "me", "my", "mine", "we", "us", "our", "you", "your", "yours"])
_AMOUNT = frozenset(
    [
        "each",
        "every",
        "total",
        "altogether",
        "left",
        "more",
        "less",
        "fewer",
        "many",
        "much",
        "twice",
        "half",
        "per",
        "remaining",
        "remain",
        "cost",
        "costs",
        "price",
        "spent",
        "spend",
        "bought",
        "sold",
        "gave",
        "earned",
        "share",
        "shared",
        "equally",
        "difference",
        "sum",
        "times",
    ]
)
_LINKING = frozenset(
    [
        "if",
        "then",
        "and",
        "or",
        "not",
        "all",
        "some",
        "no",
        "every",
        "only",
        "either",
        "neither",
        "unless",
        "therefore",
        "implies",
        "true",
        "false",
    ]
)

#: Names of the shape features, in order.
SHAPE = (
    "bias",
    "characters",
    "words",
    "sentences",
    "lines",
    "digits",
    "numbers",
    "figures",
    "signs",
    "brackets",
    "marks",
    "letter_words",
    "word_length",
    "distinct",
    "capitals",
    "asks",
    "mark_seen",
    "mark_place",
    "after_mark",
    "options",
    "code",
    "formula",
    "quotes",
    "money",
    "speaker",
    "amounts",
    "linking",
    "colon",
    "short",
    "very_short",
    "long_no_figures",
    "figures_in_prose",
    "no_figures",
)


class Features(NamedTuple):
    """The buckets a text falls in with their values, its shape, and its words' slots in the list of known words."""

    buckets: NDArray[np.int64]
    values: NDArray[np.float32]
    shape: NDArray[np.float32]
    words: NDArray[np.int64]


def cap(text: str) -> str:
    """Keep the start and the end of a long text: the request stands in one of them."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def normalise(text: str) -> str:
    """Drop case, figures, extra white space and the mark at the end."""
    masked = _NUMBER.sub("0", text.lower().replace("\u2019", "'"))
    return _SPACE.sub(" ", masked).strip().rstrip("?!. ")


def features(text: str) -> Features:
    """Read a text."""
    import numpy as np

    capped = cap(text)
    plain = normalise(capped)
    words = _WORD.findall(plain)
    word_buckets = _word_buckets(words)
    char_buckets = _char_buckets(plain)
    buckets = np.concatenate([word_buckets, char_buckets])
    values = np.ones(len(buckets), dtype=np.float32)
    if len(word_buckets):
        values[: len(word_buckets)] = 1 / math.sqrt(len(word_buckets))
    if len(char_buckets):
        values[len(word_buckets) :] = 1 / math.sqrt(len(char_buckets))
    spelt = [crc32(word.encode("utf-8", "surrogatepass")) % KNOWN_WORDS for word in words if word[0].isalpha()]
    return Features(buckets, values, _shape(capped, words), np.array(spelt, dtype=np.int64))


def most_buckets(text: str) -> int:
    """Bound the buckets of a text from its length alone."""
    size = min(len(text), HEAD + TAIL) + 3
    return size * (2 + len(CHAR_SIZES))


def _word_buckets(words: list[str]) -> NDArray[np.int64]:
    import numpy as np

    edged = ["^", *words, "$"]
    keys = set(words)
    keys.update(f"{left} {right}" for left, right in pairwise(edged))
    keys.add("^^ " + " ".join(words[:3]))
    return np.unique(
        np.array([crc32(key.encode("utf-8", "surrogatepass")) % WORD_BUCKETS for key in sorted(keys)], dtype=np.int64)
    )


def _char_buckets(plain: str) -> NDArray[np.int64]:
    import numpy as np

    codes = np.frombuffer(f" {plain} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    found = []
    for size in CHAR_SIZES:
        if len(codes) < size:
            continue
        hashed = np.full(len(codes) - size + 1, size, dtype=np.uint64)
        for offset in range(size):
            hashed = hashed * np.uint64(0x100000001B3) + codes[offset : len(codes) - size + 1 + offset]
        hashed ^= hashed >> np.uint64(29)
        hashed *= np.uint64(0xBF58476D1CE4E5B9)
        found.append((hashed >> np.uint64(40)).astype(np.int64) % CHAR_BUCKETS)
    if not found:
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.concatenate(found)) + WORD_BUCKETS


def _shape(text: str, words: list[str]) -> NDArray[np.float32]:
    import numpy as np

    size = max(1, len(text))
    letters = [word for word in words if word[0].isalpha()]
    count = max(1, len(letters))
    figures = _NUMBER.findall(text)
    numbers = len(figures)
    sentences = max(1, len(_SENTENCE_END.findall(text.strip())))
    place = text.find("?")
    after = len(text) - text.rfind("?") - 1 if place >= 0 else 0
    single = sum(len(word) == 1 and word not in "ai" for word in letters)
    capitals = sum(word[0].isupper() for word in _LETTERS.findall(text)[1:])
    brackets = sum(text.count(sign) for sign in "()[]{}<>")
    signs = sum(text.count(sign) for sign in "+-*/^=<>|&~\u00d7\u00f7")
    formula = len(_FORMULA.findall(text.lower()))
    first = letters[0] if letters else ""
    return np.array(
        [
            1.0,
            math.log1p(size) / 6,
            math.log1p(len(letters)) / 4,
            math.log1p(sentences) / 2,
            math.log1p(text.strip().count("\n")),
            sum(map(len, figures)) / size * 2,
            min(1.0, numbers / count),
            math.log1p(numbers),
            min(1.0, signs / size * 8),
            min(1.0, brackets / size * 8),
            min(1.0, sum(not char.isalnum() and not char.isspace() for char in text) / size * 4),
            min(1.0, single / count * 3),
            sum(map(len, letters)) / count / 8,
            len(set(letters)) / count,
            min(1.0, capitals / count * 2),
            float(first in _ASKING),
            float(place >= 0),
            place / size if place >= 0 else 1.0,
            min(1.0, after / 200),
            min(1.0, len(_OPTION.findall(text)) / 3),
            min(1.0, len(_CODE.findall(text)) / 3),
            min(1.0, formula / 3),
            min(1.0, text.count('"') / 2),
            float("$" in text or "\u20ac" in text or "\u00a3" in text),
            min(1.0, sum(word in _SPEAKER for word in letters) / count * 5),
            min(1.0, sum(word in _AMOUNT for word in letters) / count * 8),
            min(1.0, sum(word in _LINKING for word in letters) / count * 5),
            float(":" in text),
            float(len(letters) <= 6),
            float(len(letters) <= 2),
            float(len(letters) > 25 and numbers == 0),
            float(len(letters) > 12 and numbers >= 2 and formula == 0),
            float(numbers == 0),
        ],
        dtype=np.float32,
    )
