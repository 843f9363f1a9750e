"""Other forms of one expression: simplified, multiplied out, factored, collected, in partial fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestra_modules.mathematics import rewriting
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.syntax import (
    Constant,
    Listing,
    Name,
    Node,
    Relation,
    Request,
    Written,
    names,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.build import Expr

_OF = (
    "[the] [following] [algebraic|rational|polynomial|quadratic|given] "
    "[expression|polynomial|quadratic|fraction|trinomial|binomial|sum|product] [:]"
)


def plain(node: Node) -> Node:
    """An argument as one expression, without the note of how it was written. NotUnderstood for a relation."""
    node = node.node if isinstance(node, Written) else node
    if isinstance(node, Listing) and len(node.items) == 1 and node.kind == "list":
        node = node.items[0]
    if isinstance(node, Relation):
        raise NotUnderstood("an expression was expected here, not an equation or inequality")
    return node


def positive_letters(work: Work, node: Node) -> frozenset[str]:
    """The letters that are said to stand for positive numbers."""
    return frozenset(name for name in names(node) if work.domain(name).sign == "positive")


@operation(
    "simplify",
    nouns=("(simplest form|simplified form|simplification|lowest terms) of {expression}", "{expression} simplified"),
    requests=(
        f"(simplify|reduce|simplify fully|fully simplify|tidy|tidy up) {_OF} {{expression}} "
        "[to (its|the) (simplest|lowest) (form|terms)|to lowest terms|as far as possible|as much as possible|fully]",
        "(write|express|put|give) {expression} in [its|the] (simplest|lowest|simplified) [surd|radical] (form|terms)",
        "(write|express|put|give) {expression} as (simply|simple) as possible",
    ),
    calls=("simplify", "Simplify", "FullSimplify", "simplify_full", "radsimp", "trigsimp", "powsimp", "ratsimp"),
)
def simplify(work: Work, expression: Node) -> Finding:
    """A shorter form of an expression."""
    if isinstance(expression, Listing) and any(isinstance(item, Relation) for item in expression.items):
        return work.find(Request("solve", (("relations", expression),)))
    node = plain(expression)
    if names(node) == ("i",) and work.domain("i") == work.domain(""):
        work.assume("i is taken as the imaginary unit")
        node = substitute(node, {"i": Constant("i")})
    return value_of(work, node)


@operation(
    "expand",
    nouns=("(expansion|expanded form|binomial expansion) of {expression}", "{expression} (expanded|multiplied out)"),
    requests=(
        f"(expand|multiply out|expand out|expand and simplify|multiply out and simplify|open the brackets in|"
        f"expand the brackets in|remove the brackets in|remove the brackets from) {_OF} {{expression}}",
        "(write|express|put|give) {expression} (in expanded form|without brackets|as a polynomial)",
    ),
    calls=("expand", "Expand", "ExpandAll"),
)
def expand(work: Work, expression: Node) -> Finding:
    """An expression multiplied out."""
    return rewriting.expanded(plain(expression))


@operation(
    "factor",
    nouns=(
        "(factored form|factorised form|factorized form|factorisation|factorization) of {expression}",
        "{expression} (factored|factorised|factorized|in factored form|in factorised form)",
    ),
    requests=(
        f"(factor|factorise|factorize|factor completely|factorise completely|factorize completely|factorise fully|"
        f"factorize fully|fully factorise|fully factorize|completely factor|factor out|factor fully) {_OF} "
        "{expression} [completely|fully|over the (rationals|integers|rational numbers)]",
        "(write|express|put|give) {expression} (in factored form|in factorised form|in factorized form|"
        "as a product of [linear|irreducible] factors|as a product)",
    ),
    calls=("factor", "Factor", "factorise", "factorize"),
)
def factor(work: Work, expression: Node) -> Finding:
    """An expression as a product over the rational numbers."""
    node = plain(expression)
    if not names(node):
        return work.find(Request("factorisation", (("number", node),)))
    return rewriting.factorised(node)


@operation(
    "collect",
    nouns=("{expression} with like terms collected",),
    requests=(
        "collect [the] [like] terms (in|of|from) [the expression] {expression}",
        "(combine|gather|group|add) [the] like terms (in|of|from|:) [the expression] {expression}",
        "collect {expression} (in|in powers of|with respect to|by|in terms of|for) {x:variable}",
        "collect [the] [like] terms (in|of) {x:variable} (in|of|from) {expression}",
    ),
    calls=("collect", "Collect"),
    binds=("x",),
)
def collect(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """Like terms put together; with a letter named, the powers of that letter with their coefficients."""
    node = plain(expression)
    if isinstance(x, Name) and len(names(node)) > 1:
        from orchestra_modules.mathematics.build import symbol

        letter = x.name

        def gather(built: Expr) -> Expr:
            import sympy

            return sympy.collect(sympy.expand(built), symbol(letter))

        return rewriting.by_sympy(node, "collect", gather)
    return rewriting.expanded(node)
