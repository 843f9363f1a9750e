"""Orchestra: each query answered with the least compute that settles it.

`from orchestra import Orchestra, Budget`. Names are imported when first used, so that workers and `--help` stay light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra
    from orchestra.spec import (
        Answer,
        Budget,
        Decision,
        Declined,
        Event,
        Evidence,
        OrchestraError,
        Reply,
        Solution,
        Turn,
    )

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Budget",
    "Decision",
    "Declined",
    "Event",
    "Evidence",
    "Orchestra",
    "OrchestraError",
    "Reply",
    "Solution",
    "Turn",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'orchestra' has no attribute {name!r}")
    home = "orchestra.orchestra" if name == "Orchestra" else "orchestra.spec"
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
