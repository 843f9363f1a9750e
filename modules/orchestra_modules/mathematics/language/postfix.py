"""What follows an operand and applies to it: factorial, percent, degrees, "squared", and method notation.

Exponents, which bind an operand of their own, are read with powers in `parser`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.operation import phrasebook
from orchestra_modules.mathematics.syntax import Call, Constant, Name, Node, Number, Power, Product
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.parser import ExpressionParser

#: words for exponents after their base
_OF_ANGLES: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
UNARY_AFTER: Final = {"squared": 2, "cubed": 3}


class Postfix:
    """Reads what follows an operand, for an expression parser."""

    def __init__(self, cursor: Cursor, parser: ExpressionParser) -> None:
        self.cursor = cursor
        self.parser = parser

    def after(self, node: Node) -> Node:
        """The operand with every sign and word that follows it."""
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
                if isinstance(node, Call) and node.function in _OF_ANGLES:
                    raise NotUnderstood(f"the degrees behind the brackets of {node.function} belong inside them")
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
        called = self.parser.reader.call(name.text, node)
        if called is None:
            cursor.reset(mark)
        return called

    def _sees_degrees(self) -> bool:
        """Degrees of an angle, not of temperature."""
        cursor = self.cursor
        if cursor.is_sign("°") or cursor.sees("degrees", "degree", "deg"):
            return cursor.ahead().lowered not in ("c", "f", "k", "celsius", "fahrenheit", "kelvin", "centigrade")
        return False

    def _sees_percent(self) -> bool:
        """Percent, and not the remainder of a division."""
        cursor = self.cursor
        if cursor.sees("percent"):
            return True
        return cursor.is_sign("%") and not self.parser.juxtaposition.starts_operand(cursor.ahead())

    def _percent(self, node: Node) -> Node:
        """A number of percent, of a whole if one is told."""
        if self.cursor.take("of"):
            self.cursor.take("the number")
            whole = self.parser.spoken.operand("a percentage of")
            return Product((node, whole), (Number(Fraction(100)),))
        return Call("percent", (node,))
