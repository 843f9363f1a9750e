"""Findings that are percentages or amounts, exact, told in decimals where those end."""

from __future__ import annotations

from fractions import Fraction

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.syntax import Node, Number, has_decimal


def percentage_found(value: Fraction, text: str, check: str, verified: bool, decimal: bool = False) -> Finding:
    """A result that is a number of percent."""
    shown = number_text(value, True)
    return Finding(
        shown,
        text.format(shown if "/" not in shown else f"{shown} (about {float(value):.6g})"),
        number_data(value),
        "exact rational arithmetic",
        f"check: {check}",
        verified,
        node=Number(value, decimal),
    )


def amount_found(value: Fraction, text: str, check: str, verified: bool, *given: Node) -> Finding:
    """A result that is an amount, told in decimals where the question has them."""
    shown = number_text(value, True)
    about = f" (about {float(value):.10g})" if "/" in shown else ""
    return Finding(
        shown if "/" not in shown else number_text(value, has_decimal(*given)),
        text.format(shown + about),
        number_data(value),
        "exact rational arithmetic",
        f"check: {check}",
        verified,
        node=Number(value, has_decimal(*given)),
    )
