"""The indexes that come with Orchestra as sources, found without importing the package that holds them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_PACKAGE = "orchestra_indexes"


def shipped() -> dict[str, Path]:
    """Index name -> the folder of its sources; each has an index.toml."""
    spec = importlib.util.find_spec(_PACKAGE)
    places = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    return {file.parent.name: file.parent for place in places for file in sorted(place.glob("*/index.toml"))}
