"""Names that stand before what they name and add nothing: "the equation x = 2", "the integral" before its sign."""

from __future__ import annotations

from typing import Final

from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.operation import phrasebook

#: words that may stand before an expression and add nothing to it
_LABELS: Final = (
    "the expression", "the function", "the equation", "the equations", "the system", "the system of equations",
    "the following", "the polynomial", "the number", "the numbers", "the fraction", "the simultaneous equations",
    "equation", "the following equation", "the following expression", "the quadratic", "the inequality",
    "the result of", "the value of", "the exact value of", "the numerical value of", "value of", "the integer",
    "the integers", "system of equations", "the values", "the following numbers", "the following system",
    "the following system of equations", "the following equations", "the quadratic equation", "the term", "the terms",
    "expression", "function", "the answer to", "the simultaneous equation", "the points", "the point", "the set",
    "the list", "the data", "the following data", "the data set", "the vectors", "the vector", "the matrix",
    "the decimal", "the complex number", "the inequalities", "the system of inequalities", "the differential equation",
    "the quadratic function", "the curve", "the line", "the circle", "the parabola", "the series",
    "the geometric series", "the infinite series", "the infinite geometric series", "the arithmetic series",
    "the sequence",
)  # fmt: skip

#: names of operations that may stand before the sign of the operation
_NAMED: Final = {
    "the derivative": ("frac", "d"),
    "the partial derivative": ("frac",),
    "the integral": ("integral", "iint"),
    "the definite integral": ("integral",),
    "the indefinite integral": ("integral",),
    "the limit": ("lim",),
    "the sum": ("sum",),
    "the infinite sum": ("sum",),
    "the product": ("product",),
    "the determinant": ("beg:vmatrix",),
}
_KINDS: Final = ("integer", "number", "fraction", "decimal")


def skip_label(cursor: Cursor) -> None:
    """Take a name for what follows, if there is one."""
    if cursor.token.kind != "word":
        return
    mark = cursor.mark()
    taken = cursor.take(*_LABELS) or _take_name_of_sign(cursor)
    kind = cursor.tokens[cursor.position - 1].lowered in _KINDS
    noun = kind and cursor.token.kind == "word" and len(cursor.token.text) > 1
    if taken and (cursor.token.text in ("of", "from") or (noun and cursor.token.lowered in phrasebook().nouns)):
        cursor.reset(mark)  # "the number of ..." is a noun of its own


def _take_name_of_sign(cursor: Cursor) -> bool:
    """Take the name of what a sign says again: "the integral" before an integral sign."""
    mark = cursor.mark()
    name = cursor.taken(*_NAMED)
    if name and cursor.token.text in _NAMED[name]:
        return True
    cursor.reset(mark)
    return False
