"""Tokens to expression trees: the usual notation, LaTeX, and numbers and operations told in words.

Recursive descent with a limit on depth. It stops at the first token that cannot continue an expression and leaves
it to the caller, so nothing is skipped. Where notation has two readings ("1/2x", "sin x y") it refuses, or follows a
convention and notes it. Text is never evaluated.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal, cast

from orchestra_modules.mathematics.calls import Calls
from orchestra_modules.mathematics.cursor import CLOSING, Cursor, Deeper, words
from orchestra_modules.mathematics.functions import BARE, function_named
from orchestra_modules.mathematics.refusal import NotUnderstood, TooCostly
from orchestra_modules.mathematics.spoken import HEADS, NUMBER_WORDS, Spoken
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    unsigned,
)
from orchestra_modules.mathematics.tokens import GREEK, Token

_CONSTANTS: Final = {"pi": "pi", "infinity": "oo", "oo": "oo", "inf": "oo"}
UNARY_AFTER: Final = {"squared": 2, "cubed": 3}
#: words that may follow the unknown `a` without making it an article
_AFTER_NAME: Final = frozenset(
    words(
        "and plus minus times divided over multiplied squared cubed to with for from in at as if when where is equals "
        "mod modulo given by please using percent raised goes approaches tends such so"
    )
)


class ExpressionParser:
    """Reads expressions at a cursor."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.spoken = Spoken(cursor, self)
        self.calls = Calls(cursor, self)
        self._x_is_a_name: bool | None = None  # whether some x in the text is an unknown; found when first needed

    def expression(self) -> Node:
        """A sum of terms."""
        cursor = self.cursor
        start = cursor.position
        terms = [self._term()]
        while True:
            if cursor.take_sign("+") or cursor.take("plus", "added to"):
                terms.append(self._term())
            elif cursor.take_sign("-") or cursor.take("minus", "take away"):
                terms.append(Negative(self._term()))
            else:
                break
        self._refuse_dates(start)
        if len(terms) == 1:
            return terms[0]
        if any(isinstance(term, Call) and term.function == "percent" for term in map(unsigned, terms)):
            raise NotUnderstood("a percentage in a sum is ambiguous: of what?")
        return Sum(tuple(terms))

    def _term(self) -> Node:
        cursor = self.cursor
        factors: list[Node] = [self.signed()]
        divisors: list[Node] = []
        fraction_end = None  # where a plain "a/b" of numerals ended, to catch "1/2x" and dates
        while True:
            if cursor.take_sign("*") or cursor.take("times", "multiplied by") or self._x_means_times():
                factors.append(self.signed())
            elif fraction_end == cursor.position and _is_fraction(factors, divisors) and cursor.take("of"):
                return Product((*factors, self.spoken.operand("a fraction of")), tuple(divisors))
            elif cursor.take_sign("/") or cursor.take("divided by", "over"):
                divisors.append(self.signed())
                fraction_end = cursor.position
            elif function := self._infix_function():
                alone = len(factors) == 1 and not divisors and not isinstance(factors[0], Negative)
                factors = [Call(function, (factors[0], self.signed()))]
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
        """A base with its exponent; powers of powers are taken from the right."""
        cursor = self.cursor
        base_token = cursor.token
        base = self._postfix()
        if not (cursor.take_sign("^") or cursor.take("to the power of", "raised to the power of")):
            return base
        bracketed = cursor.is_sign(*CLOSING)
        with Deeper(cursor):
            exponent = self.signed()
        plain_exponent = isinstance(unsigned(exponent), Number) and not bracketed
        glued = self.continues() and not cursor.token.spaced and cursor.token.kind == "word"
        if plain_exponent and glued and (isinstance(base, Number | Constant) or base_token.text == "e"):
            raise NotUnderstood("it is not clear where the exponent ends; use brackets")
        return self._after(Power(base, exponent))

    def _postfix(self) -> Node:
        return self._after(self.atom())

    def _after(self, node: Node) -> Node:
        cursor = self.cursor
        for _ in range(8):
            word = next((w for w in UNARY_AFTER if cursor.sees(w)), None)
            if cursor.is_sign("!") and not cursor.token.spaced:
                cursor.next()
                cursor.convention("'!' is read as factorial")
                node = Call("factorial", (node,))
            elif cursor.sees("factorial") and cursor.ahead().text not in ("(", "of"):
                cursor.next()
                node = Call("factorial", (node,))
            elif word:
                cursor.next()
                if not isinstance(node, Number | Name | Constant):
                    cursor.convention(f"{word!r} applies to what stands directly before it")
                node = Power(node, Number(Fraction(UNARY_AFTER[word])))
            elif self._sees_percent():
                cursor.next()
                node = self._percent(node)
            else:
                return node
        raise TooCostly("more than 8 signs follow one operand")

    def _sees_percent(self) -> bool:
        cursor = self.cursor
        if cursor.sees("percent"):
            return True
        return cursor.is_sign("%") and not self._starts_atom(cursor.ahead())

    def _percent(self, node: Node) -> Node:
        if self.cursor.take("of"):
            self.cursor.take("the number")
            whole = self.spoken.operand("a percentage of")
            return Product((node, whole), (Number(Fraction(100)),))
        return Call("percent", (node,))

    def _infix_function(self) -> str | None:
        """Take 'mod' or 'choose' between its arguments."""
        cursor = self.cursor
        if cursor.take("mod", "modulo"):
            return "mod"
        if cursor.take("choose"):
            return "binomial"
        if cursor.is_sign("%") and self._starts_atom(cursor.ahead()):
            cursor.next()
            cursor.convention("'%' between two numbers is read as the remainder of division")
            return "mod"
        return None

    def atom(self) -> Node:
        """The smallest operand: a number, a name, a bracket, a call, an operation in words."""
        cursor = self.cursor
        token = cursor.token
        if token.kind == "number":
            return self.number()
        if token.kind == "command":
            return self._command()
        if token.kind == "sign" and token.text in CLOSING:
            return self.group()
        if cursor.take_sign("|"):
            with Deeper(cursor):
                inner = self.expression()
            cursor.expect_sign("|")
            return Call("abs", (inner,))
        if token.kind == "word":
            return self._word()
        raise cursor.stuck("a number, a name or a bracket was expected")

    def group(self) -> Node:
        """An expression in brackets of any kind."""
        cursor = self.cursor
        closing = CLOSING[cursor.next().text]
        with Deeper(cursor):
            inner = self.expression()
        if cursor.is_sign(","):
            raise NotUnderstood("a list in brackets (a point, a set, an interval) is not read here")
        cursor.expect_sign(closing)
        return inner

    def number(self) -> Node:
        """A numeral, with thousands marks where they are clear."""
        cursor = self.cursor
        token = cursor.next()
        if len(token.text) > 1 and token.text[0] == "0" and token.text[1].isdigit():
            raise NotUnderstood(f"{token.text[:20]!r} starts with a zero: a date, a code or a number?")
        if _sets_thousands(token, cursor):
            token = self._thousands(token)
        following = cursor.token
        if following.kind == "number":
            raise cursor.stuck("two numbers stand side by side")
        if (
            following.kind == "word"
            and not following.spaced
            and following.text[:1] in "eE"
            and "e" in token.text.lower()
        ):
            raise cursor.stuck()
        return Number(token.value, token.decimal)

    def _thousands(self, token: Token) -> Token:
        """A numeral with commas between groups of three digits."""
        cursor = self.cursor
        digits = token.text
        while _sets_thousands(token, cursor):
            cursor.next()
            token = cursor.next()
            digits += token.text
        cursor.convention("commas between groups of three digits are read as thousands marks")
        whole, _, decimals = digits.partition(".")
        if decimals:
            raise NotUnderstood("thousands marks together with a decimal point are not read")
        return Token("number", digits, token.start, token.end, token.spaced, Fraction(int(whole)))

    def _word(self) -> Node:
        cursor = self.cursor
        token = cursor.token
        if token.text.lower() in HEADS and (node := self.spoken.operation()) is not None:
            return node
        if (value := NUMBER_WORDS.get(token.text.lower())) is not None:
            return self.spoken.number_word(value)
        if function := function_named(token.text):
            cursor.next()
            return self.calls.call(function)
        if constant := _CONSTANTS.get(token.text.lower()):
            cursor.next()
            return Constant(cast(Literal["pi", "oo"], constant))
        if self._is_name(0):
            cursor.next()
            return self._name(token)
        raise cursor.stuck()

    def _name(self, token: Token) -> Node:
        cursor = self.cursor
        following, argument, closing = cursor.token, cursor.ahead(), cursor.ahead(2)
        if following.kind == "number":
            raise cursor.stuck("a number directly after a name; use '*' or '^'")
        if following.kind == "sign" and following.text in ("(", "[") and not following.spaced:
            single = argument.kind in ("number", "word") and closing.kind == "sign" and closing.text in (")", ",")
            if single or token.text in "fghFGH":
                raise NotUnderstood(f"{token.text}(...) may be a function or a product; functions are not read yet")
        if following.kind == "sign" and following.text == "_":
            raise cursor.stuck("subscripts are not read")
        return Name(token.text)

    def _command(self) -> Node:
        cursor = self.cursor
        name = cursor.next().text
        parts = []
        for _ in range(2):
            if not cursor.is_sign("{"):
                raise cursor.stuck("a LaTeX fraction needs two arguments in braces")
            parts.append(self.group())
        return Call("binomial", tuple(parts)) if name == "binom" else Product((parts[0],), (parts[1],))

    def expression_in_list(self) -> Node:
        """An expression in which a comma always ends it."""
        cursor = self.cursor
        cursor.depth_of_list += 1
        try:
            return self.expression()
        finally:
            cursor.depth_of_list -= 1

    def continues(self) -> bool:
        """Whether the token ahead starts a factor that is multiplied without a sign."""
        cursor = self.cursor
        token = cursor.token
        if token.kind == "number" or (token.kind == "sign" and token.text not in CLOSING):
            return False
        if token.kind == "word" and token.text.lower() in NUMBER_WORDS:
            return False
        return self._starts_atom(token)

    def _starts_atom(self, token: Token) -> bool:
        if token.kind in ("number", "command"):
            return True
        if token.kind == "sign":
            return token.text in ("(", "[", "{")
        if token.kind != "word":
            return False
        lowered = token.text.lower()
        distance = self.cursor.tokens.index(token, self.cursor.position) - self.cursor.position
        if function := function_named(token.text):
            return function in BARE or self.cursor.ahead(distance + 1).text in ("(", "of")
        return lowered in _CONSTANTS or lowered in NUMBER_WORDS or self._is_name(distance)

    def _is_name(self, distance: int) -> bool:
        """Whether the word there is an unknown: one letter, but not an article or a pronoun."""
        token, following = self.cursor.ahead(distance), self.cursor.ahead(distance + 1)
        if token.kind != "word":
            return False
        if token.text in GREEK:
            return True
        if len(token.text) != 1 or token.text == "I":
            return False
        before_word = following.kind == "word" and len(following.text) > 1 and following.spaced
        article = token.text in "aA" and before_word and function_named(following.text) is None
        return not (article and following.text.lower() not in _AFTER_NAME)

    def _x_means_times(self) -> bool:
        """'3 x 4' between numerals is a multiplication; only where no other x is about."""
        cursor = self.cursor
        token, before = cursor.token, cursor.tokens[cursor.position - 1]
        if token.kind != "word" or token.text not in ("x", "X") or cursor.ahead().kind != "number":
            return False
        if before.kind != "number" or token.spaced != cursor.ahead().spaced:
            return False
        if self._x_is_a_name is None:
            self._x_is_a_name = any(
                t.text in ("x", "X") and not self._between_numerals(i) for i, t in enumerate(cursor.tokens)
            )
        if self._x_is_a_name:
            raise cursor.stuck("it may be an unknown or a sign of multiplication")
        cursor.next()
        cursor.convention("'x' between two numbers is read as a sign of multiplication")
        return True

    def _between_numerals(self, index: int) -> bool:
        tokens = self.cursor.tokens
        return 0 < index < len(tokens) - 1 and tokens[index - 1].kind == "number" and tokens[index + 1].kind == "number"

    def _refuse_dates(self, start: int) -> None:
        """12/31/2024 and 2024-12-31 are dates before they are calculations."""
        part = self.cursor.tokens[start : min(self.cursor.position, start + 6)]
        if len(part) != 5 or any(token.spaced for token in part[1:]):
            return
        numbers, signs = part[::2], {token.text for token in part[1::2]}
        lengths = sorted(len(token.text) for token in numbers)
        if all(t.kind == "number" for t in numbers) and signs in ({"/"}, {"-"}) and lengths[1] <= 2 and lengths[2] == 4:
            raise NotUnderstood("this may be a date; use brackets or spaces for a calculation")


def _is_fraction(factors: list[Node], divisors: list[Node]) -> bool:
    """Whether what was read so far is one number over another."""
    parts = [*factors, *divisors]
    return len(parts) == 2 and len(divisors) == 1 and all(isinstance(part, Number) for part in parts)


def _sets_thousands(token: Token, cursor: Cursor) -> bool:
    """Whether a comma and three digits follow directly, and the numeral can be the front of such a number."""
    comma, group = cursor.token, cursor.ahead()
    if not (comma.kind == "sign" and comma.text == "," and not comma.spaced and group.kind == "number"):
        return False
    fits = not group.spaced and len(group.text) == 3 and group.text.isdigit()
    if not fits or not token.text.isdigit() or len(token.text) > 3:
        return False
    if cursor.depth_of_list:
        if cursor.depth:
            return False  # in the brackets of a call a comma parts the arguments
        raise NotUnderstood(f"{token.text},{group.text} may be one number or two; put a space after the comma")
    return True
