"""Tokens to expression trees: the usual notation, LaTeX, and numbers and operations told in words.

Recursive descent with a limit on depth. It stops at the first token that cannot continue an expression and leaves
it to the caller, so nothing is skipped. Where notation has two readings ("1/2x", "sin x y") it refuses, or follows a
convention and notes it. Text is never evaluated.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, cast

from orchestra_modules.mathematics.language.calls import Calls
from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor, Deeper, words
from orchestra_modules.mathematics.language.functions import BARE, function_named
from orchestra_modules.mathematics.language.spoken import HEADS, NUMBER_WORDS, Spoken
from orchestra_modules.mathematics.language.tokens import GREEK, Token
from orchestra_modules.mathematics.operation import phrasebook
from orchestra_modules.mathematics.syntax import (
    Application,
    Call,
    Constant,
    Interval,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    show,
    unsigned,
)

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

_CONSTANTS: Final = {"pi": "pi", "infinity": "oo", "infty": "oo", "oo": "oo", "inf": "oo"}
#: words and signs after which braces hold the elements of a set
_BEFORE_SET: Final = frozenset(
    {"=", "union", "intersection", "setminus", "subset", "in", "of", "be", "is", "and", "set"}
)
_BRACKETS: Final[dict[str, Literal["tuple", "set", "vector"]]] = {"(": "tuple", "{": "set", "[": "vector"}
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

    def __init__(self, cursor: Cursor, reader: Reader) -> None:
        self.cursor = cursor
        self.reader = reader
        self.last_texts: tuple[str, ...] = ()  # the parts of the last list in brackets, as written
        self._letters: frozenset[str] | None = None  # letters that stand in formulas, found when first needed
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
            if (product := self._vector_product(factors)) is not None:
                factors = [Call(product, (factors[0], self.signed()))]
            elif (
                (not cursor.is_sign(*cursor.operators) and cursor.take_sign("*"))
                or cursor.take("times", "multiplied by")
                or self._x_means_times()
            ):
                factors.append(self.signed())
            elif fraction_end == cursor.position and _is_fraction(factors, divisors) and cursor.take("of"):
                return Product((*factors, self.spoken.operand("a fraction of")), tuple(divisors))
            elif cursor.take_sign("/") or cursor.take("divided by", "over"):
                divisors.append(self.signed())
                fraction_end = cursor.position
            elif function := self._infix_function():
                first = factors[0]
                plain = not isinstance(first, Negative) or isinstance(first.operand, Number)
                alone = len(factors) == 1 and not divisors and plain
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

    def _vector_product(self, factors: list[Node]) -> str | None:
        """Take the dot or the cross between two vectors written in brackets, and name the product."""
        cursor = self.cursor
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
        left = self._power()
        if not (cursor.operators and cursor.is_sign(*cursor.operators)):
            return left
        sign = cursor.next().text
        node = Application(sign, (left, self._power()))
        if cursor.is_sign(*cursor.operators):
            raise cursor.stuck("several operators of the text in a row need brackets")
        return node

    def _power(self) -> Node:
        """A base with its exponent; powers of powers are taken from the right."""
        cursor = self.cursor
        base_token = cursor.token
        base = self._postfix()
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
        return self._after(Power(base, exponent))

    def _postfix(self) -> Node:
        return self._after(self.atom())

    def _after(self, node: Node) -> Node:
        cursor = self.cursor
        for _ in range(8):
            word = next((w for w in UNARY_AFTER if cursor.sees(w)), None)
            if cursor.is_sign("!") and not cursor.token.spaced:
                cursor.next()
                if cursor.is_sign("!") and not cursor.token.spaced:
                    raise NotUnderstood("'!!' may be a double factorial or the factorial of a factorial; use brackets")
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
            elif (method := self._method(node)) is not None:
                node = method
            elif self._sees_degrees():
                cursor.next()
                node = Product((node, Constant("pi")), (Number(Fraction(180)),))
            else:
                return node
        raise TooCostly("more than 8 signs follow one operand")

    def _method(self, node: Node) -> Node | None:
        """f(x).diff(x): an operation in function notation whose first argument stands before a dot."""
        cursor = self.cursor
        name, bracket = cursor.ahead(1), cursor.ahead(2)
        if not cursor.is_sign(".") or name.kind != "word" or name.spaced or bracket.text != "(" or bracket.spaced:
            return None
        if name.text == "doit" and cursor.ahead(3).text == ")":
            cursor.position += 4
            return node
        if name.text not in phrasebook().calls:
            return None
        mark = cursor.mark()
        cursor.position += 2
        called = self.reader.call(name.text, node)
        if called is None:
            cursor.reset(mark)
        return called

    def _sees_degrees(self) -> bool:
        """Degrees of an angle, not of temperature."""
        cursor = self.cursor
        if cursor.is_sign("°") or cursor.sees("degrees", "degree", "deg"):
            return cursor.ahead().text.lower() not in ("c", "f", "k", "celsius", "fahrenheit", "kelvin", "centigrade")
        return False

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
            noun = self.reader.noun()
            return noun if noun is not None else self.number()
        if token.kind == "command":
            noun = self.reader.noun()
            return noun if noun is not None else self._command()
        if token.kind == "sign" and token.text in CLOSING:
            return self._composed() or self._set_of_one() or self.group()
        if token.text in ("lfloor", "lceil"):
            cursor.next()
            function = "floor" if token.text == "lfloor" else "ceiling"
            return Call(function, (self._enclosed(token.text.replace("l", "r", 1)),))
        if cursor.is_sign("$") and cursor.ahead().kind == "number":
            cursor.next()
            cursor.convention("amounts are in dollars")
            return self.number()
        if cursor.take_sign("||"):
            return Call("norm", (self._enclosed("||"),))
        if cursor.take_sign("|"):
            cursor.barriers.append(frozenset())
            try:
                with Deeper(cursor):
                    inner = self.expression()
            finally:
                cursor.barriers.pop()
            cursor.expect_sign("|")
            return Call("abs", (inner,))
        if token.kind == "word":
            return self._word()
        if (node := self.reader.noun()) is not None:
            return node
        raise cursor.stuck("a number, a name or a bracket was expected")

    def _composed(self) -> Node | None:
        """(f ∘ g)(x): functions of the text applied one after the other."""
        cursor = self.cursor
        names = [cursor.ahead(1), cursor.ahead(3)]
        joined = cursor.ahead(2).text in ("∘", "°", "o") and cursor.ahead(4).text == ")" and cursor.ahead(5).text == "("
        if not joined or not all(name.text in cursor.functions for name in names):
            return None
        cursor.position += 5
        return Application(names[0].text, (Application(names[1].text, self._arguments()),))

    def _set_of_one(self) -> Node | None:
        """Braces around one thing where an operand of its own stands: {2}; elsewhere braces only group."""
        cursor = self.cursor
        before = cursor.tokens[cursor.position - 1] if cursor.position else None
        if not cursor.is_sign("{") or (before is not None and before.text.lower() not in _BEFORE_SET):
            return None
        inner = self.group()
        return inner if isinstance(inner, Listing) or cursor.is_sign("^", "_") else Listing((inner,), "set")

    def _enclosed(self, closing: str) -> Node:
        """An expression up to a closing sign of its own."""
        cursor = self.cursor
        cursor.barriers.append(frozenset({closing}))
        try:
            with Deeper(cursor):
                inner = self.expression()
        finally:
            cursor.barriers.pop()
        if not cursor.take_exactly(closing):
            raise cursor.stuck(f"{closing!r} was expected")
        return inner

    def _environment(self, name: str) -> Node:
        """A LaTeX environment whose beginning was taken: a matrix as rows of entries, or the lines of a system."""
        cursor = self.cursor
        rows: list[Node] = []
        lines = not name.endswith(("matrix", "array")) and name != "cases"
        cursor.barriers.append(frozenset())
        try:
            with Deeper(cursor):
                while not (cursor.token.kind == "command" and cursor.token.text.startswith("end:")):
                    if lines:
                        self._drop_alignment()
                    row = [self._entry(name)]
                    while cursor.take_sign("&"):
                        row.append(self._entry(name))
                    rows.append(Listing(tuple(row), "vector"))
                    if not cursor.take_sign("\\\\"):
                        break
        finally:
            cursor.barriers.pop()
        if not (cursor.token.kind == "command" and cursor.token.text == f"end:{name}"):
            raise cursor.stuck(f"the end of the {name} was expected")
        cursor.next()
        if not name.endswith("matrix") and all(isinstance(r, Listing) and len(r.items) == 1 for r in rows):
            return Listing(tuple(r.items[0] for r in rows if isinstance(r, Listing)))
        matrix = Listing(tuple(rows), "vector")
        return Call("determinant", (matrix,)) if name == "vmatrix" else matrix

    def _drop_alignment(self) -> None:
        """Leave out the marks of alignment in the line ahead, which say nothing."""
        cursor = self.cursor
        kept = list(cursor.tokens[: cursor.position])
        rest = iter(cursor.tokens[cursor.position :])
        for token in rest:
            if token.text == "\\\\" or (token.kind == "command" and token.text.startswith("end:")):
                kept.append(token)
                break
            if token.text != "&":
                kept.append(token)
        cursor.tokens = (*kept, *rest)

    def _entry(self, name: str) -> Node:
        return self.reader.in_list() if name.endswith("matrix") else self.reader.line()

    def group(self) -> Node:
        """An expression in brackets of any kind; with commas a tuple, a set, a vector or an interval."""
        cursor = self.cursor
        opening = cursor.next().text
        closing = CLOSING[opening]
        if cursor.take_sign(closing):
            return Listing((), _BRACKETS[opening])
        cursor.barriers.append(frozenset())
        try:
            with Deeper(cursor):
                start = cursor.position
                parts = [self.reader.line()]
                texts = [cursor.written(start)]
                while cursor.take_sign(",", ";"):
                    start = cursor.position
                    parts.append(self.reader.line())
                    texts.append(cursor.written(start))
        finally:
            cursor.barriers.pop()
        if len(parts) == 1 and opening != "[" and cursor.take_sign(closing):
            return parts[0]
        if len(parts) == 2 and opening in "([" and cursor.take_sign(")" if opening == "[" else "]"):
            return Interval(parts[0], parts[1], opening == "(", opening == "[")
        cursor.expect_sign(closing)
        if len(parts) == 1 and not isinstance(parts[0], Listing):
            return parts[0]
        self.last_texts = tuple(texts)
        return Listing(tuple(parts), _BRACKETS[opening])

    def number(self) -> Node:
        """A numeral, with thousands marks where they are clear."""
        cursor = self.cursor
        token = cursor.next()
        if len(token.text) > 1 and token.text[0] == "0" and token.text[1].isdigit():
            raise NotUnderstood(f"{token.text[:20]!r} starts with a zero: a date, a code or a number?")
        if _sets_thousands(token, cursor):
            token = self._thousands(token)
        following = cursor.token
        if (mixed := self._mixed(token)) is not None:
            return mixed
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

    def _mixed(self, whole: Token) -> Node | None:
        """The fraction after a whole number: 2 1/2, 2\\frac{1}{2}; none if something else follows."""
        cursor = self.cursor
        if not whole.text.isdigit() or whole.decimal:
            return None
        ahead = [cursor.ahead(i) for i in range(8)]
        if ahead[0].kind == "command" and ahead[0].text == "frac":
            parts, taken = (ahead[2], ahead[5]), 7
            shape = [t.text for t in (ahead[1], ahead[3], ahead[4], ahead[6])] == ["{", "}", "{", "}"]
        else:
            parts, taken = (ahead[0], ahead[2]), 3
            shape = ahead[0].spaced and ahead[1].text == "/" and not ahead[1].spaced and not ahead[2].spaced
            shape = shape and ahead[3].text not in ("/", "^") and ahead[3].kind != "number"
        plain = shape and all(part.kind == "number" and part.text.isdigit() for part in parts)
        if not plain:
            return None
        if not 0 < parts[0].value < parts[1].value:
            if taken == 7:
                raise cursor.stuck("a numeral directly before a fraction may be a mixed number or a product")
            return None
        cursor.position += taken
        cursor.convention("a whole number directly before a fraction is read as a mixed number")
        return Number(whole.value + parts[0].value / parts[1].value)

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
        if token.text in cursor.functions and cursor.ahead().text in ("(", "[") and not cursor.ahead().spaced:
            cursor.next()
            return self._name(token)
        if (
            token.text in phrasebook().calls
            and cursor.ahead().text in ("(", "[")
            and function_named(token.text) is None
        ):
            mark = cursor.mark()
            cursor.next()
            if (node := self.reader.call(token.text)) is not None:
                return node
            cursor.reset(mark)
        if (node := self.reader.noun()) is not None:
            return node
        if (part := self.spoken.fraction()) is not None:
            return part
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
        if token.text == "E" and self._bracket_calls():
            cursor.next()
            return Constant("e")
        if token.text == "I" and self._in_notation():
            cursor.next()
            return Constant("i")
        if self._is_name(0):
            cursor.next()
            return self._name(token)
        raise cursor.stuck()

    def _name(self, token: Token) -> Node:
        """A name, perhaps with a subscript, primes, and arguments if it stands for a function."""
        cursor = self.cursor
        name = token.text
        if cursor.is_sign("_"):
            return self._subscripted(name)
        primes = 0
        while cursor.is_sign("'") and not cursor.token.spaced:
            cursor.next()
            primes += 1
        following = cursor.token
        if following.kind == "number" and not primes:
            raise cursor.stuck("a number directly after a name; use '*' or '^'")
        if cursor.is_sign("(", "[") and not following.spaced and (primes or name in cursor.functions):
            return Application(name, self._arguments(), primes)
        if primes:
            return Application(name, (), primes)
        if cursor.is_sign("(", "[") and not following.spaced and name in "fghFGH":
            raise NotUnderstood(f"{name}(...) may be a function or a product, and {name} is not defined")
        return Name(name)

    def _arguments(self) -> tuple[Node, ...]:
        """The arguments of a function in their brackets."""
        group = self.group()
        return group.items if isinstance(group, Listing) and group.kind != "set" else (group,)

    def _subscripted(self, name: str) -> Node:
        """x_1 is a name of its own; a_n, a_{n-1} and a_1 beside them are terms of a sequence."""
        cursor = self.cursor
        cursor.next()
        if cursor.token.kind == "number" and name not in cursor.functions:
            return Name(f"{name}_{cursor.next().text}")
        index = self.group() if cursor.is_sign("{", "(") else self.atom()
        if name not in cursor.functions:
            if isinstance(index, Number):
                return Name(f"{name}_{show(index)}")
            if isinstance(index, Name):
                return Name(f"{name}_{index.name}")
            raise cursor.stuck(f"{name} is no sequence")
        return Application(name, (index,))

    def _command(self) -> Node:
        cursor = self.cursor
        name = cursor.next().text
        if name.startswith("beg:"):
            return self._environment(name.removeprefix("beg:"))
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
            return not token.text.startswith("end:")
        if token.kind == "sign":
            return token.text in ("(", "[", "{")
        if token.kind != "word":
            return False
        lowered = token.text.lower()
        if token.text == "I" and self.cursor.tokens[max(self.cursor.position - 1, 0)].kind == "number":
            return True
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
        if token.text == "A" and (self._inside_sentence(distance) or following.text.lower() in phrasebook().suffixes):
            return True
        article = token.text in "aA" and before_word and function_named(following.text) is None
        if article and self._is_letter_elsewhere(token.text):
            return following.text.lower() not in phrasebook().nouns
        return not (article and following.text.lower() not in _AFTER_NAME)

    def _inside_sentence(self, distance: int) -> bool:
        """Whether a word stands before the token of the same sentence, so that a capital is no beginning."""
        at = self.cursor.position + distance
        return at > 0 and not (self.cursor.tokens[at - 1].kind == "sign" and self.cursor.tokens[at - 1].text in ".?!;:")

    def _bracket_calls(self) -> bool:
        """Whether the text calls functions with square brackets, as Mathematica does, where E is Euler's number."""
        tokens = self.cursor.tokens
        return any(
            word.kind == "word"
            and len(word.text) > 1
            and word.text[0].isupper()
            and bracket.text == "["
            and not bracket.spaced
            for word, bracket in pairwise(tokens)
        )

    def _in_notation(self) -> bool:
        """Whether the word ahead stands among signs and numerals, so that it is no pronoun."""
        cursor = self.cursor
        before = cursor.tokens[cursor.position - 1] if cursor.position else None
        after = cursor.ahead()
        close = after.kind == "sign" and after.text in ("+", "-", "*", "/", "^", ")", "]", ",", "=")
        return close or (
            before is not None and (before.kind == "number" or before.text in ("+", "-", "*", "/", "(", "["))
        )

    def _is_letter_elsewhere(self, letter: str) -> bool:
        """Whether the letter stands beside a sign of arithmetic or a numeral somewhere in the text."""
        if self._letters is None:
            tokens = self.cursor.tokens
            self._letters = frozenset(
                token.text
                for i, token in enumerate(tokens)
                if token.kind == "word"
                and len(token.text) == 1
                and (_in_formula(tokens, i - 1) or _in_formula(tokens, i + 1))
            )
        return letter in self._letters

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
        """12/31/2024 and 2024-12-31 are dates, and 1-800-555-0100 is a telephone number, before they are sums."""
        part = self.cursor.tokens[start : min(self.cursor.position, start + 8)]
        if len(part) not in (5, 7) or any(token.spaced for token in part[1:]):
            return
        numbers, signs = part[::2], {token.text for token in part[1::2]}
        lengths = [len(token.text) for token in numbers]
        if not all(t.kind == "number" for t in numbers):
            return
        ordered = sorted(lengths)
        if len(part) == 5 and signs in ({"/"}, {"-"}) and ordered[1] <= 2 and ordered[2] == 4:
            raise NotUnderstood("this may be a date; use brackets or spaces for a calculation")
        if signs == {"-"} and lengths[-3:] == [3, 3, 4]:
            raise NotUnderstood("this may be a telephone number; use spaces for a calculation")


def _in_formula(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether there is a token that only a formula has."""
    if not 0 <= at < len(tokens):
        return False
    token = tokens[at]
    if token.kind == "word":
        return token.text.lower() in ("be", "let")
    return token.kind == "sign" and token.text in ("+", "-", "*", "/", "^", "=", "<", ">", "<=", ">=")


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
        others = pairwise(cursor.tokens)
        if any(t.text == "," and after.spaced for t, after in others) or any(t.text == "and" for t in cursor.tokens):
            return True  # the list is parted by other means
        raise NotUnderstood(f"{token.text},{group.text} may be one number or two; put a space after the comma")
    return True
