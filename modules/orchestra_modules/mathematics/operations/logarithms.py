"""Sums of logarithms as one logarithm, and one logarithm as a sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestra_modules.mathematics import rewriting
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.forms import plain
from orchestra_modules.mathematics.syntax import Call, Node, names, walk
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone

if TYPE_CHECKING:
    from orchestra_modules.mathematics.build import Expr


def _logarithmic(work: Work, expression: Node) -> Node:
    node = plain(expression)
    if not any(isinstance(part, Call) and part.function in ("ln", "log") for part in walk(node)):
        raise NotDone("there is no logarithm in the expression")
    if names(node):
        work.note(f"{', '.join(names(node))} is taken as positive, so that every logarithm is real")
    return node


@operation(
    "single_logarithm",
    requests=(
        "(write|express|combine|condense|rewrite|simplify|put) {expression} (as a single logarithm|as one logarithm|"
        "into a single logarithm|into one logarithm|as a single log|into a single log)",
        "condense {expression}",
    ),
    nouns=("{expression} as a single logarithm",),
    calls=("logcombine",),
)
def single_logarithm(work: Work, expression: Node) -> Finding:
    """One logarithm that is equal to a sum of multiples of logarithms of positive numbers."""
    node = _logarithmic(work, expression)

    def change(built: Expr) -> Expr:
        import sympy

        return sympy.logcombine(sympy.expand_log(built), force=True)

    return rewriting.by_sympy(node, "one logarithm", change, frozenset(names(node)))


@operation(
    "expanded_logarithm",
    requests=(
        "expand the (logarithm|log) {expression}",
        "(write|express|expand|rewrite) {expression} (as a sum of logarithms|as a sum and difference of logarithms|"
        "in terms of simpler logarithms|as a sum or difference of logarithms|using the laws of logarithms|"
        "using properties of logarithms)",
    ),
    calls=("expand_log",),
)
def expanded_logarithm(work: Work, expression: Node) -> Finding:
    """The logarithm of a product of powers of positive numbers as a sum."""
    node = _logarithmic(work, expression)

    def change(built: Expr) -> Expr:
        import sympy

        return sympy.expand_log(built)

    return rewriting.by_sympy(node, "a sum of logarithms", change, frozenset(names(node)))
