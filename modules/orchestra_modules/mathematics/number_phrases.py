"""Questions about plain numbers in words: yes or no, which is larger, what percent, add this to that."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final, Literal

from orchestra_modules.mathematics.reader import Reader
from orchestra_modules.mathematics.refusal import NotUnderstood
from orchestra_modules.mathematics.syntax import Call, Negative, Node, Number, Product, Relation, Relational, Sum
from orchestra_modules.mathematics.tasks import Choose, Divides, Evaluate, Holds, NumberProperty, Task

_MORE: Final[dict[str, Relational]] = {
    "greater than": ">", "larger than": ">", "bigger than": ">", "more than": ">", "less than": "<",
    "smaller than": "<", "equal to": "=", "the same as": "=", "greater than or equal to": ">=",
    "less than or equal to": "<=", "at least": ">=", "at most": "<=",
}  # fmt: skip
_LARGER: Final = ("bigger", "larger", "greater", "biggest", "largest", "greatest", "more", "higher", "highest")
_SMALLER: Final = ("smaller", "lesser", "smallest", "least", "less", "lower", "lowest")


class NumberPhrases(Reader):
    """What is asked and said of numbers."""

    def arithmetic_verb(self) -> Task | None:
        """Add A and B, subtract A from B, multiply A by B, divide A by B, increase A by P percent."""
        cursor, parser = self.cursor, self.parser
        start = cursor.position
        verb = next((v for v in _TWO_PLACES if cursor.take(v)), None)
        if verb is None or cursor.sees("of"):
            cursor.position = start
            return None
        first = parser.expression_in_list()
        joint, build = next(((j, b) for j, b in _TWO_PLACES[verb] if cursor.take(j)), (None, None))
        if joint is None or build is None:
            raise cursor.stuck()
        return Evaluate(build(first, parser.expression_in_list()))

    def remainder(self) -> Task:
        """What is left when one number is divided by another."""
        cursor, parser = self.cursor, self.parser
        number = parser.signed()
        if not cursor.take("is divided by", "divided by"):
            raise cursor.stuck()
        return Evaluate(Call("mod", (number, parser.signed())))

    def yes_or_no(self) -> Task | None:
        """Is this so: prime, even, divisible, greater, equal."""
        cursor, parser = self.cursor, self.parser
        if cursor.take("does"):
            divisor = parser.expression()
            if cursor.take("divide", "evenly divide", "go into"):
                return Divides(divisor, parser.expression())
            if cursor.take_sign("=") or cursor.take("equal"):
                return Holds(Relation("=", divisor, parser.expression()))
            raise cursor.stuck()
        if not cursor.take("is", "is the number", "is it true that", "check if", "check whether", "whether"):
            return None
        subject = parser.expression()
        cursor.take("is")
        if (sign := self.sign()) is not None:
            return self._held(Relation(sign, subject, parser.expression()))
        for name in ("prime", "composite", "even", "odd"):
            forms = (name, f"a {name}", f"an {name}", f"a {name} number", f"an {name} number", f"{name} number")
            if cursor.take(*forms):
                return NumberProperty(subject, name)
        if cursor.take("divisible by", "evenly divisible by", "a multiple of"):
            return Divides(parser.expression(), subject)
        if cursor.take("a factor of", "a divisor of"):
            return Divides(subject, parser.expression())
        for phrase in sorted(_MORE, key=len, reverse=True):
            if cursor.take(phrase):
                return self._held(Relation(_MORE[phrase], subject, parser.expression()))
        raise cursor.stuck()

    def _held(self, relation: Relation) -> Task:
        if self.sign() is not None:
            raise NotUnderstood("a chain of relations is not read yet")
        return Holds(relation)

    def which(self) -> Task | None:
        """Which is bigger, A or B; which is the smallest of A, B and C."""
        cursor = self.cursor
        if not cursor.take("which is the", "which is", "which number is", "which one is", "which of these is"):
            return None
        largest = cursor.take(*_LARGER)
        if not largest and not cursor.take(*_SMALLER):
            raise cursor.stuck()
        cursor.take("number", "value")
        cursor.take_sign(":", ",") or cursor.take("of", "out of")
        items: list[Node] = []
        texts: list[str] = []
        while True:
            start = cursor.position
            items.append(self.parser.expression_in_list())
            texts.append(cursor.written(start))
            comma = cursor.take_sign(",")
            if not (cursor.take("or", "and") or comma):
                break
        if len(items) < 2:
            raise NotUnderstood("one number alone is not compared")
        return Choose(tuple(items), tuple(texts), largest)

    def percentage(self) -> Task | None:
        """What percent of A is B; B is what percent of A."""
        cursor, parser = self.cursor, self.parser
        start = cursor.position
        percent = ("percent of", "percentage of")
        if cursor.take(*(f"what {p}" for p in percent)):
            whole = parser.expression()
            if not cursor.take("is"):
                raise cursor.stuck()
            return self._share(parser.expression(), whole)
        if cursor.token.kind == "number":
            part = Number(cursor.token.value, cursor.token.decimal)
            cursor.next()
            if cursor.take(*(f"is what {p}" for p in percent)):
                return self._share(part, parser.expression())
        cursor.position = start
        return None

    def _share(self, part: Node, whole: Node) -> Task:
        self.cursor.convention("the value is the number of percent")
        return Evaluate(Product((Number(Fraction(100)), part), (whole,)))


def _increase(sign: Literal[1, -1]) -> Callable[[Node, Node], Node]:
    def build(first: Node, second: Node) -> Node:
        if isinstance(second, Call) and second.function == "percent":
            change: Node = Product((first, second.arguments[0]), (Number(Fraction(100)),))
        else:
            change = second
        return Sum((first, change if sign == 1 else Negative(change)))

    return build


def _sum(first: Node, second: Node) -> Node:
    return Sum((first, second))


def _product(first: Node, second: Node) -> Node:
    return Product((first, second))


_TWO_PLACES: Final[dict[str, tuple[tuple[str, Callable[[Node, Node], Node]], ...]]] = {
    "add together": (("and", _sum),),
    "add": (("and", _sum), ("to", _sum)),
    "sum": (("and", _sum),),
    "put together": (("and", _sum),),
    "subtract": (("from", lambda first, second: Sum((second, Negative(first)))),),
    "multiply": (("by", _product), ("and", _product), ("with", _product)),
    "divide": (("by", lambda first, second: Product((first,), (second,))),),
    "increase": (("by", _increase(1)),),
    "decrease": (("by", _increase(-1)),),
    "reduce": (("by", _increase(-1)),),
}
