"""A second collection to search: the docstrings of Python's own library, as installed beside the interpreter that runs.

A document is a docstring without its first sentence; the first sentence is the query that should find it again. Read
from the source files without importing them. Docstrings that occur twice are left out.
"""

from __future__ import annotations

import ast
import re
import sysconfig
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_LEFT_OUT = {"test", "tests", "idlelib", "lib2to3", "site-packages", "__pycache__", "turtledemo", "pydoc_data"}
_LEAST_WORDS = 25  # of what is left of a docstring
_FIRST = re.compile(r"\A\s*(.+?[.!?])(?=\s+[A-Z\"'`]|\s*\n\s*\n)", re.DOTALL)


class Row(NamedTuple):
    """A document with the query whose answer it is."""

    id: str
    title: str
    text: str
    query: str


def rows() -> list[Row]:
    """Every docstring that has more to say than its first sentence, in the order of their names."""
    root = Path(sysconfig.get_path("stdlib"))
    found = [row for file in sorted(root.rglob("*.py")) if _taken(file, root) for row in _of(file, root)]
    texts, queries = Counter(row.text for row in found), Counter(row.query for row in found)
    return [row for row in found if texts[row.text] == queries[row.query] == 1]


def _taken(file: Path, root: Path) -> bool:
    return not _LEFT_OUT.intersection(file.relative_to(root).parts) and "encodings" not in file.parts


def _of(file: Path, root: Path) -> Iterator[Row]:
    name = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError):
        return
    yield from _inside(tree, name, name)


def _inside(node: ast.Module | ast.ClassDef, name: str, module: str) -> Iterator[Row]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        full = f"{name}.{child.name}"
        docstring = ast.get_docstring(child) or ""
        first = _FIRST.match(docstring)
        if first and len(first[1].split()) >= 5:
            rest = docstring[first.end() :].strip()
            if len(rest.split()) >= _LEAST_WORDS:
                yield Row(id=full, title=module, text=rest, query=" ".join(first[1].split()))
        if isinstance(child, ast.ClassDef):
            yield from _inside(child, full, module)
