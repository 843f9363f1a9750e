"""The limits a caller sets on one query."""

from __future__ import annotations

import math

from pydantic import BaseModel, ConfigDict

from orchestra.spec.errors import BudgetInvalid


class Budget(BaseModel):
    """FLOPs and wall seconds one query may take; none means unlimited. `Budget(2e9, 10)` or by keyword.

    Raises BudgetInvalid for a negative or non-finite number.
    """

    model_config = ConfigDict(frozen=True)

    flops: int | None = None
    seconds: float | None = None

    def __init__(self, flops: float | None = None, seconds: float | None = None) -> None:
        for name, value in (("flops", flops), ("seconds", seconds)):
            if value is None:
                continue
            if not _is_limit(value):
                raise BudgetInvalid(
                    f"budget {name}={value!r} is not a number of at least 0", hint="None means unlimited"
                )
        super().__init__(flops=None if flops is None else int(flops), seconds=seconds)


def _is_limit(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value) and value >= 0
    except OverflowError:  # an integer beyond every float
        return False
