"""The rules of differentiation on our own trees: the second road beside SymPy's `diff`. No simplification."""

from __future__ import annotations

from fractions import Fraction

from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    names,
)
from orchestra_modules.solving.refusal import NotDone

_ZERO, _ONE, _TWO = Number(Fraction(0)), Number(Fraction(1)), Number(Fraction(2))


def derivative(node: Node, variable: str) -> Node:
    """The derivative by the rules for sums, products, powers and chains. NotDone for a function without a rule."""
    if variable not in names(node):
        return _ZERO
    match node:
        case Name():
            return _ONE
        case Negative(operand):
            return Negative(derivative(operand, variable))
        case Sum(terms):
            return Sum((*(derivative(term, variable) for term in terms), _ZERO))
        case Product(factors, divisors):
            return _product(factors, divisors, variable)
        case Power(base, exponent):
            return _power(base, exponent, variable)
        case Call(function, arguments):
            return _chain(function, arguments, variable)
        case _:
            return _ZERO


def _product(factors: tuple[Node, ...], divisors: tuple[Node, ...], variable: str) -> Node:
    terms: list[Node] = [_ZERO, _ZERO]
    for i, factor in enumerate(factors):
        changed = (*factors[:i], derivative(factor, variable), *factors[i + 1 :])
        terms.append(Product(changed, divisors))
    for divisor in divisors:
        terms.append(Negative(Product((*factors, derivative(divisor, variable)), (*divisors, divisor))))
    return Sum(tuple(terms))


def _power(base: Node, exponent: Node, variable: str) -> Node:
    inner, outer = derivative(base, variable), derivative(exponent, variable)
    if outer == _ZERO:
        return Product((exponent, Power(base, Sum((exponent, Number(Fraction(-1))))), inner))
    growth = Product((Power(base, exponent), _ln(base), outer))
    if inner == _ZERO:
        return growth
    return Sum((growth, Product((Power(base, exponent), exponent, inner), (base,))))


def _ln(node: Node) -> Node:
    return _ONE if node == Constant("e") else Call("ln", (node,))


def _chain(function: str, arguments: tuple[Node, ...], variable: str) -> Node:
    u = arguments[0]
    if function == "log":
        return derivative(Product((Call("ln", (u,)),), (Call("ln", (arguments[1],)),)), variable)
    if function == "root":
        return derivative(Power(u, Product((_ONE,), (arguments[1],))), variable)
    if len(arguments) != 1 or (outer := _outer(function, u)) is None:
        raise NotDone(f"there is no rule here for the derivative of {function}")
    return Product((outer, derivative(u, variable)))


def _outer(function: str, u: Node) -> Node | None:
    square = Power(u, _TWO)

    def over(node: Node) -> Node:
        return Product((_ONE,), (node,))

    def call(name: str) -> Node:
        return Call(name, (u,))

    rules: dict[str, Node] = {
        "sqrt": over(Product((_TWO, call("sqrt")))),
        "cbrt": over(Product((Number(Fraction(3)), Power(call("cbrt"), _TWO)))),
        "sin": call("cos"),
        "cos": Negative(call("sin")),
        "tan": Sum((_ONE, Power(call("tan"), _TWO))),
        "cot": Negative(Sum((_ONE, Power(call("cot"), _TWO)))),
        "sec": Product((call("sec"), call("tan"))),
        "csc": Negative(Product((call("csc"), call("cot")))),
        "asin": over(Call("sqrt", (Sum((_ONE, Negative(square))),))),
        "acos": Negative(over(Call("sqrt", (Sum((_ONE, Negative(square))),)))),
        "atan": over(Sum((_ONE, square))),
        "sinh": call("cosh"),
        "cosh": call("sinh"),
        "tanh": Sum((_ONE, Negative(Power(call("tanh"), _TWO)))),
        "asinh": over(Call("sqrt", (Sum((square, _ONE)),))),
        "atanh": over(Sum((_ONE, Negative(square)))),
        "exp": call("exp"),
        "ln": over(u),
    }
    return rules.get(function)
