"""Who may import whom: dependencies point one way, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "orchestra"
MODULES = ROOT / "modules" / "orchestra_modules"

#: room -> the rooms it may see, itself included
ROOMS = {
    "spec": {"spec"},
    "budget": {"budget", "spec"},
    "router": {"router", "budget", "spec"},
    "plan": {"plan", "router", "budget", "spec"},
    "runtime": {"runtime", "plan", "router", "budget", "spec"},
    "config": {"config", "spec"},
    "store": {"store", "spec"},
    "langchain": {"langchain", "orchestra", "streams", "budget", "spec"},
}
HEAVY = {
    "onnx",
    "onnxruntime",
    "torch",
    "sentence_transformers",
    "faiss",
    "vllm",
    "sympy",
    "z3",
    "bm25s",
    "transformers",
    "openai",
    "langchain_core",
}


def files(folder: Path) -> list[Path]:
    """The Python files of a folder."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def imports(path: Path, *, top_only: bool = False) -> Iterator[str]:
    """The modules a file imports, relative ones resolved; `top_only` leaves out those inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in _at_import(tree) if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = path.relative_to(ROOT).with_suffix("").parts
            base = ".".join(parts[: len(parts) - node.level]) + "." if node.level else ""
            module = f"{base}{node.module or ''}".rstrip(".")
            # `from orchestra import config` imports orchestra.config.
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a file is imported: not the bodies of functions, nor what is there for type checkers alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _at_import(child)


def room(name: str) -> str:
    """The room of orchestra that an import leads to; empty for others, "orchestra" for the object at the top."""
    top, _, rest = name.partition(".")
    if top != "orchestra":
        return ""
    first = rest.partition(".")[0]
    return first if (HOUSE / first).is_dir() or (HOUSE / f"{first}.py").is_file() else "orchestra"


def room_of(path: Path) -> str:
    """The room a file stands in."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", files(HOUSE), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_sees_only_the_rooms_below_it(path: Path) -> None:
    """Nobody sees testing, cli or langchain but themselves; the rooms of the house see what the table says."""
    here = room_of(path)
    seen = {room(name) for name in imports(path)} - {""}
    assert not seen & ({"testing", "cli", "langchain"} - {here})
    if here in ROOMS:
        assert seen <= ROOMS[here]


@pytest.mark.parametrize("path", files(MODULES), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_built_in_module_sees_the_contract_and_itself(path: Path) -> None:
    """As a third party's would: the specification and the formulas, and no other module; solvers share `solving`."""
    own = f"orchestra_modules.{path.relative_to(MODULES).parts[0].removesuffix('.py')}"
    for name in imports(path):
        if name.startswith("orchestra."):
            assert name.startswith(("orchestra.spec.", "orchestra.budget.flops.")) or name == "orchestra.budget.flops"
        if name.startswith("orchestra_modules"):
            assert name.startswith((own, "orchestra_modules.solving"))


@pytest.mark.parametrize("path", files(HOUSE), ids=lambda path: str(path.relative_to(ROOT)))
def test_built_in_modules_are_named_nowhere_in_the_house(path: Path) -> None:
    """They are found like any third party's."""
    assert not [name for name in imports(path) if name.partition(".")[0] == "orchestra_modules"]


@pytest.mark.parametrize("path", files(HOUSE), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_heavy_is_imported_before_it_is_needed(path: Path) -> None:
    """Inside a function, or not at all; LangChain in its own room, which nothing but its user imports."""
    own = {"langchain_core"} if room_of(path) == "langchain" else set()
    assert not {name.partition(".")[0] for name in imports(path, top_only=True)} & (HEAVY - own)


@pytest.mark.parametrize(
    "code",
    [
        "import orchestra",
        "from orchestra import Orchestra; orc = Orchestra(); orc.modules(); orc.close()",
        "import orchestra.runtime.worker",
        "import orchestra.testing",
    ],
)
def test_importing_and_listing_load_nothing_heavy(code: str) -> None:
    """Not even by way of something else."""
    check = f"{code}\nimport sys\nprint(*sorted(set(sys.modules) & {HEAVY!r}))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == []
