"""Fractions with letters: partial fractions, one denominator, cancelled; and denominators without roots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines import rewriting
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.forms import plain
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.syntax import Name, Node, Product, names, walk
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

_PARTIAL = "[a sum of|sum of|the sum of] partial fractions"


@operation(
    "partial_fractions",
    nouns=(
        "(partial fraction decomposition|partial fractions decomposition|partial fraction expansion|partial fractions) "
        "(of|for) {expression} [with respect to {x:variable}]",
    ),
    requests=(
        f"(decompose|split|resolve|write|express|separate|break|put|expand|rewrite|break up|split up) {{expression}} "
        f"(into|in|as|in terms of|using) {_PARTIAL}",
        "find the partial fractions (of|for) {expression}",
        "partial fractions [:] {expression}",
    ),
    calls=("apart", "Apart", "partfrac"),
    binds=("x",),
)
def partial_fractions(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """A sum of fractions with powers of irreducible denominators."""
    node = plain(expression)
    letters = names(node)
    letter = x.name if isinstance(x, Name) else letters[0] if len(letters) == 1 else ""
    if not letter:
        raise NotDone("partial fractions are worked out for one letter; say with respect to which")

    def change(built: Expr) -> Expr:
        import sympy

        if not built.is_rational_function(sympy.Symbol(letter)):
            raise NotDone("partial fractions are those of a quotient of polynomials")
        return sympy.apart(sympy.together(built), sympy.Symbol(letter))

    return rewriting.by_sympy(node, "partial fractions", change)


@operation(
    "together",
    nouns=("{expression} (over a common denominator|as a single fraction|as one fraction)",),
    requests=(
        "{expression} together",
        "(write|express|combine|put|rewrite|give) (as a single fraction|as one fraction|over a common denominator) "
        "[:] {expression}",
        "(write|express|combine|put|rewrite|give|bring) {expression} (as a single fraction|as one fraction|"
        "into a single fraction|into one fraction|over a common denominator|over one denominator|"
        "to a common denominator|as a single simplified fraction)",
    ),
    calls=("together", "Together", "ratnormal"),
)
def together(work: Work, expression: Node) -> Finding:
    """A sum of fractions as one fraction in lowest terms."""
    node = plain(expression)
    if not names(node):
        return value_of(work, node)

    def change(built: Expr) -> Expr:
        import sympy

        above, below = sympy.fraction(sympy.cancel(sympy.together(built)))
        return sympy.expand(above) / sympy.factor(below) if below != 1 else sympy.expand(above)

    return rewriting.by_sympy(node, "one fraction", change)


@operation(
    "cancel",
    requests=(
        "(cancel|cancel down|cancel common factors in|cancel the common factors in|cancel the common factors of) "
        "{expression}",
    ),
    calls=("cancel", "Cancel"),
)
def cancel(work: Work, expression: Node) -> Finding:
    """A fraction without common factors above and below."""
    node = plain(expression)
    if not names(node):
        return value_of(work, node)

    def change(built: Expr) -> Expr:
        import sympy

        return sympy.cancel(built)

    return rewriting.by_sympy(node, "cancel", change)


@operation(
    "rationalise",
    nouns=("{expression} with a (rational|rationalised|rationalized) denominator",),
    requests=(
        "(rationalise|rationalize) [the] [denominator|denominators] [of|in|:] {expression}",
        "(write|express|give) {expression} with a (rational|rationalised|rationalized) denominator",
        "(rationalise|rationalize) and simplify {expression}",
    ),
    calls=("radsimp_denominator", "rationalize"),
)
def rationalise(work: Work, expression: Node) -> Finding:
    """A fraction with no root below."""
    node = plain(expression)
    if not any(isinstance(part, Product) and part.divisors for part in walk(node)):
        raise NotDone("there is no denominator")
    if not names(node):
        return value_of(work, node)

    def change(built: Expr) -> Expr:
        import sympy

        return sympy.radsimp(built)

    return rewriting.by_sympy(node, "a rational denominator", change)
