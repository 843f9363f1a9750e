"""The numbers a module and a runtime agree on: the specification's version and the closed set of kinds."""

from __future__ import annotations

from typing import Final

SPEC: Final = "1"

#: kind -> the versions of it that this runtime speaks
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "embedder": ("1",),
    "retriever": ("1",),
    "reader": ("1",),
    "solver": ("1",),
    "generator": ("1",),
    "expert": ("1",),
}
