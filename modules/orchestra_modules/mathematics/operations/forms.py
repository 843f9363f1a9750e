"""Other forms of one expression: simplified, multiplied out, factored, collected, in partial fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import rewriting
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Listing,
    Name,
    Node,
    Number,
    Product,
    Relation,
    Request,
    Sum,
    Written,
    names,
    show,
    substitute,
    unsigned,
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

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
        "{expression} [,] simplify",
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
    return _under_conditions(work, node)


def _under_conditions(work: Work, node: Node) -> Finding:
    """The shorter form where something is said of the letters. NotDone where what is said may shorten it further."""
    from orchestra_modules.mathematics.engines import under_bounds
    from orchestra_modules.mathematics.operations.solving import said_besides

    letters = names(node)
    whole = frozenset(name for name in letters if work.domain(name).kind == "integer")
    bounds = [bound for bound in said_besides(work, [], letters) if set(names(bound)) <= set(letters)]
    bounds += [
        Relation(">" if work.domain(name).sign == "positive" else "<", Name(name), Number(Fraction(0)))
        for name in letters
        if work.domain(name).sign in ("positive", "negative")
    ]
    shorter = under_bounds.whole_powers(under_bounds.without_sizes(node, bounds), whole)
    found = value_of(work, shorter)
    told = found.node if found.node is not None else shorter
    plain_form = under_bounds.is_algebraic_quotient(told)
    bounded = any(bound.sign != "!=" for bound in bounds)
    positive = all(work.domain(name).sign == "positive" for name in letters)
    if bounded and shorter == node and not plain_form and not positive:
        raise NotDone("what is said of the letters may make it shorter still")
    if whole & set(names(told)) and not plain_form:
        raise NotDone("what whole numbers make of it is not worked out")
    if shorter != node:
        work.note(f"for the values admitted it is {show(shorter)}")
    return found


@operation(
    "expand",
    nouns=("(expansion|expanded form|binomial expansion) of {expression}", "{expression} (expanded|multiplied out)"),
    requests=(
        f"(expand|multiply out|expand out|expand and simplify|multiply out and simplify|open the brackets in|"
        f"expand the brackets in|remove the brackets in|remove the brackets from) {_OF} {{expression}}",
        "(write|express|put|give) {expression} (in expanded form|without brackets|as a polynomial)",
        "{expression} [,] (expand|multiply out)",
    ),
    calls=("expand", "Expand", "ExpandAll"),
)
def expand(work: Work, expression: Node) -> Finding:
    """An expression multiplied out."""
    node = plain(expression)
    if isinstance(node, Number):
        raise NotUnderstood("there is nothing to multiply out in a lone numeral")
    found = rewriting.expanded(node)
    unchanged = found.node == node or found.value == show(node).replace("ln(", "log(")
    if unchanged and any(isinstance(part, Call) for part in walk(node)):
        return _functions_expanded(node, positive_letters(work, node))
    return found


@operation("multiplied", requests=("multiply [the] [polynomial|expression] {a} by {b}",))
def multiplied(work: Work, a: Node, b: Node) -> Finding:
    """The product of two expressions with letters, multiplied out."""
    first, second = plain(a), plain(b)
    if not names(first, second) or isinstance(first, Listing) or isinstance(second, Listing):
        raise NotUnderstood("expressions with letters were expected")
    return expand(work, Product((first, second)))


def _functions_expanded(node: Node, positive: frozenset[str]) -> Finding:
    """Sines of sums and of doubles, and logarithms of products of positive numbers, as sums. NotDone."""
    calls = [part for part in walk(node) if isinstance(part, Call)]
    if all(part.function in ("ln", "log") for part in calls) and set(names(node)) <= positive:
        return _changed(node, lambda built: _sympy().expand_log(built), positive)
    if all(_has_one_expansion(part) for part in calls):
        return _changed(node, lambda built: _sympy().expand_trig(built), positive)
    raise NotDone("multiplying out does not change the expression")


def _has_one_expansion(call: Call) -> bool:
    """Whether it is a sine or cosine of a sum of letters, or the sine of a double; other multiples have several."""
    (inner, *_) = call.arguments
    if call.function not in ("sin", "cos"):
        return False
    if isinstance(inner, Sum):
        return all(isinstance(unsigned(term), Name | Number | Constant) for term in inner.terms)
    double = isinstance(inner, Product) and not inner.divisors and len(inner.factors) == 2
    two = Number(Fraction(2))
    return call.function == "sin" and double and isinstance(inner, Product) and inner.factors[0] == two


def _changed(node: Node, change: Callable[[Expr], Expr], positive: frozenset[str]) -> Finding:
    found = rewriting.by_sympy(node, "expand", change, positive)
    if found.node == node:
        raise NotDone("multiplying out does not change the expression")
    return found


def _sympy() -> Expr:
    import sympy

    return sympy


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
        "(factor|factorise|factorize) by grouping [:] {expression}",
        "{expression} [,] (factor|factorise|factorize)",
        "(factor|factorise|factorize|factor completely) {expression} over [the] [field of] ({over=complex} complex "
        "[numbers]|{over=real} reals|{over=real} real numbers)",
    ),
    calls=("factor", "Factor", "factorise", "factorize"),
    plain=("expression",),
)
def factor(work: Work, expression: Node, over: Node | None = None) -> Finding:
    """An expression as a product over the rational numbers, or over others where they are named."""
    inner = expression.node if isinstance(expression, Written) else expression
    if isinstance(inner, Request) and inner.operation == "greatest_common_divisor":
        raise NotUnderstood("a common factor taken out is not the factors of that factor")
    node = plain(work.resolve(expression))
    if not names(node):
        return work.find(Request("prime_factorisation", (("a", node),)))
    if over is not None:
        return _factored_over(node, work.text(over) == "complex")
    return rewriting.factorised(node)


def _factored_over(node: Node, complex_: bool) -> Finding:
    """A quadratic with rational coefficients by its roots; over the reals only where they are real. NotDone."""
    from orchestra_modules.mathematics.engines.equation import with_multiplicities
    from orchestra_modules.mathematics.engines.polynomial import as_polynomial

    form = as_polynomial(node)
    if form is None or len(form.atoms) != 1 or form.degree() != 2:
        raise NotDone("factors with irrational coefficients are found of quadratics only")
    (letter,) = form.atoms
    lead = form.coefficient(letter, 2).constant or Fraction(1)
    roots = [root for root, count in with_multiplicities(form, letter) for _ in range(count)]
    if not complex_ and not all(root.real for root in roots):
        return rewriting.factorised(node)

    def by_roots(built: Expr) -> Expr:
        from orchestra_modules.mathematics.engines.build import build, symbol

        sympy = _sympy()
        linear = [symbol(letter) - build(root.node) for root in roots]
        return sympy.Rational(lead.numerator, lead.denominator) * sympy.Mul(*linear)

    return rewriting.by_sympy(node, "factor", by_roots)


@operation(
    "collect",
    nouns=("{expression} with like terms collected",),
    requests=(
        "collect [the] [like] terms (in|of|from) [the expression] {expression}",
        "(combine|gather|group|add) [the] like terms (in|of|from|:) [the expression] {expression}",
        "collect {expression} (in|in powers of|with respect to|by|in terms of|for) {x:variable}",
        "collect [the] [like] terms (in|of|with) {x:variable} (in|of|from|:) {expression}",
        "group [the] terms (in|with|by) {x:variable} [in|of|:] {expression}",
    ),
    calls=("collect", "Collect"),
    binds=("x",),
)
def collect(work: Work, expression: Node, x: Node | None = None) -> Finding:
    """Like terms put together; with a letter named, the powers of that letter with their coefficients."""
    node = plain(expression)
    if isinstance(x, Name) and len(names(node)) > 1:
        from orchestra_modules.mathematics.engines.build import symbol

        letter = x.name

        def gather(built: Expr) -> Expr:
            import sympy

            return sympy.collect(sympy.expand(built), symbol(letter))

        return rewriting.by_sympy(node, "collect", gather)
    return rewriting.expanded(node)


@operation(
    "common_factor_out",
    requests=(
        "(factor out|take out|factorise out|pull out) [the] (greatest common factor|highest common factor|"
        "common factor|gcf|hcf|largest common factor) (of|from|in|:) [the] [expression|polynomial] {expression}",
    ),
)
def common_factor_out(work: Work, expression: Node) -> Finding:
    """The greatest common factor of the terms, times what is left of them."""
    import math

    from orchestra_modules.mathematics.engines.identity import agree_at_points
    from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial
    from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree

    node = plain(expression)
    form = as_polynomial(node)
    if form is None or form.zero or any(value.denominator != 1 for value in form.terms.values()):
        raise NotDone("a common factor is taken out of polynomials with whole coefficients")
    number = math.gcd(*(int(value) for value in form.terms.values()))
    powers = {name: min(dict(term).get(name, 0) for term in form.terms) for name in form.atoms}
    shared = tuple(sorted((name, power) for name, power in powers.items() if power))
    rest = Polynomial(
        {
            tuple((name, power - powers[name]) for name, power in term if power > powers[name]): value / number
            for term, value in form.terms.items()
        }
    )
    outside = Polynomial({shared: Fraction(number)})
    tree = Product((polynomial_tree(outside), polynomial_tree(rest)))
    value = f"{polynomial_text(outside)}*({polynomial_text(rest)})" if outside.constant != 1 else polynomial_text(rest)
    data: JsonValue = {"type": "expression", "value": value}
    check = "check: multiplied out again, both agree at two points modulo large primes"
    verified = agree_at_points(node, tree)
    text = f"{polynomial_text(form)} = {value}"
    return Finding(value, text, data, "the factor that all terms share", check, verified, node=tree)
