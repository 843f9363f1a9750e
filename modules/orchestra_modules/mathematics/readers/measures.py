"""Units of measurement: their names and symbols, what they measure, and their exact size in base units.

Standard library only, so that a text can be read without the library that converts. Sizes are the legal definitions
(1 inch = 0.0254 metre, 1 pound = 0.45359237 kilogram). Years and months are a measure of their own: how many days
they have is not settled by a definition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Unit:
    """A unit with one name; `library` is its name in the converting library, `times` how many of those it is."""

    name: str
    plural: str
    dimension: Dimension
    size: Fraction
    library: str
    times: Fraction = Fraction(1)
    zero: Fraction = Fraction(0)  # where the scale starts, in base units: temperatures
    doubt: str = ""  # said where the name has more than one meaning


@dataclass(frozen=True)
class Measure:
    """A product of powers of units: kilometres per hour."""

    parts: tuple[tuple[Unit, int], ...]

    @property
    def dimension(self) -> Dimension:
        """What it measures."""
        total: dict[str, int] = {}
        for unit, power in self.parts:
            for base, exponent in unit.dimension:
                total[base] = total.get(base, 0) + power * exponent
        return tuple(sorted((base, exponent) for base, exponent in total.items() if exponent))

    @property
    def size(self) -> Fraction:
        """Its size in base units."""
        size = Fraction(1)
        for unit, power in self.parts:
            size *= unit.size**power
        return size

    @property
    def zero(self) -> Fraction:
        """Where a scale alone starts; 0 in a compound, where a degree is a difference."""
        return self.parts[0][0].zero if len(self.parts) == 1 and self.parts[0][1] == 1 else Fraction(0)

    def told(self, amount: Fraction) -> str:
        """The name behind an amount."""
        above = [_powered(unit, power, amount != 1) for unit, power in self.parts if power > 0]
        below = [_powered(unit, -power, False) for unit, power in self.parts if power < 0]
        return " ".join(above) + "".join(f" per {name}" for name in below)


def _powered(unit: Unit, power: int, plural: bool) -> str:
    name = unit.plural if plural else unit.name
    prefix = {1: "", 2: "square ", 3: "cubic "}.get(power)
    return f"{prefix}{name}" if prefix is not None else f"{name}^{power}"


_PREFIXES: Final = {
    "nano": ("n", Fraction(1, 10**9)),
    "micro": ("u", Fraction(1, 10**6)),
    "milli": ("m", Fraction(1, 1000)),
    "centi": ("c", Fraction(1, 100)),
    "deci": ("d", Fraction(1, 10)),
    "deca": ("da", Fraction(10)),
    "hecto": ("h", Fraction(100)),
    "kilo": ("k", Fraction(1000)),
    "mega": ("M", Fraction(10**6)),
    "giga": ("G", Fraction(10**9)),
    "tera": ("T", Fraction(10**12)),
    "pico": ("p", Fraction(1, 10**12)),
}
_BINARY: Final = {"kibi": ("Ki", 1), "mebi": ("Mi", 2), "gibi": ("Gi", 3), "tebi": ("Ti", 4)}
_US: Final = "the US {0} is meant; the imperial {0} is larger"

#: dimension: then for each unit its names (the first is told), its size, and with "+" its symbols
_SI: Final[tuple[tuple[str, str, str, str], ...]] = (
    # names, symbols, dimension, size
    ("meter metre", "m", "length", "1"),
    ("gram gramme", "g", "mass", "1/1000"),
    ("second", "s sec", "time", "1"),
    ("liter litre", "l L", "length3", "1/1000"),
    ("joule", "J", "mass length2 time-2", "1"),
    ("watt", "W", "mass length2 time-3", "1"),
    ("newton", "N", "mass length time-2", "1"),
    ("pascal", "Pa", "mass length-1 time-2", "1"),
    ("hertz", "Hz", "time-1", "1"),
    ("byte", "B", "data", "8"),
    ("bit", "bit", "data", "1"),
    ("ampere amp", "A", "current", "1"),
    ("volt", "V", "mass length2 time-3 current-1", "1"),
)
_PLAIN: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("minute", "min", "time", "60"),
    ("hour", "h hr hrs", "time", "3600"),
    ("quarter_hour", "", "time", "900"),
    ("half_hour", "", "time", "1800"),
    ("day", "", "time", "86400"),
    ("week", "wk", "time", "604800"),
    ("fortnight", "", "time", "1209600"),
    ("month", "", "calendar", "1"),
    ("year", "yr yrs", "calendar", "12"),
    ("decade", "", "calendar", "120"),
    ("century", "", "calendar", "1200"),
    ("millennium", "", "calendar", "12000"),
    ("inch", "in", "length", "0.0254"),
    ("foot", "ft", "length", "0.3048"),
    ("yard", "yd", "length", "0.9144"),
    ("mile", "mi", "length", "1609.344"),
    ("nautical_mile", "nmi", "length", "1852"),
    ("tonne metric_ton", "t", "mass", "1000"),
    ("pound", "lb lbs", "mass", "0.45359237"),
    ("ounce", "oz", "mass", "0.028349523125"),
    ("stone", "st", "mass", "6.35029318"),
    ("carat", "ct", "mass", "0.0002"),
    ("hectare", "ha", "length2", "10000"),
    ("acre", "", "length2", "4046.8564224"),
    ("calorie", "cal", "mass length2 time-2", "4.184"),
    ("kilocalorie", "kcal", "mass length2 time-2", "4184"),
    ("kilowatt_hour", "kWh", "mass length2 time-2", "3600000"),
    ("bar", "", "mass length-1 time-2", "100000"),
    ("atmosphere", "atm", "mass length-1 time-2", "101325"),
    ("knot", "kn", "length time-1", "463/900"),
    ("dozen", "", "", "12"),
)
_DOUBTED: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("gallon", "gal", "length3", "0.003785411784", _US),
    ("quart", "qt", "length3", "0.000946352946", _US),
    ("pint", "pt", "length3", "0.000473176473", _US),
    ("fluid_ounce", "", "length3", "0.0000295735295625", "the US {0} is meant; the imperial {0} is smaller"),
    ("cup", "", "length3", "0.0002365882365", "the US cup of 8 fluid ounces is meant; others have 250 millilitres"),
    ("tablespoon", "tbsp", "length3", "0.00001478676478125", "the US tablespoon is meant; others have 15 millilitres"),
    ("teaspoon", "tsp", "length3", "0.00000492892159375", "the US teaspoon is meant; others have 5 millilitres"),
    ("ton", "", "mass", "907.18474", "the US ton of 2000 pounds is meant; a tonne has 1000 kilograms"),
)
_PLURALS: Final = {
    "inch": "inches",
    "foot": "feet",
    "century": "centuries",
    "millennium": "millennia",
    "hertz": "hertz",
    "stone": "stone",
    "dozen": "dozen",
}
#: the library's name, and how many of its units one is, where it does not share the name and size
_LIBRARY: Final = {
    "tonne": ("metric_ton", 1),
    "ton": ("short_ton", 1),
    "quarter_hour": ("minute", 15),
    "half_hour": ("minute", 30),
    "decade": ("year", 10),
    "acre": ("square_foot", 43560),  # its own acre is of the survey foot, given up in 2023
}
_MANY_BYTES: Final = "1 {0} is taken as a power of 1000 bytes, as the prefix says; in older use it is a power of 1024"


def _dimension(text: str) -> Dimension:
    found = []
    for part in text.split():
        base = part.rstrip("-0123456789")
        found.append((base, int(part[len(base) :] or 1)))
    return tuple(sorted(found))


def _units() -> Iterator[tuple[Unit, list[str], list[str]]]:
    """Every unit with its names in words and its symbols."""
    for names, symbols, dimension, size in _SI:
        first, kind, base = names.split()[0], _dimension(dimension), Fraction(size)
        yield Unit(first, _plural(first), kind, base, first), names.split(), symbols.split()
        for prefix, (letter, factor) in _PREFIXES.items():
            name = prefix + first
            doubt = _MANY_BYTES.format(name) if "byte" in first and factor >= 1000 else ""
            unit = Unit(name, _plural(name), kind, base * factor, name, doubt=doubt)
            yield unit, [prefix + other for other in names.split()], [letter + s for s in symbols.split() if s != "sec"]
        if first in ("byte", "bit"):
            for prefix, (letter, power) in _BINARY.items():
                name = prefix + first
                unit = Unit(name, _plural(name), kind, base * 1024**power, name)
                yield unit, [name], [letter + s for s in symbols.split()]
    for names, symbols, dimension, size in _PLAIN:
        first = names.split()[0]
        unit = _plain(first, dimension, size, "")
        yield unit, [n.replace("_", " ") for n in names.split()], symbols.split()
    for names, symbols, dimension, size, doubt in _DOUBTED:
        first = names.split()[0]
        unit = _plain(first, dimension, size, doubt.format(first.replace("_", " ")))
        yield unit, [n.replace("_", " ") for n in names.split()], symbols.split()
    quarter = Unit("quarter", "quarters", _dimension("calendar"), Fraction(3), "month", Fraction(3))
    yield quarter, ["quarter"], []
    for name, degree, zero, symbol in (
        ("kelvin", Fraction(1), Fraction(0), "K"),
        ("degree_Celsius", Fraction(1), Fraction("273.15"), "C"),
        ("degree_Fahrenheit", Fraction(5, 9), Fraction("459.67") * 5 / 9, "F"),
    ):
        short = name.removeprefix("degree_")
        shown = name.replace("_", " ").replace("degree", "degrees")
        named = [short.lower(), f"degree {short.lower()}", f"degrees {short.lower()}"]
        symbols_of = [symbol, f"degree {symbol.lower()}", f"degrees {symbol.lower()}", f"deg{symbol}"]
        unit = Unit(name.replace("_", " "), shown, _dimension("temperature"), degree, name, zero=zero)
        yield unit, named + symbols_of[1:3], symbols_of[:1] + symbols_of[3:]


def _plain(first: str, dimension: str, size: str, doubt: str) -> Unit:
    shown = first.replace("_", " ")
    library, times = _LIBRARY.get(first, (first, 1))
    return Unit(shown, _plural(shown), _dimension(dimension), Fraction(size), library, Fraction(times), doubt=doubt)


def _plural(name: str) -> str:
    for end, plural in _PLURALS.items():
        if name.endswith(end):
            return name.removesuffix(end) + plural
    return name + "s"


@cache
def unit_names() -> dict[str, Unit]:
    """Units by their names in words, singular and plural, in lower case."""
    found: dict[str, Unit] = {}
    for unit, names, _ in _units():
        for name in names:
            found.setdefault(name, unit)
            found.setdefault(_plural(name), unit)
    shortened = {"sec": "second", "secs": "second", "mins": "minute", "hrs": "hour", "yrs": "year", "wks": "week"}
    found |= {short: found[name] for short, name in shortened.items()}
    found |= {"centuries": found["century"], "millenniums": found["millennium"], "foot": found["foot"]}
    return found


@cache
def unit_symbols() -> dict[str, Unit]:
    """Units by their symbols, in which capitals matter."""
    found: dict[str, Unit] = {}
    for unit, _, symbols in _units():
        for symbol in symbols:
            found.setdefault(symbol, unit)
    found |= {symbol.lower(): found[symbol] for symbol in ("kWh", "kHz", "GHz", "kPa", "hPa")}  # no others in capitals
    return found


@cache
def compounds() -> dict[str, Measure]:
    """Measures with a symbol of their own."""
    names = unit_names()
    return {
        "mph": Measure(((names["mile"], 1), (names["hour"], -1))),
        "kph": Measure(((names["kilometer"], 1), (names["hour"], -1))),
        "kmh": Measure(((names["kilometer"], 1), (names["hour"], -1))),
    }


def measure_named(text: str) -> Measure:
    """The measure that `written` wrote. KeyError for another text."""
    parts = []
    for piece in text.split("*"):
        name, _, power = piece.partition("^")
        parts.append((_by_own_name()[name], int(power or 1)))
    return Measure(tuple(parts))


def written(measure: Measure) -> str:
    """A measure as text that `measure_named` reads: kilometer*hour^-1."""
    return "*".join(unit.name if power == 1 else f"{unit.name}^{power}" for unit, power in measure.parts)


@cache
def _by_own_name() -> dict[str, Unit]:
    return {unit.name: unit for unit, _, _ in _units()}
