"""Tokens to expression trees: the usual notation, LaTeX, and numbers and operations told in words.

Recursive descent with a limit on depth: here sums, products, signs and powers; what an operand may be and what may
follow it stand beside. It stops at the first token that cannot continue an expression and leaves it to the caller, so
nothing is skipped. Where notation has two readings ("1/2x", "sin x y") it refuses, or follows a convention and notes
it. Text is never evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestra_modules.mathematics.language.brackets import Brackets
from orchestra_modules.mathematics.language.calls import Calls
from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor, Deeper
from orchestra_modules.mathematics.language.digits import Digits
from orchestra_modules.mathematics.language.juxtaposition import Juxtaposition
from orchestra_modules.mathematics.language.letters import Letters
from orchestra_modules.mathematics.language.operands import Operands
from orchestra_modules.mathematics.language.postfix import UNARY_AFTER, Postfix
from orchestra_modules.mathematics.language.spoken import Spoken
from orchestra_modules.mathematics.syntax import (
    Application,
    Call,
    Constant,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    names,
    unsigned,
)
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader


class ExpressionParser:
    """Reads expressions at a cursor."""

    def __init__(self, cursor: Cursor, reader: Reader) -> None:
        self.cursor = cursor
        self.reader = reader
        self.letters = Letters(cursor)
        self.juxtaposition = Juxtaposition(cursor, self.letters)
        self.digits = Digits(cursor)
        self.brackets = Brackets(cursor, self)
        self.spoken = Spoken(cursor, self)
        self.calls = Calls(cursor, self)
        self.operands = Operands(cursor, self)
        self.postfix = Postfix(cursor, self)

    def expression(self) -> Node:
        """A sum of terms."""
        cursor = self.cursor
        start = cursor.position
        terms = [self._term()]
        starts = [start]
        while True:
            place = cursor.position + 1
            if cursor.take_sign("+") or cursor.take("plus", "added to"):
                self._refuse_plus_minus()
                terms.append(self._term())
            elif cursor.take_sign("-") or cursor.take("minus", "take away"):
                terms.append(Negative(self._term()))
            else:
                break
            starts.append(place)
        self.digits.refuse_dates(start)
        if len(terms) == 1:
            return terms[0]
        if any(isinstance(term, Call) and term.function == "percent" for term in map(unsigned, terms)):
            raise NotUnderstood("a percentage in a sum is ambiguous: of what?")
        if any(names(term) for term in terms) and any(map(self._takes_remainder, terms, starts)):
            raise NotUnderstood("mod beside other signs is ambiguous; use brackets")
        return Sum(tuple(terms))

    def _takes_remainder(self, term: Node, start: int) -> bool:
        """Whether a term is "a mod b" without brackets, which may be meant for the whole sum."""
        head = self.cursor.tokens[start].lowered
        return isinstance(inner := unsigned(term), Call) and inner.function == "mod" and head not in ("(", "mod")

    def _refuse_plus_minus(self) -> None:
        """5 +- 3 and "plus minus" stand for two values, or for a slip."""
        cursor = self.cursor
        glued = cursor.is_sign("-") and not cursor.token.spaced and cursor.ahead().spaced
        if glued or cursor.sees("minus"):
            raise NotUnderstood("plus and minus side by side may mean both; write brackets for a negative number")

    def expression_in_list(self) -> Node:
        """An expression in which a comma always ends it."""
        cursor = self.cursor
        cursor.depth_of_list += 1
        try:
            return self.expression()
        finally:
            cursor.depth_of_list -= 1

    def _term(self) -> Node:
        """A product or quotient of factors, told with signs, in words, or by standing side by side."""
        cursor = self.cursor
        factors: list[Node] = [self.signed()]
        divisors: list[Node] = []
        fraction_end = None  # where a plain "a/b" of numerals ended, to catch "1/2x" and dates
        while True:
            if (product := self._vector_product(factors)) is not None:
                factors = [Call(product, (factors[0], self.signed()))]
            elif (
                (not cursor.is_sign(*cursor.operators) and cursor.take_sign("*"))
                or cursor.take("times", "multiplied by")
                or self.letters.x_means_times()
            ):
                factors.append(self.signed())
            elif fraction_end == cursor.position and _is_fraction(factors, divisors) and cursor.take("of"):
                return Product((*factors, self.spoken.operand("a fraction of")), tuple(divisors))
            elif not (self._floor_division() or self._replacement()) and (
                cursor.take_sign("/") or cursor.take("divided by", "over")
            ):
                if (share := self._percent_of_fraction(factors, divisors)) is not None:
                    factors = [share]
                    continue
                divisors.append(self.signed())
                fraction_end = cursor.position
            elif function := self._infix_function():
                first = factors[0]
                plain = not isinstance(first, Negative) or isinstance(first.operand, Number)
                alone = len(factors) == 1 and not divisors and plain
                if function == "floor division" and cursor.token.text == "N":
                    raise NotUnderstood("'//N' asks some systems for decimals; say to how many figures")
                second = self.signed()
                floored = function == "floor division"
                factors = [
                    Call("floor", (Product((first,), (second,)),)) if floored else Call(function, (first, second))
                ]
                if not alone or cursor.is_sign("*", "/") or self.continues() or self._infix_function():
                    raise NotUnderstood(f"{function} beside other signs is ambiguous; use brackets")
            elif self.continues():
                if fraction_end == cursor.position:
                    after = cursor.token.text[:20]
                    raise NotUnderstood(
                        f"{after!r} after a division is ambiguous (1/2x may be x/2 or 1/(2x)); use brackets"
                    )
                factors.append(self.power())
            else:
                break
        if len(factors) == 1 and not divisors:
            return factors[0]
        return Product(tuple(factors), tuple(divisors))

    def _percent_of_fraction(self, factors: list[Node], divisors: list[Node]) -> Node | None:
        """1/2% is half a percent: the sign holds for the fraction. None where no percentage follows."""
        cursor = self.cursor
        plain = len(factors) == 1 and not divisors and isinstance(factors[0], Number)
        if not plain or cursor.token.kind != "number" or cursor.ahead().lowered not in ("%", "percent"):
            return None
        return self.postfix.after(Product((factors[0],), (self.number(),)))

    def _vector_product(self, factors: list[Node]) -> str | None:
        """Take the dot or the cross between two vectors written in brackets, and name the product."""
        cursor = self.cursor
        if isinstance(factors[0], Listing) and len(factors) == 1 and (typed := self._typed_product()) is not None:
            return typed
        if not (cursor.is_sign("*") and len(factors) == 1):
            return None
        left, following = factors[0], cursor.ahead().text
        brackets = isinstance(left, Listing) and (following in CLOSING or following.startswith("beg:"))
        if not brackets and not (isinstance(left, Name) and {left.name, following} <= cursor.vectors):
            return None
        written = cursor.text[cursor.token.start : cursor.token.end]
        name = {"·": "dot", "⋅": "dot", "\\cdot": "dot", "×": "cross", "\\times": "cross"}.get(written)
        if name is None:
            return None
        cursor.next()
        return name

    def _floor_division(self) -> bool:
        """Whether "//" stands ahead, which programming languages write for division rounded down."""
        return self.cursor.is_sign("/") and self.cursor.ahead().text == "/" and not self.cursor.ahead().spaced

    def _replacement(self) -> bool:
        """Whether "/." stands ahead, before which an expression ends."""
        return self.cursor.is_sign("/") and self.cursor.ahead().text == "." and not self.cursor.ahead().spaced

    def _typed_product(self) -> str | None:
        """Take a full stop or the letter x between two brackets: {1, 2}.{3, 4} and (1, 0, 0) x (0, 1, 0)."""
        cursor, following = self.cursor, self.cursor.ahead()
        if following.kind != "sign" or following.text not in CLOSING:
            return None
        if cursor.is_sign(".") and not cursor.token.spaced and not following.spaced:
            cursor.next()
            return "dot"
        if cursor.token.kind == "word" and cursor.token.text == "x" and following.text != "{":
            cursor.next()
            return "cross"
        return None

    def _infix_function(self) -> str | None:
        """Take 'mod' or 'choose' between its arguments."""
        cursor = self.cursor
        if cursor.take("mod", "modulo"):
            return "mod"
        if cursor.take("choose"):
            return "binomial"
        if self._floor_division():
            cursor.position += 2
            cursor.convention("'//' is read as division rounded down")
            return "floor division"
        if cursor.is_sign("%") and self.juxtaposition.starts_operand(cursor.ahead()):
            cursor.next()
            cursor.convention("'%' between two numbers is read as the remainder of division")
            return "mod"
        return None

    def signed(self) -> Node:
        """A factor with its signs."""
        cursor = self.cursor
        if cursor.is_sign("-", "+") or cursor.sees("minus", "negative"):
            minus = not cursor.is_sign("+")
            cursor.next()
            with Deeper(cursor):
                operand = self.signed()
            if minus and cursor.tokens[cursor.position - 1].text.lower() in UNARY_AFTER:
                raise NotUnderstood("a negative number squared or cubed in words is ambiguous; use brackets")
            return Negative(operand) if minus else operand
        return self.power()

    def power(self) -> Node:
        """A base with its exponent, or two operands joined by an operator that the text defines."""
        cursor = self.cursor
        left = self._raised()
        if not (cursor.operators and cursor.is_sign(*cursor.operators)):
            return left
        sign = cursor.next().text
        node = Application(sign, (left, self._raised()))
        if cursor.is_sign(*cursor.operators):
            raise cursor.stuck("several operators of the text in a row need brackets")
        return node

    def _raised(self) -> Node:
        """A base with its exponent; powers of powers are taken from the right."""
        cursor = self.cursor
        base_token = cursor.token
        base = self.postfix.after(self.operands.operand())
        if cursor.is_sign(*cursor.operators) or not (
            cursor.take_sign("^") or cursor.take("to the power of", "raised to the power of")
        ):
            return base
        bracketed = cursor.is_sign(*CLOSING)
        with Deeper(cursor):
            exponent = self.signed()
        plain_exponent = isinstance(unsigned(exponent), Number) and not bracketed
        glued = self.continues() and not cursor.token.spaced and cursor.token.kind == "word"
        if plain_exponent and glued and (isinstance(base, Number | Constant) or base_token.text == "e"):
            raise NotUnderstood("it is not clear where the exponent ends; use brackets")
        return self.postfix.after(Power(base, exponent))

    def atom(self) -> Node:
        """The smallest operand: a number, a name, a bracket, a call, an operation in words."""
        return self.operands.operand()

    def number(self) -> Node:
        """A numeral, with thousands marks where they are clear."""
        return self.digits.number()

    def group(self) -> Node:
        """An expression in brackets of any kind; with commas a tuple, a set, a vector or an interval."""
        return self.brackets.group()

    @property
    def last_texts(self) -> tuple[str, ...]:
        """The parts of the last list in brackets, as written."""
        return self.brackets.last_texts

    def continues(self) -> bool:
        """Whether the token ahead starts a factor that is multiplied without a sign."""
        return self.juxtaposition.continues()


def _is_fraction(factors: list[Node], divisors: list[Node]) -> bool:
    """Whether what was read so far is one number over another."""
    parts = [*factors, *divisors]
    return len(parts) == 2 and len(divisors) == 1 and all(isinstance(part, Number) for part in parts)
