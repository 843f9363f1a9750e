"""The names of unknown numbers in a text: a number, another number, the larger one, three consecutive odd integers.

A text is about one number, about two (one and the other, the larger and the smaller, the first and the second), about
a few, about consecutive integers, or about a number by its digits. Knows no sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.relation_words import RelationWords
from orchestra_modules.mathematics.syntax import Call, Name, Negative, Node, Number, Product, Relation, Sum
from orchestra_modules.solving.refusal import NotUnderstood

_LETTERS: Final = ("a", "b", "c", "d", "m")
_NOUNS: Final = (
    "number", "integer", "whole number", "natural number", "real number", "rational number", "counting number",
)  # fmt: skip
_PLURALS: Final = (
    "numbers", "integers", "whole numbers", "natural numbers", "real numbers", "rational numbers", "counting numbers",
)  # fmt: skip
_WHOLE: Final = ("integer", "integers", "whole number", "whole numbers")
_NATURAL: Final = ("natural number", "natural numbers", "counting number", "counting numbers")
_ORDINALS: Final = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4}
_LARGE: Final = ("larger", "greater", "bigger")
_LARGEST: Final = ("largest", "greatest", "biggest")
_SMALL: Final = ("smaller", "lesser")
_SMALLEST: Final = ("smallest", "least")
_ONE: Final = ("a", "some", "a certain", "an unknown", "what", "which", "an", "certain", "any")
_SAME: Final = (
    "the",
    "this",
    "that",
    "the same",
    "the original",
    "the unknown",
    "such a",
    "my",
    "your",
    "his",
    "her",
    "the given",
    "same",
)
_SIGNS: Final = ("positive", "negative", "non-negative", "nonzero")


_PLACES: Final = {
    f"{name} {form}".strip(): place
    for names, place in (
        (("tens", "ten's"), -2), (("units", "unit's", "ones", "one's", "unit"), -1), (("hundreds", "hundred's"), -3),
        (("first",), 0), (("last",), -1),
    )
    for name in names
    for form in ("digit", "place digit", "'s digit")
} | {"digit in the tens place": -2, "digit in the ones place": -1, "digit in the units place": -1,
     "digit in the hundreds place": -3}  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    """The unknown numbers of a text and what kind they are."""

    kind: str = ""  # one, pair, few, consecutive, digits
    nodes: tuple[Node, ...] = ()
    whole: bool = False
    parity: str = ""
    sign: str = ""
    order: str = ""  # of a pair: "labelled" by first and second, "falling" if the first is the larger
    digits: tuple[Node, ...] = ()


class NumberWords(RelationWords):
    """Reads the names of numbers, and expressions with them."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor)
        self.numbers = Numbers()

    # --- one number -------------------------------------------------------------------------------------------------

    def quantity(self) -> Node | None:
        """A number of the text."""
        kept = self.cursor.mark(), self.numbers
        for attempt in (self._digit, self._placed, self._labelled, self._plain):
            if (found := attempt()) is not None:
                return found
            self.cursor.reset(kept[0])
            self.numbers = kept[1]
        return None

    def _plain(self) -> Node | None:
        """A number, the number, it; a number by its digits."""
        cursor = self.cursor
        if cursor.take("it", "itself"):
            return self._one_number()
        new = cursor.take(*_ONE)
        start = cursor.position
        if not new and not cursor.take(*_SAME):
            return None
        described = self._adjectives()
        if (count := self._digit_count()) is not None:
            return self._by_digits(count)
        if not cursor.take(*_NOUNS):
            return None
        word = cursor.written(start).lower()
        if cursor.sees("of", "line"):
            return None
        self._described(described, word)
        if self.numbers.kind not in ("", "one", "digits"):
            return None
        return self._one_number() or self._begin("one", 1)[0]

    def _one_number(self) -> Node | None:
        return self.numbers.nodes[0] if self.numbers.kind in ("one", "digits") else None

    def _begin(self, kind: str, count: int) -> tuple[Node, ...]:
        names = ("n",) if count == 1 else _LETTERS[:count]
        self.numbers = replace(self.numbers, kind=kind, nodes=tuple(Name(name) for name in names))
        if count == 1:
            self.told = replace(self.told, subject=self.numbers.nodes[0])
        return self.numbers.nodes

    def _adjectives(self) -> list[str]:
        """Positive, even, odd, consecutive and the like before the noun."""
        cursor = self.cursor
        found: list[str] = []
        while True:
            word = cursor.token.lowered
            if cursor.take(*(s for s in _SIGNS if "-" not in s), "even", "odd", "consecutive", "unknown", "successive"):
                found.append("consecutive" if word == "successive" else word)
            elif cursor.take("different", "distinct"):
                found.append("distinct")
            else:
                return found

    def _described(self, adjectives: list[str], noun: str) -> None:
        """Keep what adjectives and noun say of the numbers. NotUnderstood where they said otherwise before."""
        sign = next((word for word in adjectives if word in _SIGNS), "")
        parity = next((word for word in adjectives if word in ("even", "odd")), "")
        natural = noun.endswith(_NATURAL)
        now = self.numbers
        if (sign and now.sign and sign != now.sign) or (parity and now.parity and parity != now.parity):
            raise NotUnderstood("the numbers are said to be of two kinds")
        self.numbers = replace(
            now,
            sign=sign or now.sign or ("positive" if natural else ""),
            parity=parity or now.parity,
            whole=now.whole or natural or bool(parity) or noun.endswith(_WHOLE),
        )

    # --- two numbers, and a few ---------------------------------------------------------------------------------------

    def _labelled(self) -> Node | None:
        """One number, the other; the larger, the smaller one."""
        cursor = self.cursor
        if cursor.take("one number", "one of the numbers", "one of two numbers", "one of the two numbers",
                       "one of them", "one integer", "one of the integers", "one positive number"):  # fmt: skip
            return self._of_pair(0, "labelled")
        if cursor.take("the other number", "another number", "the other one", "the other", "another", "other",
                       "the other integer", "a second number", "another integer"):  # fmt: skip
            return self._of_pair(1, "labelled")
        if cursor.take("one") and cursor.sees(*("is", "exceeds", "equals", "added")):
            return self._of_pair(0, "labelled") if self.numbers.kind == "pair" else None
        cursor.take("the", "a")
        for words, last in ((_LARGE, 0), (_SMALL, 1), (_LARGEST, 0), (_SMALLEST, 1)):
            start = cursor.position
            if cursor.take(*words):
                superlative = cursor.tokens[start].text.lower() in _LARGEST + _SMALLEST
                cursor.take("one", *_NOUNS)
                if cursor.take("of"):
                    cursor.take("the", "these", "them")
                    if not self._known_or_new_group():
                        return None
                return self._extreme(last, superlative)
        return None

    def _known_or_new_group(self) -> bool:
        cursor = self.cursor
        if cursor.tokens[cursor.position - 1].text.lower() == "them":
            return bool(self.numbers.nodes)
        if self.numbers.nodes and cursor.take(*_PLURALS, "two", "two numbers", "three", "three numbers",
                                              "two integers", "three integers"):  # fmt: skip
            return True
        return self.group() is not None

    def _extreme(self, index: int, superlative: bool) -> Node | None:
        """The largest (0) or smallest (1) of the numbers."""
        kind = self.numbers.kind
        if kind == "consecutive":
            return self.numbers.nodes[-1 if index == 0 else 0]
        if kind == "few" or (superlative and kind != "pair"):
            return None
        return self._of_pair(index, "falling")

    def _of_pair(self, index: int, order: str) -> Node | None:
        if not self.numbers.kind:
            self._begin("pair", 2)
        if self.numbers.kind != "pair":
            return None
        if self.numbers.order and order != self.numbers.order:
            return None
        if not self.numbers.order and self.told.relations and order == "labelled" and self._uneven():
            return None
        self.numbers = replace(self.numbers, order=order)
        return self.numbers.nodes[index]

    def _uneven(self) -> bool:
        """Whether something was said that is not the same for both of two numbers."""
        a, b = self.numbers.nodes[:2]
        return any(
            relation.left not in (Sum((a, b)), Product((a, b))) or not isinstance(relation.right, Number)
            for relation in self.told.relations
        )

    def _placed(self) -> Node | None:
        """The first number, the second, the middle one."""
        cursor = self.cursor
        cursor.take("the", "a")
        if cursor.take("middle", "median"):
            if not cursor.take("one", "of the three", *_NOUNS):
                return None
            odd = self.numbers.kind == "consecutive" and len(self.numbers.nodes) % 2
            return self.numbers.nodes[len(self.numbers.nodes) // 2] if odd else None
        for word, index in _ORDINALS.items():
            if cursor.take(word):
                cursor.take("one", *_NOUNS)
                if cursor.sees("digit", "of"):
                    return None
                return self._in_place(index)
        return None

    def _in_place(self, index: int) -> Node | None:
        kind = self.numbers.kind
        if kind in ("consecutive", "few"):
            return self.numbers.nodes[index] if index < len(self.numbers.nodes) else None
        if not kind and self._third_is_named():
            return self._begin("few", 3)[index] if index < 3 else None
        return self._of_pair(index, "labelled") if index < 2 else None

    def _third_is_named(self) -> bool:
        return any(
            token.lowered == "third" and self.cursor.tokens[place - 1].text.lower() == "the"
            for place, token in enumerate(self.cursor.tokens)
        )

    # --- groups -----------------------------------------------------------------------------------------------------

    def group(self) -> tuple[Node, ...] | None:
        """Two numbers, three consecutive odd integers; the numbers, they, its digits."""
        cursor = self.cursor
        kept = cursor.mark(), self.numbers
        known = self.numbers.nodes
        for attempt in (self._digit_group, lambda: self._again(known), self._new_group):
            if (found := attempt()) is not None:
                return found
            cursor.reset(kept[0])
            self.numbers = kept[1]
        return None

    def _again(self, known: tuple[Node, ...]) -> tuple[Node, ...] | None:
        cursor = self.cursor
        if len(known) < 2:
            return None
        if cursor.take("they", "them", "these", "both", "the two", "all three"):
            cursor.take(*_PLURALS)
            return known
        cursor.take("both of", "all of")
        if not cursor.take("the", "these", "those", "both", "all", "such"):
            return None
        amount = take_amount(cursor, articles=False)
        self._adjectives()
        fits = amount is None or amount.value == len(known)
        return known if cursor.take(*_PLURALS) and fits else None

    def _new_group(self) -> tuple[Node, ...] | None:
        cursor = self.cursor
        if self.numbers.kind:
            return None
        cursor.take("what", "which", "the", "any")
        before = self._adjectives()
        amount = take_amount(cursor, articles=False)
        if amount is None or amount.value not in (2, 3, 4, 5):
            return None
        adjectives = before + self._adjectives()
        start = cursor.position
        count = int(amount.value)
        if not cursor.take(*_PLURALS):
            return None
        noun = cursor.written(start).lower()
        self._described(adjectives, noun)
        if "consecutive" in adjectives:
            return self._consecutive(count, 2 if self.numbers.parity else 1)
        return self._begin("pair" if count == 2 else "few", count)

    def _consecutive(self, count: int, step: int) -> tuple[Node, ...]:
        first = Name("n")
        rest = (Sum((first, Number(Fraction(step * i)))) for i in range(1, count))
        self.numbers = replace(self.numbers, kind="consecutive", nodes=(first, *rest), whole=True)
        return self.numbers.nodes

    # --- digits -----------------------------------------------------------------------------------------------------

    def _digit_count(self) -> int | None:
        """Take "two-digit number"."""
        cursor = self.cursor
        mark = cursor.mark()
        amount = take_amount(cursor, articles=False)
        cursor.take_sign("-")
        if amount is not None and amount.value in (2, 3) and cursor.take("digit", "digits", "digited"):
            self._adjectives()
            if cursor.take(*_NOUNS):
                return int(amount.value)
        cursor.reset(mark)
        return None

    def _by_digits(self, count: int) -> Node | None:
        if self.numbers.kind not in ("", "digits"):
            return None
        if not self.numbers.kind:
            digits = tuple(Name(f"d_{place}") for place in range(1, count + 1))
            whole = positional(digits)
            self.numbers = replace(self.numbers, kind="digits", nodes=(whole,), digits=digits, whole=True)
            self.told = replace(self.told, subject=whole)
        return self.numbers.nodes[0] if len(self.numbers.digits) == count else None

    def _digit(self) -> Node | None:
        """The tens digit, its units digit; the number with its digits reversed."""
        cursor = self.cursor
        digits = self.numbers.digits
        if digits and cursor.take("its reverse", "the reversed number", "the number with its digits reversed",
        "its reversal",
                       "the reverse of the number", "the number with the digits reversed", "the number reversed",
                       "the number obtained by reversing its digits", "the number formed by reversing its digits",
                       "the number obtained by reversing the digits", "the number formed by reversing the digits",
                       "the number with reversed digits", "the number obtained by interchanging its digits",
                       "the number obtained by interchanging the digits", "the reverse number"):  # fmt: skip
            return positional(digits[::-1])
        own = cursor.take("its")
        if not own and not cursor.take("the"):
            return None
        place = next((place for words, place in _PLACES.items() if cursor.take(words)), None)
        if place is None:
            return None
        if not own and cursor.take("of"):
            self.quantity()
        digits = self.numbers.digits
        return digits[place] if -len(digits) <= place < len(digits) else None

    def _digit_group(self) -> tuple[Node, ...] | None:
        cursor = self.cursor
        if not cursor.take("its digits", "the digits", "its two digits", "the two digits", "its three digits"):
            return None
        if cursor.take("of"):
            self.quantity()
        return self.numbers.digits or None

    def difference(self, first: Node, second: Node) -> Node:
        """For two numbers of which nothing is said yet, the larger minus the smaller; else either way round."""
        if self.numbers.kind == "pair" and {first, second} == set(self.numbers.nodes):
            if self.numbers.order == "labelled":
                return Call("abs", (Sum((first, Negative(second))),))
            self.numbers = replace(self.numbers, order="falling")
        if self.numbers.kind == "consecutive" and {first, second} <= set(self.numbers.nodes):
            return Sum((second, Negative(first)))
        return super().difference(first, second)

    def own_group(self) -> tuple[Node, ...] | None:
        """ "Their" numbers."""
        return self.numbers.nodes if len(self.numbers.nodes) > 1 else None

    # --- what the kind of number says ---------------------------------------------------------------------------------

    def restrictions(self) -> tuple[Relation, ...]:
        """Inequalities that the names of the numbers bring with them."""
        if self.numbers.kind == "pair" and self.numbers.order == "falling":
            return (Relation(">=", self.numbers.nodes[0], self.numbers.nodes[1]),)
        return ()


def positional(digits: tuple[Node, ...]) -> Node:
    """The number with these digits."""
    terms: list[Node] = []
    for place, digit in enumerate(reversed(digits)):
        terms.append(digit if place == 0 else Product((Number(Fraction(10**place)), digit)))
    return Sum(tuple(reversed(terms)))
