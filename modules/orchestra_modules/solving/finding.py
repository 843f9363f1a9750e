"""What a solver found: the result in its forms, how it came about, and how it was checked."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

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
    steps: tuple[str, ...] = ()


def truth(answer: bool, text: str, method: str, check: str, verified: bool | None) -> Finding:
    """A yes or no."""
    data: JsonValue = {"type": "truth", "value": answer}
    return Finding(str(answer), f"{'Yes' if answer else 'No'}: {text}", data, method, check, verified)
