"""The fixed list of functions: how each is written, and how many arguments it takes."""

from __future__ import annotations

from typing import Final

#: function -> fewest and most arguments
ARITY: Final[dict[str, tuple[int, int]]] = {
    "sqrt": (1, 1),
    "cbrt": (1, 1),
    "root": (2, 2),
    "sin": (1, 1),
    "cos": (1, 1),
    "tan": (1, 1),
    "cot": (1, 1),
    "sec": (1, 1),
    "csc": (1, 1),
    "asin": (1, 1),
    "acos": (1, 1),
    "atan": (1, 1),
    "sinh": (1, 1),
    "cosh": (1, 1),
    "tanh": (1, 1),
    "asinh": (1, 1),
    "acosh": (1, 1),
    "atanh": (1, 1),
    "exp": (1, 1),
    "ln": (1, 1),
    "log": (1, 2),
    "abs": (1, 1),
    "factorial": (1, 1),
    "binomial": (2, 2),
    "gcd": (2, 50),
    "lcm": (2, 50),
    "floor": (1, 1),
    "ceiling": (1, 1),
    "mod": (2, 2),
    "max": (1, 200),
    "min": (1, 200),
}

#: other spellings -> function
SPELLINGS: Final[dict[str, str]] = {
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "tg": "tan",
    "cosec": "csc",
    "ceil": "ceiling",
    "choose": "binomial",
    "binom": "binomial",
    "nCr": "binomial",
    "hcf": "gcd",
    "gcf": "gcd",
    "igcd": "gcd",
    "ilcm": "lcm",
    "maximum": "max",
    "minimum": "min",
    "absolute": "abs",
}

#: functions whose inverse is meant by a raised -1
INVERSES: Final[dict[str, str]] = {
    "sin": "asin",
    "cos": "acos",
    "tan": "atan",
    "sinh": "asinh",
    "cosh": "acosh",
    "tanh": "atanh",
}

#: functions that may be written without brackets around their argument
BARE: Final = frozenset(
    {"sqrt", "cbrt", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh"}
    | {"asin", "acos", "atan", "asinh", "acosh", "atanh", "exp", "ln", "log"}
)


def function_named(word: str) -> str | None:
    """The function a word names, or none."""
    if word in ARITY and word not in ("root",):
        return word
    lowered = word.lower()
    return (
        SPELLINGS.get(word) or SPELLINGS.get(lowered) or (lowered if lowered in ARITY and lowered != "root" else None)
    )
