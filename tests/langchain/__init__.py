"""Needs langchain-core, which the extra `dev` installs; without it these tests are skipped, and say so."""

import pytest

pytest.importorskip("langchain_core", reason="langchain-core is not installed: pip install 'orchestra[dev]'")
