"""Quantities told in words as expressions: "5 more than twice a number", "the sum of their squares", "a third of it".

What the unknown quantities are called is left to the readers that build on this one; the rest of the grammar, sums,
products, multiples, parts and powers, is theirs in common. Knows no sentence and no noun but the names of results.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor, Deeper
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.syntax import Call, Name, Negative, Node, Number, Power, Product, Relation, Sum
from orchestra_modules.solving.refusal import NotUnderstood

_PLUS: Final = ("plus", "increased by", "augmented by", "enlarged by")
_MINUS: Final = ("minus", "decreased by", "reduced by", "diminished by", "lessened by", "less")
_ADDED: Final = ("added to",)
_TAKEN: Final = ("subtracted from", "taken from", "taken away from", "deducted from")
_COMPARATIVES: Final = (
    "more", "greater", "larger", "bigger", "older", "longer", "taller", "heavier", "higher", "wider", "faster",
    "further", "deeper", "farther",
)  # fmt: skip
_LESSER: Final = (
    "less", "smaller", "fewer", "younger", "shorter", "lighter", "lower", "narrower", "slower", "lesser",
)  # fmt: skip
_ABOVE: Final = tuple(f"{word} than" for word in _COMPARATIVES)
_BELOW: Final = tuple(f"{word} than" for word in _LESSER)
_EQUAL_ADJECTIVES: Final = (
    "large", "big", "great", "much", "many", "old", "long", "wide", "tall", "high", "heavy", "fast", "small", "young",
)  # fmt: skip
_AS: Final = tuple(f"as {word} as" for word in _EQUAL_ADJECTIVES)
_MULTIPLES: Final = {"twice": 2, "double": 2, "thrice": 3, "triple": 3, "quadruple": 4, "two times": 2}
_POWERS: Final = {"square": 2, "squares": 2, "cube": 3, "cubes": 3, "fourth power": 4}
_CHANGED: Final = ("squared", "cubed", "doubled", "tripled", "halved")
RESULTS: Final = ("the result", "the answer", "the outcome", "the final result", "the final answer", "the total")


@dataclass(frozen=True)
class Told:
    """What a text has said so far; readings that fail are undone by going back to an earlier one."""

    relations: tuple[Relation, ...] = ()
    asked: tuple[Node, ...] = ()
    pick: str = "all"  # or "largest", "smallest": which of the things asked for
    result: Node | None = None  # what a chain of steps has come to
    subject: Node | None = None  # what "it" and "its" stand for


class RelationWords(ABC):
    """Reads expressions in words at a cursor."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.told = Told()
        self._loose_end = -1  # where a phrase such as "half of a number" ended

    @abstractmethod
    def quantity(self) -> Node | None:
        """One unknown quantity by its name; none, with the cursor unmoved, if there is none."""

    @abstractmethod
    def group(self) -> tuple[Node, ...] | None:
        """Several quantities by one name ("the numbers", "they"); none if there is none."""

    def difference(self, first: Node, second: Node) -> Node:
        """What "the difference of" two things is."""
        return Sum((first, Negative(second)))

    # --- what is said -----------------------------------------------------------------------------------------------

    def state(self, relation: Relation) -> None:
        """Keep a relation."""
        self.told = replace(self.told, relations=(*self.told.relations, relation))

    def require(self) -> Node:
        """An expression that must stand here. NotUnderstood."""
        found = self.expression()
        if found is None:
            raise self.cursor.stuck()
        return found

    # --- sums -------------------------------------------------------------------------------------------------------

    def expression(self) -> Node | None:
        """Terms joined by plus and minus, and what is more or less than something."""
        with Deeper(self.cursor):
            return self._sum(self._term())

    def _sum(self, found: Node | None) -> Node | None:
        cursor = self.cursor
        while found is not None:
            mark = cursor.mark()
            comma = cursor.take_sign(",")
            loose = not comma and self._loose_end == cursor.position
            if cursor.take(*_ABOVE):
                return self._compared(found, 1)
            if cursor.take(*_BELOW):
                return self._compared(found, -1)
            if cursor.take(*_PLUS) or cursor.take_sign("+"):
                self._settled(loose)
                found = Sum((found, self._operand()))
            elif cursor.take(*_MINUS) or cursor.take_sign("-"):
                self._settled(loose)
                found = Sum((found, Negative(self._operand())))
            elif cursor.take(*_ADDED):
                found = Sum((self._operand(), found))
            elif cursor.take(*_TAKEN):
                found = Sum((self._operand(), Negative(found)))
            else:
                cursor.reset(mark)
                break
        return found

    def _operand(self) -> Node:
        found = self._term()
        if found is None:
            raise self.cursor.stuck()
        return found

    def _settled(self, loose: bool) -> None:
        """Half of a number plus 3 may be half of all that follows."""
        if loose:
            raise NotUnderstood("it is not clear whether 'of' reaches over what follows; use a comma or 'the sum of'")

    def _compared(self, amount: Node, sign: int) -> Node | None:
        """What is so much more or less than something."""
        if not isinstance(amount, Number):
            if sign < 0 or not (isinstance(amount, Product) and all(isinstance(f, Number) for f in amount.factors)):
                raise self.cursor.stuck("by how much is not told")
            self.cursor.assumption("'times more than' is taken as 'times as much as'")
            return Product((amount, self.require()))
        base = self.require()
        return Sum((base, amount if sign > 0 else Negative(amount)))

    # --- products ---------------------------------------------------------------------------------------------------

    def _term(self) -> Node | None:
        cursor = self.cursor
        found = self.factor()
        while found is not None:
            over = cursor.sees("divided by", "over")
            times = cursor.sees("times", "multiplied by")
            sign = cursor.token.text if cursor.is_sign("*", "/") else ""
            if not (over or times or sign):
                return found
            loose = self._loose_end == cursor.position
            self._settled(loose)
            cursor.position += over or times or 1
            right = self.factor()
            if right is None:
                return None
            found = Product((found,), (right,)) if over or sign == "/" else Product((found, right))
        return found

    def factor(self) -> Node | None:
        """One thing: a multiple, a part, a power, a result of something, an amount, a quantity."""
        found = self._plain_factor()
        cursor = self.cursor
        while found is not None:
            participle = cursor.token.lowered
            if not cursor.take(*_CHANGED):
                break
            found = changed(participle, found)
        return found

    def _plain_factor(self) -> Node | None:
        cursor = self.cursor
        if cursor.take(*RESULTS):
            return self.told.result
        for words, times in _MULTIPLES.items():
            if cursor.take(words):
                return self._multiple(Fraction(times))
        for attempt in (self._of_several, self._of_one, self.quantity, self._amount):
            kept = cursor.mark(), self.told
            if (found := attempt()) is not None:
                return found
            cursor.reset(kept[0])
            self.told = kept[1]
        return None

    def _multiple(self, times: Fraction) -> Node | None:
        cursor = self.cursor
        cursor.take(*_AS)
        inner = self.factor()
        return None if inner is None else Product((Number(times), inner))

    def _amount(self) -> Node | None:
        """A number, or so many times, or such a part of, something."""
        cursor = self.cursor
        minus = cursor.take("negative")
        amount = take_amount(cursor, articles=False)
        if amount is None:
            return None
        value = -amount.value if minus else amount.value
        if cursor.take_sign("%") or cursor.take("percent", "per cent"):
            if not cursor.take("of"):
                raise cursor.stuck("percent of what is not told")
            return self._part(value / 100)
        if cursor.sees("times"):
            mark = cursor.mark()
            cursor.take("times")
            if cursor.take(*_AS):
                return self._multiple(value)
            if cursor.sees(*_ABOVE):
                return Product((Number(value, amount.decimal),))
            inner = self.factor()
            if inner is not None:
                return Product((Number(value, amount.decimal), inner))
            cursor.reset(mark)
            raise cursor.stuck()
        half = amount.value == Fraction(1, 2)
        if half and cursor.take(*_AS):
            return self._multiple(value)
        if value.denominator > 1 and not amount.decimal:
            if cursor.take("of"):
                return self._part(value)
            if cursor.take(*_AS):
                return self._multiple(value)
            if half and (cursor.sees("the", "a", "his", "her", "their", "that") > 0):
                return self._part(value)
        return Number(value * self.unit(), amount.decimal)

    def unit(self) -> Fraction:
        """Take the unit behind an amount, where this reader knows any; how many of the text's first unit it is."""
        return Fraction(1)

    def _part(self, share: Fraction) -> Node | None:
        inner = self.factor()
        self._loose_end = self.cursor.position if isinstance(inner, Name) else -1
        return None if inner is None else Product((Number(share), inner))

    # --- results of something ---------------------------------------------------------------------------------------

    def _of_one(self) -> Node | None:
        """The square of X, its reciprocal, the square root of X."""
        cursor = self.cursor
        own = cursor.take("its", "its own")
        if not own:
            cursor.take("the", "a")
        function = self._function()
        if function is None:
            return None
        if own:
            inner = self.told.subject
        elif cursor.take("of"):
            inner = self.factor()
            self._loose_end = cursor.position if isinstance(inner, Name) else -1
        else:
            return None
        return None if inner is None else applied(function, inner)

    def _function(self) -> str | None:
        cursor = self.cursor
        names = (*_POWERS, "reciprocal", "reciprocals", "multiplicative inverse", "square root", "cube root", "half",
                 "opposite", "additive inverse", "double", "triple", "absolute value")  # fmt: skip
        start = cursor.position
        if not cursor.take(*names):
            return None
        return " ".join(token.lowered for token in cursor.tokens[start : cursor.position])

    def _of_several(self) -> Node | None:
        """The sum, difference, product, quotient, average of several things; "their sum"."""
        cursor = self.cursor
        their = cursor.take("their")
        if not their:
            cursor.take("the", "a")
        sign = self.combination()
        if sign is None:
            return None
        if their:
            things = self.own_group()
        elif cursor.take("of", "between"):
            things = self.several()
        elif cursor.sees("is", "was"):
            things = self.own_group()  # "the sum is 24", of the numbers told of
        else:
            return None
        return None if things is None else self.combined(sign, things)

    def combination(self) -> str | None:
        """Take the name of what several things make together."""
        cursor = self.cursor
        for words in ("positive difference", "sum", "total", "difference", "product", "quotient", "ratio", "average",
                      "mean", "arithmetic mean"):  # fmt: skip
            if cursor.take(words):
                return words.split()[-1]
        return None

    def own_group(self) -> tuple[Node, ...] | None:
        """What "their" stands for."""
        return self.group()

    def several(self) -> tuple[Node, ...] | None:
        """Two or more things: a group, their squares, or things joined by "and"."""
        cursor = self.cursor
        kept = cursor.mark(), self.told
        their = cursor.take("their")
        if not their:
            cursor.take("the")
        function = self._function()
        if function is not None and function.endswith("s"):
            things = self.own_group() if their else self.several() if cursor.take("of") else None
            return None if things is None else tuple(applied(function, thing) for thing in things)
        cursor.reset(kept[0])
        if (found := self.group()) is not None:
            return found
        cursor.reset(kept[0])
        self.told = kept[1]
        found = ()
        while (thing := self.expression()) is not None:
            found = (*found, thing)
            comma = cursor.take_sign(",")
            if not (cursor.take("and", "to") or comma):
                break
        else:
            return None
        return found if len(found) > 1 else None

    def combined(self, sign: str, things: tuple[Node, ...]) -> Node:
        """The sum, product, ... of things. NotUnderstood for a difference of three."""
        if sign in ("sum", "total"):
            return Sum(things)
        if sign == "product":
            return Product(things)
        if sign in ("average", "mean"):
            return Product((Sum(things),), (Number(Fraction(len(things))),))
        if len(things) != 2:
            raise NotUnderstood(f"a {sign} is of two things")
        return self.difference(*things) if sign == "difference" else Product((things[0],), (things[1],))


def applied(function: str, inner: Node) -> Node:
    """The square, reciprocal, half, ... of something."""
    function = function.removesuffix("s") if function != "additive inverse" else function
    if function in _POWERS:
        return Power(inner, Number(Fraction(_POWERS[function])))
    if function in ("reciprocal", "multiplicative inverse"):
        return Product((Number(Fraction(1)),), (inner,))
    if function in ("square root", "cube root"):
        return Power(inner, Number(Fraction(1, 2 if function == "square root" else 3)))
    if function == "absolute value":
        return Call("abs", (inner,))
    scale = {"half": Fraction(1, 2), "double": Fraction(2), "triple": Fraction(3)}.get(function, Fraction(-1))
    return Product((Number(scale), inner))


def changed(verb: str, node: Node) -> Node:
    """What a number comes to when it is doubled, squared and so on; `verb` in any of its forms."""
    if verb.startswith(("squar", "cub")):
        return Power(node, Number(Fraction(2 if verb.startswith("s") else 3)))
    scale = {"d": Fraction(2), "t": Fraction(3), "h": Fraction(1, 2)}[verb[0]]
    return Product((Number(scale), node))
