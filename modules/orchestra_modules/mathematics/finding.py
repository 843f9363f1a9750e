"""What an engine found: the result in its forms, how it came about, and how it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.digits import decimal_text, fraction_text, number_text

CONFIDENT = 0.99


@dataclass(frozen=True)
class Finding:
    """A result; `verified` false means that the check failed, none that it could not decide."""

    value: str
    text: str
    data: JsonValue
    method: str
    check: str
    verified: bool | None
    confidence: float = CONFIDENT


def number_data(value: Fraction) -> JsonValue:
    """A rational number as JSON; text, for JSON numbers are not exact everywhere."""
    return {"type": "rational", "value": fraction_text(value)}


def truth(answer: bool, text: str, method: str, check: str, verified: bool | None) -> Finding:
    """A yes or no."""
    data: JsonValue = {"type": "truth", "value": answer}
    return Finding(str(answer), f"{'Yes' if answer else 'No'}: {text}", data, method, check, verified)


def rational(value: Fraction, decimal: bool, expression: str, check: str, verified: bool) -> Finding:
    """A rational number."""
    shown = number_text(value, decimal)
    text = shown if len(expression) > 200 or expression == shown else f"{expression} = {shown}"
    if "/" in shown and len(shown) < 40:
        exact = decimal_text(value)
        text += f" = {exact}" if exact is not None and len(exact) < 12 else f" ≈ {float(value):.10g}"
    return Finding(shown, text, number_data(value), "exact rational arithmetic", check, verified)
