"""What integers have, read to a condition: "with digit sum 10", "whose digits are odd", "ending in 7".

What is said of a measure ("whose units digit is even") is read as of any integer, by `predicate` of the class that
extends this one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.integer_conditions import tree
from orchestra_modules.mathematics.readers.integer_words import COMPARISONS, COUNTED, DIGITS, MEASURED
from orchestra_modules.mathematics.syntax import Node, Number, Text
from orchestra_modules.solving import numerals
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_HAVE: Final = ("has", "have", "having", "with", "that has", "that have", "which has", "which have")
_LAST: Final = ("end in", "ends in", "ending in", "end with", "ends with", "ending with")
_FRONT: Final = ("begin with", "begins with", "beginning with", "start with", "starts with", "starting with")
_CONTAIN: Final = ("contain", "contains", "containing", "include", "includes", "including")


class Possessions(ABC):
    """Reads what integers have; `unknown` is the name that stands for the integer, once one was told."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.cursor = reader.cursor
        self.unknown: str | None = None

    @abstractmethod
    def predicate(self, bare: bool = False) -> Node | None:
        """What is said after "is" or "are"."""

    def _starts_value(self) -> bool:
        token = self.cursor.token
        return token.kind == "number" or token.text == "(" or token.lowered in numerals.SMALL

    def _value(self) -> Node:
        return self.reader.parser.signed()

    def exactly(self, words: str) -> bool:
        """Take words and signs that stand there just so."""
        cursor = self.cursor
        parts = words.split()
        if all(cursor.ahead(i).text.lower() == part for i, part in enumerate(parts)):
            cursor.position += len(parts)
            return True
        return False

    def _possessed(self) -> Node | None:
        """What integers have: "with digit sum 10", "whose digits are odd", "with exactly 3 divisors"."""
        cursor = self.cursor
        mark = cursor.mark()
        if cursor.take("whose", "with its", "with their"):
            node = self._measured() or self._digits_are()
        elif cursor.take(*_HAVE):
            node = self._counted() or self._measured() or self._digits_are()
        else:
            return None
        if node is None:
            cursor.reset(mark)
        return node

    def _counted(self) -> Node | None:
        cursor = self.cursor
        mark = cursor.mark()
        counted = sorted(COUNTED, key=len, reverse=True)
        for words, head in (("an odd number of", "odd"), ("an even number of", "even"), ("a prime number of", "prime")):
            if cursor.take(words):
                if word := next((word for word in counted if cursor.take(word)), None):
                    return tree("measure", Text(COUNTED[word]), tree(head))
                cursor.reset(mark)
                return None
        cursor.take("exactly", "only", "precisely")
        sign = next((COMPARISONS[w] for w in sorted(COMPARISONS, key=len, reverse=True) if cursor.take(w)), "=")
        if self._starts_value():
            count = self.reader.parser.atom()
            if word := next((word for word in counted if cursor.take(word)), None):
                inner = tree("equal", count) if sign == "=" else tree("compare", Text(sign), count)
                return tree("measure", Text(COUNTED[word]), inner)
        cursor.reset(mark)
        if cursor.take(
            "no repeated digits",
            "no repeated digit",
            "no repeating digits",
            "no two equal digits",
            "no two digits the same",
        ):
            return tree("digits_distinct")
        if cursor.take("repeated digits", "a repeated digit", "at least one repeated digit"):
            return tree("digits_repeated")
        for words in sorted(DIGITS, key=len, reverse=True):
            if cursor.take(f"{words} digits", f"{words} digits only"):
                return tree(DIGITS[words])
        if cursor.take(
            "digits that add up to",
            "digits that sum to",
            "digits adding up to",
            "digits summing to",
            "digits adding to",
        ):
            return tree("measure", Text("digit_sum"), tree("equal", self._value()))
        return None

    def _measured(self) -> Node | None:
        """A measure and what it is: "digit sum 10", "square is greater than 200", "units digit is even"."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("a", "an", "the")
        for words in sorted(MEASURED, key=len, reverse=True):
            if not self.exactly(words):
                continue
            linked = cursor.take("is equal to", "equals", "equal to", "is", "are", "equal", "of") or cursor.take_sign(
                "="
            )
            linked = linked or bool(cursor.sees("ends in", "leaves", "exceeds", "does not exceed", "has", "have"))
            if self._starts_value():
                return tree("measure", Text(MEASURED[words]), tree("equal", self.reader.parser.expression()))
            sign = next((s for s in ("<=", ">=", "<", ">") if cursor.take_sign(s)), None)
            if sign is not None:
                return tree(
                    "measure", Text(MEASURED[words]), tree("compare", Text(sign), self.reader.parser.expression())
                )
            inner = self.predicate() if linked else None
            if inner is not None:
                return tree("measure", Text(MEASURED[words]), inner)
            break
        cursor.reset(mark)
        return None

    def _digits_are(self) -> Node | None:
        """ "whose digits are all odd", "whose digits add up to 10"."""
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("all", "the")
        if cursor.take("digits"):
            if cursor.take(
                "add up to", "sum to", "add to", "sum up to", "have a sum of", "have sum", "total", "adding up to"
            ):
                return tree("measure", Text("digit_sum"), tree("equal", self._value()))
            if cursor.take("multiply to", "have a product of", "have product"):
                return tree("measure", Text("digit_product"), tree("equal", self._value()))
            if cursor.take("are both", "are all", "are"):
                cursor.take("numbers")
                for words in sorted(DIGITS, key=len, reverse=True):
                    if cursor.take(words):
                        cursor.take("numbers", "primes", "digits")
                        return tree(DIGITS[words])
        cursor.reset(mark)
        return None

    def _digit_said(self) -> Node | None:
        """What a number ends in, begins with or contains."""
        cursor = self.cursor
        mark = cursor.mark()
        for phrases, head in ((_LAST, "ends_in"), (_FRONT, "begins_with"), (_CONTAIN, "has_digit")):
            if not cursor.take(*phrases):
                continue
            none = head == "has_digit" and cursor.take("no", "no digit")
            if not none:
                cursor.take(
                    "the digit",
                    "a digit",
                    "the digits",
                    "at least one digit",
                    "at least one",
                    "digit",
                    "a",
                    "an",
                    "the",
                )
            else:
                cursor.take("digit")
            token = cursor.token
            if token.kind != "number" or not token.text.isdigit() or (head == "has_digit" and len(token.text) > 1):
                value = numerals.SMALL.get(token.lowered)
                if value is None or value > 9:
                    cursor.reset(mark)
                    return None
            elif token.text[0] == "0" and len(token.text) > 1:
                raise NotUnderstood("an ending with several zeros in front is not read")
            else:
                value = int(token.text)
            cursor.next()
            if head == "has_digit" and cursor.sees("and", "or"):
                raise cursor.stuck("one digit was expected")
            cursor.take("at least once")
            node = tree(head, whole(value))
            return tree("none", node) if none else node
        return None


def whole(value: int) -> Node:
    """A numeral."""
    return Number(Fraction(value))
