"""Numbers in digits: numerals, thousands marks, mixed numbers, and digits that are a date or a telephone number.

Where digits have two readings ("12,345" in a list, "007", "2024-12-31") it refuses. Knows no words and no operators.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.tokens import Token
from orchestra_modules.mathematics.syntax import Node, Number
from orchestra_modules.solving.refusal import NotUnderstood


class Digits:
    """Reads numerals at a cursor."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

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
        if following.kind == "word" and not following.spaced and following.text[:1] in "eE" and "e" in token.lowered:
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

    def refuse_dates(self, start: int) -> None:
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
