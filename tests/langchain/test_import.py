"""What importing needs and loads."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> subprocess.CompletedProcess[str]:
    """A program of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


def test_importing_orchestra_loads_no_langchain() -> None:
    """Whoever does not use it does not pay for it."""
    done = run("import sys, orchestra; orchestra.Orchestra; print('langchain_core' in sys.modules)")

    assert done.stdout.strip() == "False", done.stderr


def test_without_langchain_core_the_import_names_the_command_that_installs_it() -> None:
    """A plain ModuleNotFoundError would name a package that the user never asked for."""
    done = run("import sys; sys.modules['langchain_core'] = None; import orchestra.langchain")

    assert "pip install 'orchestra[langchain]'" in done.stderr.splitlines()[-1]


def test_the_public_names_are_there() -> None:
    """And sorted, as everywhere."""
    import orchestra.langchain as face

    assert face.__all__ == sorted(face.__all__)
    assert all(hasattr(face, name) for name in face.__all__)
