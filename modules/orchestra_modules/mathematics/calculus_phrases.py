"""Derivatives, integrals and limits in words, in d/dx notation and in LaTeX."""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.limits import MAX_ORDER
from orchestra_modules.mathematics.reader import Reader
from orchestra_modules.mathematics.refusal import NotUnderstood, TooCostly
from orchestra_modules.mathematics.syntax import Negative, Node, Number
from orchestra_modules.mathematics.tasks import Differentiate, Integrate, Limit, Side, Task
from orchestra_modules.mathematics.tokens import GREEK

_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
#: what stands between a variable and the point it goes to
_APPROACHES: Final = frozenset({"->", "approaches", "goes", "tends"})


class CalculusPhrases(Reader):
    """What stands around an expression that is differentiated, integrated or taken to a limit."""

    #: the variable of a d/dx that was read
    variable_of_d: str | None = None

    def ordinal(self) -> int | None:
        """Take "second" or "2nd" and tell the number."""
        cursor = self.cursor
        word = cursor.token.text.lower()
        if cursor.token.kind == "word" and word in _ORDINALS:
            cursor.next()
            return _ORDINALS[word]
        suffix = cursor.ahead()
        if cursor.token.kind == "number" and not suffix.spaced and suffix.text in ("st", "nd", "rd", "th"):
            order = cursor.token.value
            cursor.position += 2
            if order.denominator != 1 or not 1 <= order <= MAX_ORDER:
                raise TooCostly(f"derivatives up to order {MAX_ORDER} are taken")
            return int(order)
        return None

    def operator_d(self) -> int | None:
        """d/dx, d^2/dx^2 and their LaTeX forms; leaves the variable in `self.variable_of_d`."""
        cursor = self.cursor
        for order, shape in (
            (1, ("d", "/", "d?")),
            (1, ("{", "d", "}", "{", "d?", "}")),
            (0, ("d", "^", "#", "/", "d?", "^", "#")),
            (0, ("{", "d", "^", "#", "}", "{", "d?", "^", "#", "}")),
        ):
            fraction = shape[0] == "{"
            if fraction and cursor.token.kind != "command":
                continue
            base = cursor.position + fraction
            found = cursor.tokens[base : base + len(shape)]
            if len(found) == len(shape) and all(_fits(t.text, s, t.kind) for t, s in zip(found, shape, strict=True)):
                numbers = [t.value for t in found if t.kind == "number"]
                if len(set(numbers)) > 1 or (numbers and not 1 <= numbers[0] <= MAX_ORDER):
                    raise NotUnderstood("the order of the derivative is not clear")
                cursor.position = base + len(shape)
                self.variable_of_d = next(t.text[1:] for t in found if t.text != "d" and t.text.startswith("d"))
                cursor.take("of")
                return order or int(numbers[0])
        return None

    def derivative(self, order: int) -> Task:
        """What is differentiated, by what, how often and where."""
        cursor = self.cursor
        variable = self.variable_of_d or self._respect()
        cursor.take("of")
        self.label()
        expression = self.parser.expression()
        if cursor.take("twice"):
            order = 2
        variable = variable or self._respect()
        at: Node | None = None
        if cursor.take("at", "when", "for", "evaluated at"):
            at_variable, at = self.place()
            if at_variable and variable and at_variable != variable:
                raise NotUnderstood("the point is given for another variable")
            variable = variable or at_variable
        return Differentiate(expression, variable, order, at)

    def _respect(self) -> str | None:
        return self.variable() if self.cursor.take("with respect to", "wrt", "in terms of", "w r t") else None

    def integral(self) -> Task:
        """What is integrated, by what and between which bounds."""
        cursor = self.cursor
        bounds = self._script_bounds()
        self.label()
        expression = self.parser.expression()
        variable = self._differential() or self._respect()
        if bounds is None and cursor.take("from", "between"):
            _, lower = self.place()
            if not cursor.take("to", "and"):
                raise cursor.stuck("the upper bound was expected")
            bounds = (lower, self.place()[1])
        variable = variable or self._differential() or self._respect()
        return Integrate(expression, variable, bounds)

    def _script_bounds(self) -> tuple[Node, Node] | None:
        cursor = self.cursor
        if not cursor.take_sign("_"):
            return None
        lower = self._script()
        cursor.expect_sign("^")
        return lower, self._script()

    def _script(self) -> Node:
        minus = self.cursor.take_sign("-")
        node = self.parser.atom()
        return Negative(node) if minus else node

    def _differential(self) -> str | None:
        text = self.cursor.token.text
        if self.cursor.token.kind == "word" and len(text) == 2 and text[0] == "d":
            self.cursor.next()
            return text[1]
        return None

    def limit(self) -> Task:
        """What approaches what, in either order."""
        cursor = self.cursor
        if cursor.take("of"):
            return self._limit_of()
        script = cursor.take_sign("_")
        closing = ""
        if cursor.is_sign("{", "(") and (script or cursor.ahead(2).text in _APPROACHES):
            closing = {"{": "}", "(": ")"}[cursor.next().text]
        elif script:
            raise cursor.stuck()
        elif not cursor.sees("as", "when") and cursor.ahead().text not in _APPROACHES:
            return self._limit_of()
        cursor.take("as", "when")
        approach = self._approach(alone=bool(closing))
        if closing:
            cursor.expect_sign(closing)
        cursor.take("of") or cursor.take_sign(",")
        return Limit(self.parser.expression(), *approach)

    def _limit_of(self) -> Task:
        self.label()
        expression = self.parser.expression()
        if not self.cursor.take("as", "when", "for"):
            raise self.cursor.stuck("what the variable approaches was expected")
        return Limit(expression, *self._approach(alone=True))

    def _approach(self, alone: bool) -> tuple[str, Node, Side]:
        """x -> 0 and the like; alone, the point may be a whole expression, else it is one operand."""
        cursor = self.cursor
        variable = self.variable()
        if not (cursor.take_sign("->") or cursor.take("approaches", "goes to", "tends to", "tends towards", "to")):
            raise cursor.stuck("what the variable approaches was expected")
        if cursor.sees("positive infinity"):
            cursor.next()
        point: Node
        if cursor.token.kind == "number" and cursor.ahead().text in ("^", "+", "-"):
            point, side = self._sided_number()
        else:
            point = self.parser.expression() if alone else self.parser.signed()
            side = "both"
        if cursor.take("from the right", "from above", "from the right side", "from the positive side"):
            side = "+"
        elif cursor.take("from the left", "from below", "from the left side", "from the negative side"):
            side = "-"
        return variable, point, side

    def _sided_number(self) -> tuple[Node, Side]:
        """0+, 0-, 0^+, 0^{-}: a number approached from one side."""
        cursor = self.cursor
        tokens = cursor.tokens[cursor.position + 1 :]
        texts = [t.text for t in tokens[:4]]
        for sign in ("+", "-"):
            for shape in ([sign], ["^", sign], ["^", "{", sign, "}"]):
                follows = tokens[len(shape)] if len(tokens) > len(shape) else tokens[-1]
                ends = follows.kind == "end" or follows.text in ("}", ")", ",", "?", ".", "of")
                if texts[: len(shape)] == shape and ends:
                    node = Number(cursor.token.value, cursor.token.decimal)
                    cursor.position += 1 + len(shape)
                    return node, "+" if sign == "+" else "-"
        return self.parser.signed(), "both"


def _fits(text: str, shape: str, kind: str) -> bool:
    if shape == "d?":
        return kind == "word" and text[:1] == "d" and (len(text) == 2 or text[1:] in GREEK)
    return kind == "number" if shape == "#" else text == shape
