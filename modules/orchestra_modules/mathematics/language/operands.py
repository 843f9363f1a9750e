"""The smallest operands: numbers, names with subscripts and primes, functions applied, brackets, operations in words.

Tells by the token ahead which kind of operand stands there; how each kind is read is told in a file of its own, but
for names. Signs before an operand and what follows it are not its part.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor
from orchestra_modules.mathematics.language.functions import function_named
from orchestra_modules.mathematics.language.juxtaposition import CONSTANTS
from orchestra_modules.mathematics.language.spoken import HEADS, NUMBER_WORDS
from orchestra_modules.mathematics.language.tokens import GREEK, Token
from orchestra_modules.mathematics.operation import phrasebook
from orchestra_modules.mathematics.syntax import Application, Call, Constant, Listing, Name, Node, Number, Product, show
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.parser import ExpressionParser


class Operands:
    """Reads one operand, for an expression parser."""

    def __init__(self, cursor: Cursor, parser: ExpressionParser) -> None:
        self.cursor = cursor
        self.parser = parser

    def operand(self) -> Node:
        """The smallest operand: a number, a name, a bracket, a call, an operation in words."""
        cursor, reader, brackets = self.cursor, self.parser.reader, self.parser.brackets
        token = cursor.token
        if token.kind == "number":
            noun = reader.noun()
            return noun if noun is not None else self.parser.number()
        if token.kind == "command":
            noun = reader.noun()
            return noun if noun is not None else self._command()
        if token.kind == "sign" and token.text in CLOSING:
            return self._composed() or brackets.set_of_one() or brackets.group()
        if token.text in ("lfloor", "lceil"):
            cursor.next()
            function = "floor" if token.text == "lfloor" else "ceiling"
            return Call(function, (brackets.enclosed(token.text.replace("l", "r", 1)),))
        if cursor.is_sign("$") and cursor.ahead().kind == "number":
            cursor.next()
            cursor.convention("amounts are in dollars")
            return self.parser.number()
        if cursor.take_sign("||"):
            return Call("norm", (brackets.enclosed("||"),))
        if cursor.take_sign("|"):
            return Call("abs", (brackets.between_bars(),))
        if token.kind == "word":
            return self._word()
        if (node := reader.noun()) is not None:
            return node
        raise cursor.stuck("a number, a name or a bracket was expected")

    def _word(self) -> Node:
        """A word: an operation by its name, a number in words, a constant, or the name of an unknown."""
        cursor, letters = self.cursor, self.parser.letters
        token = cursor.token
        if token.text in cursor.functions and cursor.ahead().text in ("(", "[") and not cursor.ahead().spaced:
            cursor.next()
            return self._name(token)
        if (
            token.text in phrasebook().calls
            and cursor.ahead().text in ("(", "[")
            and not (cursor.terse and cursor.ahead().spaced and cursor.ahead().text == "[")
            and not (cursor.ahead().spaced and token.lowered in ("solve", "factor", "expand", "simplify"))
            and function_named(token.text) is None
            and not (token.lowered in ("integral", "integrate") and self._differential_follows())
        ):
            mark = cursor.mark()
            cursor.next()
            apart = cursor.terse and cursor.token.spaced
            node = self.parser.reader.call(token.text)
            if node is not None and not (apart and cursor.is_sign(",", *CLOSING)):
                return node  # else the brackets hold the first of several arguments
            cursor.reset(mark)
        if (node := self.parser.reader.noun()) is not None:
            return node
        if self._names_call_alone():
            cursor.next()
            return self.parser.reader.call_of_one(token.text)
        if token.text[:2].lower() in ("0x", "0b", "0o") and len(token.text) > 2:
            return self._prefixed(token)
        if (part := self.parser.spoken.fraction() or self.parser.spoken.rounded()) is not None:
            return part
        if token.lowered in HEADS and (node := self.parser.spoken.operation()) is not None:
            return node
        if (value := NUMBER_WORDS.get(token.lowered)) is not None:
            return self.parser.spoken.with_part(self.parser.spoken.number_word(value))
        if function := function_named(token.text):
            cursor.next()
            return self.parser.calls.call(function)
        if constant := CONSTANTS.get(token.lowered):
            cursor.next()
            return Constant(constant)
        if token.text == "E" and letters.bracket_calls():
            cursor.next()
            return Constant("e")
        if token.text == "I" and letters.in_notation():
            cursor.next()
            return Constant("i")
        if letters.is_name(0):
            cursor.next()
            return self._name(token)
        raise cursor.stuck()

    def _names_call_alone(self) -> bool:
        """Whether a name that stands in no phrase, only before brackets, is ahead without them: "fibonacci 20"."""
        cursor, book = self.cursor, phrasebook()
        word = cursor.token.lowered
        alone = cursor.token.text in book.calls and word not in book.requests and function_named(word) is None
        return cursor.terse and alone and cursor.ahead().kind == "number"

    def _differential_follows(self) -> bool:
        """Whether dx or d x comes later, so that a bracket after the sign holds an integrand and no arguments."""
        later = self.cursor.tokens[self.cursor.position :]
        words = [token.text if token.kind == "word" else "" for token in later]
        pairs = zip(words, [*words[1:], ""], strict=True)
        return any(re.fullmatch("d[A-Za-z]", a) or (a == "d" and len(b) == 1) for a, b in pairs)

    def _prefixed(self, token: Token) -> Node:
        """A numeral with the prefix of its base, as programming languages write it: 0x1F, 0b101."""
        try:
            value = int(token.text, 0)
        except ValueError:
            raise self.cursor.stuck("a numeral of that base was expected") from None
        self.cursor.next()
        return Number(Fraction(value))

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
        if name in GREEK and self._applied(token):
            raise NotUnderstood(f"{name}(...) may be a function or a product; use '*' for a product")
        if cursor.is_sign("(", "[") and not following.spaced and name in "fghFGH":
            raise NotUnderstood(f"{name}(...) may be a function or a product, and {name} is not defined")
        return Name(name)

    def _applied(self, token: Token) -> bool:
        """Whether a Greek letter stands before brackets as functions do: spelled out, or with one thing in them."""
        cursor = self.cursor
        if not cursor.is_sign("(") or cursor.token.spaced:
            return False
        spelled = cursor.text[token.start : token.end] == token.text
        return spelled or cursor.ahead(2).text in (")", ",")

    def _subscripted(self, name: str) -> Node:
        """x_1 is a name of its own; a_n, a_{n-1} and a_1 beside them are terms of a sequence."""
        cursor = self.cursor
        cursor.next()
        if cursor.token.kind == "number" and name not in cursor.functions:
            return Name(f"{name}_{cursor.next().text}")
        index = self.parser.group() if cursor.is_sign("{", "(") else self.operand()
        if name not in cursor.functions:
            if isinstance(index, Number):
                return Name(f"{name}_{show(index)}")
            if isinstance(index, Name):
                return Name(f"{name}_{index.name}")
            raise cursor.stuck(f"{name} is no sequence")
        return Application(name, (index,))

    def _arguments(self) -> tuple[Node, ...]:
        """The arguments of a function in their brackets."""
        group = self.parser.group()
        return group.items if isinstance(group, Listing) and group.kind != "set" else (group,)

    def _composed(self) -> Node | None:
        """(f ∘ g)(x): functions of the text applied one after the other."""
        cursor = self.cursor
        names = [cursor.ahead(1), cursor.ahead(3)]
        joined = cursor.ahead(2).text in ("∘", "°", "o") and cursor.ahead(4).text == ")" and cursor.ahead(5).text == "("
        if not joined or not all(name.text in cursor.functions for name in names):
            return None
        cursor.position += 5
        return Application(names[0].text, (Application(names[1].text, self._arguments()),))

    def _command(self) -> Node:
        """A LaTeX command: an environment, a fraction or a binomial."""
        cursor = self.cursor
        name = cursor.next().text
        if name.startswith("beg:"):
            return self.parser.brackets.environment(name.removeprefix("beg:"))
        parts = []
        for _ in range(2):
            if not cursor.is_sign("{"):
                raise cursor.stuck("a LaTeX fraction needs two arguments in braces")
            parts.append(self.parser.group())
        if name == "binom":
            return Call("binomial", tuple(parts))
        if all(isinstance(part, Number) for part in parts) and cursor.take("of"):
            return Product((parts[0], self.parser.spoken.operand("a fraction of")), (parts[1],))
        return Product((parts[0],), (parts[1],))
