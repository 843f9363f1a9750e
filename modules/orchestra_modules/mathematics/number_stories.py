"""Numbers told of in sentences: "twice a number plus 3 is 11", "the sum of two numbers is 10, their difference 4".

The unknowns are a number, two numbers (one and the other, the larger and the smaller, the first and the second), or
consecutive integers. Sentences become equations; nothing else is known of the numbers, and no noun but number and
integer is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics import slots
from orchestra_modules.mathematics.amounts import take_amount
from orchestra_modules.mathematics.cursor import Cursor
from orchestra_modules.mathematics.pattern import Slot
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Request,
    Sum,
    Text,
)
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.reader import Reader

_HEADS: Final = frozenset({"number", "numbers", "integers", "integer"})
_IS: Final = ("is equal to", "equals", "is", "gives", "results in", "makes", "was", "are", "is the same as", "yields")
_ASK: Final = ("what is", "what are", "find", "what's", "determine", "calculate", "what was", "what were")
_PLACES: Final = ("the first", "the second", "the third", "the fourth", "the fifth")
_STEPS: Final = {"odd": 2, "even": 2, "": 1}
_HALVES: Final = {"half of": 2, "half": 2, "one half of": 2, "one third of": 3, "a third of": 3, "one fourth of": 4,
                  "a quarter of": 4, "one quarter of": 4, "a fifth of": 5, "one fifth of": 5}  # fmt: skip
_ALL: Final = ("the two numbers", "the numbers", "the integers", "both numbers", "the three integers",
               "these numbers", "the three numbers", "the two integers", "them", "these integers",
               "the three consecutive integers", "all three numbers")  # fmt: skip
_GROUP_AGAIN: Final = ("the two numbers", "the numbers", "they", "the integers", "the three numbers",
                       "the two integers")  # fmt: skip
_THE_NUMBER: Final = ("a number", "a certain number", "some number", "the number", "this number", "that number",
                      "the original number", "it", "the same number", "an integer", "the integer",
                      "the unknown number")  # fmt: skip
_JOINTS: Final = ("and", "if", "suppose", "when", "then", "such that", "given that")
_TOTALS: Final = ("add up to", "sum to", "have a sum of", "add to", "total", "have the sum", "sum up to",
                  "with a sum of",
                  "whose sum is", "have sum", "with sum", "whose sum equals")  # fmt: skip
_DIFFERENCES: Final = ("differ by", "have a difference of", "whose difference is", "with a difference of")
_SHORT: Final = (".", ",", "?", ";", "!")


class NumberStory:
    """Reads one text about numbers."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.numbers: list[Node] = []  # what the text calls its numbers, in order
        self.kind = ""  # one, pair, consecutive
        self.relations: list[Node] = []
        self.parity = ""
        self.asked: tuple[Node, ...] = ()

    def read(self) -> Request:
        """The whole text. NotUnderstood."""
        cursor = self.cursor
        if not any(token.text.lower() in _HEADS for token in cursor.tokens):
            raise cursor.stuck()
        while not cursor.at_end:
            if cursor.take_sign(*_SHORT) or cursor.take(
                "and", "if", "suppose", "when", "then", "such that", "given that"
            ):
                continue
            mark = cursor.mark()
            for way in (self._question, self._introduction, self._claim):
                if way():
                    break
                cursor.reset(mark)
            else:
                raise cursor.stuck()
        if not self.relations or not self.asked:
            raise NotUnderstood("what is said of the numbers, or what is asked, is missing")
        return Request(
            "numbers_told",
            (
                ("relations", Listing(tuple(self.relations))),
                ("asked", Listing(self.asked)),
                ("kind", Text(f"{self.parity} {self.kind}".strip())),
            ),
        )

    # --- clauses ----------------------------------------------------------------------------------------------------

    def _question(self) -> bool:
        cursor = self.cursor
        if not cursor.take(*_ASK) or self.asked:
            return False
        cursor.take("the value of", "the values of")
        if cursor.take(*_ALL):
            self.asked = tuple(self.numbers)
        elif (number := self._number()) is not None:
            self.asked = (number,)
        return bool(self.asked) and (cursor.at_end or cursor.is_sign(*_SHORT) or bool(cursor.sees("if", "such that")))

    def _introduction(self) -> bool:
        """Two numbers add up to 10; the sum of three consecutive odd integers is 51 (read as a claim)."""
        cursor = self.cursor
        if not self._group():
            return False
        cursor.take("that", "which")
        claim = self._of_group()
        if claim is None:
            return False
        self.relations.append(claim)
        return True

    def _group(self) -> bool:
        """Take "two numbers", "three consecutive odd integers", "the numbers", "they"."""
        cursor = self.cursor
        mark = cursor.mark()
        if self.numbers and len(self.numbers) > 1 and cursor.take(*_GROUP_AGAIN):
            return True
        amount = take_amount(cursor, articles=False)
        if amount is None or amount.value not in (2, 3, 4, 5) or self.numbers:
            cursor.reset(mark)
            return False
        count = int(amount.value)
        positive = cursor.take("positive")
        consecutive = cursor.take("consecutive")
        parity = "odd" if cursor.take("odd") else "even" if cursor.take("even") else ""
        if positive or not cursor.take("integers", "numbers", "whole numbers", "positive integers", "natural numbers"):
            cursor.reset(mark)
            return False
        if not consecutive and (count > 2 or parity):
            cursor.reset(mark)
            return False
        first = Name("n")
        if consecutive:
            step = _STEPS[parity]
            self.numbers = [first, *(Sum((first, Number(Fraction(step * i)))) for i in range(1, count))]
            self.kind, self.parity = "consecutive", parity
        else:
            self.numbers, self.kind = [Name("a"), Name("b")], "pair"
        return True

    def _of_group(self) -> Node | None:
        """What is said of a group as a whole: add up to 10, differ by 4, have a sum of 12, whose sum is 9."""
        cursor = self.cursor
        left: Node = Sum(tuple(self.numbers))
        if not cursor.take(*_TOTALS):
            if len(self.numbers) != 2 or not cursor.take(*_DIFFERENCES):
                return None
            left = Sum((self.numbers[0], Negative(self.numbers[1])))
        right = self._expression()
        return None if right is None else Relation("=", left, right)

    def _claim(self) -> bool:
        """One thing equals another, exceeds it by a number."""
        cursor = self.cursor
        cursor.take("it is known that", "it is given that")
        left = self._expression()
        if left is None:
            return False
        if cursor.take("exceeds"):
            other = self._term()
            if other is None or not cursor.take("by"):
                return False
            by = self._expression()
            if by is None:
                return False
            self.relations.append(Relation("=", left, Sum((other, by))))
            return True
        if not cursor.take(*_IS):
            return False
        right = self._expression()
        if right is None:
            return False
        self.relations.append(Relation("=", left, right))
        return cursor.at_end or cursor.is_sign(*_SHORT) or bool(cursor.sees("and", *_ASK))

    # --- expressions ------------------------------------------------------------------------------------------------

    def _expression(self) -> Node | None:
        """Terms joined by plus and minus; "5 more than" and "5 less than" before a term."""
        cursor = self.cursor
        found = self._term()
        while found is not None:
            if cursor.take("plus", "increased by", "added to") or cursor.take_sign("+"):
                found = self._joined(found, 1)
            elif cursor.take("minus", "decreased by", "reduced by", "diminished by") or cursor.take_sign("-"):
                found = self._joined(found, -1)
            elif cursor.take("more than", "greater than", "larger than"):
                found = self._compared(found, 1)
            elif cursor.take("less than", "smaller than", "fewer than"):
                found = self._compared(found, -1)
            else:
                return found
        return None

    def _joined(self, left: Node, sign: int) -> Node | None:
        right = self._term()
        return None if right is None else Sum((left, right if sign > 0 else Negative(right)))

    def _compared(self, amount: Node, sign: int) -> Node | None:
        base = self._expression()
        if base is None or not isinstance(amount, Number):
            return None
        return Sum((base, amount if sign > 0 else Negative(amount)))

    def _term(self) -> Node | None:
        cursor = self.cursor
        found = self._factor()
        while found is not None and (divided := cursor.sees("divided by", "times", "multiplied by")):
            over = cursor.sees("divided by") > 0
            cursor.position += divided
            right = self._factor()
            if right is None:
                return None
            found = Product((found,), (right,)) if over else Product((found, right))
        return found

    def _factor(self) -> Node | None:
        cursor = self.cursor
        cursor.take("the result of", "the value of")
        if cursor.take("twice", "double", "two times"):
            return self._scaled(Fraction(2))
        if cursor.take("thrice", "triple"):
            return self._scaled(Fraction(3))
        for words, divisor in _HALVES.items():
            if cursor.take(words):
                return self._scaled(Fraction(1, divisor))
        if cursor.take("the square of"):
            inner = self._number()
            return None if inner is None else Power(inner, Number(Fraction(2)))
        if (pair := self._of_two()) is not None:
            return pair
        if (number := self._number()) is not None:
            return number
        mark = cursor.mark()
        amount = take_amount(cursor, articles=False)
        if amount is None:
            return None
        if cursor.take("times as large as", "times as big as", "times as great as", "times as much as", "times"):
            return self._scaled(amount.value)
        if cursor.take("of") and amount.value.denominator > 1:
            return self._scaled(amount.value)
        if cursor.token.kind == "word" and cursor.token.text.lower() in _HEADS | {"consecutive"}:
            cursor.reset(mark)
            return None
        return Number(amount.value, amount.decimal)

    def _scaled(self, factor: Fraction) -> Node | None:
        inner = self._factor()
        return None if inner is None else Product((Number(factor), inner))

    def _of_two(self) -> Node | None:
        """The sum of, the difference between, the product of; their sum."""
        cursor = self.cursor
        mark = cursor.mark()
        their = cursor.take("their")
        cursor.take("the")
        sign = next((s for s in ("sum", "difference", "product") if cursor.take(s)), None)
        if sign is None or (their and len(self.numbers) < 2):
            cursor.reset(mark)
            return None
        if their:
            return _combined(sign, self.numbers)
        if not cursor.take("of", "between"):
            cursor.reset(mark)
            return None
        if self._group():
            return _combined(sign, self.numbers)
        left = self._term()
        if left is None or not cursor.take("and"):
            cursor.reset(mark)
            return None
        right = self._term()
        return None if right is None or sign == "difference" else _combined(sign, [left, right])

    def _number(self) -> Node | None:
        """A number of the text: a number, it, the larger one, the other number."""
        cursor = self.cursor
        if cursor.take(*_THE_NUMBER):
            if not self.numbers:
                self.numbers, self.kind = [Name("n")], "one"
            return self.numbers[0] if self.kind == "one" else None
        if cursor.take("one number", "one of the numbers", "one of two numbers"):
            return self._of_pair(0)
        if cursor.take("the other number", "another number", "the other", "another"):
            return self._of_pair(1)
        mark = cursor.mark()
        for index, place in enumerate(_PLACES):
            if cursor.take(place):
                cursor.take("number", "integer", "one")
                if self.kind == "consecutive" and index < len(self.numbers):
                    return self.numbers[index]
                return self._of_pair(index) if index < 2 and self.kind != "consecutive" else None
        for words, index in (("larger", 0), ("greater", 0), ("bigger", 0), ("smaller", 1), ("lesser", 1),
                             ("largest", 0), ("greatest", 0), ("smallest", 1), ("least", 1)):  # fmt: skip
            if cursor.take(f"the {words}"):
                cursor.take("number", "integer", "one", "of the two numbers", "of the numbers", "of the integers",
                            "number of the two", "of the three integers", "of the three")  # fmt: skip
                if self.kind == "consecutive":
                    return self.numbers[-1 if index == 0 else 0]
                if words.endswith("est") or words == "least":
                    return None
                found = self._of_pair(index)
                self.parity = "ordered" if found is not None else self.parity
                return found
        cursor.reset(mark)
        return None

    def _of_pair(self, index: int) -> Node | None:
        if not self.numbers:
            self.numbers, self.kind = [Name("a"), Name("b")], "pair"
        return self.numbers[index] if self.kind == "pair" else None


def _combined(sign: str, numbers: list[Node]) -> Node:
    if sign == "sum":
        return Sum(tuple(numbers))
    if sign == "product":
        return Product(tuple(numbers))
    if len(numbers) != 2:
        raise NotUnderstood("a difference is between two numbers")
    return Sum((numbers[0], Negative(numbers[1])))


@slots.kind("number_story")
def read_number_story(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text about numbers, as the operation it asks for."""
    yield NumberStory(reader.cursor).read()
