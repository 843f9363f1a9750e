"""Operations and numbers told in words inside expressions: the square root of, the sum of, twenty-five.

How far such an operation reaches is often unclear ("the square root of 16 plus 9"); then it is refused.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language.cursor import Cursor, Deeper, words
from orchestra_modules.mathematics.readers.arguments import refuse_joined
from orchestra_modules.mathematics.syntax import Call, Name, Negative, Node, Number, Power, Product, Sum, names
from orchestra_modules.solving import numerals
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.parser import ExpressionParser

_UNITS: Final = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = words("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBER_WORDS: Final = {w: i for i, w in enumerate(_UNITS)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)}
#: operations told in words before their arguments
_PREFIXES: Final = {
    "square root of": "sqrt",
    "sqrt of": "sqrt",
    "cube root of": "cbrt",
    "absolute value of": "abs",
    "factorial of": "factorial",
    "square of": "square",
    "cube of": "cube",
    "half of": "half",
    "one half of": "half",
    "half the": "half",
    "double": "double",
    "twice": "double",
}
_LISTS: Final = {
    "sum of": "sum",
    "total of": "sum",
    "product of": "product",
    "difference between": "difference",
    "positive difference between": "difference",
    "positive difference of": "difference",
    "absolute difference between": "difference",
    "difference of": "difference",
    "distance between": "difference",
    "quotient of": "quotient",
}
HEADS: Final = frozenset(phrase.split()[0] for phrase in (*_PREFIXES, *_LISTS)) | {"the"}


class Spoken:
    """Reads operations in words, for an expression parser."""

    def __init__(self, cursor: Cursor, parser: ExpressionParser) -> None:
        self.cursor = cursor
        self.parser = parser

    def operation(self) -> Node | None:
        """An operation in words before its arguments: the square root of, the sum of."""
        cursor = self.cursor
        for phrase, function in _PREFIXES.items():
            if cursor.take(f"the {phrase}", phrase) or self._terse(phrase):
                start = cursor.position
                argument = self.operand(phrase)
                if function in ("half", "double"):
                    refuse_joined(cursor, start)
                return _applied(function, argument)
        for phrase, function in _LISTS.items():
            start = cursor.position
            if cursor.take(f"the {phrase}", phrase) or self._terse(phrase):
                node = self._list_operation(phrase, function)
                if start and cursor.tokens[start - 1].lowered in ("times", "by", "over", "*", "/"):
                    refuse_joined(cursor, start)
                return node
        return None

    def _terse(self, phrase: str) -> bool:
        """Take "square root" or "absolute value" without its "of", where a text leaves it out."""
        name = phrase.removesuffix(" of")
        return self.cursor.terse and name != phrase and name.endswith((" root", " value")) and self.cursor.take(name)

    def fraction(self) -> Node | None:
        """A part in words: "a third of 9", "two thirds", "three quarters of 8"."""
        cursor = self.cursor
        mark = cursor.mark()
        first = cursor.token.lowered
        count = 1 if first in ("a", "an") else NUMBER_WORDS.get(first)
        if not count:
            return None
        cursor.next()
        cursor.take_sign("-")
        parts = _part(cursor.token.text)
        if parts is None or (count > 1) != cursor.token.lowered.endswith("s") or not parts:
            cursor.reset(mark)
            return None
        cursor.next()
        share = Number(Fraction(count, parts))
        if cursor.take("of"):
            return Product((share, self.operand("a part of")))
        if first in ("a", "an"):
            cursor.reset(mark)
            return None
        return share

    def rounded(self) -> Node | None:
        """A number told by an article or a dozen: "a hundred", "half a million", "two dozen", and "half" alone."""
        cursor = self.cursor
        mark = cursor.mark()
        share = Fraction(1, 2) if cursor.take("half a", "half") else Fraction(1)
        if share != 1 and cursor.tokens[cursor.position - 1].lowered == "half":
            if cursor.at_end or cursor.is_sign(".", "?", ",", ")", "+", "-", "*", "=") or cursor.sees("plus", "minus"):
                return Number(share)
            cursor.reset(mark)
            return None
        article = share != 1 or bool(cursor.take("a"))
        count = 1 if article else NUMBER_WORDS.get(cursor.token.lowered, 0)
        if not article and count and cursor.ahead().lowered in ("dozen", "dozens"):
            cursor.next()
        size = 12 if cursor.token.lowered in ("dozen", "dozens") else numerals.SCALES.get(cursor.token.lowered)
        following = cursor.ahead()
        alone = following.kind != "number" and following.lowered not in (*NUMBER_WORDS, *numerals.SCALES, "and")
        if size is None or (not article and size != 12) or not count or not alone or following.text == "-":
            cursor.reset(mark)
            return None
        cursor.next()
        return Number(share * count * size)

    def with_part(self, whole: Node) -> Node:
        """A whole number with the part that follows it: "five and a half"; "and" may also part a list."""
        cursor = self.cursor
        if not isinstance(whole, Number) or whole.value.denominator != 1 or not cursor.sees("and a"):
            return whole
        parts, after = _part(cursor.ahead(2).text), cursor.ahead(3)
        blocked = cursor.barriers and "and" in cursor.barriers[-1]
        if blocked or cursor.depth_of_list or not parts or after.text == "of" or after.kind == "number":
            return whole
        cursor.position += 3
        return Number(whole.value + Fraction(1, parts))

    def operand(self, what: str) -> Node:
        """An operand after 'of': one factor; anything that goes on after it would be ambiguous."""
        cursor = self.cursor
        for article in ("the", "a"):
            if cursor.sees(article) and cursor.ahead().kind == "word":
                cursor.take(article)
        bracketed = cursor.is_sign("(")
        with Deeper(cursor):
            node = self.parser.signed()
            if self.parser.continues() and isinstance(node, Number):
                node = Product((node, self.parser.power()))
        going_on = cursor.is_sign("+", "-", "*", "/", "^") or bool(cursor.sees("plus", "minus", "times", "over"))
        going_on = (
            going_on or bool(cursor.sees("divided by", "multiplied by", "to the power of")) or self.parser.continues()
        )
        if going_on and not bracketed:
            raise NotUnderstood(f"it is not clear how far {what!r} reaches; use brackets")
        return node

    def _list_operation(self, phrase: str, function: str) -> Node:
        arguments = self.arguments_in_words(phrase)
        if function == "sum":
            if len(arguments) == 4 and isinstance(arguments[1], Name) and arguments[1].name in names(arguments[0]):
                raise NotUnderstood("this may be a sum over a letter with its bounds")
            return Sum(arguments)
        if function == "product":
            return Product(arguments)
        if len(arguments) != 2:
            raise NotUnderstood(f"{phrase!r} needs two numbers")
        if function == "quotient":
            return Product(arguments[:1], arguments[1:])
        self.cursor.convention("the difference between two numbers is read as the larger less the smaller")
        return Call("abs", (Sum((arguments[0], Negative(arguments[1]))),))

    def arguments_in_words(self, phrase: str) -> tuple[Node, ...]:
        """Arguments joined by commas and 'and', at the end of a request or in brackets."""
        cursor = self.cursor
        bracketed = cursor.take_sign("(")
        if not bracketed:
            cursor.take("the numbers", "the integers")
        arguments = [self.parser.expression_in_list()]
        last = cursor.position
        while True:
            comma = cursor.take_sign(",")
            if not (cursor.take("and") or comma):
                break
            last = cursor.position
            arguments.append(self.parser.expression_in_list())
        if bracketed and not cursor.take_sign(")"):
            raise cursor.stuck()
        if len(arguments) < 2:
            raise NotUnderstood(f"{phrase!r} needs at least two numbers")
        if not bracketed and self._goes_on_in_words(last):
            raise NotUnderstood(f"it is not clear how far {phrase!r} reaches; use brackets")
        return tuple(arguments)

    def _goes_on_in_words(self, start: int) -> bool:
        """Whether the tokens read since then hold a multiplication that may belong to what stands before them."""
        return any(
            token.lowered in ("times", "multiplied", "divided", "over") or (token.spaced and token.text in ("*", "/"))
            for token in self.cursor.tokens[start : self.cursor.position]
        )

    def number_word(self, value: int) -> Node:
        """A number in words, as far as it reaches: "twenty-five", "two hundred and six"."""
        cursor = self.cursor
        start = cursor.position
        read: list[str] = []
        best: tuple[int, int] | None = None
        while cursor.token.kind == "word" or (cursor.is_sign("-") and read and not cursor.token.spaced):
            word = cursor.token.lowered
            if word not in NUMBER_WORDS and word not in numerals.SCALES and word not in ("and", "-"):
                break
            cursor.next()
            read.append(word)
            found = numerals.cardinal(" ".join(part for part in read if part != "-"))
            if found is not None:
                best = (found, cursor.position)
        if best is None:
            cursor.position = start
            raise cursor.stuck("a number in words was expected")
        cursor.position = best[1]
        if cursor.token.kind == "number" or cursor.token.lowered in NUMBER_WORDS:
            raise cursor.stuck("two numbers stand side by side")
        return Number(Fraction(best[0]))


def _part(word: str) -> int | None:
    """The denominator that a word names."""
    single = word.lower().removesuffix("s")
    if single in ("half", "halve", "quarter"):
        return {"half": 2, "halve": 2, "quarter": 4}[single]
    place = numerals.ordinal(single)
    return place if place is not None and place > 2 and not single[0].isdigit() else None


def _applied(function: str, argument: Node) -> Node:
    """An operation in words applied to its one argument."""
    if function in ("square", "cube"):
        return Power(argument, Number(Fraction(2 if function == "square" else 3)))
    if function in ("half", "double"):
        return Product((Number(Fraction(1, 2) if function == "half" else Fraction(2)), argument))
    return Call(function, (argument,))
