"""LangChain's own standard tests, run where langchain-tests is installed.

It is no dependency of `dev`, for it brings eight plug-ins that every other test would then run under. In an environment
of its own: `pip install langchain-tests`, then
`pytest -o asyncio_mode=auto -o asyncio_default_fixture_loop_scope=function tests/langchain/standard`.
"""

import pytest

pytest.importorskip("langchain_tests", reason="langchain-tests is not installed: pip install langchain-tests")
