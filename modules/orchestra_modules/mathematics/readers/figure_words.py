"""Questions about one figure told in words: "A rectangle is 8 cm long and 5 cm wide. What is its area?"

A text names a figure, tells some of its measures and asks for another; the words are those of the table of figures.
A figure that is drawn or shown somewhere is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.figure_rules import FIGURES, Figure
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.measures import Measure, written
from orchestra_modules.mathematics.readers.quantities import take_measure
from orchestra_modules.mathematics.readers.relation_words import RelationWords
from orchestra_modules.mathematics.syntax import (
    Constant,
    Listing,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Request,
    Text,
    names,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_SHOWN: Final = frozenset({"diagram", "picture", "drawing", "shown", "illustration", "sketch"})
_ASK: Final = (
    "what is", "what are", "find", "what's", "calculate", "determine", "compute", "work out", "give", "what was",
    "how long is", "how long are", "how large is", "how big is", "how many degrees is", "how many degrees are",
    "how much is", "how wide is", "what will be", "find the length of", "what is the length of",
    "what is the measure of",
    "find the measure of", "what is the size of", "what are the lengths of", "how many degrees does", "evaluate",
    "what is the value of", "how long must", "what length is", "find out", "how tall is", "how high is", "how deep is",
    "find the size of", "get", "how many centimetres is", "tell me",
)  # fmt: skip
_LINKS: Final = (
    "with", "has", "having", "whose", "is", "that has", "which has", "if", "where", "when", "given", "suppose", "for",
    "given that", "that", "which", "and", "then", "are", "that is", "which is", "have", "measures", "of", "by",
    "assume",
    "let", "be", "it", "what if", "consider", "does", "if it", "there is",
)  # fmt: skip
_BE: Final = ("is equal to", "is", "are", "of", "equals", "measuring", "measures", "measure", "equal to", "of length",
              "have length", "of lengths", "have lengths", "has length", "is exactly", "be", "of measure",
              "was")  # fmt: skip
_SIZES: Final = {
    "long": "length", "wide": "width", "broad": "width", "high": "height", "tall": "height", "deep": "depth",
    "in length": "length", "in width": "width", "in height": "height", "in diameter": "diameter", "in radius": "radius",
    "in area": "area", "in circumference": "circumference", "in volume": "volume", "in perimeter": "perimeter",
    "across": "diameter", "on each side": "side", "on a side": "side", "on every side": "side",
}  # fmt: skip
_ARTICLES: Final = ("the", "its", "a", "an", "each of its", "this", "one", "each", "their", "every", "all",
                    "a given", "any", "another")  # fmt: skip


def _words(*phrases: str) -> tuple[str, ...]:
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase.split()), phrase)))


_NAMED: Final = {name.replace("-", " - "): figure for figure in FIGURES for name in figure.names}
_FIGURE_NAMES: Final = _words(*_NAMED)
_MEASURES: Final = _words(*(word for figure in FIGURES for word in figure.measures), *_SIZES.values())


class FigureWords(RelationWords):
    """Reads one whole text about a figure."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        self.figure: Figure | None = None
        self.first: Measure | None = None  # the unit of the first length
        self.wanted: Measure | None = None  # the unit asked for
        self.facts: list[tuple[str, tuple[Node, ...]]] = []
        self.goal = ""

    def read(self) -> Request:
        """The figure, what is told of it and what is asked. NotUnderstood, NotDone."""
        cursor = self.cursor
        if not any(token.lowered.removesuffix("'s") in _FIRST_WORDS for token in cursor.tokens):
            raise cursor.stuck()
        while not cursor.at_end:
            if cursor.take_sign(".", ",", "?", "!", ";", ":"):
                continue
            if not (self._question() or self._fact() or self._sized() or self._figure_named() or cursor.take(*_LINKS)):
                ahead = {cursor.ahead(i).text.lower() if i else cursor.token.lowered for i in range(4)}
                if ahead & _SHOWN:
                    raise NotDone("a figure that is drawn or shown is not seen here")
                raise cursor.furthest or cursor.stuck()
        if self.figure is None or not self.goal:
            raise NotUnderstood("which figure is meant, or what is asked of it, is missing")
        return self._request(self.figure)

    def _request(self, figure: Figure) -> Request:
        used: set[str] = set()
        relations: list[Node] = []
        for word, values in self.facts:
            letters = self._letters(figure, word, len(values), used)
            used |= set(letters)
            relations += [Relation("=", Name(letter), self._in_letters(figure, value))
                          for letter, value in zip(letters, values, strict=True)]  # fmt: skip
        asked = self._letters(figure, self.goal, 1, used if self.goal not in figure.measures else set())
        return Request(
            "figure",
            (
                ("shape", Text(figure.names[0])),
                ("relations", Listing(tuple(relations))),
                ("asked", Name(asked[0])),
                ("unit", Text(written(self.first) if self.first else "")),
                ("wanted", Text(written(self.wanted) if self.wanted else "")),
            ),
        )

    def _letters(self, figure: Figure, word: str, count: int, used: set[str]) -> tuple[str, ...]:
        """The letters of a measure. NotUnderstood where the figure has no such measure."""
        letters = figure.measures.get(word)
        if letters is None:
            raise NotUnderstood(f"{word!r} of a {figure.names[0]} is not known here")
        if len(letters) > 1 and count == 1 and word != self.goal:
            letters = tuple(letter for letter in letters if letter not in used)[:1]
        if len(letters) != count:
            raise NotUnderstood(f"{count} value(s) for {word!r} of a {figure.names[0]}")
        return letters

    def _in_letters(self, figure: Figure, node: Node) -> Node:
        from orchestra_modules.mathematics.syntax import substitute

        return substitute(node, {word: Name(self._letters(figure, word, 1, set())[0]) for word in names(node)})

    # --- parts of the text ------------------------------------------------------------------------------------------

    def _figure_named(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take(*_ARTICLES)
        name = self._name()
        if name is None:
            many = cursor.token
            if many.kind in ("number", "word") and cursor.ahead().text == "-" and cursor.ahead(2).text == "sided":
                return self._sided()
            cursor.reset(mark)
            return False
        figure = _NAMED[name]
        if self.figure is not None and figure is not self.figure:
            if name not in [part for known in self.figure.names for part in known.split()]:
                raise NotUnderstood(f"two figures: {self.figure.names[0]} and {name}")
            return True
        self.figure = figure
        return True

    def _sided(self) -> bool:
        raise NotUnderstood("a many-sided figure by its number is not read here")

    def _name(self) -> str | None:
        cursor = self.cursor
        for name in _FIGURE_NAMES:
            parts = name.split()
            ahead = [(cursor.ahead(i) if i else cursor.token).text.lower() for i in range(len(parts))]
            if ahead == parts or [*ahead[:-1], ahead[-1].removesuffix("'s")] == parts:
                cursor.position += len(parts)
                return name
        return None

    def _question(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        start = cursor.position
        if self.goal:
            return self._unit_asked()
        if cursor.take("how many sides", "how many diagonals"):
            self.goal = f"number of {cursor.tokens[cursor.position - 1].text.lower()}"
            return True
        if not cursor.take(*_ASK):
            return False
        size = cursor.tokens[start + 1].text.lower()
        word = self._measure()
        if word is None and self._figure_or_it() and size in _SIZES:
            word = _SIZES[size]
        if word is None:
            cursor.reset(mark)
            return False
        self.goal = word
        inner = cursor.mark()
        if cursor.take("of") and not self._figure_or_it():
            cursor.reset(inner)
        self._unit_asked()
        return True

    def _unit_asked(self) -> bool:
        """In square yards; in degrees."""
        cursor = self.cursor
        if self.wanted is not None or not cursor.take("in"):
            return False
        self.wanted = take_measure(cursor)
        if self.wanted is None and not cursor.take("degrees"):
            raise cursor.stuck("a unit was expected")
        return True

    def _figure_or_it(self) -> bool:
        return self.cursor.take("it", "this figure", "the figure", "that") or self._figure_named()

    def _measure(self) -> str | None:
        """Take the name of a measure, with its article."""
        cursor = self.cursor
        mark = cursor.mark()
        for skipped in (False, True):
            if skipped and not cursor.take(*_ARTICLES):
                break
            best = next((word for word in _MEASURES if cursor.sees(word) == len(word.split())), None)
            if best is not None:
                cursor.take(best)
                return best
        cursor.reset(mark)
        return None

    def _fact(self) -> bool:
        """The length is 8 cm; a radius of 3; sides 3, 4 and 5; the area of a square is 49."""
        cursor = self.cursor
        mark = cursor.mark()
        known = self.figure
        word = self._measure()
        if word is None:
            return False
        if cursor.take("of"):
            inner = cursor.mark()
            if not self._figure_or_it():
                cursor.reset(inner)
        cursor.take(*_BE)
        cursor.take_sign("=")
        crossed = self._crossed() if word == "dimensions" else []
        values: list[Node] = [*crossed]
        try:
            while not crossed and (value := self.expression()) is not None:
                values.append(value)
                inner = cursor.mark()
                comma = cursor.take_sign(",")
                joined = cursor.take("and", "by") or comma
                if not (joined and (cursor.token.kind == "number" or cursor.is_sign("$"))):
                    cursor.reset(inner)
                    break
                if self._size_follows():
                    cursor.reset(inner)
                    break
        except NotUnderstood as refusal:
            cursor.remember(refusal)
            values = []
        if not values:
            cursor.reset(mark)
            self.figure = known
            return False
        self.facts.append((word, tuple(values)))
        return True

    def _size_follows(self) -> bool:
        """Whether the amount ahead goes with a word behind it: 5 cm wide."""
        cursor = self.cursor
        mark, first = cursor.mark(), self.first
        self.expression()
        sized = cursor.sees(*_SIZES) > 0
        cursor.reset(mark)
        self.first = first
        return sized

    def _crossed(self) -> list[Node]:
        """Take bare numbers with crosses between them, which would else be read as their product."""
        cursor = self.cursor
        ahead = [cursor.ahead(i) if i else cursor.token for i in range(6)]
        count = 3 if ahead[3].text == "*" else 2
        tokens = ahead[: 2 * count - 1]
        numbers = all(token.kind == "number" for token in tokens[::2])
        crosses = all(cursor.text[token.start : token.end] in ("×", "\\times") for token in tokens[1::2])
        if not (numbers and crosses) or ahead[2 * count - 1].text in ("*", "/", "+", "-", "^"):
            return []
        if ahead[2 * count - 1].kind == "word" and ahead[2 * count - 1].lowered not in ("what", "find", "has", "is"):
            return []  # a unit may follow
        cursor.position += len(tokens)
        return [Number(token.value, token.decimal) for token in tokens[::2]]

    def _sized(self) -> bool:
        """8 cm long; 3 by 4; a 5 cm radius."""
        cursor = self.cursor
        mark, first = cursor.mark(), self.first
        cursor.take("a", "an", "that measures", "measuring")
        crossed = self._crossed()
        values: list[Node] = [*crossed]
        while not crossed and (value := self._amount()) is not None:
            values.append(value)
            cursor.take_sign("-")
            if not (cursor.take("by", "x") or cursor.take_sign("*")):
                break
        if len(values) == 1:
            for word, measure in _SIZES.items():
                if cursor.take(word):
                    self.facts.append((measure, (values[0],)))
                    return True
            measure_after = self._measure()
            if measure_after is not None:
                self.facts.append((measure_after, (values[0],)))
                return True
        elif len(values) in (2, 3):
            self.facts.append(("dimensions", tuple(values)))
            return True
        cursor.reset(mark)
        self.first = first
        return False

    # --- expressions --------------------------------------------------------------------------------------------------

    def quantity(self) -> Node | None:
        """Another measure of the figure."""
        cursor = self.cursor
        mark = cursor.mark()
        known = self.figure
        word = self._measure()
        if word is None or cursor.take("is", "are"):
            cursor.reset(mark)
            return None
        if cursor.take("of") and not self._figure_or_it():
            cursor.reset(mark)
            self.figure = known
            return None
        return Name(word)

    def group(self) -> tuple[Node, ...] | None:
        """None: measures are named one by one."""
        return None

    def _amount(self) -> Node | None:
        found = super()._amount()
        cursor = self.cursor
        if isinstance(found, Number) and (cursor.take("pi") or (cursor.is_sign("*") and cursor.ahead().text == "pi")):
            if cursor.is_sign("*"):
                cursor.position += 2
            return Product((Number(found.value * self.unit(), found.decimal), Constant("pi")))
        return found

    def unit(self) -> Fraction:
        """A unit of length, area or volume, or degrees; how much it is in the first unit."""
        cursor = self.cursor
        if cursor.token.text == "°":
            cursor.next()
            return Fraction(1)
        if cursor.take("degrees", "degree", "units", "unit", "square units", "cubic units"):
            return Fraction(1)
        mark = cursor.mark()
        cursor.take_sign("-")
        found = take_measure(cursor, after_number=True)
        if found is None:
            cursor.reset(mark)
            return Fraction(1)
        kind = found.dimension
        if len(kind) != 1 or kind[0][0] != "length" or len(found.parts) != 1:
            raise NotUnderstood(f"{found.told(Fraction(2))} do not measure a figure")
        unit, power = found.parts[0]
        base = Measure(((unit, 1),))
        if unit.dimension != (("length", 1),):
            raise NotDone(f"{unit.plural} beside lengths are not converted here")
        if self.first is None:
            self.first = base
        return (base.size / self.first.size) ** power


_FIRST_WORDS: Final = frozenset(word for name in _FIGURE_NAMES for word in name.split() if len(word) > 2) - {
    "angled", "convex", "right", "based", "half", "regular", "circular",
}  # fmt: skip


@slots.kind("figure_words")
def read_figure_words(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text about a figure, as the operation it asks for."""
    yield FigureWords(reader.cursor).read()
