"""Polynomials in one letter as products over the rationals, written as SymPy writes them.

Rational roots are found by our own lifting; SymPy is asked only to split what has none and a degree above 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from orchestra_modules.mathematics.engines.digits import integer_text
from orchestra_modules.mathematics.engines.polynomial import Polynomial, from_coefficients
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.engines.roots import split
from orchestra_modules.mathematics.syntax import Negative, Node, Number, Power, Product

Factor = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class Factored:
    """A product, as text and as a tree; `irreducible` where it is the polynomial itself."""

    text: str
    tree: Node
    irreducible: bool
    method: str


def factors(polynomial: Polynomial) -> tuple[Fraction, list[Factor], str]:
    """The content, the irreducible factors in the order of printing, and how they were found."""
    parts = split(polynomial)
    found: list[Factor] = [((-root.numerator, root.denominator), count) for root, count in parts.linear]
    method = "rational roots by lifting modulo a prime"
    for rest, count in parts.rest:
        if len(rest) <= 4:  # degree 2 or 3 without a rational root: irreducible
            found.append((rest, count))
        else:
            method = "rational roots by lifting modulo a prime; the rest by computer algebra"
            found.extend((piece, count * times) for piece, times in _split_further(rest))
    return parts.content, sorted(found, key=_print_order), method


def _split_further(rest: Sequence[int]) -> list[Factor]:
    import sympy

    whole = sympy.Poly.from_list(list(reversed(rest)), sympy.Symbol("x"), domain=sympy.ZZ)
    found: list[Factor] = []
    for piece, count in whole.factor_list()[1]:
        found.append((tuple(int(value) for value in reversed(piece.all_coeffs())), count))
    return found


def _print_order(factor: Factor) -> tuple[object, ...]:
    """The letter itself first, then sums by their number of terms and their terms, then by exponent."""
    whole, count = factor
    terms = [(place, value) for place, value in enumerate(whole) if value]
    if len(terms) == 1:
        return (0, 0, (), count)
    shown = tuple((1, place, value) if place else (0, 0, value) for place, value in reversed(terms))
    return (1, len(terms), shown, count)


def factored(polynomial: Polynomial) -> Factored:
    """A polynomial in one letter, not 0, as a product."""
    (letter,) = polynomial.atoms
    content, found, method = factors(polynomial)
    pieces: list[tuple[Polynomial, int]] = [
        (from_coefficients(letter, {place: Fraction(value) for place, value in enumerate(whole)}), count)
        for whole, count in found
    ]
    irreducible = len(pieces) == 1 and pieces[0][1] == 1
    if irreducible and (content == 1 or content == -1 or len(pieces[0][0].terms) == 1):
        return Factored(polynomial_text(polynomial), polynomial_tree(polynomial), True, method)
    text = "*".join(_piece_text(piece, count) for piece, count in pieces)
    size = abs(content)
    if size.numerator != 1:
        text = f"{integer_text(size.numerator)}*{text}"
    if size.denominator != 1:
        text += f"/{integer_text(size.denominator)}"
    nodes: list[Node] = [_piece_tree(piece, count) for piece, count in pieces]
    if size != 1:
        nodes.insert(0, Number(size))
    tree = nodes[0] if len(nodes) == 1 else Product(tuple(nodes))
    if content < 0:
        return Factored(f"-{text}", Negative(tree), irreducible and size == 1, method)
    return Factored(text, tree, irreducible and size == 1, method)


def _piece_text(piece: Polynomial, count: int) -> str:
    shown = polynomial_text(piece)
    bracketed = f"({shown})" if len(piece.terms) > 1 else shown
    return bracketed if count == 1 else f"{bracketed}**{count}"


def _piece_tree(piece: Polynomial, count: int) -> Node:
    tree = polynomial_tree(piece)
    return tree if count == 1 else Power(tree, Number(Fraction(count)))
