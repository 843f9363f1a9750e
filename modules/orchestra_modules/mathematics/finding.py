"""What an operation found: a result with the tree of it, so that it can be an argument of another operation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.digits import decimal_text, fraction_text, number_text
from orchestra_modules.mathematics.syntax import Node, Number, Truth
from orchestra_modules.solving import finding
from orchestra_modules.solving.finding import CONFIDENT

__all__ = ["CONFIDENT", "Finding", "number_data", "rational", "truth"]


@dataclass(frozen=True)
class Finding(finding.Finding):
    """A result; `node` is its tree, none where it cannot be used further."""

    node: Node | None = None


def number_data(value: Fraction) -> JsonValue:
    """A rational number as JSON; text, for JSON numbers are not exact everywhere."""
    return {"type": "rational", "value": fraction_text(value)}


def truth(answer: bool, text: str, method: str, check: str, verified: bool | None) -> Finding:
    """A yes or no."""
    told = finding.truth(answer, text, method, check, verified)
    return Finding(told.value, told.text, told.data, method, check, verified, node=Truth(answer))


def rational(value: Fraction, decimal: bool, expression: str, check: str, verified: bool | None) -> Finding:
    """A rational number."""
    shown = number_text(value, decimal)
    text = shown if len(expression) > 200 or expression == shown else f"{expression} = {shown}"
    if "/" in shown and len(shown) < 40:
        exact = decimal_text(value)
        text += f" = {exact}" if exact is not None and len(exact) < 12 else f" ≈ {float(value):.10g}"
    method = "exact rational arithmetic"
    return Finding(shown, text, number_data(value), method, check, verified, node=Number(value, decimal))
