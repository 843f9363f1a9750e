"""Words for dimensions: which column "older", "the heaviest" or "60 cm tall" speaks of. Knows no sentence."""

from __future__ import annotations

from typing import Final

from orchestra_modules.logic.inventories.nouns import singular
from orchestra_modules.logic.inventories.tables import Column
from orchestra_modules.solving.refusal import NotUnderstood

#: adjective -> the columns it can speak of, and whether it means much of it
_ADJECTIVES: Final[dict[str, tuple[tuple[str, ...], bool]]] = {
    "old": (("age",), True),
    "young": (("age",), False),
    "tall": (("height",), True),
    "short": (("height", "length", "duration"), False),
    "heavy": (("weight", "mass"), True),
    "light": (("weight", "mass"), False),
    "long": (("length", "duration"), True),
    "wide": (("width",), True),
    "narrow": (("width",), False),
    "deep": (("depth",), True),
    "shallow": (("depth",), False),
    "high": (("height", "elevation", "altitude"), True),
    "low": (("height", "elevation", "altitude"), False),
    "fast": (("speed", "top speed"), True),
    "slow": (("speed", "top speed"), False),
    "expensive": (("price", "cost"), True),
    "costly": (("price", "cost"), True),
    "cheap": (("price", "cost"), False),
    "hot": (("temperature",), True),
    "warm": (("temperature",), True),
    "cold": (("temperature",), False),
    "large": (("size", "area"), True),
    "big": (("size", "area"), True),
    "small": (("size", "area"), False),
    "populous": (("population",), True),
}
_STEMS: Final = {
    "heav": "heavy",
    "larg": "large",
    "wid": "wide",
    "bigg": "big",
    "hott": "hot",
    "cost": "costly",
    "costli": "costly",
}
VERBS: Final = {
    "weigh": ("weight", "mass"),
    "weighs": ("weight", "mass"),
    "weight": ("weight", "mass"),
    "cost": ("price", "cost"),
    "costs": ("price", "cost"),
    "scored": ("score", "points"),
    "score": ("score", "points"),
    "earn": ("salary", "income", "wage"),
    "earned": ("salary", "income", "wage"),
}
_UNITS: Final = {
    "kilogram": "kg", "kilo": "kg", "kgs": "kg", "gram": "g", "pound": "lb", "lbs": "lb",
    "centimeter": "cm", "centimetre": "cm", "cms": "cm", "meter": "m", "metre": "m", "kilometer": "km",
    "kilometre": "km", "millimeter": "mm", "millimetre": "mm", "inch": "in", "foot": "ft", "feet": "ft",
    "year": "years", "yr": "years", "yrs": "years", "dollar": "$", "usd": "$", "euro": "\u20ac", "eur": "\u20ac",
    "hour": "h", "hours": "h", "minute": "min", "minutes": "min", "percent": "%", "second": "s", "seconds": "s",
}  # fmt: skip
_MUCH_LIST: Final = """
highest greatest largest biggest maximum maximal most longest top
"""
_MUCH: Final = frozenset(_MUCH_LIST.split())
_LITTLE: Final = frozenset(["lowest", "smallest", "least", "minimum", "minimal", "shortest", "fewest"])


def degree(word: str, ending: str) -> str | None:
    """The adjective of which a word is the comparative (ending "er") or the superlative ("est"); or none."""
    if not word.endswith(ending):
        return None
    stem = word.removesuffix(ending)
    if stem.endswith("i"):
        stem = stem[:-1] + "y"
    stem = _STEMS.get(stem, stem)
    for each in (stem, stem + "e", stem.removesuffix("y")):
        if each in _ADJECTIVES:
            return each
    return {"eld": "old"}.get(stem)


def adjective_column(columns: tuple[Column, ...], adjective: str) -> tuple[int, bool]:
    """The column that an adjective speaks of, and whether it means much of it. "
    "NotUnderstood if there is none, or two."""
    if adjective not in _ADJECTIVES:
        raise NotUnderstood(f"{adjective!r} is not understood")
    names, much = _ADJECTIVES[adjective]
    found = [i for i, column in enumerate(columns) if column.name in names]
    if len(found) != 1:
        raise NotUnderstood(f"it is not clear which column {adjective!r} speaks of")
    return found[0], much


def verb_column(columns: tuple[Column, ...], verb: str) -> int:
    """The column that "weighs" or "costs" speaks of."""
    found = [i for i, column in enumerate(columns) if column.name in VERBS.get(verb, ())]
    if len(found) != 1:
        raise NotUnderstood(f"it is not clear which column {verb!r} speaks of")
    return found[0]


def named_column(columns: tuple[Column, ...], words: str) -> int | None:
    """The column that has a name, in the singular or plural; or none."""
    found = [i for i, column in enumerate(columns) if words == column.name or singular(words) == singular(column.name)]
    return found[0] if len(found) == 1 else None


def extreme(word: str) -> bool | None:
    """Whether a superlative of amounts means the most (true) or the least (false); or none."""
    return True if word in _MUCH else False if word in _LITTLE else None


def unit_named(word: str) -> str:
    """The sign of a unit: kilograms -> kg."""
    word = word.strip().lower().rstrip(".")
    return _UNITS.get(word, _UNITS.get(singular(word), word))


def check_unit(column: Column, word: str) -> None:
    """Refuse a number whose unit is not that of its column."""
    if not word:
        return
    unit = unit_named(word)
    own = unit_named(column.unit) if column.unit else "years" if column.name == "age" else ""
    if unit != own:
        raise NotUnderstood(f"{word!r} is not the unit of the column {column.name!r}")


def unit_column(columns: tuple[Column, ...], word: str) -> int:
    """The only column that is measured in a unit."""
    unit = unit_named(word)
    found = [
        i for i, column in enumerate(columns)
        if unit == (unit_named(column.unit) if column.unit else "years" if column.name == "age" else None)
    ]  # fmt: skip
    if len(found) != 1:
        raise NotUnderstood(f"it is not clear which column is meant by {word!r}")
    return found[0]
