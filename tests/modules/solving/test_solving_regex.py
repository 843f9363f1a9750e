"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import importlib
import pkgutil

from orchestra_modules import logic
from orchestra_modules.solving.regex import regex


def test_it_behaves_like_a_compiled_expression() -> None:
    """Matching, substitution and the source are those of `re`."""
    found = regex(r"(\d+) (\w+)")

    assert found.pattern == r"(\d+) (\w+)"
    assert [match.groups() for match in found.finditer("2 cats, 3 dogs")] == [("2", "cats"), ("3", "dogs")]
    assert found.sub("-", "2 cats") == "-"


def test_every_expression_of_the_logic_module_compiles() -> None:
    """A mistake in one would otherwise wait for the text that needs it."""
    checked = 0
    for module in pkgutil.walk_packages(logic.__path__, "orchestra_modules.logic."):
        for value in vars(importlib.import_module(module.name)).values():
            parts = value if isinstance(value, tuple | list) else (value,)
            for part in parts:
                for item in part if isinstance(part, tuple) else (part,):
                    if type(item).__name__ == "_Regex":
                        assert item.pattern is not None
                        checked += 1
    assert checked > 100
