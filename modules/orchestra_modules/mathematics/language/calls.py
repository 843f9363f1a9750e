"""Function calls: with brackets, without them, with a power or a base before the argument."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.language.cursor import CLOSING, Cursor, Deeper
from orchestra_modules.mathematics.language.functions import ARITY, BARE, INVERSES, function_named
from orchestra_modules.mathematics.readers.arguments import refuse_joined
from orchestra_modules.mathematics.syntax import Call, Constant, Name, Negative, Node, Number, Power, Product, unsigned
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.parser import ExpressionParser


class Calls:
    """Reads what follows the name of a function, for an expression parser."""

    def __init__(self, cursor: Cursor, parser: ExpressionParser) -> None:
        self.cursor = cursor
        self.parser = parser

    def call(self, function: str) -> Node:
        """The call of a function whose name was taken."""
        cursor = self.cursor
        exponent: Node | None = None
        base_first = cursor.tokens[cursor.position - 1].text == "Log"
        if function == "sqrt" and cursor.is_sign("[") and _closes_root(cursor):
            degree = self.parser.group()
            return Call("root", (self.parser.group(), degree))
        base = self._log_base() if function == "log" else None
        if cursor.is_sign("^"):
            cursor.next()
            exponent = self.parser.group() if cursor.is_sign(*CLOSING) else self._exponent_before_argument()
            function, exponent = self._raised(function, exponent)
        arguments = self._arguments(function)
        if function == "log" and base is None and cursor.take("base", "to base", "to the base"):
            base = self.parser.power()
        if base_first and base is None and len(arguments) == 2:
            cursor.convention("Log[b, a], with a capital letter, is read as the logarithm of a to the base b")
            arguments = arguments[::-1]
        node: Node = self._checked(function, arguments, base)
        return node if exponent is None else Power(node, exponent)

    def _exponent_before_argument(self) -> Node:
        """sin^2 x, cos^-1 0: the numeral behind it is the argument, no second half of a mixed number."""
        minus = self.cursor.take_sign("-")
        token = self.cursor.token
        if token.kind == "number" and self.cursor.ahead().kind == "number" and self.cursor.ahead(2).text != "/":
            self.cursor.next()
            number: Node = Number(token.value, token.decimal)
        else:
            number = self.parser.number()
        return Negative(number) if minus else number

    def _raised(self, function: str, exponent: Node) -> tuple[str, Node | None]:
        if exponent == Negative(Number(Fraction(1))):
            if function not in INVERSES:
                raise NotUnderstood(f"{function}^-1 is ambiguous")
            self.cursor.convention(f"{function}^-1 is read as the inverse function")
            return INVERSES[function], None
        if not isinstance(exponent, Number):
            raise NotUnderstood(f"a power of {function} before its argument must be a number")
        return function, exponent

    def _log_base(self) -> Node | None:
        """A base written before the argument: log_2(8), log base 2 of 8, log10(100)."""
        cursor = self.cursor
        if cursor.take_sign("_"):
            if cursor.token.kind == "number":
                return Number(cursor.next().value)
            if cursor.token.kind == "word" and len(cursor.token.text) == 1:
                return Name(cursor.next().text)  # log_x 81: what follows is the argument
            return self.parser.group() if cursor.is_sign("{") else self.parser.atom()
        if cursor.take("base"):
            return self.parser.atom()
        if cursor.token.kind == "number" and not cursor.token.spaced and cursor.token.text in ("2", "10"):
            follows = cursor.ahead()
            if follows.kind == "word" and len(follows.text) == 1:
                if not follows.spaced:
                    raise NotUnderstood("whether a base or a factor stands behind log is not clear; use brackets")
                return Number(cursor.next().value)
            if follows.kind == "number" or (follows.kind == "sign" and follows.text in ("(", "[")):
                return Number(cursor.next().value)
        return None

    def _arguments(self, function: str) -> tuple[Node, ...]:
        cursor = self.cursor
        of = cursor.take("of") or (cursor.terse and function not in BARE and not cursor.is_sign(*CLOSING))
        if cursor.terse and cursor.is_sign("[") and cursor.token.spaced:
            return (self.parser.group(),)
        if cursor.is_sign("(", "[", "{") and not (of and ARITY[function][0] > 1):
            return self._bracketed_arguments()
        if of and ARITY[function][1] > 1 and function != "log":
            start = cursor.position
            found = self.parser.spoken.arguments_in_words(function)
            refuse_joined(cursor, start)
            return found
        if of:
            return (self.parser.spoken.operand(f"{function} of"),)
        if function in BARE:
            return (self._bare_argument(function),)
        raise cursor.stuck(f"{function} needs its argument in brackets")

    def _bracketed_arguments(self) -> tuple[Node, ...]:
        cursor = self.cursor
        closing = CLOSING[cursor.next().text]
        with Deeper(cursor):
            arguments = [self.parser.expression_in_list()]
            while cursor.take_sign(","):
                arguments.append(self.parser.expression_in_list())
        cursor.expect_sign(closing)
        return tuple(arguments)

    def _bare_argument(self, function: str) -> Node:
        """What a function without brackets applies to: numbers and constants and at most one name."""
        cursor = self.cursor
        with Deeper(cursor):
            factors = [self.parser.signed()]
            unknowns = int(isinstance(_inner(factors[0]), Name))
            while (
                self.parser.continues() and not cursor.is_sign(*CLOSING) and function_named(cursor.token.text) is None
            ):
                factors.append(self.parser.power())
                unknowns += isinstance(_inner(factors[-1]), Name)
        if unknowns > 1:
            raise NotUnderstood(f"it is not clear where the argument of {function} ends; use brackets")
        if len(factors) > 1 and cursor.is_sign("/", "(", "["):
            raise NotUnderstood(f"it is not clear where the argument of {function} ends; use brackets")
        if cursor.is_sign("("):
            raise NotUnderstood(f"it is not clear where the argument of {function} ends; use brackets")
        if not unknowns and cursor.is_sign("/") and self._divides_by_number(function):
            raise NotUnderstood(f"it is not clear where the argument of {function} ends; use brackets")
        argument = factors[0] if len(factors) == 1 else Product(tuple(factors))
        if not isinstance(argument, Name | Number | Constant) or cursor.is_sign("/"):
            cursor.convention(f"{function} without brackets applies to the factors directly after it")
        return argument

    def _divides_by_number(self, function: str) -> bool:
        """Whether "sin pi/2" is ahead, where the argument may be the quotient; roots bind more tightly for all."""
        cursor = self.cursor
        if function in ("sqrt", "cbrt") or cursor.ahead().kind != "number":
            return False
        return not cursor.token.spaced or function in ("sin", "cos", "tan", "cot", "sec", "csc")

    def _checked(self, function: str, arguments: tuple[Node, ...], base: Node | None) -> Node:
        fewest, most = ARITY[function]
        if not fewest <= len(arguments) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            raise NotUnderstood(f"{function} takes {wanted} argument(s), not {len(arguments)}")
        if function in ("sin", "cos", "tan", "cot", "sec", "csc"):
            self._angle(function, arguments[0])
        if function != "log":
            return Call(function, arguments)
        if base is not None and len(arguments) == 2:
            raise NotUnderstood("log has two bases here")
        if base is not None:
            return Call("log", (arguments[0], base))
        if len(arguments) == 2:
            self.cursor.convention("log(a, b) is read as the logarithm of a to the base b")
            return Call("log", arguments)
        self.cursor.assumption("log without a base is taken as the natural logarithm")
        return Call("ln", arguments)

    def _angle(self, function: str, argument: Node) -> None:
        """Plain multiples of 15 are how degrees look."""
        plain = unsigned(argument)
        if isinstance(plain, Number) and plain.value and plain.value % 15 == 0:
            self.cursor.assumption(f"the angle of {function} is taken in radians")


def _inner(node: Node) -> Node:
    node = unsigned(node)
    return node.base if isinstance(node, Power) else node


def _closes_root(cursor: Cursor) -> bool:
    """Whether brackets and then braces follow, as in a LaTeX root of a given degree."""
    distance = 1
    while cursor.ahead(distance).kind != "end" and cursor.ahead(distance).text != "]":
        distance += 1
    return cursor.ahead(distance + 1).text == "{"
