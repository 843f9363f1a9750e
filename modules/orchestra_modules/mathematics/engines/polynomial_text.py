"""A polynomial as SymPy prints it, worked out without SymPy. Knows nothing of what is asked about it."""

from __future__ import annotations

from fractions import Fraction

from orchestra_modules.mathematics.engines.polynomial import Monomial, Polynomial
from orchestra_modules.mathematics.syntax import Name, Negative, Node, Number, Power, Product, Sum


def ordered(polynomial: Polynomial) -> list[tuple[Monomial, Fraction]]:
    """The terms in the order in which they are printed: by exponents, the letters taken alphabetically."""
    letters = sorted(polynomial.atoms)

    def exponents(term: tuple[Monomial, Fraction]) -> tuple[int, ...]:
        powers = dict(term[0])
        return tuple(powers.get(letter, 0) for letter in letters)

    terms = sorted(polynomial.terms.items(), key=exponents, reverse=True)
    if len(terms) == 2 and not terms[1][0] and len(terms[0][0]) == 1 and terms[0][1] < 0 < terms[1][1]:
        return terms[::-1]  # "5 - 2*x" rather than "-2*x + 5"
    return terms


def polynomial_text(polynomial: Polynomial) -> str:
    """The text of a polynomial in plain letters."""
    if polynomial.zero:
        return "0"
    text = ""
    for monomial, coefficient in ordered(polynomial):
        shown = _term(monomial, abs(coefficient))
        if text:
            text += f" {'-' if coefficient < 0 else '+'} {shown}"
        else:
            text = f"-{shown}" if coefficient < 0 else shown
    return text


def _term(monomial: Monomial, size: Fraction) -> str:
    parts = [letter if exponent == 1 else f"{letter}**{exponent}" for letter, exponent in sorted(monomial)]
    if size.numerator != 1 or not parts:
        parts.insert(0, str(size.numerator))
    return "*".join(parts) + (f"/{size.denominator}" if size.denominator != 1 else "")


def polynomial_tree(polynomial: Polynomial) -> Node:
    """The polynomial as an expression, its terms in the order of printing."""
    terms = [_tree(monomial, coefficient) for monomial, coefficient in ordered(polynomial)]
    if not terms:
        return Number(Fraction(0))
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _tree(monomial: Monomial, coefficient: Fraction) -> Node:
    factors: list[Node] = [
        Name(letter) if exponent == 1 else Power(Name(letter), Number(Fraction(exponent)))
        for letter, exponent in sorted(monomial)
    ]
    size = abs(coefficient)
    if size != 1 or not factors:
        factors.insert(0, Number(size))
    node = factors[0] if len(factors) == 1 else Product(tuple(factors))
    return Negative(node) if coefficient < 0 else node
