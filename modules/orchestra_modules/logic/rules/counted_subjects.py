"""Subjects counted out of a row of names: "exactly one of Ada, Ben and Cy", "at most two of ...".

The row has to be told name by name; how many of a class ("two of the boys") is not read.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from itertools import combinations
from typing import Final

from orchestra_modules.logic.rules.cursor import Cursor, Property, Quantifier
from orchestra_modules.logic.rules.formulas import Ambiguous, Formula, Not, conj, disj
from orchestra_modules.solving.refusal import TooCostly

_NUMBERS: Final = {"one": 1, "two": 2, "three": 3, "four": 4}
_ALL: Final = 99
#: words before the number, with the readings that they give it: how many at least, and at most
_HEADS: Final[tuple[tuple[tuple[str, ...], Callable[[int], tuple[tuple[int, int], ...]]], ...]] = (
    (("exactly",), lambda n: ((n, n),)),
    (("precisely",), lambda n: ((n, n),)),
    (("just",), lambda n: ((n, n),)),
    (("only",), lambda n: ((n, n),)),
    (("at", "most"), lambda n: ((0, n),)),
    (("no", "more", "than"), lambda n: ((0, n),)),
    (("not", "more", "than"), lambda n: ((0, n),)),
    (("at", "least"), lambda n: ((n, _ALL),)),
    (("more", "than"), lambda n: ((n + 1, _ALL),)),
    ((), lambda n: ((n, _ALL), (n, n))),
)
_MOST_NAMES: Final = 6


def counted(formulas: tuple[Formula, ...], least: int, most: int) -> Formula:
    """At least and at most so many of the formulas hold."""
    if len(formulas) > _MOST_NAMES:
        raise TooCostly(f"more than {_MOST_NAMES} names to count")
    parts: list[Formula] = []
    if least:
        parts.append(disj(*(conj(*some) for some in combinations(formulas, least))))
    parts += [Not(conj(*some)) for some in combinations(formulas, most + 1)]
    return conj(*parts)


class CountedSubjects(Cursor):
    """Reads counted subjects."""

    @abstractmethod
    def one_subject(self) -> Quantifier:
        """One subject; read by the class that knows subjects."""

    @abstractmethod
    def another_name(self) -> bool:
        """Whether a comma and another name follow; told by the class that knows subjects."""

    def counted_subject(self) -> Quantifier | None:
        """A counted subject, or none if the words are no such thing."""
        for head, bounds in _HEADS:
            number, of = self.peek(len(head)), self.peek(len(head) + 1)
            if self.at(*head) and number is not None and number.lower in _NUMBERS and of is not None and of.says("of"):
                told = " ".join((*head, number.lower, "of"))
                self.place += len(head) + 2
                return self.of_row(told, bounds(_NUMBERS[number.lower]))
        return None

    def of_row(self, told: str, bounds: tuple[tuple[int, int], ...]) -> Quantifier:
        """The row of names after the number."""
        found = [self.one_subject()]
        while self.at("and") or self.at("or") or self.another_name():
            if self.take().text == ",":
                _ = self.accept("and") or self.accept("or")
            found.append(self.one_subject())
        if len(found) < 2 or bounds[0][0] > len(found):
            raise self.lost(f"'{told}' is read before a row of names")
        self.classical.append(told)

        def quantifier(said: Property) -> Formula:
            formulas = tuple(each(said) for each in found)
            ways = [counted(formulas, least, most) for least, most in bounds]
            return ways[0] if len(ways) == 1 else Ambiguous(tuple(ways), f"'{told}' as at least, or as exactly")

        return quantifier
